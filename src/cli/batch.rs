//! A batch: many articles, read one after the other, worked on by several threads, written in the order of reading.
//!
//! A reader thread hands raw articles to the workers, and the calling thread writes their results in order.
//! The reader may be only so many articles ahead of the writer, so that memory stays bounded however slow one
//! article is. A bad article is reported and never stops the batch; not even a panic does.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, IsTerminal, Write};
use std::num::NonZeroUsize;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, SyncSender, TryRecvError};
use std::sync::{Arc, Mutex, Once};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use super::output::{Output, Piece, WriteError};
use crate::ingest::{Articles, Format, IngestError, Raw, Walk, primary_language, same_file};
use crate::model::Document;

/// What a command reads and how.
#[derive(Clone, Debug, clap::Args)]
pub struct InputArgs {
    /// Files, folders (read recursively), globs in quotation marks, or `-` for standard input.
    #[arg(required = true, value_name = "PATHS")]
    pub paths: Vec<PathBuf>,
    /// What the inputs hold; by extension, then by content, unless told.
    #[arg(short, long, value_enum, default_value_t = Format::Auto, hide_possible_values = false)]
    pub format: Format,
    /// Threads that work [default: one a core]; the output is the same whatever N.
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    /// Language of the articles (such as `fr`), instead of the one that each text tells.
    #[arg(long, value_name = "CODE", value_parser = language_code)]
    pub lang: Option<String>,
}

/// Does `work` on every article and writes what it returns, in order.
///
/// # Errors
/// If an input is the output, or the output cannot be written; what is wrong with an article is reported and counted.
pub fn run<W>(inputs: &InputArgs, mut output: Output, work: W) -> Result<ExitCode>
where
    W: Fn(&Document) -> Vec<Piece> + Send + Sync + 'static,
{
    let is_output =
        |p: &&PathBuf| !p.is_dir() && output.path().is_some_and(|target| same_file(p, target));
    if let Some(path) = inputs.paths.iter().find(is_output) {
        bail!("{}: is both input and output", path.display());
    }
    output.create()?;
    let articles = Articles::new(Walk::new(inputs.paths.clone(), output.path()), inputs.format);
    let jobs =
        inputs.jobs.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let mut queue = Queue::start(articles, jobs, work);
    let mut tally = Tally::default();
    let mut ids = BTreeSet::new();
    while let Some(result) = queue.next(&mut output)? {
        let outcome = result.and_then(|done| {
            if !ids.insert(done.id.clone()) {
                let Done { id, place, .. } = done;
                return Err(format!(
                    "{place}: another article of this run has the id `{id}`; name their common folder instead"
                ));
            }
            Ok(done)
        });
        match outcome {
            Ok(done) => match output.write(&done.id, done.path.as_deref(), &done.pieces) {
                Ok(()) => tally.read(),
                Err(WriteError::Article(message)) => {
                    tally.fail(&format!("{}: {message}", done.place))
                }
                Err(WriteError::Output(error)) => return Err(error.into()),
            },
            Err(message) => tally.fail(&message),
        }
    }
    output.flush()?;
    Ok(tally.finish())
}

/// What came of one article.
struct Done {
    id: String,
    place: String,
    path: Option<PathBuf>,
    pieces: Vec<Piece>,
}

type Numbered<T> = (usize, T);

/// The results, put back in order.
struct Queue {
    results: Receiver<Numbered<Result<Done, String>>>,
    /// One is taken out for each result written, which lets the reader go one article further.
    permits: Receiver<()>,
    waiting: BTreeMap<usize, Result<Done, String>>,
    next: usize,
}

impl Queue {
    /// Starts reader and workers. They are never joined: when the output is closed early, the process just ends.
    fn start<W>(articles: Articles, jobs: usize, work: W) -> Queue
    where
        W: Fn(&Document) -> Vec<Piece> + Send + Sync + 'static,
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
        Queue { results, permits, waiting: BTreeMap::new(), next: 0 }
    }

    /// The next result in order; the output is flushed before a wait, so that a reader downstream sees what there is.
    fn next(&mut self, output: &mut Output) -> io::Result<Option<Result<Done, String>>> {
        loop {
            if let Some(result) = self.waiting.remove(&self.next) {
                self.next += 1;
                // The reader has sent a permit for every article that it handed out.
                let _ = self.permits.try_recv();
                return Ok(Some(result));
            }
            let received = match self.results.try_recv() {
                Err(TryRecvError::Empty) => {
                    output.flush()?;
                    self.results.recv().ok()
                }
                other => other.ok(),
            };
            match received {
                Some((number, result)) => self.waiting.insert(number, result),
                None => return Ok(None),
            };
        }
    }
}

/// The reader's thread. It stops when nobody wants more.
fn hand_out(
    articles: Articles,
    to_workers: &SyncSender<Numbered<Result<Raw, IngestError>>>,
    permit: &SyncSender<()>,
) {
    for (number, raw) in articles.enumerate() {
        if permit.send(()).is_err() || to_workers.send((number, raw)).is_err() {
            break;
        }
    }
}

