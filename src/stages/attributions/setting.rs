//! The setting of a statement: through what it was made, and on which day, as the reporting clause tells.
//!
//! *Le maire a déclaré jeudi, dans un communiqué, que …*: both stand in the clause of the cue and belong to none of the
//! three parts of the attribution. What stands inside them was said or is told of the source.

use super::Reading;
use crate::model::{Attribution, Pos, SourceKind, Span, cover, overlaps_any};

/// So many words around cue and source are looked at on each side.
const REACH: usize = 14;
/// Words between a preposition and the noun that it leads to.
const BETWEEN: usize = 4;

/// Adds channel and day to attributions whose reporting clause tells them.
pub fn tell(reading: Reading<'_>, attributions: &mut [Attribution]) {
    for a in attributions {
        let clause = Clause::of(reading, a);
        let (channel, day) = (clause.channel(), clause.day());
        a.channel = channel.map(|s| vec![s]);
        a.said_on = day.map(|s| vec![s]);
    }
}

/// The words around a cue and its source that are free.
struct Clause<'a> {
    reading: Reading<'a>,
    /// Runs of tokens, those nearest to the cue first.
    runs: Vec<std::ops::Range<usize>>,
}

impl<'a> Clause<'a> {
    fn of(reading: Reading<'a>, a: &Attribution) -> Clause<'a> {
        let tokens = &reading.tokens.list;
        let mut runs = Vec::new();
        let cue = cover(&a.cue).unwrap_or_default();
        let head = tokens.partition_point(|t| t.span.end <= cue.start);
        let sentences = &reading.tokens.sentences;
        let at = sentences.partition_point(|s| s.end <= head);
        let Some(sentence) = sentences.get(at).filter(|s| s.contains(&head)) else {
            return Clause { reading, runs };
        };
        let source = a.source.as_ref().map(|s| s.spans.as_slice()).unwrap_or_default();
        let taken = |i: usize| {
            let span = tokens[i].span;
            overlaps_any(span, &a.content)
                || overlaps_any(span, source)
                || overlaps_any(span, &a.cue)
        };
        let core =
            |i: usize| overlaps_any(tokens[i].span, source) || overlaps_any(tokens[i].span, &a.cue);
        // Behind the cue up to the content, another clause or the sentence's end; what is the source's is stepped over.
        let behind = (head..sentence.end).take(REACH * 2);
        let mut run = head..head;
        for i in behind {
            if core(i) {
                push(&mut runs, &run);
                run = i + 1..i + 1;
            } else if taken(i) || closes(reading, i) {
                break;
            } else if run.len() < REACH {
                run.end = i + 1;
            }
        }
        push(&mut runs, &run);
        // Before it down to where another clause or the content ends.
        let mut run = head..head;
        for i in (sentence.start..head).rev().take(REACH * 2) {
            if core(i) {
                push(&mut runs, &run);
                run = i..i;
            } else if taken(i) || closes(reading, i) {
                break;
            } else if run.len() < REACH {
                run.start = i;
            }
        }
        push(&mut runs, &run);
        Clause { reading, runs }
    }

    /// The day, or the part of one: *mardi soir*, *le 27 juillet 2024*, *hier*.
    fn day(&self) -> Option<Span> {
        let (tokens, class) =
            (&self.reading.tokens.list, &self.reading.language.attributions.classes);
        let number = |i: usize| tokens[i].pos == Pos::Num;
        self.runs.iter().find_map(|run| {
            let opens = |&i: &usize| {
                tokens[i].classes.meets(class.day)
                    || number(i) && i + 1 < run.end && tokens[i + 1].classes.meets(class.month)
            };
            let found = run.clone().find(opens)?;
            let more = |&i: &usize| {
                number(i)
                    || tokens[i].classes.meets(class.month)
                    || tokens[i].classes.meets(class.day_part)
                    || tokens[i].classes.meets(class.day)
            };
            let end = found + 1 + (found + 1..run.end).take_while(more).count();
            let article =
                found.checked_sub(1).filter(|i| run.contains(i) && tokens[*i].pos == Pos::Det);
            Some(self.span(article.unwrap_or(found), end))
        })
    }

    /// The medium, the occasion or the paper: *dans un communiqué*, *au micro de RTL*, *à l'AFP*.
    fn channel(&self) -> Option<Span> {
        let (tokens, class) =
            (&self.reading.tokens.list, &self.reading.language.attributions.classes);
        self.runs.iter().find_map(|run| {
            run.clone().find_map(|i| {
                let leads = tokens[i].classes.meets(class.channel);
                if !leads || tokens[i].classes.meets(class.of) {
                    return None;
                }
                let from = (i + 1..run.end.min(i + 1 + BETWEEN))
                    .take_while(|&k| k == i + 1 || tokens[k - 1].pos != Pos::Noun)
                    .find(|&k| {
                        tokens[k].classes.meets(class.channel_noun) || self.medium(k, run.end) > 0
                    })?;
                Some(self.span(i, self.phrase_end(from, run.end)))
            })
        })
    }

    /// How many words the name of a medium takes that begins there.
    fn medium(&self, at: usize, end: usize) -> usize {
        let names = &self.reading.language.sources.actors.names;
        let tokens = &self.reading.tokens.list;
        let word = tokens[at].span.of(self.reading.text);
        if !word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) {
            return 0;
        }
        let found = names.longest(tokens[at..end].iter().map(|t| t.word));
        found.filter(|(_, name)| name.kind == SourceKind::Media).map_or(0, |(length, _)| length)
    }

    /// Where the phrase ends whose noun or name stands at `from`.
    fn phrase_end(&self, from: usize, end: usize) -> usize {
        let (tokens, class) =
            (&self.reading.tokens.list, &self.reading.language.attributions.classes);
        let mut at = from + self.medium(from, end).max(1);
        while at < end {
            let t = &tokens[at];
            let day = t.classes.meets(class.day) || t.classes.meets(class.month);
            let linked = t.classes.meets(class.of) && at + 1 < end;
            let part = matches!(t.pos, Pos::Adj | Pos::Propn | Pos::Noun) && !day;
            let inside = t.pos == Pos::Det && tokens[at - 1].classes.meets(class.of);
            if !(linked || part || inside) {
                break;
            }
            at += self.medium(at, end).max(1);
        }
        // A preposition at the end leads elsewhere.
        while at > from + 1 && tokens[at - 1].classes.meets(class.of) {
            at -= 1;
        }
        at
    }

    fn span(&self, from: usize, to: usize) -> Span {
        let tokens = &self.reading.tokens.list;
        Span::new(tokens[from].span.start, tokens[to - 1].span.end)
    }
}

fn push(runs: &mut Vec<std::ops::Range<usize>>, run: &std::ops::Range<usize>) {
    if !run.is_empty() {
        runs.push(run.clone());
    }
}

/// Whether a clause of its own begins or ends at a token.
fn closes(reading: Reading<'_>, i: usize) -> bool {
    let token = &reading.tokens.list[i];
    let class = &reading.language.attributions.classes;
    let finite = token.verb.is_some_and(|v| v.mood.is_finite());
    let joint = token.classes.meets(class.relative) && matches!(token.pos, Pos::Pron | Pos::Sconj);
    let stop = matches!(token.span.of(reading.text), ":" | ";" | "." | "!" | "?" | "…");
    finite || joint || stop || token.pos == Pos::Sconj
}
