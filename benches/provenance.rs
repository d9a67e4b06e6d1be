//! Time and memory of linking a large batch of made-up articles.
//!
//!     cargo bench --bench provenance -- [ARTICLES] [JOBS]
//!
//! The articles have 500 words of syllables with the frequencies of a language (Zipf), every fourth is written after an
//! earlier one with a third of its words exchanged, and every tenth is a plain copy with another end. Each goes through
//! the line of JSON that the command reads, and all links and groups are written as JSON, to nowhere.
//!
//! What would be written after an article before the first is written after the first: some nine hundred of the first 5,000
//! are rewrites or copies of it, like those of a dispatch that all print, and give most of the links. Behind them families
//! are small. Words are frequent as in a language, but none is left out as telling nothing, and any two articles share some
//! rare ones, so that every article is compared with as many others as it may be: it is dearer than news of so many sorts.

use std::io;
use std::num::NonZeroUsize;
use std::time::Instant;

use sha2::{Digest, Sha256};
use sourcier::Rules;
use sourcier::export::{read_line, write_line, write_provenance};
use sourcier::index::{Batch, Options, Store};
use sourcier::model::{Annotation, Document};
use sourcier::pipeline::analyse;
use sourcier::stages::provenance::AliasBook;

const WORDS: usize = 500;
const SENTENCE: usize = 20;
const PARAGRAPH: usize = 60;
const VOCABULARY: u64 = 80_000;
/// An article is written after one of so many before it.
const BACK: u64 = 5_000;
const ROUND: usize = 1024;

fn main() {
    let mut told = std::env::args().skip(1).filter(|a| !a.starts_with("--"));
    let articles: usize = told.next().map_or(2_000, |n| n.parse().expect("a number of articles"));
    let jobs: NonZeroUsize = told
        .next()
        .map_or(NonZeroUsize::MIN.saturating_add(1), |n| n.parse().expect("a number of threads"));
    let rules = Rules::embedded().expect("the project's own tests load these rules");
    // Only its frame is taken; sentences and claims are made for every article.
    let frame = analyse(&Document::from_text("frame", "Le pont est ouvert."), &rules, Some("fr"));
    let frame = frame.annotation;
    let options = Options { jobs, aliases: AliasBook::default() };
    let store = Store::open(None, false, &[]).expect("a temporary file can be made");
    let mut batch = Batch::new(store, &rules, options).expect("an empty store");
    let mut making = 0.0;
    let start = Instant::now();
    for first in (0..articles).step_by(ROUND) {
        let made = Instant::now();
        let lines: Vec<String> = (first..articles.min(first + ROUND))
            .map(|i| {
                String::from_utf8(write_line(article(&frame, i as u64))).expect("JSON is UTF-8")
            })
            .collect();
        making += made.elapsed().as_secs_f64();
        let read = |l: &String| read_line(l.trim_end(), 1).expect("what was written can be read");
        let list: Vec<Annotation> = lines.iter().map(read).collect();
        batch.add(&list, false).expect("the store takes articles");
    }
    let indexed = start.elapsed().as_secs_f64() - making;
    batch.compare().expect("the store can be read");
    let compared = start.elapsed().as_secs_f64() - making;
    let survey = batch.survey().expect("the store can be read");
    let (mut links, mut groups) = (0, 0);
    let each_link = survey.links().inspect(|_| links += 1).map(|l| l.map_err(io::Error::other));
    let each_group = survey.groups().inspect(|_| groups += 1).map(|g| g.map_err(io::Error::other));
    write_provenance(survey.head(), each_link, each_group, io::sink())
        .expect("the store can be read");
    let all = start.elapsed().as_secs_f64() - making;
    println!(
        "{articles} articles, {jobs} threads: indexed after {indexed:.1} s, compared after {compared:.1} s, written after {all:.1} s; {links} links, {groups} groups; at most {} MB",
        peak().map_or("?".to_owned(), |kb| (kb / 1024).to_string())
    );
}

/// A generator of numbers that are the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % below
    }

    /// A word whose rank is spread as in a language: as many of each magnitude.
    fn word(&mut self) -> u64 {
        let magnitude = (VOCABULARY as f64).ln() * self.roll(1 << 20) as f64 / f64::from(1 << 20);
        magnitude.exp() as u64
    }
}

/// The words of an article: its own, or those of an earlier one with some exchanged.
fn words(number: u64) -> Vec<u64> {
    let mut dice = Dice((number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let after = |dice: &mut Dice| number.saturating_sub(1 + dice.roll(BACK));
    match number % 20 {
        2 | 12 if number > 20 => {
            let mut list = words(after(&mut dice));
            list.truncate(WORDS * 9 / 10);
            while list.len() < WORDS {
                list.push(dice.word());
            }
            list
        }
        3 | 7 | 11 | 15 | 19 if number > 20 => {
            let list = words(after(&mut dice));
            list.into_iter().map(|w| if dice.roll(3) == 0 { dice.word() } else { w }).collect()
        }
        _ => (0..WORDS).map(|_| dice.word()).collect(),
    }
}

fn spelled(mut word: u64) -> String {
    const SYLLABLES: [&str; 40] = [
        "ba", "re", "mi", "lo", "tu", "ca", "de", "fi", "go", "pu", "na", "se", "ri", "vo", "lu",
        "cha", "tre", "pli", "bro", "dru", "man", "ten", "vin", "lon", "cour", "gar", "mer", "tir",
        "por", "sur", "bal", "vel", "mil", "col", "nul", "ras", "bes", "dis", "fos", "rus",
    ];
    let mut out = String::new();
    word += 40;
    while word > 0 {
        out.push_str(SYLLABLES[(word % 40) as usize]);
        word /= 40;
    }
    out
}

fn article(frame: &Annotation, number: u64) -> Annotation {
    use sourcier::model::{Sentence, Span};
    let (mut text, mut sentences, mut blocks, mut claims) = (String::new(), vec![], vec![], vec![]);
    for paragraph in words(number).chunks(PARAGRAPH) {
        let start = text.len();
        for sentence in paragraph.chunks(SENTENCE) {
            let from = text.len();
            let list: Vec<String> = sentence.iter().map(|w| spelled(*w)).collect();
            text.push_str(&list.join(" "));
            text.push('.');
            let span = Span::new(from, text.len());
            let mut claim = frame.claims[0].clone();
            claim.id = format!("c-{}", sentences.len());
            claim.spans = vec![span];
            claim.sentences = vec![sentences.len()];
            claims.push(claim);
            let block = blocks.len();
            sentences.push(Sentence { start: span.start, end: span.end, block, quotation: None });
            text.push(' ');
        }
        let mut block = frame.blocks[0].clone();
        (block.start, block.end) = (start, text.len());
        block.kind = sourcier::model::BlockKind::Body;
        blocks.push(block);
        text.push('\n');
    }
    let digest = Sha256::digest(text.as_bytes());
    let text_sha256 = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let id = format!("a{number}");
    Annotation { id, text, text_sha256, sentences, blocks, claims, ..frame.clone() }
}

/// The most memory that the process had, in kilobytes, where the system tells it.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
