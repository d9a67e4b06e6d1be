//! Cues: the words that report.

mod groups;

pub use groups::{VerbGroup, verb_groups};

use std::collections::BTreeMap;
use std::ops::Range;

use crate::model::{
    ClassSet, Cue, CueClass, CueKind, FrameSet, Mood, Number, Pos, Quotation, Stance, Token, Tokens,
};
use crate::rules::{CueRule, CueVerb, Language};

/// Finds the words of each sentence that may report; whether they do is for the next stage to judge.
pub fn find(
    text: &str,
    tokens: &Tokens,
    quotations: &[Quotation],
    language: &Language,
) -> Vec<Cue> {
    let mut cues = marks(text, tokens, quotations, language);
    for range in &tokens.sentences {
        let finder =
            Finder { text, list: &tokens.list, quotations, sentence: range.clone(), language };
        let groups = verb_groups(tokens, range.clone(), language);
        let before = cues.len();
        cues.extend(groups.iter().filter_map(|g| finder.verb(g)));
        let verbs: BTreeMap<usize, FrameSet> =
            cues[before..].iter().map(|c| (c.last, c.frames)).collect();
        let mut at = range.start;
        while at < range.end {
            at += finder.phrases(at, &verbs, &mut cues);
        }
        let guarded = finder.guarded();
        if !guarded.is_empty() {
            let own = cues.split_off(before);
            cues.extend(own.into_iter().filter(|c| guarded.binary_search(&c.head).is_err()));
        }
    }
    cues.sort_by_key(|c| (c.first, c.head));
    cues
}

/// The opening mark of every outermost quotation, if a rule takes marks for cues.
fn marks(text: &str, tokens: &Tokens, quotations: &[Quotation], language: &Language) -> Vec<Cue> {
    let Some(rule) = language.cues.rules.iter().find(|r| r.kind == CueKind::Mark) else {
        return Vec::new();
    };
    let outer = quotations.iter().filter(|q| q.level == 0);
    let mut at = 0;
    outer
        .filter_map(|q| {
            at = tokens.from_place(at, q.start);
            let mark = tokens.list.get(at).filter(|t| t.span.start == q.start)?;
            let lemma = mark.span.of(text).to_owned();
            Some(Cue { rule: rule.id.clone(), ..word_cue(at..at + 1, CueKind::Mark, lemma) })
        })
        .collect()
}

/// A cue of words that do not inflect, before a lexicon or rule says more of it.
fn word_cue(parts: Range<usize>, kind: CueKind, lemma: String) -> Cue {
    Cue {
        first: parts.start,
        last: parts.end - 1,
        head: parts.end - 1,
        parts: parts.collect(),
        kind,
        lemma,
        class: CueClass::Neutral,
        stance: Stance::Asserts,
        frames: FrameSet::default(),
        weak: FrameSet::default(),
        known: true,
        mood: None,
        number: Number::Unknown,
        passive: false,
        negated: false,
        perfect: false,
        governed: false,
        incise: false,
        coordinated: false,
        inverted: None,
        rule: String::new(),
    }
}

struct Finder<'a> {
    text: &'a str,
    list: &'a [Token],
    quotations: &'a [Quotation],
    sentence: Range<usize>,
    language: &'a Language,
}

