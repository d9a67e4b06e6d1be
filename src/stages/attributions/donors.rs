//! Donors: the sources of neighbouring cues, for a quotation that stands alone and names nobody.
//!
//! A quotation printed as a heading or pull quote belongs to a speaker whom another sentence names, most surely the one
//! who says the same words there.

use super::Reading;
use super::bases::Bases;
use super::candidates::{Candidate, features_of, outside_boilerplate};
use super::echo::{LEAST_ECHO, repeats, told_words};
use super::features::{Base, Feature, Slot};
use super::neighbours::{actor_before, actors, described, neighbours};
use super::plane::{Kind, Period};
use super::spoke_before::speaker;
use crate::model::{BlockKind, Cue, CueKind, Span, overlaps_any};
use crate::rules::{ContentOperator, SourceOperator};

/// Cues farther away lend no source.
const REACH: usize = 8;
/// A heading takes up words from farther away.
const ECHO_REACH: usize = 60;
/// So many cues on each side lend theirs.
const MOST: usize = 2;

/// Adds to the candidates of each mark that opens a quotation standing alone those with a neighbour's source;
/// `told` names the likeliest reading of each other cue.
pub fn lend(
    reading: Reading<'_>,
    periods: &[Period],
    cues: &[Cue],
    places: &[Option<(usize, usize)>],
    groups: &mut [Vec<Candidate>],
    told: &[Option<usize>],
    only: Option<usize>,
) {
    let rules = &reading.language.attributions.rules;
    let asking: Vec<usize> = (0..rules.len())
        .filter(|&r| rules[r].kind == CueKind::Mark)
        .filter(|&r| rules[r].source == Some(SourceOperator::Nearest))
        .filter(|&r| only.is_none_or(|o| o == r))
        .collect();
    // Where a reading names nobody yet, as it tells on, it is not known who speaks.
    let tells_on = |c: &Candidate| rules[c.rule].source == Some(SourceOperator::Nearest);
    let known = |n: &usize| cues[*n].kind != CueKind::Mark && !groups[*n].iter().any(tells_on);
    let best = (0..cues.len()).map(|n| Some(n).filter(known).map(|n| told[n])).collect();
    let mut donors = Donors { reading, periods, places, best };
    let titled: Vec<bool> = cues
        .iter()
        .map(|c| c.kind == CueKind::Mark && in_title(reading, reading.tokens.list[c.head].span))
        .collect();
    for number in (0..cues.len()).filter(|&n| !titled[n]) {
        match cues[number].kind {
            CueKind::Mark => donors.lend_to(number, false, &asking, cues, groups),
            _ => donors.tell_on(number, groups),
        }
    }
    // A heading takes up words that may stand without a cue as well.
    for number in (0..cues.len()).filter(|&n| titled[n]) {
        donors.lend_to(number, true, &asking, cues, groups);
    }
}

/// Where sources are borrowed from.
struct Donors<'a> {
    reading: Reading<'a>,
    periods: &'a [Period],
    places: &'a [Option<(usize, usize)>],
    /// The likeliest speaker of each cue, once somebody asks.
    best: Vec<Option<Option<usize>>>,
}

