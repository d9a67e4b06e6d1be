//! The fact-checker's report: what its pages must say and must never say, on articles written for it and on real ones
//! where they are at hand (`../shared`).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

mod report_articles;
use report_articles::{DIGUE, HOSTILE_ID, hostile_records, provenance};

struct Made {
    dir: TempDir,
}

impl Made {
    fn read(&self, name: &str) -> String {
        let path = self.dir.path().join("report").join(name);
        fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    }

    fn page(&self, id: &str) -> String {
        self.read(&format!("articles/{}.html", sourcier::report::page_name(id)))
    }
}

fn sourcier(dir: &Path, args: &[&str]) -> (i32, String, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_sourcier")).args(args).current_dir(dir).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

/// The report on files, with further arguments.
fn report(files: &[(&str, &str)], args: &[&str]) -> Made {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(dir.path().join(name), text).unwrap();
    }
    let mut all = vec!["report"];
    all.extend(files.iter().map(|f| f.0).filter(|n| !n.ends_with(".json")));
    all.extend(["-o", "report"]);
    all.extend(args);
    let (code, out, err) = sourcier(dir.path(), &all);
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    Made { dir }
}

/// The annotation of a text as JSON, changed by hand.
fn annotated(id: &str, text: &str, change: impl FnOnce(&mut Value)) -> String {
    let rules = sourcier::Rules::embedded().unwrap();
    let document = sourcier::model::Document::from_text(id, text);
    let line = sourcier::export::write_line(sourcier::annotate(&document, &rules));
    let mut value: Value = serde_json::from_slice(&line).unwrap();
    change(&mut value);
    format!("{value}\n")
}

/// What is read between two places of a page, without its markup.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let start = page.find(from).unwrap_or_else(|| panic!("no {from}"));
    let end = page[start..].find(to).map_or(page.len(), |i| start + i);
    &page[start..end]
}

fn words(markup: &str) -> String {
    let document = scraper::Html::parse_fragment(markup);
    let text: String = document.root_element().text().collect::<Vec<_>>().join(" ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The card of the first claim with these words.
fn card<'a>(page: &'a str, part: &str) -> &'a str {
    let cards = between(page, "id=\"cards\"", "id=\"none-left\"");
    let mut all = cards.split("<details class=\"card").skip(1);
    all.find(|c| c.contains(part)).unwrap_or_else(|| panic!("no card with {part}"))
}

fn seeds() -> Option<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/seeds");
    if !dir.is_dir() {
        println!("skipped: no ../shared/corpus/seeds");
        return None;
    }
    Some(dir.canonicalize().unwrap())
}

/// The report on the five real articles, made by one command.
fn seeds_report() -> Option<Made> {
    let dir = tempfile::tempdir().unwrap();
    let seeds = seeds()?;
    let (code, _, err) =
        sourcier(dir.path(), &["report", &format!("{}/*.txt", seeds.display()), "-o", "report"]);
    assert_eq!(code, 0, "{err}");
    Some(Made { dir })
}

fn seed(made: &Made, number: &str) -> String {
    let folder = made.dir.path().join("report/articles");
    let mut names = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    let path = names.find(|p| p.file_name().unwrap().to_str().unwrap().starts_with(number));
    fs::read_to_string(path.unwrap()).unwrap()
}

// The checks of the brief, one test each.

#[test]
fn check_1_words_first() {
    let made = report(&[("digue.txt", DIGUE)], &[]);
    let page = made.page("digue");
    let top = words(between(&page, "<body", "class=\"reading\""));
    assert!(top.contains("Il ne dit rien de la vérité"), "{top}");
    let grades = regex::Regex::new(r"\bT[1-8]\b|\b0[.,][0-9]").unwrap();
    assert!(!grades.is_match(&top), "{top}");
    // Every value that is shown has its words.
    assert!(!page.contains("title=\"\""));
    // A rung's code stands in tooltips only.
    let everything = words(between(&page, "<body", "<script"));
    assert!(!regex::Regex::new(r"\bT[1-8]\b").unwrap().is_match(&everything));
    let style = between(&page, "<style>", "</style>");
    for colour in regex::Regex::new("#([0-9a-f]{6})").unwrap().captures_iter(style) {
        let part = |i: usize| i32::from_str_radix(&colour[1][i..i + 2], 16).unwrap();
        let (r, g, b) = (part(0), part(2), part(4));
        assert!(!(r > 140 && g < 90 && b < 90 || g > 140 && r < 110 && b < 110), "{}", &colour[0]);
    }
}

