//! Proper names: runs of capitalised words, told apart by lists, titles, given names and what stands beside them.

use super::view::View;
use crate::model::{Gender, Number, Pos, SourceKind};
use crate::rules::{Lean, NameSort, Noun, NounForm, NounSort, fold_into};

/// A proper name in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// First token, title included.
    pub first: usize,
    /// First token of the name itself.
    pub bare: usize,
    /// Behind its last token.
    pub end: usize,
    /// What it names; `None` when nothing tells.
    pub sort: Option<NameSort>,
    /// Index among the known names.
    pub known: Option<u32>,
    /// Kind, if the lists tell it.
    pub kind: Option<SourceKind>,
    /// Gender, if given name, title or list tell it.
    pub gender: Gender,
    /// Number.
    pub number: Number,
}

impl Name {
    /// Whether it surely names a person.
    pub fn is_person(&self) -> bool {
        self.sort == Some(NameSort::Person)
    }

    /// Its words, folded.
    pub fn words(&self, view: View<'_>) -> Vec<String> {
        (self.bare..self.end).filter(|&i| view.is_wordy(i)).map(|i| view.folded(i)).collect()
    }

    /// Its words, folded, with a blank between them.
    pub fn joined(&self, view: View<'_>) -> String {
        let mut joined = String::new();
        for i in (self.bare..self.end).filter(|&i| view.is_wordy(i)) {
            if !joined.is_empty() {
                joined.push(' ');
            }
            fold_into(view.word(i), &mut joined);
        }
        joined
    }
}

/// Reads the name that starts at a token.
pub fn name_at(view: View<'_>, at: usize, limit: usize) -> Option<Name> {
    if at >= limit {
        return None;
    }
    let told = listed(view, at, limit).or_else(|| titled(view, at, limit));
    if told.is_some() || !view.is_capital(at) {
        return told.or_else(|| account(view, at));
    }
    surname_with_article(view, at, limit)
        .or_else(|| entitled(view, at, limit))
        .or_else(|| run(view, at, limit))
}

/// The handle of somebody's account.
fn account(view: View<'_>, at: usize) -> Option<Name> {
    let handle = view.word(at).strip_prefix('@').is_some_and(|h| h.len() > 1);
    handle.then(|| Name {
        first: at,
        bare: at,
        end: at + 1,
        sort: Some(NameSort::Person),
        known: None,
        kind: None,
        gender: Gender::Unknown,
        number: Number::Singular,
    })
}

