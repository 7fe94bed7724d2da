//! Survey and conclude: first scores in, final scores out. Between the two, the driver adds up what all pairs say together.

use super::{
    Given, Messages, TableStatistics,
    compare::FirstScored,
    edges::{Edges, Keyed},
    in_order,
    statistics::model_of,
    surround::Near,
    wire::{Reader, Writer},
};
use crate::{
    Error, Silent,
    compare::classes::NO_CLASS,
    pair::Candidate,
    score::{Collective, ContextSums, PairScores, TWO_EVENTS, chance, probability, rescore_each},
    threshold::{COUNTED, ScoreCounts},
};

/// The first scores around a part's records.
struct FirstScores {
    near: Near,
    all: Vec<FirstScored>,
    scores: PairScores,
}

/// What a pair of another part's record shows of it.
struct Shown {
    pair: Candidate,
    first: f32,
    evidence: f32,
    classes: f32,
}

/// Likely pairs from which clustering asks whether a record's list of candidates ended among them.
const CROWDED: usize = 5;

impl TableStatistics {
    /// Sums over the pairs of a part, and the neighborhoods that other parts need for the pairs that they conclude.
    pub fn survey(&self, part: u32, scored: &[&[u8]]) -> Result<(Given, Vec<u8>), Error> {
        let own = self.first_scores(scored, &[])?;
        let rows = self.rows_of(part);
        let mut sums = ContextSums::default();
        let beside = own.near.around.beside(|number| own.scores.first[number as usize]);
        for (number, &row) in (0u32..).zip(&own.near.rows) {
            if rows.contains(&row) {
                sums.add_record(beside[own.near.around.span(number)].iter().copied());
            }
        }
        // The record of this part whose pairs go to another one.
        let mut wanted: Vec<(u32, u32)> = Vec::new();
        for (number, scored) in own.all.iter().enumerate() {
            let owner = self.owner(scored.paired);
            let pair = scored.paired.pair;
            if rows.contains(&owner) {
                sums.add_pair(own.scores.first[number], own.scores.classes[number]);
            } else if own.scores.is_open(number) {
                wanted.push((self.part_of(owner), pair.other(owner)));
            }
        }
        wanted.sort_unstable();
        wanted.dedup();
        let mut given = Messages::new(self.parts());
        for (to, row) in wanted {
            let number = own.near.number(row);
            let out = given.to(to as usize);
            out.u32(row);
            out.count(own.near.around.of(number).len());
            for &pair in own.near.around.of(number) {
                let pair = pair as usize;
                out.u32(own.all[pair].paired.pair.other(row));
                out.f32(own.scores.first[pair]);
                out.f32(own.scores.evidence[pair]);
                out.f32(own.scores.classes[pair]);
            }
        }
        let told = serde_json::to_vec(&sums).expect("sums are numbers");
        Ok((given.given(part), told))
    }

    /// Takes in the sums of all parts.
    pub fn learn_context(&mut self, told: &[&[u8]]) -> Result<(), Error> {
        let mut context = ContextSums::default();
        for told in told {
            let own: ContextSums = serde_json::from_slice(told).map_err(|_| Error::DamagedPart)?;
            context.merge(&own);
        }
        self.context = context;
        Ok(())
    }

    /// Gives the pairs of a part their final scores; keeps those that may form groups, with the keys of its records in them, and
    /// tells how many there are and what they score.
    pub fn conclude(
        &self,
        part: u32,
        (keys, equal): (&[u8], &[u8]),
        scored: &[&[u8]],
        shown: &[&[u8]],
        model: Option<&str>,
    ) -> Result<(Given, Vec<u8>), Error> {
        let model = model_of(model)?;
        let own = self.first_scores(scored, &read_shown(shown)?)?;
        let rows = self.rows_of(part);
        let collective = Collective::with(
            &own.near.candidates,
            &own.near.around,
            &own.scores,
            self.is_across_only(),
            self.context.context(self.records()),
        );
        let mut finals = rescore_each(&collective, &own.scores, &model, &Silent)?;
        for (weight, scored) in finals.iter_mut().zip(&own.all) {
            if scored.differs && *weight > TWO_EVENTS {
                *weight = TWO_EVENTS;
            }
        }
        let scores: Vec<f32> = finals.into_iter().map(probability).collect();
        let around = OwnRows::new(&own, &scores, &rows, |scored| {
            rows.contains(&self.owner(scored.paired))
        });
        let mut edges = Edges::default();
        let (mut counts, mut keyed) = (ScoreCounts::default(), Vec::new());
        for (number, scored) in own.all.iter().enumerate() {
            let pair = scored.paired.pair;
            let near = own.near.candidates.pairs[number];
            let sides = [(pair.left, near.left), (pair.right, near.right)];
            let mut own_sides = sides.into_iter().filter(|(row, _)| rows.contains(row));
            if own_sides.clone().next().is_none() {
                continue;
            }
            let joins = |(_, near): (u32, u32)| around.best[near as usize] >= COUNTED;
            keyed.extend(own_sides.clone().filter(|side| joins(*side)).map(|(row, _)| row));
            // Only one part concludes a pair. The other one says that the pair is there, where a record has many likely ones.
            let score = if around.is_concluded[number] {
                let counts = scores[number] >= COUNTED || own_sides.any(joins);
                counts.then_some(scores[number])
            } else {
                let is_crowded = own_sides.any(|(_, near)| around.likely[near as usize] >= CROWDED);
                is_crowded.then_some(f32::NAN)
            };
            if let Some(score) = score {
                counts.add(score);
                edges.pairs.push((pair.left, pair.right, score));
            }
        }
        let mut reader = Reader::new(equal);
        while !reader.is_at_end() {
            let (first, row) = (reader.u32()?, reader.u32()?);
            keyed.push(row);
            if first != row {
                edges.equal.push((first, row));
            }
        }
        keyed.sort_unstable();
        keyed.dedup();
        edges.keys = some_keys(keys, rows.start, &keyed)?;
        let mut told = Writer::default();
        told.u64(edges.pairs.len() as u64);
        for (step, pairs, sum) in counts.steps() {
            told.count(step);
            told.count(pairs as usize);
            told.u64(sum.to_bits());
        }
        Ok((vec![(part, edges.message(part))], told.into_bytes()))
    }

