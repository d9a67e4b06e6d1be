//! Archives in every container that batches come in, and what becomes of broken ones.

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use sourcier::ingest::{Articles, Columns, Format, Walk};

/// What the articles of a file are, or what is wrong, an entry each.
fn read(path: &Path, columns: Columns) -> Vec<Result<(String, String), String>> {
    let walk = Walk::new(vec![path.to_owned()], None);
    let articles = Articles::new(walk, Format::Auto).up_to(10_000).with_columns(columns);
    let read = articles.map(|raw| raw.and_then(sourcier::ingest::Raw::read));
    read.map(|d| d.map(|d| (d.id, d.text.trim().to_owned())).map_err(|e| e.to_string())).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn record(kind: &str, id: &str, content: &str, payload: &[u8]) -> Vec<u8> {
    let mut bytes = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{id}>\r\nWARC-Target-URI: https://journal.example/{id}\r\n\
         WARC-Date: 2024-05-02T10:00:00Z\r\nContent-Type: {content}\r\nContent-Length: {}\r\n\r\n",
        payload.len()
    )
    .into_bytes();
    bytes.extend_from_slice(payload);
    bytes.extend_from_slice(b"\r\n\r\n");
    bytes
}

fn answer(fields: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("HTTP/1.1 200 OK\r\n{fields}\r\n").into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

fn response(id: &str, fields: &str, body: &[u8]) -> Vec<u8> {
    record("response", id, "application/http; msgtype=response", &answer(fields, body))
}

const HTML: &str = "Content-Type: text/html; charset=utf-8\r\n";

fn texts(found: &[Result<(String, String), String>]) -> Vec<&str> {
    found.iter().filter_map(|f| f.as_ref().ok()).map(|(_, text)| text.as_str()).collect()
}

#[test]
fn pages_of_a_crawl_are_articles_and_nothing_else_is() {
    let chunked = b"6\r\n<p>Un \r\n5\r\npont.\r\n0\r\n\r\n";
    let latin = "<p>L\u{e9}on</p>".chars().map(|c| c as u8).collect::<Vec<u8>>();
    let mut not_found = answer(HTML, b"<p>Rien</p>");
    not_found.splice(9..12, *b"404");
    let records = [
        record("warcinfo", "0", "application/warc-fields", b"software: x\r\n"),
        record("request", "1", "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
        response("2", HTML, b"<p>Un quai.</p>"),
        response("3", &format!("{HTML}Transfer-Encoding: chunked\r\n"), chunked),
        response("4", &format!("{HTML}Content-Encoding: gzip\r\n"), &gzip(b"<p>Une digue.</p>")),
        // Unpacked by the crawler, which left the head as it was.
        response("5", &format!("{HTML}Content-Encoding: gzip\r\n"), b"<p>Un phare.</p>"),
        response("6", "Content-Type: text/html; charset=ISO-8859-1\r\n", &latin),
        response("7", "Content-Type: image/png\r\n", b"\x89PNG"),
        record("response", "8", "application/http; msgtype=response", &not_found),
        record("conversion", "9", "text/plain", b"Un texte converti."),
        record("metadata", "10", "application/warc-fields", b"fetchTimeMs: 5\r\n"),
    ];
    let dir = tempfile::tempdir().unwrap();
    let expected =
        ["Un quai.", "Un pont.", "Une digue.", "Un phare.", "Léon", "Un texte converti."];
    let plain = dir.path().join("plain.warc");
    fs::write(&plain, records.concat()).unwrap();
    let packed = dir.path().join("packed.warc.gz");
    fs::write(&packed, records.iter().flat_map(|r| gzip(r)).collect::<Vec<u8>>()).unwrap();
    for path in [plain, packed] {
        let found = read(&path, Columns::default());
        assert_eq!(texts(&found), expected, "{found:?}");
        let ids: Vec<&str> = found.iter().flatten().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids, ["2", "3", "4", "5", "6", "9"]);
    }
}

#[test]
fn a_broken_record_costs_no_more_than_itself() {
    let page = |id: &str| response(id, HTML, b"<p>Un quai.</p>");
    let mut torn = gzip(&page("b"));
    let middle = torn.len() / 2;
    for byte in &mut torn[middle..] {
        *byte ^= 0x55;
    }
    let dir = tempfile::tempdir().unwrap();
    let packed = dir.path().join("torn.warc.gz");
    fs::write(&packed, [gzip(&page("a")), torn, gzip(&page("c")), gzip(&page("d"))].concat())
        .unwrap();
    let found = read(&packed, Columns::default());
    let ids: Vec<&str> = found.iter().flatten().map(|(id, _)| id.as_str()).collect();
    assert!(ids.contains(&"a") && ids.contains(&"d"), "{found:?}");
    assert!(found.iter().any(|f| f.is_err()), "{found:?}");

    let plain = dir.path().join("noise.warc");
    let mut huge = page("g");
    let noise = b"ceci n'est pas une archive\n\0\xff\n";
    let claim =
        String::from_utf8(page("g")).unwrap().replace("Content-Length: ", "Content-Length: x");
    let long = response("h", HTML, &[b'a'; 20_000]);
    fs::write(
        &plain,
        [&page("e"), &noise[..], &page("f"), claim.as_bytes(), &long, &page("i")].concat(),
    )
    .unwrap();
    let found = read(&plain, Columns::default());
    let ids: Vec<&str> = found.iter().flatten().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["e", "f", "i"], "{found:?}");
    let errors: Vec<&String> = found.iter().filter_map(|f| f.as_ref().err()).collect();
    assert!(errors.iter().any(|e| e.contains("noise.warc: record 2: ")), "{errors:?}");
    assert!(errors.iter().any(|e| e.contains("--max-bytes")), "{errors:?}");
    // The archive ends inside its last record.
    huge.truncate(huge.len() - 12);
    fs::write(&plain, huge).unwrap();
    let found = read(&plain, Columns::default());
    assert!(
        found.len() == 1 && found[0].as_ref().is_err_and(|e| e.contains("ends inside")),
        "{found:?}"
    );
}

