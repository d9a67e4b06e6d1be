//! The notation of examples, tests and messages: a text with its parts in braces.
//!
//! ```text
//! text   = { character | "\{" | "\}" | "\\" | part }
//! part   = "{" role [ "#" number ] [ "<" number ] [ ":" value { "," value } ] blank text "}"
//! role   = lower-case letters, such as source, cue, content
//! ```
//!
//! A number joins parts (default 1); the same role and number twice are fragments of one; parts nest;
//! `<` names the number of the parent; values say more of a part (`{cue:denies …}`).
//! One blank ends the head of a part and is no part of the text.

use std::fmt;
use std::ops::Range;

use crate::model::Span;

/// A text in the notation, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// The text without braces.
    pub text: String,
    /// The parts, in order of their opening.
    pub parts: Vec<Part>,
}

/// A part of a marked text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// `source`, `cue`, `content`, …
    pub role: String,
    /// Which parts belong together.
    pub number: usize,
    /// The number of the parent, where told.
    pub parent: Option<usize>,
    /// What else is said of it.
    pub values: Vec<String>,
    /// Where it stands in the text.
    pub span: Span,
}

/// A mistake in a marked text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotationError {
    /// Bytes of the marked text that it is about.
    pub at: Range<usize>,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for NotationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for NotationError {}

impl Marked {
    /// Takes a marked text apart.
    ///
    /// # Errors
    /// If a brace is not closed or opened, or the head of a part is wrong.
    pub fn parse(marked: &str) -> Result<Marked, NotationError> {
        let mut out = Marked::default();
        let mut open: Vec<(usize, usize)> = Vec::new(); // index of the part, place of its brace
        let mut at = 0;
        while let Some(c) = marked[at..].chars().next() {
            match c {
                '\\' if marked[at + 1..].starts_with(['{', '}', '\\']) => {
                    out.text.push_str(&marked[at + 1..at + 2]);
                    at += 2;
                }
                '{' => {
                    let (part, length) = head(marked, at, out.text.len())?;
                    open.push((out.parts.len(), at));
                    out.parts.push(part);
                    at += length;
                }
                '}' => {
                    let Some((part, _)) = open.pop() else {
                        return Err(NotationError {
                            at: at..at + 1,
                            message: "nothing is open here".to_owned(),
                        });
                    };
                    out.parts[part].span.end = out.text.len();
                    at += 1;
                }
                _ => {
                    out.text.push(c);
                    at += c.len_utf8();
                }
            }
        }
        match open.pop() {
            Some((_, brace)) => Err(NotationError {
                at: brace..brace + 1,
                message: "this brace is never closed".to_owned(),
            }),
            None => Ok(out),
        }
    }

    /// The spans of a role with a number, in order.
    pub fn spans(&self, role: &str, number: usize) -> Vec<Span> {
        let mut spans: Vec<Span> = self
            .parts
            .iter()
            .filter(|p| p.role == role && p.number == number)
            .map(|p| p.span)
            .collect();
        spans.sort_unstable();
        spans
    }

