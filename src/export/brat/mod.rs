//! brat standoff: an annotation in the shape of the gold, so that both can be read side by side or corrected by hand.
//!
//! It is written and read; what is read and written again is the same, save that boilerplate is divided into lines.
//! What the model has no place for (remarks, which of several like mentions is the fullest) rides along in
//! `input.brat`.

mod extras;
mod read;
mod standoff;
mod write;

pub use read::{Marks, read};
pub use standoff::LineError;
pub use write::standoff;
