//! The job that gives every record its `match_id`: that of `onefold match`, and that of the service's runs.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use arrow_array::{ArrayRef, Float32Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::DataType;
use onefold_data::{Output, Staged, Table};
use onefold_engine::{
    Choose, Contribution, Count, KeptExplanations, MatchGroups, MatchOutcome, MatchSettings, find_matches,
};
use serde::Serialize;

use crate::catalog::hive_name;
use crate::observer::Steps;
use crate::{
    EnforcedMatches, Error, IndexFile, IndexUse, Input, Knowledge, Learned, Observer, Source, Step,
    index::Index,
    knowledge::stage_model,
    unique::{self, Preference},
};

/// Columns that the result adds.
pub(crate) const MATCH_ID: &str = "match_id";
pub(crate) const CONFIDENCE: &str = "match_confidence_score";

/// What to match, with what, and where the results go.
pub struct MatchJob<'a> {
    /// The records.
    pub source: Source,
    /// What is known of them beforehand.
    pub knowledge: Knowledge,
    /// Matches that groups must follow, even against the scores and labels.
    pub enforced: Option<EnforcedMatches>,
    /// How to match.
    pub settings: MatchSettings,
    /// Where the results go.
    pub sinks: MatchSinks<'a>,
}

/// Where the results go: files of their own, or the files of one folder.
pub struct MatchSinks<'a> {
    /// The records with their match ids; without it, the caller takes them from [`Matched::records`].
    pub records: Option<Output>,
    /// Whether they get the confidence of their group too.
    pub with_confidence: bool,
    /// Whether only one record of each group is written: the one with the lowest id.
    pub without_duplicates: bool,
    /// The earlier groups that new records have merged, if there are any.
    pub merged: Option<Output>,
    /// The scored candidate pairs.
    pub pairs: Option<Output>,
    /// Why the pairs that match, nearly match or are in one group have their scores, as JSON lines.
    pub explained: Option<Output>,
    /// The same in the engine's form, for [`KeptExplanations::read`]; left out for very many records.
    pub kept: Option<Output>,
    /// The pairs of records in one group, across sources if there are sources.
    pub links: Option<Output>,
    /// One record for each group, with the preferred values.
    pub unique: Option<(Output, Vec<Preference>)>,
    /// How match ids are written.
    pub id_format: IdFormat,
    /// Types of columns in typed outputs, as a catalog declares them; a column with other values stays as it is.
    pub types: Vec<(String, DataType)>,
    /// A page about the result.
    pub page: Option<Page<'a>>,
    /// Picks the pairs of rows that the caller explains in a page of its own, if there is no page here.
    pub explaining: Option<Choose<'a>>,
    /// The model that was used.
    pub model: Option<Output>,
    /// The index of the records, which is also read from there.
    pub index: Option<IndexFile>,
}

/// Most records for which explanations are stored with a result; pages do not show the records of larger results.
const MOST_KEPT: usize = 200_000;

/// How match ids are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IdFormat {
    /// As whole numbers of 64 bits.
    #[default]
    Number,
    /// As text: the number after an `m`, which no spreadsheet rounds.
    Text,
}

impl IdFormat {
    /// A column of match ids.
    pub(crate) fn column(self, ids: impl Iterator<Item = i64>) -> ArrayRef {
        match self {
            Self::Number => Arc::new(Int64Array::from_iter_values(ids)),
            Self::Text => Arc::new(StringArray::from_iter_values(ids.map(|id| format!("m{id}")))),
        }
    }
}

/// The number of a match id in either format.
pub(crate) fn parse_match_id(text: &str) -> Option<i64> {
    let text = text.trim();
    text.strip_prefix('m').unwrap_or(text).parse().ok()
}

/// A file whose content the caller makes from the result.
pub struct Page<'a> {
    /// Where it goes.
    pub output: Output,
    /// Picks the pairs of rows that it explains.
    pub choose: Choose<'a>,
    /// Makes it.
    pub render: &'a dyn Fn(&Matched) -> String,
}

/// A finished match.
#[derive(Debug)]
pub struct Matched {
    /// The input.
    pub input: Input,
    /// What the engine found, with why the pairs that the page chose have their scores.
    pub outcome: MatchOutcome,
    /// What it was matched with.
    pub learned: Learned,
    /// How the index served, where one is kept.
    pub index: Option<IndexUse>,
    /// Number of records that were written.
    pub written: usize,
    /// The steps around the engine's stages, with their time.
    pub steps: Vec<(Step, Duration)>,
    /// Bytes that the run has put into a temporary file, since they did not fit into memory.
    pub spilled_bytes: u64,
}

