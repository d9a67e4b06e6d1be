//! Who says this, and how sure is that link?
//!
//! Sourcier reads a news article and tells, for every claim in it, who makes it, through whom, and how sure that link is.
//! It describes wording and traceability, never truth. It runs offline; all knowledge of a language is data (`rules/`).
//!
//! # One sentence through all stages
//!
//! ```
//! use sourcier::model::{Document, Stance, Traceability, Voice};
//! use sourcier::{Rules, annotate};
//!
//! let rules = Rules::embedded()?;
//! let text = "« Le feu est parti du toit », a déclaré lundi la préfète, Anne Morel.\n\
//!             Elle dément que trois ouvriers soient portés disparus.";
//! let article = annotate(&Document::from_text("feu", text), &rules);
//! # article.check().expect("all invariants hold");
//!
//! // blocks: each run of the page's text has a kind; here two lines of body and no boilerplate.
//! assert!(article.blocks.iter().all(|b| !b.boilerplate));
//! // sentences: boundaries that know quotation marks, titles, initials.
//! assert_eq!(article.sentences.len(), 2);
//! // tokens, cues, attributions: *a déclaré* is a verb of the lexicon behind a quotation, its subject stands behind it;
//! // rules propose the link (here two of them the same one), the score decides.
//! let said = &article.attributions[0];
//! assert!(said.rule.starts_with("fr.attributions.") && said.rule.ends_with("-incise"));
//! assert_eq!(said.cue[0].of(text), "a déclaré");
//! assert_eq!(said.content[0].of(text), "« Le feu est parti du toit »");
//! assert!(said.confidence > 0.9 && !said.evidence.is_empty());
//! // sources: *Elle* is the prefect; a named person with a function is easy to find again.
//! let source = &article.sources[0];
//! assert_eq!(source.name, "Anne Morel");
//! assert_eq!(source.traceability, Traceability::T2);
//! assert_eq!(article.attributions[1].source.as_ref().map(|s| s.id.as_str()), Some("s1"));
//! // claims: both contents are hers; the second is denied.
//! assert_eq!(article.attributions[1].stance, Stance::Denies);
//! assert!(article.claims.iter().all(|c| c.voice == Voice::Source));
//! # Ok::<(), sourcier::rules::RuleError>(())
//! ```
//!
//! [`pipeline`] shows the stages in order; [`model`] holds the nouns, [`stages`] the verbs, [`rules`] the knowledge,
//! [`ingest`] and [`export`] the formats, [`eval`] the measures. `ARCHITECTURE.md` says why it is built this way.

pub mod cli;
pub mod eval;
pub mod export;
pub mod index;
pub mod ingest;
pub mod model;
pub mod pipeline;
pub mod report;
pub mod rules;
pub mod stages;

pub use model::Annotation;
pub use pipeline::annotate;
pub use rules::Rules;
