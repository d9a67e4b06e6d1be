//! A span is a half-open range of the text; every result of the program is a span or a list of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A half-open range `start..end` of the text, in bytes inside the program and in code points in the files it writes.
/// In JSON it is a pair `[start, end]`.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(from = "(usize, usize)", into = "(usize, usize)")]
#[schemars(with = "(usize, usize)")]
pub struct Span {
    /// Offset of the first unit.
    pub start: usize,
    /// Offset behind the last unit.
    pub end: usize,
}

impl Span {
    /// Makes a span; `start` must not exceed `end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span runs forwards: {start}..{end}");
        Self { start, end }
    }

    /// Length in units of the text.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether nothing lies in it.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether `other` lies inside (equal spans contain each other).
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the offset lies inside.
    pub fn holds(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether the two share at least one unit.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The text that it covers.
    ///
    /// # Panics
    /// If the span does not lie on character borders of `text`.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// The same span without blanks at its ends.
    pub fn trimmed(self, text: &str) -> Span {
        let inside = self.of(text);
        let start = self.start + (inside.len() - inside.trim_start().len());
        let end = start + inside.trim().len();
        Span { start, end }
    }
}

impl From<(usize, usize)> for Span {
    fn from((start, end): (usize, usize)) -> Self {
        // Foreign files may hold a pair that runs backwards; it is read as empty.
        Span { start, end: end.max(start) }
    }
}

impl From<Span> for (usize, usize) {
    fn from(span: Span) -> Self {
        (span.start, span.end)
    }
}

/// The smallest span that covers all of `spans`, or `None` if there is none.
pub fn cover(spans: &[Span]) -> Option<Span> {
    let start = spans.iter().map(|s| s.start).min()?;
    let end = spans.iter().map(|s| s.end).max()?;
    Some(Span { start, end })
}

/// Whether `span` shares a unit with one of `spans`.
pub fn overlaps_any(span: Span, spans: &[Span]) -> bool {
    spans.iter().any(|s| s.overlaps(span))
}

/// Sum of the lengths.
pub fn total_len(spans: &[Span]) -> usize {
    spans.iter().map(|s| s.len()).sum()
}
