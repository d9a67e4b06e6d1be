//! Claims and speech acts: what is put forward as so, and in whose voice.
//!
//! The content of an attribution is a claim of its source ([`contents`]), what a sentence holds besides is one of the
//! article's own ([`remainders`]), or of somebody unknown if it is [`quoted`] speech. What links a claim to other sentences
//! is read off their wording ([`links`], [`echoes`]).

mod checkable;
mod contents;
mod dates;
mod echoes;
mod links;
mod profile;
mod quoted;
mod remainders;
mod surer;

pub use checkable::find as find_checkable;
pub use dates::Published;
pub use links::{continues_alone, takes_up_alone};
pub use profile::{profile, surely_apart};
pub use remainders::own_claim;
pub use surer::keep_surer;

use super::attributions::Reading;
use super::sources::Voices;
use crate::model::{Attribution, Checkable, Claim, Span, SpeechAct};

/// Builds the claims and speech acts that cover the article, the claims in order of the text.
pub fn build(
    reading: Reading<'_>,
    attributions: &[Attribution],
    voices: &Voices,
) -> (Vec<Claim>, Vec<SpeechAct>) {
    let mut claims = contents::claims(attributions, &voices.sources);
    claims.extend(remainders::claims(reading, attributions));
    claims.sort_by(|a, b| a.spans.cmp(&b.spans).then_with(|| a.id.cmp(&b.id)));
    let checkable = checkable::find(reading);
    for claim in &mut claims {
        claim.sentences = sentences_of(reading, &claim.spans);
        claim.checkable = within(&checkable, &claim.spans);
    }
    links::add(reading, attributions, &mut claims);
    echoes::add(reading, &mut claims);
    let silent = attributions.iter().filter(|a| !a.stance.puts_forward());
    let acts = silent.map(|a| SpeechAct { attribution: a.id.clone(), stance: a.stance }).collect();
    (claims, acts)
}

/// Indices of the sentences that the spans touch.
fn sentences_of(reading: Reading<'_>, spans: &[Span]) -> Vec<usize> {
    let mut list: Vec<usize> = Vec::new();
    for &span in spans {
        let from = reading.sentences.partition_point(|s| s.end <= span.start);
        let to = reading.sentences.partition_point(|s| s.start < span.end);
        list.extend(from..to.max(from));
    }
    list.dedup();
    list
}

/// Those that lie within one of the spans.
fn within(all: &[Checkable], spans: &[Span]) -> Vec<Checkable> {
    let mut list = Vec::new();
    for span in spans {
        let from = all.partition_point(|c| c.start < span.start);
        let inside = all[from..].iter().take_while(|c| c.start < span.end);
        list.extend(inside.filter(|c| c.end <= span.end).cloned());
    }
    list
}
