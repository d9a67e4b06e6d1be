//! Ingest: what becomes of bytes, pages and records before anything is understood.

use std::path::Path;
use std::time::{Duration, Instant};

use sourcier::ingest::{Binary, Format, decode, page, primary_language};
use sourcier::model::Document;

fn decoded(bytes: &[u8], declared: Option<&str>) -> (String, usize) {
    let decoded = decode(bytes.to_vec(), declared).expect("this is a text");
    (decoded.text, decoded.notes.len())
}

#[test]
fn byte_order_marks_decide_and_vanish() {
    assert_eq!(decoded(b"\xEF\xBB\xBFOui\r\n", None), ("Oui\r\n".to_owned(), 0));
    assert_eq!(decoded(b"\xFF\xFE\xC9\0t\0\xE9\0", None), ("Été".to_owned(), 1));
    assert_eq!(decoded(b"\xFE\xFF\0\xC9\0t\0\xE9", None), ("Été".to_owned(), 1));
    assert_eq!(decoded(b"", None), (String::new(), 0));
}

#[test]
fn validity_goes_before_declaration_and_declaration_before_guessing() {
    assert_eq!(decoded("été".as_bytes(), Some("iso-8859-1")), ("été".to_owned(), 0));
    assert_eq!(decoded(b"\xE9t\xE9 \x9Cuvre", Some("iso-8859-1")), ("été œuvre".to_owned(), 1));
    assert_eq!(decoded(b"\xB3\xF3d\xBC", Some("iso-8859-2")).0, "łódź");
    assert_eq!(decoded(b"L'\xE9t\xE9 a \xE9t\xE9 tr\xE8s chaud", None).0, "L'été a été très chaud");
    assert_eq!(
        decoded(b"L'\xE9t\xE9 a \xE9t\xE9 tr\xE8s chaud", Some("utf-8")).0,
        "L'été a été très chaud"
    );
    assert_eq!(decoded(b"\xE9t\xE9", Some("utf-16")).0, "été");
    // A few broken places do not make another encoding of it.
    let damaged = decoded(b"L'\xC3\xA9t\xC3\xA9 \xFF fut chaud", Some("windows-1252"));
    assert_eq!(damaged, ("L'été \u{fffd} fut chaud".to_owned(), 1));
}

#[test]
fn what_is_no_text_is_refused() {
    assert_eq!(decode(b"ab\0c".to_vec(), None), Err(Binary::Nul(2)));
    assert!(matches!(decode(b"%PDF-1.7 x".to_vec(), None), Err(Binary::Known(_))));
    assert!(matches!(decode(vec![1, 2, 3, 4], None), Err(Binary::Controls(4, 4))));
    assert!(matches!(decode(b"\xFF\xFE\0\0a\0\0\0".to_vec(), None), Err(Binary::Known(_))));
}

#[test]
fn formats_are_told_by_extension_then_by_content() {
    assert_eq!(Format::of_extension(Path::new("a/b.HTM")), Some(Format::Html));
    assert_eq!(Format::of_extension(Path::new("b.ndjson")), Some(Format::Jsonl));
    assert_eq!(Format::of_extension(Path::new("b.ann")), None);
    assert_eq!(Format::of_content(b"\xEF\xBB\xBF\n<!DOCTYPE html>"), Format::Html);
    assert_eq!(Format::of_content(b"<?xml version='1.0'?>\n<html>"), Format::Html);
    assert_eq!(Format::of_content(b"\xFF\xFE<\0h\0t\0m\0l\0>\0"), Format::Html);
    assert_eq!(Format::of_content(b" { \"text\": \"x\" }"), Format::Jsonl);
    assert_eq!(Format::of_content(b"{accolade} au milieu"), Format::Text);
    assert_eq!(Format::of_content(b"<3 dit-elle"), Format::Text);
    assert_eq!(Format::of_content(b""), Format::Text);
}

/// The text of a page, and its markup checked against it.
fn lines(html: &str) -> Vec<String> {
    let document = page(html);
    let spans: Vec<&str> = document.markup.iter().map(|m| m.span.of(&document.text)).collect();
    assert_eq!(spans.join("\n"), document.text, "a line of markup for each line of text");
    spans.into_iter().map(str::to_owned).collect()
}

#[test]
fn visible_text_is_a_line_a_block() {
    assert_eq!(
        lines("<p>Un  <b>deux</b>\n trois.<p>Quatre<br>cinq &amp; six&nbsp;!"),
        ["Un deux trois.", "Quatre", "cinq & six\u{a0}!"]
    );
    assert_eq!(lines("<div>avant<p>dedans</p>apr&egrave;s</div>"), ["avant", "dedans", "après"]);
    assert_eq!(lines("<ul><li><a href=a>A</a><a href=b>B</a><li>C</ul>"), ["A B", "C"]);
    assert_eq!(
        lines("<table><tr><td>a<td>b<tr><td><p>c</p></td><td>d</table>"),
        ["a\tb", "c", "d"]
    );
    assert_eq!(
        lines("<pre>un\n deux</pre><p>Elle dit <q>oui</q>, tr\u{ad}ès\u{200b}."),
        ["un", "deux", "Elle dit “oui”, très."]
    );
    assert_eq!(lines("<p>co<wbr>upé <span>mot</span><span>s</span></p>"), ["coupé mots"]);
    assert_eq!(lines("<p>&nbsp;</p><p> </p>"), Vec::<String>::new());
}

