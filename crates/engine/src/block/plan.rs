//! Chooses the joint keys: a set that is expected to bring nearly every match together at the least cost.
//!
//! Each attribute offers a few variants of its value (the value, a phonetic code, a year, ...). A key joins one to
//! three variants of different attributes. The cost of a key, in candidates for each record, follows from how often two
//! random records agree on each variant. Its worth is how many matches agree on all of its variants, estimated on
//! simulated matches with the agreement rates of each kind. Keys are added greedily by worth for cost, as in learned
//! blocking predicates (Bilenko, Kamath and Mooney 2006), but without labels.

use super::rules::{Look, Variant, variants};
use crate::standardize::StandardRecords;

/// Data of at most so many records is blocked by words and grams alone, which is most complete and still fast.
pub const GRAMS_UP_TO: usize = 60_000;
/// Simulated matches.
const MATCHES: usize = 2_048;
/// Share of simulated matches in which errors abound, and the factor on every agreement there.
const CARELESS: f64 = 0.4;
const CARELESS_AGREEMENT: f64 = 0.6;
/// Most joint keys for up to [`MANY_RECORDS`].
const MOST_KEYS: f64 = 14.0;
const MANY_RECORDS: f64 = 1e6;
/// Keys more for each doubling of the records beyond that: the more records there are, the more a key has to join so that its
/// blocks stay small, and the fewer matches agree on it. Three million people lose 0.37 points of F1 to one million with 14
/// keys, and 0.20 with 18.
const KEYS_FOR_DOUBLING: f64 = 2.5;
/// Simulated matches that a further key has to bring in to be worth its cost.
const LEAST_GAIN: u32 = 3;
/// Least records of a part of a block that was too large.
const LEAST_PART: usize = 4;
/// Expected candidates for each record above which a key is not considered.
const DEAREST_KEY: f64 = 6.0;

/// On large data, candidates with less evidence (in bits, beyond chance) are ruled out at once: half of all candidates,
/// and 0.1 % of the matches among them on a million people.
const LEAST_EVIDENCE: f32 = -12.0;
/// From this evidence on, a candidate in large data is a match. The odds of an error are one in 2^45 if attributes were
/// independent, and about one in a hundred in practice (docs/experiments/2026-11-23-settling-clear-pairs.md).
const MOST_EVIDENCE: f32 = 45.0;

/// One joint key.
#[derive(Debug, Clone)]
pub struct JointKey {
    pub(super) parts: Vec<Look>,
    /// Variants that refine a block which is too large, most selective first.
    pub(super) refinements: Vec<Look>,
}

/// How records are to be blocked.
#[derive(Debug, Clone)]
pub struct BlockingPlan {
    /// Whether to use grams.
    pub grams: bool,
    /// Joint keys to build.
    pub keys: Vec<JointKey>,
    /// Blocks of joint keys above this size are refined.
    pub largest_block: usize,
    /// Parts of such blocks with fewer records are put together, so that a record whose refining value has an error, or is the only
    /// one of its kind, still meets some of those that share its key. An index and a match in parts do without.
    pub least_part: usize,
    /// Postings that are looked at for each record in each of the families of words and grams.
    pub budget: usize,
    /// Candidates that each record keeps at least, if it has them.
    pub least_candidates: usize,
    /// Candidates that each record keeps at most.
    pub most_candidates: usize,
    /// Evidence of the attributes, in bits, below which a candidate is not compared any further.
    pub least_evidence: f32,
    /// Evidence from which a candidate is a match without being compared any further.
    pub most_evidence: f32,
}

impl BlockingPlan {
    /// Plans the blocks for some records. `accuracy_cost` is the tradeoff: 1 looks further, 0 saves work.
    pub fn for_records(records: &StandardRecords, accuracy_cost: f64, seed: u64) -> Self {
        if records.len <= GRAMS_UP_TO {
            Self::for_small_data(accuracy_cost)
        } else {
            Self::for_large_data(records, accuracy_cost, seed)
        }
    }

    /// Words and grams.
    pub fn for_small_data(accuracy_cost: f64) -> Self {
        let scaled = scale(accuracy_cost);
        Self {
            grams: true,
            keys: Vec::new(),
            largest_block: usize::MAX,
            least_part: 1,
            budget: scaled(4_000.0),
            least_candidates: scaled(12.0),
            most_candidates: scaled(100.0),
            least_evidence: f32::NEG_INFINITY,
            most_evidence: f32::INFINITY,
        }
    }

    /// The plan for so many records, of which these are a sample.
    pub fn for_sample(records: &StandardRecords, all: usize, accuracy_cost: f64, seed: u64) -> Self {
        if all <= GRAMS_UP_TO {
            Self::for_small_data(accuracy_cost)
        } else {
            Self::for_large(records, all, accuracy_cost, seed)
        }
    }

    /// Words and joint keys.
    pub fn for_large_data(records: &StandardRecords, accuracy_cost: f64, seed: u64) -> Self {
        Self::for_large(records, records.len, accuracy_cost, seed)
    }

    fn for_large(records: &StandardRecords, all: usize, accuracy_cost: f64, seed: u64) -> Self {
        let scaled = scale(accuracy_cost);
        let depth = depth(accuracy_cost);
        let most = scaled(most_keys(all));
        Self {
            grams: false,
            keys: choose_keys(records, all, most, DEAREST_KEY * depth, seed),
            largest_block: scaled(60.0),
            least_part: LEAST_PART,
            budget: scaled(24.0),
            least_candidates: scaled(2.0),
            most_candidates: scaled(12.0),
            least_evidence: LEAST_EVIDENCE - 4.0 * (depth - 1.0) as f32,
            most_evidence: MOST_EVIDENCE + 4.0 * (depth - 1.0) as f32,
        }
    }
}

