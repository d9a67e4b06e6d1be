//! The blocks stage: cases for blocks and quotation marks, hostile input,
//! and scores on annotated pages where they are at hand.

mod cases;

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use libtest_mimic::{Arguments, Failed, Trial};
use sourcier::Rules;
use sourcier::model::{Block, Document};
use sourcier::stages::{blocks, language, sentences};

fn main() {
    let rules = Arc::new(Rules::embedded().unwrap_or_else(|e| panic!("{e}")));
    let mut trials = hostile(&rules);
    trials.extend(annotated(&rules));
    trials.extend(marked_up(&rules));
    let for_blocks = Arc::clone(&rules);
    trials.extend(cases::trials("blocks", move |case| {
        let document = Document::from_text("", case.input.as_str());
        let lines = divide(&document, &for_blocks).into_iter().map(|b| {
            let kind = serde_json::to_value(b.kind).unwrap();
            let words = b.span().of(&document.text).replace('\n', "⏎");
            format!("{}: {words}\n", kind.as_str().unwrap())
        });
        lines.collect()
    }));
    trials.extend(cases::trials("quotations", move |case| {
        let document = Document::from_text("", case.input.as_str());
        let blocks = divide(&document, &rules);
        let lines = blocks::pair(&document.text, &blocks).into_iter().map(|q| {
            let closed = if q.closed { "closed" } else { "open" };
            let words = q.span().of(&document.text).replace('\n', "⏎");
            format!("{} {closed} {words}\n", q.level)
        });
        lines.collect()
    }));
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn divide(document: &Document, rules: &Rules) -> Vec<Block> {
    let code = language::tell(&document.text, rules);
    let language = code.and_then(|c| rules.language(&c)).unwrap_or(&rules.neutral);
    blocks::divide(document, rules, language)
}

/// Pages with markup: elements and what they are called decide what is kept.
fn marked_up(rules: &Arc<Rules>) -> Vec<Trial> {
    let paragraph = "<p>Le bac de Dinan est resté à quai lundi, a indiqué la mairie, parce que le fleuve \
        monte encore et que le pilote attend une accalmie.</p>";
    let item = "<li>Garder un gilet à bord</li>";
    let comment = "<div class=comment><p>Moi je trouve que la ville devrait enfin acheter un bac \
        neuf, et vite, avant le printemps.</p></div>";
    let other =
        "<p>Trois vaches ont été sauvées d'un puits par des pompiers de la vallée hier.</p>";
    let page = format!(
        "<main><h1>Le bac de Dinan reste à quai lundi</h1><div class=story-body>{}\
         <figure><img><figcaption>Le bac, lundi matin, vu du pont.</figcaption></figure>{}<ul>{}</ul></div>\
         <div class=next>{other}</div><div class=comments>{}</div></main>",
        (1..9).map(|n| paragraph.replace("lundi", &format!("lundi {n} mai"))).collect::<String>(),
        paragraph.replace("lundi", "mardi"),
        item.replace("Garder", "Porter") + item,
        comment.repeat(30),
    );
    let wanted = vec![
        ("Le bac de Dinan reste", "title"),
        ("lundi 8 mai, a indiqué", "body"),
        ("mardi, a indiqué", "body"),
        ("Porter un gilet", "heading"),
        ("Garder un gilet", "body"),
        ("vu du pont", "caption"),
        ("Trois vaches", "-"),
        ("Moi je trouve", "-"),
    ];
    let mut trials = vec![marked_up_trial(rules, "the article's element", page, wanted)];
    let paragraphs = |n: std::ops::Range<usize>| -> String {
        n.map(|n| paragraph.replace("lundi", &format!("lundi {n} mai"))).collect()
    };
    let page = format!(
        "<main><h1>Le bac de Dinan reste à quai lundi</h1><p class=post-byline>Awa Kanté, à Dinan</p>\
         <div class=story-body>{}<blockquote class='twitter-tweet'><p>Le bac ne partira pas non plus \
         demain, le fleuve est bien trop haut.</p>— Port de Dinan (@port) 3 mai</blockquote>{}</div></main>",
        paragraphs(1..5),
        paragraphs(5..8),
    );
    let wanted = vec![
        ("Awa Kanté", "byline"),
        ("lundi 2 mai", "body"),
        ("ne partira pas", "post"),
        ("Port de Dinan", "post"),
        ("lundi 7 mai", "body"),
    ];
    trials.push(marked_up_trial(rules, "a post and a line that names the author", page, wanted));
    let page = "<main><h1>Seize pilotes prêtent serment</h1><div class='story paywall'><div class=entry-content>\
         <p>Seize nouveaux pilotes ont prêté serment mercredi au port de Dinan.</p>\
         <p>Ils prendront leur service sur le bac dès lundi matin.</p></div></div>\
         <div class=paywall><p>Il reste deux articles à lire ce mois, puis il faut une carte.</p></div></main>";
    let wanted = vec![("Seize nouveaux", "body"), ("prendront", "body"), ("deux articles", "-")];
    trials.push(marked_up_trial(
        rules,
        "a short article in an element called like furniture",
        page.to_owned(),
        wanted,
    ));
    trials
}

/// A test of what kind a page's lines have that hold some words; `-` is furniture of any kind.
fn marked_up_trial(
    rules: &Arc<Rules>,
    name: &str,
    page: String,
    wanted: Vec<(&'static str, &'static str)>,
) -> Trial {
    let rules = Arc::clone(rules);
    Trial::test(format!("html/{name}"), move || {
        let document = sourcier::ingest::page(&page);
        let blocks = divide(&document, &rules);
        for &(words, kind) in &wanted {
            let block = blocks.iter().find(|b| b.span().of(&document.text).contains(words));
            let of = |b: &Block| match b.boilerplate {
                true => "-".to_owned(),
                false => serde_json::to_value(b.kind).unwrap().as_str().unwrap().to_owned(),
            };
            let found = block.map(of);
            if found.as_deref() != Some(kind) {
                return Err(Failed::from(format!("{words}: {found:?} {block:?}")));
            }
        }
        Ok(())
    })
}

/// Texts that no newspaper prints: everything visible is covered, nothing panics, and the time stays linear.
fn hostile(rules: &Arc<Rules>) -> Vec<Trial> {
    let texts = [
        ("nothing", String::new()),
        ("blanks", " \n\r\n\u{a0}\n".to_owned()),
        ("a million opening marks", "«".repeat(1_000_000)),
        ("a million closing marks", "»".repeat(1_000_000)),
        ("straight marks without words", "\"".repeat(300_000)),
        ("doubled apostrophes", "''".repeat(300_000)),
        ("opening marks on their own lines", "« \n".repeat(200_000)),
        ("open and close crossed", "« “ » ” ".repeat(100_000)),
        ("full stops", ".".repeat(2_000_000)),
        ("full stops with blanks", ". ".repeat(500_000)),
        ("brackets", "(. ".repeat(300_000)),
        ("one long line", "Le bac part à midi. ".repeat(200_000)),
        ("short lines", "Oui\n".repeat(200_000)),
        ("equal long lines", "Le bac part à midi pour la rive gauche du fleuve.\n".repeat(40_000)),
        ("capital letters", "A. B. C. ".repeat(200_000)),
        ("one word", "a".repeat(3_000_000)),
        ("control characters", "\u{0}\u{1}. \u{feff}«\u{200b}».".repeat(10_000)),
        ("accents apart", "e\u{301}te\u{301}. « E\u{301}te\u{301} ». ".repeat(20_000)),
    ];
    let trial = |(name, text): (&str, String)| {
        let rules = Arc::clone(rules);
        Trial::test(format!("hostile/{name}"), move || {
            let start = Instant::now();
            let document = Document::from_text("", text);
            let text = document.text.as_str();
            let list = divide(&document, &rules);
            let quotations = blocks::pair(text, &list);
            let fr = &rules.language("fr").unwrap().sentences;
            let sentences = sentences::split(text, &list, &quotations, |_| fr);
            let time = start.elapsed();
            let covered: usize = list.iter().map(|b| b.end - b.start).sum();
            let gaps: usize = {
                let mut at = 0;
                let mut visible = 0;
                for b in &list {
                    visible += text[at..b.start].split_whitespace().count();
                    at = b.end;
                }
                visible + text[at..].split_whitespace().count()
            };
            if gaps > 0 {
                return Err(Failed::from(format!(
                    "{gaps} words lie in no block ({covered} bytes do)"
                )));
            }
            if !sentences.windows(2).all(|w| w[0].end <= w[1].start) {
                return Err("sentences overlap".into());
            }
            // Generous: a debug build on a busy machine; a quadratic step would take minutes.
            if time > Duration::from_secs(20) {
                return Err(format!("took {time:?}").into());
            }
            Ok(())
        })
    };
    texts.into_iter().map(trial).collect()
}

/// F1 of the lines flagged on annotated articles, which are no part of the project.
fn annotated(rules: &Arc<Rules>) -> Vec<Trial> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let trial = |(set, floor): (&'static str, f64)| {
        let (dir, rules) = (shared.join(set), Arc::clone(rules));
        Trial::test(format!("annotated/{set}"), move || {
            if !dir.is_dir() {
                println!("skipped: {} is not there", dir.display());
                return Ok(());
            }
            let f1 = line_f1(&dir, &rules);
            if f1 >= floor { Ok(()) } else { Err(format!("F1 {f1:.3} below {floor}").into()) }
        })
    };
    [("seeds", 0.93), ("dev/work", 0.93)].into_iter().map(trial).collect()
}

