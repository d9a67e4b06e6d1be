//! The gate of `sourcier eval`: what it lets pass, what it holds up, and who may move a floor.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// Two sentences whose parts the tests name by their words.
const TEXT: &str = "La maire affirme que le pont tient. Le préfet dément cette version.\n";

/// A folder with one gold article, predictions for it, and a place for floors.
struct Desk {
    dir: TempDir,
}

impl Desk {
    fn new() -> Desk {
        let desk = Desk { dir: tempfile::tempdir().unwrap() };
        fs::create_dir(desk.path("gold")).unwrap();
        fs::write(desk.path("gold/pont.txt"), TEXT).unwrap();
        desk.gold(&gold());
        desk.predict(&[FIRST, SECOND]);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn gold(&self, ann: &str) {
        fs::write(self.path("gold/pont.ann"), ann).unwrap();
    }

    fn predict(&self, attributions: &[(&str, &str, &str)]) {
        let list: Vec<serde_json::Value> = attributions
            .iter()
            .map(|(source, cue, content)| {
                serde_json::json!({
                    "cue": [span(cue)], "content": [span(content)], "mode": "indirect",
                    "stance": "asserts",
                    "source": {"spans": [span(source)], "kind": "person", "identified": "role"},
                })
            })
            .collect();
        let line = serde_json::json!({"id": "pont", "text": TEXT, "attributions": list});
        fs::write(self.path("pred.jsonl"), format!("{line}\n")).unwrap();
    }

    /// Runs the gate and gives its exit code, standard output and standard error.
    fn eval(&self, more: &[&str]) -> (i32, String, String) {
        let out = Command::new(env!("CARGO_BIN_EXE_sourcier"))
            .current_dir(self.dir.path())
            .args(["eval", "--gold", "gold", "--pred", "pred.jsonl", "--gate", "floors"])
            .args(more)
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (out.status.code().unwrap(), text(out.stdout), text(out.stderr))
    }

    fn floors(&self) -> Vec<String> {
        ["attributions", "blocks", "cues", "sources", "claims"]
            .map(|s| fs::read_to_string(self.path(&format!("floors/{s}.toml"))).unwrap())
            .to_vec()
    }
}

const FIRST: (&str, &str, &str) = ("La maire", "affirme", "que le pont tient");
const SECOND: (&str, &str, &str) = ("Le préfet", "dément", "cette version");

fn span(words: &str) -> [usize; 2] {
    let start = TEXT[..TEXT.find(words).unwrap()].chars().count();
    [start, start + words.chars().count()]
}

/// Gold of both sentences.
fn gold() -> String {
    let mut out = String::new();
    for (i, (source, cue, content)) in [FIRST, SECOND].iter().enumerate() {
        for (j, (label, words)) in
            [("Cue", cue), ("Source", source), ("Content", content)].iter().enumerate()
        {
            let [start, end] = span(words);
            out.push_str(&format!("T{}\t{label} {start} {end}\t{words}\n", 3 * i + j + 1));
        }
        let (cue, source, content, e) = (3 * i + 1, 3 * i + 2, 3 * i + 3, i + 1);
        out.push_str(&format!("E{e}\tAttribution:T{cue} Source:T{source} Content:T{content}\n"));
        for (n, line) in [
            format!("Kind T{source} Person"),
            format!("Identified T{source} Role"),
            format!("Mode E{e} Indirect"),
            format!("Stance E{e} Asserts"),
        ]
        .iter()
        .enumerate()
        {
            out.push_str(&format!("A{}\t{line}\n", 4 * i + n + 1));
        }
    }
    out
}

/// The row of a measure in what the gate prints.
fn row<'a>(printed: &'a str, head: &str, measure: &str) -> Vec<&'a str> {
    let part = printed.split(head).nth(1).unwrap_or_else(|| panic!("no {head:?} in {printed}"));
    let line = part.lines().find(|l| l.split_whitespace().nth(1) == Some(measure));
    let line = line.unwrap_or_else(|| panic!("no {measure} under {head:?} in {printed}"));
    line.split_whitespace().collect()
}