impl MatchJob<'_> {
    /// Reads, finds match groups and writes. The sinks are checked before any work. The records are written last: once they
    /// exist, all outputs exist.
    pub fn run(&self, observer: &dyn Observer) -> Result<Matched, Error> {
        let sinks = &self.sinks;
        sinks.check()?;
        let mut steps = Steps::new(observer);
        let kept = sinks.index.as_ref();
        let (mut input, mut index) = thread::scope(|scope| {
            let reading = scope.spawn(|| Index::read(kept));
            let input = self.read(&mut steps)?;
            let index = reading.join().expect("reading an index does not panic");
            Ok::<_, Error>((input, index?))
        })?;
        input.table().check_new_columns(&[MATCH_ID, CONFIDENCE])?;
        let learned = self.learn(&mut input, &mut steps)?;
        let settings = input.settings(&self.settings);
        let ready = |index: Index, input: &Input| index.ready(input, &settings, &learned.model, observer);
        let put = if input.known().is_empty() {
            self.source.memory.make_room(&mut input, &settings)?
        } else {
            None
        };
        let mut request = learned.request(&input, &settings);
        if let Some(put) = &put {
            request = request.putting_aside(put);
        }
        if let Some(choose) = sinks.page.as_ref().map(|page| page.choose).or(sinks.explaining) {
            request = request.explaining(choose);
        }
        let is_small = input.records().len() <= MOST_KEPT;
        if sinks.explained.is_some() || (sinks.kept.is_some() && is_small) {
            request = request.keeping_explanations();
        }
        if kept.is_some() {
            request = request.extending_index();
        }
        let find = |index: Index| -> Result<(Index, MatchOutcome), (Index, onefold_engine::Error)> {
            let request = request.clone();
            let found = match index.get() {
                Some(index) => find_matches(&request.joining(input.known(), index), observer),
                None => find_matches(&request, observer),
            };
            match found {
                Ok(outcome) => Ok((index, outcome)),
                Err(error) => Err((index, error)),
            }
        };
        if !input.known().is_empty() {
            index = ready(index, &input)?;
        }
        let (mut index, mut outcome) = match find(index) {
            Ok(found) => found,
            // Parts of an index are read when they are needed, so damage may show late.
            Err((index, onefold_engine::Error::BadIndex { .. }))
                if index.is_read() && kept.is_some_and(|kept| kept.is_own) =>
            {
                drop(index);
                find(ready(Index::Absent(IndexUse::Healed), &input)?).map_err(|(_, error)| error)?
            }
            Err((_, error)) => {
                return Err(match kept {
                    Some(kept) => kept.located(error),
                    None => error.into(),
                });
            }
        };
        tell(&outcome, observer);
        let spilled_bytes = put.as_ref().map_or(0, |put| put.0.bytes());
        if !sinks.can_be_written_in_parts(input.table()) {
            input.take_back()?;
        }
        let mut change = None;
        if let Some(kept) = kept {
            index = ready(index, &input)?;
            let found = outcome.extension.take();
            change = index
                .change(found, &input, observer)
                .map_err(|error| match error {
                    Error::Engine(error) => kept.located(error),
                    other => other,
                })?;
        }
        let mut matched = Matched {
            index: None,
            input,
            outcome,
            learned,
            written: 0,
            spilled_bytes,
            steps: steps.done.clone(),
        };
        let staged = match (kept, &change) {
            (Some(kept), Some(change)) => change.stage(kept, observer)?,
            _ => None,
        };
        let change = change.filter(|change| staged.is_some() || !change.is_whole());
        matched.write(sinks, staged, &mut steps)?;
        if let (Some(kept), Some(change)) = (kept, change) {
            matched.index = Some(change.finish(kept, observer));
        }
        matched.steps = steps.done;
        Ok(matched)
    }

    fn read(&self, steps: &mut Steps<'_>) -> Result<Input, Error> {
        let is_plain = matches!(self.knowledge, Knowledge::ColdStart | Knowledge::Saved(_));
        if is_plain && self.enforced.is_none() && self.sinks.index.is_none() {
            return self.source.read_in_room(&self.settings, steps);
        }
        // Labels and an index are looked at with the values in memory.
        self.source.read(&self.settings, steps)
    }

    fn learn(&self, input: &mut Input, steps: &mut Steps<'_>) -> Result<Learned, Error> {
        let begin = Instant::now();
        let mut learned = self.knowledge.learn(input, &self.settings, steps.observer)?;
        if learned.taught.is_some() {
            steps.done.push((Step::Learn, begin.elapsed()));
        }
        if let Some(enforced) = &self.enforced {
            learned.enforce(&enforced.read(input)?);
        }
        Ok(learned)
    }
}

