//! The names of columns: those of the header, made unique, with one for each column.

use std::collections::HashSet;

use super::batches::FileTable;
use crate::Assumed;

/// Columns with their names.
pub(super) struct Named {
    pub names: Vec<String>,
    /// Positions of columns whose name was made up.
    unnamed: Vec<usize>,
    assumed: Vec<Assumed>,
}

impl Named {
    /// `column1`, `column2`, ...
    pub fn numbered(columns: usize) -> Self {
        Self {
            names: (1..=columns).map(|number| format!("column{number}")).collect(),
            unnamed: Vec::new(),
            assumed: Vec::new(),
        }
    }

    /// The names of a header above rows that have so many `fields`; `has_index` says that the first of these tells the rows
    /// apart.
    pub fn of(mut names: Vec<String>, fields: usize, has_index: bool) -> Self {
        let mut assumed = Vec::new();
        let is_empty = |name: &String| name.trim().is_empty();
        // `id,name,` above rows without the last delimiter.
        let before = names.len();
        while fields > 0 && names.len() > fields && names.last().is_some_and(is_empty) {
            names.pop();
        }
        if names.len() < before {
            assumed.push(Assumed::TrailingDelimiterInHeader);
        }
        let is_index_unnamed =
            names.len() > 1 && names.len() + 1 == fields && has_index && !names.iter().any(is_empty);
        if is_index_unnamed {
            names.insert(0, String::new());
        }
        let mut taken: HashSet<String> = names.iter().cloned().collect();
        let mut seen: HashSet<String> = HashSet::new();
        let mut unnamed = Vec::new();
        for (position, name) in names.iter_mut().enumerate() {
            if is_empty(name) {
                let made = free_name(&taken, "unnamed_", position + 1);
                assumed.push(if is_index_unnamed {
                    Assumed::UnnamedIndex { name: made.clone() }
                } else {
                    Assumed::UnnamedColumn {
                        position: position + 1,
                        name: made.clone(),
                    }
                });
                unnamed.push(position);
                taken.insert(made.clone());
                *name = made;
            } else if seen.contains(name) {
                let made = free_name(&taken, &format!("{name}_"), 2);
                assumed.push(Assumed::RepeatedName {
                    position: position + 1,
                    name: name.clone(),
                    renamed: made.clone(),
                });
                taken.insert(made.clone());
                *name = made;
            }
            seen.insert(name.clone());
        }
        Self {
            names,
            unnamed,
            assumed,
        }
    }

    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Adds columns without a name at the end.
    pub fn widen(&mut self, columns: usize) {
        for _ in 0..columns {
            let position = self.names.len();
            let taken = self.names.iter().cloned().collect();
            let name = free_name(&taken, "unnamed_", position + 1);
            self.unnamed.push(position);
            self.assumed.push(Assumed::UnnamedColumn {
                position: position + 1,
                name: name.clone(),
            });
            self.names.push(name);
        }
    }

    /// The names, and what was assumed of them.
    pub fn into_parts(self) -> (Vec<String>, Vec<Assumed>) {
        (self.names, self.assumed)
    }

    /// Takes the last columns away that have neither a name nor a value; gives what was assumed of all columns.
    pub fn finish(mut self, table: &mut FileTable) -> Vec<Assumed> {
        let is_empty = |column: usize| {
            self.unnamed.contains(&column) && table.batches.iter().all(|batch| batch.is_column_empty(column))
        };
        let width = table.names.len();
        let empty = (0..width).rev().take_while(|&column| is_empty(column)).count();
        if empty == 0 || empty == width || table.batches.is_empty() {
            return self.assumed;
        }
        let left = width - empty;
        table.names.truncate(left);
        for batch in &mut table.batches {
            batch.keep_columns(left);
        }
        self.assumed
            .retain(|what| !matches!(what, Assumed::UnnamedColumn { position, .. } if *position > left));
        self.assumed.push(Assumed::EmptyColumns { columns: empty });
        self.assumed
    }
}

fn free_name(taken: &HashSet<String>, stem: &str, first: usize) -> String {
    // One of so many names is free.
    (first..=first + taken.len())
        .map(|number| format!("{stem}{number}"))
        .find(|name| !taken.contains(name))
        .expect("there are more candidates than names")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_gets_a_name_of_its_own() {
        for (header, fields, has_index, expected) in [
            ("id,name", 2, true, "id,name"),
            (",name", 2, true, "unnamed_1,name"),
            ("id,name,", 2, true, "id,name"),
            ("id,name,", 3, true, "id,name,unnamed_3"),
            ("name,city", 3, true, "unnamed_1,name,city"),
            ("name,city", 3, false, "name,city"),
            ("name", 2, true, "name"),
            ("a,b,a,a", 4, true, "a,b,a_2,a_3"),
            ("a,a_2,a", 3, true, "a,a_2,a_3"),
            ("unnamed_2,", 2, true, "unnamed_2,unnamed_3"),
            ("id,name,,", 0, false, "id,name,unnamed_3,unnamed_4"),
        ] {
            let names = header.split(',').map(str::to_owned).collect();
            assert_eq!(
                Named::of(names, fields, has_index).names.join(","),
                expected,
                "{header}"
            );
        }
    }
}
