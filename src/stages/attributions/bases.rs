//! Sets of properties: what a candidate's source or content shows.

use super::features::Base;

const WORDS: usize = Base::ALL.len().div_ceil(64);

/// A set of properties, in order; each stands in it once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bases([u64; WORDS]);

impl Bases {
    /// Those that tell of what stands before a stretch.
    const STARTS: Bases = Bases::named_with(b"starts.");
    /// Those that tell of what stands behind it.
    const ENDS: Bases = Bases::named_with(b"ends.");

    /// A set of those.
    pub const fn of<const N: usize>(list: [Base; N]) -> Bases {
        let mut set = Bases([0; WORDS]);
        let mut i = 0;
        while i < N {
            set.0[list[i] as usize / 64] |= 1 << (list[i] as usize % 64);
            i += 1;
        }
        set
    }

    /// Which names begin so.
    const fn named_with(start: &[u8]) -> Bases {
        let mut set = Bases([0; WORDS]);
        let mut i = 0;
        while i < Base::ALL.len() {
            let name = Base::ALL[i].name().as_bytes();
            let mut k = 0;
            while k < start.len() && k < name.len() && name[k] == start[k] {
                k += 1;
            }
            if k == start.len() {
                set.0[i / 64] |= 1 << (i % 64);
            }
            i += 1;
        }
        set
    }

    /// Puts one into the set.
    pub fn insert(&mut self, base: Base) {
        self.0[base as usize / 64] |= 1 << (base as usize % 64);
    }

    /// Puts one into the set if it holds.
    pub fn put(&mut self, holds: bool, base: Base) {
        self.0[base as usize / 64] |= u64::from(holds) << (base as usize % 64);
    }

    /// Whether one stands in it.
    pub fn contains(self, base: Base) -> bool {
        self.0[base as usize / 64] & (1 << (base as usize % 64)) != 0
    }

    /// Whether one of those stands in it.
    pub fn meets(self, other: Bases) -> bool {
        self.0.iter().zip(other.0).any(|(a, b)| a & b != 0)
    }

    /// Both together.
    #[must_use]
    pub fn with(mut self, other: Bases) -> Bases {
        self.0.iter_mut().zip(other.0).for_each(|(a, b)| *a |= b);
        self
    }

    /// What is left without the others.
    #[must_use]
    pub fn without(mut self, other: Bases) -> Bases {
        self.0.iter_mut().zip(other.0).for_each(|(a, b)| *a &= !b);
        self
    }

    /// Without what is told of the place before.
    #[must_use]
    pub fn without_start(self) -> Bases {
        self.without(Bases::STARTS)
    }

    /// Without what is told of the place behind.
    #[must_use]
    pub fn without_end(self) -> Bases {
        self.without(Bases::ENDS)
    }

    /// What is told of the place behind alone.
    #[must_use]
    pub fn end(self) -> Bases {
        self.without(self.without_end())
    }

    /// How many there are.
    pub fn len(self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Calls `told` with those in the set, in order.
    pub fn each(self, mut told: impl FnMut(Base)) {
        for (at, mut word) in self.0.into_iter().enumerate() {
            while word != 0 {
                told(Base::ALL[64 * at + word.trailing_zeros() as usize]);
                word &= word - 1;
            }
        }
    }
}

impl From<Base> for Bases {
    fn from(base: Base) -> Bases {
        Bases::of([base])
    }
}

impl Extend<Base> for Bases {
    fn extend<I: IntoIterator<Item = Base>>(&mut self, list: I) {
        list.into_iter().for_each(|base| self.insert(base));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_each_once_in_order() {
        let list = [Base::ClassSilent, Base::StartComma, Base::EndStop, Base::HasComma];
        let mut set = Bases::of(list);
        set.extend(list);
        set.put(false, Base::Short);
        let mut sorted = list;
        sorted.sort();
        let mut told = Vec::new();
        set.each(|base| told.push(base));
        assert_eq!(told, sorted);
        assert_eq!(
            (set.len(), set.contains(Base::EndStop), set.contains(Base::Short)),
            (4, true, false)
        );
        assert_eq!(
            set.without_end().without_start(),
            Bases::of([Base::HasComma, Base::ClassSilent])
        );
        assert_eq!(set.end(), Base::EndStop.into());
    }
}
