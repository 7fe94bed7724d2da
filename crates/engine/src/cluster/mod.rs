//! Cluster: scored pairs in, [`MatchGroups`] out.
//!
//! Groups grow by average link (Sokal and Michener 1958): two groups merge while the mean score over all their cross
//! pairs is at least the match threshold, best first. So a chain of weak links does not pull big groups together. A
//! cross pair that was never a candidate counts as unlikely, unless one of its records had so many matches that its
//! candidate list ended among them: then little is known of the pair, and it counts for less; and of all pairs of such
//! records only as many count as their lists would have held, were the two groups one thing.

mod cardinality;
mod concede;
mod demands;

pub(crate) use cardinality::MatchCounts;
pub use demands::{Demands, UnmetDemand};

use std::collections::BinaryHeap;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    LinkCardinality, MatchGroups,
    cluster::{concede::Units, demands::by_component},
    compare::rank::Neighborhoods,
    forest::Forest,
    pair::CandidatePairs,
};

/// Score of a cross pair that blocking did not propose.
const NOT_PROPOSED: f32 = 0.3;
/// It never counts for more than this share of the match threshold: what was not proposed must not speak for a merge.
const BELOW_THRESHOLD: f32 = 0.85;
/// Share of likely matches among a record's candidates above which its list is taken to have ended too early.
const CROWDED: f32 = 0.7;
/// What a cross pair that blocking did not propose tells at least, however crowded its records are.
const LEAST_TOLD: f32 = 0.3;
/// Mean score from which a group of a link that was found to be one-to-one takes in a second record of a source, once
/// people have judged records to match several of one source.
const SECOND: f32 = 0.6;

/// How groups may form.
#[derive(Debug, Clone, Copy)]
pub struct ClusterSettings<'a> {
    /// Least mean score at which two groups merge.
    pub threshold: f32,
    /// Source of each record, where records of one source do not match each other.
    pub sources: Option<&'a [u16]>,
    /// How many records of one source a group may hold.
    pub cardinality: LinkCardinality,
    /// Whether a one-to-one gives way to likely pairs, since it was found, not asked for, and people have judged records to
    /// match several of one source.
    pub has_seconds: bool,
    /// What the groups must agree with, even against the scores.
    pub demands: Option<&'a Demands>,
}

/// Forms groups from the scores of candidate pairs.
pub fn cluster(
    records: usize,
    candidates: &CandidatePairs,
    around: &Neighborhoods,
    scores: &[f32],
    settings: &ClusterSettings<'_>,
) -> MatchGroups {
    let components = components(records, candidates, scores, settings);
    let demands = by_component(records, &components, settings.demands);
    let parts: Vec<Vec<(Vec<u32>, Option<f32>)>> = components
        .par_chunks(AHEAD)
        .enumerate()
        .map(|(chunk, components)| {
            fetch(components, around, scores);
            let numbered = (chunk * AHEAD..).zip(components);
            let groups = numbered.flat_map(|(number, component)| {
                let mut agglomeration = Agglomeration::new(component, around, scores, settings);
                if let Some(demands) = demands.get(number) {
                    agglomeration.meet(demands);
                }
                agglomeration.run()
            });
            groups.collect()
        })
        .collect();
    number_groups(records, parts.into_iter().flatten())
}

/// Components whose scores are fetched before they are clustered.
const AHEAD: usize = 8;

/// Reads the scores around the records of some components, so that they come from memory together and not one after the other.
fn fetch(components: &[Vec<u32>], around: &Neighborhoods, scores: &[f32]) {
    let mut read = 0;
    for &row in components.iter().flatten() {
        for &number in around.of(row) {
            read ^= scores[number as usize].to_bits();
        }
    }
    std::hint::black_box(read);
}

/// Records of a component above which its missing pairs are left alone: such a component is held together by chance.
const MOST_TOGETHER: usize = 600;

