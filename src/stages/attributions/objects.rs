//! Noun phrases as contents: the object of a cue, or the subject of a passive one.

use super::features::{Base, Slot};
use super::plane::Kind;
use super::what::Finder;
use super::who::Filler;
use crate::model::{Mood, Pos};
use crate::rules::{AttributionRule, SourceOperator};

impl Finder<'_> {
    /// A noun phrase behind the cue.
    pub fn objects(&self) -> Vec<Filler> {
        let items = &self.plane.items;
        let mut i = self.behind();
        if self.source.is_some_and(|s| s.parts[0].0 > self.last) {
            // Behind an inverted source there is no object.
            i = self.last + 1;
        }
        let mut extra = vec![Base::Adjacent];
        let first = i;
        loop {
            let behind = self.behind_inserted(i);
            if behind == i {
                break;
            }
            i = behind;
            extra = vec![Base::Far];
        }
        let Some(it) = items.get(i) else { return Vec::new() };
        if self.rule.led_by.is_empty() {
            let opens = matches!(it.kind, Kind::Quote(_))
                || it.kind == Kind::Word
                    && it
                        .group
                        .is_none_or(|g| self.plane.groups[g].form.mood == Mood::ParticiplePast)
                    && (it.group.is_some()
                        || matches!(
                            it.pos,
                            Pos::Det | Pos::Noun | Pos::Propn | Pos::Num | Pos::Pron | Pos::Adj
                        )
                        || it.classes.meets(self.classes.indefinite))
                    && !self.is_led_by_of(i)
                    && !it.classes.meets(self.classes.relative);
            if !opens {
                return Vec::new();
            }
        } else if i > first && items[i - 1].classes.meets(self.classes.before_of) {
            return Vec::new();
        } else if !it.classes.meets(self.rule.led_by) {
            // A phrase about where or when it was said may stand between.
            let between = |j: &usize| {
                let it = &items[*j];
                it.kind == Kind::Word && it.group.is_none() && it.cue.is_none()
            };
            if it.pos != Pos::Adp {
                return Vec::new();
            }
            let found = (i..items.len().min(i + 8))
                .take_while(between)
                .skip(2)
                .find(|&j| items[j].classes.meets(self.rule.led_by));
            let Some(j) = found else { return Vec::new() };
            i = j;
            extra = vec![Base::Far];
        }
        let it = &items[i];
        extra.push(match (it.kind, it.pos) {
            (Kind::Quote(_), _) => Base::FirstQuote,
            _ if it.classes.meets(self.classes.indefinite) => Base::FirstIndefinite,
            (_, Pos::Det) => Base::FirstDeterminer,
            (_, Pos::Pron) => Base::FirstClitic,
            (_, Pos::Propn) => Base::FirstProper,
            _ => Base::FirstOther,
        });
        let head = items[i..].iter().take(5).find(|it| it.pos.is_nominal());
        if let Some(h) = head {
            let speaks = h.classes.meets(self.classes.source_noun)
                || h.classes.meets(self.classes.document_noun)
                || h.pos == Pos::Propn;
            // Right behind a verb that stands where a reporting clause does it is rather the one who speaks.
            if speaks && self.cue.incise && i == first && self.rule.led_by.is_empty() {
                extra.push(Base::WouldSpeak);
            }
            extra.push(if h.classes.meets(self.classes.source_noun) {
                Base::HeadSource
            } else if h.pos == Pos::Propn {
                Base::HeadProper
            } else if h.classes.meets(self.classes.time) {
                Base::HeadTime
            } else {
                Base::HeadOther
            });
        }
        self.stretch(Slot::Object, i, &extra)
    }

    /// Whether a preposition that reports stands before a phrase: it is a source, and nobody says it.
    fn is_framed(&self, from: usize) -> bool {
        let before = from.checked_sub(1).map(|i| &self.plane.items[i]);
        before.is_some_and(|it| it.cue.is_some() && it.pos == Pos::Adp)
    }

    /// Where an object may begin behind what is put before it: an adverb, a time (*le 3 mai*), what commas set off.
    fn behind_inserted(&self, from: usize) -> usize {
        /// So many items may be set off between commas.
        const MOST: usize = 9;
        let items = &self.plane.items;
        let time = |i: usize| {
            items.get(i).is_some_and(|it| {
                it.classes.meets(self.classes.time) && it.group.is_none() || it.pos == Pos::Num
            })
        };
        let word = |i: usize| items.get(i).filter(|it| it.kind == Kind::Word);
        let Some(it) = items.get(from) else { return from };
        if it.pos == Pos::Adv || it.classes.meets(self.classes.time) && it.group.is_none() {
            return from + 1;
        }
        if it.pos == Pos::Det && time(from + 1) {
            let end = (from + 1..items.len()).find(|&i| !time(i)).unwrap_or(items.len());
            // Only what another article follows was no object itself.
            let named = (from + 1..end).any(|i| items[i].classes.meets(self.classes.time));
            let object = word(end).is_some_and(|n| n.pos == Pos::Det);
            return if named && object { end } else { from };
        }
        if it.kind == Kind::Comma {
            let inside = items[from + 1..].iter().take(MOST).take_while(|i| {
                i.kind == Kind::Word && i.group.is_none_or(|g| !self.plane.groups[g].is_finite())
            });
            let end = from + 1 + inside.count();
            let leads = word(from + 1).is_some_and(|i| matches!(i.pos, Pos::Adp | Pos::Adv));
            let closed = items.get(end).is_some_and(|i| i.kind == Kind::Comma);
            return if leads && closed { end + 1 } else { from };
        }
        from
    }

    /// Whether *of* stands before an article, so that what it leads is no object (*d'un trait rouge*).
    fn is_led_by_of(&self, i: usize) -> bool {
        let items = &self.plane.items;
        items[i].classes.meets(self.classes.of)
            && items.get(i + 1).is_some_and(|next| {
                next.pos == Pos::Det && next.classes.meets(self.classes.singular)
            })
    }

    /// The subject of a passive verb and what it is taken for (*Ce bilan est considéré comme un échec*).
    pub fn subject_and_phrase(&self) -> Vec<Filler> {
        /// By whom, when and where may stand between in so many items.
        const BETWEEN: usize = 8;
        /// Subjects and ends that are tried with each other.
        const MOST: usize = 3;
        let items = &self.plane.items;
        let between = |i: &usize| items[*i].kind == Kind::Word && items[*i].group.is_none();
        let behind = self.behind();
        let lead = (behind..items.len().min(behind + BETWEEN))
            .take_while(between)
            .find(|&i| items[i].classes.meets(self.rule.led_by));
        let Some(lead) = lead else { return Vec::new() };
        let near = if lead == behind { Base::Adjacent } else { Base::Far };
        let ends = self.stretch(Slot::Object, lead, &[near]);
        let mut list = Vec::new();
        for subject in self.subject_phrases().into_iter().take(MOST) {
            for end in ends.iter().take(MOST) {
                let parts = vec![subject.parts[0], end.parts[0]];
                let mut whole = self.filler(Slot::SubjectPhrase, parts, &[near]);
                let about = subject.bases.iter().copied().filter(|b| !b.is_end());
                let about: Vec<Base> = about.filter(|b| !whole.bases.contains(b)).collect();
                whole.bases.extend(about);
                list.push(whole);
            }
        }
        list
    }

    /// The subject of a passive verb, left of it.
    pub fn subject_phrases(&self) -> Vec<Filler> {
        let subject =
            AttributionRule { source: Some(SourceOperator::Subject), ..self.rule.clone() };
        super::who::sources(self.plane, self.cue, (self.first, self.last), &subject, self.classes)
            .into_iter()
            .filter(|f| !self.is_framed(f.parts[0].0))
            .map(|f| Filler { slot: Slot::SubjectPhrase, ..f })
            .collect()
    }
}
