//! The user's register: what it holds is shown as the user's, and mistakes in it name file and line.

use std::fs;
use std::path::Path;

use sourcier::Rules;
use sourcier::ingest::Register;
use sourcier::model::{Admiralty, Annotation, Document};
use sourcier::pipeline;

const TEXT: &str = "Selon La Gazette de Lormeval, la digue a cédé. L'Observatoire des crues (ODC) a annoncé une \
                    enquête. L'ODC a précisé que le fleuve baissait. Le maire a affirmé que tout allait bien.";

fn annotation(site: Option<&str>, url: Option<&str>) -> Annotation {
    let mut document = Document::from_text("case", TEXT);
    document.meta.site = site.map(str::to_owned);
    document.meta.url = url.map(str::to_owned);
    pipeline::analyse(&document, &Rules::embedded().unwrap(), Some("fr")).annotation
}

fn example(name: &str) -> Register {
    Register::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name)).unwrap()
}

#[test]
fn sources_are_rated_by_name_and_acronym_in_both_formats() {
    let mut both = Vec::new();
    for file in ["register.toml", "register.csv"] {
        let mut annotation = annotation(None, None);
        assert!(
            annotation.sources.iter().all(|s| s.rating.is_none()),
            "nothing is assessed without a register"
        );
        example(file).rate(&mut annotation);
        let rated: Vec<_> = annotation.sources.iter().filter_map(|s| s.rating.clone()).collect();
        let letters: Vec<_> = rated.iter().map(|r| (r.entry.as_str(), r.letter)).collect();
        let wanted = [
            ("La Gazette de Lormeval", Some(Admiralty::B)),
            ("Observatoire des crues", Some(Admiralty::C)),
        ];
        assert_eq!(letters, wanted);
        assert_eq!(rated[0].author.as_deref(), Some("R. M."));
        assert_eq!(rated[0].date.as_deref(), Some("2026-02-11"));
        assert_eq!(annotation.site_rating, None);
        both.push(rated);
    }
    assert_eq!(both[0], both[1]);
}

#[test]
fn the_site_is_rated_by_domain_and_by_name() {
    let cases = [
        (None, Some("https://www.naber.example/a/b?c"), Some("naber.example")),
        (None, Some("https://news.naber.example:8080/"), Some("naber.example")),
        (None, Some("https://notnaber.example/"), None),
        (Some("radio naber"), None, Some("radio naber")),
        (Some("Naber.example"), None, Some("naber.example")),
        (Some("Radio"), None, None),
    ];
    for (site, url, wanted) in cases {
        let mut annotation = annotation(site, url);
        example("register.toml").rate(&mut annotation);
        let rating = annotation.site_rating;
        assert_eq!(rating.as_ref().map(|r| r.matched.as_str()), wanted, "{site:?} {url:?}");
        assert!(rating.is_none_or(|r| r.letter.is_none() && r.note.is_some()));
    }
}

#[test]
fn an_entry_with_a_kind_is_for_that_kind_alone() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("r.toml");
    for (kind, rated) in [("media", true), ("armed_group", false)] {
        let entry = format!(
            "[[entry]]\nname = \"La Gazette de Lormeval\"\nkind = \"{kind}\"\nletter = \"D\"\n"
        );
        fs::write(&file, entry).unwrap();
        let mut annotation = annotation(None, None);
        Register::read(&file).unwrap().rate(&mut annotation);
        assert_eq!(annotation.sources.iter().any(|s| s.rating.is_some()), rated, "{kind}");
    }
}

#[test]
fn mistakes_name_file_and_line() {
    let entry = "[[entry]]\nname = \"A\"\n";
    let cases = [
        ("r.toml", format!("{entry}letter = \"G\"\n"), ":3: unknown variant `G`"),
        ("r.toml", format!("{entry}leter = \"A\"\n"), ":3: unknown field `leter`"),
        ("r.toml", entry.to_owned(), ":1: `A` has neither a letter nor a note"),
        (
            "r.toml",
            format!("{entry}letter = \"A\"\n\n{entry}letter = \"B\"\n"),
            ":5: `A` stands in two entries",
        ),
        ("r.toml", "[[entry]\n".to_owned(), ":1: "),
        ("r.csv", "name,letter\nA,Z\n".to_owned(), ":2: unknown variant `Z`"),
        ("r.csv", "name,letter\nA,B,C\n".to_owned(), ":2: "),
        ("r.csv", "name,lettre\nA,B\n".to_owned(), "unknown field `lettre`"),
        ("r.csv", "name,letter,domains\nA,B,a b\n".to_owned(), ":2: `a b` is no domain"),
        ("r.csv", "name,letter\n,B\n".to_owned(), ":2: an empty name"),
    ];
    let dir = tempfile::tempdir().unwrap();
    for (name, text, wanted) in cases {
        let file = dir.path().join(name);
        fs::write(&file, &text).unwrap();
        let message = Register::read(&file).unwrap_err().to_string();
        assert!(message.contains(name) && message.contains(wanted), "{text}\n{message}");
    }
    let missing = dir.path().join("none.toml");
    assert!(Register::read(&missing).unwrap_err().to_string().contains("none.toml"));
}
