//! `cargo xtask bench linking`: tables whose columns do not line up.
//!
//! The second source of each set gets other column names in another order, or columns that are merged or split. `onefold match
//! --link` must find which belong together, and link as well as with equal names. Columns that hold nothing in a source are left
//! out of it.

mod names;

use std::{collections::BTreeSet, path::Path, process::Command};

use anyhow::{Context, Result, ensure};
use serde::Serialize;
use serde_json::Value;

use super::{Places, name_of, quality, read_groups};
use crate::train::sets::{LabeledSet, load, tables};
use names::{LANGUAGES, NATURAL, PARTS, renamed};

/// What to measure.
#[derive(Debug, clap::Args)]
pub struct LinkingArgs {
    #[command(flatten)]
    places: Places,
    /// Folder with one data set in each subfolder
    #[arg(long, default_value = "../shared/data")]
    data: std::path::PathBuf,
    /// Records of each source, the first ones
    #[arg(long, default_value_t = 3_000)]
    records: usize,
    /// Only these sets
    #[arg(long, value_delimiter = ',')]
    sets: Vec<String>,
}

/// Figures of one kind of change.
#[derive(Debug, Serialize)]
struct Row {
    change: String,
    sets: usize,
    /// Columns mapped right, of all.
    columns: [usize; 2],
    /// F1 of the same data with equal names, less that of the change: the mean and the largest.
    lost: f64,
    most_lost: f64,
    most_lost_in: String,
}

/// A column of a source: its name, and the columns of the set that it holds.
type Column = (String, Vec<usize>);

/// Measures all sets and prints a table.
pub fn run(args: &LinkingArgs) -> Result<()> {
    let binary = args.places.binary()?;
    let mut folders: Vec<_> = tables(&args.data)?;
    folders.retain(|folder| args.sets.is_empty() || args.sets.contains(&name_of(folder)));
    let mut rows: Vec<Row> = Vec::new();
    let work = args.places.cache.join("linking");
    std::fs::create_dir_all(&work)?;
    for folder in folders {
        let set = load(&folder)?;
        if !set.is_link || set.records.sources().is_none() {
            continue;
        }
        let task = Task {
            binary: &binary,
            folder: &work,
            rows: first_rows(&set, args.records),
            set: &set,
        };
        let [left, right] = [task.columns(0), task.columns(1)];
        let (equal, _) = task.link(&left, &right)?;
        for (change, left, right) in changes(&set, &left, &right) {
            let (f1, mapped) = task.link(&left, &right)?;
            let (found, all) = count(&set, &left, &right, &mapped);
            eprintln!(
                "{} {change}: {found} of {all} columns, F1 {f1:.4} for {equal:.4}",
                set.name
            );
            let at = rows
                .iter()
                .position(|row| row.change == change)
                .unwrap_or_else(|| {
                    rows.push(Row {
                        change: change.clone(),
                        sets: 0,
                        columns: [0, 0],
                        lost: 0.0,
                        most_lost: f64::MIN,
                        most_lost_in: String::new(),
                    });
                    rows.len() - 1
                });
            let row = &mut rows[at];
            row.sets += 1;
            row.columns[0] += found;
            row.columns[1] += all;
            row.lost += equal - f1;
            if equal - f1 > row.most_lost {
                row.most_lost = equal - f1;
                row.most_lost_in.clone_from(&set.name);
            }
        }
    }
    ensure!(
        !rows.is_empty(),
        "{} holds no sets of two sources",
        args.data.display()
    );
    for row in &mut rows {
        row.lost /= row.sets as f64;
        println!(
            "| {} | {} | {} of {} | {:.4} | {:.4} ({}) |",
            row.change, row.sets, row.columns[0], row.columns[1], row.lost, row.most_lost, row.most_lost_in
        );
    }
    args.places.write(
        "linking",
        serde_json::json!({ "records": args.records, "rows": rows }),
    )
}

/// The first records of each source.
fn first_rows(set: &LabeledSet, most: usize) -> [Vec<usize>; 2] {
    let mut rows = [Vec::new(), Vec::new()];
    if let Some(sources) = set.records.sources() {
        for (row, &source) in sources.of.iter().enumerate() {
            if let Some(own) = rows.get_mut(usize::from(source)).filter(|own| own.len() < most) {
                own.push(row);
            }
        }
    }
    rows
}

/// One set, and where its files go.
struct Task<'a> {
    binary: &'a Path,
    folder: &'a Path,
    set: &'a LabeledSet,
    rows: [Vec<usize>; 2],
}

