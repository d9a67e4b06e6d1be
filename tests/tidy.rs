//! The borders inside the project: what may stand where, how long a file may be, what must not be left lying about.

use std::fs;
use std::path::{Path, PathBuf};

/// The words of the design for the stages; each is a module and a rule file.
const STAGES: [&str; 8] =
    ["blocks", "sentences", "tokens", "cues", "attributions", "sources", "claims", "provenance"];

/// A source file with more lines does more than one thing.
const LONGEST: usize = 420;

/// Frequent words that are French and no language code; none of them belongs into code.
const FRENCH: [&str; 56] = [
    "affirme",
    "affirmer",
    "ainsi",
    "alors",
    "aucun",
    "aussi",
    "avec",
    "avoir",
    "cette",
    "chez",
    "comme",
    "dans",
    "depuis",
    "des",
    "dire",
    "dit",
    "donc",
    "du",
    "elle",
    "elles",
    "entre",
    "est",
    "faire",
    "femme",
    "gouvernement",
    "hier",
    "il",
    "ils",
    "janvier",
    "journal",
    "le",
    "les",
    "leur",
    "lui",
    "lundi",
    "mais",
    "ministre",
    "notre",
    "nous",
    "ont",
    "ou",
    "par",
    "pas",
    "pour",
    "que",
    "quelqu",
    "qui",
    "sans",
    "selon",
    "ses",
    "sont",
    "sous",
    "sur",
    "une",
    "vers",
    "vous",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files under a folder with one of these extensions: their paths from the project's root, and their texts.
fn files(folder: &str, extensions: &[&str]) -> Vec<(String, String)> {
    let mut waiting = vec![root().join(folder)];
    let mut list = Vec::new();
    while let Some(dir) = waiting.pop() {
        for entry in fs::read_dir(&dir).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|e| extensions.iter().any(|x| e == *x)) {
                let name = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
                list.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(!list.is_empty(), "nothing in {folder}");
    list.sort();
    list
}

/// A Rust file taken apart: the code with blanks for comments and literals, and the literals with their lines.
struct Rust {
    code: String,
    literals: Vec<(usize, String)>,
}

fn take_apart(text: &str) -> Rust {
    let chars: Vec<char> = text.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let mut rust = Rust { code: String::new(), literals: Vec::new() };
    let (mut i, mut line) = (0, 1);
    while i < chars.len() {
        let start = i;
        let mut literal = None;
        if at(i) == '/' && at(i + 1) == '/' {
            while i < chars.len() && at(i) != '\n' {
                i += 1;
            }
        } else if at(i) == '/' && at(i + 1) == '*' {
            let mut depth = 0;
            loop {
                match (at(i), at(i + 1)) {
                    ('/', '*') => (depth, i) = (depth + 1, i + 2),
                    ('*', '/') => (depth, i) = (depth - 1, i + 2),
                    _ => i += 1,
                }
                if depth == 0 || i >= chars.len() {
                    break;
                }
            }
        } else if at(i) == '"' {
            i += 1;
            while i < chars.len() && at(i) != '"' {
                i += if at(i) == '\\' { 2 } else { 1 };
            }
            literal = Some(start + 1..i);
            i += 1;
        } else if let Some((open, close)) = raw_string(&chars, i) {
            literal = Some(open..close.0);
            i = close.1;
        } else if at(i) == '\'' && (at(i + 1) == '\\' || at(i + 2) == '\'') {
            i += if at(i + 1) == '\\' { 3 } else { 2 };
            while i < chars.len() && at(i) != '\'' {
                i += 1;
            }
            literal = Some(start + 1..i);
            i += 1;
        } else {
            rust.code.push(at(i));
            line += usize::from(at(i) == '\n');
            i += 1;
            continue;
        }
        if let Some(range) = literal {
            rust.literals.push((line, chars[range].iter().collect()));
        }
        let breaks = chars[start..i.min(chars.len())].iter().filter(|&&c| c == '\n').count();
        rust.code.push_str(&"\n".repeat(breaks));
        rust.code.push(' ');
        line += breaks;
    }
    rust
}

/// The text of the raw string that starts at a place: where it starts, and where it and its marks end.
fn raw_string(chars: &[char], at: usize) -> Option<(usize, (usize, usize))> {
    let inside_word = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
    if chars[at] != 'r' || inside_word && chars[at - 1] != 'b' {
        return None;
    }
    let marks = chars[at + 1..].iter().take_while(|&&c| c == '#').count();
    let open = at + 1 + marks + 1;
    if chars.get(open - 1) != Some(&'"') {
        return None;
    }
    let closes = |&i: &usize| {
        chars[i] == '"' && chars[i + 1..].iter().take(marks).filter(|&&c| c == '#').count() == marks
    };
    let close = (open..chars.len()).find(closes)?;
    Some((open, (close, close + 1 + marks)))
}

/// The lines of code that hold one of the words, as `file:line: text`.
fn lines_with(name: &str, code: &str, words: &[&str]) -> Vec<String> {
    let has = |line: &str| words.iter().any(|w| line.contains(w));
    let hit = |(i, line): (usize, &str)| format!("{name}:{}: {}", i + 1, line.trim());
    code.lines().enumerate().filter(|(_, l)| has(l)).map(hit).collect()
}

#[test]
fn rust_is_taken_apart() {
    let rust = take_apart(
        "let a = \"x \\\" // y\"; // \"no\"\nlet b: &'static str = r#\"q\"z\"#; /* '\"' */ let c = ('\\'', 'é');\n",
    );
    let texts: Vec<&str> = rust.literals.iter().map(|(_, t)| t.as_str()).collect();
    assert_eq!(texts, ["x \\\" // y", "q\"z", "\\'", "é"]);
    assert_eq!(rust.literals[3].0, 2);
    assert!(!rust.code.contains("no") && rust.code.contains("let c"));
}

#[test]
fn stages_and_model_do_no_input_or_output() {
    let words = [
        "std::fs",
        "std::io",
        "std::net",
        "std::env",
        "std::process",
        "fs::read",
        "fs::write",
        "File::open",
        "println!",
        "print!",
        "dbg!",
    ];
    let mut wrong = Vec::new();
    for (name, text) in files("src/stages", &["rs"]).iter().chain(&files("src/model", &["rs"])) {
        let code = take_apart(text).code;
        wrong.extend(lines_with(name, &code, &words));
        // `use std::{fs, io};` hides the names from a plain search.
        let grouped = code.split("use std::{").skip(1).filter_map(|g| g.split('}').next());
        for group in grouped {
            let has =
                |n: &str| group.split(',').any(|part| part.trim().split(':').next() == Some(n));
            if ["fs", "io", "net", "env", "process"].iter().any(|n| has(n)) {
                wrong.push(format!("{name}: use std::{{{group}}}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_stage_is_a_module_and_a_rule_file() {
    for stage in STAGES {
        let module = root().join("src/stages").join(stage);
        assert!(
            module.join("mod.rs").is_file() || module.with_extension("rs").is_file(),
            "no module for {stage}"
        );
        assert!(root().join(format!("rules/fr/{stage}.toml")).is_file(), "no rules for {stage}");
    }
}

#[test]
fn code_knows_no_french() {
    let mut wrong = Vec::new();
    for (name, text) in files("src", &["rs"]) {
        for (line, literal) in take_apart(&text).literals {
            // A letter that modifies others is punctuation in this respect.
            let accented = literal.chars().any(|c| c.is_alphabetic() && !c.is_ascii() && c != 'ʼ');
            if accented || FRENCH.contains(&literal.trim()) {
                wrong.push(format!("{name}:{line}: {literal}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_are_short() {
    let mut wrong = Vec::new();
    for (name, text) in files("src", &["rs"]) {
        let lines = text.lines().count();
        if lines > LONGEST {
            wrong.push(format!("{name} has {lines} lines, more than {LONGEST}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_have_names_that_tell_what_is_in_them() {
    let empty = ["util", "utils", "common", "helper", "helpers", "manager", "misc"];
    for (name, _) in files("src", &["rs"]).into_iter().chain(files("tests", &["rs"])) {
        let told = name.trim_end_matches(".rs").split('/').any(|part| empty.contains(&part));
        assert!(!told, "{name}");
    }
}

#[test]
fn nothing_is_left_to_be_done_in_the_code() {
    // Put together here, so that this file does not hold them.
    let words = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X:"),
        concat!("to", "do!("),
        concat!("unimplemented", "!("),
    ];
    let mut wrong = Vec::new();
    for folder in ["src", "tests", "rules"] {
        for (name, text) in files(folder, &["rs", "toml"]) {
            wrong.extend(lines_with(&name, &text, &words));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
