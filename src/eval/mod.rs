//! Evaluation: how well annotations agree with gold.

pub mod article;
pub mod calibration;
mod found;
pub mod examples;
pub mod gold;
pub mod letters;
pub mod prediction;
pub mod report;
pub mod score;
pub mod treebank;
