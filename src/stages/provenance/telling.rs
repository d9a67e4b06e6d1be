//! Telling: what the claims of an article put forward, sentence by sentence, and in which voice.

use std::collections::BTreeMap;

use super::figures::figures;
use super::mentions::Mention;
use super::scope;
use super::sketch::{QuotationSketch, SentenceSketch, Statement, Voice};
use super::words::{self, Reader, Unit, Word, WordKind, letters_of};
use crate::model::{
    Annotation, Attribution, BlockKind, Claim, CueClass, Identified, Mode, Polarity, SourceKind,
    Span, Stance, Traceability, Voice as Speaker, overlaps_any,
};
use crate::rules::ProvenanceRules;
use crate::stages::claims::own_claim;

/// Quotations of fewer words are terms, not utterances.
const QUOTATION_WORDS: usize = 4;

/// Makes the statements, quotations and voices of an article.
pub struct Maker<'a> {
    pub annotation: &'a Annotation,
    pub rules: &'a ProvenanceRules,
    pub reader: Reader<'a>,
    pub voices: Vec<Voice>,
    /// The number of the voice with these names.
    pub known: BTreeMap<Vec<String>, usize>,
}

impl Maker<'_> {
    /// What a claim puts forward in a sentence; nothing when that is a question or has fewer than two telling words.
    pub fn statement(
        &mut self,
        (claim, demanded): (&Claim, bool),
        sentence: usize,
        of: &SentenceSketch,
        mentions: &[Mention],
        units: &[Unit],
    ) -> Option<Statement> {
        // What is asked is not put forward.
        if of.span.of(&self.annotation.text).trim_end().ends_with('?') {
            return None;
        }
        let within = |s: &Span| {
            let (start, end) = (s.start.max(of.span.start), s.end.min(of.span.end));
            (start < end).then_some(Span { start, end })
        };
        let mut spans: Vec<Span> = claim.spans.iter().filter_map(within).collect();
        if let Some(all) = self.sole(claim, demanded, of) {
            spans = all;
        }
        // To demand and to promise is part of what happened; to say is not.
        if let Some(a) = self.attribution(claim).filter(|a| acts(a)) {
            spans.extend(a.cue.iter().filter_map(within));
            spans.sort();
        }
        let inside = |w: &Word| overlaps_any(w.span(), &spans);
        let numbers: Vec<usize> = (0..of.words.len()).filter(|&i| inside(&of.words[i])).collect();
        if numbers.iter().filter(|&&i| of.words[i].stem != 0).count() < 2 {
            return None;
        }
        let words: Vec<&Word> = numbers.iter().map(|&i| &of.words[i]).collect();
        let letters: Vec<String> =
            words.iter().map(|w| letters_of(w.span().of(&self.annotation.text))).collect();
        let all: Vec<String> =
            of.words.iter().map(|w| letters_of(w.span().of(&self.annotation.text))).collect();
        let phrases = &self.rules.phrases;
        let own = claim.voice == Speaker::Article;
        let (voice, near) = self.voice_of(claim, of, mentions, &all);
        let text = &self.annotation.text;
        let found = self.attribution(claim);
        // *A provisional count by the police says* softens as well.
        let mut around: Vec<Span> = Vec::new();
        if let Some(a) = found {
            around.extend(a.cue.iter().chain(a.source.iter().flat_map(|s| &s.spans)));
        }
        let cautious = |s: &Span| {
            s.overlaps(of.span) && count(&words::words_of(s.of(text)), &phrases.caveats) > 0
        };
        let caution = count(if own { &all } else { &letters }, &phrases.caveats) > 0
            || around.iter().any(cautious);
        // A denial in quotation marks tells in its own words what is not so.
        let opens = claim.spans.first().is_some_and(|s| {
            let rest = s.of(text).trim_start_matches(|c: char| c.is_whitespace() || c == ':');
            rest.starts_with(['\u{ab}', '\u{201c}', '"'])
        });
        let quoted = opens || found.is_some_and(|a| a.mode == Mode::Direct);
        let says_no = count(&letters, &phrases.negations) > 0;
        let denied = claim.polarity == Polarity::Negative && !(quoted && says_no);
        // *Nobody has claimed it.*
        let acting = found.filter(|a| acts(a)).and_then(|a| a.source.as_ref());
        let source = acting.iter().flat_map(|s| &s.spans).flat_map(|s| words::words_of(s.of(text)));
        let source: Vec<String> = source.collect();
        let nobody =
            count(&source, &phrases.negations) > 0 || count(&source, &phrases.with_particle) > 0;
        let denied = denied != nobody;
        let places: Vec<Span> = words.iter().map(|w| w.span()).collect();
        let turned = scope::negated(text, &places, &letters, denied, self.rules);
        let negated = numbers.iter().zip(turned).filter(|(_, t)| *t).map(|(n, _)| *n).collect();
        let cue =
            found.map_or(&[][..], |a| &a.cue).iter().flat_map(|s| words::words_of(s.of(text)));
        let mood = claim.hedged
            || own && letters.iter().any(|w| self.is_conditional(w))
            || cue.into_iter().any(|w| self.is_conditional(&w));
        let value = |w: &&&Word, is_date: bool| {
            let fits = |u: &&Unit| u.span.start <= w.span().start && w.span().start < u.span.end;
            units.iter().filter(|u| u.is_date == is_date).find(fits).map(|u| u.value)
        };
        let days = words.iter().filter(|w| w.kind == WordKind::Date);
        let days = days.filter_map(|w| value(&w, true)).map(|v| v as u32).collect();
        Some(Statement {
            claim: (!demanded).then(|| claim.id.clone()),
            attribution: claim.attribution.clone().or_else(|| claim.global.clone()),
            sentence,
            figures: figures(text, &words, &letters, units, self.rules),
            days,
            negated,
            denied: claim.polarity == Polarity::Negative,
            hedged: mood || caution,
            caution,
            voice,
            near,
            spans,
            words: numbers,
        })
    }

    /// All of a sentence but cues and sources, when it holds one claim alone, which another speaks: what stands in front of
    /// a report (*Sur les mille tonnes perdues, …*) belongs to what is reported.
    fn sole(&self, claim: &Claim, demanded: bool, of: &SentenceSketch) -> Option<Vec<Span>> {
        let touches = |c: &&Claim| overlaps_any(of.span, &c.spans);
        let own = usize::from(!demanded);
        if claim.voice == Speaker::Article
            || self.annotation.claims.iter().filter(touches).count() > own
        {
            return None;
        }
        let mut taken: Vec<Span> = Vec::new();
        for a in &self.annotation.attributions {
            let source = a.source.iter().flat_map(|s| &s.spans);
            let day = a.said_on.iter().flatten();
            taken.extend(a.cue.iter().chain(source).chain(day).filter(|s| s.overlaps(of.span)));
        }
        taken.sort();
        let (mut spans, mut start) = (Vec::new(), of.span.start);
        for t in taken {
            if t.start > start {
                spans.push(Span { start, end: t.start });
            }
            start = start.max(t.end);
        }
        if start < of.span.end {
            spans.push(Span { start, end: of.span.end });
        }
        let text = &self.annotation.text;
        // A letter alone is what is left of a clitic between two parts of a cue.
        spans.retain(|s| s.of(text).chars().filter(|c| c.is_alphanumeric()).count() > 1);
        Some(spans.into_iter().map(|s| s.trimmed(text)).collect())
    }

    fn attribution(&self, claim: &Claim) -> Option<&Attribution> {
        self.annotation.attributions.iter().find(|a| Some(&a.id) == claim.attribution.as_ref())
    }

    fn is_conditional(&self, word: &str) -> bool {
        self.rules.conditional.iter().any(|e| word.len() > e.len() && word.ends_with(e.as_str()))
            && !self.rules.not_conditional.iter().any(|w| w == word)
    }

    /// The voice of a claim, and whether one may stand behind it that was not surely found.
    fn voice_of(
        &mut self,
        claim: &Claim,
        of: &SentenceSketch,
        mentions: &[Mention],
        letters: &[String],
    ) -> (Option<usize>, bool) {
        let mut chain: Vec<&str> = claim.chain.iter().flatten().map(String::as_str).collect();
        let attribution = claim.attribution.as_ref().or(claim.global.as_ref());
        if chain.is_empty() {
            let found = self.annotation.attributions.iter().find(|a| Some(&a.id) == attribution);
            chain.extend(found.and_then(|a| a.source.as_ref()).map(|s| s.id.as_str()));
        }
        let sources: Vec<_> = chain
            .iter()
            .filter_map(|id| self.annotation.sources.iter().find(|s| s.id == *id))
            .collect();
        if let Some(inner) = sources.last() {
            let names: Vec<String> = sources.iter().map(|s| s.name.clone()).collect();
            let described = format!("{} {}", inner.name, inner.role.as_deref().unwrap_or_default());
            let rung = Some(inner.traceability);
            let voice = self.voice(names, &described, inner.kind, inner.identified, rung);
            // The name of a medium may have been cut short where the article alone is read.
            let source = self.attribution(claim).and_then(|a| a.source.as_ref());
            let spans = source.map_or(&[][..], |s| &s.spans);
            let whole = |m: &&Mention| {
                spans.iter().any(|s| s.overlaps(m.span) && 2 * m.span.len() >= s.len())
            };
            if let Some(mention) = mentions.iter().find(whole) {
                self.voices[voice].keys.extend(mention.readings.iter().map(|r| r.0));
                self.voices[voice].keys.sort_unstable();
                self.voices[voice].keys.dedup();
            }
            return (Some(voice), false);
        }
        // A medium that is cited in the sentence speaks, though no attribution was found.
        let cited = mentions.iter().find(|m| of.span.contains(m.span));
        if let (Speaker::Article, Some(mention)) = (claim.voice, cited) {
            let name = mention.span.of(&self.annotation.text).to_owned();
            let rung = Some(Traceability::T3);
            let voice =
                self.voice(vec![name.clone()], &name, SourceKind::Media, Identified::Named, rung);
            self.voices[voice].keys = mention.readings.iter().map(|r| r.0).collect();
            return (Some(voice), true);
        }
        let near = claim.voice == Speaker::Source
            || claim.suggested.is_some()
            || count(letters, &self.rules.phrases.voices) > 0
            || count(letters, &self.rules.phrases.triggers) > 0
            // Who speaks in a sentence may stand behind all of it.
            || self.annotation.attributions.iter().flat_map(|a| &a.cue).any(|c| c.overlaps(of.span));
        (None, near)
    }

    fn voice(
        &mut self,
        names: Vec<String>,
        described: &str,
        kind: SourceKind,
        identified: Identified,
        traceability: Option<Traceability>,
    ) -> usize {
        if let Some(&known) = self.known.get(&names) {
            return known;
        }
        let words = self.reader.read(described, Span::new(0, described.len()), &[]);
        let mut stems: Vec<u32> = words.iter().map(|w| w.stem).filter(|&s| s != 0).collect();
        stems.sort_unstable();
        stems.dedup();
        let number = self.voices.len();
        self.known.insert(names.clone(), number);
        self.voices.push(Voice { names, stems, keys: Vec::new(), kind, identified, traceability });
        number
    }

    /// The quotations of the article, without those of few words.
    pub fn quotations(&mut self, units: &[Unit]) -> Vec<QuotationSketch> {
        let annotation = self.annotation;
        let mut list = Vec::new();
        for q in annotation.quotations.iter().filter(|q| q.level == 0) {
            let block = annotation.blocks.iter().find(|b| b.span().holds(q.start));
            if block.is_none_or(|b| b.boilerplate || b.kind == BlockKind::Title) {
                continue;
            }
            let words = self.reader.read(&annotation.text, q.inner, units);
            if words.len() < QUOTATION_WORDS {
                continue;
            }
            let carries =
                |c: &&Claim| overlaps_any(q.inner, &c.spans) && c.voice == Speaker::Source;
            let claim = annotation.claims.iter().find(carries);
            let voice = claim.and_then(|c| {
                let empty = SentenceSketch { span: Span::default(), words: Vec::new() };
                self.voice_of(c, &empty, &[], &[]).0
            });
            list.push(QuotationSketch {
                inner: q.inner,
                words,
                voice,
                claim: claim.map(|c| c.id.clone()),
                attribution: claim.and_then(|c| c.attribution.clone()),
            });
        }
        list
    }
}

