//! Export: one annotation, several writers; the only place where byte offsets become code points.

mod brat;
mod jsonl;
mod offsets;
mod provenance;
mod schema;

pub use brat::standoff;
pub use jsonl::{ReadError, read_line, read_lines, write_line};
pub use offsets::{Offsets, bytes_to_codepoints, codepoints_to_bytes};
pub use provenance::{write_links, write_provenance};
pub use schema::{provenance_schema, schema};
