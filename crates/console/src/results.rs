//! Match results for the pages: read once, grouped, with what people decided enforced, and cached.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use onefold_domain::{ExplainedPair, GroupReasons, Mark, MatchedTable, PairScore, TableInspector};
use onefold_service::{Decision, MatchResult, Service};
use parking_lot::Mutex;

use crate::contrast::{Comparisons, Contrast, Value, key_column, usual};

use crate::Failure;

/// Larger results are only offered as a file.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// Number of results in the cache.
const KEPT: usize = 3;
/// Groups of more records are not looked at for whether they are two things.
const MOST_SUGGESTED: usize = 40;
/// What a pair without a kept score counts for.
const UNSCORED: f64 = 0.1;
/// Two parts of a group with a lower mean score between them may be two things.
const DOUBTFUL: f64 = 0.5;
/// Up to so many records, pairs are scored again at once where the run kept nothing about them; that takes about a second.
pub(crate) const SCORED_AT_ONCE: usize = 10_000;
/// Number of groups whose pairs are in the cache.
const KEPT_PAIRS: usize = 64;

/// A result with its groups.
#[derive(Debug, Clone, Default)]
pub(crate) struct Grouped {
    /// The run that wrote it.
    pub run: String,
    /// Its files.
    pub files: Vec<String>,
    /// The file of kept explanations, if there is one.
    pub explanations: Option<String>,
    /// Its records.
    pub table: Arc<MatchedTable>,
    /// The column that identifies records.
    pub key: Option<usize>,
    /// Groups of two or more records, largest first.
    pub groups: Vec<Group>,
    /// Records that match no other.
    pub singles: Vec<Group>,
    /// What people decided and the result shows.
    pub decisions: Arc<Vec<Decision>>,
    /// Decisions that were undone and that the transform has not forgotten yet.
    pub forgotten: usize,
    /// The scored pairs of the run, ascending; none if it did not keep them.
    pub pairs: Arc<Vec<PairScore>>,
}

/// Records that refer to the same thing.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Group {
    /// Its match id, or one that was made for a group that people formed.
    pub id: String,
    /// Its confidence; people need none.
    pub confidence: Option<f64>,
    /// Numbers of its records.
    pub records: Vec<usize>,
    /// Whether people decided about it.
    pub is_decided: bool,
}

/// The most recently viewed results and explained pairs, latest first.
#[derive(Debug, Default)]
pub(crate) struct Results {
    newest: Mutex<Vec<Arc<Grouped>>>,
    pairs: Cache<Vec<ExplainedPair>>,
    reasons: Cache<GroupReasons>,
}

/// What was found out of groups of runs, the latest first. The first text is the run, the second one says what of it.
type Cache<T> = Mutex<Vec<(String, String, Arc<T>)>>;

/// What is in a cache, or is found out now.
fn cached<T>(
    cache: &Cache<T>,
    (run, name): (&str, &str),
    find_out: impl FnOnce() -> Result<T, Failure>,
) -> Result<Arc<T>, Failure> {
    let known = cache
        .lock()
        .iter()
        .find(|kept| kept.0 == run && kept.1 == name)
        .map(|kept| Arc::clone(&kept.2));
    if let Some(known) = known {
        return Ok(known);
    }
    let found = Arc::new(find_out()?);
    let mut kept = cache.lock();
    kept.insert(0, (run.to_owned(), name.to_owned(), Arc::clone(&found)));
    kept.truncate(KEPT_PAIRS);
    Ok(found)
}

