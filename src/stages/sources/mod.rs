//! Sources: the persons, bodies and documents behind the mentions.

mod describe;
mod names;
mod phrase;
mod view;

pub use describe::{Description, describe_alone, describe_phrase};

use super::attributions::Reading;
use crate::model::{Attribution, Source};

/// Resolves the sources of the attributions to entities and writes their ids, kinds and identification into them.
///
/// Drops a nested attribution whose source is its parent's.
pub fn resolve(_reading: Reading<'_>, _attributions: &mut Vec<Attribution>) -> Vec<Source> {
    Vec::new()
}
