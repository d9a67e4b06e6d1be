//! What a claim is and what in it can be checked: the shape of `claims.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::actors::phrase;
use super::cues::class_named;
use super::{
    Catalogue, FastMap, LanguageFiles, PhraseTable, RuleError, RuleFile, RuleHeader, Stage,
    TokenRules, Words, fold,
};
use crate::model::{ClassSet, WordId};

/// What a claim is and what in it can be checked.
#[derive(Clone, Debug, Default)]
pub struct ClaimRules {
    /// Contents that take up what stands before, in order of the file.
    pub globals: Vec<GlobalRule>,
    /// Sentences that may go on with what a source said, in order of the file.
    pub continuations: Vec<ContinuationRule>,
    /// Words for numbers.
    pub numbers: FastMap<WordId, NumberWord>,
    /// What separates the decimals.
    pub decimal: String,
    /// What may stand between groups of three digits.
    pub grouping: Vec<String>,
    /// Signs behind a share.
    pub percent: Vec<String>,
    /// The months, in order of the year.
    pub months: Vec<WordId>,
    /// Signs of a currency or a measure.
    pub units: Vec<String>,
    /// The word classes that the stage looks at.
    pub classes: ClaimClasses,
}

/// A rule for contents that take up what stands before.
#[derive(Clone, Debug)]
pub struct GlobalRule {
    /// Full id.
    pub id: String,
    /// The noun that takes it up.
    pub nouns: ClassSet,
    /// What may stand before the noun.
    pub determiner: ClassSet,
    /// How far back it reaches.
    pub reach: Reach,
    /// Whether it holds for what is denied only.
    pub denied: bool,
}

/// How far back a content reaches that takes up what stands before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// To the last heading or the last such content.
    Section,
    /// To the sentence before.
    Sentence,
}

/// A rule for sentences that may go on with what a source said.
#[derive(Clone, Debug)]
pub struct ContinuationRule {
    /// Full id.
    pub id: String,
    /// Phrases of which one must open it; empty for any opening.
    pub opens: PhraseTable<()>,
    /// Whether its first finite verb must stand in the conditional.
    pub conditional: bool,
}

/// A word for a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NumberWord {
    /// Its value.
    pub value: f64,
    /// How it is put together with others.
    pub role: NumberRole,
}

/// How a word for a number is put together with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberRole {
    /// It is added (*vingt*).
    Unit,
    /// It multiplies what stands before it (*deux cents*).
    Times,
    /// It multiplies all before it and opens a new group (*trois mille*).
    Scale,
    /// It counts roughly (*une dizaine*).
    About,
}