#[test]
fn present_figures_pass_their_own_floors() {
    let desk = Desk::new();
    let (code, out, _) = desk.eval(&["--update"]);
    assert_eq!(code, 0);
    assert!(out.contains("relation@0.5                  1.000  new"), "{out}");
    let (code, out, _) = desk.eval(&[]);
    assert_eq!(code, 0, "{out}");
    assert!(out.ends_with("\nThe gate holds.\n"), "{out}");
    assert!(!out.contains("below the floor") && !out.contains("raisable"), "{out}");
}

#[test]
fn a_loss_fails_and_is_counted() {
    let desk = Desk::new();
    desk.eval(&["--update"]);
    let before = desk.floors();
    desk.predict(&[FIRST]);
    let (code, out, _) = desk.eval(&[]);
    assert_eq!(code, 1);
    let wanted = ["cues", "cue", "1.000", "0.666", "-0.334", "1", "attribution"];
    assert_eq!(row(&out, "below the floor", "cue"), wanted);
    assert!(out.ends_with("\nThe gate does not hold.\n"), "{out}");
    assert_eq!(desk.floors(), before, "only --update moves a floor");
}

#[test]
fn a_floor_that_nothing_is_measured_for_is_not_reached() {
    let desk = Desk::new();
    desk.eval(&["--update"]);
    desk.predict(&[]);
    let (code, out, _) = desk.eval(&[]);
    assert_eq!(code, 1);
    let wanted =
        ["attributions", "stance", "1.000", "0.000", "-1.000", "nothing", "was", "measured"];
    assert_eq!(row(&out, "below the floor", "stance"), wanted);
}

#[test]
fn a_gain_is_raisable_and_raised_by_the_flag_alone() {
    let desk = Desk::new();
    desk.predict(&[FIRST]);
    desk.eval(&["--update"]);
    let before = desk.floors();
    desk.predict(&[FIRST, SECOND]);
    let (code, out, _) = desk.eval(&[]);
    assert_eq!(code, 0);
    assert_eq!(row(&out, "raisable", "cue"), ["cues", "cue", "0.666", "1.000", "+0.334"]);
    assert_eq!(desk.floors(), before);
    let (_, out, _) = desk.eval(&["--update"]);
    assert!(out.contains("0.666 -> 1.000  raised"), "{out}");
    assert!(desk.floors()[2].contains("\"cue\" = 1.000\n"), "{}", desk.floors()[2]);
    desk.predict(&[FIRST]);
    let raised = desk.floors();
    let (code, out, _) = desk.eval(&["--update"]);
    assert_eq!(code, 1);
    assert!(out.contains("1.000 -> 0.666  LOWERED"), "{out}");
    assert!(out.contains("Nothing was written: content_exact, cue, "), "{out}");
    assert_eq!(desk.floors(), raised);
    let (code, out, _) = desk.eval(&["--update", "--allow-regression"]);
    assert_eq!(code, 0);
    assert!(out.contains("1.000 -> 0.666  LOWERED"), "{out}");
    assert_ne!(desk.floors(), raised);
}

#[test]
fn other_gold_is_told() {
    let desk = Desk::new();
    desk.eval(&["--update"]);
    let (_, out, _) = desk.eval(&[]);
    assert!(!out.contains("measured on other gold"), "{out}");
    let first: Vec<String> = gold().lines().take(8).map(str::to_owned).collect();
    desk.gold(&(first.join("\n") + "\n"));
    let (_, out, _) = desk.eval(&[]);
    let told = "The floors of attributions, blocks, claims, cues, sources were measured on other gold: 1 articles with 2 attributions";
    assert!(out.contains(told), "{out}");
    assert!(out.contains("1 with 1 ("), "{out}");
}

