//! What a claim is and what in it can be checked: the shape of `claims.toml`.

use super::{Catalogue, LanguageFiles, RuleError, TokenRules, Words};

/// What a claim is and what in it can be checked.
#[derive(Clone, Debug, Default)]
pub struct ClaimRules {}

impl ClaimRules {
    /// Reads `claims.toml`; a language without it gets neutral rules.
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
