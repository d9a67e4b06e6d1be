//! The stage `claims`: its data files.
//!
//! A data file under `tests/pipeline/claims/` holds cases: `=== title`, the article, `---`, its claims.
//! `UPDATE=1 cargo test --test claims` writes what the stage says into the files, for review as a diff.

mod cases;

use libtest_mimic::Arguments;
use sourcier::Rules;
use sourcier::model::{Annotation, Claim, Document, Voice};
use sourcier::pipeline::analyse;

fn main() {
    let rules = Rules::embedded().unwrap();
    let trials = cases::trials("claims", move |case| {
        let document = Document::from_text("case", case.input.clone());
        let analysis = analyse(&document, &rules, Some("fr"));
        analysis.check().unwrap();
        let annotation = analysis.annotation;
        let lines: Vec<String> = annotation.claims.iter().map(|c| show(&annotation, c)).collect();
        lines.join("\n")
    });
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

/// The voices, outermost first, and the words; `?` is somebody unknown.
fn show(annotation: &Annotation, claim: &Claim) -> String {
    let name = |id: &Option<String>| {
        let source = annotation.sources.iter().find(|s| Some(&s.id) == id.as_ref());
        source.map_or("?", |s| s.name.as_str())
    };
    let voice = match claim.voice {
        Voice::Article => "article".to_owned(),
        Voice::Source => claim.chain.iter().map(name).collect::<Vec<_>>().join(" > "),
    };
    let words: Vec<&str> = claim.spans.iter().map(|s| s.of(&annotation.text)).collect();
    format!("{voice} | {}", words.join(" … "))
}