/// Pairs that blocking did not propose though a chain of likely matches joins their records, smaller components first and
/// at most `most`: what they score decides whether the chain is one group or several.
pub fn missing_pairs(
    records: usize,
    candidates: &CandidatePairs,
    around: &Neighborhoods,
    scores: &[f32],
    threshold: f32,
    most: usize,
) -> Vec<(u32, u32)> {
    let settings = ClusterSettings {
        threshold,
        sources: None,
        cardinality: LinkCardinality::ManyToMany,
        has_seconds: false,
        demands: None,
    };
    let mut components = components(records, candidates, scores, &settings);
    components.sort_by_key(|component| (component.len(), component[0]));
    let mut missing = Vec::new();
    for component in components
        .iter()
        .filter(|component| component.len() <= MOST_TOGETHER)
    {
        for (at, &left) in component.iter().enumerate() {
            for &right in &component[at + 1..] {
                if around.between(left, right).is_none() {
                    missing.push((left, right));
                }
            }
        }
        if missing.len() >= most {
            break;
        }
    }
    missing
}

/// The cardinality of a link whose records have these scores, where nobody asked for one; `are_one` tells whether two records are
/// one thing.
pub fn found_cardinality(
    records: usize,
    around: &Neighborhoods,
    scores: &[f32],
    are_one: impl Fn(u32, u32) -> bool,
) -> LinkCardinality {
    let mut counts = MatchCounts::default();
    for row in 0..records as u32 {
        let scored = around
            .span(row)
            .map(|place| (scores[around.pair(place) as usize], around.other(place)));
        counts.count(scored, &are_one);
    }
    counts.cardinality()
}

/// Connected components of two or more records over pairs at the threshold and over demanded pairs; records ascend in each.
fn components(
    records: usize,
    candidates: &CandidatePairs,
    scores: &[f32],
    settings: &ClusterSettings<'_>,
) -> Vec<Vec<u32>> {
    let mut forest = Forest::new(records);
    let likely = candidates
        .pairs
        .iter()
        .zip(scores)
        .filter(|(_, score)| **score >= settings.threshold)
        .map(|(pair, _)| (pair.left, pair.right));
    let demanded = settings
        .demands
        .iter()
        .flat_map(|demands| demands.together.iter().copied());
    for (left, right) in likely.chain(demanded) {
        forest.join(left, right);
    }
    let mut numbers = vec![u32::MAX; records];
    let mut found: Vec<Vec<u32>> = Vec::new();
    for row in 0..records as u32 {
        let root = forest.root(row);
        if root == row {
            continue;
        }
        let number = &mut numbers[root as usize];
        if *number == u32::MAX {
            *number = found.len() as u32;
            found.push(vec![root]);
        }
        found[*number as usize].push(row);
    }
    found
}

/// Known cross pairs of two groups.
#[derive(Debug, Clone, Copy, Default)]
struct Cross {
    sum: f32,
    known: u32,
}

/// A possible merge, ordered by mean score, then by the smaller records, so that ties never depend on chance.
#[derive(Debug, PartialEq)]
struct Merge {
    mean: f32,
    a: u32,
    b: u32,
    version: u32,
}

impl Eq for Merge {}

impl Ord for Merge {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.mean
            .total_cmp(&other.mean)
            .then_with(|| (other.a, other.b).cmp(&(self.a, self.b)))
    }
}

impl PartialOrd for Merge {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

struct Group {
    /// Groups that it must not merge with.
    apart: FxHashSet<u32>,
    members: Vec<u32>,
    crowded: u32,
    /// Candidates of all members together.
    listed: u32,
    by_source: Vec<(u16, u32)>,
    cross: FxHashMap<u32, Cross>,
    confidence: f32,
    /// Grows with each change of the group at its place, so that offers of older ones are known.
    version: u32,
}

struct Agglomeration<'a> {
    component: &'a [u32],
    around: &'a Neighborhoods,
    scores: &'a [f32],
    settings: &'a ClusterSettings<'a>,
    /// Groups by the place of their first record in the component.
    groups: Vec<Option<Group>>,
    /// The newest version of any group.
    version: u32,
    units: Units,
}

impl<'a> Agglomeration<'a> {
    fn new(
        component: &'a [u32],
        around: &'a Neighborhoods,
        scores: &'a [f32],
        settings: &'a ClusterSettings<'a>,
    ) -> Self {
        let mut agglomeration = Self {
            component,
            around,
            scores,
            settings,
            groups: Vec::with_capacity(component.len()),
            version: 0,
            units: Units::default(),
        };
        let places: Vec<u32> = (0..component.len() as u32).collect();
        for index in &places {
            let group = agglomeration.group(std::slice::from_ref(index), &places);
            agglomeration.groups.push(Some(group));
        }
        agglomeration
    }

