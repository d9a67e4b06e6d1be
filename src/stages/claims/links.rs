//! What links a claim to other sentences: a source told elsewhere, speech that goes on, a denial.

use crate::model::{
    Attribution, BlockKind, Claim, Mood, Polarity, Pos, Span, Stance, Suggestion, Token, Voice,
};
use crate::rules::{ContinuationRule, GlobalRule, Reach};
use crate::stages::attributions::Reading;

/// Adds `global`, `suggested` and `contests` to the claims, which are in order of the text.
pub fn add(reading: Reading<'_>, attributions: &[Attribution], claims: &mut [Claim]) {
    let by_sentence = by_sentence(reading, claims);
    let mut reached = 0;
    for a in attributions {
        let Some((rule, sentence)) = taken_up(reading, a) else { continue };
        let from = match rule.reach {
            Reach::Section => section(reading, sentence).max(reached),
            Reach::Sentence => sentence.saturating_sub(1),
        };
        if a.stance == Stance::Asserts {
            for &c in by_sentence[from..sentence].iter().flatten() {
                claims[c].global.get_or_insert_with(|| a.id.clone());
            }
            reached = sentence;
        }
    }
    contest(reading, attributions, &by_sentence, claims);
    suggest(reading, &by_sentence, claims);
}

/// Whether a rule of sort `global` holds for a content.
pub fn takes_up_alone(rule: &str, reading: Reading<'_>, content: Span) -> bool {
    let rules = &reading.language.claims.globals;
    rules.iter().any(|r| r.id == rule && takes_up(r, words_of(reading, content)))
}

/// Whether a rule of sort `continues` holds for the sentence at an offset.
pub fn continues_alone(rule: &str, reading: Reading<'_>, at: usize) -> bool {
    let sentence = reading.sentences.partition_point(|s| s.end <= at);
    let rules = &reading.language.claims.continuations;
    rules.iter().any(|r| r.id == rule && continues(r, reading, sentence))
}

/// The claims of each sentence.
fn by_sentence(reading: Reading<'_>, claims: &[Claim]) -> Vec<Vec<usize>> {
    let mut list = vec![Vec::new(); reading.sentences.len()];
    for (c, claim) in claims.iter().enumerate() {
        for &s in &claim.sentences {
            list[s].push(c);
        }
    }
    list
}

/// The rule by which an attribution's content takes up what stands before, and the sentence that it stands in.
fn taken_up<'a>(reading: Reading<'a>, a: &Attribution) -> Option<(&'a GlobalRule, usize)> {
    let [content] = a.content[..] else { return None };
    let words = words_of(reading, content);
    let rule = reading
        .language
        .claims
        .globals
        .iter()
        .find(|r| (!r.denied || a.stance == Stance::Denies) && takes_up(r, words))?;
    Some((rule, reading.sentences.partition_point(|s| s.end <= content.start)))
}

/// The words that begin in a span.
pub fn words_of<'a>(reading: Reading<'a>, span: Span) -> &'a [Token] {
    let list = &reading.tokens.list;
    let from = list.partition_point(|t| t.span.start < span.start);
    let to = list.partition_point(|t| t.span.start < span.end);
    &list[from..to.max(from)]
}

/// Determiners, the noun, and at most one adjective: what is told more precisely is something new.
fn takes_up(rule: &GlobalRule, words: &[Token]) -> bool {
    let Some(noun) = words.iter().position(|t| t.classes.meets(rule.nouns)) else { return false };
    let opens = words[0].classes.meets(rule.determiner);
    let before = |t: &Token| {
        t.classes.meets(rule.determiner) || matches!(t.pos, Pos::Adj | Pos::Num | Pos::Det)
    };
    let after = &words[noun + 1..];
    noun > 0
        && opens
        && words[..noun].iter().all(before)
        && after.len() <= 1
        && after.iter().all(|t| t.pos == Pos::Adj)
}

/// The first sentence of the section that a sentence stands in: behind the last heading or title.
fn section(reading: Reading<'_>, sentence: usize) -> usize {
    let is_heading = |s: &usize| {
        let block = reading.blocks.get(reading.sentences[*s].block);
        block.is_some_and(|b| matches!(b.kind, BlockKind::Heading | BlockKind::Title))
    };
    (0..sentence).rev().find(is_heading).map_or(0, |s| s + 1)
}

/// A denial contests what others put forward in the same words, or what it takes up.
fn contest(
    reading: Reading<'_>,
    attributions: &[Attribution],
    by_sentence: &[Vec<usize>],
    claims: &mut [Claim],
) {
    for c in 0..claims.len() {
        if claims[c].polarity != Polarity::Negative {
            continue;
        }
        let Some(&sentence) = claims[c].sentences.first() else { continue };
        let own = attributions.iter().find(|a| Some(&a.id) == claims[c].attribution.as_ref());
        let pronoun = || {
            let words = claims[c].spans.iter().flat_map(|&s| words_of(reading, s));
            words.into_iter().all(|t| t.pos == Pos::Pron)
        };
        let looks_back = own.is_some_and(|a| taken_up(reading, a).is_some()) || pronoun();
        let near = &by_sentence[sentence.saturating_sub(1)..=sentence];
        let mut ids: Vec<String> = Vec::new();
        for &other in near.iter().flatten() {
            let them = &claims[other];
            let same_voice = them.chain.last() == claims[c].chain.last();
            if other == c || them.voice == Voice::Article || same_voice {
                continue;
            }
            let same_words = them.spans == claims[c].spans;
            let before = them.spans[0].start < claims[c].spans[0].start;
            let positive = them.polarity == Polarity::Positive;
            if positive && (same_words || looks_back && before) && !ids.contains(&them.id) {
                ids.push(them.id.clone());
            }
        }
        claims[c].contests = ids;
    }
}

/// A sentence in the article's own voice right behind reported speech may go on with it.
fn suggest(reading: Reading<'_>, by_sentence: &[Vec<usize>], claims: &mut [Claim]) {
    for sentence in 1..by_sentence.len() {
        let [own] = by_sentence[sentence][..] else { continue };
        let whole = claims[own].voice == Voice::Article && claims[own].sentences == [sentence];
        if !whole {
            continue;
        }
        let rules = &reading.language.claims.continuations;
        let Some(rule) = rules.iter().find(|r| continues(r, reading, sentence)) else { continue };
        // The last voice of the sentence before, or the one that it may go on with itself.
        let before = by_sentence[sentence - 1].iter().rev().find_map(|&c| {
            let claim = &claims[c];
            let suggested = claim.suggested.as_ref().map(|s| s.source.clone());
            claim.chain.first().cloned().flatten().or(suggested)
        });
        claims[own].suggested =
            before.map(|source| Suggestion { source, rule: rule.id.clone(), probability: None });
    }
}

fn continues(rule: &ContinuationRule, reading: Reading<'_>, sentence: usize) -> bool {
    let Some(range) = reading.tokens.sentences.get(sentence) else { return false };
    let words = &reading.tokens.list[range.clone()];
    let start = words.iter().position(|t| t.pos != Pos::Punct).unwrap_or(words.len());
    let opens = rule.opens.is_empty()
        || rule.opens.longest(words[start..].iter().map(|t| t.word)).is_some();
    let first = words.iter().filter_map(|t| t.verb).find(|v| v.mood.is_finite());
    opens && (!rule.conditional || first.is_some_and(|v| v.mood == Mood::Conditional))
}
