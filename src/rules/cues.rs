//! Which words report: the shape of `cues.toml`.

use super::{Catalogue, LanguageFiles, RuleError, TokenRules, Words};

/// Which words report.
#[derive(Clone, Debug, Default)]
pub struct CueRules {}

impl CueRules {
    /// Reads `cues.toml`; a language without it gets neutral rules.
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
