//! An annotation is all that the program says about one article: the JSON contract `sourcier/1`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Attribution, Block, Claim, Meta, Quotation, Rating, Sentence, Source, Span, SpeechAct,
    Traceability,
};

/// All that the program says about one article.
///
/// Inside the program all offsets are bytes of `text`; in the files they are code points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Annotation {
    /// Always `sourcier/1`.
    pub schema: String,
    /// Path relative to the argument without extension, or the input's own id.
    pub id: String,
    /// The file that it was read from.
    pub path: Option<String>,
    /// Language of the article (ISO 639-1 where there is one); `null` when it could not be told.
    pub lang: Option<String>,
    /// What the page or record said about the article.
    pub meta: Meta,
    /// The text that all offsets refer to.
    pub text: String,
    /// SHA-256 of `text` in UTF-8, in hexadecimal.
    pub text_sha256: String,
    /// Unit of all offsets in a file: `codepoint`.
    pub offsets: String,
    /// All visible text, in order.
    pub blocks: Vec<Block>,
    /// Sentences of the article blocks, in order.
    pub sentences: Vec<Sentence>,
    /// Stretches between quotation marks, in order of their opening.
    #[serde(default)]
    pub quotations: Vec<Quotation>,
    /// Sources, in order of first mention.
    pub sources: Vec<Source>,
    /// Attributions, in order of their first cue.
    pub attributions: Vec<Attribution>,
    /// Claims, in order of the text.
    pub claims: Vec<Claim>,
    /// Attributions that put nothing forward.
    pub speech_acts: Vec<SpeechAct>,
    /// What the user's register says of the article's own site; `null` when it is not assessed.
    #[serde(default)]
    pub site_rating: Option<Rating>,
    /// Counts that an editor asks for.
    pub profile: Profile,
    /// What the reader must know about this annotation.
    pub notes: Vec<String>,
    /// Other fields of the input record.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    pub input: serde_json::Map<String, serde_json::Value>,
    /// What made it.
    pub tool: Tool,
}

impl Annotation {
    /// The value of `schema`.
    pub const SCHEMA: &'static str = "sourcier/1";

    /// Calls `change` on every offset of the annotation, so that one unit can be turned into another.
    pub fn map_offsets(&mut self, mut change: impl FnMut(usize) -> usize) {
        let pair = |start: &mut usize, end: &mut usize, change: &mut dyn FnMut(usize) -> usize| {
            *start = change(*start);
            *end = change(*end);
        };
        let list = |spans: &mut [Span], change: &mut dyn FnMut(usize) -> usize| {
            for s in spans {
                s.start = change(s.start);
                s.end = change(s.end);
            }
        };
        for b in &mut self.blocks {
            pair(&mut b.start, &mut b.end, &mut change);
        }
        for s in &mut self.sentences {
            pair(&mut s.start, &mut s.end, &mut change);
        }
        for q in &mut self.quotations {
            pair(&mut q.start, &mut q.end, &mut change);
            pair(&mut q.inner.start, &mut q.inner.end, &mut change);
        }
        for s in &mut self.sources {
            list(&mut s.mentions, &mut change);
            for f in &mut s.flags {
                list(&mut f.spans, &mut change);
            }
        }
        for a in &mut self.attributions {
            list(&mut a.cue, &mut change);
            list(&mut a.content, &mut change);
            if let Some(source) = &mut a.source {
                list(&mut source.spans, &mut change);
            }
            for spans in [&mut a.channel, &mut a.said_on].into_iter().flatten() {
                list(spans, &mut change);
            }
        }
        for c in &mut self.claims {
            list(&mut c.spans, &mut change);
            for k in &mut c.checkable {
                pair(&mut k.start, &mut k.end, &mut change);
            }
        }
    }
}

/// Counts that an editor asks for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Claims in a source's voice.
    pub claims_by_source: usize,
    /// Claims in the article's own voice.
    pub claims_by_article: usize,
    /// Attributions that put nothing forward.
    pub speech_acts: usize,
    /// Claims in a source's voice by the rung of their origin.
    pub traceability: BTreeMap<Traceability, usize>,
    /// How many different voices speak.
    pub distinct_sources: VoiceRange,
    /// Share of the claims in a source's voice that the most used source has, from 0 to 1.
    pub most_used_share: Option<f64>,
    /// Name of the most used source.
    pub most_used: Option<String>,
    /// Share of the claims in a source's voice whose origin is anonymous, from 0 to 1.
    pub anonymous_share: Option<f64>,
    /// Numbers in claims.
    pub figures: usize,
    /// Numbers by the source that carries them (source id); those in the article's own voice under `article`, those of
    /// a voice that is not named under `unnamed`.
    pub figures_by_source: BTreeMap<String, usize>,
    /// Names of actors that are talked about and never heard.
    pub never_heard: Vec<String>,
}

/// A count known only within bounds: two indefinite mentions are neither surely one voice nor surely two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VoiceRange {
    /// At least so many.
    pub min: usize,
    /// At most so many.
    pub max: usize,
}

/// What made an annotation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// `sourcier`.
    pub name: String,
    /// Version of the program.
    pub version: String,
    /// Digest of the rules that were used.
    pub rules: String,
}
