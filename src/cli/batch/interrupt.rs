//! Interrupts: the first asks a run to end behind a whole line, the second ends it at once.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the user or the system has asked the run to end.
#[derive(Clone, Debug, Default)]
pub(super) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Listens from now on.
    ///
    /// # Errors
    /// If the system refuses it.
    pub(super) fn listen() -> io::Result<Interrupt> {
        let asked = Interrupt::default();
        for signal in signals() {
            // In this order: the handler that ends the process sees the flag only from the second time on.
            signal_hook::flag::register_conditional_shutdown(signal, 130, Arc::clone(&asked.0))?;
            signal_hook::flag::register(signal, Arc::clone(&asked.0))?;
        }
        Ok(asked)
    }

    /// Whether it was asked.
    pub(super) fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

fn signals() -> [i32; 2] {
    [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM]
}
