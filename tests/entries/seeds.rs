//! Seeds: for each entry a few inputs in order, small, so that damage reaches what they hold.

use std::cell::OnceCell;
use std::fs;
use std::io::Write;

use sourcier::export::{self, brat};
use sourcier::model::Document;
use sourcier::rules::RuleFolder;
use sourcier::{Rules, annotate};

/// A text with a quotation, an indirect report, a document and a nobody.
pub const TEXT: &str = "La digue rompue\nLire aussi : Le port\n« Le quai tient », a déclaré lundi la préfète, Anne Morel. \
    Elle dément que 12 % des maisons soient vides.\nSelon un rapport du Sénat publié le 3 mai 2023, l'eau monterait ; \
    des riverains accusent la mairie d'avoir « tout su » (« depuis 1998 »).\n\nPartager";

const PAGE: &str = "<!DOCTYPE html><html lang=fr><head><meta charset=utf-8><title>La digue</title>\
    <script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"La digue\",\"datePublished\":\"2024-05-02\"}</script>\
    </head><body><nav><a href=/>Accueil</a></nav><article><h1>La digue rompue</h1><p>« Le quai tient », a déclaré <b>Anne \
    Morel</b>.<br>Elle dément.</p><table><tr><td>12&nbsp;%</table><!-- x --></article><div class=share>Partager</div></body></html>";

fn bytes(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|t| t.as_bytes().to_vec()).collect()
}

pub fn texts() -> Vec<Vec<u8>> {
    let utf16 = [0xff, 0xfe].into_iter().chain(TEXT.encode_utf16().flat_map(u16::to_le_bytes));
    let latin = TEXT.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'));
    let mut list = bytes(&[TEXT, "\u{feff}Le maire dit : \"Non.\"\r\nIl - a-t-il dit - part."]);
    list.extend([utf16.collect(), latin.collect()]);
    list
}

pub fn pages() -> Vec<Vec<u8>> {
    let latin = "<meta http-equiv=content-type content='text/html; charset=iso-8859-1'><p>L\u{e9}on dit non.";
    let mut list =
        bytes(&[PAGE, "<p>Un<p>Deux<ul><li>a<li>b</ul><template><p>c</template><svg><title>d"]);
    list.push(latin.chars().map(|c| c as u8).collect());
    list
}

pub fn lines() -> Vec<Vec<u8>> {
    let text = serde_json::to_string(TEXT).expect("a string");
    let page = serde_json::to_string(PAGE).expect("a string");
    let mut list =
        bytes(&["{\"text\":\"a\"}\n\n{\"id\":7,\"html\":\"<p>b\",\"author\":[\"x\",\"y\"]}\n"]);
    list.push(
        format!(
            "{{\"id\":\"a\",\"text\":{text},\"date\":\"2024-05-02\",\"k\":[1,{{}}]}}\n{{\"html\":{page},\"lang\":\"fr-FR\"}}"
        )
        .into_bytes(),
    );
    list.extend(annotations());
    list
}

pub fn objects() -> Vec<Vec<u8>> {
    bytes(&[
        "{\n  \"title\": \"Port\",\n  \"text\": \"Un } quai \\\" {.\",\n  \"hostname\": \"port.example\"\n}\n",
        "[{\"text\": \"a\"},\n {\"id\": 5, \"html\": \"<p>b\"}, {\"text\": 3}]",
        "\u{feff}{\"text\":\"a\"}{\"text\":[[{}]]}",
    ])
}

pub fn tables() -> Vec<Vec<u8>> {
    bytes(&[
        "id,text,note\n1,\"Un quai, \"\"neuf\"\".\nLà.\",x\n2,Une digue.,\n",
        "text;html\n;<p>a\n",
        "id\ttext\r\na\tb\r\n",
    ])
}

fn record(kind: &str, content: &str, payload: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: https://journal.example/1\r\n\
         WARC-Date: 2024-05-02T10:00:00Z\r\nContent-Type: {content}\r\nContent-Length: {}\r\n\r\n",
        payload.len()
    );
    [head.as_bytes(), payload, b"\r\n\r\n"].concat()
}

