//! How words are cut, the classes of words, and how verbs are inflected: the shape of `tokens.toml`.

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;
use toml::Spanned;

use super::{Catalogue, FastMap, LanguageFiles, RuleError, RuleFile, WordList, Words, fold};
use crate::model::{ClassSet, Gender, Mood, Number, Pos, Tense, VerbId, WordId};
use crate::stages::tokens::{
    EndingTable, FormTable, Lexicon, Paradigm, ParadigmIndex, Tagger, cut,
};

/// How words are cut and what forms verbs have.
#[derive(Debug, Default)]
pub struct TokenRules {
    /// Words that end at their apostrophe, without it.
    pub elided: HashSet<Box<str>>,
    /// Words that keep their apostrophe.
    pub whole: HashSet<Box<str>>,
    /// What is cut off behind a hyphen, longest first.
    pub clitics: Vec<Box<str>>,
    /// Words that keep their full stop, without it.
    pub abbreviations: HashSet<Box<str>>,
    /// Parts of speech that a word of a closed class may have, by word.
    pub closed: FastMap<WordId, Vec<Pos>>,
    /// The verbs.
    pub lexicon: Lexicon,
    /// The nouns, adjectives, adverbs and names, if the language has a lexicon of them.
    pub forms: Option<FormTable>,
    /// The tagger, if the language has one.
    pub tagger: Option<Tagger>,
    /// Classes that the stage itself looks at.
    pub classes: TokenClasses,
}

