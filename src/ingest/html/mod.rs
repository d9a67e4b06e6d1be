//! Web pages: the visible text, a line a block element, with what the markup says about each line and about the page.

mod json_ld;
mod meta;
mod tree;
mod visible;

pub use meta::primary_language;

use scraper::node::Element;

use super::{Binary, decode};
use crate::model::Document;

/// Reads the bytes of a page.
pub fn read(bytes: Vec<u8>, charset: Option<&str>) -> Result<Document, Binary> {
    // What the server told goes before what the page says of itself, as browsers have it.
    let declared = charset.map(str::to_owned).or_else(|| declared_encoding(&bytes));
    let decoded = decode(bytes, declared.as_deref())?;
    Ok(Document { notes: decoded.notes, ..page(&decoded.text) })
}

/// Reads a page that is decoded already.
pub fn page(source: &str) -> Document {
    let html = tree::parse(source);
    let (text, markup, elements) = visible::read(&html);
    let (meta, told, lang) = meta::read(&html);
    Document { text, markup, elements, meta, told, lang, ..Document::default() }
}

/// The value of an attribute; looking through the few that an element has is quicker than numbering the name as the tree does.
fn attribute<'e>(element: &'e Element, name: &str) -> Option<&'e str> {
    element.attrs().find(|(known, _)| *known == name).map(|(_, value)| value)
}

/// The encoding that the first kilobytes of a page declare, in `<meta>` or in the XML declaration.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    // Browsers look at one kilobyte; real pages put the declaration behind longer comments and scripts.
    let head: Vec<u8> = bytes.iter().take(8192).map(u8::to_ascii_lowercase).collect();
    let head = String::from_utf8_lossy(&head);
    if let Some(xml) = head.trim_start().strip_prefix("<?xml") {
        let declaration = xml.split("?>").next().unwrap_or_default();
        if let Some(label) = value_of(declaration, "encoding") {
            return Some(label);
        }
    }
    head.split("<meta").skip(1).find_map(|rest| value_of(rest.split('>').next()?, "charset"))
}

/// The value behind `name =` in a tag, whichever quotation marks it has.
fn value_of(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(name)?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let is_part = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.');
    let label: String = rest.chars().take_while(is_part).collect();
    (!label.is_empty()).then_some(label)
}