impl Results {
    /// The newest result of a transform, as people have decided since; `None` if there is none.
    pub fn latest(
        &self,
        service: &Service,
        inspector: &dyn TableInspector,
        transform: &str,
    ) -> Result<Option<Arc<Grouped>>, Failure> {
        let Some(result) = service.latest_match_result(transform)? else {
            return Ok(None);
        };
        let decisions = service.decisions(transform)?;
        let forgotten = service.sets_to_forget(transform)?.len();
        let known = self
            .newest
            .lock()
            .iter()
            .find(|kept| kept.run == result.run.id)
            .cloned();
        if let Some(kept) = known
            .as_ref()
            .filter(|kept| *kept.decisions == decisions && kept.forgotten == forgotten)
        {
            return Ok(Some(Arc::clone(kept)));
        }
        let plain = if let Some(kept) = known {
            Grouped {
                files: kept.files.clone(),
                explanations: kept.explanations.clone(),
                pairs: Arc::clone(&kept.pairs),
                ..Grouped::new(kept.run.clone(), &kept.table, kept.key)
            }
        } else {
            let key = service.transform(transform)?.settings.primary_key;
            read(service, inspector, &result, key.as_deref())?
        };
        let decided = Arc::new(Grouped {
            forgotten,
            ..plain.following(decisions)
        });
        let mut kept = self.newest.lock();
        kept.retain(|kept| kept.run != decided.run);
        kept.insert(0, Arc::clone(&decided));
        kept.truncate(KEPT);
        Ok(Some(decided))
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
                "the newest result has no group {id} with two or more records; decisions and later runs change groups"
            ))
        };
        let result = self.latest(service, inspector, transform)?.ok_or_else(missing)?;
        let group = result.groups.iter().find(|own| own.id == id).cloned();
        Ok((Arc::clone(&result), group.ok_or_else(missing)?))
    }

    /// Explained pairs of a run, from the cache or explained now.
    pub fn pairs(
        &self,
        name: (&str, &str),
        explain: impl FnOnce() -> Result<Vec<ExplainedPair>, Failure>,
    ) -> Result<Arc<Vec<ExplainedPair>>, Failure> {
        cached(&self.pairs, name, explain)
    }

    /// Why records of a run are one group, from the cache or explained now.
    pub fn reasons(
        &self,
        name: (&str, &str),
        explain: impl FnOnce() -> Result<GroupReasons, Failure>,
    ) -> Result<Arc<GroupReasons>, Failure> {
        cached(&self.reasons, name, explain)
    }
}

fn read(
    service: &Service,
    inspector: &dyn TableInspector,
    result: &MatchResult,
    key: Option<&str>,
) -> Result<Grouped, Failure> {
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
    let key = key_column(&table.columns, key);
    let pairs = match (&result.pairs, key) {
        (Some(pairs), Some(key)) if pairs.size_bytes <= MOST_BYTES => {
            let ids: Vec<&str> = table
                .records
                .iter()
                .map(|record| record.values[key].as_str())
                .collect();
            let path = service.object_path(&pairs.uri)?;
            let mut pairs = inspector.scored(&path, &ids).map_err(invalid)?;
            pairs.sort_unstable_by_key(|pair| (pair.left, pair.right));
            pairs
        }
        _ => Vec::new(),
    };
    let explanations = result.explanations.as_ref();
    let explanations = explanations.map(|uri| service.object_path(uri)).transpose()?;
    Ok(Grouped {
        files,
        explanations,
        pairs: Arc::new(pairs),
        ..Grouped::new(result.run.id.clone(), &Arc::new(table), key)
    })
}

impl Grouped {
    /// Groups the records of a result by match id. A record without one is a group of one.
    pub fn new(run: String, table: &Arc<MatchedTable>, key: Option<usize>) -> Self {
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut groups: Vec<Group> = Vec::new();
        for (number, record) in table.records.iter().enumerate() {
            let new = |id: String| Group {
                id,
                confidence: record.confidence,
                ..Group::default()
            };
            let place = if record.group.is_empty() {
                groups.push(new(format!("record-{}", number + 1)));
                groups.len() - 1
            } else {
                *places.entry(&record.group).or_insert_with(|| {
                    groups.push(new(record.group.clone()));
                    groups.len() - 1
                })
            };
            groups[place].records.push(number);
        }
        Self {
            run,
            key,
            ..Self::default()
        }
        .with(groups, Arc::clone(table))
    }

    fn with(self, mut groups: Vec<Group>, table: Arc<MatchedTable>) -> Self {
        groups.retain(|group| !group.records.is_empty());
        groups.sort_by(|a, b| {
            b.records
                .len()
                .cmp(&a.records.len())
                .then_with(|| a.id.cmp(&b.id))
        });
        let alone = groups.partition_point(|group| group.records.len() > 1);
        let singles = groups.split_off(alone);
        Self {
            table,
            groups,
            singles,
            ..self
        }
    }

