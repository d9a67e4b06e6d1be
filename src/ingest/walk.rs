//! The walk: from what the user named (files, folders, globs, `-`) to single inputs, in a fixed order.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use walkdir::{DirEntry, WalkDir};

use super::format::unpacked;
use super::{Format, IngestError, Place};

/// The id of an article that is read from standard input.
pub const STDIN_ID: &str = "stdin";

/// A single input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Standard input, named `-`.
    Stdin,
    /// A file with its id: the path relative to the argument, without extension.
    File { path: PathBuf, id: String },
}

/// Finds the inputs one by one, so that a folder of any size is never held in memory.
///
/// Folders are read recursively in order of file names; hidden files and files of no known extension are left out there.
#[derive(Debug)]
pub struct Walk {
    arguments: std::vec::IntoIter<PathBuf>,
    current: Option<Folder>,
    /// The run's own output must not become its input.
    output: Option<PathBuf>,
    /// Whether a file of a folder is read.
    readable: fn(&Path) -> bool,
    stdin_seen: bool,
}

impl Walk {
    /// A walk over the arguments that leaves out `output`, a file or folder that the run itself writes.
    pub fn new(arguments: Vec<PathBuf>, output: Option<&Path>) -> Self {
        Walk {
            arguments: arguments.into_iter(),
            current: None,
            output: output.and_then(|p| p.canonicalize().ok()),
            readable: |path| Format::of_extension(path).is_some(),
            stdin_seen: false,
        }
    }

    /// The same walk, of whose folders other files are read than those that hold articles.
    pub fn reading(self, readable: fn(&Path) -> bool) -> Self {
        Walk { readable, ..self }
    }

    fn open(&mut self, argument: PathBuf) -> Option<Result<Input, IngestError>> {
        if argument == Path::new("-") {
            let again = std::mem::replace(&mut self.stdin_seen, true);
            return Some(if again { Err(IngestError::StdinTwice) } else { Ok(Input::Stdin) });
        }
        match std::fs::metadata(&argument) {
            Ok(found) if found.is_dir() => {
                self.current = Some(Folder::new(argument, None));
                None
            }
            Ok(_) => {
                let id = id_of(Path::new(argument.file_name().unwrap_or(OsStr::new("-"))));
                Some(Ok(Input::File { path: argument, id }))
            }
            Err(_) if is_glob(&argument) => match Glob::new(&argument) {
                Ok(glob) => {
                    self.current = Some(Folder::new(glob.base.clone(), Some(glob)));
                    None
                }
                Err(error) => Some(Err(error)),
            },
            Err(source) => Some(Err(IngestError::Io { place: Place::file(argument), source })),
        }
    }
}

impl Iterator for Walk {
    type Item = Result<Input, IngestError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(folder) = &mut self.current {
                if let Some(found) = folder.next(self.output.as_deref(), self.readable) {
                    return Some(found);
                }
                let empty = self.current.take().and_then(Folder::into_unmatched);
                if let Some(pattern) = empty {
                    return Some(Err(IngestError::NoMatch { pattern }));
                }
            }
            let argument = self.arguments.next()?;
            if let Some(found) = self.open(argument) {
                return Some(found);
            }
        }
    }
}

/// A folder that is being walked.
#[derive(Debug)]
struct Folder {
    base: PathBuf,
    entries: walkdir::IntoIter,
    glob: Option<Glob>,
    found: bool,
}

impl Folder {
    fn new(base: PathBuf, glob: Option<Glob>) -> Self {
        let start = if base.as_os_str().is_empty() { Path::new(".") } else { &base };
        let entries = WalkDir::new(start).sort_by_file_name().into_iter();
        Folder { base, entries, glob, found: false }
    }

