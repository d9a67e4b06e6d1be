//! Candidates: every way that the rules propose to link a cue to a source and a content.

use super::Reading;
use super::bases::Bases;
use super::features::{Base, Feature, Slot};
use super::plane::{Kind, Period, Plane};
use super::relays::Relay;
use super::usage::Usage;
use super::what::QUOTED;
use super::{what, who};
use crate::model::{BlockKind, Cue, CueClass, CueKind, Mood, Pos, Span, Tense};
use crate::rules::{AttributionRule, ContentOperator};

/// One proposed attribution.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Index of the cue.
    pub cue: usize,
    /// Index of the rule.
    pub rule: usize,
    pub cue_spans: Vec<Span>,
    pub source: Vec<Span>,
    pub content: Vec<Span>,
    pub features: Vec<Feature>,
    /// How a word of the lists is used; `None` where another sort of cue reports.
    pub usage: Option<Usage>,
    /// Whether it passes on what another report tells, and which of both stands behind the other.
    pub relay: Option<Relay>,
}

impl Candidate {
    /// The stretch that its cue and content cover.
    pub fn place(&self) -> Span {
        let spans = self.cue_spans.iter().chain(&self.content);
        let start = spans.clone().map(|s| s.start).min().unwrap_or_default();
        Span::new(start, spans.map(|s| s.end).max().unwrap_or(start))
    }
}

/// All candidates for a cue, in order of the rules.
pub fn propose(
    reading: Reading<'_>,
    periods: &[Period],
    at: (usize, usize),
    number: usize,
    cue: &Cue,
) -> Vec<Candidate> {
    let plane = &periods[at.0].planes[at.1];
    let Some((first, last)) = item_range(plane, cue) else { return Vec::new() };
    let rules = &reading.language.attributions;
    let mut list: Vec<Candidate> = Vec::new();
    let word = word_of(reading, cue);
    // Many rules look for the source in the same way.
    let mut found: Vec<(&AttributionRule, Vec<who::Filler>)> = Vec::new();
    for (index, rule) in rules.rules.iter().enumerate() {
        if !holds(rule, cue) {
            continue;
        }
        let before = found.iter().position(|(other, _)| other.finds_source_as(rule));
        let place = before.unwrap_or_else(|| {
            found.push((rule, who::sources(plane, cue, (first, last), rule, &rules.classes)));
            found.len() - 1
        });
        let sources = &found[place].1;
        if rule.source.is_some() && sources.is_empty() {
            continue;
        }
        let about_cue = cue_features(reading, cue, plane, rule);
        let unnamed = rule.source.is_none().then_some(None);
        for source in unnamed.into_iter().chain(sources.iter().map(Some)) {
            // Who told on stands in another sentence; the donors name him.
            let here = source.filter(|s| !s.parts.is_empty());
            let Some(side) = Side::of(reading, plane, cue, source) else { continue };
            for content in what::contents(plane, cue, (first, last), here, rule, &rules.classes) {
                let made = side.with(reading, plane, cue, (number, index), about_cue, &content);
                let Some(mut candidate) = made else { continue };
                candidate.usage = word.map(|word| Usage { word, slot: content.slot });
                match with_following(reading, periods, at.0, &candidate, &content, plane) {
                    // In one paragraph a quotation that nobody else claims goes on.
                    Some((more, true)) => list.push(more),
                    Some((more, false)) => list.extend([more, candidate]),
                    None => list.push(candidate),
                }
            }
        }
    }
    list
}

/// The number of the word that carries a cue, if it is one of the lists.
pub fn word_of(reading: Reading<'_>, cue: &Cue) -> Option<u32> {
    let listed = cue.known && cue.kind != CueKind::Mark;
    let number = || reading.language.cues.lemmas.binary_search(&cue.lemma).ok();
    listed.then(number).flatten().map(|n| n as u32)
}

