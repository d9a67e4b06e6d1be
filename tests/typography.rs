//! Typography changes nothing: the own corpus in other spellings is read as well as in its own.

mod spelling;

use std::path::Path;
use std::sync::LazyLock;

use sourcier::Rules;
use sourcier::eval::article::article;
use sourcier::eval::gold::{Gold, read_folder};
use sourcier::eval::prediction::Prediction;
use sourcier::eval::score::{Counts, score};
use sourcier::export::bytes_to_codepoints;
use sourcier::model::{Document, Span};
use sourcier::pipeline::annotate;
use spelling::{Edit, Mark, Role, apostrophes, is_inline_blank, marks, rewrite};

/// How far the F1 of a spelling may lie from that of the corpus as it is written.
const MOST: f64 = 0.01;

static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::embedded().unwrap());
static CORPUS: LazyLock<Vec<Gold>> = LazyLock::new(|| {
    read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/fr")).unwrap()
});
static AS_WRITTEN: LazyLock<Counts> = LazyLock::new(|| relation(&CORPUS));

/// The counts of relation@0.5 over articles.
fn relation(corpus: &[Gold]) -> Counts {
    let mut sum = Counts::default();
    for gold in corpus {
        let mut told = annotate(&Document::from_text(gold.id.clone(), gold.text.clone()), &RULES);
        bytes_to_codepoints(&mut told);
        let article = article(gold, Some(&Prediction::of(&told)));
        assert!(!article.other_text);
        sum.add(score(&article).counts["relation@0.5"]);
    }
    sum
}

/// Scores a spelling and says how far it moves, if it is too far.
fn judge(name: &str, spell: impl Fn(&Gold) -> Gold, most: f64) -> Option<String> {
    let spelt: Vec<Gold> = CORPUS.iter().map(spell).collect();
    let changed = spelt.iter().zip(CORPUS.iter()).filter(|(a, b)| a.text != b.text).count();
    assert!(changed > 0, "{name} changes no article");
    let (before, now) = (*AS_WRITTEN, relation(&spelt));
    let moved = now.f1() - before.f1();
    let line = format!(
        "{name:<34} F1 {:.4} ({moved:+.4}), right {} of {}, {changed} articles changed",
        now.f1(),
        now.right,
        now.predicted
    );
    println!("{line}");
    (moved.abs() > most).then_some(line)
}

fn assert_steady(found: Vec<Option<String>>) {
    let found: Vec<String> = found.into_iter().flatten().collect();
    let (f1, n) = (AS_WRITTEN.f1(), AS_WRITTEN.gold);
    assert!(found.is_empty(), "as written F1 {f1:.4} of {n}; moved too far:\n{}", found.join("\n"));
}

/// A kind of quotation mark: its two sides, and the blank inside.
#[derive(Clone, Copy)]
struct Kind {
    open: &'static str,
    close: &'static str,
    blank: &'static str,
}

const fn kind(open: &'static str, close: &'static str, blank: &'static str) -> Kind {
    Kind { open, close, blank }
}

const KINDS: [(&str, Kind); 17] = [
    ("guillemets", kind("«", "»", " ")),
    ("guillemets, no-break blank", kind("«", "»", "\u{a0}")),
    ("guillemets, narrow blank", kind("«", "»", "\u{202f}")),
    ("guillemets, no blank", kind("«", "»", "")),
    ("angles typed twice", kind("<<", ">>", " ")),
    ("angles typed twice, no blank", kind("<<", ">>", "")),
    ("curly", kind("“", "”", "")),
    ("curly, blank", kind("“", "”", " ")),
    ("curly, no-break blank", kind("“", "”", "\u{a0}")),
    ("low and curly", kind("„", "“", "")),
    ("straight", kind("\"", "\"", "")),
    ("straight, blank", kind("\"", "\"", " ")),
    ("angle", kind("‹", "›", " ")),
    ("doubled apostrophe", kind("’’", "’’", "")),
    ("doubled straight apostrophe", kind("''", "''", "")),
    ("single curly", kind("‘", "’", "")),
    ("single straight", kind("'", "'", "")),
];

/// The outer marks in another kind; the inner ones stay, unless both would be the same.
fn quoted(gold: &Gold, outer: Kind) -> Gold {
    let mut edits = Vec::new();
    for mark in marks(&gold.text) {
        let first = outer.open.chars().next();
        let same = mark.level > 0
            && match mark.shape {
                '«' => matches!(first, Some('«' | '<')),
                '“' => matches!(first, Some('“' | '„' | '‘')),
                '"' => first == Some('"'),
                _ => matches!(first, Some('’' | '\'' | '‘')),
            };
        let kind = match mark.level {
            0 => outer,
            _ if same && mark.shape == '«' => kind("“", "”", ""),
            _ if same => kind("«", "»", "\u{a0}"),
            _ => continue,
        };
        put(&mark, kind, &mut edits);
    }
    rewrite(gold, edits)
}

fn put(mark: &Mark, kind: Kind, edits: &mut Vec<Edit>) {
    let now = if mark.role == Role::Close { kind.close } else { kind.open };
    edits.push(Edit { span: mark.span, now: now.to_owned() });
    // A quotation that is all of a line or ends one has no blank to lose there.
    edits.push(Edit { span: mark.blank, now: kind.blank.to_owned() });
}

