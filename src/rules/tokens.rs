//! How words are cut, the classes of words, and how verbs are inflected: the shape of `tokens.toml`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::paradigms::{EndingsShape, ParadigmShape};
use super::{
    Catalogue, FastMap, FastSet, LanguageFiles, RuleError, RuleFile, WordEntry, Words, fold,
};
use crate::model::{ClassSet, Pos, VerbId, WordId};
use crate::stages::tokens::{FormTable, Lexicon, Paradigm, ParadigmIndex, Serial, Tagger, cut};

/// How words are cut and what forms verbs have.
#[derive(Debug, Default)]
pub struct TokenRules {
    /// Words that end at their apostrophe, without it.
    pub elided: FastSet<Box<str>>,
    /// Words that keep their apostrophe.
    pub whole: FastSet<Box<str>>,
    /// What is cut off behind a hyphen, longest first.
    pub clitics: Vec<Box<str>>,
    /// Words that keep their full stop, without it.
    pub abbreviations: FastSet<Box<str>>,
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
    /// Tells them from any other rules.
    pub serial: Serial,
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
    /// Participles that give a second name.
    pub naming: ClassSet,
    /// Words with an apostrophe that are adverbs as a whole.
    pub whole_adverb: ClassSet,
    /// Pronouns that stand for a subject with stress.
    pub stressed: ClassSet,
    /// Prepositions that name a source and lead to no verb (*selon lui*).
    pub according: ClassSet,
    /// The pronoun of place (*il y a deux ans*).
    pub there: ClassSet,
    /// Marks that lead to what is said.
    pub speech_mark: ClassSet,
    /// Nouns that time is counted in.
    pub time_span: ClassSet,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TokensFile {
    stage: Spanned<String>,
    lang: Spanned<String>,
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
        file.belongs(&shape.stage, &shape.lang)?;
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
            if name == "verbs" || name.starts_with("cue_") || name.starts_with("provenance_") {
                continue;
            }
            // A list without a word makes no class.
            let mut class = None;
            for entry in list.list()?.entries() {
                for form in entry.forms() {
                    // A phrase of several words is no word; those who need phrases build tables of their own.
                    if let Some(word) = rules.only_word(form) {
                        let class = class.get_or_insert_with(|| words.new_class(name));
                        words.put(*class, &word);
                    }
                    if name == "closed" {
                        rules.add_closed(list, entry, words, form)?;
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
            naming: class("naming"),
            whole_adverb: class("whole_adverb"),
            stressed: class("stressed_pronoun"),
            according: class("according_preposition"),
            there: class("there_clitic"),
            speech_mark: class("speech_mark"),
            time_span: class("time_span"),
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
        let mut words = Vec::new();
        self.each_word(phrase, |word| words.push(word.to_owned()));
        words
    }

    /// Calls `tell` with the folded words of a phrase, cut as text is cut.
    pub fn each_word(&self, phrase: &str, mut tell: impl FnMut(&str)) {
        // What stands behind a blank matters to numbers and short forms alone.
        let apart = !phrase.bytes().any(|b| b == b'.' || b.is_ascii_digit())
            && (phrase.is_ascii() || !phrase.contains(|c: char| !c.is_ascii() && c.is_numeric()));
        let mut spans = Vec::new();
        let mut rest = Some(phrase);
        while let Some(ahead) = rest {
            // Words are short, which a search made for long texts is slow for.
            let blank = ahead.bytes().position(|b| apart && b == b' ');
            let part = &ahead[..blank.unwrap_or(ahead.len())];
            rest = blank.map(|i| &ahead[i + 1..]);
            if is_plain(part) {
                tell(part);
                continue;
            }
            spans.clear();
            cut(part, 0, self, &mut spans);
            spans.iter().for_each(|s| tell(&fold(s.of(part))));
        }
    }

    /// The folded word that a phrase consists of, if it is a single one.
    fn only_word<'p>(&self, phrase: &'p str) -> Option<Cow<'p, str>> {
        if is_plain(phrase) {
            return Some(Cow::Borrowed(phrase));
        }
        // Two words in letters are two, however they are cut.
        if phrase.split(' ').take(2).filter(|part| is_plain(part)).count() == 2 {
            return None;
        }
        // A short form keeps its full stop before a name only, and no name follows it here (*M.*).
        if phrase.strip_suffix('.').is_some_and(|short| self.abbreviations.contains(short)) {
            return Some(Cow::Borrowed(phrase));
        }
        let (mut count, mut only) = (0, String::new());
        self.each_word(phrase, |word| {
            count += 1;
            if count == 1 {
                only.push_str(word);
            }
        });
        (count == 1).then_some(Cow::Owned(only))
    }

    /// The verb with that infinitive.
    pub fn verb(&self, lemma: &str) -> Option<VerbId> {
        self.lexicon.verb(&fold(lemma))
    }

    fn add_closed(
        &mut self,
        list: &RuleFile,
        entry: WordEntry<'_>,
        words: &mut Words,
        form: &str,
    ) -> Result<(), RuleError> {
        let id = words.intern(form);
        let named = entry.column(0).unwrap_or_default();
        for name in named.split(',') {
            let pos = Pos::from_name(name.trim()).ok_or_else(|| {
                let all = Pos::ALL.map(Pos::name).join(", ");
                let message = format!("no part of speech `{name}`; there are: {all}");
                RuleError::in_column(list, entry.line, 1, message)
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
            paradigms.extend(p.paradigms(file, &shape.endings)?);
        }
        self.lexicon = Lexicon::new(&paradigms);
        let by_verb = ParadigmIndex::new(&paradigms);
        for name in ["verbs", "cue_verbs"] {
            let Some(list) = files.words(name) else { continue };
            for entry in list.list()?.entries() {
                // A locution is inflected in its first verb; a pronominal one behind its pronoun.
                let lemma = entry.form().split(' ').find_map(|w| Some((w, by_verb.find(w)?)));
                let wrong = |message: String| RuleError::in_column(list, entry.line, 0, message);
                let (lemma, fitting) =
                    lemma.ok_or_else(|| wrong("no paradigm fits this verb".to_owned()))?;
                let named = entry.column(0).filter(|c| *c != "-");
                let index = match named {
                    Some(id) => paradigms
                        .iter()
                        .position(|p| p.id == id && lemma.ends_with(&p.lemma))
                        .ok_or_else(|| no_paradigm(list, entry, id, lemma, &paradigms))?,
                    None => fitting,
                };
                self.lexicon.add(lemma, index, &paradigms[index].lemma);
            }
        }
        Ok(())
    }
}

/// Whether a word has nothing but small letters, so that nothing cuts it: a clitic stands behind a hyphen.
fn is_plain(word: &str) -> bool {
    let small = |c: char| {
        c.is_ascii_lowercase() || matches!(c, '\u{df}'..='\u{f6}' | '\u{f8}'..='\u{ff}' | '\u{153}')
    };
    let letters = word.bytes().all(|b| b.is_ascii_lowercase());
    !word.is_empty() && (letters || !word.is_ascii() && word.chars().all(small))
}

/// A paradigm that a list names and that the verb cannot have, with those that it can.
fn no_paradigm(
    list: &RuleFile,
    entry: WordEntry<'_>,
    id: &str,
    lemma: &str,
    paradigms: &[Paradigm],
) -> RuleError {
    let mut fit: Vec<&str> = Vec::new();
    for p in paradigms.iter().filter(|p| lemma.ends_with(&p.lemma)) {
        if !fit.contains(&p.id.as_str()) {
            fit.push(&p.id);
        }
    }
    let message =
        format!("no paradigm `{id}` fits the verb `{lemma}`; those that do: {}", fit.join(", "));
    RuleError::in_column(list, entry.line, 1, message)
}
