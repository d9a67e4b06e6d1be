//! Which words report: the shape of `cues.toml` and of the cue lexicons.
//!
//! `words/cue_verbs.txt` has the columns lemma, paradigm, class, stance and frames; `words/cue_nouns.txt` and
//! `words/cue_prepositions.txt` word, class, stance and frames. `words/no_cues.txt` has phrases in which no word is a cue.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::Spanned;

use super::forms::FormShape;
use super::{
    Catalogue, FastSet, LanguageFiles, PhraseTable, RuleError, RuleFile, RuleHeader, Stage,
    TokenRules, WordEntry, Words,
};
use crate::model::{ClassSet, CueClass, CueKind, FrameSet, Mood, Stance, VerbId, WordId};

/// Which words report.
#[derive(Clone, Debug, Default)]
pub struct CueRules {
    /// In order of the file; the first that holds decides.
    pub rules: Vec<CueRule>,
    /// Names of the frames; the index is the bit in a [`FrameSet`].
    pub frames: Vec<String>,
    /// Reporting verbs and verbal locutions, by the verb that inflects; locutions first.
    pub verbs: BTreeMap<VerbId, Vec<CueVerb>>,
    /// Reporting nouns, by their forms.
    pub nouns: PhraseTable<CueWord>,
    /// Frames such as *selon*.
    pub prepositions: PhraseTable<CueWord>,
    /// Phrases in which no word is a cue (*autrement dit*).
    pub guards: PhraseTable<()>,
    /// Sets of verbs by name.
    pub verb_sets: BTreeMap<String, BTreeSet<VerbId>>,
    /// The verbs of all sets: most verbs are in none.
    in_sets: FastSet<VerbId>,
    /// The lemmas of all entries, in order; the index is the number of a word.
    pub lemmas: std::sync::Arc<[String]>,
}

/// A reporting verb or locution.
#[derive(Clone, Debug)]
pub struct CueVerb {
    /// The entry, with `_` for blanks.
    pub lemma: String,
    /// Whether it is pronominal.
    pub reflexive: bool,
    /// The words behind the verb, for a locution.
    pub rest: Vec<WordId>,
    /// What it does with its content.
    pub word: CueWord,
}

/// What a lexicon says of a cue.
#[derive(Clone, Debug)]
pub struct CueWord {
    /// The entry's first form.
    pub lemma: String,
    /// How the article presents the report.
    pub class: CueClass,
    /// What the source does.
    pub stance: Stance,
    /// Frames that it takes, those marked with `?` included.
    pub frames: FrameSet,
    /// Frames in which it is more often no report.
    pub weak: FrameSet,
}