fn response(fields: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{fields}\r\n");
    record("response", "application/http; msgtype=response", &[head.as_bytes(), body].concat())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes all bytes")
}

fn records() -> [Vec<u8>; 5] {
    [
        record("warcinfo", "application/warc-fields", b"software: x\r\n"),
        response("", PAGE.as_bytes()),
        response("Transfer-Encoding: chunked\r\n", b"6\r\n<p>Un \r\n5;x=1\r\npont.\r\n0\r\n\r\n"),
        response("Content-Encoding: gzip\r\n", &gzip(b"<p>Une digue.</p>")),
        record("conversion", "text/plain", TEXT.as_bytes()),
    ]
}

pub fn archives() -> Vec<Vec<u8>> {
    vec![records().concat(), records()[2].clone()]
}

pub fn packed() -> Vec<Vec<u8>> {
    let members: Vec<u8> = records().iter().flat_map(|r| gzip(r)).collect();
    let zst = zstd::encode_all(&lines()[0][..], 3).expect("memory takes all bytes");
    let long = response("", &[b"<p>Un quai.".to_vec(), vec![b' '; 40_000]].concat());
    vec![members, zst, gzip(&lines()[0]), gzip(&long)]
}

pub fn parquet() -> Vec<Vec<u8>> {
    let dir = tempfile::tempdir().expect("the system gives a folder");
    let path = dir.path().join("a.parquet");
    let mut table = export::parquet::Table::create(&path).expect("the folder is ours");
    table.add(&annotations()[0]).and_then(|()| table.finish()).expect("a line of ours is a row");
    vec![fs::read(path).expect("it was written")]
}

pub fn annotations() -> Vec<Vec<u8>> {
    thread_local!(static LINES: OnceCell<Vec<Vec<u8>>> = const { OnceCell::new() });
    let make = || {
        let rules = Rules::embedded().expect("the project's own tests load these rules");
        let short = "« Non », dit-il.";
        let line = |text| export::write_line(annotate(&Document::from_text("a", text), &rules));
        vec![line(short), line(TEXT)]
    };
    LINES.with(|lines| lines.get_or_init(make).clone())
}

pub fn standoffs() -> Vec<Vec<u8>> {
    let with = |line: Vec<u8>| {
        let line = String::from_utf8(line).expect("JSON is UTF-8");
        let annotation = export::read_line(&line, 1).expect("a line of ours");
        format!("{}\0{}", annotation.text, brat::standoff(&annotation)).into_bytes()
    };
    annotations().into_iter().map(with).collect()
}

pub fn reviews() -> Vec<Vec<u8>> {
    // Places of words of the text, in code points.
    let place = |words: &str| {
        let start = TEXT.split(words).next().unwrap_or_default().chars().count();
        [start, start + words.chars().count()]
    };
    let judged = |id: &str, verdict: &str| {
        serde_json::json!({
            "id": id, "verdict": verdict, "cue": [place("a déclaré")], "content": [place("« Le quai tient »")],
            "mode": "direct", "stance": "asserts", "hedged": false, "parent": null,
            "source": {"id": "s1", "spans": [place("la préfète, Anne Morel")], "kind": "person", "identified": "named"},
        })
    };
    let [start, end] = place("Lire aussi : Le port");
    let article = serde_json::json!({
        "id": "x/a", "text_sha256": "", "text": TEXT, "offsets": "codepoint",
        "attributions": [judged("a1", "accepted"), judged("a2", "open"), judged("a3", "rejected")],
        "sources": [{"id": "s1", "mentions": [place("la préfète, Anne Morel"), place("Elle")]}],
        "furniture": [{"start": start, "end": end, "kind": "related"}],
        "marks": [{"claim": "c1", "mark": "done"}],
    });
    let review = serde_json::json!({
        "format": "sourcier-review/1", "reviewer": "A", "date": "2024-05-02", "rules": "", "articles": [article],
    });
    vec![review.to_string().into_bytes()]
}

