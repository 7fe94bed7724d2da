//! Texts of records that are not in memory.

use std::{
    fmt::Debug,
    io,
    sync::{Arc, OnceLock},
};

use arrow_array::{ArrayRef, StringArray};

use super::text;
use crate::{Error, scratch::failed};

/// Text columns in a place outside memory. Called from many threads.
pub trait TextColumns: Debug + Send + Sync {
    /// Reads the values of a column in one batch. An error says in one sentence what is wrong and what to do.
    fn column(&self, batch: usize, column: usize) -> io::Result<ArrayRef>;
}

/// Texts that are read when they are needed.
#[derive(Debug)]
pub(super) struct Away {
    columns: Arc<dyn TextColumns>,
    /// The rows of each batch that count, if not all do.
    chosen: Option<Arc<[Vec<u32>]>>,
    /// Columns of which single values were asked for.
    kept: Vec<OnceLock<Vec<ArrayRef>>>,
    /// What went wrong first. Values that cannot be read are missing until the run sees this and fails.
    failure: Arc<OnceLock<io::Error>>,
}

/// Without the columns that were kept.
impl Clone for Away {
    fn clone(&self) -> Self {
        Self {
            columns: Arc::clone(&self.columns),
            chosen: self.chosen.clone(),
            kept: (0..self.kept.len()).map(|_| OnceLock::new()).collect(),
            failure: Arc::clone(&self.failure),
        }
    }
}

impl Away {
    pub fn new(columns: Arc<dyn TextColumns>, width: usize) -> Self {
        Self {
            columns,
            chosen: None,
            kept: (0..width).map(|_| OnceLock::new()).collect(),
            failure: Arc::default(),
        }
    }

    /// Some of the rows of each batch only.
    pub fn choosing(&self, rows: Vec<Vec<u32>>) -> Self {
        let rows = match &self.chosen {
            None => rows,
            Some(before) => {
                let chosen = before.iter().zip(rows);
                chosen
                    .map(|(before, rows)| rows.into_iter().map(|row| before[row as usize]).collect())
                    .collect()
            }
        };
        Self {
            chosen: Some(rows.into()),
            ..self.clone()
        }
    }

    /// The values of a column in one batch, of which so many rows count.
    pub fn part(&self, batch: usize, column: usize, rows: usize) -> ArrayRef {
        if rows == 0 {
            return Arc::new(StringArray::new_null(0));
        }
        match self.columns.column(batch, column) {
            Ok(values) => match &self.chosen {
                None => values,
                Some(chosen) => {
                    let values = chosen[batch].iter().map(|&row| text(&values, row as usize));
                    Arc::new(StringArray::from_iter_values(values))
                }
            },
            Err(error) => {
                // Only the first failure is told.
                let _ = self.failure.set(error);
                Arc::new(StringArray::new_null(rows))
            }
        }
    }

    /// All values of a column, which stay in memory.
    pub fn kept(&self, column: usize, rows: impl Fn(usize) -> usize, batches: usize) -> &[ArrayRef] {
        self.kept[column].get_or_init(|| {
            (0..batches)
                .map(|batch| self.part(batch, column, rows(batch)))
                .collect()
        })
    }

    /// Why texts could not be read, if they could not.
    pub fn check(&self) -> Result<(), Error> {
        match self.failure.get() {
            None => Ok(()),
            Some(error) => Err(failed(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use arrow_array::{Array, RecordBatch};
    use proptest::prelude::*;

    use crate::Records;

    use super::*;

    #[derive(Debug)]
    struct Batches(Vec<RecordBatch>);

    impl TextColumns for Batches {
        fn column(&self, batch: usize, column: usize) -> io::Result<ArrayRef> {
            let batch = self
                .0
                .get(batch)
                .ok_or_else(|| io::Error::other("the file is gone"))?;
            Ok(Arc::clone(batch.column(column)))
        }
    }

    fn here(rows: &[(String, String)], size: usize) -> Records {
        let column = |values: Vec<&str>| Arc::new(StringArray::from(values)) as ArrayRef;
        let batches = rows.chunks(size).map(|rows| {
            RecordBatch::try_from_iter([
                ("a", column(rows.iter().map(|row| row.0.as_str()).collect())),
                ("b", column(rows.iter().map(|row| row.1.as_str()).collect())),
            ])
            .unwrap()
        });
        Records::try_new(batches.collect()).unwrap()
    }

    proptest! {
        #[test]
        fn texts_elsewhere_are_the_same_texts(
            rows in prop::collection::vec(("[a-c]{0,3}", "[x-z]{0,2}"), 1..40),
            size in 1usize..10,
            picks in prop::collection::vec(any::<bool>(), 80),
        ) {
            let here = here(&rows, size);
            let away = here.with_texts_in(Arc::new(Batches(here.batches().to_vec())));
            let chosen = |len: usize, from: usize| -> Vec<u32> {
                (0..len as u32).filter(|&row| picks[(from + row as usize) % picks.len()]).collect()
            };
            let some = chosen(rows.len(), 0);
            let fewer = chosen(some.len(), 40);
            let mut pairs = vec![(here.clone(), away.clone()), (here.subset(&some), away.subset(&some))];
            pairs.push((pairs[1].0.subset(&fewer), pairs[1].1.subset(&fewer)));
            for (here, away) in &pairs {
                prop_assert_eq!(here.len(), away.len());
                for column in 0..2 {
                    prop_assert!(here.values(column).eq(away.values(column)));
                    let parts = |records: &Records| -> Vec<String> {
                        let parts = (0..records.parts()).map(|part| records.part(part, column));
                        let texts = parts.flat_map(|values| {
                            (0..values.len()).map(|row| text(&values, row).to_owned()).collect::<Vec<_>>()
                        });
                        texts.collect()
                    };
                    prop_assert_eq!(parts(here), parts(away));
                    for row in 0..here.len() {
                        prop_assert_eq!(here.value(row, column), away.value(row, column));
                    }
                }
                prop_assert!(away.check_texts().is_ok());
            }
        }
    }

    #[test]
    fn texts_that_cannot_be_read_are_told() {
        let here = here(&[("a".to_owned(), "b".to_owned())], 1);
        let away = here.with_texts_in(Arc::new(Batches(Vec::new())));
        assert_eq!(away.value(0, 1), "");
        assert_eq!(away.check_texts().unwrap_err().to_string(), "the file is gone");
    }
}
