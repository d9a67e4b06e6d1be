//! The stage `tokens`: its data files, and its invariants on any text.
//!
//! A data file under `tests/pipeline/tokens/` holds cases: `=== title`, the input, `---`, what is expected.
//! `UPDATE=1 cargo test --test tokens` writes what the stage says into the files, for review as a diff.

use std::fmt::Write as _;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use sourcier::Rules;
use sourcier::model::{Document, Gender, Number, Pos, Sentence, Tense, Token, Tokens};
use sourcier::pipeline::analyse;
use sourcier::rules::Language;
use sourcier::stages::tokens::{Tagger, cut, look, read, train};

/// The tokens of a text that is taken as one sentence.
fn read_one(text: &str, language: &Language) -> Vec<Token> {
    let sentence = Sentence { start: 0, end: text.len(), block: 0, quotation: None };
    read(text, &[sentence], language).list
}

// What a data file shows of the tokens is told by its name.

/// The cut alone.
fn show_cut(text: &str, language: &Language) -> String {
    let words: Vec<&str> = read_one(text, language).iter().map(|t| t.span.of(text)).collect();
    words.join(" | ")
}

/// Every word with its part of speech, a line each.
fn show_tags(text: &str, language: &Language) -> String {
    let line = |t: &Token| format!("{:<6}{}", t.pos.name(), t.span.of(text));
    read_one(text, language).iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The verbs with the reading that was chosen, a line each.
fn show_verbs(text: &str, language: &Language) -> String {
    let mut lines = Vec::new();
    for token in read_one(text, language).iter().filter(|t| t.pos.is_verbal()) {
        let word = token.span.of(text);
        lines.push(match token.verb {
            Some(form) => {
                let mut told = language.tokens.lexicon.lemma(form.verb).to_owned();
                write!(told, " {:?}", form.mood).unwrap();
                if form.tense != Tense::None {
                    write!(told, " {:?}", form.tense).unwrap();
                }
                let persons = [form.persons.first(), form.persons.second(), form.persons.third()];
                for (i, _) in persons.iter().enumerate().filter(|(_, p)| **p) {
                    write!(told, " {}", i + 1).unwrap();
                }
                if form.gender != Gender::Unknown {
                    write!(told, " {:?}", form.gender).unwrap();
                }
                if form.number != Number::Unknown {
                    write!(told, " {:?}", form.number).unwrap();
                }
                format!("{word} = {told}")
            }
            None => format!("{word} = ?"),
        });
    }
    lines.join("\n")
}

fn check_file(name: &str, show: fn(&str, &Language) -> String, at_least: usize) {
    let rules = Rules::embedded().unwrap();
    let language = rules.language("fr").unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pipeline/tokens").join(name);
    let file = std::fs::read_to_string(&path).unwrap();
    let mut updated = String::new();
    let (mut wrong, mut cases) = (String::new(), 0);
    let (head, body) = file.split_once("=== ").expect("a first case");
    updated.push_str(head);
    for case in body.split("\n=== ") {
        let (title, rest) = case.split_once('\n').expect("a title line");
        let (input, wanted) = rest.split_once("\n---\n").expect("a line --- behind the input");
        let (got, wanted) = (show(input, language), wanted.trim_end());
        writeln!(updated, "=== {title}\n{input}\n---\n{got}\n").unwrap();
        if got != wanted {
            writeln!(wrong, "{name}: {title}\n  wanted\n{wanted}\n  got\n{got}\n").unwrap();
        }
        cases += 1;
    }
    assert!(cases >= at_least, "{name} has only {cases} cases");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, updated.trim_end().to_owned() + "\n").unwrap();
    } else {
        assert!(wrong.is_empty(), "{wrong}");
    }
}

#[test]
fn words_are_cut_as_the_file_says() {
    check_file("cut.txt", show_cut, 20);
}

#[test]
fn words_are_tagged_as_the_file_says() {
    check_file("tags.txt", show_tags, 10);
}

#[test]
fn verbs_are_read_as_the_file_says() {
    check_file("verbs.txt", show_verbs, 15);
}

