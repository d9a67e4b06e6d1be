//! TEI P5: the whole text in its blocks, with contents as `said`, what is quoted in them as `quote`, cues and sources as
//! `seg`, and the confidence of each link as `certainty`.
//!
//! The characters of `body`, markup left out, are those of the article in their order. Elements nest, stretches need not:
//! what crosses another is divided, its pieces joined by `next` and `prev`.

mod header;
mod nesting;

use std::collections::BTreeMap;
use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::name_of;
use super::xml;
use crate::model::{Annotation, Attribution, Mode, Span};
use nesting::{Item, Piece, What, nest};

pub use header::{CORPUS_HEAD, CORPUS_TAIL, DECLARATION};

/// The `TEI` element of an annotation with offsets in bytes.
pub fn document(annotation: &Annotation) -> String {
    let digest = Sha256::digest(&annotation.id);
    let prefix: String = digest.iter().take(4).map(|b| format!("{b:02x}")).collect();
    // Ids hold for the whole file, which may hold many articles.
    let ids = Ids { annotation, prefix: format!("x{prefix}") };
    let mut out = String::new();
    header::write(&mut out, annotation, &ids);
    out.push_str("<text><body>");
    body(&mut out, annotation, &ids);
    out.push_str("</body></text></TEI>\n");
    out
}

/// The names that elements of a file have; made of numbers, since an id of ours need not be one of XML.
struct Ids<'a> {
    annotation: &'a Annotation,
    prefix: String,
}

impl Ids<'_> {
    fn source(&self, number: usize) -> String {
        format!("{}.s{}", self.prefix, number + 1)
    }

    fn value(&self, taxonomy: &str, value: &str) -> String {
        format!("{}.{taxonomy}.{value}", self.prefix)
    }

    fn piece(&self, what: What, number: usize) -> String {
        let name = match what {
            What::Said(i) => format!("a{}.said", i + 1),
            What::Quote(i) => format!("q{}", i + 1),
            What::Source(i) => format!("a{}.source", i + 1),
            What::Cue(i) => format!("a{}.cue", i + 1),
        };
        format!("{}.{name}.{}", self.prefix, number + 1)
    }
}

fn body(out: &mut String, annotation: &Annotation, ids: &Ids<'_>) {
    let text = annotation.text.as_str();
    let items = items(annotation);
    let mut at = 0;
    let mut blocks: Vec<(Span, Vec<Piece>)> = Vec::new();
    let mut next = 0;
    let mut active: Vec<Item> = Vec::new();
    let spans = annotation.blocks.iter().map(|b| b.span());
    for span in spans {
        let span = Span::new(span.start.max(at), span.end.max(at));
        at = span.end;
        // Items are in order of their beginning; some reach into later blocks.
        active.retain(|item| item.span.end > span.start);
        let begun = items[next..].iter().take_while(|i| i.span.start < span.end);
        let before = active.len();
        active.extend(begun);
        next += active.len() - before;
        blocks.push((span, nest(&active, span)));
    }
    let mut counts: BTreeMap<What, usize> = BTreeMap::new();
    for piece in blocks.iter().flat_map(|(_, pieces)| pieces) {
        *counts.entry(piece.what).or_default() += 1;
    }
    let sources: BTreeMap<&str, usize> =
        annotation.sources.iter().enumerate().map(|(i, s)| (s.id.as_str(), i)).collect();
    let mut writer = Writer { out, annotation, ids, sources, counts, written: BTreeMap::new() };
    let mut at = 0;
    for (block, (span, pieces)) in annotation.blocks.iter().zip(&blocks) {
        writer.between(Span::new(at, span.start));
        let kind = name_of(block.kind);
        let kind = match block.boilerplate {
            true => format!("type=\"boilerplate\" subtype=\"{kind}\""),
            false => format!("type=\"{kind}\""),
        };
        write!(writer.out, "<ab {kind}>").expect("writing to a string");
        writer.pieces(*span, pieces);
        writer.out.push_str("</ab>");
        at = span.end;
    }
    writer.between(Span::new(at, text.len()));
    if annotation.blocks.is_empty() && text.trim().is_empty() {
        // A body may not be empty.
        writer.out.push_str("<ab/>");
    }
}

/// What is marked up, in order of the text.
fn items(annotation: &Annotation) -> Vec<Item> {
    let parents: BTreeMap<&str, Option<&str>> =
        annotation.attributions.iter().map(|a| (a.id.as_str(), a.parent.as_deref())).collect();
    let depth = |a: &Attribution| {
        let mut above = a.parent.as_deref();
        let mut depth = 0;
        while let Some(id) = above.filter(|_| depth < 100) {
            above = parents.get(id).copied().flatten();
            depth += 1;
        }
        depth
    };
    let mut items = Vec::new();
    let mut quoted: Vec<Span> = Vec::new();
    for (i, a) in annotation.attributions.iter().enumerate() {
        let source = a.source.as_ref().map_or(&[][..], |s| &s.spans);
        let lists =
            [(What::Said(i), &a.content[..]), (What::Source(i), source), (What::Cue(i), &a.cue)];
        for (what, spans) in lists {
            items.extend(spans.iter().map(|&span| Item::new(what, span, depth(a))));
        }
        if a.mode != Mode::Indirect {
            for &span in &a.content {
                let from = annotation.quotations.partition_point(|q| q.start < span.start);
                // A quotation that began before the content may reach into it; the nearest one before is looked at.
                let from = from.saturating_sub(1);
                let meeting =
                    annotation.quotations[from..].iter().take_while(|q| q.start < span.end);
                let shared =
                    meeting.map(|q| Span::from((q.start.max(span.start), q.end.min(span.end))));
                quoted.extend(shared.filter(|s| !s.is_empty()));
            }
        }
    }
    quoted.sort_unstable();
    quoted.dedup();
    items.extend(quoted.iter().enumerate().map(|(i, &span)| Item::new(What::Quote(i), span, 0)));
    items.sort_by_key(Item::key);
    items
}

