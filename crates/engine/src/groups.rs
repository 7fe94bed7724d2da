//! Match groups of a run: what counts as a match, the groups, and their ids.

use memchr::memchr_iter;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    Error, KnownGroup, LinkCardinality, MatchGroups, MatchSettings, Model, Records, Stage,
    clock::Clock,
    cluster::{ClusterSettings, Demands, UnmetDemand, cluster, found_cardinality},
    compare::Prepared,
    hashing::{finish, fnv, spread},
    score::Learned,
    threshold::{Trust, choose},
};

/// Match groups, with what decided them.
pub struct FormedGroups {
    /// The groups.
    pub groups: MatchGroups,
    /// Score at which a pair counts as a match.
    pub threshold: f32,
    /// Pairs that look like matches but are not taken, since not even the best of them is certain.
    pub doubtful: u64,
    /// How far the scores are trusted.
    pub trust: Trust,
    /// Whether a record was taken to match one record of another source at most.
    pub is_one_to_one: bool,
    /// Demands that the groups do not meet.
    pub unmet: Vec<UnmetDemand>,
    /// Records that are equal to another one and hold too little to say whether they are one thing.
    pub ambiguous: u64,
    /// Pairs of equal records that hold enough: each with the first one that it is equal to.
    pub identified: Vec<(u32, u32)>,
}

/// Forms the groups of records by the scores of their candidates.
pub fn form_groups(
    records: &Records,
    prepared: &mut Prepared,
    scores: &[f32],
    demands: Option<&Demands>,
    settings: &MatchSettings,
    model: &Model,
    clock: &mut Clock<'_>,
) -> Result<FormedGroups, Error> {
    let asked = settings.mode.cardinality();
    if asked == LinkCardinality::Auto && prepared.sources().is_some() {
        prepared.take_back_records(clock.aside)?;
    }
    let equal = std::mem::take(&mut prepared.equal);
    let prepared = &*prepared;
    let sources = prepared.sources();
    let cardinality = match asked {
        LinkCardinality::Auto if sources.is_some() => {
            found_cardinality(records.len(), &prepared.around, scores, |left, right| {
                prepared.classes.are_likely_one(&prepared.records, left, right)
            })
        }
        asked => asked,
    };
    let is_one_to_one = cardinality == LinkCardinality::OneToOne;
    let trust = if model.learned().is_some_and(Learned::is_calibrated) {
        Trust::Calibrated
    } else {
        Trust::without_labels(&prepared.classes.model, sources.is_some())
    };
    let chosen = choose(
        prepared.scored(scores),
        is_one_to_one,
        settings.precision_recall,
        trust,
    );
    let mut wanted = demands.cloned().unwrap_or_default();
    wanted.together.extend_from_slice(&equal.identified);
    let cluster_settings = ClusterSettings {
        threshold: chosen.at,
        sources,
        cardinality,
        has_seconds: asked == LinkCardinality::Auto && model.learned().is_some_and(Learned::has_seconds),
        demands: Some(&wanted),
    };
    let groups = clock.time(Stage::Cluster, records.len(), || {
        let (candidates, around) = (&prepared.candidates, &prepared.around);
        let mut groups = cluster(records.len(), candidates, around, scores, &cluster_settings);
        add_match_ids(&mut groups, records);
        Ok(groups)
    })?;
    Ok(FormedGroups {
        unmet: demands.map_or_else(Vec::new, |demands| demands.unmet(&groups)),
        groups,
        threshold: chosen.at,
        doubtful: chosen.doubtful,
        trust,
        is_one_to_one,
        ambiguous: equal.ambiguous,
        identified: equal.identified,
    })
}

/// Gives each group its match id: 63 bits of a hash of the smallest primary key in the group, by byte order. So the id
/// depends on the group's own records alone and stays when unrelated records come or go. Without a key column the row
/// number is the key.
pub fn add_match_ids(groups: &mut MatchGroups, records: &Records) {
    let ids = match records.key_column() {
        Some(column) => ids_of_keys(groups, records.values(column)),
        None => ids_of_rows(groups),
    };
    let mut taken: FxHashSet<i64> = FxHashSet::default();
    groups.ids = ids
        .into_iter()
        .map(|mut id| {
            // Two keys with one hash are next to impossible; the later group then takes the next free id.
            while !taken.insert(id) {
                id = (id + 1) & i64::MAX;
            }
            id
        })
        .collect();
}

