//! Connect: the likely pairs of all parts in, the pairs of each connected component at one place out. It is needed where there
//! are more pairs than one place can form groups from.
//!
//! Components are found by label propagation. The label of a record is the least row that a chain of likely pairs is known to
//! lead to. In each round, every part joins its own records by their pairs, gives them the least label among them, and tells
//! other parts whose records are paired with its own. When no part has anything to tell, all records of a component have the same
//! label. A component whose records lie in a few parts takes as many rounds as a chain of its pairs crosses from part to part.

use std::ops::Range;

use super::{Given, Messages, TableStatistics, edges::Edges, in_order, wire::Reader};
use crate::{
    Error,
    forest::Forest,
    threshold::{ScoreCounts, Trust},
};

/// The records of a part that pairs join, and what they are joined with in other parts.
struct Joined {
    /// First row of the part.
    base: u32,
    /// The part's records, by their number there.
    forest: Forest,
    /// A record of the part, by its number there, and one of another part.
    across: Vec<(u32, u32)>,
    /// The label of each tree, at its root.
    labels: Vec<u32>,
}

impl Joined {
    /// By the pairs around the records of a part.
    fn new(rows: Range<u32>, around: &Edges<'_>, threshold: f32) -> Self {
        let mut joined = Self {
            base: rows.start,
            forest: Forest::new(rows.len()),
            across: Vec::new(),
            labels: rows.clone().collect(),
        };
        let likely = around.pairs.iter().filter(|(_, _, score)| *score >= threshold);
        let joins = likely.map(|&(left, right, _)| (left, right));
        for (left, right) in joins.chain(around.equal.iter().copied()) {
            match (rows.contains(&left), rows.contains(&right)) {
                (true, true) => {
                    joined.forest.join(left - rows.start, right - rows.start);
                }
                (true, false) => joined.across.push((left - rows.start, right)),
                (false, _) => joined.across.push((right - rows.start, left)),
            }
        }
        joined.across.sort_unstable();
        joined.across.dedup();
        for at in 0..joined.across.len() {
            let (own, other) = joined.across[at];
            joined.lower(own, other);
        }
        joined
    }

    /// Gives a record and all that it is joined with a label, if theirs is greater.
    fn lower(&mut self, own: u32, label: u32) {
        let root = self.forest.root(own) as usize;
        self.labels[root] = self.labels[root].min(label);
    }

    /// Takes in labels that were sent to the part's records.
    fn take(&mut self, reader: &mut Reader<'_>) -> Result<(), Error> {
        while !reader.is_at_end() {
            let (row, label) = (reader.u32()?, reader.u32()?);
            let own = row
                .checked_sub(self.base)
                .filter(|own| (*own as usize) < self.labels.len());
            self.lower(own.ok_or(Error::DamagedPart)?, label);
        }
        Ok(())
    }

    fn label(&mut self, own: u32) -> u32 {
        self.labels[self.forest.root(own) as usize]
    }
}

impl TableStatistics {
    /// Takes in how many edges the parts have, and their scores. If there are more than `most`, so that one place cannot form all
    /// groups, it fixes the match threshold for all places and gives true.
    pub fn learn_edges(&mut self, told: &[&[u8]], most: u64) -> Result<bool, Error> {
        let (mut edges, mut counts) = (0u64, ScoreCounts::default());
        for told in told {
            let mut reader = Reader::new(told);
            edges += reader.u64()?;
            while !reader.is_at_end() {
                let (step, pairs) = (reader.count()?, reader.count()?);
                let sum = f64::from_bits(reader.u64()?);
                counts
                    .add_step(step, pairs as u64, sum)
                    .ok_or(Error::DamagedPart)?;
            }
        }
        let is_spread = edges > most;
        let trust = Trust::without_labels(&self.classes, self.is_across_only());
        self.threshold = is_spread.then(|| counts.choose(self.precision_recall, trust).at);
        Ok(is_spread)
    }

    /// Sends each pair to the parts of its records.
    pub fn link(&self, part: u32, edges: &[&[u8]]) -> Result<Given, Error> {
        let mut links = self.edges_by_place();
        let parts = |left: u32, right: u32| {
            let (first, second) = (self.part_of(left), self.part_of(right));
            std::iter::once(first).chain((second != first).then_some(second))
        };
        let own = Edges::gather(edges)?;
        for pair in own.pairs {
            for to in parts(pair.0, pair.1) {
                links[to as usize].pairs.push(pair);
            }
        }
        for (first, row) in own.equal {
            for to in parts(first, row) {
                links[to as usize].equal.push((first, row));
            }
        }
        Ok(written(part, links))
    }

    fn edges_by_place<'a>(&self) -> Vec<Edges<'a>> {
        (0..self.parts()).map(|_| Edges::default()).collect()
    }