impl Task<'_> {
    /// The columns that hold something in a source, under their own names.
    fn columns(&self, source: usize) -> Vec<Column> {
        let records = &self.set.records;
        let of_sources = records.sources().map(|sources| sources.column);
        (0..records.names().len())
            .filter(|&column| Some(column) != records.key_column() && Some(column) != of_sources)
            .filter(|&column| {
                self.rows[source]
                    .iter()
                    .any(|&row| !records.value(row, column).trim().is_empty())
            })
            .map(|column| (records.names()[column].clone(), vec![column]))
            .collect()
    }

    fn write(&self, source: usize, columns: &[Column]) -> Result<std::path::PathBuf> {
        let quoted = |value: &str| format!("\"{}\"", value.replace('"', "\"\""));
        let records = &self.set.records;
        let mut text = String::from("id");
        for (name, _) in columns {
            text.push(',');
            text.push_str(&quoted(name));
        }
        text.push('\n');
        for &row in &self.rows[source] {
            text.push_str(&quoted(&records.key(row)));
            for (_, parts) in columns {
                let parts: Vec<&str> = parts
                    .iter()
                    .map(|&part| records.value(row, part).trim())
                    .filter(|part| !part.is_empty())
                    .collect();
                text.push(',');
                text.push_str(&quoted(&parts.join(" ")));
            }
            text.push('\n');
        }
        let path = self.folder.join(["a.csv", "b.csv"][source]);
        std::fs::write(&path, text).with_context(|| format!("writing {}", path.display()))?;
        Ok(path)
    }

    /// Links both sources; gives the F1 and the names of columns that belong together.
    fn link(&self, left: &[Column], right: &[Column]) -> Result<(f64, Vec<[BTreeSet<String>; 2]>)> {
        let inputs = [self.write(0, left)?, self.write(1, right)?];
        let out = self.folder.join("linked.csv");
        let output = Command::new(self.binary)
            .arg("match")
            .args(&inputs)
            .args(["--link", "--force", "--json", "-o"])
            .arg(&out)
            .output()
            .with_context(|| format!("starting {}", self.binary.display()))?;
        ensure!(
            output.status.success(),
            "{}: {}",
            self.set.name,
            String::from_utf8_lossy(&output.stderr)
        );
        let summary: Value = serde_json::from_slice(&output.stdout).context("reading the summary")?;
        let names = |value: &Value| -> BTreeSet<String> {
            let names = value.as_array().into_iter().flatten();
            names.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let mapped = summary["mapping"]["columns"].as_array().into_iter().flatten();
        let mapped = mapped
            .map(|column| [names(&column["columns"][0]), names(&column["columns"][1])])
            .collect();
        let groups = read_groups(&out, "match_id")?;
        Ok((quality(self.set, &groups).pairwise.f1, mapped))
    }
}

/// The kinds of change that make sense for a set: how it is called, and the columns of both sources.
fn changes(set: &LabeledSet, left: &[Column], right: &[Column]) -> Vec<(String, Vec<Column>, Vec<Column>)> {
    let with = |rename: &dyn Fn(&str) -> String| -> Vec<Column> {
        let columns = right.iter().rev();
        columns
            .map(|(name, parts)| (rename(name), parts.clone()))
            .collect()
    };
    let mut changes = vec![
        ("reordered".to_owned(), left.to_vec(), with(&str::to_owned)),
        (
            "capitals and a prefix".to_owned(),
            left.to_vec(),
            with(&|name| format!("SRC_{}", name.to_uppercase())),
        ),
    ];
    for (language, name) in LANGUAGES.iter().enumerate() {
        let columns = with(&|name| renamed(name, language));
        changes.push(((*name).to_owned(), left.to_vec(), columns));
    }
    let numbered = right.iter().rev().enumerate();
    let numbered = numbered.map(|(at, (_, parts))| (format!("c{at}"), parts.clone()));
    changes.push((
        "names without meaning".to_owned(),
        left.to_vec(),
        numbered.collect(),
    ));
    for (name, parts) in PARTS {
        let positions: Vec<usize> = parts
            .iter()
            .filter_map(|part| set.records.position(part).ok())
            .collect();
        let are_all = |columns: &[Column]| {
            let has = |position: &usize| columns.iter().any(|(_, own)| own[..] == [*position]);
            positions.len() == parts.len() && positions.iter().all(has)
        };
        let merged = |columns: &[Column]| -> Vec<Column> {
            let rest = columns.iter().filter(|(_, own)| !positions.contains(&own[0]));
            let whole = ((*name).to_owned(), positions.clone());
            rest.cloned().chain([whole]).collect()
        };
        if are_all(left) && are_all(right) {
            changes.push(("merged".to_owned(), left.to_vec(), merged(right)));
            changes.push(("split".to_owned(), merged(left), right.to_vec()));
        }
    }
    changes
}

/// Columns of the first source that are mapped as they should be, and all of them.
fn count(
    set: &LabeledSet,
    left: &[Column],
    right: &[Column],
    mapped: &[[BTreeSet<String>; 2]],
) -> (usize, usize) {
    let names = set.records.names();
    // Columns of different names that mean the same have the position of the first.
    let meaning = |position: usize| {
        let natural = NATURAL
            .iter()
            .find(|(own, _, second)| *own == set.name && *second == names[position]);
        natural
            .and_then(|(_, first, _)| set.records.position(first).ok())
            .unwrap_or(position)
    };
    let holds = |columns: &[Column], positions: &BTreeSet<usize>| -> BTreeSet<String> {
        let of = |parts: &[usize]| -> BTreeSet<usize> { parts.iter().map(|&part| meaning(part)).collect() };
        columns
            .iter()
            .filter(|(_, parts)| !of(parts).is_disjoint(positions))
            .map(|(name, _)| name.clone())
            .collect()
    };
    let mut right_ones = 0;
    for (name, parts) in left {
        let positions: BTreeSet<usize> = parts.iter().map(|&part| meaning(part)).collect();
        let others = holds(right, &positions);
        // What is merged in the second source is merged with others of the first.
        let all_positions: BTreeSet<usize> = right
            .iter()
            .filter(|(other, _)| others.contains(other))
            .flat_map(|(_, parts)| parts.iter().map(|&part| meaning(part)))
            .chain(positions)
            .collect();
        let expected = [holds(left, &all_positions), others];
        let found = mapped.iter().find(|columns| columns[0].contains(name));
        right_ones += usize::from(match found {
            Some(found) => *found == expected,
            None => expected[1].is_empty(),
        });
    }
    (right_ones, left.len())
}
