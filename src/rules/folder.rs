//! Where rule files come from: the folders embedded in the binary, and folders of the user's.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use include_dir::{Dir, include_dir};
use serde::de::DeserializeOwned;
use toml::Spanned;

use super::{RuleError, Stage, WordList, packed};

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// The digest of the embedded folders, taken when they were embedded.
static EMBEDDED_DIGEST: &str = include_str!(concat!(env!("OUT_DIR"), "/digest.txt"));

/// A rule file or word list with its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleFile {
    /// Path as the user would find it, such as `rules/fr/cues.toml`.
    pub path: String,
    /// Its text.
    pub text: Cow<'static, str>,
    /// The tree of the text, if it is a built-in file.
    packed: Option<&'static [u8]>,
    /// What it lists, once somebody has asked: several stages read the same lists.
    list: OnceLock<WordList>,
}

impl RuleFile {
    /// A file with a path, as the user would find it, and a text.
    pub fn new(path: String, text: String) -> RuleFile {
        RuleFile { path, text: Cow::Owned(text), packed: None, list: OnceLock::new() }
    }

    /// A file embedded in the binary, by its path inside the folder.
    fn built_in(key: &str, text: &'static str) -> RuleFile {
        RuleFile {
            path: format!("rules/{key}"),
            text: Cow::Borrowed(text),
            packed: packed::tree_of(key),
            list: OnceLock::new(),
        }
    }

    /// Whether it was embedded, so that the project's own tests have checked what need not be checked at every start.
    pub fn is_built_in(&self) -> bool {
        self.packed.is_some()
    }

    /// The entries of a word list.
    ///
    /// # Errors
    /// As [`WordList::parse`].
    pub fn list(&self) -> Result<&WordList, RuleError> {
        match self.list.get() {
            Some(list) => Ok(list),
            None => {
                let list = WordList::parse(self)?;
                Ok(self.list.get_or_init(|| list))
            }
        }
    }

    /// Reads the file's shape.
    ///
    /// # Errors
    /// If the text is no TOML of that shape; the error names line, column and the allowed names.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, RuleError> {
        if let Some(shape) = self.packed.and_then(|tree| packed::read(tree).ok()) {
            return Ok(shape);
        }
        toml::from_str(&self.text).map_err(|e| {
            RuleError::at(self, e.span().unwrap_or(0..0), e.message().trim_end().to_owned())
        })
    }

    /// Checks that the file says of itself what its place says.
    ///
    /// # Errors
    /// If it names another stage or language.
    pub fn belongs(
        &self,
        stage: &Spanned<String>,
        lang: &Spanned<String>,
    ) -> Result<(), RuleError> {
        let folder = self.path.rsplit('/').nth(1).unwrap_or_default();
        for (what, told, is) in [("stage", stage, self.stem()), ("lang", lang, folder)] {
            if told.get_ref() != is {
                let message = format!("`{what}` is `{is}` here, by the place of the file");
                return Err(RuleError::at(self, told.span(), message));
            }
        }
        Ok(())
    }

    /// File name without folder and extension.
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }
}

/// The files of all languages, by path inside the rules folder (`fr/words/verbs.txt`).
#[derive(Clone, Debug, Default)]
pub struct RuleFolder {
    files: BTreeMap<String, RuleFile>,
    models: BTreeMap<String, Cow<'static, [u8]>>,
    /// The digest, as long as it is that of the embedded folders.
    digest: Option<&'static str>,
}

impl RuleFolder {
    /// The folders embedded in the binary.
    pub fn embedded() -> Self {
        fn walk(dir: &'static Dir<'static>, folder: &mut RuleFolder) {
            for file in dir.files() {
                let key = file.path().to_string_lossy().replace('\\', "/");
                if is_model(&key) {
                    folder.models.insert(key, Cow::Borrowed(file.contents()));
                } else if let Some(text) = file.contents_utf8().filter(|_| is_rule_file(&key)) {
                    let file = RuleFile::built_in(&key, text);
                    folder.files.insert(key, file);
                }
            }
            for sub in dir.dirs() {
                walk(sub, folder);
            }
        }
        let mut folder = RuleFolder::default();
        walk(&EMBEDDED, &mut folder);
        folder.digest = Some(EMBEDDED_DIGEST);
        folder
    }

