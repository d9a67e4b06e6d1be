//! The verbs of the program: what is done to an article, a stage a module.
//!
//! Stages are plain functions with borrowed inputs and owned results.
//! They cannot fail and do no input or output.

pub mod attributions;
pub mod blocks;
pub mod claims;
pub mod cues;
pub mod language;
pub mod provenance;
pub mod sentences;
pub mod sources;
pub mod tokens;
