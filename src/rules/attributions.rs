//! How a cue, a source and a content fit together: the shape of `attributions.toml`.

use super::{Catalogue, LanguageFiles, RuleError, TokenRules, Words};

/// How a cue, a source and a content fit together.
#[derive(Clone, Debug, Default)]
pub struct AttributionRules {}

impl AttributionRules {
    /// Reads `attributions.toml`; a language without it gets neutral rules.
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
