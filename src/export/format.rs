//! The formats of an annotation, and how the articles of a run make one file.

use super::{brat, csv, jsonl, label_studio, prodigy, prov, tei, web_annotation, webanno};
use crate::model::Annotation;

/// What an annotation is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// One annotation a line, by `sourcier schema`.
    Jsonl,
    /// A text and its standoff annotation, for the editor brat; needs -o DIR/.
    Brat,
    /// CSV, a row an attribution.
    CsvAttributions,
    /// CSV, a row a claim.
    CsvClaims,
    /// W3C Web Annotation, JSON-LD.
    WebAnnotation,
    /// WebAnno TSV 3.3, for INCEpTION; needs -o DIR/.
    Webanno,
    /// Label Studio tasks with predictions.
    LabelStudio,
    /// Prodigy tasks, one a line.
    Prodigy,
    /// TEI P5 with said, quote and certainty.
    Tei,
    /// PROV-JSON, a bundle an article.
    Prov,
    /// Parquet, a row an article, with the annotation as JSON; needs -o FILE.
    #[cfg(feature = "parquet")]
    Parquet,
}

/// What stands around the articles of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// Before the first.
    pub head: Vec<u8>,
    /// Between two.
    pub between: &'static str,
    /// Behind the last.
    pub tail: &'static str,
}

/// A part of what is written for an article: the extension of its file, and its bytes.
pub type Piece = (&'static str, Vec<u8>);

impl Format {
    /// All of them.
    pub const ALL: &[Format] = &[
        Format::Jsonl,
        Format::Brat,
        Format::CsvAttributions,
        Format::CsvClaims,
        Format::WebAnnotation,
        Format::Webanno,
        Format::LabelStudio,
        Format::Prodigy,
        Format::Tei,
        Format::Prov,
        #[cfg(feature = "parquet")]
        Format::Parquet,
    ];

    /// The name on the command line.
    pub fn name(self) -> String {
        let value = clap::ValueEnum::to_possible_value(&self);
        value.map_or(String::new(), |v| v.get_name().to_owned())
    }

    /// Whether an article needs files of its own, so that nothing can be written to a stream.
    pub fn needs_folder(self) -> bool {
        matches!(self, Format::Brat | Format::Webanno)
    }

    /// The extension of the last file that it writes for an article.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Jsonl | Format::Prodigy => "jsonl",
            Format::Brat => "ann",
            Format::CsvAttributions | Format::CsvClaims => "csv",
            Format::WebAnnotation => "jsonld",
            Format::Webanno => "tsv",
            Format::LabelStudio | Format::Prov => "json",
            Format::Tei => "xml",
            #[cfg(feature = "parquet")]
            Format::Parquet => "parquet",
        }
    }

    /// Whether the articles make a table with a foot, which is neither a stream nor files of their own.
    pub fn needs_file(self) -> bool {
        self.extension() == "parquet"
    }

    /// What stands around the articles of a stream, or around the one of a file of its own.
    pub fn frame(self, alone: bool) -> Frame {
        let frame = |head: &str, between, tail| Frame { head: head.into(), between, tail };
        match self {
            Format::Jsonl | Format::Prodigy | Format::Brat | Format::Webanno => Frame::default(),
            #[cfg(feature = "parquet")]
            Format::Parquet => Frame::default(),
            Format::CsvAttributions => {
                Frame { head: csv::header(&csv::ATTRIBUTIONS), ..Frame::default() }
            }
            Format::CsvClaims => Frame { head: csv::header(&csv::CLAIMS), ..Frame::default() },
            Format::WebAnnotation if alone => frame("", "", "\n"),
            Format::WebAnnotation | Format::LabelStudio => frame("[\n", ",\n", "\n]\n"),
            Format::Tei if alone => frame(tei::DECLARATION, "", ""),
            Format::Tei => frame(tei::CORPUS_HEAD, "", tei::CORPUS_TAIL),
            Format::Prov => frame(&prov::head(), ",\n", prov::TAIL),
        }
    }

    /// Writes an annotation with offsets in bytes.
    pub fn write(self, annotation: Annotation) -> Vec<Piece> {
        let a = &annotation;
        match self {
            Format::Jsonl => vec![("jsonl", jsonl::write_line(annotation))],
            // The table takes the row from the line.
            #[cfg(feature = "parquet")]
            Format::Parquet => vec![("parquet", jsonl::write_line(annotation))],
            Format::Brat => {
                let standoff = brat::standoff(a).into_bytes();
                vec![("txt", annotation.text.into_bytes()), ("ann", standoff)]
            }
            Format::CsvAttributions => vec![("csv", csv::attributions(a))],
            Format::CsvClaims => vec![("csv", csv::claims(a))],
            Format::WebAnnotation => vec![("jsonld", web_annotation::page(a))],
            Format::Webanno => vec![("tsv", webanno::tsv(a).into_bytes())],
            Format::LabelStudio => vec![("json", label_studio::task(a))],
            Format::Prodigy => vec![("jsonl", prodigy::task(a))],
            Format::Tei => vec![("xml", tei::document(a).into_bytes())],
            Format::Prov => vec![("json", prov::bundle(a))],
        }
    }
}
