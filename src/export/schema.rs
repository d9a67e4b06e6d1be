//! The JSON Schema of an annotation, made from the types, so that it cannot say anything else than they do.

use schemars::{Schema, schema_for};
use serde_json::json;

use crate::model::{Annotation, Provenance};

/// The schema as JSON with line breaks.
pub fn schema() -> String {
    written(schema_for!(Annotation), "An annotation by Sourcier", Annotation::SCHEMA)
}

/// The schema of the provenance of a batch.
pub fn provenance_schema() -> String {
    written(schema_for!(Provenance), "The provenance of a batch by Sourcier", Provenance::SCHEMA)
}

fn written(mut schema: Schema, title: &str, version: &str) -> String {
    schema.insert("title".to_owned(), json!(title));
    // The version is fixed by the contract, which the type of a string cannot tell.
    for (field, value) in [("schema", version), ("offsets", "codepoint")] {
        if let Some(property) = schema.pointer_mut(&format!("/properties/{field}")) {
            property["const"] = json!(value);
        }
    }
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema has only string keys");
    text.push('\n');
    text
}