impl Donors<'_> {
    fn best(&mut self, donor: usize, group: &[Candidate]) -> Option<usize> {
        let scorer = &self.reading.language.scorer;
        *self.best[donor].get_or_insert_with(|| speaker(scorer, group))
    }

    /// Adds to the candidates of a mark those with a source that others lend it.
    fn lend_to(
        &mut self,
        number: usize,
        titled: bool,
        asking: &[usize],
        cues: &[Cue],
        groups: &mut [Vec<Candidate>],
    ) {
        let (reading, periods) = (self.reading, self.periods);
        let rules = &reading.language.attributions.rules;
        let Some((period, _)) = self.places[number].filter(|_| !asking.is_empty()) else { return };
        let alone = periods[period].is_pure_quote();
        let Some(own) = own_quotation(reading, &cues[number]) else { return };
        let clause = clause_before(reading, &periods[period], cues[number].head);
        if !alone && clause.is_none() && !titled && !behind_topic(&periods[period]) {
            return;
        }
        let Some(content) = outside_boilerplate(reading, vec![own]) else { return };
        let heading = is_heading(reading, own);
        // Who is near says no title of a work, only who has the same words.
        let alone = alone && !is_title(reading, own);
        // Who speaks in it may be named in it (*« C'est fini, dit-elle. On ferme. »*).
        let inside = cues[number + 1..]
            .iter()
            .take_while(|c| reading.tokens.list[c.head].span.start < own.end);
        let told_inside = inside.into_iter().any(|c| c.incise && c.kind == CueKind::Verb);
        let alone = alone && !told_inside;
        let mut lent = self.cues_near(number, own, heading, alone, titled, cues, groups);
        if alone {
            let near = neighbours(reading, periods, period).into_iter();
            lent.extend(near.map(|n| (n.source, sided(n.bases, heading))));
        }
        let clause: Vec<_> = clause.into_iter().flatten().map(|n| (n.source, n.bases)).collect();
        let mut setting = setting(reading, periods, period, own);
        setting.extend(self.claimed(number, own, groups).then_some(Base::DonorClaimed));
        let mut lent = united(lent);
        compare(&mut lent, first_person(own, reading));
        let joined = !heading && !setting.contains(&Base::DonorApart);
        let behind_colon = |r: &usize| rules[*r].content == ContentOperator::Colon;
        for &rule in asking {
            for (source, bases) in if behind_colon(&rule) { &clause } else { &lent } {
                let mut features = features_of(&mut [(Slot::Nearest, *bases)]);
                // Inside a paragraph the speaker comes first, by a heading last.
                let side = match bases.contains(Base::DonorBefore) {
                    true => Base::DonorLeads,
                    false => Base::DonorFollows,
                };
                features.extend(shape(own, heading, reading));
                // Whoever acts in the same sentence needs no other.
                if !behind_colon(&rule) {
                    features.extend(joined.then(|| Feature::of(Slot::Nearest, side)));
                    features.extend(setting.iter().map(|&b| Feature::of(Slot::Own, b)));
                }
                features.sort_unstable();
                features.dedup();
                groups[number].push(Candidate {
                    cue: number,
                    rule,
                    cue_spans: vec![reading.tokens.list[cues[number].head].span],
                    source: source.clone(),
                    content: content.clone(),
                    features,
                    usage: None,
                    relay: None,
                });
            }
        }
    }

    /// Whether the likeliest reading of a report before a quotation takes it in, as speech that goes on.
    fn claimed(&mut self, number: usize, own: Span, groups: &[Vec<Candidate>]) -> bool {
        (number.saturating_sub(REACH)..number).any(|n| {
            let top = self.best(n, &groups[n]);
            top.is_some_and(|t| overlaps_any(own, &groups[n][t].content))
        })
    }

    /// The sources of cues on either side of a quotation.
    #[allow(clippy::too_many_arguments)]
    fn cues_near(
        &mut self,
        number: usize,
        own: Span,
        heading: bool,
        alone: bool,
        titled: bool,
        cues: &[Cue],
        groups: &[Vec<Candidate>],
    ) -> Vec<(Vec<Span>, Bases)> {
        let words = told_words(own.of(self.reading.text));
        let least = if heading { 1 } else { LEAST_ECHO };
        let before = (0..number).rev().take(ECHO_REACH);
        let after = (number + 1..cues.len()).take(ECHO_REACH);
        let mut lent = Vec::new();
        for (side, from) in
            [(Base::DonorBefore, before.collect::<Vec<_>>()), (Base::DonorAfter, after.collect())]
        {
            let mut rank = 0;
            for (distance, donor) in from.into_iter().enumerate() {
                let mark = cues[donor].kind == CueKind::Mark;
                let near = distance < REACH && rank < MOST && alone && !mark;
                if mark && !titled || !near && words.len() < least {
                    continue;
                }
                let Some(top) = self.best(donor, &groups[donor]) else { continue };
                let donor = &groups[donor][top];
                // Who is named inside the quotation does not say it as a whole.
                if donor.source.iter().any(|s| s.overlaps(own)) {
                    continue;
                }
                let echo = repeats(self.reading, own, &words, &donor.content);
                if !near && !echo {
                    continue;
                }
                let mut bases = Bases::of([side, [Base::Adjacent, Base::Second][rank.min(1)]]);
                bases.put(echo, Base::DonorEcho);
                let mut named = None;
                if let Some((period, _)) = self.places[donor.cue] {
                    let about = described(self.reading, &self.periods[period], &donor.source);
                    bases = bases.with(about);
                    let pronoun = bases.contains(Base::FirstClitic);
                    let opening = self.places[number].map_or(period, |(p, _)| p + 1);
                    if echo && pronoun && side == Base::DonorAfter {
                        named = actor_before(self.reading, self.periods, opening..period + 1);
                    }
                }
                lent.push((donor.source.clone(), sided(bases, heading)));
                // Whoever a pronoun stands for is named between the heading and the words that it takes up.
                if let Some(n) = named {
                    let told = Bases::of([side, Base::DonorEcho, Base::DonorActs]);
                    lent.push((n.source, sided(n.bases.with(told), heading)));
                }
                rank += 1;
            }
        }
        lent
    }

    /// Names who tells on (*Et de préciser que …*): whoever spoke right before.
    fn tell_on(&mut self, number: usize, groups: &mut [Vec<Candidate>]) {
        let rules = &self.reading.language.attributions.rules;
        let asks = |c: &Candidate| rules[c.rule].source == Some(SourceOperator::Nearest);
        if !groups[number].iter().any(asks) {
            return;
        }
        let donor = (0..number).rev().take(REACH).find_map(|donor| {
            let top = self.best(donor, &groups[donor])?;
            Some(groups[donor][top].source.clone())
        });
        match donor {
            Some(source) => {
                groups[number]
                    .iter_mut()
                    .filter(|c| asks(c))
                    .for_each(|c| c.source = source.clone());
            }
            None => groups[number].retain(|c| !asks(c)),
        }
    }
}