#[test]
fn single_attributions_that_flip_are_shown_and_counted() {
    let desk = Desk::new();
    // One found and one missed: when it is the other way round, no figure changes.
    desk.predict(&[FIRST]);
    desk.eval(&["--update"]);
    desk.predict(&[SECOND]);
    let (code, out, _) = desk.eval(&[]);
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("2 attributions flipped, 20 may: 1 worse, 1 better"), "{out}");
    let lost = "    - lost E1  {source: La maire} {cue: affirme} {content: que le pont tient}";
    let found = "    + found E2  ";
    assert!(out.contains(lost) && out.contains(found), "{out}");
    let path = desk.path("floors/attributions.toml");
    let file = fs::read_to_string(&path).unwrap();
    fs::write(&path, file.replace("most = 20", "most = 1")).unwrap();
    let (code, out, _) = desk.eval(&[]);
    assert_eq!(code, 1);
    assert!(out.contains("2 attributions flipped, 1 may"), "{out}");
    // What a folder allows stays when its floors are renewed.
    desk.eval(&["--update"]);
    assert!(fs::read_to_string(&path).unwrap().contains("most = 1\n"));
}

#[test]
fn two_readings_stand_side_by_side() {
    let desk = Desk::new();
    desk.predict(&[FIRST]);
    fs::rename(desk.path("pred.jsonl"), desk.path("old.jsonl")).unwrap();
    desk.predict(&[SECOND, ("pont", "tient", "cette version")]);
    let out = Command::new(env!("CARGO_BIN_EXE_sourcier"))
        .current_dir(desk.dir.path())
        .args(["eval", "--gold", "gold", "--compare", "old.jsonl", "pred.jsonl"])
        .output()
        .unwrap();
    let out = String::from_utf8(out.stdout).unwrap();
    assert!(out.starts_with("1 won, 2 lost\n"), "{out}");
    assert!(
        out.contains("cue              0.666 -> 0.500") || out.contains("0.667 -> 0.500"),
        "{out}"
    );
    assert!(out.contains("\nWON  pont  E2\n"), "{out}");
    let lost = "\nLOST  pont  E1\n    gold  {source: La maire} {cue: affirme} {content: que le pont tient}. Le préfet dément cette version.\n";
    assert!(out.contains(lost), "{out}");
    assert!(
        out.contains("\nLOST  pont  invented\n    gold  nothing\n    old   nothing\n    new   "),
        "{out}"
    );
}

#[test]
fn files_are_the_same_bytes_and_sorted() {
    let desk = Desk::new();
    desk.eval(&["--update"]);
    let first = desk.floors();
    desk.eval(&["--update"]);
    assert_eq!(desk.floors(), first);
    for file in first {
        let keys: Vec<&str> = file
            .lines()
            .filter(|l| l.starts_with('"'))
            .map(|l| &l[..l.rfind('"').unwrap()])
            .collect();
        let (floors, counts) = keys.split_at(keys.len() / 2);
        assert!(floors.is_sorted(), "{file}");
        assert_eq!(floors, counts, "{file}");
    }
}

#[test]
fn json_stays_data() {
    let desk = Desk::new();
    desk.eval(&["--update"]);
    let (_, out, err) = desk.eval(&["--json"]);
    assert!(serde_json::from_str::<serde_json::Value>(&out).is_ok(), "{out}");
    assert!(err.contains("The gate holds."), "{err}");
}

#[test]
fn a_wrong_baseline_is_an_error_that_names_the_file() {
    let desk = Desk::new();
    let (code, _, err) = desk.eval(&[]);
    assert_eq!(code, 2);
    assert!(err.contains(&Path::new("floors").join("blocks.toml").display().to_string()), "{err}");
    desk.eval(&["--update"]);
    let path = desk.path("floors/cues.toml");
    let good = fs::read_to_string(&path).unwrap();
    fs::write(&path, good.replace("\"cue\" = 1.000", "\"cues\" = 1.000")).unwrap();
    let (code, _, err) = desk.eval(&[]);
    assert_eq!(code, 2);
    assert!(err.contains("no measure of cues is called `cues`; there are cue"), "{err}");
    fs::write(&path, good.replace("\"cue\" = 1.000", "\"cue\" = 1.5")).unwrap();
    let (code, _, err) = desk.eval(&[]);
    assert_eq!(code, 2);
    assert!(err.contains("the floor of `cue` is 1.5, which is outside 0..=1"), "{err}");
}
