//! What people demand of the groups: records that must be together, and records that must be apart.

use rustc_hash::FxHashSet;

use crate::{Labels, MatchGroups};

/// What people demand of the groups.
#[derive(Debug, Clone, Default)]
pub struct Demands {
    /// Pairs that must be in one group, as (left, right) with left below right.
    pub together: Vec<(u32, u32)>,
    /// Pairs that must not be in one group.
    pub apart: FxHashSet<(u32, u32)>,
}

/// A demand that was not met, because other demands say the opposite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct UnmetDemand {
    /// Row number of the first record.
    pub left: u32,
    /// Row number of the second record; both were to be in one group.
    pub right: u32,
}

impl Demands {
    /// What labels demand. A pair that was judged is as was judged; so a pair that other judgements join in a chain
    /// but that was itself judged different stays apart.
    pub fn of_labels(labels: &Labels) -> Self {
        let pairs = |is_match: bool| {
            labels
                .pairs
                .iter()
                .filter(move |pair| pair.is_match == is_match)
                .map(|pair| (pair.left, pair.right))
        };
        Self {
            together: pairs(true).collect(),
            apart: pairs(false).collect(),
        }
    }

    /// Puts pairs that must be in one group before all others; no demand to be apart can tear them.
    pub fn put_first(&mut self, mut pairs: Vec<(u32, u32)>) {
        for pair in &pairs {
            self.apart.remove(pair);
        }
        pairs.append(&mut self.together);
        self.together = pairs;
    }

    /// Demands to be together that the groups do not meet.
    pub fn unmet(&self, groups: &MatchGroups) -> Vec<UnmetDemand> {
        self.together
            .iter()
            .filter(|&&(left, right)| groups.of[left as usize] != groups.of[right as usize])
            .map(|&(left, right)| UnmetDemand { left, right })
            .collect()
    }
}

/// The demands about the records of each component; none at all without demands.
pub(super) fn by_component(
    records: usize,
    components: &[Vec<u32>],
    demands: Option<&Demands>,
) -> Vec<Demands> {
    let Some(demands) = demands else {
        return Vec::new();
    };
    let mut of = vec![u32::MAX; records];
    for (number, component) in (0u32..).zip(components) {
        for &row in component {
            of[row as usize] = number;
        }
    }
    let mut parts = vec![Demands::default(); components.len()];
    let both_in = |&(left, right): &(u32, u32)| {
        let number = of[left as usize];
        (number != u32::MAX && number == of[right as usize]).then_some(number as usize)
    };
    for pair in &demands.together {
        if let Some(number) = both_in(pair) {
            parts[number].together.push(*pair);
        }
    }
    for pair in &demands.apart {
        if let Some(number) = both_in(pair) {
            parts[number].apart.insert(*pair);
        }
    }
    parts
}
