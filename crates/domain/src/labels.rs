//! Labels as a transform keeps them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// All labels of a transform: rows of label files, the earlier first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredLabels {
    /// Columns of the records.
    pub columns: Vec<String>,
    /// One row for each record of each labeling set.
    pub rows: Vec<StoredLabel>,
}

/// One record in one labeling set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredLabel {
    /// Its labeling set.
    pub set: String,
    /// Its mark; absent where it was not judged.
    pub label: Option<String>,
    /// Its values, by column.
    pub values: Vec<String>,
}

/// A record of a labeling set whose mark is another one from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedLabel {
    /// The labeling set.
    pub set: String,
    /// The id of the record, or its values if there are no ids.
    pub record: String,
}

/// What two labels have in common that mean the same: people type blanks and capitals as it happens.
pub fn same_label(label: &str) -> String {
    label.trim().to_lowercase()
}

impl StoredLabels {
    /// Adds the rows of a later import; gives the marks that this changes. A record that is already in a labeling set gets the
    /// newer mark, so importing the same file twice changes nothing. Columns that only one side has are left empty.
    pub fn add(&mut self, later: &Self, key_column: Option<&str>) -> Vec<ChangedLabel> {
        let mut changed = Vec::new();
        if self.rows.is_empty() {
            self.columns.clone_from(&later.columns);
        }
        for column in &later.columns {
            if !self.columns.contains(column) {
                self.columns.push(column.clone());
                for row in &mut self.rows {
                    row.values.push(String::new());
                }
            }
        }
        let mut places: BTreeMap<(String, String), usize> = self
            .rows
            .iter()
            .enumerate()
            .map(|(at, row)| ((row.set.clone(), self.key(row, key_column)), at))
            .collect();
        let from: Vec<Option<usize>> = self
            .columns
            .iter()
            .map(|column| later.columns.iter().position(|own| own == column))
            .collect();
        for row in &later.rows {
            let row = StoredLabel {
                set: row.set.clone(),
                label: row.label.clone(),
                values: from
                    .iter()
                    .map(|&at| at.and_then(|at| row.values.get(at)).cloned().unwrap_or_default())
                    .collect(),
            };
            let key = (row.set.clone(), self.key(&row, key_column));
            if let Some(&at) = places.get(&key) {
                // A row without a mark does not delete an earlier one.
                if let Some(label) = &row.label {
                    let before = self.rows[at].label.as_deref();
                    if before.is_some_and(|before| same_label(before) != same_label(label)) {
                        changed.push(ChangedLabel {
                            set: key.0,
                            record: key.1,
                        });
                    }
                    self.rows[at] = row;
                }
            } else {
                places.insert(key, self.rows.len());
                self.rows.push(row);
            }
        }
        changed
    }

    /// Rows with a label, each record of a labeling set once.
    pub fn count(&self, key_column: Option<&str>) -> u64 {
        let distinct: BTreeSet<(&str, String)> = self
            .rows
            .iter()
            .filter(|row| row.label.is_some())
            .map(|row| (row.set.as_str(), self.key(row, key_column)))
            .collect();
        distinct.len() as u64
    }

    fn key(&self, row: &StoredLabel, key_column: Option<&str>) -> String {
        let column = key_column.and_then(|name| self.columns.iter().position(|own| own == name));
        match column {
            Some(at) => row.values.get(at).cloned().unwrap_or_default(),
            None => row.values.join("\u{1f}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(columns: &[&str], rows: &[(&str, &str, &[&str])]) -> StoredLabels {
        StoredLabels {
            columns: columns.iter().map(|&name| name.to_owned()).collect(),
            rows: rows
                .iter()
                .map(|(set, label, values)| StoredLabel {
                    set: (*set).to_owned(),
                    label: (!label.is_empty()).then(|| (*label).to_owned()),
                    values: values.iter().map(|&value| value.to_owned()).collect(),
                })
                .collect(),
        }
    }

    #[test]
    fn the_same_import_twice_counts_once() {
        let file = labels(
            &["id", "name"],
            &[
                ("1", "a", &["r1", "Ann"]),
                ("1", "", &["r2", "Anne"]),
                ("2", "a", &["r1", "Ann"]),
            ],
        );
        let mut stored = StoredLabels::default();
        stored.add(&file, Some("id"));
        assert_eq!(stored.count(Some("id")), 2);
        stored.add(&file, Some("id"));
        assert_eq!(stored, file);
    }

    #[test]
    fn a_later_mark_wins_and_an_empty_one_takes_nothing_back() {
        let mut stored = labels(&["id"], &[("1", "a", &["r1"])]);
        let changed = stored.add(&labels(&["id"], &[("1", "b", &["r1"])]), Some("id"));
        let change = ChangedLabel {
            set: "1".to_owned(),
            record: "r1".to_owned(),
        };
        assert_eq!(changed, [change]);
        assert!(
            stored
                .add(&labels(&["id"], &[("1", " B", &["r1"])]), Some("id"))
                .is_empty()
        );
        stored.rows[0].label = Some("b".to_owned());
        assert_eq!(stored.rows[0].label.as_deref(), Some("b"));
        stored.add(&labels(&["id"], &[("1", "", &["r1"])]), Some("id"));
        assert_eq!(stored.rows[0].label.as_deref(), Some("b"));
    }

    #[test]
    fn columns_of_either_side_are_kept() {
        let mut stored = labels(&["id", "name"], &[("1", "a", &["r1", "Ann"])]);
        stored.add(
            &labels(&["city", "id"], &[("2", "a", &["Rome", "r2"])]),
            Some("id"),
        );
        assert_eq!(stored.columns, ["id", "name", "city"]);
        assert_eq!(stored.rows[0].values, ["r1", "Ann", ""]);
        assert_eq!(stored.rows[1].values, ["r2", "", "Rome"]);
    }
}
