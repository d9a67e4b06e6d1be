//! Output: one stream for all articles, or a folder with a file for each.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::packing::{Packed, Packing};
use super::resume::{Ids, recover};
pub use crate::export::Piece;
#[cfg(feature = "parquet")]
use crate::export::parquet;
use crate::export::{Format, Frame};
use crate::ingest::same_file;

/// Where results go.
pub struct Output {
    target: Target,
    stream: Option<Packed>,
    #[cfg(feature = "parquet")]
    table: Option<parquet::Table>,
    /// What stands around the articles of the stream, or around each in a file of its own.
    frame: Frame,
    /// Whether the stream holds an article.
    begun: bool,
    /// The extension of the last file that an article has in a folder.
    last: Option<&'static str>,
    /// Whether the run goes on with what an earlier one has left.
    resume: bool,
}

enum Target {
    Stdout,
    File(PathBuf),
    Folder(PathBuf),
}

/// What an earlier run has done.
#[derive(Clone, Debug, Default)]
pub enum Earlier {
    /// Nothing is known of one.
    #[default]
    Nothing,
    /// Articles with these ids.
    Ids(Ids),
    /// Articles with a file of this extension in the folder.
    Files { folder: PathBuf, extension: &'static str },
}

impl Earlier {
    /// Whether an article was done.
    pub fn holds(&self, id: &str) -> bool {
        match self {
            Earlier::Nothing => false,
            Earlier::Ids(ids) => ids.contains(id),
            Earlier::Files { folder, extension } => {
                folder.join(format!("{}.{extension}", file_name(id))).exists()
            }
        }
    }
}

/// What can go wrong when an article's result is written.
#[derive(Debug)]
pub enum WriteError {
    /// The stream is broken; nothing more can be written.
    Output(io::Error),
    /// This article's file cannot be written; others may.
    Article(String),
}

impl Output {
    /// The output that `-o` names; a folder if it exists as one or ends with `/`. Nothing is created yet.
    pub fn new(target: Option<&Path>) -> Output {
        let target = match target {
            None => Target::Stdout,
            Some(path) if path == Path::new("-") => Target::Stdout,
            Some(path) if path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/") => {
                Target::Folder(path.to_owned())
            }
            Some(path) => Target::File(path.to_owned()),
        };
        Output {
            target,
            stream: None,
            #[cfg(feature = "parquet")]
            table: None,
            frame: Frame::default(),
            begun: false,
            last: None,
            resume: false,
        }
    }

    /// The same for annotations in a format.
    ///
    /// # Errors
    /// If the format needs a folder and `-o` names none.
    pub fn of_format(target: Option<&Path>, format: Format) -> Result<Output> {
        let output = Output::new(target);
        let alone = output.is_folder();
        if format.needs_folder() && !alone {
            let name = format.name();
            bail!("-t {name} writes files of its own for each article; name a folder with -o DIR/");
        }
        if format.needs_file() && (alone || output.path().is_none()) {
            bail!("-t {} writes one file; name it with -o FILE", format.name());
        }
        Ok(Output { frame: format.frame(alone), last: Some(format.extension()), ..output })
    }

    /// The same, going on with what an earlier run has left.
    ///
    /// # Errors
    /// If what was written cannot be told from what was not: on standard output, and in files whose articles are no lines.
    pub fn resuming(self) -> Result<Output> {
        match &self.target {
            Target::Stdout => bail!("--resume needs a file or folder; name one with -o"),
            Target::File(path) if self.frame != Frame::default() || self.last != Some("jsonl") => {
                bail!("{}: --resume goes on with JSONL or with a folder", path.display())
            }
            Target::File(_) | Target::Folder(_) => Ok(Output { resume: true, ..self }),
        }
    }

    /// The file or folder.
    pub fn path(&self) -> Option<&Path> {
        match &self.target {
            Target::Stdout => None,
            Target::File(path) | Target::Folder(path) => Some(path),
        }
    }

    /// Whether every article has files of its own.
    pub fn is_folder(&self) -> bool {
        matches!(self.target, Target::Folder(_))
    }

