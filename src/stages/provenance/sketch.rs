//! A sketch: what provenance keeps of an annotated article, so that two can be compared without reading them again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::figures::Figure;
use super::mentions::{self, Mention};
use super::telling::{Maker, demands, join};
use super::words::{self, Reader, Unit, Word, letters_of};
use crate::model::{
    Annotation, BlockKind, CheckableKind, Identified, SourceKind, Span, Traceability,
};
use crate::rules::ProvenanceRules;

/// A passage longer than so many words is divided at a sentence.
const PASSAGE_WORDS: usize = 110;

/// What provenance keeps of an annotated article. Offsets are bytes of `text`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sketch {
    pub id: String,
    pub lang: Option<String>,
    pub title: Option<String>,
    pub site: Option<String>,
    pub published: Option<String>,
    pub url: Option<String>,
    pub text: String,
    pub text_sha256: String,
    /// Whether it serves as a possible root only.
    pub reference: bool,
    /// Sentences of its prose; titles and headings repeat what the prose says and are left out.
    pub sentences: Vec<SentenceSketch>,
    /// Ranges of sentences, a paragraph or a part of a long one each.
    pub passages: Vec<(usize, usize)>,
    pub statements: Vec<Statement>,
    pub quotations: Vec<QuotationSketch>,
    pub voices: Vec<Voice>,
    pub mentions: Vec<Mention>,
    /// The names of its actors and places, each once.
    pub names: Vec<String>,
}

/// A sentence and its words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SentenceSketch {
    pub span: Span,
    pub words: Vec<Word>,
}

/// The part of a claim that stands in one sentence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Nothing for what is demanded, which is no claim.
    pub claim: Option<String>,
    pub attribution: Option<String>,
    pub sentence: usize,
    pub spans: Vec<Span>,
    /// Numbers of its words in the sentence.
    pub words: Vec<usize>,
    pub figures: Vec<Figure>,
    /// Days, as `100 × month + day`.
    pub days: Vec<u32>,
    /// Numbers of those of its words that are turned round, by a negation or a denial.
    pub negated: Vec<usize>,
    /// Whether its source denies it.
    pub denied: bool,
    /// Whether it is softened.
    pub hedged: bool,
    /// Whether a word of caution makes it so, beside the mood of the verb.
    pub caution: bool,
    /// Number of its voice.
    pub voice: Option<usize>,
    /// Whether a voice that was not surely found may stand behind it.
    pub near: bool,
}

/// A stretch between quotation marks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuotationSketch {
    pub inner: Span,
    pub words: Vec<Word>,
    pub voice: Option<usize>,
    pub claim: Option<String>,
    pub attribution: Option<String>,
}

/// Who speaks: the chain of names from the outermost on, and what is known of the innermost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Voice {
    pub names: Vec<String>,
    /// Stems of the words of the innermost one's name and function.
    pub stems: Vec<u32>,
    /// All keys under which a medium may be known, when the batch must tell how long its name is.
    pub keys: Vec<u64>,
    pub kind: SourceKind,
    pub identified: Identified,
    pub traceability: Option<Traceability>,
}

/// The sketch of an annotation, whose offsets are bytes.
pub fn sketch(annotation: &Annotation, reader: Reader<'_>, reference: bool) -> Sketch {
    let text = annotation.text.as_str();
    let rules = reader.rules;
    let units = units(annotation, rules);
    let mut maker = Maker { annotation, rules, reader, voices: Vec::new(), known: BTreeMap::new() };
    let mut sentences = Vec::new();
    // The place in `sentences` of a sentence of the annotation.
    let mut kept = BTreeMap::new();
    for (i, s) in annotation.sentences.iter().enumerate() {
        let block = &annotation.blocks[s.block];
        let prose = matches!(
            block.kind,
            BlockKind::Body | BlockKind::Standfirst | BlockKind::Post | BlockKind::Caption
        );
        if prose && !block.boilerplate {
            let words = reader.read(text, s.span(), &units);
            kept.insert(i, sentences.len());
            sentences.push((s.block, SentenceSketch { span: s.span(), words }));
        }
    }
    let passages = passages(&sentences);
    let sentences: Vec<SentenceSketch> = sentences.into_iter().map(|(_, s)| s).collect();
    let mentions = mentions::find(annotation, rules);
    let mut statements = Vec::new();
    let demands = demands(annotation);
    let claims = annotation.claims.iter().map(|c| (c, false));
    for told in claims.chain(demands.iter().map(|d| (d, true))) {
        for &i in told.0.sentences.iter().filter_map(|i| kept.get(i)) {
            statements.extend(maker.statement(told, i, &sentences[i], &mentions, &units));
        }
    }
    let mut statements = join(statements);
    take_up(&mut statements);
    let quotations = maker.quotations(&units);
    let meta = &annotation.meta;
    Sketch {
        id: annotation.id.clone(),
        lang: annotation.lang.clone(),
        title: meta.title.clone(),
        site: meta.site.clone(),
        published: meta.published.clone(),
        url: meta.url.clone(),
        text: annotation.text.clone(),
        text_sha256: annotation.text_sha256.clone(),
        reference,
        sentences,
        passages,
        statements,
        quotations,
        voices: maker.voices,
        mentions,
        names: names(annotation),
    }
}

