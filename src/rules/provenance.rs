//! What tells across articles that one was written after the other: the shape of `provenance.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::columns::{Columns, each};
use super::{FastMap, LanguageFiles, RuleError, RuleFile};
use crate::stages::provenance::{
    Judged, MEASURES, Measure, Stemmer, letters_of, stem_hash, words_of,
};

/// What tells across articles that one was written after the other.
#[derive(Clone, Debug, Default)]
pub struct ProvenanceRules {
    /// Whether the language has such rules at all.
    pub known: bool,
    /// A link is kept when its confidence reaches this.
    pub threshold: f64,
    /// How a word becomes a stem.
    pub stemmer: Stemmer,
    /// A word with fewer letters tells nothing.
    pub shortest: usize,
    /// Stems of words that tell nothing at all.
    pub empty: FastMap<u32, ()>,
    /// How often a stem occurs in a million words.
    pub frequency: FastMap<u32, f32>,
    /// The stem that stands for all that have the same sense.
    pub sense: FastMap<u32, u32>,
    /// Number of the pair and side of a stem that turns a statement round.
    pub opposites: FastMap<u32, (u16, bool)>,
    /// Stems of what is counted in every report, such as years and hours.
    pub measures: FastMap<u32, ()>,
    /// Stems that tell what became of those who are counted.
    pub fates: FastMap<u32, ()>,
    /// Stems that describe a source without telling it from others.
    pub vague: FastMap<u32, ()>,
    /// Stems that mean any people.
    pub people: FastMap<u32, ()>,
    /// Expressions of several words that have the sense of one: by the key of the first, all keys and the stem.
    pub expressions: FastMap<u32, Vec<(Vec<u32>, u32)>>,
    /// The months, in order, as letters.
    pub months: Vec<String>,
    /// Phrases, as letters of their words.
    pub phrases: Phrases,
    /// Endings of the conditional, as letters.
    pub conditional: Vec<String>,
    /// Words that have such an ending by chance, as letters.
    pub not_conditional: Vec<String>,
    /// How many words may stand between a citing word and the name of a medium.
    pub reach: usize,
    /// Words that open names and do not count, as letters.
    pub articles: Vec<String>,
    /// Words before the name of a medium that may be left out, as letters.
    pub titles: Vec<String>,
    /// The names of known media, as keys.
    pub media: FastMap<u64, ()>,
    /// Weights by what is judged and what is measured; empty for a language without rules.
    pub weights: Vec<[f64; MEASURES]>,
}

