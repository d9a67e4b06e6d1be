//! The pages of a report in a real browser.
//!
//! Needs Chromium, Node and `npm ci --prefix tests/browser`. Where one is missing the test says so and passes, unless
//! `SOURCIER_BROWSER=required` is set.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

mod report_articles;
use report_articles::{DIGUE, HOSTILE_ID, hostile_records, provenance};

fn run(program: &str, args: &[&str], dir: &Path) -> String {
    let output = Command::new(program).args(args).current_dir(dir).output().unwrap();
    let (out, err) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{program} {args:?}\n{out}\n{err}");
    out.into_owned()
}

fn sourcier(args: &[&str], dir: &Path) -> String {
    run(env!("CARGO_BIN_EXE_sourcier"), args, dir)
}

/// The browser, or what is missing.
fn browser() -> Result<PathBuf, &'static str> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/node_modules");
    if !folder.join("playwright-core").is_dir() {
        return Err("no node_modules (npm ci --prefix tests/browser)");
    }
    if Command::new("node").arg("--version").output().is_err() {
        return Err("no node");
    }
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let mut all = std::env::split_paths(&paths)
        .flat_map(|p| [p.join("chromium"), p.join("chromium-browser")]);
    all.find(|p| p.is_file()).ok_or("no chromium")
}

#[test]
fn pages_work_in_a_browser() {
    let chromium = match browser() {
        Ok(path) => path,
        Err(missing) => {
            assert!(std::env::var_os("SOURCIER_BROWSER").is_none(), "{missing}");
            println!("skipped: {missing}");
            return;
        }
    };
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    fs::write(root.join("digue.txt"), DIGUE).unwrap();
    fs::write(root.join("hostile.jsonl"), hostile_records()).unwrap();
    // A file's name is as hostile as its text, and stands in index, tables and pages.
    let name = "\"><img src=x onerror=window.ran=1>'.txt";
    fs::write(root.join(name), "La mairie dément cette vente.\n").unwrap();
    sourcier(&["annotate", "digue.txt", "hostile.jsonl", name, "-o", "all.jsonl"], root);
    fs::write(root.join("provenance.json"), provenance("digue", HOSTILE_ID)).unwrap();
    sourcier(&["report", "all.jsonl", "--provenance", "provenance.json", "-o", "report"], root);
    sourcier(&["report", "all.jsonl", "--ui", "en", "-o", "report/english"], root);
    sourcier(&["review", "sample", "all.jsonl", "-n", "6", "-o", "report/sample.html"], root);
    fs::write(root.join("report/hostile.txt"), sourcier::report::page_name(HOSTILE_ID)).unwrap();
    fs::create_dir(root.join("out")).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/run.mjs");
    let output = Command::new("node")
        .args([script.to_str().unwrap(), "report", "out"])
        .env("CHROMIUM", chromium)
        .current_dir(root)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    println!("{told}");
    let wrong: Vec<&str> = told.lines().filter(|l| l.starts_with("FAILED")).collect();
    assert!(
        output.status.success(),
        "{}\n{}",
        wrong.join("\n"),
        String::from_utf8_lossy(&output.stderr)
    );
    what_was_exported_is_gold(root);
}

/// The files that the pages wrote are read by the program itself.
fn what_was_exported_is_gold(root: &Path) {
    let table = sourcier(&["eval", "--gold", "out/first.review.json"], root);
    assert!(table.contains("relation@0.5"), "{table}");
    sourcier(&["review", "gold", "out/first.review.json", "-o", "gold"], root);
    assert_eq!(fs::read_to_string(root.join("gold/digue.txt")).unwrap(), DIGUE);
    let gold = sourcier::eval::gold::read_folder(&root.join("gold")).unwrap();
    let added = gold[0].attributions.iter().any(|a| a.content[0].of(DIGUE) == "mairie");
    assert!(added, "what was added is not gold");
    let listed = sourcier(
        &[
            "review",
            "merge",
            "out/first.review.json",
            "out/second.review.json",
            "-o",
            "joined.json",
        ],
        root,
    );
    assert_eq!(listed.lines().count(), 1, "{listed}");
    assert!(listed.contains("AB: corrected") && listed.contains("CD: rejected"), "{listed}");
    let told = sourcier(&["review", "precision", "out/sample.review.json"], root);
    let n: usize = fs::read_to_string(root.join("out/sample.count")).unwrap().parse().unwrap();
    assert!(told.starts_with("all\t") && told.contains(&format!("{} of {n}", n - 1)), "{told}");
}
