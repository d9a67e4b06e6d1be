//! Echoes: whether somebody says the same words as a heading or pull quote.

use super::Reading;
use super::donors::is_heading;
use crate::model::Span;

/// So long must the very words be, in bytes, that somebody repeats.
const SHORTEST_ECHO: usize = 5;
/// A shorter quotation repeats others by chance.
pub const LEAST_ECHO: usize = 3;
/// The longer words of a stretch, in small letters.
pub fn told_words(text: &str) -> Vec<String> {
    /// Small words stand everywhere.
    const SHORTEST: usize = 4;
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|w| w.chars().count() >= SHORTEST).map(str::to_lowercase).collect()
}

/// Whether most longer words of a quotation stand in another content: headings leave out some, and change a few.
pub fn repeats(reading: Reading<'_>, own: Span, words: &[String], content: &[Span]) -> bool {
    /// This share of them.
    const SHARE: f64 = 0.7;
    /// Headings are short.
    const MOST_WORDS: usize = 40;
    /// So much of a content is looked at.
    const MOST_SAID: usize = 400;
    let exact = own.of(reading.text).trim_matches(|c: char| !c.is_alphanumeric());
    // The first word may have got its capital.
    let exact = exact.chars().next().map_or(exact, |first| &exact[first.len_utf8()..]);
    let apart = || content.iter().filter(|s| !s.overlaps(own)).map(|s| s.of(reading.text));
    if exact.len() >= SHORTEST_ECHO
        && (words.len() >= LEAST_ECHO || is_heading(reading, own))
        && apart().any(|text| text.contains(exact))
    {
        return true;
    }
    if !(LEAST_ECHO..=MOST_WORDS).contains(&words.len()) {
        return false;
    }
    let said: Vec<String> = apart().flat_map(told_words).take(MOST_SAID).collect();
    let common = words.iter().filter(|w| said.contains(w)).count();
    common as f64 >= SHARE * words.len() as f64
}
