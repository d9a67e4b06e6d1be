//! Evaluation: how well annotations agree with gold.

pub mod article;
pub mod bootstrap;
pub mod boundaries;
pub mod calibration;
pub mod check;
pub mod errors;
pub mod examples;
mod found;
pub mod gate;
pub mod gold;
pub mod hunspell;
pub mod letters;
pub mod line_fit;
pub mod line_lessons;
pub mod lines;
pub mod measure;
pub mod pages;
pub mod prediction;
pub mod report;
pub mod review;
pub mod score;
pub mod treebank;
