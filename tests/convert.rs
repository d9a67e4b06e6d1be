//! `convert` and `annotate -t` as a user meets them: streams, folders, standard input, errors with file and line.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

const ARTICLE: &str = "La digue tiendra, a affirmé la maire de Port-Lanic.\n";

struct Run {
    code: i32,
    out: String,
    err: String,
}

fn sourcier(dir: &Path, args: &[&str], stdin: &str) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sourcier"))
        .args(args)
        .current_dir(dir)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that is done before it has read everything has closed the pipe.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A folder with two articles and their annotations.
fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("in")).unwrap();
    for name in ["a", "b"] {
        fs::write(dir.path().join("in").join(name).with_extension("txt"), ARTICLE).unwrap();
    }
    let run = sourcier(dir.path(), &["annotate", "in", "-o", "all.jsonl"], "");
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    dir
}

#[test]
fn annotate_writes_what_convert_does() {
    let dir = folder();
    for format in [
        "jsonl",
        "csv-attributions",
        "csv-claims",
        "web-annotation",
        "label-studio",
        "prodigy",
        "tei",
        "prov",
    ] {
        let annotated = sourcier(dir.path(), &["annotate", "in", "-t", format], "");
        let converted = sourcier(dir.path(), &["convert", "all.jsonl", "-t", format], "");
        assert_eq!((annotated.code, converted.code), (0, 0), "{format}");
        assert_eq!(annotated.out, converted.out, "{format}");
        let piped = fs::read_to_string(dir.path().join("all.jsonl")).unwrap();
        let piped = sourcier(dir.path(), &["convert", "-", "-t", format], &piped);
        assert_eq!(piped.out, converted.out, "{format}");
    }
    for format in ["brat", "webanno"] {
        let run = sourcier(dir.path(), &["convert", "all.jsonl", "-t", format], "");
        assert!(run.code == 2 && run.err.contains("name a folder with -o DIR/"), "{}", run.err);
        sourcier(dir.path(), &["annotate", "in", "-t", format, "-o", "one/"], "");
        sourcier(dir.path(), &["convert", "all.jsonl", "-t", format, "-o", "two/"], "");
        let extension = if format == "brat" { "ann" } else { "tsv" };
        let read = |folder: &str| {
            fs::read_to_string(dir.path().join(folder).join("b").with_extension(extension)).unwrap()
        };
        assert_eq!(read("one"), read("two"), "{format}");
    }
}

#[test]
fn a_stream_is_one_document_and_a_folder_has_one_for_each() {
    let dir = folder();
    let stream = |format| sourcier(dir.path(), &["convert", "all.jsonl", "-t", format], "").out;
    for (format, extension) in
        [("label-studio", "json"), ("web-annotation", "jsonld"), ("prov", "json")]
    {
        let whole: Value = serde_json::from_str(&stream(format)).unwrap();
        let whole =
            whole.as_array().map_or_else(|| whole["bundle"].as_object().unwrap().len(), Vec::len);
        assert_eq!(whole, 2, "{format}");
        let out = format!("{format}/");
        sourcier(dir.path(), &["convert", "all.jsonl", "-t", format, "-o", &out], "");
        let one = fs::read_to_string(dir.path().join(format).join("a").with_extension(extension))
            .unwrap();
        serde_json::from_str::<Value>(&one).unwrap();
    }
    assert_eq!(stream("csv-attributions").lines().count(), 3);
    assert_eq!(stream("tei").matches("<TEI ").count(), 2);
    // Nothing in, a whole document out.
    let none = sourcier(dir.path(), &["convert", "-", "-t", "label-studio"], "");
    assert_eq!(
        (none.code, serde_json::from_str::<Value>(&none.out).unwrap()),
        (4, Value::Array(vec![]))
    );
}

#[test]
fn brat_folders_are_read() {
    let dir = folder();
    sourcier(dir.path(), &["convert", "all.jsonl", "-t", "brat", "-o", "ann/"], "");
    let run = sourcier(dir.path(), &["convert", "ann"], "");
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let first: Value = serde_json::from_str(run.out.lines().next().unwrap()).unwrap();
    assert_eq!((&first["id"], &first["path"]), (&"a".into(), &"ann/a.txt".into()));
    assert_eq!(first["attributions"][0]["cue_lemma"], "affirmer");
    assert_eq!(first["attributions"][0]["confidence"], 1.0);
    let again = sourcier(dir.path(), &["convert", "ann", "-t", "brat", "-o", "again/"], "");
    assert_eq!(again.code, 0);
    let read = |folder: &str| fs::read_to_string(dir.path().join(folder).join("a.ann")).unwrap();
    assert_eq!(read("ann"), read("again"));
}

#[test]
fn what_is_wrong_is_named_with_file_and_line() {
    let dir = folder();
    let line = fs::read_to_string(dir.path().join("all.jsonl")).unwrap();
    let line = line.lines().next().unwrap();
    let lines = [
        line.to_owned(),
        "{\"id\":1}".to_owned(),
        line.replace("sourcier/1", "sourcier/9").replace("\"a\"", "\"c\""),
        line.replace("La digue", "Le digue"),
        line.replace("\"end\":51", "\"end\":5100"),
        line.to_owned(),
    ];
    fs::write(dir.path().join("bad.jsonl"), lines.join("\n")).unwrap();
    fs::create_dir(dir.path().join("ann")).unwrap();
    fs::write(dir.path().join("ann/x.ann"), "T1\tCue 0 2\tLa\nT2\tVerb 0 2\tLa\n").unwrap();
    fs::write(dir.path().join("ann/x.txt"), ARTICLE).unwrap();
    fs::write(dir.path().join("ann/y.ann"), "").unwrap();
    fs::write(dir.path().join("ann/z.ann"), "").unwrap();
    fs::write(dir.path().join("ann/z.txt"), b"a\n\xff").unwrap();
    let run = sourcier(dir.path(), &["convert", "bad.jsonl", "ann", "in/a.txt", "none.jsonl"], "");
    assert_eq!((run.code, run.out.lines().count()), (3, 1));
    for told in [
        "bad.jsonl:2: no annotation: invalid type: integer `1`, expected a string (column 7)",
        "bad.jsonl:3: the schema is `sourcier/9`, not `sourcier/1`",
        "bad.jsonl:4: the text is not the one that was annotated",
        "bad.jsonl:5: the offset 5100 lies behind the text of 52 code points",
        "bad.jsonl:6: another article of this run has the id `a`",
        "ann/x.ann:2: no label is called `Verb`",
        "ann/y.txt: No such file",
        "ann/z.txt:2: no UTF-8",
        "in/a.txt: no annotation (.jsonl, .ndjson or .ann); `annotate` reads articles",
        "none.jsonl: No such file",
        "1 read, 10 failed",
    ] {
        assert!(run.err.contains(told), "{told}\n{}", run.err);
    }
    let same = sourcier(dir.path(), &["convert", "all.jsonl", "-o", "all.jsonl"], "");
    assert!(same.code == 2 && same.err.contains("is both input and output"));
    let high = sourcier(dir.path(), &["convert", "all.jsonl", "--min-confidence", "1.5"], "");
    assert_eq!(high.code, 2);
}

#[test]
fn unsure_attributions_can_be_left_out() {
    let dir = folder();
    let rows = |p: &str| {
        let args = ["convert", "all.jsonl", "-t", "csv-attributions", "--min-confidence", p];
        sourcier(dir.path(), &args, "").out.lines().count() - 1
    };
    assert_eq!((rows("0"), rows("1")), (2, 0));
}
