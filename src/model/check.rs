//! Every invariant of an annotation, in one list.

use std::collections::BTreeSet;
use std::fmt;

use super::{Annotation, Evidence, Quotation, Span, Voice, overlaps_any, total_len};

/// A broken invariant, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation(pub String);

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Violation {}

impl Annotation {
    /// Checks every invariant that can be seen in the annotation itself (offsets in bytes).
    ///
    /// # Errors
    /// All violations, in the order of the list below; an empty list is never returned as an error.
    pub fn check(&self) -> Result<(), Vec<Violation>> {
        let mut found = Found { text: &self.text, list: Vec::new() };
        self.check_divisions(&mut found);
        self.check_attributions(&mut found);
        self.check_nesting(&mut found);
        self.check_sources(&mut found);
        self.check_claims(&mut found);
        if found.list.is_empty() { Ok(()) } else { Err(found.list) }
    }

    /// Checks that every one of these finite verbs lies in a claim, in the content of a speech act or in a cue.
    ///
    /// The verbs are spans of tokens, which the annotation does not keep; the pipeline's analysis supplies them.
    ///
    /// # Errors
    /// A violation for each verb that nothing covers.
    pub fn check_verbs(&self, verbs: &[Span]) -> Result<(), Vec<Violation>> {
        let mut found = Found { text: &self.text, list: Vec::new() };
        let mut covered: Vec<Span> = self.claims.iter().flat_map(|c| c.spans.clone()).collect();
        for a in &self.attributions {
            covered.extend(&a.cue);
            covered.extend(&a.content);
        }
        for &verb in verbs {
            found.unless(overlaps_any(verb, &covered), || {
                format!(
                    "the finite verb {:?} lies in no claim, speech act or cue",
                    verb.of(&self.text)
                )
            });
        }
        if found.list.is_empty() { Ok(()) } else { Err(found.list) }
    }

    fn check_divisions(&self, found: &mut Found) {
        // Blocks: in order, apart, and covering all visible text.
        let mut at = 0;
        for b in &self.blocks {
            found.sound(b.span(), "block");
            found.unless(b.start >= at, || format!("block at {} overlaps the one before", b.start));
            found.unless(!b.rule.is_empty(), || format!("block at {} names no rule", b.start));
            found.unless(b.boilerplate == b.kind.is_boilerplate(), || {
                format!("block at {} is {:?} and its verdict says otherwise", b.start, b.kind)
            });
            found.probability(b.confidence, "block");
            if b.start >= at {
                found.invisible(Span::new(at, b.start));
            }
            at = at.max(b.end);
        }
        if at <= self.text.len() {
            found.invisible(Span::new(at, self.text.len()));
        }
        // Sentences: in order, apart, each inside its article block.
        let mut at = 0;
        for s in &self.sentences {
            found.sound(s.span(), "sentence");
            found.unless(s.start >= at, || {
                format!("sentence at {} overlaps the one before", s.start)
            });
            at = at.max(s.end);
            match self.blocks.get(s.block) {
                Some(b) => {
                    found.unless(b.span().contains(s.span()), || {
                        format!("sentence at {} leaves its block", s.start)
                    });
                    found.unless(!b.boilerplate, || {
                        format!("sentence at {} lies in boilerplate", s.start)
                    });
                }
                None => found.add(format!("sentence at {} names no block", s.start)),
            }
            let linked = s.quotation.map(|q| self.quotations.get(q));
            let meets = |q: Option<&Quotation>| q.is_some_and(|q| q.span().overlaps(s.span()));
            found.unless(linked.is_none_or(meets), || {
                format!("sentence at {} is linked to no quotation that it shares", s.start)
            });
        }
        for q in &self.quotations {
            found.sound(q.span(), "quotation");
            found.unless(q.span().contains(q.inner), || {
                format!("quotation at {} does not hold its inside", q.start)
            });
        }
    }

