//! Speakers: first persons inside speech are the one who is quoted.

use super::super::phrase::Head;
use super::{Linker, REACH};
use crate::model::{Span, total_len};
use crate::rules::{Pronoun, PronounSort};

impl Linker<'_> {
    /// First persons inside speech are the speaker.
    pub(super) fn link_speakers(&mut self) {
        let speakers: Vec<usize> = (0..self.mentions.len())
            .filter(|&i| {
                let speaks = |p: &Pronoun| p.sort == PronounSort::Speaker;
                matches!(&self.mentions[i].phrase.head, Head::Pronoun(p) if speaks(p))
                    && !self.mentions[i].attributions.is_empty()
            })
            .collect();
        if speakers.is_empty() {
            return;
        }
        let mut voice: Vec<Option<usize>> = vec![None; self.attributions.len()];
        for (m, mention) in self.mentions.iter().enumerate().rev() {
            for &a in &mention.attributions {
                voice[a] = self.cast.of[m];
            }
        }
        let contents: Vec<(Span, usize)> = {
            let all = self.attributions.iter().enumerate();
            let mut list: Vec<(Span, usize)> =
                all.flat_map(|(a, x)| x.content.iter().map(move |&c| (c, a))).collect();
            list.sort_unstable();
            list
        };
        for i in speakers {
            let span = self.mentions[i].span;
            // Contents begin before what stands in them; those further back are too long to matter.
            let until = contents.partition_point(|(c, _)| c.start <= span.start);
            let near = contents[until.saturating_sub(REACH)..until].iter();
            let around = near
                .filter(|(c, a)| c.contains(span) && !self.mentions[i].attributions.contains(a));
            let innermost =
                around.min_by_key(|(_, a)| (total_len(&self.attributions[*a].content), *a));
            match innermost.and_then(|&(_, a)| voice[a]) {
                Some(e) => self.join(i, e),
                None => self.found(i),
            }
        }
    }
}
