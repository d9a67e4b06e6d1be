//! Resuming: what an earlier run has written whole, and which articles it has done.
//!
//! Results are written in lines, or in a compressed file in members that hold whole lines; a run that is killed leaves at
//! most a part of the last. That part is cut off, and the ids of the lines before it tell what need not be done again.

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::packing::Packing;

/// The articles of a run, by a digest of their ids: millions of them fit into memory.
#[derive(Clone, Debug, Default)]
pub struct Ids(HashSet<u128>);

impl Ids {
    /// Notes an id; `false` if it was there.
    pub fn insert(&mut self, id: &str) -> bool {
        self.0.insert(digest(id))
    }

    /// Whether an id was noted.
    pub fn contains(&self, id: &str) -> bool {
        self.0.contains(&digest(id))
    }
}

/// So many bits of SHA-256 that two ids never meet by chance.
fn digest(id: &str) -> u128 {
    let bytes = Sha256::digest(id);
    u128::from_le_bytes(std::array::from_fn(|i| bytes[i]))
}

/// Cuts off what is not whole in a file of an earlier run and returns the ids of the articles in it.
///
/// # Errors
/// If the file cannot be read or cut, or holds other lines than annotations; a file that is not there holds nothing.
pub fn recover(path: &Path, packing: Packing) -> Result<Ids> {
    let mut ids = Ids::default();
    let file = match File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(ids),
        Err(e) => return Err(e).with_context(|| path.display().to_string()),
    };
    let whole = match packing {
        Packing::None => lines(BufReader::new(file), &mut ids),
        Packing::Gzip | Packing::Zstd => members(file, packing, &mut ids),
    };
    let whole = whole.with_context(|| path.display().to_string())?;
    let file = OpenOptions::new().write(true).open(path)?;
    if file.metadata()?.len() > whole {
        file.set_len(whole).with_context(|| path.display().to_string())?;
    }
    Ok(ids)
}

/// Reads lines up to the last that is whole; returns how many bytes they take.
fn lines(mut reader: impl BufRead, ids: &mut Ids) -> Result<u64> {
    #[derive(Deserialize)]
    struct Head {
        id: String,
    }
    let (mut whole, mut line, mut number) = (0, Vec::new(), 0usize);
    loop {
        line.clear();
        let read = reader.read_until(b'\n', &mut line)?;
        number += 1;
        if read == 0 || line.last() != Some(&b'\n') {
            return Ok(whole);
        }
        let head: Head = serde_json::from_slice(&line).with_context(|| {
            format!("line {number} is no annotation; --resume goes on only with a file of its own")
        })?;
        ids.insert(&head.id);
        whole += read as u64;
    }
}

/// Reads the members of a compressed file up to the last that is whole; returns how many bytes they take.
fn members(mut file: File, packing: Packing, ids: &mut Ids) -> Result<u64> {
    let mut whole = 0;
    loop {
        file.seek(SeekFrom::Start(whole))?;
        let mut reader = Counted { inner: BufReader::new(&file), bytes: 0 };
        if reader.fill_buf()?.is_empty() {
            return Ok(whole);
        }
        let mut unpacked = Vec::new();
        let read = match packing {
            Packing::Zstd => zstd::stream::read::Decoder::with_buffer(&mut reader)
                .and_then(|decoder| decoder.single_frame().read_to_end(&mut unpacked)),
            _ => flate2::bufread::GzDecoder::new(&mut reader).read_to_end(&mut unpacked),
        };
        // The last member of a run that was killed is cut off, and what it holds is done again.
        if read.is_err() {
            return Ok(whole);
        }
        lines(unpacked.as_slice(), ids)?;
        whole += reader.bytes;
    }
}

/// A reader that counts what was taken out of it.
struct Counted<R> {
    inner: R,
    bytes: u64,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.bytes += read as u64;
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.bytes += amount as u64;
        self.inner.consume(amount);
    }
}
