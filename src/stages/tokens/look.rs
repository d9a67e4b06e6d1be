//! What the tagger sees of a word, and the features that it makes of a word in its place.

use super::forms::FormKinds;
use super::tagger::{TAGS, hash};
use crate::model::{Mood, Pos, VerbForm};

/// What the lexicons know of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The parts of speech that are possible, a bit each; 0 when the word is in no lexicon.
    pub allowed: u32,
    /// Whether `allowed` is complete, so that no other tag may be chosen.
    pub closed: bool,
    /// `allowed` with finer kinds: moods of verb forms, nouns with a capital.
    pub class: u32,
    /// Gender and number, four bits.
    pub agreement: u32,
}

// Bits of `class` behind those of the parts of speech.
const CAPITAL_NOUN: u32 = 1 << 17;
const OTHER: u32 = 1 << 18;
const FINITE: u32 = 1 << 19;
const IMPERATIVE_ONLY: u32 = 1 << 20;
const INFINITIVE: u32 = 1 << 21;
const PARTICIPLE_PRESENT: u32 = 1 << 22;
const PARTICIPLE_PAST: u32 = 1 << 23;
const THIRD_PERSON: u32 = 1 << 24;

/// The bit of a part of speech.
pub(super) const fn bit(pos: Pos) -> u32 {
    1 << pos as u32
}

const VERBAL: u32 = bit(Pos::Verb) | bit(Pos::Aux);

impl Known {
    /// A word of a closed class, or a mark.
    pub fn closed(allowed: u32) -> Known {
        Known { allowed, closed: true, class: allowed, agreement: 0 }
    }

    /// Whether a verb or an auxiliary is among what is possible.
    pub fn may_be_verbal(self) -> bool {
        self.allowed & VERBAL != 0
    }

    /// A word of the open classes: a verb form with these readings, or a form of these kinds.
    pub fn open(readings: &[VerbForm], kinds: FormKinds) -> Known {
        let (mut allowed, mut finer, mut imperative) = (0, 0, false);
        for r in readings {
            allowed |= bit(Pos::Verb);
            match r.mood {
                Mood::Infinitive => finer |= INFINITIVE,
                Mood::ParticiplePresent => finer |= PARTICIPLE_PRESENT,
                Mood::ParticiplePast => {
                    finer |= PARTICIPLE_PAST;
                    allowed |= bit(Pos::Adj);
                }
                Mood::Imperative => imperative = true,
                Mood::Indicative | Mood::Conditional | Mood::Subjunctive => finer |= FINITE,
            }
            if r.mood.is_finite() && r.persons.third() {
                finer |= THIRD_PERSON;
            }
        }
        if imperative && finer & FINITE == 0 {
            finer |= IMPERATIVE_ONLY;
        }
        let names = FormKinds::NAME.with(FormKinds::CAPITAL_NOUN);
        for (kind, pos) in [
            (FormKinds::NOUN, Pos::Noun),
            (FormKinds::ADJECTIVE, Pos::Adj),
            (FormKinds::ADVERB, Pos::Adv),
            (names, Pos::Propn),
        ] {
            if kinds.meets(kind) {
                allowed |= bit(pos);
            }
        }
        if kinds.meets(FormKinds::CAPITAL_NOUN) {
            finer |= CAPITAL_NOUN;
        }
        if kinds.meets(FormKinds::OTHER) {
            finer |= OTHER;
        }
        Known { allowed, closed: false, class: allowed | finer, agreement: kinds.agreement() }
    }
}

/// The bit of a shape that says where the word stands.
const OPENING: u32 = 1 << 5;

/// What the tagger sees of a word.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    /// What the lexicons know.
    pub known: Known,
    /// Hash of the folded word.
    pub word: u32,
    /// Hashes of the last one to five characters of the folded word.
    pub suffixes: [u32; 5],
    /// Hash of the first two characters.
    pub prefix: u32,
    /// Capital, digits, hyphen and the like, packed.
    pub shape: u32,
}

impl Look {
    /// Looks at a word that does not open its sentence. `folded` is the word in lower case.
    pub fn at(word: &str, folded: &str, known: Known) -> Look {
        let mut suffixes = [0; 5];
        let mut borders = folded.char_indices().rev();
        for slot in &mut suffixes {
            match borders.next() {
                Some((i, _)) => *slot = hash(&folded.as_bytes()[i..]),
                None => break,
            }
        }
        let mut chars = word.chars();
        let capital = chars.next().is_some_and(char::is_uppercase);
        let all_capital =
            capital && chars.next().is_some() && !word.chars().any(char::is_lowercase);
        let shape = u32::from(capital)
            | u32::from(all_capital) << 1
            | u32::from(word.bytes().any(|b| b.is_ascii_digit())) << 2
            | u32::from(word.chars().any(char::is_alphabetic)) << 3
            | u32::from(word.contains('-')) << 4;
        let two = folded.char_indices().nth(2).map_or(folded.len(), |(i, _)| i);
        Look {
            known,
            word: hash(folded.as_bytes()),
            suffixes,
            prefix: hash(&folded.as_bytes()[..two]),
            shape,
        }
    }

