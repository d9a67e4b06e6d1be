//! The features of the lines of a page: named marks of a line, of the lines around it, and pairs of its own.
//!
//! A mark is a named property of a line, never a word of it. The features of a line are its own marks, those marks of the
//! lines around it that tell what stands there, and pairs of its own marks that say more together than each for itself.

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
    End "end" ["stop" "colon" "other" "question" "exclamation" "ellipsis"];
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
    /// How its parts are set: a name and its value, a remark in brackets at the end, words on both sides of a dash.
    Parts "parts" ["pair" "brackets" "dash" "none"];
    /// Whether another line opens with the same two words.
    Twin "twin" ["yes" "no"];
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
    /// The kind that a rule speaks for without deciding, if it does so strongly.
    Hint "hint" ["weak" "article" "navigation" "share" "related" "comments" "subscribe" "legal" "ad" "site" "meta" "duplicate"];
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
    /// Whether it belongs to a run at the end that shares no topic with the article.
    Foreign "foreign" ["yes"];
    /// How many short lines stand together with it.
    Run "run" ["0" "1" "2" "3-4" "5-8" "9-16" "17+"];
    /// How many lines above it the nearest prose stands.
    SinceProse "since-prose" ["1" "2" "3" "4-6" "7-12" "13+" "none"];
    /// How many lines below it the nearest prose stands.
    UntilProse "until-prose" ["1" "2" "3" "4-6" "7-12" "13+" "none"];
    /// How many lines of the article's prose stand above it.
    Front "front" ["0" "1" "2" "3-5" "6+"];
    /// The same of those below it.
    Rest "rest" ["0" "1" "2" "3-5" "6+"];
    /// Words of prose in the four lines on either side.
    Density "density" ["0" "30" "80" "150" "300" "more"];
    /// How much of the prose stands above it.
    Passed "passed" ["0" "0.25" "0.5" "0.75" "0.99" "1"];
    /// Whether what the page tells of its article holds the line.
    Told "told" ["none" "in" "out"];
    /// Whether the page tells it as the article's summary.
    Summary "summary" ["yes"];
    /// Place and topic together, of lines of prose.
    ProseTopic "prose-topic" ["inside-0" "inside-0.15" "inside-0.3" "inside-more" "outside-0" "outside-0.15" "outside-0.3" "outside-more"];
}

/// What is looked at in the lines around a line.
const AROUND: [Group; 15] = [
    Group::Words,
    Group::End,
    Group::Opens,
    Group::Capitals,
    Group::ShortWords,
    Group::Signs,
    Group::Kind,
    Group::Basis,
    Group::Hint,
    Group::Topic,
    Group::Place,
    Group::Links,
    Group::Element,
    Group::Parent,
    Group::Told,
];
/// How far these lines are away.
const DISTANCES: [isize; 4] = [-2, -1, 1, 2];
/// What they are called.
const SIDES: [&str; 4] = ["above-2", "above", "below", "below-2"];

/// What is looked at together.
const PAIRS: [(Group, &[Group]); 4] = [
    (
        Group::Place,
        &[
            Group::Words,
            Group::Basis,
            Group::End,
            Group::Topic,
            Group::Kind,
            Group::Density,
            Group::Run,
            Group::SinceProse,
            Group::UntilProse,
            Group::Opens,
            Group::Passed,
            Group::Front,
            Group::Rest,
            Group::Sentences,
            Group::Told,
            Group::Parent,
            Group::Element,
            Group::Links,
        ],
    ),
    (
        Group::Words,
        &[
            Group::End,
            Group::Topic,
            Group::Front,
            Group::Rest,
            Group::Capitals,
            Group::Density,
            Group::Run,
            Group::SinceProse,
            Group::UntilProse,
            Group::Opens,
            Group::Signs,
            Group::Kind,
            Group::Parent,
            Group::Element,
            Group::Links,
        ],
    ),
    (
        Group::Hint,
        &[
            Group::Place,
            Group::Words,
            Group::Passed,
            Group::Front,
            Group::Rest,
            Group::SinceProse,
            Group::UntilProse,
            Group::Topic,
            Group::Links,
        ],
    ),
    (
        Group::Kind,
        &[
            Group::Basis,
            Group::Parent,
            Group::Container,
            Group::Told,
            Group::Element,
            Group::Links,
            Group::End,
            Group::Density,
            Group::Run,
            Group::UntilProse,
        ],
    ),
];

/// How many pairs of groups there are.
const PAIRED: usize = PAIRS[0].1.len() + PAIRS[1].1.len() + PAIRS[2].1.len() + PAIRS[3].1.len();

/// Where the features of the lines around begin, and those of pairs.
const FROM_AROUND: usize = GROUPS.len() * STRIDE;
const FROM_PAIRS: usize = FROM_AROUND + AROUND.len() * DISTANCES.len() * STRIDE;

/// The marks of a line: of each group at most one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks([u8; GROUPS.len()]);

impl Default for Marks {
    fn default() -> Self {
        Marks([Self::NONE; GROUPS.len()])
    }
}