    /// The numbers in use, in order.
    pub fn numbers(&self) -> Vec<usize> {
        let mut numbers: Vec<usize> = self.parts.iter().map(|p| p.number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// The values of a role with a number.
    pub fn values(&self, role: &str, number: usize) -> Vec<&str> {
        let parts = self.parts.iter().filter(|p| p.role == role && p.number == number);
        parts.flat_map(|p| p.values.iter().map(String::as_str)).collect()
    }
}

/// The head of the part that opens at `at`: the part, and the bytes to go on by.
fn head(marked: &str, at: usize, start: usize) -> Result<(Part, usize), NotationError> {
    let wrong = |message: &str| NotationError { at: at..at + 1, message: message.to_owned() };
    let inside = &marked[at + 1..];
    let length = inside
        .find(char::is_whitespace)
        .ok_or_else(|| wrong("a part needs a blank behind its role"))?;
    let (names, values) = match inside[..length].split_once(':') {
        Some((names, values)) => (names, values.split(',').map(str::to_owned).collect()),
        None => (&inside[..length], Vec::new()),
    };
    let (names, parent) = match names.split_once('<') {
        Some((names, parent)) => (names, Some(parent)),
        None => (names, None),
    };
    let (role, number) = names.split_once('#').unwrap_or((names, "1"));
    if role.is_empty() || !role.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
        return Err(wrong("a role is a word in lower case, such as source, cue or content"));
    }
    let parse = |n: &str| n.parse().map_err(|_| wrong("a number is written in digits"));
    let blank = inside[length..].chars().next().map_or(0, char::len_utf8);
    let part = Part {
        role: role.to_owned(),
        number: parse(number)?,
        parent: parent.map(parse).transpose()?,
        values,
        span: Span::new(start, start),
    };
    Ok((part, 1 + length + blank))
}

/// Writes a text with its parts in the notation. Parts that cross are cut into fragments at the borders of the outer one.
pub fn write_marked(text: &str, parts: &[Part]) -> String {
    let mut parts: Vec<&Part> = parts.iter().filter(|p| !p.span.is_empty()).collect();
    parts.sort_by_key(|p| (p.span.start, std::cmp::Reverse(p.span.end), p.number));
    let mut out = String::new();
    let mut open: Vec<Span> = Vec::new();
    let mut next = 0;
    for (i, c) in text.char_indices().map(|(i, c)| (i, Some(c))).chain([(text.len(), None)]) {
        while open.last().is_some_and(|s| s.end <= i) {
            open.pop();
            out.push('}');
        }
        while next < parts.len() && parts[next].span.start <= i {
            let part = parts[next];
            next += 1;
            if part.span.end <= i {
                continue;
            }
            let limit = open.last().map_or(usize::MAX, |s| s.end);
            open.push(Span { start: i, end: part.span.end.min(limit) });
            out.push('{');
            out.push_str(&part.role);
            if part.number != 1 {
                out.push_str(&format!("#{}", part.number));
            }
            if let Some(parent) = part.parent {
                out.push_str(&format!("<{parent}"));
            }
            if !part.values.is_empty() {
                out.push_str(&format!(":{}", part.values.join(",")));
            }
            out.push(' ');
        }
        if let Some(c) = c {
            if matches!(c, '{' | '}' | '\\') {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_nest_and_join() {
        let m =
            Marked::parse("{content {content#2<1 Non} et} {cue:denies,neutral dit} \\{").unwrap();
        assert_eq!(m.text, "Non et dit {");
        assert_eq!(m.spans("content", 1), [Span::new(0, 6)]);
        assert_eq!(m.spans("content", 2), [Span::new(0, 3)]);
        assert_eq!(m.parts[1].parent, Some(1));
        assert_eq!(m.values("cue", 1), ["denies", "neutral"]);
    }

    #[test]
    fn mistakes_name_their_place() {
        assert_eq!(Marked::parse("Il {cue dit").unwrap_err().at, 3..4);
        assert_eq!(Marked::parse("Il dit}").unwrap_err().at, 6..7);
        assert!(Marked::parse("{Cue dit}").unwrap_err().message.contains("role"));
        assert!(Marked::parse("{cue#x dit}").unwrap_err().message.contains("number"));
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_is_read_again(text in "[a-c{}\\\\ \u{e9}]{1,30}", cuts in proptest::collection::vec((0usize..30, 1usize..10), 0..4)) {
            let borders: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
            let mut end = 0;
            let mut parts = Vec::new();
            for (n, (start, length)) in cuts.into_iter().enumerate() {
                let from = borders[start % borders.len()].max(end);
                let to = borders.iter().copied().find(|&b| b >= from + length).unwrap_or(text.len());
                if from < to {
                    parts.push(Part { role: "cue".into(), number: n + 1, parent: None, values: vec![], span: Span::new(from, to) });
                    end = to;
                }
            }
            parts.sort_by_key(|p| p.span.start);
            let again = Marked::parse(&write_marked(&text, &parts)).unwrap();
            proptest::prop_assert_eq!(again.text, text);
            proptest::prop_assert_eq!(again.parts, parts);
        }
    }
}
