//! The index: the articles of a batch on disk, so that those worth comparing are found without comparing all.
//!
//! A store ([redb](https://docs.rs/redb), one file) holds a sketch of every article and, for every rare word and every
//! fingerprint of five words, in which articles it stands. An article is compared with those before it with which it
//! shares most. Articles can be added later; what was found before stays.

mod batch;
mod candidates;
mod error;
mod pairs;
mod recent;
mod sidecar;
mod store;
mod survey;
mod terms;
mod thirds;
mod threads;
mod written;

pub use batch::{Batch, MeasuredPair, Options, Tally};
pub use error::IndexError;
pub use sidecar::{Sidecar, read_aliases};
pub use store::Store;
pub use survey::Survey;
pub use written::{Groups, Links};
