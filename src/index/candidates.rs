//! Candidates: the articles with which one is worth comparing.

use super::IndexError;
use super::store::View;
use super::terms::Term;
use crate::rules::FastMap;

/// A term that more articles hold finds nothing in particular.
const COMMON: usize = 1500;
/// What two articles must share at least, as a sum of weights: about three rare words, or one run of words.
const LEAST: f32 = 8.0;
/// An article is compared with so many others at most.
const MOST: usize = 40;

/// The articles before `number` that share most with it, in order of their numbers.
///
/// # Errors
/// If the store refuses.
pub fn candidates(view: &View<'_>, number: u32, terms: &[Term]) -> Result<Vec<u32>, IndexError> {
    let mut shared: FastMap<u32, f32> = FastMap::default();
    let mut holders = Vec::new();
    for term in terms.iter().filter(|t| t.weight > 0.0) {
        holders.clear();
        view.postings(*term, number, COMMON, &mut holders)?;
        for &other in &holders {
            *shared.entry(other).or_default() += term.weight;
        }
    }
    let mut list: Vec<(u32, f32)> = shared.into_iter().filter(|s| s.1 >= LEAST).collect();
    list.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    list.truncate(MOST);
    let mut numbers: Vec<u32> = list.into_iter().map(|s| s.0).collect();
    numbers.sort_unstable();
    Ok(numbers)
}
