//! What can go wrong with an index and the files around it.

use std::path::PathBuf;

/// What can go wrong with an index and the files around it.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// A file cannot be read or written.
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: std::io::Error },
    /// The store refuses.
    #[error("{}: {source}", path.display())]
    Store { path: PathBuf, source: Box<redb::Error> },
    /// There is an index already, and it was not asked to be added to.
    #[error("{}: the index exists; add to it with --add, or remove it", path.display())]
    Exists { path: PathBuf },
    /// The index was made in another way.
    #[error("{}: the index was made with other {what}; build it anew", path.display())]
    Other { path: PathBuf, what: &'static str },
    /// A record in the index is broken.
    #[error("{}: record {number} of `{table}` is broken", path.display())]
    Broken { path: PathBuf, table: &'static str, number: u32 },
    /// A line of a table of the user's is wrong.
    #[error("{}:{line}: {message}", path.display())]
    Table { path: PathBuf, line: u64, message: String },
}
