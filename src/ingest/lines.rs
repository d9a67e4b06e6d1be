//! Lines: one record a line.

use std::io::{self, BufRead};

use super::source::Source;
use super::{Format, IngestError, Place, Raw};

/// The lines of a record file.
#[derive(Debug)]
pub(super) struct Lines {
    source: Source,
    id: String,
    place: Place,
    most: usize,
    line: usize,
    ended: bool,
}

impl Lines {
    /// The lines of a source, none longer than `most` bytes.
    pub(super) fn new(source: Source, id: String, place: Place, most: usize) -> Lines {
        Lines { source, id, place, most, line: 0, ended: false }
    }

    /// The next line that is not blank.
    pub(super) fn next(&mut self) -> Option<Result<Raw, IngestError>> {
        while !self.ended {
            let mut bytes = Vec::new();
            let read = match read_line(&mut self.source, self.most, &mut bytes) {
                Ok(Line::End) => return None,
                Ok(read) => read,
                Err(source) => {
                    // What was read of the line is lost with the member that it stood in.
                    self.ended = !self.source.recover().unwrap_or(false);
                    return Some(Err(IngestError::Io { place: self.place.clone(), source }));
                }
            };
            self.line += 1;
            let place = self.place.at_line(self.line);
            if read == Line::TooLong {
                return Some(Err(IngestError::TooLarge { place, most: self.most }));
            }
            if self.line == 1 && bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
                bytes.drain(..3);
            }
            if !bytes.trim_ascii().is_empty() {
                let id = format!("{}#{}", self.id, self.line);
                return Some(Ok(Raw::new(id, place, Format::Jsonl, bytes)));
            }
        }
        None
    }
}

/// What was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A line, its end included.
    Whole,
    /// One that is longer than allowed; the bytes were passed over.
    TooLong,
    /// There is none left.
    End,
}

/// Reads to the end of the line; of a line that is too long nothing is kept.
pub(super) fn read_line(
    reader: &mut impl BufRead,
    most: usize,
    bytes: &mut Vec<u8>,
) -> io::Result<Line> {
    let mut read = Line::End;
    loop {
        let buffer = match reader.fill_buf() {
            Ok(buffer) => buffer,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        if buffer.is_empty() {
            return Ok(read);
        }
        let end = buffer.iter().position(|b| *b == b'\n').map(|at| at + 1);
        let part = &buffer[..end.unwrap_or(buffer.len())];
        if bytes.len() + part.len() > most || read == Line::TooLong {
            read = Line::TooLong;
            bytes.clear();
        } else {
            read = Line::Whole;
            bytes.extend_from_slice(part);
        }
        let length = part.len();
        reader.consume(length);
        if end.is_some() {
            return Ok(read);
        }
    }
}
