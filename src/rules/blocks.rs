//! How lines and elements of a page are told apart: the shape of `blocks.toml`.

use serde::Deserialize;
use toml::Spanned;

use super::{
    Catalogue, LanguageFiles, PageWeights, Pattern, RuleError, RuleFile, RuleHeader, Stage, Words,
    fold,
};
use crate::model::BlockKind;

/// How lines and elements of a page are told apart.
#[derive(Clone, Debug, Default)]
pub struct BlockRules {
    /// In order of the file; the first that holds decides.
    pub rules: Vec<BlockRule>,
    /// What the score of a line is made of.
    pub weights: PageWeights,
}

/// A rule that names the kind of a line.
#[derive(Clone, Debug)]
pub struct BlockRule {
    /// Full id.
    pub id: String,
    /// The kind that it gives.
    pub kind: BlockKind,
    /// How sure it is.
    pub confidence: f64,
    /// The folded line opens with one of these.
    pub starts: Vec<String>,
    /// It ends with one of these.
    pub ends: Vec<String>,
    /// It holds one of these.
    pub contains: Vec<String>,
    /// It is one of these, punctuation at its ends aside.
    pub equals: Vec<String>,
    /// It fits this pattern (on the line as printed).
    pub pattern: Option<Pattern>,
    /// At least so many words.
    pub min_words: usize,
    /// At most so many words.
    pub max_words: usize,
    /// Where on the page.
    pub place: Place,
    /// Whether it lacks a full stop at its end, or must not.
    pub lacks_stop: Option<bool>,
    /// Whether it opens with a quotation mark or a dash, or must not.
    pub speech: Option<bool>,
    /// Whether all its letters are capitals.
    pub all_caps: bool,
    /// Whether it repeats an earlier line.
    pub repeats: bool,
    /// Whether it belongs to a run of lines at the end of the text whose words are foreign to the article.
    pub foreign: bool,
    /// At most this share of its rarer words occurs elsewhere in the article, from 0 to 1.
    pub max_topic: f64,
    /// The line above has one of these kinds.
    pub follows: Vec<BlockKind>,
    /// The line above has at most so many words.
    pub follows_words: usize,
    /// At least so many lines away from the article's prose.
    pub min_distance: usize,
    /// At least so many short lines without a full stop stand together with it, itself counted.
    pub min_run: usize,
    /// Names, ids or class words of the elements around it.
    pub context: Vec<String>,
    /// The page has a container of the article with one of these names, ids or class words, and it stands outside.
    pub outside: Vec<String>,
    /// Names of its element.
    pub element: Vec<String>,
    /// At least this share of it stands in links.
    pub min_link_share: f32,
    /// Whether it also cuts a sentence off the end or out of the middle of a line.
    pub glued: bool,
    /// Whether it only speaks for its kind, so that the score decides; without a score it says nothing.
    pub hint: bool,
}

impl BlockRule {
    /// Whether the rule rests on the line's words, wherever it stands.
    pub fn asks_for_words(&self) -> bool {
        !self.hint && !self.asks_for_place() && self.names_words()
    }

    /// Whether the rule looks at the line's words, among other things.
    pub fn names_words(&self) -> bool {
        let words = [&self.starts, &self.ends, &self.contains, &self.equals];
        self.pattern.is_some() || words.iter().any(|w| !w.is_empty())
    }

    /// Whether the rule asks where the line stands or what stands beside it.
    pub fn asks_for_place(&self) -> bool {
        self.place != Place::Any
            || self.repeats
            || self.foreign
            || self.max_topic < 1.0
            || self.min_run > 0
            || !self.outside.is_empty()
            || self.min_distance > 0
            || !self.follows.is_empty()
    }
}

