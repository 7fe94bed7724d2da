//! Files and tables for tests.

use std::fs;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, Float32Array, Int64Array};
use onefold_data::{Error, Output, ReadOptions, Table, Watch};

/// A directory that goes away with the test.
pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// Writes a file; gives its path.
    pub fn put(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        fs::write(self.0.path().join(name), content).unwrap();
        self.path(name)
    }

    pub fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }

    pub fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.path().join(name)).unwrap()
    }

    pub fn text(&self, name: &str) -> String {
        String::from_utf8(self.bytes(name)).unwrap()
    }

    /// Names of all files, sorted.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.0.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// An error's text without the directory.
    pub fn plain(&self, error: &Error) -> String {
        let folder = format!("{}/", self.0.path().display());
        error.to_string().replace(&folder, "")
    }
}

pub fn read(path: &str) -> Result<Table, Error> {
    onefold_data::read(&[path.to_owned()], &ReadOptions::default(), Watch::SILENT)
}

pub fn read_all(paths: &[&str]) -> Result<Table, Error> {
    let inputs: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
    onefold_data::read(&inputs, &ReadOptions::default(), Watch::SILENT)
}

/// The error of a reading that must fail.
pub fn refusal(result: Result<Table, Error>) -> Error {
    match result {
        Ok(table) => panic!(
            "{} records were read, with columns {:?}",
            table.len(),
            table.names
        ),
        Err(error) => error,
    }
}

/// All values; missing is the empty string.
pub fn values(table: &Table) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for batch in &table.batches {
        for row in 0..batch.num_rows() {
            rows.push(
                batch
                    .columns()
                    .iter()
                    .map(|column| {
                        let column = column.as_string::<i32>();
                        if column.is_null(row) {
                            String::new()
                        } else {
                            column.value(row).to_owned()
                        }
                    })
                    .collect(),
            );
        }
    }
    rows
}

/// The values of a column, missing ones as empty text.
pub fn column(table: &Table, name: &str) -> Vec<String> {
    let position = table.names.iter().position(|own| own == name).unwrap();
    values(table)
        .into_iter()
        .map(|mut row| row.swap_remove(position))
        .collect()
}

/// Match ids 10, 11, ... and a score for every second record.
pub fn new_columns(table: &Table) -> Vec<(&'static str, ArrayRef)> {
    let ids = Int64Array::from_iter_values((0..table.len() as i64).map(|row| 10 + row));
    let scores: Float32Array = (0..table.len())
        .map(|row| (row % 2 == 0).then_some(0.93))
        .collect();
    vec![
        ("match_id", Arc::new(ids)),
        ("match_confidence_score", Arc::new(scores)),
    ]
}

/// Writes a table with new columns.
pub fn write(table: &Table, path: &str) -> Result<(), Error> {
    let out = Output::new(path, false);
    onefold_data::check_output(&out)?;
    onefold_data::write(table, &new_columns(table), &out, Watch::SILENT)
}
