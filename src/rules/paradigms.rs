//! How a verb is inflected: the shape of a paradigm in `tokens.toml`, and all its forms.

use serde::Deserialize;
use toml::Spanned;

use super::{RuleError, RuleFile};
use crate::model::{Gender, Mood, Number, Tense};
use crate::stages::tokens::{EndingTable, Paradigm};

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct EndingsShape {
    participle_present: String,
    imperfect: Vec<String>,
    future: Vec<String>,
    conditional: Vec<String>,
    past_a: Vec<String>,
    past_i: Vec<String>,
    past_u: Vec<String>,
    past_in: Vec<String>,
    subjunctive_imperfect_a: Vec<String>,
    subjunctive_imperfect_i: Vec<String>,
    subjunctive_imperfect_u: Vec<String>,
    subjunctive_imperfect_in: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ParadigmShape {
    pub(super) id: Spanned<String>,
    #[serde(rename = "says")]
    _says: String,
    lemma: String,
    #[serde(default)]
    pub(super) at: Vec<String>,
    #[serde(default)]
    lemmas: Vec<String>,
    #[serde(default)]
    present: Vec<String>,
    #[serde(default)]
    imperfect: String,
    #[serde(default)]
    future: String,
    past: Option<Vec<String>>,
    #[serde(default)]
    subjunctive: Vec<String>,
    imperative: Option<Vec<String>>,
    participle_present: Option<String>,
    #[serde(default)]
    participle_past: ParticipleShape,
    #[serde(default)]
    forms: Vec<(String, String, String)>,
    #[serde(rename = "auxiliary")]
    _auxiliary: Option<String>,
}

/// A past participle: the masculine singular, or all four forms.
#[derive(Clone, Default)]
struct ParticipleShape(Vec<String>);

impl<'de> Deserialize<'de> for ParticipleShape {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = ParticipleShape;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("the masculine singular, or a list of the four forms")
            }
            fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<Self::Value, E> {
                Ok(ParticipleShape(vec![v.to_owned()]))
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(
                self,
                mut seq: A,
            ) -> Result<Self::Value, A::Error> {
                let mut forms = Vec::new();
                while let Some(form) = seq.next_element()? {
                    forms.push(form);
                }
                Ok(ParticipleShape(forms))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// All forms of one paradigm, with `@` replaced.
pub(super) fn expand(
    file: &RuleFile,
    p: &ParadigmShape,
    at: &str,
    endings: &EndingsShape,
) -> Result<Paradigm, RuleError> {
    let put = |s: &str| s.replace('@', at);
    let all = |list: &[String]| list.iter().map(|s| put(s)).collect::<Vec<_>>();
    // Every variant of a stem with every ending.
    let on = |stems: &str, ends: &[String]| -> Vec<String> {
        let stem_list = put(stems);
        let with = |end: &String| {
            stem_list.split('|').map(|s| format!("{s}{end}")).collect::<Vec<_>>().join("|")
        };
        if stems == "-" { Vec::new() } else { ends.iter().map(with).collect() }
    };
    let mut table = EndingTable::default();
    table.add_six(Mood::Indicative, Tense::Present, &all(&p.present));
    let has_imperfect =
        p.participle_present.is_some() || !p.imperfect.is_empty() || p.past.is_some();
    if has_imperfect && p.forms.is_empty() {
        table.add_six(Mood::Indicative, Tense::Imperfect, &on(&p.imperfect, &endings.imperfect));
    }
    if !p.future.is_empty() {
        table.add_six(Mood::Indicative, Tense::Future, &on(&p.future, &endings.future));
        table.add_six(Mood::Conditional, Tense::Present, &on(&p.future, &endings.conditional));
    }
    if let Some(past) = &p.past {
        let [stem, series] = &past[..] else {
            return Err(RuleError::at(
                file,
                p.id.span(),
                "`past` is a stem and a series of endings",
            ));
        };
        let (simple, subjunctive) = match series.as_str() {
            "a" => (&endings.past_a, &endings.subjunctive_imperfect_a),
            "i" => (&endings.past_i, &endings.subjunctive_imperfect_i),
            "u" => (&endings.past_u, &endings.subjunctive_imperfect_u),
            "in" => (&endings.past_in, &endings.subjunctive_imperfect_in),
            other => {
                let message = format!("no series `{other}`; there are: a, i, u, in");
                return Err(RuleError::at(file, p.id.span(), message));
            }
        };
        table.add_six(Mood::Indicative, Tense::Past, &on(stem, simple));
        table.add_six(Mood::Subjunctive, Tense::Imperfect, &on(stem, subjunctive));
    }
    table.add_six(Mood::Subjunctive, Tense::Present, &all(&p.subjunctive));
    let imperative = match &p.imperative {
        Some(list) => all(list),
        None => [1, 3, 4].iter().filter_map(|&i| p.present.get(i)).map(|s| put(s)).collect(),
    };
    for (person, form) in [1, 3, 4].into_iter().zip(&imperative) {
        table.add_person(Mood::Imperative, Tense::Present, person, form);
    }
    let unknown = (Number::Unknown, Gender::Unknown);
    table.add_plain(Mood::Infinitive, unknown.0, unknown.1, &put(&p.lemma));
    let present = p
        .participle_present
        .clone()
        .unwrap_or_else(|| format!("{}{}", p.imperfect, endings.participle_present));
    if has_imperfect || p.participle_present.is_some() {
        table.add_plain(Mood::ParticiplePresent, unknown.0, unknown.1, &put(&present));
    }
    for (number, gender, form) in participles(&all(&p.participle_past.0)) {
        table.add_plain(Mood::ParticiplePast, number, gender, &form);
    }
    for (tense, person, form) in &p.forms {
        let (mood, tense) = match tense.as_str() {
            "imperfect" => (Mood::Indicative, Tense::Imperfect),
            "future" => (Mood::Indicative, Tense::Future),
            "past" => (Mood::Indicative, Tense::Past),
            "conditional" => (Mood::Conditional, Tense::Present),
            other => {
                let message =
                    format!("no tense `{other}`; there are: imperfect, future, past, conditional");
                return Err(RuleError::at(file, p.id.span(), message));
            }
        };
        let index = ["1s", "2s", "3s", "1p", "2p", "3p"].iter().position(|i| i == person);
        let index = index
            .ok_or_else(|| RuleError::at(file, p.id.span(), format!("no person `{person}`")))?;
        table.add_person(mood, tense, index, &put(form));
    }
    Ok(Paradigm {
        id: p.id.get_ref().clone(),
        lemma: put(&p.lemma),
        endings: table.into_endings(),
        lemmas: p.lemmas.clone(),
    })
}

/// The four forms of a past participle, from the masculine singular alone if need be.
fn participles(forms: &[String]) -> Vec<(Number, Gender, String)> {
    use Gender::{Feminine, Masculine, Unknown};
    let four = match forms {
        [one] => {
            let plural = if one.ends_with('s') { one.clone() } else { format!("{one}s") };
            vec![one.clone(), format!("{one}e"), plural, format!("{one}es")]
        }
        _ => forms.to_vec(),
    };
    let kinds = [
        (Number::Singular, Masculine),
        (Number::Singular, Feminine),
        (Number::Plural, Masculine),
        (Number::Plural, Feminine),
    ];
    let mut list: Vec<_> = kinds.into_iter().zip(four).map(|((n, g), f)| (n, g, f)).collect();
    // One form for two numbers (pris) tells the number of neither.
    if list.len() == 4 && list[0].2 == list[2].2 {
        list.remove(2);
        list[0].0 = Number::Unknown;
    }
    // An invariable participle has one form only.
    if list.len() == 4 && list[1].2.is_empty() {
        list[0] = (Number::Unknown, Unknown, list[0].2.clone());
    }
    list.retain(|(_, _, f)| !f.is_empty());
    list
}