    /// The result as people decided, in the order in which they did. Of a group whose records they keep apart, the larger
    /// part keeps the id; groups with records that they take for one thing become one.
    pub fn following(self, decisions: Vec<Decision>) -> Self {
        if decisions.is_empty() {
            return self;
        }
        let rows = Rows::of(&self.table, self.key);
        let mut parts = Parts::of(&self);
        for decision in &decisions {
            let rows = rows.named(decision);
            parts.keep_apart(&rows);
            parts.put_together(&rows);
        }
        let (groups, table) = (parts.groups, Arc::clone(&self.table));
        Self {
            decisions: Arc::new(decisions),
            ..self.with(groups, table)
        }
    }

    /// Pairs of records that people keep apart, the lower number first.
    pub fn kept_apart(&self) -> HashSet<(u32, u32)> {
        let rows = Rows::of(&self.table, self.key);
        let mut apart = HashSet::new();
        for decision in self.decisions.iter() {
            let classes = rows.named(decision);
            for (at, class) in classes.iter().enumerate() {
                let others = classes[at + 1..].iter().flatten();
                apart.extend(others.flat_map(|&other| {
                    class
                        .iter()
                        .map(move |&own| (own.min(other) as u32, own.max(other) as u32))
                }));
            }
        }
        apart
    }

    /// The name of the column that identifies records.
    pub fn key_name(&self) -> Option<&str> {
        self.key.map(|key| self.table.columns[key].as_str())
    }

    /// Number of all groups, single records among them.
    pub fn all_groups(&self) -> usize {
        self.groups.len() + self.singles.len()
    }

    /// The group of a record.
    pub fn group_of(&self, record: usize) -> Option<&Group> {
        let mut groups = self.groups.iter().chain(&self.singles);
        groups.find(|group| group.records.contains(&record))
    }

    /// The records that hold all words somewhere in their values, ignoring case, and those of the group of that id.
    pub fn found(&self, search: &str) -> HashSet<usize> {
        let words: Vec<String> = search.split_whitespace().map(str::to_lowercase).collect();
        let whole = search.trim();
        let holds = |values: &[String]| {
            let text = values.join("\u{1f}").to_lowercase();
            words.iter().all(|word| text.contains(word.as_str()))
        };
        let records = self.table.records.iter().enumerate();
        records
            .filter(|(_, record)| record.group == whole || holds(&record.values))
            .map(|(number, _)| number)
            .collect()
    }

    /// Where a group looks like two things: the records of the smaller one, and the mean score between both. `None` if it
    /// looks like one, or nobody knows.
    pub fn suggestion(&self, group: &Group) -> Option<(Vec<usize>, f64)> {
        let records = &group.records;
        if !(3..=MOST_SUGGESTED).contains(&records.len()) || group.is_decided || self.pairs.is_empty() {
            return None;
        }
        let place: HashMap<usize, usize> = records
            .iter()
            .enumerate()
            .map(|(at, &record)| (record, at))
            .collect();
        let mut scores = vec![vec![UNSCORED; records.len()]; records.len()];
        for (&record, &a) in &place {
            let begin = self.pairs.partition_point(|pair| (pair.left as usize) < record);
            let own = self.pairs[begin..]
                .iter()
                .take_while(|pair| pair.left as usize == record);
            for pair in own {
                if let Some(&b) = place.get(&(pair.right as usize)) {
                    scores[a][b] = f64::from(pair.score);
                    scores[b][a] = f64::from(pair.score);
                }
            }
        }
        let (smaller, between) = two_parts(&scores)?;
        (between < DOUBTFUL).then(|| (smaller.into_iter().map(|at| records[at]).collect(), between))
    }

    /// A value of a record.
    pub fn value(&self, record: usize, column: usize) -> &str {
        let values = &self.table.records[record].values;
        values.get(column).map_or("", String::as_str)
    }

