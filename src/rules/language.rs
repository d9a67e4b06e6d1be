//! A language: its vocabulary and the rules of every stage, ready for use.

use std::hash::Hasher;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::thread;

use sha2::{Digest, Sha256};

use super::{
    AttributionRules, BlockRules, Catalogue, ClaimRules, CueRules, FastHasher, LineIndex,
    ProvenanceRules, ReportRules, RuleError, RuleFile, RuleFolder, SentenceRules, SourceRules,
    TokenRules, Weights, Words,
};
use crate::stages::attributions::Scorer;

/// The rules of all languages.
#[derive(Debug)]
pub struct Rules {
    /// In order of their codes.
    pub languages: Vec<Language>,
    /// What stages do for a language without rules.
    pub neutral: Language,
    /// The phrases of all block rules, since those of every language apply to every page.
    pub line_index: LineIndex,
    /// Every rule with its examples.
    pub catalogue: Catalogue,
    /// SHA-256 over all rule files (path and text; of a model its checksum), the first 16 hexadecimal digits.
    pub digest: String,
}

impl Rules {
    /// The rules that are embedded in the binary.
    ///
    /// # Errors
    /// If a file is wrong, which the project's own tests exclude.
    pub fn embedded() -> Result<Rules, RuleError> {
        Rules::read(&RuleFolder::embedded())
    }

    /// The embedded rules with folders of the user's on top.
    ///
    /// # Errors
    /// If a folder cannot be read or a file in it is wrong.
    pub fn with_folders(dirs: &[PathBuf]) -> Result<Rules, RuleError> {
        let mut folder = RuleFolder::embedded();
        for dir in dirs {
            folder.extend_from(dir)?;
        }
        Rules::read(&folder)
    }

    /// The rules of a folder.
    ///
    /// # Errors
    /// If a file is wrong.
    pub fn read(folder: &RuleFolder) -> Result<Rules, RuleError> {
        folder.check_names()?;
        // Word lists are a large part of the work, and can be read ahead beside the rest; without a thread the stages read them.
        thread::scope(|scope| {
            let _ = thread::Builder::new().spawn_scoped(scope, || folder.read_ahead());
            Rules::read_stages(folder)
        })
    }

    fn read_stages(folder: &RuleFolder) -> Result<Rules, RuleError> {
        let mut catalogue = Catalogue::default();
        let mut languages = Vec::new();
        for code in folder.languages() {
            languages.push(Language::read(&LanguageFiles { code, folder }, &mut catalogue)?);
        }
        // No folder has this name, so a stage without rules for any language finds none.
        let neutral = LanguageFiles { code: "", folder };
        let neutral = Language::read(&neutral, &mut Catalogue::default())?;
        let line_index = LineIndex::of(&languages);
        let digest = folder.digest().map_or_else(|| digest(folder), str::to_owned);
        Ok(Rules { languages, neutral, line_index, catalogue, digest })
    }

    /// The rules of a language, by its code.
    pub fn language(&self, code: &str) -> Option<&Language> {
        self.languages.iter().find(|l| l.code == code)
    }
}

/// The rules of one language.
#[derive(Debug)]
pub struct Language {
    /// Name of its folder, an ISO 639-1 code where there is one; empty for the neutral rules.
    pub code: String,
    /// Its vocabulary.
    pub words: Words,
    pub blocks: BlockRules,
    pub sentences: SentenceRules,
    pub tokens: TokenRules,
    pub cues: CueRules,
    pub attributions: AttributionRules,
    pub sources: SourceRules,
    pub claims: ClaimRules,
    pub weights: Weights,
    /// How articles are compared, once somebody asks: few commands do.
    provenance: OnceLock<ProvenanceRules>,
    /// The weights by number of feature and of rule.
    pub scorer: Scorer,
    /// What the fact-checker's pages put on their lists.
    pub report: ReportRules,
}

impl Language {
    /// Reads the files of a language, stage by stage.
    ///
    /// # Errors
    /// If a file is wrong.
    pub fn read(
        files: &LanguageFiles<'_>,
        catalogue: &mut Catalogue,
    ) -> Result<Language, RuleError> {
        let mut words = Words::default();
        // Tokens come first: how words are cut decides what a word of a list is.
        let tokens = TokenRules::read(files, &mut words, catalogue)?;
        let cues = CueRules::read(files, &tokens, &mut words, catalogue)?;
        let attributions = AttributionRules::read(files, &tokens, &cues, &mut words, catalogue)?;
        let weights = Weights::read(files)?;
        let provenance = OnceLock::new();
        if files.folder.digest().is_none() {
            // What is wrong in a file of the user's is told at once; the built-in ones were tested.
            let _ = provenance.set(ProvenanceRules::read(files)?);
        }
        Ok(Language {
            code: files.code.to_owned(),
            blocks: BlockRules::read(files, &mut words, catalogue)?,
            sentences: SentenceRules::read(files, catalogue)?,
            sources: SourceRules::read(files, &tokens, &mut words, catalogue)?,
            claims: ClaimRules::read(files, &tokens, &mut words, catalogue)?,
            provenance,
            scorer: Scorer::new(&weights, &attributions, &cues),
            attributions,
            weights,
            report: ReportRules::read(files, catalogue)?,
            cues,
            tokens,
            words,
        })
    }

    /// How articles are compared.
    pub fn provenance(&self) -> &ProvenanceRules {
        self.provenance.get_or_init(|| {
            let (code, folder) = (self.code.as_str(), &RuleFolder::embedded());
            ProvenanceRules::read(&LanguageFiles { code, folder }).unwrap_or_default()
        })
    }
}

/// The files of one language.
#[derive(Clone, Copy, Debug)]
pub struct LanguageFiles<'a> {
    /// Its code.
    pub code: &'a str,
    /// Where the files are.
    pub folder: &'a RuleFolder,
}

impl<'a> LanguageFiles<'a> {
    /// The rule file of a stage, such as `cues.toml`.
    pub fn file(&self, name: &str) -> Option<&'a RuleFile> {
        self.folder.file(self.code, name)
    }

    /// A word list, such as `verbs`.
    pub fn words(&self, name: &str) -> Option<&'a RuleFile> {
        self.folder.file(self.code, &format!("words/{name}.txt"))
    }
}

/// Also taken by `build.rs` of the built-in files.
fn digest(folder: &RuleFolder) -> String {
    let mut hash = Sha256::new();
    for (key, file) in folder.files() {
        hash.update(key.as_bytes());
        hash.update([0]);
        hash.update(file.text.as_bytes());
        hash.update([0]);
    }
    for (key, bytes) in folder.models() {
        hash.update(key.as_bytes());
        hash.update([0]);
        // Models are large: a quick checksum stands for them, which tells versions apart as well.
        let mut checksum = FastHasher::default();
        checksum.write(bytes);
        hash.update(checksum.finish().to_le_bytes());
    }
    hash.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_files_are_read_like_those_of_a_user() {
        let embedded = RuleFolder::embedded();
        let mut own = embedded.clone();
        for (key, file) in embedded.files() {
            own.replace(key, file.text.to_string());
        }
        let (embedded, own) = (Rules::read(&embedded).unwrap(), Rules::read(&own).unwrap());
        assert_eq!(embedded.digest, own.digest);
        assert_eq!(embedded.catalogue.rules, own.catalogue.rules);
        for (a, b) in embedded.languages.iter().zip(&own.languages) {
            assert_eq!(a.weights.weights, b.weights.weights);
            assert_eq!(a.blocks.weights, b.blocks.weights);
            assert_eq!(format!("{:?}", a.provenance()), format!("{:?}", b.provenance()));
        }
    }
}
