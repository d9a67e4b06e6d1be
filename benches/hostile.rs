//! Texts and pages that were made to be slow, and a soak over damaged articles.
//!
//!     cargo bench --bench hostile                       seconds a megabyte of each shape, small beside large
//!     cargo bench --bench hostile -- --soak 200000      damaged articles, each checked against every invariant
//!
//! The time a byte should not depend on how long a text is: the last column is the large one's share of the small one's.

use std::fs;
use std::path::Path;
use std::time::Instant;

use sourcier::Rules;
use sourcier::ingest::html;
use sourcier::model::Document;
use sourcier::pipeline::analyse;

const SMALL: usize = 100_000;
const LARGE: usize = 1_000_000;
/// Smaller shares are noise of the clock.
const BAD: f64 = 2.0;

/// Name and what is repeated; `#` is a number that grows.
const TEXTS: [(&str, &str); 24] = [
    ("quotations in one line", "Le maire dit « oui » et « non » puis « peut-être », "),
    ("opening marks", "« "),
    ("closing marks", "» "),
    ("nested marks", "« “ ‘ a ’ ” » "),
    ("straight marks", "\" a "),
    ("apostrophes", "'"),
    ("a paragraph that reopens", "« Je le dis. \n"),
    ("brackets", "("),
    ("one word", "a"),
    ("one sentence", "maire dit "),
    ("commas", "maire, "),
    ("full stops", ". "),
    ("reports", "il dit que "),
    ("short sentences", "Il a dit oui. "),
    ("named reports", "Jean Dupont, le maire de Lyon, a dit oui. "),
    ("other names each", "Jean Dupont#, maire de Ville#, a dit que la ville # est belle. "),
    ("capitals", "Aa Bb "),
    ("acronyms", "ABC (Alliance Blanche Centrale) dit. "),
    ("lines", "Le maire # a déclaré # choses.\n"),
    ("same lines", "Le maire a dit oui.\n"),
    ("blank lines", "\n\n"),
    ("teasers", "Lire aussi : Le maire # a dit\n"),
    ("numbers", "12 345,6 %\n"),
    ("combining marks", "e\u{301}\u{301}"),
];

/// Name, what is repeated, and what stands behind it as often.
const PAGES: [(&str, &str, &str); 8] = [
    ("nested elements", "<div>", ""),
    ("closed elements", "<div>", "</div>"),
    ("paragraphs", "<p>Le maire a dit oui.", ""),
    ("links", "<a href=/#>Le pont</a> ", ""),
    ("open formatting", "<b><i>", ""),
    ("tables", "<table><tr><td>", ""),
    ("attributes", "<p class='a b c #'>x</p>", ""),
    ("lists", "<ul><li>a", ""),
];

fn main() {
    let rules = Rules::embedded().expect("the project's own tests load these rules");
    let mut arguments = std::env::args().skip_while(|a| a != "--soak").skip(1);
    match arguments.next() {
        Some(count) => soak(count.parse().expect("a number of articles behind --soak"), &rules),
        None => shapes(&rules),
    }
}

fn shapes(rules: &Rules) {
    println!("{:28} {:>8} {:>8}   s/MB of {SMALL} and of {LARGE} bytes", "shape", "small", "large");
    let mut bad = 0;
    let mut row = |name: &str, make: &dyn Fn(usize) -> String, read: &dyn Fn(&str)| {
        let time = |bytes: usize| {
            let source = make(bytes);
            let start = Instant::now();
            read(&source);
            start.elapsed().as_secs_f64() * 1e6 / source.len() as f64
        };
        let (small, large) = (time(SMALL), time(LARGE));
        let mark = if large > BAD * small { "  <" } else { "" };
        bad += usize::from(!mark.is_empty());
        println!("{name:28} {small:8.2} {large:8.2}   {:.1}{mark}", large / small);
    };
    for (name, piece) in TEXTS {
        row(name, &|bytes| repeat(piece, bytes), &|text| {
            analyse(&Document::from_text("x", text), rules, Some("fr"));
        });
    }
    for (name, piece, end) in PAGES {
        let make = |bytes: usize| {
            let start = repeat(piece, bytes * piece.len() / (piece.len() + end.len()));
            let count = start.len() / piece.len();
            format!("<html><body>{start}{}", end.repeat(count))
        };
        row(name, &make, &|source| {
            analyse(&html::page(source), rules, Some("fr"));
        });
    }
    println!(
        "{bad} shapes take more than {BAD} times as long a byte when they are ten times as long"
    );
}