#[test]
fn check_2_what_is_fragile_comes_first_and_doubts_stand_apart() {
    let made = report(&[("digue.txt", DIGUE)], &[]);
    let lists = made.read("lists.csv");
    let first = lists.lines().find(|l| l.contains(",verify,1,")).unwrap();
    assert!(first.contains("Grâce à ces pompes"), "{lists}");
    // Why it stands there is a rule of a file.
    let rules =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/fr/report.toml"))
            .unwrap();
    assert!(
        first.contains("fr.report.built-on-anonymous")
            && rules.contains("id = \"built-on-anonymous\"")
    );
    let mut reader = csv::Reader::from_reader(lists.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let on = |list: &str| -> Vec<&str> {
        rows.iter().filter(|r| &r[1] == list).map(|r| &r[3]).collect()
    };
    assert!(on("reread").iter().all(|c| !on("verify").contains(c) && !on("easy").contains(c)));
    // No rule of the first list asks how sure the tool is.
    for rule in rules.split("[[rule]]").filter(|r| r.contains("list = \"verify\"")) {
        let conditions = rule.split("match =").next().unwrap();
        assert!(
            !conditions.contains("doubtful") && !conditions.contains("no_source"),
            "{conditions}"
        );
    }
    if let Some(made) = seeds_report() {
        let lists = made.read("lists.csv");
        let first = lists.lines().find(|l| l.starts_with("001") && l.contains(",verify,1,"));
        assert!(first.is_some_and(|l| l.contains("Grâce à cette nouvelle compétence")), "{lists}");
    }
}

#[test]
fn check_3_a_source_for_the_whole_covers_what_stands_before() {
    let text = "Les pompes ont été livrées mardi. La digue tient depuis hier.\n\nCes informations proviennent de sources douanières.\n\nLe maire est parti.\n";
    let line = annotated("global", text, |a| {
        let carrier = a["attributions"][0]["id"].clone();
        assert!(carrier.is_string(), "{a}");
        for claim in a["claims"].as_array_mut().unwrap() {
            if claim["voice"] == "article" && claim["spans"][0][0].as_u64().unwrap() < 60 {
                claim["global"] = carrier.clone();
            }
        }
    });
    let made = report(&[("a.jsonl", &line)], &[]);
    let page = made.page("global");
    let body = words(card(&page, "Les pompes ont"));
    assert!(body.contains("source globale : l. 3"), "{body}");
    let essentials = words(between(&page, "id=\"essentials\"", "</section>"));
    assert!(
        essentials.contains("1 affirmation sans source")
            || essentials.contains("une affirmation sans source citée"),
        "{essentials}"
    );
    assert!(essentials.contains("2 autres couvertes par une source globale"), "{essentials}");
    assert!(made.read("claims.csv").lines().any(|l| l.contains(",3,Les pompes")));
    if let Some(made) = seeds_report() {
        let rows = claims(&made, "004_");
        let above: Vec<_> = rows.iter().filter(|r| r["line"] == "7" || r["line"] == "13").collect();
        assert!(above.len() >= 4, "{rows:?}");
        assert!(above.iter().all(|r| r["global_line"] == "15"), "{above:?}");
    }
}

/// The rows of `claims.csv` about an article, by column.
fn claims(made: &Made, article: &str) -> Vec<BTreeMap<String, String>> {
    let table = made.read("claims.csv");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows = reader.deserialize::<BTreeMap<String, String>>().map(Result::unwrap);
    rows.filter(|r| r["article"].starts_with(article)).collect()
}

#[test]
fn check_4_a_chain_has_the_rung_of_its_origin() {
    let text = "Selon une source militaire, « la digue tient », écrit L’Écho du Port.\n";
    let line = annotated("chain", text, |a| {
        let claim = &mut a["claims"][0];
        claim["chain"] = json!(["s1", "s2"]);
        claim["relayed_by"] = json!("s1");
        claim["traceability"] = json!("T6");
        let source = |id: &str, name: &str, identified: &str, rung: &str| {
            json!({ "id": id, "name": name, "kind": "other", "identified": identified, "role": null,
                "side": null, "traceability": rung, "mentions": [[0, 5]] })
        };
        a["sources"] = json!([
            source("s1", "L’Écho du Port", "named", "T3"),
            source("s2", "des experts", "anonymous", "T6")
        ]);
    });
    let made = report(&[("a.jsonl", &line)], &[]);
    let page = made.page("chain");
    let body = card(&page, "<div class=\"body\">");
    assert!(
        body.contains("title=\"T6\"") && words(body).contains("relayé par L’Écho du Port"),
        "{}",
        words(body)
    );
    let table = made.read("claims.csv");
    assert!(table.contains(",T6,L’Écho du Port,"), "{table}");
    if let Some(made) = seeds_report() {
        let rows = claims(&made, "000_");
        let experts = rows.iter().find(|r| r["source"] == "des experts militaires").unwrap();
        assert_eq!(experts["traceability"], "T6", "{experts:?}");
        assert_eq!(experts["relayed_by"], "le quotidien Le Monde", "{experts:?}");
        let page = seed(&made, "000");
        assert!(words(&page).contains("relayé par le quotidien Le Monde"));
    }
}

#[test]
fn check_5_voices_are_a_range() {
    let text = "Selon une source militaire, les pompes sont en panne.\n\nLe maire est parti.\n\nSelon une source militaire, la digue tient.\n";
    let line = annotated("voices", text, |_| {});
    let value: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(value["profile"]["distinct_sources"], json!({ "min": 1, "max": 2 }), "{value}");
    let page = report(&[("a.jsonl", &line)], &[]).page("voices");
    let sources = words(between(&page, "id=\"sources\"", "</section>"));
    assert!(sources.contains("2 mentions, de 1 à 2 voix"), "{sources}");
    let essentials = words(between(&page, "id=\"essentials\"", "</section>"));
    assert!(essentials.contains("de 1 à 2 voix distinctes"), "{essentials}");
}

#[test]
fn check_6_a_party_is_flagged_with_the_words_for_it() {
    let text = "La milice est entrée dans le port. Un chef de la milice a déclaré que « ses hommes ont tué 40 soldats ».\n";
    let flag = |words: &[&str]| {
        let spans: Vec<Value> = words
            .iter()
            .map(|w| {
                let start = text[..text.find(w).unwrap()].chars().count();
                json!([start, start + w.chars().count()])
            })
            .collect();
        json!([{ "flag": "party", "rule": "r", "spans": spans }])
    };
    let line = annotated("camp", text, |a| {
        let told = a["sources"].as_array().unwrap().len();
        assert_eq!(told, 1, "{a}");
        a["sources"][0]["flags"] = flag(&["Un chef de la milice", "ont tué"]);
    });
    let page = report(&[("a.jsonl", &line)], &[]).page("camp");
    let told = "parle de son propre camp ou de l’adversaire : « Un chef de la milice … ont tué »";
    let plain = |markup: &str| words(markup).replace('\u{a0}', " ");
    let sources = plain(between(&page, "id=\"sources\"", "</section>"));
    assert!(sources.contains(told), "{sources}");
    assert!(plain(card(&page, "40 soldats")).contains(told));
    assert!(
        plain(between(&page, "id=\"verify\"", "</section>")).contains("parle de son propre camp")
    );
    // Without such words nothing of the kind is said of anybody.
    let line = annotated("camp", text, |a| a["sources"][0]["flags"] = json!([]));
    let page = report(&[("a.jsonl", &line)], &[]).page("camp");
    assert!(!words(between(&page, "<body", "<script")).contains("son propre camp"));
    if let Some(made) = seeds_report() {
        let pages = fs::read_to_string(made.dir.path().join("report/annotations.jsonl")).unwrap();
        for a in pages.lines().map(|l| serde_json::from_str::<Value>(l).unwrap()) {
            for flag in
                a["sources"].as_array().unwrap().iter().flat_map(|s| s["flags"].as_array().unwrap())
            {
                assert!(!flag["spans"].as_array().unwrap().is_empty(), "{flag}");
            }
        }
        let sources = plain(between(&seed(&made, "001"), "id=\"sources\"", "</section>"));
        assert!(
            sources.contains("son propre camp ou de l’adversaire : « Un leader militaire"),
            "{sources}"
        );
    }
}

#[test]
fn a_register_is_shown_as_the_readers_own() {
    let plain = report(&[("digue.txt", DIGUE)], &[]).page("digue");
    assert!(words(&plain).contains("Votre registre : aucun. Fiabilité non évaluée."));
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("digue.txt"), DIGUE).unwrap();
    let register = "[[entry]]\nname = \"Anne Morel\"\nletter = \"B\"\nnote = \"vue deux fois\"\nauthor = \"AB\"\ndate = \"2025-01-02\"\n";
    fs::write(dir.path().join("mine.toml"), register).unwrap();
    let args = [
        "report",
        "digue.txt",
        "--register",
        "mine.toml",
        "--published",
        "2024-03-05",
        "-o",
        "report",
    ];
    let (code, _, err) = sourcier(dir.path(), &args);
    assert_eq!(code, 0, "{err}");
    let made = Made { dir };
    let page = made.page("digue");
    let sources = words(between(&page, "id=\"sources\"", "</section>"));
    assert!(
        sources.contains(
            "votre registre : Anne Morel (fiabilité B · vue deux fois · AB · 2025-01-02)"
        ),
        "{sources}"
    );
    assert!(sources.contains("les autres ne sont pas évaluées"), "{sources}");
    let head = words(between(&page, "class=\"masthead\"", "</header>"));
    assert!(head.contains("2024-03-05") && !head.contains("jamais écrite"), "{head}");
    // Where annotations are given, it is too late for both.
    let args = ["report", "report/annotations.jsonl", "--register", "mine.toml", "-o", "again"];
    let (code, _, err) = sourcier(made.dir.path(), &args);
    assert!(code != 0 && err.contains("sourcier annotate"), "{code} {err}");
}

