//! The entries that the targets try; they lie beside the tests, which try them, too.

#[path = "../../tests/entries/mod.rs"]
mod entries;

pub use entries::*;