    /// A group of the records at these places of the component, among others that `places` tells for each record.
    fn group(&self, indexes: &[u32], places: &[u32]) -> Group {
        let own = places[indexes[0] as usize];
        let mut group = Group {
            apart: FxHashSet::default(),
            members: Vec::with_capacity(indexes.len()),
            crowded: 0,
            listed: 0,
            by_source: Vec::new(),
            cross: FxHashMap::default(),
            confidence: 1.0,
            version: 0,
        };
        for &index in indexes {
            let row = self.component[index as usize];
            group.members.push(row);
            group.crowded += u32::from(self.is_crowded(row));
            group.listed += self.around.of(row).len() as u32;
            if let Some(sources) = self.settings.sources {
                add_sources(&mut group.by_source, &[(sources[row as usize], 1)]);
            }
            for (other, score) in self.scored_around(index) {
                let other = places[other as usize];
                if other != own {
                    let cross = group.cross.entry(other).or_default();
                    cross.sum += score;
                    cross.known += 1;
                }
            }
        }
        group
    }

    /// Whether so many of a record's candidates are likely matches that its list must have ended too early.
    fn is_crowded(&self, row: u32) -> bool {
        let own = self.around.of(row);
        let likely = own
            .iter()
            .filter(|&&number| self.scores[number as usize] >= 0.5)
            .count();
        likely >= 5 && likely as f32 > CROWDED * own.len() as f32
    }

    /// The candidates of a record inside the component, by place, with their scores.
    fn scored_around(&self, index: u32) -> impl Iterator<Item = (u32, f32)> {
        let row = self.component[index as usize];
        self.around.span(row).filter_map(move |place| {
            let other = self.component.binary_search(&self.around.other(place)).ok()?;
            Some((other as u32, self.scores[self.around.pair(place) as usize]))
        })
    }

    /// Starts from what is demanded: keeps apart what must be apart, then joins what must be together, as far as that
    /// is still possible.
    fn meet(&mut self, demands: &Demands) {
        let places = |agglomeration: &Self, &(left, right): &(u32, u32)| {
            (agglomeration.index(left), agglomeration.index(right))
        };
        let apart: Vec<(u32, u32)> = demands.apart.iter().map(|pair| places(self, pair)).collect();
        for &(a, b) in &apart {
            keep_apart(&mut self.groups, a, b);
        }
        let mut forest = Forest::new(self.component.len());
        for pair in &demands.together {
            let (a, b) = places(self, pair);
            let (a, b) = (forest.root(a), forest.root(b));
            let (a, b) = (a.min(b), a.max(b));
            let may_join = self.groups[a as usize]
                .as_ref()
                .is_some_and(|group| !group.apart.contains(&b));
            if a != b && may_join {
                self.merge(a, b, 1.0);
                forest.join(a, b);
            }
        }
        let of = (0..self.component.len() as u32)
            .map(|index| forest.root(index))
            .collect();
        self.units = Units::new(of, &apart);
    }

    /// The place of a record in the component.
    fn index(&self, row: u32) -> u32 {
        let found = self.component.binary_search(&row);
        found.expect("members and demands are of the component") as u32
    }

    fn run(mut self) -> Vec<(Vec<u32>, Option<f32>)> {
        let mut heap = BinaryHeap::new();
        for index in 0..self.groups.len() as u32 {
            self.offer_merges(index, &mut heap, true);
        }
        loop {
            self.merge_all(&mut heap);
            let changed = self.concede();
            if changed.is_empty() {
                break;
            }
            for index in changed {
                self.offer_merges(index, &mut heap, false);
            }
        }
        self.groups
            .into_iter()
            .flatten()
            .map(|mut group| {
                group.members.sort_unstable();
                let confidence = (group.members.len() > 1).then_some(group.confidence);
                (group.members, confidence)
            })
            .collect()
    }