impl Marks {
    const NONE: u8 = u8::MAX;

    /// Sets the mark of that number in the group.
    pub fn set(&mut self, group: Group, number: usize) {
        debug_assert!(number < GROUPS[group as usize].1.len(), "{group:?} {number}");
        self.0[group as usize] = number as u8;
    }

    fn get(&self, group: usize) -> Option<usize> {
        Some(usize::from(self.0[group])).filter(|&n| n != usize::from(Self::NONE))
    }
}

/// The features of a line, as numbers.
#[derive(Clone, Copy, Debug)]
pub struct LineFeature;

impl LineFeature {
    /// How many numbers there are; some have no name.
    pub const COUNT: usize = FROM_PAIRS + PAIRED * STRIDE * STRIDE;

    /// The names of the groups of marks.
    pub fn groups() -> impl Iterator<Item = &'static str> {
        GROUPS.iter().map(|g| g.0)
    }

    /// Calls `tell` with each feature of line `i` among the lines of its page.
    pub fn each(lines: &[Marks], i: usize, mut tell: impl FnMut(usize)) {
        let own = &lines[i];
        for group in 0..GROUPS.len() {
            if let Some(mark) = own.get(group) {
                tell(group * STRIDE + mark);
            }
        }
        for (d, by) in DISTANCES.into_iter().enumerate() {
            let Some(line) = i.checked_add_signed(by).and_then(|j| lines.get(j)) else { continue };
            for (g, group) in AROUND.into_iter().enumerate() {
                if let Some(mark) = line.get(group as usize) {
                    tell(FROM_AROUND + (d * AROUND.len() + g) * STRIDE + mark);
                }
            }
        }
        let mut from = FROM_PAIRS;
        for (first, others) in PAIRS {
            for &other in others {
                if let Some((a, b)) = own.get(first as usize).zip(own.get(other as usize)) {
                    tell(from + a * STRIDE + b);
                }
                from += STRIDE * STRIDE;
            }
        }
    }

    /// The name of a feature: `words.3-4`, of the line above `above.words.3-4`, of a pair `place.foot+words.3-4`.
    pub fn name(number: usize) -> Option<String> {
        let name = |group: usize, mark: usize| {
            let (group, marks) = GROUPS.get(group)?;
            marks.get(mark).map(|mark| format!("{group}.{mark}"))
        };
        if number < FROM_AROUND {
            return name(number / STRIDE, number % STRIDE);
        }
        if number < FROM_PAIRS {
            let (slot, mark) = ((number - FROM_AROUND) / STRIDE, (number - FROM_AROUND) % STRIDE);
            let side = SIDES[slot / AROUND.len()];
            let own = name(AROUND[slot % AROUND.len()] as usize, mark)?;
            return Some(format!("{side}.{own}"));
        }
        let (pair, marks) =
            ((number - FROM_PAIRS) / (STRIDE * STRIDE), (number - FROM_PAIRS) % (STRIDE * STRIDE));
        let (first, other) = PAIRS
            .iter()
            .flat_map(|(first, others)| others.iter().map(|o| (*first, *o)))
            .nth(pair)?;
        let (first, other) =
            (name(first as usize, marks / STRIDE)?, name(other as usize, marks % STRIDE)?);
        Some(format!("{first}+{other}"))
    }

    /// The number of the feature with that name.
    pub fn number(name: &str) -> Option<usize> {
        // The names of groups have no stop, those of marks may have one, and a plus at their end.
        let own = |name: &str| {
            let (group, mark) = name.split_once('.')?;
            let group = GROUPS.iter().position(|g| g.0 == group)?;
            Some((group, GROUPS[group].1.iter().position(|m| *m == mark)?))
        };
        if let Some((group, mark)) = own(name) {
            return Some(group * STRIDE + mark);
        }
        if let Some((side, line)) = name.split_once('.')
            && let Some(side) = SIDES.iter().position(|s| *s == side)
        {
            let (group, mark) = own(line)?;
            let slot = AROUND.iter().position(|g| *g as usize == group)?;
            return Some(FROM_AROUND + (side * AROUND.len() + slot) * STRIDE + mark);
        }
        let cuts = name.match_indices('+').map(|(i, _)| (&name[..i], &name[i + 1..]));
        let (a, b) = cuts.filter_map(|(a, b)| own(a).zip(own(b))).next()?;
        let pairs = PAIRS.iter().flat_map(|(first, others)| others.iter().map(|o| (*first, *o)));
        let pair = pairs.into_iter().position(|p| (p.0 as usize, p.1 as usize) == (a.0, b.0))?;
        Some(FROM_PAIRS + (pair * STRIDE + a.1) * STRIDE + b.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_is_found_by_its_name() {
        for number in 0..LineFeature::COUNT {
            if let Some(name) = LineFeature::name(number) {
                assert_eq!(LineFeature::number(&name), Some(number), "{name}");
            }
        }
        for none in ["", "words", "words.none-such", "beside.words.1", "words.1+end.stop+end.stop"]
        {
            assert_eq!(LineFeature::number(none), None, "{none}");
        }
    }
}
