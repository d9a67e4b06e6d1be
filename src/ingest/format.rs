//! The formats of an input, and how one is told: by the extension, then by what it begins with.

use std::path::Path;

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
}

impl Format {
    /// The format that an extension stands for. In folders only files with such an extension are read.
    pub fn of_extension(path: &Path) -> Option<Format> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "txt" => Some(Format::Text),
            "html" | "htm" | "xhtml" => Some(Format::Html),
            "jsonl" | "ndjson" => Some(Format::Jsonl),
            _ => None,
        }
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
            return Format::Jsonl;
        }
        let holds = |what: &str| plain.windows(what.len()).any(|w| w == what.as_bytes());
        let is_page = plain.starts_with(b"<")
            && ["<!doctype html", "<html", "<head", "<body", "<meta", "<div", "<article", "<p>"]
                .iter()
                .any(|tag| holds(tag));
        if is_page { Format::Html } else { Format::Text }
    }
}

/// A page shows what it is within so many bytes.
const HEAD: usize = 2048;