/// All apostrophes in one shape.
fn with_apostrophe(gold: &Gold, shape: &str) -> Gold {
    let edit = |span| Edit { span, now: shape.to_owned() };
    rewrite(gold, apostrophes(&gold.text).into_iter().map(edit).collect())
}

#[test]
fn outer_marks_of_every_kind() {
    let list = KINDS.iter().map(|&(name, kind)| judge(name, |g| quoted(g, kind), MOST));
    assert_steady(list.collect());
}

#[test]
fn outer_marks_of_every_kind_among_straight_apostrophes() {
    let spell = |g: &Gold, kind| with_apostrophe(&quoted(g, kind), "'");
    let list =
        KINDS.iter().map(|&(name, kind)| judge(&format!("' and {name}"), |g| spell(g, kind), MOST));
    assert_steady(list.collect());
}

#[test]
fn outer_marks_of_every_kind_among_curly_apostrophes() {
    let spell = |g: &Gold, kind| with_apostrophe(&quoted(g, kind), "’");
    let list =
        KINDS.iter().map(|&(name, kind)| judge(&format!("’ and {name}"), |g| spell(g, kind), MOST));
    assert_steady(list.collect());
}

#[test]
fn apostrophes_of_both_shapes() {
    let list = ["'", "’"];
    let list = list
        .map(|shape| judge(&format!("apostrophe {shape}"), |g| with_apostrophe(g, shape), MOST));
    assert_steady(list.into());
}

/// Another blank before the marks that French sets off, and inside guillemets.
fn set_off(gold: &Gold, blank: &str) -> Gold {
    let text = gold.text.as_str();
    let mut edits = Vec::new();
    for (i, c) in text.char_indices().filter(|(_, c)| matches!(c, ':' | ';' | '!' | '?' | '%')) {
        let from = text[..i].trim_end_matches(is_inline_blank).len();
        let between_digits = text[i + c.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
        // The set-off mark keeps its blank where a quotation mark stands before it: that is of no one spelling.
        if !between_digits && text[..from].ends_with(char::is_alphanumeric) {
            edits.push(Edit { span: Span::new(from, i), now: blank.to_owned() });
        }
    }
    let guillemets = marks(text).into_iter().filter(|m| m.shape == '«');
    edits.extend(guillemets.map(|m| Edit { span: m.blank, now: blank.to_owned() }));
    rewrite(gold, edits)
}

#[test]
fn blanks_of_every_width() {
    let list = [("plain", " "), ("no-break", "\u{a0}"), ("narrow", "\u{202f}"), ("no", "")];
    let list = list
        .map(|(name, blank)| judge(&format!("{name} blank set off"), |g| set_off(g, blank), MOST));
    assert_steady(list.into());
}

#[test]
fn dashes_of_every_length() {
    let dashes = |gold: &Gold, shape: &str| {
        let list = gold.text.char_indices().filter(|(_, c)| matches!(c, '–' | '—'));
        let edit = |(i, c): (usize, char)| Edit {
            span: Span::new(i, i + c.len_utf8()),
            now: shape.to_owned(),
        };
        rewrite(gold, list.map(edit).collect())
    };
    let list = ["-", "–", "—"];
    assert_steady(
        list.map(|shape| judge(&format!("dash {shape}"), |g| dashes(g, shape), MOST)).into(),
    );
}

/// The places inside outer quotations where a sentence ends and another begins.
fn breaks(text: &str) -> Vec<(Span, Mark)> {
    let mut list = Vec::new();
    let mut open: Option<Mark> = None;
    for mark in marks(text).into_iter().filter(|m| m.level == 0) {
        if let Some(o) = &open {
            let inner = Span::new(o.blank.end, mark.blank.start.max(o.blank.end));
            for (i, _) in inner.of(text).match_indices(". ") {
                let at = inner.start + i + 1;
                let next = text[at + 1..].chars().next();
                if next.is_some_and(char::is_uppercase) {
                    list.push((Span::new(at, at + 1), o.clone()));
                }
            }
        }
        open = (mark.role != Role::Close).then_some(mark);
    }
    list
}

#[test]
fn quotations_that_go_on_in_a_new_paragraph() {
    let spell = |gold: &Gold, repeat: bool| {
        let edit = |(span, o): (Span, Mark)| {
            let mark = Span::new(o.span.start, o.blank.end).of(&gold.text);
            let now = format!("\n\n{}", if repeat { mark } else { "" });
            Edit { span, now }
        };
        rewrite(gold, breaks(&gold.text).into_iter().map(edit).collect())
    };
    assert_steady(vec![
        judge("paragraphs that repeat the mark", |g| spell(g, true), MOST),
        judge("paragraphs without a mark", |g| spell(g, false), MOST),
    ]);
}

#[test]
fn closing_marks_that_were_forgotten() {
    // Only where the line ends as well: elsewhere nobody could tell what was quoted.
    let spell = |gold: &Gold| {
        let text = gold.text.as_str();
        let last = |m: &Mark| {
            let rest = text[m.span.end..].split('\n').next().unwrap_or_default();
            m.role == Role::Close && m.level == 0 && matches!(rest.trim(), "" | ".")
        };
        let list = marks(text).into_iter().filter(last);
        let edit =
            |m: Mark| Edit { span: Span::new(m.blank.start, m.span.end), now: String::new() };
        rewrite(gold, list.map(edit).collect())
    };
    assert_steady(vec![judge("closing mark forgotten", spell, MOST)]);
}
