//! Mistakes in rules: each is made in a copy of the toy language, and the message must name file, line and place,
//! and what would be allowed.
//!
//! A case in `tests/rule_errors/*.txt` is a title behind `#`, the file behind `in`, the lines to replace behind `-` and
//! those that replace them behind `+` (without `-` lines they make up a new file), and the message behind `>`.

use std::fs;
use std::path::Path;
use std::process::Command;

use sourcier::rules::{RuleFolder, Rules};
use tempfile::TempDir;

#[derive(Default)]
struct Case {
    title: String,
    file: String,
    old: Vec<String>,
    new: Vec<String>,
    message: Vec<String>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn cases(text: &str) -> Vec<Case> {
    let mut list: Vec<Case> = Vec::new();
    for line in text.lines().filter(|l| !l.is_empty()) {
        let (mark, rest) = line.split_once(' ').unwrap_or((line, ""));
        if mark == "#" {
            list.push(Case { title: rest.to_owned(), ..Case::default() });
            continue;
        }
        let case = list.last_mut().expect("a case starts with its title");
        match mark {
            "in" => case.file = rest.to_owned(),
            "-" => case.old.push(rest.to_owned()),
            "+" => case.new.push(rest.to_owned()),
            ">" => case.message.push(rest.to_owned()),
            other => panic!("no mark `{other}` in: {line}"),
        }
    }
    list
}

/// A copy of the toy language with the mistake of a case.
fn copy_with(case: &Case) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let mut folder = RuleFolder::default();
    folder.extend_from(&root().join("tests/toy")).unwrap();
    for (key, file) in folder.files() {
        let path = dir.path().join(key);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, file.text.as_bytes()).unwrap();
    }
    let path = dir.path().join(&case.file);
    let (old, new) = (case.old.join("\n"), case.new.join("\n") + "\n");
    if old.is_empty() {
        fs::write(path, new).unwrap();
    } else {
        let text = fs::read_to_string(&path).unwrap();
        let old = old + "\n";
        assert_eq!(text.matches(&old).count(), 1, "{}: {old} in {}", case.title, case.file);
        fs::write(path, text.replace(&old, &new)).unwrap();
    }
    dir
}

/// The message for a folder, with the folder's own path left out; nothing when its rules can be read.
fn message(dir: &Path) -> Option<String> {
    let mut folder = RuleFolder::default();
    let read = folder.extend_from(dir).and_then(|()| Rules::read(&folder));
    let prefix = format!("{}/", dir.display());
    read.err().map(|e| e.to_string().replace(&prefix, ""))
}

#[test]
fn every_mistake_is_told_with_its_place() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    let mut files: Vec<_> = fs::read_dir(root().join("tests/rule_errors"))
        .unwrap()
        .map(|f| f.unwrap().path())
        .collect();
    files.sort();
    for file in &files {
        for case in cases(&fs::read_to_string(file).unwrap()) {
            seen += 1;
            let got = message(copy_with(&case).path()).unwrap_or_default();
            // Blanks at the end of a line carry nothing.
            let got: Vec<&str> = got.lines().map(str::trim_end).collect();
            let wanted: Vec<&str> = case.message.iter().map(|l| l.trim_end()).collect();
            if got != wanted {
                let show =
                    |lines: &[&str]| lines.iter().map(|l| format!("> {l}\n")).collect::<String>();
                wrong.push(format!(
                    "# {}\nwanted\n{}got\n{}",
                    case.title,
                    show(&wanted),
                    show(&got)
                ));
            }
        }
    }
    assert!(seen > 40, "{seen} cases");
    assert!(wrong.is_empty(), "{} of {seen}:\n\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_message_names_a_place_or_a_file() {
    for file in fs::read_dir(root().join("tests/rule_errors")).unwrap() {
        for case in cases(&fs::read_to_string(file.unwrap().path()).unwrap()) {
            let first = case.message.first().cloned().unwrap_or_default();
            assert!(first.starts_with(&case.file), "{}: {first}", case.title);
            let caret = case.message.iter().any(|l| l.contains("| ") && l.contains('^'));
            let whole = case.old.is_empty();
            assert!(caret || whole, "{}: no caret", case.title);
        }
    }
}

#[test]
fn the_toy_language_without_mistakes_is_read() {
    assert_eq!(message(&root().join("tests/toy")), None);
}

#[test]
fn a_folder_without_rules_is_told() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("notes.txt"), "nothing").unwrap();
    assert!(message(dir.path()).unwrap().contains("holds no rule file"));
    assert!(message(&dir.path().join("missing")).unwrap().contains("missing"));
}

#[test]
fn the_command_line_shows_the_mistake_and_stops() {
    let case = Case {
        file: "toy/cues.toml".to_owned(),
        old: vec!["known = true".to_owned()],
        new: vec!["knwon = true".to_owned()],
        ..Case::default()
    };
    let dir = copy_with(&case);
    let folder = dir.path().to_str().unwrap();
    for args in [&["rules", "--rules", folder, "test"][..], &["annotate", "--rules", folder, "-"]] {
        let run = Command::new(env!("CARGO_BIN_EXE_sourcier")).args(args).output().unwrap();
        assert_eq!(run.status.code(), Some(2), "{args:?}");
        let told = String::from_utf8_lossy(&run.stderr);
        assert!(told.contains("toy/cues.toml:23:1") && told.contains("^^^^^"), "{told}");
        assert!(run.stdout.is_empty());
    }
}
