//! The formats of annotations, read back here by what their definitions say; readers of others stand in `tests/readers/`.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use serde_json::Value;
use sourcier::export::{Format, WEBANNO_FEATURES};
use sourcier::model::{Document, Span, Voice};
use sourcier::stages::claims::keep_surer;
use sourcier::{Annotation, Rules, annotate};

static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::embedded().unwrap());

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The own corpus, and an article with emoji, combining marks, control characters and what formats reserve.
fn annotations() -> Vec<Annotation> {
    let mut paths: Vec<_> = std::fs::read_dir(root().join("corpus/fr"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .collect();
    paths.sort();
    let mut texts: Vec<String> =
        paths.iter().map(|p| std::fs::read_to_string(p).unwrap()).collect();
    texts.push(
        "Accueil | Météo \u{1f600}\r\n\u{1f1eb}\u{1f1f7} « Le pont_a[1]\\n->;* \u{1d538} cédera », a dit la mae\u{301}ra \u{1f468}\u{200d}\u{1f469}. \
         Selon le \tpréfet,\ntrente\u{1}\u{b} familles sont parties.\r\nFin."
            .to_owned(),
    );
    let read = |(i, text): (usize, &String)| {
        annotate(&Document::from_text(i.to_string(), text.as_str()), &RULES)
    };
    texts.iter().enumerate().map(read).collect()
}

fn only(format: Format, annotation: &Annotation) -> String {
    let mut pieces = format.write(annotation.clone());
    String::from_utf8(pieces.remove(0).1).unwrap()
}

/// A document of WebAnno TSV, taken apart.
#[derive(Default)]
struct Tsv {
    text: Vec<u16>,
    /// Features by the number of the annotation, with its first and last unit of UTF-16.
    parts: BTreeMap<usize, (BTreeMap<String, String>, usize, usize)>,
    /// Role, first and second annotation.
    links: Vec<(String, usize, usize)>,
}

fn unescape(value: &str) -> String {
    let mut out = String::new();
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('t') => out.push('\t'),
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                Some('f') => out.push('\u{c}'),
                Some('b') => out.push('\u{8}'),
                Some(c) => out.push(c),
                None => panic!("{value}"),
            },
            c => out.push(c),
        }
    }
    out
}