#[test]
fn a_page_that_unpacks_without_end_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("bomb.warc");
    let bomb = gzip(&vec![b'a'; 5_000_000]);
    assert!(bomb.len() < 10_000);
    fs::write(&path, response("x", &format!("{HTML}Content-Encoding: gzip\r\n"), &bomb)).unwrap();
    let found = read(&path, Columns::default());
    assert!(
        found.len() == 1 && found[0].as_ref().is_err_and(|e| e.contains("--max-bytes")),
        "{found:?}"
    );
    let text = dir.path().join("bomb.txt.gz");
    fs::write(&text, bomb).unwrap();
    let found = read(&text, Columns::default());
    assert!(
        found.len() == 1 && found[0].as_ref().is_err_and(|e| e.contains("--max-bytes")),
        "{found:?}"
    );
}

#[test]
fn tables_name_their_columns() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("articles.csv");
    fs::write(&path, "\u{feff}cle;corps;rubrique\n7;\"Un quai,\nlong.\";port\n8;Une digue.;mer\n9;trop;de;champs\n10;;vide\n")
        .unwrap();
    let columns = Columns {
        text: Some("corps".to_owned()),
        id: Some("cle".to_owned()),
        ..Columns::default()
    };
    let found = read(&path, columns);
    assert_eq!(found[0], Ok(("7".to_owned(), "Un quai,\nlong.".to_owned())));
    assert_eq!(found[1], Ok(("8".to_owned(), "Une digue.".to_owned())));
    assert!(
        found[2].as_ref().is_err_and(|e| e.contains("articles.csv:5: ") && e.contains("4 fields")),
        "{found:?}"
    );
    assert!(found[3].as_ref().is_err_and(|e| e.contains("articles.csv:6: ")), "{found:?}");
    let found = read(&path, Columns { text: Some("texte".to_owned()), ..Columns::default() });
    assert!(
        found.len() == 1
            && found[0].as_ref().is_err_and(|e| e.contains("`texte`") && e.contains("`corps`")),
        "{found:?}"
    );
    // A quotation mark that is never closed must not fill the memory.
    fs::write(&path, format!("id,text\n1,\"{}", "a".repeat(1_000_000))).unwrap();
    let found = read(&path, Columns::default());
    assert!(
        found.len() == 1 && found[0].as_ref().is_err_and(|e| e.contains("--max-bytes")),
        "{found:?}"
    );
}

