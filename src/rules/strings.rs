//! Numbered strings: each different string once, all in one piece of memory.

use std::hash::Hasher;

use super::FastHasher;

/// Strings with their numbers, in order of their addition.
#[derive(Clone, Debug, Default)]
pub struct Strings {
    /// All strings, one behind the other.
    text: String,
    /// Where each ends.
    ends: Vec<u32>,
    /// Numbers of strings plus one, by hash; 0 where there is none. A power of two of them, half of which are empty. The upper half
    /// of each is the string's hash, so that another string is passed over without a look at it.
    slots: Vec<u64>,
}

impl Strings {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The string with that number; empty if there is none.
    pub fn get(&self, number: usize) -> &str {
        let Some(&end) = self.ends.get(number) else { return "" };
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start as usize..end as usize]
    }

    /// The number of a string.
    pub fn find(&self, string: &str) -> Option<usize> {
        if self.slots.is_empty() {
            return None;
        }
        self.slot(string, hash(string)).1
    }

    /// The number of a string, new if need be.
    pub fn add(&mut self, string: &str) -> usize {
        if self.slots.len() <= self.ends.len() * 2 {
            self.grow();
        }
        let hash = hash(string);
        let (slot, number) = self.slot(string, hash);
        number.unwrap_or_else(|| {
            self.text.push_str(string);
            self.ends.push(self.text.len() as u32);
            self.slots[slot] = u64::from(hash) << 32 | self.ends.len() as u64;
            self.ends.len() - 1
        })
    }

    /// How many bytes all of them have.
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// The slot that holds a string and the string's number, or the empty one that would.
    fn slot(&self, string: &str, hash: u32) -> (usize, Option<usize>) {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let there = self.slots[slot];
            if there == 0 {
                return (slot, None);
            }
            let number = there as u32 as usize - 1;
            if (there >> 32) as u32 == hash && self.get(number) == string {
                return (slot, Some(number));
            }
            slot = (slot + 1) & mask;
        }
    }

    fn grow(&mut self) {
        const LEAST: usize = 256;
        let size = (self.slots.len() * 4).max(LEAST);
        let before = std::mem::replace(&mut self.slots, vec![0; size]);
        for there in before.into_iter().filter(|there| *there != 0) {
            let mut slot = (there >> 32) as usize & (size - 1);
            while self.slots[slot] != 0 {
                slot = (slot + 1) & (size - 1);
            }
            self.slots[slot] = there;
        }
    }
}

fn hash(string: &str) -> u32 {
    let mut hasher = FastHasher::default();
    hasher.write(string.as_bytes());
    // The low bits of a product are mixed least.
    let hash = hasher.finish();
    (hash ^ hash >> 29) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_keeps_its_number() {
        let mut strings = Strings::default();
        assert_eq!((strings.find(""), strings.len()), (None, 0));
        let words: Vec<String> = (0..5000).map(|i| format!("{:x}", i * 7919)).collect();
        for (i, word) in words.iter().enumerate() {
            assert_eq!((strings.add(word), strings.add(word)), (i, i));
        }
        for (i, word) in words.iter().enumerate() {
            assert_eq!((strings.find(word), strings.get(i)), (Some(i), word.as_str()));
        }
        assert_eq!((strings.find("none"), strings.get(5000), strings.len()), (None, "", 5000));
    }
}
