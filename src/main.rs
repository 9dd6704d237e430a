//! The binary: hands the arguments to the library and its answer to the shell.

use std::process::ExitCode;

/// A check makes and drops hundreds of thousands of small texts on both processors; the system's allocator takes a
/// quarter of the time for that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    specc::cli::run(std::env::args_os())
}