    /// What people call a record: its id, or its number in the result.
    pub fn name(&self, record: usize) -> String {
        match self.key {
            Some(key) => self.value(record, key).to_owned(),
            None => format!("record {}", record + 1),
        }
    }

    /// The values of a column of these records, compared as the run did.
    pub fn contrast(&self, records: &[usize], column: usize, comparisons: &Comparisons) -> Contrast {
        let name = &self.table.columns[column];
        Contrast::of_one(&self.values(records, column), |a, b| {
            comparisons.found(records[a], records[b], name)
        })
    }

    /// What the run found where [`Grouped::contrast`] compares the values of these records.
    pub fn comparisons<'a>(
        &self,
        inspector: &dyn TableInspector,
        groups: impl IntoIterator<Item = &'a [usize]>,
    ) -> Comparisons {
        let Some(file) = &self.explanations else {
            return Comparisons::default();
        };
        let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
        for records in groups {
            for column in 0..self.table.columns.len() {
                let Some(usual) = usual(&self.values(records, column)) else {
                    continue;
                };
                let others = records.iter().filter(|&&record| record != records[usual]);
                pairs.extend(others.map(|&record| (record.min(records[usual]), record.max(records[usual]))));
            }
        }
        Comparisons::new(inspector.kept(file, &pairs.into_iter().collect::<Vec<_>>()))
    }

    fn values(&self, records: &[usize], column: usize) -> Vec<Value<'_>> {
        records
            .iter()
            .map(|&record| {
                let forms = &self.table.records[record].forms;
                (self.value(record, column), forms.get(column).copied().flatten())
            })
            .collect()
    }
}

/// Joins the most similar parts until two are left: the smaller one, and the mean score between both.
fn two_parts(scores: &[Vec<f64>]) -> Option<(Vec<usize>, f64)> {
    let mut parts: Vec<Vec<usize>> = (0..scores.len()).map(|at| vec![at]).collect();
    let between = |a: &[usize], b: &[usize]| {
        let sum: f64 = a
            .iter()
            .flat_map(|&left| b.iter().map(move |&right| scores[left][right]))
            .sum();
        sum / (a.len() * b.len()) as f64
    };
    while parts.len() > 2 {
        let pairs = (0..parts.len()).flat_map(|a| (a + 1..parts.len()).map(move |b| (a, b)));
        let best = pairs.max_by(|one, other| {
            let mean = |pair: &(usize, usize)| between(&parts[pair.0], &parts[pair.1]);
            mean(one).total_cmp(&mean(other)).then_with(|| other.cmp(one))
        });
        let (a, b) = best?;
        let moved = parts.remove(b);
        parts[a].extend(moved);
    }
    let mean = between(parts.first()?, parts.get(1)?);
    let smaller = parts.into_iter().rev().min_by_key(Vec::len)?;
    Some((smaller, mean))
}

/// Finds the records that decisions name.
struct Rows<'a> {
    key: Option<&'a str>,
    by_key: HashMap<&'a str, usize>,
    by_values: HashMap<&'a [String], usize>,
}

impl<'a> Rows<'a> {
    fn of(table: &'a MatchedTable, key: Option<usize>) -> Self {
        let records = || table.records.iter().enumerate();
        Self {
            key: key.map(|key| table.columns[key].as_str()),
            by_key: match key {
                Some(key) => records()
                    .filter_map(|(row, record)| Some((record.values.get(key)?.as_str(), row)))
                    .collect(),
                None => HashMap::new(),
            },
            by_values: match key {
                Some(_) => HashMap::new(),
                None => records()
                    .map(|(row, record)| (record.values.as_slice(), row))
                    .collect(),
            },
        }
    }

    /// The records that a decision is about, those that are one thing side by side.
    fn named(&self, decision: &Decision) -> Vec<Vec<usize>> {
        let key = key_column(&decision.content.columns, self.key);
        let row_of = |values: &[String]| match key {
            Some(key) => values
                .get(key)
                .and_then(|id| self.by_key.get(id.as_str()))
                .copied(),
            None => self.by_values.get(values).copied(),
        };
        let mut classes: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        let mut alone = Vec::new();
        for (values, mark) in decision.content.records.iter().zip(&decision.marks) {
            match (row_of(values), mark) {
                (Some(row), Mark::Group(class)) => classes.entry(*class).or_default().push(row),
                (Some(row), Mark::Alone) => alone.push(vec![row]),
                (Some(_), Mark::Unknown) | (None, _) => {}
            }
        }
        classes.into_values().chain(alone).collect()
    }
}

