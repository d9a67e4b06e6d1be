//! Offsets: the same place in a text, counted in bytes, in code points or in the units of UTF-16.
//!
//! Inside the program an offset is a byte. Files count code points, as Python and brat do; tools written in Java count the
//! units of UTF-16, in which an emoji has two. Letters with combining marks are as many code points as they are written
//! with: nothing is ever normalised, so that the text stays what the page said.

use crate::model::Annotation;

/// What an offset counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Unicode scalar values.
    Codepoint,
    /// Units of UTF-16, two for a character outside the basic plane.
    Utf16,
}

/// The units before each byte of a text.
#[derive(Clone, Debug)]
pub struct Offsets(Vec<u32>);

impl Offsets {
    /// Counts the code points of `text`.
    pub fn new(text: &str) -> Self {
        Offsets::of(text, Unit::Codepoint)
    }

    /// Counts the units of `text`.
    pub fn of(text: &str, unit: Unit) -> Self {
        // An entry for every byte makes the lookup constant; texts are small beside what the analysis holds.
        let mut at = Vec::with_capacity(text.len() + 1);
        let (mut count, mut next) = (0, 0);
        for &byte in text.as_bytes() {
            // Any byte but a continuation begins a character; only those with four bytes have two units in UTF-16.
            if byte & 0xc0 != 0x80 {
                count = next;
                next += 1 + u32::from(unit == Unit::Utf16 && byte >= 0xf0);
            }
            at.push(count);
        }
        at.push(next);
        Offsets(at)
    }

    /// The offset in units of a byte; a byte inside a character counts as its first.
    ///
    /// # Panics
    /// If the byte lies behind the text.
    pub fn at(&self, byte: usize) -> usize {
        self.0[byte] as usize
    }

    /// The offset in code points, of offsets that count them.
    ///
    /// # Panics
    /// If the byte lies behind the text.
    pub fn codepoint(&self, byte: usize) -> usize {
        self.at(byte)
    }
}

/// The byte at which each code point of a text begins, and its end.
#[derive(Clone, Debug)]
pub struct Bytes(Vec<usize>);

impl Bytes {
    /// Looks up the code points of `text`.
    pub fn of(text: &str) -> Self {
        let mut at: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
        at.push(text.len());
        Bytes(at)
    }

    /// The byte of a code point; `None` behind the text.
    pub fn at(&self, point: usize) -> Option<usize> {
        self.0.get(point).copied()
    }

    /// How many code points the text has.
    pub fn points(&self) -> usize {
        self.0.len() - 1
    }
}

/// Turns all offsets of an annotation from bytes into code points.
pub fn bytes_to_codepoints(annotation: &mut Annotation) {
    let points = Offsets::new(&annotation.text);
    annotation.map_offsets(|byte| points.at(byte));
}

/// Turns all offsets of an annotation from code points into bytes.
///
/// # Errors
/// The first offset that lies behind the text; the annotation is then half done and of no use.
pub fn codepoints_to_bytes(annotation: &mut Annotation) -> Result<(), usize> {
    let bytes = Bytes::of(&annotation.text);
    let mut wrong = None;
    annotation.map_offsets(|point| {
        bytes.at(point).unwrap_or_else(|| {
            wrong.get_or_insert(point);
            0
        })
    });
    wrong.map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Plain, accented, decomposed (e and a combining acute), a flag of two regional indicators, a family joined by
    /// zero-width joiners, and a letter outside the basic plane.
    const TEXTS: [(&str, usize, usize); 7] = [
        ("abc", 3, 3),
        ("\u{e9}t\u{e9}", 3, 3),
        ("e\u{301}te\u{301}", 5, 5),
        ("\u{1f1eb}\u{1f1f7}!", 3, 5),
        ("\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}", 5, 8),
        ("\u{1d538}\u{feff}x", 3, 4),
        ("", 0, 0),
    ];

    #[test]
    fn ends_are_counted_in_each_unit() {
        for (text, points, units) in TEXTS {
            assert_eq!(Offsets::of(text, Unit::Codepoint).at(text.len()), points, "{text:?}");
            assert_eq!(Offsets::of(text, Unit::Utf16).at(text.len()), units, "{text:?}");
            assert_eq!(text.encode_utf16().count(), units);
            assert_eq!(Bytes::of(text).points(), points);
        }
    }

    #[test]
    fn every_border_of_a_character_goes_there_and_back() {
        for (text, points, _) in TEXTS {
            let (offsets, bytes) = (Offsets::new(text), Bytes::of(text));
            for byte in (0..=text.len()).filter(|&b| text.is_char_boundary(b)) {
                assert_eq!(bytes.at(offsets.at(byte)), Some(byte), "{text:?} {byte}");
                assert_eq!(offsets.at(byte), text[..byte].chars().count());
                let utf16 = Offsets::of(text, Unit::Utf16).at(byte);
                assert_eq!(utf16, text[..byte].encode_utf16().count());
            }
            assert_eq!(bytes.at(points + 1), None);
        }
    }

    #[test]
    fn a_surrogate_pair_is_never_cut() {
        let text = "a\u{1f600}b";
        let units: Vec<u16> = text.encode_utf16().collect();
        let offsets = Offsets::of(text, Unit::Utf16);
        // Bytes inside the emoji give its beginning, never the place between its surrogates.
        assert_eq!((1..5).map(|b| offsets.at(b)).collect::<Vec<_>>(), [1, 1, 1, 1]);
        assert_eq!(String::from_utf16(&units[offsets.at(1)..offsets.at(5)]).unwrap(), "\u{1f600}");
    }
}
