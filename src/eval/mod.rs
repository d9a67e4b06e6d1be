//! Evaluation: how well annotations agree with gold.

pub mod calibration;
pub mod gold;
pub mod treebank;
