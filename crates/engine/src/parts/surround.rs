//! Surround: all candidates of a part's records in, where each pair stands among them out, with the records for those who
//! compare.

use super::{
    Given, Messages, TableStatistics,
    describe::{Counted, Described},
    walk::{Paired, read_pairs},
    wire::Writer,
};
use crate::{
    Error, Records,
    compare::rank::{Neighborhoods, Standing, Standings, Values},
    pair::{Candidate, CandidatePairs},
};

/// What surrounding a part's records gives.
#[derive(Debug)]
pub struct Surrounded {
    /// Records and pairs for those who compare.
    pub given: Given,
    /// Pairs that are counted here: each pair of the table in one part.
    pub pairs: u64,
}

/// Pairs of records in other numbers, which keep the order of the rows.
pub(super) struct Near {
    /// The row of each record, ascending.
    pub rows: Vec<u32>,
    pub candidates: CandidatePairs,
    pub around: Neighborhoods,
}

impl Near {
    /// The pairs are ordered by their rows, each once.
    pub fn new(pairs: impl Iterator<Item = Candidate> + Clone) -> Self {
        Self::with(pairs, std::iter::empty())
    }

    /// The same with further rows, which may have no pair.
    pub fn with(pairs: impl Iterator<Item = Candidate> + Clone, more: impl Iterator<Item = u32>) -> Self {
        let ends = pairs.clone().flat_map(|pair| [pair.left, pair.right]);
        let mut rows: Vec<u32> = ends.chain(more).collect();
        rows.sort_unstable();
        rows.dedup();
        let number = |row: u32| rows.partition_point(|&own| own < row) as u32;
        let candidates = CandidatePairs {
            pairs: pairs
                .map(|pair| Candidate {
                    left: number(pair.left),
                    right: number(pair.right),
                    weight: pair.weight,
                })
                .collect(),
        };
        Self {
            around: Neighborhoods::new(rows.len(), &candidates),
            candidates,
            rows,
        }
    }

    /// The number of a row.
    pub fn number(&self, row: u32) -> u32 {
        self.rows.partition_point(|&own| own < row) as u32
    }
}

impl TableStatistics {
    /// The record whose part compares a pair. In a link it is that of the first source, so that all pairs of such a record are
    /// compared in one place; else chance spreads pairs evenly.
    pub(super) fn owner(&self, own: Paired) -> u32 {
        let is_left = if self.is_across_only() {
            own.is_left_first
        } else {
            (own.pair.left ^ own.pair.right) & 1 == 0
        };
        if is_left { own.pair.left } else { own.pair.right }
    }

    /// Finds where each pair of a part's records stands, and sends these records to those who compare the pairs.
    pub fn surround(
        &self,
        part: u32,
        records: &Records,
        kept: &[u8],
        pairs: &[&[u8]],
    ) -> Result<Surrounded, Error> {
        let described = Described::read(kept)?;
        let pairs = read_pairs(pairs)?;
        let near = Near::new(pairs.iter().map(|own| own.pair));
        let weights: Vec<f32> = pairs.iter().map(|own| own.pair.weight).collect();
        let standings = Standings::new(&near.candidates, &near.around, Values::Of(weights.into()));
        let own_rows = self.rows_of(part);
        let mut shipments: Vec<Shipment> = (0..self.parts()).map(|_| Shipment::default()).collect();
        let mut counted = 0;
        for (number, &own) in pairs.iter().enumerate() {
            let owner = self.part_of(self.owner(own));
            counted += u64::from(owner == part);
            let shipment = &mut shipments[owner as usize];
            let (_, sides) = standings.of(number);
            let ends = [own.pair.left, own.pair.right];
            let is_own = ends.map(|row| own_rows.contains(&row));
            shipment.add_pair(own, is_own, sides);
            shipment.rows.extend(
                ends.into_iter()
                    .zip(is_own)
                    .filter(|(_, own)| *own)
                    .map(|(row, _)| row - own_rows.start),
            );
        }
        let mut given = Messages::new(self.parts());
        let columns = self
            .attributes
            .iter()
            .map(|attribute| records.position(&attribute.name))
            .collect::<Result<Vec<usize>, Error>>()?;
        for (to, mut shipment) in shipments.into_iter().enumerate() {
            if shipment.rows.is_empty() {
                continue;
            }
            shipment.rows.sort_unstable();
            shipment.rows.dedup();
            self.write_records(
                &described,
                records,
                &columns,
                (own_rows.start, &shipment.rows),
                given.to(to),
            );
            given.to(to).bytes(&shipment.pairs.into_bytes());
        }
        Ok(Surrounded {
            given: given.given(part),
            pairs: counted,
        })
    }

    /// Some records of a part with what counts say of their values and words.
    fn write_records(
        &self,
        described: &Described,
        records: &Records,
        columns: &[usize],
        (base, rows): (u32, &[u32]),
        out: &mut Writer,
    ) {
        let width = columns.len();
        let all: Vec<u32> = rows.iter().map(|row| base + row).collect();
        out.u32s(&all);
        if self.is_across_only() {
            let sources: Vec<u16> = rows.iter().map(|&row| described.sources[row as usize]).collect();
            out.u16s(&sources);
        }
        for (attribute, &column) in columns.iter().enumerate() {
            for &row in rows {
                out.bytes(records.value(row as usize, column).as_bytes());
            }
            let values = rows
                .iter()
                .map(|&row| described.cells[row as usize * width + attribute]);
            write_counts(&described.columns[attribute], values, out);
        }
        for (part, facet) in described.parts.iter().zip(&self.classes.facets) {
            if let Some(part) = part {
                let value = |row: &u32| described.cells[*row as usize * width + facet.attribute];
                let values = rows.iter().map(|row| part.of_value[value(row) as usize]);
                write_counts(&part.values, values, out);
            }
        }
        let words = rows
            .iter()
            .flat_map(|&row| described.lists[0].of_rows.get(row).iter().copied());
        write_counts(&described.lists[0].terms, words, out);
    }
}

/// The counts of some values that occur twice or more.
fn write_counts(counted: &Counted, values: impl Iterator<Item = u32>, out: &mut Writer) {
    let mut is_there = vec![false; counted.counts.len()];
    values.for_each(|value| is_there[value as usize] = true);
    let some = is_there.iter().zip(counted.hashes.iter().zip(&counted.counts));
    let (hashes, counts): (Vec<u64>, Vec<u32>) = some
        .filter(|(is_there, (_, count))| **is_there && **count > 1)
        .map(|(_, (&hash, &count))| (hash, count))
        .unzip();
    out.u64s(&hashes);
    out.counts(&counts);
}

/// What goes to one part.
#[derive(Default)]
struct Shipment {
    rows: Vec<u32>,
    pairs: Writer,
}

impl Shipment {
    fn add_pair(&mut self, own: Paired, is_own: [bool; 2], standings: [Standing; 2]) {
        let out = &mut self.pairs;
        out.u32(own.pair.left);
        out.u32(own.pair.right);
        out.f32(own.pair.weight);
        out.u8(u8::from(is_own[0]) | u8::from(is_own[1]) << 1 | u8::from(own.is_left_first) << 2);
        for (standing, _) in standings.iter().zip(is_own).filter(|(_, is_own)| *is_own) {
            out.count(standing.rank as usize);
            out.f32(standing.best_other);
            out.count(standing.near as usize);
        }
    }
}