#[test]
fn check_7_a_day_has_no_year_unless_one_is_known() {
    let page = report(&[("digue.txt", DIGUE)], &[]).page("digue");
    let head = words(between(&page, "class=\"masthead\"", "</header>"));
    assert!(head.contains("année jamais écrite pour") && head.contains("4 mars"), "{head}");
    let record = json!({ "id": "dated", "text": DIGUE, "published": "2024-03-05" }).to_string();
    let page = report(&[("a.jsonl", &record)], &[]).page("dated");
    let head = words(between(&page, "class=\"masthead\"", "</header>"));
    assert!(head.contains("2024-03-05") && !head.contains("jamais écrite"), "{head}");
    if let Some(made) = seeds_report() {
        let head = words(between(&seed(&made, "001"), "class=\"masthead\"", "</header>"));
        assert!(head.contains("ni titre, ni auteur, ni date, ni site"), "{head}");
        assert!(head.contains("27 juillet"), "{head}");
        let head = words(between(&seed(&made, "004"), "class=\"masthead\"", "</header>"));
        assert!(head.contains("17/11/2023") && !head.contains("ni date"), "{head}");
    }
}

#[test]
fn check_8_figures_are_data_with_their_sources() {
    let made = report(&[("digue.txt", DIGUE)], &[]);
    let table = made.read("figures.csv");
    let row = table.lines().find(|l| l.contains(",3,")).unwrap();
    assert!(row.contains("anonymous") && row.contains("une source proche du dossier"), "{table}");
    assert!(table.lines().any(|l| l.contains(",40000000,")), "{table}");
    if let Some(made) = seeds_report() {
        let table = made.read("figures.csv");
        for value in ["50", "2", "300", "2000"] {
            let mut rows = table.lines().filter(|l| l.starts_with("001"));
            assert!(
                rows.any(|l| l.contains(&format!(",{value},")) && l.contains(",anonymous,")),
                "{value}: {table}"
            );
        }
    }
}

