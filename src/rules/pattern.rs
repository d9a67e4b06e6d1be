//! Patterns: the regular expressions of rules, read when a line first asks for one and compiled when many have asked.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use regex::Regex;
use regex_syntax::hir::{Class, ClassUnicodeRange, Hir, HirKind};

use super::machine::Machine;

/// A regular expression whose syntax and size were checked.
#[derive(Debug)]
pub struct Pattern {
    text: String,
    read: OnceLock<Told>,
    /// What reading lines without a compiled automaton has taken so far.
    work: AtomicUsize,
    compiled: OnceLock<Option<Regex>>,
}

/// What a pattern's text tells.
#[derive(Clone, Debug, Default)]
struct Told {
    /// Whether it fits nothing without a digit, as those of dates and times do.
    needs_digit: bool,
    /// Whether it asks for the beginning or end of a word.
    asks_for_word_ends: bool,
    machine: Option<Machine>,
}

impl Told {
    fn of(parsed: &Hir) -> Told {
        Told {
            needs_digit: needs_digit(parsed),
            asks_for_word_ends: parsed.properties().look_set().contains_word(),
            machine: Machine::of(parsed),
        }
    }
}

/// So much work of the machine takes about as long as to compile an automaton.
const MOST_WORK: usize = 50_000;

impl Clone for Pattern {
    fn clone(&self) -> Pattern {
        Pattern { read: self.read.clone(), ..Pattern::checked(&self.text) }
    }
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
        Ok(Pattern { read: Told::of(&parsed).into(), ..Pattern::checked(text) })
    }

    /// A pattern that was checked before.
    pub fn checked(text: &str) -> Pattern {
        let text = text.to_owned();
        let (read, work, compiled) = (OnceLock::new(), AtomicUsize::new(0), OnceLock::new());
        Pattern { text, read, work, compiled }
    }

    /// Whether it fits somewhere in a text.
    pub fn is_match(&self, text: &str) -> bool {
        let told = self.told();
        if told.needs_digit && !text.chars().any(char::is_numeric) {
            return false;
        }
        match &told.machine {
            // An automaton cannot tell where a word ends beyond ASCII, and what stands in for it is slower than the machine.
            Some(machine)
                if self.work.load(Ordering::Relaxed) < MOST_WORK
                    || told.asks_for_word_ends && !text.is_ascii() =>
            {
                let mut work = 0;
                let fits = machine.is_match(text, &mut work);
                self.work.fetch_add(work, Ordering::Relaxed);
                fits
            }
            _ => self.compiled().is_some_and(|r| r.is_match(text)),
        }
    }

    fn told(&self) -> &Told {
        let tell =
            || regex_syntax::parse(&self.text).map_or_else(|_| Told::default(), |p| Told::of(&p));
        self.read.get_or_init(tell)
    }

    fn compiled(&self) -> Option<&Regex> {
        // Of the size that was checked every pattern compiles.
        self.compiled.get_or_init(|| Regex::new(&self.text).ok()).as_ref()
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
        let needs = |text: &str| Pattern::new(text).unwrap().told().needs_digit;
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

    #[test]
    fn the_machine_fits_what_the_automaton_fits() {
        let own = [
            r"^a*(b|c){2,3}d?$",
            r"(a*)*b",
            r"\bab\b",
            r"\B1\B",
            "(?i)^\u{e9}+[^\\d]*$",
            r"^$",
            r"x|",
            r"a.{0,3}z",
            r"(^|\s)\p{Lu}",
        ];
        let rules = crate::rules::Rules::embedded().unwrap();
        let blocks = || rules.languages.iter().flat_map(|l| &l.blocks.rules);
        let built_in = blocks().filter_map(|r| r.pattern.as_ref()).map(|p| p.text.as_str());
        let patterns: Vec<&str> = own.into_iter().chain(built_in).collect();
        assert!(patterns.len() > own.len() + 10);
        let mut lines: Vec<&str> = vec![
            "",
            "a",
            "aab",
            "bccd",
            "x ab y",
            "112",
            "\u{c9}\u{c9}x",
            "a\u{301}z",
            "12/03/2024",
            "_1_",
        ];
        let examples = rules.catalogue.rules.iter().flat_map(|r| r.matches.iter().chain(&r.skips));
        lines.extend(examples.flat_map(|example| example.lines()));
        for text in patterns {
            let machine = Machine::of(&regex_syntax::parse(text).unwrap()).expect(text);
            let compiled = Regex::new(text).unwrap();
            for line in &lines {
                assert_eq!(
                    machine.is_match(line, &mut 0),
                    compiled.is_match(line),
                    "{text}: {line}"
                );
            }
        }
    }
}