    fn first_scores(&self, scored: &[&[u8]], shown: &[Shown]) -> Result<FirstScores, Error> {
        let mut all: Vec<FirstScored> = Vec::new();
        for (_, mut reader) in in_order(scored)? {
            while !reader.is_at_end() {
                all.push(FirstScored::read(&mut reader)?);
            }
        }
        if let Some(limits) = &self.limits {
            let most: Vec<f32> = limits.iter().map(|most| most.unwrap_or(f32::INFINITY)).collect();
            for own in &mut all {
                chance::limit(std::slice::from_mut(&mut own.first), &[own.evidence], &most);
            }
        }
        all.extend(shown.iter().map(Shown::as_scored));
        // What is known in full comes first among equal ones.
        all.sort_by_key(|own| (own.paired.pair.left, own.paired.pair.right));
        all.dedup_by_key(|own| (own.paired.pair.left, own.paired.pair.right));
        let model = &self.classes;
        let scores = PairScores {
            first: all.iter().map(|own| own.first).collect(),
            evidence: all.iter().map(|own| own.evidence).collect(),
            classes: all.iter().map(|own| own.classes).collect(),
            leads: all.iter().map(|own| own.lead).collect(),
            related: all.iter().map(|own| own.related).collect(),
            related_figures: model.related_figures(),
            figures: model.figures.collective(),
            most_evidence: self.search.undecided().end,
            most: model.most_weight(),
        };
        Ok(FirstScores {
            near: Near::new(all.iter().map(|own| own.paired.pair)),
            all,
            scores,
        })
    }
}

/// What final scores say of each near record, as far as it is of this part.
struct OwnRows {
    /// The best score around it. A pair that is concluded elsewhere counts by the most that its context may make of it.
    best: Vec<f32>,
    /// Its likely pairs.
    likely: Vec<usize>,
    /// Whether the final score of a pair is known here, and to be told from here.
    is_concluded: Vec<bool>,
}

impl OwnRows {
    fn new(
        own: &FirstScores,
        scores: &[f32],
        rows: &std::ops::Range<u32>,
        is_owned: impl Fn(&FirstScored) -> bool,
    ) -> Self {
        let mut found = Self {
            best: vec![0.0; own.near.rows.len()],
            likely: vec![0; own.near.rows.len()],
            is_concluded: own.all.iter().map(is_owned).collect(),
        };
        for (number, pair) in own.near.candidates.pairs.iter().enumerate() {
            let is_known = found.is_concluded[number] || !own.scores.is_open(number);
            let score = if is_known {
                scores[number]
            } else {
                probability(own.scores.most_by_context(number))
            };
            for near in [pair.left, pair.right] {
                if rows.contains(&own.near.rows[near as usize]) {
                    let (best, likely) = (&mut found.best[near as usize], &mut found.likely[near as usize]);
                    *best = best.max(score);
                    *likely += usize::from(score >= 0.5);
                }
            }
        }
        found
    }
}

impl Shown {
    fn as_scored(&self) -> FirstScored {
        FirstScored {
            paired: super::walk::Paired {
                pair: self.pair,
                is_left_first: true,
            },
            first: self.first,
            evidence: self.evidence,
            classes: self.classes,
            lead: 0.0,
            related: NO_CLASS,
            differs: false,
        }
    }
}

fn read_shown(messages: &[&[u8]]) -> Result<Vec<Shown>, Error> {
    let mut shown = Vec::new();
    for (_, mut reader) in in_order(messages)? {
        while !reader.is_at_end() {
            let row = reader.u32()?;
            for _ in 0..reader.count()? {
                let other = reader.u32()?;
                shown.push(Shown {
                    pair: Candidate {
                        left: row.min(other),
                        right: row.max(other),
                        weight: 0.0,
                    },
                    first: reader.f32()?,
                    evidence: reader.f32()?,
                    classes: reader.f32()?,
                });
            }
        }
    }
    Ok(shown)
}

/// The sources and keys of some records, whose rows ascend.
fn some_keys<'a>(keys: &'a [u8], base: u32, rows: &[u32]) -> Result<Vec<Keyed<'a>>, Error> {
    let mut reader = Reader::new(keys);
    let mut found = Vec::with_capacity(rows.len());
    let mut wanted = rows.iter().peekable();
    let mut row = base;
    while let Some(&&next) = wanted.peek() {
        let (source, key) = (reader.u16()?, reader.bytes()?);
        if row == next {
            wanted.next();
            found.push((row, source, key));
        }
        row += 1;
    }
    Ok(found)
}
