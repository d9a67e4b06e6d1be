//! Drafts: links and places as numbers, which tell with the two sketches at hand what is written of them.
//!
//! A batch has millions of places, and each is written with its words, its voice and its article's id. Kept as numbers it
//! takes a twentieth of that; its words are looked up when it is written.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::aliases::Proposal;
use super::measures::{Evidence, Judged, Measure, again, reasons};
use super::sketch::{Sketch, Statement};
use crate::model::{GroupKind, Link, LinkForm, LinkType, Place, Span, Traceability};
use crate::rules::ProvenanceRules;

/// Texts of places are cut at so many characters.
const SHOWN: usize = 240;

/// What a comparison finds.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Findings {
    pub links: Vec<Draft>,
    pub pairings: Vec<Pairing>,
    /// Pairs of names that may mean the same.
    pub aliases: Vec<Proposal>,
}

impl Findings {
    /// Whether there is nothing to keep; a pairing hangs on a link.
    pub fn is_empty(&self) -> bool {
        self.links.is_empty() && self.aliases.is_empty()
    }
}

/// A link between two articles, the one whose id comes first given first.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Draft {
    pub id: LinkId,
    pub kind: LinkType,
    pub form: Option<LinkForm>,
    /// Its place in the first and in the second article.
    pub spots: [Spot; 2],
    /// Whether it is read from the second article to the first.
    pub turned: bool,
    /// The byte at which the place begins from which it is read.
    pub start: u32,
    /// The link that it rests on.
    pub basis: Option<LinkId>,
    pub confidence: f64,
    pub evidence: Vec<Evidence>,
    /// Whether it holds only if a third article speaks for it, or for what it rests on.
    pub waits: bool,
}

impl Draft {
    /// The draft when a third article speaks for it, or what it rests on is so sure; nothing if it does not hold even then.
    pub fn with(&self, measure: Measure, value: f64, rules: &ProvenanceRules) -> Option<Draft> {
        let mut draft = self.clone();
        let judged = Judged::Link(self.kind);
        draft.confidence = again(judged, &mut draft.evidence, (measure, value), rules)?;
        draft.waits = false;
        Some(draft)
    }

    /// The link as it is written; offsets are bytes of the articles' texts.
    pub fn link(&self, articles: [&Sketch; 2], rules: &ProvenanceRules) -> Link {
        let [from, to] = if self.turned { [1, 0] } else { [0, 1] };
        Link {
            id: self.id.to_string(),
            kind: self.kind,
            form: self.form,
            from: self.spots[from].node(articles[from]).place,
            to: Some(self.spots[to].node(articles[to]).place),
            name: None,
            basis: self.basis.iter().map(LinkId::to_string).collect(),
            confidence: self.confidence,
            evidence: reasons(Judged::Link(self.kind), &self.evidence, rules),
        }
    }
}

/// Two places that belong to one group, with the link between them if there is one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pairing {
    /// Its place in the first and in the second article, both of one sort.
    pub spots: [Spot; 2],
    pub link: Option<LinkId>,
    /// How surely they say the same.
    pub confidence: f32,
    /// Whether the link between them waits for a third article.
    pub waits: bool,
}

/// The id of a link: a hash of type, articles and spans.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LinkId([u8; 5]);

impl LinkId {
    /// The first bytes of the SHA-256 of a type and places, each an article's id and spans in bytes.
    pub fn of<'a>(kind: LinkType, places: impl Iterator<Item = (&'a str, &'a [Span])>) -> LinkId {
        let mut hash = Sha256::new();
        hash.update(kind.name());
        for (article, spans) in places {
            hash.update([0]);
            hash.update(article);
            for s in spans {
                hash.update((s.start as u64).to_le_bytes());
                hash.update((s.end as u64).to_le_bytes());
            }
        }
        let digest = hash.finalize();
        LinkId([digest[0], digest[1], digest[2], digest[3], digest[4]])
    }
}

impl fmt::Display for LinkId {
    /// `l-` and ten hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("l-")?;
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

/// A place of an article, by the numbers of its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Spot {
    /// First and last passage, and the sentences in them, the last one not included.
    Passage {
        passages: (u32, u32),
        sentences: (u32, u32),
    },
    Quotation(u32),
    Statement(u32),
}