    /// Creates the file or folder and tells what an earlier run has done; a file that exists is emptied unless the run
    /// goes on with it.
    ///
    /// # Errors
    /// If the system refuses it, or the file is none to go on with.
    pub fn create(&mut self) -> Result<Earlier> {
        let mut earlier = Earlier::Nothing;
        let mut packing = Packing::None;
        let stream: Box<dyn Write> = match &self.target {
            Target::Stdout => Box::new(BufWriter::with_capacity(1 << 16, io::stdout().lock())),
            #[cfg(feature = "parquet")]
            Target::File(path) if self.last == Some("parquet") => {
                let table = parquet::Table::create(path);
                self.table = Some(table.with_context(|| path.display().to_string())?);
                return Ok(earlier);
            }
            Target::File(path) => {
                packing = Packing::of(path);
                let file = if self.resume {
                    earlier = Earlier::Ids(recover(path, packing)?);
                    OpenOptions::new().append(true).create(true).open(path)
                } else {
                    File::create(path)
                };
                Box::new(file.with_context(|| path.display().to_string())?)
            }
            Target::Folder(path) => {
                fs::create_dir_all(path).with_context(|| path.display().to_string())?;
                if let Some(extension) = self.last.filter(|_| self.resume) {
                    earlier = Earlier::Files { folder: path.clone(), extension };
                }
                return Ok(earlier);
            }
        };
        let mut stream = Packed::new(stream, packing);
        stream.write_all(&self.frame.head)?;
        self.stream = Some(stream);
        Ok(earlier)
    }

    /// Writes the pieces of the article `id`, which was read from `input`.
    pub fn write(
        &mut self,
        id: &str,
        input: Option<&Path>,
        pieces: &[Piece],
    ) -> Result<(), WriteError> {
        #[cfg(feature = "parquet")]
        if let Some(table) = &mut self.table {
            let added = pieces.iter().try_for_each(|(_, bytes)| table.add(bytes));
            return added.map_err(WriteError::Output);
        }
        if let Some(stream) = &mut self.stream {
            if self.begun {
                stream.write_all(self.frame.between.as_bytes()).map_err(WriteError::Output)?;
            }
            self.begun = true;
            return pieces
                .iter()
                .try_for_each(|(_, bytes)| stream.write_all(bytes))
                .and_then(|()| stream.end_article())
                .map_err(WriteError::Output);
        }
        let Target::Folder(folder) = &self.target else { return Ok(()) };
        for (extension, bytes) in pieces {
            let path = folder.join(format!("{}.{extension}", file_name(id)));
            if input.is_some_and(|i| same_file(i, &path)) {
                return Err(WriteError::Article(
                    "is its own output; choose another folder".to_owned(),
                ));
            }
            let made = path
                .parent()
                .map_or(Ok(()), fs::create_dir_all)
                .and_then(|()| self.write_file(&path, bytes));
            made.map_err(|e| WriteError::Article(format!("{}: {e}", path.display())))?;
        }
        Ok(())
    }

    /// Writes a file under another name first, so that one that is there is whole.
    fn write_file(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut name = path.as_os_str().to_owned();
        name.push(".part");
        let part = PathBuf::from(name);
        let mut file = BufWriter::new(File::create(&part)?);
        file.write_all(&self.frame.head)?;
        file.write_all(bytes)?;
        file.write_all(self.frame.tail.as_bytes())?;
        file.flush()?;
        fs::rename(&part, path)
    }

    /// Ends the stream, with what stands behind the last article.
    ///
    /// # Errors
    /// If the stream is broken.
    pub fn finish(&mut self) -> io::Result<()> {
        if let Some(stream) = &mut self.stream {
            stream.write_all(self.frame.tail.as_bytes())?;
            stream.finish()?;
        }
        #[cfg(feature = "parquet")]
        if let Some(table) = self.table.take() {
            table.finish()?;
        }
        Ok(())
    }

    /// Hands on what is buffered.
    ///
    /// # Errors
    /// If the stream is broken.
    pub fn flush(&mut self) -> io::Result<()> {
        self.stream.as_mut().map_or(Ok(()), Write::flush)
    }
}

/// An id as a path inside the output folder. Different ids give different paths, and none leads outside.
///
/// Ids come from foreign records, so characters that some systems forbid are escaped as in addresses (`%3A`).
fn file_name(id: &str) -> String {
    let escape = |c: char, out: &mut String| {
        let mut buffer = [0; 4];
        for byte in c.encode_utf8(&mut buffer).bytes() {
            out.push_str(&format!("%{byte:02X}"));
        }
    };
    let part = |part: &str| {
        let mut out = String::new();
        for (i, c) in part.chars().enumerate() {
            let forbidden =
                c.is_control() || matches!(c, '%' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
            // A leading dot would hide the file or lead upwards.
            if forbidden || (i == 0 && c == '.') { escape(c, &mut out) } else { out.push(c) }
        }
        if out.is_empty() { "%".to_owned() } else { out }
    };
    id.split('/').map(part).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn no_id_leads_outside() {
        assert_eq!(file_name("2024/a b.c"), "2024/a b.c");
        assert_eq!(file_name("../../etc/x"), "%2E./%2E./etc/x");
        assert_eq!(file_name("/etc/x"), "%/etc/x");
        assert_eq!(file_name("https://x.example/?a=1%"), "https%3A/%/x.example/%3Fa=1%25");
        assert_eq!(file_name(""), "%");
    }
}
