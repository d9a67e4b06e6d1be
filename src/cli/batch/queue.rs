//! The queue of a batch: a reader thread hands raw articles to the workers, whose results come back in order or as they are made.
//!
//! The reader may be only so many articles ahead of the writer, so that memory stays bounded however slow one article is.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender, TryRecvError};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use crate::export::Piece;
use crate::ingest::{Articles, IngestError, Place, Raw, catch};
use crate::model::Document;

/// What came of one article.
pub(super) struct Done {
    pub id: String,
    pub place: String,
    pub path: Option<PathBuf>,
    /// `None` if it was done in an earlier run.
    pub pieces: Option<Vec<Piece>>,
}

/// Why an article failed.
pub(super) struct Failure {
    /// The input, as a message names it.
    pub place: String,
    /// What is wrong.
    pub message: String,
}

pub(super) type Outcome = Result<Done, Failure>;

/// What the writer gets when it asks for the next result.
pub(super) enum Next {
    Result(Outcome),
    /// Nothing yet; the writer may look after other things.
    Wait,
    End,
}

/// The results on their way to the writer.
pub(super) struct Queue {
    results: Receiver<(usize, Outcome)>,
    /// One is taken out for each result written, which lets the reader go one article further.
    permits: Receiver<()>,
    waiting: BTreeMap<usize, Outcome>,
    next: usize,
    ordered: bool,
}

impl Queue {
    /// Starts reader and workers. They are never joined: when the output is closed early, the process just ends.
    pub(super) fn start<W>(articles: Articles, jobs: usize, ordered: bool, work: W) -> Queue
    where
        W: Fn(&Document) -> Option<Vec<Piece>> + Send + Sync + 'static,
    {
        const STACK: usize = 8 << 20;
        let (to_workers, from_reader) = mpsc::sync_channel(jobs);
        let (to_writer, results) = mpsc::channel();
        let (permit, permits) = mpsc::sync_channel(8 * jobs);
        let from_reader = Arc::new(Mutex::new(from_reader));
        let work = Arc::new(work);
        let spawn = |body: Box<dyn FnOnce() + Send>| {
            thread::Builder::new()
                .stack_size(STACK)
                .spawn(body)
                .expect("the system gives a thread to a new process");
        };
        spawn(Box::new(move || hand_out(articles, &to_workers, &permit)));
        for _ in 0..jobs {
            let (from_reader, to_writer, work) =
                (Arc::clone(&from_reader), to_writer.clone(), Arc::clone(&work));
            spawn(Box::new(move || {
                loop {
                    let taken = from_reader.lock().map(|r| r.recv());
                    let Ok(Ok((number, raw))) = taken else { break };
                    if to_writer.send((number, read_and_work(raw, &*work))).is_err() {
                        break;
                    }
                }
            }));
        }
        Queue { results, permits, waiting: BTreeMap::new(), next: 0, ordered }
    }

    /// The next result. `before_wait` is called when there is none yet, so that a reader downstream sees what there is.
    ///
    /// # Errors
    /// What `before_wait` returns.
    pub(super) fn next<E>(
        &mut self,
        before_wait: impl FnOnce() -> Result<(), E>,
    ) -> Result<Next, E> {
        const PATIENCE: Duration = Duration::from_millis(100);
        let mut received = self.results.try_recv().map_err(|e| match e {
            TryRecvError::Empty => RecvTimeoutError::Timeout,
            TryRecvError::Disconnected => RecvTimeoutError::Disconnected,
        });
        if let Some(result) = self.waiting.remove(&self.next) {
            if let Ok((number, other)) = received {
                self.waiting.insert(number, other);
            }
            return Ok(Next::Result(self.pass(result)));
        }
        if received.as_ref().err() == Some(&RecvTimeoutError::Timeout) {
            before_wait()?;
            received = self.results.recv_timeout(PATIENCE);
        }
        Ok(match received {
            Ok((number, result)) if !self.ordered || number == self.next => {
                Next::Result(self.pass(result))
            }
            Ok((number, result)) => {
                self.waiting.insert(number, result);
                Next::Wait
            }
            Err(RecvTimeoutError::Timeout) => Next::Wait,
            Err(RecvTimeoutError::Disconnected) => Next::End,
        })
    }

    fn pass(&mut self, result: Outcome) -> Outcome {
        self.next += 1;
        // The reader has sent a permit for every article that it handed out.
        let _ = self.permits.try_recv();
        result
    }
}

/// The reader's thread. It stops when nobody wants more.
fn hand_out(
    mut articles: Articles,
    to_workers: &SyncSender<(usize, Result<Raw, IngestError>)>,
    permit: &SyncSender<()>,
) {
    for number in 0.. {
        let next = catch(|| articles.next());
        let broken = next.is_err();
        // Without a word of it, what was not read would not be missed.
        let raw = next.unwrap_or_else(|message| {
            let message =
                format!("internal error, please report it; nothing behind was read: {message}");
            Some(Err(IngestError::Record { place: Place::default(), message }))
        });
        let Some(raw) = raw else { break };
        if permit.send(()).is_err() || to_workers.send((number, raw)).is_err() || broken {
            break;
        }
    }
}

fn read_and_work<W>(raw: Result<Raw, IngestError>, work: &W) -> Outcome
where
    W: Fn(&Document) -> Option<Vec<Piece>>,
{
    let raw = raw.map_err(|e| failure(&e))?;
    let (place, path) = (raw.place.to_string(), raw.place.path.clone());
    let (id, pieces) = catch(|| {
        let document = raw.read().map_err(|e| failure(&e))?;
        let pieces = work(&document);
        Ok((document.id, pieces))
    })
    .unwrap_or_else(|message| {
        let message = format!("internal error, please report it: {message}");
        Err(Failure { place: place.clone(), message })
    })?;
    Ok(Done { id, place, path, pieces })
}

/// The place apart from what is wrong there.
fn failure(error: &IngestError) -> Failure {
    let whole = error.to_string();
    let place = error.place();
    let message = whole.strip_prefix(&place).and_then(|m| m.strip_prefix(": "));
    let message = message.unwrap_or(&whole).to_owned();
    Failure { place, message }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{Format, Walk};

    #[test]
    fn the_reader_waits_for_the_writer() {
        let dir = tempfile::tempdir().unwrap();
        let lines: String = (0..1000).map(|i| format!("{{\"text\":\"{i}\"}}\n")).collect();
        let path = dir.path().join("many.jsonl");
        std::fs::write(&path, lines).unwrap();
        let articles = Articles::new(Walk::new(vec![path], None), Format::Auto);
        let worked = Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let count = Arc::clone(&worked);
        let mut queue = Queue::start(articles, 2, true, move |_| {
            count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            Some(Vec::new())
        });
        thread::sleep(Duration::from_millis(300));
        // Nothing was taken yet: no more than the permits allow can have been worked on.
        assert!(worked.load(std::sync::atomic::Ordering::SeqCst) <= 16);
        let mut seen = 0;
        loop {
            match queue.next(|| Ok::<(), ()>(())).unwrap() {
                Next::Result(done) => {
                    seen += 1;
                    let done = done.unwrap_or_else(|e| panic!("{}", e.message));
                    assert_eq!(done.id, format!("many#{seen}"));
                }
                Next::Wait => {}
                Next::End => break,
            }
        }
        assert_eq!(seen, 1000);
    }
}
