//! Match results for the pages: read once, grouped, and cached.

use std::collections::HashMap;
use std::sync::Arc;

use onefold_domain::{ExplainedPair, MatchedTable, TableInspector};
use onefold_service::{MatchResult, Service};
use parking_lot::Mutex;

use crate::Failure;

/// Larger results are only offered as a file.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// Number of results in the cache.
const KEPT: usize = 3;
/// Number of groups whose pairs are in the cache.
const KEPT_PAIRS: usize = 64;

/// A result with its groups.
#[derive(Debug, Default)]
pub(crate) struct Grouped {
    /// The run that wrote it.
    pub run: String,
    /// Its files.
    pub files: Vec<String>,
    /// The file of kept explanations, if there is one.
    pub explanations: Option<String>,
    /// Its records.
    pub table: MatchedTable,
    /// Groups of two or more records, largest first.
    pub groups: Vec<Group>,
    /// Number of all groups, including single records.
    pub all_groups: usize,
}

/// Records that refer to the same thing.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Group {
    /// Its match id.
    pub id: String,
    /// Its confidence.
    pub confidence: Option<f64>,
    /// Numbers of its records.
    pub records: Vec<usize>,
}

/// The most recently viewed results and explained pairs, latest first.
#[derive(Debug, Default)]
pub(crate) struct Results {
    results: Mutex<Vec<Arc<Grouped>>>,
    pairs: Mutex<Vec<GroupPairs>>,
}

/// The explained pairs of one group of one run.
#[derive(Debug)]
struct GroupPairs {
    run: String,
    group: String,
    pairs: Arc<Vec<ExplainedPair>>,
}

impl Results {
    /// The newest result of a transform; `None` if there is none.
    pub fn latest(
        &self,
        service: &Service,
        inspector: &dyn TableInspector,
        transform: &str,
    ) -> Result<Option<Arc<Grouped>>, Failure> {
        let Some(result) = service.latest_match_result(transform)? else {
            return Ok(None);
        };
        let known = self
            .results
            .lock()
            .iter()
            .find(|kept| kept.run == result.run.id)
            .cloned();
        if known.is_some() {
            return Ok(known);
        }
        let read = Arc::new(read(service, inspector, &result)?);
        let mut kept = self.results.lock();
        kept.insert(0, Arc::clone(&read));
        kept.truncate(KEPT);
        Ok(Some(read))
    }

    /// A group of the newest result of a transform, with the result.
    pub fn group(
        &self,
        service: &Service,
        inspector: &dyn TableInspector,
        transform: &str,
        id: &str,
    ) -> Result<(Arc<Grouped>, Group), Failure> {
        let missing = || {
            Failure::not_found(format!(
                "the newest result has no group {id} with two or more records"
            ))
        };
        let result = self.latest(service, inspector, transform)?.ok_or_else(missing)?;
        let group = result.groups.iter().find(|own| own.id == id).cloned();
        Ok((Arc::clone(&result), group.ok_or_else(missing)?))
    }

    /// The explained pairs of a group, from the cache or explained now.
    pub fn pairs(
        &self,
        run: &str,
        group: &str,
        explain: impl FnOnce() -> Result<Vec<ExplainedPair>, Failure>,
    ) -> Result<Arc<Vec<ExplainedPair>>, Failure> {
        let known = self
            .pairs
            .lock()
            .iter()
            .find(|kept| kept.run == run && kept.group == group)
            .map(|kept| Arc::clone(&kept.pairs));
        if let Some(pairs) = known {
            return Ok(pairs);
        }
        let pairs = Arc::new(explain()?);
        let mut kept = self.pairs.lock();
        kept.insert(
            0,
            GroupPairs {
                run: run.to_owned(),
                group: group.to_owned(),
                pairs: Arc::clone(&pairs),
            },
        );
        kept.truncate(KEPT_PAIRS);
        Ok(pairs)
    }
}

fn read(service: &Service, inspector: &dyn TableInspector, result: &MatchResult) -> Result<Grouped, Failure> {
    let bytes: u64 = result.files.iter().map(|file| file.size_bytes).sum();
    if bytes > MOST_BYTES {
        return Err(Failure::too_large(format!(
            "the result has {bytes} bytes, and the console shows at most {MOST_BYTES}; download it from the page of its run"
        )));
    }
    let files: Vec<String> = result
        .files
        .iter()
        .map(|file| service.object_path(&file.uri))
        .collect::<Result<_, _>>()?;
    let invalid = |text: String| Failure::invalid(service.without_paths(&text));
    let table = inspector.matched(&files).map_err(invalid)?;
    let explanations = result.explanations.as_ref();
    let explanations = explanations.map(|uri| service.object_path(uri)).transpose()?;
    Ok(Grouped {
        files,
        explanations,
        ..Grouped::new(result.run.id.clone(), table)
    })
}

impl Grouped {
    /// Groups the records of a result by match id. A record without one is a group of one.
    pub fn new(run: String, table: MatchedTable) -> Self {
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut groups: Vec<Group> = Vec::new();
        let mut alone = 0;
        for (number, record) in table.records.iter().enumerate() {
            if record.group.is_empty() {
                alone += 1;
                continue;
            }
            let place = *places.entry(&record.group).or_insert_with(|| {
                groups.push(Group {
                    id: record.group.clone(),
                    confidence: record.confidence,
                    records: Vec::new(),
                });
                groups.len() - 1
            });
            groups[place].records.push(number);
        }
        let all_groups = groups.len() + alone;
        groups.retain(|group| group.records.len() > 1);
        groups.sort_by(|a, b| {
            b.records
                .len()
                .cmp(&a.records.len())
                .then_with(|| a.id.cmp(&b.id))
        });
        Self {
            run,
            files: Vec::new(),
            explanations: None,
            table,
            groups,
            all_groups,
        }
    }

    /// Whether a value in the group contains the text, ignoring case; `wanted` is in lower case.
    pub fn holds(&self, group: &Group, wanted: &str) -> bool {
        group.id == wanted
            || group
                .records
                .iter()
                .flat_map(|&number| &self.table.records[number].values)
                .any(|value| value.to_lowercase().contains(wanted))
    }
}

#[cfg(test)]
mod tests {
    use onefold_domain::MatchedRecord;

    use super::*;

    #[test]
    fn records_come_together_by_match_id_and_alone_without() {
        let record = |group: &str, value: &str| MatchedRecord {
            group: group.to_owned(),
            confidence: None,
            values: vec![value.to_owned()],
        };
        let records = vec![
            record("7", "Ann"),
            record("8", "Bob"),
            record("7", "ANNE"),
            record("", "Cid"),
        ];
        let grouped = Grouped::new(
            "tsk-1".to_owned(),
            MatchedTable {
                columns: vec!["name".to_owned()],
                records,
            },
        );
        assert_eq!(grouped.all_groups, 3);
        assert_eq!(grouped.groups.len(), 1);
        assert_eq!(grouped.groups[0].records, [0, 2]);
        assert!(grouped.holds(&grouped.groups[0], "anne") && grouped.holds(&grouped.groups[0], "7"));
        assert!(!grouped.holds(&grouped.groups[0], "bob"));
    }
}
