//! Export: one annotation, several writers; the only place where byte offsets become code points or UTF-16.
//!
//! [`Format`] names the formats. Each has a module; those of annotation tools share the division into [`parts`] and
//! [`words`].

pub mod brat;
pub mod csv;
mod explanation;
mod format;
mod iri;
mod json;
mod jsonl;
mod label_studio;
mod offsets;
#[cfg(feature = "parquet")]
pub mod parquet;
mod parts;
mod prodigy;
mod prov;
mod provenance;
mod schema;
mod tei;
mod web_annotation;
mod webanno;
mod words;
mod xml;

pub use brat::standoff;
pub use explanation::Explanation;
pub use format::{Format, Frame, Piece};
pub use jsonl::{ReadError, read_line, read_lines, write_line};
pub use offsets::{Bytes, Offsets, Unit, bytes_to_codepoints, codepoints_to_bytes};
pub use provenance::{write_links, write_provenance};
pub use schema::{provenance_schema, schema};
pub use webanno::{FEATURES as WEBANNO_FEATURES, LINKS as WEBANNO_LINKS, PARTS as WEBANNO_PARTS};

/// The name of a value in files (`armed_group`).
fn name_of(value: impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).ok();
    value.and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}
