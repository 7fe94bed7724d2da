//! `cargo xtask make`: large tables with known truth, to measure with. No model learns from them.
//!
//! `offers` makes product offers with long descriptions, `wide` adds columns that say nothing to any CSV file. The same arguments make the
//! same bytes, on any number of threads. Rows come in random order with ids that say nothing.

mod offers;
#[cfg(test)]
mod tests;
mod wide;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Subcommand;
use onefold_data::{ReadOptions, Watch, read};
use onefold_engine::Records;
use rayon::prelude::*;

/// Rows that one task makes.
const CHUNK: usize = 4_096;
/// Tasks whose rows are in memory together.
const CHUNKS: usize = 16;

/// What to make.
#[derive(Debug, Subcommand)]
pub enum MakeTask {
    /// Product offers of shops with descriptions of 50 to 200 words
    Offers(OffersArgs),
    /// A table with many columns that say nothing
    Wide(WideArgs),
}

/// Arguments of `make offers`.
#[derive(Debug, clap::Args)]
pub struct OffersArgs {
    /// Number of offers
    #[arg(long)]
    pub records: usize,
    /// Another seed makes other offers
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Folder for records.csv and truth.csv
    #[arg(long)]
    pub out: PathBuf,
}

/// Arguments of `make wide`.
#[derive(Debug, clap::Args)]
pub struct WideArgs {
    /// The table to add columns to: a file whose first column is the id
    #[arg(long)]
    pub input: PathBuf,
    /// Number of columns that the result has
    #[arg(long, default_value_t = 200)]
    pub columns: usize,
    /// Another seed makes other values
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// The result, a CSV file
    #[arg(long)]
    pub out: PathBuf,
}

/// Makes a table.
pub fn run(task: &MakeTask) -> Result<()> {
    match task {
        MakeTask::Offers(args) => make_offers(args),
        MakeTask::Wide(args) => make_wide(args),
    }
}

/// Writes offers and their truth.
pub fn make_offers(args: &OffersArgs) -> Result<()> {
    std::fs::create_dir_all(&args.out)
        .with_context(|| format!("making the folder {}", args.out.display()))?;
    let origins = offers::origins(args.records, args.seed);
    let header = format!("id,{}\n", offers::COLUMNS.join(","));
    write_rows(
        &args.out.join("records.csv"),
        &header,
        origins.len(),
        |row, text| {
            text.push_str(&id(row));
            for cell in offers::cells(origins[row], args.seed) {
                text.push(',');
                push_cell(&cell, text);
            }
            text.push('\n');
        },
    )?;
    write_rows(
        &args.out.join("truth.csv"),
        "id,entity\n",
        origins.len(),
        |row, text| {
            text.extend([id(row).as_str(), ",p", &origins[row].product().to_string(), "\n"]);
        },
    )
}

/// Writes a table with more columns.
pub fn make_wide(args: &WideArgs) -> Result<()> {
    let input = args.input.to_string_lossy().into_owned();
    let table = read(&[input], &ReadOptions::default(), Watch::SILENT)?;
    let records = Records::try_new(table.batches)?;
    let own = records.names().len();
    ensure!(
        own > 1 && args.columns >= own,
        "the table has {own} columns; at least two are needed, and --columns must not be fewer"
    );
    let wide = wide::Wide::new(args.columns - own, args.seed);
    let names: Vec<&str> = records
        .names()
        .iter()
        .map(String::as_str)
        .chain(wide.names())
        .collect();
    let header = format!("{}\n", names.join(","));
    write_rows(&args.out, &header, records.len(), |row, text| {
        let cells: Vec<&str> = (0..own).map(|column| records.value(row, column)).collect();
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                text.push(',');
            }
            push_cell(cell, text);
        }
        wide.push(row, &cells[1..], text);
        text.push('\n');
    })
}

/// An id that says neither where the offer is nor what it is of.
fn id(row: usize) -> String {
    format!(
        "o{:08x}",
        (row as u32)
            .wrapping_mul(0x9e37_79b1)
            .rotate_left(15)
            .wrapping_mul(0x85eb_ca6b)
    )
}

/// Adds a cell, in quotes where CSV needs them.
fn push_cell(cell: &str, text: &mut String) {
    if cell.contains(['"', ',', '\n', '\r']) {
        text.push('"');
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(cell);
    }
}

/// Writes a header and rows, which are made on all threads.
fn write_rows(
    path: &Path,
    header: &str,
    rows: usize,
    push: impl Fn(usize, &mut String) + Sync,
) -> Result<()> {
    let failed = || format!("writing {}", path.display());
    let mut file = BufWriter::new(File::create(path).with_context(failed)?);
    file.write_all(header.as_bytes()).with_context(failed)?;
    for first in (0..rows).step_by(CHUNK * CHUNKS) {
        let last = rows.min(first + CHUNK * CHUNKS);
        let starts: Vec<usize> = (first..last).step_by(CHUNK).collect();
        let texts: Vec<String> = starts
            .into_par_iter()
            .map(|start| {
                let mut text = String::new();
                (start..last.min(start + CHUNK)).for_each(|row| push(row, &mut text));
                text
            })
            .collect();
        for text in texts {
            file.write_all(text.as_bytes()).with_context(failed)?;
        }
    }
    file.flush().with_context(failed)
}
