//! The binary `onefold`: the command line of the library beside it, with an allocator.

use std::process::ExitCode;

/// Faster than the system allocator when many threads allocate small values.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    onefold::run(std::env::args_os())
}
