//! Hash tables with short string keys that are only ever looked up in after the rules are read.
//!
//! The standard hasher guards against inputs that were made to collide.
//! These tables are filled from rule files alone, so a multiplying hash, several times as quick, is safe.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};
use std::sync::LazyLock;

use super::FastHasher;

/// A hash table with a quick hash.
pub type FastMap<K, V> = HashMap<K, V, BuildHasherDefault<FastHasher>>;

/// A hash set with a quick hash.
pub type FastSet<K> = HashSet<K, BuildHasherDefault<FastHasher>>;

/// A hash table for words of texts, with a quick hash under a key that differs from run to run, so that no text can be made
/// of words that collide. What is done with it must not depend on its order.
pub type KeyedMap<K, V> = HashMap<K, V, Keyed>;

/// Makes hashers with the key of this run.
#[derive(Clone, Copy, Debug)]
pub struct Keyed([u64; 2]);

impl Default for Keyed {
    fn default() -> Self {
        static KEY: LazyLock<[u64; 2]> = LazyLock::new(|| {
            let random = RandomState::new();
            [random.hash_one(1), random.hash_one(2)]
        });
        Keyed(*KEY)
    }
}

impl BuildHasher for Keyed {
    type Hasher = KeyedHasher;

    fn build_hasher(&self) -> KeyedHasher {
        KeyedHasher { state: self.0[0], key: self.0[1] }
    }
}

/// A hash over words of eight bytes by whole products, both halves of which are kept.
#[derive(Clone, Copy, Debug)]
pub struct KeyedHasher {
    state: u64,
    key: u64,
}

impl KeyedHasher {
    fn add(&mut self, word: u64) {
        let product = u128::from(self.state ^ word) * u128::from(self.key | 1);
        self.state = (product as u64) ^ (product >> 64) as u64;
    }
}

impl Hasher for KeyedHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.add(u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        // The length keeps words apart that end in zeros.
        self.add(u64::from_le_bytes(last) ^ (rest.len() as u64) << 56);
    }

    fn write_u8(&mut self, n: u8) {
        self.add(u64::from(n));
    }

    fn write_u64(&mut self, n: u64) {
        self.add(n);
    }

    fn write_usize(&mut self, n: usize) {
        self.add(n as u64);
    }

    fn finish(&self) -> u64 {
        self.state
    }
}