    fn check_attributions(&self, found: &mut Found) {
        let boilerplate: Vec<Span> =
            self.blocks.iter().filter(|b| b.boilerplate).map(|b| b.span()).collect();
        let mut ids = BTreeSet::new();
        for a in &self.attributions {
            let id = &a.id;
            found.unless(ids.insert(id), || format!("two attributions have the id {id}"));
            found.unless(!a.rule.is_empty(), || format!("{id} names no rule"));
            found.unless(!a.cue.is_empty(), || format!("{id} has no cue"));
            found.unless(!a.content.is_empty() || a.stance == super::Stance::NoComment, || {
                format!("{id} has no content")
            });
            let source: &[Span] = a.source.as_ref().map_or(&[], |s| &s.spans);
            for (name, spans) in [("cue", &a.cue[..]), ("source", source), ("content", &a.content)]
            {
                found.list_sound(spans, &format!("{name} of {id}"));
                for &s in spans {
                    found.unless(!overlaps_any(s, &boilerplate), || {
                        format!("the {name} of {id} lies in boilerplate")
                    });
                }
            }
            let mark = a.cue.iter().all(|c| !c.of(&self.text).chars().any(char::is_alphanumeric));
            found.unless(mark || !a.cue.iter().any(|&c| overlaps_any(c, &a.content)), || {
                format!("the cue of {id} lies in its own content")
            });
            found.unless(!source.iter().any(|&s| overlaps_any(s, &a.content)), || {
                format!("the source of {id} lies in its own content")
            });
            found.unless(!source.iter().any(|&s| overlaps_any(s, &a.cue)), || {
                format!("source and cue of {id} overlap")
            });
            found.probability(Some(a.confidence), id);
            found.adds_up(a.confidence, &a.evidence, id);
            if let Some(link) = a.source.as_ref().and_then(|s| s.link.as_ref()) {
                found.adds_up(link.confidence, &link.evidence, &format!("the link of {id}"));
            }
        }
    }

    fn check_nesting(&self, found: &mut Found) {
        let by_id = |id: &str| self.attributions.iter().find(|a| a.id == id);
        for a in &self.attributions {
            let Some(parent) = &a.parent else { continue };
            let Some(outer) = by_id(parent) else {
                found.add(format!("{} names no parent {parent}", a.id));
                continue;
            };
            let inside = a.content.iter().map(|&c| covered_len(c, &outer.content)).sum::<usize>();
            found.unless(inside == total_len(&a.content), || {
                format!("the content of {} is not inside its parent's", a.id)
            });
            let mut seen = BTreeSet::from([&a.id]);
            let mut above = Some(outer);
            while let Some(next) = above {
                if !seen.insert(&next.id) {
                    found.add(format!("the parents of {} form a circle", a.id));
                    break;
                }
                above = next.parent.as_deref().and_then(by_id);
            }
        }
    }

    fn check_sources(&self, found: &mut Found) {
        let mut ids = BTreeSet::new();
        for s in &self.sources {
            found.unless(ids.insert(s.id.as_str()), || format!("two sources have the id {}", s.id));
            found.list_sound(&s.mentions, &format!("mentions of {}", s.id));
            for f in &s.flags {
                found.list_sound(&f.spans, &format!("a flag of {}", s.id));
                found.unless(!f.spans.is_empty(), || format!("a flag of {} has no words", s.id));
            }
            found.unless(!s.mentions.is_empty(), || format!("{} is mentioned nowhere", s.id));
        }
        for a in &self.attributions {
            if let Some(s) = &a.source {
                found.unless(ids.contains(s.id.as_str()), || {
                    format!("{} names no source {}", a.id, s.id)
                });
                found
                    .unless(!s.spans.is_empty(), || format!("the source of {} has no words", a.id));
            }
        }
    }

