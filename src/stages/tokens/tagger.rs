//! Part-of-speech tagging: an averaged perceptron, greedy from left to right (Collins 2002).
//!
//! The weights stand in one hash table of small integers that is used as it lies in the file, so that nothing is parsed at start.
//! Fingerprints of features stand apart from their weights: most features of a word were never seen,
//! and to learn that only the fingerprints are looked at, which stay in a near cache.

use std::borrow::Cow;

use super::look::{Look, Looks, Walk};
use super::memo::{Remembered, Serial, Words};
use crate::model::Pos;

pub(super) const TAGS: usize = Pos::ALL.len();
const MAGIC: &[u8; 8] = b"srctag02";
const HEAD: usize = 12;
const PRINT: usize = 2; // bytes of a fingerprint; 0 is an empty slot

const RUN: usize = 16;

/// Weights of one feature, a tag each.
pub(super) type Row = [i8; TAGS];

/// What features add up to, a tag each.
pub(super) type Scores = [i16; TAGS];

/// A trained tagger.
#[derive(Clone, Debug)]
pub struct Tagger {
    bytes: Cow<'static, [u8]>,
    slots: usize,
    serial: Serial,
    /// What stands for the words before and behind a sentence.
    edge: Alone,
}

/// What the features add up to that a word makes alone, wherever it stands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Alone {
    /// Of itself inside a sentence, and where it opens one; nothing for a word that can have one tag only.
    inside: Scores,
    opening: Scores,
    /// Of the word behind it, the one before it, and the one two before it.
    beside: [Scores; 3],
}

impl Tagger {
    /// Takes the weights as they lie in a file.
    ///
    /// # Errors
    /// If the bytes are no weights of this version.
    pub fn from_bytes(bytes: Cow<'static, [u8]>) -> Result<Tagger, String> {
        let head = bytes.get(..HEAD).ok_or("too short for tagger weights")?;
        if &head[..8] != MAGIC {
            return Err("no tagger weights of this version".to_owned());
        }
        let slots = u32::from_le_bytes([head[8], head[9], head[10], head[11]]) as usize;
        if !slots.is_power_of_two() || bytes.len() != HEAD + slots * (PRINT + TAGS) {
            return Err("damaged tagger weights".to_owned());
        }
        // A full table would be searched without end.
        let mut prints = bytes[HEAD..HEAD + slots * PRINT].chunks_exact(PRINT);
        if !prints.any(|print| print == [0, 0]) {
            return Err("damaged tagger weights: no empty slot".to_owned());
        }
        let mut tagger = Tagger { bytes, slots, serial: Serial::default(), edge: Alone::default() };
        tagger.edge = tagger.alone(&Look::default());
        Ok(tagger)
    }

    /// Tells it from any other tagger.
    pub(super) fn serial(&self) -> &Serial {
        &self.serial
    }

    /// What the features that a word makes alone add up to; `look` is that of a word inside a sentence.
    pub(super) fn alone(&self, look: &Look) -> Alone {
        let mut alone = Alone::default();
        for (feature, scores) in look.beside().into_iter().zip(&mut alone.beside) {
            self.add([feature], scores);
        }
        if look.only().is_none() {
            self.add(look.features(), &mut alone.inside);
            alone.opening = alone.inside;
            self.add(look.shaped(), &mut alone.inside);
            self.add(look.opening().shaped(), &mut alone.opening);
        }
        alone
    }

    /// Tags a sentence.
    pub(super) fn tag(&self, words: &Words<'_>, tags: &mut Vec<Pos>) {
        tags.clear();
        let mut walk = Walk::new(words);
        for (i, &number) in words.numbers.iter().enumerate() {
            let Remembered { look, alone: own, .. } = words.memory.get(number as usize);
            let tag = look.only().unwrap_or_else(|| {
                let mut scores = if words.opens(i) { own.opening } else { own.inside };
                let near = |k: isize| i.checked_add_signed(k).and_then(|j| words.get(j));
                for (k, beside) in [(-1, 0), (1, 1), (2, 2)] {
                    let more = &near(k).map_or(&self.edge, |w| &w.alone).beside[beside];
                    scores.iter_mut().zip(more).for_each(|(score, &weight)| *score += weight);
                }
                self.add(walk.joint_features(tags), &mut scores);
                best(&scores, look)
            });
            walk.pass(i, tag);
            tags.push(tag);
        }
    }