/// Cuts at a separator that no backslash stands before.
fn split(value: &str) -> Vec<&str> {
    let mut list = Vec::new();
    let (mut from, mut escaped) = (0, false);
    for (i, c) in value.char_indices() {
        if c == '|' && !escaped {
            list.push(&value[from..i]);
            from = i + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    list.push(&value[from..]);
    list
}

/// Reads as the reader of INCEpTION does, which fails on a blank line too many.
fn read_tsv(file: &str) -> Tsv {
    let mut lines = file.split('\n');
    assert_eq!(lines.next(), Some("#FORMAT=WebAnno TSV 3.3"));
    let spans =
        lines.next().unwrap().strip_prefix("#T_SP=webanno.custom.AttributionPart|").unwrap();
    let features: Vec<&str> = spans.split('|').collect();
    assert_eq!(features, WEBANNO_FEATURES);
    let links = "#T_RL=webanno.custom.AttributionLink|role|BT_webanno.custom.AttributionPart";
    assert_eq!((lines.next(), lines.next()), (Some(links), Some("")));
    let mut tsv = Tsv::default();
    let body: Vec<&str> = lines.collect();
    assert_eq!((body[0], *body.last().unwrap()), ("", ""));
    let body = body[1..body.len() - 1].join("\n");
    for (s, sentence) in body.split("\n\n").enumerate() {
        let mut shown: Vec<String> = Vec::new();
        let mut words = 0;
        for line in sentence.split('\n') {
            if let Some(text) = line.strip_prefix("#Text=") {
                assert_eq!(words, 0);
                shown.push(unescape(text));
                continue;
            }
            let cells: Vec<&str> = line.split('\t').collect();
            assert_eq!(cells.len(), 3 + features.len() + 2 + 1, "{line:?}");
            words += 1;
            assert_eq!(cells[0], format!("{}-{words}", s + 1));
            let (start, end) = cells[1].split_once('-').unwrap();
            let (start, end): (usize, usize) = (start.parse().unwrap(), end.parse().unwrap());
            if words == 1 {
                assert!(start >= tsv.text.len());
                tsv.text.resize(start, u16::from(b' '));
                tsv.text.extend(shown.join("\n").encode_utf16());
            }
            assert_eq!(String::from_utf16(&tsv.text[start..end]).unwrap(), cells[2]);
            for (feature, cell) in features.iter().zip(&cells[3..]) {
                for value in split(cell).into_iter().filter(|v| *v != "_") {
                    let (value, number) =
                        value.strip_suffix(']').unwrap().rsplit_once('[').unwrap();
                    let part = tsv.parts.entry(number.parse().unwrap()).or_default();
                    if part.0.is_empty() {
                        part.1 = start;
                    }
                    part.2 = end;
                    part.0.insert((*feature).to_owned(), unescape(value));
                }
            }
            let roles = split(cells[3 + features.len()]);
            for (role, at) in roles.iter().zip(split(cells[4 + features.len()])) {
                if *role != "_" {
                    let (_, ends) = at.strip_suffix(']').unwrap().split_once('[').unwrap();
                    let (from, to) = ends.split_once('_').unwrap();
                    let numbers = (from.parse().unwrap(), to.parse().unwrap());
                    tsv.links.push(((*role).to_owned(), numbers.0, numbers.1));
                }
            }
        }
    }
    tsv
}

#[test]
fn webanno_holds_text_parts_and_links() {
    for a in annotations() {
        let tsv = read_tsv(&only(Format::Webanno, &a));
        // Blanks between sentences are not recorded; all else stands at its place.
        let seen = |units: &[u16]| -> Vec<(usize, u16)> {
            let blank = |u: u16| char::from_u32(u.into()).is_some_and(char::is_whitespace);
            units.iter().copied().enumerate().filter(|(_, u)| !blank(*u)).collect()
        };
        let units: Vec<u16> = a.text.encode_utf16().collect();
        assert_eq!(seen(&tsv.text), seen(&units), "{}", a.id);
        let word = |part: &(BTreeMap<String, String>, usize, usize)| {
            String::from_utf16(&units[part.1..part.2]).unwrap()
        };
        let of = |span: Span| span.trimmed(&a.text).of(&a.text).to_owned();
        let follow = |from: usize, role: &str| -> Vec<usize> {
            let all = tsv.links.iter().filter(|(r, f, _)| r == role && *f == from);
            all.map(|(_, _, to)| *to).collect()
        };
        let whole = |first: usize| -> Vec<String> {
            let rest = follow(first, "fragment");
            [first].iter().chain(&rest).map(|n| word(&tsv.parts[n])).collect()
        };
        for x in &a.attributions {
            let (number, part) =
                tsv.parts.iter().find(|(_, p)| p.0["attribution"] == x.id).unwrap();
            assert_eq!(part.0["label"], "Cue");
            assert_eq!(whole(*number), x.cue.iter().map(|&s| of(s)).collect::<Vec<_>>());
            let content: Vec<String> =
                follow(*number, "content").into_iter().flat_map(whole).collect();
            assert_eq!(content, x.content.iter().map(|&s| of(s)).collect::<Vec<_>>());
            let source: Vec<String> =
                follow(*number, "source").into_iter().flat_map(whole).collect();
            let told = x.source.iter().flat_map(|s| &s.spans).map(|&s| of(s));
            assert_eq!(source, told.collect::<Vec<_>>());
        }
        let boilerplate = tsv.parts.values().filter(|p| p.0["label"] == "Boilerplate").count();
        assert_eq!(boilerplate, a.blocks.iter().filter(|b| b.boilerplate).count());
    }
}

#[test]
fn every_column_is_documented() {
    let page = std::fs::read_to_string(root().join("docs/FORMATS.md")).unwrap();
    for format in [Format::CsvAttributions, Format::CsvClaims] {
        let head = String::from_utf8(format.frame(true).head).unwrap();
        for column in head.trim_end().split(',') {
            assert!(page.contains(&format!("| `{column}` |")), "{column} of {}", format.name());
        }
    }
    for feature in WEBANNO_FEATURES {
        assert!(page.contains(&format!("`{feature}`")), "{feature}");
    }
    for &format in Format::ALL {
        assert!(page.contains(&format!("`{}`", format.name())), "{}", format.name());
    }
}

#[test]
fn the_labelling_configuration_knows_every_value() {
    let config = std::fs::read_to_string(root().join("docs/formats/label-studio.xml")).unwrap();
    let schema: Value = serde_json::from_str(&sourcier::export::schema()).unwrap();
    let values = |name: &str| -> Vec<String> {
        let kind = &schema["$defs"][name];
        let listed = kind["enum"].as_array().cloned().unwrap_or_default();
        let told = kind["oneOf"].as_array().into_iter().flatten();
        let told = told.flat_map(|o| {
            o["enum"].as_array().cloned().unwrap_or_else(|| vec![o["const"].clone()])
        });
        listed.into_iter().chain(told).map(|v| v.as_str().unwrap().to_owned()).collect()
    };
    for name in ["Stance", "Mode", "SourceKind", "Identified"] {
        let values = values(name);
        assert!(values.len() > 2, "{name}: {values:?}");
        for value in values {
            assert!(config.contains(&format!("<Choice value=\"{value}\"/>")), "{name} {value}");
        }
    }
}

#[test]
fn what_is_less_sure_is_left_out_and_the_rest_holds_together() {
    let all: usize = annotations().iter().map(|a| a.attributions.len()).sum();
    let mut before = all;
    for least in [0.0, 0.5, 0.9, 1.0] {
        let mut left = 0;
        for mut a in annotations() {
            keep_surer(&mut a, least);
            assert!(a.attributions.iter().all(|x| x.confidence >= least));
            a.check().unwrap_or_else(|e| panic!("{} from {least}: {e:?}", a.id));
            for c in &a.claims {
                let origin = c.chain.last().cloned().flatten();
                let own = a.attributions.iter().find(|x| Some(&x.id) == c.attribution.as_ref());
                assert_eq!(origin, own.and_then(|x| x.source.as_ref()).map(|s| s.id.clone()));
            }
            let told = a.claims.iter().filter(|c| c.voice == Voice::Source).count();
            assert_eq!(a.profile.claims_by_source, told);
            assert_eq!(a.profile.speech_acts, a.speech_acts.len());
            left += a.attributions.len();
        }
        assert!(left <= before, "{least}");
        assert!(least > 0.0 || left == all);
        before = left;
    }
    assert!(before < all);
}

#[test]
fn a_relayed_claim_falls_to_the_one_who_relays() {
    let text = "« L'eau est trouble », a dit le maire cité par le journal.\n";
    let standoff = "T1\tCue 23 28\ta dit\nT2\tSource 29 37\tle maire\nT3\tContent 0 21\t« L'eau est trouble »\n\
        T4\tCue 38 46\tcité par\nT5\tSource 47 57\tle journal\n\
        E1\tAttribution:T4 Source:T5 Content:T3\nE2\tAttribution:T1 Source:T2 Content:T3 Parent:E1\n\
        A1\tKind T2 Person\nA2\tIdentified T2 Role\nA3\tKind T5 Media\nA4\tIdentified T5 Role\n\
        A5\tMode E1 Direct\nA6\tStance E1 Asserts\nA7\tMode E2 Direct\nA8\tStance E2 Asserts\n";
    let marks = sourcier::export::brat::read(text, standoff).unwrap();
    let document = Document::from_text("relay", text);
    let mut a = sourcier::pipeline::reviewed(&document, marks, &RULES, Some("fr"));
    let told = |a: &Annotation| -> Vec<usize> {
        a.claims.iter().filter(|c| c.attribution.is_some()).map(|c| c.chain.len()).collect()
    };
    assert_eq!(told(&a), [2]);
    a.attributions[0].confidence = 0.3;
    assert_eq!(a.attributions[0].parent.as_ref(), Some(&a.attributions[1].id));
    keep_surer(&mut a, 0.5);
    assert_eq!((told(&a), a.sources.len()), (vec![1], 1));
    assert_eq!(
        a.claims.iter().find_map(|c| c.attribution.clone()),
        Some(a.attributions[0].id.clone())
    );
    a.check().unwrap();
}

#[test]
fn every_format_is_the_same_twice() {
    let a = annotations().pop().unwrap();
    for &format in Format::ALL {
        assert_eq!(format.write(a.clone()), format.write(a.clone()), "{}", format.name());
    }
}