    /// Makes the merges on offer, best first, with those that come of them.
    fn merge_all(&mut self, heap: &mut BinaryHeap<Merge>) {
        while let Some(merge) = heap.pop() {
            let current = |index: u32| {
                self.groups[index as usize]
                    .as_ref()
                    .map_or(u32::MAX, |group| group.version)
            };
            if current(merge.a).max(current(merge.b)) == u32::MAX
                || current(merge.a) + current(merge.b) != merge.version
            {
                continue;
            }
            self.merge(merge.a, merge.b, merge.mean);
            self.offer_merges(merge.a, heap, false);
        }
    }

    fn offer_merges(&self, index: u32, heap: &mut BinaryHeap<Merge>, only_later: bool) {
        let Some(group) = &self.groups[index as usize] else {
            return;
        };
        for (&other, cross) in &group.cross {
            if only_later && other < index {
                continue;
            }
            let Some(second) = &self.groups[other as usize] else {
                continue;
            };
            let mean = mean_link(group, second, *cross, self.settings.threshold);
            if mean >= self.settings.threshold && self.is_allowed(group, (other, second), mean) {
                let (a, b) = (index.min(other), index.max(other));
                heap.push(Merge {
                    mean,
                    a,
                    b,
                    version: group.version + second.version,
                });
            }
        }
    }

    fn is_allowed(&self, first: &Group, (other, second): (u32, &Group), mean: f32) -> bool {
        !first.apart.contains(&other) && self.may_share(first, second, mean)
    }

    /// Whether the cardinality lets two groups merge.
    fn may_share(&self, first: &Group, second: &Group, mean: f32) -> bool {
        let shared = first
            .by_source
            .iter()
            .filter(|(source, _)| second.by_source.iter().any(|(other, _)| other == source))
            .count();
        match self.settings.cardinality {
            LinkCardinality::ManyToMany | LinkCardinality::Auto => true,
            LinkCardinality::OneToOne => shared == 0 || (self.settings.has_seconds && mean >= SECOND),
            // Several records of one source may meet in a group when only one record of another source is there.
            LinkCardinality::OneToMany => {
                let mut counts = first.by_source.clone();
                add_sources(&mut counts, &second.by_source);
                counts.iter().filter(|(_, count)| *count > 1).count() <= 1
            }
        }
    }

    fn merge(&mut self, a: u32, b: u32, mean: f32) {
        let second = self.groups[b as usize]
            .take()
            .expect("a current merge names two groups");
        for &other in &second.apart {
            if let Some(group) = &mut self.groups[other as usize] {
                group.apart.remove(&b);
                group.apart.insert(a);
            }
        }
        for &other in second.cross.keys() {
            if let Some(group) = &mut self.groups[other as usize] {
                let moved = group.cross.remove(&b).unwrap_or_default();
                if other != a {
                    let cross = group.cross.entry(a).or_default();
                    cross.sum += moved.sum;
                    cross.known += moved.known;
                }
            }
        }
        self.version += 1;
        let first = self.groups[a as usize]
            .as_mut()
            .expect("a current merge names two groups");
        for (other, moved) in second.cross {
            if other != a {
                let cross = first.cross.entry(other).or_default();
                cross.sum += moved.sum;
                cross.known += moved.known;
            }
        }
        first.apart.extend(second.apart);
        first.members.extend(second.members);
        first.crowded += second.crowded;
        first.listed += second.listed;
        add_sources(&mut first.by_source, &second.by_source);
        first.confidence = first.confidence.min(second.confidence).min(mean);
        first.version = self.version;
    }
}

/// Keeps two groups from merging.
fn keep_apart(groups: &mut [Option<Group>], a: u32, b: u32) {
    for (own, other) in [(a, b), (b, a)] {
        if let Some(group) = &mut groups[own as usize] {
            group.apart.insert(other);
        }
    }
}

fn add_sources(counts: &mut Vec<(u16, u32)>, more: &[(u16, u32)]) {
    for &(source, count) in more {
        match counts.iter_mut().find(|(own, _)| *own == source) {
            Some((_, own)) => *own += count,
            None => counts.push((source, count)),
        }
    }
}

/// What a cross pair that blocking did not propose counts for.
pub fn not_proposed(threshold: f32) -> f32 {
    NOT_PROPOSED.min(BELOW_THRESHOLD * threshold)
}

