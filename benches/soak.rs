//! Damaged articles by the hundred thousand: none may panic or break an invariant.
//!
//!     cargo bench --bench soak                   200,000 articles
//!     cargo bench --bench soak -- 1000 7         1,000 articles, damaged otherwise
//!
//! Parts of the own articles are cut, joined, doubled and shouted; bytes are flipped, marks multiplied and nested, lines
//! made huge, some wrapped as pages. The bytes go the whole way from decoding to the checks of the annotation, on all cores.
//! Each article's damage follows from its number alone, so that one that fails can be read again.

use std::fs;
use std::panic;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use sourcier::Rules;
use sourcier::ingest::{decode, html};
use sourcier::model::Document;
use sourcier::pipeline::analyse;

const ARTICLES: usize = 200_000;
/// Failures are shown up to this number.
const SHOWN: usize = 5;
const MARKS: [&str; 22] = [
    "«",
    "»",
    "\"",
    "“",
    "”",
    "’",
    "(",
    ")",
    "[",
    "]",
    " – ",
    ":",
    ",",
    ". ",
    "\n",
    "\n\n",
    "\u{a0}",
    "\u{202f}",
    "👩‍👧",
    "e\u{301}",
    "<p>",
    "\u{feff}",
];

/// What all articles came to.
#[derive(Default)]
struct Outcome {
    bytes: usize,
    panics: usize,
    violations: usize,
    /// Seconds, number and bytes of the slowest.
    slowest: (f64, usize, usize),
    shown: Vec<String>,
}

fn main() {
    // Cargo passes `--bench`.
    let mut numbers = std::env::args().skip(1).filter_map(|a| a.parse::<u64>().ok());
    let count = numbers.next().map_or(ARTICLES, |n| usize::try_from(n).unwrap_or(usize::MAX));
    let seed = numbers.next().unwrap_or(1);
    let rules = Rules::embedded().expect("the project's own tests load these rules");
    let articles = articles();
    let (next, outcome) = (AtomicUsize::new(0), Mutex::new(Outcome::default()));
    let start = Instant::now();
    // The outcome tells which article panicked; the place in the code is printed as it happens.
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        break;
                    }
                    let bytes = damage(&articles, &mut Random::new(seed, number));
                    let begun = Instant::now();
                    let read = panic::catch_unwind(|| read(&bytes, number, &rules));
                    let seconds = begun.elapsed().as_secs_f64();
                    let mut outcome = outcome.lock().expect("nothing panics while it is held");
                    outcome.take(number, &bytes, seconds, read);
                    if number % 20_000 == 19_999 {
                        println!("{} articles, {:.0} s", number + 1, start.elapsed().as_secs_f64());
                    }
                }
            });
        }
    });
    let outcome = outcome.into_inner().expect("nothing panics while it is held");
    for shown in &outcome.shown {
        println!("{shown}\n");
    }
    let Outcome { bytes, panics, violations, slowest, .. } = outcome;
    println!(
        "{count} damaged articles, {:.1} MB in {:.0} s: {panics} panics, {violations} violations; the slowest ({}, {} bytes) took {:.3} s",
        bytes as f64 / 1e6,
        start.elapsed().as_secs_f64(),
        slowest.1,
        slowest.2,
        slowest.0
    );
    if panics + violations > 0 {
        std::process::exit(1);
    }
}

impl Outcome {
    fn take(
        &mut self,
        number: usize,
        bytes: &[u8],
        seconds: f64,
        read: thread::Result<Result<(), String>>,
    ) {
        self.bytes += bytes.len();
        if seconds > self.slowest.0 {
            self.slowest = (seconds, number, bytes.len());
        }
        let what = match read {
            Ok(Ok(())) => return,
            Ok(Err(violations)) => {
                self.violations += 1;
                violations
            }
            Err(_) => {
                self.panics += 1;
                "a panic".to_owned()
            }
        };
        if self.shown.len() < SHOWN {
            self.shown
                .push(format!("article {number}: {what}\n{}", String::from_utf8_lossy(bytes)));
        }
    }
}

/// Reads one article the whole way; every fourth as a page.
fn read(bytes: &[u8], number: usize, rules: &Rules) -> Result<(), String> {
    // Bytes that are no text are refused, as they should be.
    let Ok(decoded) = decode(bytes.to_vec(), None) else { return Ok(()) };
    let document = match number % 4 {
        3 => html::page(&decoded.text.replace(". ", ".</p><p>")),
        _ => Document::from_text("x", decoded.text),
    };
    analyse(&document, rules, None).check().map_err(|violations| format!("{violations:?}"))
}

fn articles() -> Vec<String> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/fr");
    let mut paths: Vec<_> =
        fs::read_dir(&dir).into_iter().flatten().flatten().map(|e| e.path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    let articles: Vec<String> = paths.iter().filter_map(|p| fs::read_to_string(p).ok()).collect();
    assert!(!articles.is_empty(), "{} holds no article", dir.display());
    articles
}

/// A part of an article after a few damages.
fn damage(articles: &[String], random: &mut Random) -> Vec<u8> {
    let article = &articles[random.below(articles.len())];
    let mut text = random.part(article, 2000).to_owned();
    for _ in 0..1 + random.below(10) {
        let from = random.border(&text);
        let to = floor(&text, (from + random.below(300)).min(text.len())).max(from);
        let piece = text[from..to].to_owned();
        let mark = MARKS[random.below(MARKS.len())];
        match random.below(10) {
            0 => text.replace_range(from..to, ""),
            1 => text.insert_str(from, &piece),
            2 => text.insert_str(from, mark),
            3 => {
                let other = &articles[random.below(articles.len())];
                text.insert_str(from, random.part(other, 400));
            }
            4 => text.replace_range(from..to, &piece.to_uppercase()),
            5 => text.insert_str(from, &mark.repeat(1 + random.below(60))),
            6 => {
                // Marks within marks, around a piece.
                let depth = 1 + random.below(20);
                text.replace_range(
                    from..to,
                    &format!("{}{piece}{}", "« “".repeat(depth), "” »".repeat(depth)),
                );
            }
            7 => text = text.replace('\n', " "),
            8 if random.below(8) == 0 => text = text.repeat(1 + 4000 / (text.len() + 1)),
            _ => text.truncate(from),
        }
        if text.is_empty() {
            break;
        }
    }
    let mut bytes = text.into_bytes();
    // Every eighth article has bytes that its encoding does not know.
    if random.below(8) == 0 {
        for _ in 0..1 + random.below(6) {
            let at = random.below(bytes.len());
            if let Some(byte) = bytes.get_mut(at) {
                *byte = random.below(256) as u8;
            }
        }
    }
    bytes
}

/// Marsaglia's xorshift, begun anew for each article, so that every run damages alike.
struct Random(u64);

impl Random {
    fn new(seed: u64, number: usize) -> Random {
        let mut random = Random(
            seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)
                ^ (number as u64 + 1).wrapping_mul(0xd134_2543_de82_ef95),
        );
        random.0 |= 1;
        // The first numbers of near seeds are near each other.
        for _ in 0..8 {
            random.below(2);
        }
        random
    }

    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % most.max(1) as u64) as usize
    }

    /// A place between two characters.
    fn border(&mut self, text: &str) -> usize {
        floor(text, self.below(text.len() + 1))
    }

    /// A part of a text, of at most so many bytes.
    fn part<'t>(&mut self, text: &'t str, most: usize) -> &'t str {
        let start = self.border(text);
        let end = floor(text, (start + self.below(most)).min(text.len()));
        &text[start..end.max(start)]
    }
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}
