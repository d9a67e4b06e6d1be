//! The writer of a report: annotations in, a folder of pages and tables out.

use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use super::address::{FOLDER, from_index};
use super::article::Article;
use super::index::{Index, Rows};
use super::lists::rank;
use super::page::Page;
use super::provenance::{Batch, Links, view};
use super::tables::{FILES, Tables, write_sources};
use crate::model::{Annotation, Provenance};
use crate::rules::{ExplainWords, Labels, RuleError, RuleFolder, Rules};

/// A report that is being written.
pub struct Report<'a> {
    rules: &'a Rules,
    /// The labels of every language of the interface, in order of their codes.
    labels: Vec<Labels>,
    /// What reasons are called, for each of them.
    words: Vec<Option<ExplainWords>>,
    /// The language that the user asks for.
    ui: Option<String>,
    folder: PathBuf,
    batch: Option<Batch>,
    rows: Rows,
    tables: Tables<BufWriter<File>>,
    /// Articles in each language of the interface, as `labels` has them.
    spoken: Vec<usize>,
}

/// Why a report cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    #[error("{0}: {1}")]
    Io(PathBuf, io::Error),
    #[error("{0}: {1}")]
    Table(PathBuf, csv::Error),
    #[error("{0}")]
    Labels(#[from] RuleError),
}

impl<'a> Report<'a> {
    /// The language of the interface for articles that have no labels in their own.
    const OTHERWISE: &'static str = "en";

    /// Makes the folder and opens the tables; `ui` is the language of the interface, else each article's own.
    ///
    /// # Errors
    /// If a file cannot be made or the labels are wrong.
    pub fn create(
        folder: &Path,
        rules: &'a Rules,
        files: &RuleFolder,
        ui: Option<&str>,
        provenance: Option<Provenance>,
    ) -> Result<Report<'a>, ReportError> {
        let codes = match ui {
            Some(code) => vec![code.to_owned()],
            None => Labels::languages(files),
        };
        let labels =
            codes.iter().map(|code| Labels::read(files, code)).collect::<Result<Vec<_>, _>>()?;
        let words = codes
            .iter()
            .map(|code| ExplainWords::read(files, code))
            .collect::<Result<Vec<_>, _>>()?;
        let pages = folder.join(FOLDER);
        fs::create_dir_all(&pages).map_err(|e| ReportError::Io(pages, e))?;
        let open = |name: &str| File::create(folder.join(name)).map(BufWriter::new);
        let tables = Tables::new(open).map_err(|e| ReportError::Table(folder.to_owned(), e))?;
        Ok(Report {
            rules,
            spoken: vec![0; labels.len()],
            labels,
            words,
            ui: ui.map(str::to_owned),
            folder: folder.to_owned(),
            batch: provenance.map(Batch::new),
            rows: Rows::default(),
            tables,
        })
    }

    /// Writes the page of an article, whose offsets are bytes, and keeps its row.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn add(&mut self, annotation: &Annotation) -> Result<(), ReportError> {
        let article = Article::new(annotation);
        let speaks = self.language_of(annotation.lang.as_deref());
        self.spoken[speaks] += 1;
        let labels = &self.labels[speaks];
        let lang = annotation.lang.as_deref();
        let language =
            lang.and_then(|code| self.rules.language(code)).unwrap_or(&self.rules.neutral);
        let links: Option<Links> = self.batch.as_mut().map(|b| b.links(&article, labels));
        let lists = rank(&article, language, |claim| {
            links.as_ref().map(|l| l.facts(claim)).unwrap_or_default()
        });
        let page = Page {
            article: &article,
            lists: &lists,
            labels,
            words: self.words[speaks].as_ref(),
            catalogue: &self.rules.catalogue,
            links: links.as_ref(),
            index: Some("../index.html"),
        };
        let (html, counts) = page.render();
        self.write(&from_index(&annotation.id), &html)?;
        self.rows.add(&article, &counts, &lists);
        let row = &self.rows.list[self.rows.list.len() - 1];
        self.tables
            .add(&article, row, &counts, &lists)
            .map_err(|e| ReportError::Table(self.folder.clone(), e))
    }

    /// Writes index, sources and the view of provenance.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn finish(self, failed: usize) -> Result<(), ReportError> {
        // The index speaks the language of most articles.
        let most = (0..self.labels.len()).rev().max_by_key(|&i| self.spoken[i]);
        let spoken = self.spoken.iter().any(|&n| n > 0);
        let labels = match most.filter(|_| spoken) {
            Some(i) => &self.labels[i],
            None => &self.labels[self.language_of(None)],
        };
        let mut tables: Vec<&str> = FILES.to_vec();
        tables.sort_unstable();
        let index = Index {
            rows: &self.rows,
            labels,
            provenance: self.batch.is_some(),
            tables: &tables,
            failed,
        };
        for (name, html) in index.pages() {
            self.write(&name, &html)?;
        }
        if let Some(batch) = &self.batch {
            self.write("provenance.html", &view(batch, labels))?;
        }
        let path = self.folder.join(FILES[4]);
        let file = File::create(&path).map_err(|e| ReportError::Io(path.clone(), e))?;
        write_sources(BufWriter::new(file), &self.rows.sources())
            .map_err(|e| ReportError::Table(path, e))?;
        self.tables.finish().map_err(|e| ReportError::Io(self.folder, e))
    }

    /// How many articles were written.
    pub fn len(&self) -> usize {
        self.rows.list.len()
    }

    /// Whether there are none yet.
    pub fn is_empty(&self) -> bool {
        self.rows.list.is_empty()
    }

    fn language_of(&self, lang: Option<&str>) -> usize {
        let wanted = self.ui.as_deref().or(lang);
        let at = |code: &str| self.labels.iter().position(|l| l.code == code);
        wanted.and_then(at).or_else(|| at(Self::OTHERWISE)).unwrap_or(0)
    }

    fn write(&self, name: &str, html: &str) -> Result<(), ReportError> {
        let path = self.folder.join(name);
        fs::write(&path, html).map_err(|e| ReportError::Io(path, e))
    }
}
