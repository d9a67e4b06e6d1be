//! A control sample: attributions of a batch drawn by chance, in proportion to sites and constructions.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

/// An attribution that may be drawn.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pick {
    /// Number of the article in the batch.
    pub article: usize,
    /// Id of the attribution.
    pub attribution: String,
    /// Site of the article; empty if not known.
    pub site: String,
    /// Construction of the attribution; empty if its rule names none.
    pub construction: String,
}

/// Draws `n` of the picks. Each pair of site and construction gets its share (largest remainders); within it a digest of
/// seed, article and attribution decides, so that a draw can be repeated and nobody can choose.
pub fn draw(picks: Vec<Pick>, n: usize, seed: u64) -> Vec<Pick> {
    let total = picks.len();
    let n = n.min(total);
    let mut strata: BTreeMap<(String, String), Vec<Pick>> = BTreeMap::new();
    for pick in picks {
        strata.entry((pick.site.clone(), pick.construction.clone())).or_default().push(pick);
    }
    let mut shares: Vec<(usize, usize)> = Vec::new(); // how many for sure, and the remainder
    for list in strata.values() {
        let exact = list.len() * n;
        shares.push((exact / total.max(1), exact % total.max(1)));
    }
    let given: usize = shares.iter().map(|s| s.0).sum();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(shares[i].1), i));
    for &i in order.iter().take(n - given) {
        shares[i].0 += 1;
    }
    let mut drawn = Vec::with_capacity(n);
    for (mut list, (share, _)) in strata.into_values().zip(shares) {
        list.sort_by_cached_key(|p| lot(p, seed));
        drawn.extend(list.into_iter().take(share));
    }
    drawn.sort();
    drawn
}

fn lot(pick: &Pick, seed: u64) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(seed.to_le_bytes());
    hash.update(pick.article.to_le_bytes());
    hash.update(pick.attribution.as_bytes());
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stratum_gets_its_share() {
        let pick = |i: usize| Pick {
            article: i,
            attribution: format!("a-{i}"),
            site: if i.is_multiple_of(4) { "a".to_owned() } else { "b".to_owned() },
            construction: "A1".to_owned(),
        };
        let all: Vec<Pick> = (0..400).map(pick).collect();
        let drawn = draw(all.clone(), 40, 1);
        assert_eq!(drawn.len(), 40);
        assert_eq!(drawn.iter().filter(|p| p.site == "a").count(), 10);
        assert_eq!(drawn, draw(all.clone(), 40, 1));
        assert_ne!(drawn, draw(all, 40, 2));
        assert_eq!(draw(vec![pick(0)], 5, 1).len(), 1);
        assert!(draw(Vec::new(), 5, 1).is_empty());
    }
}
