//! Patterns: the regular expressions of rules, compiled when a line first asks for one, since most articles ask for few.

use std::sync::OnceLock;

use regex::Regex;
use regex_syntax::hir::{Class, ClassUnicodeRange, Hir, HirKind};

/// A regular expression whose syntax and size were checked.
#[derive(Clone, Debug)]
pub struct Pattern {
    text: String,
    /// Whether it fits nothing without a digit, as those of dates and times do.
    needs_digit: OnceLock<bool>,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// A pattern of that text.
    ///
    /// # Errors
    /// If it is none, or so large that compiling it might be refused later.
    pub fn new(text: &str) -> Result<Pattern, String> {
        let parsed = regex_syntax::parse(text).map_err(|e| e.to_string())?;
        if size(&parsed) > LARGEST {
            return Err("the pattern is too large".to_owned());
        }
        let pattern = Pattern::checked(text);
        Ok(Pattern { needs_digit: needs_digit(&parsed).into(), ..pattern })
    }

    /// A pattern that was checked before.
    pub fn checked(text: &str) -> Pattern {
        Pattern { text: text.to_owned(), needs_digit: OnceLock::new(), compiled: OnceLock::new() }
    }

    /// Whether it fits somewhere in a text.
    pub fn is_match(&self, text: &str) -> bool {
        if self.needs_digit() && !text.chars().any(char::is_numeric) {
            return false;
        }
        // Of the size that was checked every pattern compiles.
        let compiled = self.compiled.get_or_init(|| Regex::new(&self.text).ok());
        compiled.as_ref().is_some_and(|r| r.is_match(text))
    }

    fn needs_digit(&self) -> bool {
        *self.needs_digit.get_or_init(|| {
            regex_syntax::parse(&self.text).is_ok_and(|parsed| needs_digit(&parsed))
        })
    }
}

/// Far below what the compiler takes, which needs some dozens of bytes for each and stops at ten megabytes.
const LARGEST: usize = 60_000;

/// How many characters and ranges of characters a pattern has when its repetitions are written out.
fn size(pattern: &Hir) -> usize {
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Class(Class::Unicode(class)) => class.ranges().len(),
        HirKind::Class(Class::Bytes(class)) => class.ranges().len(),
        HirKind::Capture(capture) => size(&capture.sub),
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min + 1).max(1);
            size(&repetition.sub).saturating_mul(times as usize)
        }
        HirKind::Concat(list) | HirKind::Alternation(list) => {
            list.iter().map(size).fold(0, usize::saturating_add)
        }
    }
}

/// Whether a digit is part of all that a pattern fits.
fn needs_digit(pattern: &Hir) -> bool {
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) | HirKind::Class(Class::Bytes(_)) => false,
        HirKind::Literal(literal) => literal.0.iter().any(u8::is_ascii_digit),
        HirKind::Class(Class::Unicode(class)) => {
            let digits = |r: &ClassUnicodeRange| (r.start()..=r.end()).all(char::is_numeric);
            class.ranges().iter().all(digits)
        }
        HirKind::Capture(capture) => needs_digit(&capture.sub),
        HirKind::Repetition(repetition) => repetition.min > 0 && needs_digit(&repetition.sub),
        HirKind::Concat(list) => list.iter().any(needs_digit),
        HirKind::Alternation(list) => list.iter().all(needs_digit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digit_is_needed_where_every_way_has_one() {
        let needs = |text: &str| Pattern::new(text).unwrap().needs_digit();
        assert!(needs(r"^a\s+(\d{1,2}h|b[0-9])?\d+$") && needs(r"x(1a|\d)"));
        assert!(!needs(r"^\d*a") && !needs(r"\d|a") && !needs(r"[\da]") && !needs(r"\b"));
        assert!(!Pattern::new(r"^\d+$").unwrap().is_match("a"));
        assert!(Pattern::new(r"^\d+$").unwrap().is_match("٣"));
    }

    #[test]
    fn what_is_accepted_compiles_and_fits() {
        let pattern = Pattern::new(r"(?i)^\w{1,60}\s+\p{Lu}.{0,60}$").unwrap();
        assert!(pattern.is_match("a B") && !pattern.is_match("a"));
        let largest = format!(r"\w{{{}}}", LARGEST / 800);
        assert!(Pattern::new(&largest).is_ok() && Regex::new(&largest).is_ok());
        assert!(Pattern::new(r"(\w{100}){100}").unwrap_err().contains("too large"));
        assert!(Pattern::new("(").unwrap_err().contains("unclosed group"));
    }
}
