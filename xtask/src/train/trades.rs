//! Tables as different trades and countries keep them, for training: each file of `trades` makes some kinds of them, with a
//! structure and noise of its own, so that the model learns from more hands than one.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};

use super::sets::{LabeledSet, load_numbered, tables};

/// The files that make tables.
const MAKERS: [&str; 10] = [
    "people",
    "products",
    "places",
    "records",
    "households",
    "goods",
    "grounds",
    "papers",
    "names",
    "lists",
];

/// Makes so many tables of each kind, where they are not there yet, and gives their folders. Each number of tables has a place of
/// its own below `out`, so that a training never takes in those of another.
pub fn folders(out: &Path, python: &Path, of_each: u64) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for maker in MAKERS {
        let out = out.join(of_each.to_string()).join(maker);
        let done = out.join("done");
        if !done.is_file() {
            std::fs::create_dir_all(&out).with_context(|| format!("making the folder {}", out.display()))?;
            make(maker, &out, python, of_each)?;
            std::fs::write(&done, "").with_context(|| format!("writing {}", done.display()))?;
        }
        found.extend(tables(&out)?);
    }
    Ok(found)
}

/// A table, with its things numbered as they were made: related ones are neighbors, as in other generated tables.
pub fn load(folder: &Path) -> Result<LabeledSet> {
    load_numbered(folder, |thing| {
        let number = thing.strip_prefix('e').and_then(|number| number.parse().ok());
        number.with_context(|| format!("{}: {thing:?} is no number of a thing", folder.display()))
    })
}

/// The kind of table that a folder holds: its name without the seed.
pub fn kind_of(folder: &Path) -> String {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    name.rsplit_once('-').map_or(&*name, |(kind, _)| kind).to_owned()
}

fn make(maker: &str, out: &Path, python: &Path, of_each: u64) -> Result<()> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src/train/trades")
        .join(maker)
        .with_extension("py");
    let status = Command::new(python)
        .arg(&file)
        .arg(out)
        .args(["0", &of_each.to_string()])
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .status()
        .with_context(|| format!("starting {}", python.display()))?;
    ensure!(status.success(), "{} failed", file.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::{MAKERS, folders, kind_of, load};

    /// Training depends on every byte: whoever changes a table on purpose changes this number, and trains again.
    const ALL_BYTES: u64 = 8_196_902_443_314_397_751;

    #[test]
    fn tables_of_trades_are_the_same_on_every_machine_and_can_be_told_apart() {
        let out = tempfile::tempdir().expect("a folder");
        let folders = folders(out.path(), "python3".as_ref(), 1).expect("tables");
        let kinds: BTreeSet<String> = folders.iter().map(|folder| kind_of(folder)).collect();
        assert_eq!(
            (kinds.len(), folders.len()),
            (13 * MAKERS.len(), 13 * MAKERS.len())
        );
        let mut sum = 0u64;
        for folder in &folders {
            let text = std::fs::read_to_string(folder.join("records.csv")).expect("records");
            for byte in text.bytes() {
                sum = (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
            let set = load(folder).expect("a labeled set");
            assert!(set.unjudged.is_empty(), "{}: truth names every record", set.name);
            // What is left of a line without its ID names one thing only.
            let mut owners: BTreeMap<&str, u32> = BTreeMap::new();
            let lines = text.lines().skip(1).filter_map(|line| line.split_once(','));
            for ((_, values), &entity) in lines.zip(&set.entities) {
                let owner = *owners.entry(values).or_insert(entity);
                assert_eq!(owner, entity, "{}: two things are written {values}", set.name);
            }
        }
        assert_eq!(sum, ALL_BYTES);
    }
}
