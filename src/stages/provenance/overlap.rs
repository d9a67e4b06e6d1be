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

impl Shared {
    fn new(weight: f32, count: usize, total: f32, other: f32) -> Shared {
        let light = total.min(other);
        let all = total + other - weight;
        let share = |of: f32| if of > 0.0 { (weight / of).min(1.0) } else { 0.0 };
        Shared { weight, count, contained: share(light), jaccard: share(all) }
    }
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
        Shared::new(weight, count, self.total, other.total)
    }
}

/// Bags of the parts of an article, such as its sentences, in one list, so that all parts of two articles can be compared
/// in one go over the stems that they share.
#[derive(Clone, Debug, Default)]
pub struct Bags {
    /// Stem, part and weight, in order; a stem once a part.
    items: Vec<(u32, u32, f32)>,
    /// Sum of the weights of each part.
    totals: Vec<f32>,
}

impl Bags {
    /// Makes the bags of so many parts from stems, parts and weights; stems without weight are left out.
    pub fn of(parts: usize, words: impl Iterator<Item = (u32, u32, f32)>) -> Bags {
        let mut items: Vec<(u32, u32, f32)> = words.filter(|w| w.2 > 0.0).collect();
        // Of equal words in a part the heaviest stays.
        items.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(b.2.total_cmp(&a.2)));
        items.dedup_by_key(|w| (w.0, w.1));
        let mut totals = vec![0.0; parts];
        for &(_, part, weight) in &items {
            totals[part as usize] += weight;
        }
        Bags { items, totals }
    }

    /// How many parts there are.
    pub fn len(&self) -> usize {
        self.totals.len()
    }

    /// The sum of the weights of a part.
    pub fn total(&self, part: usize) -> f32 {
        self.totals[part]
    }

    /// What a stem weighs in a part; nothing if it is not there.
    pub fn weight(&self, part: usize, stem: u32) -> f32 {
        let found = self.items.binary_search_by_key(&(stem, part as u32), |w| (w.0, w.1));
        found.map_or(0.0, |i| self.items[i].2)
    }

    /// Whether a part holds a stem.
    pub fn has(&self, part: usize, stem: u32) -> bool {
        self.items.binary_search_by_key(&(stem, part as u32), |w| (w.0, w.1)).is_ok()
    }

    /// Compares every part with every part of another article.
    pub fn shared<'a>(&'a self, other: &'a Bags) -> Grid<'a> {
        let width = other.len();
        let mut cells = vec![(0.0, 0); self.len() * width];
        let (mut a, mut b) = (self.items.as_slice(), other.items.as_slice());
        while let (Some(x), Some(y)) = (a.first(), b.first()) {
            match x.0.cmp(&y.0) {
                std::cmp::Ordering::Less => a = &a[1..],
                std::cmp::Ordering::Greater => b = &b[1..],
                std::cmp::Ordering::Equal => {
                    let (of_a, of_b) = (run(a), run(b));
                    for x in &a[..of_a] {
                        let row = &mut cells[x.1 as usize * width..][..width];
                        for y in &b[..of_b] {
                            let cell: &mut (f32, u32) = &mut row[y.1 as usize];
                            cell.0 += x.2.min(y.2);
                            cell.1 += 1;
                        }
                    }
                    (a, b) = (&a[of_a..], &b[of_b..]);
                }
            }
        }
        Grid { cells, bags: [self, other] }
    }
}

/// How many items at the beginning have one stem.
fn run(items: &[(u32, u32, f32)]) -> usize {
    items.iter().take_while(|i| i.0 == items[0].0).count()
}

/// What every part of one article shares with every part of another.
#[derive(Clone, Debug)]
pub struct Grid<'a> {
    /// Sum of the weights and number of the stems.
    cells: Vec<(f32, u32)>,
    bags: [&'a Bags; 2],
}

/// The partner with which each part shares most.
#[derive(Clone, Debug)]
pub struct Best {
    /// For the parts of the first article, and of the second.
    partners: [Vec<usize>; 2],
}

impl Best {
    /// Whether two parts share more with each other than with any other part.
    pub fn mutual(&self, i: usize, k: usize) -> bool {
        self.partners[0][i] == k && self.partners[1][k] == i
    }
}

impl Grid<'_> {
    /// The best partners, the first of those that share as much.
    pub fn best(&self) -> Best {
        let [height, width] = self.bags.map(Bags::len);
        let mut partners = [vec![usize::MAX; height], vec![usize::MAX; width]];
        let mut most = [vec![0.0; height], vec![0.0; width]];
        for (n, &(weight, _)) in self.cells.iter().enumerate() {
            let at = [n / width, n % width];
            for side in 0..2 {
                if weight > most[side][at[side]] {
                    most[side][at[side]] = weight;
                    partners[side][at[side]] = at[1 - side];
                }
            }
        }
        Best { partners }
    }

    /// What two parts share.
    pub fn at(&self, i: usize, k: usize) -> Shared {
        let (weight, count) = self.cells[i * self.bags[1].len() + k];
        Shared::new(weight, count as usize, self.bags[0].total(i), self.bags[1].total(k))
    }

    /// The pairs of parts that share so many stems at least, in order.
    pub fn pairs(&self, least: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        let width = self.bags[1].len();
        let cells = self.cells.iter().enumerate();
        cells.filter(move |(_, c)| c.1 as usize >= least).map(move |(n, _)| (n / width, n % width))
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
    let mut seen = vec![false; places.len()];
    let mut order: Vec<usize> = Vec::new();
    for stem in a.iter().filter(|s| **s != 0) {
        let Ok(k) = places.binary_search_by_key(stem, |p| p.0) else { continue };
        if !std::mem::replace(&mut seen[k], true) {
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
    fn parts_are_compared_as_bags_are() {
        let words = |list: &[(u32, u32, f32)], part: u32| {
            let of_part = list.iter().filter(|w| w.1 == part).map(|w| (w.0, w.2));
            Bag::of(of_part.collect::<Vec<_>>().into_iter())
        };
        let a = [(3, 0, 1.5), (1, 0, 2.0), (1, 0, 0.5), (1, 1, 2.0), (9, 1, 0.0), (7, 2, 4.0)];
        let b = [(1, 0, 1.0), (3, 0, 1.25), (7, 1, 4.0), (9, 1, 3.0), (3, 1, 1.5)];
        let (x, y) = (Bags::of(3, a.into_iter()), Bags::of(2, b.into_iter()));
        let grid = x.shared(&y);
        for (i, k) in [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)] {
            let (one, other) = (grid.at(i, k), words(&a, i as u32).shared(&words(&b, k as u32)));
            assert_eq!((one.weight, one.count), (other.weight, other.count), "{i} {k}");
            assert_eq!((one.contained, one.jaccard), (other.contained, other.jaccard));
        }
        assert_eq!(grid.pairs(1).collect::<Vec<_>>(), [(0, 0), (0, 1), (1, 0), (2, 1)]);
        assert!(x.has(0, 3) && !x.has(1, 3) && !x.has(1, 9));
    }

    #[test]
    fn runs_and_order() {
        assert_eq!(run_share(&[1, 2, 3, 4, 9], &[7, 1, 2, 3, 4]), 0.8);
        assert_eq!(order_share(&[1, 2, 3, 4], &[1, 2, 3, 4]), 1.0);
        assert_eq!(order_share(&[1, 2, 3, 4], &[4, 3, 2, 1]), 0.25);
        assert_eq!(common(&[1, 5, 2, 3], &[1, 2, 9, 3]), [(0, 0), (2, 1), (3, 3)]);
    }
}
