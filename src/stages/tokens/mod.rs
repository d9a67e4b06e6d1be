//! Tokens: words with part of speech and verb features.

use crate::model::{Sentence, Tokens};
use crate::rules::Language;

/// Cuts the sentences into tokens and tells what they are.
pub fn read(_text: &str, sentences: &[Sentence], _language: &Language) -> Tokens {
    Tokens { list: Vec::new(), sentences: vec![0..0; sentences.len()] }
}
