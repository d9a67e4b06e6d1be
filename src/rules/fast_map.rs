//! Hash tables with short string keys that are only ever looked up in after the rules are read.
//!
//! The standard hasher guards against inputs that were made to collide.
//! These tables are filled from rule files alone, so a multiplying hash, several times as quick, is safe.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;

use super::FastHasher;

/// A hash table with a quick hash.
pub type FastMap<K, V> = HashMap<K, V, BuildHasherDefault<FastHasher>>;

/// A hash set with a quick hash.
pub type FastSet<K> = HashSet<K, BuildHasherDefault<FastHasher>>;