/// Where on the page a line stands, seen from the article's long lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Anywhere.
    #[default]
    Any,
    /// Before the first long line.
    Head,
    /// Behind the last long line that is the article's own.
    Foot,
    /// Before the first or behind the last.
    Edge,
    /// Before the title.
    Top,
    /// Behind the title and before the first long line.
    Lead,
    /// Between the first and the last long line.
    Inside,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BlocksFile {
    stage: Spanned<String>,
    lang: Spanned<String>,
    #[serde(default)]
    rule: Vec<RuleShape>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleShape {
    id: Spanned<String>,
    says: String,
    kind: BlockKind,
    confidence: Spanned<f64>,
    #[serde(default)]
    starts: Vec<String>,
    #[serde(default)]
    ends: Vec<String>,
    #[serde(default)]
    contains: Vec<String>,
    #[serde(default)]
    equals: Vec<String>,
    pattern: Option<Spanned<String>>,
    #[serde(default)]
    min_words: usize,
    max_words: Option<usize>,
    #[serde(default)]
    place: Place,
    lacks_stop: Option<bool>,
    speech: Option<bool>,
    #[serde(default)]
    all_caps: bool,
    #[serde(default)]
    repeats: bool,
    #[serde(default)]
    foreign: bool,
    max_topic: Option<f64>,
    #[serde(default)]
    follows: Vec<BlockKind>,
    follows_words: Option<usize>,
    #[serde(default)]
    min_run: usize,
    #[serde(default)]
    min_distance: usize,
    #[serde(default)]
    context: Vec<String>,
    #[serde(default)]
    outside: Vec<String>,
    #[serde(default)]
    element: Vec<String>,
    #[serde(default)]
    min_link_share: f32,
    #[serde(default)]
    glued: bool,
    #[serde(default)]
    hint: bool,
    #[serde(rename = "match")]
    matches: Vec<String>,
    #[serde(rename = "skip")]
    skips: Vec<String>,
}

impl BlockRules {
    /// Reads `blocks.toml`; a language without it gets neutral rules.
    ///
    /// # Errors
    /// If the file is wrong.
    pub fn read(
        files: &LanguageFiles<'_>,
        _words: &mut Words,
        catalogue: &mut Catalogue,
    ) -> Result<Self, RuleError> {
        let Some(file) = files.file("blocks.toml") else { return Ok(Self::default()) };
        let shape: BlocksFile = file.parse()?;
        file.belongs(&shape.stage, &shape.lang)?;
        let compile = |r| compile(files.code, file, catalogue, r);
        Ok(BlockRules {
            rules: shape.rule.into_iter().map(compile).collect::<Result<_, _>>()?,
            weights: PageWeights::read(files)?,
        })
    }
}

fn compile(
    language: &str,
    file: &RuleFile,
    catalogue: &mut Catalogue,
    r: RuleShape,
) -> Result<BlockRule, RuleError> {
    let header = RuleHeader {
        id: &r.id,
        says: &r.says,
        construction: None,
        matches: &r.matches,
        skips: &r.skips,
    };
    let id = catalogue.add(language, Stage::Blocks, file, header)?;
    if !(0.0..=1.0).contains(r.confidence.get_ref()) {
        let message = format!("confidence {} is outside 0..=1", r.confidence.get_ref());
        return Err(RuleError::at(file, r.confidence.span(), message));
    }
    let pattern = match &r.pattern {
        Some(p) if file.is_built_in() => Some(Pattern::checked(p.get_ref())),
        Some(p) => {
            let pattern = Pattern::new(p.get_ref());
            Some(pattern.map_err(|message| RuleError::at(file, p.span(), message))?)
        }
        None => None,
    };
    let fold_all = |list: Vec<String>| list.iter().map(|p| fold(p)).collect();
    Ok(BlockRule {
        id,
        kind: r.kind,
        confidence: r.confidence.into_inner(),
        starts: fold_all(r.starts),
        ends: fold_all(r.ends),
        contains: fold_all(r.contains),
        equals: fold_all(r.equals),
        pattern,
        min_words: r.min_words,
        max_words: r.max_words.unwrap_or(usize::MAX),
        place: r.place,
        lacks_stop: r.lacks_stop,
        speech: r.speech,
        all_caps: r.all_caps,
        repeats: r.repeats,
        foreign: r.foreign,
        max_topic: r.max_topic.unwrap_or(1.0),
        follows: r.follows,
        follows_words: r.follows_words.unwrap_or(usize::MAX),
        min_run: r.min_run,
        min_distance: r.min_distance,
        context: r.context,
        outside: r.outside,
        element: r.element,
        min_link_share: r.min_link_share,
        glued: r.glued,
        hint: r.hint,
    })
}
