//! Plain text: the decoded file, character for character, a byte order mark aside.

use super::{Binary, decode};
use crate::model::Document;

/// Reads a plain text. Line ends stay as they are, since every offset counts them.
pub fn read(bytes: Vec<u8>) -> Result<Document, Binary> {
    let decoded = decode(bytes, None)?;
    Ok(Document { text: decoded.text, notes: decoded.notes, ..Document::default() })
}