/// Lists of phrases, each a list of words as letters.
#[derive(Clone, Debug, Default)]
pub struct Phrases {
    pub negations: Vec<Vec<String>>,
    pub denials: Vec<Vec<String>>,
    pub caveats: Vec<Vec<String>>,
    pub at_least: Vec<Vec<String>>,
    pub at_most: Vec<Vec<String>>,
    pub about: Vec<Vec<String>>,
    pub none: Vec<Vec<String>>,
    pub not_numbers: Vec<Vec<String>>,
    pub out_of: Vec<Vec<String>>,
    pub parts: Vec<Vec<String>>,
    pub clauses: Vec<Vec<String>>,
    pub silences: Vec<Vec<String>>,
    pub taken_up: Vec<Vec<String>>,
    pub particles: Vec<Vec<String>>,
    pub with_particle: Vec<Vec<String>>,
    pub triggers: Vec<Vec<String>>,
    pub credits: Vec<Vec<String>>,
    pub voices: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProvenanceFile {
    stage: Spanned<String>,
    lang: Spanned<String>,
    threshold: f64,
    words: WordsShape,
    citing: CitingShape,
    weights: BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, f64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordsShape {
    letters: usize,
    least: usize,
    endings: Vec<String>,
    shortest: usize,
    months: Vec<String>,
    negations: Vec<String>,
    denials: Vec<String>,
    caveats: Vec<String>,
    conditional: Vec<String>,
    not_conditional: Vec<String>,
    at_least: Vec<String>,
    at_most: Vec<String>,
    about: Vec<String>,
    measures: Vec<String>,
    #[serde(default)]
    none: Vec<String>,
    #[serde(default)]
    not_numbers: Vec<String>,
    #[serde(default)]
    out_of: Vec<String>,
    #[serde(default)]
    parts: Vec<String>,
    #[serde(default)]
    clauses: Vec<String>,
    #[serde(default)]
    silences: Vec<String>,
    #[serde(default)]
    taken_up: Vec<String>,
    #[serde(default)]
    particles: Vec<String>,
    #[serde(default)]
    with_particle: Vec<String>,
    #[serde(default)]
    fates: Vec<String>,
    #[serde(default)]
    people: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CitingShape {
    triggers: Vec<String>,
    reach: usize,
    credits: Vec<String>,
    titles: Vec<String>,
    articles: Vec<String>,
    voices: Vec<String>,
    #[serde(default)]
    vague: Vec<String>,
}

impl ProvenanceRules {
    /// Reads `provenance.toml` and its word lists; a language without it is not compared with others.
    ///
    /// # Errors
    /// If a file is wrong.
    pub fn read(files: &LanguageFiles<'_>) -> Result<Self, RuleError> {
        let Some(file) = files.file("provenance.toml") else { return Ok(Self::default()) };
        let shape: ProvenanceFile = file.parse()?;
        file.belongs(&shape.stage, &shape.lang)?;
        let (words, citing) = (shape.words, shape.citing);
        let letters = |list: &[String]| list.iter().map(|w| letters_of(w)).collect::<Vec<_>>();
        let mut endings = letters(&words.endings);
        endings.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        let mut rules = ProvenanceRules {
            known: true,
            threshold: shape.threshold,
            stemmer: Stemmer { endings, letters: words.letters, least: words.least },
            shortest: words.shortest,
            months: letters(&words.months),
            phrases: Phrases {
                negations: phrases(&words.negations),
                denials: phrases(&words.denials),
                caveats: phrases(&words.caveats),
                at_least: phrases(&words.at_least),
                at_most: phrases(&words.at_most),
                about: phrases(&words.about),
                none: phrases(&words.none),
                not_numbers: phrases(&words.not_numbers),
                out_of: phrases(&words.out_of),
                parts: phrases(&words.parts),
                clauses: phrases(&words.clauses),
                silences: phrases(&words.silences),
                taken_up: phrases(&words.taken_up),
                particles: phrases(&words.particles),
                with_particle: phrases(&words.with_particle),
                triggers: phrases(&citing.triggers),
                credits: phrases(&citing.credits),
                voices: phrases(&citing.voices),
            },
            conditional: letters(&words.conditional),
            not_conditional: letters(&words.not_conditional),
            reach: citing.reach,
            articles: letters(&citing.articles),
            titles: letters(&citing.titles),
            weights: read_weights(file, shape.weights)?,
            ..ProvenanceRules::default()
        };
        rules.read_lists(files)?;
        // A word that turns a statement round is no part of what it says.
        for word in rules.phrases.negations.iter().flatten() {
            rules.empty.insert(stem_hash(word), ());
        }
        for word in &words.measures {
            rules.measures.insert(rules.stem(&letters_of(word)), ());
        }
        for word in &citing.vague {
            rules.vague.insert(rules.stem(&letters_of(word)), ());
        }
        for word in &words.people {
            rules.people.insert(rules.stem(&letters_of(word)), ());
        }
        for word in &words.fates {
            rules.fates.insert(rules.stem(&letters_of(word)), ());
        }
        Ok(rules)
    }

    /// The weight of a measure; none when the file does not name it.
    pub fn weight(&self, judged: Judged, measure: Measure) -> f64 {
        self.weights.get(judged.place()).map_or(0.0, |w| w[measure as usize])
    }

    /// A sum of weights below this never reaches the threshold, however it is rounded.
    pub fn least_score(&self) -> f64 {
        // Probabilities are told to four decimals.
        let least = (self.threshold - 1e-4).clamp(0.0, 1.0);
        (least / (1.0 - least)).ln()
    }

    /// The stem of a word that is given as letters, with what has the same sense put together.
    pub fn stem(&self, letters: &str) -> u32 {
        let stem = self.stemmer.stem(letters);
        self.sense.get(&stem).copied().unwrap_or(stem)
    }

    /// What a word inside an expression is known by: its stem, or itself if it tells nothing alone.
    pub fn key(&self, letters: &str) -> u32 {
        let exact = stem_hash(letters);
        let tells = letters.chars().count() >= self.shortest && !self.empty.contains_key(&exact);
        if tells { self.stem(letters) } else { exact }
    }

    fn read_lists(&mut self, files: &LanguageFiles<'_>) -> Result<(), RuleError> {
        each(files, "closed", &mut |entry, _| {
            for form in entry.forms() {
                self.empty.insert(stem_hash(&letters_of(form)), ());
            }
            Ok(())
        })?;
        each(files, "provenance_frequent", &mut |entry, columns: &Columns<'_>| {
            let rate: f32 = columns
                .text(entry, 0)
                .parse()
                .map_err(|_| columns.wrong(entry, 0, "the rate is no number"))?;
            for form in entry.forms() {
                *self.frequency.entry(self.stemmer.stem(&letters_of(form))).or_default() += rate;
            }
            Ok(())
        })?;
        let mut long: Vec<(Vec<String>, u32)> = Vec::new();
        let mut plurals: Vec<(u32, u32)> = Vec::new();
        each(files, "provenance_same_sense", &mut |entry, columns| {
            let first = self.stemmer.stem(&letters_of(entry.form()));
            let first = self.sense.get(&first).copied().unwrap_or(first);
            for form in entry.forms() {
                let words = words_of(form);
                if words.len() > 1 {
                    long.push((words, first));
                    continue;
                }
                let letters = letters_of(form);
                let stem = self.stemmer.stem(&letters);
                plurals.push((self.stemmer.stem(&(letters + "s")), first));
                // One stem in two groups would make the order of the file decide what is like what.
                if self.sense.insert(stem, first).is_some_and(|other| other != first) {
                    let message = format!("`{form}` has the stem of a word in another entry");
                    return Err(columns.wrong(entry, 0, message));
                }
            }
            Ok(())
        })?;
        // A plural may lose another ending than its singular.
        for (plural, first) in plurals {
            self.sense.entry(plural).or_insert(first);
        }
        for (words, stem) in long {
            let keys: Vec<u32> = words.iter().map(|w| self.key(w)).collect();
            self.expressions.entry(keys[0]).or_default().push((keys, stem));
        }
        self.expressions.values_mut().for_each(|l| l.sort_by_key(|e| std::cmp::Reverse(e.0.len())));
        let mut pair = 0;
        each(files, "provenance_opposites", &mut |entry, columns| {
            let other = columns.text(entry, 0).replace('_', " ");
            for (form, side) in
                entry.forms().map(|f| (f, true)).chain(other.split('|').map(|f| (f, false)))
            {
                self.opposites.insert(self.stem(&letters_of(form)), (pair, side));
            }
            pair += 1;
            Ok(())
        })?;
        each(files, "media", &mut |entry, _| {
            for form in entry.forms() {
                self.media.insert(self.name_key(form), ());
            }
            Ok(())
        })
    }

    /// The key under which a name is looked up: its letters, without what may stand before it.
    pub fn name_key(&self, name: &str) -> u64 {
        let words = crate::stages::provenance::words_of(name);
        let open = words.iter().take_while(|w| self.articles.contains(w)).count();
        let words = if open < words.len() { &words[open..] } else { &words[..] };
        crate::stages::provenance::key_of(words)
    }
}

/// Phrases as letters of their words.
fn phrases(list: &[String]) -> Vec<Vec<String>> {
    list.iter().map(|p| crate::stages::provenance::words_of(p)).collect()
}

/// The weights, if every name in them is known.
fn read_weights(
    file: &RuleFile,
    shape: BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, f64>>,
) -> Result<Vec<[f64; MEASURES]>, RuleError> {
    let mut weights = vec![[0.0; MEASURES]; Judged::ALL.len()];
    for (kind, table) in shape {
        let Some(judged) = Judged::ALL.iter().find(|j| j.name() == kind.get_ref()) else {
            let names = Judged::ALL.map(Judged::name).join(", ");
            let message = format!("no type of link `{}`; there are: {names}", kind.get_ref());
            return Err(RuleError::at(file, kind.span(), message));
        };
        let allowed = || [Measure::Constant].iter().chain(judged.measures());
        for (reason, weight) in table {
            let name = reason.get_ref();
            let Some(measure) = allowed().find(|m| m.name() == name) else {
                let names: Vec<&str> = allowed().map(|m| m.name()).collect();
                let message = format!("no reason `{name}` here; there are: {}", names.join(", "));
                return Err(RuleError::at(file, reason.span(), message));
            };
            weights[judged.place()][*measure as usize] = weight;
        }
    }
    Ok(weights)
}
