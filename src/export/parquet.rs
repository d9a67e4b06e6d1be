//! Parquet: one row an article, what tables filter by in columns of their own, and the annotation as JSON beside them.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use serde_json::Value;

const SCHEMA: &str = "message articles {
    required binary id (UTF8);
    optional binary path (UTF8);
    optional binary lang (UTF8);
    optional binary site (UTF8);
    optional binary title (UTF8);
    optional binary author (UTF8);
    optional binary published (UTF8);
    optional binary url (UTF8);
    required int64 attributions;
    required int64 claims;
    required int64 sources;
    required binary annotation (UTF8);
}";
/// Where a field of the metadata stands in the annotation.
const META: [&str; 5] = ["site", "title", "author", "published", "url"];
const COUNTED: [&str; 3] = ["attributions", "claims", "sources"];
/// Rows are written once they hold so many bytes.
const GROUP: usize = 32 << 20;

/// A table of articles that is being written.
pub struct Table {
    writer: SerializedFileWriter<File>,
    /// Columns of words, each with what the rows hold; then counts; then annotations.
    words: Vec<Vec<Option<ByteArray>>>,
    counts: Vec<Vec<i64>>,
    annotations: Vec<ByteArray>,
    held: usize,
}

impl Table {
    /// Creates the file; one that exists is emptied.
    ///
    /// # Errors
    /// If the system refuses it.
    pub fn create(path: &Path) -> io::Result<Table> {
        let schema = Arc::new(parse_message_type(SCHEMA).map_err(io::Error::other)?);
        let packed = Compression::ZSTD(ZstdLevel::default());
        let properties = Arc::new(WriterProperties::builder().set_compression(packed).build());
        let writer = SerializedFileWriter::new(File::create(path)?, schema, properties);
        Ok(Table {
            writer: writer.map_err(io::Error::other)?,
            words: vec![Vec::new(); 3 + META.len()],
            counts: vec![Vec::new(); COUNTED.len()],
            annotations: Vec::new(),
            held: 0,
        })
    }

    /// Adds an article, which is an annotation as a line of JSON.
    ///
    /// # Errors
    /// If the line is none, or the file cannot be written.
    pub fn add(&mut self, line: &[u8]) -> io::Result<()> {
        let annotation: Value = serde_json::from_slice(line)?;
        let word = |value: &Value| value.as_str().map(ByteArray::from);
        for (column, name) in self.words.iter_mut().zip(["id", "path", "lang"]) {
            column.push(word(&annotation[name]));
        }
        for (column, name) in self.words[3..].iter_mut().zip(META) {
            column.push(word(&annotation["meta"][name]));
        }
        for (column, name) in self.counts.iter_mut().zip(COUNTED) {
            let count = annotation[name].as_array().map_or(0, Vec::len);
            column.push(i64::try_from(count).unwrap_or(i64::MAX));
        }
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        self.annotations.push(ByteArray::from(line.to_vec()));
        self.held += line.len();
        if self.held >= GROUP { self.write_group() } else { Ok(()) }
    }

    /// Writes what is left and the foot, without which the file cannot be read.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.write_group()?;
        self.writer.close().map_err(io::Error::other).map(drop)
    }

    fn write_group(&mut self) -> io::Result<()> {
        if !self.annotations.is_empty() {
            self.write_columns().map_err(io::Error::other)?;
        }
        self.held = 0;
        Ok(())
    }

    fn write_columns(&mut self) -> Result<(), ParquetError> {
        let missing = || ParquetError::General("a column of the schema is missing".to_owned());
        let mut group = self.writer.next_row_group()?;
        for (index, column) in self.words.iter_mut().enumerate() {
            let mut out = group.next_column()?.ok_or_else(missing)?;
            // Only the id is in every row.
            let levels: Vec<i16> = column.iter().map(|w| i16::from(w.is_some())).collect();
            let levels = (index > 0).then_some(levels.as_slice());
            let values: Vec<ByteArray> = column.drain(..).flatten().collect();
            out.typed::<ByteArrayType>().write_batch(&values, levels, None)?;
            out.close()?;
        }
        for column in &mut self.counts {
            let mut out = group.next_column()?.ok_or_else(missing)?;
            out.typed::<Int64Type>().write_batch(column, None, None)?;
            out.close()?;
            column.clear();
        }
        let mut out = group.next_column()?.ok_or_else(missing)?;
        out.typed::<ByteArrayType>().write_batch(&self.annotations, None, None)?;
        out.close()?;
        self.annotations.clear();
        group.close().map(drop)
    }
}
