//! The command line: one file a command. Data goes to standard output, all else to standard error.

use std::process::ExitCode;

/// Parses the command line, runs the command and tells how it ended.
pub fn run() -> ExitCode {
    ExitCode::SUCCESS
}
