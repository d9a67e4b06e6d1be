//! Citations: whom an article names as where it has something from, and which article of the batch that is.

use std::collections::BTreeMap;

use super::drafts::{LinkId, place};
use super::measures::{Judged, Measure, Score, reasons};
use super::mentions::{Mention, host_key};
use super::sketch::{Sketch, Voice};
use super::words::{key_of, words_of};
use crate::model::{Link, LinkForm, LinkType, Place};
use crate::rules::ProvenanceRules;

/// A name has at most so many words.
const NAME_WORDS: usize = 6;

/// The outlets of a batch: who published which article.
#[derive(Clone, Debug, Default)]
pub struct Outlets {
    by_key: BTreeMap<u64, Vec<u32>>,
}

impl Outlets {
    /// The keys of the outlet of an article, from its site's name and its address.
    pub fn keys(sketch: &Sketch, rules: &ProvenanceRules) -> Vec<u64> {
        let mut keys: Vec<u64> = Vec::new();
        if let Some(site) = &sketch.site {
            let words = words_of(site);
            keys.push(rules.name_key(site));
            // *Agence X* is called *X* too.
            let open = words.iter().take_while(|w| rules.titles.contains(w)).count();
            if (1..words.len()).contains(&open) {
                keys.push(key_of(&words[open..]));
            }
            keys.extend(host_key(site).filter(|_| site.contains('.')));
        }
        keys.extend(sketch.url.as_deref().and_then(host_key));
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// Adds an article by its number and the keys of its outlet.
    pub fn add(&mut self, number: u32, keys: &[u64]) {
        for &key in keys {
            self.by_key.entry(key).or_default().push(number);
        }
    }

    /// The articles of the outlet with that key, in order.
    pub fn articles(&self, key: u64) -> &[u32] {
        self.by_key.get(&key).map_or(&[], Vec::as_slice)
    }

    /// Whether one of a voice's names holds a name of the outlet.
    pub fn any_of(voice: &Voice, own: &[u64], rules: &ProvenanceRules) -> bool {
        voice.keys.iter().any(|k| own.contains(k))
            || voice.names.iter().any(|name| holds(name, own, rules))
    }

    /// Whether all of a voice's names hold a name of the outlet.
    pub fn all_of(voice: &Voice, own: &[u64], rules: &ProvenanceRules) -> bool {
        voice.keys.iter().any(|k| own.contains(k))
            || voice.names.iter().all(|name| holds(name, own, rules))
    }
}

/// Whether some run of the words of a name is one of the keys.
fn holds(name: &str, own: &[u64], rules: &ProvenanceRules) -> bool {
    let words = words_of(name);
    let run = |i: usize| {
        (i + 1..=words.len().min(i + NAME_WORDS)).any(|k| own.contains(&key_of(&words[i..k])))
    };
    !own.is_empty() && (own.contains(&rules.name_key(name)) || (0..words.len()).any(run))
}

/// The citations of an article, one a name. `partner` tells how surely an article of the batch hangs together with this
/// one otherwise: of several articles of one outlet, and of one that shares nothing, the nearest is meant or none.
pub fn cite(
    sketch: &Sketch,
    own: &[u64],
    outlets: &Outlets,
    partner: &dyn Fn(u32) -> Option<f64>,
    rules: &ProvenanceRules,
) -> Vec<(Link, Option<u32>)> {
    let mut seen: Vec<u64> = Vec::new();
    let mut list = Vec::new();
    for mention in &sketch.mentions {
        let batch = mention.readings.iter().find(|r| !outlets.articles(r.0).is_empty());
        let (key, end) = batch.copied().unwrap_or((mention.key, mention.span.end));
        let is_own = mention.readings.iter().any(|r| own.contains(&r.0));
        let unknown = batch.is_none() && !mention.known;
        if is_own || unknown || seen.contains(&key) {
            continue;
        }
        seen.push(key);
        let partners: Vec<(u32, f64)> = outlets
            .articles(key)
            .iter()
            .filter_map(|&n| partner(n).map(|strength| (n, strength)))
            .collect();
        // Of equals the first stays; where nothing was found in common only a single one is meant.
        let nearest = partners
            .iter()
            .copied()
            .reduce(|best, next| if next.1 > best.1 { next } else { best })
            .filter(|best| best.1 > 0.0 || partners.len() == 1);
        list.push((link(sketch, mention, batch.is_some(), end, rules), nearest.map(|n| n.0)));
    }
    list
}

/// The citation of a mention, still without the article that is meant.
fn link(
    sketch: &Sketch,
    mention: &Mention,
    batch: bool,
    end: usize,
    rules: &ProvenanceRules,
) -> Link {
    let mut span = mention.span;
    if batch {
        span.end = end;
    }
    let judged = Judged::Link(LinkType::Cites);
    let mut score = Score::new(rules, judged);
    score
        .add(Measure::MediumKnown, f32::from(mention.known))
        .add(Measure::MediumBatch, f32::from(batch))
        .add(Measure::MediumCredit, f32::from(mention.form == LinkForm::Credit))
        .add(Measure::AttributionFound, f32::from(mention.attributed));
    let (confidence, evidence) = score.finish();
    let from = place(sketch, vec![span]);
    Link {
        id: LinkId::of(LinkType::Cites, [(sketch.id.as_str(), from.spans.as_slice())].into_iter())
            .to_string(),
        kind: LinkType::Cites,
        form: Some(mention.form),
        name: Some(from.text.clone()),
        from,
        to: None,
        basis: Vec::new(),
        confidence,
        evidence: reasons(judged, &evidence, rules),
    }
}

/// The article as a whole, as what is cited.
pub fn whole(id: &str) -> Place {
    Place {
        article: id.to_owned(),
        spans: Vec::new(),
        text: String::new(),
        claim: None,
        attribution: None,
        source: None,
        relay: None,
        hedged: false,
    }
}
