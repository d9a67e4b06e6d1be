//! Flags on sources: the shape of the `[[flag]]` rules of `sources.toml`.

use serde::Deserialize;
use toml::Spanned;

use super::cues::class_named;
use super::{Catalogue, LanguageFiles, RuleError, RuleFile, RuleHeader, Stage, Words};
use crate::model::{ClassSet, FlagKind, Identified, SourceKind};

/// A rule that raises a flag on a source; all its conditions must hold.
#[derive(Clone, Debug)]
pub struct FlagRule {
    /// Full id.
    pub id: String,
    /// The flag.
    pub flag: FlagKind,
    /// What it looks at, whose words justify the flag.
    pub looks: FlagLook,
    /// Kinds of the source or its side; empty for any.
    pub kind: Vec<SourceKind>,
    /// Identifications; empty for any.
    pub identified: Vec<Identified>,
    /// Word class of which the content must hold a word.
    pub content: ClassSet,
}

/// What a flag is read off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlagLook {
    /// A mention that means several.
    Plural,
    /// Wordings beside a mention by which a source wants no name.
    Anonymity,
    /// Wordings beside these that say why.
    Reason,
    /// Another source whose words it passes on.
    Relayed,
    /// Words of a class in what it says.
    Content,
    /// Its own name, people or first person in what it says.
    Own,
}

/// A flag rule as the file writes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlagShape {
    id: Spanned<String>,
    says: String,
    flag: FlagKind,
    looks: FlagLook,
    #[serde(default)]
    kind: Vec<SourceKind>,
    #[serde(default)]
    identified: Vec<Identified>,
    content: Option<Spanned<String>>,
    #[serde(rename = "match")]
    matches: Vec<String>,
    #[serde(rename = "skip")]
    skips: Vec<String>,
}

/// Makes a rule of what the file says.
///
/// # Errors
/// If it names no word class that there is, or one where it has no use.
pub fn compile(
    files: &LanguageFiles<'_>,
    file: &RuleFile,
    words: &Words,
    catalogue: &mut Catalogue,
    f: FlagShape,
) -> Result<FlagRule, RuleError> {
    let header = RuleHeader {
        id: &f.id,
        says: &f.says,
        construction: None,
        matches: &f.matches,
        skips: &f.skips,
    };
    let id = catalogue.add(files.code, Stage::Sources, file, header)?;
    if f.content.is_some() != (f.looks == FlagLook::Content) {
        let message =
            "`content` names the words that `looks = \"content\"` asks for, and is for it alone";
        return Err(RuleError::at(file, f.id.span(), message));
    }
    let content =
        f.content.as_ref().map_or(Ok(ClassSet::default()), |n| class_named(file, words, n))?;
    Ok(FlagRule {
        id,
        flag: f.flag,
        looks: f.looks,
        kind: f.kind,
        identified: f.identified,
        content,
    })
}
