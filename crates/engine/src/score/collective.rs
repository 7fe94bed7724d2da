//! Features of a pair that come from the first scores of other pairs: its rivals and its supporters.

use serde::{Deserialize, Serialize};

use crate::{
    compare::{Feature, classes::NO_CLASS, feature, rank::Neighborhoods},
    pair::CandidatePairs,
    score::{
        PairScores, probability,
        spread::{Heaps, Spread},
    },
};

/// All features of the collective model.
pub const COLLECTIVE_FEATURES: [Feature; 46] = [
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
    feature(
        "class log-odds",
        "bits for a match against related and unrelated pairs, from this table alone",
        1,
    ),
    feature(
        "class lead, least",
        "class log-odds less those of the best other pair, lower side",
        1,
    ),
    feature(
        "class lead, greatest",
        "class log-odds less those of the best other pair, higher side",
        1,
    ),
    feature(
        "lead over related pairs",
        "bits by which a match is likelier than the best kind of related pairs",
        1,
    ),
    feature(
        "unshared evidence",
        "share of the evidence that the best kind of related pairs does not share",
        0,
    ),
    feature(
        "related pairs for each match",
        "pairs of this kind for each match, log2",
        0,
    ),
    feature(
        "telling kind",
        "1 where this kind of related pairs leaves what tells who is who",
        0,
    ),
    feature(
        "classes confirm sure matches",
        "share of the pairs that the pair step is sure of that the classes of pairs take for matches too",
        0,
    ),
    feature(
        "classes beyond the pair step",
        "share of the pairs that the classes of pairs take for matches and the pair step surely does not",
        0,
    ),
    feature("pairs with this score and more", "for each record, log2", 0),
    feature("the same for each estimated match", "log2", 0),
    feature(
        "slope",
        "pairs with slightly higher scores for each with slightly lower ones, log2",
        0,
    ),
    feature(
        "valley above",
        "how few pairs lie between this score and the heap above it, log2",
        0,
    ),
    feature(
        "valley below",
        "how few pairs lie between this score and the heap below it, log2",
        0,
    ),
    feature("believed matches", "sum of the scores for each record, log2", 0),
    feature(
        "believed for each estimated match",
        "sum of the scores for each match estimated from the table, log2",
        0,
    ),
    feature(
        "doubtful scores",
        "share of the sum of scores that lies between one tenth and nine tenths",
        0,
    ),
    feature("table: matches", "estimated matches for each record, log2", 0),
    feature(
        "table: related pairs",
        "estimated related pairs for each record, log2",
        0,
    ),
    feature(
        "table: evidence",
        "bits that all facets together say of a match",
        0,
    ),
    feature(
        "table: spare evidence",
        "the same beyond what the number of pairs asks for",
        0,
    ),
    feature(
        "table: facets that say something",
        "facets that say more than one bit",
        0,
    ),
    feature("table: facets that say nothing", "facets that do not count", 0),
    feature(
        "table: two-class matches",
        "matches for each record in two classes, log2",
        0,
    ),
    feature(
        "table: wholly equal matches",
        "share of likely matches in which all that counts is equal",
        0,
    ),
    feature(
        "table: event columns",
        "columns whose names tell of orders, payments and other events",
        0,
    ),
];

/// Numbers in a collective feature vector.
pub const COLLECTIVE_WIDTH: usize = COLLECTIVE_FEATURES.len();

/// A pair below this match weight after the pair step is out; it keeps its score. About 1 %.
const RULED_OUT: f32 = -4.6;

impl PairScores {
    /// Whether the pair step has left the pair open.
    pub(crate) fn is_open(&self, number: usize) -> bool {
        self.first[number] > RULED_OUT && self.evidence[number] < self.most_evidence
    }
}

/// The first scores with what is needed to look around in them.
#[derive(Debug)]
pub struct Collective<'a> {
    candidates: &'a CandidatePairs,
    around: &'a Neighborhoods,
    scores: &'a PairScores,
    /// What the first scores say around each record.
    beside: Vec<Beside>,
    is_link: bool,
    context: Context,
}

/// What the pair step says of a pair, in one place.
#[derive(Debug, Clone, Copy)]
struct Beside {
    first: f32,
    evidence: f32,
    classes: f32,
}

