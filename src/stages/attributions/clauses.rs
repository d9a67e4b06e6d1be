//! Clauses as contents, and what somebody or something is taken for.

use super::bases::Bases;
use super::features::{Base, Slot};
use super::plane::{Item, Kind};
use super::what::{Finder, REACH};
use super::who::Filler;
use crate::model::{CueKind, Mood, Pos};

impl Finder<'_> {
    /// A clause behind the word that leads to it.
    pub fn clauses(&self) -> Vec<Filler> {
        let items = &self.plane.items;
        for (i, it) in items.iter().enumerate().skip(self.last + 1).take(REACH) {
            let leads = it.classes.meets(self.rule.led_by) && it.kind == Kind::Word;
            // As adverbs these words only limit or compare (*ne … que*, *si vite*); others ask as adverbs (*combien*).
            let links = it.classes.meets(self.classes.complementizer)
                || it.classes.meets(self.classes.subordinator);
            // Behind such words it opens a clause of time or purpose (*afin que*, *pour que*).
            let bound = i > self.last + 1 && {
                let before = &items[i - 1];
                before.classes.meets(self.classes.subordinator)
                    || before.pos == Pos::Adp
                        && before.kind == Kind::Word
                        // Not *en outre*.
                        && !items[i - 2].classes.meets(self.classes.gerund)
            };
            if leads && links && bound {
                continue;
            }
            if leads && self.cue.kind == CueKind::Noun && self.agrees_with_object(i) {
                return Vec::new();
            }
            if leads && !(links && it.pos == Pos::Adv) {
                // Adverbs and times keep it by its verb (*montre désormais que*).
                let aside = |it: &Item| it.pos == Pos::Adv || it.classes.meets(self.classes.time);
                let near = items[self.last + 1..i].iter().all(|it| it.group.is_none() && aside(it));
                let extra = if near { Base::FirstOther } else { Base::Far }.into();
                let mut list = self.stretch(Slot::Clause, i, extra);
                // A clause has a verb of its own, besides those that are subordinate in it.
                let whole = |f: &Filler| {
                    let has = |b| f.bases.contains(b);
                    !has(Base::NoMain) && !has(Base::NoFinite) || has(Base::HasQuote)
                };
                if list.iter().any(whole) {
                    list.retain(whole);
                }
                // A second clause that opens as the first one is said too (*que l'eau monte, mais que rien ne presse*).
                let more = |f: &Filler| self.opens_again(f.parts[0].1, i);
                if list.iter().any(|f| whole(f) && !more(f)) {
                    list.retain(|f| !more(f));
                }
                // The clause of a noun ends where the sentence's own verb follows (*la rumeur que l'usine fermerait a couru*).
                let main = |f: &&Filler| {
                    let has = |b| f.bases.contains(b);
                    has(Base::RelativeVerb) && (!has(Base::NoFinite) || has(Base::HasQuote))
                };
                let end = list.iter().filter(main).map(|f| f.parts[0].1).min();
                if let Some(end) = end.filter(|_| self.cue.kind == CueKind::Noun) {
                    list.retain(|f| f.parts[0].1 <= end);
                }
                return list;
            }
            // A clause right behind another verb is that verb's; one behind a noun that reports is the noun's.
            let led = items.get(i + 1).is_some_and(|n| n.classes.meets(self.rule.led_by));
            let noun = it.cue.is_some() && it.pos.is_nominal();
            if (it.group.is_some() || noun) && led && items[i + 1].kind == Kind::Word {
                break;
            }
            let finite = it.group.is_some_and(|g| self.plane.groups[g].is_finite());
            if finite
                || matches!(it.kind, Kind::Stop | Kind::Colon | Kind::Semicolon | Kind::Quote(_))
            {
                break;
            }
        }
        Vec::new()
    }

    /// Whether the first verb of a clause has a participle that agrees with what stands before it, so that the clause is a
    /// relative one and tells nothing (*une idée que le maire a exclue*).
    fn agrees_with_object(&self, from: usize) -> bool {
        let groups = self.plane.items[from..].iter().filter_map(|it| it.group);
        let verb = groups.map(|g| &self.plane.groups[g]).find(|g| g.is_finite());
        verb.is_some_and(|g| g.agreed && !g.reflexive)
    }

    /// Whether a coordinator and the word that led to a clause stand behind an item.
    fn opens_again(&self, to: usize, lead: usize) -> bool {
        let rest = &self.plane.items[to + 1..];
        let comma = usize::from(rest.first().is_some_and(|it| it.kind == Kind::Comma));
        let joins = rest.get(comma).is_some_and(|it| it.pos == Pos::Cconj && it.kind == Kind::Word);
        let complementizer = self.classes.complementizer;
        let led = |it: &Item| it.kind == Kind::Word && it.classes.meets(complementizer);
        joins && led(&self.plane.items[lead]) && rest.get(comma + 1).is_some_and(led)
    }

    /// Whether two words that open a clause together stand at an item (*alors que*).
    pub fn opens_clause(&self, i: usize) -> bool {
        let is = |i: usize, class| {
            let word = self.plane.items.get(i).filter(|it| it.kind == Kind::Word);
            word.is_some_and(|it| it.classes.meets(class))
        };
        is(i, self.classes.subordinator) && is(i + 1, self.classes.complementizer)
    }

    /// Whether a further member of the same list follows a stretch: what opens as it does behind a comma or coordinator (*des pannes,
    /// des retards*; *de partir, de rester*), or an adverb that joins (*, ainsi que la gare*).
    pub fn is_listed(&self, from: usize, to: usize) -> bool {
        let items = &self.plane.items;
        let at = |i: usize| items.get(i).filter(|it| it.kind == Kind::Word);
        let comma = usize::from(items.get(to + 1).is_some_and(|it| it.kind == Kind::Comma));
        let mut next = to + 1 + comma;
        next += usize::from(at(next).is_some_and(|it| it.pos == Pos::Cconj));
        let (Some(first), Some(other)) = (at(from), at(next)) else { return false };
        let class = self.classes;
        let same = match (first.pos, other.pos) {
            (Pos::Adp, Pos::Adp) => {
                first.classes == other.classes
                    || first.classes.meets(class.of) && other.classes.meets(class.of)
            }
            (Pos::Det | Pos::Adp, Pos::Det | Pos::Adp) => {
                let both = |c| first.classes.meets(c) && other.classes.meets(c);
                both(class.indefinite) || both(class.possessive)
            }
            _ => false,
        };
        let finite = |it: &Item| it.group.is_some_and(|g| self.plane.groups[g].is_finite());
        let joins = other.pos == Pos::Adv
            && !self.opens_clause(next)
            && at(next + 1).is_some_and(|it| it.classes.meets(class.complementizer))
            && !items[next + 1..]
                .iter()
                .take_while(|it| it.kind == Kind::Word && !it.classes.meets(class.subject_relative))
                .any(finite);
        same && next > to + 1 || joins
    }

    /// What stands on both sides of a frame: a comma behind it alone closes the clause in which it stands (*qui a coûté, dit-on, 3
    /// millions selon la Cour, rouvrira*).
    pub fn put_frame(&self, slot: Slot, bases: &mut Bases) {
        if !matches!(slot, Slot::RestLeft | Slot::RestRight | Slot::RestAround) {
            return;
        }
        let items = &self.plane.items;
        let marked =
            |i: Option<usize>| i.and_then(|i| items.get(i)).is_none_or(|it| it.kind != Kind::Word);
        let opened = marked(self.before().checked_sub(1));
        let closed = marked(Some(self.behind()));
        bases.put(closed && !opened, Base::FrameCloses);
        bases.put(opened && !closed, Base::FrameOpens);
        bases.put(!opened && !closed, Base::FrameBare);
    }

    /// Whether cue and source stand between a verb and the infinitive or participle that it leads to (*sera selon lui fermé*).
    pub fn parts_verb(&self) -> bool {
        let items = &self.plane.items;
        let group = |i: usize| items[i].group.map(|g| &self.plane.groups[g]);
        let bare = |it: &&Item| !matches!(it.kind, Kind::Comma) && it.pos != Pos::Adv;
        let left = items[..self.before()].iter().rposition(|it| bare(&it));
        let right =
            items[self.behind()..].iter().position(|it| bare(&it)).map(|i| i + self.behind());
        left.and_then(group).is_some_and(|g| g.is_finite())
            && right
                .and_then(group)
                .is_some_and(|g| matches!(g.form.mood, Mood::Infinitive | Mood::ParticiplePast))
    }

    /// Whether an item says what something is taken for.
    pub fn judges(&self, i: usize) -> bool {
        let items = &self.plane.items;
        let past = |g: usize| self.plane.groups[g].form.mood == Mood::ParticiplePast;
        // Before its noun it belongs to the thing (*on juge les plus beaux fruits*).
        let noun = items.get(i + 1).is_some_and(|next| next.pos == Pos::Noun);
        items[i].pos == Pos::Adj && !noun
            || items[i].group.is_some_and(past)
            || matches!(items[i].kind, Kind::Quote(_))
    }
}
