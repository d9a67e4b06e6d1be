//! Training of the tagger: an averaged perceptron (Collins 2002), several times over.
//!
//! The weights of several runs in different orders are averaged, which costs nothing in use, for the sum of linear models is one.
//! In training, features are left out at random, so that none is relied on alone (Globerson and Roweis 2006; Søgaard 2013).

use super::look::{Look, Walk};
use super::tagger::{Row, TAGS, Tagger, best};
use crate::model::Pos;
use crate::rules::FastMap;

/// Runs whose weights are averaged.
const RUNS: u32 = 4;
/// How many of 100 features are left out.
const LEFT_OUT: u32 = 30;
/// Features that are kept, those with the largest weights; more make the table twice as large and gain nothing.
const MOST_ROWS: usize = 100_000;

/// A sentence to learn from: what the tagger sees, and the right tags.
pub type Lesson = (Vec<Look>, Vec<Pos>);

/// Trains a tagger; returns its weights as they lie in a file. Deterministic.
pub fn train(lessons: &[Lesson], rounds: usize) -> Vec<u8> {
    let mut total: FastMap<u32, [f64; TAGS]> = FastMap::default();
    for run in 0..RUNS {
        let mut random = Random(0x9e37_79b9_7f4a_7c15 + u64::from(run));
        for (feature, row) in learn(lessons, rounds, &mut random) {
            let sum = total.entry(feature).or_insert([0.0; TAGS]);
            sum.iter_mut().zip(row).for_each(|(s, w)| *s += w / f64::from(RUNS));
        }
    }
    pack(&total)
}

/// A fixed generator, so that the same treebank gives the same weights (Knuth's MMIX).
struct Random(u64);

impl Random {
    fn below(&mut self, n: u32) -> u32 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % u64::from(n.max(1))) as u32
    }
}

/// One run: the averaged weights.
fn learn(
    lessons: &[Lesson],
    rounds: usize,
    random: &mut Random,
) -> impl Iterator<Item = (u32, [f64; TAGS])> {
    let mut weights: FastMap<u32, [Averaged; TAGS]> = FastMap::default();
    let mut order: Vec<usize> = (0..lessons.len()).collect();
    let mut step = 0u32;
    let mut features = Vec::new();
    for _ in 0..rounds {
        for i in (1..order.len()).rev() {
            order.swap(i, random.below(i as u32 + 1) as usize);
        }
        for &n in &order {
            let (looks, gold) = &lessons[n];
            let mut walk = Walk::new(looks);
            let mut tags = Vec::with_capacity(looks.len());
            for (i, (look, &gold)) in looks.iter().zip(gold).enumerate() {
                let guess = look.only().unwrap_or_else(|| {
                    step += 1;
                    features.clear();
                    // In the order of their kinds, which the random choice goes by.
                    let (own, place) = (look.features(), walk.features(&tags));
                    features.extend(&own[..7]);
                    features.extend(&place[..7]);
                    features.push(own[7]);
                    features.extend(&place[7..]);
                    features.retain(|_| random.below(100) >= LEFT_OUT);
                    let mut scores = [0f32; TAGS];
                    for row in features.iter().filter_map(|f| weights.get(f)) {
                        scores.iter_mut().zip(row).for_each(|(s, w)| *s += w.now);
                    }
                    let guess = best(&scores, look);
                    // Where the closed classes exclude the gold tag there is nothing to learn.
                    let known = &look.known;
                    let learnable = !known.closed || known.allowed & (1 << gold as u32) != 0;
                    if guess != gold && learnable {
                        for &f in &features {
                            let row = weights.entry(f).or_insert([Averaged::default(); TAGS]);
                            row[gold as usize].add(1.0, step);
                            row[guess as usize].add(-1.0, step);
                        }
                    }
                    guess
                });
                walk.pass(i, guess);
                tags.push(guess);
            }
        }
    }
    weights.into_iter().map(move |(f, row)| (f, row.map(|w| w.mean(step))))
}

#[derive(Clone, Copy, Default)]
struct Averaged {
    now: f32,
    sum: f64,
    since: u32,
}

impl Averaged {
    fn add(&mut self, change: f32, step: u32) {
        self.sum += f64::from(self.now) * f64::from(step - self.since);
        self.since = step;
        self.now += change;
    }

    fn mean(&self, step: u32) -> f64 {
        (self.sum + f64::from(self.now) * f64::from(step - self.since)) / f64::from(step.max(1))
    }
}

/// Rounds the weights to small integers and keeps the largest.
fn pack(weights: &FastMap<u32, [f64; TAGS]>) -> Vec<u8> {
    // Few weights exceed this size; they are cut, and the rest keeps its precision.
    const LARGEST: f64 = 6.0;
    let small = |w: &f64| (w / LARGEST * 127.0).round().clamp(-127.0, 127.0) as i8;
    let size = |row: &Row| row.iter().map(|w| w.unsigned_abs()).max();
    let mut rows: Vec<(u32, Row)> =
        weights.iter().map(|(&f, row)| (f, row.each_ref().map(small))).collect();
    rows.retain(|(_, row)| size(row) > Some(2));
    rows.sort_unstable_by_key(|&(f, row)| (std::cmp::Reverse(size(&row)), f));
    rows.truncate(MOST_ROWS);
    Tagger::pack(&rows)
}
