//! Provenance as JSON and as a table of its links.

use std::io::{self, Write};

use crate::model::{Link, Place, Provenance};

/// Writes the whole document as JSON, a line in all.
///
/// # Errors
/// If the output is broken.
pub fn write_provenance(provenance: &Provenance, mut out: impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut out, provenance)?;
    out.write_all(b"\n")
}

/// Writes the links as a table (CSV), a row each.
///
/// # Errors
/// If the output is broken.
pub fn write_links(provenance: &Provenance, out: impl Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record([
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
    ])?;
    for link in &provenance.links {
        table.write_record(row(link))?;
    }
    table.flush()
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
