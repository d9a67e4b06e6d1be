//! A grid over the text that finds what stands near a stretch without asking everything.

use crate::model::Span;

/// Bytes of a cell; most attributions lie within one or two.
const CELL: usize = 512;

/// Numbered things by the stretch of text that they cover.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    cells: Vec<Vec<usize>>,
}

impl Grid {
    /// Notes that `number` covers `span`.
    pub fn put(&mut self, number: usize, span: Span) {
        let last = span.end / CELL;
        if self.cells.len() <= last {
            self.cells.resize(last + 1, Vec::new());
        }
        for cell in &mut self.cells[span.start / CELL..=last] {
            cell.push(number);
        }
    }

    /// All that may meet `span`, in order.
    pub fn near(&self, span: Span) -> Vec<usize> {
        let last = (span.end / CELL + 1).min(self.cells.len());
        let cells = self.cells.get(span.start / CELL..last).unwrap_or_default();
        let mut list: Vec<usize> = cells.iter().flatten().copied().collect();
        list.sort_unstable();
        list.dedup();
        list
    }
}
