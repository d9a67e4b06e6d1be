//! Quick answers to what a character is: the standard ones look into tables for every letter with an accent.

/// Whether it is a letter or a digit, as [`char::is_alphanumeric`] tells.
#[inline]
pub fn is_alphanumeric(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        '\u{c0}'..='\u{24f}' => !matches!(c, '×' | '÷'),
        // Blanks, dashes, quotation marks.
        '\u{a0}' | '«' | '»' | '\u{2000}'..='\u{206f}' => false,
        _ => c.is_alphanumeric(),
    }
}

/// Whether it is a capital, as [`char::is_uppercase`] tells.
#[inline]
pub fn is_uppercase(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_uppercase(),
        '\u{80}'..='\u{ff}' => matches!(c, '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{de}'),
        _ => c.is_uppercase(),
    }
}

/// Whether a word opens with a capital.
#[inline]
pub fn is_capitalised(word: &str) -> bool {
    match word.as_bytes().first() {
        Some(first) if first.is_ascii() => first.is_ascii_uppercase(),
        _ => word.chars().next().is_some_and(is_uppercase),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quick_answers_are_the_standard_ones() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_alphanumeric(c), c.is_alphanumeric(), "{c:?}");
            assert_eq!(is_uppercase(c), c.is_uppercase(), "{c:?}");
            assert_eq!(is_capitalised(&c.to_string()), c.is_uppercase(), "{c:?}");
        }
    }
}
