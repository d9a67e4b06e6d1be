//! The forms of verbs that the lexicon generates, against the verb forms of treebanks, which lie beside the project and
//! not in it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sourcier::Rules;
use sourcier::eval::treebank::{TreeWord, read_conllu};
use sourcier::model::{Gender, Mood, Number, Tense, VerbForm};
use sourcier::rules::fold;

/// The share of forms that must be generated with the treebank's own analysis. What is missing are above all slips of
/// the treebanks: a wrong mood or number, or a lemma that is another verb's.
const FLOOR: f64 = 0.996;

/// The values of a word's features by name; a word that is a slip of the pen has none.
fn features(word: &TreeWord) -> Option<BTreeMap<&str, &str>> {
    let all: BTreeMap<_, _> = word.features.split('|').filter_map(|f| f.split_once('=')).collect();
    (!all.contains_key("Typo")).then_some(all)
}

fn mood(told: &BTreeMap<&str, &str>) -> Option<Mood> {
    Some(match (told.get("VerbForm").copied(), told.get("Mood").copied()) {
        (Some("Inf"), _) => Mood::Infinitive,
        (Some("Part"), _) if told.get("Tense") == Some(&"Pres") => Mood::ParticiplePresent,
        (Some("Part"), _) => Mood::ParticiplePast,
        (_, Some("Ind")) => Mood::Indicative,
        (_, Some("Cnd")) => Mood::Conditional,
        (_, Some("Sub")) => Mood::Subjunctive,
        (_, Some("Imp")) => Mood::Imperative,
        _ => return None,
    })
}

/// Whether a reading says the same as the treebank; what either of them leaves open counts as the same.
fn agrees(form: &VerbForm, told: &BTreeMap<&str, &str>, mood: Mood) -> bool {
    let tense = match told.get("Tense").copied() {
        Some("Pres") => Some(Tense::Present),
        Some("Imp") => Some(Tense::Imperfect),
        Some("Fut") => Some(Tense::Future),
        // The imperfect of the subjunctive is a past tense in some treebanks.
        Some("Past") if mood == Mood::Indicative => Some(Tense::Past),
        _ => None,
    };
    let person = match told.get("Person").copied() {
        Some("1") => form.persons.first(),
        Some("2") => form.persons.second(),
        Some("3") => form.persons.third(),
        _ => true,
    };
    let number = match told.get("Number").copied() {
        Some("Sing") => form.number != Number::Plural,
        Some("Plur") => form.number != Number::Singular,
        _ => true,
    };
    let gender = match told.get("Gender").copied() {
        Some("Masc") => form.gender != Gender::Feminine,
        Some("Fem") => form.gender != Gender::Masculine,
        _ => true,
    };
    form.mood == mood
        && (!mood.is_finite() || tense.is_none_or(|t| t == form.tense) && person)
        && number
        && gender
}

fn treebanks() -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/ud");
    let Ok(entries) = std::fs::read_dir(dir) else {
        println!("skipped: no treebanks in ../shared/ud");
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.map(|e| e.unwrap().path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "conllu"));
    paths.sort();
    paths
}

#[test]
fn generated_forms_agree_with_treebanks() {
    let rules = Rules::embedded().unwrap();
    let lexicon = &rules.language("fr").unwrap().tokens.lexicon;
    let (mut found, mut all) = (0, 0);
    let mut readings = Vec::new();
    let mut missed: BTreeMap<String, usize> = BTreeMap::new();
    let mut unknown: BTreeMap<String, usize> = BTreeMap::new();
    let mut by_mood: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for path in treebanks() {
        for word in read_conllu(&std::fs::read_to_string(path).unwrap()).iter().flatten() {
            let Some(told) = features(word).filter(|_| word.pos.is_verbal()) else { continue };
            let Some(mood) = mood(&told) else { continue };
            let lemma = fold(&word.lemma);
            if lexicon.verb(&lemma).is_none() {
                *unknown.entry(lemma).or_default() += 1;
                continue;
            }
            readings.clear();
            lexicon.read(&fold(&word.form), &mut readings);
            let right =
                readings.iter().any(|r| lexicon.lemma(r.verb) == lemma && agrees(r, &told, mood));
            let row = by_mood.entry(format!("{mood:?}")).or_default();
            row.1 += 1;
            all += 1;
            if right {
                found += 1;
                row.0 += 1;
            } else {
                let what = format!("{} < {lemma} {}", word.form, word.features);
                *missed.entry(what).or_default() += 1;
            }
        }
    }
    if all == 0 {
        return;
    }
    let share = found as f64 / all as f64;
    println!("verb forms generated as the treebanks have them: {share:.4} of {all}");
    for (mood, (found, all)) in by_mood {
        println!("  {mood:<18} {:.4} of {all}", found as f64 / all as f64);
    }
    print_most("missed", missed, 40);
    print_most("verbs that the lexicon does not know", unknown, 20);
    assert!(share >= FLOOR, "{share:.4} is below {FLOOR}");
}

fn print_most(what: &str, counts: BTreeMap<String, usize>, most: usize) {
    let total: usize = counts.values().sum();
    let mut list: Vec<_> = counts.into_iter().collect();
    list.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    println!("{what}: {total}, most often");
    for (name, count) in list.iter().take(most) {
        println!("  {count:>4} {name}");
    }
}
