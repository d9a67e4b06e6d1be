//! Tables: the lists of a report as CSV, for a spreadsheet.
//!
//! A cell that begins like a formula gets an apostrophe before it, so that no article can put one into a reader's sheet.

use std::io::Write;

use super::article::{Article, one_line};
use super::counts::Counts;
use super::index::{Row, SourceRow};
use super::lists::{Item, Lists};
use super::wording::{band, key};
use crate::export::Offsets;
use crate::model::Voice;

/// The tables that grow with every article.
pub struct Tables<W: Write> {
    articles: csv::Writer<W>,
    claims: csv::Writer<W>,
    figures: csv::Writer<W>,
    lists: csv::Writer<W>,
}

/// The names of the files, in the order in which [`Tables::new`] takes their writers; `sources.csv` is written at the end.
pub const FILES: [&str; 5] =
    ["articles.csv", "claims.csv", "figures.csv", "lists.csv", "sources.csv"];

impl<W: Write> Tables<W> {
    /// Opens the tables and writes their heads.
    ///
    /// # Errors
    /// If a writer fails.
    pub fn new(open: impl Fn(&str) -> std::io::Result<W>) -> csv::Result<Tables<W>> {
        let table = |name: &str, head: &[&str]| -> csv::Result<csv::Writer<W>> {
            let mut writer = csv::Writer::from_writer(open(name)?);
            writer.write_record(head)?;
            Ok(writer)
        };
        Ok(Tables {
            articles: table(
                FILES[0],
                &[
                    "id",
                    "title",
                    "site",
                    "published",
                    "words",
                    "reported",
                    "nested",
                    "unsourced",
                    "anonymous",
                    "figures",
                    "to_verify",
                    "to_reread",
                ],
            )?,
            claims: table(
                FILES[1],
                &[
                    "article",
                    "claim",
                    "paragraph",
                    "line",
                    "start",
                    "end",
                    "voice",
                    "source",
                    "role",
                    "kind",
                    "identified",
                    "traceability",
                    "relayed_by",
                    "stance",
                    "mode",
                    "hedged",
                    "polarity",
                    "cue",
                    "link",
                    "global_line",
                    "text",
                ],
            )?,
            figures: table(
                FILES[2],
                &["article", "claim", "figure", "value", "start", "end", "voice", "source"],
            )?,
            lists: table(
                FILES[3],
                &["article", "list", "rank", "claim", "weight", "rules", "text"],
            )?,
        })
    }

    /// Adds an article.
    ///
    /// # Errors
    /// If a writer fails.
    pub fn add(
        &mut self,
        article: &Article<'_>,
        row: &Row,
        counts: &Counts,
        lists: &Lists<'_>,
    ) -> csv::Result<()> {
        let id = cell(&row.id);
        let own = |text: &Option<String>| text.as_deref().map(cell).unwrap_or_default();
        self.articles.write_record([
            &id,
            &own(&row.title),
            &own(&row.site),
            &own(&row.published),
            &row.words.to_string(),
            &row.reported.to_string(),
            &row.nested.to_string(),
            &row.own.to_string(),
            &row.anonymous.to_string(),
            &row.figures.to_string(),
            &row.verify.to_string(),
            &row.reread.to_string(),
        ])?;
        self.add_claims(article, &id)?;
        let points = Offsets::new(article.text());
        for f in &counts.figures {
            self.figures.write_record([
                &id,
                &f.claim,
                &cell(&f.words),
                &f.value.map(|v| v.to_string()).unwrap_or_default(),
                &points.codepoint(f.span.start).to_string(),
                &points.codepoint(f.span.end).to_string(),
                f.openness.name(),
                &f.source.as_deref().map(cell).unwrap_or_default(),
            ])?;
        }
        let named = [("verify", &lists.verify), ("easy", &lists.easy), ("reread", &lists.reread)];
        for (list, items) in named {
            for (rank, item) in items.iter().enumerate() {
                self.add_item(article, &id, list, rank + 1, item)?;
            }
        }
        Ok(())
    }

