//! Plain text: the decoded file, character for character, a byte order mark aside.

use super::{Binary, decode};
use crate::model::Document;

/// Reads a plain text; `declared` is the encoding that a server told. Line ends stay as they are, since every offset counts them.
pub fn read(bytes: Vec<u8>, declared: Option<&str>) -> Result<Document, Binary> {
    let decoded = decode(bytes, declared)?;
    Ok(Document { text: decoded.text, notes: decoded.notes, ..Document::default() })
}
