//! What makes a claim fragile and what makes the tool unsure: the shape of `report.toml`.
//!
//! A *fact* is something that is true or not of a claim ([`Fact`]); a rule is a conjunction of facts with a weight. The
//! reasons and next steps that readers see are labels under the rule's name, so that each language has its own.

use serde::Deserialize;
use toml::Spanned;

use super::{Catalogue, LanguageFiles, RuleError, RuleHeader, Stage, fold};

/// The rules that rank claims for a reader who checks facts.
#[derive(Clone, Debug, Default)]
pub struct ReportRules {
    /// In order of the file.
    pub rules: Vec<ReportRule>,
    /// How many fragile claims are shown at once.
    pub most: usize,
    /// How many of those that are easy to check are shown.
    pub most_easy: usize,
    /// From which sum of weights on a claim is shown as fragile.
    pub threshold: f64,
    /// What the facts look for in the wording.
    pub phrases: ReportPhrases,
}

/// The wording that facts look for: lists of phrases, each a list of words in lower case.
#[derive(Clone, Debug, Default)]
pub struct ReportPhrases {
    pub cause: Vec<Vec<String>>,
    pub conclusion: Vec<Vec<String>>,
    pub superlative: Vec<Vec<String>>,
    pub pointing: Vec<Vec<String>>,
    pub refusal: Vec<Vec<String>>,
    pub several: Vec<Vec<String>>,
    pub pronoun: Vec<Vec<String>>,
}

/// One rule.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportRule {
    /// Full id.
    pub id: String,
    /// Name inside the file, under which the labels stand.
    pub name: String,
    /// One line for people.
    pub says: String,
    /// Which list it puts a claim on.
    pub list: ReportList,
    /// Whether it shows what is quickly looked up.
    pub easy: bool,
    /// What it adds to the rank.
    pub weight: f64,
    /// All of these must be true.
    pub all: Vec<Fact>,
    /// One of these must be true, if there are any.
    pub any: Vec<Fact>,
    /// None of these may be true.
    pub none: Vec<Fact>,
}

impl ReportRule {
    /// Whether it holds for a claim with these facts.
    pub fn holds(&self, facts: &[Fact]) -> bool {
        let is = |fact: &Fact| facts.contains(fact);
        self.all.iter().all(is)
            && (self.any.is_empty() || self.any.iter().any(is))
            && !self.none.iter().any(is)
    }
}

/// The two lists, which are never mixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportList {
    /// The claim is fragile.
    Verify,
    /// The tool is unsure.
    Reread,
}

