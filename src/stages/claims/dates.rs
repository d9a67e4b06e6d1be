//! Dates: what is known of them, and the year that only a publication date can tell.

use crate::model::{Block, BlockKind, Checkable, Meta, YearFrom};
use crate::rules::{ClaimRules, Words, fold};

/// A day of publication, and what tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// Year, month and day.
    day: (i32, u32, u32),
    from: YearFrom,
}

impl Published {
    /// When the article was published: by its metadata, else by the first line of the page outside of the article that
    /// holds a whole date. Without either nobody knows.
    pub fn of(
        meta: &Meta,
        text: &str,
        blocks: &[Block],
        words: &Words,
        rules: &ClaimRules,
    ) -> Option<Published> {
        let told = meta
            .published
            .as_deref()
            .and_then(|p| iso_day(p).or_else(|| in_words(p, words, rules)));
        if let Some(day) = told {
            return Some(Published { day, from: YearFrom::Metadata });
        }
        let lines = blocks.iter().filter(|b| b.kind == BlockKind::Meta).map(|b| b.span().of(text));
        let mut days = lines.filter_map(|line| in_words(line, words, rules));
        days.next().map(|day| Published { day, from: YearFrom::MetaLine })
    }

    /// Gives a date without a year that of publication, or the one before or behind it, whichever brings it nearest.
    pub fn complete(self, found: &mut Checkable) {
        let Some(rest) = found.date.as_deref().and_then(|d| d.strip_prefix("--")) else { return };
        let mut parts = rest.split('-').filter_map(|p| p.parse::<u32>().ok());
        let Some(month) = parts.next() else { return };
        let day = parts.next();
        let (year, ..) = self.day;
        let away = |y: &i32| (days(*y, month, day.unwrap_or(15)) - days_of(self.day)).abs();
        let nearest = [year, year - 1, year + 1].into_iter().min_by_key(away).unwrap_or(year);
        found.date = Some(match day {
            Some(day) => format!("{nearest:04}-{month:02}-{day:02}"),
            None => format!("{nearest:04}-{month:02}"),
        });
        found.year_from = Some(self.from);
    }
}

/// A date after ISO 8601, as far as it is known.
pub fn iso(year: Option<u32>, month: Option<u32>, day: Option<u32>) -> Option<String> {
    Some(match (year, month, day) {
        (Some(y), Some(m), Some(d)) => format!("{y:04}-{m:02}-{d:02}"),
        (Some(y), Some(m), None) => format!("{y:04}-{m:02}"),
        (Some(y), None, _) => format!("{y:04}"),
        (None, Some(m), Some(d)) => format!("--{m:02}-{d:02}"),
        (None, Some(m), None) => format!("--{m:02}"),
        (None, None, _) => return None,
    })
}

/// A date in figures with strokes, day first.
pub fn in_figures(word: &str) -> Option<(u32, u32, u32)> {
    let parts: Vec<u32> = word.split('/').map(str::parse).collect::<Result<_, _>>().ok()?;
    let [day, month, year] = parts[..] else { return None };
    let real = (1..=31).contains(&day) && (1..=12).contains(&month);
    // Two digits leave the century open.
    (real && (1000..2200).contains(&year)).then_some((year, month, day))
}

/// The day at the beginning of a timestamp.
fn iso_day(text: &str) -> Option<(i32, u32, u32)> {
    let day = text.trim().get(..10)?;
    let mut parts = day.split('-');
    let (y, m, d) = (parts.next()?, parts.next()?, parts.next()?);
    if y.len() != 4 {
        return None;
    }
    let (y, m, d) = (y.parse().ok()?, m.parse().ok()?, d.parse().ok()?);
    ((1..=12).contains(&m) && (1..=31).contains(&d)).then_some((y, m, d))
}

/// The first whole date of a line, in figures or with the month in words.
fn in_words(line: &str, words: &Words, rules: &ClaimRules) -> Option<(i32, u32, u32)> {
    let of_line = |c: char| !(c.is_alphanumeric() || c == '/' || c == '-');
    let list: Vec<&str> = line.split(of_line).filter(|w| !w.is_empty()).collect();
    let whole = |(y, m, d): (u32, u32, u32)| (y as i32, m, d);
    for (i, word) in list.iter().enumerate() {
        if let Some(day) = iso_day(word).or_else(|| in_figures(word).map(whole)) {
            return Some(day);
        }
        let id = words.id(&fold(word));
        let Some(month) = rules.months.iter().position(|m| *m == id) else { continue };
        let before = i.checked_sub(1).map(|k| list[k]);
        let digits = |w: &str| w.trim_end_matches(char::is_alphabetic).parse::<u32>().ok();
        let day = before.and_then(digits).filter(|d| (1..=31).contains(d));
        let year =
            list.get(i + 1).and_then(|w| w.parse().ok()).filter(|y| (1000..2200).contains(y));
        if let (Some(day), Some(year)) = (day, year) {
            return Some((year, month as u32 + 1, day));
        }
    }
    None
}

fn days_of((year, month, day): (i32, u32, u32)) -> i64 {
    days(year, month, day)
}

/// Days since a fixed one, close enough to compare years.
fn days(year: i32, month: u32, day: u32) -> i64 {
    i64::from(year) * 365 + i64::from(month) * 30 + i64::from(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_is_the_nearest_one() {
        let complete = |day, date: &str| {
            let mut found = Checkable {
                kind: crate::model::CheckableKind::Date,
                start: 0,
                end: 1,
                value: None,
                unit: None,
                date: Some(date.to_owned()),
                year_from: None,
            };
            Published { day, from: YearFrom::Metadata }.complete(&mut found);
            found.date.unwrap()
        };
        assert_eq!(complete((2025, 1, 4), "--12-28"), "2024-12-28");
        assert_eq!(complete((2024, 12, 28), "--01-03"), "2025-01-03");
        assert_eq!(complete((2024, 8, 2), "--07-27"), "2024-07-27");
        assert_eq!(complete((2024, 8, 2), "--07"), "2024-07");
        assert_eq!(complete((2024, 8, 2), "1999-07"), "1999-07");
    }
}
