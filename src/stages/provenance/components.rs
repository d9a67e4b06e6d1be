//! Components: which pairings hang together, found on numbers alone.

use petgraph::unionfind::UnionFind;

/// A pairing of two places, each of which covers some units, which are numbered through all articles.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    /// First and last unit of each place.
    pub units: [(u32, u32); 2],
    /// Number of the pair of articles.
    pub pair: u32,
    /// Number of the pairing among those of that pair.
    pub number: u32,
}

/// The edges put together by component, with the number at which each component ends; `units` is how many units there are.
pub fn components(edges: &[Edge], units: usize) -> (Vec<Edge>, Vec<u32>) {
    // Verbatim passages may run over several paragraphs, so a place stands for each unit that it covers.
    let mut numbers = vec![u32::MAX; units];
    let mut next = 0;
    for unit in edges.iter().flat_map(|e| e.units).flat_map(|(first, last)| first..=last) {
        let number = &mut numbers[unit as usize];
        if *number == u32::MAX {
            *number = next;
            next += 1;
        }
    }
    let mut union = UnionFind::<u32>::new(next as usize);
    for edge in edges {
        let home = numbers[edge.units[0].0 as usize];
        for unit in edge.units.into_iter().flat_map(|(first, last)| first..=last) {
            union.union(home, numbers[unit as usize]);
        }
    }
    let home = |e: &Edge| union.find(numbers[e.units[0].0 as usize]);
    let mut homes: Vec<(u32, u32)> = (0..).zip(edges).map(|(i, e)| (home(e), i)).collect();
    homes.sort_unstable();
    let mut ends = Vec::new();
    for component in homes.chunk_by(|a, b| a.0 == b.0) {
        ends.push(ends.last().copied().unwrap_or(0) + component.len() as u32);
    }
    (homes.iter().map(|h| edges[h.1 as usize]).collect(), ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_that_cover_a_common_unit_hang_together() {
        let edge = |a: (u32, u32), b: (u32, u32), pair| Edge { units: [a, b], pair, number: 0 };
        let edges = [
            edge((0, 0), (5, 5), 0),
            edge((1, 2), (6, 7), 1),
            edge((5, 5), (8, 8), 2),
            edge((7, 7), (9, 9), 3),
        ];
        let (list, ends) = components(&edges, 10);
        let mut pairs: Vec<Vec<u32>> = Vec::new();
        let mut start = 0;
        for end in ends {
            pairs.push(list[start..end as usize].iter().map(|e| e.pair).collect());
            start = end as usize;
        }
        pairs.sort();
        assert_eq!(pairs, [vec![0, 2], vec![1, 3]]);
    }
}
