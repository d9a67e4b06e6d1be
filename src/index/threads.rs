//! Threads: the same function on many items, results in order of the items.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Items are taken so many at a time.
const SHARE: usize = 16;

/// Does `work` on every item on `jobs` threads, each with a state of its own; the results are in order of the items,
/// whatever the number of threads.
pub fn map<T, S, R>(
    jobs: NonZeroUsize,
    items: &[T],
    state: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &T) -> R + Sync,
) -> Vec<R>
where
    T: Sync,
    R: Send,
{
    let next = AtomicUsize::new(0);
    let run = || {
        let mut state = state();
        let mut done = Vec::new();
        loop {
            let start = next.fetch_add(SHARE, Ordering::Relaxed);
            if start >= items.len() {
                return done;
            }
            let end = items.len().min(start + SHARE);
            done.extend((start..end).map(|i| (i, work(&mut state, &items[i]))));
        }
    };
    let mut all: Vec<(usize, R)> = if jobs.get() == 1 {
        run()
    } else {
        thread::scope(|scope| {
            let workers: Vec<_> = (0..jobs.get()).map(|_| scope.spawn(run)).collect();
            let join = |w: thread::ScopedJoinHandle<'_, Vec<(usize, R)>>| match w.join() {
                Ok(done) => done,
                Err(panic) => std::panic::resume_unwind(panic),
            };
            workers.into_iter().flat_map(join).collect()
        })
    };
    all.sort_by_key(|(i, _)| *i);
    all.into_iter().map(|(_, r)| r).collect()
}
