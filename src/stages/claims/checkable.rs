//! What in a claim can be looked up or counted: numbers, dates, names.

use crate::model::{Checkable, CheckableKind, Pos, Span, Token};
use crate::rules::{ClaimClasses, ClaimRules, NumberRole};
use crate::stages::attributions::Reading;

/// All that can be checked in the text, in order and apart.
pub fn find(reading: Reading<'_>) -> Vec<Checkable> {
    let rules = &reading.language.claims;
    let finder = Finder {
        text: reading.text,
        rules,
        classes: &rules.classes,
        tokens: &reading.tokens.list,
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
    list
}

struct Finder<'a> {
    text: &'a str,
    rules: &'a ClaimRules,
    classes: &'a ClaimClasses,
    tokens: &'a [Token],
    particle: crate::model::ClassSet,
}

impl Finder<'_> {
    /// What starts at a token, and the token behind it.
    fn at(&self, at: usize, end: usize) -> Option<(usize, Checkable)> {
        let made = |kind, next: usize, value| {
            let span = Span::new(self.tokens[at].span.start, self.tokens[next - 1].span.end);
            (next, Checkable { kind, start: span.start, end: span.end, value })
        };
        if let Some(next) = self.date(at, end) {
            return Some(made(CheckableKind::Date, next, None));
        }
        if let Some((next, value)) = self.number(at, end) {
            return Some(made(CheckableKind::Number, next, value));
        }
        let next = self.name(at, end)?;
        Some(made(CheckableKind::Name, next, None))
    }

    fn word(&self, i: usize) -> &str {
        self.tokens[i].span.of(self.text)
    }

    fn is(&self, i: usize, end: usize, class: crate::model::ClassSet) -> bool {
        i < end && self.tokens[i].classes.meets(class)
    }

    fn whole(&self, i: usize, end: usize) -> Option<u32> {
        (i < end).then(|| self.word(i).parse().ok())?
    }

    fn is_year(&self, i: usize, end: usize) -> bool {
        i < end
            && self.word(i).len() == 4
            && self.whole(i, end).is_some_and(|y| (1000..2200).contains(&y))
    }

    /// *lundi 3 mars 2025*, *1er mai*, *mars 2025*, *en mars*, *en 2025*, *03/03/2025*.
    fn date(&self, at: usize, end: usize) -> Option<usize> {
        let c = self.classes;
        let day_at = at + usize::from(self.is(at, end, c.weekday));
        let day = self.is(day_at, end, c.first_of_month)
            || self.whole(day_at, end).is_some_and(|d| (1..=31).contains(&d));
        if day && self.is(day_at + 1, end, c.month) {
            let year = self.is_year(day_at + 2, end);
            return Some(day_at + 2 + usize::from(year));
        }
        let opened = at > 0;
        if self.is(at, end, c.month) {
            let year = self.is_year(at + 1, end);
            let before = opened && self.is(at - 1, end, c.month_opener);
            return (year || before).then_some(at + 1 + usize::from(year));
        }
        if self.is_year(at, end) {
            let before =
                opened && (self.is(at - 1, end, c.year_opener) || self.word(at - 1) == "(");
            return before.then_some(at + 1);
        }
        let parts: Vec<&str> = self.word(at).split('/').collect();
        let digits = |p: &&str| !p.is_empty() && p.chars().all(|c| c.is_ascii_digit());
        (parts.len() == 3 && parts.iter().all(digits)).then_some(at + 1)
    }

    /// A number in digits or words, with the scales behind it and the sign of a share; the value of a rough one such as
    /// *des dizaines* is not known.
    fn number(&self, at: usize, end: usize) -> Option<(usize, Option<f64>)> {
        let (mut next, mut group) = match self.digits(at, end) {
            Some((next, value)) => (next, value),
            None => {
                let role = self.rules.numbers.get(&self.tokens[at].word)?.role;
                // *neuf* may be new, *second* a rank: the tagger tells.
                let counts = self.tokens[at].pos == Pos::Num || role != NumberRole::Unit;
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
