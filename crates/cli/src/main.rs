//! The command line of Onefold: parses flags, connects data, engine and report, and prints the outcome.
//! Matching is in `onefold_engine`, reading and writing in `onefold_data`.

mod args;
mod command;
mod failure;
mod figures;
mod interrupt;
mod logging;
mod progress;
mod sample;
mod service;
mod summary;
mod view;

use std::process::ExitCode;

use clap::Parser;

/// Faster than the system allocator when many threads allocate small values.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Before anything can repeat an argument.
    for argument in std::env::args_os() {
        if let Err(error) = onefold_data::check_no_password(&argument.to_string_lossy()) {
            return failure::exit(&failure::Usage(error.to_string()).into(), 0);
        }
    }
    let cli = match args::Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return failure::exit_from_parser(&error),
    };
    let messages = cli.messages;
    logging::start(messages.verbose, cli.command.log_format());
    match command::run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failure::exit(&error, messages.verbose),
    }
}
