//! The command line as a user meets it: the real binary on files of every sort, its output and its exit codes.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

struct Run {
    code: i32,
    out: String,
    err: String,
}

fn sourcier(dir: &Path, args: &[&str], stdin: &[u8]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sourcier"))
        .args(args)
        .current_dir(dir)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let input = stdin.to_vec();
    let writer = std::thread::spawn(move || pipe.write_all(&input).ok());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn annotate(dir: &Path, args: &[&str]) -> Run {
    sourcier(dir, &[&["annotate"], args].concat(), b"")
}

/// The annotations of an output, each valid by the committed schema, each with its text's own digest and length.
fn annotations(out: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/sourcier-1.schema.json");
    let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    out.lines()
        .map(|line| {
            let annotation: Value = serde_json::from_str(line).unwrap();
            let wrong: Vec<String> = validator
                .iter_errors(&annotation)
                .map(|e| format!("{e} at {}", e.instance_path()))
                .collect();
            assert!(wrong.is_empty(), "{wrong:?}");
            sourcier::export::read_line(line, 1).unwrap().check().unwrap();
            annotation
        })
        .collect()
}

fn ids(out: &str) -> Vec<String> {
    annotations(out).iter().map(|a| a["id"].as_str().unwrap().to_owned()).collect()
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    dir
}

const ARTICLE: &[u8] = "La digue tiendra, a affirmé la maire de Port-Lanic. Selon la préfecture, trente familles ont été relogées.\n".as_bytes();

#[test]
fn an_article_goes_in_and_claims_come_out() {
    let dir = folder(&[("article.txt", ARTICLE)]);
    let run = annotate(dir.path(), &["article.txt"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let list = annotations(&run.out);
    assert_eq!(list[0]["id"], "article");
    assert_eq!(list[0]["path"], "article.txt");
    assert_eq!(list[0]["lang"], "fr");
    assert_eq!(list[0]["attributions"].as_array().unwrap().len(), 2);
    // Offsets in the file count code points.
    let points: Vec<char> = list[0]["text"].as_str().unwrap().chars().collect();
    let cue = &list[0]["attributions"][0]["cue"][0];
    let (start, end) = (cue[0].as_u64().unwrap() as usize, cue[1].as_u64().unwrap() as usize);
    assert_eq!(points[start..end].iter().collect::<String>(), "a affirmé");
}

#[test]
fn folders_globs_and_standard_input() {
    let dir = folder(&[
        ("in/b.txt", ARTICLE),
        ("in/a.html", b"<p>Un paragraphe."),
        ("in/deep/c.txt", ARTICLE),
        ("in/c.ann", b"T1"),
        ("in/.hidden.txt", ARTICLE),
        ("in/.git/x.txt", ARTICLE),
        ("in/notes.md", b"# Notes"),
    ]);
    assert_eq!(ids(&annotate(dir.path(), &["in"]).out), ["a", "b", "deep/c"]);
    assert_eq!(ids(&annotate(dir.path(), &["in/"]).out), ["a", "b", "deep/c"]);
    assert_eq!(ids(&annotate(dir.path(), &["in/*.txt"]).out), ["b"]);
    assert_eq!(ids(&annotate(dir.path(), &["in/**/*.txt"]).out), ["b", "deep/c"]);
    assert_eq!(ids(&annotate(dir.path(), &["in/d*"]).out), ["deep/c"]);
    assert_eq!(ids(&annotate(dir.path(), &["in/*.md", "in/c.ann"]).out), ["notes", "c"]);
    let run = sourcier(dir.path(), &["annotate", "-"], ARTICLE);
    assert_eq!((run.code, ids(&run.out)), (0, vec!["stdin".to_owned()]));
    assert_eq!(annotations(&run.out)[0]["path"], Value::Null);
    let run = sourcier(dir.path(), &["annotate", "-"], b"{\"id\":\"x\",\"text\":\"Oui.\"}\n");
    assert_eq!(ids(&run.out), ["x"]);
    let run = sourcier(dir.path(), &["annotate", "-", "-f", "text"], b"{\"id\":\"x\"}");
    assert_eq!(annotations(&run.out)[0]["text"], "{\"id\":\"x\"}");
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_goes_on() {
    let dir = folder(&[
        ("binary.txt", b"abc\0def"),
        ("good.txt", ARTICLE),
        ("scan.txt", b"%PDF-1.4 stuff"),
        ("x/good.txt", ARTICLE),
    ]);
    let run = annotate(
        dir.path(),
        &["good.txt", "binary.txt", "scan.txt", "missing.txt", "no*.txt", "x/good.txt"],
    );
    assert_eq!(run.code, 3);
    assert_eq!(ids(&run.out), ["good"]);
    for told in [
        "binary.txt: not a text: a NUL byte at offset 3",
        "scan.txt: not a text but a PDF file",
        "missing.txt: No such file",
        "no*.txt: no file matches",
        "x/good.txt: another article of this run has the id `good`",
        "1 read, 5 failed",
    ] {
        assert!(run.err.contains(told), "{told:?} is not in {}", run.err);
    }
    let run = annotate(dir.path(), &["binary.txt"]);
    assert_eq!((run.code, run.out.as_str()), (4, ""));
    fs::create_dir(dir.path().join("empty")).unwrap();
    let run = annotate(dir.path(), &["empty"]);
    assert_eq!(run.code, 4);
    assert!(run.err.contains("no article was found"), "{}", run.err);
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let dir = folder(&[
        ("in/closed/a.txt", ARTICLE),
        ("in/locked.txt", ARTICLE),
        ("in/open.txt", ARTICLE),
    ]);
    let allow = |name: &str, mode| {
        fs::set_permissions(dir.path().join(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    allow("in/locked.txt", 0);
    allow("in/closed", 0);
    if fs::read(dir.path().join("in/locked.txt")).is_ok() {
        eprintln!("skipped: this user may read everything");
    } else {
        let run = annotate(dir.path(), &["in"]);
        assert_eq!((run.code, ids(&run.out)), (3, vec!["open".to_owned()]));
        assert!(
            run.err.contains("in/closed: ") && run.err.contains("in/locked.txt: "),
            "{}",
            run.err
        );
        assert!(run.err.contains("1 read, 2 failed"), "{}", run.err);
    }
    allow("in/closed", 0o755);
}

#[test]
fn odd_texts_are_annotated_as_they_are() {
    let dir = folder(&[
        ("bom.txt", b"\xEF\xBB\xBFLa maire parle.\n"),
        ("crlf.txt", b"La maire parle.\r\n\r\nElle se tait.\r\n"),
        ("damaged.txt", "Été \u{e9} puis ".as_bytes().iter().chain(b"\xFF fin.").copied().collect::<Vec<_>>().leak()),
        ("empty.txt", b""),
        ("latin.txt", b"L'\xE9t\xE9 fut tr\xE8s chaud, d'apr\xE8s les \xE9leveurs."),
        ("page.html", b"<html><head><meta charset=windows-1252></head><body><p>L\x92\xE9t\xE9 co\xFBte 5\xA0\x80</p></body></html>"),
        ("quotes.txt", "Elle dit « oui. Il dit » non « et » “ puis \" rien ».\n« « »\n".as_bytes()),
        ("wide.txt", b"\xFF\xFEO\0u\0i\0.\0"),
    ]);
    let run = annotate(dir.path(), &["."]);
    assert_eq!(run.code, 0, "{}", run.err);
    let list = annotations(&run.out);
    let text = |i: usize| list[i]["text"].as_str().unwrap();
    assert_eq!(text(0), "La maire parle.\n");
    assert_eq!(text(1), "La maire parle.\r\n\r\nElle se tait.\r\n");
    assert_eq!(text(2), "Été é puis \u{fffd} fin.");
    assert!(list[2]["notes"].to_string().contains("replaced by U+FFFD"), "{}", list[2]["notes"]);
    assert_eq!(text(3), "");
    assert!(list[3]["notes"].to_string().contains("no text"), "{}", list[3]["notes"]);
    assert_eq!(text(4), "L'été fut très chaud, d'après les éleveurs.");
    assert!(list[4]["notes"].to_string().contains("windows-1252"), "{}", list[4]["notes"]);
    assert_eq!(text(5), "L’été coûte 5\u{a0}€");
    assert_eq!(text(7), "Oui.");
}

#[test]
fn ten_megabytes_on_one_line() {
    let mut line = "les pluies et les vents de la nuit ".repeat(10_000_000 / 35).into_bytes();
    line.truncate(10_000_000);
    let dir = folder(&[("long.txt", &line)]);
    let run = annotate(dir.path(), &["long.txt", "-o", "out.jsonl"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let out = fs::read_to_string(dir.path().join("out.jsonl")).unwrap();
    assert_eq!(annotations(&out)[0]["text"].as_str().unwrap().len(), line.len());
}

#[test]
fn records_keep_their_fields_and_broken_ones_are_named() {
    let dir = folder(&[(
        "r.jsonl",
        "\u{feff}{\"id\":\"n1\",\"text\":\"Oui.\",\"title\":\"T\",\"author\":[\"A\",\"B\"],\"date\":\"2024-05-01\",\"x\":{\"b\":1,\"a\":2}}\n\
         {\"id\":\"n2\", oops}\n\
         \n\
         {\"id\":7,\"html\":\"<title>P</title><p>Un <b>deux</b>.\",\"published\":\"2024\"}\n\
         {\"id\":\"n3\"}\n\
         {\"text\":\"Sans nom.\"}\n\
         [1]\n"
            .as_bytes(),
    )]);
    let run = annotate(dir.path(), &["r.jsonl"]);
    assert_eq!(run.code, 3);
    let list = annotations(&run.out);
    assert_eq!(ids(&run.out), ["n1", "7", "r#6"]);
    assert_eq!(list[0]["input"].to_string(), r#"{"x":{"b":1,"a":2}}"#);
    assert_eq!(list[0]["meta"]["author"], "A, B");
    assert_eq!(list[0]["meta"]["published"], "2024-05-01");
    assert_eq!(list[1]["text"], "Un deux.");
    assert_eq!(list[1]["meta"]["title"], "P");
    for told in [
        "r.jsonl:2: not a JSON object",
        "r.jsonl:5: the record has neither",
        "r.jsonl:7: not a JSON object",
        "3 read, 3 failed",
    ] {
        assert!(run.err.contains(told), "{told:?} is not in {}", run.err);
    }
    // What was written is read back as the same articles.
    fs::write(dir.path().join("again.jsonl"), &run.out).unwrap();
    let again = annotations(&annotate(dir.path(), &["again.jsonl"]).out);
    for (a, b) in list.iter().zip(&again) {
        for field in ["id", "text", "meta", "input", "attributions"] {
            assert_eq!(a[field], b[field], "{field}");
        }
    }
}

#[test]
fn the_same_bytes_whatever_the_number_of_threads() {
    let dir = tempfile::tempdir().unwrap();
    for i in 0..60 {
        let text =
            format!("Le numéro {i}, a dit la porte-parole, « compte ». ").repeat(1 + i * 7 % 13);
        fs::write(dir.path().join(format!("{i:02}.txt")), text).unwrap();
    }
    let run = |jobs: &str| annotate(dir.path(), &[".", "-j", jobs]);
    let one = run("1");
    assert_eq!((one.code, one.out.lines().count()), (0, 60));
    for jobs in ["1", "2", "7"] {
        assert!(run(jobs).out == one.out, "-j {jobs} gives other bytes");
    }
}

#[test]
fn output_to_files_and_folders() {
    let dir = folder(&[
        ("in/a.txt", ARTICLE),
        ("in/b/c.txt", ARTICLE),
        ("evil.jsonl", b"{\"id\":\"../../up\",\"text\":\"Oui.\"}\n"),
    ]);
    let stdout = annotate(dir.path(), &["in"]).out;
    assert_eq!(annotate(dir.path(), &["in", "-o", "out.jsonl"]).code, 0);
    assert_eq!(fs::read_to_string(dir.path().join("out.jsonl")).unwrap(), stdout);
    assert_eq!(annotate(dir.path(), &["in", "-o", "out/"]).code, 0);
    let parts =
        ["out/a.jsonl", "out/b/c.jsonl"].map(|p| fs::read_to_string(dir.path().join(p)).unwrap());
    assert_eq!(parts.concat(), stdout);
    assert_eq!(annotate(dir.path(), &["evil.jsonl", "-o", "out/"]).code, 0);
    assert!(dir.path().join("out/%2E./%2E./up.jsonl").exists());
    // An output inside the input folder is no input of the next run.
    for _ in 0..2 {
        assert_eq!(annotate(dir.path(), &["in", "-o", "in/all.jsonl"]).code, 0);
        assert_eq!(
            ids(&fs::read_to_string(dir.path().join("in/all.jsonl")).unwrap()),
            ["a", "b/c"]
        );
    }
    let run = annotate(dir.path(), &["in/all.jsonl", "-o", "in/all.jsonl"]);
    assert_eq!(run.code, 2);
    assert!(!fs::read_to_string(dir.path().join("in/all.jsonl")).unwrap().is_empty());
}

#[test]
fn brat_has_the_shape_of_the_gold() {
    let dir = folder(&[("in/a.txt", "Accueil » Région » La digue\n\n« On nous ment », a dénoncé Léa Brun.\r\nElle assure que la digue aurait cédé.\n".as_bytes())]);
    assert_eq!(annotate(dir.path(), &["in", "-t", "brat"]).code, 2);
    assert_eq!(annotate(dir.path(), &["in", "-t", "brat", "-o", "ann/"]).code, 0);
    let standoff = fs::read_to_string(dir.path().join("ann/a.ann")).unwrap();
    let text = fs::read_to_string(dir.path().join("ann/a.txt")).unwrap();
    assert_eq!(text, fs::read_to_string(dir.path().join("in/a.txt")).unwrap());
    let points: Vec<char> = text.chars().collect();
    for line in standoff.lines().filter(|l| l.starts_with('T')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let spans = fields[1].split_once(' ').unwrap().1.split(';');
        let parts: Vec<String> = spans
            .map(|s| {
                let (start, end) = s.split_once(' ').unwrap();
                points[start.parse().unwrap()..end.parse().unwrap()].iter().collect()
            })
            .collect();
        assert_eq!(parts.join(" "), fields[2]);
    }
    let gold = sourcier::eval::gold::read_file(&dir.path().join("ann/a.ann")).unwrap();
    assert_eq!(gold.attributions.len(), 2, "{standoff}");
    assert_eq!(gold.attributions[0].stance.as_deref(), Some("Accuses"));
    assert_eq!(gold.attributions[0].mode.as_deref(), Some("Direct"));
    assert!(gold.attributions[1].hedged && !gold.boilerplate.is_empty(), "{standoff}");
}

#[test]
fn extract_keeps_the_article() {
    let page = b"<nav><a href=/>Accueil</a></nav><h1>La digue</h1><p>La digue de Port-Lanic a tenu toute la nuit malgr&eacute; la temp&ecirc;te, selon la mairie.</p><footer>Mentions l&eacute;gales</footer>";
    let dir = folder(&[("page.html", page)]);
    let text = "La digue de Port-Lanic a tenu toute la nuit malgré la tempête, selon la mairie.\n";
    let run = sourcier(dir.path(), &["extract", "page.html"], b"");
    assert_eq!(run.out, text);
    let run = sourcier(dir.path(), &["extract", "--headline", "page.html"], b"");
    assert_eq!(
        run.out,
        "La digue\nLa digue de Port-Lanic a tenu toute la nuit malgré la tempête, selon la mairie.\n"
    );
    let run = sourcier(dir.path(), &["extract", "--blocks", "page.html"], b"");
    let rows: Vec<Vec<&str>> = run.out.lines().map(|l| l.split('\t').collect()).collect();
    assert_eq!(
        rows.iter().map(|r| r[1]).collect::<Vec<_>>(),
        ["boilerplate", "article", "article", "boilerplate"]
    );
    assert_eq!(rows[0][0], "navigation");
    let run = sourcier(dir.path(), &["extract", "--blocks", "-t", "jsonl", "page.html"], b"");
    let record: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(record["blocks"][3]["text"], "Mentions légales");
    assert_eq!((&record["title"], &record["text"]), (&"La digue".into(), &text.trim_end().into()));
}

#[test]
fn extract_keeps_captions_when_asked() {
    let page = b"<article><p>La digue de Port-Lanic a tenu toute la nuit, selon la mairie de la ville.</p><figure><img src=d.jpg><figcaption>La digue, dimanche soir.</figcaption></figure></article>";
    let dir = folder(&[("page.html", page)]);
    let without = sourcier(dir.path(), &["extract", "page.html"], b"");
    assert!(without.out.contains("toute la nuit") && !without.out.contains("dimanche soir"));
    let with = sourcier(dir.path(), &["extract", "--captions", "page.html"], b"");
    assert!(with.out.contains("toute la nuit") && with.out.contains("dimanche soir"));
}

#[test]
fn extract_keeps_posts_when_asked() {
    let page = "<article><p>La digue de Port-Lanic a tenu toute la nuit, selon la mairie de la ville.</p><blockquote class=twitter-tweet><p>Tout le quartier est au sec ce matin, merci aux pompiers.</p>— Mairie (@portlanic) <a href=/t>3 mai</a></blockquote><p>Les écoles ont rouvert lundi matin, a dit la préfète de la région.</p></article>";
    let dir = folder(&[("page.html", page.as_bytes())]);
    let without = sourcier(dir.path(), &["extract", "page.html"], b"");
    assert!(without.out.contains("rouvert") && !without.out.contains("au sec"), "{}", without.out);
    let with = sourcier(dir.path(), &["extract", "--posts", "page.html"], b"");
    assert!(with.out.contains("au sec ce matin"), "{}", with.out);
    let blocks = sourcier(dir.path(), &["extract", "--blocks", "page.html"], b"");
    assert!(blocks.out.contains("post\tarticle\tund.blocks.markup-post\tTout"), "{}", blocks.out);
}

#[test]
fn schema_is_the_committed_one() {
    let dir = tempfile::tempdir().unwrap();
    let run = sourcier(dir.path(), &["schema"], b"");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/sourcier-1.schema.json");
    assert!(
        run.out == fs::read_to_string(path).unwrap(),
        "the types have changed; regenerate with `cargo run -- schema > schema/sourcier-1.schema.json`, \
         and see that the change only adds fields"
    );
}

#[test]
fn usage_completions_and_manual() {
    let dir = tempfile::tempdir().unwrap();
    for wrong in [
        &["annotate"][..],
        &["annotate", "x", "-j", "0"],
        &["annotate", "x", "--lang", "French"],
        &["nonsense"],
        &["man", "nonsense"],
    ] {
        assert_eq!(sourcier(dir.path(), wrong, b"").code, 2, "{wrong:?}");
    }
    let run = sourcier(dir.path(), &["annotate", "x", "--rules", "nowhere"], b"");
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("nowhere"), "{}", run.err);
    assert!(sourcier(dir.path(), &["completions", "bash"], b"").out.contains("sourcier__"));
    assert!(sourcier(dir.path(), &["man"], b"").out.contains(".TH sourcier"));
    let page = sourcier(dir.path(), &["man", "annotate"], b"").out;
    assert!(page.contains(".TH sourcier-annotate") && page.contains("jobs"), "{page}");
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_failure() {
    let lines = "{\"text\":\"La digue tiendra, a affirmé la maire.\"}\n".repeat(3000);
    let dir = folder(&[("many.jsonl", lines.as_bytes())]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_sourcier"))
        .args(["annotate", "many.jsonl"])
        .current_dir(dir.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
}
