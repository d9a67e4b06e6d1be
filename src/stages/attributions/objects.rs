//! Noun phrases as contents: the object of a cue, or the subject of a passive one.

use super::bases::Bases;
use super::features::{Base, Slot};
use super::plane::Kind;
use super::shape::phrase;
use super::subjects::{subjects, subjects_ending};
use super::what::Finder;
use super::who::{Filler, is_phrase};
use crate::model::{ClassSet, CueClass, Mood, Number, Pos};

impl Finder<'_> {
    /// A noun phrase behind the cue.
    pub fn objects(&self) -> Vec<Filler> {
        let items = &self.plane.items;
        let mut i = self.behind();
        if self.source.is_some_and(|s| s.parts[0].0 > self.last) {
            // Behind an inverted source there is no object.
            i = self.last + 1;
        }
        let mut extra = Bases::from(Base::Adjacent);
        let first = i;
        loop {
            let behind = self.behind_inserted(i);
            if behind == i {
                break;
            }
            i = behind;
            extra = Base::Far.into();
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
                        || it.classes.meets(self.classes.indefinite)
                        // *Sans donner ni date ni lieu*.
                        || it.pos == Pos::Cconj && self.cue.class == CueClass::Silent)
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
            extra = Base::Far.into();
        }
        let it = &items[i];
        extra.insert(match (it.kind, it.pos) {
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
                extra.insert(Base::WouldSpeak);
            }
            extra.insert(if h.classes.meets(self.classes.source_noun) {
                Base::HeadSource
            } else if h.classes.meets(self.classes.document_noun) {
                Base::HeadDocument
            } else if h.pos == Pos::Propn {
                Base::HeadProper
            } else if h.classes.meets(self.classes.time) {
                Base::HeadTime
            } else {
                Base::HeadOther
            });
        }
        self.stretch(Slot::Object, i, extra)
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
        // Of whom or to whom something is asked or told (*sollicite du gouvernement la réouverture*).
        if from == self.behind() && it.pos == Pos::Adp && self.rule.led_by.is_empty() {
            let inside = items[from + 1..]
                .iter()
                .take(MOST)
                .take_while(|i| i.kind == Kind::Word && i.group.is_none() && i.pos != Pos::Sconj);
            let end = from + 1 + inside.count();
            let quoted = items.get(end).is_some_and(|i| matches!(i.kind, Kind::Quote(_)));
            let object = (from + 2..end)
                .find(|&i| items[i].pos == Pos::Det && items[i - 1].pos.is_nominal());
            // *a salué dans un communiqué « le sérieux » de tous*
            let through = quoted && end > from + 1 && !it.classes.meets(self.classes.of);
            let object = object.or(through.then_some(end));
            return object.unwrap_or(from);
        }
        if it.kind == Kind::Comma {
            let inside = items[from + 1..].iter().take(MOST).take_while(|i| {
                i.kind == Kind::Word && i.group.is_none_or(|g| !self.plane.groups[g].is_finite())
            });
            let end = from + 1 + inside.count();
            let leads = word(from + 1).is_some_and(|i| {
                matches!(i.pos, Pos::Adp | Pos::Adv)
                    || i.classes.meets(self.classes.day)
                    || i.pos == Pos::Det && time(from + 2)
            });
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
        // By whom it is found to be so stands behind what it is found to be.
        let behind = if self.rule.judged { self.last + 1 } else { behind };
        let reach = behind..items.len().min(behind + BETWEEN);
        let lead = match self.rule.judged {
            // *sont jugés insuffisants*
            true => reach.clone().find(|&i| items[i].pos != Pos::Adv).filter(|&i| {
                self.judges(i) || items[i].pos == Pos::Noun && items[i].kind == Kind::Word
            }),
            false => reach.take_while(between).find(|&i| items[i].classes.meets(self.rule.led_by)),
        };
        let Some(lead) = lead else { return Vec::new() };
        let near = if lead == behind { Base::Adjacent } else { Base::Far };
        let ends = self.stretch(Slot::Object, lead, near.into());
        let mut list = Vec::new();
        for subject in self.subject_phrases().into_iter().take(MOST) {
            for end in ends.iter().take(MOST) {
                let parts = vec![subject.parts[0], end.parts[0]];
                let mut whole = self.filler(Slot::SubjectPhrase, parts, near.into());
                whole.bases = whole.bases.with(subject.bases.without_end());
                list.push(whole);
            }
        }
        list
    }

    /// Whether an indefinite noun follows the word that leads to it (*d'un accident*, *de fraude*, *de dix morts*): *parler du pont*
    /// only names a topic.
    pub fn is_indefinite(&self, lead: usize) -> bool {
        let items = &self.plane.items;
        // What holds its article is definite (*du pont*).
        let fused = items[lead].classes.meets(self.classes.contracted);
        items.get(lead + 1).filter(|_| !fused).is_some_and(|it| {
            let bare = matches!(it.pos, Pos::Noun | Pos::Adj | Pos::Num);
            let article = it.pos == Pos::Det && it.classes.meets(self.classes.indefinite);
            it.kind == Kind::Word && it.group.is_none() && (bare || article)
                || matches!(it.kind, Kind::Quote(_))
        })
    }

    /// What a relative clause takes up as its object, and what it is called (*un délai que X qualifie de court*).
    pub fn antecedent_and_phrase(&self) -> Vec<Filler> {
        /// Antecedents and ends that are tried with each other.
        const MOST: usize = 3;
        let items = &self.plane.items;
        let behind = self.behind();
        let led = |i: &usize| match self.rule.led_by.is_empty() {
            true => items[*i].pos == Pos::Adj || matches!(items[*i].kind, Kind::Quote(_)),
            false => items[*i].classes.meets(self.rule.led_by),
        };
        let near = (behind..items.len().min(behind + MOST)).take_while(|&i| {
            matches!(items[i].kind, Kind::Word | Kind::Quote(_)) && items[i].group.is_none()
        });
        let Some(lead) = near.into_iter().find(led) else { return Vec::new() };
        let mut ends = self.stretch(Slot::Object, lead, Base::Adjacent.into());
        // The relative clause ends where the main one goes on.
        let main = ends.iter().filter(|f| f.bases.contains(Base::RelativeVerb));
        if let Some(end) = main.map(|f| f.parts[0].1).min() {
            ends.retain(|f| f.parts[0].1 <= end);
        }
        let mut list = Vec::new();
        for antecedent in self.antecedents(self.classes.complementizer).into_iter().take(MOST) {
            for end in ends.iter().take(MOST) {
                let mut whole = self.filler(
                    Slot::SubjectPhrase,
                    vec![antecedent.parts[0], end.parts[0]],
                    Base::FirstRelative.into(),
                );
                whole.bases = whole.bases.with(antecedent.bases.without_end());
                list.push(whole);
            }
        }
        list
    }

    /// The phrase that a relative clause takes up as its object: *que* stands behind it, and cue and source behind that.
    pub fn object_antecedents(&self) -> Vec<Filler> {
        let items = &self.plane.items;
        let mut list = self.antecedents(self.rule.led_by);
        // Only what names something said, or *ce*, is taken up as such: *la loi que le maire défend* is no report of a law.
        let said = |f: &Filler| {
            let alone = f.parts[0].0 == f.parts[0].1 && items[f.parts[0].0].pos == Pos::Pron;
            alone || f.bases.contains(Base::HeadSaid)
        };
        list.retain(said);
        // A verb that has its object behind it took none before (*Il assure que le maire conteste le plan*).
        let object = items.get(self.last + 1).is_some_and(|it| {
            matches!(it.pos, Pos::Det | Pos::Noun | Pos::Propn | Pos::Num) && it.kind == Kind::Word
        });
        if object && self.source.is_some_and(|s| s.parts[0].0 < self.first) {
            list.clear();
        }
        list
    }

    /// The phrases before a word that leads to a relative clause of the cue.
    fn antecedents(&self, leading: ClassSet) -> Vec<Filler> {
        let items = &self.plane.items;
        let Some(at) = self.before().checked_sub(1) else { return Vec::new() };
        // A negation or pronoun belongs to the verb; what is set off may stand between.
        let leads = |i: usize| items[i].classes.meets(leading) && items[i].kind == Kind::Word;
        let Some(to) = at.checked_sub(1).filter(|_| leads(at)) else { return Vec::new() };
        let to = if items[to].kind == Kind::Comma { to.checked_sub(1) } else { Some(to) };
        let Some(to) = to.filter(|&to| items[to].group.is_none()) else { return Vec::new() };
        let own = |from: usize, to: usize, extra: Bases| {
            let mut whole = self.filler(Slot::SubjectPhrase, vec![(from, to)], extra);
            let about = phrase(self.plane, from, to, Number::Unknown, self.classes);
            whole.bases = whole.bases.with(about);
            whole
        };
        let mut list = subjects_ending(self.plane, to, true, &own, self.classes);
        list.retain(|f| !f.bases.contains(Base::HasFinite));
        list
    }

    /// The subject of a passive verb, left of it.
    pub fn subject_phrases(&self) -> Vec<Filler> {
        let number = self.cue.number;
        subjects(self.plane, self.first, number, self.classes, Slot::Subject, true)
            .into_iter()
            .filter(|f| is_phrase(f) && !self.is_framed(f.parts[0].0))
            .map(|f| Filler { slot: Slot::SubjectPhrase, ..f })
            .collect()
    }
}