/// The word classes that the tokens stage itself looks at.
#[derive(Clone, Copy, Debug, Default)]
pub struct TokenClasses {
    pub subject_clitic: ClassSet,
    pub inverted_clitic: ClassSet,
    pub first_person: ClassSet,
    pub object_clitic: ClassSet,
    pub negation: ClassSet,
    pub negator: ClassSet,
    pub reflexive: ClassSet,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TokensFile {
    #[serde(rename = "stage")]
    _stage: String,
    #[serde(rename = "lang")]
    _lang: String,
    #[serde(default)]
    cut: CutShape,
    #[serde(default)]
    classes: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    endings: EndingsShape,
    #[serde(default)]
    paradigm: Vec<ParadigmShape>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct CutShape {
    elided: Vec<String>,
    whole: Vec<String>,
    clitics: Vec<String>,
    abbreviations: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct EndingsShape {
    participle_present: String,
    imperfect: Vec<String>,
    future: Vec<String>,
    conditional: Vec<String>,
    past_a: Vec<String>,
    past_i: Vec<String>,
    past_u: Vec<String>,
    past_in: Vec<String>,
    subjunctive_imperfect_a: Vec<String>,
    subjunctive_imperfect_i: Vec<String>,
    subjunctive_imperfect_u: Vec<String>,
    subjunctive_imperfect_in: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ParadigmShape {
    id: Spanned<String>,
    #[serde(rename = "says")]
    _says: String,
    lemma: String,
    #[serde(default)]
    at: Vec<String>,
    #[serde(default)]
    lemmas: Vec<String>,
    #[serde(default)]
    present: Vec<String>,
    #[serde(default)]
    imperfect: String,
    #[serde(default)]
    future: String,
    past: Option<Vec<String>>,
    #[serde(default)]
    subjunctive: Vec<String>,
    imperative: Option<Vec<String>>,
    participle_present: Option<String>,
    #[serde(default)]
    participle_past: ParticipleShape,
    #[serde(default)]
    forms: Vec<(String, String, String)>,
    #[serde(rename = "auxiliary")]
    _auxiliary: Option<String>,
}

/// A past participle: the masculine singular, or all four forms.
#[derive(Clone, Default)]
struct ParticipleShape(Vec<String>);

impl<'de> Deserialize<'de> for ParticipleShape {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = ParticipleShape;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("the masculine singular, or a list of the four forms")
            }
            fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<Self::Value, E> {
                Ok(ParticipleShape(vec![v.to_owned()]))
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(
                self,
                mut seq: A,
            ) -> Result<Self::Value, A::Error> {
                let mut forms = Vec::new();
                while let Some(form) = seq.next_element()? {
                    forms.push(form);
                }
                Ok(ParticipleShape(forms))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

impl TokenRules {
    /// Reads `tokens.toml` and the word lists; a language without them gets neutral rules.
    ///
    /// Every other word list becomes a word class with the list's name.
    ///
    /// # Errors
    /// If a file is wrong.
    pub fn read(
        files: &LanguageFiles<'_>,
        words: &mut Words,
        _catalogue: &mut Catalogue,
    ) -> Result<Self, RuleError> {
        let mut rules = TokenRules::default();
        let Some(file) = files.file("tokens.toml") else { return Ok(rules) };
        let shape: TokensFile = file.parse()?;
        let set = |list: &[String]| list.iter().map(|w| fold(w).into_boxed_str()).collect();
        rules.elided = set(&shape.cut.elided);
        rules.whole = set(&shape.cut.whole);
        rules.abbreviations = set(&shape.cut.abbreviations);
        rules.clitics = shape.cut.clitics.iter().map(|w| fold(w).into_boxed_str()).collect();
        rules.clitics.sort_by_key(|c| std::cmp::Reverse(c.len()));
        for (class, members) in &shape.classes {
            for word in members {
                words.add_to_class(class, &fold(word));
            }
        }
        rules.read_verbs(files, file, &shape)?;
        for list in files.folder.word_lists(files.code) {
            let name = list.stem();
            if name == "verbs" || name.starts_with("cue_") {
                continue;
            }
            for entry in WordList::parse(list)?.entries {
                for form in &entry.forms {
                    // A phrase of several words is no word; those who need phrases build tables of their own.
                    if let [word] = &rules.words_of(form)[..] {
                        words.add_to_class(name, word);
                    }
                    if name == "closed" {
                        rules.add_closed(list, &entry, words, form)?;
                    }
                }
            }
        }
        let class = |name: &str| words.class(name);
        rules.classes = TokenClasses {
            subject_clitic: class("subject_clitic"),
            inverted_clitic: class("inverted_clitic"),
            first_person: class("first_person"),
            object_clitic: class("object_clitic"),
            negation: class("negation"),
            negator: class("negator"),
            reflexive: class("reflexive"),
        };
        let model = |name: &str| files.folder.model(files.code, name);
        let wrong =
            |name: &str, e: String| RuleError::whole(format!("rules/{}/{name}", files.code), e);
        rules.forms = model("lexicon.bin")
            .map(|bytes| FormTable::from_bytes(bytes).map_err(|e| wrong("lexicon.bin", e)))
            .transpose()?;
        rules.tagger = model("tagger.bin")
            .map(|bytes| Tagger::from_bytes(bytes).map_err(|e| wrong("tagger.bin", e)))
            .transpose()?;
        Ok(rules)
    }

    /// The folded words of a phrase, cut as text is cut.
    pub fn words_of(&self, phrase: &str) -> Vec<String> {
        let mut spans = Vec::new();
        cut(phrase, 0, self, &mut spans);
        spans.iter().map(|s| fold(s.of(phrase))).collect()
    }

    /// The verb with that infinitive.
    pub fn verb(&self, lemma: &str) -> Option<VerbId> {
        self.lexicon.verb(&fold(lemma))
    }

    fn add_closed(
        &mut self,
        list: &RuleFile,
        entry: &super::WordEntry,
        words: &mut Words,
        form: &str,
    ) -> Result<(), RuleError> {
        let id = words.intern(form);
        let named = entry.columns.first().map_or("", String::as_str);
        for name in named.split(',') {
            let pos = Pos::from_name(name.trim()).ok_or_else(|| {
                let all = Pos::ALL.map(Pos::name).join(", ");
                let message = format!("no part of speech `{name}`; there are: {all}");
                RuleError::on_line(list, entry.line, message)
            })?;
            self.closed.entry(id).or_default().push(pos);
        }
        Ok(())
    }

    fn read_verbs(
        &mut self,
        files: &LanguageFiles<'_>,
        file: &RuleFile,
        shape: &TokensFile,
    ) -> Result<(), RuleError> {
        let mut paradigms = Vec::new();
        for p in &shape.paradigm {
            let variants: &[String] = if p.at.is_empty() { &[String::new()] } else { &p.at };
            for at in variants {
                paradigms.push(expand(file, p, at, &shape.endings)?);
            }
        }
        self.lexicon = Lexicon::new(&paradigms);
        let by_verb = ParadigmIndex::new(&paradigms);
        for (name, column) in [("verbs", 0), ("cue_verbs", 0)] {
            let Some(list) = files.words(name) else { continue };
            for entry in WordList::parse(list)?.entries {
                // A locution is inflected in its first verb; a pronominal one behind its pronoun.
                let lemma = entry.forms[0].split(' ').find_map(|w| Some((w, by_verb.find(w)?)));
                let wrong = |message: String| RuleError::on_line(list, entry.line, message);
                let (lemma, fitting) =
                    lemma.ok_or_else(|| wrong("no paradigm fits this verb".to_owned()))?;
                let named = entry.columns.get(column).filter(|c| *c != "-");
                let index = match named {
                    Some(id) => paradigms
                        .iter()
                        .position(|p| p.id == *id && lemma.ends_with(&p.lemma))
                        .ok_or_else(|| wrong(format!("no paradigm `{id}` fits this verb")))?,
                    None => fitting,
                };
                self.lexicon.add(lemma, index, &paradigms[index].lemma);
            }
        }
        Ok(())
    }
}

/// All forms of one paradigm, with `@` replaced.
fn expand(
    file: &RuleFile,
    p: &ParadigmShape,
    at: &str,
    endings: &EndingsShape,
) -> Result<Paradigm, RuleError> {
    let put = |s: &str| s.replace('@', at);
    let all = |list: &[String]| list.iter().map(|s| put(s)).collect::<Vec<_>>();
    // Every variant of a stem with every ending.
    let on = |stems: &str, ends: &[String]| -> Vec<String> {
        let stem_list = put(stems);
        let with = |end: &String| {
            stem_list.split('|').map(|s| format!("{s}{end}")).collect::<Vec<_>>().join("|")
        };
        if stems == "-" { Vec::new() } else { ends.iter().map(with).collect() }
    };
    let mut table = EndingTable::default();
    table.add_six(Mood::Indicative, Tense::Present, &all(&p.present));
    let has_imperfect =
        p.participle_present.is_some() || !p.imperfect.is_empty() || p.past.is_some();
    if has_imperfect && p.forms.is_empty() {
        table.add_six(Mood::Indicative, Tense::Imperfect, &on(&p.imperfect, &endings.imperfect));
    }
    if !p.future.is_empty() {
        table.add_six(Mood::Indicative, Tense::Future, &on(&p.future, &endings.future));
        table.add_six(Mood::Conditional, Tense::Present, &on(&p.future, &endings.conditional));
    }
    if let Some(past) = &p.past {
        let [stem, series] = &past[..] else {
            return Err(RuleError::at(
                file,
                p.id.span(),
                "`past` is a stem and a series of endings",
            ));
        };
        let (simple, subjunctive) = match series.as_str() {
            "a" => (&endings.past_a, &endings.subjunctive_imperfect_a),
            "i" => (&endings.past_i, &endings.subjunctive_imperfect_i),
            "u" => (&endings.past_u, &endings.subjunctive_imperfect_u),
            "in" => (&endings.past_in, &endings.subjunctive_imperfect_in),
            other => {
                let message = format!("no series `{other}`; there are: a, i, u, in");
                return Err(RuleError::at(file, p.id.span(), message));
            }
        };
        table.add_six(Mood::Indicative, Tense::Past, &on(stem, simple));
        table.add_six(Mood::Subjunctive, Tense::Imperfect, &on(stem, subjunctive));
    }
    table.add_six(Mood::Subjunctive, Tense::Present, &all(&p.subjunctive));
    let imperative = match &p.imperative {
        Some(list) => all(list),
        None => [1, 3, 4].iter().filter_map(|&i| p.present.get(i)).map(|s| put(s)).collect(),
    };
    for (person, form) in [1, 3, 4].into_iter().zip(&imperative) {
        table.add_person(Mood::Imperative, Tense::Present, person, form);
    }
    let unknown = (Number::Unknown, Gender::Unknown);
    table.add_plain(Mood::Infinitive, unknown.0, unknown.1, &put(&p.lemma));
    let present = p
        .participle_present
        .clone()
        .unwrap_or_else(|| format!("{}{}", p.imperfect, endings.participle_present));
    if has_imperfect || p.participle_present.is_some() {
        table.add_plain(Mood::ParticiplePresent, unknown.0, unknown.1, &put(&present));
    }
    for (number, gender, form) in participles(&all(&p.participle_past.0)) {
        table.add_plain(Mood::ParticiplePast, number, gender, &form);
    }
    for (tense, person, form) in &p.forms {
        let (mood, tense) = match tense.as_str() {
            "imperfect" => (Mood::Indicative, Tense::Imperfect),
            "future" => (Mood::Indicative, Tense::Future),
            "past" => (Mood::Indicative, Tense::Past),
            "conditional" => (Mood::Conditional, Tense::Present),
            other => {
                let message =
                    format!("no tense `{other}`; there are: imperfect, future, past, conditional");
                return Err(RuleError::at(file, p.id.span(), message));
            }
        };
        let index = ["1s", "2s", "3s", "1p", "2p", "3p"].iter().position(|i| i == person);
        let index = index
            .ok_or_else(|| RuleError::at(file, p.id.span(), format!("no person `{person}`")))?;
        table.add_person(mood, tense, index, &put(form));
    }
    Ok(Paradigm {
        id: p.id.get_ref().clone(),
        lemma: put(&p.lemma),
        endings: table.into_endings(),
        lemmas: p.lemmas.clone(),
    })
}

/// The four forms of a past participle, from the masculine singular alone if need be.
fn participles(forms: &[String]) -> Vec<(Number, Gender, String)> {
    use Gender::{Feminine, Masculine, Unknown};
    let four = match forms {
        [one] => {
            let plural = if one.ends_with('s') { one.clone() } else { format!("{one}s") };
            vec![one.clone(), format!("{one}e"), plural, format!("{one}es")]
        }
        _ => forms.to_vec(),
    };
    let kinds = [
        (Number::Singular, Masculine),
        (Number::Singular, Feminine),
        (Number::Plural, Masculine),
        (Number::Plural, Feminine),
    ];
    let mut list: Vec<_> = kinds.into_iter().zip(four).map(|((n, g), f)| (n, g, f)).collect();
    // One form for two numbers (pris) tells the number of neither.
    if list.len() == 4 && list[0].2 == list[2].2 {
        list.remove(2);
        list[0].0 = Number::Unknown;
    }
    // An invariable participle has one form only.
    if list.len() == 4 && list[1].2.is_empty() {
        list[0] = (Number::Unknown, Unknown, list[0].2.clone());
    }
    list.retain(|(_, _, f)| !f.is_empty());
    list
}
