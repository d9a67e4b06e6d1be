//! How a cue, a source and a content fit together: the shape of `attributions.toml`.
//!
//! A rule names conditions on the cue and an operator for each of the two slots.
//! It proposes; the score decides.

use serde::Deserialize;
use toml::Spanned;

use super::cues::class_named;
use super::forms::FormShape;
use super::{
    Catalogue, CueRules, LanguageFiles, RuleError, RuleFile, RuleHeader, Stage, TokenRules, Words,
};
use crate::model::{ClassSet, CueClass, CueKind, FrameSet, Mood, Pos, Stance};

/// How a cue, a source and a content fit together.
#[derive(Clone, Debug, Default)]
pub struct AttributionRules {
    /// In order of the file, which breaks ties.
    pub rules: Vec<AttributionRule>,
    /// The word classes that the operators know.
    pub classes: OperatorClasses,
    /// The frame of verbs that things take too, without a word.
    pub figurative: FrameSet,
    /// Weights that hold while no fitted ones are there, by name.
    pub priors: std::collections::BTreeMap<String, f64>,
}

/// A rule that proposes attributions.
#[derive(Clone, Debug)]
pub struct AttributionRule {
    /// Full id.
    pub id: String,
    /// Construction of the inventory.
    pub construction: Option<String>,
    /// Sort of cue.
    pub kind: CueKind,
    /// Moods of the cue's first verb; empty for any.
    pub forms: Vec<Mood>,
    /// Frames of which the cue must take one; empty for any.
    pub frames: FrameSet,
    /// Cue classes; empty for any.
    pub classes: Vec<CueClass>,
    /// Whether the cue must be passive, or must not.
    pub passive: Option<bool>,
    /// Whether the cue must be negated, or must not.
    pub negated: Option<bool>,
    /// Whether the cue must stand in the place of a reporting clause, or must not.
    pub incise: Option<bool>,
    /// How the source is found; `None` when none is expressed.
    pub source: Option<SourceOperator>,
    /// How the content is found.
    pub content: ContentOperator,
    /// Word class that must open the content; empty for any.
    pub led_by: ClassSet,
    /// Word class of which a word must stand inside the content; empty for any.
    pub holds: ClassSet,
    /// Word class that joins cue and source and becomes part of the cue (*par*).
    pub joined_by: ClassSet,
    /// Whether a quotation must stand inside the content.
    pub quoted: bool,
    /// Whether the noun behind the word that leads to the content must be an indefinite one.
    pub indefinite: bool,
    /// Whether an adjective or participle must stand inside the content.
    pub judged: bool,
    /// Whether cue and source must be set off: the cue stands where a clause begins, and a comma behind the source.
    pub set_off: bool,
    /// What becomes of the cue's stance in this frame; others stay as they are.
    pub stances: std::collections::BTreeMap<Stance, Stance>,
}

impl AttributionRule {
    /// Whether it looks for the source of a cue just as another rule does.
    pub fn finds_source_as(&self, other: &AttributionRule) -> bool {
        (self.source, self.joined_by, self.set_off)
            == (other.source, other.joined_by, other.set_off)
    }

    /// The stance of a cue that has `stance` by itself.
    pub fn stance(&self, stance: Stance) -> Stance {
        self.stances.get(&stance).copied().unwrap_or(stance)
    }
}

/// How a source is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum SourceOperator {
    /// The subject to the left of the verb.
    #[serde(rename = "SUBJ")]
    Subject,
    /// The subject behind the verb.
    #[serde(rename = "INV_SUBJ")]
    InvertedSubject,
    /// The phrase behind the cue, led by the joining word.
    #[serde(rename = "AGENT")]
    Agent,
    /// The subject of the clause that a participle or infinitive hangs on.
    #[serde(rename = "CONTROLLER")]
    Controller,
    /// The phrase that a relative clause belongs to.
    #[serde(rename = "ANTECEDENT")]
    Antecedent,
    /// The phrase behind a frame such as *selon*.
    #[serde(rename = "FRAMED")]
    Framed,
    /// The phrase that a relative pronoun behind a frame takes up (*Anne Morel, selon qui …*).
    #[serde(rename = "FRAMED_ANTECEDENT")]
    FramedAntecedent,
    /// The phrase behind a preposition that opens the clause before the cue (*Dans le rapport, on lit*).
    #[serde(rename = "OPENING")]
    Opening,
    /// Who tells on in an infinitive (*Et le maire de conclure*).
    #[serde(rename = "NARRATOR")]
    Narrator,
    /// The possessive in front of a noun, or inside a frame.
    #[serde(rename = "POSSESSIVE")]
    Possessive,
    /// The phrase before a colon, in front of a quotation mark that serves as cue.
    #[serde(rename = "BEFORE_COLON")]
    BeforeColon,
    /// The phrase behind a dash that follows the quotation.
    #[serde(rename = "AFTER_DASH")]
    AfterDash,
    /// The source of a cue nearby, in another sentence.
    #[serde(rename = "NEAREST")]
    Nearest,
}