/// A rule that says which words are a cue.
#[derive(Clone, Debug)]
pub struct CueRule {
    /// Full id.
    pub id: String,
    /// What sort of word it is about.
    pub kind: CueKind,
    /// Whether the word must be in the lexicon, or must not.
    pub known: Option<bool>,
    /// Whether the verb must be negated, or must not.
    pub negated: Option<bool>,
    /// Whether the verb must be passive, or must not.
    pub passive: Option<bool>,
    /// Whether the verb must stand in the place of a reporting clause, or must not.
    pub incise: Option<bool>,
    /// Whether a pronoun must stand as the verb's object, or must not.
    pub object: Option<bool>,
    /// Word class of which the group must have a word, or its subject pronoun be one.
    pub with: Option<ClassSet>,
    /// Whether a colon and a quotation must follow, or must not.
    pub before_speech: Option<bool>,
    /// Moods that the first verb of the group may have; empty for any.
    pub forms: Vec<Mood>,
    /// Classes that the lexicon must give; empty for any.
    pub classes: Vec<CueClass>,
    /// Verb set that the head must be in.
    pub head: Option<String>,
    /// Verb set that the head may not be in.
    pub not_head: Option<String>,
    /// Verb set that a verb before the head, in the same group, must be in.
    pub governor: Option<String>,
    /// Word class that the word before the group must have; it joins the cue.
    pub before: Option<ClassSet>,
    /// Frames of verbs that the word may not stand right behind: there it belongs to the verb.
    pub not_behind: FrameSet,
    /// Frames that it gives to a verb without an entry.
    pub frames: FrameSet,
    /// Class that it sets.
    pub class: Option<CueClass>,
    /// Stance that it sets.
    pub stance: Option<Stance>,
    /// Whether the subject is the source although the form is a passive one (*est convaincu*).
    pub active: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CuesFile {
    stage: Spanned<String>,
    lang: Spanned<String>,
    #[serde(default)]
    own_frames: Vec<String>,
    #[serde(default)]
    verbs: BTreeMap<String, Vec<Spanned<String>>>,
    #[serde(default)]
    rule: Vec<RuleShape>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleShape {
    id: Spanned<String>,
    says: String,
    kind: KindShape,
    known: Option<bool>,
    negated: Option<bool>,
    passive: Option<bool>,
    incise: Option<bool>,
    object: Option<bool>,
    with: Option<Spanned<String>>,
    before_speech: Option<bool>,
    #[serde(default)]
    forms: Vec<FormShape>,
    #[serde(default)]
    classes: Vec<CueClass>,
    head: Option<Spanned<String>>,
    not_head: Option<Spanned<String>>,
    governor: Option<Spanned<String>>,
    before: Option<Spanned<String>>,
    #[serde(default)]
    not_behind: Vec<Spanned<String>>,
    #[serde(default)]
    frames: Vec<Spanned<String>>,
    class: Option<CueClass>,
    stance: Option<Stance>,
    #[serde(default)]
    active: bool,
    #[serde(rename = "match")]
    matches: Vec<String>,
    #[serde(rename = "skip")]
    skips: Vec<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum KindShape {
    Verb,
    Preposition,
    Noun,
    Mark,
}

impl CueRules {
    /// Reads `cues.toml` and the cue lexicons; a language without them has no cues.
    ///
    /// # Errors
    /// If a file is wrong.
    pub fn read(
        files: &LanguageFiles<'_>,
        tokens: &TokenRules,
        words: &mut Words,
        catalogue: &mut Catalogue,
    ) -> Result<Self, RuleError> {
        let mut rules = CueRules::default();
        rules.read_verbs(files, tokens, words)?;
        let mut lemmas = Vec::from_iter(rules.verbs.values().flatten().map(|v| v.lemma.clone()));
        for (name, noun) in [("cue_nouns", true), ("cue_prepositions", false)] {
            let Some(file) = files.words(name) else { continue };
            for entry in file.list()?.entries() {
                let word = rules.cue_word(file, entry, 0)?;
                lemmas.push(word.lemma.clone());
                for form in entry.forms() {
                    let table = if noun { &mut rules.nouns } else { &mut rules.prepositions };
                    table.add(&phrase_of(form, tokens, words), word.clone());
                }
            }
        }
        lemmas.sort_unstable();
        lemmas.dedup();
        rules.lemmas = lemmas.into();
        if let Some(file) = files.words("no_cues") {
            for form in file.list()?.entries().flat_map(|e| e.forms()) {
                rules.guards.add(&phrase_of(form, tokens, words), ());
            }
        }
        let Some(file) = files.file("cues.toml") else { return Ok(rules) };
        let shape: CuesFile = file.parse()?;
        file.belongs(&shape.stage, &shape.lang)?;
        rules.frames.extend(shape.own_frames);
        for (name, lemmas) in &shape.verbs {
            let mut set = BTreeSet::new();
            for lemma in lemmas {
                let verb = tokens.verb(lemma.get_ref()).ok_or_else(|| {
                    RuleError::at(
                        file,
                        lemma.span(),
                        format!("no verb `{}` in the lexicon", lemma.get_ref()),
                    )
                })?;
                set.insert(verb);
            }
            rules.in_sets.extend(&set);
            rules.verb_sets.insert(name.clone(), set);
        }
        for r in shape.rule {
            let rule = rules.compile(files, file, words, catalogue, r)?;
            rules.rules.push(rule);
        }
        Ok(rules)
    }

    /// The bit of a frame, if some lexicon entry has it.
    pub fn frame(&self, name: &str) -> Option<FrameSet> {
        self.frames.iter().position(|f| f == name).map(|i| FrameSet(1 << i))
    }

    /// Whether a verb alone, without more words, is one of saying.
    pub fn says(&self, verb: VerbId) -> bool {
        self.verbs.get(&verb).is_some_and(|list| list.iter().any(|v| v.rest.is_empty()))
    }

    /// Whether the verb is in the set with that name.
    pub fn in_set(&self, set: &str, verb: VerbId) -> bool {
        self.in_sets.contains(&verb) && self.verb_sets.get(set).is_some_and(|s| s.contains(&verb))
    }

    fn compile(
        &mut self,
        files: &LanguageFiles<'_>,
        file: &RuleFile,
        words: &Words,
        catalogue: &mut Catalogue,
        r: RuleShape,
    ) -> Result<CueRule, RuleError> {
        let header = RuleHeader {
            id: &r.id,
            says: &r.says,
            construction: None,
            matches: &r.matches,
            skips: &r.skips,
        };
        let id = catalogue.add(files.code, Stage::Cues, file, header)?;
        for name in r.head.iter().chain(&r.not_head).chain(&r.governor) {
            if !self.verb_sets.contains_key(name.get_ref()) {
                let all = self.verb_sets.keys().cloned().collect::<Vec<_>>().join(", ");
                let message =
                    format!("no verb set `{}` in [verbs]; there are: {all}", name.get_ref());
                return Err(RuleError::at(file, name.span(), message));
            }
        }
        let class = |name: &Option<Spanned<String>>| {
            name.as_ref().map(|name| class_named(file, words, name)).transpose()
        };
        let (before, with) = (class(&r.before)?, class(&r.with)?);
        let union = |names: &[Spanned<String>]| {
            names.iter().try_fold(FrameSet::default(), |all, name| {
                Ok::<_, RuleError>(all.with(self.frame_named(file, name)?))
            })
        };
        let (not_behind, frames) = (union(&r.not_behind)?, union(&r.frames)?);
        Ok(CueRule {
            id,
            kind: match r.kind {
                KindShape::Verb => CueKind::Verb,
                KindShape::Preposition => CueKind::Preposition,
                KindShape::Noun => CueKind::Noun,
                KindShape::Mark => CueKind::Mark,
            },
            known: r.known,
            negated: r.negated,
            passive: r.passive,
            incise: r.incise,
            object: r.object,
            with,
            before_speech: r.before_speech,
            forms: r.forms.iter().flat_map(|f| f.moods()).copied().collect(),
            classes: r.classes,
            head: r.head.map(Spanned::into_inner),
            not_head: r.not_head.map(Spanned::into_inner),
            governor: r.governor.map(Spanned::into_inner),
            before,
            not_behind,
            frames,
            class: r.class,
            stance: r.stance,
            active: r.active,
        })
    }

    /// The bit of a frame that a rule names.
    ///
    /// # Errors
    /// If no lexicon entry has the frame.
    pub fn frame_named(
        &self,
        file: &RuleFile,
        name: &Spanned<String>,
    ) -> Result<FrameSet, RuleError> {
        self.frame(name.get_ref()).ok_or_else(|| {
            let message = format!(
                "no frame `{}`; the lexicons have: {}",
                name.get_ref(),
                self.frames.join(", ")
            );
            RuleError::at(file, name.span(), message)
        })
    }

    fn read_verbs(
        &mut self,
        files: &LanguageFiles<'_>,
        tokens: &TokenRules,
        words: &mut Words,
    ) -> Result<(), RuleError> {
        let Some(file) = files.words("cue_verbs") else { return Ok(()) };
        for entry in file.list()?.entries() {
            let word = self.cue_word(file, entry, 1)?;
            let form = entry.form();
            let mut parts = tokens.words_of(form);
            let reflexive = parts
                .first()
                .is_some_and(|p| words.classes_of(words.id(p)).meets(words.class("reflexive")));
            if reflexive {
                parts.remove(0);
            }
            let verb = parts.first().and_then(|lemma| tokens.verb(lemma)).ok_or_else(|| {
                RuleError::in_column(
                    file,
                    entry.line,
                    0,
                    format!("no verb `{form}` in the lexicon"),
                )
            })?;
            let rest = parts[1..].iter().map(|w| words.intern(w)).collect();
            let list = self.verbs.entry(verb).or_default();
            list.push(CueVerb { lemma: form.to_owned(), reflexive, rest, word });
            // Longer locutions first, so that the first that fits is the longest.
            list.sort_by_key(|v| (std::cmp::Reverse(v.rest.len()), !v.reflexive));
        }
        Ok(())
    }

    /// Reads class, stance and frames, which start at `column`.
    fn cue_word(
        &mut self,
        file: &RuleFile,
        entry: WordEntry<'_>,
        column: usize,
    ) -> Result<CueWord, RuleError> {
        let at = |i: usize| entry.column(column + i).unwrap_or_default();
        // The entry itself is the column before the first of these.
        let wrong = |i: usize, message: String| {
            RuleError::in_column(file, entry.line, column + i + 1, message)
        };
        let quoted = |i: usize| serde_json::Value::String(at(i).to_owned());
        let class = serde_json::from_value(quoted(0))
            .map_err(|e: serde_json::Error| wrong(0, e.to_string()))?;
        let stance = serde_json::from_value(quoted(1))
            .map_err(|e: serde_json::Error| wrong(1, e.to_string()))?;
        let (mut frames, mut weak) = (FrameSet::default(), FrameSet::default());
        for name in at(2).split(',') {
            let bare = name.trim().trim_end_matches('?');
            let index = self.frames.iter().position(|f| f == bare).unwrap_or_else(|| {
                self.frames.push(bare.to_owned());
                self.frames.len() - 1
            });
            if index >= 64 {
                return Err(wrong(2, "more than 64 frames".to_owned()));
            }
            frames = frames.with(FrameSet(1 << index));
            if name.trim().ends_with('?') {
                weak = weak.with(FrameSet(1 << index));
            }
        }
        Ok(CueWord { lemma: entry.form().to_owned(), class, stance, frames, weak })
    }
}

/// The words of a phrase, as the vocabulary knows them.
pub fn phrase_of(form: &str, tokens: &TokenRules, words: &mut Words) -> Vec<WordId> {
    let mut phrase = Vec::new();
    tokens.each_word(form, |word| phrase.push(words.intern(word)));
    phrase
}

/// The class that a rule names.
///
/// # Errors
/// If the language has no such class.
pub fn class_named(
    file: &RuleFile,
    words: &Words,
    name: &Spanned<String>,
) -> Result<ClassSet, RuleError> {
    let class = words.class(name.get_ref());
    if class.is_empty() {
        let all = words.class_names().collect::<Vec<_>>().join(", ");
        let message = format!("no word class `{}`; there are: {all}", name.get_ref());
        return Err(RuleError::at(file, name.span(), message));
    }
    Ok(class)
}