pub fn registers() -> Vec<Vec<u8>> {
    bytes(&[
        include_str!("../../examples/register.toml"),
        "[[entry]]\nname = \"Anne Morel\"\nletter = \"B\"\nkind = \"person\"\n",
        "name,aliases,domains,letter,note\nAnne Morel,A. Morel; Morel,journal.example,C,\"x, y\"\n",
    ])
}

pub fn sidecars() -> Vec<Vec<u8>> {
    bytes(&[
        "id,url,published,site\na,https://journal.example/1,2024-05-02,\n\"b,c\",,,x\n",
        "name,other,same\nSénat,Le Sénat,yes\nPort,Porte,no\n",
    ])
}

pub fn trees() -> Vec<Vec<u8>> {
    bytes(&[
        "# text = Il dit.\n1\tIl\til\tPRON\t_\tGender=Masc\t2\tnsubj\t_\t_\n2-3\tdu\t_\t_\t_\t_\t_\t_\t_\t_\n2\tdit\tdire\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No\n\n",
        "SET UTF-8\nFLAG long\nSFX S. Y 2\nSFX S. 0 s [^sxz]\nSFX S. al aux al\n\x002\ncheval/S. po:nom is:mas\nquai/S. po:nom\n",
    ])
}

/// The rule files and word lists of the language that damage is tried on.
pub fn rule_names() -> Vec<String> {
    let folder = rule_folder();
    let names = folder.files().filter_map(|(key, _)| key.strip_prefix("fr/").map(str::to_owned));
    names.collect()
}

/// The French rules without models, so that they are read in a moment.
pub fn rule_folder() -> RuleFolder {
    thread_local!(static FOLDER: OnceCell<RuleFolder> = const { OnceCell::new() });
    let make = || {
        let mut folder = RuleFolder::default();
        for (key, file) in RuleFolder::embedded().files().filter(|(k, _)| k.starts_with("fr/")) {
            // What rules name has to be there; of other long lists the heads will do.
            let short = key.ends_with("/given_names.txt") || key.contains("/provenance_");
            let most = if short { 40 } else { usize::MAX };
            let head: Vec<&str> = file.text.lines().take(most).collect();
            folder.replace(key, head.join("\n") + "\n");
        }
        folder
    };
    FOLDER.with(|folder| folder.get_or_init(make).clone())
}

pub fn rules() -> Vec<Vec<u8>> {
    let folder = rule_folder();
    let of = |(key, file): (&str, &sourcier::rules::RuleFile)| {
        let name = key.strip_prefix("fr/")?;
        Some(format!("{name}\n{}", file.text).into_bytes())
    };
    folder.files().filter_map(of).collect()
}

pub fn models() -> Vec<Vec<u8>> {
    // Tables as small as their readers take; the large ones differ in their number of slots only.
    let table = |magic: &[u8], slots: u32, slot: usize| {
        let mut bytes = [magic, &slots.to_le_bytes()].concat();
        bytes.extend((0..slots as usize * slot).map(|i| if i < slot * 2 { 0 } else { i as u8 }));
        bytes
    };
    let embedded = RuleFolder::embedded();
    let head = |name: &str| embedded.model("fr", name).map(|b| b[..8].to_vec()).unwrap_or_default();
    let tagger = [b"tagger.bin\n".to_vec(), table(&head("tagger.bin"), 64, TAGGER_SLOT)].concat();
    let lexicon =
        [b"lexicon.bin\n".to_vec(), table(&head("lexicon.bin"), 64, LEXICON_SLOT)].concat();
    vec![tagger, lexicon]
}

/// Bytes of a slot of the tagger's weights: a print and a weight for each tag.
const TAGGER_SLOT: usize = 19;
/// Bytes of a slot of the lexicon: a print and the kinds.
const LEXICON_SLOT: usize = 4;

pub fn notations() -> Vec<Vec<u8>> {
    bytes(&[
        "{content {content#2<1 Non} et} {cue:denies,neutral dit} \\{",
        "{source Le gérant} {cue jure} {content n'avoir rien vu}.",
    ])
}
