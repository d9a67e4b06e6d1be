//! Repairs of verbs of saying that a tagger takes for nouns.

use super::Work;
use super::repair::{Sentence, closes, ends_phrase, is_finite};
use crate::model::{Mood, Pos, VerbForm};

impl Sentence<'_> {
    /// The verb of a relative clause that has none: a word that can be a form of a verb of saying, behind the clause's subject
    /// (*des chiffres que la mairie juge fantaisistes*).
    pub fn force_relative_verbs(&self, work: &mut Work) {
        /// A longer subject is rare.
        const LONGEST: usize = 12;
        let complementizer = self.language.attributions.classes.complementizer;
        let mut i = 0;
        while i + 1 < self.words.len() {
            let opens = i > 0
                && self.classes(work, i).meets(complementizer)
                && matches!(work.tags[i - 1], Pos::Noun | Pos::Propn | Pos::Adj | Pos::Pron);
            i += 1;
            if !opens {
                continue;
            }
            let end = (i..self.words.len()).find(|&k| work.tags[k] == Pos::Punct);
            let clause = i..end.unwrap_or(self.words.len());
            let verb =
                |k: usize| work.tags[k].is_verbal() && work.readings(k).iter().any(is_finite);
            if clause.clone().any(verb) {
                continue;
            }
            let found = clause.take(LONGEST).skip(1).find(|&k| {
                ends_phrase(work, k - 1)
                    && self.is_small(k)
                    && matches!(work.tags[k], Pos::Noun | Pos::Adj)
                    && work.readings(k).iter().any(|r| self.says(r))
            });
            if let Some(k) = found {
                work.tags[k] = Pos::Verb;
            }
        }
    }

    /// Makes a verb of a word that is a noun as well and a form of a verb of saying, where no bare noun stands: behind a subject
    /// pronoun or relative (*elle pointe une faiblesse*, *ce que dément le préfet*), between a noun and another's determiner
    /// (*une voix somme les directeurs*), behind a quotation (*« Non », souffle, sous couvert d'anonymat, un élu*), behind a
    /// coordinator (*et redoute que*), and behind what is set off from its subject (*Ce témoin, entendu lundi, redoute des suites*).
    pub fn force_saying(&self, work: &mut Work) {
        let tokens = &self.language.tokens.classes;
        let classes = &self.language.attributions.classes;
        let (mut finite_before, mut quoted) = (false, false);
        for i in 1..self.words.len().saturating_sub(1) {
            finite_before |=
                work.tags[i - 1].is_verbal() && work.readings(i - 1).iter().any(is_finite);
            quoted |= closes(self.words[i - 1], true);
            let third = |r: &VerbForm| r.mood == Mood::Indicative && self.says(r);
            if work.tags[i] != Pos::Noun || !self.is_small(i) || !work.readings(i).iter().any(third)
            {
                continue;
            }
            let before = self.classes(work, i - 1);
            let pronoun = work.tags[i - 1] == Pos::Pron
                && !before.meets(tokens.inverted_clitic)
                && (before.meets(tokens.subject_clitic) || before.meets(classes.relative));
            // No noun stands behind an object pronoun but a preposition's (*y somme les élus de voter*, *selon lui somme rondelette*).
            let pronoun = pronoun
                || work.tags[i - 1] == Pos::Pron
                    && before.meets(tokens.object_clitic)
                    && (i < 2 || work.tags[i - 2] != Pos::Adp);
            // Past an adverb (*nuance toutefois l'orateur*).
            let next = if work.tags[i + 1] == Pos::Adv { i + 2 } else { i + 1 };
            let tag = work.tags.get(next).copied();
            let phrase =
                matches!(tag, Some(Pos::Det)) || self.classes(work, next).meets(classes.possessive);
            let clause = self.classes(work, next).meets(classes.complementizer)
                || self.set_off(work, next, false);
            let aside = self.words.get(next).is_some_and(|w| *w == ",") || tag == Some(Pos::Adp);
            let comma = self.words[i - 1] == ",";
            let speaker = self.classes(work, i).meets(classes.source_noun);
            let behind_quotation = self.is_behind_quotation(i);
            let told = behind_quotation && (phrase || tag == Some(Pos::Propn) || aside && !speaker);
            let between = ends_phrase(work, i - 1) && (phrase || clause && !finite_before);
            let coordinated = work.tags[i - 1] == Pos::Cconj
                && finite_before
                && (phrase
                    || clause
                    || self.set_off(work, next, true)
                    || matches!(tag, Some(Pos::Pron | Pos::Propn))
                    || tag == Some(Pos::Adp) && !speaker && self.is_determined(work, i - 2));
            let set_off = comma
                && !finite_before
                && !quoted
                && (phrase || clause || tag == Some(Pos::Adp) && !speaker);
            if pronoun || told || between || coordinated || set_off {
                work.tags[i] = Pos::Verb;
                finite_before = true;
            }
        }
    }

    /// Whether a noun has a determiner, so that a bare one is none of its like (*ce mardi et demande aux clubs de venir*).
    fn is_determined(&self, work: &Work, noun: usize) -> bool {
        let within = |i: &usize| matches!(work.tags[*i], Pos::Noun | Pos::Propn | Pos::Adj);
        let first = (0..=noun).rev().take_while(within).last();
        first.is_some_and(|f| f > 0 && work.tags[f - 1] == Pos::Det)
    }

    /// Whether what commas set off from there on parts a verb from its clause (*montre, à mots couverts, que …*), or from its
    /// object as well (*et invite, pour finir, le ministère à voter*).
    fn set_off(&self, work: &Work, comma: usize, object: bool) -> bool {
        const LONGEST: usize = 12;
        let complementizer = self.language.attributions.classes.complementizer;
        let opens = self.words.get(comma).is_some_and(|w| *w == ",");
        let closing = (comma + 2..self.words.len()).take(LONGEST).find(|&k| self.words[k] == ",");
        let goes_on = |k: usize| {
            self.classes(work, k + 1).meets(complementizer)
                || object && (work.tags.get(k + 1) == Some(&Pos::Det) || self.opens_speech(k + 1))
        };
        opens && closing.is_some_and(goes_on)
    }
}
