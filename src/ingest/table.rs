//! Tables: one record a row of comma-separated values.

use std::io::{self, BufRead, Read};

use csv::{ByteRecord, ReaderBuilder};
use serde_json::{Map, Value};

use super::source::Source;
use super::{Columns, Format, IngestError, Place, Raw, decode};

/// The rows of a table.
#[derive(Debug)]
pub(super) struct Table {
    rows: csv::Reader<Fence>,
    header: Vec<String>,
    id: String,
    place: Place,
    most: usize,
    row: usize,
    ended: bool,
}

impl Table {
    /// Reads the first row, which names the columns.
    ///
    /// # Errors
    /// If there is none, or a column that was asked for is missing.
    pub(super) fn open(
        mut source: Source,
        id: String,
        place: Place,
        most: usize,
        columns: &Columns,
    ) -> Result<Table, IngestError> {
        let refused = |source| IngestError::Io { place: place.clone(), source };
        let delimiter = delimiter(source.fill_buf().map_err(refused)?);
        let fence = Fence { source, left: most };
        let mut rows = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(fence);
        let header = rows.byte_headers().map_err(|e| wrong(&place, &e))?;
        let mut header: Vec<String> =
            header.iter().map(|h| String::from_utf8_lossy(h).trim().to_owned()).collect();
        if let Some(first) = header.first_mut() {
            *first = first.trim_start_matches('\u{feff}').to_owned();
        }
        columns
            .check(header.iter().map(String::as_str))
            .map_err(|message| IngestError::Record { place: place.at_line(1), message })?;
        Ok(Table { rows, header, id, place, most, row: 0, ended: false })
    }

    /// The next row.
    pub(super) fn next(&mut self) -> Option<Result<Raw, IngestError>> {
        if self.ended {
            return None;
        }
        let mut row = ByteRecord::new();
        self.rows.get_mut().left = self.most;
        match self.rows.read_byte_record(&mut row) {
            Ok(false) => return None,
            Ok(true) => {}
            Err(error) => {
                // Without the row's end the next one cannot be found.
                self.ended = true;
                return Some(Err(wrong(&self.place, &error)));
            }
        }
        self.row += 1;
        let line = row.position().map_or(0, csv::Position::line);
        let place = self.place.at_line(usize::try_from(line).unwrap_or(usize::MAX));
        Some(self.record(&row, &place).map(|bytes| {
            Raw::new(format!("{}#{}", self.id, self.row), place, Format::Jsonl, bytes)
        }))
    }

    /// The row as a JSON object, in which an empty field is absent.
    fn record(&self, row: &ByteRecord, place: &Place) -> Result<Vec<u8>, IngestError> {
        let broken = |message: String| IngestError::Record { place: place.clone(), message };
        if row.len() != self.header.len() {
            return Err(broken(format!(
                "the row has {} fields, the first row {}",
                row.len(),
                self.header.len()
            )));
        }
        if row.as_slice().len() > self.most {
            return Err(IngestError::TooLarge { place: place.clone(), most: self.most });
        }
        let mut record = Map::new();
        for (name, field) in self.header.iter().zip(row).filter(|(_, f)| !f.is_empty()) {
            let decoded = decode(field.to_vec(), None).map_err(|e| broken(e.to_string()))?;
            record.insert(name.clone(), Value::String(decoded.text));
        }
        serde_json::to_vec(&record).map_err(|e| broken(e.to_string()))
    }
}

fn wrong(place: &Place, error: &csv::Error) -> IngestError {
    let line = error.position().map(|p| usize::try_from(p.line()).unwrap_or(usize::MAX));
    let place = line.map_or_else(|| place.clone(), |line| place.at_line(line));
    IngestError::Record { place, message: error.to_string() }
}

/// The mark between the fields of the first line: the most frequent of those in use.
fn delimiter(head: &[u8]) -> u8 {
    let line = head.split(|b| *b == b'\n').next().unwrap_or(head);
    let count = |mark: u8| line.iter().filter(|b| **b == mark).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|&m| count(m)).unwrap_or(b',')
}

/// A source of which only so much may be read at once, lest a quotation mark that is never closed fill the memory.
#[derive(Debug)]
struct Fence {
    source: Source,
    left: usize,
}

impl Read for Fence {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            let message = "a row is longer than --max-bytes allows; the rest was not read";
            return Err(io::Error::other(message));
        }
        let read = self.source.read(buffer)?;
        self.left = self.left.saturating_sub(read);
        Ok(read)
    }
}
