//! The catalogue lists every rule with what it says of itself and the examples that prove it.

use std::fmt;

use toml::Spanned;

use super::error::line_of;
use super::{RuleError, RuleFile, examples};

/// The stages of the pipeline that have rules, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    Blocks,
    Sentences,
    Tokens,
    Cues,
    Attributions,
    Sources,
    Claims,
    Confidence,
    Provenance,
    /// What the fact-checker's pages put on their lists; no stage of the pipeline, but rules like the others.
    Report,
}

impl Stage {
    /// All stages, in order.
    pub const ALL: [Stage; 10] = [
        Stage::Blocks,
        Stage::Sentences,
        Stage::Tokens,
        Stage::Cues,
        Stage::Attributions,
        Stage::Sources,
        Stage::Claims,
        Stage::Confidence,
        Stage::Provenance,
        Stage::Report,
    ];

    /// The one word for it, used for the module, the rule file, the JSON key and the evaluation.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Blocks => "blocks",
            Stage::Sentences => "sentences",
            Stage::Tokens => "tokens",
            Stage::Cues => "cues",
            Stage::Attributions => "attributions",
            Stage::Sources => "sources",
            Stage::Claims => "claims",
            Stage::Confidence => "confidence",
            Stage::Provenance => "provenance",
            Stage::Report => "report",
        }
    }

    /// The stage with that name.
    pub fn from_name(name: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|s| s.name() == name)
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a rule says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleInfo {
    /// `fr.cues.name`.
    pub id: String,
    /// Language code.
    pub language: String,
    /// Stage.
    pub stage: Stage,
    /// One line for people.
    pub says: String,
    /// Construction of the inventory.
    pub construction: Option<String>,
    /// Texts in which it holds, in the notation of examples.
    pub matches: Vec<String>,
    /// Texts in which it does not.
    pub skips: Vec<String>,
    /// The file that it stands in.
    pub file: String,
    /// The line of its id.
    pub line: usize,
}

/// Every rule of every language.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// In order of language, stage and file.
    pub rules: Vec<RuleInfo>,
}

/// What a rule file says of one rule, as the stage files hold it.
#[derive(Clone, Copy, Debug)]
pub struct RuleHeader<'a> {
    /// Name inside the file.
    pub id: &'a Spanned<String>,
    /// One line for people.
    pub says: &'a str,
    /// Construction of the inventory.
    pub construction: Option<&'a Spanned<String>>,
    /// Texts in which it holds.
    pub matches: &'a [String],
    /// Texts in which it does not.
    pub skips: &'a [String],
}

impl Catalogue {
    /// Adds a rule and returns its full id (`fr.cues.name`).
    ///
    /// # Errors
    /// If the id is taken or not in kebab case, the construction is not in the inventory, or examples are missing.
    pub fn add(
        &mut self,
        language: &str,
        stage: Stage,
        file: &RuleFile,
        header: RuleHeader<'_>,
    ) -> Result<String, RuleError> {
        let name = header.id.get_ref();
        let kebab = !name.is_empty()
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if !kebab {
            let message = format!("the id `{name}` is not in kebab case (a-z, 0-9 and -)");
            return Err(RuleError::at(file, header.id.span(), message));
        }
        let id = format!("{language}.{stage}.{name}");
        if self.rules.iter().any(|r| r.id == id) {
            return Err(RuleError::at(
                file,
                header.id.span(),
                format!("a second rule with the id `{id}`"),
            ));
        }
        if let Some(c) = header.construction.filter(|c| !is_construction(c.get_ref())) {
            let message = format!(
                "no construction `{}`; allowed: A1-A19, B1-B10, C1-C11, D1-D7, E1-E16",
                c.get_ref()
            );
            return Err(RuleError::at(file, c.span(), message));
        }
        for (examples, field) in [(header.matches, "match"), (header.skips, "skip")] {
            if examples.is_empty() {
                let message = format!("the rule `{name}` needs at least one `{field}` example");
                return Err(RuleError::at(file, header.id.span(), message));
            }
        }
        // Those of the built-in files are checked by tests alone.
        if !file.is_built_in() {
            examples::check(stage, file, header)?;
        }
        self.rules.push(RuleInfo {
            id: id.clone(),
            language: language.to_owned(),
            stage,
            says: header.says.to_owned(),
            construction: header.construction.map(|c| c.get_ref().clone()),
            matches: header.matches.to_vec(),
            skips: header.skips.to_vec(),
            file: file.path.clone(),
            line: line_of(&file.text, header.id.span().start),
        });
        Ok(id)
    }

    /// The rule with that full id, or with that end of an id if only one has it.
    pub fn find(&self, id: &str) -> Option<&RuleInfo> {
        let tail = format!(".{id}");
        let mut ending = self.rules.iter().filter(|r| r.id.ends_with(&tail));
        self.rules
            .iter()
            .find(|r| r.id == id)
            .or_else(|| ending.next().filter(|_| ending.next().is_none()))
    }
}

/// Whether the inventory of constructions has that id.
pub fn is_construction(id: &str) -> bool {
    let Some((letter, number)) = id.split_at_checked(1) else { return false };
    let last = match letter {
        "A" => 19,
        "B" => 10,
        "C" => 11,
        "D" => 7,
        "E" => 16,
        _ => return false,
    };
    !number.starts_with('0') && number.parse::<u32>().is_ok_and(|n| (1..=last).contains(&n))
}
