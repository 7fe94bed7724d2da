//! Features of a pair that come from the first scores of other pairs: its rivals and its supporters.

use crate::{
    compare::{Feature, feature, rank::Neighborhoods},
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

/// A pair below this match weight after the pair step is out; it keeps its score. About 1 %.
const RULED_OUT: f32 = -4.6;

/// The first scores with what is needed to look around in them.
#[derive(Debug)]
pub struct Collective<'a> {
    candidates: &'a CandidatePairs,
    around: &'a Neighborhoods,
    scores: &'a PairScores,
    /// First scores and evidence around each record.
    first_beside: Vec<f32>,
    evidence_beside: Vec<f32>,
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
        let first_beside = around.beside(&scores.first);
        let (mut matched, mut ends) = (0usize, 0usize);
        for row in 0..records as u32 {
            let beside = &first_beside[around.span(row)];
            let own = beside.iter().filter(|&&weight| weight > 0.0).count();
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
            first_beside,
            evidence_beside: around.beside(&scores.evidence),
            is_link,
            matched_records: share(matched, records),
            likely_of_matched: share(ends, matched),
            clear: share(above_most, above_half),
        }
    }

    /// Whether the pair step has left the pair open.
    pub fn is_open(&self, number: usize) -> bool {
        self.scores.first[number] > RULED_OUT && self.scores.evidence[number] < self.scores.most_evidence
    }

    /// Writes the features of a pair.
    pub fn features(&self, number: usize, out: &mut [f32]) {
        let weight = self.scores.first[number];
        let evidence = self.scores.evidence[number];
        let pair = self.candidates.pairs[number];
        let a = self.rivals(weight, pair.left, pair.right);
        let b = self.rivals(weight, pair.right, pair.left);
        let third = self.third_records(pair.left, pair.right);
        let lead = |best_other: f32, own: f32| {
            if best_other == f32::NEG_INFINITY {
                f32::NAN
            } else {
                own - best_other
            }
        };
        let (lead_a, lead_b) = (lead(a.best_other, weight), lead(b.best_other, weight));
        let (more_a, more_b) = (lead(a.most_evidence, evidence), lead(b.most_evidence, evidence));
        let row = [
            weight,
            evidence,
            pair.weight,
            a.rank.min(b.rank) as f32,
            a.rank.max(b.rank) as f32,
            lead_a.min(lead_b),
            lead_a.max(lead_b),
            a.likely.min(b.likely) as f32,
            a.likely.max(b.likely) as f32,
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

    /// Looks at all pairs of a record but the one with its partner, whose first score is `own`.
    fn rivals(&self, own: f32, row: u32, partner: u32) -> Rivals {
        let mut rivals = Rivals {
            rank: 0,
            likely: 0,
            best_other: f32::NEG_INFINITY,
            most_evidence: f32::NEG_INFINITY,
        };
        for place in self.around.span(row) {
            if self.around.other(place) != partner {
                let weight = self.first_beside[place];
                rivals.rank += u32::from(weight > own);
                rivals.likely += u32::from(weight > 0.0);
                rivals.best_other = rivals.best_other.max(weight);
                rivals.most_evidence = rivals.most_evidence.max(self.evidence_beside[place]);
            }
        }
        rivals
    }

    /// Looks at all records that are likely matches of one of the two.
    fn third_records(&self, left: u32, right: u32) -> Third {
        let mut third = Third {
            support: f32::NAN,
            evidence: f32::NAN,
            supporters: 0,
            opponents: 0,
        };
        for (own, other) in [(left, right), (right, left)] {
            for near in self.around.span(own) {
                let middle = self.around.other(near);
                if middle == other || self.first_beside[near] <= 0.0 {
                    continue;
                }
                match self.around.place_of(other, middle) {
                    Some(far) => {
                        let weakest = self.first_beside[near].min(self.first_beside[far]);
                        third.support = third.support.max(weakest);
                        let bits = self.evidence_beside[near].min(self.evidence_beside[far]);
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

struct Rivals {
    rank: u32,
    likely: u32,
    best_other: f32,
    most_evidence: f32,
}

struct Third {
    support: f32,
    evidence: f32,
    supporters: u32,
    opponents: u32,
}
