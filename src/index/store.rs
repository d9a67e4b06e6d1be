//! The store: sketches, postings and findings in one file on disk.

use std::path::{Path, PathBuf};

use redb::{
    AccessGuard, Database, ReadOnlyTable, ReadableDatabase, ReadableTable, TableDefinition,
};
use serde::{Deserialize, Serialize};

use super::IndexError;
use super::terms::Term;
use crate::rules::FastMap;
use crate::stages::provenance::{Findings, Sketch};

/// The layout of the tables; an index of another layout is built anew.
const LAYOUT: u64 = 3;
/// The store keeps so many bytes of its file in memory.
const CACHE: usize = 256 << 20;

const META: TableDefinition<'_, &str, u64> = TableDefinition::new("meta");
const SKETCHES: TableDefinition<'_, u32, &[u8]> = TableDefinition::new("sketches");
const NUMBERS: TableDefinition<'_, &str, u32> = TableDefinition::new("numbers");
/// By bucket and segment: pairs of the rest of a term and an article, eight bytes each, in order.
const POSTINGS: TableDefinition<'_, (u16, u32), &[u8]> = TableDefinition::new("postings");
/// By segment: pairs of a stem and the number of articles that hold it.
const SPREAD: TableDefinition<'_, u32, &[u8]> = TableDefinition::new("spread");
/// With which articles before it an article was compared.
const COMPARED: TableDefinition<'_, u32, &[u8]> = TableDefinition::new("compared");
/// What was found between an article and one before it.
const FOUND: TableDefinition<'_, (u32, u32), &[u8]> = TableDefinition::new("found");

/// What was found between an article and those before it.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The articles with which it was compared, in order.
    pub compared: Vec<u32>,
    /// What was found with some of them, in order.
    pub findings: Vec<(u32, Findings)>,
}

/// An index on disk; a temporary one is removed when it is dropped.
#[derive(Debug)]
pub struct Store {
    database: Option<Database>,
    path: PathBuf,
    temporary: bool,
}

