//! Evaluation: how well annotations agree with gold.

pub mod treebank;