    fn next(
        &mut self,
        output: Option<&Path>,
        fits: fn(&Path) -> bool,
    ) -> Option<Result<Input, IngestError>> {
        loop {
            let entry = match self.entries.next()? {
                Ok(entry) => entry,
                Err(error) => {
                    self.found = true;
                    return Some(Err(refused(error, &self.base)));
                }
            };
            let is_dir = entry.file_type().is_dir();
            let hidden =
                entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".");
            let own = output.is_some_and(|o| is_output(&entry, o));
            let relative = self.relative(&entry);
            let verdict = self
                .glob
                .as_ref()
                .map_or(Verdict::Folder, |g| g.judge(&relative, entry.depth(), is_dir));
            if hidden || own || verdict == Verdict::No {
                if is_dir {
                    self.entries.skip_current_dir();
                }
                continue;
            }
            let readable = verdict == Verdict::Named || fits(entry.path());
            // A link to a file is read; a link to a folder is not followed, so that no circle can arise.
            let is_file =
                entry.file_type().is_file() || (entry.path_is_symlink() && !entry.path().is_dir());
            if !is_dir && is_file && readable {
                self.found = true;
                let path = if self.base.as_os_str().is_empty() {
                    relative.clone()
                } else {
                    entry.into_path()
                };
                return Some(Ok(Input::File { path, id: id_of(&relative) }));
            }
        }
    }

    fn relative(&self, entry: &DirEntry) -> PathBuf {
        let start = if self.base.as_os_str().is_empty() { Path::new(".") } else { &self.base };
        entry.path().strip_prefix(start).unwrap_or(entry.path()).to_owned()
    }

    /// The pattern, when it found nothing.
    fn into_unmatched(self) -> Option<String> {
        self.glob.filter(|_| !self.found).map(|g| g.pattern)
    }
}

/// What a glob says about a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// Nothing below can match.
    No,
    /// It may hold matches, or stands in a folder that matches: read as files of a folder are.
    Folder,
    /// It matches a pattern that tells the extension: read whatever that is.
    Named,
}

/// A pattern such as `2024/**/*.html`, cut into the folder where it starts and the rest.
#[derive(Debug)]
struct Glob {
    pattern: String,
    base: PathBuf,
    whole: GlobMatcher,
    below: GlobMatcher,
    /// How many components it has; `None` when `**` leaves that open.
    depth: Option<usize>,
    tells_extension: bool,
}

impl Glob {
    fn new(argument: &Path) -> Result<Glob, IngestError> {
        let pattern = argument.to_string_lossy().into_owned();
        let is_plain = |c: &Component| !is_glob(Path::new(c.as_os_str()));
        let base: PathBuf = argument.components().take_while(is_plain).collect();
        let rest: PathBuf = argument.components().skip_while(is_plain).collect();
        let rest = rest.to_string_lossy().into_owned();
        let build = |glob: &str| {
            GlobBuilder::new(glob)
                .literal_separator(true)
                .build()
                .map(|g| g.compile_matcher())
                .map_err(|e| IngestError::Glob {
                    pattern: pattern.clone(),
                    message: e.kind().to_string(),
                })
        };
        let extension = Path::new(&rest).extension();
        Ok(Glob {
            whole: build(&rest)?,
            below: build(&format!("{rest}/**"))?,
            depth: (!rest.contains("**")).then(|| Path::new(&rest).components().count()),
            tells_extension: extension.is_some_and(|e| !is_glob(Path::new(e))),
            base,
            pattern,
        })
    }

    fn judge(&self, relative: &Path, depth: usize, is_dir: bool) -> Verdict {
        if self.whole.is_match(relative) && depth > 0 {
            return if self.tells_extension { Verdict::Named } else { Verdict::Folder };
        }
        let may_match_below = self.depth.is_none_or(|d| depth < d);
        if self.below.is_match(relative) || (is_dir && may_match_below) {
            Verdict::Folder
        } else {
            Verdict::No
        }
    }
}

/// Whether two paths lead to the same file or folder; false when one of them leads nowhere.
pub fn same_file(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

fn is_glob(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '[', '{'])
}

fn is_output(entry: &DirEntry, output: &Path) -> bool {
    // The name is compared first, since asking the system for every entry would be slow. The folder that the walk
    // starts from is never left out: then the user has named it.
    entry.depth() > 0
        && output.file_name() == Some(entry.file_name())
        && entry.path().canonicalize().is_ok_and(|p| p == output)
}

fn refused(error: walkdir::Error, base: &Path) -> IngestError {
    let place = Place::file(error.path().unwrap_or(base));
    let message = error.to_string();
    let source = error.into_io_error().unwrap_or_else(|| std::io::Error::other(message));
    IngestError::Io { place, source }
}

/// The path without its extension, with `/` between its parts on every system.
fn id_of(path: &Path) -> String {
    let stem = unpacked(path).with_extension("");
    let parts: Vec<_> =
        stem.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
    parts.join("/")
}
