//! What in a claim can be looked up or counted: numbers, dates, names.

use super::dates::{in_figures, iso};
use crate::model::{Checkable, CheckableKind, Pos, Span, Token};
use crate::rules::{Actors, ClaimClasses, ClaimRules, NameSort, NumberRole};
use crate::stages::attributions::Reading;

/// All that can be checked in the text, in order and apart.
pub fn find(reading: Reading<'_>) -> Vec<Checkable> {
    let rules = &reading.language.claims;
    let finder = Finder {
        text: reading.text,
        rules,
        classes: &rules.classes,
        tokens: &reading.tokens.list,
        actors: &reading.language.sources.actors,
        particle: reading.language.sources.classes.name_particle,
    };
    let mut list = Vec::new();
    for range in &reading.tokens.sentences {
        let mut at = range.start;
        while at < range.end {
            match finder.at(at, range.end) {
                Some((next, found)) => {
                    list.push(found);
                    at = next.max(at + 1);
                }
                None => at += 1,
            }
        }
    }
    // What is a place once is one wherever its name stands.
    let words = |c: &Checkable| Span::new(c.start, c.end).of(reading.text);
    let places = list.iter().filter(|c| c.kind == CheckableKind::Place).map(words);
    let places: std::collections::BTreeSet<&str> = places.collect();
    for c in list.iter_mut().filter(|c| c.kind == CheckableKind::Name) {
        if places.contains(Span::new(c.start, c.end).of(reading.text)) {
            c.kind = CheckableKind::Place;
        }
    }
    list
}

struct Finder<'a> {
    text: &'a str,
    rules: &'a ClaimRules,
    classes: &'a ClaimClasses,
    tokens: &'a [Token],
    actors: &'a Actors,
    particle: crate::model::ClassSet,
}