/// Groups while decisions change them.
struct Parts {
    groups: Vec<Group>,
    /// The group of each record.
    of: Vec<usize>,
    ids: BTreeSet<String>,
}

impl Parts {
    fn of(result: &Grouped) -> Self {
        let groups: Vec<Group> = result.groups.iter().chain(&result.singles).cloned().collect();
        let mut of = vec![0; result.table.records.len()];
        for (place, group) in groups.iter().enumerate() {
            for &record in &group.records {
                of[record] = place;
            }
        }
        Self {
            ids: groups.iter().map(|group| group.id.clone()).collect(),
            groups,
            of,
        }
    }

    /// Takes records that are not one thing out of the groups that they share.
    fn keep_apart(&mut self, classes: &[Vec<usize>]) {
        let shared: BTreeSet<usize> = classes.iter().flatten().map(|&row| self.of[row]).collect();
        for place in shared {
            let inside: Vec<Vec<usize>> = classes
                .iter()
                .map(|class| {
                    class
                        .iter()
                        .copied()
                        .filter(|&row| self.of[row] == place)
                        .collect()
                })
                .filter(|class: &Vec<usize>| !class.is_empty())
                .collect();
            self.groups[place].is_decided = true;
            // The first of the largest.
            let stays = (0..inside.len()).rev().max_by_key(|&at| inside[at].len());
            for (_, class) in inside.iter().enumerate().filter(|(at, _)| Some(*at) != stays) {
                self.take_out(place, class);
            }
        }
    }

    fn take_out(&mut self, place: usize, records: &[usize]) {
        let from = self.groups[place].id.clone();
        let id = self.new_id(&from);
        let group = &mut self.groups[place];
        group.confidence = None;
        group.records.retain(|record| !records.contains(record));
        self.groups.push(Group {
            id,
            confidence: None,
            records: records.to_vec(),
            is_decided: true,
        });
        for &record in records {
            self.of[record] = self.groups.len() - 1;
        }
    }

    /// Makes one group of those that hold records of one thing; the largest keeps its id.
    fn put_together(&mut self, classes: &[Vec<usize>]) {
        for class in classes {
            let places: BTreeSet<usize> = class.iter().map(|&row| self.of[row]).collect();
            let Some(&target) = places
                .iter()
                .rev()
                .max_by_key(|&&place| self.groups[place].records.len())
            else {
                continue;
            };
            self.groups[target].is_decided = true;
            for &place in places.iter().filter(|&&place| place != target) {
                let moved = std::mem::take(&mut self.groups[place].records);
                for &record in &moved {
                    self.of[record] = target;
                }
                self.groups[target].records.extend(moved);
                self.groups[target].confidence = None;
            }
            self.groups[target].records.sort_unstable();
        }
    }

