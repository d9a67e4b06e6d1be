//! Packing: a stream that is compressed as it is written, in members that each hold whole articles.
//!
//! A member that is finished stays readable whatever happens to the run afterwards.

use std::io::{self, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

/// How a file is compressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Packing {
    #[default]
    None,
    Gzip,
    Zstd,
}

impl Packing {
    /// What the extension of a file tells.
    pub fn of(path: &Path) -> Packing {
        let extension = path.extension().map(|e| e.to_ascii_lowercase());
        match extension.as_ref().and_then(|e| e.to_str()) {
            Some("gz") => Packing::Gzip,
            Some("zst" | "zstd") => Packing::Zstd,
            _ => Packing::None,
        }
    }
}

/// A member is closed once it holds so many bytes.
const MEMBER: usize = 1 << 20;

/// A stream of whole articles, compressed or not.
pub struct Packed {
    inner: Box<dyn Write>,
    packing: Packing,
    member: Vec<u8>,
}

impl Packed {
    /// Writes to `inner`.
    pub fn new(inner: Box<dyn Write>, packing: Packing) -> Packed {
        Packed { inner, packing, member: Vec::new() }
    }

    /// Ends an article: what was written so far is whole.
    ///
    /// # Errors
    /// If the stream is broken.
    pub fn end_article(&mut self) -> io::Result<()> {
        match self.member.len() >= MEMBER {
            true => self.close_member(),
            false => Ok(()),
        }
    }

    /// Ends the stream.
    ///
    /// # Errors
    /// If the stream is broken.
    pub fn finish(&mut self) -> io::Result<()> {
        self.close_member()?;
        self.inner.flush()
    }

    fn close_member(&mut self) -> io::Result<()> {
        if self.member.is_empty() {
            return Ok(());
        }
        match self.packing {
            Packing::None => self.inner.write_all(&self.member)?,
            Packing::Gzip => {
                let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
                encoder.write_all(&self.member)?;
                self.inner.write_all(&encoder.finish()?)?;
            }
            Packing::Zstd => {
                const LEVEL: i32 = 3;
                let bytes = zstd::stream::encode_all(self.member.as_slice(), LEVEL)?;
                self.inner.write_all(&bytes)?;
            }
        }
        self.member.clear();
        Ok(())
    }
}

impl Write for Packed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.member.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    /// Hands on what is buffered, as far as that leaves the members whole and of good size.
    fn flush(&mut self) -> io::Result<()> {
        if self.packing == Packing::None {
            self.close_member()?;
        }
        self.inner.flush()
    }
}
