//! Encoding: which characters the bytes of a file stand for.
//!
//! A byte order mark decides; then UTF-8 if the bytes are valid as such; then what the page declares;
//! then the detector of a browser (`chardetng`). Declarations come after validity because they are often wrong.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::Binary;

/// A text with what its reader must know about how it was decoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decoded {
    /// The characters.
    pub text: String,
    /// A note when the bytes were no valid UTF-8.
    pub notes: Vec<String>,
}

/// Decodes the bytes of a file; `declared` is the label that a page gives itself.
///
/// # Errors
/// If the bytes are no text.
pub fn decode(mut bytes: Vec<u8>, declared: Option<&str>) -> Result<Decoded, Binary> {
    const UTF_32_LE: &[u8] = &[0xFF, 0xFE, 0, 0];
    if bytes.starts_with(UTF_32_LE)
        && bytes.get(4..).is_some_and(|rest| rest.get(1..4) == Some(&[0; 3]))
    {
        return Err(Binary::Known("UTF-32, which is not read"));
    }
    for (mark, encoding) in [(&[0xFF, 0xFE], UTF_16LE), (&[0xFE, 0xFF], UTF_16BE)] {
        if bytes.starts_with(mark) {
            let (text, lost) = encoding.decode_without_bom_handling(&bytes[2..]);
            if let Some(at) = text.find('\0') {
                return Err(Binary::Nul(at));
            }
            return Ok(noted(text.into_owned(), encoding, lost));
        }
    }
    if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
        bytes.drain(..3);
    }
    refuse_binary(&bytes)?;
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Ok(Decoded { text, notes: Vec::new() }),
        Err(error) => error.into_bytes(),
    };
    // UTF-8 was ruled out or is damaged, and a page that can declare itself in ASCII is no UTF-16.
    let declared = declared
        .and_then(|label| Encoding::for_label(label.trim().as_bytes()))
        .filter(|e| *e != UTF_8 && e.is_ascii_compatible());
    let encoding =
        if is_damaged_utf8(&bytes) { UTF_8 } else { declared.unwrap_or_else(|| guess(&bytes)) };
    let (text, lost) = encoding.decode_without_bom_handling(&bytes);
    Ok(noted(text.into_owned(), encoding, lost))
}

fn noted(text: String, encoding: &'static Encoding, lost: bool) -> Decoded {
    let name = encoding.name();
    let notes = if lost {
        let count = text.matches(char::REPLACEMENT_CHARACTER).count();
        vec![format!("Read as {name}; {count} undecodable places were replaced by U+FFFD.")]
    } else if encoding == UTF_8 {
        Vec::new()
    } else {
        vec![format!("Read as {name}, since the bytes are no valid UTF-8.")]
    };
    Decoded { text, notes }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Whether the bytes are UTF-8 with a few broken places rather than another encoding.
///
/// In an encoding of one byte a letter, two bytes hardly ever look like a sequence of UTF-8 by chance.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut sequences, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        sequences += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    sequences > broken
}

/// Files that are no text are refused by their signature, a NUL byte, or many control characters.
fn refuse_binary(bytes: &[u8]) -> Result<(), Binary> {
    const SIGNATURES: [(&[u8], &str); 7] = [
        (b"%PDF-", "a PDF file"),
        (b"PK\x03\x04", "a ZIP archive or office document"),
        (b"\x1F\x8B", "a gzip archive"),
        (b"\x89PNG", "a PNG image"),
        (b"\xFF\xD8\xFF", "a JPEG image"),
        (b"GIF8", "a GIF image"),
        (b"{\\rtf", "a rich text file"),
    ];
    if let Some((_, name)) = SIGNATURES.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return Err(Binary::Known(name));
    }
    if let Some(at) = bytes.iter().position(|b| *b == 0) {
        return Err(Binary::Nul(at));
    }
    let head = &bytes[..bytes.len().min(1 << 16)];
    let is_control =
        |b: &&u8| **b < 0x20 && !b.is_ascii_whitespace() && !matches!(**b, 0x0B | 0x1B);
    let controls = head.iter().filter(is_control).count();
    if controls * 32 > head.len() { Err(Binary::Controls(controls, head.len())) } else { Ok(()) }
}