/// How a content is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum ContentOperator {
    /// The quotation beside the cue, with those that go on.
    #[serde(rename = "QUOTE")]
    Quote,
    /// The clause behind a complementizer.
    #[serde(rename = "QUE")]
    Clause,
    /// The infinitive and what belongs to it.
    #[serde(rename = "INF")]
    Infinitive,
    /// The noun phrase behind the cue.
    #[serde(rename = "NP")]
    Object,
    /// The noun phrase before the cue, its subject.
    #[serde(rename = "SUBJECT_NP")]
    SubjectPhrase,
    /// The phrase that a relative clause takes up as its object (*une version que conteste le maire*).
    #[serde(rename = "ANTECEDENT_NP")]
    ObjectAntecedent,
    /// What a relative clause takes up as its object, and what it is called there.
    #[serde(rename = "ANTECEDENT_AND_NP")]
    AntecedentAndPhrase,
    /// The subject of a passive verb, and the phrase behind it that says what it is taken for.
    #[serde(rename = "SUBJECT_AND_NP")]
    SubjectAndPhrase,
    /// What stands before the cue.
    #[serde(rename = "REST_LEFT")]
    RestLeft,
    /// What stands behind cue and source.
    #[serde(rename = "REST_RIGHT")]
    RestRight,
    /// What stands on both sides of cue and source.
    #[serde(rename = "REST_AROUND")]
    RestAround,
    /// Nothing: what is left unsaid need not be told.
    #[serde(rename = "NONE")]
    Nothing,
    /// The quotation that a mark opens, and what stands with it behind a colon.
    #[serde(rename = "OWN")]
    Own,
    /// What stands behind a colon, without quotation marks.
    #[serde(rename = "COLON")]
    Colon,
    /// What the report tells that the cue stands beside: both pass on the same words.
    #[serde(rename = "RELAYED")]
    Relayed,
}

/// The word classes that the operators know, by the names that `tokens.toml` gives them.
#[derive(Clone, Copy, Debug, Default)]
pub struct OperatorClasses {
    pub determiner: ClassSet,
    pub indefinite: ClassSet,
    pub of: ClassSet,
    /// Prepositions that hold an article.
    pub contracted: ClassSet,
    /// Words that a following *of* belongs to, so that it opens nothing.
    pub before_of: ClassSet,
    pub to: ClassSet,
    pub agent: ClassSet,
    pub complementizer: ClassSet,
    pub relative: ClassSet,
    pub subject_relative: ClassSet,
    pub subordinator: ClassSet,
    pub coordinator: ClassSet,
    pub subject_clitic: ClassSet,
    pub impersonal: ClassSet,
    pub stressed: ClassSet,
    pub first_person: ClassSet,
    pub object_clitic: ClassSet,
    pub gerund: ClassSet,
    pub negation: ClassSet,
    pub negator: ClassSet,
    pub possessive: ClassSet,
    /// What tells whose opinion a frame tells of, articles and pronouns alike.
    pub possessor: ClassSet,
    pub purpose: ClassSet,
    pub time: ClassSet,
    pub source_noun: ClassSet,
    pub document_noun: ClassSet,
    /// Nouns for what somebody said.
    pub said_noun: ClassSet,
    pub channel: ClassSet,
    pub channel_noun: ClassSet,
    pub day: ClassSet,
    pub given_name: ClassSet,
    /// Words that stand before a name.
    pub title: ClassSet,
    /// Nouns that count those behind *of*.
    pub quantity: ClassSet,
    pub day_part: ClassSet,
    pub month: ClassSet,
    pub plural: ClassSet,
    pub singular: ClassSet,
}