#[test]
fn objects_may_take_many_lines_and_stand_in_a_list() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("un.json");
    fs::write(&path, "{\n  \"title\": \"Port\",\n  \"text\": \"Un } quai \\\" {.\",\n  \"hostname\": \"port.example\"\n}\n").unwrap();
    assert_eq!(
        read(&path, Columns::default()),
        [Ok(("un".to_owned(), "Un } quai \" {.".to_owned()))]
    );
    fs::write(&path, "[{\"text\": \"a\"},\n {\"id\": 5, \"text\": \"b\"}, {\"text\": 3}]").unwrap();
    let found = read(&path, Columns::default());
    assert_eq!(texts(&found), ["a", "b"]);
    assert!(found[2].as_ref().is_err_and(|e| e.contains("un.json: record 3: ")), "{found:?}");
    fs::write(&path, "[{\"text\": \"a\"}, oui]").unwrap();
    let found = read(&path, Columns::default());
    assert!(found.len() == 2 && found[1].is_err(), "{found:?}");
    let zst = dir.path().join("deux.jsonl.zst");
    fs::write(&zst, zstd::encode_all(&b"{\"text\":\"a\"}\n{\"text\":\"b\"}\n"[..], 3).unwrap())
        .unwrap();
    let ids: Vec<String> =
        read(&zst, Columns::default()).into_iter().flatten().map(|(id, _)| id).collect();
    assert_eq!(ids, ["deux#1", "deux#2"]);
}

#[test]
fn a_line_that_is_too_long_is_reported_and_passed_over() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.jsonl");
    let long = format!("{{\"text\":\"{}\"}}", "a".repeat(20_000));
    fs::write(&path, format!("{{\"text\":\"x\"}}\n{long}\n{{\"text\":\"y\"}}\n")).unwrap();
    let found = read(&path, Columns::default());
    assert_eq!(texts(&found), ["x", "y"]);
    assert!(found[1].as_ref().is_err_and(|e| e.contains("a.jsonl:2: ")), "{found:?}");
}

#[cfg(feature = "parquet")]
#[test]
fn rows_of_a_columnar_file_are_articles() {
    use std::sync::Arc;

    use parquet::data_type::{ByteArray, ByteArrayType};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;

    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.parquet");
    let schema = "message articles { required binary key (UTF8); required binary body (UTF8); optional binary note (UTF8); }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let file = fs::File::create(&path).unwrap();
    let mut writer =
        SerializedFileWriter::new(file, schema, Arc::new(WriterProperties::default())).unwrap();
    let mut group = writer.next_row_group().unwrap();
    for values in [["k1", "k2"], ["Un quai.", "Une digue."], ["n1", "n2"]] {
        let mut column = group.next_column().unwrap().unwrap();
        let values: Vec<ByteArray> = values.iter().map(|v| ByteArray::from(*v)).collect();
        column.typed::<ByteArrayType>().write_batch(&values, Some(&[1, 1]), None).unwrap();
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.close().unwrap();
    let columns = Columns {
        text: Some("body".to_owned()),
        id: Some("key".to_owned()),
        select: vec!["note".to_owned()],
        ..Columns::default()
    };
    let found = read(&path, columns);
    assert_eq!(found[0], Ok(("k1".to_owned(), "Un quai.".to_owned())));
    assert_eq!(found[1], Ok(("k2".to_owned(), "Une digue.".to_owned())));
    fs::write(&path, b"PAR1 nothing").unwrap();
    assert!(read(&path, Columns::default())[0].is_err());
}
