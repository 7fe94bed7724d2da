//! How the process ends: an error becomes one sentence on stderr and an exit code.

use std::fmt;
use std::io::{self, Write};

use clap::CommandFactory;

use crate::args::Cli;
use crate::interrupt::EXIT_INTERRUPTED;
use crate::summary::plain;

/// The exit code of a call that did what it was asked.
pub const SUCCESS: u8 = 0;
const EXIT_FAILED: u8 = 1;
const EXIT_USAGE: u8 = 2;

/// Invalid usage that the parser of flags cannot see.
#[derive(Debug)]
pub struct Usage(pub String);

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

/// Refuses arguments with a password in them.
pub fn check_no_password(arguments: impl IntoIterator<Item = impl AsRef<str>>) -> Result<(), Usage> {
    for argument in arguments {
        onefold_data::check_no_password(argument.as_ref()).map_err(|error| Usage(error.to_string()))?;
    }
    Ok(())
}

/// The kinds of failures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The caller asked it to stop.
    Cancelled,
    /// An unknown column, a bad value, contradictory flags.
    Usage,
    /// A file that is not there.
    MissingFile,
    /// Unreadable or broken data, a full disk.
    Failed,
}

impl Kind {
    /// The kind of an error.
    pub fn of(error: &anyhow::Error) -> Self {
        if is_cancelled(error) {
            Self::Cancelled
        } else if task_error(error).is_some_and(onefold_tasks::Error::is_about_missing_file) {
            Self::MissingFile
        } else if is_usage(error) {
            Self::Usage
        } else {
            Self::Failed
        }
    }
}

/// Reports the error of a failed run and gives the exit code.
pub fn exit(error: &anyhow::Error, verbose: u8) -> u8 {
    if is_closed_pipe(error) {
        // The reader of the output has what it wants, as in `onefold match ... | head`.
        return SUCCESS;
    }
    if is_cancelled(error) {
        say("onefold: interrupted; no output was written");
        return EXIT_INTERRUPTED;
    }
    say(&format!("onefold: error: {}", plain(&error.to_string())));
    if verbose > 0 {
        for cause in error.chain().skip(1) {
            say(&format!("  because: {}", plain(&cause.to_string())));
        }
    }
    if is_usage(error) { EXIT_USAGE } else { EXIT_FAILED }
}

/// Ends a call that clap answers: help and version go to stdout, invalid usage becomes one sentence on stderr.
pub fn exit_from_parser(error: &clap::Error) -> u8 {
    use clap::error::ErrorKind;
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => match error.print() {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => EXIT_FAILED,
            _ => SUCCESS,
        },
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            // Nothing can be reported if stderr is closed.
            let _ = error.print();
            EXIT_USAGE
        }
        _ => {
            let sentence = parser_sentence(&error.to_string());
            say(&format!(
                "onefold: error: {}; see {}",
                plain(&sentence),
                help_call()
            ));
            EXIT_USAGE
        }
    }
}

/// Clap's paragraphs (what is wrong, tips, usage) as one sentence.
pub fn parser_sentence(text: &str) -> String {
    let mut paragraphs = text.split("\n\n").map(|paragraph| {
        let lines: Vec<&str> = paragraph.lines().map(str::trim).collect();
        lines.join(" ")
    });
    let wrong = paragraphs.next().unwrap_or_default();
    let mut sentence = wrong.strip_prefix("error: ").unwrap_or(&wrong).to_owned();
    // The tip "to pass ... as a value" does not help someone who mistyped a flag.
    for paragraph in paragraphs {
        if let Some(tip) = paragraph
            .strip_prefix("tip: ")
            .filter(|tip| !tip.starts_with("to pass"))
        {
            sentence = format!("{sentence}; {tip}");
        }
    }
    sentence
}

/// The call that shows the help of the subcommand in use.
fn help_call() -> String {
    let command = Cli::command();
    let named = std::env::args()
        .skip(1)
        .find(|arg| command.find_subcommand(arg).is_some());
    named.map_or_else(
        || "onefold --help".to_owned(),
        |name| format!("onefold {name} --help"),
    )
}

fn say(line: &str) {
    // Nothing can be reported if stderr is closed.
    let _ = writeln!(io::stderr(), "{line}");
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    task_error(error).is_some_and(onefold_tasks::Error::is_pipe_closed)
        || error
            .chain()
            .filter_map(|cause| cause.downcast_ref::<io::Error>())
            .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

fn is_cancelled(error: &anyhow::Error) -> bool {
    task_error(error).is_some_and(onefold_tasks::Error::is_cancelled)
}

fn is_usage(error: &anyhow::Error) -> bool {
    error.is::<Usage>() || task_error(error).is_some_and(onefold_tasks::Error::is_misuse)
}

fn task_error(error: &anyhow::Error) -> Option<&onefold_tasks::Error> {
    error.downcast_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_of_the_parser_become_one_sentence() {
        let text = "error: unexpected argument '--pair-out' found\n\n  tip: a similar argument exists: '--pairs-out'\n\nUsage: onefold match <INPUT>...\n\nFor more information, try '--help'.\n";
        assert_eq!(
            parser_sentence(text),
            "unexpected argument '--pair-out' found; a similar argument exists: '--pairs-out'"
        );
        let text = "error: the following required arguments were not provided:\n  <INPUT>...\n\nUsage: onefold match <INPUT>...\n";
        assert_eq!(
            parser_sentence(text),
            "the following required arguments were not provided: <INPUT>..."
        );
    }
}