/// A name that opens with an article written with a capital, as those of newspapers do: *The Lighthouse of Zorg*.
pub fn entitled(view: View<'_>, at: usize, limit: usize) -> Option<Name> {
    let classes = view.classes();
    let next = at + 1;
    let opens = view.is(at, classes.definite)
        && !view.is(at, classes.contracted)
        && view.is_capital(at)
        && next < limit
        && view.is_capital(next)
        && view.word(next).chars().count() > 2;
    if !opens || at > 0 && view.is(at - 1, classes.place_preposition) {
        return None;
    }
    // *The Union of Actors* that the lists know is no paper of that name.
    let known = view.actors().names.longest(view.tokens[next..limit].iter().map(|t| t.word));
    let adjective = |i: usize| {
        i < limit && !view.is_capital(i) && (view.is_people(i) || view.pos(i) == Pos::Adj)
    };
    let weak = |(len, form): (usize, NounForm)| {
        let noun = view.actors().noun(form.entry);
        noun.sort == NounSort::Body && noun.kind != Some(SourceKind::Media) && adjective(next + len)
    };
    if known.is_some_and(|(len, name)| len > 1 && name.kind != SourceKind::Media)
        || view.noun_at(next, limit).is_some_and(weak)
    {
        return None;
    }
    // Offices and institutions are written so out of respect.
    let respected = |(_, form): (usize, NounForm)| {
        let noun = view.actors().noun(form.entry);
        noun.sort == NounSort::Person || noun.sort == NounSort::Body && noun.lean == Lean::Role
    };
    if view.noun_at(next, limit).is_some_and(respected)
        || view.is_people(next)
        || view.is_acronym(next)
    {
        return None;
    }
    let words = |end: usize| {
        (at..end)
            .filter(|&i| view.is_wordy(i))
            .map(|i| view.folded(i))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let end = if view.opens_sentence(at) {
        (next + 1..=(next + 7).min(limit))
            .rev()
            .find(|&e| view.book.entitled.contains(&words(e)))?
    } else {
        entitled_end(view, next, limit)
    };
    let plural = view.is(at, classes.plural_determiner);
    // *The Guild of Actors* is what its noun says.
    let told = view.noun_at(next, limit).and_then(|(_, form)| {
        let noun = view.actors().noun(form.entry);
        noun.kind.filter(|_| noun.sort == NounSort::Body && !noun.weak)
    });
    Some(Name {
        first: at,
        bare: at,
        end,
        sort: Some(NameSort::Body),
        known: None,
        kind: told.or((!plural).then_some(SourceKind::Media)),
        gender: Gender::Unknown,
        number: if plural { Number::Unknown } else { Number::Singular },
    })
}

/// Behind the last word of such a name.
fn entitled_end(view: View<'_>, at: usize, limit: usize) -> usize {
    let classes = view.classes();
    let mut end = at + 1;
    while end < limit && end < at + 6 {
        let capital = |i: usize| i < limit && view.starts_name(i);
        let article = |i: usize| i < limit && view.is(i, classes.definite);
        if capital(end) {
            end += 1;
        } else if view.pos(end) == Pos::Adj && end == at + 1 && view.pos(at) != Pos::Propn {
            // *The common Good* may be written with one capital.
            end += 1;
        } else if view.is(end, classes.of) && capital(end + 1) {
            end += 2;
        } else if view.is(end, classes.of) && article(end + 1) && capital(end + 2) {
            end += 3;
        } else {
            break;
        }
    }
    end
}

/// A surname that opens with an article and that the article gives with a given name elsewhere, such as *Le Goff*.
pub fn surname_with_article(view: View<'_>, at: usize, limit: usize) -> Option<Name> {
    let classes = view.classes();
    let opens = view.is_capital(at) && view.is(at, classes.name_particle);
    if !opens || at + 1 >= limit || !view.is_capital(at + 1) {
        return None;
    }
    let gender_of = |end: usize| {
        let words: Vec<String> = (at..end).map(|i| view.folded(i)).collect();
        view.book.surnames.get(&words.join(" ")).map(|&gender| (end, gender))
    };
    let (end, gender) = (at + 2..=(at + 4).min(limit)).rev().find_map(gender_of)?;
    Some(Name {
        first: at,
        bare: at,
        end,
        sort: Some(NameSort::Person),
        known: None,
        kind: None,
        gender,
        number: Number::Singular,
    })
}

/// A name of the lists, written with a capital.
pub fn listed(view: View<'_>, at: usize, limit: usize) -> Option<Name> {
    let actors = view.actors();
    let words = view.tokens[at..limit].iter().map(|t| t.word);
    let (len, known) = actors.names.longest(words)?;
    let end = at + len;
    let capital = match len {
        1 => view.is_capital(at),
        _ => (at..end).any(|i| view.is_capital(i) && !view.is_determiner(i)),
    };
    // Fighters of a known group are written small as well.
    let small = len == 1 && known.kind == SourceKind::ArmedGroup && known.number == Number::Plural;
    // A long name written small throughout is the same name.
    let long = len >= 4;
    if !capital && !small && !long {
        return None;
    }
    // At the start of a sentence a capital says nothing, and before another name it may be a given name.
    let common =
        known.sort != NameSort::State && !matches!(view.pos(at), Pos::Propn | Pos::Noun | Pos::X);
    if len == 1 && view.opens_sentence(at) && common && !view.is_acronym(at) {
        return None;
    }
    if len == 1 && view.is_given(at) && at + 1 < limit && view.is_capital(at + 1) {
        return None;
    }
    // An article and one word are no name where they open a longer noun: *the Prime minister* is not *The Prime*.
    let longer = |i: usize| view.noun_at(i, limit).is_some_and(|(noun, _)| noun > 1);
    if len == 2 && view.is_determiner(at) && longer(at + 1) {
        return None;
    }
    // A medium called by a noun is another body when a complement follows, as in *l'Union des ...*.
    let noun = view.noun_at(end - 1, end).map(|(_, form)| view.actors().noun(form.entry));
    let body = |n: &Noun| n.sort == NounSort::Body && n.kind != Some(SourceKind::Media);
    if noun.is_some_and(body)
        && end < limit
        && known.kind == SourceKind::Media
        && (view.is(end, view.classes().of)
            || view.is_people(end)
            || view.pos(end) == Pos::Adj && !view.is_capital(end))
    {
        return None;
    }
    // Nor is it part of a longer name that the lists have without the article.
    let longer = |i: usize| {
        let words = view.tokens[i..limit].iter().map(|t| t.word);
        actors.names.longest(words).is_some_and(|(further, _)| i + further > end)
    };
    if known.kind == SourceKind::Media && view.is_determiner(at) && longer(at + 1) {
        return None;
    }
    Some(Name {
        first: at,
        bare: at,
        end,
        sort: Some(known.sort),
        known: Some(known.id),
        kind: Some(known.kind),
        gender: known.gender,
        number: known.number,
    })
}

/// A title with the name behind it.
fn titled(view: View<'_>, at: usize, limit: usize) -> Option<Name> {
    let titles = &view.actors().titles;
    let (gender, number) = *titles.get(&view.tokens[at].word)?;
    // Behind another noun it is an adjective, as in *secretary general*.
    let noun = view.noun_at(at, limit).is_some() || !view.is_capital(at);
    if noun
        && at > 0
        && view.pos(at - 1) == Pos::Noun
        && !titles.contains_key(&view.tokens[at - 1].word)
    {
        return None;
    }
    let mut next = at + 1;
    // Two titles may follow each other, as in *M. le juge* or *le Pr Dr*.
    while next < limit && titles.contains_key(&view.tokens[next].word) {
        next += 1;
    }
    let particle = |i: usize| i < limit && view.is(i, view.classes().name_particle);
    let starts = |i: usize| i < limit && view.starts_name(i);
    // *Mme de La Tour*, *M. Le Goff*.
    let behind = (next..next + 3).find(|&i| !particle(i) || starts(i));
    let opens = starts(next) || particle(next) && behind.is_some_and(starts);
    if !opens {
        return None;
    }
    let end = run_end(view, behind.unwrap_or(next), limit, true);
    // Behind a title one word is a surname, even if others are called so by their first name.
    let gender = match gender {
        Gender::Unknown if end > next + 1 => view.given_gender(next),
        told => told,
    };
    Some(Name {
        first: at,
        bare: next,
        end,
        sort: Some(NameSort::Person),
        known: None,
        kind: None,
        gender,
        number,
    })
}

/// A run of capitalised words.
fn run(view: View<'_>, at: usize, limit: usize) -> Option<Name> {
    if !view.is_capital(at) {
        return None;
    }
    let given = view.is_given(at);
    // A capitalised common noun is the head of a body's name and is read as a noun.
    let surname = view.starts_name(at) && view.book.surnames.contains_key(&view.folded(at));
    // A capital and an apostrophe open some names: *N'Dour*.
    let cut = view.word(at).chars().count() == 2
        && view.is_capital(at)
        && view.word(at).ends_with(['\'', '’'])
        && at + 1 < limit
        && view.is_capital(at + 1)
        && view.tokens[at].span.end == view.tokens[at + 1].span.start
        && !view.is_determiner(at)
        && !view.is(at, view.classes().of);
    if cut {
        let mut name = run(view, at + 1, limit)?;
        (name.first, name.bare) = (at, at);
        return Some(name);
    }
    if !view.starts_name(at) || !given && !surname && view.noun_at(at, limit).is_some() {
        return None;
    }
    // At the start of a sentence a capital says nothing, unless another one follows.
    let next = at + 1;
    let open = matches!(view.pos(at), Pos::X | Pos::Noun | Pos::Adj | Pos::Verb);
    let double = open && next < limit && view.starts_name(next) && !view.is_acronym(next);
    if view.opens_sentence(at)
        && !given
        && !surname
        && view.pos(at) != Pos::Propn
        && !view.is_acronym(at)
        && !double
    {
        return None;
    }
    let end = run_end(view, at, limit, given);
    if end == at + 1 && view.is_people(at) {
        return None;
    }
    let acronym = end == at + 1 && view.is_acronym(at);
    let person = given && end > at + 1 && !view.is_acronym(at + 1)
        || end == at + 2 && !view.is_acronym(at) && view.is_initial(at);
    let sort = if person {
        Some(NameSort::Person)
    } else if acronym {
        Some(NameSort::Body)
    } else {
        None
    };
    Some(Name {
        first: at,
        bare: at,
        end,
        sort,
        known: None,
        kind: None,
        gender: match view.book.surnames.get(&view.folded(at)) {
            Some(&of_bearer) if end == at + 1 => of_bearer,
            _ if given => view.given_gender(at),
            _ => Gender::Unknown,
        },
        number: Number::Singular,
    })
}

/// Behind the last word of a name; `person` allows the particles of persons' names.
fn run_end(view: View<'_>, at: usize, limit: usize, person: bool) -> usize {
    let classes = view.classes();
    let mut end = at + 1;
    // Behind what an office is called after, or an acronym, a given name opens another name.
    let office = at > 0 && (view.is(at - 1, classes.of) || view.is_determiner(at - 1));
    while end < limit && end < at + 8 {
        let t = &view.tokens[end];
        let new_person = (office || view.is_acronym(end - 1))
            && !person
            && view.is_given(end)
            && end + 1 < limit
            && view.starts_name(end + 1);
        if new_person {
            break;
        }
        let firm = view.word(end) == "&" && end + 1 < limit && view.starts_name(end + 1);
        if view.starts_name(end) {
            end += 1;
        } else if firm
            || (person || t.classes.meets(classes.foreign_particle))
                && t.classes.meets(classes.name_particle)
                && end + 1 < limit
                && (view.starts_name(end + 1)
                    || end + 2 < limit
                        && view.tokens[end + 1].classes.meets(classes.name_particle)
                        && view.starts_name(end + 2))
        {
            end += 2;
        } else {
            break;
        }
    }
    end
}
