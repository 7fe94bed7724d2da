//! The job that gives every record its `match_id`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use arrow_array::{ArrayRef, Float32Array, Int64Array};
use onefold_data::{Output, Staged};
use onefold_engine::{Choose, MatchGroups, MatchOutcome, MatchRequest, MatchSettings, find_matches};

use crate::observer::Steps;
use crate::{
    Error, IndexUse, Input, Knowledge, Learned, Observer, Source, Step,
    index::{FoundIndex, Index, read_index},
    knowledge::stage_model,
};

/// Columns that the result adds.
pub(crate) const MATCH_ID: &str = "match_id";
pub(crate) const CONFIDENCE: &str = "match_confidence_score";

/// Where the results go.
pub struct MatchSinks<'a> {
    /// Every record with its match id and confidence.
    pub records: Output,
    /// The scored candidate pairs.
    pub pairs: Option<Output>,
    /// A page about the result.
    pub page: Option<Page<'a>>,
    /// The model that was used.
    pub model: Option<Output>,
    /// The index of the records, which is also read from there.
    pub index: Option<Output>,
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
    /// The steps around the engine's stages, with their time.
    pub steps: Vec<(Step, Duration)>,
}

/// Reads, finds match groups and writes. The sinks are checked before any work. The records are written last: once they
/// exist, all outputs exist.
pub fn match_job(
    source: &Source,
    knowledge: &Knowledge,
    settings: &MatchSettings,
    sinks: &MatchSinks<'_>,
    observer: &dyn Observer,
) -> Result<Matched, Error> {
    sinks.check()?;
    let mut steps = Steps::default();
    let (input, found) = std::thread::scope(|scope| {
        let index = sinks.index.as_ref();
        let index = index.map(|file| scope.spawn(|| read_index(file)));
        let input = source.read(settings, &mut steps, observer)?;
        let found = index.map(|reading| reading.join().expect("reading an index does not panic"));
        Ok::<_, Error>((input, found.transpose()?.unwrap_or(FoundIndex::None)))
    })?;
    input.table().check_new_columns(&[MATCH_ID, CONFIDENCE])?;
    let begin = Instant::now();
    let learned = knowledge.learn(&input, settings, observer)?;
    if learned.taught.is_some() {
        steps.0.push((Step::Learn, begin.elapsed()));
    }
    let choose = sinks.page.as_ref().map(|page| page.choose);
    let open = || Index::open(found, &input, settings, &learned.model, observer);
    let (before, open) = if input.known().is_empty() {
        (None, Some(open))
    } else {
        (Some(open()?), None)
    };
    let outcome = find(&input, before.as_ref(), settings, &learned, choose, observer)?;
    let index = match open.filter(|_| sinks.index.is_some()) {
        Some(open) => Some(open()?),
        None => before,
    };
    let matched = Matched {
        index: index
            .as_ref()
            .filter(|_| sinks.index.is_some())
            .map(|index| index.used),
        input,
        outcome,
        learned,
        steps: steps.0,
    };
    let steps = matched.write(sinks, index.as_ref(), observer)?;
    Ok(matched.after(steps))
}

/// Finds the groups, and explains what is chosen of them.
fn find(
    input: &Input,
    index: Option<&Index>,
    settings: &MatchSettings,
    learned: &Learned,
    choose: Option<Choose<'_>>,
    observer: &dyn Observer,
) -> Result<MatchOutcome, Error> {
    let mut request = MatchRequest::new(input.records())
        .with_settings(settings)
        .with_model(&learned.model);
    if let Some(labels) = learned.enforced() {
        request = request.enforcing(labels);
    }
    if let Some(index) = index {
        request = request.joining(input.known(), &index.records);
    }
    if let Some(choose) = choose {
        request = request.explaining(choose);
    }
    Ok(find_matches(&request, observer)?)
}

impl MatchSinks<'_> {
    fn check(&self) -> Result<(), Error> {
        onefold_data::check_output(&self.records)?;
        if let Some(pairs) = &self.pairs {
            onefold_data::check_output(pairs)?;
        }
        let files = self.page.iter().map(|page| &page.output);
        for output in files.chain(&self.model).chain(&self.index) {
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
        &self,
        sinks: &MatchSinks<'_>,
        index: Option<&Index>,
        observer: &dyn Observer,
    ) -> Result<Steps, Error> {
        let mut steps = Steps::default();
        let mut staged = Vec::new();
        if let Some(output) = &sinks.pairs {
            staged.push(self.stage_pairs(output, &mut steps, observer)?);
        }
        if let Some(output) = &sinks.model {
            staged.push(stage_model(&self.learned.model, output)?);
        }
        if let (Some(index), Some(output)) = (index, &sinks.index) {
            staged.extend(index.stage(output)?);
        }
        if let Some(page) = &sinks.page {
            staged.push(steps.run(observer, Step::WritePage, None, |_| page.stage(self))?);
        }
        staged.push(self.stage_records(&sinks.records, &mut steps, observer)?);
        onefold_data::publish_together(staged)?;
        Ok(steps)
    }

    fn stage_pairs(
        &self,
        output: &Output,
        steps: &mut Steps,
        observer: &dyn Observer,
    ) -> Result<Staged, Error> {
        let (input, outcome) = (&self.input, &self.outcome);
        let pairs = outcome.pairs.iter().map(|pair| {
            (
                input.id(pair.left as usize),
                input.id(pair.right as usize),
                pair.score,
            )
        });
        let total = Some(outcome.pairs.len() as u64);
        let (staged, pairs) = steps.run(observer, Step::WritePairs, total, |watch| {
            onefold_data::stage_pairs(pairs, output, watch)
        })?;
        tracing::info!(pairs, "pairs written");
        Ok(staged)
    }

    fn stage_records(
        &self,
        output: &Output,
        steps: &mut Steps,
        observer: &dyn Observer,
    ) -> Result<Staged, Error> {
        let (ids, confidence) = new_columns(&self.outcome.groups);
        let columns: [(&str, ArrayRef); 2] = [(MATCH_ID, ids), (CONFIDENCE, confidence)];
        let table = self.input.table();
        let total = Some(table.len() as u64);
        steps.run(observer, Step::Write, total, |watch| {
            onefold_data::stage(table, &columns, output, watch)
        })
    }

    fn after(mut self, steps: Steps) -> Self {
        self.steps.extend(steps.0);
        self
    }
}

/// Match id and confidence of each record.
fn new_columns(groups: &MatchGroups) -> (ArrayRef, ArrayRef) {
    let of = || groups.of.iter().map(|&group| group as usize);
    let (ids, confidence) = rayon::join(
        || Int64Array::from_iter_values(of().map(|group| groups.ids[group])),
        || {
            of().map(|group| groups.confidence[group])
                .collect::<Float32Array>()
        },
    );
    (Arc::new(ids), Arc::new(confidence))
}
