//! Articles: the inputs cut into the raw bytes of one article each.

use std::io::{BufRead, Read};
use std::path::Path;
use std::sync::Arc;

use super::lines::Lines;
use super::objects::Objects;
#[cfg(feature = "parquet")]
use super::parquet;
use super::source::{Meter, Source};
use super::table::Table;
use super::warc::Warc;
use super::{Columns, Format, IngestError, Input, Place, STDIN_ID, Walk, html, jsonl, text};
use crate::model::Document;

/// An article with more bytes is refused unless the user allows more.
pub const MOST_BYTES: usize = 16 << 20;

/// One article before it is decoded.
#[derive(Clone, Debug)]
pub struct Raw {
    /// Id by its place; a record may bring its own.
    pub id: String,
    /// Where it comes from.
    pub place: Place,
    /// What the bytes hold: a text, a page or a record.
    pub format: Format,
    /// The whole file, or one record of a file of many.
    pub bytes: Vec<u8>,
    /// What an archive says of it.
    pub envelope: Envelope,
    /// Which fields of a record are read.
    columns: Arc<Columns>,
}

/// What an archive says of an article beside its bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Envelope {
    /// Address that it was fetched from.
    pub url: Option<String>,
    /// When it was fetched.
    pub fetched: Option<String>,
    /// The encoding that the server told.
    pub charset: Option<String>,
}

impl Raw {
    pub(super) fn new(id: String, place: Place, format: Format, bytes: Vec<u8>) -> Raw {
        let (envelope, columns) = (Envelope::default(), Arc::default());
        Raw { id, place, format, bytes, envelope, columns }
    }

    /// Makes a document of it.
    ///
    /// # Errors
    /// If the bytes are no text, or the record no article.
    pub fn read(self) -> Result<Document, IngestError> {
        let Raw { id, place, format, bytes, envelope, columns } = self;
        let path = place.path.as_ref().map(|p| p.display().to_string());
        let binary = |what| IngestError::Binary { place: place.clone(), what };
        let read = match format {
            Format::Jsonl => jsonl::read(&bytes, &id, &place, &columns)?,
            Format::Html => html::read(bytes, envelope.charset.as_deref()).map_err(binary)?,
            _ => text::read(bytes, envelope.charset.as_deref()).map_err(binary)?,
        };
        let mut document = Document { path, ..read };
        if document.id.is_empty() {
            document.id = id;
        }
        if envelope.url.is_some() {
            document.meta.url = envelope.url;
        }
        if let Some(fetched) = envelope.fetched {
            document.input.insert("fetched".to_owned(), fetched.into());
        }
        if document.text.trim().is_empty() {
            document.notes.push("There is no text to read.".to_owned());
        }
        Ok(document)
    }
}

/// Reads the inputs of a walk one article at a time; of a file of many never more than one is held.
#[derive(Debug)]
pub struct Articles {
    walk: Walk,
    format: Format,
    most: usize,
    columns: Arc<Columns>,
    meter: Meter,
    records: Option<Records>,
}

impl Articles {
    /// The articles of a walk; `format` overrides what extension and content tell.
    pub fn new(walk: Walk, format: Format) -> Self {
        let (columns, meter) = (Arc::default(), Meter::default());
        Articles { walk, format, most: MOST_BYTES, columns, meter, records: None }
    }

    /// The same, without articles of more than so many bytes.
    pub fn up_to(self, most: usize) -> Self {
        Articles { most, ..self }
    }

    /// The same, with records whose fields have these names.
    pub fn with_columns(self, columns: Columns) -> Self {
        Articles { columns: Arc::new(columns), ..self }
    }

    /// Counts the bytes that are read.
    pub fn meter(&self) -> Meter {
        self.meter.clone()
    }

    /// Opens an input; an article is returned at once unless the input holds many.
    fn open(&mut self, input: Input) -> Result<Option<Raw>, IngestError> {
        let (place, id, told) = match &input {
            Input::Stdin => (Place::default(), STDIN_ID.to_owned(), None),
            Input::File { path, id } => (Place::file(path), id.clone(), Format::of_extension(path)),
        };
        let refused = |source| IngestError::Io { place: place.clone(), source };
        let path = match &input {
            Input::Stdin => None,
            Input::File { path, .. } => Some(path.as_path()),
        };
        let known = if self.format == Format::Auto { told } else { Some(self.format) };
        if known == Some(Format::Parquet) {
            self.records = Some(self.open_parquet(path, id, place)?);
            return Ok(None);
        }
        let mut source = Source::open(path, &self.meter).map_err(refused)?;
        let format = match known {
            Some(format) => format,
            None => Format::of_content(source.fill_buf().map_err(refused)?),
        };
        let most = self.most;
        self.records = match format {
            Format::Jsonl => Some(Records::Lines(Lines::new(source, id, place, most))),
            Format::Json => Some(Records::Objects(Objects::new(source, id, place, most))),
            Format::Csv => {
                Some(Records::Table(Table::open(source, id, place, most, &self.columns)?))
            }
            Format::Warc => Some(Records::Warc(Warc::new(source, id, place, most))),
            Format::Parquet => Some(self.open_parquet(path, id, place)?),
            Format::Auto | Format::Text | Format::Html => {
                let mut bytes = Vec::new();
                source.take(most as u64 + 1).read_to_end(&mut bytes).map_err(refused)?;
                if bytes.len() > most {
                    return Err(IngestError::TooLarge { place, most });
                }
                return Ok(Some(Raw::new(id, place, format, bytes)));
            }
        };
        Ok(None)
    }

    #[cfg(feature = "parquet")]
    fn open_parquet(
        &self,
        path: Option<&Path>,
        id: String,
        place: Place,
    ) -> Result<Records, IngestError> {
        let Some(path) = path else {
            let message = "Parquet cannot be read from a pipe; name a file".to_owned();
            return Err(IngestError::Record { place, message });
        };
        let rows = parquet::Rows::open(path, id, place, self.most, &self.columns, &self.meter)?;
        Ok(Records::Parquet(Box::new(rows)))
    }

    #[cfg(not(feature = "parquet"))]
    fn open_parquet(
        &self,
        _path: Option<&Path>,
        _id: String,
        place: Place,
    ) -> Result<Records, IngestError> {
        let message = "this program was built without Parquet".to_owned();
        Err(IngestError::Record { place, message })
    }
}

impl Iterator for Articles {
    type Item = Result<Raw, IngestError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(records) = &mut self.records {
                match records.next() {
                    Some(Ok(raw)) => {
                        return Some(Ok(Raw { columns: Arc::clone(&self.columns), ..raw }));
                    }
                    Some(Err(error)) => return Some(Err(error)),
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

/// A file that holds many articles. After an error it goes on where it can, and ends where it cannot.
#[derive(Debug)]
enum Records {
    Lines(Lines),
    Objects(Objects),
    Table(Table),
    Warc(Warc),
    #[cfg(feature = "parquet")]
    Parquet(Box<parquet::Rows>),
}

impl Records {
    fn next(&mut self) -> Option<Result<Raw, IngestError>> {
        match self {
            Records::Lines(lines) => lines.next(),
            Records::Objects(objects) => objects.next(),
            Records::Table(table) => table.next(),
            Records::Warc(warc) => warc.next(),
            #[cfg(feature = "parquet")]
            Records::Parquet(rows) => rows.next(),
        }
    }
}