/// Whether the rule's conditions on the cue hold.
pub fn holds(rule: &AttributionRule, cue: &Cue) -> bool {
    let fits = |wanted: Option<bool>, is: bool| wanted.is_none_or(|w| w == is);
    rule.kind == cue.kind
        && (rule.frames.is_empty() || rule.frames.meets(cue.frames))
        && (rule.forms.is_empty() || cue.mood.is_some_and(|m| rule.forms.contains(&m)))
        && (rule.classes.is_empty() || rule.classes.contains(&cue.class))
        && fits(rule.passive, cue.passive)
        && fits(rule.negated, cue.negated)
        && fits(rule.incise, cue.incise)
}

/// The first and last item of a cue.
pub fn item_range(plane: &Plane, cue: &Cue) -> Option<(usize, usize)> {
    if cue.kind == CueKind::Mark {
        return super::donors::item_of_mark(&plane.items, cue.head).map(|i| (i, i));
    }
    Some((plane.item_of(cue.first)?, plane.item_of(cue.last).or_else(|| plane.item_of(cue.head))?))
}

/// What a cue shows, whatever its source and content.
pub fn cue_features(
    reading: Reading<'_>,
    cue: &Cue,
    plane: &Plane,
    rule: &AttributionRule,
) -> Bases {
    let mut list = Bases::default();
    let mut put = |holds: bool, base: Base| list.put(holds, base);
    put(cue.known, Base::CueKnown);
    put(!cue.known, Base::CueUnknown);
    let frames = crate::model::FrameSet(rule.frames.0 & cue.frames.0);
    put(!frames.is_empty() && frames.0 & !cue.weak.0 == 0, Base::CueWeak);
    // The verb that governs a silence makes it one (*a refusé de commenter*).
    put(cue.governed && cue.class != CueClass::Silent, Base::CueGoverned);
    put(cue.negated, Base::CueNegated);
    put(cue.passive, Base::CuePassive);
    put(cue.mood == Some(Mood::Infinitive), Base::CueInfinitive);
    let before = plane.item_of(cue.first).and_then(|i| i.checked_sub(1)).map(|i| &plane.items[i]);
    let purpose =
        before.is_some_and(|b| b.classes.meets(reading.language.attributions.classes.purpose));
    let preposition = before.is_some_and(|b| b.pos == Pos::Adp);
    put(cue.mood == Some(Mood::Infinitive) && purpose, Base::CuePurpose);
    put(cue.mood == Some(Mood::Infinitive) && preposition && !purpose, Base::CuePreposition);
    let place = reading.tokens.list[cue.head].span.start;
    let block = reading.blocks[..reading.blocks.partition_point(|b| b.start <= place)].last();
    let heading = block.is_some_and(|b| matches!(b.kind, BlockKind::Title | BlockKind::Heading));
    put(heading, Base::CueTitle);
    put(
        matches!(cue.mood, Some(Mood::ParticiplePresent | Mood::ParticiplePast)),
        Base::CueParticiple,
    );
    put(cue.mood == Some(Mood::Conditional), Base::CueConditional);
    let tense =
        reading.tokens.list[cue.parts[0]..=cue.head].iter().find_map(|t| t.verb).map(|v| v.tense);
    put(tense == Some(Tense::Future), Base::CueFuture);
    put(plane.quotation.is_some(), Base::CueQuoted);
    put(cue.kind == CueKind::Verb && cue.incise, Base::CueIncise);
    put(cue.coordinated, Base::CueCoordinated);
    list.extend(Base::of_class(cue.class));
    list
}

/// What the readings of a cue with one source have in common.
struct Side<'f> {
    source: Option<&'f who::Filler>,
    spans: Vec<Span>,
    cue_spans: Vec<Span>,
}

