//! An annotation as its page reads it: parts found by id, and places told as paragraphs and lines.

use std::collections::BTreeMap;

use crate::model::{
    Annotation, Attribution, Block, BlockKind, Claim, Identified, Source, Span, Voice,
};

/// An annotation with offsets in bytes, and what is looked up in it again and again.
#[derive(Debug)]
pub struct Article<'a> {
    /// What the program said.
    pub annotation: &'a Annotation,
    sources: BTreeMap<&'a str, &'a Source>,
    attributions: BTreeMap<&'a str, &'a Attribution>,
    /// The claims that contest a claim, by its id.
    contested: BTreeMap<&'a str, Vec<&'a Claim>>,
    /// Number of each block's paragraph.
    paragraphs: Vec<Option<usize>>,
    /// Where each line begins.
    lines: Vec<usize>,
}

/// How far a reader can go back to who speaks, in the four steps that the page draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Openness {
    /// A named person or body, a document, a medium.
    Named,
    /// A function or an institution.
    Role,
    /// Nobody can find out who it is.
    Anonymous,
    /// The article speaks, and a source told elsewhere covers it.
    Global,
    /// The article speaks.
    Article,
}

impl Openness {
    /// The name used for labels and style.
    pub fn name(self) -> &'static str {
        match self {
            Openness::Named => "named",
            Openness::Role => "role",
            Openness::Anonymous => "anonymous",
            Openness::Global => "global",
            Openness::Article => "article",
        }
    }
}

impl<'a> Article<'a> {
    /// Looks everything up once.
    pub fn new(annotation: &'a Annotation) -> Self {
        let mut contested: BTreeMap<&str, Vec<&Claim>> = BTreeMap::new();
        for claim in &annotation.claims {
            for id in &claim.contests {
                contested.entry(id).or_default().push(claim);
            }
        }
        let mut count = 0;
        let paragraphs = annotation.blocks.iter().map(|b| {
            let counts =
                matches!(b.kind, BlockKind::Standfirst | BlockKind::Body | BlockKind::Post);
            (counts && !b.boilerplate && !b.span().of(&annotation.text).trim().is_empty()).then(
                || {
                    count += 1;
                    count
                },
            )
        });
        let paragraphs = paragraphs.collect();
        let breaks = annotation.text.match_indices('\n').map(|(i, _)| i + 1);
        Article {
            annotation,
            sources: annotation.sources.iter().map(|s| (s.id.as_str(), s)).collect(),
            attributions: annotation.attributions.iter().map(|a| (a.id.as_str(), a)).collect(),
            contested,
            paragraphs,
            lines: [0].into_iter().chain(breaks).collect(),
        }
    }

    /// The text.
    pub fn text(&self) -> &'a str {
        &self.annotation.text
    }

    /// The source with an id.
    pub fn source(&self, id: &str) -> Option<&'a Source> {
        self.sources.get(id).copied()
    }

    /// The attribution with an id.
    pub fn attribution(&self, id: &str) -> Option<&'a Attribution> {
        self.attributions.get(id).copied()
    }

    /// The attribution that carries a claim.
    pub fn carrier(&self, claim: &Claim) -> Option<&'a Attribution> {
        self.attribution(claim.attribution.as_deref()?)
    }

    /// The innermost source of a claim.
    pub fn origin(&self, claim: &Claim) -> Option<&'a Source> {
        self.source(claim.chain.last()?.as_deref()?)
    }

    /// The claims that contest a claim.
    pub fn contesting(&self, claim: &Claim) -> &[&'a Claim] {
        self.contested.get(claim.id.as_str()).map_or(&[], Vec::as_slice)
    }

    /// Whether a claim's attribution stands inside another whose content is not its own.
    pub fn is_nested(&self, claim: &Claim) -> bool {
        let own = self.carrier(claim);
        let parent = own.and_then(|a| self.attribution(a.parent.as_deref()?));
        parent.is_some_and(|p| own.is_some_and(|a| a.content != p.content))
    }

    /// How far a reader can go back to who speaks.
    pub fn openness(&self, claim: &Claim) -> Openness {
        // Quoted speech whose speaker was not found is no anonymous voice.
        if claim.voice == Voice::Article || claim.attribution.is_none() {
            return if claim.global.is_some() { Openness::Global } else { Openness::Article };
        }
        match self.origin(claim).map(|s| s.identified) {
            Some(Identified::Named) => Openness::Named,
            Some(Identified::Role) => Openness::Role,
            Some(Identified::Anonymous) | None => Openness::Anonymous,
        }
    }

    /// The words of spans, with one blank for several and a gap between fragments.
    pub fn words(&self, spans: &[Span]) -> String {
        let parts = spans.iter().map(|s| one_line(s.of(self.text())));
        parts.collect::<Vec<_>>().join(" … ")
    }

    /// The block that holds an offset.
    pub fn block(&self, offset: usize) -> Option<(usize, &'a Block)> {
        let blocks = &self.annotation.blocks;
        let at = blocks.partition_point(|b| b.end <= offset);
        blocks.get(at).filter(|b| b.start <= offset).map(|b| (at, b))
    }

    /// The number of a block's paragraph, from 1; titles, headings and what is not the article's own have none.
    pub fn paragraph(&self, block: usize) -> Option<usize> {
        self.paragraphs.get(block).copied().flatten()
    }

    /// The paragraph at an offset.
    pub fn paragraph_at(&self, offset: usize) -> Option<usize> {
        self.paragraph(self.block(offset)?.0)
    }

    /// The line at an offset, from 1.
    pub fn line_at(&self, offset: usize) -> usize {
        self.lines.partition_point(|&start| start <= offset)
    }

    /// The blocks that are the article's own.
    pub fn own_blocks(&self) -> impl Iterator<Item = &'a Block> {
        self.annotation.blocks.iter().filter(|b| !b.boilerplate)
    }
}

/// The words with one blank between them.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most so many characters, cut at a blank where there is one, with a mark for what is left out.
pub fn shorten(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let head = &text[..end];
    let cut = head.rfind(char::is_whitespace).filter(|&i| i > end / 2).unwrap_or(end);
    format!("{}…", head[..cut].trim_end_matches([',', ';', ' ']))
}

/// The words without quotation marks around all of them.
pub fn unquoted(words: &str) -> &str {
    const PAIRS: [(char, char); 4] = [('«', '»'), ('“', '”'), ('"', '"'), ('‹', '›')];
    for (open, close) in PAIRS {
        let inner = words.strip_prefix(open).and_then(|w| w.strip_suffix(close));
        if let Some(inner) = inner.filter(|i| !i.contains([open, close])) {
            return inner.trim();
        }
    }
    words
}
