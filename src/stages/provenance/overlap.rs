//! Overlap: how much two runs of words have in common, by weight, word by word, and in order.

/// Stems with their weights, each once, in order of the stems.
#[derive(Clone, Debug, Default)]
pub struct Bag {
    items: Vec<(u32, f32)>,
    /// Sum of the weights.
    pub total: f32,
}

/// What two bags share.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shared {
    /// Sum of the weights of what both hold.
    pub weight: f32,
    /// How many stems both hold.
    pub count: usize,
    /// Share of the lighter bag.
    pub contained: f32,
    /// Share of all that one or the other holds (weighted Jaccard).
    pub jaccard: f32,
}

impl Bag {
    /// Makes a bag; stems without weight are left out.
    pub fn of(words: impl Iterator<Item = (u32, f32)>) -> Bag {
        let mut items: Vec<(u32, f32)> = words.filter(|w| w.1 > 0.0).collect();
        items.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        items.dedup_by_key(|w| w.0);
        let total = items.iter().map(|w| w.1).sum();
        Bag { items, total }
    }

    /// Whether it holds a stem.
    pub fn has(&self, stem: u32) -> bool {
        self.items.binary_search_by_key(&stem, |w| w.0).is_ok()
    }

    /// Compares two bags.
    pub fn shared(&self, other: &Bag) -> Shared {
        let (mut weight, mut count) = (0.0, 0);
        let (mut i, mut k) = (0, 0);
        while let (Some(a), Some(b)) = (self.items.get(i), other.items.get(k)) {
            match a.0.cmp(&b.0) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => k += 1,
                std::cmp::Ordering::Equal => {
                    weight += a.1.min(b.1);
                    count += 1;
                    (i, k) = (i + 1, k + 1);
                }
            }
        }
        let light = self.total.min(other.total);
        let all = self.total + other.total - weight;
        let share = |of: f32| if of > 0.0 { (weight / of).min(1.0) } else { 0.0 };
        Shared { weight, count, contained: share(light), jaccard: share(all) }
    }
}

/// Share of the shorter list that stands in runs of four words which the other has too.
pub fn run_share(a: &[u32], b: &[u32]) -> f32 {
    const RUN: usize = 4;
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < RUN {
        return 0.0;
    }
    let mut known: Vec<&[u32]> = long.windows(RUN).collect();
    known.sort_unstable();
    let mut covered = vec![false; short.len()];
    for (i, run) in short.windows(RUN).enumerate() {
        if known.binary_search(&run).is_ok() {
            covered[i..i + RUN].fill(true);
        }
    }
    covered.iter().filter(|&&c| c).count() as f32 / short.len() as f32
}

/// Share of the common stems that stand in the same order in both lists: the longest rising run of their places.
pub fn order_share(a: &[u32], b: &[u32]) -> f32 {
    let mut places: Vec<(u32, usize)> = Vec::new();
    for (i, &stem) in b.iter().enumerate().filter(|(_, s)| **s != 0) {
        places.push((stem, i));
    }
    places.sort_unstable();
    places.dedup_by_key(|p| p.0);
    let mut seen = Vec::new();
    let mut order: Vec<usize> = Vec::new();
    for stem in a.iter().filter(|s| **s != 0) {
        let Ok(k) = places.binary_search_by_key(stem, |p| p.0) else { continue };
        if !seen.contains(stem) {
            seen.push(*stem);
            order.push(places[k].1);
        }
    }
    if order.len() < 3 {
        return 0.0;
    }
    // Patience sorting.
    let mut tails: Vec<usize> = Vec::new();
    for &x in &order {
        let at = tails.partition_point(|&t| t < x);
        if at == tails.len() { tails.push(x) } else { tails[at] = x }
    }
    tails.len() as f32 / order.len() as f32
}

/// The places of the longest common subsequence: numbers in `a` and in `b`.
pub fn common(a: &[u32], b: &[u32]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    let mut length = vec![0u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for k in (0..b.len()).rev() {
            length[i * width + k] = if a[i] == b[k] {
                length[(i + 1) * width + k + 1] + 1
            } else {
                length[(i + 1) * width + k].max(length[i * width + k + 1])
            };
        }
    }
    let (mut i, mut k, mut pairs) = (0, 0, Vec::new());
    while i < a.len() && k < b.len() {
        if a[i] == b[k] {
            pairs.push((i, k));
            (i, k) = (i + 1, k + 1);
        } else if length[(i + 1) * width + k] >= length[i * width + k + 1] {
            i += 1;
        } else {
            k += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bags_are_compared_by_weight() {
        let a = Bag::of([(1, 2.0), (2, 1.0), (2, 1.0)].into_iter());
        let b = Bag::of([(1, 2.0), (3, 5.0)].into_iter());
        let shared = a.shared(&b);
        assert_eq!((shared.weight, shared.count), (2.0, 1));
        assert!(
            (shared.jaccard - 0.25).abs() < 1e-6 && (shared.contained - 2.0 / 3.0).abs() < 1e-6
        );
    }

    #[test]
    fn runs_and_order() {
        assert_eq!(run_share(&[1, 2, 3, 4, 9], &[7, 1, 2, 3, 4]), 0.8);
        assert_eq!(order_share(&[1, 2, 3, 4], &[1, 2, 3, 4]), 1.0);
        assert_eq!(order_share(&[1, 2, 3, 4], &[4, 3, 2, 1]), 0.25);
        assert_eq!(common(&[1, 5, 2, 3], &[1, 2, 9, 3]), [(0, 0), (2, 1), (3, 3)]);
    }
}
