//! Voices of sentences: whether a source puts forward what a sentence says, or the article itself, or both.

use serde::Deserialize;

use super::letters::Letters;

/// Whose voice a sentence is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SentenceVoice {
    /// All that it puts forward is reported.
    Source,
    /// Nothing of it is.
    Article,
    /// It reports, and says something of its own besides.
    Both,
}

impl SentenceVoice {
    /// The voice as gold files spell it.
    pub fn from_gold(name: &str) -> Option<SentenceVoice> {
        match name {
            "Source" => Some(SentenceVoice::Source),
            "Article" => Some(SentenceVoice::Article),
            "Both" => Some(SentenceVoice::Both),
            _ => None,
        }
    }

    /// The voice of a sentence, given the letters that stand in a source's voice and those in the article's own.
    pub fn told(sentence: &Letters, reported: &Letters, own: &Letters) -> SentenceVoice {
        match (sentence.meets(reported), sentence.meets(own)) {
            (true, true) => SentenceVoice::Both,
            (true, false) => SentenceVoice::Source,
            // What puts nothing forward is the article's, as a heading without a verb is.
            (false, _) => SentenceVoice::Article,
        }
    }
}