impl Store {
    /// Makes an index, or opens one that exists if it may be added to. Without a path it is a file among the system's
    /// temporary ones. `made_with` tells what its sketches depend on, by name; an index made with others is refused.
    ///
    /// # Errors
    /// If the file exists and may not be added to, was made with something else, or the system refuses.
    pub fn open(
        path: Option<&Path>,
        add: bool,
        made_with: &[(&'static str, u64)],
    ) -> Result<Store, IndexError> {
        let temporary = path.is_none();
        let path = path.map_or_else(temporary_path, Path::to_owned);
        if path.exists() && !add {
            return Err(IndexError::Exists { path });
        }
        let database = Database::builder().set_cache_size(CACHE).create(&path);
        let database = database
            .map_err(|e| IndexError::Store { path: path.clone(), source: Box::new(e.into()) })?;
        let store = Store { database: Some(database), path, temporary };
        store.claim(made_with)?;
        Ok(store)
    }

    fn claim(&self, made_with: &[(&'static str, u64)]) -> Result<(), IndexError> {
        let layout = [("layout", LAYOUT)];
        let told = self.wrap(|db| {
            let write = db.begin_write()?;
            let mut other = None;
            {
                let mut meta = write.open_table(META)?;
                for &(name, value) in layout.iter().chain(made_with) {
                    let known = meta.get(name)?.map(|v| v.value());
                    match known {
                        None => {
                            meta.insert(name, value)?;
                        }
                        Some(known) if known != value => other = Some(name),
                        Some(_) => {}
                    }
                }
                write.open_table(SKETCHES)?;
                write.open_table(NUMBERS)?;
                write.open_table(POSTINGS)?;
                write.open_table(SPREAD)?;
                write.open_table(COMPARED)?;
                write.open_table(FOUND)?;
            }
            write.commit()?;
            Ok(other)
        })?;
        match told {
            Some(what) => Err(IndexError::Other { path: self.path.clone(), what }),
            None => Ok(()),
        }
    }

    /// How many articles there are; they are numbered from 0.
    ///
    /// # Errors
    /// If the store refuses.
    pub fn len(&self) -> Result<u32, IndexError> {
        self.wrap(|db| {
            let table = db.begin_read()?.open_table(SKETCHES)?;
            Ok(table.last()?.map_or(0, |(k, _)| k.value() + 1))
        })
    }

    /// Whether there is no article.
    ///
    /// # Errors
    /// If the store refuses.
    pub fn is_empty(&self) -> Result<bool, IndexError> {
        Ok(self.len()? == 0)
    }

    /// Whether an article with that id is there.
    ///
    /// # Errors
    /// If the store refuses.
    pub fn knows(&self, id: &str) -> Result<bool, IndexError> {
        self.wrap(|db| Ok(db.begin_read()?.open_table(NUMBERS)?.get(id)?.is_some()))
    }

    /// Adds articles from number `first` on.
    ///
    /// # Errors
    /// If the store refuses.
    pub fn add(&self, first: u32, sketches: &[Sketch]) -> Result<(), IndexError> {
        self.wrap(|db| {
            let write = db.begin_write()?;
            {
                let mut table = write.open_table(SKETCHES)?;
                let mut numbers = write.open_table(NUMBERS)?;
                for (number, sketch) in (first..).zip(sketches) {
                    table.insert(number, encode(sketch).as_slice())?;
                    numbers.insert(sketch.id.as_str(), number)?;
                }
            }
            write.commit()?;
            Ok(())
        })
    }

    /// Adds a segment of postings (bucket, rest, article) and the spread of the stems in its articles.
    ///
    /// # Errors
    /// If the store refuses.
    pub fn add_segment(
        &self,
        mut postings: Vec<(u16, u32, u32)>,
        spread: &FastMap<u32, u32>,
    ) -> Result<(), IndexError> {
        postings.sort_unstable();
        let mut counts: Vec<(u32, u32)> = spread.iter().map(|(s, n)| (*s, *n)).collect();
        counts.sort_unstable();
        self.wrap(|db| {
            let write = db.begin_write()?;
            {
                let mut table = write.open_table(SPREAD)?;
                let segment = table.last()?.map_or(0, |(k, _)| k.value() + 1);
                table.insert(segment, pairs(&mut counts.iter().copied()).as_slice())?;
                let mut table = write.open_table(POSTINGS)?;
                for bucket in postings.chunk_by(|a, b| a.0 == b.0) {
                    let bytes = pairs(&mut bucket.iter().map(|p| (p.1, p.2)));
                    table.insert((bucket[0].0, segment), bytes.as_slice())?;
                }
            }
            write.commit()?;
            Ok(())
        })
    }

    /// In how many articles each stem stands.
    ///
    /// # Errors
    /// If the store refuses.
    pub fn spread(&self) -> Result<FastMap<u32, u32>, IndexError> {
        self.wrap(|db| {
            let mut all: FastMap<u32, u32> = FastMap::default();
            for segment in db.begin_read()?.open_table(SPREAD)?.iter()? {
                for (stem, count) in unpair(segment?.1.value()) {
                    *all.entry(stem).or_default() += count;
                }
            }
            Ok(all)
        })
    }

    /// Adds what was found for articles.
    ///
    /// # Errors
    /// If the store refuses.
    pub fn add_found(&self, found: &[(u32, Found)]) -> Result<(), IndexError> {
        self.wrap(|db| {
            let write = db.begin_write()?;
            {
                let mut compared = write.open_table(COMPARED)?;
                let mut table = write.open_table(FOUND)?;
                for (number, found) in found {
                    for (other, findings) in &found.findings {
                        table.insert((*number, *other), encode(findings).as_slice())?;
                    }
                    compared.insert(number, encode(&found.compared).as_slice())?;
                }
            }
            write.commit()?;
            Ok(())
        })
    }

    /// A view on what is there now, for many readers at once.
    ///
    /// # Errors
    /// If the store refuses.
    pub fn view(&self) -> Result<View<'_>, IndexError> {
        self.wrap(|db| {
            let read = db.begin_read()?;
            Ok(View {
                store: self,
                sketches: read.open_table(SKETCHES)?,
                postings: read.open_table(POSTINGS)?,
                compared: read.open_table(COMPARED)?,
                found: read.open_table(FOUND)?,
            })
        })
    }

    fn wrap<T>(
        &self,
        work: impl FnOnce(&Database) -> Result<T, redb::Error>,
    ) -> Result<T, IndexError> {
        let database = self.database.as_ref().expect("a store is open until it is dropped");
        work(database)
            .map_err(|e| IndexError::Store { path: self.path.clone(), source: Box::new(e) })
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // The file is closed before it is removed, as some systems demand.
        self.database = None;
        if self.temporary {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// A view on a store.
pub struct View<'a> {
    store: &'a Store,
    sketches: ReadOnlyTable<u32, &'static [u8]>,
    postings: ReadOnlyTable<(u16, u32), &'static [u8]>,
    compared: ReadOnlyTable<u32, &'static [u8]>,
    found: ReadOnlyTable<(u32, u32), &'static [u8]>,
}

impl View<'_> {
    /// Adds to `list` the articles before `below` that hold a term, in order, unless there are more than `most`.
    ///
    /// # Errors
    /// If the store refuses.
    pub fn postings(
        &self,
        term: Term,
        below: u32,
        most: usize,
        list: &mut Vec<u32>,
    ) -> Result<(), IndexError> {
        self.store.wrap(|_| {
            for segment in self.postings.range((term.bucket, 0)..=(term.bucket, u32::MAX))? {
                let (_, bytes) = segment?;
                let bytes = bytes.value();
                let at = |i: usize| pair(&bytes[i * 8..i * 8 + 8]);
                let count = bytes.len() / 8;
                let (mut low, mut high) = (0, count);
                while low < high {
                    let middle = low.midpoint(high);
                    if at(middle).0 < term.rest { low = middle + 1 } else { high = middle }
                }
                let articles = (low..count).map(at).take_while(|p| p.0 == term.rest);
                list.extend(articles.map(|p| p.1).take_while(|&a| a < below).take(most + 1));
                if list.len() > most {
                    list.clear();
                    return Ok(());
                }
            }
            Ok(())
        })
    }

    /// The sketch of an article.
    ///
    /// # Errors
    /// If the store refuses or the record is broken.
    pub fn sketch(&self, number: u32) -> Result<Sketch, IndexError> {
        let record = self.store.wrap(|_| Ok(self.sketches.get(number)?))?;
        self.decode(record.as_ref().map_or(&[], AccessGuard::value), "sketches", number)
    }

    /// The articles with which one was compared; `None` when it was not compared yet.
    ///
    /// # Errors
    /// If the store refuses or the record is broken.
    pub fn compared(&self, number: u32) -> Result<Option<Vec<u32>>, IndexError> {
        let record = self.store.wrap(|_| Ok(self.compared.get(number)?))?;
        record.map(|r| self.decode(r.value(), "compared", number)).transpose()
    }

    /// What was found between an article and those before it, in order.
    ///
    /// # Errors
    /// If the store refuses or a record is broken.
    pub fn found(&self, number: u32) -> Result<Vec<(u32, Findings)>, IndexError> {
        let range = (number, 0)..=(number, u32::MAX);
        let mut list = Vec::new();
        for record in self.store.wrap(|_| Ok(self.found.range(range)?))? {
            let (key, record) = self.store.wrap(|_| Ok(record?))?;
            list.push((key.value().1, self.decode(record.value(), "found", number)?));
        }
        Ok(list)
    }

    /// What was found between an article and one before it.
    ///
    /// # Errors
    /// If the store refuses or the record is broken.
    pub fn findings(&self, number: u32, other: u32) -> Result<Findings, IndexError> {
        let record = self.store.wrap(|_| Ok(self.found.get((number, other))?))?;
        self.decode(record.as_ref().map_or(&[], AccessGuard::value), "found", number)
    }

    /// A record as what it holds; one that is missing has no bytes and is as good as broken.
    fn decode<T: for<'d> Deserialize<'d>>(
        &self,
        bytes: &[u8],
        table: &'static str,
        number: u32,
    ) -> Result<T, IndexError> {
        let path = || self.store.path.clone();
        postcard::from_bytes(bytes).map_err(|_| IndexError::Broken { path: path(), table, number })
    }
}

fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    postcard::to_stdvec(value).expect("plain data of known length can always be written to memory")
}

fn pairs(list: &mut dyn Iterator<Item = (u32, u32)>) -> Vec<u8> {
    list.flat_map(|(a, b)| [a.to_le_bytes(), b.to_le_bytes()]).flatten().collect()
}

fn unpair(bytes: &[u8]) -> impl Iterator<Item = (u32, u32)> + '_ {
    bytes.chunks_exact(8).map(pair)
}

fn pair(bytes: &[u8]) -> (u32, u32) {
    let number =
        |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    (number(0), number(4))
}

fn temporary_path() -> PathBuf {
    // The process and a counter make the name its own; nothing in the output depends on it.
    static NEXT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    let next = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    std::env::temp_dir().join(format!("sourcier-{}-{next}.redb", std::process::id()))
}