struct Writer<'a> {
    out: &'a mut String,
    annotation: &'a Annotation,
    ids: &'a Ids<'a>,
    sources: BTreeMap<&'a str, usize>,
    /// How many pieces there are of each.
    counts: BTreeMap<What, usize>,
    /// How many of them are written.
    written: BTreeMap<What, usize>,
}

impl Writer<'_> {
    /// What lies between blocks. Blanks may stand there; marks without width need an element.
    fn between(&mut self, span: Span) {
        let text = span.of(&self.annotation.text);
        match text.chars().all(|c| matches!(c, ' ' | '\n' | '\t')) {
            true => self.out.push_str(text),
            false => {
                write!(self.out, "<ab type=\"blank\">{}</ab>", xml::text(text))
                    .expect("writing to a string");
            }
        }
    }

    fn pieces(&mut self, block: Span, pieces: &[Piece]) {
        let text = self.annotation.text.as_str();
        let mut at = block.start;
        let mut open: Vec<Piece> = Vec::new();
        for &piece in pieces {
            while let Some(top) = open.pop_if(|top| top.span.end <= piece.span.start) {
                self.out.push_str(&xml::text(&text[at..top.span.end]));
                self.out.push_str(top.what.end_tag());
                at = top.span.end;
            }
            self.out.push_str(&xml::text(&text[at..piece.span.start]));
            at = piece.span.start;
            self.start_tag(piece.what);
            open.push(piece);
        }
        while let Some(top) = open.pop() {
            self.out.push_str(&xml::text(&text[at..top.span.end]));
            self.out.push_str(top.what.end_tag());
            at = top.span.end;
        }
        self.out.push_str(&xml::text(&text[at..block.end]));
    }

    fn start_tag(&mut self, what: What) {
        let number = *self.written.entry(what).and_modify(|n| *n += 1).or_insert(0);
        let count = self.counts.get(&what).copied().unwrap_or(1);
        let mut tag = format!("<{} xml:id=\"{}\"", what.element(), self.ids.piece(what, number));
        if number > 0 {
            write!(tag, " prev=\"#{}\"", self.ids.piece(what, number - 1))
                .expect("writing to a string");
        }
        if number + 1 < count {
            write!(tag, " next=\"#{}\"", self.ids.piece(what, number + 1))
                .expect("writing to a string");
        }
        let first = number == 0;
        let (more, inside) = self.about(what, first);
        tag.push_str(&more);
        tag.push('>');
        tag.push_str(&inside);
        self.out.push_str(&tag);
    }

    /// More attributes of an element, and what stands at its beginning.
    fn about(&self, what: What, first: bool) -> (String, String) {
        let of = |i: usize| &self.annotation.attributions[i];
        match what {
            What::Quote(_) => (String::new(), String::new()),
            What::Said(i) => self.about_report(of(i), i, first, true),
            What::Cue(i) if of(i).content.is_empty() => {
                let (more, inside) = self.about_report(of(i), i, first, false);
                (format!(" type=\"cue\"{more}"), inside)
            }
            What::Cue(i) => {
                let class = name_of(of(i).cue_class);
                (format!(" type=\"cue\" subtype=\"{class}\""), String::new())
            }
            What::Source(i) => {
                let id = of(i).source.as_ref().and_then(|s| self.sources.get(s.id.as_str()));
                let corresp =
                    id.map_or(String::new(), |&s| format!(" corresp=\"#{}\"", self.ids.source(s)));
                (format!(" type=\"source\"{corresp}"), String::new())
            }
        }
    }

    /// What is told of an attribution, at its content or, where there is none, at its cue.
    fn about_report(&self, a: &Attribution, i: usize, first: bool, said: bool) -> (String, String) {
        let who = a.source.as_ref().and_then(|s| self.sources.get(s.id.as_str()));
        let mut more = String::new();
        if said {
            if let Some(&s) = who {
                write!(more, " who=\"#{}\"", self.ids.source(s)).expect("writing to a string");
            }
            let direct = match a.mode {
                Mode::Direct => "true",
                Mode::Indirect => "false",
                Mode::Mixed => "inapplicable",
            };
            write!(more, " direct=\"{direct}\"").expect("writing to a string");
            if self.counts.contains_key(&What::Cue(i)) {
                write!(more, " corresp=\"#{}\"", self.ids.piece(What::Cue(i), 0))
                    .expect("writing to a string");
            }
        }
        let stance = self.ids.value("stance", &name_of(a.stance));
        let hedged = match a.hedged {
            true => format!(" #{}", self.ids.value("distance", "hedged")),
            false => String::new(),
        };
        write!(more, " n=\"{}\" ana=\"#{stance}{hedged}\"", xml::attribute(&a.id))
            .expect("writing to a string");
        let target = if said && who.is_some() { "../@who" } else { ".." };
        let certainty = match first {
            true => format!(
                "<certainty match=\"{target}\" locus=\"value\" degree=\"{}\"/>",
                a.confidence
            ),
            false => String::new(),
        };
        (more, certainty)
    }
}
