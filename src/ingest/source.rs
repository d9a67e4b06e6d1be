//! Sources: the bytes of an input as they were before they were compressed.
//!
//! Archives are written as many small compressed members one behind the other, so that one that is broken costs no more
//! than itself: the reader goes on at the next.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::GzDecoder;

const BUFFER: usize = 1 << 16;
const GZIP: &[u8] = &[0x1f, 0x8b, 8];
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// How many bytes were read from the inputs, before they are unpacked.
#[derive(Clone, Debug, Default)]
pub struct Meter(Arc<AtomicU64>);

impl Meter {
    /// Bytes so far.
    pub fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    pub(super) fn add(&self, bytes: usize) {
        self.0.fetch_add(bytes as u64, Ordering::Relaxed);
    }
}

/// An input that is being read.
pub struct Source {
    bytes: Unpacked,
}

enum Unpacked {
    Plain(BufReader<Raw>),
    Gzip(BufReader<Members>),
    Zstd(BufReader<Box<dyn Read + Send>>),
}

impl Source {
    /// Opens a file, or standard input if there is no path; gz and zst are told by their first bytes.
    ///
    /// # Errors
    /// If the system refuses it.
    pub fn open(path: Option<&Path>, meter: &Meter) -> io::Result<Source> {
        let inner: Box<dyn Read + Send> = match path {
            Some(path) => Box::new(File::open(path)?),
            None => Box::new(io::stdin()),
        };
        let mut packed = BufReader::with_capacity(BUFFER, Raw { inner, meter: meter.clone() });
        let head = packed.fill_buf()?;
        let (gzip, zstd) = (head.starts_with(GZIP), head.starts_with(ZSTD));
        let bytes = if gzip {
            let members = Members { decoder: Some(GzDecoder::new(packed)) };
            Unpacked::Gzip(BufReader::with_capacity(BUFFER, members))
        } else if zstd {
            let decoder: Box<dyn Read + Send> =
                Box::new(zstd::stream::read::Decoder::with_buffer(packed)?);
            Unpacked::Zstd(BufReader::with_capacity(BUFFER, decoder))
        } else {
            Unpacked::Plain(packed)
        };
        Ok(Source { bytes })
    }

    /// After an error: goes to the next compressed member. `false` if there is none.
    ///
    /// # Errors
    /// If the system cannot read on.
    pub fn recover(&mut self) -> io::Result<bool> {
        match &mut self.bytes {
            Unpacked::Plain(_) | Unpacked::Zstd(_) => Ok(false),
            Unpacked::Gzip(reader) => {
                let rest = reader.buffer().len();
                reader.consume(rest);
                reader.get_mut().recover()
            }
        }
    }
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match &mut self.bytes {
            Unpacked::Plain(r) => r.read(buffer),
            Unpacked::Gzip(r) => r.read(buffer),
            Unpacked::Zstd(r) => r.read(buffer),
        }
    }
}

impl BufRead for Source {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match &mut self.bytes {
            Unpacked::Plain(r) => r.fill_buf(),
            Unpacked::Gzip(r) => r.fill_buf(),
            Unpacked::Zstd(r) => r.fill_buf(),
        }
    }

    fn consume(&mut self, amount: usize) {
        match &mut self.bytes {
            Unpacked::Plain(r) => r.consume(amount),
            Unpacked::Gzip(r) => r.consume(amount),
            Unpacked::Zstd(r) => r.consume(amount),
        }
    }
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Source")
    }
}

/// Bytes as they lie in the file, counted.
struct Raw {
    inner: Box<dyn Read + Send>,
    meter: Meter,
}

impl Read for Raw {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.meter.add(read);
        Ok(read)
    }
}

/// The members of a gzip file, one behind the other.
struct Members {
    /// `None` at the end.
    decoder: Option<GzDecoder<BufReader<Raw>>>,
}

impl Members {
    /// Goes to the next place that looks like the beginning of a member.
    fn recover(&mut self) -> io::Result<bool> {
        let Some(decoder) = self.decoder.take() else { return Ok(false) };
        let mut packed = decoder.into_inner();
        loop {
            let buffer = packed.fill_buf()?;
            if buffer.is_empty() {
                return Ok(false);
            }
            let at = buffer.windows(GZIP.len()).position(|w| w == GZIP);
            // What is left may be the beginning of the next head.
            let passed = at.unwrap_or_else(|| (buffer.len() + 1).saturating_sub(GZIP.len()).max(1));
            packed.consume(passed);
            if at.is_some() {
                self.decoder = Some(GzDecoder::new(packed));
                return Ok(true);
            }
        }
    }
}

impl Read for Members {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(decoder) = &mut self.decoder {
            let read = decoder.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            let mut packed = match self.decoder.take() {
                Some(decoder) => decoder.into_inner(),
                None => break,
            };
            // Some writers fill the last block with zeros.
            while packed.fill_buf()?.first() == Some(&0) {
                let zeros = packed.buffer().iter().take_while(|b| **b == 0).count();
                packed.consume(zeros);
            }
            if !packed.fill_buf()?.is_empty() {
                self.decoder = Some(GzDecoder::new(packed));
            }
        }
        Ok(0)
    }
}
