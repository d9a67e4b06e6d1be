//! Stops: runs of final marks with the closing marks that belong to them.

use super::Marks;

/// The first bytes of the final marks.
pub fn may_be_final(byte: u8) -> bool {
    matches!(byte, b'.' | b'!' | b'?' | 0xE2 | 0xE3 | 0xEF | 0xD8 | 0xDB | 0xE0)
}

pub fn is_final(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '‼' | '⁇' | '⁈' | '⁉' | '؟' | '۔' | '।' | '॥')
        || is_wide_final(c)
}

/// The final marks of scripts that put no blank behind them.
pub fn is_wide_final(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡')
}

/// A run of final marks and the closing marks behind it.
pub struct Stop {
    /// Where the marks begin.
    pub start: usize,
    /// Behind the closing marks.
    pub end: usize,
    /// The last final mark, an ellipsis for two or more full stops.
    pub mark: char,
    /// Whether a quotation closes behind it.
    pub quoted: bool,
    /// Whether a bracket closes behind it.
    pub bracketed: bool,
}

impl Stop {
    /// Reads the stop that begins at an offset.
    pub fn read(text: &str, at: usize, end: usize, marks: &Marks) -> Stop {
        let mut stop = Stop { start: at, end: at, mark: '.', quoted: false, bracketed: false };
        let mut points = 0;
        loop {
            let rest = &text[stop.end..end];
            let Some(c) = rest.chars().next() else { break };
            if is_final(c) {
                points = if c == '.' { points + 1 } else { 0 };
                stop.mark = if points > 1 { '…' } else { c };
                stop.end += c.len_utf8();
                continue;
            }
            points = 0;
            // French sets a blank before some marks; one that can only close or end belongs to what it follows.
            let inner = rest.trim_start_matches(is_inline_blank);
            let skipped = rest.len() - inner.len();
            let Some(d) = inner.chars().next() else { break };
            let behind = stop.end + skipped + d.len_utf8();
            match d {
                '!' | '?' if skipped > 0 => stop.mark = d,
                '»' | '”' | '›' => stop.quoted = true,
                '"' | '\'' | '’' if marks.closes_at(behind) => stop.quoted = true,
                // A straight mark that leans on the stop closes, even if its partner is missing.
                '"' if skipped == 0
                    && leans_left(&text[behind..end])
                    && !marks.opens_at(behind - 1) =>
                {
                    stop.quoted = true;
                }
                '\'' | '’' | '‘' | '>'
                    if inner[d.len_utf8()..].starts_with(d)
                        && marks.closes_at(behind + d.len_utf8()) =>
                {
                    stop.quoted = true;
                    stop.end = behind + d.len_utf8();
                    continue;
                }
                '“' | '‟' if marks.closes_at(behind) => stop.quoted = true,
                ')' | ']' => stop.bracketed = true,
                _ => break,
            }
            stop.end = behind;
        }
        stop
    }
}

fn leans_left(rest: &str) -> bool {
    rest.chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, ',' | ')' | ']' | '.'))
}

fn is_inline_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
}