#[test]
fn check_9_who_is_talked_about_and_never_heard() {
    let line = annotated("silent", DIGUE, |a| {
        a["profile"]["never_heard"] = json!(["La Compagnie des pompes"])
    });
    let page = report(&[("a.jsonl", &line)], &[]).page("silent");
    let essentials = words(between(&page, "id=\"essentials\"", "</section>"));
    assert!(essentials.contains("Jamais cités La Compagnie des pompes"), "{essentials}");
    if let Some(made) = seeds_report() {
        let told = |number| words(between(&seed(&made, number), "id=\"essentials\"", "</section>"));
        let heard = |essentials: String| {
            !essentials.rsplit("Jamais cités").next().is_some_and(|l| l.contains("Wagner"))
        };
        assert!(!heard(told("001")), "{}", told("001"));
        assert!(!told("002").contains("Jamais cités") || heard(told("002")), "{}", told("002"));
    }
}

#[test]
fn check_10_claims_have_addresses_that_stay() {
    let page = report(&[("digue.txt", DIGUE)], &[]).page("digue");
    let value: Value = serde_json::from_str(&annotated("digue", DIGUE, |_| {})).unwrap();
    for claim in value["claims"].as_array().unwrap() {
        let id = claim["id"].as_str().unwrap();
        assert_eq!(page.matches(&format!("id=\"{id}\"")).count(), 1, "{id}");
        assert_eq!(page.matches(&format!("id=\"t-{id}\"")).count(), 1, "{id}");
    }
    // A rule that holds nowhere in the article changes no id.
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("rules/fr");
    fs::create_dir_all(&folder).unwrap();
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/fr/claims.toml");
    let more = "\n[[rule]]\nid = \"nowhere\"\nsays = \"x\"\nsort = \"continues\"\nopens = [\"abracadabra\"]\nmatch = [\"{content Abracadabra, le pont date de 1932.}\"]\nskip = [\"{content Le pont date de 1932.}\"]\n";
    fs::write(folder.join("claims.toml"), fs::read_to_string(own).unwrap() + more).unwrap();
    fs::write(dir.path().join("digue.txt"), DIGUE).unwrap();
    let (code, out, err) = sourcier(dir.path(), &["annotate", "digue.txt", "--rules", "rules"]);
    assert_eq!(code, 0, "{err}");
    let other: Value = serde_json::from_str(&out).unwrap();
    assert_ne!(other["tool"]["rules"], value["tool"]["rules"]);
    assert_eq!(
        (&other["claims"], &other["attributions"]),
        (&value["claims"], &value["attributions"])
    );
}

