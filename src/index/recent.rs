//! Recent: what was read lately, so that it need not be read again.

use crate::rules::FastMap;

/// Values by number, of which those that were asked for last are kept.
#[derive(Debug)]
pub struct Recent<V> {
    values: FastMap<u32, (u64, V)>,
    asked: u64,
    most: usize,
}

impl<V> Recent<V> {
    /// Keeps about so many values.
    pub fn new(most: usize) -> Self {
        Recent { values: FastMap::default(), asked: 0, most }
    }

    /// The value of a number, read if it is not there.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn get<E>(&mut self, number: u32, read: impl FnOnce() -> Result<V, E>) -> Result<&V, E> {
        self.asked += 1;
        if !self.values.contains_key(&number) {
            let value = read()?;
            // Half are dropped at once, so that each costs no search for the oldest.
            if self.values.len() >= self.most {
                let mut times: Vec<u64> = self.values.values().map(|v| v.0).collect();
                let middle = times.len() / 2;
                let oldest = *times.select_nth_unstable(middle).1;
                self.values.retain(|_, v| v.0 > oldest);
            }
            self.values.insert(number, (0, value));
        }
        let entry = self.values.get_mut(&number).expect("it was there or has just been put there");
        entry.0 = self.asked;
        Ok(&entry.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_for_last_stays() {
        let mut recent = Recent::new(4);
        let mut read = 0;
        for number in [0, 1, 2, 3, 0, 4, 0, 1] {
            let value: Result<&u32, ()> = recent.get(number, || {
                read += 1;
                Ok(number * 2)
            });
            assert_eq!(value, Ok(&(number * 2)));
        }
        assert_eq!(read, 6, "0 stays, 1 is read again");
        assert_eq!(recent.get(9, || Err("gone")), Err("gone"));
    }
}
