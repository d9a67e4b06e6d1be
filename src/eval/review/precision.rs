//! Precision of judged attributions, with its interval.

use std::collections::BTreeMap;

use super::{Review, Verdict};

/// How many of the judged attributions are right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Precision {
    /// Right as the program had them.
    pub right: usize,
    /// Judged: right, wrong or corrected.
    pub judged: usize,
}

impl Precision {
    /// The share that is right, with its interval at 95 % after Wilson.
    pub fn with_interval(self) -> (f64, f64, f64) {
        let (low, high) = wilson(self.right, self.judged);
        let share = if self.judged == 0 { 0.0 } else { self.right as f64 / self.judged as f64 };
        (share, low, high)
    }

    /// Counts one more.
    pub fn add(&mut self, right: bool) {
        self.right += usize::from(right);
        self.judged += 1;
    }
}

/// Precision over all, by site and by construction.
pub fn precision(
    reviews: &[Review],
) -> (Precision, BTreeMap<String, Precision>, BTreeMap<String, Precision>) {
    let mut all = Precision::default();
    let (mut sites, mut constructions) = (BTreeMap::new(), BTreeMap::new());
    for article in reviews.iter().flat_map(|r| &r.articles) {
        for a in &article.attributions {
            let right = match a.verdict {
                Verdict::Accepted => true,
                Verdict::Rejected | Verdict::Corrected => false,
                Verdict::Added | Verdict::Open => continue,
            };
            all.add(right);
            let name = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
            sites.entry(name(&article.site)).or_insert_with(Precision::default).add(right);
            constructions
                .entry(name(&a.construction))
                .or_insert_with(Precision::default)
                .add(right);
        }
    }
    (all, sites, constructions)
}

/// The score interval of a share at 95 % (Wilson 1927), which holds for small numbers and shares near 1 too.
pub fn wilson(right: usize, judged: usize) -> (f64, f64) {
    if judged == 0 {
        return (0.0, 1.0);
    }
    const Z: f64 = 1.959_963_985;
    let (n, share) = (judged as f64, right as f64 / judged as f64);
    let middle = share + Z * Z / (2.0 * n);
    let spread = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    (((middle - spread) / scale).max(0.0), ((middle + spread) / scale).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::wilson;

    #[test]
    fn intervals_are_those_of_the_literature() {
        // Newcombe 1998, table I: 81 of 263, and 0 of 20.
        let near = |(low, high): (f64, f64), a: f64, b: f64| {
            (low - a).abs() < 5e-5 && (high - b).abs() < 5e-5
        };
        assert!(near(wilson(81, 263), 0.2553, 0.3662));
        assert!(near(wilson(0, 20), 0.0, 0.1611));
    }
}
