//! Export: one annotation, several writers; the only place where byte offsets become code points.

mod offsets;

pub use offsets::{bytes_to_codepoints, codepoints_to_bytes};
