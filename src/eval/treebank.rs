//! Reading trees in CoNLL-U, to train the tagger on and to check the tokens stage with.

use crate::model::Pos;

/// A word of a treebank sentence as it stands in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeWord {
    /// The word.
    pub form: String,
    /// Its part of speech; of a contraction the first part's.
    pub pos: Pos,
    /// Its lemma; of a contraction the first part's.
    pub lemma: String,
    /// Its features (`Mood=Ind|Number=Sing`).
    pub features: String,
}

/// The sentences of a CoNLL-U file, surface words only; lines of an unknown shape are passed over.
pub fn read_conllu(text: &str) -> Vec<Vec<TreeWord>> {
    let mut sentences = Vec::new();
    let mut words: Vec<TreeWord> = Vec::new();
    let mut contraction: Option<(usize, String)> = None; // last id inside, and the surface form
    for line in text.lines().chain([""]) {
        if line.is_empty() {
            if !words.is_empty() {
                sentences.push(std::mem::take(&mut words));
            }
            contraction = None;
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, form, lemma, pos, _, features, ..] = fields[..] else { continue };
        if let Some((_, last)) = id.split_once('-') {
            contraction = last.parse().ok().map(|n| (n, form.to_owned()));
            continue;
        }
        let (Ok(n), Some(pos)) = (id.parse::<usize>(), Pos::from_name(pos)) else { continue };
        let word = |form: &str| TreeWord {
            form: form.to_owned(),
            pos,
            lemma: lemma.to_owned(),
            features: features.to_owned(),
        };
        match &mut contraction {
            Some((last, surface)) if n <= *last => {
                if !surface.is_empty() {
                    words.push(word(surface));
                    surface.clear();
                } else if pos == Pos::Pron {
                    // A contraction with a relative pronoun (duquel) works as the pronoun.
                    if let Some(w) = words.last_mut() {
                        w.pos = pos;
                    }
                }
            }
            _ => words.push(word(form)),
        }
    }
    sentences
}
