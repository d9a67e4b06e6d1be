//! brat standoff becomes an annotation and standoff again, and nothing is lost on the way.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use sourcier::export::{self, brat};
use sourcier::model::Document;
use sourcier::{Annotation, Rules, pipeline};

static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::embedded().unwrap());

fn annotation(id: &str, text: &str, standoff: &str) -> Annotation {
    let marks = brat::read(text, standoff).unwrap_or_else(|e| panic!("{id}:{e}"));
    pipeline::reviewed(&Document::from_text(id, text), marks, &RULES, Some("fr"))
}

/// All that a file says, with stretches in place of the numbers that stand for them. Boilerplate is divided into lines.
fn facts(text: &str, standoff: &str) -> BTreeSet<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut bounds: BTreeMap<&str, (String, String)> = BTreeMap::new();
    let mut events: BTreeMap<&str, String> = BTreeMap::new();
    let mut facts = BTreeSet::new();
    let rows: Vec<Vec<&str>> = standoff.lines().map(|l| l.split('\t').collect()).collect();
    for row in rows.iter().filter(|r| r[0].starts_with('T')) {
        let (label, offsets) = row[1].split_once(' ').unwrap();
        bounds.insert(row[0], (label.to_owned(), offsets.to_owned()));
    }
    for row in rows.iter().filter(|r| r[0].starts_with('E')) {
        let parts = row[1].split(' ').map(|p| p.split_once(':').unwrap());
        let parts = parts.filter(|(role, _)| *role != "Parent");
        let told: BTreeSet<String> =
            parts.map(|(role, t)| format!("{role} {}", bounds[t].1)).collect();
        events.insert(row[0], format!("{told:?}"));
    }
    let named = |id: &str| match bounds.get(id) {
        Some((label, offsets)) => format!("{label} {offsets}"),
        None => events[id].clone(),
    };
    for row in &rows {
        match &row[0][..1] {
            "T" if bounds[row[0]].0 == "Boilerplate" => {}
            "T" => {
                facts.insert(format!("bound {}", named(row[0])));
            }
            "E" => {
                facts.insert(format!("event {}", events[row[0]]));
                for part in row[1].split(' ') {
                    if let Some(parent) = part.strip_prefix("Parent:") {
                        facts.insert(format!("parent {} {}", events[row[0]], events[parent]));
                    }
                }
            }
            "A" => {
                let words: Vec<&str> = row[1].split(' ').collect();
                let value = words.get(2).copied().unwrap_or_default();
                match bounds.get(words[1]) {
                    Some((label, offsets)) if label == "Boilerplate" => {
                        for pair in offsets.split(';') {
                            facts.extend(lines(&chars, pair).map(|l| format!("{value} {l:?}")));
                        }
                    }
                    _ => {
                        facts.insert(format!("{} {value} {}", words[0], named(words[1])));
                    }
                }
            }
            "R" => {
                let words: Vec<&str> = row[1].split(' ').collect();
                let [from, to] = [1, 2].map(|i| named(words[i].split_once(':').unwrap().1));
                facts.insert(format!("{} {from} {to}", words[0]));
            }
            _ => {
                let (sort, target) = row[1].split_once(' ').unwrap();
                facts.insert(format!("remark {sort} {} {:?}", named(target), row.get(2)));
            }
        }
    }
    facts
}

/// The visible lines of a stretch, as code points.
fn lines<'a>(chars: &'a [char], pair: &str) -> impl Iterator<Item = (usize, usize)> + 'a {
    let (start, end) = pair.split_once(' ').unwrap();
    let (start, end): (usize, usize) = (start.parse().unwrap(), end.parse().unwrap());
    let mut from = start;
    let mut list = Vec::new();
    for i in start..=end {
        if i == end || chars[i] == '\n' {
            let inside = || (from..i).filter(|&k| !chars[k].is_whitespace());
            if let (Some(first), Some(last)) = (inside().next(), inside().next_back()) {
                list.push((first, last + 1));
            }
            from = i + 1;
        }
    }
    list.into_iter()
}

fn goes_there_and_back(id: &str, text: &str, standoff: &str) {
    let first = annotation(id, text, standoff);
    // Through a file of annotations as well, where offsets are counted otherwise.
    let line = String::from_utf8(export::write_line(first.clone())).unwrap();
    let read = export::read_line(&line, 1).unwrap();
    assert_eq!(read, first, "{id}");
    let again = export::standoff(&read);
    let (before, after) = (facts(text, standoff), facts(text, &again));
    let lost: Vec<&String> = before.difference(&after).collect();
    let made: Vec<&String> = after.difference(&before).collect();
    assert!(lost.is_empty() && made.is_empty(), "{id}: lost {lost:#?}, made {made:#?}");
    assert_eq!(export::standoff(&annotation(id, text, &again)), again, "{id}");
}

fn articles(dir: &Path) -> Vec<PathBuf> {
    let mut list: Vec<PathBuf> = std::fs::read_dir(dir)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "ann"))
        .collect();
    list.sort();
    list
}

fn all_go_there_and_back(dir: &Path) -> usize {
    let list = articles(dir);
    for path in &list {
        let read = |p: &Path| std::fs::read_to_string(p).unwrap();
        let (text, standoff) = (read(&path.with_extension("txt")), read(path));
        goes_there_and_back(&path.display().to_string(), &text, &standoff);
    }
    list.len()
}

