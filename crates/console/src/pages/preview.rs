//! What another setting of the tradeoff would change, from the scores that the run kept; no labels are needed.

use std::collections::BTreeMap;

use maud::{Markup, html};
use onefold_domain::TableInspector;
use onefold_report::text::{count, shown};

use crate::results::Grouped;

/// Changes that are listed.
const LISTED: usize = 12;
/// Records of a group whose names are listed.
const NAMES: usize = 4;

/// The effect of a setting on a result.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Preview {
    setting: f64,
    threshold: f64,
    groups: usize,
    duplicates: usize,
    /// Groups that fall apart, as their parts, and groups that come together.
    split: Vec<Vec<Vec<usize>>>,
    joined: Vec<Vec<Vec<usize>>>,
}

impl Preview {
    /// `None` if the result kept no scores.
    pub fn of(
        result: &Grouped,
        inspector: &dyn TableInspector,
        saved: f64,
        wanted: f64,
        is_learned: bool,
    ) -> Option<Self> {
        if result.pairs.is_empty() {
            return None;
        }
        let records = result.table.records.len();
        let at = |setting| inspector.regroup(records, &result.pairs, setting, is_learned);
        let (now, then) = (at(saved), at(wanted));
        let of_run = (result.groups.len(), records - result.all_groups());
        let (before, after) = (figures(&now.of), figures(&then.of));
        // What a run makes of scores differs a little from this, so only the difference is taken.
        let moved = |own: usize, before: usize, after: usize| (own + after).saturating_sub(before);
        Some(Self {
            setting: wanted,
            threshold: then.threshold,
            groups: moved(of_run.0, before.0, after.0),
            duplicates: moved(of_run.1, before.1, after.1),
            split: broken(&now.of, &then.of),
            joined: broken(&then.of, &now.of),
        })
    }
}

/// Groups of two or more, and records beyond the first of each.
fn figures(of: &[u32]) -> (usize, usize) {
    let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
    for &group in of {
        *sizes.entry(group).or_default() += 1;
    }
    let groups = sizes.values().filter(|&&size| size > 1).count();
    (groups, of.len() - sizes.len())
}

/// The groups of one grouping that another one has in parts.
fn broken(whole: &[u32], parts: &[u32]) -> Vec<Vec<Vec<usize>>> {
    let mut groups: BTreeMap<u32, BTreeMap<u32, Vec<usize>>> = BTreeMap::new();
    for (record, (&own, &part)) in whole.iter().zip(parts).enumerate() {
        groups
            .entry(own)
            .or_default()
            .entry(part)
            .or_default()
            .push(record);
    }
    let broken = groups.into_values().filter(|parts| parts.len() > 1);
    broken.map(|parts| parts.into_values().collect()).collect()
}

/// The effect in words, with the first groups that change.
pub(super) fn shown_preview(preview: &Preview, result: &Grouped) -> Markup {
    let changed = preview.split.len() + preview.joined.len();
    let names = |part: &[usize]| {
        let mut names: Vec<String> = part
            .iter()
            .take(NAMES)
            .map(|&record| shown(&result.name(record)))
            .collect();
        if part.len() > NAMES {
            names.push("…".to_owned());
        }
        names.join(", ")
    };
    let line = |parts: &[Vec<usize>], between: &str| {
        parts
            .iter()
            .map(|part| names(part))
            .collect::<Vec<_>>()
            .join(between)
    };
    html! {
        p {
            strong { "At " (format!("{:.2}", preview.setting)) ": " }
            "about " b { (count(preview.groups as u64)) } " groups with two or more records, "
            b { (count(preview.duplicates as u64)) } " duplicates. Pairs scoring " (format!("{:.2}", preview.threshold)) " or more count as matches. "
            @if changed == 0 { "No group changes." }
            @else if changed == 1 { "This group changes:" }
            @else if changed > LISTED { (count(changed as u64)) " groups change, among them:" }
            @else { "These " (changed) " groups change:" }
        }
        @if changed > 0 {
            ul.changes {
                @let split = preview.split.iter().map(|parts| ("falls apart", line(parts, " | ")));
                @let joined = preview.joined.iter().map(|parts| ("comes together", line(parts, " + ")));
                @for (what, text) in interleaved(split.collect(), joined.collect()).into_iter().take(LISTED) { li { span.soft { (what) ": " } (text) } }
            }
        }
        p.hint { "From the scores of the newest result, without what you decided. No labels are needed." }
    }
}

/// Takes from two lists in turn.
fn interleaved<T>(one: Vec<T>, other: Vec<T>) -> Vec<T> {
    let (mut one, mut other) = (one.into_iter(), other.into_iter());
    let mut all = Vec::new();
    loop {
        let next = [one.next(), other.next()];
        if next.iter().all(Option::is_none) {
            return all;
        }
        all.extend(next.into_iter().flatten());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_that_change_are_told_in_parts() {
        let (now, then) = ([0, 0, 0, 3, 3, 5, 6], [0, 0, 2, 3, 3, 5, 5]);
        assert_eq!(figures(&now), (2, 3));
        assert_eq!(broken(&now, &then), [[vec![0, 1], vec![2]]]);
        assert_eq!(broken(&then, &now), [[vec![5], vec![6]]]);
        assert_eq!(interleaved(vec![1, 2, 3], vec![4]), [1, 4, 2, 3]);
    }
}
