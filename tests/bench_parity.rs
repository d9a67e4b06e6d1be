//! The measures of pages, lines and sentences equal those of the scripts that came with the data, on the same predictions.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

/// The folder with data and scripts, or a line that says why the test does nothing.
fn bench() -> Option<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/bench");
    let python = Command::new("python3").arg("--version").output().is_ok();
    if dir.join("pages/score_html.py").exists() && python {
        Some(dir)
    } else {
        eprintln!("skipped: ../shared/bench or python3 is not there");
        None
    }
}

/// Runs Python in the folder of a script, so that its functions can be called and no figure is rounded.
fn python(dir: &Path, program: &str, args: &[&Path]) -> Value {
    let out = Command::new("python3")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("PYTHONPATH", dir)
        .args(["-c", program])
        .args(args)
        .output()
        .unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).unwrap()
}

fn eval(args: &[&str], paths: &[(&str, &Path)]) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sourcier"));
    command.args(["eval", "--json"]).args(args);
    for (option, path) in paths {
        command.arg(option).arg(path);
    }
    let out = command.output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).unwrap()
}

/// Compares figures: where ours stand, and what theirs is.
fn compare(ours: &Value, theirs: &Value, pairs: &[(&str, &str)], what: &str) {
    for (mine, other) in pairs {
        let (a, b) = (ours.pointer(mine), theirs.pointer(other));
        let a = a.and_then(Value::as_f64).unwrap_or_else(|| panic!("no {mine} in {ours}"));
        let b = b.and_then(Value::as_f64).unwrap_or_else(|| panic!("no {other} in {theirs}"));
        assert!((a - b).abs() < 1e-9, "{what}: {mine} is {a}, {other} is {b}");
    }
}

fn records(path: &Path) -> Vec<Value> {
    fs::read_to_string(path).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

fn write(path: &Path, records: &[Value]) {
    fs::write(path, records.iter().map(|r| format!("{r}\n")).collect::<String>()).unwrap();
}

/// A fixed row of numbers.
fn numbers(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut state = seed * 7919 + 1;
    move |n| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 20) % n
    }
}

const HTML: &str = "
import json, pathlib, sys, score_html
rows = [json.loads(l) for l in open(pathlib.Path(sys.argv[1]) / 'gold.jsonl', encoding='utf-8')]
preds = {x['id']: x['text'] or '' for x in map(json.loads, open(sys.argv[2], encoding='utf-8'))}
print(json.dumps(score_html.score(rows, preds)))";

#[test]
fn kept_text_scores_the_same() {
    let Some(bench) = bench() else { return };
    let scripts = bench.join("pages");
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("kept.jsonl");
    for (set, chunks) in [("aed", false), ("wcxb-dev", true)] {
        let set = scripts.join(set);
        let mut pairs = vec![
            ("/html/pages", "/pages"),
            ("/html/shingle/p", "/shP"),
            ("/html/shingle/r", "/shR"),
            ("/html/shingle/f", "/shF1"),
            ("/html/exact", "/exact"),
            ("/html/word/f", "/wordF1"),
        ];
        if chunks {
            pairs.extend([
                ("/html/chunk/p", "/chP"),
                ("/html/chunk/r", "/chR"),
                ("/html/chunk/f", "/chF1"),
                ("/html/chunk_accuracy", "/chAcc"),
            ]);
        }
        // What the command reads itself is what `extract` prints.
        let out = Command::new(env!("CARGO_BIN_EXE_sourcier"))
            .args(["extract", "-t", "jsonl", "-o"])
            .args([&path, &set.join("html")])
            .output()
            .unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        let theirs = python(&scripts, HTML, &[&set, &path]);
        compare(&eval(&[], &[("--pages", &set)]), &theirs, &pairs, "own");

        // Gold as it is, and damaged: texts shortened, mixed, in capitals, empty, missing.
        let gold = records(&set.join("gold.jsonl"));
        for seed in 0..4 {
            let mut random = numbers(seed);
            let mut told = Vec::new();
            for (i, g) in gold.iter().enumerate() {
                let text = g["text"].as_str().unwrap_or_default();
                let half = text.char_indices().nth(text.chars().count() / 2).map_or(0, |c| c.0);
                let other = gold[(i + 1) % gold.len()]["text"].as_str().unwrap_or_default();
                let text = match if seed == 0 { 9 } else { random(7) } {
                    0 => json!(null),
                    1 => continue,
                    2 => json!(text[..half]),
                    3 => json!(format!("{text}\n{other}")),
                    4 => json!(text.to_uppercase()),
                    5 => json!(text.split_whitespace().take(3).collect::<Vec<_>>().join("\u{a0} ")),
                    _ => json!(text),
                };
                told.push(json!({"id": g["id"], "text": text}));
            }
            write(&path, &told);
            let theirs = python(&scripts, HTML, &[&set, &path]);
            let ours = eval(&[], &[("--pages", &set), ("--pred", &path)]);
            compare(&ours, &theirs, &pairs, &format!("seed {seed}"));
        }
    }
}