/// Mean score over the cross pairs of two groups that may match and of which something is known.
fn mean_link(first: &Group, second: &Group, cross: Cross, threshold: f32) -> f32 {
    let (m, n) = (first.members.len() as f32, second.members.len() as f32);
    let within_sources: f32 = first
        .by_source
        .iter()
        .filter_map(|(source, count)| {
            second
                .by_source
                .iter()
                .find(|(other, _)| other == source)
                .map(|(_, other)| (count * other) as f32)
        })
        .sum();
    let possible = (m * n - within_sources).max(cross.known as f32);
    let missing = possible - cross.known as f32;
    // A missing pair says most if neither of its records is crowded.
    let told = (1.0 - first.crowded as f32 / m) * (1.0 - second.crowded as f32 / n);
    // Were both groups one thing, a list would hold the records of the other group by their share of all.
    let expected = (first.listed as f32 * n + second.listed as f32 * m) / (2.0 * (m + n));
    let unseen = missing.min((expected - cross.known as f32).max(0.0));
    let telling = (told * missing).max(LEAST_TOLD * (told * missing + (1.0 - told) * unseen));
    (cross.sum + telling * not_proposed(threshold)) / (cross.known as f32 + telling).max(1e-6)
}

/// Numbers groups by their first record; records outside all parts are groups of one.
fn number_groups(records: usize, parts: impl Iterator<Item = (Vec<u32>, Option<f32>)>) -> MatchGroups {
    let mut first_of = vec![u32::MAX; records];
    let mut confidences: FxHashMap<u32, f32> = FxHashMap::default();
    for (members, confidence) in parts {
        let first = members[0];
        for row in members {
            first_of[row as usize] = first;
        }
        if let Some(confidence) = confidence {
            confidences.insert(first, confidence);
        }
    }
    let mut groups = MatchGroups::default();
    let mut numbers = vec![u32::MAX; records];
    for row in 0..records {
        let first = if first_of[row] == u32::MAX {
            row as u32
        } else {
            first_of[row]
        };
        if first == row as u32 {
            numbers[row] = groups.sizes.len() as u32;
            groups.sizes.push(0);
            groups.confidence.push(confidences.get(&first).copied());
        }
        let number = numbers[first as usize];
        groups.sizes[number as usize] += 1;
        groups.of.push(number);
    }
    groups
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::pair::Candidate;

    fn groups_of(
        records: usize,
        scored: &[(u32, u32, f32)],
        sources: Option<&[u16]>,
        cardinality: LinkCardinality,
    ) -> MatchGroups {
        groups_knowing(records, scored, sources, cardinality, false)
    }

    fn groups_knowing(
        records: usize,
        scored: &[(u32, u32, f32)],
        sources: Option<&[u16]>,
        cardinality: LinkCardinality,
        has_seconds: bool,
    ) -> MatchGroups {
        let mut scored = scored.to_vec();
        scored.sort_by_key(|&(left, right, _)| (left, right));
        scored.dedup_by_key(|&mut (left, right, _)| (left, right));
        let pairs = scored
            .iter()
            .map(|&(left, right, weight)| Candidate { left, right, weight })
            .collect();
        let candidates = CandidatePairs { pairs };
        let scores: Vec<f32> = scored.iter().map(|&(_, _, score)| score).collect();
        let around = Neighborhoods::new(records, &candidates);
        let settings = ClusterSettings {
            threshold: 0.5,
            sources,
            cardinality,
            has_seconds,
            demands: None,
        };
        cluster(records, &candidates, &around, &scores, &settings)
    }

    #[test]
    fn two_groups_with_one_doubtful_link_stay_apart() {
        let mut scored = vec![(2, 3, 0.6)];
        for (a, b) in [(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5)] {
            scored.push((a, b, 0.95));
        }
        let groups = groups_of(6, &scored, None, LinkCardinality::Auto);
        assert_eq!(groups.of, [0, 0, 0, 1, 1, 1]);
        assert_eq!(groups.confidence, [Some(0.95), Some(0.95)]);
    }

    #[test]
    fn a_missing_link_inside_a_sure_group_is_bridged() {
        let groups = groups_of(3, &[(0, 1, 0.99), (1, 2, 0.99)], None, LinkCardinality::Auto);
        assert_eq!(groups.of, [0, 0, 0]);
    }

    #[test]
    fn one_to_one_keeps_the_best_of_two_rivals() {
        let sources = [0u16, 1, 1];
        let scored = [(0, 1, 0.8), (0, 2, 0.9)];
        let one = groups_of(3, &scored, Some(&sources), LinkCardinality::OneToOne);
        assert_eq!(one.of, [0, 1, 0]);
        let many = groups_of(3, &scored, Some(&sources), LinkCardinality::OneToMany);
        assert_eq!(many.of, [0, 0, 0]);
    }

    #[test]
    fn a_likely_second_comes_in_where_people_have_seen_seconds() {
        let sources = [0u16, 1, 1, 0, 1, 1];
        let scored = [(0, 1, 0.9), (0, 2, 0.65), (3, 4, 0.9), (3, 5, 0.55)];
        let groups = |has_seconds| {
            groups_knowing(6, &scored, Some(&sources), LinkCardinality::OneToOne, has_seconds).of
        };
        assert_eq!(groups(false), [0, 0, 1, 2, 2, 3]);
        assert_eq!(groups(true), [0, 0, 0, 1, 1, 2]);
    }

    #[test]
    fn one_to_many_never_joins_several_of_both_sources() {
        let sources = [0u16, 0, 1, 1];
        let scored = [(0, 2, 0.9), (0, 3, 0.9), (1, 2, 0.9), (1, 3, 0.9)];
        let groups = groups_of(4, &scored, Some(&sources), LinkCardinality::OneToMany);
        assert!(groups.sizes.iter().all(|&size| size < 4), "{groups:?}");
    }

    proptest! {
        #[test]
        fn groups_partition_records_and_never_cross_components(
            scored in prop::collection::vec((0u32..20, 0u32..20, 0.0f32..1.0), 0..60),
        ) {
            let scored: Vec<(u32, u32, f32)> = scored
                .into_iter()
                .filter(|(a, b, _)| a != b)
                .map(|(a, b, score)| (a.min(b), a.max(b), score))
                .collect();
            let groups = groups_of(20, &scored, None, LinkCardinality::Auto);
            prop_assert_eq!(groups.of.len(), 20);
            prop_assert_eq!(groups.sizes.iter().sum::<u32>(), 20);
            // A record alone in every pair at the threshold is alone in its group.
            for row in 0..20u32 {
                let linked = scored.iter().any(|&(a, b, score)| (a == row || b == row) && score >= 0.5);
                if !linked {
                    prop_assert_eq!(groups.sizes[groups.of[row as usize] as usize], 1);
                }
            }
            for confidence in groups.confidence.iter().flatten() {
                prop_assert!((0.5..=1.0).contains(confidence));
            }
        }
    }

    fn enforced(records: usize, scored: &[(u32, u32, f32)], demands: &Demands) -> MatchGroups {
        let mut scored = scored.to_vec();
        scored.sort_by_key(|&(left, right, _)| (left, right));
        scored.dedup_by_key(|&mut (left, right, _)| (left, right));
        let candidates = CandidatePairs {
            pairs: scored
                .iter()
                .map(|&(left, right, weight)| Candidate { left, right, weight })
                .collect(),
        };
        let scores: Vec<f32> = scored.iter().map(|&(_, _, score)| score).collect();
        let around = Neighborhoods::new(records, &candidates);
        let settings = ClusterSettings {
            threshold: 0.5,
            sources: None,
            cardinality: LinkCardinality::Auto,
            has_seconds: false,
            demands: Some(demands),
        };
        cluster(records, &candidates, &around, &scores, &settings)
    }

    #[test]
    fn what_was_judged_different_stays_apart_even_through_a_chain_of_demands() {
        let demands = Demands {
            together: vec![(0, 1), (1, 2)],
            apart: FxHashSet::from_iter([(0, 2)]),
        };
        let groups = enforced(3, &[(0, 1, 0.9), (1, 2, 0.9), (0, 2, 0.9)], &demands);
        assert_eq!(groups.of, [0, 0, 1]);
        assert_eq!(demands.unmet(&groups), [UnmetDemand { left: 1, right: 2 }]);
    }

    /// Twenty records in two halves, all of them candidates of each other.
    fn halves(within: f32, across: f32) -> Vec<(u32, u32, f32)> {
        let pairs = (0..20).flat_map(|left| (left + 1..20).map(move |right| (left, right)));
        pairs
            .map(|(left, right)| {
                let is_within = (left < 10) == (right < 10);
                (left, right, if is_within { within } else { across })
            })
            .collect()
    }

    /// Once an answer that did not fit its records' text cut an entity of 236 records in two, 169 and 66.
    #[test]
    fn one_judgement_does_not_cut_a_big_group_in_two() {
        let demands = Demands {
            together: vec![(11, 12)],
            apart: FxHashSet::from_iter([(0, 11), (0, 15)]),
        };
        let groups = enforced(20, &halves(0.97, 0.9), &demands);
        assert_eq!(groups.sizes, [1, 19], "record 0 alone leaves");
        assert_eq!(groups.of[1..], [1; 19]);
        assert!(groups.confidence[1].is_some_and(|mean| (0.5..=0.9).contains(&mean)));
    }

    #[test]
    fn judgements_keep_groups_apart_that_their_other_pairs_hardly_join() {
        let demands = |apart: &[(u32, u32)]| Demands {
            together: Vec::new(),
            apart: apart.iter().copied().collect(),
        };
        let sizes = |across, apart: &[(u32, u32)]| enforced(20, &halves(0.97, across), &demands(apart)).sizes;
        assert_eq!(sizes(0.55, &[]), [20]);
        assert_eq!(sizes(0.55, &[(0, 10)]), [10, 10]);
        assert_eq!(sizes(0.8, &[(0, 10), (3, 14), (5, 11), (8, 17)]), [10, 10]);
    }

    /// A unit of many records would have to leave, or many units: then the groups stay as they are.
    #[test]
    fn nothing_gives_way_that_costs_more_than_it_gains() {
        let demands = Demands {
            together: (0..9)
                .map(|row| (row, row + 1))
                .chain((10..19).map(|row| (row, row + 1)))
                .collect(),
            apart: FxHashSet::from_iter([(2, 14)]),
        };
        assert_eq!(enforced(20, &halves(0.97, 0.9), &demands).sizes, [10, 10]);
        let pair = Demands {
            together: Vec::new(),
            apart: FxHashSet::from_iter([(0, 1)]),
        };
        let scored = [
            (0, 1, 0.9),
            (0, 2, 0.95),
            (1, 3, 0.95),
            (0, 3, 0.7),
            (1, 2, 0.7),
            (2, 3, 0.6),
        ];
        assert_eq!(enforced(4, &scored, &pair).sizes, [2, 2]);
    }

    proptest! {
        #[test]
        fn groups_agree_with_every_demand_that_has_no_contradiction(
            entities in prop::collection::vec(0u32..5, 12),
            scored in prop_oneof![
                prop::collection::vec((0u32..12, 0u32..12, 0.0f32..1.0), 0..40),
                prop::collection::vec((0u32..12, 0u32..12, 0.6f32..1.0), 40..120),
            ],
            judged in prop::collection::vec((0u32..12, 0u32..12), 0..20),
        ) {
            let ordered = |a: u32, b: u32| (a.min(b), a.max(b));
            let scored: Vec<_> = scored
                .into_iter()
                .filter(|(a, b, _)| a != b)
                .map(|(a, b, score)| { let (a, b) = ordered(a, b); (a, b, score) })
                .collect();
            let mut demands = Demands::default();
            for (a, b) in judged.into_iter().filter(|(a, b)| a != b).map(|(a, b)| ordered(a, b)) {
                if entities[a as usize] == entities[b as usize] {
                    demands.together.push((a, b));
                } else {
                    demands.apart.insert((a, b));
                }
            }
            let groups = enforced(12, &scored, &demands);
            prop_assert_eq!(groups.sizes.iter().sum::<u32>(), 12);
            prop_assert!(demands.unmet(&groups).is_empty());
            for &(a, b) in &demands.apart {
                prop_assert_ne!(groups.of[a as usize], groups.of[b as usize]);
            }
        }
    }
}
