//! Parquet: one record a row of a columnar file.

use std::fs::File;
use std::path::Path;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::schema::types::Type;
use serde_json::Value;

use super::source::Meter;
use super::{Columns, Format, IngestError, Place, Raw, catch};

/// The rows of a file.
pub(super) struct Rows {
    rows: RowIter<'static>,
    id: String,
    place: Place,
    most: usize,
    row: usize,
    ended: bool,
    /// Bytes of the file a row, for the progress.
    share: usize,
    meter: Meter,
}

impl Rows {
    /// Opens a file; only the columns that are wanted are read.
    ///
    /// # Errors
    /// If it is no such file, or a column that was asked for is missing.
    pub(super) fn open(
        path: &Path,
        id: String,
        place: Place,
        most: usize,
        columns: &Columns,
        meter: &Meter,
    ) -> Result<Rows, IngestError> {
        let broken = |message: String| IngestError::Record { place: place.clone(), message };
        let refused = |source| IngestError::Io { place: place.clone(), source };
        let file = File::open(path).map_err(refused)?;
        let bytes = file.metadata().map_err(refused)?.len();
        let (rows, count) = guard(|| project(file, columns)).map_err(broken)?;
        let share = usize::try_from(bytes).unwrap_or(0) / count;
        Ok(Rows { rows, id, place, most, row: 0, ended: false, share, meter: meter.clone() })
    }

    /// The next row.
    pub(super) fn next(&mut self) -> Option<Result<Raw, IngestError>> {
        if self.ended {
            return None;
        }
        let read = guard(|| {
            let row = self.rows.next().transpose().map_err(|e| e.to_string())?;
            Ok(row.map(|r| r.to_json_value()))
        });
        let record = read.transpose()?;
        self.row += 1;
        self.meter.add(self.share);
        let place = self.place.at_record(self.row);
        let record = match record {
            Ok(record) => record,
            Err(message) => {
                // Behind a damaged page nothing can be found.
                self.ended = true;
                return Some(Err(IngestError::Record { place, message }));
            }
        };
        let bytes = match record {
            Value::Object(mut fields) => {
                fields.retain(|_, v| !v.is_null());
                serde_json::to_vec(&fields)
            }
            other => serde_json::to_vec(&other),
        };
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) => {
                return Some(Err(IngestError::Record { place, message: error.to_string() }));
            }
        };
        if bytes.len() > self.most {
            return Some(Err(IngestError::TooLarge { place, most: self.most }));
        }
        let id = format!("{}#{}", self.id, self.row);
        Some(Ok(Raw::new(id, place, Format::Jsonl, bytes)))
    }
}

/// The rows of a file with the columns that are wanted, and how many there are, at least one.
fn project(file: File, columns: &Columns) -> Result<(RowIter<'static>, usize), String> {
    let reader = SerializedFileReader::new(file).map_err(|e| e.to_string())?;
    let about = reader.metadata().file_metadata();
    let schema = about.schema();
    columns.check(schema.get_fields().iter().map(|f| f.name()))?;
    let wanted: Vec<_> =
        schema.get_fields().iter().filter(|f| columns.wants(f.name())).cloned().collect();
    let wanted = Type::group_type_builder(schema.name()).with_fields(wanted).build();
    let wanted = wanted.map_err(|e| e.to_string())?;
    let count = usize::try_from(about.num_rows()).unwrap_or(0).max(1);
    let rows = RowIter::from_file_into(Box::new(reader)).project(Some(wanted));
    Ok((rows.map_err(|e| e.to_string())?, count))
}

/// The library trusts what a file says of itself and panics where that is wrong.
fn guard<T>(read: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch(read).unwrap_or_else(|message| Err(format!("a damaged file: {message}")))
}

impl std::fmt::Debug for Rows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Rows")
    }
}
