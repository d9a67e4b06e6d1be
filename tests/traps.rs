//! Traps: sentences in which nothing is attributed to anybody, though their words tempt.
//!
//! They were written by somebody who had not read the rules. Each line of `traps/fr.txt` is one; `# ` opens a heading.

use sourcier::model::Document;
use sourcier::pipeline::analyse;
use sourcier::rules::Rules;

/// So many in a hundred may fire.
const MOST: usize = 3;

#[test]
fn few_traps_fire() {
    let rules = Rules::embedded().unwrap();
    let traps: Vec<&str> = include_str!("traps/fr.txt")
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with("# "))
        .collect();
    assert!(traps.len() >= 150, "{} traps", traps.len());
    let mut fired = Vec::new();
    for trap in &traps {
        let document = Document::from_text("trap", (*trap).to_owned());
        let annotation = analyse(&document, &rules, Some("fr")).annotation;
        if let Some(a) = annotation.attributions.first() {
            fired.push(format!("{}: {trap}", a.rule));
        }
    }
    let told = fired.join("\n");
    assert!(
        fired.len() * 100 <= traps.len() * MOST,
        "{} of {} fire:\n{told}",
        fired.len(),
        traps.len()
    );
}
