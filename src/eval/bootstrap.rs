//! Intervals by bootstrap, with a fixed generator, so that the same figures have the same intervals.

/// Resamplings; enough for two decimals.
const RESAMPLES: usize = 1000;

/// The 95 % percentile interval (Efron 1979) of a statistic over `n` articles.
///
/// The statistic is given the numbers of the articles drawn, some of them several times.
pub fn interval(n: usize, mut statistic: impl FnMut(&[usize]) -> f64) -> (f64, f64) {
    if n == 0 {
        return (0.0, 0.0);
    }
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut drawn = vec![0; n];
    let mut values: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            for place in &mut drawn {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                *place = (state >> 11) as usize % n;
            }
            statistic(&drawn)
        })
        .collect();
    values.sort_by(f64::total_cmp);
    (values[RESAMPLES * 25 / 1000], values[RESAMPLES * 975 / 1000 - 1])
}
