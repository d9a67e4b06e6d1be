//! What a phrase says of the source: its kind, and whether one can find out who is meant.

use super::name_book::NameBook;
use super::names::name_at;
use super::phrase::{self, Head, Phrase};
use super::portrait;
use super::view::View;
use crate::model::{Identified, Number, Pos, Sentence, Source, SourceKind, Traceability};
use crate::rules::{
    DeterminerShape, HeadShape, KindShape, Language, Lean, NameSort, NounSort, NumberShape,
    PronounSort, SourceRule,
};
use crate::stages::tokens;

/// What a phrase says of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// What it is.
    pub kind: SourceKind,
    /// Whether one can find out who it is.
    pub identified: Identified,
    /// How well a reader could find it again, as far as this phrase tells.
    pub traceability: Traceability,
    /// The rule that told how well.
    pub traceability_rule: String,
    /// The rules that said what it is and who.
    pub rules: Vec<String>,
}

/// What the article as a whole tells of a source, for the rules that give its rung.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// What it is.
    pub kind: SourceKind,
    /// Whether one can find out who it is.
    pub identified: Identified,
    /// Whether a function is told.
    pub function: bool,
}

/// Describes a phrase by the first rule that gives its kind and the first that gives its identification.
pub fn describe(view: View<'_>, phrase: &Phrase) -> Description {
    let facts = Facts::of(view, phrase, None);
    let mut kind = None;
    let mut identified = None;
    let mut rules = Vec::new();
    for rule in &view.language.sources.rules {
        let wanted = kind.is_none() && rule.kind.is_some()
            || identified.is_none() && rule.identified.is_some();
        if !wanted || !facts.fit(rule) {
            continue;
        }
        let told = rule.kind.and_then(|k| facts.kind(k));
        if kind.is_none() && told.is_some() || identified.is_none() && rule.identified.is_some() {
            rules.push(rule.id.clone());
        }
        kind = kind.or(told);
        identified = identified.or(rule.identified);
    }
    let kind = kind.unwrap_or(SourceKind::Other);
    let identified = identified.unwrap_or(Identified::Anonymous);
    let function = kind == SourceKind::Person && portrait::role(view, phrase).is_some();
    let (traceability, traceability_rule) =
        rung(view, phrase, Known { kind, identified, function });
    Description { kind, identified, traceability, traceability_rule, rules }
}

/// How well a reader could find a source again, by the first rule that tells, and the rule.
pub fn rung(view: View<'_>, phrase: &Phrase, known: Known) -> (Traceability, String) {
    rung_by(&Facts::of(view, phrase, Some(known)))
}

/// Tells of a source, whose wish for no name stands beside its phrase, what would be told if it stood inside.
pub fn withhold_name(view: View<'_>, phrase: &Phrase, source: &mut Source) {
    let wishing = |known| Facts { anonymity: true, ..Facts::of(view, phrase, known) };
    let facts = wishing(None);
    let mut rules = view.language.sources.rules.iter();
    let told = rules.find_map(|r| r.identified.filter(|_| facts.fit(r)));
    source.identified = told.unwrap_or(source.identified);
    let (kind, identified, function) = (source.kind, source.identified, source.role.is_some());
    let facts = wishing(Some(Known { kind, identified, function }));
    (source.traceability, source.traceability_rule) = rung_by(&facts);
}

fn rung_by(facts: &Facts<'_>) -> (Traceability, String) {
    let mut rules = facts.view.language.sources.rules.iter();
    let told = rules.find_map(|r| Some((r.traceability.filter(|_| facts.fit(r))?, r.id.clone())));
    // Without rules nothing is known of anybody.
    told.unwrap_or((Traceability::T6, String::new()))
}

/// Describes a phrase that stands alone, by all rules.
pub fn describe_phrase(text: &str, language: &Language) -> Option<Description> {
    alone(text, language, |view, phrase| Some(describe(view, phrase)))
}

/// What one rule says of a phrase that stands alone.
pub type Told = (Option<SourceKind>, Option<Identified>, Option<Traceability>);

/// What one rule says of a phrase that stands alone; `None` when the rule does not hold.
///
/// `rule` is a full id such as `fr.sources.office`. A rule that gives a rung is told what the others say.
pub fn describe_alone(rule: &str, text: &str, language: &Language) -> Option<Told> {
    let rule = language.sources.rules.iter().find(|r| r.id == rule)?;
    alone(text, language, |view, phrase| {
        let known = rule.traceability.map(|_| {
            let Description { kind, identified, .. } = describe(view, phrase);
            let function = kind == SourceKind::Person && portrait::role(view, phrase).is_some();
            Known { kind, identified, function }
        });
        let facts = Facts::of(view, phrase, known);
        let kind = rule.kind.and_then(|k| facts.kind(k));
        facts.fit(rule).then_some((kind, rule.identified, rule.traceability))
    })
}

