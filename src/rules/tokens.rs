//! How words are cut, and the lexicon of verb forms: the shape of `tokens.toml`.

use super::{Catalogue, LanguageFiles, RuleError, Words};

/// How words are cut and what forms verbs have.
#[derive(Clone, Debug, Default)]
pub struct TokenRules {}

impl TokenRules {
    /// Reads `tokens.toml` and the word lists; a language without them gets neutral rules.
    ///
    /// # Errors
    /// If a file is wrong.
    pub fn read(
        _files: &LanguageFiles<'_>,
        _words: &mut Words,
        _catalogue: &mut Catalogue,
    ) -> Result<Self, RuleError> {
        Ok(Self::default())
    }
}