/// Whether the cue does more than tell who says it.
fn acts(attribution: &Attribution) -> bool {
    matches!(attribution.stance, Stance::Demands | Stance::Promises | Stance::Accuses)
        || attribution.cue_class == CueClass::Claims
}

/// What is demanded, which is no claim, in the shape of one.
pub fn demands(annotation: &Annotation) -> Vec<Claim> {
    let demanded = annotation.attributions.iter().filter(|a| a.stance == Stance::Demands);
    let touched = |a: &Attribution| {
        let sentences = annotation.sentences.iter().enumerate();
        sentences.filter(|(_, s)| overlaps_any(s.span(), &a.content)).map(|(i, _)| i).collect()
    };
    demanded
        .map(|a| Claim {
            sentences: touched(a),
            voice: Speaker::Source,
            attribution: Some(a.id.clone()),
            chain: a.source.iter().map(|s| Some(s.id.clone())).collect(),
            ..own_claim(a.content.clone())
        })
        .collect()
}

/// Puts statements together that stand in one sentence and one voice: where a claim was cut short, the rest belongs to it.
pub fn join(statements: Vec<Statement>) -> Vec<Statement> {
    let mut list: Vec<Statement> = Vec::new();
    for mut s in statements {
        let same =
            |o: &&mut Statement| o.sentence == s.sentence && o.voice == s.voice && o.near == s.near;
        let Some(other) = list.iter_mut().find(same) else {
            list.push(s);
            continue;
        };
        // The longer one gives its name to both.
        if s.words.len() > other.words.len() {
            std::mem::swap(other, &mut s);
        }
        other.words.extend(s.words);
        other.words.sort_unstable();
        other.words.dedup();
        other.denied |= s.denied;
        other.negated.extend(s.negated);
        other.negated.sort_unstable();
        other.negated.dedup();
        other.spans.extend(s.spans);
        other.spans.sort();
        other.spans.dedup();
        for figure in s.figures {
            if !other.figures.contains(&figure) {
                other.figures.push(figure);
            }
        }
        other.days.extend(s.days);
        other.hedged |= s.hedged;
        other.caution |= s.caution;
    }
    list
}

/// How often one of the phrases stands in a list of words.
pub fn count(words: &[String], phrases: &[Vec<String>]) -> usize {
    let at = |i: usize| phrases.iter().any(|p| !p.is_empty() && words[i..].starts_with(p));
    (0..words.len()).filter(|&i| at(i)).count()
}

/// Whether one of the phrases stands at the end of a list of words.
pub fn ends_with(words: &[String], phrases: &[Vec<String>]) -> bool {
    phrases.iter().any(|p| !p.is_empty() && words.ends_with(p))
}
