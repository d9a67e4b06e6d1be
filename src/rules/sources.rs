//! Who a source is: the shape of `sources.toml`.

use super::{Catalogue, LanguageFiles, RuleError, TokenRules, Words};

/// Who a source is.
#[derive(Clone, Debug, Default)]
pub struct SourceRules {}

impl SourceRules {
    /// Reads `sources.toml`; a language without it gets neutral rules.
    ///
    /// # Errors
    /// If the file is wrong.
    pub fn read(
        _files: &LanguageFiles<'_>,
        _tokens: &TokenRules,
        _words: &mut Words,
        _catalogue: &mut Catalogue,
    ) -> Result<Self, RuleError> {
        Ok(Self::default())
    }
}