/// What is known of all of them for every pair.
#[derive(Debug)]
pub(crate) struct Context {
    matched_records: f32,
    likely_of_matched: f32,
    clear: f32,
    spread: Spread,
    confirmed: f32,
    beyond: f32,
}

/// The sums that it is made of, which can be taken in parts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct ContextSums {
    /// Records with a likely match, and their likely matches.
    matched: u64,
    ends: u64,
    above_half: u64,
    above_most: u64,
    agreement: Agreement,
    heaps: Heaps,
}

impl ContextSums {
    /// Takes in a record by the first scores of its pairs.
    pub fn add_record(&mut self, weights: impl Iterator<Item = f32>) {
        let own = weights.filter(|&weight| weight > 0.0).count() as u64;
        self.matched += u64::from(own > 0);
        self.ends += own;
    }

    /// Takes in a pair by its first score and the bits of its classes.
    pub fn add_pair(&mut self, weight: f32, classes: f32) {
        self.above_half += u64::from(weight > 0.0);
        self.above_most += u64::from(probability(weight) > 0.9);
        self.agreement.add(weight, classes);
        if weight > RULED_OUT {
            self.heaps.add(weight);
        }
    }

    /// Adds what another part has.
    pub fn merge(&mut self, other: &Self) {
        self.matched += other.matched;
        self.ends += other.ends;
        self.above_half += other.above_half;
        self.above_most += other.above_most;
        self.agreement.merge(&other.agreement);
        self.heaps.merge(&other.heaps);
    }