#[test]
fn what_is_not_shown_is_no_text() {
    let hidden = "<head><title>t</title></head><script>1</script><style>2</style><template><p>3</template>\
        <noscript>4</noscript><div hidden>5</div><p style='color:red; display : none'>6</p><dialog>7</dialog>\
        <div aria-hidden=true><p>8</div><span class='x sr-only'>9</span><svg><text>10</text></svg><!-- 11 -->\
        <select><option>12</select><iframe>13</iframe><p>Vu.";
    assert_eq!(lines(hidden), ["Vu."]);
}

/// The words of the elements around a line, outermost first.
fn around(document: &Document, within: Option<usize>) -> String {
    let above = |&e: &usize| document.elements[e].above;
    let mut words: Vec<&str> =
        std::iter::successors(within, above).map(|e| document.elements[e].words.as_str()).collect();
    words.reverse();
    words.join(" ")
}

#[test]
fn markup_tells_element_context_and_links() {
    let document = page(
        "<body class=all><aside id=Side class='Related md:flex'><h2>A lire</h2><p><a href=x>Lien</a> mots</aside><p>Fin",
    );
    let told: Vec<(&str, String, f32)> = document
        .markup
        .iter()
        .map(|m| (m.element.as_str(), around(&document, m.within), m.link_share))
        .collect();
    assert_eq!(
        told,
        [
            ("h2", "aside side related h2".to_owned(), 0.0),
            ("p", "aside side related p".to_owned(), 0.5),
            ("p", "p".to_owned(), 0.0),
        ]
    );
}

#[test]
fn metadata_from_json_ld_goes_first() {
    let document = page(
        r##"<html lang="fr-BE"><head><title>La digue | Journal</title>
        <link rel="canonical" href="https://journal.example/digue">
        <meta property="og:title" content="La digue (OG)"><meta property="og:site_name" content="Journal">
        <script type="application/ld+json">//<![CDATA[
        {"@context":"https://schema.org","@graph":[
          {"@type":"Organization","@id":"#org","name":"Journal du Port"},
          {"@type":["Person"],"@id":"#lea","name":"L&eacute;a Brun"},
          {"@type":"WebPage","name":"Autre"},
          {"@type":["NewsArticle"],"headline":"La digue a
 tenu","author":[{"@id":"#lea"},{"@type":"Person","name":"Paul Le Goff"}],
           "publisher":{"@id":"#org"},"datePublished":"2024-05-01T08:00:00+02:00"}]}
        //]]></script></head><body><h1>Titre</h1>"##,
    );
    let meta = document.meta;
    assert_eq!(meta.title.as_deref(), Some("La digue a tenu"));
    assert_eq!(meta.author.as_deref(), Some("Léa Brun, Paul Le Goff"));
    assert_eq!(meta.site.as_deref(), Some("Journal du Port"));
    assert_eq!(meta.published.as_deref(), Some("2024-05-01T08:00:00+02:00"));
    assert_eq!(meta.url.as_deref(), Some("https://journal.example/digue"));
    assert_eq!(document.lang.as_deref(), Some("fr"));
}

#[test]
fn metadata_without_json_ld() {
    let meta = page(
        "<meta name=Author content='https://social.example/x'><meta property=og:url content=https://a.example/b>\
         <meta name=dcterms.creator content='Rédaction'><script type=application/ld+json>{broken</script>\
         <aside><time datetime=2020-01-01>x</time></aside>\
         <article><h1>Le <i>port</i></h1><time datetime=2024-02-03>hier</time></article>",
    )
    .meta;
    assert_eq!(meta.title.as_deref(), Some("Le port"));
    assert_eq!(meta.author.as_deref(), Some("Rédaction"));
    assert_eq!(meta.published.as_deref(), Some("2024-02-03"));
    assert_eq!(meta.url.as_deref(), Some("https://a.example/b"));
    assert_eq!(meta.site, None);
    assert_eq!(primary_language("fr_FR").as_deref(), Some("fr"));
    assert_eq!(primary_language("x-default"), None);
}

#[test]
fn no_page_is_slow_or_deep() {
    const DEEP: usize = 100_000;
    let pages = [
        "<div>".repeat(DEEP) + "fond",
        "<b>".repeat(DEEP) + "fond" + &"<p>x".repeat(DEEP),
        "<ul><li>".repeat(DEEP) + "fond",
        "<table><tr><td>".repeat(DEEP) + "fond",
        (0..DEEP).map(|i| format!("<font id=f{i}>")).collect::<String>() + &"<p>fond".repeat(1000),
        "<a href=x>fond".repeat(DEEP),
        "<div></span>fond".repeat(DEEP),
        "<span>".repeat(DEEP) + "fond" + &"</div></span>".repeat(DEEP),
    ];
    for (i, html) in pages.iter().enumerate() {
        let start = Instant::now();
        assert!(page(html).text.contains("fond"), "page {i} lost its text");
        assert!(start.elapsed() < Duration::from_secs(20), "page {i} took {:?}", start.elapsed());
    }
}

#[test]
fn unclosed_elements_do_not_glue_lines() {
    let html = "<div><span class=x>mot</div>".repeat(2000);
    assert_eq!(lines(&html).len(), 2000);
    let html = "<p><a name=x>mot<p><font color=red>mot".repeat(2000);
    assert_eq!(lines(&html).len(), 4000);
}
