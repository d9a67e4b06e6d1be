//! Words: a text cut into rows, for formats whose annotations stand on tokens.
//!
//! Words are those of Unicode (UAX 29), cut once more wherever a part begins or ends, so that no part is ever rounded.

use unicode_segmentation::UnicodeSegmentation;

use crate::model::{Sentence, Span};

/// A sentence, or a stretch that lies in none, with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// From the first word to the last, in bytes.
    pub span: Span,
    /// In order and apart; blanks lie between them.
    pub words: Vec<Span>,
}

/// Cuts a text; `borders` are in order. All that is visible lies in some word.
pub fn cut(text: &str, sentences: &[Sentence], borders: &[usize]) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut at = 0;
    let mut add = |span: Span| {
        let words = words(text, span, borders);
        if let (Some(first), Some(last)) = (words.first(), words.last()) {
            rows.push(Row { span: Span::new(first.start, last.end), words });
        }
    };
    let end = text.len();
    for s in sentences.iter().map(Sentence::span).chain([Span::new(end, end)]) {
        let span = Span::new(s.start.max(at), s.end.max(at));
        // What lies in no sentence is the page's; it has a row a line.
        let mut start = at;
        for line in text[at..span.start].split_inclusive('\n') {
            add(Span::new(start, start + line.len()));
            start += line.len();
        }
        add(span);
        at = span.end;
    }
    rows
}

fn words(text: &str, span: Span, borders: &[usize]) -> Vec<Span> {
    let mut list = Vec::new();
    for (i, piece) in span.of(text).split_word_bound_indices() {
        let piece = Span::new(span.start + i, span.start + i + piece.len());
        let from = borders.partition_point(|&b| b <= piece.start);
        let inside = borders[from..].iter().take_while(|&&b| b < piece.end);
        let mut start = piece.start;
        for &end in inside.chain([&piece.end]) {
            // A run of blanks and marks without width is one piece; only its blanks are left out.
            let word = Span::new(start, end).trimmed(text);
            if !word.is_empty() {
                list.push(word);
            }
            start = end;
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown<'a>(text: &'a str, borders: &[usize]) -> Vec<Vec<&'a str>> {
        let sentences = [Sentence { start: 0, end: 9, block: 0, quotation: None }];
        let rows = cut(text, &sentences, borders);
        rows.iter().map(|r| r.words.iter().map(|w| w.of(text)).collect()).collect()
    }

    #[test]
    fn sentences_and_other_lines_become_rows() {
        let rows = shown("Un, deux.\n \nPub\nNavi \u{1f600}!", &[]);
        assert_eq!(rows[0], ["Un", ",", "deux", "."]);
        assert_eq!(rows[1..], [vec!["Pub"], vec!["Navi", "\u{1f600}", "!"]]);
    }

    #[test]
    fn a_border_cuts_a_word() {
        assert_eq!(shown("aujourd'hui", &[2])[0][0], "au");
    }
}
