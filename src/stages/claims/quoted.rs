//! Speech in quotation marks that no attribution carries: somebody's words, and not the article's own.

use crate::model::{Quotation, Sentence, Span};

/// What ends a heading, a label or a lead-in that a quotation follows.
const LEADS_IN: [char; 4] = [':', '—', '–', '-'];

/// What may follow the closing mark of a whole speech. Behind a word that goes on with the sentence stand titles, slogans and
/// single words (*« Tous au port » a ouvert la soirée*).
const GOES_ON_BEHIND: [char; 10] = [',', ':', ';', '.', '!', '?', '…', '(', '—', '–'];

/// The spans, without their marks, of quotations that hold a speech of their own: they reach over several sentences, or they
/// open a sentence or stand behind a colon or dash and no clause goes on behind them; and `says` finds a verb in them.
pub fn speeches(
    text: &str,
    quotations: &[Quotation],
    sentences: &[Sentence],
    says: impl Fn(Span) -> bool,
) -> Vec<Span> {
    let outermost = quotations.iter().filter(|q| q.level == 0 && !q.inner.is_empty());
    let whole = |q: &&Quotation| {
        let first = sentences.partition_point(|s| s.end <= q.inner.start);
        let last = sentences.partition_point(|s| s.end < q.inner.end);
        let Some(here) = sentences.get(first) else { return false };
        let end = sentences.get(last).map_or(q.end, |s| s.end);
        let before = text[here.start.min(q.start)..q.start].trim_end();
        let behind = text[q.end..end.max(q.end)].trim_start();
        let opens = !before.contains(char::is_alphanumeric) || before.ends_with(LEADS_IN);
        let closes = behind.is_empty() || behind.starts_with(GOES_ON_BEHIND);
        last > first || opens && closes
    };
    outermost.filter(whole).map(|q| q.inner).filter(|&inner| says(inner)).collect()
}
