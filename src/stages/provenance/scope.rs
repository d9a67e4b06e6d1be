//! Scope: which words of a statement are turned round by a negation or a denial.

use super::telling::count;
use crate::model::Span;
use crate::rules::ProvenanceRules;

/// Marks that end a clause.
pub const ENDS: [char; 8] = [',', ';', ':', '(', ')', '\u{ab}', '\u{bb}', '\u{2014}'];

/// Whether each word of a statement is turned round; `spans` and `letters` are those of its words, `all` tells that the
/// whole is denied.
pub fn negated(
    text: &str,
    spans: &[Span],
    letters: &[String],
    all: bool,
    rules: &ProvenanceRules,
) -> Vec<bool> {
    let phrases = &rules.phrases;
    let mut turned = vec![all; letters.len()];
    // A negation turns its clause, and only once.
    let mut start = 0;
    while start < letters.len() {
        let ends = |i: &usize| {
            text.get(spans[i - 1].end..spans[*i].start).is_none_or(|gap| gap.contains(ENDS))
                || count(&letters[*i..=*i], &phrases.clauses) > 0
        };
        let end = (start + 1..letters.len()).find(ends).unwrap_or(letters.len());
        // Who does not confirm has not denied.
        let silent = count(&letters[start..end], &phrases.silences) > 0;
        let clause = &letters[start..end];
        // *Plus* and *personne* negate only beside the particle of a negation.
        let with_particle =
            count(clause, &phrases.particles) > 0 && count(clause, &phrases.with_particle) > 0;
        if (count(clause, &phrases.negations) > 0 || with_particle) && !silent {
            turned[start..end].iter_mut().for_each(|t| *t = !*t);
        }
        start = end;
    }
    // A denial turns what stands behind it; one that stands at the end, what stands before.
    let denial = (0..letters.len()).find(|&i| count(&letters[i..=i], &phrases.denials) > 0);
    if let Some(at) = denial {
        let range = if at + 1 < letters.len() { at + 1..letters.len() } else { 0..at };
        turned[range].iter_mut().for_each(|t| *t = !*t);
    }
    turned
}
