//! Texts, pages and archives that were made to be slow.
//!
//!     cargo bench --bench hostile                   seconds a megabyte of each shape, 10 kB beside 10 MB
//!     cargo bench --bench hostile -- 1000000 marks  other sizes of the large ones, and only shapes so named
//!
//! The time a byte should not depend on how long a text is: the last column is the large one's share of the small one's.
//! Of a bomb, bytes are counted as they are unpacked.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use sourcier::Rules;
use sourcier::ingest::{Articles, Format, Raw, Walk, html};
use sourcier::model::Document;
use sourcier::pipeline::analyse;

const SMALL: usize = 10_000;
const LARGE: usize = 10_000_000;
/// Each is read again until the clock can tell. It is that of the thread, so that a busy machine does not count.
const ROUNDS: Duration = Duration::from_millis(200);
/// How many times as long a byte of a large one may take.
const BAD: f64 = 2.0;
/// Seconds a megabyte below which it is the memory that is slower for large ones.
const FAST: f64 = 0.05;

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

/// Name, what is repeated, and the name of the file that is packed; the article is refused, or read.
const BOMBS: [(&str, &str, &str); 3] = [
    ("bomb: a text", " ", "a.txt.gz"),
    ("bomb: lines", "\n", "a.jsonl.gz"),
    ("bomb: one line", "[", "a.jsonl.gz"),
];

fn main() {
    let rules = Rules::embedded().expect("the project's own tests load these rules");
    // Cargo passes `--bench`.
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let large = arguments.iter().find_map(|a| a.parse().ok()).unwrap_or(LARGE);
    let named: Vec<&String> = arguments.iter().filter(|a| a.parse::<usize>().is_err()).collect();
    let wanted = |name: &str| named.is_empty() || named.iter().any(|n| name.contains(n.as_str()));
    println!("{:28} {:>8} {:>8}   s/MB of {SMALL} and of {large} bytes", "shape", "small", "large");
    let mut table = Table { large, shapes: 0, bad: 0 };
    for (name, piece) in TEXTS.into_iter().filter(|t| wanted(t.0)) {
        table.row(name, &|bytes| repeat(piece, bytes).into_bytes(), &|text| {
            let text = String::from_utf8_lossy(text);
            analyse(&Document::from_text("x", text), &rules, Some("fr"));
        });
    }
    for (name, piece, end) in PAGES.into_iter().filter(|p| wanted(p.0)) {
        let make = |bytes: usize| {
            let start = repeat(piece, bytes * piece.len() / (piece.len() + end.len()));
            let count = start.len() / piece.len();
            format!("<html><body>{start}{}", end.repeat(count)).into_bytes()
        };
        table.row(name, &make, &|source| {
            analyse(&html::page(&String::from_utf8_lossy(source)), &rules, Some("fr"));
        });
    }
    let dir = std::env::temp_dir().join(format!("sourcier-hostile-{}", std::process::id()));
    fs::create_dir_all(&dir).expect("the system gives a folder");
    for (name, piece, file) in BOMBS.into_iter().filter(|b| wanted(b.0)) {
        let path = dir.join(file);
        table.row(name, &|bytes| bomb(piece, bytes, &path), &|_| {
            for article in Articles::new(Walk::new(vec![path.clone()], None), Format::Auto) {
                if let Ok(document) = article.and_then(Raw::read) {
                    analyse(&document, &rules, Some("fr"));
                }
            }
        });
    }
    // What cannot be removed lies where the system clears away.
    let _ = fs::remove_dir_all(&dir);
    let Table { shapes, bad, .. } = table;
    println!(
        "{bad} of {shapes} shapes take more than {BAD} times as long a byte when they are long"
    );
}

struct Table {
    large: usize,
    shapes: usize,
    bad: usize,
}

impl Table {
    fn row(&mut self, name: &str, make: &dyn Fn(usize) -> Vec<u8>, read: &dyn Fn(&[u8])) {
        let time = |bytes: usize| {
            let source = make(bytes);
            let (begun, mut times) = (spent(), 0.0);
            let whole = loop {
                read(&source);
                times += 1.0;
                let whole = spent().saturating_sub(begun);
                if whole >= ROUNDS {
                    break whole;
                }
            };
            whole.as_secs_f64() * 1e6 / (times * source.len() as f64)
        };
        let (small, large) = (time(SMALL), time(self.large));
        let mark = if large > FAST && large > BAD * small { "  <" } else { "" };
        self.shapes += 1;
        self.bad += usize::from(!mark.is_empty());
        println!("{name:28} {small:8.3} {large:8.3}   {:.1}{mark}", large / small);
    }
}

/// What this thread has computed so far; where the system does not tell, how long the program has run.
fn spent() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|t| t.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// Writes so many bytes into a packed file; what it returns only tells how many.
fn bomb(piece: &str, bytes: usize, path: &Path) -> Vec<u8> {
    let source = repeat(piece, bytes).into_bytes();
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    let packed = packed.write_all(&source).and_then(|()| packed.finish());
    fs::write(path, packed.expect("memory takes all bytes")).expect("the folder is ours");
    source
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
