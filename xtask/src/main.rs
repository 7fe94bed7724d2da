//! Chores of the project that need more than cargo: training the model that ships with the engine, tables to measure
//! with, and benchmarks.

mod bench;
mod made;
mod train;

use anyhow::Result;
use clap::Parser;

/// Chores of the Onefold project
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Task {
    /// Train the model that scores data without labels
    Train(train::TrainArgs),
    /// Write some of the generated tables that the model is trained on, to look at them
    Tables(train::tables::TablesArgs),
    /// Make large tables with known truth, to measure with
    #[command(subcommand)]
    Make(made::MakeTask),
    /// Measure accuracy, speed and memory of the release binary
    #[command(subcommand)]
    Bench(bench::BenchTask),
}

fn main() -> Result<()> {
    match Task::parse() {
        Task::Train(args) => train::run(&args),
        Task::Tables(args) => train::tables::run(&args),
        Task::Make(task) => made::run(&task),
        Task::Bench(task) => bench::run(&task),
    }
}
