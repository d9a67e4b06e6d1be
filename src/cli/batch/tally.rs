//! The tally of a batch: how many articles were read and how many failed, how fast, and how long it will take.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::json;

use crate::ingest::{Input, Meter, Walk};

/// Counts articles and failures; progress is shown on a terminal only.
pub struct Tally {
    read: usize,
    failed: usize,
    /// Articles that an earlier run has done.
    skipped: usize,
    started: Instant,
    shown: Option<Instant>,
    terminal: bool,
    meter: Meter,
    /// Bytes of all inputs; 0 as long as that is not known.
    total: Arc<AtomicU64>,
    errors: Option<BufWriter<File>>,
}

impl Default for Tally {
    fn default() -> Self {
        let plain = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        Tally {
            read: 0,
            failed: 0,
            skipped: 0,
            started: Instant::now(),
            shown: None,
            terminal: !plain && io::stderr().is_terminal(),
            meter: Meter::default(),
            total: Arc::default(),
            errors: None,
        }
    }
}

impl Tally {
    /// A tally that knows how many bytes were read, and on a terminal how many there are in all.
    pub fn over(meter: Meter, paths: &[PathBuf]) -> Tally {
        let tally = Tally { meter, ..Tally::default() };
        if tally.terminal {
            weigh(paths.to_vec(), Arc::clone(&tally.total));
        }
        tally
    }

    /// Writes a line of JSON for every failure to a file, which is emptied first.
    ///
    /// # Errors
    /// If the system refuses it.
    pub fn with_errors(self, path: Option<&Path>) -> Result<Tally> {
        let Some(path) = path else { return Ok(self) };
        let file = File::create(path).with_context(|| path.display().to_string())?;
        Ok(Tally { errors: Some(BufWriter::new(file)), ..self })
    }

    /// Counts an article.
    pub fn read(&mut self) {
        self.read += 1;
        self.show();
    }

    /// Counts one that an earlier run has done.
    pub fn skip(&mut self) {
        self.skipped += 1;
        self.show();
    }

    /// Counts and reports an article that could not be read or written.
    pub fn fail(&mut self, message: &str) {
        self.fail_at(None, message);
    }

    /// Does so for an article at a place that a message names.
    pub fn fail_at(&mut self, place: Option<&str>, message: &str) {
        self.failed += 1;
        if let Some(errors) = &mut self.errors {
            let line = json!({ "place": place, "error": message });
            let written = writeln!(errors, "{line}").and_then(|()| errors.flush());
            if let Err(error) = written {
                self.errors = None;
                self.tell(&format!("--errors: {error}"));
            }
        }
        match place {
            Some(place) => self.tell(&format!("{place}: {message}")),
            None => self.tell(message),
        }
    }

    /// The exit code, and a last line if something is wrong or progress was shown.
    pub fn finish(mut self) -> ExitCode {
        match (self.read + self.skipped, self.failed) {
            (0, 0) => self.tell("no article was found"),
            (_, 0) if self.shown.is_none() && self.skipped == 0 => {}
            _ => {
                let summary = self.summary();
                self.tell(&summary);
            }
        }
        match (self.read + self.skipped, self.failed) {
            (0, _) => ExitCode::from(4),
            (_, 0) => ExitCode::SUCCESS,
            _ => ExitCode::from(3),
        }
    }

    /// The exit code of a run that was interrupted, with what was done.
    pub fn interrupted(mut self) -> ExitCode {
        let summary = self.summary();
        self.tell(&format!("interrupted; {summary}"));
        ExitCode::from(130)
    }

    fn summary(&self) -> String {
        let mut line = format!("{} read, {} failed", self.read, self.failed);
        if self.skipped > 0 {
            line.push_str(&format!(", {} done before", self.skipped));
        }
        if self.shown.is_some() {
            line.push_str(&format!(" in {}; {}", span(self.started.elapsed()), self.pace()));
        }
        line
    }

    /// Articles and megabytes a second.
    fn pace(&self) -> String {
        let seconds = self.started.elapsed().as_secs_f64().max(1e-3);
        let articles = (self.read + self.failed + self.skipped) as f64 / seconds;
        let megabytes = self.meter.bytes() as f64 / 1e6 / seconds;
        format!("{articles:.0} articles/s, {megabytes:.2} MB/s")
    }

    /// Writes a line to standard error; if that is closed there is nobody to tell.
    fn tell(&mut self, message: &str) {
        self.clear();
        let _ = writeln!(io::stderr(), "sourcier: {message}");
    }

    fn show(&mut self) {
        const PAUSE: Duration = Duration::from_millis(200);
        if !self.terminal || self.shown.is_some_and(|t| t.elapsed() < PAUSE) {
            return;
        }
        // The first article sets the clock only: a short run shows no progress at all.
        if self.started.elapsed() >= PAUSE {
            let mut line = format!("{} articles, {}", self.read + self.skipped, self.pace());
            if self.failed > 0 {
                line.push_str(&format!(", {} failed", self.failed));
            }
            if let Some(left) = self.left() {
                line.push_str(&format!(", {} left", span(left)));
            }
            let _ = write!(io::stderr(), "\r\x1b[K{line}");
            self.shown = Some(Instant::now());
        }
    }

    /// The time that is left at the pace so far.
    fn left(&self) -> Option<Duration> {
        let (total, done) = (self.total.load(Ordering::Relaxed), self.meter.bytes());
        let share = done as f64 / total.max(1) as f64;
        let spent = self.started.elapsed().as_secs_f64();
        (share > 0.001 && share <= 1.0).then(|| Duration::from_secs_f64(spent / share - spent))
    }

    fn clear(&mut self) {
        if self.terminal && self.shown.is_some() {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

/// Adds up the sizes of all inputs while the run goes on; a pipe leaves the total unknown.
fn weigh(paths: Vec<PathBuf>, total: Arc<AtomicU64>) {
    thread::spawn(move || {
        let mut sum = 0;
        for input in Walk::new(paths, None).flatten() {
            match input {
                Input::Stdin => return,
                Input::File { path, .. } => sum += path.metadata().map_or(0, |m| m.len()),
            }
        }
        total.store(sum, Ordering::Relaxed);
    });
}

/// Hours, minutes and seconds.
fn span(time: Duration) -> String {
    let s = time.as_secs();
    match (s / 3600, s / 60 % 60, s % 60) {
        (0, 0, s) => format!("{s} s"),
        (0, m, s) => format!("{m} min {s:02} s"),
        (h, m, _) => format!("{h} h {m:02} min"),
    }
}
