//! Objects: records as JSON objects over several lines, one after the other or in an array.
//!
//! A file is cut where its objects end, without being read as a whole; what an object holds is read later.

use std::io::{self, BufRead};

use super::source::Source;
use super::{Format, IngestError, Place, Raw};

/// The objects of a file.
#[derive(Debug)]
pub(super) struct Objects {
    source: Source,
    id: String,
    place: Place,
    most: usize,
    count: usize,
    ended: bool,
}

impl Objects {
    /// The objects of a source, none longer than `most` bytes.
    pub(super) fn new(source: Source, id: String, place: Place, most: usize) -> Objects {
        Objects { source, id, place, most, count: 0, ended: false }
    }

    /// The next object. What stands between objects and is no mark of an array ends the file.
    pub(super) fn next(&mut self) -> Option<Result<Raw, IngestError>> {
        if self.ended {
            return None;
        }
        let place = self.place.at_record(self.count + 1);
        let found = match self.between() {
            Ok(None) => return None,
            Ok(Some(b'{')) => self.object(),
            Ok(Some(other)) => {
                self.ended = true;
                let message = format!("`{}` stands where an object should", char::from(other));
                return Some(Err(IngestError::Json { place, message }));
            }
            Err(e) => Err(e),
        };
        self.count += 1;
        match found {
            Ok(Some(bytes)) => {
                let alone = self.count == 1 && matches!(self.between(), Ok(None));
                let id = match alone {
                    true => self.id.clone(),
                    false => format!("{}#{}", self.id, self.count),
                };
                let place = if alone { self.place.clone() } else { place };
                Some(Ok(Raw::new(id, place, Format::Jsonl, bytes)))
            }
            Ok(None) => Some(Err(IngestError::TooLarge { place, most: self.most })),
            Err(source) => {
                self.ended = true;
                Some(Err(IngestError::Io { place, source }))
            }
        }
    }

    /// Passes over blanks and the marks of an array; the byte behind them is looked at and left there.
    fn between(&mut self) -> io::Result<Option<u8>> {
        const PASSED: &[u8] = b" \t\r\n,[]\x1e\xEF\xBB\xBF";
        loop {
            let buffer = self.source.fill_buf()?;
            if buffer.is_empty() {
                return Ok(None);
            }
            match buffer.iter().position(|b| !PASSED.contains(b)) {
                Some(at) => {
                    let found = buffer[at];
                    self.source.consume(at);
                    return Ok(Some(found));
                }
                None => {
                    let all = buffer.len();
                    self.source.consume(all);
                }
            }
        }
    }

    /// The bytes of the object that begins here; `None` if they are too many.
    fn object(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        let (mut depth, mut in_string, mut escaped) = (0usize, false, false);
        loop {
            let buffer = self.source.fill_buf()?;
            if buffer.is_empty() {
                // The reader of the object tells what is wrong with it.
                self.ended = true;
                return Ok(Some(bytes));
            }
            let mut end = None;
            for (at, &byte) in buffer.iter().enumerate() {
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' if in_string => escaped = true,
                    b'"' => in_string = !in_string,
                    b'{' | b'[' if !in_string => depth += 1,
                    b'}' | b']' if !in_string => {
                        depth -= 1;
                        if depth == 0 {
                            end = Some(at + 1);
                            break;
                        }
                    }
                    _ => {}
                }
            }
            let part = end.unwrap_or(buffer.len());
            if bytes.len() <= self.most {
                bytes.extend_from_slice(&buffer[..part]);
            }
            self.source.consume(part);
            if end.is_some() {
                return Ok((bytes.len() <= self.most).then_some(bytes));
            }
        }
    }
}