const LINES: &str = "
import json, pathlib, sys, score_lines
rows = [json.loads(l) for l in open(pathlib.Path(sys.argv[1]) / 'labels.jsonl', encoding='utf-8')]
preds = {x['id']: x['lines'] for x in map(json.loads, open(sys.argv[2], encoding='utf-8'))}
print(json.dumps([score_lines.score(rows, preds, w) for w in (None, 0, 8)]))";

#[test]
fn verdicts_on_lines_score_the_same() {
    let Some(bench) = bench() else { return };
    let scripts = bench.join("pages");
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("lines.jsonl");
    for set in ["aed", "wcxb-dev"] {
        let set = scripts.join(set);
        let gold = records(&set.join("labels.jsonl"));
        for seed in 0..3 {
            let mut random = numbers(seed + 1);
            let mut told = Vec::new();
            for g in &gold {
                if seed > 0 && random(12) == 0 {
                    continue;
                }
                // Some programs print other lines than they were given.
                let changes = seed > 1 && random(3) == 0;
                let mut lines = Vec::new();
                for line in g["lines"].as_array().unwrap() {
                    let is_content = line["label"] == "content";
                    let flag = if random(5) == 0 { is_content } else { !is_content };
                    let verdict = json!({"text": line["text"], "boilerplate": flag});
                    match if changes { random(9) } else { 9 } {
                        0 => {}
                        1 => lines.extend([verdict.clone(), verdict]),
                        2 => lines.push(json!({"text": "another line", "boilerplate": true})),
                        _ => lines.push(verdict),
                    }
                }
                told.push(json!({"id": g["id"], "lines": lines}));
            }
            write(&path, &told);
            let theirs = python(&scripts, LINES, &[&set, &path]);
            for (i, window) in [None, Some("0"), Some("8")].into_iter().enumerate() {
                let args: Vec<&str> = window.into_iter().flat_map(|w| ["--window", w]).collect();
                let ours = eval(&args, &[("--pages", &set), ("--pred", &path)]);
                let mut pairs = vec![
                    ("/lines/pages", "/pages"),
                    ("/lines/page/f", "/page"),
                    ("/lines/lost", "/lost"),
                ];
                for (mine, other) in [("line", "line"), ("token", "tok"), ("boilerplate", "bp")] {
                    for (k, part) in ["p", "r", "f"].into_iter().enumerate() {
                        let mine: &str = format!("/lines/{mine}/{part}").leak();
                        pairs.push((mine, format!("/{other}/{k}").leak()));
                    }
                }
                compare(&ours, &theirs[i], &pairs, &format!("seed {seed}, window {window:?}"));
            }
        }
    }
}

const SENTENCES: &str = "
import json, sys
gold, told, texts = sys.argv[1:]
sys.argv = ['score']
import score
print(json.dumps(score.score(score.load(gold), score.load(told), texts)))";

#[test]
fn sentences_score_the_same() {
    let Some(bench) = bench() else { return };
    let scripts = bench.join("sentences");
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("told.jsonl");
    let pairs = [
        ("/sentences/boundary/p", "/P"),
        ("/sentences/boundary/r", "/R"),
        ("/sentences/boundary/f", "/F"),
    ];
    for set in ["gsd_dev", "pud_wiki", "frwiki", "partut"] {
        let texts = scripts.join(format!("fr_{set}.news"));
        let gold = scripts.join(format!("fr_{set}.news.gold.jsonl"));
        for seed in 0..4 {
            let mut random = numbers(seed + 1);
            let mut told = Vec::new();
            if seed == 0 {
                // What the command reads itself is what `annotate` prints.
                let out = Command::new(env!("CARGO_BIN_EXE_sourcier"))
                    .arg("annotate")
                    .arg(&texts)
                    .output()
                    .unwrap();
                for line in String::from_utf8(out.stdout).unwrap().lines() {
                    let a: Value = serde_json::from_str(line).unwrap();
                    let pair = |s: &Value| json!([s["start"], s["end"]]);
                    let list: Vec<Value> =
                        a["sentences"].as_array().unwrap().iter().map(pair).collect();
                    told.push(json!({"id": a["id"], "sentences": list}));
                }
            } else {
                for mut g in records(&gold) {
                    let list = g["sentences"].as_array_mut().unwrap();
                    list.retain(|_| random(6) > 0);
                    for s in list {
                        if random(5) == 0 {
                            s[1] = json!(s[1].as_u64().unwrap() - random(9));
                        }
                    }
                    if random(9) > 0 {
                        told.push(g);
                    }
                }
            }
            write(&path, &told);
            let theirs = python(&scripts, SENTENCES, &[&gold, &path, &texts]);
            let ours = eval(&[], &[("--sentences", &texts), ("--pred", &path)]);
            compare(&ours, &theirs, &pairs, &format!("{set}, seed {seed}"));
            if seed == 0 {
                compare(&eval(&[], &[("--sentences", &texts)]), &theirs, &pairs, "own");
            }
        }
    }
}