/// The word classes that the stage looks at, by the names that the rule files give them.
#[derive(Clone, Copy, Debug, Default)]
pub struct ClaimClasses {
    pub month: ClassSet,
    pub weekday: ClassSet,
    pub year_opener: ClassSet,
    pub month_opener: ClassSet,
    pub first_of_month: ClassSet,
    pub softener: ClassSet,
    pub plural_determiner: ClassSet,
    pub place_opener: ClassSet,
    pub unit_link: ClassSet,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClaimsFile {
    stage: Spanned<String>,
    lang: Spanned<String>,
    #[serde(default)]
    decimal: String,
    #[serde(default)]
    grouping: Vec<String>,
    #[serde(default)]
    percent: Vec<String>,
    #[serde(default)]
    months: Vec<String>,
    #[serde(default)]
    units: Vec<String>,
    #[serde(default)]
    classes: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    rule: Vec<RuleShape>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleShape {
    id: Spanned<String>,
    says: String,
    sort: SortShape,
    nouns: Option<Spanned<String>>,
    #[serde(default)]
    determiner: Vec<Spanned<String>>,
    reach: Option<Reach>,
    #[serde(default)]
    denied: bool,
    #[serde(default)]
    opens: Vec<String>,
    #[serde(default)]
    conditional: bool,
    #[serde(rename = "match")]
    matches: Vec<String>,
    #[serde(rename = "skip")]
    skips: Vec<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SortShape {
    Global,
    Continues,
}

impl ClaimRules {
    /// Reads `claims.toml` and the words for numbers; a language without them knows numbers in digits only.
    ///
    /// # Errors
    /// If a file is wrong.
    pub fn read(
        files: &LanguageFiles<'_>,
        tokens: &TokenRules,
        words: &mut Words,
        catalogue: &mut Catalogue,
    ) -> Result<Self, RuleError> {
        let mut rules = ClaimRules::default();
        rules.read_numbers(files, words)?;
        let Some(file) = files.file("claims.toml") else { return Ok(rules) };
        let shape: ClaimsFile = file.parse()?;
        file.belongs(&shape.stage, &shape.lang)?;
        for (class, members) in &shape.classes {
            for word in members {
                words.add_to_class(class, &fold(word));
            }
        }
        (rules.decimal, rules.grouping, rules.percent) =
            (shape.decimal, shape.grouping, shape.percent);
        rules.months = shape.months.iter().map(|m| words.intern(&fold(m))).collect();
        rules.units.clone_from(&shape.units);
        for r in &shape.rule {
            rules.add(files, file, tokens, words, catalogue, r)?;
        }
        let class = |name: &str| words.class(name);
        rules.classes = ClaimClasses {
            month: class("month"),
            weekday: class("weekday"),
            year_opener: class("year_opener"),
            month_opener: class("month_opener"),
            first_of_month: class("first_of_month"),
            softener: class("softener"),
            plural_determiner: class("plural_determiner"),
            place_opener: class("place_opener"),
            unit_link: class("unit_link"),
        };
        Ok(rules)
    }

    fn add(
        &mut self,
        files: &LanguageFiles<'_>,
        file: &RuleFile,
        tokens: &TokenRules,
        words: &mut Words,
        catalogue: &mut Catalogue,
        r: &RuleShape,
    ) -> Result<(), RuleError> {
        let header = RuleHeader {
            id: &r.id,
            says: &r.says,
            construction: None,
            matches: &r.matches,
            skips: &r.skips,
        };
        let id = catalogue.add(files.code, Stage::Claims, file, header)?;
        let missing = |what: &str| {
            RuleError::at(file, r.id.span(), format!("a rule of this sort needs `{what}`"))
        };
        match r.sort {
            SortShape::Global => {
                let nouns = r.nouns.as_ref().ok_or_else(|| missing("nouns"))?;
                let mut determiner = ClassSet::default();
                for name in &r.determiner {
                    determiner = determiner.with(class_named(file, words, name)?);
                }
                self.globals.push(GlobalRule {
                    id,
                    nouns: class_named(file, words, nouns)?,
                    determiner,
                    reach: r.reach.ok_or_else(|| missing("reach"))?,
                    denied: r.denied,
                });
            }
            SortShape::Continues => {
                if r.opens.is_empty() && !r.conditional {
                    return Err(missing("opens` or `conditional"));
                }
                let mut opens = PhraseTable::default();
                for opening in &r.opens {
                    opens.add(&phrase(&fold(opening), tokens, words), ());
                }
                self.continuations.push(ContinuationRule { id, opens, conditional: r.conditional });
            }
        }
        Ok(())
    }

    fn read_numbers(
        &mut self,
        files: &LanguageFiles<'_>,
        words: &mut Words,
    ) -> Result<(), RuleError> {
        let Some(file) = files.words("numbers") else { return Ok(()) };
        for entry in file.list()?.entries() {
            let wrong = |column: usize, message: &str| {
                RuleError::in_column(file, entry.line, column, message)
            };
            let columns = [0, 1].map(|c| entry.column(c).unwrap_or_default());
            let value = columns[0].parse().map_err(|_| wrong(1, "the value is no number"))?;
            let role = serde_json::from_value(serde_json::Value::String(columns[1].to_owned()))
                .map_err(|e| wrong(2, &e.to_string()))?;
            for form in entry.forms() {
                self.numbers.insert(words.intern(form), NumberWord { value, role });
            }
        }
        Ok(())
    }
}