#[test]
fn check_11_a_sheet_is_one_sentence() {
    let page = report(&[("digue.txt", DIGUE)], &[]).page("digue");
    let sheet = |part: &str| words(between(card(&page, part), "class=\"sheet\"", "</p>"));
    let said = sheet("La digue tiendra");
    for part in [
        "Anne Morel",
        "affirme (entre guillemets)",
        "« La digue tiendra jusqu’à l’été »",
        "« avait affirmé »",
        "§\u{a0}2",
        "La digue de Port-Lanic cède",
    ] {
        assert!(
            said.replace('\u{a0}', " ").contains(&part.replace('\u{a0}', " ")),
            "{part}: {said}"
        );
    }
    let own = sheet("Grâce à ces pompes");
    assert!(own.contains("L’article écrit, sans source citée"), "{own}");
    // Every button that copies has its sheet.
    for copy in
        regex::Regex::new(r#"data-do="copy" data-card="([^"]+)""#).unwrap().captures_iter(&page)
    {
        assert!(page.contains(&format!("id=\"s-{}\"", &copy[1])));
    }
}

fn review(reviewer: &str, verdicts: &[(&str, &str)]) -> String {
    let text = "La digue tient, affirme la maire. Selon la préfecture, elle cède.";
    let attributions: Vec<Value> = verdicts
        .iter()
        .enumerate()
        .map(|(i, (id, verdict))| {
            let cue = [[[16, 23]], [[34, 39]]][i];
            json!({
                "id": id, "verdict": verdict, "cue": cue, "content": if i == 0 { [[0, 14]] } else { [[55, 64]] },
                "source": { "id": format!("s{i}"), "spans": if i == 0 { [[24, 32]] } else { [[40, 53]] }, "kind": "government", "identified": "role" },
                "mode": "indirect", "stance": "asserts", "hedged": false, "parent": null, "construction": "B1",
                "rule": "r", "note": null,
            })
        })
        .collect();
    json!({
        "format": "sourcier-review/1", "reviewer": reviewer, "date": "2025-01-02", "rules": "abc", "version": "0",
        "articles": [{ "id": "d/digue", "site": "Le Phare", "text_sha256": "x", "text": text, "offsets": "codepoint",
            "attributions": attributions, "sources": [], "furniture": [], "marks": [] }],
    })
    .to_string()
}

#[test]
fn check_12_reviews_merge_and_disagreements_are_listed() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.json"), review("AB", &[("a-1", "accepted"), ("a-2", "accepted")]))
        .unwrap();
    fs::write(dir.path().join("b.json"), review("CD", &[("a-1", "rejected"), ("a-2", "open")]))
        .unwrap();
    let (code, out, err) =
        sourcier(dir.path(), &["review", "merge", "a.json", "b.json", "-o", "m.json"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(out, "d/digue\ta-1\tAB: accepted | CD: rejected\tLa digue tient\n");
    let merged: Value =
        serde_json::from_str(&fs::read_to_string(dir.path().join("m.json")).unwrap()).unwrap();
    assert_eq!((&merged["reviewer"], &merged["rules"]), (&json!("AB+CD"), &json!("abc")));
    let verdicts: Vec<&Value> = merged["articles"][0]["attributions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| &a["verdict"])
        .collect();
    assert_eq!(verdicts, ["open", "accepted"]);
    // What is open is neither right nor wrong for the scores.
    let (code, out, err) = sourcier(dir.path(), &["eval", "--gold", "m.json", "--json"]);
    assert_eq!(code, 0, "{err}");
    let scores: Value = serde_json::from_str(&out).unwrap();
    assert!(out.contains("\"cue\""), "{scores}");
}

#[test]
fn check_13_a_sample_is_drawn_and_gives_precision() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("digue.txt"), DIGUE).unwrap();
    sourcier(dir.path(), &["annotate", "digue.txt", "-o", "a.jsonl"]);
    let (code, _, err) =
        sourcier(dir.path(), &["review", "sample", "a.jsonl", "-n", "4", "-o", "s.html"]);
    assert_eq!(code, 0, "{err}");
    let page = fs::read_to_string(dir.path().join("s.html")).unwrap();
    assert_eq!(page.matches("<li class=\"item\"").count(), 4);
    fs::write(dir.path().join("r.json"), review("AB", &[("a-1", "accepted"), ("a-2", "rejected")]))
        .unwrap();
    let (code, out, err) = sourcier(dir.path(), &["review", "precision", "r.json"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.starts_with("all\t0.500\t[0.095, 0.905]\t1 of 2\n"), "{out}");
    assert!(
        out.contains("site Le Phare\t0.500") && out.contains("construction B1\t0.500"),
        "{out}"
    );
}

#[test]
fn check_14_the_view_of_provenance_tells_root_and_passage() {
    let made = report(
        &[
            ("digue.txt", DIGUE),
            ("autre.txt", "La digue a cédé, et le quartier des pêcheurs est vide.\n"),
            ("p.json", &provenance("digue", "autre")),
        ],
        &["--provenance", "p.json"],
    );
    let view = words(between(&made.read("provenance.html"), "<body", "</body"));
    for part in [
        "un passage commun",
        "une racine déclarée (L’Écho du Port)",
        "même passage, réécrit",
        "racine déclarée par digue",
        "source perdue",
        "indépendance non établie : une seule racine déclarée",
        "à confirmer",
    ] {
        assert!(view.contains(part), "{part}: {view}");
    }
    let origin = words(between(&made.page("autre"), "id=\"origin\"", "</section>"));
    assert!(
        origin.contains("même passage, réécrit")
            && origin.contains("racine déclarée : L’Écho du Port"),
        "{origin}"
    );
    assert!(made.read("index.html").contains("provenance.html"));
    if let Some(seeds) = seeds() {
        let dir = tempfile::tempdir().unwrap();
        let paths = format!("{}/*.txt", seeds.display());
        sourcier(dir.path(), &["annotate", &paths, "-o", "a.jsonl"]);
        let (code, out, err) = sourcier(dir.path(), &["provenance", "a.jsonl"]);
        assert_eq!(code, 0, "{err}");
        fs::write(dir.path().join("p.json"), out).unwrap();
        let args = ["report", "a.jsonl", "--provenance", "p.json", "-o", "report"];
        assert_eq!(sourcier(dir.path(), &args).0, 0);
        let made = Made { dir };
        let view = made.read("provenance.html");
        let seen = words(between(&view, "<body", "</body"));
        assert!(seen.contains("un passage commun · une racine déclarée (Le Monde)"), "{seen}");
        let group = words(between(&view, "<article class=\"group\"", "</article>"));
        let told =
            ["Le Monde racine déclarée par 000_", " l. 9 ", "001_", " l. 1 ", "sans source citée"];
        assert!(told.iter().all(|part| group.contains(part)), "{group}");
        assert!(!seen.contains("racine déclarée par 001"), "{seen}");
    }
}

// What else must hold.

#[test]
fn pages_load_and_allow_nothing() {
    let made = report(
        &[("hostile.jsonl", &hostile_records()), ("p.json", &provenance(HOSTILE_ID, "x"))],
        &["--provenance", "p.json"],
    );
    for name in [
        "index.html",
        "provenance.html",
        &format!("articles/{}.html", sourcier::report::page_name(HOSTILE_ID)),
    ] {
        let page = made.read(name);
        let policy = between(&page, "http-equiv=\"Content-Security-Policy\"", ">");
        for part in
            ["default-src 'none'", "base-uri 'none'", "form-action 'none'", "style-src 'sha256-"]
        {
            assert!(policy.contains(part), "{name}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
        let document = scraper::Html::parse_document(&page);
        let select = |css: &str| document.select(&scraper::Selector::parse(css).unwrap()).count();
        assert_eq!(
            select(
                "img, iframe, object, embed, link, base, form, [onload], [onerror], [onmouseover], [style], [src]"
            ),
            0,
            "{name}"
        );
        assert!(select("script") <= 2, "{name}");
        for link in document.select(&scraper::Selector::parse("a[href]").unwrap()) {
            let href = link.attr("href").unwrap();
            assert!(!href.contains(':') && !href.contains("//"), "{name}: {href}");
        }
        // The data is read back as it was.
        if let Some(data) = document.select(&scraper::Selector::parse("#data").unwrap()).next() {
            let text: String = data.text().collect();
            assert!(!text.contains('<'), "{name}");
            let _: Value = serde_json::from_str(&text).unwrap();
        }
    }
    // Nothing was written outside of the folder.
    let mut names: Vec<_> =
        fs::read_dir(made.dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["hostile.jsonl", "p.json", "report"]);
}

#[test]
fn the_same_bytes_every_time_and_from_annotations() {
    let first = report(&[("digue.txt", DIGUE)], &[]);
    let line = fs::read_to_string(first.dir.path().join("report/annotations.jsonl")).unwrap();
    let second = report(&[("a.jsonl", &line)], &[]);
    for name in ["index.html", "articles/digue.html", "claims.csv", "lists.csv", "sources.csv"] {
        assert_eq!(first.read(name), second.read(name), "{name}");
    }
}

#[test]
fn bad_lines_are_told_and_stop_nothing() {
    let good = annotated("good", DIGUE, |_| {});
    let twice = good.clone();
    let broken = annotated("broken", DIGUE, |a| {
        a["blocks"][0]["start"] = json!(500);
        a["sentences"][0]["end"] = json!(3);
    });
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.jsonl"), format!("{good}{twice}not json\n{broken}")).unwrap();
    let (code, _, err) = sourcier(dir.path(), &["report", "a.jsonl", "-o", "report"]);
    assert_eq!(code, 3, "{err}");
    assert!(
        err.contains("line 2: another article has the id `good`") && err.contains("line 3"),
        "{err}"
    );
    assert!(dir.path().join("report/articles/good.html").is_file());
    let (code, _, err) = sourcier(dir.path(), &["report", "none.txt", "-o", "report"]);
    assert_eq!(code, 4, "{err}");
    let (code, _, err) = sourcier(dir.path(), &["report", "a.jsonl", "-o", "report", "--ui", "xx"]);
    assert_eq!(code, 2);
    assert!(err.contains("no labels for the language `xx`; there are: en, fr"), "{err}");
}

#[test]
fn a_page_of_a_long_article_is_small() {
    let long: String = DIGUE.repeat(1 + 1500 / DIGUE.split_whitespace().count());
    assert!(long.split_whitespace().count() >= 1500);
    let page = report(&[("long.txt", &long)], &[]).page("long");
    assert!(page.len() < 400_000, "{} bytes", page.len());
}

#[test]
fn large_batches_are_sharded() {
    let text = "La digue tient, affirme la maire.";
    let records: String = (0..2300)
        .map(|i| {
            format!("{}\n", json!({ "id": format!("n{i:05}"), "text": text, "site": "Le Phare" }))
        })
        .collect();
    let made = report(&[("many.jsonl", &records)], &[]);
    for (name, rows) in [("index.html", 100), ("list-0001.html", 1000), ("list-0003.html", 300)] {
        assert_eq!(
            between(&made.read(name), "id=\"list\"", "</table>")
                .matches("<th scope=\"row\">")
                .count(),
            rows,
            "{name}"
        );
    }
    let index = made.read("index.html");
    let data = between(&index, "id=\"data\">", "</script>");
    assert_eq!(data.matches("n0").count(), 2300, "every article is found from the index");
    assert_eq!(made.read("articles.csv").lines().count(), 2301);
}

#[test]
fn tables_hold_no_formulas() {
    let record = json!({ "id": "=1+1", "text": DIGUE, "title": "=HYPERLINK(\"x\")", "site": "@x" })
        .to_string();
    let made = report(&[("a.jsonl", &record)], &[]);
    for name in ["articles.csv", "claims.csv", "figures.csv", "lists.csv", "sources.csv"] {
        let table = made.read(name);
        for row in csv::Reader::from_reader(table.as_bytes()).records() {
            for cell in row.unwrap().iter() {
                assert!(!cell.starts_with(['=', '+', '@', '-']), "{name}: {cell}");
            }
        }
    }
}

#[test]
fn both_languages_have_every_label_in_use() {
    let files = sourcier::rules::RuleFolder::embedded();
    let key = regex::Regex::new(r#""([a-z_]+\.[a-z_]+)""#).unwrap();
    let rules = sourcier::Rules::embedded().unwrap();
    let own = &rules.language("fr").unwrap().report.rules;
    for code in ["fr", "en"] {
        let labels = sourcier::rules::Labels::read(&files, code).unwrap();
        let sections: Vec<&str> =
            labels.keys().filter_map(|k| Some(k.split_once('.')?.0)).collect();
        let mut waiting = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report")];
        while let Some(path) = waiting.pop() {
            if path.is_dir() {
                waiting.extend(fs::read_dir(path).unwrap().map(|e| e.unwrap().path()));
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            for found in key.captures_iter(&text) {
                let section = found[1].split('.').next().unwrap();
                let known = !sections.contains(&section) || labels.find(&found[1]).is_some();
                assert!(
                    known || found[1].ends_with(".html"),
                    "{code}: {} in {}",
                    &found[1],
                    path.display()
                );
            }
        }
        for rule in own {
            assert!(labels.find(&format!("reason.{}", rule.name)).is_some(), "{code}: {}", rule.id);
            assert!(labels.find(&format!("next.{}", rule.name)).is_some(), "{code}: {}", rule.id);
        }
    }
}