/// A place as it is written, and what a group must know of it.
#[derive(Clone, Debug)]
pub struct Node {
    pub place: Place,
    /// Whether a reader can tell who its source is.
    pub visible: bool,
}

impl Spot {
    /// The kind of group that it can belong to.
    pub fn kind(self) -> GroupKind {
        match self {
            Spot::Passage { .. } => GroupKind::Passage,
            Spot::Quotation(_) => GroupKind::Quotation,
            Spot::Statement(_) => GroupKind::Claim,
        }
    }

    /// First and last number of its passages, quotation or statement.
    pub fn units(self) -> (u32, u32) {
        match self {
            Spot::Passage { passages, .. } => passages,
            Spot::Quotation(n) | Spot::Statement(n) => (n, n),
        }
    }

    /// Its spans in bytes.
    pub fn spans(self, sketch: &Sketch) -> Vec<Span> {
        let (passages, (from, to)) = match self {
            Spot::Passage { passages, sentences } => (passages, sentences),
            Spot::Quotation(n) => return vec![sketch.quotations[n as usize].inner],
            Spot::Statement(n) => return sketch.statements[n as usize].spans.clone(),
        };
        // A span a paragraph, so that a place never covers what stands between two.
        let mut spans: Vec<Span> = Vec::new();
        for &(first, last) in &sketch.passages[passages.0 as usize..=passages.1 as usize] {
            let (first, last) = (first.max(from as usize), last.min(to as usize));
            if first < last {
                let end = sketch.sentences[last - 1].span.end;
                spans.push(Span { start: sketch.sentences[first].span.start, end });
            }
        }
        spans
    }

    /// What is written of it.
    pub fn node(self, sketch: &Sketch) -> Node {
        let mut node = Node { place: place(sketch, self.spans(sketch)), visible: false };
        match self {
            Spot::Passage { sentences: (from, to), .. } => {
                // The passage speaks in the voice that all its statements share.
                let of_passage =
                    |s: &&Statement| (from as usize..to as usize).contains(&s.sentence);
                let inside: Vec<&Statement> = sketch.statements.iter().filter(of_passage).collect();
                let voice = inside.first().and_then(|s| s.voice);
                let voice = voice.filter(|_| inside.iter().all(|s| s.voice == voice));
                node.speak(sketch, voice);
                node.place.hedged = inside.iter().any(|s| s.hedged);
            }
            Spot::Quotation(n) => {
                let q = &sketch.quotations[n as usize];
                node.speak(sketch, q.voice);
                (node.place.claim, node.place.attribution) =
                    (q.claim.clone(), q.attribution.clone());
            }
            Spot::Statement(n) => {
                let s = &sketch.statements[n as usize];
                node.speak(sketch, s.voice);
                node.place.claim = s.claim.clone();
                node.place.attribution = s.attribution.clone();
                node.place.hedged = s.hedged;
            }
        }
        node
    }
}

impl Node {
    fn speak(&mut self, sketch: &Sketch, voice: Option<usize>) {
        let Some(voice) = voice.map(|v| &sketch.voices[v]) else { return };
        self.place.source = voice.names.last().cloned();
        self.place.relay = (voice.names.len() > 1).then(|| voice.names[0].clone());
        self.visible = voice.traceability.is_some_and(|t| t <= Traceability::T4);
    }
}

/// A place of an article: its spans in bytes and its words.
pub fn place(sketch: &Sketch, spans: Vec<Span>) -> Place {
    let parts: Vec<&str> = spans.iter().map(|s| s.of(&sketch.text).trim()).collect();
    let whole = parts.join(" \u{2026} ").split_whitespace().collect::<Vec<_>>().join(" ");
    let text = match whole.char_indices().nth(SHOWN) {
        Some((cut, _)) => format!("{}\u{2026}", &whole[..cut]),
        None => whole,
    };
    Place {
        article: sketch.id.clone(),
        spans,
        text,
        claim: None,
        attribution: None,
        source: None,
        relay: None,
        hedged: false,
    }
}
