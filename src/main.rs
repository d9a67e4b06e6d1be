use std::process::ExitCode;

fn main() -> ExitCode {
    sourcier::cli::run()
}
