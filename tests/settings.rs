//! Through what and on which day something was said, sentence by sentence (`tests/settings.txt`).

use std::path::Path;

use sourcier::Rules;
use sourcier::model::{Document, Span};
use sourcier::pipeline::analyse;

#[test]
fn channel_and_day_are_told() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/settings.txt");
    let rules = Rules::embedded().unwrap();
    let mut wrong = Vec::new();
    for line in std::fs::read_to_string(path).unwrap().lines().filter(|l| !l.starts_with('#')) {
        let [text, channel, day] = line.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("{line}: sentence | channel | day");
        };
        let analysis = analyse(&Document::from_text("x", text), &rules, Some("fr"));
        let list = &analysis.annotation.attributions;
        let words = |spans: Option<&Vec<Span>>| spans.map_or("-", |s| &text[s[0].start..s[0].end]);
        let told = |of: &dyn Fn(&sourcier::model::Attribution) -> Option<&Vec<Span>>| {
            list.first().map_or("nothing is reported", |a| words(of(a)))
        };
        let found = (told(&|a| a.channel.as_ref()), told(&|a| a.said_on.as_ref()));
        if found != (channel, day) {
            wrong.push(format!("{text}: {found:?}, not {:?}", (channel, day)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
