//! Marked sentences of treebanks: every file fits the treebank that it names, and every attribution has its parts.

use std::path::Path;

use sourcier::eval::gold::GoldError;
use sourcier::eval::marked::read_marked;

const FILES: [&str; 3] = ["gsd", "pud", "sequoia"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn marked_sentences_fit_their_treebanks() {
    let treebanks = root().join("../shared/ud");
    if !treebanks.is_dir() {
        println!("skipped: no treebanks in ../shared/ud");
        return;
    }
    for name in FILES {
        let path = root().join(format!("corpus/treebanks/{name}.jsonl"));
        let gold = read_marked(&path, &treebanks).expect("the file fits the treebank");
        let marked = gold.iter().flat_map(|g| g.attributions.iter().map(move |a| (g, a)));
        let mut count = 0;
        for (sentence, a) in marked {
            assert!(!a.cue.is_empty(), "{}: {} has no cue", sentence.id, a.id);
            assert!(
                a.source.is_some()
                    || !a.content.is_empty()
                    || a.stance.as_deref() == Some("NoComment"),
                "{}: {} has neither source nor content",
                sentence.id,
                a.id
            );
            count += 1;
        }
        assert!(count > 100, "{name}: {count} attributions");
    }
}

#[test]
fn a_sentence_with_another_text_is_told_with_its_line() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(
        dir.path().join("t.conllu"),
        "# sent_id = s1\n# text = Le maire dit que le pont tient.\n1\tLe\tle\tDET\t_\t_\t0\troot\t_\t_\n\n",
    )
    .expect("the treebank is written");
    let file = dir.path().join("t.jsonl");
    let wrong = |line: &str| {
        std::fs::write(&file, format!("{{\"treebank\":[\"t.conllu\"]}}\n{line}\n"))
            .expect("written");
        match read_marked(&file, dir.path()) {
            Err(GoldError::Line { line, message, .. }) => (line, message),
            other => panic!("no error of a line: {other:?}"),
        }
    };
    let (line, message) = wrong(r#"{"id":"s1","text":"00000000"}"#);
    assert_eq!(line, 2);
    assert!(message.contains("another text"), "{message}");
    let (_, message) = wrong(r#"{"id":"s9","text":"00000000"}"#);
    assert!(message.contains("no sentence s9"), "{message}");
    let (_, message) = wrong(
        r#"{"id":"s1","text":"732075a6","attributions":[{"cue":[[9,99]],"mode":"Indirect","stance":"Asserts"}]}"#,
    );
    assert!(message.contains("no letters"), "{message}");
}