/// What is true of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// It is put forward in the article's own voice.
    ArticleVoice,
    /// It is put forward in a source's voice.
    SourceVoice,
    /// Its origin is a document or a medium.
    Document,
    /// Its origin is a named person or body.
    Named,
    /// Its origin is a function or an institution.
    Institution,
    /// Nobody can find out who its origin is, be it one voice or several.
    Anonymous,
    /// Its origin is a vague collective.
    Vague,
    /// It has no origin at all though it is reported.
    Hearsay,
    /// It holds a number.
    Figure,
    /// It holds a date.
    Date,
    /// The article links cause and effect in it.
    Cause,
    /// It compares with all others.
    Superlative,
    /// It opens with a word that takes up what was said before.
    PointsBack,
    /// It shares three words or more with the title, or with the first paragraph where there is none.
    Central,
    /// It stands in the title or the first paragraph.
    InLead,
    /// The sentence before it, or its own beginning, has an anonymous voice.
    AfterAnonymous,
    /// The sentence behind it has a refusal or a denial.
    BeforeRefusal,
    /// The sentence goes on with a conclusion in the article's voice.
    ConclusionDrawn,
    /// Another claim contests it.
    Contested,
    /// A source told elsewhere covers it.
    SourcedElsewhere,
    /// Speech of the sentence before may go on in it.
    MayContinue,
    /// Somebody relays its origin.
    Relayed,
    /// Its origin is a plural that nobody can count.
    Several,
    /// It accuses.
    Accuses,
    /// Its source tells of its own deeds.
    OwnDeeds,
    /// Its source speaks of its own side or of its adversary.
    Party,
    /// It is softened.
    Hedged,
    /// It is quoted, at least in part.
    Quoted,
    /// The link to its source is more likely wrong than right.
    Doubtful,
    /// It is reported and no source is expressed.
    NoSource,
    /// It has several quoted words in the article's own voice.
    Quotation,
    /// It has words of refusal.
    Refusal,
    /// Of its source no more than a pronoun is known.
    PronounSource,
    /// Another article names a source for the same passage.
    SourceLost,
    /// Another article says the opposite.
    Opposite,
    /// Another article tells the same with a caveat.
    CaveatDropped,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReportFile {
    stage: Spanned<String>,
    lang: Spanned<String>,
    most: usize,
    most_easy: usize,
    threshold: f64,
    phrases: PhrasesShape,
    #[serde(default)]
    rule: Vec<RuleShape>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhrasesShape {
    cause: Vec<String>,
    conclusion: Vec<String>,
    superlative: Vec<String>,
    pointing: Vec<String>,
    refusal: Vec<String>,
    several: Vec<String>,
    pronoun: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleShape {
    id: Spanned<String>,
    says: String,
    list: ReportList,
    #[serde(default)]
    easy: bool,
    weight: Spanned<f64>,
    all: Spanned<Vec<Fact>>,
    #[serde(default)]
    any: Vec<Fact>,
    #[serde(default)]
    none: Vec<Fact>,
    #[serde(rename = "match")]
    matches: Vec<String>,
    #[serde(rename = "skip")]
    skips: Vec<String>,
}

impl ReportRules {
    /// Reads `report.toml`; a language without it ranks nothing.
    ///
    /// # Errors
    /// If the file is wrong.
    pub fn read(files: &LanguageFiles<'_>, catalogue: &mut Catalogue) -> Result<Self, RuleError> {
        let Some(file) = files.file("report.toml") else { return Ok(ReportRules::default()) };
        let shape: ReportFile = file.parse()?;
        file.belongs(&shape.stage, &shape.lang)?;
        let mut rules = Vec::new();
        for r in shape.rule {
            let header = RuleHeader {
                id: &r.id,
                says: &r.says,
                construction: None,
                matches: &r.matches,
                skips: &r.skips,
            };
            let id = catalogue.add(files.code, Stage::Report, file, header)?;
            let wrong =
                |at: std::ops::Range<usize>, message: &str| RuleError::at(file, at, message);
            if !(r.weight.get_ref().is_finite() && *r.weight.get_ref() > 0.0) {
                return Err(wrong(r.weight.span(), "a weight is a number above 0"));
            }
            if r.all.get_ref().is_empty() {
                return Err(wrong(r.all.span(), "a rule needs at least one fact in `all`"));
            }
            rules.push(ReportRule {
                id,
                name: r.id.into_inner(),
                says: r.says,
                list: r.list,
                easy: r.easy,
                weight: r.weight.into_inner(),
                all: r.all.into_inner(),
                any: r.any,
                none: r.none,
            });
        }
        let p = shape.phrases;
        Ok(ReportRules {
            rules,
            most: shape.most,
            most_easy: shape.most_easy,
            threshold: shape.threshold,
            phrases: ReportPhrases {
                cause: phrases(&p.cause),
                conclusion: phrases(&p.conclusion),
                superlative: phrases(&p.superlative),
                pointing: phrases(&p.pointing),
                refusal: phrases(&p.refusal),
                several: phrases(&p.several),
                pronoun: phrases(&p.pronoun),
            },
        })
    }

    /// The rules that hold for a claim with these facts, the heaviest first, ties in order of the file.
    pub fn holding(&self, facts: &[Fact]) -> Vec<&ReportRule> {
        let mut list: Vec<&ReportRule> = self.rules.iter().filter(|r| r.holds(facts)).collect();
        list.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        list
    }
}

/// Words of letters and digits, in lower case, without marks: the form in which phrases are compared with a text.
pub fn plain_words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    parts.map(fold).collect()
}

fn phrases(list: &[String]) -> Vec<Vec<String>> {
    list.iter().map(|p| plain_words(p)).collect()
}

fn fact_named(name: &str) -> Result<Fact, String> {
    use serde::de::value::{Error, StrDeserializer};
    Fact::deserialize(StrDeserializer::<Error>::new(name)).map_err(|e| e.to_string())
}

/// The facts that the values of an example's part name.
pub fn facts_named(names: &[&str]) -> Vec<Fact> {
    names.iter().filter_map(|n| fact_named(n).ok()).collect()
}
