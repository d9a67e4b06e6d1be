//! Spellings: the same article with other quotation marks, blanks, apostrophes and dashes.
//!
//! A rewriting lists what to put in place of which characters; what gold says of the old text then moves along.

use sourcier::eval::gold::{Gold, GoldAttribution, GoldSource};
use sourcier::model::Span;

/// What stands in place of a stretch of the old text.
pub struct Edit {
    pub span: Span,
    pub now: String,
}

/// The role of a quotation mark in an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Open,
    Close,
    /// The opening mark at the head of a paragraph in which an open quotation goes on.
    Reopen,
}

/// A quotation mark, with the blanks on its inner side.
#[derive(Clone, Debug)]
pub struct Mark {
    pub span: Span,
    /// Between the mark and the quoted words.
    pub blank: Span,
    pub role: Role,
    /// How many quotations it stands in.
    pub level: usize,
    /// The first character of the opening mark of its shape.
    pub shape: char,
}

/// The marks of quotations in order; an article of the corpus has no stray ones but `»` in a navigation line.
pub fn marks(text: &str) -> Vec<Mark> {
    let mut list: Vec<Mark> = Vec::new();
    let mut open: Vec<char> = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let start = at;
        at += c.len_utf8();
        let doubled = matches!(c, '\'' | '’') && text[at..].starts_with(c);
        if doubled {
            at += c.len_utf8();
        }
        let (shape, role) = match c {
            '«' => ('«', Role::Open),
            '»' => ('«', Role::Close),
            '“' => ('“', Role::Open),
            '”' => ('“', Role::Close),
            '"' => ('"', if open.contains(&'"') { Role::Close } else { Role::Open }),
            _ if doubled => ('’', if open.contains(&'’') { Role::Close } else { Role::Open }),
            _ => continue,
        };
        let heads = text[..start].ends_with('\n');
        let role =
            if role == Role::Open && heads && open.contains(&shape) { Role::Reopen } else { role };
        let span = Span::new(start, at);
        match role {
            Role::Open => open.push(shape),
            Role::Close if open.last() == Some(&shape) => {
                open.pop();
            }
            Role::Close => continue,
            Role::Reopen => {}
        }
        let level = if role == Role::Open { open.len() - 1 } else { open.len() };
        let level = if role == Role::Reopen { level - 1 } else { level };
        let blank = match role {
            Role::Close => Span::new(text[..start].trim_end_matches(is_inline_blank).len(), start),
            _ => Span::new(at, text.len() - text[at..].trim_start_matches(is_inline_blank).len()),
        };
        list.push(Mark { span, blank, role, level, shape });
    }
    assert!(open.is_empty(), "a mark stays open in {text:?}");
    list
}

pub fn is_inline_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}')
}

/// Puts every edit in its place; they may stand in any order, and do not meet.
pub fn rewrite(gold: &Gold, mut edits: Vec<Edit>) -> Gold {
    edits.sort_by_key(|e| (e.span.start, e.span.end));
    let old = gold.text.as_str();
    let mut text = String::new();
    // Where the character at an old offset begins now, and where the one that ends there ends.
    let (mut starts, mut ends) = (vec![0; old.len() + 1], vec![0; old.len() + 1]);
    let mut at = 0;
    let copy = |text: &mut String, starts: &mut [usize], ends: &mut [usize], span: Span| {
        for (i, c) in span.of(old).char_indices() {
            starts[span.start + i] = text.len();
            text.push(c);
            ends[span.start + i + c.len_utf8()] = text.len();
        }
    };
    for e in &edits {
        assert!(at <= e.span.start, "two edits meet at {at} in {}", gold.id);
        copy(&mut text, &mut starts, &mut ends, Span::new(at, e.span.start));
        let before = text.len();
        text.push_str(&e.now);
        for (i, c) in e.span.of(old).char_indices() {
            starts[e.span.start + i] = before;
            ends[e.span.start + i + c.len_utf8()] = text.len();
        }
        at = e.span.end;
    }
    copy(&mut text, &mut starts, &mut ends, Span::new(at, old.len()));
    let moved = |spans: &[Span]| -> Vec<Span> {
        spans.iter().map(|s| Span::new(starts[s.start], ends[s.end])).collect()
    };
    let source = |s: &GoldSource| GoldSource {
        spans: moved(&s.spans),
        refers: s.refers.as_deref().map(moved),
        group: s.group.iter().map(|g| moved(g)).collect(),
        ..s.clone()
    };
    let attribution = |a: &GoldAttribution| GoldAttribution {
        cue: moved(&a.cue),
        source: a.source.as_ref().map(source),
        content: moved(&a.content),
        ..a.clone()
    };
    Gold {
        id: gold.id.clone(),
        attributions: gold.attributions.iter().map(attribution).collect(),
        boilerplate: gold.boilerplate.iter().map(|(s, k)| (moved(s), k.clone())).collect(),
        sentences: gold.sentences.iter().map(|(s, v)| (moved(&[*s])[0], v.clone())).collect(),
        text,
        ..Gold::default()
    }
}

/// What an apostrophe is: between two letters, or behind one before a mark that opens.
pub fn apostrophes(text: &str) -> Vec<Span> {
    let is_apostrophe = |c: char| matches!(c, '\'' | '’');
    let inside = |&(i, c): &(usize, char)| {
        let after = text[i + c.len_utf8()..].chars().next();
        is_apostrophe(c)
            && text[..i].chars().next_back().is_some_and(char::is_alphabetic)
            && after.is_some_and(|a| a.is_alphanumeric() || matches!(a, '"' | '«' | '“'))
    };
    let found = text.char_indices().filter(inside);
    found.map(|(i, c)| Span::new(i, i + c.len_utf8())).collect()
}
