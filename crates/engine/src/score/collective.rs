//! Features of a pair that come from the first scores of other pairs: its rivals and its supporters.

use crate::{
    compare::{
        Feature, feature,
        rank::{Neighborhoods, Standings},
    },
    pair::CandidatePairs,
    score::{PairScores, probability},
};

/// All features of the collective model.
pub const COLLECTIVE_FEATURES: [Feature; 20] = [
    feature("pair weight", "match weight of the pair by itself", 1),
    feature(
        "evidence",
        "bits for a match over all attributes, beyond what chance pairs reach",
        1,
    ),
    feature(
        "candidate weight",
        "similarity of the terms that made the pair a candidate",
        1,
    ),
    feature(
        "better score rank",
        "better scored pairs of the record that has fewer of them",
        -1,
    ),
    feature(
        "worse score rank",
        "better scored pairs of the record that has more of them",
        -1,
    ),
    feature(
        "least score lead",
        "match weight less that of the best other pair, lower side",
        1,
    ),
    feature(
        "greatest score lead",
        "match weight less that of the best other pair, higher side",
        1,
    ),
    feature(
        "fewest likely others",
        "other likely pairs, on the side that has fewer",
        0,
    ),
    feature(
        "most likely others",
        "other likely pairs, on the side that has more",
        0,
    ),
    feature(
        "support",
        "best third record that likely matches both, by the weaker of its two scores",
        1,
    ),
    feature("supporters", "third records that likely match both", 1),
    feature(
        "opponents",
        "third records that likely match one of the two and surely not the other",
        -1,
    ),
    feature(
        "share of supporters",
        "supporters among all third records that likely match one of the two",
        1,
    ),
    feature(
        "evidence lead, least",
        "bits less those of the best other pair, lower side",
        1,
    ),
    feature(
        "evidence lead, greatest",
        "bits less those of the best other pair, higher side",
        1,
    ),
    feature(
        "matched records",
        "share of all records that have a likely match",
        0,
    ),
    feature(
        "likely matches for each record",
        "mean number of likely matches of a record that has one",
        0,
    ),
    feature(
        "clear scores",
        "share of the scores above one half that are above 0.9",
        0,
    ),
    feature(
        "two sources",
        "1 where the records of two sources are linked, 0 within one source",
        0,
    ),
    feature(
        "supporting evidence",
        "bits of the best third record's weaker side",
        1,
    ),
];

/// Numbers in a collective feature vector.
pub const COLLECTIVE_WIDTH: usize = COLLECTIVE_FEATURES.len();

/// A pair below this match weight after the pair step is out; it keeps its score. About 0.5 %.
const RULED_OUT: f32 = -5.3;

/// The first scores with what is needed to look around in them.
#[derive(Debug)]
pub struct Collective<'a> {
    candidates: &'a CandidatePairs,
    around: &'a Neighborhoods,
    scores: &'a PairScores,
    is_link: bool,
    matched_records: f32,
    likely_of_matched: f32,
    clear: f32,
}

impl<'a> Collective<'a> {
    /// Takes the figures over all pairs that every pair is told.
    pub fn new(
        records: usize,
        candidates: &'a CandidatePairs,
        around: &'a Neighborhoods,
        scores: &'a PairScores,
        is_link: bool,
    ) -> Self {
        let likely = |number: u32| scores.first[number as usize] > 0.0;
        let (mut matched, mut ends) = (0usize, 0usize);
        for row in 0..records as u32 {
            let own = around.of(row).iter().filter(|&&number| likely(number)).count();
            matched += usize::from(own > 0);
            ends += own;
        }
        let above_half = scores.first.iter().filter(|&&w| w > 0.0).count();
        let above_most = scores.first.iter().filter(|&&w| probability(w) > 0.9).count();
        let share = |part: usize, whole: usize| {
            if whole > 0 {
                part as f32 / whole as f32
            } else {
                0.0
            }
        };
        Self {
            candidates,
            around,
            scores,
            is_link,
            matched_records: share(matched, records),
            likely_of_matched: share(ends, matched),
            clear: share(above_most, above_half),
        }
    }

    /// Whether the pair step has left the pair open.
    pub fn is_open(&self, number: usize) -> bool {
        self.scores.first[number] > RULED_OUT
    }

    /// Writes the features of a pair.
    pub fn features(&self, number: usize, out: &mut [f32]) {
        let weight = self.scores.first[number];
        let evidence = self.scores.evidence[number];
        let by_score = Standings {
            candidates: self.candidates,
            around: self.around,
            values: &self.scores.first,
        };
        let by_evidence = Standings {
            candidates: self.candidates,
            around: self.around,
            values: &self.scores.evidence,
        };
        let [a, b] = by_score.of(number);
        let [c, d] = by_evidence.of(number);
        let [likely_a, likely_b] = self.likely_others(number);
        let third = self.third_records(number);
        let lead = |best_other: f32, own: f32| {
            if best_other == f32::NEG_INFINITY {
                f32::NAN
            } else {
                own - best_other
            }
        };
        let (lead_a, lead_b) = (lead(a.best_other, weight), lead(b.best_other, weight));
        let (more_a, more_b) = (lead(c.best_other, evidence), lead(d.best_other, evidence));
        let row = [
            weight,
            evidence,
            self.candidates.pairs[number].weight,
            a.rank.min(b.rank) as f32,
            a.rank.max(b.rank) as f32,
            lead_a.min(lead_b),
            lead_a.max(lead_b),
            likely_a.min(likely_b) as f32,
            likely_a.max(likely_b) as f32,
            third.support,
            third.supporters as f32,
            third.opponents as f32,
            if third.supporters + third.opponents > 0 {
                third.supporters as f32 / (third.supporters + third.opponents) as f32
            } else {
                f32::NAN
            },
            more_a.min(more_b),
            more_a.max(more_b),
            self.matched_records,
            self.likely_of_matched,
            self.clear,
            f32::from(u8::from(self.is_link)),
            third.evidence,
        ];
        out.copy_from_slice(&row);
    }

    fn likely_others(&self, number: usize) -> [u32; 2] {
        let pair = self.candidates.pairs[number];
        [pair.left, pair.right].map(|row| {
            self.around
                .of(row)
                .iter()
                .filter(|&&other| other as usize != number && self.scores.first[other as usize] > 0.0)
                .count() as u32
        })
    }

    /// Looks at all records that are likely matches of one of the two.
    fn third_records(&self, number: usize) -> Third {
        let pair = self.candidates.pairs[number];
        let mut third = Third {
            support: f32::NAN,
            evidence: f32::NAN,
            supporters: 0,
            opponents: 0,
        };
        for (own, other) in [(pair.left, pair.right), (pair.right, pair.left)] {
            for &near in self.around.of(own) {
                if near as usize == number || self.scores.first[near as usize] <= 0.0 {
                    continue;
                }
                let middle = self.candidates.pairs[near as usize].other(own);
                match self.around.between(self.candidates, other, middle) {
                    Some(far) => {
                        let weakest = self.scores.first[near as usize].min(self.scores.first[far as usize]);
                        third.support = third.support.max(weakest);
                        let bits =
                            self.scores.evidence[near as usize].min(self.scores.evidence[far as usize]);
                        third.evidence = third.evidence.max(bits);
                        if weakest > 0.0 {
                            third.supporters += 1;
                        } else if weakest < -2.0 {
                            third.opponents += 1;
                        }
                    }
                    None => third.opponents += 1,
                }
            }
        }
        third
    }
}

struct Third {
    support: f32,
    evidence: f32,
    supporters: u32,
    opponents: u32,
}
