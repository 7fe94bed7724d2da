//! How much memory a run may take, what it will need, and where it puts what does not fit.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::ArrayRef;
use onefold_data::{PutBatches, Room, Scratch};
use onefold_engine::{MatchSettings, MemoryNeed, TextColumns};

use crate::input::without_blanks;
use crate::{Error, Input};

/// The memory of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Memory {
    /// Most bytes that the process may take; no limit if absent.
    pub budget_bytes: Option<u64>,
    /// Folder for what does not fit; that of the system for temporary files if absent.
    pub folder: Option<PathBuf>,
}

/// How much of the machine's memory a run takes if nobody says otherwise, in percent.
const SHARE: u64 = 60;
/// Share of the budget, less what the program takes, that the values of a table may take while they are read, in percent.
const TABLE_SHARE: u64 = 50;
/// What the program takes before it reads anything, and to read and write.
const PROGRAM_BYTES: u64 = 160 << 20;

impl Memory {
    /// The default share of what the machine, or the control group of the process, has.
    pub fn of_machine() -> Self {
        Self {
            budget_bytes: machine_bytes().map(|bytes| bytes / 100 * SHARE),
            folder: None,
        }
    }

    /// The part of one of several runs at a time.
    #[must_use]
    pub fn divided(&self, runs: usize) -> Self {
        Self {
            budget_bytes: self.budget_bytes.map(|bytes| bytes / runs.max(1) as u64),
            folder: self.folder.clone(),
        }
    }

    /// Whether a run has to put things aside; refuses one that does not fit even so.
    fn is_short(&self, input: &Input, settings: &MatchSettings) -> Result<bool, Error> {
        let Some(budget) = self.budget_bytes else {
            return Ok(false);
        };
        let need = MemoryNeed::of(
            input.records(),
            settings,
            input.text_bytes(),
            &input.bytes_of_columns(),
        );
        if need.least_bytes + PROGRAM_BYTES > budget {
            return Err(Error::TooLittleMemory {
                records: input.records().len() as u64,
                needed_mib: (need.least_bytes + PROGRAM_BYTES).div_ceil(1 << 20),
                budget_mib: budget >> 20,
            });
        }
        Ok(input.table().put().is_some() || need.bytes + PROGRAM_BYTES > budget)
    }

    /// Room for a table while it is read. A table that takes more does not stay in memory.
    pub(crate) fn room(&self) -> Option<Room> {
        let bytes = self.budget_bytes?.saturating_sub(PROGRAM_BYTES) / 100 * TABLE_SHARE;
        Some(Room::new(usize::try_from(bytes).ok()?, self.folder.clone()))
    }

    /// Puts the values of the input aside if the run does not fit into memory with them.
    pub(crate) fn make_room(
        &self,
        input: &mut Input,
        settings: &MatchSettings,
    ) -> Result<Option<Place>, Error> {
        if !self.is_short(input, settings)? {
            return Ok(None);
        }
        let scratch = match input.table().put() {
            Some(put) => Arc::clone(put.scratch()),
            None => Arc::new(Scratch::new(self.folder.as_deref())?),
        };
        input.put_aside(&scratch)?;
        tracing::info!(bytes = scratch.bytes(), "values put into a temporary file");
        Ok(Some(Place(scratch)))
    }
}

/// A temporary file as the engine uses it.
#[derive(Debug, Clone)]
pub(crate) struct Place(pub Arc<Scratch>);

impl onefold_engine::Scratch for Place {
    fn put(&self, bytes: &[u8]) -> io::Result<u64> {
        self.0.put(bytes)
    }

    fn get(&self, place: u64, bytes: &mut [u8]) -> io::Result<()> {
        self.0.get(place, bytes)
    }
}

/// Text columns in a temporary file as the engine reads them.
#[derive(Debug)]
pub(crate) struct Texts {
    pub batches: PutBatches,
    /// Values that are missing ones.
    pub blanks: Vec<String>,
}

impl TextColumns for Texts {
    fn column(&self, batch: usize, column: usize) -> io::Result<ArrayRef> {
        let values = self.batches.column(batch, column)?;
        Ok(without_blanks(&values, &self.blanks))
    }
}

/// The most memory that this process has had so far, if the system tells.
pub fn peak_bytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    kib_of(&status, "VmHWM:")
}

/// The memory that this process can have: that of the machine, or less where a control group limits it.
pub fn machine_bytes() -> Option<u64> {
    let total = kib_of(&fs::read_to_string("/proc/meminfo").ok()?, "MemTotal:")?;
    let groups = fs::read_to_string("/proc/self/cgroup").unwrap_or_default();
    let limit = group_limit(&groups, Path::new("/sys/fs/cgroup"));
    Some(limit.map_or(total, |limit| limit.min(total)))
}

/// A number of KiB in a file of names and numbers.
fn kib_of(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    let kib: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib * 1024)
}

/// The least limit of the control groups that a process is in, of version 2 (`0::/path`) or 1 (`5:memory:/path`). A
/// container often sees its own group as the root.
fn group_limit(groups: &str, root: &Path) -> Option<u64> {
    let limit = |file: PathBuf| fs::read_to_string(file).ok()?.trim().parse::<u64>().ok();
    let mut least: Option<u64> = None;
    for line in groups.lines() {
        let mut parts = line.splitn(3, ':').skip(1);
        let (Some(controllers), Some(path)) = (parts.next(), parts.next()) else {
            continue;
        };
        let (base, file) = if controllers.is_empty() {
            (root.to_path_buf(), "memory.max")
        } else if controllers.split(',').any(|name| name == "memory") {
            (root.join("memory"), "memory.limit_in_bytes")
        } else {
            continue;
        };
        let own = base.join(path.trim_start_matches('/'));
        let limits = own
            .ancestors()
            .take_while(|folder| folder.starts_with(&base))
            .filter_map(|folder| limit(folder.join(file)));
        least = limits.chain(least).min();
    }
    least
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tightest_control_group_limits_the_memory() {
        let root = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("memory.max", "max\n");
        write("box/memory.max", "3000\n");
        write("box/run/memory.max", "max\n");
        write("memory/old/memory.limit_in_bytes", "5000\n");
        write("memory/memory.limit_in_bytes", "9223372036854771712\n");
        let limit = |groups: &str| group_limit(groups, root.path());
        assert_eq!(limit("0::/\n"), None);
        assert_eq!(limit("0::/box/run\n"), Some(3000));
        assert_eq!(limit("0::/elsewhere/../box\n4:cpu:/box\n"), None);
        assert_eq!(limit("5:cpu,memory:/old\n"), Some(5000));
        assert_eq!(limit("5:memory:/new\n"), Some(9_223_372_036_854_771_712));
        assert_eq!(limit("0::/box\n5:memory:/old\nnonsense\n"), Some(3000));
    }

    #[test]
    fn the_budget_of_the_machine_is_a_share_of_its_memory() {
        let budget = Memory::of_machine().budget_bytes.unwrap();
        let all = machine_bytes().unwrap();
        assert!(budget < all && budget > all / 2);
        assert_eq!(
            Memory {
                budget_bytes: Some(9),
                folder: None
            }
            .divided(2)
            .budget_bytes,
            Some(4)
        );
        assert!(peak_bytes().unwrap() > 1 << 20);
    }
}