fn alone<T>(
    text: &str,
    language: &Language,
    ask: impl FnOnce(View<'_>, &Phrase) -> Option<T>,
) -> Option<T> {
    let sentence = Sentence { start: 0, end: text.len(), block: 0, quotation: None };
    let tokens = tokens::read(text, &[sentence], language);
    let book = NameBook::default();
    let view = View { text, tokens: &tokens.list, openings: &[0], book: &book, language };
    let phrase = phrase::read(view, 0, tokens.list.len(), true)?;
    ask(view, &phrase)
}

/// What rules can ask of a phrase.
struct Facts<'a> {
    view: View<'a>,
    phrase: &'a Phrase,
    head: HeadShape,
    lean: Option<Lean>,
    named: bool,
    anonymity: bool,
    head_kind: Option<SourceKind>,
    name_kind: Option<SourceKind>,
    known: Option<Known>,
}

impl<'a> Facts<'a> {
    fn of(view: View<'a>, phrase: &'a Phrase, known: Option<Known>) -> Facts<'a> {
        let actors = view.actors();
        let own = phrase.own.as_ref();
        let sort = own.and_then(|n| view.book.sort(n, view));
        let mut lean = None;
        let short = phrase.acronym.map(|i| view.folded(i));
        let introduced = short.and_then(|a| view.book.kinds.get(&a).copied());
        let mut head_kind = None;
        let head = match &phrase.head {
            Head::Noun(entry) => {
                let noun = actors.noun(*entry);
                lean = Some(noun.lean);
                head_kind = match &phrase.side {
                    // What a body is called after or writes for makes it no medium.
                    _ if noun.weak && introduced.is_some() => introduced,
                    Some((SourceKind::Media, _)) if noun.sort == NounSort::Body => noun.kind,
                    Some((kind, _)) if noun.weak => Some(*kind),
                    _ => noun.kind,
                };
                match noun.sort {
                    NounSort::Person => HeadShape::Person,
                    NounSort::Body => HeadShape::Body,
                    NounSort::Document => HeadShape::Document,
                    NounSort::Source => HeadShape::Source,
                    NounSort::Quantity => HeadShape::Unknown,
                }
            }
            Head::Name => match sort {
                Some(NameSort::Body) => HeadShape::NameBody,
                Some(NameSort::State) => HeadShape::NameState,
                Some(NameSort::Person) => HeadShape::NamePerson,
                // What is a place elsewhere speaks as a state does.
                None if phrase.own.as_ref().is_some_and(|n| view.book.is_place(n, view)) => {
                    HeadShape::NameState
                }
                None => guess_name(view, phrase),
            },
            Head::People => HeadShape::People,
            Head::Pronoun(p) if p.sort == PronounSort::Vague => HeadShape::Vague,
            Head::Pronoun(_) => HeadShape::Pronoun,
            Head::Unknown if own.is_none() && phrase.is_capital(view) => HeadShape::NameBody,
            Head::Unknown => HeadShape::Unknown,
        };
        // A noun that is itself an acronym, such as *NGO*, is no name.
        let short = !phrase.head_at.is_empty() && view.is_acronym(phrase.head_at.start);
        // A body's noun with a capital inside a sentence, with its acronym or with words of a name behind it is its name.
        let capital = matches!(head, HeadShape::Body | HeadShape::Unknown)
            && lean != Some(Lean::Role)
            && (phrase.acronym.is_some() || phrase.is_capital(view) && !short || {
                // *Le collectif Riverains unis*.
                let behind = phrase.head_at.end;
                head == HeadShape::Body && behind < phrase.end && view.is_capital(behind)
            });
        let name_kind = own
            .and_then(|n| view.book.kind(n, view))
            .or(phrase.side.as_ref().map(|(kind, _)| *kind));
        let anonymity = (phrase.first..phrase.end).any(|i| {
            let words = view.tokens[i..phrase.end].iter().map(|t| t.word);
            view.language.sources.anonymity.longest(words).is_some()
        });
        Facts {
            view,
            phrase,
            head,
            lean,
            named: own.is_some() || capital,
            anonymity,
            head_kind,
            name_kind,
            known,
        }
    }

    /// Whether a date or a title in quotation marks stands in the phrase.
    fn is_dated(&self) -> bool {
        let view = self.view;
        let mut words = self.phrase.first..self.phrase.end;
        words.any(|i| view.is(i, view.classes().month) || matches!(view.word(i), "«" | "“" | "\""))
    }

    /// Whether a name in the phrase tells to whom it belongs: of a document neither a place nor who got hold of it does.
    fn is_inner(&self) -> bool {
        let (view, p) = (self.view, self.phrase);
        if self.head != HeadShape::Document || !p.inner {
            return p.inner;
        }
        let classes = view.classes();
        let relayed = (p.head_at.end..p.end).find(|&i| view.is(i, classes.relay));
        let owner = |i: usize| {
            let name = view.is_capital(i) && !view.opens_sentence(i)
                || view.is_people(i)
                || view.is_acronym(i);
            let opens =
                (p.head_at.end..i).rev().find(|&k| !view.is_determiner(k) && !view.is_capital(k));
            name && !opens.is_some_and(|k| view.is(k, classes.place_preposition))
        };
        (p.head_at.end..relayed.unwrap_or(p.end)).any(owner)
    }

    /// Whether some of those that are meant are named in the phrase.
    fn lists_names(&self) -> bool {
        let (view, end) = (self.view, self.phrase.end);
        (self.phrase.head_at.end..end).any(|i| {
            let next =
                (i + 1..end.min(i + 3)).find(|&k| !view.is_determiner(k) || view.is_capital(k));
            view.is(i, view.classes().such_as)
                && next.is_some_and(|k| name_at(view, k, end).is_some())
        })
    }

    /// Whether the head is written as the opening of a name, as in *the Office of Tides*, or gets an acronym.
    fn is_proper(&self) -> bool {
        let p = self.phrase;
        p.acronym.is_some() || p.end > p.head_at.end && p.is_capital(self.view)
    }

    fn knows(&self, rule: &SourceRule) -> bool {
        let Some(known) = self.known else { return true };
        (rule.of_kind.is_empty() || rule.of_kind.contains(&known.kind))
            && (rule.of_identified.is_empty() || rule.of_identified.contains(&known.identified))
            && rule.function.is_none_or(|f| f == known.function)
    }

    fn fit(&self, rule: &SourceRule) -> bool {
        let p = self.phrase;
        let plural = p.number == Number::Plural || p.determiner == DeterminerShape::Count;
        let number = if plural { NumberShape::Plural } else { NumberShape::Singular };
        let modified = p.end > p.head_at.end;
        (rule.head.is_empty() || rule.head.contains(&self.head))
            && (rule.determiner.is_empty() || rule.determiner.contains(&p.determiner))
            && rule.number.is_none_or(|n| n == number)
            && rule.lean.is_none_or(|l| Some(l) == self.lean)
            && (rule.word.is_empty() || p.head_at.clone().any(|i| self.view.is(i, rule.word)))
            && !p.head_at.clone().any(|i| self.view.is(i, rule.unless))
            && rule.proper.is_none_or(|n| n == self.is_proper())
            && (rule.with.is_empty() || (p.first..p.end).any(|i| self.view.is(i, rule.with)))
            && rule.named.is_none_or(|n| n == self.named)
            && rule.inner.is_none_or(|n| n == self.is_inner())
            && rule.side.is_none_or(|n| n == p.side.is_some())
            && rule.modified.is_none_or(|n| n == modified)
            && rule.anonymity.is_none_or(|n| n == self.anonymity)
            && rule.people.is_none_or(|n| n == p.people)
            && rule.dated.is_none_or(|n| n == self.is_dated())
            && rule.lists.is_none_or(|n| n == self.lists_names())
            && self.knows(rule)
    }

    fn kind(&self, shape: KindShape) -> Option<SourceKind> {
        match shape {
            KindShape::Person => Some(SourceKind::Person),
            KindShape::Government => Some(SourceKind::Government),
            KindShape::Military => Some(SourceKind::Military),
            KindShape::ArmedGroup => Some(SourceKind::ArmedGroup),
            KindShape::Organisation => Some(SourceKind::Organisation),
            KindShape::Media => Some(SourceKind::Media),
            KindShape::Expert => Some(SourceKind::Expert),
            KindShape::Witness => Some(SourceKind::Witness),
            KindShape::Document => Some(SourceKind::Document),
            KindShape::Public => Some(SourceKind::Public),
            KindShape::Source => Some(SourceKind::Source),
            KindShape::Other => Some(SourceKind::Other),
            KindShape::Head => self.head_kind,
            KindShape::Side => self.phrase.side.as_ref().map(|s| s.0),
            KindShape::Name => self.name_kind,
        }
    }
}

/// What a name is of which nothing is told: behind a determiner a body, otherwise a person.
fn guess_name(view: View<'_>, phrase: &Phrase) -> HeadShape {
    let body_noun = phrase.nouns.iter().any(|&e| view.actors().noun(e).sort == NounSort::Body);
    let person_noun = phrase.nouns.iter().any(|&e| view.actors().noun(e).sort == NounSort::Person);
    let common = view.pos(phrase.head_at.start) == Pos::Noun;
    // A person is called by one word only where the article has given the full name.
    let one = phrase.own.as_ref().is_some_and(|n| n.end == n.bare + 1 && !view.is_given(n.bare));
    if person_noun {
        HeadShape::NamePerson
    } else if body_noun
        || phrase.determiner != DeterminerShape::None
        || phrase.acronym.is_some()
        || common
        || one
        || phrase.own.as_ref().is_some_and(|n| view.book.is_place(n, view))
    {
        HeadShape::NameBody
    } else {
        HeadShape::NamePerson
    }
}