/// What was found, in lines for the log.
fn tell(outcome: &MatchOutcome, observer: &dyn Observer) {
    let summary = &outcome.summary;
    observer.tell(&format!(
        "{} records in {} groups, {} of them with two or more records; {} duplicates",
        Count(summary.records),
        Count(summary.groups),
        Count(summary.groups_of_two_or_more),
        Count(summary.duplicates)
    ));
    for note in &outcome.notes {
        observer.tell(&note.to_string());
    }
    for groups in &outcome.merged {
        observer.tell(&format!(
            "a new record merged group {} into group {}",
            groups.merged, groups.kept
        ));
    }
}

impl MatchSinks<'_> {
    /// Every record with its match id and confidence, and nothing else.
    pub fn new(records: Output) -> Self {
        Self {
            records: Some(records),
            ..Self::none()
        }
    }

    /// Nothing: the caller takes all from the result.
    pub fn none() -> Self {
        Self {
            records: None,
            with_confidence: true,
            without_duplicates: false,
            merged: None,
            pairs: None,
            explained: None,
            kept: None,
            links: None,
            unique: None,
            id_format: IdFormat::Number,
            types: Vec::new(),
            page: None,
            explaining: None,
            model: None,
            index: None,
        }
    }

    /// Whether nothing but the output of records needs the values, which takes them batch by batch.
    fn can_be_written_in_parts(&self, table: &Table) -> bool {
        let needs_values = self.without_duplicates
            || self.unique.is_some()
            || self.page.is_some()
            || self.explaining.is_some()
            || self.index.is_some()
            || !self.types.is_empty();
        let is_written_so = |output| onefold_data::can_be_written_in_parts(table, output);
        !needs_values && self.records.as_ref().is_some_and(is_written_so)
    }

    fn check(&self) -> Result<(), Error> {
        let unique = self.unique.as_ref().map(|(output, _)| output);
        let tables = self.records.iter().chain(&self.pairs).chain(&self.links);
        for table in tables.chain(unique) {
            onefold_data::check_output(table)?;
        }
        let files = self.page.iter().map(|page| &page.output);
        let explanations = self.explained.iter().chain(&self.kept);
        let files = files.chain(&self.model).chain(explanations);
        let index = self.index.iter().map(|index| &index.output);
        for output in files.chain(index).chain(&self.merged) {
            onefold_data::check_file_output(output)?;
        }
        Ok(())
    }
}

impl Page<'_> {
    fn stage(&self, matched: &Matched) -> Result<Staged, Error> {
        let content = (self.render)(matched);
        Ok(onefold_data::stage_file(&self.output, |file| {
            file.write_all(content.as_bytes())
        })?)
    }
}

