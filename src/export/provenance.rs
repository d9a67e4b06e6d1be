//! Provenance as JSON and as a table of its links.

use std::cell::Cell;
use std::io::{self, Write};

use serde::{Serialize, Serializer};

use crate::model::{Alias, ArticleCard, Circle, Group, Link, Place, Provenance, Scope, Tool};

/// Writes the document as JSON, a line in all. `head` tells all but links and groups, which come one by one, since a
/// large batch has too many of them to be held.
///
/// # Errors
/// If the output is broken, or a link or group cannot be had.
pub fn write_provenance<E: From<io::Error>>(
    head: &Provenance,
    links: impl Iterator<Item = Result<Link, E>>,
    groups: impl Iterator<Item = Result<Group, E>>,
    mut out: impl Write,
) -> Result<(), E> {
    let failed = Cell::new(None);
    let document = Document {
        schema: &head.schema,
        offsets: &head.offsets,
        scope: &head.scope,
        articles: &head.articles,
        links: Listed { items: Cell::new(Some(links)), failed: &failed },
        groups: Listed { items: Cell::new(Some(groups)), failed: &failed },
        circles: &head.circles,
        aliases: &head.aliases,
        notes: &head.notes,
        tool: &head.tool,
    };
    let written = serde_json::to_writer(&mut out, &document);
    if let Some(error) = failed.take() {
        return Err(error);
    }
    written.map_err(io::Error::from)?;
    Ok(out.write_all(b"\n")?)
}

/// [`Provenance`] with lists that are made while they are written; a test compares the two.
#[derive(Serialize)]
struct Document<'a, L: Serialize, G: Serialize> {
    schema: &'a str,
    offsets: &'a str,
    scope: &'a Scope,
    articles: &'a [ArticleCard],
    links: L,
    groups: G,
    circles: &'a [Circle],
    aliases: &'a [Alias],
    notes: &'a [String],
    tool: &'a Tool,
}

/// Items that are written as they come; the first that cannot be had ends them and is kept.
struct Listed<'a, I, E> {
    items: Cell<Option<I>>,
    failed: &'a Cell<Option<E>>,
}

impl<T: Serialize, E, I: Iterator<Item = Result<T, E>>> Serialize for Listed<'_, I, E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let had = |item: Result<T, E>| item.map_err(|e| self.failed.set(Some(e))).ok();
        serializer.collect_seq(self.items.take().into_iter().flatten().map_while(had))
    }
}

/// Writes links as a table (CSV), a row each.
///
/// # Errors
/// If the output is broken, or a link cannot be had.
pub fn write_links<E: From<io::Error>>(
    links: impl Iterator<Item = Result<Link, E>>,
    out: impl Write,
) -> Result<(), E> {
    let broken = |e: csv::Error| io::Error::from(e);
    let mut table = csv::Writer::from_writer(out);
    let titles = [
        "id",
        "type",
        "form",
        "from",
        "from_spans",
        "from_text",
        "from_source",
        "to",
        "to_spans",
        "to_text",
        "to_source",
        "name",
        "confidence",
        "basis",
        "evidence",
    ];
    table.write_record(titles).map_err(broken)?;
    for link in links {
        table.write_record(row(&link?)).map_err(broken)?;
    }
    Ok(table.flush()?)
}

fn row(link: &Link) -> Vec<String> {
    let spans = |p: &Place| {
        let pairs: Vec<String> = p.spans.iter().map(|s| format!("{}-{}", s.start, s.end)).collect();
        pairs.join(" ")
    };
    let place = |p: Option<&Place>| {
        let field = |f: &dyn Fn(&Place) -> String| p.map(f).unwrap_or_default();
        [
            field(&|p| p.article.clone()),
            field(&spans),
            field(&|p| p.text.clone()),
            field(&|p| p.source.clone().unwrap_or_default()),
        ]
    };
    let reasons = link.evidence.iter().map(|r| match r.value {
        Some(value) => format!("{}={value}", r.id),
        None => r.id.clone(),
    });
    let form = link.form.and_then(|f| serde_json::to_value(f).ok());
    let form = form.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default();
    let mut row = vec![link.id.clone(), link.kind.name().to_owned(), form.to_owned()];
    row.extend(place(Some(&link.from)));
    row.extend(place(link.to.as_ref()));
    row.push(link.name.clone().unwrap_or_default());
    row.push(link.confidence.to_string());
    row.push(link.basis.join(" "));
    row.push(reasons.collect::<Vec<_>>().join(" "));
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{LinkType, Span};

    fn link(id: &str) -> Link {
        let place = |article: &str| Place {
            article: article.to_owned(),
            spans: vec![Span { start: 0, end: 4 }],
            text: "Zwei".to_owned(),
            claim: None,
            attribution: None,
            source: None,
            relay: None,
            hedged: false,
        };
        Link {
            id: id.to_owned(),
            kind: LinkType::SamePassage,
            form: None,
            from: place("a"),
            to: Some(place("b")),
            name: None,
            basis: Vec::new(),
            confidence: 0.75,
            evidence: Vec::new(),
        }
    }

    fn document() -> Provenance {
        Provenance {
            schema: Provenance::SCHEMA.to_owned(),
            offsets: "codepoint".to_owned(),
            scope: Scope { articles: 2, references: 0, statement: "in this batch".to_owned() },
            articles: Vec::new(),
            links: vec![link("l-1"), link("l-2")],
            groups: Vec::new(),
            circles: vec![Circle { articles: vec!["a".to_owned()], links: Vec::new() }],
            aliases: Vec::new(),
            notes: vec!["A note.".to_owned()],
            tool: Tool { name: "t".to_owned(), version: "1".to_owned(), rules: "0".to_owned() },
        }
    }

    #[test]
    fn what_is_written_piece_by_piece_is_the_whole_document() {
        let whole = document();
        let head = Provenance { links: Vec::new(), ..whole.clone() };
        let links = whole.links.iter().cloned().map(Ok::<_, io::Error>);
        let mut out = Vec::new();
        write_provenance(&head, links, std::iter::empty(), &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap().trim_end(),
            serde_json::to_string(&whole).unwrap()
        );
    }

    #[test]
    fn a_link_that_cannot_be_had_is_an_error() {
        let links = [Ok(link("l-1")), Err(io::Error::other("gone")), Ok(link("l-2"))];
        let error =
            write_provenance(&document(), links.into_iter(), std::iter::empty(), io::sink());
        assert_eq!(error.unwrap_err().to_string(), "gone");
    }
}
