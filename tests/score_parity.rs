//! The measures equal those of the independent scorer, to three decimals, on the same files.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

fn shared() -> Option<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let python = Command::new("python3").arg("--version").output().is_ok();
    if dir.join("tools/score.py").exists() && python {
        Some(dir)
    } else {
        eprintln!("skipped: ../shared/tools/score.py or python3 is not there");
        None
    }
}

/// Gold turned into predictions, then damaged in a fixed way.
fn damaged(lines: &str, seed: u64) -> String {
    let mut state = seed | 1;
    let mut random = move |n: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 20) % n
    };
    let mut out = String::new();
    for line in lines.lines() {
        let mut d: Value = serde_json::from_str(line).unwrap();
        let length = d["text"].as_str().unwrap().chars().count() as u64;
        let mut kept = Vec::new();
        for a in d["attributions"].as_array().unwrap() {
            let mut a = a.clone();
            if seed > 0 {
                match random(8) {
                    0 => continue,
                    1 => kept.push(a.clone()),
                    2 => {
                        for part in ["cue", "content"] {
                            for s in a[part].as_array_mut().unwrap() {
                                let start = s[0].as_u64().unwrap();
                                s[0] = json!(start.saturating_sub(random(12)));
                                s[1] = json!((s[1].as_u64().unwrap() + random(9)).min(length));
                            }
                        }
                    }
                    3 => a["mode"] = json!("Direct"),
                    4 => a["parent"] = Value::Null,
                    5 => a["source"] = Value::Null,
                    6 => a["hedged"] = json!(true),
                    _ => a["stance"] = json!("no_comment"),
                }
            }
            a["confidence"] = json!(random(101) as f64 / 100.0);
            kept.push(a);
        }
        d["attributions"] = json!(kept);
        if seed > 0 {
            for b in d["blocks"].as_array_mut().unwrap() {
                b["boilerplate"] = json!(random(4) > 0);
            }
            for s in d["sources"].as_array_mut().unwrap() {
                if random(3) == 0 {
                    s["mentions"].as_array_mut().unwrap().truncate(1);
                }
            }
        }
        out.push_str(&d.to_string());
        out.push('\n');
    }
    out
}

fn compare(shared: &Path, gold: &Path, predictions: &Path) {
    let python = Command::new("python3")
        .arg(shared.join("tools/score.py"))
        .args([gold, predictions])
        .arg("--json")
        .output()
        .unwrap();
    assert!(python.status.success(), "{}", String::from_utf8_lossy(&python.stderr));
    let theirs: Value = serde_json::from_slice(&python.stdout).unwrap();
    let rust = Command::new(env!("CARGO_BIN_EXE_sourcier"))
        .args(["eval", "--json", "--gold"])
        .arg(gold)
        .arg("--pred")
        .arg(predictions)
        .output()
        .unwrap();
    assert!(rust.status.success(), "{}", String::from_utf8_lossy(&rust.stderr));
    let ours: Value = serde_json::from_slice(&rust.stdout).unwrap();
    let mut compared = 0;
    for (key, value) in theirs.as_object().unwrap() {
        for (field, number) in value.as_object().unwrap() {
            let mine = &ours[key][field];
            match (number.as_f64(), mine.as_f64()) {
                (Some(a), Some(b)) => {
                    assert!(
                        (a - b).abs() < 0.0005,
                        "{key}.{field}: {a} there, {b} here, on {}",
                        gold.display()
                    );
                    compared += 1;
                }
                _ => assert_eq!(number, mine, "{key}.{field} on {}", gold.display()),
            }
        }
    }
    assert!(compared > 60, "only {compared} numbers were compared");
}

#[test]
fn measures_equal_the_independent_scorer() {
    let Some(shared) = shared() else { return };
    let dir = tempfile::tempdir().unwrap();
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/fr");
    for gold in [shared.join("corpus/seeds"), shared.join("corpus/dev/work"), own] {
        let out = Command::new("python3")
            .arg(shared.join("tools/ann2pred.py"))
            .arg(&gold)
            .output()
            .unwrap();
        assert!(out.status.success());
        let lines = String::from_utf8(out.stdout).unwrap();
        if lines.is_empty() {
            continue;
        }
        for seed in 0..6 {
            let path = dir.path().join(format!("{seed}.jsonl"));
            std::fs::write(&path, damaged(&lines, seed * 7919)).unwrap();
            compare(&shared, &gold, &path);
        }
    }
}

#[test]
fn our_own_annotations_score_the_same() {
    let Some(shared) = shared() else { return };
    let dir = tempfile::tempdir().unwrap();
    for name in ["seeds", "dev/work"] {
        let gold = shared.join("corpus").join(name);
        let texts = std::fs::read_dir(&gold).unwrap().map(|e| e.unwrap().path());
        let texts: Vec<PathBuf> =
            texts.filter(|p| p.extension().is_some_and(|e| e == "txt")).collect();
        let out = Command::new(env!("CARGO_BIN_EXE_sourcier"))
            .arg("annotate")
            .args(texts)
            .output()
            .unwrap();
        assert!(out.status.success());
        let path = dir.path().join("own.jsonl");
        std::fs::write(&path, out.stdout).unwrap();
        compare(&shared, &gold, &path);
    }
}
