//! `cargo xtask tables`: writes generated tables as CSV, so that people can look at them.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};

use super::{LabeledSet, build, table};

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
        let set = table(seed)?;
        if let Some(out) = &args.out {
            let folder = out.join(seed.to_string());
            write(&set, &folder).with_context(|| format!("writing {}", folder.display()))?;
        }
        println!("{}", describe(&set, &build::build(seed).groups));
    }
    Ok(())
}

/// One line about a table.
fn describe(set: &LabeledSet, groups: &str) -> String {
    let things = set.entities.iter().max().map_or(0, |&most| most as usize + 1);
    let mut sizes = vec![0usize; things];
    for &entity in &set.entities {
        sizes[entity as usize] += 1;
    }
    let copied = sizes.iter().filter(|&&size| size > 1).count();
    let largest = sizes.iter().max().copied().unwrap_or(0);
    format!(
        "{}: {}{}; {} rows, {things} things, {:.1} % of them with copies, at most {largest}; related: {groups}; \
         columns: {}",
        set.name,
        set.family,
        if set.is_link { ", linked" } else { "" },
        set.records.len(),
        100.0 * copied as f64 / things.max(1) as f64,
        set.records.names()[1..].join(", ")
    )
}

fn write(set: &LabeledSet, folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut records = BufWriter::new(File::create(folder.join("records.csv"))?);
    let mut truth = BufWriter::new(File::create(folder.join("truth.csv"))?);
    let names = set.records.names();
    let header: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    writeln!(records, "{}", header.join(","))?;
    writeln!(truth, "id,entity")?;
    for (row, entity) in set.entities.iter().enumerate() {
        let cells: Vec<String> = (0..names.len())
            .map(|column| quoted(set.records.value(row, column)))
            .collect();
        writeln!(records, "{}", cells.join(","))?;
        writeln!(truth, "{},{entity}", set.records.key(row))?;
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