    /// The same word where it opens the sentence.
    pub(super) fn opening(self) -> Look {
        Look { shape: self.shape | OPENING, ..self }
    }

    /// Whether it opens the sentence.
    pub(super) fn opens(&self) -> bool {
        self.shape & OPENING != 0
    }

    /// What the tagger sees of its shape in its place.
    fn shape_where(&self, opens: bool) -> u32 {
        self.shape | if opens { OPENING } else { 0 }
    }

    /// The features of the word wherever it stands, as hashes that are never 0.
    pub(super) fn features(&self) -> [u32; OWN_FEATURES] {
        [
            mix(1, 0, 0),
            mix(2, self.word, 0),
            mix(3, self.suffixes[1], 0),
            mix(4, self.suffixes[2], 0),
            mix(5, self.suffixes[3], 0),
            mix(6, self.suffixes[4], 0),
            mix(7, self.prefix, 0),
            mix(15, self.known.class, self.suffixes[1]),
        ]
    }

    /// The features of the word that its look alone makes where it stands, opening a sentence or not.
    pub(super) fn shaped(&self) -> [u32; 2] {
        [mix(8, self.shape, self.known.class), mix(9, self.shape, self.suffixes[2])]
    }

    /// The features that it makes alone of the word behind it, the one before it, and the one two before it.
    pub(super) fn beside(&self) -> [u32; 3] {
        [mix(12, self.word, 0), mix(13, self.word, 0), mix(14, self.word, 0)]
    }

    /// The only tag that the word can have, if there is one.
    pub(super) fn only(&self) -> Option<Pos> {
        let known = &self.known;
        (known.closed && known.allowed.count_ones() == 1)
            .then(|| Pos::ALL[known.allowed.trailing_zeros() as usize])
    }

    /// Whether the word is a finite verb form and nothing else.
    fn is_surely_finite(&self) -> bool {
        let Known { allowed, class, .. } = self.known;
        allowed & !VERBAL == 0 && allowed & VERBAL != 0 && class & FINITE != 0
    }

    /// Whether a clause may end here: at a mark or a conjunction.
    fn may_end_clause(&self) -> bool {
        let allowed = self.known.allowed;
        allowed == bit(Pos::Punct) || allowed & bit(Pos::Sconj) != 0
    }
}

/// How many features a word has in itself, and how many by its place.
pub(super) const OWN_FEATURES: usize = 8;
pub(super) const PLACE_FEATURES: usize = 20;
/// Those of them that no word makes alone.
pub(super) const JOINT_FEATURES: usize = 15;

/// What the tagger sees of the words of a sentence.
pub(super) trait Looks {
    /// How many words there are.
    fn count(&self) -> usize;

    /// One of them.
    fn look(&self, i: usize) -> Option<&Look>;

    /// Whether it opens the sentence.
    fn opens(&self, i: usize) -> bool;
}

impl Looks for Vec<Look> {
    fn count(&self) -> usize {
        self.len()
    }

    fn look(&self, i: usize) -> Option<&Look> {
        self.get(i)
    }

    fn opens(&self, i: usize) -> bool {
        self.get(i).is_some_and(Look::opens)
    }
}

/// A sentence while it is tagged from left to right.
pub(super) struct Walk<'a, L> {
    looks: &'a L,
    /// What stands at each word and behind it; one more than there are words.
    ahead: Vec<Ahead>,
    /// Whether the clause has a finite verb already.
    seen: bool,
}

/// What a clause holds from some word on.
#[derive(Clone, Copy, Default)]
struct Ahead {
    /// Whether there is a word that is surely a finite verb.
    finite: bool,
    /// Whether there is a past participle near: 1 a sure one, 2 a possible one.
    participle: u8,
    /// How many words away it is.
    distance: u8,
}

impl Ahead {
    /// How far from an auxiliary its participle may stand.
    const REACH: u8 = 6;

    /// What stands from the word on, when `self` stands behind it.
    fn from(self, look: &Look) -> Ahead {
        let Known { allowed, class, .. } = look.known;
        let finite = look.is_surely_finite();
        let ends = look.may_end_clause();
        let (participle, distance) = if class & PARTICIPLE_PAST != 0 {
            let sure = allowed & !(bit(Pos::Verb) | bit(Pos::Adj)) == 0;
            (if sure { 1 } else { 2 }, 1)
        } else if finite || ends || self.distance == Self::REACH {
            (0, 0)
        } else {
            (self.participle, self.distance + u8::from(self.participle != 0))
        };
        Ahead { finite: finite || !ends && self.finite, participle, distance }
    }
}

