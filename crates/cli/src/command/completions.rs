//! `onefold completions`.

use clap::CommandFactory;

use crate::args::{Cli, CompletionsArgs};

/// Prints the completion script of a shell.
pub fn run(args: &CompletionsArgs) -> anyhow::Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "onefold", &mut script);
    super::print(&String::from_utf8_lossy(&script))
}
