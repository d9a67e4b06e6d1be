//! What a phrase says of the source: its kind, and whether one can find out who is meant.

use super::names::NameBook;
use super::phrase::{self, Head, Phrase};
use super::view::View;
use crate::model::{Identified, Number, Pos, Sentence, SourceKind};
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
    /// The rules that said so.
    pub rules: Vec<String>,
}

/// Describes a phrase by the first rule that gives its kind and the first that gives its identification.
pub fn describe(view: View<'_>, phrase: &Phrase) -> Description {
    let facts = Facts::of(view, phrase);
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
    Description {
        kind: kind.unwrap_or(SourceKind::Other),
        identified: identified.unwrap_or(Identified::Anonymous),
        rules,
    }
}

/// Describes a phrase that stands alone, by all rules.
pub fn describe_phrase(text: &str, language: &Language) -> Option<Description> {
    alone(text, language, |view, phrase| Some(describe(view, phrase)))
}

/// What one rule says of a phrase that stands alone; `None` when the rule does not hold.
///
/// `rule` is a full id such as `fr.sources.office`.
pub fn describe_alone(
    rule: &str,
    text: &str,
    language: &Language,
) -> Option<(Option<SourceKind>, Option<Identified>)> {
    let rule = language.sources.rules.iter().find(|r| r.id == rule)?;
    alone(text, language, |view, phrase| {
        let facts = Facts::of(view, phrase);
        facts.fit(rule).then(|| (rule.kind.and_then(|k| facts.kind(k)), rule.identified))
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
}

impl<'a> Facts<'a> {
    fn of(view: View<'a>, phrase: &'a Phrase) -> Facts<'a> {
        let actors = view.actors();
        let own = phrase.own.as_ref();
        let sort = own.and_then(|n| view.book.sort(n, view));
        let mut lean = None;
        let mut head_kind = None;
        let head = match &phrase.head {
            Head::Noun(entry) => {
                let noun = actors.noun(*entry);
                lean = Some(noun.lean);
                head_kind = match &phrase.side {
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
        // A body's noun with a capital inside a sentence, or with its acronym, is its name.
        let capital = matches!(head, HeadShape::Body | HeadShape::Unknown)
            && lean != Some(Lean::Role)
            && (phrase.acronym.is_some() || phrase.is_capital(view));
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
        }
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
            && (rule.with.is_empty() || (p.first..p.end).any(|i| self.view.is(i, rule.with)))
            && rule.named.is_none_or(|n| n == self.named)
            && rule.inner.is_none_or(|n| n == p.inner)
            && rule.side.is_none_or(|n| n == p.side.is_some())
            && rule.modified.is_none_or(|n| n == modified)
            && rule.anonymity.is_none_or(|n| n == self.anonymity)
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