impl Finder<'_> {
    /// The cue that a verb group is, if a rule takes it.
    fn verb(&self, group: &VerbGroup) -> Option<Cue> {
        if self.is_nickname(group) {
            return None;
        }
        let entry = self.entry(group);
        let word = entry.as_ref().map(|(v, _)| &v.word);
        let incise = self.is_incise(group);
        let mut parts = group.parts.clone();
        let mut last = group.last;
        if let Some((verb, rest)) = &entry {
            parts.extend(rest.iter());
            last = rest.last().copied().unwrap_or(last).max(last);
            debug_assert_eq!(verb.rest.len(), rest.len());
        }
        let mut cue = Cue {
            parts,
            first: group.first,
            last,
            head: group.head,
            kind: CueKind::Verb,
            lemma: entry
                .as_ref()
                .map_or_else(|| self.language.tokens.lexicon.lemma(group.verb), |(v, _)| &v.lemma)
                .to_owned(),
            class: word.map_or(CueClass::Neutral, |w| w.class),
            stance: word.map_or(Stance::Asserts, |w| w.stance),
            frames: word.map_or(FrameSet::default(), |w| w.frames),
            weak: word.map_or(FrameSet::default(), |w| w.weak),
            known: word.is_some(),
            mood: Some(group.form.mood),
            number: group.form.number,
            passive: group.passive,
            negated: group.negated,
            perfect: group.perfect,
            governed: !group.governors.is_empty(),
            incise,
            coordinated: group.coordinated,
            inverted: group.inverted,
            rule: String::new(),
        };
        let rules = &self.language.cues.rules;
        let rule =
            rules.iter().find(|r| r.kind == CueKind::Verb && self.holds(r, &cue, Some(group)))?;
        self.take(rule, &mut cue);
        Some(cue)
    }

    fn take(&self, rule: &CueRule, cue: &mut Cue) {
        if let Some(lead) = rule.before.and_then(|c| self.before(cue.first, c)) {
            cue.first = lead;
            cue.parts.insert(0, lead);
        }
        cue.frames = cue.frames.with(rule.frames);
        cue.class = rule.class.unwrap_or(cue.class);
        cue.stance = rule.stance.unwrap_or(cue.stance);
        cue.rule.clone_from(&rule.id);
        cue.passive &= !rule.active;
        // A rule that names the verb knows it.
        cue.known |= rule.head.is_some() && cue.kind == CueKind::Verb;
        cue.parts.sort_unstable();
        cue.parts.dedup();
    }

    fn holds(&self, rule: &CueRule, cue: &Cue, group: Option<&VerbGroup>) -> bool {
        let fits = |wanted: Option<bool>, is: bool| wanted.is_none_or(|w| w == is);
        let in_set =
            |set: &Option<String>, test: &dyn Fn(&str) -> bool| set.as_deref().is_none_or(test);
        fits(rule.known, cue.known)
            && fits(rule.negated, cue.negated)
            && fits(rule.passive, cue.passive)
            && fits(rule.incise, cue.incise)
            && rule.object.is_none_or(|wanted| group.is_some_and(|g| wanted == self.has_object(g)))
            && rule.with.is_none_or(|class| group.is_some_and(|g| self.has_word(g, class)))
            && rule
                .before_speech
                .is_none_or(|wanted| group.is_some_and(|g| wanted == self.leads_to_speech(g)))
            && (rule.forms.is_empty() || cue.mood.is_some_and(|m| rule.forms.contains(&m)))
            && (rule.classes.is_empty() || rule.classes.contains(&cue.class))
            && in_set(&rule.head, &|s| group.is_some_and(|g| self.language.cues.in_set(s, g.verb)))
            && !rule
                .not_head
                .as_deref()
                .is_some_and(|s| group.is_some_and(|g| self.language.cues.in_set(s, g.verb)))
            && in_set(&rule.governor, &|s| {
                group.is_some_and(|g| g.governors.iter().any(|&v| self.language.cues.in_set(s, v)))
            })
            && rule.before.is_none_or(|c| self.before(cue.first, c).is_some())
    }

    /// Whether a pronoun that is no reflexive one stands in a group as its object.
    fn has_object(&self, group: &VerbGroup) -> bool {
        let class = &self.language.tokens.classes;
        group.parts.iter().map(|&p| &self.list[p]).any(|t| {
            t.pos == Pos::Pron
                && t.classes.meets(class.object_clitic)
                && !t.classes.meets(class.reflexive)
        })
    }

    /// Whether a word of a class belongs to a group, or stands before or in it as its subject pronoun.
    fn has_word(&self, group: &VerbGroup, class: ClassSet) -> bool {
        let before = group.first.checked_sub(1).filter(|&i| i >= self.sentence.start);
        let mut places = group.parts.iter().copied().chain(group.inverted).chain(before);
        places.any(|i| self.list[i].classes.meets(class))
    }

    /// Whether a colon and a quotation stand behind a group, with a few words between that are no clause.
    fn leads_to_speech(&self, group: &VerbGroup) -> bool {
        /// What goes with the verb before the colon is short.
        const BETWEEN: usize = 8;
        let behind = &self.list[group.last + 1..self.sentence.end];
        let is = |t: &Token, mark: &str| t.span.of(self.text) == mark;
        let colon = behind.iter().take(BETWEEN).position(|t| is(t, ":"));
        let Some((colon, start)) = colon.and_then(|c| Some((c, behind.get(c + 1)?.span.start)))
        else {
            return false;
        };
        let finite = |t: &Token| t.verb.is_some_and(|v| v.mood.is_finite());
        let opened = self.quotations.partition_point(|q| q.start < start);
        let speech = self.quotations.get(opened).is_some_and(|q| q.start == start);
        speech && !behind[..colon].iter().any(finite)
    }

    /// The word of a class right before a token; adverbs may stand between (*sans toutefois avancer de date*).
    fn before(&self, at: usize, class: ClassSet) -> Option<usize> {
        /// More adverbs side by side are rare.
        const ADVERBS: usize = 2;
        for (passed, i) in (self.sentence.start..at).rev().take(ADVERBS + 1).enumerate() {
            if self.list[i].classes.meets(class) {
                return Some(i);
            }
            if self.list[i].pos != Pos::Adv || passed == ADVERBS {
                return None;
            }
        }
        None
    }

    /// The lexicon's entry for a group: the longest locution whose words follow, pronominal or not as the group is.
    fn entry(&self, group: &VerbGroup) -> Option<(&CueVerb, Vec<usize>)> {
        if let Some(found) = self.governed(group) {
            return Some(found);
        }
        let verbs = self.language.cues.verbs.get(&group.verb)?;
        verbs
            .iter()
            .filter(|v| {
                // Behind a mark a pronominal verb without an entry reports as the plain one does.
                v.reflexive == group.reflexive || !v.reflexive && self.is_incise(group)
            })
            .find_map(|v| Some((v, self.rest(group, v)?)))
    }

    /// The locution whose second word is the infinitive that the group ends on (*faire savoir*).
    fn governed(&self, group: &VerbGroup) -> Option<(&CueVerb, Vec<usize>)> {
        let first = group.governors.last()?;
        let verbs = self.language.cues.verbs.get(first)?;
        let infinitive = self.list[group.head].word;
        let two = |v: &&CueVerb| v.rest == [infinitive] && v.reflexive == group.reflexive;
        verbs.iter().find(two).map(|v| (v, vec![group.head]))
    }

    /// The tokens of a locution's other words, adverbs between them allowed.
    fn rest(&self, group: &VerbGroup, verb: &CueVerb) -> Option<Vec<usize>> {
        let mut found = Vec::new();
        let mut at = group.last + 1;
        for &word in &verb.rest {
            while at < self.sentence.end
                && self.list[at].pos == Pos::Adv
                && self.list[at].word != word
            {
                at += 1;
            }
            if at >= self.sentence.end || self.list[at].word != word {
                return None;
            }
            found.push(at);
            at += 1;
        }
        Some(found)
    }

    /// Whether a finite verb stands where a reporting clause does: behind a comma, a dash or a closing mark,
    /// with its subject behind it.
    fn is_incise(&self, group: &VerbGroup) -> bool {
        let finite =
            group.is_finite() && group.form.mood != Mood::Imperative && group.form.persons.third();
        let behind_mark = group.first == self.sentence.start || {
            let t = &self.list[group.first - 1];
            t.pos == Pos::Punct
                && !matches!(t.span.of(self.text), ":" | ";" | "." | "(" | ")" | "«" | "“")
        };
        let next = self.list.get(self.behind_set_off(group.last + 1));
        let subject = group.inverted.is_some()
            || next.is_some_and(|t| {
                // With a capital an adjective opens a name (*écrit Petit Bleu*).
                matches!(
                    t.pos,
                    Pos::Det | Pos::Propn | Pos::Noun | Pos::Pron | Pos::Adv | Pos::Adp | Pos::Num
                ) || t.pos == Pos::Adj && t.span.of(self.text).starts_with(char::is_uppercase)
            });
        finite && behind_mark && subject || self.tells_on(group)
    }

    /// Whether an infinitive stands where a reporting clause does (*La route est fermée, de dire le maire*).
    fn tells_on(&self, group: &VerbGroup) -> bool {
        let of = self.language.attributions.classes.of;
        let Some(mark) = group.first.checked_sub(2).filter(|&m| m > self.sentence.start) else {
            return false;
        };
        let set_off = self.list[mark].pos == Pos::Punct
            && !matches!(
                self.list[mark].span.of(self.text),
                ":" | ";" | "." | "(" | ")" | "«" | "“"
            );
        let next = self.list.get(group.last + 1).filter(|_| group.last + 1 < self.sentence.end);
        let subject = |t: &Token| matches!(t.pos, Pos::Det | Pos::Propn | Pos::Noun);
        group.form.mood == Mood::Infinitive
            && set_off
            && self.list[mark + 1].classes.meets(of)
            && next.is_some_and(subject)
    }

    /// The first word behind what two commas set off right behind a verb (*soupire, amer, le curé*); `at` itself without them, and
    /// the end of the list at the sentence's end.
    fn behind_set_off(&self, at: usize) -> usize {
        /// What is set off is short.
        const LONGEST: usize = 6;
        let comma = |t: &Token| t.span.of(self.text) == ",";
        let rest = self.list.get(at..self.sentence.end).unwrap_or_default();
        let Some(first) = rest.first() else { return self.list.len() };
        let inside = rest
            .iter()
            .skip(1)
            .take(LONGEST)
            .take_while(|t| t.verb.is_none_or(|v| !v.mood.is_finite()));
        let close = inside.into_iter().position(comma);
        match close.filter(|_| comma(first)) {
            Some(close) if at + close + 2 < self.sentence.end => at + close + 2,
            _ => at,
        }
    }

    /// Whether the verb only gives a name's bearer another name: *Jean Morel, dit Jeannot*. Inside a quotation
    /// the same words are a vocative and its incise.
    fn is_nickname(&self, group: &VerbGroup) -> bool {
        let naming = self.language.tokens.classes.naming;
        let at = group.first;
        if group.last != at || at < self.sentence.start + 2 || !self.list[at].classes.meets(naming)
        {
            return false;
        }
        let is_name = |t: &Token| t.pos == Pos::Propn;
        let start = self.list[at].span.start;
        self.list[at - 1].span.of(self.text) == ","
            && is_name(&self.list[at - 2])
            && self.list[at + 1..self.sentence.end].first().is_some_and(is_name)
            && !self.is_quoted(start)
    }

    fn is_quoted(&self, place: usize) -> bool {
        let opened = self.quotations.partition_point(|q| q.start < place);
        let outer = self.quotations[..opened].iter().rev().find(|q| q.level == 0);
        outer.is_some_and(|q| place < q.end)
    }

    /// The tokens of phrases in which no word is a cue.
    fn guarded(&self) -> Vec<usize> {
        let mut found = Vec::new();
        for at in self.sentence.clone() {
            let words = self.list[at..self.sentence.end].iter().map(|t| t.word);
            if let Some((length, ())) = self.language.cues.guards.longest(words) {
                found.extend(at..at + length);
            }
        }
        found.sort_unstable();
        found
    }

    /// Adds the noun and preposition cues that start at a token; returns how many tokens to go on by.
    ///
    /// `verbs` tells the frames of the verb cues of the sentence by their last token.
    fn phrases(&self, at: usize, verbs: &BTreeMap<usize, FrameSet>, cues: &mut Vec<Cue>) -> usize {
        let words = self.list[at..self.sentence.end].iter().map(|t| t.word);
        for (table, kind) in [
            (&self.language.cues.prepositions, CueKind::Preposition),
            (&self.language.cues.nouns, CueKind::Noun),
        ] {
            let Some((length, word)) = table.longest(words.clone()) else { continue };
            let head = at + length - 1;
            if kind == CueKind::Noun && !self.list[at].pos.is_nominal() {
                continue;
            }
            let mut cue = Cue {
                class: word.class,
                stance: word.stance,
                frames: word.frames,
                weak: word.weak,
                ..word_cue(at..head + 1, kind, word.lemma.clone())
            };
            if kind == CueKind::Preposition {
                // Whose opinion it is stands inside as the source (*à ses yeux*).
                let classes = &self.language.attributions.classes;
                cue.parts
                    .retain(|&i| !classes.is_possessor(self.list[i].classes, self.list[i].pos));
            }
            let rules = &self.language.cues.rules;
            let before = at.checked_sub(1).and_then(|last| verbs.get(&last));
            let takes = before.copied().unwrap_or_default();
            let free = |r: &CueRule| !r.not_behind.meets(takes);
            let holds = |r: &&CueRule| r.kind == kind && free(r) && self.holds(r, &cue, None);
            if let Some(rule) = rules.iter().find(holds) {
                self.take(rule, &mut cue);
                cues.push(cue);
                return length;
            }
        }
        1
    }
}
