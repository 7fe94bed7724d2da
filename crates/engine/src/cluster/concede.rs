//! What gives way where a demand keeps two groups apart that are one by all their other pairs.
//!
//! Groups grow best pair first and never merge against a demand. So one record that is judged different from what it
//! looks like, by a slip or because its text tells too little, would cut a big group in two: one half gathers around
//! that record, the other around those that it was judged different from. When nothing may merge any more, such halves
//! are looked at again. What was judged between them counts beside what the scores say of all their cross pairs; where
//! these still speak for a merge, the few records that the demands are about leave, and the rest merges. The demands are
//! met all the same.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Agglomeration, Group, keep_apart, mean_link};

/// How many judgements the scores of two groups' cross pairs count for together. Cora's large entities stand for the
/// choice: halves of one, at mean scores of 0.8 to 0.95 and with one judgement or two between them, merge; two entities of
/// the same title, at 0.8 and with four, do not.
const SCORES_COUNT: f32 = 3.0;

/// Records that are demanded to be together, as units that leave a group as a whole.
#[derive(Debug, Default)]
pub(super) struct Units {
    /// The unit of each record: the place in the component of its first record.
    of: Vec<u32>,
    /// Records of each unit of several, by unit.
    several: FxHashMap<u32, Vec<u32>>,
    /// Units that must be apart, the lower first, ascending.
    apart: Vec<(u32, u32)>,
    /// Units that have left a group. Each does so once, so that there is an end.
    gone: FxHashSet<u32>,
}

/// Units that leave two groups so that the rest merges.
struct Concession {
    groups: (u32, u32),
    mean: f32,
    leaving: Vec<u32>,
    /// Pairs that are likely right by it, less those that are likely lost.
    gain: f32,
}

/// What is left of a mean score beside so many judgements that say otherwise.
fn believed(mean: f32, judged: usize) -> f32 {
    mean * SCORES_COUNT / (SCORES_COUNT + judged as f32)
}

/// In how many pairs each unit is.
fn counts(pairs: &[(u32, u32)]) -> FxHashMap<u32, usize> {
    let mut counts = FxHashMap::default();
    for unit in pairs.iter().flat_map(|&(left, right)| [left, right]) {
        *counts.entry(unit).or_default() += 1;
    }
    counts
}

impl Units {
    /// Units from the unit of each record, with pairs of records that must be apart.
    pub(super) fn new(of: Vec<u32>, apart: &[(u32, u32)]) -> Self {
        let mut several: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (index, &unit) in (0u32..).zip(&of) {
            if index != unit {
                several.entry(unit).or_insert_with(|| vec![unit]).push(index);
            }
        }
        let mut apart: Vec<(u32, u32)> = apart
            .iter()
            .map(|&(a, b)| (of[a as usize], of[b as usize]))
            .map(|(a, b)| (a.min(b), a.max(b)))
            .collect();
        apart.sort_unstable();
        apart.dedup();
        Self {
            of,
            several,
            apart,
            gone: FxHashSet::default(),
        }
    }

    fn members<'b>(&'b self, unit: &'b u32) -> &'b [u32] {
        self.several
            .get(unit)
            .map_or(std::slice::from_ref(unit), Vec::as_slice)
    }
}