impl<'f> Side<'f> {
    /// `None` if cue and source do not go together.
    fn of(
        reading: Reading<'_>,
        plane: &Plane,
        cue: &Cue,
        source: Option<&'f who::Filler>,
    ) -> Option<Side<'f>> {
        let parts = source.map_or(&[][..], |s| &s.parts);
        let spans: Vec<Span> =
            parts.iter().map(|&(a, b)| plane.span(a, b, false, &reading)).collect();
        let cue_spans = match source.and_then(|s| s.joint) {
            Some(joint) => {
                let mut parts = cue.parts.clone();
                parts.push(joint);
                parts.sort_unstable();
                join_tokens(reading, &parts)
            }
            None => join_tokens(reading, &cue.parts),
        };
        // An inverted pronoun is the source, not the cue.
        let fits = is_whole(reading, &spans)
            && is_whole(reading, &cue_spans)
            && are_apart(&spans, &cue_spans);
        fits.then_some(Side { source, spans, cue_spans })
    }

    /// The reading with a content, if the three of them go together.
    fn with(
        &self,
        reading: Reading<'_>,
        plane: &Plane,
        cue: &Cue,
        (number, rule): (usize, usize),
        about_cue: Bases,
        content: &who::Filler,
    ) -> Option<Candidate> {
        let rules = &reading.language.attributions;
        // An incise inside a quotation: the content is the quotation, marks included.
        let operator = rules.rules[rule].content;
        let marks = matches!(operator, ContentOperator::RestAround | ContentOperator::RestLeft);
        let parts = content.parts.iter().map(|&(a, b)| plane.span(a, b, marks, &reading));
        let spans = outside_boilerplate(reading, parts.collect())?;
        if spans.is_empty() && !content.parts.is_empty()
            || !are_apart(&self.spans, &spans)
            // A quotation mark that serves as cue belongs to its content as well.
            || cue.kind != CueKind::Mark && !are_apart(&self.cue_spans, &spans)
        {
            return None;
        }
        // Where a reporting clause stands the subject is behind the verb and the content before.
        let incise = cue.kind == CueKind::Verb && cue.incise;
        let mut shown = [(Slot::Cue, about_cue); 3];
        shown[0].1.put(!cue.known && !content.bases.meets(QUOTED), Base::CueBareUnknown);
        // What a cue shows tells different things of a clause, an object or a quotation.
        shown[1] = (content.slot, content.bases.with(about_cue.without(TOLD_ONCE)));
        shown[1].1.put(incise, Base::CueIncise);
        let mut count = 2;
        if let Some(source) = self.source {
            shown[2] = (source.slot, source.bases);
            shown[2].1.put(incise, Base::CueIncise);
            // A thing may menace or promise without a word (*Le clocher menace de tomber*).
            let figurative = rules.figurative.meets(cue.frames);
            let thing = source.bases.contains(Base::HeadOther);
            shown[2].1.put(figurative && thing, Base::Figurative);
            count = 3;
        }
        Some(Candidate {
            cue: number,
            rule,
            cue_spans: self.cue_spans.clone(),
            source: self.spans.clone(),
            content: spans,
            features: features_of(&mut shown[..count]),
            usage: None,
            relay: None,
        })
    }
}

/// What a cue shows that tells the same whatever its content is.
const TOLD_ONCE: Bases = Bases::of([Base::CueKnown, Base::CueIncise, Base::CueTitle]);

/// The features of slots, each of which stands there once, in their order.
pub fn features_of(shown: &mut [(Slot, Bases)]) -> Vec<Feature> {
    shown.sort_unstable_by_key(|s| s.0);
    debug_assert!(shown.windows(2).all(|w| w[0].0 < w[1].0));
    let mut list = Vec::with_capacity(shown.iter().map(|s| s.1.len()).sum());
    for (slot, bases) in shown {
        bases.each(|base| list.push(Feature::of(*slot, base)));
    }
    list
}

/// Whether no span of one list overlaps one of the other.
fn are_apart(a: &[Span], b: &[Span]) -> bool {
    a.iter().all(|x| b.iter().all(|y| !x.overlaps(*y)))
}

