//! WARC: the archives of web crawls (ISO 28500), records one behind the other.
//!
//! Pages that were answered with success are articles, and so are resources and converted texts; all else in an archive
//! is passed over. A broken record costs no more than itself: the next one begins where a line says so.
//! Own code rather than a library, since those at hand hold a record of any claimed length in memory and end at the
//! first that is broken.

use std::io::{self, Read};

use super::http;
use super::lines::{Line, read_line};
use super::source::Source;
use super::{Format, IngestError, Place, Raw};

/// A line of a head longer than this is no head.
const LONGEST_HEAD: usize = 1 << 16;
/// So many lines of a head are read.
const MOST_LINES: usize = 200;

/// The records of an archive.
#[derive(Debug)]
pub(super) struct Warc {
    source: Source,
    id: String,
    place: Place,
    most: usize,
    count: usize,
    /// Whether the line that opens the next record was read already.
    opened: bool,
    ended: bool,
}

/// What a record says of itself.
#[derive(Default)]
struct Head {
    kind: String,
    id: Option<String>,
    url: Option<String>,
    date: Option<String>,
    content: String,
    length: Option<u64>,
}

/// Why a record is none.
enum Fault {
    Io(io::Error),
    Broken(String),
    TooLarge,
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Fault {
        Fault::Io(error)
    }
}

impl Warc {
    /// The records of a source, whose articles are no longer than `most` bytes.
    pub(super) fn new(source: Source, id: String, place: Place, most: usize) -> Warc {
        Warc { source, id, place, most, count: 0, opened: false, ended: false }
    }

    /// The next article.
    pub(super) fn next(&mut self) -> Option<Result<Raw, IngestError>> {
        while !self.ended {
            let result = self.record();
            let place = self.place.at_record(self.count);
            match result {
                Ok(None) => return None,
                Ok(Some(None)) => {}
                Ok(Some(Some(raw))) => return Some(Ok(raw)),
                Err(Fault::TooLarge) => {
                    return Some(Err(IngestError::TooLarge { place, most: self.most }));
                }
                Err(Fault::Broken(message)) => {
                    return Some(Err(IngestError::Record { place, message }));
                }
                Err(Fault::Io(source)) => {
                    self.ended = !self.source.recover().unwrap_or(false);
                    return Some(Err(IngestError::Io { place, source }));
                }
            }
        }
        None
    }

    /// One record: `None` at the end, `Some(None)` for one that is no article.
    fn record(&mut self) -> Result<Option<Option<Raw>>, Fault> {
        if !std::mem::take(&mut self.opened) {
            match self.open_record()? {
                None => return Ok(None),
                Some(passed) => {
                    self.count += 1;
                    if passed {
                        // The record that was found behind it is read the next time.
                        self.opened = !self.ended;
                        return Err(Fault::Broken("bytes that are no WARC record".to_owned()));
                    }
                }
            }
        } else {
            self.count += 1;
        }
        let head = self.head()?;
        let Some(length) = head.length else {
            return Err(Fault::Broken("a record without a Content-Length".to_owned()));
        };
        let wanted = match head.kind.as_str() {
            "response" => head.content.starts_with("application/http"),
            "resource" | "conversion" => format_of(&head.content).is_some(),
            _ => false,
        };
        // An address of another kind than a page's, such as that of a name server's answer, is no article.
        let is_page = head.url.as_deref().is_none_or(|u| u.starts_with("http"));
        if !wanted || !is_page && head.kind == "response" {
            self.skip(length)?;
            return Ok(Some(None));
        }
        if length > self.most as u64 {
            self.skip(length)?;
            return Err(Fault::TooLarge);
        }
        let mut bytes = Vec::new();
        (&mut self.source).take(length).read_to_end(&mut bytes)?;
        if (bytes.len() as u64) < length {
            self.ended = true;
            return Err(Fault::Broken("the archive ends inside this record".to_owned()));
        }
        Ok(Some(self.article(head, bytes)?))
    }

    /// Reads the line that opens the next record; whether anything but blank lines stood before it. `None` at the end.
    fn open_record(&mut self) -> io::Result<Option<bool>> {
        let mut passed = false;
        loop {
            let mut line = Vec::new();
            match read_line(&mut self.source, LONGEST_HEAD, &mut line)? {
                Line::End => {
                    self.ended = true;
                    return Ok(passed.then_some(true));
                }
                Line::Whole if line.starts_with(b"WARC/") => return Ok(Some(passed)),
                Line::Whole => passed |= !line.trim_ascii().is_empty(),
                Line::TooLong => passed = true,
            }
        }
    }

    fn head(&mut self) -> Result<Head, Fault> {
        let mut head = Head::default();
        for _ in 0..MOST_LINES {
            let mut line = Vec::new();
            let read = read_line(&mut self.source, LONGEST_HEAD, &mut line)?;
            let text = String::from_utf8_lossy(&line);
            if read != Line::Whole || text.trim().is_empty() {
                return Ok(head);
            }
            let Some((name, value)) = text.split_once(':') else { continue };
            let value = value.trim();
            match name.trim().to_ascii_lowercase().as_str() {
                "warc-type" => head.kind = value.to_ascii_lowercase(),
                "warc-record-id" => head.id = Some(bare_id(value).to_owned()),
                "warc-target-uri" => {
                    head.url = Some(value.trim_matches(['<', '>']).to_owned());
                }
                "warc-date" => head.date = Some(value.to_owned()),
                "content-type" => head.content = value.to_ascii_lowercase(),
                "content-length" => head.length = value.parse().ok(),
                _ => {}
            }
        }
        Err(Fault::Broken("a record whose head does not end".to_owned()))
    }

    fn skip(&mut self, length: u64) -> io::Result<()> {
        io::copy(&mut (&mut self.source).take(length), &mut io::sink()).map(drop)
    }

    /// The article that a record holds, if it is one.
    fn article(&self, head: Head, bytes: Vec<u8>) -> Result<Option<Raw>, Fault> {
        let (format, bytes, charset) = if head.kind == "response" {
            let answer = match http::read(&bytes, self.most) {
                Ok(answer) => answer,
                Err(http::Fault::TooLarge) => return Err(Fault::TooLarge),
                Err(http::Fault::Broken(message)) => return Err(Fault::Broken(message)),
            };
            let format = match answer.content.as_str() {
                "" => Some(Format::of_content(&answer.body)),
                told => format_of(told),
            };
            match format.filter(|_| answer.is_success && !answer.body.is_empty()) {
                Some(format) => (format, answer.body, answer.charset),
                None => return Ok(None),
            }
        } else {
            let Some(format) = format_of(&head.content) else { return Ok(None) };
            (format, bytes, None)
        };
        let id = head.id.unwrap_or_else(|| format!("{}#{}", self.id, self.count));
        let mut raw = Raw::new(id, self.place.at_record(self.count), format, bytes);
        (raw.envelope.url, raw.envelope.charset) = (head.url, charset);
        raw.envelope.fetched = head.date;
        Ok(Some(raw))
    }
}

/// A record's number without the marks around it.
fn bare_id(value: &str) -> &str {
    let inner = value.trim_matches(['<', '>']);
    inner.strip_prefix("urn:uuid:").unwrap_or(inner)
}

/// What a media type stands for, if it is one that is read.
fn format_of(content: &str) -> Option<Format> {
    let kind = content.split(';').next().unwrap_or("").trim();
    match kind {
        "text/html" | "application/xhtml+xml" => Some(Format::Html),
        "text/plain" => Some(Format::Text),
        _ => None,
    }
}
