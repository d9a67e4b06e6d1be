//! What a rule author sees when a file cannot be read: file, line, the line itself with a caret, and what was expected.

use std::fmt;
use std::ops::Range;

use super::RuleFile;

/// A mistake in a rule file or word list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleError {
    /// The file, as the user would find it.
    pub file: String,
    /// Line, counted from 1; 0 when the file as a whole is meant.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// The line itself.
    pub excerpt: String,
    /// How many characters the caret underlines.
    pub width: usize,
    /// What is wrong, and what is allowed.
    pub message: String,
}

impl RuleError {
    /// A mistake at a byte range of a file.
    pub fn at(file: &RuleFile, range: Range<usize>, message: impl Into<String>) -> Self {
        let text = &file.text;
        let mut start = range.start.min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let line_start = text[..start].rfind('\n').map_or(0, |i| i + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |i| start + i);
        let mut end = range.end.clamp(start, line_end);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        RuleError {
            file: file.path.clone(),
            line: line_of(text, start),
            column: text[line_start..start].chars().count() + 1,
            excerpt: text[line_start..line_end].trim_end().to_owned(),
            width: text[start..end].chars().count().max(1),
            message: message.into(),
        }
    }

    /// A mistake in a column of a word list, counted from 0; the line is counted from 1.
    pub fn in_column(
        file: &RuleFile,
        line: usize,
        column: usize,
        message: impl Into<String>,
    ) -> Self {
        let start: usize = file.text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let row = file.text[start..].lines().next().unwrap_or_default();
        let before: usize = row.split('\t').take(column).map(|c| c.len() + 1).sum();
        let width = row.split('\t').nth(column).map_or(0, |c| c.trim_end().len());
        let at = (start + before).min(start + row.len());
        RuleError::at(file, at..at + width, message)
    }

    /// A mistake that concerns a file or folder as a whole.
    pub fn whole(file: impl Into<String>, message: impl Into<String>) -> Self {
        RuleError {
            file: file.into(),
            line: 0,
            column: 0,
            excerpt: String::new(),
            width: 0,
            message: message.into(),
        }
    }
}

/// The line, counted from 1, in which a byte of a text stands.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    let before = &text.as_bytes()[..at.min(text.len())];
    // Counted in bytes, many are compared at a time.
    let breaks = |part: &[u8]| part.iter().map(|b| u8::from(*b == b'\n')).sum::<u8>();
    before.chunks(255).map(|part| usize::from(breaks(part))).sum::<usize>() + 1
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            return write!(f, "{}: {}", self.file, self.message);
        }
        let margin = " ".repeat(self.line.to_string().len());
        writeln!(f, "{}:{}:{}", self.file, self.line, self.column)?;
        writeln!(f, "{margin} |")?;
        writeln!(f, "{} | {}", self.line, self.excerpt)?;
        // Under a tab stands a tab, so that the caret stands under what it means however wide tabs are.
        let before = self.excerpt.chars().chain(std::iter::repeat(' ')).take(self.column - 1);
        let indent: String = before.map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        writeln!(f, "{margin} | {indent}{}", "^".repeat(self.width))?;
        f.write_str(&self.message)
    }
}

impl std::error::Error for RuleError {}
