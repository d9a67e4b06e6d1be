//! Ingest: bytes become a document, whose text is fixed for good.
//!
//! Three steps, so that a batch can stream: [`Walk`] finds the inputs that the user named,
//! [`Articles`] cuts them into the raw bytes of one article each, and [`Raw::read`] makes a document of those.
//! The first two only move bytes; the third does the work and can run on many threads.

mod articles;
mod columns;
mod encoding;
mod error;
mod format;
pub mod html;
mod http;
mod jsonl;
mod lines;
mod objects;
mod panics;
#[cfg(feature = "parquet")]
mod parquet;
mod register;
mod source;
mod table;
mod text;
mod walk;
mod warc;

pub use articles::{Articles, Envelope, MOST_BYTES, Raw};
pub use columns::Columns;
pub use encoding::{Decoded, decode};
pub use error::{Binary, IngestError, Place};
pub use format::Format;
pub use html::{page, primary_language};
pub use panics::catch;
pub use register::{Register, RegisterError};
pub use source::Meter;
pub use walk::{Input, STDIN_ID, Walk, same_file};
