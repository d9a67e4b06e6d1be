//! The weights of the named features: the shape of `confidence.toml`.

use super::{LanguageFiles, RuleError};

/// The weights of the named features.
#[derive(Clone, Debug, Default)]
pub struct Weights {}

impl Weights {
    /// Reads `confidence.toml`; without it the priors of the constructions work alone.
    ///
    /// # Errors
    /// If the file is wrong.
    pub fn read(_files: &LanguageFiles<'_>) -> Result<Self, RuleError> {
        Ok(Self::default())
    }
}
