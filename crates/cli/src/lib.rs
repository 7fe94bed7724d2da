//! The command line of Onefold: parses flags, connects data, engine and report, and prints the outcome.
//! Matching is in `onefold_engine`, reading and writing in `onefold_data`.
//!
//! The binary calls [`run`]. The Python package calls it too, and for tables in memory the functions of [`library`], which take the
//! same flags.

mod again;
mod args;
mod command;
mod failure;
mod figures;
mod interrupt;
pub mod library;
mod logging;
mod progress;
mod sample;
mod service;
mod summary;
mod view;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

/// Runs a call with its arguments, the name of the program first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    ExitCode::from(code(arguments))
}

/// The same with the exit code as a number.
pub fn code(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    // Before anything can repeat an argument.
    let texts = arguments.iter().map(|argument| argument.to_string_lossy());
    if let Err(usage) = failure::check_no_password(texts) {
        return failure::exit(&usage.into(), 0);
    }
    let cli = match args::Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return failure::exit_from_parser(&error),
    };
    let messages = cli.messages;
    logging::start(messages.verbose, cli.command.log_format());
    match command::run(cli) {
        Ok(()) => failure::SUCCESS,
        Err(error) => failure::exit(&error, messages.verbose),
    }
}
