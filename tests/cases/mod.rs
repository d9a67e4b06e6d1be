//! Cases: files of many small tests, each a title, an input, `---`, and what the stage makes of it.
//!
//! A case opens with `=== title`. A mismatch fails; only with `UPDATE=1` in the environment is the file rewritten,
//! and then the difference is for a person to read.
//!
//! A file named `challenge…` holds hard cases that were written before they were tried. It passes when [`CHALLENGE`] of
//! the lines that are wanted come out, and is never rewritten.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use libtest_mimic::{Failed, Trial};

/// The share of lines of a challenge file that must be right.
pub const CHALLENGE: f64 = 0.95;

/// One test of a file.
#[derive(Clone, Debug)]
pub struct Case {
    pub title: String,
    pub input: String,
    pub wanted: String,
    /// Whether it stands in a challenge file.
    pub challenge: bool,
}

/// A test for every case of every file in a folder under `tests/pipeline`, and one for each challenge file as a whole.
///
/// # Panics
/// If the folder cannot be read or holds no case: a test that runs nothing must not pass.
pub fn trials(
    folder: &str,
    render: impl Fn(&Case) -> String + Send + Sync + 'static,
) -> Vec<Trial> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pipeline").join(folder);
    let render = Arc::new(render);
    let mut files: Vec<PathBuf> =
        fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut trials = Vec::new();
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "txt")) {
        let mut cases = read(&fs::read_to_string(file).unwrap());
        assert!(!cases.is_empty(), "{} holds no case", file.display());
        let stem = file.file_stem().unwrap().to_string_lossy().into_owned();
        if stem.starts_with("challenge") {
            cases.iter_mut().for_each(|c| c.challenge = true);
            let render = Arc::clone(&render);
            let name = format!("{folder}/{stem}");
            trials.push(Trial::test(name.clone(), move || challenge(&name, &cases, &*render)));
            continue;
        }
        if std::env::var_os("UPDATE").is_some_and(|v| v == "1") {
            let text: String = cases.iter().map(|c| write(c, &render(c))).collect();
            fs::write(file, text.trim_end().to_owned() + "\n").unwrap();
            continue;
        }
        for case in cases {
            let render = Arc::clone(&render);
            let name = format!("{folder}/{stem}/{}", case.title);
            trials.push(Trial::test(name, move || compare(&case.wanted, &render(&case))));
        }
    }
    trials
}

/// Fails with both texts unless they are equal.
pub fn compare(wanted: &str, got: &str) -> Result<(), Failed> {
    if wanted.trim_end() == got.trim_end() {
        return Ok(());
    }
    Err(format!("wanted\n{wanted}\n\ngot\n{got}").into())
}

/// Prints the share of wanted lines that came out and the cases that did not; fails below [`CHALLENGE`].
fn challenge(name: &str, cases: &[Case], render: &dyn Fn(&Case) -> String) -> Result<(), Failed> {
    let (mut right, mut all) = (0, 0);
    let mut told = String::new();
    for case in cases {
        let got = render(case);
        let mut left: Vec<&str> = got.lines().collect();
        for line in case.wanted.lines() {
            all += 1;
            if let Some(at) = left.iter().position(|l| *l == line) {
                left.remove(at);
                right += 1;
            }
        }
        if let Err(difference) = compare(&case.wanted, &got) {
            let difference = difference.message().unwrap_or_default();
            told += &format!("\n--- {}\n{difference}\n", case.title);
        }
    }
    let share = f64::from(right) / f64::from(all);
    println!("{name}: {right} of {all} lines right ({:.1} %)", 100.0 * share);
    if share >= CHALLENGE { Ok(()) } else { Err(told.into()) }
}

fn read(text: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    for part in text.split("=== ").skip(1) {
        let (title, rest) = part.split_once('\n').unwrap_or((part, ""));
        let (input, wanted) = rest.split_once("\n---\n").unwrap_or((rest, ""));
        cases.push(Case {
            title: title.trim().to_owned(),
            input: input.to_owned(),
            wanted: wanted.trim_end().to_owned(),
            challenge: false,
        });
    }
    cases
}

fn write(case: &Case, got: &str) -> String {
    format!("=== {}\n{}\n---\n{}\n\n", case.title, case.input, got.trim_end())
}
