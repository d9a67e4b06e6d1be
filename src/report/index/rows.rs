//! The rows of an index: what is kept of each article and of each source.

use std::collections::BTreeMap;

use super::super::article::{Article, one_line, shorten};
use super::super::counts::Counts;
use super::super::lists::Lists;
use super::super::wording::title;
use crate::model::{Identified, SourceKind, Traceability, Voice};

/// What is kept of an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    pub id: String,
    pub title: Option<String>,
    pub site: Option<String>,
    pub published: Option<String>,
    pub reported: usize,
    pub nested: usize,
    pub own: usize,
    pub anonymous: usize,
    pub figures: usize,
    pub verify: usize,
    pub reread: usize,
    pub words: usize,
}

/// What is kept of a batch.
#[derive(Debug, Default)]
pub struct Rows {
    /// The articles, in order of reading.
    pub list: Vec<Row>,
    /// Digest of the rules of the last one.
    pub rules: String,
    sources: BTreeMap<(String, SourceKind), Used>,
}

#[derive(Debug)]
struct Used {
    /// As it was first written; `None` where that is the key.
    name: Option<String>,
    identified: Identified,
    rung: Traceability,
    claims: usize,
    articles: usize,
}

/// A source over all articles.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceRow<'a> {
    pub name: &'a str,
    pub kind: SourceKind,
    pub identified: Identified,
    pub rung: Traceability,
    pub claims: usize,
    pub articles: usize,
}

impl Rows {
    /// Adds an article.
    pub fn add(&mut self, article: &Article<'_>, counts: &Counts, lists: &Lists<'_>) {
        const LONG: usize = 120;
        let annotation = article.annotation;
        let kept = |text: &Option<String>| text.as_deref().map(|t| shorten(&one_line(t), LONG));
        self.list.push(Row {
            id: annotation.id.clone(),
            title: title(article).map(|t| shorten(&t, LONG)),
            site: kept(&annotation.meta.site),
            published: kept(&annotation.meta.published),
            reported: counts.reported,
            nested: counts.nested,
            own: counts.own,
            anonymous: counts.anonymous,
            figures: counts.figures.len(),
            verify: lists.verify.len(),
            reread: lists.reread.len(),
            words: counts.words,
        });
        self.rules.clone_from(&annotation.tool.rules);
        let mut used: BTreeMap<&str, usize> = BTreeMap::new();
        for claim in annotation.claims.iter().filter(|c| c.voice == Voice::Source) {
            if let Some(Some(origin)) = claim.chain.last() {
                *used.entry(origin).or_default() += 1;
            }
        }
        for source in &annotation.sources {
            let Some(&claims) = used.get(source.id.as_str()) else { continue };
            // Nobody can tell whether an anonymous voice is that of another article.
            if source.identified == Identified::Anonymous {
                continue;
            }
            let name = shorten(&one_line(&source.name), LONG);
            let folded = name.to_lowercase();
            let entry =
                self.sources.entry((folded, source.kind)).or_insert_with_key(|(folded, _)| Used {
                    name: (*folded != name).then(|| name.clone()),
                    identified: source.identified,
                    rung: source.traceability,
                    claims: 0,
                    articles: 0,
                });
            entry.claims += claims;
            entry.articles += 1;
            entry.rung = entry.rung.min(source.traceability);
            entry.identified = entry.identified.min(source.identified);
        }
    }

    /// The sources that can be named, the most used first.
    pub fn sources(&self) -> Vec<SourceRow<'_>> {
        let mut list: Vec<SourceRow<'_>> = Vec::with_capacity(self.sources.len());
        for ((folded, kind), used) in &self.sources {
            list.push(SourceRow {
                name: used.name.as_deref().unwrap_or(folded),
                kind: *kind,
                identified: used.identified,
                rung: used.rung,
                claims: used.claims,
                articles: used.articles,
            });
        }
        list.sort_by_key(|s| (std::cmp::Reverse((s.articles, s.claims)), s.name));
        list
    }
}
