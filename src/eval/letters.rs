//! Sets of letters: the positions of a text that spans cover, as far as they hold letters or digits.

/// The letters and digits of some spans, by their code points; of spans that hold none, all that is no blank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letters(Vec<u32>);

impl Letters {
    /// The letters of spans of a text, both in code points; what lies behind the text is left out.
    pub fn of(text: &[char], spans: &[(usize, usize)]) -> Letters {
        let collect = |keep: fn(char) -> bool| {
            let mut list: Vec<u32> = spans
                .iter()
                .flat_map(|&(s, e)| s..e.min(text.len()))
                .filter(|&i| keep(text[i]))
                .map(|i| i as u32)
                .collect();
            list.sort_unstable();
            list.dedup();
            list
        };
        let letters = collect(char::is_alphanumeric);
        Letters(if letters.is_empty() { collect(|c| !c.is_whitespace()) } else { letters })
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// How many the two share.
    pub fn common(&self, other: &Letters) -> usize {
        let (mut i, mut j, mut n) = (0, 0, 0);
        while i < self.0.len() && j < other.0.len() {
            match self.0[i].cmp(&other.0[j]) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    n += 1;
                    i += 1;
                    j += 1;
                }
            }
        }
        n
    }

    /// Whether the two share any.
    pub fn meets(&self, other: &Letters) -> bool {
        self.common(other) > 0
    }
}

/// The Jaccard index; two empty sets agree fully.
pub fn jaccard(a: &Letters, b: &Letters) -> f64 {
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    let common = a.common(b);
    common as f64 / (a.len() + b.len() - common) as f64
}
