//! Compare: records and pairs in, first scores out.

use std::{collections::BTreeMap, sync::Arc};

use arrow_array::{ArrayRef, RecordBatch, StringArray};

use super::{
    Given, Messages, TableStatistics, in_order,
    statistics::{Counts, model_of},
    surround::Near,
    walk::Paired,
    wire::{Reader, Writer},
};
use crate::{
    Error, Records, Silent,
    cluster::MatchCounts,
    compare::{
        Comparer, Prepared,
        classes::{EqualRecords, PairClasses, PartCounts},
        rank::{Standing, Standings, Values},
    },
    hashing::short_hash,
    pair::Candidate,
    score::{Events, PairScores, chance, probability, score_each},
    standardize::{Corpus, CorpusAttribute, Frequent, PutRecords, StandardRecords, standardize_among},
};

/// What comparing gives.
#[derive(Debug)]
pub struct Compared {
    /// Scores for the parts of both records.
    pub given: Given,
    /// What the driver gets: [`TableStatistics::learn_scores`] takes it in.
    pub told: Vec<u8>,
}

/// A pair with all that its first look gave.
#[derive(Debug, Clone, Copy)]
pub(super) struct FirstScored {
    pub paired: Paired,
    pub first: f32,
    pub evidence: f32,
    pub classes: f32,
    pub lead: f32,
    pub related: u8,
    /// Whether the records are of two events.
    pub differs: bool,
}

impl TableStatistics {
    /// Compares pairs and gives them their first scores. `model` is one that was saved, without labels.
    pub fn compare(&self, part: u32, shipments: &[&[u8]], model: Option<&str>) -> Result<Compared, Error> {
        let shipped = self.read_shipments(shipments)?;
        let model = model_of(model)?;
        let near = Near::new(shipped.pairs.iter().map(|own| own.paired.pair));
        if near.rows.is_empty() {
            return Ok(Compared {
                given: Vec::new(),
                told: Vec::new(),
            });
        }
        let standard = self.standardize_shipped(&shipped, &near.rows)?;
        let undecided = self.search.undecided();
        let prepared = Prepared {
            classes: PairClasses::of_model_among(self.classes.clone(), &standard, &shipped),
            records: standard,
            candidates: near.candidates,
            around: near.around,
            blocking: Vec::new(),
            across_only: self.is_across_only(),
            least_evidence: undecided.start,
            most_evidence: undecided.end,
            evidence: self.evidence.clone(),
            possible_pairs: self.possible_pairs,
            equal: EqualRecords::default(),
            put: PutRecords::default(),
        };
        let comparer = prepared.comparer().led_by(self.lead);
        let standings = Standings::known(
            &prepared.candidates,
            Values::Weights,
            shipped.pairs.iter().map(|own| own.standings).collect(),
        );
        let scores = score_each(&prepared, &comparer, &standings, &model, &Silent)?;
        let events = Events::of(&prepared);
        let mut given = Messages::new(self.parts());
        for (number, shipped) in shipped.pairs.iter().enumerate() {
            let scored = FirstScored {
                paired: shipped.paired,
                first: scores.first[number],
                evidence: scores.evidence[number],
                classes: scores.classes[number],
                lead: scores.leads[number],
                related: scores.related[number],
                differs: !events.is_empty() && events.differ(&comparer, prepared.candidates.pairs[number]),
            };
            let pair = scored.paired.pair;
            let to = [self.part_of(pair.left), self.part_of(pair.right)];
            for &part in &to[..=usize::from(to[0] != to[1])] {
                scored.write(given.to(part as usize));
            }
        }
        Ok(Compared {
            given: given.given(part),
            told: told(&prepared, &comparer, &scores),
        })
    }