/// Every visible character of a sentence lies in exactly one of its tokens, and no token leaves it.
fn cover(text: &str, sentences: &[Sentence], tokens: &Tokens) -> Result<(), String> {
    if tokens.sentences.len() != sentences.len() {
        return Err("a range of tokens for every sentence".to_owned());
    }
    for (sentence, range) in sentences.iter().zip(&tokens.sentences) {
        let mut at = sentence.start;
        let visible = |gap: &str| gap.chars().any(|c| !c.is_whitespace() && !c.is_control());
        for token in &tokens.list[range.clone()] {
            let span = token.span;
            if span.start < at || span.end <= span.start || span.end > sentence.end {
                return Err(format!("{span:?} overlaps or leaves {:?}", sentence.span()));
            }
            if visible(&text[at..span.start]) {
                return Err(format!("nothing covers {:?}", &text[at..span.start]));
            }
            if token.verb.is_some() && !token.pos.is_verbal() {
                return Err(format!("{:?} is no verb and has a reading", span.of(text)));
            }
            at = span.end;
        }
        if visible(&text[at..sentence.end]) {
            return Err(format!("nothing covers {:?}", &text[at..sentence.end]));
        }
    }
    Ok(())
}

/// Text made of what the cut looks at, mixed with any characters.
fn any_text() -> impl Strategy<Value = String> {
    let pieces = [
        "l’",
        "qu'",
        "-t-il",
        "-ce",
        "aujourd'hui",
        "M.",
        "MM. ",
        "etc.",
        "2 000",
        "\u{a0}",
        "6,8",
        "...",
        "«",
        "»",
        "''",
        "’’",
        "’",
        "-",
        "‑",
        "@",
        "#a",
        "https://",
        "e\u{301}",
        "İ",
        "ß",
        "ǅ",
        "\u{ad}",
        "\n",
        "\n\n",
        " ",
        " dit ",
        "Élu",
        "A.",
        "b@c.fr",
        "%",
        "\u{200b}",
        "<<",
    ];
    let piece = prop_oneof![
        4 => proptest::sample::select(pieces.to_vec()).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|p| p.concat())
}

#[test]
fn tokens_cover_any_text() {
    let rules = Rules::embedded().unwrap();
    // A fixed seed: a failure shows on every machine.
    let config = ProptestConfig {
        cases: 1000,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(1),
        ..ProptestConfig::default()
    };
    proptest!(config, |(text in any_text())| {
        let document = Document::from_text("any", text.as_str());
        for code in ["fr", "xx"] {
            let analysis = analyse(&document, &rules, Some(code));
            let covered = cover(&text, &analysis.annotation.sentences, &analysis.tokens);
            prop_assert!(covered.is_ok(), "{}: {:?}", code, covered);
        }
    });
}

#[test]
fn the_cut_takes_linear_time() {
    let rules = Rules::embedded().unwrap();
    let language = rules.language("fr").unwrap();
    let time = |piece: &str, bytes: usize| {
        let text = piece.repeat(bytes / piece.len());
        let start = std::time::Instant::now();
        let mut spans = Vec::new();
        cut(&text, 0, &language.tokens, &mut spans);
        assert!(!spans.is_empty());
        start.elapsed()
    };
    // With time that grows with the square the long text would take a million times the time of the short one.
    for piece in
        ["« ", "l’", "a-", "A.", "M. ", "1 ", "123 ", "1,1.", "@", "a@", "://", "’", "é", "-t-il"]
    {
        let short = time(piece, 4_000).max(std::time::Duration::from_micros(500));
        let long = time(piece, 4_000_000);
        assert!(long < short * 30_000, "{piece:?}: {short:?} for 4 kB, {long:?} for 4 MB");
    }
}

#[test]
fn a_phrase_is_cut_as_text_is() {
    let rules = Rules::embedded().unwrap();
    let language = rules.language("fr").unwrap();
    for phrase in
        ["À en croire", "de l’avis de", "a-t-il ajouté", "M. Dupuis", "plus de 2 000 élus"]
    {
        let words: Vec<String> = read_one(phrase, language)
            .iter()
            .map(|t| sourcier::rules::fold(t.span.of(phrase)))
            .collect();
        assert_eq!(language.tokens.words_of(phrase), words, "{phrase}");
    }
}

#[test]
fn damaged_weights_are_refused() {
    let rules = Rules::embedded().unwrap();
    let language = rules.language("fr").unwrap();
    let words = ["Le", "maire", "parle", "."];
    let tags = vec![Pos::Det, Pos::Noun, Pos::Verb, Pos::Punct];
    let weights = train(&[(look(&words, language), tags)], 2);
    assert!(Tagger::from_bytes(weights.clone().into()).is_ok());
    assert!(Tagger::from_bytes(weights[..weights.len() - 1].to_vec().into()).is_err());
    assert!(Tagger::from_bytes(weights[..5].to_vec().into()).is_err());
    let mut other = weights;
    other[0] ^= 1;
    assert!(Tagger::from_bytes(other.into()).is_err());
}
