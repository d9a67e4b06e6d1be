//! Cutting text into words and marks.

use crate::model::{Span, is_alphanumeric};
use crate::rules::{TokenRules, fold};

/// Appends the words and marks of `text` to `spans`, moved by `offset`; every visible character lies in one of them.
pub fn cut(text: &str, offset: usize, rules: &TokenRules, spans: &mut Vec<Span>) {
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if c == ' ' || c.is_whitespace() || c.is_control() {
            at += c.len_utf8();
            continue;
        }
        let end = if is_alphanumeric(c) || starts_handle(text, at) {
            word_end(text, at, rules)
        } else {
            mark_end(text, at)
        };
        let before_clitic = clitic_start(text, at, end, rules);
        spans.push(Span::new(offset + at, offset + before_clitic));
        if before_clitic < end {
            spans.push(Span::new(offset + before_clitic, offset + end));
        }
        at = end;
    }
}

/// Whether the character is an apostrophe in one of its shapes.
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

fn next_char(text: &str, at: usize) -> Option<char> {
    text[at..].chars().next()
}

fn is_word_char(c: char) -> bool {
    // Combining marks belong to the letter before them.
    is_alphanumeric(c) || matches!(c, '\u{300}'..='\u{36f}' | '_' | '\u{ad}')
}

fn starts_handle(text: &str, at: usize) -> bool {
    let mut ahead = text[at..].chars();
    matches!(ahead.next(), Some('@' | '#')) && ahead.next().is_some_and(char::is_alphanumeric)
}

/// The end of the word that starts at `start`, clitics included.
fn word_end(text: &str, start: usize, rules: &TokenRules) -> usize {
    let mut at = start;
    let mut piece = start; // where the part behind the last hyphen starts
    let mut previous = ' ';
    loop {
        // Plain letters and digits belong to the word whatever stands behind them.
        (at, previous) = run_end(text, at, previous);
        let Some(c) = next_char(text, at).filter(|&c| c != ' ' || previous.is_ascii_digit()) else {
            break;
        };
        let behind = at + c.len_utf8();
        let next = next_char(text, behind);
        let inside = next.is_some_and(is_word_char);
        if is_word_char(c) || (at == start && matches!(c, '@' | '#')) {
            at = behind;
        } else if is_apostrophe(c) && inside && previous.is_alphanumeric() {
            let word = &text[piece..at];
            if word.len() <= 8
                && rules.elided.contains(fold(word).as_str())
                && !keeps_apostrophe(text, piece, behind, rules)
            {
                return behind;
            }
            at = behind;
        } else if is_apostrophe(c)
            && at - piece <= 8
            && rules.elided.contains(fold(&text[piece..at]).as_str())
        {
            // An elided word before a quotation mark or a blank; two equal apostrophes are themselves a mark.
            let run = text[at..].chars().take(3).take_while(|&d| d == c).count();
            return if run == 2 { at } else { behind };
        } else if matches!(c, '-' | '‑') && inside {
            at = behind;
            piece = behind;
        } else if inside
            && (matches!(c, '.' | ',') && joins_numbers(previous, next)
                || c == '.' && joins_names(previous, next))
        {
            at = behind;
        } else if c == '.' && keeps_stop(text, start, at, behind, rules) {
            return behind;
        } else if c == '@' && inside && previous.is_alphanumeric() {
            at = behind;
        } else if c == ':' && text[behind..].starts_with("//") {
            let address =
                text[behind..].find(char::is_whitespace).map_or(text.len(), |i| behind + i);
            return address;
        } else if previous.is_ascii_digit() && groups_digits(text, start, at) {
            at = behind;
        } else {
            break;
        }
        previous = c;
    }
    at
}

/// Where a run of plain letters and digits ends, and its last character, or the one before it.
fn run_end(text: &str, mut at: usize, mut previous: char) -> (usize, char) {
    let bytes = text.as_bytes();
    loop {
        match bytes[at..] {
            [b, ..] if b.is_ascii_alphanumeric() => {
                previous = char::from(b);
                at += 1;
            }
            // Latin letters with accents, the signs of multiplication and division aside.
            [0xc3, b, ..] if b != 0x97 && b != 0xb7 => {
                previous = char::from(b | 0x40);
                at += 2;
            }
            _ => return (at, previous),
        }
    }
}