    /// Takes in what all parts told after comparing: how far chance explains scores, and whether sources hold duplicates.
    pub fn learn_scores(&mut self, told: &[&[u8]]) -> Result<(), Error> {
        let mut expected: Option<Vec<f64>> = None;
        let mut seen: Vec<f64> = Vec::new();
        let mut counts = MatchCounts::default();
        for told in told.iter().filter(|told| !told.is_empty()) {
            let mut reader = Reader::new(told);
            let numbers = |reader: &mut Reader<'_>| -> Result<Vec<f64>, Error> {
                Ok(reader.u64s()?.into_iter().map(f64::from_bits).collect())
            };
            let own_expected = numbers(&mut reader)?;
            expected = (!own_expected.is_empty()).then_some(own_expected).or(expected);
            let own = numbers(&mut reader)?;
            seen.resize(own.len(), 0.0);
            seen.iter_mut().zip(&own).for_each(|(seen, more)| *seen += more);
            counts.merge(&MatchCounts {
                matched: reader.u64()?,
                seconds: reader.u64()?,
                sure_seconds: reader.u64()?,
                doubles: reader.u64()?,
            });
        }
        self.limit(expected.as_deref(), &seen);
        self.found_cardinality = Some(counts.cardinality());
        Ok(())
    }

    pub(super) fn read_shipments(&self, shipments: &[&[u8]]) -> Result<Shipped, Error> {
        let mut shipped = Shipped::new(self);
        let width = self.attributes.len();
        for (_, mut reader) in in_order(shipments)? {
            let rows = reader.u32s()?;
            if self.is_across_only() {
                shipped.sources.extend(reader.u16s()?);
            }
            for attribute in 0..width {
                let mut texts = Vec::with_capacity(rows.len());
                for _ in 0..rows.len() {
                    texts.push(std::str::from_utf8(reader.bytes()?).map_err(|_| Error::DamagedPart)?);
                }
                shipped.texts[attribute].push(Arc::new(StringArray::from_iter_values(texts)));
                read_counts(&mut reader, &mut shipped.values[attribute])?;
            }
            for counts in shipped.parts.iter_mut().flatten() {
                read_counts(&mut reader, counts)?;
            }
            read_counts(&mut reader, &mut shipped.words)?;
            shipped.rows.extend(rows);
            let pairs = reader.bytes()?;
            shipped.read_pairs(pairs)?;
        }
        shipped.join_pairs()?;
        Ok(shipped)
    }

    pub(super) fn standardize_shipped(
        &self,
        shipped: &Shipped,
        near: &[u32],
    ) -> Result<StandardRecords, Error> {
        // Parts come in order and rows ascend in each, so the rows of all do.
        if shipped.rows != near {
            return Err(Error::DamagedPart);
        }
        let names: Vec<&str> = self.attributes.iter().map(|own| own.name.as_str()).collect();
        let batches = (0..shipped.texts.first().map_or(0, Vec::len)).map(|batch| {
            let columns = names
                .iter()
                .zip(&shipped.texts)
                .map(|(name, own)| (*name, own[batch].clone()));
            RecordBatch::try_from_iter(columns).map_err(|_| Error::DamagedPart)
        });
        let records = Records::try_new(batches.collect::<Result<_, _>>()?)?.keeping(&self.kept);
        let attributes: Vec<CorpusAttribute> = self
            .attributes
            .iter()
            .zip(&shipped.values)
            .map(|(attribute, counts)| CorpusAttribute {
                frequent: Frequent::of_counts(counts),
                ..attribute.clone()
            })
            .collect();
        let corpus = Corpus {
            records: self.records(),
            attributes: &attributes,
            words: &Frequent::of_counts(&shipped.words),
            first_new: records.len(),
        };
        let mut standard = standardize_among(&records, &BTreeMap::new(), Some(&corpus), &Silent)?;
        if self.is_across_only() {
            standard.sources = Some(shipped.sources.clone());
        }
        Ok(standard)
    }
}

/// What the driver gets after comparing.
fn told(prepared: &Prepared, comparer: &Comparer<'_>, scores: &PairScores) -> Vec<u8> {
    let mut out = Writer::default();
    let bits = |numbers: &[f64]| {
        numbers
            .iter()
            .map(|number| number.to_bits())
            .collect::<Vec<u64>>()
    };
    out.u64s(&bits(&chance::expected(prepared, comparer).unwrap_or_default()));
    out.u64s(&bits(&chance::seen(&scores.evidence)));
    let counts = match_counts(prepared, scores);
    out.u64(counts.matched);
    out.u64(counts.seconds);
    out.u64(counts.sure_seconds);
    out.u64(counts.doubles);
    out.into_bytes()
}

/// The records of a part by their matches. First scores stand for final ones.
fn match_counts(prepared: &Prepared, scores: &PairScores) -> MatchCounts {
    let mut counts = MatchCounts::default();
    let Some(sources) = prepared.sources() else {
        return counts;
    };
    let around = &prepared.around;
    for row in 0..prepared.records.len as u32 {
        let first = around.span(row).next().map(|place| around.other(place));
        // All pairs of a record of the first source are here, and of another one only some.
        if first.is_none_or(|other| sources[other as usize] < sources[row as usize]) {
            continue;
        }
        let scored = around.span(row).map(|place| {
            let weight = scores.first[around.pair(place) as usize];
            (probability(weight), around.other(place))
        });
        counts.count(scored, |left, right| {
            prepared.classes.are_likely_one(&prepared.records, left, right)
        });
    }
    counts
}

