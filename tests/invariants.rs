//! Every invariant of an annotation, on every article at hand and on text that no one would write.

use std::path::Path;

use proptest::prelude::*;
use proptest::sample::select;
use sourcier::Rules;
use sourcier::export;
use sourcier::ingest::{Articles, Format, Walk};
use sourcier::model::Document;
use sourcier::pipeline::analyse;
use sourcier::stages::claims::keep_surer;

/// Analyses a document, checks it, and checks that a file of it says the same.
fn check(document: &Document, rules: &Rules, language: Option<&str>) -> Result<(), String> {
    let analysis = analyse(document, rules, language);
    analysis.check().map_err(|v| format!("{}: {v:?}", document.id))?;
    for least in [0.5, 0.8, 1.0] {
        let mut surer = analysis.clone();
        keep_surer(&mut surer.annotation, least);
        surer.check().map_err(|v| format!("{} from {least} on: {v:?}", document.id))?;
    }
    let line = String::from_utf8(export::write_line(analysis.annotation.clone())).unwrap();
    let again = export::read_line(&line, 1).map_err(|e| e.to_string())?;
    if again != analysis.annotation {
        return Err(format!("{}: written and read again, it is another annotation", document.id));
    }
    Ok(())
}

fn check_folder(name: &str) {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    if !dir.exists() {
        eprintln!("skipped: {name} is not there");
        return;
    }
    let rules = Rules::embedded().unwrap();
    let documents: Vec<Document> = Articles::new(Walk::new(vec![dir], None), Format::Auto)
        .map(|raw| raw.unwrap().read().unwrap())
        .collect();
    assert!(!documents.is_empty(), "{name} holds no article");
    let broken: Vec<String> =
        documents.iter().filter_map(|d| check(d, &rules, None).err()).collect();
    assert!(broken.is_empty(), "{} of {}: {broken:#?}", broken.len(), documents.len());
}

#[test]
fn own_articles() {
    check_folder("corpus/fr");
}

#[test]
fn seeds() {
    check_folder("../shared/corpus/seeds");
}

#[test]
fn collected_articles() {
    check_folder("../shared/corpus/dev/work");
}

#[test]
fn collected_pages() {
    check_folder("../shared/bench/pages/aed/html");
}

/// Pieces of which random text is made: what the stages look at, and what they do not expect.
fn piece() -> impl Strategy<Value = String> {
    let known = select(vec![
        "Selon",
        "d'après",
        "affirme",
        "a-t-il déclaré",
        "ont annoncé",
        "nie avoir",
        "n'a pas précisé",
        "que",
        "qu'",
        "la ministre",
        "Léa Brun",
        "M.",
        "des sources",
        "citées par",
        "le journal",
        "il",
        "elle",
        "qui",
        "lequel",
        "de",
        "le communiqué",
        "accuse",
        "demande si",
        "dit-elle",
        "pour",
        "« ",
        " »",
        "«",
        "»",
        "“",
        "”",
        "\"",
        "'",
        "’",
        "(",
        ")",
        "—",
        "- ",
        ", ",
        ". ",
        " ? ",
        " ! ",
        "… ",
        ": ",
        "\n",
        "\r\n",
        "\n\n",
        "\t",
        "\u{a0}",
        "\u{202f}",
        "Lire aussi :",
        "Partager",
        "Accueil » Région",
        "12 %",
        "3,5",
        "aurait",
        "été",
        "a",
        "lui-même",
    ]);
    let odd = select(vec![
        "\u{feff}",
        "\u{200b}",
        "\u{200d}",
        "\u{301}",
        "e\u{301}\u{327}",
        "İ",
        "ß",
        "ﬁ",
        "Ǆ",
        "🇫🇷",
        "👩‍👩‍👧",
        "عربي",
        "日本語。",
        "\u{2028}",
        "\u{85}",
        "\u{1}",
        "\u{10ffff}",
        "\u{fffd}",
        "ͅ",
        "𝒜",
        "K",
        "{",
        "}",
        "\\",
        "#2<1",
    ]);
    prop_oneof![
        6 => known.prop_map(str::to_owned),
        2 => known_word(),
        1 => odd.prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ]
}

fn known_word() -> impl Strategy<Value = String> {
    "[a-zA-Zéèêàçœ]{1,12}".prop_map(|w| w)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn random_text(pieces in prop::collection::vec((piece(), any::<bool>()), 0..120)) {
        thread_local!(static RULES: Rules = Rules::embedded().unwrap());
        let text: String = pieces.iter().map(|(p, blank)| if *blank { format!("{p} ") } else { p.clone() }).collect();
        let document = Document::from_text("random", text);
        RULES.with(|rules| check(&document, rules, Some("fr"))).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn random_page(pieces in prop::collection::vec((piece(), select(vec!["<p>", "</p>", "<div class=share>", "</div>", "<br>", "<a href=x>", "</a>", "<td>", "<h2>", "&", "<", ""])), 0..60)) {
        thread_local!(static RULES: Rules = Rules::embedded().unwrap());
        let html: String = pieces.iter().map(|(p, tag)| format!("{tag}{p} ")).collect();
        let document = sourcier::ingest::page(&html);
        RULES.with(|rules| check(&document, rules, Some("fr"))).map_err(TestCaseError::fail)?;
    }
}

/// How many random texts are tried; the environment may ask for more.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(400)
}
