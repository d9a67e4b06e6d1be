//! The head of a TEI document: where the text is from, what made the markup, what its values mean, and who speaks.

use std::fmt::Write;

use super::Ids;
use crate::export::name_of;
use crate::export::xml;
use crate::model::{Annotation, Source, SourceKind, Stance};

/// The first line of a file.
pub const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// What stands before the articles where a file holds several.
pub const CORPUS_HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<teiCorpus xmlns=\"http://www.tei-c.org/ns/1.0\">
<teiHeader><fileDesc><titleStmt><title>Annotated articles</title></titleStmt>\
<publicationStmt><p>Unpublished</p></publicationStmt>\
<sourceDesc><p>Each article tells its own.</p></sourceDesc></fileDesc></teiHeader>
";

/// What stands behind them.
pub const CORPUS_TAIL: &str = "</teiCorpus>\n";

/// What a source does, as the values of `ana` say it.
const STANCES: [Stance; 8] = [
    Stance::Asserts,
    Stance::Denies,
    Stance::NoComment,
    Stance::Asks,
    Stance::Demands,
    Stance::Promises,
    Stance::Believes,
    Stance::Accuses,
];

/// Opens the `TEI` element and writes all that stands before the text.
pub fn write(out: &mut String, annotation: &Annotation, ids: &Ids<'_>) {
    let lang = annotation.lang.as_deref().unwrap_or("und");
    let meta = &annotation.meta;
    let title = meta.title.as_deref().unwrap_or(&annotation.id);
    let tool = &annotation.tool;
    write!(
        out,
        "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\" xml:lang=\"{}\">\n<teiHeader><fileDesc>\
         <titleStmt><title>{}</title></titleStmt><publicationStmt><p>Unpublished</p></publicationStmt>\
         <sourceDesc><bibl>{}{}{}{}<idno type=\"sourcier\">{}</idno>{}</bibl></sourceDesc></fileDesc>\
         <encodingDesc><appInfo><application ident=\"{}\" version=\"{}\"><label>{}</label>\
         <desc>{}</desc></application></appInfo><classDecl>",
        xml::attribute(lang),
        xml::text(title),
        element("title", meta.title.as_deref()),
        element("author", meta.author.as_deref()),
        element("publisher", meta.site.as_deref()),
        element("date", meta.published.as_deref()),
        xml::text(&annotation.id),
        meta.url.as_deref().map_or(String::new(), |url| format!(
            "<idno type=\"URL\">{}</idno>",
            xml::text(url)
        )),
        xml::attribute(&tool.name),
        xml::attribute(&tool.version),
        xml::text(&tool.name),
        xml::text(&tool.rules),
    )
    .expect("writing to a string");
    let stances: Vec<String> = STANCES.iter().map(|&s| name_of(s)).collect();
    let stances: Vec<&str> = stances.iter().map(String::as_str).collect();
    taxonomy(out, ids, "stance", &stances);
    taxonomy(out, ids, "distance", &["hedged"]);
    out.push_str("</classDecl></encodingDesc></teiHeader>\n");
    sources(out, ids);
}

fn element(name: &str, content: Option<&str>) -> String {
    content.map_or(String::new(), |c| format!("<{name}>{}</{name}>", xml::text(c)))
}

fn taxonomy(out: &mut String, ids: &Ids<'_>, name: &str, values: &[&str]) {
    out.push_str("<taxonomy>");
    for value in values {
        write!(
            out,
            "<category xml:id=\"{}\"><catDesc>{value}</catDesc></category>",
            ids.value(name, value)
        )
        .expect("writing to a string");
    }
    out.push_str("</taxonomy>");
}

/// Those who speak: people, documents, and all others as organisations, which is what TEI has for bodies and groups.
fn sources(out: &mut String, ids: &Ids<'_>) {
    let (mut people, mut bodies, mut documents) = (String::new(), String::new(), String::new());
    for (number, source) in ids.annotation.sources.iter().enumerate() {
        match source.kind {
            SourceKind::Person => person(&mut people, ids, number, source),
            SourceKind::Document => named(&mut documents, ids, number, source, ["bibl", "title"]),
            _ => named(&mut bodies, ids, number, source, ["org", "orgName"]),
        }
    }
    let lists = [("listPerson", people), ("listOrg", bodies), ("listBibl", documents)];
    if lists.iter().all(|(_, list)| list.is_empty()) {
        return;
    }
    out.push_str("<standOff>");
    for (name, list) in lists.iter().filter(|(_, list)| !list.is_empty()) {
        write!(out, "<{name}>{list}</{name}>").expect("writing to a string");
    }
    out.push_str("</standOff>\n");
}

fn person(out: &mut String, ids: &Ids<'_>, number: usize, source: &Source) {
    write!(
        out,
        "<person xml:id=\"{}\"><persName>{}</persName>{}{}{}</person>",
        ids.source(number),
        xml::text(&source.name),
        element("occupation", source.role.as_deref()),
        element("affiliation", source.side.as_deref()),
        notes(source),
    )
    .expect("writing to a string");
}

fn named(out: &mut String, ids: &Ids<'_>, number: usize, source: &Source, names: [&str; 2]) {
    let [element, name] = names;
    let side = source.side.as_deref();
    let side =
        side.map_or(String::new(), |s| format!("<note type=\"side\">{}</note>", xml::text(s)));
    write!(
        out,
        "<{element} xml:id=\"{}\"><{name}>{}</{name}>{}{side}</{element}>",
        ids.source(number),
        xml::text(&source.name),
        notes(source),
    )
    .expect("writing to a string");
}

fn notes(source: &Source) -> String {
    let told = [
        ("kind", name_of(source.kind)),
        ("identified", name_of(source.identified)),
        ("traceability", name_of(source.traceability)),
    ];
    told.iter().map(|(name, value)| format!("<note type=\"{name}\">{value}</note>")).collect()
}
