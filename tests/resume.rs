//! Runs that are stopped: nothing is lost, nothing is doubled, and a line is whole or absent.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

const SOURCIER: &str = env!("CARGO_BIN_EXE_sourcier");
const ARTICLES: usize = 60;

/// A folder of articles, of which one is broken.
fn articles(dir: &Path) -> PathBuf {
    let folder = dir.join("articles");
    fs::create_dir(&folder).unwrap();
    for i in 0..ARTICLES {
        let text = format!("« Le pont {i} tient », a déclaré le maire de Vallon-{i}.\n")
            .repeat(1 + i % 7 * 6);
        fs::write(folder.join(format!("{i:03}.txt")), text).unwrap();
    }
    fs::write(folder.join("zzz.txt"), b"\0\0\0").unwrap();
    folder
}

fn annotate(folder: &Path, target: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(SOURCIER);
    command.arg("annotate").arg(folder).arg("-o").arg(target).args(more);
    command.args(["-j", "2"]).stderr(Stdio::null()).stdout(Stdio::null());
    command
}

/// How often each id stands in a file of annotations; every line must be whole.
fn ids(path: &Path) -> BTreeMap<String, usize> {
    let bytes = fs::read(path).unwrap();
    let text = match path.extension().and_then(|e| e.to_str()) {
        Some("gz") => {
            let mut text = String::new();
            std::io::Read::read_to_string(
                &mut flate2::read::MultiGzDecoder::new(&bytes[..]),
                &mut text,
            )
            .unwrap();
            text
        }
        Some("zst") => String::from_utf8(zstd::decode_all(&bytes[..]).unwrap()).unwrap(),
        _ => String::from_utf8(bytes).unwrap(),
    };
    let mut ids = BTreeMap::new();
    for line in text.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        *ids.entry(line["id"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    ids
}

fn once_each() -> BTreeMap<String, usize> {
    (0..ARTICLES).map(|i| (format!("{i:03}"), 1)).collect()
}

/// Starts the run again and again and kills it at varying times, until it ends by itself; then looks at what is there.
fn killed(name: &str, kills: usize, more: &[&str]) {
    let dir = tempfile::tempdir().unwrap();
    let folder = articles(dir.path());
    let target = dir.path().join(name);
    // How long a whole run takes here, so that kills fall into it.
    let started = std::time::Instant::now();
    annotate(&folder, &dir.path().join("measure.jsonl"), &[]).status().unwrap();
    let whole = started.elapsed();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for round in 0..kills {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let share = 0.2 + 0.8 * (state % 1000) as f64 / 1000.0;
        let mut run = annotate(&folder, &target, &[&["--resume"], more].concat()).spawn().unwrap();
        thread::sleep(whole.mul_f64(share));
        run.kill().unwrap();
        run.wait().unwrap();
        // Every fifth time from the beginning, so that the first articles are in danger as well.
        if round % 5 == 4 {
            fs::remove_file(&target).or_else(|_| fs::remove_dir_all(&target)).unwrap_or(());
        }
    }
    let code = annotate(&folder, &target, &[&["--resume"], more].concat()).status().unwrap().code();
    assert_eq!(code, Some(3), "one article is broken");
    if target.is_dir() {
        for i in 0..ARTICLES {
            let text = fs::read_to_string(target.join(format!("{i:03}.jsonl"))).unwrap();
            assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
        }
    } else {
        assert_eq!(ids(&target), once_each());
    }
}

#[test]
fn a_file_survives_kills() {
    killed("out.jsonl", 30, &[]);
}

#[test]
fn a_compressed_file_survives_kills() {
    killed("out.jsonl.gz", 10, &[]);
    killed("out.jsonl.zst", 5, &["--unordered"]);
}

#[test]
fn a_folder_survives_kills() {
    killed("out/", 8, &[]);
}

#[test]
fn what_was_cut_off_is_done_again() {
    let dir = tempfile::tempdir().unwrap();
    let folder = articles(dir.path());
    let target = dir.path().join("out.jsonl");
    annotate(&folder, &target, &[]).status().unwrap();
    let whole = fs::read(&target).unwrap();
    for cut in [1, 2, whole.len() / 3, whole.len() - 1] {
        fs::write(&target, &whole[..cut]).unwrap();
        annotate(&folder, &target, &["--resume"]).status().unwrap();
        assert!(fs::read(&target).unwrap() == whole, "cut at {cut}");
    }
    fs::write(&target, "ceci n'est pas une annotation\n").unwrap();
    assert_eq!(annotate(&folder, &target, &["--resume"]).status().unwrap().code(), Some(2));
    assert_eq!(fs::read_to_string(&target).unwrap(), "ceci n'est pas une annotation\n");
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_behind_a_whole_line() {
    let dir = tempfile::tempdir().unwrap();
    let folder = articles(dir.path());
    // More articles, so that the interrupt falls into the run.
    for i in 0..1500 {
        let text = "« Le pont tient », a déclaré le maire de Vallon.\n".repeat(40);
        fs::write(folder.join(format!("b{i:04}.txt")), text).unwrap();
    }
    let target = dir.path().join("out.jsonl");
    let run = annotate(&folder, &target, &[]).spawn().unwrap();
    while fs::metadata(&target).map_or(0, |m| m.len()) == 0 {
        thread::sleep(Duration::from_millis(10));
    }
    Command::new("kill").args(["-INT", &run.id().to_string()]).status().unwrap();
    let output = run.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    let done = ids(&target);
    assert!(!done.is_empty() && done.len() < 1560, "{}", done.len());
    assert!(done.values().all(|n| *n == 1));
}

#[test]
fn failures_are_lines_of_a_file() {
    let dir = tempfile::tempdir().unwrap();
    let folder = articles(dir.path());
    let errors = dir.path().join("errors.jsonl");
    let more = ["--errors", errors.to_str().unwrap(), "--max-bytes", "2k"];
    let code = annotate(&folder, &dir.path().join("out.jsonl"), &more).status().unwrap().code();
    assert_eq!(code, Some(3));
    let text = fs::read_to_string(&errors).unwrap();
    let lines: Vec<serde_json::Value> =
        text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert!(lines.iter().any(|l| l["place"].as_str().unwrap().ends_with("zzz.txt")), "{text}");
    assert!(lines.iter().any(|l| l["error"].as_str().unwrap().contains("--max-bytes")), "{text}");
    let done = ids(&dir.path().join("out.jsonl"));
    assert_eq!(done.len() + lines.len(), ARTICLES + 1);
}