fn repeat(piece: &str, bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + piece.len());
    for number in 0.. {
        if text.len() >= bytes {
            break;
        }
        text.push_str(&piece.replace('#', &number.to_string()));
    }
    text
}

/// Analyses articles in which bytes, words and lines were lost, doubled, swapped or replaced.
fn soak(count: usize, rules: &Rules) {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/fr");
    let mut paths: Vec<_> =
        fs::read_dir(&dir).into_iter().flatten().flatten().map(|e| e.path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    let articles: Vec<String> =
        paths.iter().map(|p| fs::read_to_string(p).unwrap_or_default()).collect();
    assert!(!articles.is_empty(), "{} holds no article", dir.display());
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let (start, mut bytes, mut slowest) = (Instant::now(), 0, (0.0, 0));
    for number in 0..count {
        let text = damage(&articles, &mut random);
        bytes += text.len();
        let begun = Instant::now();
        let page = number % 4 == 3;
        let document = match page {
            true => html::page(&text.replace(". ", ".</p><p>")),
            false => Document::from_text("x", text.clone()),
        };
        let checked = analyse(&document, rules, None).check();
        if let Err(violations) = checked {
            println!("article {number} breaks {violations:?}\n{text}");
            std::process::exit(1);
        }
        let seconds = begun.elapsed().as_secs_f64();
        if seconds > slowest.0 {
            slowest = (seconds, number);
        }
        if number % 10_000 == 9_999 {
            println!("{} articles, {:.0} s", number + 1, start.elapsed().as_secs_f64());
        }
    }
    println!(
        "{count} damaged articles, {:.1} MB in {:.0} s, no panic, no violation; the slowest ({}) took {:.3} s",
        bytes as f64 / 1e6,
        start.elapsed().as_secs_f64(),
        slowest.1,
        slowest.0
    );
}

fn damage(articles: &[String], random: &mut Random) -> String {
    const MARKS: [&str; 16] = [
        "«",
        "»",
        "\"",
        "“",
        "”",
        "’",
        "(",
        ")",
        " – ",
        ":",
        "\n",
        "\n\n",
        "\u{a0}",
        "\u{202f}",
        "👩‍👧",
        "e\u{301}",
    ];
    let mut text = articles[random.below(articles.len())].clone();
    for _ in 0..1 + random.below(12) {
        let from = random.border(&text);
        let to = random.border(&text[from..]).min(400) + from;
        let to = (to..=text.len()).find(|&i| text.is_char_boundary(i)).unwrap_or(text.len());
        let piece = text[from..to].to_owned();
        match random.below(6) {
            0 => text.replace_range(from..to, ""),
            1 => text.insert_str(from, &piece),
            2 => text.insert_str(from, MARKS[random.below(MARKS.len())]),
            3 => {
                let other = &articles[random.below(articles.len())];
                let at = random.border(other);
                text.insert_str(from, &other[at..]);
            }
            4 => text.replace_range(from..to, &piece.to_uppercase()),
            _ => text.truncate(from),
        }
        if text.len() > 40_000 || text.is_empty() {
            break;
        }
    }
    text
}

/// Marsaglia's xorshift, so that every run damages alike.
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most.max(1) as u64) as usize
    }

    /// A place between two characters.
    fn border(&mut self, text: &str) -> usize {
        let at = self.below(text.len() + 1);
        (0..=at).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
    }
}
