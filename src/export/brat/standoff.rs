//! The lines of a standoff file, checked against the text, before anything is made of them.

use std::collections::BTreeMap;

use crate::export::offsets::Bytes;
use crate::model::Span;

/// A line that is wrong, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{line}: {message}")]
pub struct LineError {
    /// Its number.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

/// The lines of a file, by sort, in their order.
#[derive(Debug, Default)]
pub struct Lines {
    pub bounds: Vec<Bound>,
    pub events: Vec<Event>,
    /// Values by target and name; that of a flag is empty.
    pub attributes: BTreeMap<(String, String), (String, usize)>,
    pub refers: Vec<Refers>,
    pub remarks: Vec<Remark>,
}

/// A stretch of the text with a label (`T`).
#[derive(Debug)]
pub struct Bound {
    pub id: String,
    pub label: String,
    /// In bytes.
    pub spans: Vec<Span>,
    pub line: usize,
}

/// An attribution (`E`).
#[derive(Debug)]
pub struct Event {
    pub id: String,
    pub cue: String,
    pub source: Option<String>,
    pub content: Option<String>,
    pub parent: Option<String>,
    pub line: usize,
}

/// A mention and the fullest one of the same source (`R`).
#[derive(Debug)]
pub struct Refers {
    pub from: String,
    pub to: String,
    pub line: usize,
}

/// What an annotator wrote beside something (`#`).
#[derive(Debug)]
pub struct Remark {
    pub sort: String,
    pub target: String,
    pub text: String,
    pub line: usize,
}

/// The labels that a stretch may have.
const LABELS: [&str; 6] = ["Cue", "Source", "Content", "Mention", "Boilerplate", "Sentence"];

/// The names that an attribute may have.
const ATTRIBUTES: [&str; 7] =
    ["Kind", "Identified", "Mode", "Stance", "Hedged", "Construction", "Voice"];

/// Reads the lines of a file that stands beside `text`.
///
/// # Errors
/// The first line that is no standoff of this scheme, or whose words are not those of the text.
pub fn parse(text: &str, standoff: &str) -> Result<Lines, LineError> {
    let bytes = Bytes::of(text);
    let mut lines = Lines::default();
    for (i, line) in standoff.lines().enumerate() {
        let line = line.strip_prefix('\u{feff}').unwrap_or(line);
        if !line.trim().is_empty() {
            lines
                .add(line, i + 1, text, &bytes)
                .map_err(|message| LineError { line: i + 1, message })?;
        }
    }
    Ok(lines)
}

impl Lines {
    /// The value of an attribute.
    pub fn attribute(&self, target: &str, name: &str) -> Option<&(String, usize)> {
        self.attributes.get(&(target.to_owned(), name.to_owned()))
    }

    fn add(&mut self, line: &str, number: usize, text: &str, bytes: &Bytes) -> Result<(), String> {
        let mut fields = line.splitn(3, '\t');
        let id = fields.next().unwrap_or_default().to_owned();
        let body = fields.next().ok_or("a tab is missing behind the id")?;
        let rest = fields.next();
        match id.as_bytes().first() {
            Some(b'T') => {
                let (label, offsets) = body.split_once(' ').ok_or("no offsets")?;
                one_of(label, &LABELS, "label")?;
                let mut spans = offsets.split(';').map(|pair| span(pair, bytes)).collect::<Result<
                    Vec<Span>,
                    String,
                >>(
                )?;
                if let Some(shown) = rest {
                    same_words(&spans, text, shown)?;
                }
                spans.sort_unstable();
                self.bounds.push(Bound { id, label: label.to_owned(), spans, line: number });
            }
            Some(b'E') => self.events.push(event(id, body, number)?),
            Some(b'A' | b'M') => {
                let mut words = body.split(' ');
                let name = words.next().unwrap_or_default();
                one_of(name, &ATTRIBUTES, "attribute")?;
                let target = words.next().ok_or("no target")?.to_owned();
                let value = words.next().unwrap_or_default().to_owned();
                let before = self.attributes.insert((target, name.to_owned()), (value, number));
                if before.is_some() {
                    return Err(format!("a second {name} of one target"));
                }
            }
            Some(b'R') => {
                let words: Vec<&str> = body.split_whitespace().collect();
                let [name, from, to] = words[..] else {
                    return Err("a relation has two arguments".to_owned());
                };
                one_of(name, &["Refers"], "relation")?;
                let id = |arg: &str, key: &str| {
                    arg.strip_prefix(key).map(str::to_owned).ok_or(format!("no {key}"))
                };
                let (from, to) = (id(from, "Arg1:")?, id(to, "Arg2:")?);
                self.refers.push(Refers { from, to, line: number });
            }
            Some(b'#') => {
                let (sort, target) = body.split_once(' ').ok_or("no target")?;
                self.remarks.push(Remark {
                    sort: sort.to_owned(),
                    target: target.to_owned(),
                    text: rest.unwrap_or_default().to_owned(),
                    line: number,
                });
            }
            _ => return Err(format!("`{id}` is no id of a T, E, A, R or # line")),
        }
        Ok(())
    }
}

fn one_of(name: &str, allowed: &[&str], what: &str) -> Result<(), String> {
    if allowed.contains(&name) {
        return Ok(());
    }
    Err(format!("no {what} is called `{name}`; allowed: {}", allowed.join(", ")))
}

fn event(id: String, body: &str, line: usize) -> Result<Event, String> {
    let mut event =
        Event { id, cue: String::new(), source: None, content: None, parent: None, line };
    for (i, part) in body.split_whitespace().enumerate() {
        let (role, target) = part.split_once(':').ok_or("a role without a colon")?;
        let target = target.to_owned();
        let slot = match (i, role) {
            (0, "Attribution") => {
                event.cue = target;
                continue;
            }
            (0, _) => return Err(format!("no event is called `{role}`; allowed: Attribution")),
            (_, "Source") => &mut event.source,
            (_, "Content") => &mut event.content,
            (_, "Parent") => &mut event.parent,
            _ => {
                let allowed = "Source, Content, Parent, each once";
                return Err(format!("no role is called `{role}`; allowed: {allowed}"));
            }
        };
        if slot.replace(target).is_some() {
            return Err(format!("a second {role}"));
        }
    }
    Ok(event)
}

/// The words in a line are there so that a shifted offset shows; blanks may differ, since a line cannot hold breaks.
fn same_words(spans: &[Span], text: &str, shown: &str) -> Result<(), String> {
    let there: Vec<&str> = spans.iter().flat_map(|s| s.of(text).split_whitespace()).collect();
    if there.concat() == shown.split_whitespace().collect::<String>() {
        return Ok(());
    }
    Err(format!("the offsets give {:?}, the line says {shown:?}", there.join(" ")))
}

/// A pair of code points as bytes.
fn span(pair: &str, bytes: &Bytes) -> Result<Span, String> {
    let numbers: Option<Vec<usize>> = pair.split_whitespace().map(|n| n.parse().ok()).collect();
    let Some([start, end]) = numbers.as_deref() else {
        return Err(format!("no pair of offsets: {pair:?}"));
    };
    match (bytes.at(*start), bytes.at(*end)) {
        (Some(s), Some(e)) if s < e => Ok(Span::new(s, e)),
        _ => Err(format!(
            "{start} {end} is no stretch of the text of {} code points",
            bytes.points()
        )),
    }
}