impl OperatorClasses {
    /// Whether a word inside a frame tells whose opinion it is; an article does not.
    pub fn is_possessor(&self, classes: ClassSet, pos: Pos) -> bool {
        classes.meets(self.possessor) && (classes.meets(self.possessive) || pos == Pos::Pron)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AttributionsFile {
    stage: Spanned<String>,
    lang: Spanned<String>,
    #[serde(default)]
    priors: std::collections::BTreeMap<String, f64>,
    #[serde(default)]
    source_nouns: Vec<Spanned<String>>,
    #[serde(default)]
    document_nouns: Vec<Spanned<String>>,
    rule: Vec<RuleShape>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleShape {
    id: Spanned<String>,
    says: String,
    construction: Option<Spanned<String>>,
    cue: CueShape,
    source: Option<SourceOperator>,
    content: ContentOperator,
    led_by: Option<Spanned<String>>,
    holds: Option<Spanned<String>>,
    joined_by: Option<Spanned<String>>,
    #[serde(default)]
    quoted: bool,
    #[serde(default)]
    indefinite: bool,
    #[serde(default)]
    judged: bool,
    #[serde(default)]
    set_off: bool,
    #[serde(default)]
    stances: std::collections::BTreeMap<Stance, Stance>,
    #[serde(rename = "match")]
    matches: Vec<String>,
    #[serde(rename = "skip")]
    skips: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CueShape {
    kind: KindShape,
    #[serde(default)]
    forms: Vec<FormShape>,
    #[serde(default)]
    frames: Vec<Spanned<String>>,
    #[serde(default)]
    classes: Vec<CueClass>,
    passive: Option<bool>,
    negated: Option<bool>,
    incise: Option<bool>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum KindShape {
    Verb,
    Preposition,
    Noun,
    Mark,
}

impl AttributionRules {
    /// Reads `attributions.toml`; a language without it has no attributions.
    ///
    /// # Errors
    /// If the file is wrong.
    pub fn read(
        files: &LanguageFiles<'_>,
        _tokens: &TokenRules,
        cues: &CueRules,
        words: &mut Words,
        catalogue: &mut Catalogue,
    ) -> Result<Self, RuleError> {
        let Some(file) = files.file("attributions.toml") else { return Ok(Self::default()) };
        let shape: AttributionsFile = file.parse()?;
        file.belongs(&shape.stage, &shape.lang)?;
        let union = |names: &[Spanned<String>]| {
            names.iter().try_fold(ClassSet::default(), |all, name| {
                Ok::<_, RuleError>(all.with(class_named(file, words, name)?))
            })
        };
        let source_noun = union(&shape.source_nouns)?;
        let document_noun = union(&shape.document_nouns)?;
        let mut rules = Vec::new();
        for r in shape.rule {
            rules.push(compile(files, file, cues, words, catalogue, r)?);
        }
        let class = |name: &str| words.class(name);
        let classes = OperatorClasses {
            determiner: class("determiner"),
            indefinite: class("indefinite"),
            of: class("of_preposition"),
            contracted: class("contracted"),
            before_of: class("before_of"),
            to: class("to_preposition"),
            agent: class("agent_preposition"),
            complementizer: class("complementizer"),
            relative: class("relative"),
            subject_relative: class("subject_relative"),
            subordinator: class("subordinator"),
            coordinator: class("coordinator"),
            subject_clitic: class("subject_clitic"),
            impersonal: class("impersonal_clitic"),
            stressed: class("stressed_pronoun"),
            first_person: class("first_person"),
            object_clitic: class("object_clitic"),
            gerund: class("gerund_preposition"),
            negation: class("negation"),
            negator: class("negator"),
            possessive: class("possessive"),
            possessor: class("possessor"),
            purpose: class("for_preposition"),
            time: class("time"),
            source_noun,
            document_noun,
            said_noun: class("said_noun"),
            channel: class("channel_preposition"),
            channel_noun: class("channel_noun"),
            day: class("day"),
            given_name: class("given_names"),
            title: class("titles"),
            quantity: class("quantity_nouns"),
            day_part: class("day_part"),
            month: class("month"),
            plural: class("plural"),
            singular: class("singular"),
        };
        let figurative = cues.frame("figurative").unwrap_or_default();
        Ok(AttributionRules { rules, classes, figurative, priors: shape.priors })
    }
}

fn compile(
    files: &LanguageFiles<'_>,
    file: &RuleFile,
    cues: &CueRules,
    words: &Words,
    catalogue: &mut Catalogue,
    r: RuleShape,
) -> Result<AttributionRule, RuleError> {
    let header = RuleHeader {
        id: &r.id,
        says: &r.says,
        construction: r.construction.as_ref(),
        matches: &r.matches,
        skips: &r.skips,
    };
    let id = catalogue.add(files.code, Stage::Attributions, file, header)?;
    let class = |name: &Option<Spanned<String>>| {
        name.as_ref().map_or(Ok(ClassSet::default()), |n| class_named(file, words, n))
    };
    let mut frames = FrameSet::default();
    for name in &r.cue.frames {
        frames = frames.with(cues.frame_named(file, name)?);
    }
    Ok(AttributionRule {
        id,
        construction: r.construction.as_ref().map(|c| c.get_ref().clone()),
        kind: match r.cue.kind {
            KindShape::Verb => CueKind::Verb,
            KindShape::Preposition => CueKind::Preposition,
            KindShape::Noun => CueKind::Noun,
            KindShape::Mark => CueKind::Mark,
        },
        forms: r.cue.forms.iter().flat_map(|f| f.moods()).copied().collect(),
        frames,
        classes: r.cue.classes,
        passive: r.cue.passive,
        negated: r.cue.negated,
        incise: r.cue.incise,
        source: r.source,
        content: r.content,
        led_by: class(&r.led_by)?,
        holds: class(&r.holds)?,
        joined_by: class(&r.joined_by)?,
        quoted: r.quoted,
        indefinite: r.indefinite,
        judged: r.judged,
        set_off: r.set_off,
        stances: r.stances,
    })
}
