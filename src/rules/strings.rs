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
    /// Numbers of strings plus one, by hash; 0 where there is none. A power of two of them, half of which are empty.
    slots: Vec<u32>,
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
        let found = self.slots[self.slot(string)];
        found.checked_sub(1).map(|n| n as usize)
    }

    /// The number of a string, new if need be.
    pub fn add(&mut self, string: &str) -> usize {
        if self.slots.len() <= self.ends.len() * 2 {
            self.grow();
        }
        let slot = self.slot(string);
        if self.slots[slot] == 0 {
            self.text.push_str(string);
            self.ends.push(self.text.len() as u32);
            self.slots[slot] = self.ends.len() as u32;
        }
        self.slots[slot] as usize - 1
    }

    /// How many bytes all of them have.
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// The slot that holds a string, or the empty one that would.
    fn slot(&self, string: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash(string) & mask;
        loop {
            match self.slots[slot] {
                0 => return slot,
                number if self.get(number as usize - 1) == string => return slot,
                _ => slot = (slot + 1) & mask,
            }
        }
    }

    fn grow(&mut self) {
        const LEAST: usize = 256;
        let size = (self.slots.len() * 4).max(LEAST);
        self.slots.clear();
        self.slots.resize(size, 0);
        for number in 0..self.ends.len() {
            let mut slot = hash(self.get(number)) & (size - 1);
            while self.slots[slot] != 0 {
                slot = (slot + 1) & (size - 1);
            }
            self.slots[slot] = number as u32 + 1;
        }
    }
}

fn hash(string: &str) -> usize {
    let mut hasher = FastHasher::default();
    hasher.write(string.as_bytes());
    // The low bits of a product are mixed least.
    let hash = hasher.finish();
    (hash ^ hash >> 29) as usize
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
