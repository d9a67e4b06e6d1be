//! Repairs: tags that cannot be right where the word stands.

use super::Work;
use crate::model::{ClassSet, Mood, Number, Pos, VerbForm};
use crate::rules::Language;

/// Puts the tags of a sentence right that its words contradict.
pub(super) fn tags(words: &[&str], work: &mut Work, language: &Language) {
    let sentence = Sentence { words, language };
    sentence.force_names(work);
    sentence.force_small_words(work);
    sentence.force_pronouns(work);
    sentence.force_participle(work);
    sentence.force_inverted(work);
    sentence.force_verbs(work);
    sentence.force_relative_verbs(work);
    sentence.force_saying(work);
    if let Some(i) = sentence.missing_verb(work) {
        work.tags[i] = Pos::Verb;
    }
}

/// The words of a sentence with what is known of them.
pub(super) struct Sentence<'a> {
    pub words: &'a [&'a str],
    pub language: &'a Language,
}

impl Sentence<'_> {
    /// The classes of a word; none behind the end.
    pub fn classes(&self, work: &Work, i: usize) -> ClassSet {
        work.ids.get(i).map_or(ClassSet::default(), |&id| self.language.words.classes_of(id))
    }

    pub fn is_small(&self, i: usize) -> bool {
        self.words[i].starts_with(char::is_lowercase)
    }

    fn is_capital(&self, i: usize) -> bool {
        self.words.get(i).is_some_and(|w| w.starts_with(char::is_uppercase))
    }

    /// Whether a quotation closes right before a word, or before a comma there. A straight mark alone closes one behind the end of
    /// a sentence (*« Qui va là ? » lance une voix*).
    pub fn is_behind_quotation(&self, i: usize) -> bool {
        let before = |k: usize| i.checked_sub(k).map_or("", |at| self.words[at]);
        match before(1) {
            "," => closes(before(2), true),
            mark => closes(mark, matches!(before(2), "?" | "!" | "…")),
        }
    }

    /// Whether a mark that leads to what is said stands at `i`.
    pub fn opens_speech(&self, i: usize) -> bool {
        self.words.get(i).is_some_and(|w| matches!(*w, ":" | "«" | "“" | "<<"))
    }

    /// Whether a form says something in the third person.
    pub fn says(&self, form: &VerbForm) -> bool {
        is_finite(form) && form.persons.third() && self.language.cues.says(form.verb)
    }

    /// A title with a capital in front of a name is no pronoun (*Me Anne Morel*), a particle with a capital between names is one
    /// of them (*Mohamed El Hacen*).
    fn force_names(&self, work: &mut Work) {
        let title = self.language.attributions.classes.title;
        let given = self.language.attributions.classes.given_name;
        let particle = self.language.sources.classes.foreign_particle;
        let clitic = self.language.tokens.classes.object_clitic;
        for i in 0..self.words.len() {
            let titled = work.tags[i] == Pos::Pron
                && self.is_capital(i)
                && self.is_capital(i + 1)
                && self.classes(work, i).meets(title);
            if titled {
                work.tags[i] = Pos::Noun;
            }
            // Two names in a row open the sentence (*Élise Bonnard*, *Marine Petit*).
            let named = self.classes(work, i).meets(given)
                && self.is_capital(i)
                && self.is_capital(i + 1)
                && matches!(work.tags[i], Pos::Noun | Pos::Adj | Pos::Propn);
            if named {
                work.tags[i] = Pos::Propn;
                let other = matches!(work.tags[i + 1], Pos::Noun | Pos::Adj);
                work.tags[i + 1] = if other { Pos::Propn } else { work.tags[i + 1] };
            }
            // Between capitals stands no verb (*la chaîne Canal Est*).
            let named = i > 1 && self.is_capital(i) && work.tags[i - 1] == Pos::Propn;
            if named && work.tags[i].is_verbal() {
                work.tags[i] = Pos::Propn;
            }
            // Nor behind an article that may be a pronoun (*somme la Chambre de voter*).
            let led = i > 1
                && self.is_capital(i)
                && self.is_small(i - 1)
                && matches!(work.tags[i - 1], Pos::Det | Pos::Pron)
                && self.classes(work, i - 1).meets(clitic);
            if led && work.tags[i].is_verbal() {
                work.tags[i] = Pos::Propn;
                work.tags[i - 1] = Pos::Det;
            }
            let inside =
                i > 0 && self.is_capital(i - 1) && self.is_capital(i) && self.is_capital(i + 1);
            // *Bruno Le Maire*.
            let article = inside && work.tags[i] == Pos::Det && work.tags[i - 1] == Pos::Propn;
            if inside && (article || self.classes(work, i).meets(particle)) {
                work.tags[i] = Pos::Propn;
                work.tags[i + 1] = if article { Pos::Propn } else { work.tags[i + 1] };
            }
        }
    }

    /// Adverbs that are written with an apostrophe, and an auxiliary that a comma parts from its participle (*Le maire a, lui,
    /// requis …*), which hides what it is.
    fn force_small_words(&self, work: &mut Work) {
        let whole_adverb = self.language.tokens.classes.whole_adverb;
        let auxiliary = |r: &VerbForm| {
            r.mood == Mood::Indicative && self.language.cues.in_set("auxiliary", r.verb)
        };
        for i in 0..self.words.len() {
            if self.classes(work, i).meets(whole_adverb) {
                work.tags[i] = Pos::Adv;
            }
            let lone = i > 0 && self.words.get(i + 1) == Some(&",") && self.is_small(i);
            if lone && work.tags[i].is_nominal() && work.readings(i).iter().any(auxiliary) {
                work.tags[i] = Pos::Aux;
            }
        }
    }

    /// Right before an infinitive or another object pronoun stands no article or preposition that can be a pronoun (*en dire plus*,
    /// *à l'en croire*).
    fn force_pronouns(&self, work: &mut Work) {
        let clitic = self.language.tokens.classes.object_clitic;
        let gerund = self.language.attributions.classes.gerund;
        for i in 0..self.words.len().saturating_sub(1) {
            let may_be = self.classes(work, i).meets(clitic);
            let infinitive = work.tags[i + 1] == Pos::Verb
                && work.readings(i + 1).iter().any(|r| r.mood == Mood::Infinitive);
            let doubled = self.classes(work, i + 1).meets(gerund)
                && self.classes(work, i + 1).meets(clitic)
                && work.tags[i + 1] == Pos::Pron
                && work.readings(i + 2).iter().any(|r| r.mood == Mood::Infinitive);
            // No article stands right before a finite verb (*l'expert, inquiet, le décrit comme …*).
            let finite = work.tags[i + 1].is_verbal()
                && work.readings(i + 1).iter().any(|r| is_finite(r) && r.persons.third());
            // Nor before what somebody does meanwhile (*l'accord, le qualifiant de juste*).
            let acting = work.tags[i + 1] == Pos::Verb
                && work.readings(i + 1).iter().any(|r| r.mood == Mood::ParticiplePresent);
            let wrong = match work.tags[i] {
                Pos::Adp => infinitive,
                Pos::Det => doubled || (finite || acting) && !self.is_capital(i),
                _ => false,
            };
            if may_be && wrong {
                work.tags[i] = Pos::Pron;
            }
            // Two phrases side by side are none (*Le procureur leur reproche …*).
            let says = || work.readings(i + 1).iter().any(|r| self.says(r));
            let side_by_side = i > 0
                && matches!(work.tags[i - 1], Pos::Noun | Pos::Propn)
                && work.tags[i] == Pos::Det
                && work.tags[i + 1] == Pos::Noun;
            let small = self.is_small(i) && self.is_small(i + 1);
            if may_be && side_by_side && small && says() {
                work.tags[i] = Pos::Pron;
                work.tags[i + 1] = Pos::Verb;
            }
        }
    }

    /// A participle that opens the sentence is no noun (*Joint par téléphone, le maire …*, *Invité de la radio, il …*): its agent
    /// or another complement follows, and a comma before any other verb. Nouns for those who speak stay what they are.
    fn force_participle(&self, work: &mut Work) {
        let Some(first) = self.words.iter().position(|w| w.contains(char::is_alphanumeric)) else {
            return;
        };
        let classes = &self.language.attributions.classes;
        let participle = |r: &VerbForm| r.mood == Mood::ParticiplePast;
        if !work.readings(first).iter().any(participle) {
            return;
        }
        let rest = first + 1..self.words.len();
        let leads_to_clause = || {
            let clause = rest.clone().find(|&i| self.words[i] == "," || work.tags[i].is_verbal());
            clause.is_some_and(|i| self.words[i] == ",")
        };
        let complement = work.tags.get(first + 1) == Some(&Pos::Adp)
            && !self.classes(work, first).meets(classes.source_noun)
            && leads_to_clause();
        if complement || self.classes(work, first + 1).meets(classes.agent) {
            work.keep_readings(first, participle);
            work.tags[first] = Pos::Verb;
        }
    }

    /// Makes a verb of a participle that is a noun or adjective as well, behind the pronoun of an inverted auxiliary
    /// (*a-t-elle promis*).
    fn force_inverted(&self, work: &mut Work) {
        let clitic = self.language.tokens.classes.inverted_clitic;
        let participle = |r: &VerbForm| r.mood == Mood::ParticiplePast;
        for i in 2..self.words.len() {
            let before = (1..i).rev().find(|&k| work.tags[k] != Pos::Adv);
            let behind = before.is_some_and(|k| {
                self.classes(work, k).meets(clitic) && work.tags[k - 1] == Pos::Aux
            });
            if behind
                && matches!(work.tags[i], Pos::Noun | Pos::Adj)
                && work.readings(i).iter().any(participle)
            {
                work.keep_readings(i, participle);
                work.tags[i] = Pos::Verb;
            }
        }
    }

    /// Makes a verb of a word that has a finite reading and stands where only a verb does.
    ///
    /// That is behind a reflexive pronoun, and right behind a quotation, where a name or a determiner follows
    /// (*« … », juge Marine Roux*): there a tagger that knows *juge* as a title goes wrong. And a word of saying stands
    /// between what can be its subject and what is said.
    fn force_verbs(&self, work: &mut Work) {
        let tokens = &self.language.tokens.classes;
        let complementizer = self.language.attributions.classes.complementizer;
        let mut verb_before = false;
        for i in 1..self.words.len() {
            verb_before |= work.tags[i - 1].is_verbal();
            let finite = |r: &VerbForm| r.mood == Mood::Indicative && r.persons.third();
            if work.tags[i].is_verbal() || !work.readings(i).iter().any(finite) {
                continue;
            }
            let before = work.tags[i - 1];
            let pronoun = before == Pos::Pron && self.classes(work, i - 1).meets(tokens.reflexive);
            let behind_quotation = self.is_behind_quotation(i);
            let subject_follows = self.is_capital(i + 1)
                || matches!(work.tags.get(i + 1), Some(Pos::Det | Pos::Propn));
            let inverted = self.classes(work, i + 1).meets(tokens.inverted_clitic);
            let says = work.readings(i).iter().any(|r| self.says(r));
            let noun = ends_phrase(work, i - 1);
            let before_speech =
                (noun || says && self.words[i - 1] == ",") && self.opens_speech(i + 1);
            // Behind a noun the verb of the main clause alone, not one of a relative clause (*le journal critique que
            // tous lisent*).
            let before_clause = self.classes(work, i + 1).meets(complementizer)
                && (before == Pos::Propn || before == Pos::Noun && says && !verb_before);
            // A bare noun behind a coordinator has no article behind it (*crie au scandale et demande la levée*).
            let coordinated = before == Pos::Cconj
                && says
                && verb_before
                && (matches!(work.tags.get(i + 1), Some(Pos::Det)) || self.opens_speech(i + 1));
            let told = inverted || before_speech || before_clause || coordinated;
            if pronoun || self.is_small(i) && (told || behind_quotation && subject_follows) {
                work.tags[i] = Pos::Verb;
            }
        }
    }

    /// The word of a sentence without a finite verb that must be one: it can be a form of a verb of saying, stands behind a
    /// noun, its adjective or a negation and agrees with it (*L'armée dément toute perte.*). What has no full stop at its end is a heading,
    /// which needs no verb.
    fn missing_verb(&self, work: &Work) -> Option<usize> {
        let last = self.words.iter().rev().find(|w| !closes(w, true))?;
        if !matches!(*last, "." | "!" | "?") {
            return None;
        }
        let quoted = self.quoted();
        let has_verb = |i: usize| {
            !quoted[i] && work.tags[i].is_verbal() && work.readings(i).iter().any(is_finite)
        };
        if (0..self.words.len()).any(has_verb) {
            return None;
        }
        let classes = &self.language.attributions.classes;
        // The number of a subject is told by the determiner that opens the sentence.
        let opening = self.classes(work, 0);
        let agrees = |r: &VerbForm| match r.number {
            Number::Plural => !opening.meets(classes.singular),
            Number::Singular => !opening.meets(classes.plural),
            Number::Unknown => true,
        };
        (1..self.words.len()).find(|&i| {
            let fits =
                ends_phrase(work, i - 1) || self.classes(work, i - 1).meets(classes.negation);
            let says = |r: &VerbForm| self.says(r) && agrees(r);
            fits && !quoted[i] && self.is_small(i) && work.readings(i).iter().any(says)
        })
    }

    /// Which words stand in quotation marks; what is said has verbs of its own.
    fn quoted(&self) -> Vec<bool> {
        let mut open = false;
        let state = self.words.iter().map(|w| {
            open = match *w {
                "«" | "“" | "<<" => true,
                "»" | "”" | ">>" => false,
                "\"" => !open,
                _ => open,
            };
            open
        });
        state.collect()
    }
}

/// Whether a noun ends at a word, or an adjective behind one.
pub(super) fn ends_phrase(work: &Work, i: usize) -> bool {
    let noun = |i: usize| matches!(work.tags[i], Pos::Noun | Pos::Propn);
    let adjectives = (0..=i).rev().take(3).take_while(|&k| work.tags[k] == Pos::Adj).count();
    noun(i) || adjectives > 0 && i.checked_sub(adjectives).is_some_and(noun)
}

pub(super) fn is_finite(form: &VerbForm) -> bool {
    matches!(form.mood, Mood::Indicative | Mood::Conditional)
}

/// Whether a mark closes a quotation; a straight one only where what follows tells so.
pub(super) fn closes(mark: &str, told: bool) -> bool {
    matches!(mark, "»" | "”" | ">>") || told && matches!(mark, "\"" | "''" | "’’" | "›")
}
