//! Vocabulary: the rarer words of a page by their numbers, by which its lines are compared.

use super::lines::Line;
use crate::rules::KeyedMap;

/// The rarer words of each line.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    lines: Vec<Vec<usize>>,
    size: usize,
}

impl Vocabulary {
    /// Numbers the words of these lines.
    pub fn of(lines: &[Line]) -> Vocabulary {
        let mut numbers: KeyedMap<&str, usize> = KeyedMap::default();
        let mut numbered: Vec<Vec<usize>> = Vec::with_capacity(lines.len());
        for line in lines {
            let number = |word| {
                let next = numbers.len();
                *numbers.entry(word).or_insert(next)
            };
            numbered.push(line.content_words().map(number).collect());
        }
        Vocabulary { size: numbers.len(), lines: numbered }
    }

    /// How many different words there are; numbers are smaller.
    pub fn size(&self) -> usize {
        self.size
    }

    /// The words of line `i`, as often as they stand there.
    pub fn words(&self, i: usize) -> &[usize] {
        &self.lines[i]
    }

    /// The words of these lines, each once.
    pub fn distinct(&self, lines: impl Iterator<Item = usize>) -> Vec<usize> {
        let mut words: Vec<usize> = lines.flat_map(|i| &self.lines[i]).copied().collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    /// For each word of the page, whether these lines hold it.
    pub fn held(&self, lines: impl Iterator<Item = usize>) -> Vec<bool> {
        let mut held = vec![false; self.size];
        lines.flat_map(|i| &self.lines[i]).for_each(|&word| held[word] = true);
        held
    }
}
