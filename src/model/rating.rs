//! A rating is what the user's register says of a source or site; the program itself rates nobody.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the user's register says of a source or site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rating {
    /// The entry's name in the register.
    pub entry: String,
    /// Reliability by the Admiralty scale, if the entry gives one.
    pub letter: Option<Admiralty>,
    /// What the register says in words.
    pub note: Option<String>,
    /// Who rated it.
    pub author: Option<String>,
    /// When, as the register writes it.
    pub date: Option<String>,
    /// The name, alias or domain by which it was found.
    pub matched: String,
}

/// Reliability of a source by the Admiralty (NATO) scale.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum Admiralty {
    /// Completely reliable.
    A,
    /// Usually reliable.
    B,
    /// Fairly reliable.
    C,
    /// Not usually reliable.
    D,
    /// Unreliable.
    E,
    /// Reliability cannot be judged.
    F,
}