impl Finder<'_> {
    /// What starts at a token, and the token behind it.
    fn at(&self, at: usize, end: usize) -> Option<(usize, Checkable)> {
        let made = |kind, next: usize| {
            let span = Span::new(self.tokens[at].span.start, self.tokens[next - 1].span.end);
            let Span { start, end } = span;
            Checkable { kind, start, end, value: None, unit: None, date: None, year_from: None }
        };
        if let Some((next, date)) = self.date(at, end) {
            return Some((next, Checkable { date, ..made(CheckableKind::Date, next) }));
        }
        if let Some((next, value)) = self.number(at, end) {
            let unit = self.unit(at, next, end);
            return Some((next, Checkable { value, unit, ..made(CheckableKind::Number, next) }));
        }
        let next = self.name(at, end)?;
        let kind = if self.is_place(at, next) { CheckableKind::Place } else { CheckableKind::Name };
        Some((next, made(kind, next)))
    }

    /// What stands behind a number, or is its own last sign: a share, a currency, the noun that is counted.
    fn unit(&self, at: usize, next: usize, end: usize) -> Option<String> {
        let last = self.word(next - 1);
        if let Some(sign) = self.rules.percent.iter().find(|p| last.ends_with(p.as_str())) {
            return Some(sign.clone());
        }
        if next < end && self.rules.units.iter().any(|u| u == self.word(next)) {
            return Some(self.word(next).to_owned());
        }
        let linked = next + 1 < end
            && self.is(next, end, self.classes.unit_link)
            && self.rules.numbers.contains_key(&self.tokens[next - 1].word);
        let noun = next + usize::from(linked);
        // *trois jeunes femmes*: an adjective may stand before what is counted.
        let noun = noun + usize::from(noun + 1 < end && self.tokens[noun].pos == Pos::Adj);
        let counts = noun < end && self.tokens[noun].pos == Pos::Noun && at < noun;
        counts.then(|| self.word(noun).to_lowercase())
    }

    /// A state, or a name of one word behind a preposition of place that is no given name.
    fn is_place(&self, at: usize, next: usize) -> bool {
        let words = self.tokens[at..next].iter().map(|t| t.word);
        if let Some((n, name)) = self.actors.names.longest(words) {
            return n == next - at && name.sort == NameSort::State;
        }
        let opened = at > 0 && self.tokens[at - 1].classes.meets(self.classes.place_opener);
        opened && next == at + 1 && !self.actors.given.contains_key(&self.tokens[at].word)
    }

    fn next_is_noun(&self, i: usize, end: usize) -> bool {
        i + 1 < end && self.tokens[i + 1].pos == Pos::Noun
    }

    fn word(&self, i: usize) -> &str {
        self.tokens[i].span.of(self.text)
    }

    fn is(&self, i: usize, end: usize, class: crate::model::ClassSet) -> bool {
        i < end && self.tokens[i].classes.meets(class)
    }

    fn whole(&self, i: usize, end: usize) -> Option<u32> {
        // Hardly any word opens with a digit, and none with a plus that is a number.
        let word = if i < end { self.word(i) } else { "" };
        let number = word.as_bytes().first().is_some_and(|b| b.is_ascii_digit() || *b == b'+');
        number.then(|| word.parse().ok())?
    }

    fn is_year(&self, i: usize, end: usize) -> bool {
        i < end
            && self.word(i).len() == 4
            && self.whole(i, end).is_some_and(|y| (1000..2200).contains(&y))
    }

    /// *lundi 3 mars 2025*, *1er mai*, *mars 2025*, *en mars*, *en 2025*, *03/03/2025*, and what is known of it.
    fn date(&self, at: usize, end: usize) -> Option<(usize, Option<String>)> {
        let c = self.classes;
        let day_at = at + usize::from(self.is(at, end, c.weekday));
        let first = self.is(day_at, end, c.first_of_month).then_some(1);
        let day = first.or_else(|| self.whole(day_at, end)).filter(|d| (1..=31).contains(d));
        let year = |i: usize| self.whole(i, end).filter(|_| self.is_year(i, end));
        if day.is_some() && self.is(day_at + 1, end, c.month) {
            let year = year(day_at + 2);
            let date = iso(year, self.month(day_at + 1), day);
            return Some((day_at + 2 + usize::from(year.is_some()), date));
        }
        let opened = at > 0;
        if self.is(at, end, c.month) {
            let year = year(at + 1);
            let before = opened && self.is(at - 1, end, c.month_opener);
            let told = year.is_some() || before;
            let next = at + 1 + usize::from(year.is_some());
            return told.then(|| (next, iso(year, self.month(at), None)));
        }
        if let Some(year) = year(at) {
            // Between the word that opens and the year a small one may stand.
            const SMALL: usize = 3;
            let over = at > 1 && self.word(at - 1).len() <= SMALL;
            let before = opened
                && (self.is(at - 1, end, c.year_opener)
                    || self.word(at - 1) == "("
                    || over && self.is(at - 2, end, c.year_opener));
            return before.then(|| (at + 1, iso(Some(year), None, None)));
        }
        if !self.word(at).contains('/') {
            return None;
        }
        let parts: Vec<&str> = self.word(at).split('/').collect();
        let digits = |p: &&str| !p.is_empty() && p.chars().all(|c| c.is_ascii_digit());
        (parts.len() == 3 && parts.iter().all(digits)).then(|| {
            let date = in_figures(self.word(at));
            (at + 1, date.and_then(|(y, m, d)| iso(Some(y), Some(m), Some(d))))
        })
    }

    fn month(&self, i: usize) -> Option<u32> {
        let place = self.rules.months.iter().position(|m| *m == self.tokens[i].word)?;
        Some(place as u32 + 1)
    }

    /// A number in digits or words, with the scales behind it and the sign of a share; the value of a rough one such as
    /// *des dizaines* is not known.
    fn number(&self, at: usize, end: usize) -> Option<(usize, Option<f64>)> {
        let (mut next, mut group) = match self.digits(at, end) {
            Some((next, value)) => (next, value),
            None => {
                let role = self.rules.numbers.get(&self.tokens[at].word)?.role;
                // *neuf* may be new, *second* a rank: the tagger tells, but what is new stands behind its noun.
                let before = |p: Pos| p == Pos::Adj && self.next_is_noun(at, end);
                let pos = self.tokens[at].pos;
                let counts = pos == Pos::Num || role != NumberRole::Unit || before(pos);
                counts.then_some((at, 0.0))?
            }
        };
        let mut total = 0.0;
        let mut known = true;
        while next < end {
            let Some(number) = self.rules.numbers.get(&self.tokens[next].word) else { break };
            match number.role {
                NumberRole::Unit => group += number.value,
                NumberRole::Times => group = f64::max(group, 1.0) * number.value,
                NumberRole::Scale => {
                    total += f64::max(group, 1.0) * number.value;
                    group = 0.0;
                }
                NumberRole::About => {
                    let several = at > 0 && self.is(at - 1, end, self.classes.plural_determiner);
                    known &= !(several && group == 0.0);
                    group = f64::max(group, 1.0) * number.value;
                }
            }
            next += 1;
            // *des dizaines de milliers*
            let linked = number.role == NumberRole::About
                && next + 1 < end
                && self.tokens[next].pos == Pos::Adp
                && self
                    .rules
                    .numbers
                    .get(&self.tokens[next + 1].word)
                    .is_some_and(|n| n.role != NumberRole::Unit);
            next += usize::from(linked);
        }
        if next < end && self.rules.percent.iter().any(|p| p == self.word(next)) {
            next += 1;
        }
        Some((next, known.then_some(total + group)))
    }

    /// Digits with groups of three and decimals, over as many tokens as they take.
    fn digits(&self, at: usize, end: usize) -> Option<(usize, f64)> {
        let first = self.word(at);
        if !first.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let mut written = first.to_owned();
        let mut next = at + 1;
        while next < end {
            let gap = &self.text[self.tokens[next - 1].span.end..self.tokens[next].span.start];
            let three =
                self.word(next).len() == 3 && self.word(next).chars().all(|c| c.is_ascii_digit());
            let short = first.len() <= 3 && first.chars().all(|c| c.is_ascii_digit());
            if !(three && short && self.rules.grouping.iter().any(|g| g == gap)) {
                break;
            }
            written.push_str(self.word(next));
            next += 1;
        }
        for g in &self.rules.grouping {
            // A stop between groups of exactly three digits groups; any other is no number of ours.
            let groups: Vec<&str> = written.split(g.as_str()).collect();
            if groups.len() > 1 && groups[1..].iter().all(|g| g.len() == 3) {
                written = groups.concat();
            }
        }
        if !self.rules.decimal.is_empty() {
            written = written.replacen(&self.rules.decimal, ".", 1);
        }
        let share = self.rules.percent.iter().find_map(|p| written.strip_suffix(p.as_str()));
        let bare = share.unwrap_or(&written).trim_end().to_owned();
        bare.parse().ok().map(|value| (next, value))
    }

    /// Names in a row, with the particles between them.
    fn name(&self, at: usize, end: usize) -> Option<usize> {
        let named = |i: usize| {
            i < end
                && self.tokens[i].pos == Pos::Propn
                && self.word(i).starts_with(char::is_uppercase)
        };
        if !named(at) {
            return None;
        }
        let mut next = at + 1;
        loop {
            let particles =
                (next..end).take_while(|&i| self.is(i, end, self.particle)).count().min(2);
            if !named(next + particles) {
                return Some(next);
            }
            next += particles + 1;
        }
    }
}
