//! Ingest: bytes become a document, whose text is fixed for good.
//!
//! Three steps, so that a batch can stream: [`Walk`] finds the inputs that the user named,
//! [`Articles`] cuts them into the raw bytes of one article each, and [`Raw::read`] makes a document of those.
//! The first two only move bytes; the third does the work and can run on many threads.

mod articles;
mod encoding;
mod error;
mod format;
pub mod html;
mod jsonl;
mod register;
mod text;
mod walk;

pub use articles::{Articles, Raw};
pub use encoding::{Decoded, decode};
pub use error::{Binary, IngestError, Place};
pub use format::Format;
pub use html::{page, primary_language};
pub use register::{Register, RegisterError};
pub use walk::{Input, STDIN_ID, Walk, same_file};