/// Each source once, with all that is known of it.
fn united(lent: Vec<(Vec<Span>, Bases)>) -> Vec<(Vec<Span>, Bases)> {
    let mut list: Vec<(Vec<Span>, Bases)> = Vec::with_capacity(lent.len());
    for (source, bases) in lent {
        match list.iter_mut().find(|(s, _)| *s == source) {
            Some((_, all)) => *all = all.with(bases),
            None => list.push((source, bases)),
        }
    }
    list
}

/// Tells of each source whether nobody else is near, and whether it is a person's while the quotation speaks in the first person.
fn compare(lent: &mut [(Vec<Span>, Bases)], first_person: bool) {
    let same = |a: &[Span], b: &[Span]| a.iter().any(|s| overlaps_any(*s, b));
    let sole = lent.iter().all(|(s, _)| same(s, &lent[0].0));
    for (_, bases) in lent {
        let has = |b| bases.contains(b);
        let person = has(Base::HeadSource) || has(Base::HeadProper) || has(Base::FirstClitic);
        bases.put(sole, Base::DonorSole);
        bases.put(first_person && person, Base::DonorSelf);
    }
}

/// Below a heading its speaker is sought, above a sentence of speech.
fn sided(mut bases: Bases, heading: bool) -> Bases {
    bases.put(heading && bases.contains(Base::DonorAfter), Base::CueTitle);
    bases
}

/// Whether nothing but a topic and a colon stand before the quotation (*Budget : « On ne cédera pas »*), or a colon and the news
/// behind it (*« On ne cédera pas » : le budget voté dans la nuit*).
fn behind_topic(period: &Period) -> bool {
    let items = &period.planes[0].items;
    let Some(colon) = items.iter().position(|it| it.kind == Kind::Colon) else { return false };
    let worded = |part: &[super::plane::Item]| part.iter().any(|it| it.kind == Kind::Word);
    let topic = items[..colon].iter().all(|it| it.group.is_none());
    let quoted = colon == 1 && matches!(items[0].kind, Kind::Quote(_));
    topic && (quoted || !worded(&items[colon + 1..]))
}

/// The quotation that a mark opens.
fn own_quotation(reading: Reading<'_>, cue: &Cue) -> Option<Span> {
    own_at(reading, reading.tokens.list[cue.head].span.start)
}

/// The quotation that opens at a place.
fn own_at(reading: Reading<'_>, start: usize) -> Option<Span> {
    let i = reading.quotations.partition_point(|q| q.start < start);
    reading.quotations.get(i).filter(|q| q.start == start).map(|q| q.span())
}

/// Whether a quotation is all that its block holds.
pub fn is_heading(reading: Reading<'_>, own: Span) -> bool {
    let block = reading.blocks[..reading.blocks.partition_point(|b| b.start <= own.start)].last();
    block.is_some_and(|b| b.span().of(reading.text).trim().len() <= own.len() + 2)
}

/// Whether a mark stands in a title or heading.
fn in_title(reading: Reading<'_>, mark: Span) -> bool {
    let block = reading.blocks[..reading.blocks.partition_point(|b| b.start <= mark.start)].last();
    block.is_some_and(|b| {
        let alone = || own_at(reading, mark.start).is_some_and(|own| is_heading(reading, own));
        matches!(b.kind, BlockKind::Title | BlockKind::Heading) || alone()
    })
}