impl Matched {
    /// Writes all sinks aside, and only then lets them appear, the records last: what fails leaves everything as it was,
    /// also the files that were to be replaced.
    fn write(
        &mut self,
        sinks: &MatchSinks<'_>,
        index: Option<Staged>,
        steps: &mut Steps<'_>,
    ) -> Result<(), Error> {
        let mut staged = Vec::new();
        if let Some(output) = &sinks.pairs {
            staged.push(self.stage_pairs(output, steps)?);
        }
        if let Some(output) = &sinks.explained {
            staged.push(steps.run(Step::WritePairs, None, |_| self.stage_explained(output))?);
        }
        if let (Some(output), Some(kept)) = (&sinks.kept, &self.outcome.kept) {
            staged.push(onefold_data::stage_file(output, |file| kept.write(file))?);
        }
        if let Some(output) = &sinks.links {
            let links = links(self);
            let total = Some(links.len() as u64);
            let id = |row: u32| self.input.id_in_source(row as usize);
            let pairs = links
                .iter()
                .map(|&(left, right, score)| (id(left), id(right), score));
            let (own, _) = steps.run(Step::WritePairs, total, |watch| {
                onefold_data::stage_pairs(pairs, output, watch)
            })?;
            staged.push(own);
        }
        if let Some((output, preferences)) = &sinks.unique {
            let total = Some(self.outcome.groups.sizes.len() as u64);
            staged.push(steps.run(Step::Write, total, |watch| {
                unique::stage(self, preferences, sinks.id_format, output, watch)
            })?);
        }
        if let Some(output) = &sinks.model {
            staged.push(stage_model(&self.learned.model, output)?);
        }
        staged.extend(index);
        if let Some(output) = sinks.merged.as_ref().filter(|_| !self.outcome.merged.is_empty()) {
            staged.push(self.stage_merged(output)?);
        }
        if let Some(page) = &sinks.page {
            staged.push(steps.run(Step::WritePage, None, |_| page.stage(self))?);
        }
        if let Some(output) = &sinks.records {
            staged.push(self.stage_records(output, sinks, steps)?);
        }
        Ok(onefold_data::publish_together(staged)?)
    }

    fn stage_pairs(&self, output: &Output, steps: &mut Steps<'_>) -> Result<Staged, Error> {
        let (input, outcome) = (&self.input, &self.outcome);
        let pairs = outcome.pairs.iter().map(|pair| {
            (
                input.id(pair.left as usize),
                input.id(pair.right as usize),
                pair.score,
            )
        });
        let total = Some(outcome.pairs.len() as u64);
        let (staged, pairs) = steps.run(Step::WritePairs, total, |watch| {
            onefold_data::stage_pairs(pairs, output, watch)
        })?;
        tracing::info!(pairs, "pairs written");
        Ok(staged)
    }

    /// A line of JSON for each explained pair; `prior` and the bits of all contributions add up to `match_weight`.
    fn stage_explained(&self, output: &Output) -> Result<Staged, Error> {
        #[derive(Serialize)]
        struct Line<'a> {
            id_a: Cow<'a, str>,
            id_b: Cow<'a, str>,
            score: f32,
            is_same_group: bool,
            prior: f32,
            match_weight: f32,
            contributions: &'a [Contribution],
        }
        let groups = &self.outcome.groups.of;
        let explained = self.outcome.kept.iter().flat_map(KeptExplanations::iter);
        Ok(onefold_data::stage_file(output, |file| {
            for pair in explained {
                let (left, right) = (pair.left as usize, pair.right as usize);
                let line = Line {
                    id_a: self.input.id(left),
                    id_b: self.input.id(right),
                    score: pair.score,
                    is_same_group: groups[left] == groups[right],
                    prior: pair.prior,
                    match_weight: pair.match_weight,
                    contributions: &pair.contributions,
                };
                serde_json::to_writer(&mut *file, &line)?;
                file.write_all(b"\n")?;
            }
            Ok(())
        })?)
    }

    fn stage_merged(&self, output: &Output) -> Result<Staged, Error> {
        Ok(onefold_data::stage_file(output, |file| {
            writeln!(file, "kept_match_id,merged_match_id")?;
            let mut groups = self.outcome.merged.iter();
            groups.try_for_each(|groups| writeln!(file, "{},{}", groups.kept, groups.merged))
        })?)
    }

    /// The records with their match ids and confidence, as batches. Columns of frames and typed files keep their types.
    pub fn records(&self, format: IdFormat) -> Result<Vec<RecordBatch>, Error> {
        let (ids, confidence) = self.new_columns(format);
        let columns = [(MATCH_ID, ids), (CONFIDENCE, confidence)];
        Ok(self.input.table().with_new_columns(&columns)?)
    }

    /// The columns that the result adds, a value for each record: match ids and confidence.
    pub fn new_columns(&self, format: IdFormat) -> (ArrayRef, ArrayRef) {
        let groups = &self.outcome.groups;
        new_columns(&groups.of, groups, format)
    }

    fn stage_records(
        &mut self,
        output: &Output,
        sinks: &MatchSinks<'_>,
        steps: &mut Steps<'_>,
    ) -> Result<Staged, Error> {
        let groups = &self.outcome.groups;
        let filtered;
        let (table, of) = if sinks.without_duplicates {
            let kept = lowest_ids(&self.input, &groups.of);
            filtered = self.input.table().filtered(&kept)?;
            let of = groups.of.iter().zip(&kept);
            let of = of.filter(|(_, kept)| **kept).map(|(&group, _)| group);
            (&filtered, Cow::Owned(of.collect()))
        } else {
            (self.input.table(), Cow::Borrowed(groups.of.as_slice()))
        };
        let (ids, confidence) = new_columns(&of, groups, sinks.id_format);
        let columns: [(&str, ArrayRef); 2] = [(MATCH_ID, ids), (CONFIDENCE, confidence)];
        let added = 1 + usize::from(sinks.with_confidence);
        self.written = table.len();
        let total = Some(table.len() as u64);
        let output = output
            .clone()
            .with_types(fitting(table, &sinks.types, steps.observer));
        steps.run(Step::Write, total, |watch| {
            onefold_data::stage(table, &columns[..added], &output, watch)
        })
    }
}