    /// The records of a part as its pairs join them.
    fn joined(&self, part: u32, around: &Edges<'_>) -> Result<Joined, Error> {
        let rows = self.rows_of(part);
        let threshold = self.threshold.ok_or(Error::DamagedPart)?;
        let pairs = around.pairs.iter().map(|pair| (pair.0, pair.1));
        let mut ends = pairs.chain(around.equal.iter().copied());
        let is_own = ends.all(|(left, right)| rows.contains(&left) || rows.contains(&right));
        is_own
            .then(|| Joined::new(rows, around, threshold))
            .ok_or(Error::DamagedPart)
    }

    /// A round of label propagation: the part's pairs and the labels of the round before in, labels for the next round out, with
    /// how many went to other parts.
    pub fn spread(&self, part: u32, links: &[&[u8]], labels: &[&[u8]]) -> Result<(Given, u64), Error> {
        let mut joined = self.joined(part, &Edges::gather(links)?)?;
        let (own, others): (Vec<_>, Vec<_>) =
            in_order(labels)?.into_iter().partition(|(from, _)| *from == part);
        let mut told = None;
        for (_, mut reader) in own {
            joined.take(&mut reader)?;
            // What the part knew after the last round, it has told.
            told = Some(joined.labels.clone());
        }
        for (_, mut reader) in others {
            joined.take(&mut reader)?;
        }
        let mut given = Messages::new(self.parts());
        let (mut known, mut sent) = (Vec::new(), 0);
        for &(own, other) in &joined.across {
            let root = joined.forest.root(own);
            let label = joined.labels[root as usize];
            known.push((joined.base + root, label));
            let is_told = told.as_ref().is_some_and(|told| told[root as usize] <= label);
            // The other part starts from the rows of its pairs.
            if !is_told && label < joined.base + own {
                let out = given.to(self.part_of(other) as usize);
                out.u32(other);
                out.u32(label);
                sent += 1;
            }
        }
        known.sort_unstable();
        known.dedup();
        let out = given.to(part as usize);
        for (row, label) in known {
            out.u32(row);
            out.u32(label);
        }
        Ok((given.given(part), sent))
    }

    /// Sends the pairs around each record of a part, and its key, to the place where the groups of its component form, by the
    /// labels of the last round.
    pub fn settle(
        &self,
        part: u32,
        edges: &[&[u8]],
        links: &[&[u8]],
        labels: &[&[u8]],
    ) -> Result<Given, Error> {
        let (rows, around) = (self.rows_of(part), Edges::gather(links)?);
        let mut joined = self.joined(part, &around)?;
        for (_, mut reader) in in_order(labels)? {
            joined.take(&mut reader)?;
        }
        let messages = Messages::new(self.parts());
        let mut place = |row: u32| {
            let own = rows.contains(&row).then(|| row - rows.start)?;
            Some(messages.part_of(u64::from(joined.label(own))))
        };
        let mut settled = self.edges_by_place();
        for pair in around.pairs {
            let (first, second) = (place(pair.0), place(pair.1));
            for to in first.into_iter().chain(second.filter(|_| second != first)) {
                settled[to].pairs.push(pair);
            }
        }
        for (first, row) in around.equal {
            let to = place(first).or_else(|| place(row)).ok_or(Error::DamagedPart)?;
            settled[to].equal.push((first, row));
        }
        for keyed in Edges::gather(edges)?.keys {
            settled[place(keyed.0).ok_or(Error::DamagedPart)?]
                .keys
                .push(keyed);
        }
        Ok(written(part, settled))
    }
}

/// A message for each place.
fn written(part: u32, edges: Vec<Edges<'_>>) -> Given {
    let messages = (0u32..).zip(edges).filter(|(_, edges)| !edges.is_empty());
    messages.map(|(to, edges)| (to, edges.message(part))).collect()
}

#[cfg(test)]
mod tests {
    use std::{
        collections::{BTreeMap, BTreeSet},
        sync::Arc,
    };

    use arrow_array::{ArrayRef, RecordBatch, StringArray};
    use proptest::prelude::*;

    use super::{Edges, TableStatistics};
    use crate::{MatchSettings, Records, parts::Given};

    const PARTS: usize = 4;

    /// Statistics of a table of which nothing is known but how many rows each part has.
    fn statistics(rows: u32) -> TableStatistics {
        let names: ArrayRef = Arc::new(StringArray::from(vec!["a", "b"]));
        let batch = RecordBatch::try_from_iter([("name", names)]).unwrap();
        let sample = Records::try_new(vec![batch]).unwrap();
        let bases = (0..=PARTS as u32)
            .map(|part| part * rows / PARTS as u32)
            .collect();
        let mut statistics =
            TableStatistics::of_sample(&sample, bases, &MatchSettings::default(), &[]).unwrap();
        statistics.threshold = Some(0.5);
        statistics
    }

