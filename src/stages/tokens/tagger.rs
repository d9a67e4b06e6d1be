//! Part-of-speech tagging: an averaged perceptron, greedy from left to right (Collins 2002).
//!
//! The weights stand in one hash table of small integers that is used as it lies in the file, so that nothing is parsed at start.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::model::Pos;

const TAGS: usize = Pos::ALL.len();
const ROW: usize = 4 + TAGS;
const MAGIC: &[u8; 8] = b"srctag01";

/// What the tagger sees of a word.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    /// Hash of the folded word.
    pub word: u32,
    /// Hashes of the last one, two, three and four characters of the folded word.
    pub suffixes: [u32; 4],
    /// Hash of the first two characters.
    pub prefix: u32,
    /// Capital, digits, hyphen and the like, packed.
    pub shape: u32,
    /// The parts of speech that the lexicon allows, a bit a tag; 0 when it does not know the word.
    pub allowed: u32,
    /// Whether `allowed` is complete, so that no other tag may be chosen.
    pub closed: bool,
}

impl Look {
    /// Looks at a word. `folded` is the word in lower case; `first` whether it opens the sentence.
    pub fn at(word: &str, folded: &str, first: bool, allowed: u32, closed: bool) -> Look {
        let mut ends = [0; 4];
        let mut borders = folded.char_indices().rev();
        for slot in &mut ends {
            match borders.next() {
                Some((i, _)) => *slot = hash(&folded.as_bytes()[i..]),
                None => break,
            }
        }
        let mut chars = word.chars();
        let head = chars.next().unwrap_or(' ');
        let capital = head.is_uppercase();
        let all_capital =
            capital && word.chars().count() > 1 && !word.chars().any(char::is_lowercase);
        let digit = word.chars().any(|c| c.is_ascii_digit());
        let letters = word.chars().any(char::is_alphabetic);
        let shape = u32::from(capital)
            | u32::from(all_capital) << 1
            | u32::from(digit) << 2
            | u32::from(letters) << 3
            | u32::from(word.contains('-')) << 4
            | u32::from(first) << 5;
        let two = folded.char_indices().nth(2).map_or(folded.len(), |(i, _)| i);
        Look {
            word: hash(folded.as_bytes()),
            suffixes: ends,
            prefix: hash(&folded.as_bytes()[..two]),
            shape,
            allowed,
            closed,
        }
    }
}

/// A trained tagger.
#[derive(Clone, Debug)]
pub struct Tagger {
    bytes: Cow<'static, [u8]>,
    mask: u32,
}

impl Tagger {
    /// Takes the weights as they lie in a file.
    ///
    /// # Errors
    /// If the bytes are no weights of this version.
    pub fn from_bytes(bytes: Cow<'static, [u8]>) -> Result<Tagger, String> {
        let head = bytes.get(..12).ok_or("too short for tagger weights")?;
        if &head[..8] != MAGIC {
            return Err("no tagger weights of this version".to_owned());
        }
        let slots = u32::from_le_bytes([head[8], head[9], head[10], head[11]]);
        if !slots.is_power_of_two() || bytes.len() != 12 + slots as usize * ROW {
            return Err("damaged tagger weights".to_owned());
        }
        Ok(Tagger { bytes, mask: slots - 1 })
    }

    /// Tags a sentence.
    pub fn tag(&self, looks: &[Look], tags: &mut Vec<Pos>) {
        tags.clear();
        let mut features = Vec::with_capacity(32);
        for i in 0..looks.len() {
            if looks[i].closed && looks[i].allowed.count_ones() == 1 {
                tags.push(Pos::ALL[looks[i].allowed.trailing_zeros() as usize]);
                continue;
            }
            extract(looks, tags, i, &mut features);
            let mut scores = [0i32; TAGS];
            for &f in &features {
                if let Some(row) = self.row(f) {
                    for (score, &w) in scores.iter_mut().zip(row) {
                        *score += i32::from(w as i8);
                    }
                }
            }
            tags.push(best(&scores, &looks[i]));
        }
    }

    fn row(&self, feature: u32) -> Option<&[u8]> {
        let mut slot = feature & self.mask;
        loop {
            let at = 12 + slot as usize * ROW;
            let row = &self.bytes[at..at + ROW];
            let key = u32::from_le_bytes([row[0], row[1], row[2], row[3]]);
            if key == feature {
                return Some(&row[4..]);
            }
            if key == 0 {
                return None;
            }
            slot = (slot + 1) & self.mask;
        }
    }
}

/// A sentence to learn from: what the tagger sees, and the right tags.
pub type Lesson = (Vec<Look>, Vec<Pos>);

/// Trains a tagger; returns its weights as they lie in a file. Deterministic.
pub fn train(lessons: &[Lesson], rounds: usize) -> Vec<u8> {
    let mut weights: HashMap<u32, [Averaged; TAGS]> = HashMap::new();
    let mut order: Vec<usize> = (0..lessons.len()).collect();
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut step = 0u32;
    let mut features = Vec::new();
    for _ in 0..rounds {
        // A fixed generator shuffles, so that the same treebank gives the same weights.
        for i in (1..order.len()).rev() {
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            order.swap(i, (random >> 33) as usize % (i + 1));
        }
        for &n in &order {
            let (looks, gold) = &lessons[n];
            let mut tags = Vec::with_capacity(looks.len());
            for i in 0..looks.len() {
                step += 1;
                extract(looks, &tags, i, &mut features);
                let mut scores = [0f32; TAGS];
                for f in &features {
                    if let Some(row) = weights.get(f) {
                        for (score, w) in scores.iter_mut().zip(row) {
                            *score += w.now;
                        }
                    }
                }
                let guess = best(&scores, &looks[i]);
                // Where the closed classes exclude the gold tag there is nothing to learn.
                let learnable = !looks[i].closed || looks[i].allowed & (1 << gold[i] as u32) != 0;
                if guess != gold[i] && learnable {
                    for &f in &features {
                        let row = weights.entry(f).or_insert([Averaged::default(); TAGS]);
                        row[gold[i] as usize].add(1.0, step);
                        row[guess as usize].add(-1.0, step);
                    }
                }
                tags.push(guess);
            }
        }
    }
    pack(&weights, step)
}