impl Agglomeration<'_> {
    /// Makes the most useful concession, if there is one; gives the groups that came of it.
    pub(super) fn concede(&mut self) -> Vec<u32> {
        if self.units.apart.is_empty() {
            return Vec::new();
        }
        let places = self.places();
        let mut between: FxHashMap<(u32, u32), Vec<(u32, u32)>> = FxHashMap::default();
        for &(left, right) in &self.units.apart {
            let (a, b) = (places[left as usize], places[right as usize]);
            let groups = (a.min(b), a.max(b));
            between.entry(groups).or_default().push((left, right));
        }
        let best = between
            .iter()
            .filter_map(|(&groups, apart)| self.concession(groups, apart, &places))
            .max_by(|x, y| x.gain.total_cmp(&y.gain).then(y.groups.cmp(&x.groups)));
        best.map(|concession| self.make(&concession, places))
            .unwrap_or_default()
    }

    /// Group of each record, by place in the component.
    fn places(&self) -> Vec<u32> {
        let mut places = vec![0; self.component.len()];
        for (key, group) in (0u32..).zip(&self.groups) {
            for &row in group.iter().flat_map(|group| &group.members) {
                places[self.index(row) as usize] = key;
            }
        }
        places
    }

    /// What two groups would gain by merging without the units that must be apart.
    fn concession(&self, groups: (u32, u32), apart: &[(u32, u32)], places: &[u32]) -> Option<Concession> {
        let threshold = self.settings.threshold;
        let first = self.groups[groups.0 as usize].as_ref()?;
        let second = self.groups[groups.1 as usize].as_ref()?;
        let mean = mean_link(first, second, *first.cross.get(&groups.1)?, threshold);
        let believed = believed(mean, apart.len());
        if believed < threshold || !self.may_share(first, second, mean) {
            return None;
        }
        let (leaving, lost) = self.cheapest(apart, places)?;
        let rest = |key: u32, group: &Group| {
            let of_group = leaving.iter().filter(|&&unit| places[unit as usize] == key);
            group.members.len() - of_group.map(|unit| self.units.members(unit).len()).sum::<usize>()
        };
        let pairs = (rest(groups.0, first) * rest(groups.1, second)) as f32;
        let gain = pairs * (believed - threshold) - lost;
        let may_leave = leaving.iter().all(|unit| !self.units.gone.contains(unit));
        (gain > 0.0 && may_leave).then_some(Concession {
            groups,
            mean,
            leaving,
            gain,
        })
    }

    /// Units of which each pair has one, with what their leaving costs: always the one that costs least for each pair that
    /// it settles.
    fn cheapest(&self, apart: &[(u32, u32)], places: &[u32]) -> Option<(Vec<u32>, f32)> {
        let costs: FxHashMap<u32, f32> = counts(apart)
            .into_iter()
            .map(|(unit, judged)| (unit, self.cost(unit, judged, places)))
            .collect();
        let (mut leaving, mut lost) = (Vec::new(), 0.0);
        let mut open = apart.to_vec();
        while !open.is_empty() {
            let (_, unit) = counts(&open)
                .into_iter()
                .map(|(unit, settled)| (costs[&unit] / settled as f32, unit))
                .min_by(|x, y| x.0.total_cmp(&y.0).then(x.1.cmp(&y.1)))?;
            open.retain(|&(left, right)| left != unit && right != unit);
            lost += costs[&unit];
            leaving.push(unit);
        }
        Some((leaving, lost))
    }

    /// Pairs that are likely lost when a unit leaves its group, though it was judged different so many times.
    fn cost(&self, unit: u32, judged: usize, places: &[u32]) -> f32 {
        let key = places[unit as usize];
        let members = self.units.members(&unit);
        let (mut sum, mut known) = (0.0, 0.0);
        for &index in members {
            for (other, score) in self.scored_around(index) {
                if places[other as usize] == key && self.units.of[other as usize] != unit {
                    sum += score;
                    known += 1.0;
                }
            }
        }
        let group = self.groups[key as usize].as_ref();
        let others = group.map_or(0, |group| group.members.len()) - members.len();
        let mean = sum / f32::max(known, 1.0);
        (members.len() * others) as f32 * (believed(mean, judged) - self.settings.threshold).max(0.0)
    }

    /// Takes the leaving units out of the two groups and merges the rest of these; gives what came of it.
    fn make(&mut self, concession: &Concession, mut places: Vec<u32>) -> Vec<u32> {
        let Concession {
            groups: (a, b),
            mean,
            leaving,
            ..
        } = concession;
        self.units.gone.extend(leaving);
        let (first, second) = (self.remove(*a), self.remove(*b));
        self.version += 1;
        let rest = first.members.iter().chain(&second.members);
        let rest = rest
            .map(|&row| self.index(row))
            .filter(|&index| !leaving.contains(&self.units.of[index as usize]))
            .collect();
        let mut parts: Vec<Vec<u32>> = vec![rest];
        parts.extend(leaving.iter().map(|unit| self.units.members(unit).to_vec()));
        let keys: Vec<u32> = parts
            .iter()
            .filter_map(|part| part.iter().min().copied())
            .collect();
        for (part, &key) in parts.iter().zip(&keys) {
            for &index in part {
                places[index as usize] = key;
            }
        }
        for (part, &key) in parts.iter().zip(&keys) {
            let mut group = self.group(part, &places);
            group.version = self.version;
            self.groups[key as usize] = Some(group);
        }
        if let Some(rest) = &mut self.groups[keys[0] as usize] {
            rest.confidence = first.confidence.min(second.confidence).min(*mean);
        }
        for &key in &keys {
            self.tell_others(key);
        }
        for &(left, right) in &self.units.apart {
            keep_apart(&mut self.groups, places[left as usize], places[right as usize]);
        }
        keys
    }

    /// Removes a group, and what other groups know of it.
    fn remove(&mut self, key: u32) -> Group {
        let group = self.groups[key as usize].take();
        let group = group.expect("a concession names two groups");
        for other in group.cross.keys().chain(&group.apart) {
            if let Some(other) = &mut self.groups[*other as usize] {
                other.cross.remove(&key);
                other.apart.remove(&key);
            }
        }
        group
    }

    /// Lets the groups that a new one has pairs with know of these.
    fn tell_others(&mut self, key: u32) {
        let group = self.groups[key as usize].as_ref();
        let cross = group.map(|group| group.cross.clone()).unwrap_or_default();
        for (other, cross) in cross {
            if let Some(other) = &mut self.groups[other as usize] {
                other.cross.insert(key, cross);
            }
        }
    }
}