fn line_f1(dir: &Path, rules: &Rules) -> f64 {
    let (mut hits, mut found, mut wanted) = (0, 0, 0);
    let mut files: Vec<_> = fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "txt")) {
        let text = fs::read_to_string(file).unwrap();
        let gold = fs::read_to_string(file.with_extension("ann")).unwrap();
        let points: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        let mut furniture = vec![false; text.len()];
        for line in gold.lines() {
            let Some(rest) = line.split_once("\tBoilerplate ").map(|(_, r)| r) else { continue };
            for part in rest.split('\t').next().unwrap().split(';') {
                let (a, b) = part.split_once(' ').unwrap();
                let (a, b): (usize, usize) = (a.parse().unwrap(), b.parse().unwrap());
                furniture[points[a]..points[b]].fill(true);
            }
        }
        let mut flagged = vec![false; text.len()];
        let document = Document::from_text("", text.as_str());
        for b in divide(&document, rules).iter().filter(|b| b.boilerplate) {
            flagged[b.start..b.end].fill(true);
        }
        // A line counts as furniture when more than half of its letters are.
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let letters: Vec<usize> = line
                .char_indices()
                .filter(|(_, c)| c.is_alphanumeric())
                .map(|(i, _)| start + i)
                .collect();
            start += line.len();
            let most =
                |list: &[bool]| letters.iter().filter(|&&i| list[i]).count() * 2 > letters.len();
            let (g, f) = (most(&furniture), most(&flagged));
            hits += usize::from(g && f);
            found += usize::from(f);
            wanted += usize::from(g);
        }
    }
    2.0 * f64::from(u32::try_from(hits).unwrap()) / (found + wanted) as f64
}
