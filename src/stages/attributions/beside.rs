//! Contents beside a cue: quotations, and what stands before, behind or on both sides of it.

use super::bases::Bases;
use super::features::{Base, Slot};
use super::plane::{Item, Kind};
use super::shape::{phrase, shape};
use super::subjects::starts_phrase;
use super::what::{Finder, REACH};
use super::who::Filler;
use crate::model::{CueKind, Mood, Pos};
use crate::rules::SourceOperator;

impl Finder<'_> {
    pub fn quotes(&self) -> Vec<Filler> {
        let items = &self.plane.items;
        let mut list = Vec::new();
        let is_quote = |i: usize| matches!(items.get(i).map(|it| it.kind), Some(Kind::Quote(_)));
        // To the left: right before cue and source, a comma or dash between.
        let mut left = self.before();
        while left > 0
            && matches!(items[left - 1].kind, Kind::Comma | Kind::Dash | Kind::Stop | Kind::Mark)
            && self.before() - left < 2
        {
            left -= 1;
        }
        if left > 0 && is_quote(left - 1) {
            let to = left - 1;
            list.push(self.filler(Slot::Quote, vec![(to, to)], Base::EndComma.into()));
            // A quotation before it in the same period, with words between, is not joined; one right beside is.
            if to > 1 && is_quote(to - 2) && items[to - 1].kind != Kind::Word {
                let parts = vec![(to - 2, to)];
                list.push(self.filler(Slot::Quote, parts, Base::HasTwoCommas.into()));
            }
            // A quotation behind goes on with the same speech.
            let behind = self.behind();
            if let Some(next) = (behind..items.len().min(behind + 3)).find(|&i| is_quote(i)) {
                let between = items[behind..next].iter().all(|it| it.kind != Kind::Word);
                if between {
                    let parts = vec![(to, to), (next, next)];
                    list.push(self.filler(Slot::Quote, parts, Base::Continues.into()));
                }
            }
        }
        // To the right: behind a colon, or near the cue.
        let behind = self.behind();
        let mut colon = false;
        for i in behind..items.len() {
            match items[i].kind {
                Kind::Colon => colon = true,
                // The rest of a relative clause (*rêve d'un port qui « dort la nuit »*) is no speech of the cue's.
                Kind::Quote(_)
                    if i > behind
                        && items[i - 1].pos == Pos::Pron
                        && items[i - 1].classes.meets(self.classes.relative) =>
                {
                    break;
                }
                Kind::Quote(_) => {
                    let near = if i == behind { Base::Adjacent } else { Base::Far };
                    let lead = if colon { Base::StartColon } else { near };
                    let mut last = i;
                    list.push(self.filler(Slot::Quote, vec![(i, i)], lead.into()));
                    while is_quote(last + 2) && items[last + 1].kind != Kind::Word {
                        last += 2;
                    }
                    if last > i {
                        list.push(self.filler(
                            Slot::Quote,
                            vec![(i, last)],
                            Bases::of([lead, Base::Continues]),
                        ));
                    }
                    break;
                }
                Kind::Stop | Kind::Semicolon => break,
                Kind::Word if i > behind + REACH && !colon => break,
                _ => {}
            }
        }
        list
    }

    /// No content, with what follows the cue as its border.
    pub fn nothing(&self) -> Vec<Filler> {
        let bases = shape(self.plane, self.last, self.last, self.classes);
        let bases = bases.end();
        vec![Filler { parts: Vec::new(), slot: Slot::Nothing, bases, joint: None }]
    }

    /// The quotation that a mark opens; behind a colon also all that stands there.
    pub fn own(&self) -> Vec<Filler> {
        let items = &self.plane.items;
        let mut list =
            vec![self.filler(Slot::Own, vec![(self.first, self.first)], Bases::default())];
        let colon = items[..self.first].iter().rposition(|i| i.kind == Kind::Colon);
        let end = items.iter().rposition(|i| matches!(i.kind, Kind::Word | Kind::Quote(_)));
        if let (Some(colon), Some(end)) = (colon, end.filter(|&e| e >= self.first))
            && (colon + 1, end) != (self.first, self.first)
            && self.source.is_some_and(|s| s.parts[0].1 <= colon)
        {
            list.push(self.filler(Slot::Own, vec![(colon + 1, end)], Base::StartColon.into()));
        }
        list
    }

    /// What stands behind a colon that follows cue and source.
    pub fn behind_colon(&self) -> Vec<Filler> {
        let items = &self.plane.items;
        let behind = self.behind();
        let near = items.len().min(behind + REACH);
        // A colon in a bracket belongs there.
        let ends = |&i: &usize| matches!(items[i].kind, Kind::Colon | Kind::Stop | Kind::Open);
        let colon = (behind..near).find(ends);
        match colon.filter(|&i| items[i].kind == Kind::Colon && i + 1 < items.len()) {
            Some(colon) if items[colon + 1].kind == Kind::Word => {
                let lead = if colon == behind { Base::Adjacent } else { Base::Far };
                self.stretch(Slot::Colon, colon + 1, lead.into())
            }
            _ => Vec::new(),
        }
    }

    /// What stands before cue and source, from each place where it may begin.
    pub fn left(&self) -> Vec<Filler> {
        let Some(to) = self.left_end() else { return Vec::new() };
        let starts = self.left_starts(to).into_iter();
        let mut list: Vec<Filler> = starts
            .map(|(from, extra)| self.filler(Slot::RestLeft, vec![(from, to)], extra))
            .collect();
        if self.rule.source == Some(SourceOperator::InvertedSubject) {
            list.iter_mut().filter(|f| self.would_be_subject(f)).for_each(|f| {
                f.bases.insert(Base::WouldBeSubject);
            });
        }
        if let Some(rest) = self.rest() {
            list.iter_mut().for_each(|f| f.bases.insert(rest));
        }
        if let Some(count) = self.count() {
            list.iter_mut().for_each(|f| {
                let is = f.parts[0].0 == count;
                f.bases.insert(if is { Base::IsCount } else { Base::BesideCount });
            });
        }
        // A phrase whose verb follows the incise is cut in two by it (*Le plan, dit X, ne changera pas*).
        let finite = |it: &Item| it.group.is_some_and(|g| self.plane.groups[g].is_finite());
        let goes_on = self.plane.items.get(self.behind()).is_some_and(|i| i.kind == Kind::Comma)
            && self.plane.items.get(self.behind() + 1).is_some_and(finite);
        list.retain(|f| !(goes_on && f.bases.contains(Base::NoFinite)));
        if let Some((rest, alone)) = self.rest_of_quotation() {
            let longer = list.iter().map(|f| {
                let mut parts = f.parts.clone();
                parts.push(rest);
                let bases = f.bases.with(Base::Continues.into());
                Filler { parts, bases, slot: f.slot, joint: f.joint }
            });
            let longer: Vec<Filler> = longer.collect();
            if alone {
                return longer;
            }
            list.extend(longer);
        }
        list
    }

    /// Where a count begins that stands alone before a frame (*400 personnes selon la police, 900 d'après le comité*).
    fn count(&self) -> Option<usize> {
        /// A count is short.
        const LONGEST: usize = 4;
        let items = &self.plane.items;
        let to = self.first.checked_sub(1).filter(|_| self.cue.kind == CueKind::Preposition)?;
        let word = |i: &usize| items[*i].kind == Kind::Word && items[*i].group.is_none();
        let from = (0..=to).rev().take(LONGEST).take_while(word).last()?;
        let edge = from.checked_sub(1).is_none_or(|b| items[b].kind != Kind::Word);
        (edge && items[from].pos == Pos::Num).then_some(from)
    }

    /// What follows the comma behind cue and source: an object or a verb that the words before the cue wait for, or something
    /// that hangs on the cue.
    fn rest(&self) -> Option<Base> {
        let items = &self.plane.items;
        let comma = self.behind();
        if items.get(comma)?.kind != Kind::Comma {
            return None;
        }
        let it = items.get(comma + 1)?;
        let mood = it.group.map(|g| self.plane.groups[g].form.mood);
        Some(match (it.kind, mood) {
            (Kind::Quote(_), _) => Base::RestQuote,
            (Kind::Word, Some(Mood::ParticiplePresent | Mood::ParticiplePast)) => {
                Base::RestParticiple
            }
            (Kind::Word, Some(Mood::Infinitive)) => Base::RestInfinitive,
            (Kind::Word, Some(_)) => Base::RestVerb,
            (Kind::Word, None) if it.classes.meets(self.classes.relative) => Base::RestRelative,
            (Kind::Word, None) => match it.pos {
                Pos::Det | Pos::Num | Pos::Propn | Pos::Pron => Base::RestPhrase,
                Pos::Adp => Base::RestPreposition,
                Pos::Cconj => Base::RestCoordinator,
                _ => Base::RestOther,
            },
            _ => return None,
        })
    }

    /// Whether what stands before a verb is rather its subject than what is said: a noun phrase that opens the sentence, has no
    /// verb but in relative clauses and agrees with it (*Le front, par la voix de son bureau, réfute cette version*).
    fn would_be_subject(&self, content: &Filler) -> bool {
        let has = |b| content.bases.contains(b);
        let (from, to) = content.parts[0];
        let verbless = has(Base::NoFinite) || has(Base::NoMain);
        let opens = has(Base::StartEdge) && starts_phrase(self.plane, from, self.classes);
        let quoted = has(Base::AllQuoted) || has(Base::PartQuoted);
        verbless && opens && !quoted && {
            let about = phrase(self.plane, from, to, self.cue.number, self.classes);
            !about.contains(Base::Disagrees)
        }
    }

    /// What follows in the quotation behind the sentence that the incise ends (*« C'est fini, dit X. Il est trop tard. »*),
    /// and whether no other cue stands there.
    fn rest_of_quotation(&self) -> Option<((usize, usize), bool)> {
        let items = &self.plane.items;
        self.plane.quotation?;
        // When and where it was said may stand between (*dit X, dans son bureau. Il est trop tard*), but no other clause.
        let near = self.behind()..items.len().min(self.behind() + REACH + 1);
        let stop = near.into_iter().find(|&i| items[i].kind == Kind::Stop)?;
        let finite = |it: &Item| it.group.is_some_and(|g| self.plane.groups[g].is_finite());
        let setting = &items[self.behind()..stop];
        if setting.iter().any(|it| it.cue.is_some() || finite(it)) {
            return None;
        }
        let is_said = |it: &Item| matches!(it.kind, Kind::Word | Kind::Quote(_) | Kind::Close);
        let from = (stop + 1..items.len()).find(|&i| is_said(&items[i]))?;
        let to = items.iter().rposition(is_said)?;
        Some(((from, to), items[from..=to].iter().all(|it| it.cue.is_none())))
    }

    fn left_end(&self) -> Option<usize> {
        let items = &self.plane.items;
        let mut to = self.before().checked_sub(1)?;
        while matches!(items[to].kind, Kind::Comma | Kind::Dash | Kind::Mark)
            || to == self.before() - 1 && items[to].kind == Kind::Stop
        {
            to = to.checked_sub(1)?;
        }
        matches!(items[to].kind, Kind::Word | Kind::Quote(_) | Kind::Close | Kind::Stop)
            .then_some(to)
    }

    fn left_starts(&self, to: usize) -> Vec<(usize, Bases)> {
        let items = &self.plane.items;
        let mut starts = Vec::new();
        let (mut i, mut closed) = (to, 0_usize);
        loop {
            // What begins in a bracket ends in it (*un abri (un hangar) a brûlé*).
            closed += usize::from(items[i].kind == Kind::Close);
            closed -= usize::from(items[i].kind == Kind::Open && closed > 0);
            let before = i.checked_sub(1).map(|b| items[b].kind);
            let word = matches!(items[i].kind, Kind::Word | Kind::Quote(_));
            let border = match before {
                None | Some(Kind::Stop) => Some(Base::FirstOther),
                Some(Kind::Comma) => Some(Base::Second),
                Some(Kind::Colon | Kind::Semicolon | Kind::Dash | Kind::Open) => Some(Base::Third),
                Some(Kind::Quote(_)) => Some(Base::Third),
                _ if matches!(items[i].kind, Kind::Quote(_)) => Some(Base::FirstQuote),
                _ => None,
            };
            if let (true, Some(base)) = (word && closed == 0, border) {
                // Connectives in front of the speech are the article's own.
                starts.push((i, base.into()));
            }
            if before.is_none() || matches!(before, Some(Kind::Stop)) && items[i].kind == Kind::Word
            {
                break;
            }
            i -= 1;
        }
        // A dateline is the agency's (*BAMAKO (Agence Sahel) – Trois écoles ont rouvert*).
        let behind = self.behind_dateline();
        if starts.iter().any(|s| s.0 == behind) {
            starts.retain(|s| s.0 >= behind);
        }
        // The widest reading first, then from the nearest on.
        if let Some(widest) = starts.pop() {
            starts.insert(0, widest);
        }
        starts.truncate(5);
        starts
    }

    /// Where the sentence begins behind a dateline: a name, words without a verb that a bracket closes, and a dash.
    fn behind_dateline(&self) -> usize {
        /// A dateline is short.
        const LONGEST: usize = 12;
        let items = &self.plane.items;
        let short = &items[..items.len().min(LONGEST)];
        let dash = short.iter().position(|it| it.kind == Kind::Dash);
        let Some(dash) = dash.filter(|&d| d > 0) else { return 0 };
        let named = |it: &Item| it.kind == Kind::Word && matches!(it.pos, Pos::Propn | Pos::Noun);
        let bare = items[..dash].iter().all(|it| it.group.is_none());
        let credited = items[dash - 1].kind == Kind::Close && named(&items[0]);
        // Without a credit it is a name or two.
        let place = dash < 3 && items[..dash].iter().all(|it| it.pos == Pos::Propn);
        if bare && (credited || place) { dash + 1 } else { 0 }
    }

    pub fn right(&self) -> Vec<Filler> {
        /// Before an inverted verb that leaves out what stands on its left there is a connective at most.
        const CONNECTIVE: usize = 4;
        let incise = self.rule.source == Some(SourceOperator::InvertedSubject);
        // What opens as a noun phrase does is no connective but a subject.
        let first = self.plane.items[0].pos;
        let phrase = matches!(first, Pos::Det | Pos::Propn | Pos::Pron | Pos::Noun | Pos::Num);
        let opens = self.before() <= CONNECTIVE
            && self.plane.quotation.is_none()
            && (self.before() == 0 || !phrase);
        match self.right_start().filter(|_| !incise || opens) {
            Some((from, extra)) => {
                let mut list = self.stretch(Slot::RestRight, from, extra);
                if self.count().is_some() {
                    list.iter_mut().for_each(|f| f.bases.insert(Base::BesideCount));
                }
                // *Of* and no verb belong to the phrase before them (*selon Anne Morel, du syndicat des gardes, …*).
                if self.plane.items[from].classes.meets(self.classes.of) {
                    list.retain(|f| !f.bases.contains(Base::NoFinite));
                }
                list
            }
            None => Vec::new(),
        }
    }

    fn right_start(&self) -> Option<(usize, Bases)> {
        let items = &self.plane.items;
        let mut from = self.behind();
        // The pronoun that takes the source up.
        from += usize::from(self.rule.source == Some(SourceOperator::FramedAntecedent));
        let mut extra = Bases::from(Base::StartOther);
        while matches!(items.get(from)?.kind, Kind::Comma | Kind::Dash | Kind::Colon | Kind::Mark) {
            let comma = items[from].kind == Kind::Comma;
            extra = if comma { Base::StartComma } else { Base::StartColon }.into();
            from += 1;
        }
        // A coordinator or adverb may lead (*Mais pour lui, …*).
        let leads = |it: &Item| matches!(it.pos, Pos::Cconj | Pos::Adv);
        if items[..self.before()].iter().all(leads) {
            extra.insert(Base::CueOpens);
        }
        if let Some(behind) = self.behind_relative(from) {
            from = behind;
        }
        // What opens so belongs to the words before it.
        let it = items.get(from)?;
        let past = |g: usize| self.plane.groups[g].form.mood == Mood::ParticiplePast;
        if it.classes.meets(self.classes.relative) && it.pos == Pos::Pron {
            extra.insert(Base::FirstRelative);
        } else if it.group.is_some_and(past) {
            // Right behind the source it describes it (*d'après un texte publié lundi, tout est prêt*).
            let framed = self.rule.source == Some(SourceOperator::Framed);
            if framed && from == self.behind() && from + 1 < items.len() {
                return None;
            }
            extra.insert(Base::FirstParticiple);
        } else if it.pos == Pos::Noun {
            extra.insert(Base::FirstBare);
        }
        matches!(items[from].kind, Kind::Word | Kind::Quote(_)).then_some((from, extra))
    }

    /// Where the main clause goes on behind a relative clause or participle that describes the source (*selon X, qui …, le
    /// pont …*): behind a comma that a subject and its finite verb follow.
    fn behind_relative(&self, from: usize) -> Option<usize> {
        let items = &self.plane.items;
        let it = items.get(from)?;
        let framed = self.rule.source == Some(SourceOperator::Framed);
        // *Qui* and *que* alike (*selon une note que le journal a lue, deux câbles …*).
        let relative = it.classes.meets(self.classes.relative) && it.group.is_none();
        let past = |g: usize| self.plane.groups[g].form.mood == Mood::ParticiplePast;
        let participle = it.group.is_some_and(past);
        if !framed || !relative && !participle {
            return None;
        }
        let finite = |i: usize| items[i].group.is_some_and(|g| self.plane.groups[g].is_finite());
        let verb = (from..items.len()).find(|&i| participle || finite(i))?;
        let commas = (verb..items.len()).filter(|&i| items[i].kind == Kind::Comma);
        commas.take(REACH).map(|i| i + 1).find(|&start| {
            let clause = (start..items.len()).take_while(|&i| {
                !matches!(items[i].kind, Kind::Comma | Kind::Stop | Kind::Semicolon)
            });
            let subject = items.get(start).is_some_and(|it| {
                it.group.is_none()
                    && matches!(it.pos, Pos::Det | Pos::Pron | Pos::Propn | Pos::Num)
                    && !it.classes.meets(self.classes.relative)
            });
            subject && clause.into_iter().any(finite)
        })
    }

    pub fn around(&self) -> Vec<Filler> {
        let (Some(to), Some((from, extra))) = (self.left_end(), self.right_start()) else {
            return Vec::new();
        };
        let starts = self.left_starts(to);
        let ends = self.ends(from);
        let mut list = Vec::new();
        let mut extra = extra;
        extra.extend(self.rest().into_iter().chain(self.count().map(|_| Base::BesideCount)));
        for (start, base) in starts.iter().take(3) {
            for &end in ends.iter().rev().take(3) {
                let parts = vec![(*start, to), (from, end)];
                list.push(self.filler(Slot::RestAround, parts, extra.with(*base)));
            }
        }
        list.retain(|f| f.parts.iter().all(|&(a, b)| self.clear(a, b)));
        list
    }
}
