//! Fingerprint: tells whether records are those of an index.

use arrow_array::cast::AsArray;
use rayon::prelude::*;

use crate::{Error, Records, standardize::CorpusAttribute};

/// Tells the values of the first records apart from others, by the columns that are compared and the source of each record.
pub struct Fingerprints {
    /// By column, and by how many records.
    columns: Vec<Vec<(u32, u32)>>,
}

impl Fingerprints {
    /// Those of the first records up to each of these numbers, which ascend. `known` are the first records whose fingerprint is
    /// known.
    pub fn of(
        records: &Records,
        attributes: &[CorpusAttribute],
        known: (usize, &[(u32, u32)]),
        ends: &[usize],
    ) -> Result<Self, Error> {
        let mut columns: Vec<usize> = attributes
            .iter()
            .map(|attribute| records.position(&attribute.name))
            .collect::<Result<_, _>>()?;
        columns.extend(records.sources().map(|sources| sources.column));
        let (from, known) = known;
        let sums = columns.par_iter().enumerate().map(|(at, &column)| {
            let known = (from, known.get(at).copied().unwrap_or_default());
            checksums(records, column, known, ends)
        });
        Ok(Self {
            columns: sums.collect(),
        })
    }

    /// That up to the end with this number.
    pub fn at(&self, end: usize) -> Vec<(u32, u32)> {
        self.columns.iter().map(|sums| sums[end]).collect()
    }
}

/// Checksums of the values of a column, written one after the other, and of their lengths, up to each of these numbers of
/// records: the same however the records are parted into batches. Goes on from those of the first records.
fn checksums(
    records: &Records,
    column: usize,
    (from, (texts, lengths)): (usize, (u32, u32)),
    ends: &[usize],
) -> Vec<(u32, u32)> {
    let mut texts = crc32fast::Hasher::new_with_initial(texts);
    let mut lengths = crc32fast::Hasher::new_with_initial(lengths);
    let mut sums = Vec::with_capacity(ends.len());
    let mut of_part = Vec::new();
    let mut batches = records.batches().iter();
    let (mut batch, mut row, mut done) = (batches.next(), 0, 0);
    for &end in [from].iter().chain(ends) {
        while done < end
            && let Some(own) = batch
        {
            let rows = (end - done).min(own.num_rows() - row);
            if done >= from {
                let values = own.column(column).as_string::<i32>();
                let offsets = &values.value_offsets()[row..=row + rows];
                texts.update(&values.value_data()[offsets[0] as usize..offsets[rows] as usize]);
                of_part.clear();
                for pair in offsets.windows(2) {
                    of_part.extend_from_slice(&(pair[1] - pair[0]).to_le_bytes());
                }
                lengths.update(&of_part);
            }
            done += rows;
            row += rows;
            if row == own.num_rows() {
                (batch, row) = (batches.next(), 0);
            }
        }
        sums.push((texts.clone().finalize(), lengths.clone().finalize()));
    }
    sums.split_off(1)
}