/// Numbers that take up what was counted before (*they admit to 120 of them*) count what the sentence before them does.
fn take_up(statements: &mut [Statement]) {
    let counted: Vec<(usize, Figure)> = statements
        .iter()
        .flat_map(|s| s.figures.iter().map(|f| (s.sentence, f.clone())))
        .filter(|(_, f)| !f.takes_up && (f.fate.is_some() || !f.counted.is_empty() && !f.before))
        .collect();
    for s in statements {
        for f in s.figures.iter_mut().filter(|f| f.takes_up) {
            let near = |c: &&(usize, Figure)| c.0 + 1 == s.sentence || c.0 == s.sentence;
            if let Some((_, other)) = counted.iter().rev().find(near) {
                (f.counted, f.fate, f.before) = (other.counted.clone(), other.fate, false);
            }
        }
    }
}

/// Numbers and days, in order and without overlap.
fn units(annotation: &Annotation, rules: &ProvenanceRules) -> Vec<Unit> {
    let mut list = Vec::new();
    for k in annotation.claims.iter().flat_map(|c| &c.checkable) {
        let span = Span { start: k.start, end: k.end };
        let unit = match k.kind {
            CheckableKind::Number => k.value.map(|value| Unit { span, value, is_date: false }),
            CheckableKind::Date => date(span, span.of(&annotation.text), rules),
            CheckableKind::Place | CheckableKind::Name => None,
        };
        list.extend(unit);
    }
    // Numbers in figures count wherever they stand, also where no claim was found.
    for s in annotation.sentences.iter().filter(|s| !annotation.blocks[s.block].boilerplate) {
        list.extend(digits(&annotation.text, s.span()));
    }
    list.sort_by(|a: &Unit, b: &Unit| (a.span.start, b.span.end).cmp(&(b.span.start, a.span.end)));
    let mut end = 0;
    list.retain(|u| {
        let free = u.span.start >= end;
        end = end.max(u.span.end);
        free
    });
    list
}

/// The whole numbers in figures of a stretch, whose digits may stand in groups of three.
fn digits(text: &str, span: Span) -> Vec<Unit> {
    const GROUP: usize = 3;
    let mut list: Vec<Unit> = Vec::new();
    for word in words::cut(span.of(text)) {
        let word = Span { start: span.start + word.start, end: span.start + word.end };
        let Ok(value) = word.of(text).parse::<u32>() else { continue };
        let group = word.len() == GROUP;
        let before = list.last_mut().filter(|l| {
            let gap = &text[l.span.end..word.start];
            group && gap.chars().count() == 1 && gap.trim().is_empty()
        });
        match before {
            Some(l) => (l.value, l.span.end) = (l.value * 1000.0 + f64::from(value), word.end),
            None => list.push(Unit { span: word, value: f64::from(value), is_date: false }),
        }
    }
    list
}

/// A day of a month, or a year, which counts as a number.
fn date(span: Span, text: &str, rules: &ProvenanceRules) -> Option<Unit> {
    let words = words::words_of(text);
    let month = words.iter().find_map(|w| rules.months.iter().position(|m| m == w));
    let number = |w: &String| {
        let digits: String = w.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<f64>().ok()
    };
    let first = words.iter().find_map(number);
    match (month, first) {
        (Some(month), Some(day)) if day <= 31.0 => {
            Some(Unit { span, value: (month + 1) as f64 * 100.0 + day, is_date: true })
        }
        (None, Some(year)) if words.len() == 1 => Some(Unit { span, value: year, is_date: false }),
        _ => None,
    }
}

/// Paragraphs, long ones divided at sentences.
fn passages(sentences: &[(usize, SentenceSketch)]) -> Vec<(usize, usize)> {
    let mut list: Vec<(usize, usize)> = Vec::new();
    let mut words = 0;
    for (i, (block, sentence)) in sentences.iter().enumerate() {
        let goes_on = i > 0 && sentences[i - 1].0 == *block && words < PASSAGE_WORDS;
        match list.last_mut() {
            Some(last) if goes_on => last.1 = i + 1,
            _ => {
                list.push((i, i + 1));
                words = 0;
            }
        }
        words += sentence.words.len();
    }
    list
}

fn names(annotation: &Annotation) -> Vec<String> {
    let text = &annotation.text;
    let checkable = annotation.claims.iter().flat_map(|c| &c.checkable);
    let told = checkable
        .filter(|k| k.kind == CheckableKind::Name)
        .map(|k| Span { start: k.start, end: k.end }.of(text).to_owned());
    let sources = annotation.sources.iter().filter(|s| s.identified == Identified::Named);
    let mut list: Vec<String> = told.chain(sources.map(|s| s.name.clone())).collect();
    list.retain(|n| n.starts_with(char::is_uppercase) && letters_of(n).len() >= 2);
    list.sort();
    list.dedup();
    list
}
