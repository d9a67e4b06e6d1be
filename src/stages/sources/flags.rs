//! Flags: what a reader should know of a source before relying on it, each with the words that justify it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::coreference::Cast;
use super::describe;
use super::entities::{Entity, Traits};
use super::mentions::Mention;
use super::phrase::{Head, Phrase};
use super::view::View;
use crate::model::{Attribution, Flag, Number, Source, SourceKind, Span, overlaps_any};
use crate::rules::{DeterminerShape, FlagLook, FlagRule, PhraseTable};

/// What the flags are read off.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// The tokens, with the rules to understand them by.
    pub view: View<'a>,
    /// All mentions.
    pub mentions: &'a [Mention],
    /// What each of them says.
    pub traits: &'a [Traits],
    /// Entities, and the entity of each mention.
    pub cast: &'a Cast,
    /// The attributions before any was dropped.
    pub attributions: &'a [Attribution],
    /// First tokens of the sentences, as ranges.
    pub sentences: &'a [std::ops::Range<usize>],
}

/// So many tokens before and behind a mention are searched for such wordings: more than sentences have, but for those that never
/// end, of which each mention would search the whole.
const REACH: usize = 200;

impl Scene<'_> {
    /// Raises the flags of the sources, and takes those at their word that want no name; `of` gives the place of each entity's source.
    pub fn flag(self, sources: &mut [(usize, Source)]) {
        let rules = &self.view.language.sources.flags;
        let places: BTreeMap<usize, usize> =
            sources.iter().enumerate().map(|(i, (entity, _))| (*entity, i)).collect();
        let mut raised: BTreeMap<(usize, usize), BTreeSet<Span>> = BTreeMap::new();
        let mut unnamed: BTreeMap<usize, &Phrase> = BTreeMap::new();
        let relays = self.relays();
        for (m, mention) in self.mentions.iter().enumerate() {
            let place = self.cast.of[m].and_then(|e| places.get(&e));
            let Some(&place) = place.filter(|_| !mention.attributions.is_empty()) else { continue };
            let (entity, source) = (&self.cast.entities[sources[place].0], &sources[place].1);
            for (r, rule) in rules.iter().enumerate() {
                if raised.contains_key(&(place, r)) || !fits(rule, source, self.side(m)) {
                    continue;
                }
                let words = self.words(rule, m, entity, &relays);
                if words.is_empty() {
                    continue;
                }
                raised.insert((place, r), words);
                if rule.looks == FlagLook::Anonymity {
                    unnamed.insert(place, &mention.phrase);
                }
            }
        }
        for (place, phrase) in unnamed {
            describe::withhold_name(self.view, phrase, &mut sources[place].1);
        }
        for ((place, r), spans) in raised {
            let (flag, rule) = (rules[r].flag, rules[r].id.clone());
            sources[place].1.flags.push(Flag { flag, rule, spans: apart(spans) });
        }
    }

    /// The kind of the side that a mention tells.
    fn side(self, m: usize) -> Option<SourceKind> {
        self.mentions[m].phrase.side.as_ref().map(|s| s.0)
    }

    /// The words that justify a flag on the source of a mention; none when the rule does not hold.
    fn words(
        self,
        rule: &FlagRule,
        m: usize,
        entity: &Entity,
        relays: &BTreeMap<usize, Vec<Span>>,
    ) -> BTreeSet<Span> {
        let mention = &self.mentions[m];
        match rule.looks {
            FlagLook::Plural => {
                let t = &self.traits[m];
                let told = !matches!(mention.phrase.head, Head::Pronoun(_));
                let open = mention.phrase.determiner != DeterminerShape::Possessive;
                let several = t.number == Number::Plural && told && open;
                several.then_some(mention.span).into_iter().collect()
            }
            FlagLook::Anonymity => self.wordings(m, false),
            FlagLook::Reason => self.wordings(m, true),
            FlagLook::Relayed => mention
                .attributions
                .iter()
                .filter_map(|a| relays.get(a))
                .flatten()
                .copied()
                .collect(),
            FlagLook::Content => self.in_content(m, |i| self.view.is(i, rule.content)),
            FlagLook::Own => {
                let view = self.view;
                let own = own_words(entity);
                let names = |i: usize| view.is_capital(i) && own.contains(&view.folded(i));
                let speaks = |i: usize| view.is(i, view.classes().speaker_plural);
                self.in_content(m, |i| names(i) || speaks(i))
            }
        }
    }

    /// The mention and the first word of what it says for which `holds`.
    fn in_content(self, m: usize, holds: impl Fn(usize) -> bool) -> BTreeSet<Span> {
        let mention = &self.mentions[m];
        let contents = mention.attributions.iter().flat_map(|&a| &self.attributions[a].content);
        let hit = contents.flat_map(|&c| self.view.within(c)).find(|&i| holds(i));
        let spans = hit.map(|i| [mention.span, self.view.tokens[i].span]);
        spans.into_iter().flatten().collect()
    }

    /// Wordings in the sentence of a mention, outside what it says, by which it wants no name; with `reason` those
    /// that say why, up to the end of their clause.
    fn wordings(self, m: usize, reason: bool) -> BTreeSet<Span> {
        let view = self.view;
        let mention = &self.mentions[m];
        let said: Vec<Span> = mention
            .attributions
            .iter()
            .flat_map(|&a| self.attributions[a].content.clone())
            .collect();
        let Some(whole) = self.sentences.get(mention.sentence) else { return BTreeSet::new() };
        let at = view.within(mention.span).next().unwrap_or(whole.start);
        let sentence = whole.start.max(at.saturating_sub(REACH))..whole.end.min(at + REACH);
        let outside = |i: &usize| !overlaps_any(view.tokens[*i].span, &said);
        let rules = &view.language.sources;
        let find = |table: &PhraseTable<()>, from: usize| {
            (from..sentence.end).filter(outside).find_map(|i| {
                let words = view.tokens[i..sentence.end].iter().map(|t| t.word);
                table.longest(words).map(|(len, _)| i..i + len)
            })
        };
        let Some(wish) = find(&rules.anonymity, sentence.start) else { return BTreeSet::new() };
        let wanted = view.span(wish.start, wish.end);
        if !reason {
            return [wanted].into();
        }
        let Some(why) = find(&rules.reasons, sentence.start) else { return BTreeSet::new() };
        let ends = |&i: &usize| !view.is_wordy(i) || !outside(&i);
        let end = (why.end..sentence.end).find(ends).unwrap_or(sentence.end);
        [wanted, view.span(why.start, end)].into()
    }

    /// For each attribution in which another stands: its cue and the source of the other.
    fn relays(self) -> BTreeMap<usize, Vec<Span>> {
        let index: HashMap<&str, usize> =
            self.attributions.iter().enumerate().map(|(i, a)| (a.id.as_str(), i)).collect();
        let mut relays: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
        for inner in self.attributions {
            let outer = inner.parent.as_deref().and_then(|p| index.get(p));
            let (Some(&outer), Some(source)) = (outer, &inner.source) else { continue };
            let own = self.attributions[outer].source.as_ref().is_some_and(|s| s.id == source.id);
            if !own {
                let words = self.attributions[outer].cue.iter().chain(&source.spans);
                relays.entry(outer).or_insert_with(|| words.copied().collect());
            }
        }
        relays
    }
}

/// The spans with those joined that meet: a source may hold the words by which it is cited.
fn apart(spans: BTreeSet<Span>) -> Vec<Span> {
    let mut list: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match list.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => list.push(span),
        }
    }
    list
}

/// Whether kind, side and identification are those of the rule.
fn fits(rule: &FlagRule, source: &Source, side: Option<SourceKind>) -> bool {
    let kind = rule.kind.is_empty()
        || rule.kind.contains(&source.kind)
        || side.is_some_and(|s| rule.kind.contains(&s));
    kind && (rule.identified.is_empty() || rule.identified.contains(&source.identified))
}

/// The words by which a body or side is called: its names and the people that it belongs to.
fn own_words(entity: &Entity) -> BTreeSet<String> {
    let known = |word: &String| word.split(' ').next_back().map(str::to_owned);
    let mut words: BTreeSet<String> = entity.telling.iter().filter_map(known).collect();
    words.extend(entity.acronyms.iter().cloned());
    words.retain(|w| w.chars().count() > 1);
    words
}