    fn add_claims(&mut self, article: &Article<'_>, id: &str) -> csv::Result<()> {
        let points = Offsets::new(article.text());
        for claim in &article.annotation.claims {
            let (Some(first), Some(last)) = (claim.spans.first(), claim.spans.last()) else {
                continue;
            };
            let origin = article.origin(claim);
            let a = article.carrier(claim);
            let name = |id: &Option<String>| {
                let source = id.as_deref().and_then(|id| article.source(id));
                source.map(|s| cell(&s.name)).unwrap_or_default()
            };
            let global = claim.global.as_deref().and_then(|id| article.attribution(id));
            let global = global.and_then(|a| a.cue.first()).map(|c| article.line_at(c.start));
            let told = |text: Option<String>| text.unwrap_or_default();
            self.claims.write_record([
                id,
                &claim.id,
                &told(article.paragraph_at(first.start).map(|n| n.to_string())),
                &article.line_at(first.start).to_string(),
                &points.codepoint(first.start).to_string(),
                &points.codepoint(last.end).to_string(),
                &key(claim.voice),
                &told(origin.map(|s| cell(&s.name))),
                &told(origin.and_then(|s| s.role.as_deref()).map(cell)),
                &told(origin.map(|s| key(s.kind))),
                &told(origin.map(|s| key(s.identified))),
                &told(claim.traceability.map(key)),
                &name(&claim.relayed_by),
                &told(a.map(|a| key(a.stance))),
                &told(a.map(|a| key(a.mode))),
                &claim.hedged.to_string(),
                &key(claim.polarity),
                &told(a.map(|a| cell(&article.words(&a.cue)))),
                if claim.voice == Voice::Source { band(claim.confidence) } else { "" },
                &told(global.map(|n| n.to_string())),
                &cell(&article.words(&claim.spans)),
            ])?;
        }
        Ok(())
    }

    fn add_item(
        &mut self,
        article: &Article<'_>,
        id: &str,
        list: &str,
        rank: usize,
        item: &Item<'_>,
    ) -> csv::Result<()> {
        let claim = &article.annotation.claims[item.claim];
        let rules: Vec<&str> = item.rules.iter().map(|r| r.id.as_str()).collect();
        self.lists.write_record([
            id,
            list,
            &rank.to_string(),
            &claim.id,
            &format!("{:.1}", item.weight),
            &rules.join(" "),
            &cell(&article.words(&claim.spans)),
        ])
    }

    /// Hands on what is buffered.
    ///
    /// # Errors
    /// If a writer fails.
    pub fn finish(mut self) -> std::io::Result<()> {
        for table in [&mut self.articles, &mut self.claims, &mut self.figures, &mut self.lists] {
            table.flush()?;
        }
        Ok(())
    }
}

/// Writes the table of sources.
///
/// # Errors
/// If the writer fails.
pub fn write_sources(writer: impl Write, sources: &[SourceRow<'_>]) -> csv::Result<()> {
    let mut table = csv::Writer::from_writer(writer);
    table.write_record(["source", "kind", "identified", "traceability", "claims", "articles"])?;
    for s in sources {
        table.write_record([
            &cell(s.name),
            &key(s.kind),
            &key(s.identified),
            &key(s.rung),
            &s.claims.to_string(),
            &s.articles.to_string(),
        ])?;
    }
    table.flush()?;
    Ok(())
}

/// The words on one line, harmless in a spreadsheet.
fn cell(text: &str) -> String {
    let line = one_line(text);
    match line.starts_with(['=', '+', '-', '@']) {
        true => format!("'{line}"),
        false => line,
    }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(cell("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(cell("\t@cmd\n"), "'@cmd");
        assert_eq!(cell("deux  mots"), "deux mots");
    }
}