    fn to(part: u32, given: &[Given]) -> Vec<&[u8]> {
        let messages = given.iter().flatten().filter(|(to, _)| *to == part);
        messages.map(|(_, message)| message.as_slice()).collect()
    }

    fn by_part(step: impl FnMut(u32) -> Given) -> Vec<Given> {
        (0..PARTS as u32).map(step).collect()
    }

    /// The rows at each place, and the rounds that it took.
    fn settled(statistics: &TableStatistics, edges: &[Given]) -> (Vec<BTreeSet<u32>>, usize) {
        let links = by_part(|part| statistics.link(part, &to(part, edges)).unwrap());
        let (mut labels, mut rounds) = (Vec::new(), 0);
        loop {
            let mut sent = 0;
            labels = by_part(|part| {
                let (given, own) = statistics
                    .spread(part, &to(part, &links), &to(part, &labels))
                    .unwrap();
                sent += own;
                given
            });
            rounds += 1;
            if sent == 0 {
                break;
            }
        }
        let places = by_part(|part| {
            let (edges, links, labels) = (to(part, edges), to(part, &links), to(part, &labels));
            statistics.settle(part, &edges, &links, &labels).unwrap()
        });
        let rows_at = |place: u32| {
            let messages = to(place, &places);
            let edges = Edges::gather(&messages).unwrap();
            edges.keys.iter().map(|own| own.0).collect()
        };
        ((0..PARTS as u32).map(rows_at).collect(), rounds)
    }

    /// Edges as the parts conclude them: each pair at the part of its left record.
    fn concluded(statistics: &TableStatistics, rows: u32, pairs: &[(u32, u32, f32)]) -> Vec<Given> {
        by_part(|part| {
            let own = statistics.rows_of(part);
            let edges = Edges {
                pairs: pairs
                    .iter()
                    .filter(|pair| own.contains(&pair.0))
                    .copied()
                    .collect(),
                keys: (0..rows)
                    .filter(|row| own.contains(row))
                    .map(|row| (row, 0, &b"key"[..]))
                    .collect(),
                ..Edges::default()
            };
            vec![(part, edges.message(part))]
        })
    }

    proptest! {
        #[test]
        fn records_that_likely_pairs_join_meet_at_one_place(
            drawn in prop::collection::vec((0u32..60, 0u32..60, 0.0f32..1.0), 0..60),
        ) {
            let statistics = statistics(60);
            let pairs: Vec<(u32, u32, f32)> = drawn
                .into_iter()
                .filter(|pair| pair.0 != pair.1)
                .map(|(one, other, score)| (one.min(other), one.max(other), score))
                .collect();
            let (places, _) = settled(&statistics, &concluded(&statistics, 60, &pairs));
            let mut place_of = BTreeMap::new();
            for (place, rows) in places.iter().enumerate() {
                for row in rows {
                    prop_assert!(place_of.insert(*row, place).is_none(), "each record is at one place");
                }
            }
            prop_assert_eq!(place_of.len(), 60);
            for (left, right, score) in pairs {
                prop_assert!(score < 0.5 || place_of[&left] == place_of[&right]);
            }
        }
    }

    #[test]
    fn a_chain_through_all_parts_again_and_again_has_one_place() {
        let statistics = statistics(400);
        // From the last part to the first, a row further each time.
        let order: Vec<u32> = (0..100)
            .flat_map(|at| (0..4).rev().map(move |part| part * 100 + at))
            .collect();
        let pairs: Vec<(u32, u32, f32)> = order
            .windows(2)
            .map(|two| (two[0].min(two[1]), two[0].max(two[1]), 0.9))
            .collect();
        let (places, rounds) = settled(&statistics, &concluded(&statistics, 400, &pairs));
        assert_eq!(places.iter().filter(|rows| !rows.is_empty()).count(), 1);
        assert!(
            rounds <= 402,
            "as many rounds as the chain crosses, and one: {rounds}"
        );
    }

    #[test]
    fn a_damaged_message_is_refused() {
        let statistics = statistics(60);
        let edges = Edges {
            pairs: vec![(20, 25, 0.9)],
            ..Edges::default()
        };
        let links = edges.message(1);
        assert!(statistics.spread(1, &[&links], &[]).is_ok());
        assert!(
            statistics.spread(0, &[&links], &[]).is_err(),
            "no record is of the part"
        );
        assert!(
            statistics.spread(1, &[&links[..9]], &[]).is_err(),
            "it ends too early"
        );
        let labels: Vec<u8> = [1u32, 20, 3].into_iter().flat_map(u32::to_le_bytes).collect();
        assert!(statistics.spread(1, &[], &[&labels]).is_ok());
        assert!(
            statistics.spread(0, &[], &[&labels]).is_err(),
            "the label is for a record of another part"
        );
    }
}