    /// Adds the weights of features.
    fn add<const N: usize>(&self, features: [u32; N], scores: &mut Scores) {
        let (prints, rows) = self.bytes[HEAD..].split_at(self.slots * PRINT);
        let (prints, rows) = (prints.as_chunks::<PRINT>().0, rows.as_chunks::<TAGS>().0);
        // All fingerprints are fetched before any is looked at, so that the memory is not waited for one by one.
        let mask = self.slots - 1;
        let there = features.map(|f| prints[f as usize & mask]);
        let mut found = [0usize; N];
        let mut count = 0;
        for (&f, &there) in features.iter().zip(&there) {
            if there != [0, 0]
                && let Some(slot) = find(prints, f)
            {
                found[count] = slot;
                count += 1;
            }
        }
        for &slot in &found[..count] {
            // Of a run of sixteen many are added at a time.
            let row = &rows[slot];
            let add = |(score, &weight): (&mut i16, &u8)| *score += i16::from(weight as i8);
            scores[..RUN].iter_mut().zip(&row[..RUN]).for_each(add);
            scores[RUN..].iter_mut().zip(&row[RUN..]).for_each(add);
        }
    }

    /// Lays weights into a table, as it lies in a file; where two features cannot be told apart the first stays.
    pub(super) fn pack(rows: &[(u32, Row)]) -> Vec<u8> {
        let slots = (rows.len() * 5 / 4 + 1).next_power_of_two();
        let mut prints = vec![0u8; slots * PRINT];
        let mut table = vec![0u8; slots * TAGS];
        for &(feature, row) in rows {
            let mut slot = feature as usize & (slots - 1);
            let print = print_of(feature).to_le_bytes();
            while prints[slot * PRINT..][..PRINT] != [0, 0]
                && prints[slot * PRINT..][..PRINT] != print
            {
                slot = (slot + 1) & (slots - 1);
            }
            if prints[slot * PRINT..][..PRINT] == [0, 0] {
                prints[slot * PRINT..][..PRINT].copy_from_slice(&print);
                table[slot * TAGS..][..TAGS].copy_from_slice(&row.map(|w| w as u8));
            }
        }
        let mut bytes = MAGIC.to_vec();
        bytes.extend((slots as u32).to_le_bytes());
        bytes.extend(prints);
        bytes.extend(table);
        bytes
    }
}

/// What a feature leaves in its slot: the bits that do not choose the slot, never 0.
fn print_of(feature: u32) -> u16 {
    (feature >> 16) as u16 | 1
}

fn find(prints: &[[u8; PRINT]], feature: u32) -> Option<usize> {
    let mask = prints.len() - 1;
    let mut slot = feature as usize & mask;
    let print = print_of(feature).to_le_bytes();
    loop {
        let there = prints[slot];
        if there == print {
            return Some(slot);
        }
        if there == [0, 0] {
            return None;
        }
        slot = (slot + 1) & mask;
    }
}

/// The tag with the highest score among those that the word may have.
pub(super) fn best<T: PartialOrd + Copy>(scores: &[T; TAGS], look: &Look) -> Pos {
    let known = &look.known;
    let may = |i: usize| !known.closed || known.allowed == 0 || known.allowed & (1 << i) != 0;
    let mut choice: Option<usize> = None;
    for i in (0..TAGS).filter(|&i| may(i)) {
        if choice.is_none_or(|c| scores[i] > scores[c]) {
            choice = Some(i);
        }
    }
    Pos::ALL[choice.unwrap_or(Pos::X as usize)]
}

/// FNV-1a over bytes.
pub(super) fn hash(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |h, &b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}
