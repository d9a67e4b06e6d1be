//! What can go wrong before a text is fixed; every error names the file, and the line where there is one.

use std::fmt;
use std::path::PathBuf;

/// Where an article comes from, as a message names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The file as the user named it; `None` for standard input.
    pub path: Option<PathBuf>,
    /// Line of a record, counted from 1.
    pub line: Option<usize>,
    /// Number of a record, counted from 1, where lines tell nothing.
    pub record: Option<usize>,
}

impl Place {
    /// A whole file.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Place { path: Some(path.into()), ..Place::default() }
    }

    /// A line of the same input.
    pub fn at_line(&self, line: usize) -> Self {
        Place { path: self.path.clone(), line: Some(line), record: None }
    }

    /// A record of the same input.
    pub fn at_record(&self, record: usize) -> Self {
        Place { path: self.path.clone(), line: None, record: Some(record) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.path {
            Some(path) => write!(f, "{}", path.display())?,
            None => f.write_str("standard input")?,
        }
        match (self.line, self.record) {
            (Some(line), _) => write!(f, ":{line}"),
            (None, Some(record)) => write!(f, ": record {record}"),
            (None, None) => Ok(()),
        }
    }
}

/// An input that could not be made into a document.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The system refused it: missing, no permission, broken link.
    #[error("{place}: {source}")]
    Io { place: Place, source: std::io::Error },
    /// No file matches a glob.
    #[error("{pattern}: no file matches")]
    NoMatch { pattern: String },
    /// A glob that cannot be read.
    #[error("{pattern}: {message}")]
    Glob { pattern: String, message: String },
    /// The bytes are no text.
    #[error("{place}: {what}")]
    Binary { place: Place, what: Binary },
    /// A line of a record file that is no JSON object.
    #[error("{place}: not a JSON object: {message}")]
    Json { place: Place, message: String },
    /// A record that lacks what an article needs.
    #[error("{place}: {message}")]
    Record { place: Place, message: String },
    /// An article that is longer than allowed.
    #[error("{place}: longer than {most} bytes; --max-bytes allows more")]
    TooLarge { place: Place, most: usize },
    /// Standard input was named twice.
    #[error("standard input can be read only once")]
    StdinTwice,
}

/// Why bytes are taken to be no text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Binary {
    /// A byte that no text holds.
    #[error("not a text: a NUL byte at offset {0}")]
    Nul(usize),
    /// Too many control characters.
    #[error("not a text: {0} control characters in its first {1} bytes")]
    Controls(usize, usize),
    /// A known format that holds no plain text.
    #[error("not a text but {0}")]
    Known(&'static str),
}

impl IngestError {
    /// The input that it is about, as the message names it.
    pub fn place(&self) -> String {
        match self {
            IngestError::Io { place, .. }
            | IngestError::Binary { place, .. }
            | IngestError::Json { place, .. }
            | IngestError::Record { place, .. }
            | IngestError::TooLarge { place, .. } => place.to_string(),
            IngestError::NoMatch { pattern } | IngestError::Glob { pattern, .. } => pattern.clone(),
            IngestError::StdinTwice => "-".to_owned(),
        }
    }
}