#[test]
fn the_own_corpus_comes_back_whole() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/fr");
    assert!(all_go_there_and_back(&dir) >= 24);
}

#[test]
fn gold_that_is_not_shipped_comes_back_whole() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    for name in ["seeds", "dev/work"] {
        let dir = shared.join(name);
        if dir.is_dir() {
            assert!(all_go_there_and_back(&dir) > 0, "{name}");
        } else {
            println!("skipped: there is no {}", dir.display());
        }
    }
}

const TEXT: &str = "Site \u{1f600}\nPub\nLe pont \u{1f309} cédera, a dit la mae\u{301}ra. Elle l'a redit. La mae\u{301}ra a tort.\n";

/// Two like mentions of which the second is the fullest, boilerplate over two lines, remarks, emoji and combining marks.
const STANDOFF: &str = "T1\tCue 29 34\ta dit
T2\tSource 35 44\tla mae\u{301}ra
T3\tContent 11 27\tLe pont \u{1f309} cédera
T4\tBoilerplate 0 10\tSite \u{1f600} Pub
T5\tMention 62 71\tLa mae\u{301}ra
T6\tCue 51 60\tl'a redit
T7\tSource 46 50\tElle
T8\tSentence 11 45\tLe pont \u{1f309} cédera, a dit la mae\u{301}ra.
E1\tAttribution:T1 Source:T2 Content:T3
E2\tAttribution:T6 Source:T7 Parent:E1
A1\tKind T2 Person
A2\tIdentified T2 Role
A3\tMode E1 Indirect
A4\tStance E1 Asserts
A5\tHedged E1
A6\tKind T4 Site
A7\tKind T7 Person
A8\tIdentified T7 Role
A9\tMode E2 Indirect
A10\tStance E2 NoComment
A11\tVoice T8 Source
R1\tRefers Arg1:T7 Arg2:T5
R2\tRefers Arg1:T2 Arg2:T5
#1\tAnnotatorNotes E1\tsure?
#2\tAnnotatorNotes T5\tthe same
";

#[test]
fn what_the_model_has_no_place_for_comes_back() {
    goes_there_and_back("made up", TEXT, STANDOFF);
    let read = annotation("made up", TEXT, STANDOFF);
    assert_eq!(read.blocks.iter().filter(|b| b.boilerplate).count(), 2);
    assert_eq!(read.attributions[0].cue_lemma, "dire");
    assert_eq!(read.attributions[0].confidence, 1.0);
    assert_eq!(read.claims.iter().filter(|c| c.attribution.is_some()).count(), 1);
}

#[test]
fn a_wrong_line_is_named() {
    for (from, to, expected) in [
        ("29 34\ta dit", "31 36\ta dit", "1: the offsets give \"dit l\", the line says \"a dit\""),
        ("29 34", "29 3400", "1: 29 3400 is no stretch of the text of 80 code points"),
        ("T1\tCue", "T1\tVerb", "1: no label is called `Verb`; allowed: Cue, Source"),
        ("T5\tMention", "T4\tMention", "5: a second T4"),
        ("Content:T3", "Content:T9", "9: there is no T9"),
        ("Content:T3", "Content:T1", "9: T1 is a Cue, not a Content"),
        ("Content:T3", "Object:T3", "9: no role is called `Object`"),
        ("Content:T3", "Content:T3 Content:T3", "9: a second Content"),
        ("Parent:E1", "Parent:E7", "10: there is no E7"),
        ("Stance E1 Asserts", "Stance E1 Sings", "14: no Stance is called `Sings`"),
        ("A4\tStance E1 Asserts\n", "", "9: E1 has no Stance"),
        ("Kind T4 Site", "Kind T4 Body", "16: no kind of boilerplate is called `Body`"),
        ("A6\tKind T4", "A6\tKind T9", "16: Kind of T9, which is nowhere"),
        ("Voice T8 Source", "Voice T8 Nobody", "21: no Voice is called `Nobody`"),
        ("A11\tVoice T8 Source\n", "", "8: T8 has no Voice"),
        ("A7\tKind", "A7\tSize", "17: no attribute is called `Size`"),
        ("Arg2:T5\nR2", "Arg2:T2\nR2", ""),
        ("R2\tRefers Arg1:T2 Arg2:T5", "R2\tRefers Arg1:T5 Arg2:T7", "refers to itself"),
        ("R1\tRefers", "R1\tPrecedes", "22: no relation is called `Precedes`"),
        (
            "#2\tAnnotatorNotes T5",
            "#2\tAnnotatorNotes T50",
            "25: a remark on T50, which is nowhere",
        ),
        ("T7\tSource", "X7\tSource", "7: `X7` is no id of a T, E, A, R or # line"),
    ] {
        let wrong = STANDOFF.replacen(from, to, 1);
        assert_ne!(wrong, STANDOFF, "{from}");
        let told = brat::read(TEXT, &wrong).map_or_else(|e| e.to_string(), |_| String::new());
        assert!(
            told.contains(expected) && told.is_empty() == expected.is_empty(),
            "{from}: {told}"
        );
    }
}
