//! Group: likely pairs in, match groups out, with the pairs that may join records and no record. It happens in one place, or
//! in several, each with whole components.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    Given, Messages, TableStatistics,
    edges::Edges,
    surround::Near,
    walk::Paired,
    wire::{Reader, Writer},
};
use crate::{
    Error, LinkCardinality, ScoredPair,
    cluster::{ClusterSettings, Demands, cluster, missing_pairs},
    groups::id_of,
    pair::Candidate,
    threshold::{Trust, choose, match_threshold},
};

/// Pairs that one place can form groups from.
pub const MOST_PAIRS: usize = 100_000_000;

/// A match id and a confidence for each record of a part; the latter is absent where a record matches no other.
#[derive(Debug, Default)]
pub struct MatchedRows {
    /// Match ids.
    pub ids: Vec<i64>,
    /// Confidences.
    pub confidence: Vec<Option<f32>>,
}

/// What all parts say of the pairs that may form groups in one place.
struct Gathered<'a> {
    pairs: Vec<(u32, u32, f32)>,
    /// Records that are equal and one thing: the first one of each set with another.
    equal: Vec<(u32, u32)>,
    keys: FxHashMap<u32, (u16, &'a [u8])>,
}

impl<'a> Gathered<'a> {
    fn read(messages: &'a [&'a [u8]]) -> Result<Self, Error> {
        let all = Edges::gather(messages)?;
        if all.pairs.len() > MOST_PAIRS {
            return Err(Error::TooManyPairs {
                limit: MOST_PAIRS as u64,
            });
        }
        let keys = all.keys.into_iter();
        let mut edges = Self {
            pairs: all.pairs,
            equal: all.equal,
            keys: keys.map(|(row, source, key)| (row, (source, key))).collect(),
        };
        // NaN, which says that the pair is there, is greater than any score.
        edges
            .pairs
            .sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
        edges.pairs.dedup_by_key(|own| (own.0, own.1));
        edges.equal.sort_unstable_by_key(|&(first, row)| (row, first));
        edges.equal.dedup();
        Ok(edges)
    }

    fn scores(&self) -> Vec<f32> {
        self.pairs
            .iter()
            .map(|own| if own.2.is_nan() { 0.0 } else { own.2 })
            .collect()
    }

    /// All records that may be in a group with another, and their pairs.
    fn near(&self) -> Near {
        let pairs = self
            .pairs
            .iter()
            .map(|&(left, right, weight)| Candidate { left, right, weight });
        let equal = self.equal.iter().flat_map(|&(first, row)| [first, row]);
        Near::with(pairs, equal)
    }

    fn source(&self, row: u32) -> u16 {
        self.keys.get(&row).map_or(0, |(source, _)| *source)
    }

    fn scored<'s>(&'s self, scores: &'s [f32]) -> impl Iterator<Item = ScoredPair> + 's {
        let pairs = self.pairs.iter().zip(scores);
        pairs.map(|(&(left, right, _), &score)| ScoredPair { left, right, score })
    }

    fn key(&self, row: u32) -> Result<(u16, &'a [u8]), Error> {
        self.keys.get(&row).copied().ok_or(Error::DamagedPart)
    }
}

impl TableStatistics {
    /// Whether pairs that blocking did not propose are looked for: so it is in a small table.
    pub fn completes(&self) -> bool {
        self.search.undecided.is_none()
    }

    /// The pairs that blocking did not propose though a chain of likely matches joins their records; none in a large table. They
    /// have no weight yet, which [`TableStatistics::weigh`] gives them.
    pub fn complete(&self, edges: &[&[u8]]) -> Result<Given, Error> {
        let edges = Gathered::read(edges)?;
        let (scores, near) = (edges.scores(), edges.near());
        let threshold = match_threshold(edges.scored(&scores), false, 0.5, Trust::Calibrated);
        let (candidates, around) = (&near.candidates, &near.around);
        let missing = missing_pairs(
            near.rows.len(),
            candidates,
            around,
            &scores,
            threshold,
            self.candidates as usize,
        );
        let mut given = Messages::new(self.parts());
        for (left, right) in missing {
            let (left, right) = (near.rows[left as usize], near.rows[right as usize]);
            let (first, second) = (edges.source(left), edges.source(right));
            if first == second && self.is_across_only() {
                continue;
            }
            let paired = Paired {
                pair: Candidate {
                    left,
                    right,
                    weight: 0.0,
                },
                is_left_first: first <= second,
            };
            self.write_pair(paired, &mut given);
        }
        Ok(given.given(0))
    }

