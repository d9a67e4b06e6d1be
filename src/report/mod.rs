//! The fact-checker's pages: an annotation as a page that says who speaks, what is fragile, and where the tool is unsure.
//!
//! [`Report`] takes annotations one by one, so that of each no more is kept than a row of the index. A page is whole in
//! itself: style, script and data stand in it, and it loads nothing. The order in which claims are shown comes from the
//! rules of `report.toml`; every word of the interface comes from a table of labels.

mod address;
mod article;
mod charts;
mod counts;
mod facts;
mod index;
mod lists;
mod marks;
mod page;
mod provenance;
mod sample;
mod sheet;
mod shell;
mod tables;
mod wording;
mod writer;

pub use address::page_name;
pub use lists::holds_alone;
pub use provenance::read as read_provenance;
pub use sample::{Drawn, sample};
pub use writer::{Report, ReportError};
