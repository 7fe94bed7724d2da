//! `cargo xtask tables`: writes generated tables as CSV, so that people can look at them.

use std::{fs::File, io::BufWriter, io::Write, path::PathBuf};

use anyhow::{Context, Result, ensure};

use super::{
    build::{self, Draft},
    source_name,
};

/// Arguments of `cargo xtask tables`.
#[derive(Debug, clap::Args)]
pub struct TablesArgs {
    /// Which seeds, the last one not included: 1..40
    #[arg(long, default_value = "1..20")]
    seeds: String,
    /// Where a folder with records.csv and truth.csv is written for each seed
    #[arg(long)]
    out: Option<PathBuf>,
}

/// Writes the tables and prints a line for each.
pub fn run(args: &TablesArgs) -> Result<()> {
    let (first, end) = args
        .seeds
        .split_once("..")
        .and_then(|(first, end)| Some((first.parse::<u64>().ok()?, end.parse::<u64>().ok()?)))
        .with_context(|| format!("{:?} is not a range of seeds such as 1..40", args.seeds))?;
    ensure!(first < end, "the range of seeds {:?} is empty", args.seeds);
    for seed in first..end {
        let draft = build::build(seed);
        if let Some(out) = &args.out {
            let folder = out.join(format!("{seed}"));
            write(&draft, &folder).with_context(|| format!("writing {}", folder.display()))?;
        }
        println!("{}", describe(&draft, seed));
    }
    Ok(())
}

/// One line about a table.
fn describe(draft: &Draft, seed: u64) -> String {
    let things = draft
        .rows
        .iter()
        .map(|row| row.entity)
        .max()
        .map_or(0, |most| most as usize + 1);
    let mut sizes = vec![0usize; things];
    for row in &draft.rows {
        sizes[row.entity as usize] += 1;
    }
    let copied = sizes.iter().filter(|&&size| size > 1).count();
    let largest = sizes.iter().max().copied().unwrap_or(0);
    format!(
        "{seed}: {}{}; {} rows, {things} things, {:.1} % of them with copies, at most {largest}; related: {}; columns: {}",
        draft.template,
        if draft.is_link { ", linked" } else { "" },
        draft.rows.len(),
        100.0 * copied as f64 / things.max(1) as f64,
        draft.groups,
        draft.header.join(", ")
    )
}

fn write(draft: &Draft, folder: &std::path::Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut records = BufWriter::new(File::create(folder.join("records.csv"))?);
    let mut truth = BufWriter::new(File::create(folder.join("truth.csv"))?);
    let source = if draft.is_link { ",source" } else { "" };
    let header: Vec<String> = draft.header.iter().map(|name| quoted(name)).collect();
    writeln!(records, "id{source},{}", header.join(","))?;
    writeln!(truth, "id,entity")?;
    for (number, row) in draft.rows.iter().enumerate() {
        write!(records, "r{number}")?;
        if draft.is_link {
            write!(records, ",{}", source_name(row.source))?;
        }
        for cell in &row.cells {
            write!(records, ",{}", quoted(cell))?;
        }
        writeln!(records)?;
        writeln!(truth, "r{number},{}", row.entity)?;
    }
    records.flush()?;
    truth.flush()?;
    Ok(())
}

/// A CSV field, in quotes where it needs them.
fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