fn keeps_apostrophe(text: &str, start: usize, behind: usize, rules: &TokenRules) -> bool {
    // The longest entry has fewer than 20 characters, which bounds the look ahead.
    let rest: usize =
        text[behind..].chars().take_while(|&c| is_word_char(c)).take(20).map(char::len_utf8).sum();
    rules.whole.contains(fold(&text[start..behind + rest]).as_str())
}

/// A point or comma between digits.
fn joins_numbers(previous: char, next: Option<char>) -> bool {
    previous.is_ascii_digit() && next.is_some_and(|n| n.is_ascii_digit())
}

/// A point inside a host or file name: no blank, and no capital that would open a sentence.
fn joins_names(previous: char, next: Option<char>) -> bool {
    let lower = next.is_some_and(|n| n.is_lowercase() || n.is_ascii_digit());
    previous.is_alphanumeric() && lower
        || previous.is_uppercase() && next.is_some_and(char::is_uppercase)
}

fn keeps_stop(text: &str, start: usize, at: usize, behind: usize, rules: &TokenRules) -> bool {
    let word = &text[start..at];
    let next = text[behind..].trim_start_matches([' ', '\u{a0}', '\u{202f}', '-']);
    let name_follows = next.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
    let initial = word.chars().next_back().is_some_and(char::is_uppercase)
        && (word.chars().count() == 1
            || word.rsplit(['.', '-']).next().is_some_and(|w| w.chars().count() == 1));
    if initial {
        // *Hala K., ingénieure* and *Hala K. raconte*: no sentence ends there.
        let goes_on = next.starts_with(',') || next.starts_with(char::is_lowercase);
        return name_follows || word.contains('.') || goes_on;
    }
    word.len() <= 8
        && rules.abbreviations.contains(fold(word).as_str())
        && (name_follows || next.starts_with(','))
}

/// A blank that groups digits by three, as in *2 000*.
fn groups_digits(text: &str, start: usize, at: usize) -> bool {
    let blank = text[at..].chars().next();
    if !matches!(blank, Some(' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')) {
        return false;
    }
    let before = &text[start..at];
    let head = before.chars().rev().take_while(char::is_ascii_digit).take(4).count();
    let only_digits =
        before.len() <= 24 && before.chars().all(|c| c.is_ascii_digit() || c.is_whitespace());
    let after: String = text[at..].chars().skip(1).take(4).collect();
    let digits = after.chars().take_while(char::is_ascii_digit).count();
    only_digits && head <= 3 && digits == 3
}

/// Where the clitic starts that is cut off at the end of a word, or the word's end.
fn clitic_start(text: &str, start: usize, end: usize, rules: &TokenRules) -> usize {
    let word = &text[start..end];
    // The longer hyphen opens with a byte that hardly any letter opens with.
    let joined = || word.bytes().any(|b| b == b'-' || b == 0xe2) && word.contains(['-', '‑']);
    if word.len() < 4 || word.len() > 60 || !joined() {
        return end;
    }
    let folded = fold(word).replace('‑', "-");
    if folded.len() != word.len() && word.contains('‑') || rules.whole.contains(folded.as_str()) {
        return end;
    }
    for clitic in &rules.clitics {
        if let Some(rest) = folded.strip_suffix(&**clitic).and_then(|r| r.strip_suffix('-')) {
            // Case folding may change lengths, so the place is counted from the end.
            let at =
                end.checked_sub(folded.len() - rest.len()).filter(|&i| text.is_char_boundary(i));
            return at.filter(|&i| i > start).unwrap_or(end);
        }
    }
    end
}

/// The end of a mark: doubled apostrophes, doubled angles and runs of points are one mark.
fn mark_end(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    for double in ["''", "’’", "‘‘", "<<", ">>", "``"] {
        if rest.starts_with(double) {
            return start + double.len();
        }
    }
    if rest.starts_with("..") {
        return start + rest.len() - rest.trim_start_matches('.').len();
    }
    start + rest.chars().next().map_or(0, char::len_utf8)
}
