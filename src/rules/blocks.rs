//! How lines and elements of a page are told apart: the shape of `blocks.toml`.

use super::{Catalogue, LanguageFiles, RuleError, Words};

/// How lines and elements of a page are told apart.
#[derive(Clone, Debug, Default)]
pub struct BlockRules {}

impl BlockRules {
    /// Reads `blocks.toml`; a language without it gets neutral rules.
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
