//! Parts: an annotation as labelled stretches of text and links between them, as annotation tools show it.
//!
//! Such tools know no discontinuous stretches, so every fragment is a part of its own, linked to the first. A source that
//! several attributions share is marked once.

use std::collections::BTreeMap;

use crate::model::{Annotation, Attribution, Block, Identified, Source, SourceKind, Span};

/// A labelled stretch of the text.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    pub label: Label,
    /// In bytes; never empty.
    pub span: Span,
    /// What more is told of it; fragments behind the first tell nothing.
    pub about: About<'a>,
}

/// The labels of parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    Cue,
    Source,
    Content,
    Mention,
    Boilerplate,
}

impl Label {
    /// The name that files use.
    pub fn name(self) -> &'static str {
        ["Cue", "Source", "Content", "Mention", "Boilerplate"][self as usize]
    }
}

/// What a part stands for.
#[derive(Clone, Copy, Debug)]
pub enum About<'a> {
    /// The attribution of a cue or, where it has no cue, of a content.
    Attribution(&'a Attribution),
    /// A source at one of its mentions, if it is listed, with what is told of this mention.
    Source(Option<&'a Source>, SourceKind, Identified),
    /// A block that is not the article's own.
    Block(&'a Block),
    /// A part that tells nothing of its own.
    Nothing,
}

/// A link between two parts, by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    pub from: usize,
    pub to: usize,
    pub role: Role,
}

/// What the second part of a link is to the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The source of a cue.
    Source,
    /// The content of a cue.
    Content,
    /// A later fragment of the same.
    Fragment,
    /// The cue of an attribution inside this one.
    Nested,
    /// The fullest mention of the same source.
    Refers,
}

impl Role {
    /// The name that files use.
    pub fn name(self) -> &'static str {
        ["source", "content", "fragment", "nested", "refers"][self as usize]
    }
}

/// The parts of an annotation and the links between them.
#[derive(Clone, Debug, Default)]
pub struct Parts<'a> {
    pub list: Vec<Part<'a>>,
    pub links: Vec<Link>,
}

impl<'a> Parts<'a> {
    /// Divides an annotation with offsets in bytes.
    pub fn of(annotation: &'a Annotation) -> Parts<'a> {
        let mut parts = Parts::default();
        let sources: BTreeMap<&str, &Source> =
            annotation.sources.iter().map(|s| (s.id.as_str(), s)).collect();
        // The first part of each attribution, and of each place where a source is named.
        let mut anchors: BTreeMap<&str, usize> = BTreeMap::new();
        let mut named: BTreeMap<(&str, &[Span]), usize> = BTreeMap::new();
        for a in &annotation.attributions {
            let about = About::Attribution(a);
            let cue = parts.add(Label::Cue, &a.cue, about);
            let rest = if cue.is_some() { About::Nothing } else { about };
            let content = parts.add(Label::Content, &a.content, rest);
            let Some(anchor) = cue.or(content) else { continue };
            anchors.insert(&a.id, anchor);
            if let (Some(from), Some(to)) = (cue, content) {
                parts.links.push(Link { from, to, role: Role::Content });
            }
            if let Some(mention) = &a.source {
                let key = (mention.id.as_str(), mention.spans.as_slice());
                let source = sources.get(mention.id.as_str()).copied();
                let about = About::Source(source, mention.kind, mention.identified);
                let known = named.get(&key).copied();
                let part = known.or_else(|| parts.add(Label::Source, &mention.spans, about));
                if let Some(to) = part {
                    named.insert(key, to);
                    parts.links.push(Link { from: anchor, to, role: Role::Source });
                }
            }
        }
        for a in &annotation.attributions {
            let parent = a.parent.as_deref().and_then(|id| anchors.get(id));
            if let (Some(&from), Some(&to)) = (parent, anchors.get(a.id.as_str())) {
                parts.links.push(Link { from, to, role: Role::Nested });
            }
        }
        parts.add_mentions(annotation, &named);
        for b in annotation.blocks.iter().filter(|b| b.boilerplate) {
            parts.add(Label::Boilerplate, &[b.span()], About::Block(b));
        }
        parts
    }

    /// All borders of parts, in order, each once.
    pub fn borders(&self) -> Vec<usize> {
        let mut list: Vec<usize> =
            self.list.iter().flat_map(|p| [p.span.start, p.span.end]).collect();
        list.sort_unstable();
        list.dedup();
        list
    }

    /// The fullest mention of each source, marked if it is no source itself, and links to it from the others.
    fn add_mentions(
        &mut self,
        annotation: &'a Annotation,
        named: &BTreeMap<(&'a str, &'a [Span]), usize>,
    ) {
        let mut of: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for ((id, _), part) in named {
            of.entry(id).or_default().push(*part);
        }
        for source in &annotation.sources {
            let spoken = of.get(source.id.as_str()).map_or(&[][..], Vec::as_slice);
            let Some(fullest) = fullest(source, &annotation.text) else { continue };
            let fullest = source.mentions[fullest];
            let there = spoken.iter().copied().find(|&p| self.list[p].span == fullest);
            let about = About::Source(Some(source), source.kind, source.identified);
            let Some(to) = there.or_else(|| self.add(Label::Mention, &[fullest], about)) else {
                continue;
            };
            let others = spoken.iter().filter(|&&p| p != to);
            self.links.extend(others.map(|&from| Link { from, to, role: Role::Refers }));
        }
    }

    /// Adds the fragments of a stretch and returns the number of the first; `None` if nothing is in them.
    fn add(&mut self, label: Label, spans: &[Span], about: About<'a>) -> Option<usize> {
        let first = self.list.len();
        for &span in spans.iter().filter(|s| !s.is_empty()) {
            let number = self.list.len();
            let about = if number == first { about } else { About::Nothing };
            self.list.push(Part { label, span, about });
            if number > first {
                self.links.push(Link { from: first, to: number, role: Role::Fragment });
            }
        }
        (self.list.len() > first).then_some(first)
    }
}

/// Index of the mention that gives the source its name, else of the longest one, the first of equals.
pub fn fullest(source: &Source, text: &str) -> Option<usize> {
    let mentions = &source.mentions;
    let named = mentions.iter().position(|m| m.of(text) == source.name);
    named.or_else(|| (0..mentions.len()).rev().max_by_key(|&i| mentions[i].len()))
}
