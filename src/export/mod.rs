//! Export: one annotation, several writers; the only place where byte offsets become code points.

mod brat;
mod explanation;
mod jsonl;
mod offsets;
mod schema;

pub use brat::standoff;
pub use explanation::Explanation;
pub use jsonl::{ReadError, read_line, read_lines, write_line};
pub use offsets::{Offsets, bytes_to_codepoints, codepoints_to_bytes};
pub use schema::schema;