/// The hash of the smallest key of each group.
fn ids_of_keys<'a>(groups: &MatchGroups, keys: impl Iterator<Item = &'a str>) -> Vec<i64> {
    let mut smallest: Vec<Option<&str>> = vec![None; groups.sizes.len()];
    for (key, &group) in keys.zip(&groups.of) {
        let own = &mut smallest[group as usize];
        if own.is_none_or(|least| key < least) {
            *own = Some(key);
        }
    }
    let keys = smallest.into_iter().map(Option::unwrap_or_default);
    keys.map(|key| id_of(key.as_bytes())).collect()
}

/// The hash of the first row number of each group.
fn ids_of_rows(groups: &MatchGroups) -> Vec<i64> {
    let mut first: Vec<Option<u32>> = vec![None; groups.sizes.len()];
    for (row, &group) in (0u32..).zip(&groups.of) {
        first[group as usize].get_or_insert(row);
    }
    let rows = first.into_iter().map(Option::unwrap_or_default);
    rows.map(|row| id_of(row.to_string().as_bytes())).collect()
}

/// The match id of a group of some records.
pub fn match_id(records: &Records, rows: &[u32]) -> i64 {
    if records.key_column().is_some() {
        let keys = rows.iter().map(|&row| records.key(row as usize));
        return id_of(keys.min().unwrap_or_default().as_bytes());
    }
    let first = rows.iter().min().copied().unwrap_or_default();
    id_of(first.to_string().as_bytes())
}

/// The groups that so many records are in, by their ids; each has the confidence that its first record says. Ids are parted
/// by their hash, so that the table of a part stays in the cache, which one table of a million ids does not; each task looks
/// through the parts of all for its own.
pub fn groups_by_id(records: usize, group_of: impl Fn(usize) -> KnownGroup + Sync) -> MatchGroups {
    const PARTS: usize = 16;
    // Ids are hashes themselves, but other tools may number groups from 1.
    let part_of = |id: i64| (spread(id as u64) >> 60) as u8;
    let part_of: Vec<u8> = (0..records)
        .into_par_iter()
        .map(|row| part_of(group_of(row).id))
        .collect();
    let group = |part: usize| {
        let mut groups = MatchGroups::default();
        let mut seen: FxHashMap<i64, u32> = FxHashMap::default();
        for row in memchr_iter(part as u8, &part_of) {
            let next = groups.ids.len() as u32;
            let group = group_of(row);
            let number = *seen.entry(group.id).or_insert(next);
            if number == next {
                groups.ids.push(group.id);
                groups.sizes.push(0);
                groups.confidence.push(group.confidence);
            }
            groups.sizes[number as usize] += 1;
            groups.of.push(number);
        }
        groups
    };
    let parts: Vec<MatchGroups> = (0..PARTS).into_par_iter().map(group).collect();
    let mut all = MatchGroups::default();
    // Of each part the number of its first group among all, and the groups of its records.
    let mut numbers = Vec::with_capacity(PARTS);
    for part in &parts {
        numbers.push((all.ids.len() as u32, part.of.iter()));
        all.ids.extend_from_slice(&part.ids);
        all.sizes.extend_from_slice(&part.sizes);
        all.confidence.extend_from_slice(&part.confidence);
    }
    let number = |&part: &u8| {
        let (first, own) = &mut numbers[usize::from(part)];
        *first + own.next().copied().unwrap_or_default()
    };
    all.of = part_of.iter().map(number).collect();
    all
}

/// FNV-1a (Fowler, Noll and Vo), finished by the mixer of splitmix64, without the sign bit.
pub(crate) fn id_of(key: &[u8]) -> i64 {
    (finish(fnv(key.iter().copied())) >> 1) as i64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn records_with_one_id_are_one_group(ids in prop::collection::vec(-40i64..40, 0..300), factor in any::<i64>()) {
            let ids: Vec<i64> = ids.into_iter().map(|id| id.wrapping_mul(factor | 1)).collect();
            let groups = groups_by_id(ids.len(), |row| KnownGroup {
                id: ids[row],
                confidence: Some(row as f32),
            });
            prop_assert_eq!(groups.of.len(), ids.len());
            let distinct: FxHashSet<i64> = ids.iter().copied().collect();
            prop_assert_eq!(groups.ids.len(), distinct.len());
            for (&id, &number) in ids.iter().zip(&groups.of) {
                let number = number as usize;
                prop_assert_eq!(groups.ids[number], id);
                prop_assert_eq!(groups.sizes[number] as usize, ids.iter().filter(|other| **other == id).count());
                let first = ids.iter().position(|other| *other == id).unwrap();
                prop_assert_eq!(groups.confidence[number], Some(first as f32));
            }
        }
    }
}
