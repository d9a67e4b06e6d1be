//! `sourcier eval` tells what was found of each construction, and what went wrong, in groups.

use std::fs;
use std::process::Command;

use serde_json::{Value, json};

const TEXT: &str = "La maire affirme que le pont tient. Le préfet dément cette version.
Selon le garde, l'eau monte. Il ajoute que la rive cède. La pluie dit l'automne. Le vent dit l'hiver.\n";

/// Construction, source, cue and content of the gold.
const GOLD: [(&str, &str, &str, &str); 4] = [
    ("A10", "La maire", "affirme", "que le pont tient"),
    ("A2", "Le préfet", "dément", "cette version"),
    ("A2", "le garde", "Selon", "l'eau monte"),
    ("A2", "Il", "ajoute", "que la rive cède"),
];

fn span(words: &str) -> [usize; 2] {
    let start = TEXT[..TEXT.find(words).unwrap()].chars().count();
    [start, start + words.chars().count()]
}

fn standoff() -> String {
    let mut out = String::new();
    for (i, (construction, source, cue, content)) in GOLD.iter().enumerate() {
        let [t, e] = [3 * i + 1, i + 1];
        for (j, (label, words)) in
            [("Cue", cue), ("Source", source), ("Content", content)].iter().enumerate()
        {
            let [start, end] = span(words);
            out.push_str(&format!("T{}\t{label} {start} {end}\t{words}\n", t + j));
        }
        out.push_str(&format!("E{e}\tAttribution:T{t} Source:T{} Content:T{}\n", t + 1, t + 2));
        out.push_str(&format!("A{e}\tConstruction E{e} {construction}\n"));
    }
    out
}

/// One right prediction, one with another source, two that nothing in gold stands for; the fourth of gold is missed.
fn predictions() -> Value {
    let list = [
        ("r.verb", "La maire", "affirme", "que le pont tient"),
        ("r.verb", "Le préfet", "dément", "cette version"),
        ("r.selon", "maire", "Selon", "l'eau monte"),
        ("r.stray", "La pluie", "dit", "l'automne"),
        ("r.stray", "Le vent", "dit l'hiver", "l'hiver"),
    ];
    let told = list.map(|(rule, source, cue, content)| {
        json!({"rule": rule, "cue": [span(cue)], "content": [span(content)], "mode": "indirect",
            "source": {"spans": [span(source)]}})
    });
    json!({"id": "pont", "text": TEXT, "attributions": told})
}

fn eval(more: &[&str]) -> String {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("pont.txt"), TEXT).unwrap();
    fs::write(dir.path().join("pont.ann"), standoff()).unwrap();
    fs::write(dir.path().join("pred.jsonl"), format!("{}\n", predictions())).unwrap();
    let out = Command::new(env!("CARGO_BIN_EXE_sourcier"))
        .current_dir(dir.path())
        .args(["eval", "--gold", ".", "--pred", "pred.jsonl"])
        .args(more)
        .output()
        .unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

#[test]
fn constructions_tell_what_was_found() {
    let printed = eval(&[]);
    let table = printed.split("recall by construction").nth(1).unwrap();
    let rows: Vec<Vec<&str>> =
        table.lines().skip(1).map(|l| l.split_whitespace().collect()).collect();
    // By number, and found by relation, by cue, of gold.
    assert_eq!(rows, [["A2", "1", "2", "3"], ["A10", "1", "1", "1"]]);
    let json: Value = serde_json::from_str(&eval(&["--json"])).unwrap();
    assert_eq!(json["construction:A2"], json!({"found": 1, "cue": 2, "gold": 3}));
    assert_eq!(json["construction:A10"], json!({"found": 1, "cue": 1, "gold": 1}));
}

#[test]
fn errors_stand_in_groups_the_largest_first() {
    let printed = eval(&["--errors", "9"]);
    let told = &printed[printed.find("\nFALSE").unwrap()..];
    for line in [
        "{source: La pluie} {cue: dit} {content: l'automne}. Le vent dit l'hiver.",
        "{source: Le vent} {cue: dit {content: l'hiver}}.",
    ] {
        assert!(told.contains(line), "{told}");
    }
    let heads: Vec<&str> =
        told.lines().filter(|l| l.contains(": ") && !l.starts_with(' ')).collect();
    assert_eq!(heads, ["FALSE r.stray: 2", "SPAN r.selon: 1", "MISSED A2: 1"]);
    assert!(
        told.contains(
            "  pont, source\n    gold  {cue: Selon} {source: le garde}, {content: l'eau monte}. Il"
        ),
        "{told}"
    );
    assert!(
        told.contains("{source: Il} {cue: ajoute} {content: que la rive cède}. La pluie"),
        "{told}"
    );
}

#[test]
fn no_more_errors_than_asked_for() {
    let printed = eval(&["--errors", "1"]);
    assert!(printed.contains("FALSE r.stray: 2") && printed.contains("La pluie}"), "{printed}");
    assert!(!printed.contains("Le vent}") && !printed.contains("SPAN"), "{printed}");
    assert!(!eval(&[]).contains("FALSE"));
}
