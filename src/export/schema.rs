//! The JSON Schema of an annotation, made from the types, so that it cannot say anything else than they do.

use schemars::schema_for;
use serde_json::json;

use crate::model::Annotation;

/// The schema as JSON with line breaks.
pub fn schema() -> String {
    let mut schema = schema_for!(Annotation);
    schema.insert("title".to_owned(), json!("An annotation by Sourcier"));
    // The version is fixed by the contract, which the type of a string cannot tell.
    for (field, value) in [("schema", Annotation::SCHEMA), ("offsets", "codepoint")] {
        if let Some(property) = schema.pointer_mut(&format!("/properties/{field}")) {
            property["const"] = json!(value);
        }
    }
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema has only string keys");
    text.push('\n');
    text
}
