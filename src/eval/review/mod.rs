//! Reviews: what readers find right and wrong in what the program found.

mod precision;
mod sample;

pub use precision::{Precision, wilson};
pub use sample::{Pick, draw};
