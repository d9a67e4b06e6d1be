//! A memory of words: what the lexicons say of a word is the same wherever it stands, and most words of a text have stood
//! somewhere before. Each thread remembers a bounded number of them for the rules that it used last.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering};

use super::look::{Look, Looks};
use super::tagger::{Alone, Tagger};
use crate::model::{VerbForm, WordId};
use crate::rules::{Language, Strings};

/// So many words are remembered, of so many bytes; when there are more, all are forgotten before the next sentence is read, and the
/// frequent ones are soon known again.
const MOST: usize = 16_384;
const MOST_BYTES: usize = 1 << 20;

/// A number that tells rules apart, so that nobody is told what was read by others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Serial(u64);

impl Default for Serial {
    fn default() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Serial(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// What the rules say of a word by itself.
#[derive(Clone, Copy, Debug)]
pub struct Remembered {
    /// Its id.
    pub id: WordId,
    /// What the tagger sees of it where it does not open a sentence.
    pub look: Look,
    /// What the features add up to that the tagger makes of the word alone.
    pub(super) alone: Alone,
    /// Its readings as a verb: a stretch of [`Memory::readings`].
    readings: (u32, u32),
}

/// The words that a thread remembers.
#[derive(Debug, Default)]
pub struct Memory {
    /// The rules, and their tagger, if they have one.
    of: Option<(Serial, Option<Serial>)>,
    words: Strings,
    known: Vec<Remembered>,
    readings: Vec<VerbForm>,
}

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::default();
}

impl Memory {
    /// Calls `with` with the memory of this thread for a language. It forgets nothing meanwhile.
    pub fn of<T>(language: &Language, with: impl FnOnce(&mut Memory) -> T) -> T {
        MEMORY.with_borrow_mut(|memory| {
            let rules = &language.tokens;
            let of = (rules.serial.clone(), rules.tagger.as_ref().map(|t| t.serial().clone()));
            let full = memory.known.len() >= MOST || memory.words.bytes() >= MOST_BYTES;
            if full || memory.of.as_ref() != Some(&of) {
                memory.forget();
                memory.of = Some(of);
            }
            with(memory)
        })
    }

    /// The number of a word; `read` tells what is to be known of it, and its readings, if it is new.
    pub fn know(
        &mut self,
        word: &str,
        tagger: Option<&Tagger>,
        read: impl FnOnce(&mut Vec<VerbForm>) -> (WordId, Look),
    ) -> usize {
        match self.words.find(word) {
            Some(number) => number,
            None => {
                let from = self.readings.len() as u32;
                let (id, look) = read(&mut self.readings);
                let alone = tagger.map_or(Alone::default(), |t| t.alone(&look));
                let readings = (from, self.readings.len() as u32);
                self.known.push(Remembered { id, look, alone, readings });
                self.words.add(word)
            }
        }
    }

    /// What is known of the word with that number.
    pub fn get(&self, number: usize) -> &Remembered {
        &self.known[number]
    }

    /// The readings of the word with that number as a verb.
    pub fn readings(&self, number: usize) -> &[VerbForm] {
        let (from, to) = self.known[number].readings;
        &self.readings[from as usize..to as usize]
    }

    fn forget(&mut self) {
        *self = Memory { of: self.of.take(), ..Memory::default() };
    }
}

/// The words of a sentence, as their numbers in the memory.
pub(super) struct Words<'a> {
    pub memory: &'a Memory,
    pub numbers: &'a [u32],
    /// So many of them open the sentence: the first word, and the marks before it.
    pub opening: usize,
}

impl Words<'_> {
    /// What is known of one of them.
    pub fn get(&self, i: usize) -> Option<&Remembered> {
        self.numbers.get(i).map(|&number| self.memory.get(number as usize))
    }
}

impl Looks for Words<'_> {
    fn count(&self) -> usize {
        self.numbers.len()
    }

    fn look(&self, i: usize) -> Option<&Look> {
        self.get(i).map(|known| &known.look)
    }

    fn opens(&self, i: usize) -> bool {
        i < self.opening
    }
}
