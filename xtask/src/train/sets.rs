//! Data sets with known entities, as the training and the bench read them.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};
use onefold_data::{ReadOptions, Watch, read, read_pairs, read_truth};
use onefold_engine::{LabelingSet, Model, Records};
use rustc_hash::FxHashSet;

/// Records whose entities are known.
#[derive(Debug)]
pub struct LabeledSet {
    /// Folder name.
    pub name: String,
    /// Sets of one family are alike in what they hold.
    pub family: String,
    /// The records.
    pub records: Records,
    /// Entity of each record.
    pub entities: Vec<u32>,
    /// Whether two sources are linked.
    pub is_link: bool,
    /// Records that truth does not name.
    pub unjudged: FxHashSet<u32>,
    /// Pairs reserved for validation and test, as (left, right).
    pub reserved: FxHashSet<(u32, u32)>,
}

/// The benchmark sets that the model may learn from; all others are there to measure it.
const FAMILIES: [&str; 12] = [
    "abt-buy",
    "amazon-google",
    "cora",
    "dblp-acm",
    "dedupe-csv-example",
    "dirty-dblp-acm",
    "fake-1000",
    "febrl3",
    "febrl4",
    "fodors-zagats",
    "historical-50k",
    "imdb-tmdb",
];

/// Generated people for training: name and arguments. The seeds differ from that of the benchmark.
const PEOPLE: [(&str, &[&str]); 5] = [
    ("people-a", &["--records", "80000", "--seed", "11"]),
    (
        "people-b",
        &["--records", "20000", "--seed", "12", "--noise", "1.3"],
    ),
    (
        "people-c",
        &["--records", "20000", "--seed", "14", "--two-sources", "clean"],
    ),
    (
        "people-d",
        &["--records", "40000", "--seed", "15", "--noise", "0.7"],
    ),
    (
        "people-e",
        &["--records", "8000", "--seed", "16", "--missing", "1.5"],
    ),
];

/// All real sets below `data` that have a truth, and generated people.
pub fn load_all(
    data: &Path,
    generator: &Path,
    python: &Path,
    cache: &Path,
) -> Result<(Vec<LabeledSet>, Vec<LabeledSet>)> {
    let folders = tables(data)?.into_iter().filter(|path| {
        path.file_name()
            .is_some_and(|name| FAMILIES.iter().any(|own| name == *own))
    });
    let real = folders.map(|folder| load(&folder)).collect::<Result<Vec<_>>>()?;
    let mut people = Vec::new();
    for (name, arguments) in PEOPLE {
        let folder = cache.join(name);
        if !folder.join("truth.csv").is_file() {
            generate(&folder, generator, python, arguments)?;
        }
        people.push(load(&folder)?);
    }
    Ok((real, people))
}

/// The tables in the subfolders of a folder.
pub fn tables(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .with_context(|| format!("reading the folder {}", folder.display()))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.join("records.csv").is_file() && path.join("truth.csv").is_file())
        .collect();
    found.sort();
    Ok(found)
}

/// Makes a set of synthetic people.
pub fn generate(folder: &Path, generator: &Path, python: &Path, arguments: &[&str]) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("making the folder {}", folder.display()))?;
    let status = Command::new(python)
        .arg(generator)
        .args(arguments)
        .arg("--out")
        .arg(folder.join("records.csv"))
        .arg("--truth")
        .arg(folder.join("truth.csv"))
        .stdout(std::process::Stdio::null())
        .status()
        .with_context(|| format!("starting {}", python.display()))?;
    ensure!(
        status.success(),
        "{} failed; it needs numpy and pyarrow",
        generator.display()
    );
    Ok(())
}

/// Reads one set: `records.csv`, `truth.csv` and, where they exist, the reserved pairs.
pub fn load(folder: &Path) -> Result<LabeledSet> {
    let mut numbers: HashMap<String, u32> = HashMap::new();
    load_numbered(folder, |entity| {
        let next = numbers.len() as u32;
        Ok(*numbers.entry(entity.to_owned()).or_insert(next))
    })
}

/// The same, with the number that each entity is given.
pub fn load_numbered(folder: &Path, mut number: impl FnMut(&str) -> Result<u32>) -> Result<LabeledSet> {
    let path = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let table = read(&[path("records.csv")], &ReadOptions::default(), Watch::SILENT)?;
    let mut records = Records::try_new(table.batches)?.with_key("id")?;
    let is_link = records.position("source").is_ok();
    if is_link {
        records = records.with_sources("source")?;
    }
    let keys: Vec<String> = (0..records.len()).map(|row| records.key(row)).collect();
    let rows: HashMap<&str, u32> = keys.iter().map(String::as_str).zip(0u32..).collect();
    let truth: HashMap<String, String> = read_truth(&path("truth.csv"))?.into_iter().collect();
    let mut entities = Vec::with_capacity(keys.len());
    let mut unjudged = FxHashSet::default();
    for (row, key) in (0u32..).zip(&keys) {
        if !truth.contains_key(key) {
            unjudged.insert(row);
        }
        let entity = truth.get(key).map_or(key.as_str(), String::as_str);
        entities.push(number(entity)?);
    }
    let mut reserved = FxHashSet::default();
    for name in ["pairs_valid.csv", "pairs_test.csv"] {
        if folder.join(name).is_file() {
            for pair in read_pairs(&path(name))? {
                if let (Some(&a), Some(&b)) = (rows.get(pair.id_a.as_str()), rows.get(pair.id_b.as_str())) {
                    reserved.insert((a.min(b), a.max(b)));
                }
            }
        }
    }
    let name = folder
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    Ok(LabeledSet {
        family: family_of(&name).to_owned(),
        name,
        records,
        entities,
        is_link,
        unjudged,
        reserved,
    })
}

impl LabeledSet {
    /// Whether truth says what the record is.
    pub fn is_judged(&self, row: usize) -> bool {
        !self.unjudged.contains(&(row as u32))
    }

    /// What an oracle answers about the records of a labeling set, as far as truth knows them.
    pub fn answered(&self, id: usize, rows: &[u32]) -> LabelingSet {
        let judged = rows.iter().filter(|&&row| self.is_judged(row as usize));
        LabelingSet {
            id: id.to_string(),
            marks: judged
                .map(|&row| (row, self.entities[row as usize].to_string()))
                .collect(),
        }
    }
}

/// Reads a model file.
pub fn read_model(path: &Path) -> Result<Model> {
    let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    Ok(Model::from_json(&text)?)
}

/// Sets that share records or a generator are one family.
pub fn family_of(name: &str) -> &str {
    match name {
        "febrl3" | "febrl4" => "febrl",
        "dblp-acm" | "dirty-dblp-acm" => "dblp",
        _ if name.starts_with("people-") => "people",
        _ => name,
    }
}
