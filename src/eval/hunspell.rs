//! Reading a spelling dictionary in the format of Hunspell whose entries tell parts of speech, to make the lexicon of open classes from.
//!
//! Such are the French dictionaries of Dicollecte (Olivier R., Grammalecte), with tags such as `po:nom` and `is:mas`.
//! Suffixes are applied, prefixes are not: what they add (`l'`, `d'`) is a word of its own.

use std::collections::{BTreeMap, HashMap};

use crate::rules::fold;
use crate::stages::tokens::FormKinds;

/// A suffix: what it takes from the end of a word, what it adds, and when.
#[derive(Debug)]
struct Suffix {
    strip: String,
    add: String,
    condition: Vec<Place>,
    tags: Vec<String>,
}

/// One character of a condition: any of these, or none of these.
#[derive(Debug)]
struct Place {
    chars: Vec<char>,
    except: bool,
}

impl Suffix {
    fn apply(&self, word: &str) -> Option<String> {
        let stem = word.strip_suffix(&self.strip)?;
        let mut ends = word.chars().rev();
        for place in self.condition.iter().rev() {
            if place.chars.contains(&ends.next()?) == place.except {
                return None;
            }
        }
        Some(format!("{stem}{}", self.add))
    }
}

/// The folded forms of a dictionary's nouns, adjectives, adverbs, names and small words, with what they may be.
///
/// Verbs are left out, for their forms are generated from paradigms; so are locutions and misspellings.
pub fn read_forms(affixes: &str, dictionary: &str) -> BTreeMap<String, FormKinds> {
    let suffixes = read_suffixes(affixes);
    let mut forms: BTreeMap<String, FormKinds> = BTreeMap::new();
    // The first line is the number of entries.
    for line in dictionary.lines().skip(1) {
        let mut fields = line.split_whitespace();
        let Some(head) = fields.next() else { continue };
        let tags: Vec<&str> = fields.collect();
        if tags.iter().any(|t| is_verb(t)) {
            continue;
        }
        let (word, flags) = head.split_once('/').unwrap_or((head, ""));
        let flags: Vec<char> = flags.chars().collect();
        let flags: Vec<String> = flags.chunks(2).map(|f| f.iter().collect()).collect();
        if flags.iter().any(|f| f == "{}") {
            continue;
        }
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let mut put = |form: &str, tags: &mut dyn Iterator<Item = &str>| {
            let kinds = tags.fold(FormKinds::default(), |k, t| k.with(kind_of(t, capital)));
            if kinds.is_told() {
                let known = forms.entry(fold(form)).or_default();
                *known = known.with(kinds);
            }
        };
        // This flag marks a stem that is no word without a suffix.
        if !flags.iter().any(|f| f == "()") {
            put(word, &mut tags.iter().copied());
        }
        for suffix in flags.iter().filter_map(|f| suffixes.get(f.as_str())).flatten() {
            if let Some(form) = suffix.apply(word) {
                put(&form, &mut tags.iter().copied().chain(suffix.tags.iter().map(String::as_str)));
            }
        }
    }
    forms
}

fn is_verb(tag: &str) -> bool {
    // `po:v1_it____a` and the like: the group of conjugation stands behind the v.
    tag.strip_prefix("po:v").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

fn kind_of(tag: &str, capital: bool) -> FormKinds {
    match tag {
        "po:nom" if capital => FormKinds::CAPITAL_NOUN,
        "po:nom" | "po:titr" => FormKinds::NOUN,
        "po:adj" => FormKinds::ADJECTIVE,
        "po:adv" | "po:negadv" | "po:advint" => FormKinds::ADVERB,
        "po:npr" | "po:prn" | "po:patr" => FormKinds::NAME,
        "is:mas" => FormKinds::MASCULINE,
        "is:fem" => FormKinds::FEMININE,
        "is:epi" => FormKinds::MASCULINE.with(FormKinds::FEMININE),
        "is:sg" => FormKinds::SINGULAR,
        "is:pl" => FormKinds::PLURAL,
        "is:inv" => FormKinds::SINGULAR.with(FormKinds::PLURAL),
        _ if tag.starts_with("po:") && !tag.starts_with("po:loc") => FormKinds::OTHER,
        _ => FormKinds::default(),
    }
}

/// The suffixes of an affix file by their flag of two characters.
fn read_suffixes(affixes: &str) -> HashMap<String, Vec<Suffix>> {
    let mut suffixes: HashMap<String, Vec<Suffix>> = HashMap::new();
    for line in affixes.lines() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        // The head of a group (`SFX S. Y 2`) has four fields only.
        let ["SFX", flag, strip, add, condition, ref tags @ ..] = fields[..] else { continue };
        let plain = |s: &str| if s == "0" { String::new() } else { s.to_owned() };
        suffixes.entry(flag.to_owned()).or_default().push(Suffix {
            strip: plain(strip),
            // Behind the slash stand flags of prefixes.
            add: plain(add.split('/').next().unwrap_or_default()),
            condition: read_condition(condition),
            tags: tags.iter().map(|&t| t.to_owned()).collect(),
        });
    }
    suffixes
}

/// A condition such as `[^sxz]` or `eur`; a lone point allows everything.
fn read_condition(condition: &str) -> Vec<Place> {
    let mut places = Vec::new();
    let mut chars = condition.chars();
    while let Some(c) = chars.next() {
        places.push(match c {
            '[' => {
                let group: Vec<char> = chars.by_ref().take_while(|&c| c != ']').collect();
                match group.split_first() {
                    Some(('^', rest)) => Place { chars: rest.to_vec(), except: true },
                    _ => Place { chars: group, except: false },
                }
            }
            '.' if condition == "." => return Vec::new(),
            '.' => Place { chars: Vec::new(), except: true },
            c => Place { chars: vec![c], except: false },
        });
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    const AFFIXES: &str = "SFX S. Y 2\nSFX S. 0 0/L'D'Q' [^sxz] is:sg\nSFX S. 0 s/D'Q' [^sxz] is:pl\n\
        SFX W. Y 2\nSFX W. 0 0/L'D'Q' [lu] is:mas is:sg\nSFX W. l ux/D'Q' al is:mas is:pl\n\
        PFX L' Y 1\nPFX L' 0 l' .\n";

    #[test]
    fn suffixes_make_the_forms_of_an_entry() {
        let forms = read_forms(
            AFFIXES,
            "4\nfoule/S.() po:nom is:fem\nlocal/W.() po:nom po:adj\nscander/a0p+() po:v1__t___zz\nNice/L'D' po:npr is:epi is:inv\n",
        );
        let all: Vec<&str> = forms.keys().map(String::as_str).collect();
        assert_eq!(all, ["foule", "foules", "local", "locaux", "nice"]);
        let feminine = FormKinds::NOUN.with(FormKinds::FEMININE);
        assert_eq!(forms["foules"], feminine.with(FormKinds::PLURAL));
        assert!(forms["locaux"].meets(FormKinds::ADJECTIVE));
        assert!(!forms["nice"].meets(FormKinds::NOUN));
    }
}
