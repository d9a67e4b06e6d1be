//! Damaged bytes through every way into the program: whatever others wrote, nothing panics.
//!
//! The entries and their promises are those of the fuzz targets (`fuzz/`). `PROPTEST_CASES` asks for more than the few
//! hundred cases that take seconds.

mod entries;

use std::{fs, panic};

use entries::{ENTRIES, Entry};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::TestRunner;

/// Cases of the cheapest entries.
const CASES: u32 = 320;

/// One damage; places are shares of what there is.
#[derive(Clone, Debug)]
enum Damage {
    /// What stands between two places is lost.
    Lose(Index, Index),
    /// What stands between two places stands there twice.
    Double(Index, Index),
    /// A byte becomes another.
    Flip(Index, u8),
    /// Something is put in.
    Insert(Index, Vec<u8>),
    /// Nothing stands behind a place.
    End(Index),
    /// Something is put in many times.
    Repeat(Index, Vec<u8>, usize),
}

fn piece() -> impl Strategy<Value = Vec<u8>> {
    let marks = select(vec![
        "\"",
        "{",
        "}",
        "[",
        "]",
        "\\",
        ",",
        ";",
        "\t",
        "\n",
        "\r\n",
        "\r\n\r\n",
        "\0",
        "-1",
        "0",
        "99999999999999999999",
        "1e999",
        "null",
        "true",
        "«",
        "»",
        "(",
        ")",
        "\u{301}",
        "\u{feff}",
        "👩‍👧",
        "<p>",
        "</p>",
        "<!--",
        "<script>",
        "&#x0;",
        "&#1114112;",
        "WARC/1.0\r\n",
        "Content-Length: 5\r\n",
        "FFFFFFFFFFFFFFFF\r\n",
        "T1\tSource 0 3\tLa ",
        "E1\tAttribution:T1",
        "R1\tRefersTo Arg1:T1 Arg2:T1",
        "[[rule]]\n",
        "id = \"x\"\n",
        "= ",
        "{cue ",
        "#2<1",
        "|",
        " | ",
        "?",
        "*",
        "-",
        " ",
    ]);
    prop_oneof![
        4 => marks.prop_map(|m| m.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 1..9),
    ]
}

fn damage() -> impl Strategy<Value = Damage> {
    let place = any::<Index>;
    prop_oneof![
        3 => (place(), place()).prop_map(|(a, b)| Damage::Lose(a, b)),
        2 => (place(), place()).prop_map(|(a, b)| Damage::Double(a, b)),
        4 => (place(), any::<u8>()).prop_map(|(a, b)| Damage::Flip(a, b)),
        6 => (place(), piece()).prop_map(|(a, p)| Damage::Insert(a, p)),
        1 => place().prop_map(Damage::End),
        1 => (place(), piece(), 2usize..400).prop_map(|(a, p, n)| Damage::Repeat(a, p, n)),
    ]
}

impl Damage {
    fn apply(&self, bytes: &mut Vec<u8>) {
        let at = |place: &Index| place.index(bytes.len() + 1);
        // Most of what is lost or doubled is short, so that the rest can still be read.
        let between = |a: &Index, b: &Index| {
            let start = at(a);
            start..(start + at(b) % 40).min(bytes.len())
        };
        match self {
            Damage::Lose(a, b) => drop(bytes.drain(between(a, b))),
            Damage::Double(a, b) => {
                let range = between(a, b);
                let again = bytes[range.clone()].to_vec();
                bytes.splice(range.end..range.end, again);
            }
            Damage::Flip(a, byte) => {
                let at = at(a);
                if let Some(there) = bytes.get_mut(at) {
                    *there = *byte;
                }
            }
            Damage::Insert(a, piece) => {
                let at = at(a);
                bytes.splice(at..at, piece.iter().copied());
            }
            Damage::End(a) => bytes.truncate(at(a)),
            Damage::Repeat(a, piece, times) => {
                let at = at(a);
                bytes.splice(at..at, piece.repeat(*times));
            }
        }
    }
}

/// Tries damaged seeds and noise; the first that breaks a promise is made as small as can be and shown.
fn try_entry(entry: &Entry) {
    let seeds = (entry.seeds)();
    // A seed that its reader refuses would leave what lies behind untried.
    for (number, seed) in seeds.iter().enumerate() {
        assert!((entry.read)(seed), "{}: seed {number} is refused", entry.name);
    }
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(CASES);
    let config = ProptestConfig {
        cases: (cases / entry.cost).max(8),
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let damaged =
        (any::<Index>(), prop::collection::vec(damage(), 1..8)).prop_map(move |(seed, list)| {
            let mut bytes = seed.get(&seeds).clone();
            list.iter().for_each(|d| d.apply(&mut bytes));
            bytes
        });
    let inputs = prop_oneof![12 => damaged, 1 => prop::collection::vec(any::<u8>(), 0..200)];
    let tried = TestRunner::new_with_rng(config, rng()).run(&inputs, |bytes| {
        let caught = panic::catch_unwind(|| (entry.read)(&bytes));
        caught
            .map(drop)
            .map_err(|_| TestCaseError::fail(String::from_utf8_lossy(&bytes).into_owned()))
    });
    if let Err(error) = tried {
        panic!("{}: {error}", entry.name);
    }
}

/// The same cases in every run; more cases go on where fewer end.
fn rng() -> proptest::test_runner::TestRng {
    proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha)
}

fn try_named(name: &str) {
    try_entry(ENTRIES.iter().find(|e| e.name == name).expect("an entry of that name"));
}

macro_rules! entries {
    ($($name:ident),*) => {
        $(#[test] fn $name() { try_named(stringify!($name)); })*

        #[test]
        fn every_entry_is_tried_and_has_a_fuzz_target() {
            let tried = [$(stringify!($name)),*];
            // A package of the library alone holds no fuzz targets.
            let manifest = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/Cargo.toml"));
            for entry in &ENTRIES {
                assert!(tried.contains(&entry.name), "{} is not tried", entry.name);
                if let Ok(manifest) = &manifest {
                    let target = format!("name = \"{}\"", entry.name);
                    assert!(manifest.contains(&target), "{} has no target", entry.name);
                }
            }
            assert_eq!(tried.len(), ENTRIES.len());
        }
    };
}

entries!(
    text,
    page,
    lines,
    objects,
    table,
    warc,
    packed,
    parquet,
    annotations,
    predictions,
    standoff,
    reviews,
    register,
    sidecar,
    trees,
    rules,
    model,
    notation,
    pipeline
);