/// The spans in order, without what lies in boilerplate: a period may run across it. `None` if two of them overlap.
pub fn outside_boilerplate(reading: Reading<'_>, mut spans: Vec<Span>) -> Option<Vec<Span>> {
    spans.sort_unstable();
    if is_whole(reading, &spans) {
        return Some(spans);
    }
    let mut list: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        let from = reading.blocks.partition_point(|b| b.end <= span.start);
        let cuts = reading.blocks[from..].iter().take_while(|b| b.start < span.end);
        let mut at = span.start;
        for cut in cuts.filter(|b| b.boilerplate) {
            if at < cut.start {
                list.push(Span::new(at, cut.start).trimmed(reading.text));
            }
            at = at.max(cut.end);
        }
        if at < span.end {
            list.push(Span::new(at, span.end).trimmed(reading.text));
        }
    }
    list.retain(|s| !s.is_empty());
    list.windows(2).all(|w| w[0].end <= w[1].start).then_some(list)
}

/// Whether spans are in order and apart, without blanks at their ends, and none of them runs into boilerplate.
fn is_whole(reading: Reading<'_>, spans: &[Span]) -> bool {
    spans.windows(2).all(|w| w[0].end <= w[1].start)
        && spans.iter().all(|span| {
            let from = reading.blocks.partition_point(|b| b.end <= span.start);
            let mut blocks = reading.blocks[from..].iter().take_while(|b| b.start < span.end);
            !span.is_empty()
                && span.trimmed(reading.text) == *span
                && !blocks.any(|b| b.boilerplate)
        })
}

/// Spans of tokens, joined where only blanks stand between.
pub fn join_tokens(reading: Reading<'_>, parts: &[usize]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::with_capacity(parts.len());
    for (k, &p) in parts.iter().enumerate() {
        let span = reading.tokens.list[p].span;
        match spans.last_mut() {
            Some(last) if parts[k - 1] + 1 == p => last.end = span.end,
            _ => spans.push(span),
        }
    }
    spans
}

/// Speech that goes on in quotations behind the period, without a cue of their own, belongs to the content; whether it
/// stays in one paragraph.
fn with_following(
    reading: Reading<'_>,
    periods: &[Period],
    period: usize,
    candidate: &Candidate,
    content: &who::Filler,
    plane: &Plane,
) -> Option<(Candidate, bool)> {
    const MOST: usize = 4;
    let quoted = content.bases.meets(QUOTED);
    let at_end = plane.quotation.is_none()
        && content.parts.last().is_some_and(|&(_, to)| {
            // Nothing but the cue and its source may stand between the quotation and the period's end.
            matches!(plane.items[to].kind, Kind::Quote(_))
                && plane.items[to + 1..].iter().all(|i| !matches!(i.kind, Kind::Quote(_)))
        });
    if !quoted || !at_end {
        return None;
    }
    let mut more = candidate.clone();
    let block = |place: usize| reading.blocks.partition_point(|b| b.start <= place);
    let here = candidate.content.last().map(|s| block(s.start));
    let mut together = true;
    for next in periods[period + 1..].iter().take(MOST).take_while(|p| p.is_pure_quote()) {
        let items = &next.planes[0].items;
        let last = items.iter().rposition(|i| matches!(i.kind, Kind::Quote(_)))?;
        // An incise in it is its own report.
        let own = |p: &Plane| {
            let mut pairs = p.items.windows(2);
            pairs.any(|w| {
                let inverted = |g: usize| p.groups[g].inverted.is_some();
                w[0].kind == Kind::Comma
                    && w[1].group.is_some_and(|g| w[1].cue.is_some() || inverted(g))
            })
        };
        if next.planes[1..].iter().any(own) {
            break;
        }
        let speaks = next.planes[1..].iter().any(|p| p.items.iter().any(|i| i.cue.is_some()));
        together &= !speaks;
        if speaks {
            more.features.push(Feature::of(content.slot, Base::MoreCues));
        }
        let quoted = next.planes[0].span(0, last, false, &reading);
        if more.content.len() == candidate.content.len() && here == Some(block(quoted.start)) {
            more.features.push(Feature::of(content.slot, Base::MoreInBlock));
        }
        together &= here == Some(block(quoted.start));
        more.content.push(quoted);
    }
    more.content = outside_boilerplate(reading, more.content)?;
    let grew = more.content.len() > candidate.content.len();
    more.features.push(Feature::of(content.slot, Base::MoreQuotes));
    more.features.sort_unstable();
    grew.then_some((more, together))
}
