use std::process::ExitCode;

/// Articles are read with many short-lived lists, for which the system's allocator is slow.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    sourcier::cli::run()
}