    fn check_claims(&self, found: &mut Found) {
        let boilerplate: Vec<Span> =
            self.blocks.iter().filter(|b| b.boilerplate).map(|b| b.span()).collect();
        let attributed: BTreeSet<&str> = self.attributions.iter().map(|a| a.id.as_str()).collect();
        let sources: BTreeSet<&str> = self.sources.iter().map(|s| s.id.as_str()).collect();
        let claims: BTreeSet<&str> = self.claims.iter().map(|c| c.id.as_str()).collect();
        let mut ids = BTreeSet::new();
        for c in &self.claims {
            for name in c.contests.iter().chain(&c.repeats) {
                found.unless(claims.contains(name.as_str()) && *name != c.id, || {
                    format!("claim {} names no other claim {name}", c.id)
                });
            }
            let id = &c.id;
            found.unless(ids.insert(id), || format!("two claims have the id {id}"));
            found.list_sound(&c.spans, &format!("claim {id}"));
            found.unless(!c.spans.is_empty(), || format!("claim {id} covers nothing"));
            for &s in &c.spans {
                found.unless(!overlaps_any(s, &boilerplate), || {
                    format!("claim {id} lies in boilerplate")
                });
            }
            for &k in &c.sentences {
                found.unless(k < self.sentences.len(), || {
                    format!("claim {id} names no sentence {k}")
                });
            }
            for name in c.attribution.iter().chain(&c.global) {
                found.unless(attributed.contains(name.as_str()), || {
                    format!("claim {id} names no attribution {name}")
                });
            }
            for name in c.chain.iter().flatten().chain(&c.relayed_by) {
                found.unless(sources.contains(name.as_str()), || {
                    format!("claim {id} names no source {name}")
                });
            }
            found.probability(c.confidence, id);
            let own = c.voice == Voice::Article;
            found.unless(
                own == c.chain.is_empty()
                    && (c.attribution.is_some() == c.confidence.is_some())
                    && !(own && c.attribution.is_some())
                    && (c.attribution.is_some() || c.chain.iter().all(Option::is_none)),
                || format!("claim {id} mixes the article's voice with a source's"),
            );
        }
        for s in &self.speech_acts {
            found.unless(attributed.contains(s.attribution.as_str()), || {
                format!("a speech act names no attribution {}", s.attribution)
            });
            found.unless(!s.stance.puts_forward(), || {
                format!("the speech act of {} puts something forward", s.attribution)
            });
        }
    }
}

/// The violations found so far.
struct Found<'a> {
    text: &'a str,
    list: Vec<Violation>,
}

impl Found<'_> {
    fn add(&mut self, what: String) {
        self.list.push(Violation(what));
    }

    fn unless(&mut self, holds: bool, what: impl FnOnce() -> String) {
        if !holds {
            self.add(what());
        }
    }

    /// A span lies in the text, on character borders, and is not empty.
    fn sound(&mut self, span: Span, what: &str) {
        let ok = span.start < span.end
            && span.end <= self.text.len()
            && self.text.is_char_boundary(span.start)
            && self.text.is_char_boundary(span.end);
        self.unless(ok, || {
            format!("{what} {}..{} is no stretch of the text", span.start, span.end)
        });
    }

    /// The spans are sound, in order and apart.
    fn list_sound(&mut self, spans: &[Span], what: &str) {
        for &s in spans {
            self.sound(s, what);
        }
        let apart = spans.windows(2).all(|w| w[0].end <= w[1].start);
        self.unless(apart, || format!("the parts of {what} are not in order"));
    }

    fn invisible(&mut self, gap: Span) {
        if let Some(between) = self.text.get(gap.start..gap.end) {
            self.unless(between.chars().all(is_invisible), || {
                format!("no block covers {:?}", between.chars().take(40).collect::<String>())
            });
        }
    }

    /// A confidence is what its evidence gives.
    fn adds_up(&mut self, confidence: f64, evidence: &[Evidence], what: &str) {
        let again = Evidence::probability(evidence);
        self.unless((again - confidence).abs() < 1e-6, || {
            format!("the confidence of {what} is {confidence} and its evidence gives {again}")
        });
    }

    fn probability(&mut self, p: Option<f64>, what: &str) {
        self.unless(p.is_none_or(|p| (0.0..=1.0).contains(&p)), || {
            format!("{what} has a probability outside 0..=1")
        });
    }
}

/// Blanks and characters that print nothing need no block.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// How many bytes of `span` lie in `spans`, which are apart.
fn covered_len(span: Span, spans: &[Span]) -> usize {
    spans.iter().map(|s| s.end.min(span.end).saturating_sub(s.start.max(span.start))).sum()
}