impl<'a, L: Looks> Walk<'a, L> {
    pub(super) fn new(looks: &'a L) -> Walk<'a, L> {
        let mut ahead = vec![Ahead::default(); looks.count() + 1];
        for i in (0..looks.count()).rev() {
            if let Some(look) = looks.look(i) {
                ahead[i] = ahead[i + 1].from(look);
            }
        }
        Walk { looks, ahead, seen: false }
    }

    /// Takes note of the tag that was given to the word at `i`.
    pub(super) fn pass(&mut self, i: usize, tag: Pos) {
        let finite = || self.looks.look(i).is_some_and(|l| l.known.class & FINITE != 0);
        if tag.is_verbal() && finite() {
            self.seen = true;
        } else if matches!(tag, Pos::Punct | Pos::Sconj) {
            self.seen = false;
        }
    }

    /// The word so many behind the one at `i`, or what stands for none.
    fn look(&self, i: usize, k: isize) -> Look {
        let there = i.checked_add_signed(k).and_then(|j| self.looks.look(j));
        there.copied().unwrap_or_default()
    }

    /// The features of the word behind the tags by its place, as hashes that are never 0.
    pub(super) fn features(&self, tags: &[Pos]) -> [u32; PLACE_FEATURES] {
        let look = |k: isize| self.look(tags.len(), k);
        let alone = [look(-1).beside()[0], look(1).beside()[1], look(2).beside()[2]];
        let (shaped, joint) = (look(0).shaped(), self.joint_features(tags));
        let mut all = [0; PLACE_FEATURES];
        // In the order of their kinds, which the training's random choice goes by.
        let parts = [&shaped[..], &joint[..2], &alone, &joint[2..]];
        all.iter_mut().zip(parts.into_iter().flatten()).for_each(|(to, from)| *to = *from);
        all
    }

    /// Those of these features that no word makes alone.
    pub(super) fn joint_features(&self, tags: &[Pos]) -> [u32; JOINT_FEATURES] {
        let i = tags.len();
        let none = Look::default();
        let look = |k: isize| i.checked_add_signed(k).and_then(|j| self.looks.look(j));
        let look = |k: isize| look(k).unwrap_or(&none);
        let tag = |k: usize| i.checked_sub(k).map_or(TAGS as u32, |j| tags[j] as u32);
        let (here, before, after, second) = (look(0), look(-1), look(1), look(2));
        let (t1, t2) = (tag(1), tag(2));
        let shape = |look: &Look, i: usize| look.shape_where(self.looks.opens(i));
        // Negation and adverbs stand between an auxiliary and its participle.
        let mut next = i + 1;
        while next < i + 4
            && self.looks.look(next).is_some_and(|l| l.known.allowed == bit(Pos::Adv))
        {
            next += 1;
        }
        let next = self.looks.look(next).unwrap_or(&none).known.class;
        let ahead = self.ahead[i + 1];
        let clause = u32::from(self.seen) | u32::from(ahead.finite) << 1;
        let (h, b, a, s) = (here.known, before.known.class, after.known, second.known.class);
        let c = h.class;
        [
            mix(10, shape(after, i + 1), shape(here, i)),
            mix(11, t1, here.word),
            mix(16, mix(0, before.word, 0), c),
            mix(17, mix(0, after.word, 0), c),
            mix(18, mix(0, t1, t2), c),
            mix(19, c, mix(0, t1, a.class)),
            mix(20, mix(0, t1, c), mix(1, a.class, s)),
            mix(21, mix(0, b, c), before.known.agreement | h.agreement << 4),
            mix(22, mix(0, h.agreement, a.agreement), mix(1, c, a.class)),
            mix(23, here.word, next),
            mix(24, c, next),
            mix(25, clause, c),
            mix(26, mix(0, before.word, h.agreement), c),
            mix(27, u32::from(ahead.participle), here.word),
            mix(28, look(-2).word, c),
        ]
    }
}

fn mix(kind: u32, a: u32, b: u32) -> u32 {
    let mut h = kind.wrapping_mul(0x9e37_79b1) ^ a.wrapping_mul(0x85eb_ca6b).rotate_left(13);
    h = (h ^ b.wrapping_mul(0xc2b2_ae35)).wrapping_mul(0x27d4_eb2f);
    h ^= h >> 15;
    h = h.wrapping_mul(0x2c1b_3c6d);
    (h ^ (h >> 13)).max(1)
}