impl BlockingPlan {
    /// The same without the keys, whose values take much memory and which nothing needs once blocks are built.
    #[must_use]
    pub fn without_keys(self) -> Self {
        Self {
            keys: Vec::new(),
            ..self
        }
    }
}

/// Most joint keys of so many records, before the tradeoff.
fn most_keys(records: usize) -> f64 {
    let doublings = (records as f64 / MANY_RECORDS).max(1.0).log2();
    MOST_KEYS + KEYS_FOR_DOUBLING * doublings
}

/// Halves the search at 0 and doubles it at 1.
fn depth(accuracy_cost: f64) -> f64 {
    2f64.powf(2.0 * accuracy_cost - 1.0)
}

fn scale(accuracy_cost: f64) -> impl Fn(f64) -> usize {
    let depth = depth(accuracy_cost);
    move |n| (n * depth).round().max(1.0) as usize
}

struct Choice {
    parts: Vec<usize>,
    cost: f64,
    brings: Vec<u64>,
}

/// Chooses keys for `size` records, of which these are all or a sample.
fn choose_keys(
    records: &StandardRecords,
    size: usize,
    most: usize,
    dearest: f64,
    seed: u64,
) -> Vec<JointKey> {
    let all = variants(records, size);
    let agreements = simulate(&all, seed);
    let mut choices = Vec::new();
    let mut parts = Vec::new();
    collect_choices(
        size as f64,
        &all,
        &agreements,
        dearest,
        0,
        &mut parts,
        &mut choices,
    );
    let mut missing = vec![u64::MAX; MATCHES / 64];
    let mut chosen: Vec<JointKey> = Vec::new();
    while chosen.len() < most {
        let gain = |choice: &Choice| {
            choice
                .brings
                .iter()
                .zip(&missing)
                .map(|(brings, missing)| (brings & missing).count_ones())
                .sum::<u32>()
        };
        let worth = |choice: &Choice| f64::from(gain(choice)) / (1.0 + choice.cost);
        let Some(best) = choices.iter().max_by(|a, b| worth(a).total_cmp(&worth(b))) else {
            break;
        };
        if gain(best) < LEAST_GAIN {
            break;
        }
        for (missing, brings) in missing.iter_mut().zip(&best.brings) {
            *missing &= !brings;
        }
        chosen.push(joint_key(&all, &best.parts));
    }
    chosen
}

fn collect_choices(
    records: f64,
    all: &[Variant],
    agreements: &[Vec<u64>],
    dearest: f64,
    from: usize,
    parts: &mut Vec<usize>,
    choices: &mut Vec<Choice>,
) {
    for next in from..all.len() {
        if parts
            .iter()
            .any(|&part| all[part].look.of.attribute == all[next].look.of.attribute)
        {
            continue;
        }
        parts.push(next);
        let cost = records * parts.iter().map(|&part| all[part].collision).product::<f64>();
        if cost <= dearest {
            let mut brings = vec![u64::MAX; MATCHES / 64];
            for &part in parts.iter() {
                for (brings, agrees) in brings.iter_mut().zip(&agreements[part]) {
                    *brings &= agrees;
                }
            }
            choices.push(Choice {
                parts: parts.clone(),
                cost,
                brings,
            });
        } else if parts.len() < 3 {
            collect_choices(records, all, agreements, dearest, next + 1, parts, choices);
        }
        parts.pop();
    }
}

fn joint_key(all: &[Variant], parts: &[usize]) -> JointKey {
    let used: Vec<usize> = parts.iter().map(|&part| all[part].look.of.attribute).collect();
    let mut refinements: Vec<&Variant> = all
        .iter()
        .filter(|variant| !used.contains(&variant.look.of.attribute) && variant.agrees > 0.75)
        .collect();
    refinements.sort_by(|a, b| a.collision.total_cmp(&b.collision));
    JointKey {
        parts: parts.iter().map(|&part| all[part].look.clone()).collect(),
        refinements: refinements
            .into_iter()
            .map(|variant| variant.look.clone())
            .collect(),
    }
}

/// For each variant a bit for each simulated match: whether its two records agree on it.
fn simulate(all: &[Variant], seed: u64) -> Vec<Vec<u64>> {
    let mut random = crate::random::Random::new(seed ^ 0x0b10_c4ed);
    let attributes = all
        .iter()
        .map(|variant| variant.look.of.attribute + 1)
        .max()
        .unwrap_or(0);
    let mut bits = vec![vec![0u64; MATCHES / 64]; all.len()];
    for case in 0..MATCHES {
        let draws: Vec<(f64, f64)> = (0..attributes).map(|_| (random.unit(), random.unit())).collect();
        // Errors come together: a person who moved has another address in all its parts, a poor record lacks much.
        let care = if random.unit() < CARELESS {
            CARELESS_AGREEMENT
        } else {
            1.0
        };
        for (variant, bits) in all.iter().zip(&mut bits) {
            let (present, exact) = draws[variant.look.of.attribute];
            let soft = random.unit();
            let given_unequal = (variant.agrees - variant.agrees_exactly) / (1.0 - variant.agrees_exactly);
            let agrees = present < care * variant.filled * variant.filled
                && (exact < care * variant.agrees_exactly || soft < care * given_unequal);
            bits[case / 64] |= u64::from(agrees) << (case % 64);
        }
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_records_than_a_million_get_more_keys() {
        let keys = [70_000, 1_000_000, 3_000_000, 10_000_000].map(|records| scale(0.5)(most_keys(records)));
        assert_eq!(keys, [14, 14, 18, 22]);
    }
}
