//! What is left of an annotation when only the surer attributions are wanted.

use std::collections::{BTreeMap, BTreeSet};

use super::profile::profile;
use super::remainders::{besides, merged, own_claim, parted, quoted_claim};
use super::{contents, quoted};
use crate::model::{Annotation, Attribution, Checkable, Claim, Span, Voice};
use crate::stages::blocks;
use crate::stages::sources::Voices;

/// An annotation keeps no words: a quotation of so many is taken to have a verb.
const SENTENCE: usize = 4;

/// Leaves out the attributions whose confidence is below `least`, with all that rests on them; offsets are bytes.
///
/// What was reported by them is in the article's own voice then, as if nothing had been found there; speech in quotation marks
/// is in the voice of somebody unknown.
pub fn keep_surer(annotation: &mut Annotation, least: f64) {
    let (kept, dropped): (Vec<Attribution>, Vec<Attribution>) =
        std::mem::take(&mut annotation.attributions)
            .into_iter()
            .partition(|a| a.confidence >= least);
    annotation.attributions = kept;
    if dropped.is_empty() {
        return;
    }
    let above: BTreeMap<String, Option<String>> =
        dropped.iter().map(|a| (a.id.clone(), a.parent.clone())).collect();
    for a in &mut annotation.attributions {
        // In a file that others made, parents may form a circle.
        for _ in 0..=above.len() {
            let Some(up) = a.parent.as_ref().and_then(|p| above.get(p)) else { break };
            a.parent = up.clone();
        }
    }
    let spoken: BTreeSet<&str> = annotation
        .attributions
        .iter()
        .filter_map(|a| a.source.as_ref())
        .map(|s| s.id.as_str())
        .collect();
    annotation.sources.retain(|s| spoken.contains(s.id.as_str()));
    annotation.speech_acts.retain(|s| !above.contains_key(&s.attribution));
    rebuild_claims(annotation, &dropped);
    let voices = Voices {
        sources: annotation.sources.clone(),
        unheard: std::mem::take(&mut annotation.profile.never_heard),
    };
    annotation.profile = profile(&voices, &annotation.claims, &annotation.speech_acts);
    let note =
        format!("Attributions with a confidence below {least} were left out: {}.", dropped.len());
    annotation.notes.push(note);
}

fn rebuild_claims(annotation: &mut Annotation, dropped: &[Attribution]) {
    let old = std::mem::take(&mut annotation.claims);
    let by_spans: BTreeMap<&[Span], &Claim> =
        old.iter().filter(|c| c.attribution.is_some()).map(|c| (c.spans.as_slice(), c)).collect();
    let mut claims = contents::claims(&annotation.attributions, &annotation.sources);
    for claim in &mut claims {
        if let Some(was) = by_spans.get(claim.spans.as_slice()) {
            claim.sentences.clone_from(&was.sentences);
            claim.checkable.clone_from(&was.checkable);
            claim.contests.clone_from(&was.contests);
            claim.repeats.clone_from(&was.repeats);
            claim.global.clone_from(&was.global);
            claim.suggested.clone_from(&was.suggested);
        }
    }
    claims.extend(old.iter().filter(|c| c.attribution.is_none()).cloned());
    let kept = annotation.attributions.iter().flat_map(|a| a.content.iter().chain(&a.cue));
    let own = claims.iter().filter(|c| c.attribution.is_none()).flat_map(|c| &c.spans);
    let taken = merged(kept.chain(own));
    let quotations = blocks::pair(&annotation.text, &annotation.blocks);
    let says = |inner: Span| inner.of(&annotation.text).split_whitespace().count() >= SENTENCE;
    let speeches = quoted::speeches(&annotation.text, &quotations, &annotation.sentences, says);
    // What the dropped ones before have taken, by its start.
    let mut given: BTreeMap<usize, Span> = BTreeMap::new();
    for a in dropped {
        let source: &[Span] = a.source.as_ref().map_or(&[], |s| &s.spans);
        let whole = merged(a.cue.iter().chain(source).chain(&a.content));
        let free = whole.iter().flat_map(|&s| besides(&annotation.text, s, &taken));
        let pieces: Vec<Span> = free
            .flat_map(|piece| {
                let before = given.range(..piece.end).rev();
                let mut near: Vec<Span> =
                    before.map(|(_, s)| *s).take_while(|s| s.end > piece.start).collect();
                near.reverse();
                besides(&annotation.text, piece, &near)
            })
            .collect();
        if pieces.is_empty() {
            continue;
        }
        given.extend(pieces.iter().map(|p| (p.start, *p)));
        let was = by_spans.get(a.content.as_slice());
        let (quoted, own) = parted(&annotation.text, &pieces, &speeches);
        let mut voiced = Vec::new();
        voiced.extend((!quoted.is_empty()).then(|| quoted_claim(quoted)));
        voiced.extend((!own.is_empty()).then(|| own_claim(own)));
        for mut claim in voiced {
            claim.sentences = sentences_of(annotation, &claim.spans);
            let checkable = was.iter().flat_map(|w| &w.checkable);
            let inside =
                |c: &&Checkable| claim.spans.iter().any(|p| p.contains(Span::new(c.start, c.end)));
            claim.checkable = checkable.filter(inside).cloned().collect();
            claims.push(claim);
        }
    }
    claims.sort_by(|a, b| a.spans.cmp(&b.spans).then_with(|| a.id.cmp(&b.id)));
    let reported: BTreeSet<String> =
        claims.iter().filter(|c| c.voice == Voice::Source).map(|c| c.id.clone()).collect();
    let attributed: BTreeSet<&str> =
        annotation.attributions.iter().map(|a| a.id.as_str()).collect();
    let sources: BTreeSet<&str> = annotation.sources.iter().map(|s| s.id.as_str()).collect();
    let there: BTreeSet<String> = claims.iter().map(|c| c.id.clone()).collect();
    for claim in &mut claims {
        claim.repeats.retain(|id| there.contains(id));
        claim.contests.retain(|id| reported.contains(id));
        claim.global = claim.global.take().filter(|id| attributed.contains(id.as_str()));
        claim.suggested = claim.suggested.take().filter(|s| sources.contains(s.source.as_str()));
    }
    annotation.claims = claims;
}

fn sentences_of(annotation: &Annotation, spans: &[Span]) -> Vec<usize> {
    let touches = |k: &usize| spans.iter().any(|s| s.overlaps(annotation.sentences[*k].span()));
    let first = spans.first().map_or(0, |s| s.start);
    let last = spans.last().map_or(0, |s| s.end);
    let from = annotation.sentences.partition_point(|s| s.end <= first);
    let to = annotation.sentences.partition_point(|s| s.start < last);
    (from..to.max(from)).filter(touches).collect()
}
