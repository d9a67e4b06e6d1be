//! Stretches that cross become pieces that nest.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::model::Span;

/// What an element marks, by the number of its attribution or quotation. In the order in which those of one stretch nest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    Said(usize),
    Quote(usize),
    Source(usize),
    Cue(usize),
}

impl What {
    /// The element's name.
    pub fn element(self) -> &'static str {
        match self {
            What::Said(_) => "said",
            What::Quote(_) => "quote",
            What::Source(_) | What::Cue(_) => "seg",
        }
    }

    /// What closes the element.
    pub fn end_tag(self) -> &'static str {
        match self {
            What::Said(_) => "</said>",
            What::Quote(_) => "</quote>",
            What::Source(_) | What::Cue(_) => "</seg>",
        }
    }

    fn rank(self) -> u8 {
        match self {
            What::Said(_) => 0,
            What::Quote(_) => 1,
            What::Source(_) => 2,
            What::Cue(_) => 3,
        }
    }
}

/// A stretch that is to be an element.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    pub what: What,
    pub span: Span,
    /// How many attributions it stands in.
    depth: usize,
}

impl Item {
    /// An item; `depth` tells which of equal stretches is the outer one.
    pub fn new(what: What, span: Span, depth: usize) -> Item {
        Item { what, span, depth }
    }

    /// The order of the text, outer ones first.
    pub fn key(&self) -> (usize, Reverse<usize>, u8, usize, What) {
        (self.span.start, Reverse(self.span.end), self.what.rank(), self.depth, self.what)
    }
}

/// A part of an item that crosses nothing.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    pub what: What,
    pub span: Span,
}

/// The pieces of the items within a block, in the order in which their elements open.
pub fn nest(items: &[Item], block: Span) -> Vec<Piece> {
    let mut waiting = BTreeSet::new();
    let mut add = |start: usize, end: usize, rank: u8, depth: usize, what: What| {
        if start < end {
            waiting.insert((start, Reverse(end), rank, depth, what));
        }
    };
    for item in items {
        let (start, end) = (item.span.start.max(block.start), item.span.end.min(block.end));
        add(start, end, item.what.rank(), item.depth, item.what);
    }
    let mut pieces = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    while let Some((start, Reverse(end), rank, depth, what)) = waiting.pop_first() {
        while open.pop_if(|top| *top <= start).is_some() {}
        let top = open.last().copied().unwrap_or(block.end);
        if end > top {
            waiting.insert((top, Reverse(end), rank, depth, what));
        }
        let span = Span::new(start, end.min(top));
        open.push(span.end);
        pieces.push(Piece { what, span });
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_crosses_is_divided() {
        let items = [
            Item::new(What::Quote(0), Span::new(5, 12), 0),
            Item::new(What::Said(0), Span::new(0, 8), 0),
            Item::new(What::Said(1), Span::new(0, 8), 1),
        ];
        let pieces: Vec<(What, usize, usize)> = nest(&items, Span::new(0, 20))
            .into_iter()
            .map(|p| (p.what, p.span.start, p.span.end))
            .collect();
        let expected = [
            (What::Said(0), 0, 8),
            (What::Said(1), 0, 8),
            (What::Quote(0), 5, 8),
            (What::Quote(0), 8, 12),
        ];
        assert_eq!(pieces, expected);
    }

    #[test]
    fn a_block_keeps_its_share() {
        let items = [Item::new(What::Said(0), Span::new(2, 9), 0)];
        let share = |start, end| nest(&items, Span::new(start, end))[0].span;
        assert_eq!((share(0, 4), share(5, 20)), (Span::new(2, 4), Span::new(5, 9)));
    }
}
