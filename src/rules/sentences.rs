//! Where a sentence ends: the shape of `sentences.toml`.

use super::{Catalogue, LanguageFiles, RuleError, Words};

/// Where a sentence ends.
#[derive(Clone, Debug, Default)]
pub struct SentenceRules {}

impl SentenceRules {
    /// Reads `sentences.toml`; a language without it gets neutral rules.
    ///
    /// # Errors
    /// If the file is wrong.
    pub fn read(
        _files: &LanguageFiles<'_>,
        _words: &mut Words,
        _catalogue: &mut Catalogue,
    ) -> Result<Self, RuleError> {
        Ok(Self::default())
    }
}