    /// Forms groups; gives each part those of its records.
    pub fn group(&self, edges: &[&[u8]]) -> Result<Given, Error> {
        let edges = Gathered::read(edges)?;
        let (scores, near) = (edges.scores(), edges.near());
        let trust = Trust::without_labels(&self.classes, self.is_across_only());
        let cardinality = self.cardinality();
        let is_one_to_one = cardinality == LinkCardinality::OneToOne;
        let threshold = self
            .threshold
            .unwrap_or_else(|| choose(edges.scored(&scores), is_one_to_one, self.precision_recall, trust).at);
        let of_near = |near: &Near| near.rows.iter().map(|&row| edges.source(row)).collect();
        let sources: Option<Vec<u16>> = self.is_across_only().then(|| of_near(&near));
        let demands = Demands {
            together: edges
                .equal
                .iter()
                .map(|&(first, row)| (near.number(first), near.number(row)))
                .collect(),
            ..Demands::default()
        };
        let settings = ClusterSettings {
            threshold,
            sources: sources.as_deref(),
            cardinality,
            has_seconds: false,
            demands: Some(&demands),
        };
        let groups = cluster(
            near.rows.len(),
            &near.candidates,
            &near.around,
            &scores,
            &settings,
        );
        let mut ids: Vec<Option<&[u8]>> = vec![None; groups.sizes.len()];
        for (&row, &group) in near.rows.iter().zip(&groups.of) {
            if groups.sizes[group as usize] > 1 {
                let (_, key) = edges.key(row)?;
                let least = &mut ids[group as usize];
                // Without a column of keys the first row counts, and rows ascend.
                let is_new = |before: &[u8]| self.key().is_some() && key < before;
                if least.is_none_or(is_new) {
                    *least = Some(key);
                }
            }
        }
        let mut taken = FxHashSet::default();
        let ids: Vec<Option<i64>> = ids
            .into_iter()
            .map(|key| {
                let mut id = id_of(key?);
                while !taken.insert(id) {
                    id = (id + 1) & i64::MAX;
                }
                Some(id)
            })
            .collect();
        let mut given = vec![Writer::default(); self.parts()];
        for (&row, &group) in near.rows.iter().zip(&groups.of) {
            if let Some(id) = ids[group as usize] {
                let out = &mut given[self.part_of(row) as usize];
                out.u32(row);
                out.u64(id as u64);
                out.f32(groups.confidence[group as usize].unwrap_or_default());
            }
        }
        let messages = (0u32..).zip(given).filter(|(_, own)| !own.is_empty());
        Ok(messages.map(|(part, own)| (part, own.into_bytes())).collect())
    }

    /// The match ids of a part's records, by their groups and keys.
    pub fn ids(&self, part: u32, keys: &[u8], groups: &[&[u8]]) -> Result<MatchedRows, Error> {
        let rows = self.rows_of(part);
        let mut found = MatchedRows::default();
        let mut keys = Reader::new(keys);
        for _ in rows.clone() {
            let (_, key) = (keys.u16()?, keys.bytes()?);
            found.ids.push(id_of(key));
            found.confidence.push(None);
        }
        for message in groups {
            let mut reader = Reader::new(message);
            while !reader.is_at_end() {
                let (row, id, confidence) = (reader.u32()?, reader.u64()?, reader.f32()?);
                let at = row
                    .checked_sub(rows.start)
                    .map(|at| at as usize)
                    .filter(|&at| at < found.ids.len());
                let at = at.ok_or(Error::DamagedPart)?;
                (found.ids[at], found.confidence[at]) = (id as i64, Some(confidence));
            }
        }
        Ok(found)
    }
}