/// Whether every word of a quotation has a capital, as in a name or title (*« Le Grand Large »*).
fn is_title(reading: Reading<'_>, own: Span) -> bool {
    let words = own.of(reading.text).split(|c: char| !c.is_alphanumeric());
    let mut words = words.filter(|w| !w.is_empty()).peekable();
    words.peek().is_some() && words.all(|w| w.starts_with(char::is_uppercase))
}

/// What stands around a quotation of its own: whether speech or a report stands in the period before it, and in its paragraph.
fn setting(reading: Reading<'_>, periods: &[Period], period: usize, own: Span) -> Vec<Base> {
    let Some(before) = period.checked_sub(1).map(|p| &periods[p].planes[0]) else {
        return vec![Base::DonorApart];
    };
    let mut list = Vec::new();
    let quoted = before.items.iter().any(|it| matches!(it.kind, Kind::Quote(_)));
    let tells = before.items.iter().any(|it| it.cue.is_some() && it.group.is_some());
    let end = before.items.last().map_or(0, |it| reading.tokens.list[it.last].span.end);
    let block = |at: usize| reading.blocks.partition_point(|b| b.start <= at);
    let last = before.items.iter().rfind(|it| it.kind == Kind::Stop);
    let asked = last.is_some_and(|it| reading.tokens.list[it.last].span.of(reading.text) == "?");
    list.extend(asked.then_some(Base::DonorAsked));
    list.extend(quoted.then_some(Base::DonorQuoted));
    list.extend(tells.then_some(Base::DonorTells));
    list.extend((block(end.saturating_sub(1)) != block(own.start)).then_some(Base::DonorApart));
    list
}

/// Who acts in the clause that a colon parts from the quotation (*Le chercheur n'est pas étonné : « … »*), if nothing else
/// stands there.
fn clause_before(
    reading: Reading<'_>,
    period: &Period,
    mark: usize,
) -> Option<Vec<super::neighbours::Neighbour>> {
    let plane = &period.planes[0];
    let at = item_of_mark(&plane.items, mark)?;
    let colon = at.checked_sub(1).filter(|&i| plane.items[i].kind == Kind::Colon)?;
    let ends = plane.items[at + 1..].iter().all(|it| it.kind != Kind::Word);
    // A verb that reports tells more.
    let told = plane.items[..colon].iter().any(|it| it.cue.is_some() && it.group.is_some());
    let list = if ends && !told { actors(reading, plane, colon) } else { Vec::new() };
    (!list.is_empty()).then_some(list)
}

/// What the quotation itself shows.
fn shape(own: Span, heading: bool, reading: Reading<'_>) -> Vec<Feature> {
    let words = own.of(reading.text).split_whitespace().count();
    let mut list = vec![Feature::of(Slot::Cue, Base::CueKnown)];
    let mut put = |holds: bool, slot: Slot, base: Base| {
        if holds {
            list.push(Feature::of(slot, base));
        }
    };
    put(words <= 3, Slot::Own, Base::Short);
    put(words > 12, Slot::Own, Base::Long);
    put(heading, Slot::Own, Base::StartEdge);
    let tokens = &reading.tokens.list;
    let inside = tokens.partition_point(|t| t.span.start < own.start)
        ..tokens.partition_point(|t| t.span.start < own.end);
    let inside = &tokens[inside];
    let finite = inside.iter().any(|t| t.verb.is_some_and(|v| v.mood.is_finite()));
    put(finite, Slot::Own, Base::HasFinite);
    put(first_person(own, reading), Slot::Own, Base::FirstSpeaker);
    list
}

/// Whether somebody speaks of himself in a quotation.
fn first_person(own: Span, reading: Reading<'_>) -> bool {
    let tokens = &reading.tokens.list;
    let from = tokens.partition_point(|t| t.span.start < own.start);
    let first = reading.language.attributions.classes.first_person;
    tokens[from..].iter().take_while(|t| t.span.start < own.end).any(|t| t.classes.meets(first))
}

/// The item of a plane that is the quotation which a mark opens.
pub fn item_of_mark(items: &[super::plane::Item], token: usize) -> Option<usize> {
    let at = items.partition_point(|i| i.first < token);
    items.get(at).filter(|i| i.first == token && matches!(i.kind, Kind::Quote(_))).map(|_| at)
}