/// The declared types that all values of their columns have; the others are told.
fn fitting(table: &Table, types: &[(String, DataType)], observer: &dyn Observer) -> Vec<(String, DataType)> {
    let mut fitting = Vec::with_capacity(types.len());
    for (name, kind) in types {
        match table.misfit(name, kind) {
            Some((place, _)) => observer.tell(&format!(
                "{place}: the value in column {name:?} is not a {}, as the catalog declares; the column keeps its own type",
                hive_name(kind)
            )),
            None => fitting.push((name.clone(), kind.clone())),
        }
    }
    fitting
}

/// The pairs of records in one group with their scores: those of different sources if there are sources, the earlier source
/// first. A pair that was not scored, since others link it, has the confidence of its group.
pub fn links(matched: &Matched) -> Vec<(u32, u32, f32)> {
    let (groups, records) = (&matched.outcome.groups, matched.input.records());
    let source = |row: u32| records.sources().map(|sources| sources.of[row as usize]);
    let mut scores: HashMap<(u32, u32), f32> = HashMap::new();
    for pair in &matched.outcome.pairs {
        if groups.of[pair.left as usize] == groups.of[pair.right as usize] {
            scores.insert((pair.left, pair.right), pair.score);
        }
    }
    let mut members: Vec<Vec<u32>> = vec![Vec::new(); groups.sizes.len()];
    for (row, &group) in groups.of.iter().enumerate() {
        if groups.sizes[group as usize] > 1 {
            members[group as usize].push(row as u32);
        }
    }
    let mut links = Vec::new();
    for (group, rows) in members.iter().enumerate() {
        let confidence = groups.confidence[group].unwrap_or_default();
        for (at, &left) in rows.iter().enumerate() {
            for &right in &rows[at + 1..] {
                if source(left).is_some() && source(left) == source(right) {
                    continue;
                }
                let score = scores.get(&(left, right)).copied().unwrap_or(confidence);
                links.push(if source(left) > source(right) {
                    (right, left, score)
                } else {
                    (left, right, score)
                });
            }
        }
    }
    links.sort_by_key(|&(left, right, _)| (left, right));
    links
}

/// Match id and confidence of records in these groups.
fn new_columns(of: &[u32], groups: &MatchGroups, format: IdFormat) -> (ArrayRef, ArrayRef) {
    let of = || of.iter().map(|&group| group as usize);
    let (ids, confidence) = rayon::join(
        || format.column(of().map(|group| groups.ids[group])),
        || {
            of().map(|group| groups.confidence[group])
                .collect::<Float32Array>()
        },
    );
    (ids, Arc::new(confidence))
}

/// Of each group the record with the lowest id: by number where both are numbers, else by text.
fn lowest_ids(input: &Input, groups: &[u32]) -> Vec<bool> {
    let mut lowest: HashMap<u32, usize> = HashMap::new();
    for (row, &group) in groups.iter().enumerate() {
        let best = lowest.entry(group).or_insert(row);
        if id_order(&input.id(row), &input.id(*best)).is_lt() {
            *best = row;
        }
    }
    groups
        .iter()
        .enumerate()
        .map(|(row, group)| lowest[group] == row)
        .collect()
}

fn id_order(a: &str, b: &str) -> Ordering {
    match (a.parse::<f64>(), b.parse::<f64>()) {
        (Ok(a), Ok(b)) => a.total_cmp(&b),
        _ => a.cmp(b),
    }
}