    fn new_id(&mut self, from: &str) -> String {
        let mut number = 1;
        loop {
            let id = format!("{from}-{number}");
            if self.ids.insert(id.clone()) {
                return id;
            }
            number += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use onefold_domain::{MatchedRecord, SetContent, Timestamp};

    use super::*;

    fn result(records: &[(&str, &str)]) -> Grouped {
        let records = records.iter().enumerate();
        let table = MatchedTable {
            columns: vec!["id".to_owned(), "name".to_owned(), "surname".to_owned()],
            records: records
                .map(|(number, (group, name))| {
                    let (name, surname) = name.split_once(' ').unwrap_or((name, ""));
                    MatchedRecord {
                        group: (*group).to_owned(),
                        confidence: Some(0.8),
                        values: vec![format!("r{number}"), name.to_owned(), surname.to_owned()],
                        forms: Vec::new(),
                    }
                })
                .collect(),
            ..MatchedTable::default()
        };
        Grouped::new("tsk-1".to_owned(), &Arc::new(table), Some(0))
    }

    fn decision(marks: &[(usize, Mark)]) -> Decision {
        Decision {
            id: ("lr-1".to_owned(), 1),
            version: 1,
            content: SetContent {
                columns: vec!["ID".to_owned()],
                records: marks.iter().map(|(row, _)| vec![format!("r{row}")]).collect(),
            },
            marks: marks.iter().map(|(_, mark)| *mark).collect(),
            time: Timestamp(0),
            learned_on: None,
        }
    }

    fn shape(result: &Grouped) -> Vec<(String, Vec<usize>)> {
        let all = result.groups.iter().chain(&result.singles);
        all.map(|group| (group.id.clone(), group.records.clone()))
            .collect()
    }

    #[test]
    fn records_come_together_by_match_id_and_alone_without() {
        let grouped = result(&[("7", "Ann Lee"), ("8", "Bob"), ("7", "ANNE Lee"), ("", "Cid")]);
        assert_eq!(grouped.all_groups(), 3);
        assert_eq!(grouped.groups[0].records, [0, 2]);
        assert_eq!(grouped.singles.len(), 2);
    }

    #[test]
    fn words_are_found_in_different_columns_of_one_record() {
        let grouped = result(&[
            ("7", "Christopher Martin"),
            ("8", "Martin"),
            ("7", "Chris Martin"),
        ]);
        assert_eq!(grouped.found("christopher  MARTIN"), HashSet::from([0]));
        assert_eq!(grouped.found("martin").len(), 3);
        assert_eq!(grouped.found("7"), HashSet::from([0, 2]), "a group by its id");
    }

    #[test]
    fn decisions_split_groups_and_join_them() {
        let plain = || {
            result(&[
                ("7", "a"),
                ("7", "b"),
                ("7", "c"),
                ("8", "d"),
                ("8", "e"),
                ("9", "f"),
            ])
        };
        let (one, two) = (Mark::Group(1), Mark::Group(2));
        let split = plain().following(vec![decision(&[(0, one), (1, one), (2, two)])]);
        assert_eq!(shape(&split)[0], ("7".to_owned(), vec![0, 1]));
        assert!(shape(&split).contains(&("7-1".to_owned(), vec![2])));
        assert!(
            split
                .groups
                .iter()
                .all(|group| group.is_decided == (group.id == "7"))
        );
        let merged = plain().following(vec![decision(&[(5, one), (3, one)])]);
        assert!(shape(&merged).contains(&("8".to_owned(), vec![3, 4, 5])));
        // A later decision counts more.
        let back = plain().following(vec![
            decision(&[(3, Mark::Alone), (4, Mark::Alone)]),
            decision(&[(3, one), (4, one)]),
        ]);
        assert_eq!(back.groups.len(), 2);
        assert_eq!(back.all_groups(), 3);
    }

    #[test]
    fn a_group_with_a_weak_link_looks_like_two_things() {
        let pair = |left, right, score| PairScore { left, right, score };
        let mut grouped = result(&[("7", "a"), ("7", "b"), ("7", "c")]);
        assert_eq!(grouped.suggestion(&grouped.groups[0]), None, "no scores");
        grouped.pairs = Arc::new(vec![pair(0, 1, 0.9), pair(1, 2, 0.6)]);
        let (smaller, between) = grouped.suggestion(&grouped.groups[0]).expect("two things");
        assert_eq!(smaller, [2]);
        assert!((between - 0.35).abs() < 1e-6);
        grouped.pairs = Arc::new(vec![pair(0, 1, 0.9), pair(0, 2, 0.7), pair(1, 2, 0.8)]);
        assert_eq!(grouped.suggestion(&grouped.groups[0]), None);
    }

    #[test]
    fn decisions_about_records_that_are_gone_change_nothing() {
        let changed = result(&[("7", "a"), ("7", "b")])
            .following(vec![decision(&[(8, Mark::Alone), (9, Mark::Alone)])]);
        assert_eq!(changed.groups.len(), 1);
        assert!(!changed.groups[0].is_decided);
    }
}
