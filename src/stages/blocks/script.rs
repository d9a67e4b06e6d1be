//! Scripts: how lines are measured whatever they are written in.

/// How many words a text has. Where no blanks part words, two letters count as one.
pub fn count_words(text: &str) -> usize {
    /// Letters of such a script that make a word on average.
    const LETTERS: usize = 2;
    let (mut words, mut inside) = (0, false);
    for c in text.chars() {
        let blank = c.is_whitespace();
        words += usize::from(!blank && !inside);
        inside = !blank;
    }
    // Typographic marks, the only such characters of most texts, open with another byte than letters of these scripts.
    let may_be_unspaced = text.bytes().any(|b| b >= 0xe0 && b != 0xe2);
    let unspaced = || text.chars().filter(|&c| is_unspaced(c)).count();
    words + if may_be_unspaced { unspaced() / LETTERS } else { 0 }
}

/// Whether its script puts no blanks between words: Thai to Khmer, kana, Han.
pub fn is_unspaced(c: char) -> bool {
    matches!(
        c,
        '\u{e00}'..='\u{eff}'
            | '\u{1000}'..='\u{109f}'
            | '\u{1780}'..='\u{17ff}'
            | '\u{3040}'..='\u{30ff}'
            | '\u{3400}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}'
    )
}

/// Neighbouring letters in twos, which stand for the words of a text without blanks.
pub fn pairs(text: &str) -> impl Iterator<Item = &str> {
    let ends = text.char_indices().skip(2).map(|(i, _)| i).chain([text.len()]);
    let starts = text.char_indices().map(|(i, _)| i);
    // The last letter opens no pair, unless it stands alone.
    starts.zip(ends).filter(|(from, to)| to > from).map(|(from, to)| &text[from..to])
}

/// Whether it ends a sentence.
pub fn stops(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '｡' | '؟' | '۔' | '।' | '॥' | '։')
}

/// Whether it may stand behind the stop of a sentence.
pub fn closes(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '»' | '«' | '”' | '“' | '"' | '’' | '‘' | '\'' | ')' | ']' | '）' | '」' | '』'
        )
}

/// Whether it parts clauses.
pub fn is_comma(c: char) -> bool {
    matches!(c, ',' | ';' | '，' | '、' | '；' | '،' | '؛')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_with_and_without_blanks() {
        assert_eq!(count_words("a few words more"), 4);
        assert_eq!(count_words("\u{6e21}\u{8239}\u{4eca}\u{5929}"), 3);
        assert_eq!(count_words(""), 0);
    }

    #[test]
    fn letters_are_paired() {
        let text = "\u{6e21}\u{8239}\u{4eca}";
        assert_eq!(pairs(text).collect::<Vec<_>>(), ["\u{6e21}\u{8239}", "\u{8239}\u{4eca}"]);
        assert_eq!(pairs("\u{6e21}").count(), 1);
        assert_eq!(pairs("").count(), 0);
    }
}