/// A pair that arrived, with where it stands on both sides.
pub(super) struct ShippedPair {
    pub paired: Paired,
    standings: [Standing; 2],
    /// Sides that are known, as bits.
    sides: u8,
}

/// What arrived to be compared.
pub(super) struct Shipped {
    rows: Vec<u32>,
    sources: Vec<u16>,
    /// By attribute and sender.
    texts: Vec<Vec<ArrayRef>>,
    values: Vec<Counts>,
    parts: Vec<Option<Counts>>,
    words: Counts,
    filled: Vec<usize>,
    pub pairs: Vec<ShippedPair>,
}

impl Shipped {
    fn new(statistics: &TableStatistics) -> Self {
        let width = statistics.attributes.len();
        let facets = statistics.classes.facets.iter();
        Self {
            rows: Vec::new(),
            sources: Vec::new(),
            texts: vec![Vec::new(); width],
            values: vec![Counts::default(); width],
            parts: facets
                .map(|facet| facet.is_part().then(Counts::default))
                .collect(),
            words: Counts::default(),
            filled: statistics.filled.clone(),
            pairs: Vec::new(),
        }
    }

    fn read_pairs(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let mut reader = Reader::new(bytes);
        while !reader.is_at_end() {
            let pair = Candidate {
                left: reader.u32()?,
                right: reader.u32()?,
                weight: reader.f32()?,
            };
            let flags = reader.u8()?;
            let mut standings = [Standing::NONE; 2];
            for (side, standing) in standings.iter_mut().enumerate() {
                if flags >> side & 1 == 1 {
                    *standing = Standing {
                        rank: reader.count()? as u32,
                        best_other: reader.f32()?,
                        near: reader.count()? as u32,
                    };
                }
            }
            self.pairs.push(ShippedPair {
                paired: Paired {
                    pair,
                    is_left_first: flags & 4 != 0,
                },
                standings,
                sides: flags & 3,
            });
        }
        Ok(())
    }

    /// Puts together what the parts of both records of a pair said of it.
    fn join_pairs(&mut self) -> Result<(), Error> {
        let ends = |own: &ShippedPair| (own.paired.pair.left, own.paired.pair.right);
        self.pairs.sort_by_key(ends);
        self.pairs.dedup_by(|second, first| {
            if ends(second) != ends(first) {
                return false;
            }
            for side in (0..2).filter(|side| second.sides >> side & 1 == 1) {
                first.standings[side] = second.standings[side];
            }
            first.sides |= second.sides;
            true
        });
        let is_whole = self.pairs.iter().all(|own| own.sides == 3);
        is_whole.then_some(()).ok_or(Error::DamagedPart)
    }
}

impl PartCounts for Shipped {
    fn of(&self, facet: usize, text: &[u8]) -> u32 {
        let counts = self.parts[facet].as_ref();
        counts
            .and_then(|counts| counts.get(&short_hash(text)).copied())
            .unwrap_or(1)
    }

    fn filled(&self, facet: usize) -> usize {
        self.filled[facet]
    }
}

fn read_counts(reader: &mut Reader<'_>, into: &mut Counts) -> Result<(), Error> {
    let (hashes, counts) = (reader.u64s()?, reader.counts()?);
    into.extend(hashes.into_iter().zip(counts));
    Ok(())
}

impl FirstScored {
    fn write(&self, out: &mut Writer) {
        let pair = self.paired.pair;
        out.u32(pair.left);
        out.u32(pair.right);
        for number in [pair.weight, self.first, self.evidence, self.classes, self.lead] {
            out.f32(number);
        }
        out.u8(self.related);
        out.u8(u8::from(self.paired.is_left_first) | u8::from(self.differs) << 1);
    }

    pub fn read(from: &mut Reader<'_>) -> Result<Self, Error> {
        let pair = Candidate {
            left: from.u32()?,
            right: from.u32()?,
            weight: from.f32()?,
        };
        let (first, evidence, classes, lead) = (from.f32()?, from.f32()?, from.f32()?, from.f32()?);
        let (related, flags) = (from.u8()?, from.u8()?);
        Ok(Self {
            paired: Paired {
                pair,
                is_left_first: flags & 1 == 1,
            },
            first,
            evidence,
            classes,
            lead,
            related,
            differs: flags & 2 != 0,
        })
    }
}
