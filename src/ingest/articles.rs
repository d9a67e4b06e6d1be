//! Articles: the inputs cut into the raw bytes of one article each.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

use super::{Format, IngestError, Input, Place, STDIN_ID, Walk, html, jsonl, text};
use crate::model::Document;

/// One article before it is decoded.
#[derive(Clone, Debug)]
pub struct Raw {
    /// Id by its place; a record may bring its own.
    pub id: String,
    /// Where it comes from.
    pub place: Place,
    /// What the bytes hold; never `Auto`.
    pub format: Format,
    /// The whole file, or one line of a record file.
    pub bytes: Vec<u8>,
}

impl Raw {
    /// Makes a document of it.
    ///
    /// # Errors
    /// If the bytes are no text, or the record no article.
    pub fn read(self) -> Result<Document, IngestError> {
        let Raw { id, place, format, bytes } = self;
        let path = place.path.as_ref().map(|p| p.display().to_string());
        let read = match format {
            Format::Jsonl => jsonl::read(&bytes, &id, &place)?,
            Format::Html => {
                html::read(bytes).map_err(|what| IngestError::Binary { place, what })?
            }
            Format::Auto | Format::Text => {
                text::read(bytes).map_err(|what| IngestError::Binary { place, what })?
            }
        };
        let mut document = Document { path, ..read };
        if document.id.is_empty() {
            document.id = id;
        }
        if document.text.trim().is_empty() {
            document.notes.push("There is no text to read.".to_owned());
        }
        Ok(document)
    }
}

/// Reads the inputs of a walk one article at a time; of a record file never more than a line is held.
#[derive(Debug)]
pub struct Articles {
    walk: Walk,
    format: Format,
    records: Option<Records>,
}

impl Articles {
    /// The articles of a walk; `format` overrides what extension and content tell.
    pub fn new(walk: Walk, format: Format) -> Self {
        Articles { walk, format, records: None }
    }

    /// Opens an input; an article is returned at once unless the input is a record file.
    fn open(&mut self, input: Input) -> Result<Option<Raw>, IngestError> {
        let (place, id, told) = match &input {
            Input::Stdin => (Place::default(), STDIN_ID.to_owned(), None),
            Input::File { path, id } => (Place::file(path), id.clone(), Format::of_extension(path)),
        };
        let refused = |source| IngestError::Io { place: place.clone(), source };
        let source: Box<dyn Read + Send> = match &input {
            Input::Stdin => Box::new(io::stdin()),
            Input::File { path, .. } => Box::new(File::open(path).map_err(refused)?),
        };
        let mut reader = BufReader::with_capacity(1 << 16, Source(source));
        let format = match (self.format, told) {
            (Format::Auto, Some(told)) => told,
            (Format::Auto, None) => Format::of_content(reader.fill_buf().map_err(refused)?),
            (given, _) => given,
        };
        if format == Format::Jsonl {
            self.records = Some(Records { reader, id, place, line: 0 });
            return Ok(None);
        }
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).map_err(refused)?;
        Ok(Some(Raw { id, place, format, bytes }))
    }
}

impl Iterator for Articles {
    type Item = Result<Raw, IngestError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(records) = &mut self.records {
                match records.next() {
                    Some(record) => {
                        if record.is_err() {
                            self.records = None;
                        }
                        return Some(record);
                    }
                    None => self.records = None,
                }
            }
            match self.walk.next()? {
                Ok(input) => match self.open(input) {
                    Ok(Some(raw)) => return Some(Ok(raw)),
                    Ok(None) => {}
                    Err(error) => return Some(Err(error)),
                },
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// The lines of a record file.
#[derive(Debug)]
struct Records {
    reader: BufReader<Source>,
    id: String,
    place: Place,
    line: usize,
}

impl Records {
    /// The next line that is not blank; an error of the system ends the file.
    fn next(&mut self) -> Option<Result<Raw, IngestError>> {
        loop {
            let mut bytes = Vec::new();
            match self.reader.read_until(b'\n', &mut bytes) {
                Ok(0) => return None,
                Ok(_) => self.line += 1,
                Err(source) => {
                    return Some(Err(IngestError::Io { place: self.place.clone(), source }));
                }
            }
            if self.line == 1 && bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
                bytes.drain(..3);
            }
            if !bytes.trim_ascii().is_empty() {
                let id = format!("{}#{}", self.id, self.line);
                let place = self.place.at_line(self.line);
                return Some(Ok(Raw { id, place, format: Format::Jsonl, bytes }));
            }
        }
    }
}

/// An open file or standard input.
struct Source(Box<dyn Read + Send>);

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Source")
    }
}