#[derive(Clone, Copy, Default)]
struct Averaged {
    now: f32,
    sum: f64,
    since: u32,
}

impl Averaged {
    fn add(&mut self, change: f32, step: u32) {
        self.sum += f64::from(self.now) * f64::from(step - self.since);
        self.since = step;
        self.now += change;
    }

    fn mean(&self, step: u32) -> f64 {
        (self.sum + f64::from(self.now) * f64::from(step - self.since)) / f64::from(step)
    }
}

/// Rounds the averaged weights to small integers and lays them into an open-addressed table.
fn pack(weights: &HashMap<u32, [Averaged; TAGS]>, step: u32) -> Vec<u8> {
    // Few weights exceed this size; they are cut, and the rest keeps its precision.
    const LARGEST: f64 = 6.0;
    let mut rows: Vec<(u32, [i8; TAGS])> = weights
        .iter()
        .map(|(&f, row)| {
            (f, row.map(|w| (w.mean(step) / LARGEST * 127.0).round().clamp(-127.0, 127.0) as i8))
        })
        .filter(|(_, row)| row.iter().any(|w| w.unsigned_abs() > 2))
        .collect();
    rows.sort_unstable();
    let slots = (rows.len() * 3 / 2).next_power_of_two().max(2) as u32;
    let mut table = vec![0u8; slots as usize * ROW];
    for (feature, row) in rows {
        let mut slot = feature & (slots - 1);
        while table[slot as usize * ROW..][..4] != [0; 4] {
            slot = (slot + 1) & (slots - 1);
        }
        let at = slot as usize * ROW;
        table[at..at + 4].copy_from_slice(&feature.to_le_bytes());
        for (cell, w) in table[at + 4..at + ROW].iter_mut().zip(row) {
            *cell = w as u8;
        }
    }
    let mut bytes = MAGIC.to_vec();
    bytes.extend(slots.to_le_bytes());
    bytes.extend(table);
    bytes
}

fn best<T: PartialOrd + Copy>(scores: &[T; TAGS], look: &Look) -> Pos {
    let may = |i: usize| !look.closed || look.allowed == 0 || look.allowed & (1 << i) != 0;
    let mut choice: Option<usize> = None;
    for i in (0..TAGS).filter(|&i| may(i)) {
        if choice.is_none_or(|c| scores[i] > scores[c]) {
            choice = Some(i);
        }
    }
    Pos::ALL[choice.unwrap_or(Pos::X as usize)]
}

/// The features of a word in its place, as hashes that are never 0.
fn extract(looks: &[Look], tags: &[Pos], i: usize, features: &mut Vec<u32>) {
    let none = Look::default();
    let look =
        |k: isize| usize::try_from(i as isize + k).ok().and_then(|j| looks.get(j)).unwrap_or(&none);
    let tag = |k: usize| i.checked_sub(k).map_or(TAGS as u32, |j| tags[j] as u32);
    let (here, before, after) = (look(0), look(-1), look(1));
    let (t1, t2) = (tag(1), tag(2));
    features.clear();
    let mut add = |kind: u32, a: u32, b: u32| features.push(mix(kind, a, b));
    add(1, 0, 0);
    add(2, here.word, 0);
    for (k, s) in here.suffixes.iter().enumerate() {
        add(3 + k as u32, *s, 0);
    }
    add(7, here.prefix, 0);
    add(8, here.shape, here.allowed);
    add(9, t1, 0);
    add(10, t1, t2);
    add(11, t1, here.word);
    add(12, t1, here.suffixes[2]);
    add(13, before.word, 0);
    add(14, before.suffixes[2], 0);
    add(15, look(-2).word, 0);
    add(16, after.word, 0);
    add(17, after.suffixes[2], 0);
    add(18, look(2).word, 0);
    add(19, here.allowed, after.allowed);
    add(20, here.allowed, t1);
    add(21, here.allowed, here.suffixes[1]);
    add(22, mix(0, before.word, 0), here.allowed);
    add(23, mix(0, after.word, 0), here.allowed);
    add(24, mix(0, t1, t2), here.allowed);
    add(25, here.shape, t1);
    add(26, after.shape, here.shape);
}

fn mix(kind: u32, a: u32, b: u32) -> u32 {
    let mut h = kind.wrapping_mul(0x9e37_79b1) ^ a.wrapping_mul(0x85eb_ca6b).rotate_left(13);
    h = (h ^ b.wrapping_mul(0xc2b2_ae35)).wrapping_mul(0x27d4_eb2f);
    h ^= h >> 15;
    h = h.wrapping_mul(0x2c1b_3c6d);
    (h ^ (h >> 13)).max(1)
}

/// FNV-1a over bytes.
fn hash(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |h, &b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}