    /// The context of so many records.
    pub fn context(&self, records: usize) -> Context {
        let share = |part: u64, whole: u64| {
            if whole > 0 {
                part as f32 / whole as f32
            } else {
                0.0
            }
        };
        Context {
            matched_records: share(self.matched, records as u64),
            likely_of_matched: share(self.ends, self.matched),
            clear: share(self.above_most, self.above_half),
            spread: Spread::of(&self.heaps, records),
            confirmed: share_of(self.agreement.confirmed, self.agreement.sure),
            beyond: share_of(self.agreement.beyond, self.agreement.by_classes),
        }
    }
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
        let beside = beside(around, scores);
        let mut sums = ContextSums::default();
        for row in 0..records as u32 {
            let own = beside[around.span(row)].iter();
            sums.add_record(own.map(|beside| beside.first));
        }
        for (&weight, &classes) in scores.first.iter().zip(&scores.classes) {
            sums.add_pair(weight, classes);
        }
        Self {
            candidates,
            around,
            scores,
            beside,
            is_link,
            context: sums.context(records),
        }
    }

    /// The same for some of the pairs of a table, with the context of all.
    pub(crate) fn with(
        candidates: &'a CandidatePairs,
        around: &'a Neighborhoods,
        scores: &'a PairScores,
        is_link: bool,
        context: Context,
    ) -> Self {
        Self {
            candidates,
            around,
            scores,
            beside: beside(around, scores),
            is_link,
            context,
        }
    }

    /// The features that are the same for every pair.
    pub fn known(&self) -> [Option<f32>; COLLECTIVE_WIDTH] {
        let figures = &self.scores.figures;
        let of_all = [
            ("matched records", self.context.matched_records),
            ("likely matches for each record", self.context.likely_of_matched),
            ("clear scores", self.context.clear),
            ("two sources", f32::from(u8::from(self.is_link))),
            ("classes confirm sure matches", self.context.confirmed),
            ("classes beyond the pair step", self.context.beyond),
            ("believed matches", self.context.spread.believed),
            (
                "believed for each estimated match",
                self.context.spread.believed - figures[0],
            ),
            ("doubtful scores", self.context.spread.doubtful),
        ];
        let mut known = COLLECTIVE_FEATURES.map(|feature| {
            let own = of_all.iter().find(|(name, _)| *name == feature.name);
            own.map(|&(_, value)| value)
        });
        for (known, &figure) in known[COLLECTIVE_WIDTH - figures.len()..].iter_mut().zip(figures) {
            *known = Some(figure);
        }
        known
    }

    /// Whether the pair step has left the pair open.
    pub fn is_open(&self, number: usize) -> bool {
        self.scores.is_open(number)
    }

    /// Reads a little of what is around the second records of some pairs, so that it comes from memory together.
    pub fn fetch(&self, numbers: impl Iterator<Item = usize>) {
        let mut read = 0;
        for number in numbers {
            let place = self.around.span(self.candidates.pairs[number].right).start;
            read ^= self.around.other(place) ^ self.beside[place].first.to_bits();
        }
        std::hint::black_box(read);
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
        let class = self.scores.classes[number];
        let (class_a, class_b) = (lead(a.most_class, class), lead(b.most_class, class));
        let (more_a, more_b) = (lead(a.most_evidence, evidence), lead(b.most_evidence, evidence));
        let related = match self.scores.related[number] {
            NO_CLASS => [-1.0, -15.0, -1.0],
            class => self.scores.related_figures[usize::from(class)],
        };
        let standing = self.context.spread.at(weight);
        let figures = &self.scores.figures;
        let plain = [
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
            self.context.matched_records,
            self.context.likely_of_matched,
            self.context.clear,
            f32::from(u8::from(self.is_link)),
            third.evidence,
            class,
            class_a.min(class_b),
            class_a.max(class_b),
            self.scores.leads[number],
            related[0],
            related[1],
            related[2],
            self.context.confirmed,
            self.context.beyond,
            standing.above,
            standing.above - figures[0],
            standing.slope,
            standing.valley,
            standing.valley_below,
            self.context.spread.believed,
            self.context.spread.believed - figures[0],
            self.context.spread.doubtful,
        ];
        out[..plain.len()].copy_from_slice(&plain);
        out[plain.len()..].copy_from_slice(figures);
    }

    /// Looks at all pairs of a record but the one with its partner, whose first score is `own`.
    fn rivals(&self, own: f32, row: u32, partner: u32) -> Rivals {
        let mut rivals = Rivals {
            rank: 0,
            likely: 0,
            best_other: f32::NEG_INFINITY,
            most_evidence: f32::NEG_INFINITY,
            most_class: f32::NEG_INFINITY,
        };
        for place in self.around.span(row) {
            if self.around.other(place) != partner {
                let other = self.beside[place];
                rivals.rank += u32::from(other.first > own);
                rivals.likely += u32::from(other.first > 0.0);
                rivals.best_other = rivals.best_other.max(other.first);
                rivals.most_evidence = rivals.most_evidence.max(other.evidence);
                rivals.most_class = rivals.most_class.max(other.classes);
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
                let near = self.beside[near];
                if middle == other || near.first <= 0.0 {
                    continue;
                }
                match self.around.place_of(other, middle) {
                    Some(far) => {
                        let far = self.beside[far];
                        let weakest = near.first.min(far.first);
                        third.support = third.support.max(weakest);
                        let bits = near.evidence.min(far.evidence);
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

/// What the pair step says, in the order of the list of all records' pairs: that around one record lies side by side.
fn beside(around: &Neighborhoods, scores: &PairScores) -> Vec<Beside> {
    around.beside(|number| {
        let number = number as usize;
        Beside {
            first: scores.first[number],
            evidence: scores.evidence[number],
            classes: scores.classes[number],
        }
    })
}

/// How far the pair step and the classes of pairs say the same where both are sure: whether the classes of this table can
/// be trusted where the pair step is in doubt.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Agreement {
    sure: u64,
    confirmed: u64,
    by_classes: u64,
    beyond: u64,
}

impl Agreement {
    fn add(&mut self, weight: f32, bits: f32) {
        /// Match weight of nine in ten.
        const SURE: f32 = 2.2;
        /// Bits from which the classes are sure.
        const SURE_BITS: f32 = 3.0;
        if weight > SURE {
            self.sure += 1;
            self.confirmed += u64::from(bits > 0.0);
        }
        if bits > SURE_BITS {
            self.by_classes += 1;
            self.beyond += u64::from(weight < -SURE);
        }
    }

    fn merge(&mut self, other: &Self) {
        self.sure += other.sure;
        self.confirmed += other.confirmed;
        self.by_classes += other.by_classes;
        self.beyond += other.beyond;
    }
}

/// A share of at least a few pairs.
fn share_of(part: u64, whole: u64) -> f32 {
    if whole >= 5 {
        part as f32 / whole as f32
    } else {
        f32::NAN
    }
}

struct Rivals {
    rank: u32,
    likely: u32,
    best_other: f32,
    most_evidence: f32,
    most_class: f32,
}

struct Third {
    support: f32,
    evidence: f32,
    supporters: u32,
    opponents: u32,
}
