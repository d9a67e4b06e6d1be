//! JSONL: an annotation a line, as `sourcier/1` describes it, with offsets in code points.

use std::io::BufRead;

use sha2::{Digest, Sha256};

use super::{bytes_to_codepoints, codepoints_to_bytes, json};
use crate::model::Annotation;

/// The line of an annotation, with its line break.
pub fn write_line(mut annotation: Annotation) -> Vec<u8> {
    bytes_to_codepoints(&mut annotation);
    // An annotation is mostly a dozen times as long as its text; what is taken in vain is given back at once.
    let room = 14 * annotation.text.len() + 4096;
    let mut line = json::to_vec(&annotation, room)
        .expect("an annotation has only string keys and plain values");
    line.push(b'\n');
    line
}

/// A line that is no annotation of ours.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file cannot be read on.
    #[error("line {line}: {source}")]
    Io { line: usize, source: std::io::Error },
    /// No JSON of that shape.
    #[error("line {line}: {message}")]
    Shape { line: usize, message: String },
}

impl ReadError {
    /// What is wrong, without the line.
    pub fn what(&self) -> String {
        match self {
            ReadError::Io { source, .. } => source.to_string(),
            ReadError::Shape { message, .. } => message.clone(),
        }
    }
}

/// Reads an annotation from a line, with offsets in bytes; `number` is the line's, counted from 1.
///
/// # Errors
/// If the line is no annotation of the schema `sourcier/1` in code points, or its text is not the one it was made of.
pub fn read_line(line: &str, number: usize) -> Result<Annotation, ReadError> {
    let shape = |message: String| ReadError::Shape { line: number, message };
    let mut annotation: Annotation =
        serde_json::from_str(line).map_err(|e| shape(no_annotation(&e)))?;
    if annotation.schema != Annotation::SCHEMA {
        return Err(shape(format!(
            "the schema is `{}`, not `{}`",
            annotation.schema,
            Annotation::SCHEMA
        )));
    }
    if annotation.offsets != "codepoint" {
        return Err(shape(format!("offsets count `{}`, not `codepoint`", annotation.offsets)));
    }
    let digest: String =
        Sha256::digest(&annotation.text).iter().map(|b| format!("{b:02x}")).collect();
    if annotation.text_sha256 != digest {
        let what = "the text is not the one that was annotated: its digest is another";
        return Err(shape(what.to_owned()));
    }
    let points = annotation.text.chars().count();
    codepoints_to_bytes(&mut annotation).map_err(|offset| {
        shape(format!("the offset {offset} lies behind the text of {points} code points"))
    })?;
    Ok(annotation)
}

/// The message of the reader without its own idea of lines, which sees only one.
fn no_annotation(error: &serde_json::Error) -> String {
    let whole = error.to_string();
    let what = whole.rsplit_once(" at line ").map_or(whole.as_str(), |(what, _)| what);
    format!("no annotation: {what} (column {})", error.column())
}

/// Reads annotations line by line; blank lines are passed over.
pub fn read_lines(reader: impl BufRead) -> impl Iterator<Item = Result<Annotation, ReadError>> {
    reader.lines().enumerate().filter_map(|(i, line)| match line {
        Ok(line) if line.trim().is_empty() => None,
        Ok(line) => Some(read_line(&line, i + 1)),
        Err(source) => Some(Err(ReadError::Io { line: i + 1, source })),
    })
}