    /// Adds the files of a folder on disk; a file with the same path inside replaces the one that is there.
    ///
    /// # Errors
    /// If the folder or a file in it cannot be read, or holds no rule file at all.
    pub fn extend_from(&mut self, dir: &Path) -> Result<(), RuleError> {
        self.digest = None;
        let before = self.files.len();
        let mut replaced = false;
        for entry in walkdir::WalkDir::new(dir).sort_by_file_name().follow_links(true) {
            let entry =
                entry.map_err(|e| RuleError::whole(dir.display().to_string(), e.to_string()))?;
            if !entry.file_type().is_file() {
                continue;
            }
            let inside = entry.path().strip_prefix(dir).unwrap_or(entry.path());
            let key = inside.to_string_lossy().replace('\\', "/");
            let path = entry.path().display().to_string();
            if is_model(&key) {
                let bytes = std::fs::read(entry.path())
                    .map_err(|e| RuleError::whole(path, e.to_string()))?;
                self.models.insert(key, Cow::Owned(bytes));
                replaced = true;
                continue;
            }
            if !is_rule_file(&key) {
                continue;
            }
            let text = std::fs::read_to_string(entry.path())
                .map_err(|e| RuleError::whole(path.clone(), e.to_string()))?;
            replaced |= self.files.insert(key, RuleFile::new(path, text)).is_some();
        }
        if !replaced && self.files.len() == before {
            let message = "holds no rule file (LANGUAGE/STAGE.toml or LANGUAGE/words/NAME.txt)";
            return Err(RuleError::whole(dir.display().to_string(), message));
        }
        Ok(())
    }

    /// Puts a file in the place of the one with the same path inside the folder, such as `fr/confidence.toml`.
    pub fn replace(&mut self, key: &str, text: String) {
        let path = format!("rules/{key}");
        self.files.insert(key.to_owned(), RuleFile::new(path, text));
        self.digest = None;
    }

    /// The digest of all files, if it is known without reading them.
    pub(super) fn digest(&self) -> Option<&'static str> {
        self.digest
    }

    /// Reads the word lists that every article needs; what is wrong in one is told where it is asked for.
    pub fn read_ahead(&self) {
        let lists = self.files.iter().filter(|(key, _)| {
            key.split_once("/words/").is_some_and(|(_, name)| !name.starts_with("provenance_"))
        });
        lists.for_each(|(_, file)| drop(file.list()));
    }

    /// All files, by path inside the folder.
    pub fn files(&self) -> impl Iterator<Item = (&str, &RuleFile)> {
        self.files.iter().map(|(k, f)| (k.as_str(), f))
    }

    /// The codes of the languages that have files.
    pub fn languages(&self) -> Vec<&str> {
        let mut codes: Vec<&str> =
            self.files.keys().filter_map(|k| k.split_once('/')).map(|(code, _)| code).collect();
        codes.dedup();
        codes
    }

    /// Checks that every rule file has the name of a stage, since any other would never be read.
    ///
    /// # Errors
    /// If one has not.
    pub fn check_names(&self) -> Result<(), RuleError> {
        let mut names = Stage::ALL.map(Stage::name).to_vec();
        // The weights of the lines of a page, the wording of the fact-checker's pages, and that of explanations.
        names.extend(["blocks_weights", "explain", "labels"]);
        for (key, file) in &self.files {
            let stem = file.stem();
            if key.ends_with(".toml") && !names.contains(&stem) {
                let message = format!("no stage `{stem}`; there are: {}", names.join(", "));
                return Err(RuleError::whole(file.path.clone(), message));
            }
        }
        Ok(())
    }

    /// A file of a language, such as `cues.toml`.
    pub fn file(&self, language: &str, name: &str) -> Option<&RuleFile> {
        self.files.get(&format!("{language}/{name}"))
    }

    /// A trained model of a language, such as `tagger.bin`.
    pub fn model(&self, language: &str, name: &str) -> Option<Cow<'static, [u8]>> {
        self.models.get(&format!("{language}/{name}")).cloned()
    }

    /// All trained models, by path inside the folder.
    pub fn models(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.models.iter().map(|(k, b)| (k.as_str(), &**b))
    }

    /// The word lists of a language, in order of their names.
    pub fn word_lists(&self, language: &str) -> impl Iterator<Item = &RuleFile> {
        let prefix = format!("{language}/words/");
        self.files.iter().filter(move |(k, _)| k.starts_with(&prefix)).map(|(_, f)| f)
    }
}

/// Rule files are `LANGUAGE/NAME.toml` and `LANGUAGE/words/NAME.txt`; other files in the folder are for people.
fn is_rule_file(key: &str) -> bool {
    match key.split('/').collect::<Vec<_>>()[..] {
        [_, name] => name.ends_with(".toml"),
        [_, "words", name] => name.ends_with(".txt"),
        _ => false,
    }
}

/// Trained models are `LANGUAGE/NAME.bin`.
fn is_model(key: &str) -> bool {
    key.ends_with(".bin") && key.matches('/').count() == 1
}
