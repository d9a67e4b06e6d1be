//! The formats of an input, and how one is told: by the extension, then by what it begins with.

use std::path::{Path, PathBuf};

/// What an input holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// By extension, then by content.
    #[default]
    Auto,
    /// One article, as plain text.
    Text,
    /// One article, as a web page.
    Html,
    /// One article a line, as a JSON object.
    Jsonl,
    /// Articles as JSON objects over several lines, or an array of them, such as trafilatura writes.
    Json,
    /// One article a row; the mark between fields is told by the first line.
    Csv,
    /// An archive of a web crawl.
    Warc,
    /// One article a row of a columnar file.
    Parquet,
}

impl Format {
    /// The format that an extension stands for. In folders only files with such an extension are read.
    ///
    /// The extension of a compressed file is the one before `.gz` or `.zst`.
    pub fn of_extension(path: &Path) -> Option<Format> {
        let unpacked = unpacked(path);
        let extension = unpacked.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "txt" => Some(Format::Text),
            "html" | "htm" | "xhtml" => Some(Format::Html),
            "jsonl" | "ndjson" => Some(Format::Jsonl),
            "json" => Some(Format::Json),
            "csv" | "tsv" => Some(Format::Csv),
            "warc" | "wet" => Some(Format::Warc),
            "parquet" => Some(Format::Parquet),
            _ => None,
        }
    }

    /// Whether a file of it holds many articles.
    pub fn holds_many(self) -> bool {
        !matches!(self, Format::Auto | Format::Text | Format::Html)
    }

    /// The format of an input that begins with these bytes; text when nothing else shows.
    pub fn of_content(head: &[u8]) -> Format {
        let head = &head[..head.len().min(HEAD)];
        // In UTF-16 every other byte of markup is NUL; leaving those out is enough to recognise it.
        let plain: Vec<u8> =
            head.iter().filter(|b| b.is_ascii() && **b != 0).map(u8::to_ascii_lowercase).collect();
        let plain = plain.trim_ascii_start();
        let inside = plain.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
        if inside.is_some_and(|i| matches!(i.first(), None | Some(b'"' | b'}'))) {
            // Who writes one object a line puts no line break behind its brace.
            let broken = plain.get(1).is_some_and(|b| matches!(b, b'\n' | b'\r'));
            return if broken { Format::Json } else { Format::Jsonl };
        }
        let list = plain.strip_prefix(b"[").map(<[u8]>::trim_ascii_start);
        if list.is_some_and(|l| l.starts_with(b"{\"") || l.starts_with(b"{\n")) {
            return Format::Json;
        }
        if plain.starts_with(b"warc/") {
            return Format::Warc;
        }
        if head.starts_with(b"PAR1") {
            return Format::Parquet;
        }
        let holds = |what: &str| plain.windows(what.len()).any(|w| w == what.as_bytes());
        let is_page = plain.starts_with(b"<")
            && ["<!doctype html", "<html", "<head", "<body", "<meta", "<div", "<article", "<p>"]
                .iter()
                .any(|tag| holds(tag));
        if is_page { Format::Html } else { Format::Text }
    }
}

/// The path without the extension that compressing adds.
pub fn unpacked(path: &Path) -> PathBuf {
    let packed = path
        .extension()
        .is_some_and(|e| ["gz", "zst", "zstd"].iter().any(|known| e.eq_ignore_ascii_case(known)));
    if packed { path.with_extension("") } else { path.to_owned() }
}

/// A page shows what it is within so many bytes.
const HEAD: usize = 2048;
