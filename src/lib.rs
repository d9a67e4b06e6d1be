//! Sourcier reads news articles and tells, for every claim, who says it and how sure that link is.

pub mod cli;
pub mod eval;
pub mod export;
pub mod ingest;
pub mod model;
pub mod pipeline;
pub mod rules;
pub mod stages;

pub use model::Annotation;
pub use pipeline::annotate;
pub use rules::Rules;
