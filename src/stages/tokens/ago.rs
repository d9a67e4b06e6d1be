//! Impersonal phrases of time, which have the shape of a clause (*il y a deux ans*).

use super::Work;
use crate::model::{ClassSet, Pos, VerbForm};
use crate::rules::Language;

/// Between the verb and its time stand a number and the like.
const MOST_BETWEEN: usize = 3;

/// Reads such phrases as a preposition with its time, so that they are set off like any other.
pub(super) fn tags(words: &[&str], work: &mut Work, language: &Language) {
    let class = &language.tokens.classes;
    let of = |work: &Work, i: usize, set: ClassSet| {
        work.ids.get(i).is_some_and(|&id| language.words.classes_of(id).meets(set))
    };
    let has = |form: &VerbForm| {
        let auxiliary = |set| language.cues.in_set(set, form.verb);
        auxiliary("auxiliary") && !auxiliary("passive") && form.mood.is_finite()
    };
    for i in 1..words.len().saturating_sub(2) {
        let opens = of(work, i, class.there) && of(work, i - 1, class.subject_clitic);
        // *Plus cher qu'il y a deux ans* compares with a clause.
        let compared = i > 1 && of(work, i - 2, language.attributions.classes.complementizer);
        if !opens || compared || !work.readings(i + 1).iter().any(has) {
            continue;
        }
        let counted = |k: usize| matches!(work.tags[k], Pos::Det | Pos::Num | Pos::Adv | Pos::Adj);
        let time = (i + 2..words.len().min(i + 3 + MOST_BETWEEN))
            .find(|&k| of(work, k, class.time_span) || !counted(k))
            .is_some_and(|k| of(work, k, class.time_span));
        if time {
            work.tags[i - 1] = Pos::Adv;
            work.tags[i] = Pos::Adv;
            work.tags[i + 1] = Pos::Adp;
        }
    }
}
