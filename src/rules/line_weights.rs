//! The weights by which the lines of a page are judged: the shape of `blocks_weights.toml`, which `sourcier train-blocks` writes.
//!
//! A mark is a named property of a line; a tie is one of two neighbouring lines. Neither is ever a word of a page.

use std::fmt::Write as _;

use serde::Deserialize;
use toml::Spanned;

use super::{LanguageFiles, RuleError, RuleFile};

/// No group has more marks.
const STRIDE: usize = 20;

macro_rules! groups {
    ($($(#[$doc:meta])* $group:ident $name:literal [$($mark:literal)*];)*) => {
        /// What is looked at in a line; a line has at most one mark of each group.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Group {
            $($(#[$doc])* $group,)*
        }

        /// The name of each group with those of its marks.
        const GROUPS: &[(&str, &[&str])] = &[$(($name, &[$($mark),*]),)*];
    };
}

groups! {
    /// True of every line.
    Always "always" ["yes"];
    /// How many words it has.
    Words "words" ["1" "2" "3-4" "5-7" "8-12" "13-20" "21-35" "36-60" "61+"];
    /// What it ends with.
    End "end" ["stop" "colon" "other"];
    /// How many sentences it seems to hold.
    Sentences "sentences" ["1" "2" "3+"];
    /// The share of its words that open with a capital.
    Capitals "capitals" ["all" "most" "half" "few"];
    /// What it opens with.
    Opens "opens" ["lower" "upper" "digit" "quote" "other"];
    /// The share of words of three letters or fewer, which stand for grammar.
    ShortWords "short-words" ["none" "0.2" "0.35" "0.5" "1"];
    /// How many commas it has.
    Commas "commas" ["0" "1" "2" "3+"];
    /// The share of digits.
    Digits "digits" ["none" "few" "many"];
    /// A sign that furniture bears.
    Signs "signs" ["copyright" "address" "bar" "cells" "none"];
    /// The share in links.
    Links "links" ["none" "few" "half" "most" "all"];
    /// Its element.
    Element "element" ["p" "li" "h1" "heading" "div" "quote" "caption" "cell" "pre" "other"];
    /// How much of the prose stands in the element that holds its own.
    Parent "parent" ["none" "0.02" "0.1" "0.3" "0.6" "0.9" "1"];
    /// The same of the next element outwards.
    Grandparent "grandparent" ["none" "0.02" "0.1" "0.3" "0.6" "0.9" "1"];
    /// Where it stands to the element that holds the article.
    Container "container" ["none" "inside" "above" "below"];
    /// The kind that its rule gives.
    Kind "kind" ["none" "article" "navigation" "share" "related" "comments" "subscribe" "legal" "ad" "site" "meta" "duplicate"];
    /// What its rule rests on.
    Basis "basis" ["none" "words" "place" "markup"];
    /// How sure its rule is.
    Prior "prior" ["0.75" "0.85" "0.92" "1"];
    /// Where it stands to title and prose.
    Place "place" ["none" "top" "title" "lead" "inside" "foot"];
    /// How many lines above the prose.
    Before "before" ["1" "2" "3" "4-6" "7-12" "13-25" "26+"];
    /// How many lines below the prose.
    Behind "behind" ["1" "2" "3" "4-6" "7-12" "13-25" "26+"];
    /// The share of its rarer words that stand elsewhere in the prose.
    Topic "topic" ["none" "0" "0.15" "0.3" "0.5" "0.75" "1"];
    /// The share of its rarer words that stand in the title.
    Headline "headline" ["none" "0" "0.34" "0.67" "1"];
    /// Whether the same line stands elsewhere.
    Repeated "repeated" ["first" "again" "no"];
    /// How many short lines stand together with it.
    Run "run" ["0" "1" "2" "3-4" "5-8" "9-16" "17+"];
    /// How many lines above it the nearest prose stands.
    SinceProse "since-prose" ["1" "2" "3" "4-6" "7-12" "13+" "none"];
    /// How many lines below it the nearest prose stands.
    UntilProse "until-prose" ["1" "2" "3" "4-6" "7-12" "13+" "none"];
    /// Words of prose in the four lines on either side.
    Density "density" ["0" "30" "80" "150" "300" "more"];
    /// How much of the prose stands above it.
    Passed "passed" ["0" "0.25" "0.5" "0.75" "0.99" "1"];
    /// Whether what the page tells of its article holds the line.
    Told "told" ["none" "in" "out"];
    /// Whether the page tells it as the article's summary.
    Summary "summary" ["yes"];
    /// Place and length together.
    PlaceWords "place-words" ["none-short" "none-long" "none-prose" "top-short" "top-long" "top-prose" "lead-short" "lead-long" "lead-prose" "inside-short" "inside-long" "inside-prose" "foot-short" "foot-long" "foot-prose"];
    /// Place and what the rule rests on together.
    PlaceBasis "place-basis" ["none-none" "none-words" "none-place" "none-markup" "top-none" "top-words" "top-place" "top-markup" "lead-none" "lead-words" "lead-place" "lead-markup" "inside-none" "inside-words" "inside-place" "inside-markup" "foot-none" "foot-words" "foot-place" "foot-markup"];
    /// Place and topic together, of lines of prose.
    ProseTopic "prose-topic" ["inside-0" "inside-0.15" "inside-0.3" "inside-more" "outside-0" "outside-0.15" "outside-0.3" "outside-more"];
    /// Links and length together.
    LinkWords "link-words" ["none-short" "none-long" "some-short" "some-long" "all-short" "all-long"];
}

/// A named property of a line, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark(pub u16);

impl Mark {
    /// How many numbers there are; some have no name.
    pub const COUNT: usize = GROUPS.len() * STRIDE;

    /// The mark of that number in its group.
    pub fn new(group: Group, number: usize) -> Mark {
        debug_assert!(number < GROUPS[group as usize].1.len(), "{group:?} {number}");
        Mark((group as usize * STRIDE + number) as u16)
    }

    /// Its name, such as `words.3-4`.
    pub fn name(self) -> Option<String> {
        let (group, marks) = GROUPS.get(usize::from(self.0) / STRIDE)?;
        marks.get(usize::from(self.0) % STRIDE).map(|mark| format!("{group}.{mark}"))
    }

    /// All that have a name.
    pub fn all() -> impl Iterator<Item = Mark> {
        (0..Self::COUNT as u16).map(Mark).filter(|m| m.name().is_some())
    }
}

/// What two neighbouring lines have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// True of any two.
    Neighbours,
    /// Elements of one name.
    SameElement,
    /// Elements in one element.
    SameParent,
    /// Both are prose, or neither is.
    SameLength,
    /// A rule knows both, or neither.
    SameRules,
    /// Both end in a stop, or neither does.
    SameEnd,
}

impl Tie {
    /// All of them.
    pub const ALL: [Tie; 6] = [
        Tie::Neighbours,
        Tie::SameElement,
        Tie::SameParent,
        Tie::SameLength,
        Tie::SameRules,
        Tie::SameEnd,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Tie::Neighbours => "neighbours",
            Tie::SameElement => "same-element",
            Tie::SameParent => "same-parent",
            Tie::SameLength => "same-length",
            Tie::SameRules => "same-rules",
            Tie::SameEnd => "same-end",
        }
    }
}

/// The lines whose marks tell of a line: two above, the one above, itself, the one below, two below.
pub const AROUND: [isize; 5] = [-2, -1, 0, 1, 2];

/// The weights of one setting, in log-odds of being the article's own.
#[derive(Clone, Debug, PartialEq)]
pub struct LineWeights {
    /// By number of the mark, for each of [`AROUND`].
    pub marks: Vec<[f64; AROUND.len()]>,
    /// By number of the tie: what it adds to two lines having one verdict.
    pub ties: [f64; Tie::ALL.len()],
    /// A line is kept when the probability that it is the article's own reaches this.
    pub threshold: f64,
}

impl Default for LineWeights {
    fn default() -> Self {
        LineWeights {
            marks: vec![[0.0; AROUND.len()]; Mark::COUNT],
            ties: [0.0; Tie::ALL.len()],
            threshold: 0.5,
        }
    }
}

/// The weights of both settings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageWeights {
    /// For texts without markup.
    pub text: Option<LineWeights>,
    /// For pages with markup.
    pub markup: Option<LineWeights>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WeightsFile {
    stage: Spanned<String>,
    lang: Spanned<String>,
    text: Option<SettingShape>,
    markup: Option<SettingShape>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingShape {
    threshold: f64,
    ties: Vec<TieShape>,
    marks: Vec<MarkShape>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TieShape {
    id: Spanned<String>,
    weight: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MarkShape {
    id: Spanned<String>,
    weights: [f64; AROUND.len()],
    #[serde(rename = "n")]
    _n: usize,
}

impl PageWeights {
    /// Reads `blocks_weights.toml`; without it the rules decide alone.
    ///
    /// # Errors
    /// If the file is wrong.
    pub fn read(files: &LanguageFiles<'_>) -> Result<Self, RuleError> {
        let Some(file) = files.file("blocks_weights.toml") else { return Ok(Self::default()) };
        let shape: WeightsFile = file.parse()?;
        file.belongs(&shape.stage, &shape.lang)?;
        let read = |s: Option<SettingShape>| s.map(|s| read_setting(file, s)).transpose();
        Ok(PageWeights { text: read(shape.text)?, markup: read(shape.markup)? })
    }
}

fn read_setting(file: &RuleFile, shape: SettingShape) -> Result<LineWeights, RuleError> {
    let mut weights = LineWeights { threshold: shape.threshold, ..LineWeights::default() };
    let number: std::collections::HashMap<String, usize> =
        Mark::all().filter_map(|m| Some((m.name()?, usize::from(m.0)))).collect();
    for mark in shape.marks {
        let Some(&i) = number.get(mark.id.get_ref()) else {
            let names: Vec<&str> = GROUPS.iter().map(|g| g.0).collect();
            let message =
                format!("no mark `{}`; the groups are {}", mark.id.get_ref(), names.join(", "));
            return Err(RuleError::at(file, mark.id.span(), message));
        };
        weights.marks[i] = mark.weights;
    }
    for tie in shape.ties {
        let Some(i) = Tie::ALL.iter().position(|t| t.name() == tie.id.get_ref()) else {
            let names = Tie::ALL.map(Tie::name).join(", ");
            let message = format!("no tie `{}`; there are {names}", tie.id.get_ref());
            return Err(RuleError::at(file, tie.id.span(), message));
        };
        weights.ties[i] = tie.weight;
    }
    Ok(weights)
}

/// Writes `blocks_weights.toml`: each mark with its weights and how many lines of the training pages had it.
pub fn write_page_weights(
    lang: &str,
    about: &str,
    settings: &[(&str, &LineWeights, &[usize])],
) -> String {
    let mut out = String::new();
    for line in about.lines() {
        let _ = writeln!(out, "# {line}");
    }
    let _ = writeln!(out, "stage = \"blocks_weights\"\nlang = \"{lang}\"");
    for (name, weights, counts) in settings {
        let _ = writeln!(out, "\n[{name}]\nthreshold = {}\nties = [", weights.threshold);
        for (tie, weight) in Tie::ALL.iter().zip(weights.ties) {
            let _ = writeln!(out, "  {{ id = \"{}\", weight = {weight:.3} }},", tie.name());
        }
        let _ = writeln!(out, "]\nmarks = [");
        for mark in Mark::all() {
            let i = usize::from(mark.0);
            let row = weights.marks[i].map(|w| format!("{w:.3}")).join(", ");
            if let (Some(name), true) = (mark.name(), counts[i] > 0) {
                let n = counts[i];
                let _ = writeln!(out, "  {{ id = \"{name}\", weights = [{row}], n = {n} }},");
            }
        }
        let _ = writeln!(out, "]");
    }
    out
}