fn read_and_work<W>(raw: Result<Raw, IngestError>, work: &W) -> Result<Done, String>
where
    W: Fn(&Document) -> Vec<Piece>,
{
    let raw = raw.map_err(|e| e.to_string())?;
    let (place, path) = (raw.place.to_string(), raw.place.path.clone());
    let (id, pieces) = catch(|| {
        let document = raw.read().map_err(|e| e.to_string())?;
        let pieces = work(&document);
        Ok((document.id, pieces))
    })
    .unwrap_or_else(|message| {
        Err(format!("{place}: internal error, please report it: {message}"))
    })?;
    Ok(Done { id, place, path, pieces })
}

thread_local! {
    /// The message of the panic that [`catch`] is to return; `None` outside of it.
    static CAUGHT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs `body` and turns a panic into its message and place, which then are not printed.
pub fn catch<T>(body: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let caught = CAUGHT.with_borrow_mut(|message| {
                message.as_mut().is_some_and(|m| {
                    *m = info.to_string().replace('\n', " ");
                    true
                })
            });
            if !caught {
                usual(info);
            }
        }));
    });
    CAUGHT.set(Some(String::new()));
    let result = panic::catch_unwind(AssertUnwindSafe(body));
    let message = CAUGHT.take().unwrap_or_default();
    result.map_err(|_| message)
}

/// How many articles were read and how many failed; progress is shown on a terminal only.
struct Tally {
    read: usize,
    failed: usize,
    shown: Option<Instant>,
    terminal: bool,
}

impl Default for Tally {
    fn default() -> Self {
        let plain = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        Tally { read: 0, failed: 0, shown: None, terminal: !plain && io::stderr().is_terminal() }
    }
}

impl Tally {
    fn read(&mut self) {
        self.read += 1;
        self.show();
    }

    fn fail(&mut self, message: &str) {
        self.failed += 1;
        self.tell(message);
    }

    /// The exit code, and a last line if something is wrong.
    fn finish(mut self) -> ExitCode {
        match (self.read, self.failed) {
            (0, 0) => self.tell("no article was found"),
            (_, 0) => self.clear(),
            (read, failed) => self.tell(&format!("{read} read, {failed} failed")),
        }
        match (self.read, self.failed) {
            (0, _) => ExitCode::from(4),
            (_, 0) => ExitCode::SUCCESS,
            _ => ExitCode::from(3),
        }
    }

    /// Writes a line to standard error; if that is closed there is nobody to tell.
    fn tell(&mut self, message: &str) {
        self.clear();
        let _ = writeln!(io::stderr(), "sourcier: {message}");
    }

    fn show(&mut self) {
        const PAUSE: Duration = Duration::from_millis(200);
        if self.terminal && self.shown.is_none_or(|t| t.elapsed() >= PAUSE) {
            // The first article sets the clock only: a short run shows no progress at all.
            if self.shown.is_some() {
                let _ = write!(io::stderr(), "\r{} articles", self.read);
            }
            self.shown = Some(Instant::now());
        }
    }

    fn clear(&mut self) {
        if self.terminal && self.shown.is_some() {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

fn language_code(code: &str) -> Result<String, String> {
    match primary_language(code) {
        Some(primary) if primary == code => Ok(primary),
        _ => Err("a language code has two or three letters, such as `fr`".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_fails_its_article_only() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["a", "b", "c"] {
            std::fs::write(dir.path().join(format!("{name}.txt")), name).unwrap();
        }
        let out = tempfile::tempdir().unwrap();
        let inputs = InputArgs {
            paths: vec![dir.path().to_owned()],
            format: Format::Auto,
            jobs: NonZeroUsize::new(2),
            lang: None,
        };
        let output = Output::new(Some(out.path()));
        let code = run(&inputs, output, |document| {
            assert!(document.text != "b", "a defect");
            vec![("out", document.text.clone().into_bytes())]
        });
        assert_eq!(format!("{:?}", code.unwrap()), format!("{:?}", ExitCode::from(3)));
        assert!(out.path().join("a.out").exists() && out.path().join("c.out").exists());
        assert!(!out.path().join("b.out").exists());
    }

    #[test]
    fn a_panic_tells_its_message_and_place() {
        let message = catch(|| panic!("the {} is empty", "list")).unwrap_err();
        assert!(message.contains("batch.rs") && message.contains("the list is empty"), "{message}");
    }

    #[test]
    fn the_reader_waits_for_the_writer() {
        let dir = tempfile::tempdir().unwrap();
        let lines: String = (0..1000).map(|i| format!("{{\"text\":\"{i}\"}}\n")).collect();
        let path = dir.path().join("many.jsonl");
        std::fs::write(&path, lines).unwrap();
        let articles = Articles::new(Walk::new(vec![path], None), Format::Auto);
        let worked = Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let count = Arc::clone(&worked);
        let mut queue = Queue::start(articles, 2, move |_| {
            count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            Vec::new()
        });
        thread::sleep(Duration::from_millis(300));
        // Nothing was taken yet: no more than the permits allow can have been worked on.
        assert!(worked.load(std::sync::atomic::Ordering::SeqCst) <= 16);
        let mut output = Output::new(Some(&dir.path().join("none")));
        output.create().unwrap();
        let mut seen = 0;
        while let Some(done) = queue.next(&mut output).unwrap() {
            seen += 1;
            assert_eq!(done.unwrap_or_else(|e| panic!("{e}")).id, format!("many#{seen}"));
        }
        assert_eq!(seen, 1000);
    }
}
