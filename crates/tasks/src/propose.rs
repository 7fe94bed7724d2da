//! The job that chooses what to label next.

use onefold_data::Output;
use onefold_engine::{Labels, MatchSettings, Model, ProposeSettings, propose_sets};

use crate::observer::Steps;
use crate::{Error, Input, Judged, LabelReport, Observer, Source};

/// The labeling sets written.
#[derive(Debug)]
pub struct Proposed {
    /// The input.
    pub input: Input,
    /// Records of each labeling set, by row.
    pub sets: Vec<Vec<u32>>,
    /// Summary of the labels so far.
    pub known: Option<LabelReport>,
}

/// Reads records and their labels so far, and writes the most useful labeling sets as a label file to fill in.
pub fn propose_job(
    source: &Source,
    labels: &[String],
    settings: &MatchSettings,
    wanted: &ProposeSettings,
    sink: &Output,
    observer: &dyn Observer,
) -> Result<Proposed, Error> {
    onefold_data::check_file_output(sink)?;
    let mut steps = Steps::default();
    let input = source.read(settings, &mut steps, observer)?;
    let (model, known, report) = if labels.is_empty() {
        (Model::cold_start(), Labels::default(), None)
    } else {
        let judged = Judged::read(labels, &input)?;
        let base = Model::cold_start();
        let fitted = onefold_engine::fit_model(&judged.records, settings, &base, &judged.labels, observer)?;
        (fitted.model, judged.about_input(&input), Some(judged.report))
    };
    let sets = propose_sets(input.records(), settings, &model, &known, wanted, observer)?;
    if sets.is_empty() {
        return Err(Error::NothingToAsk {
            inputs: input.name().to_owned(),
        });
    }
    let sets: Vec<Vec<u32>> = sets.into_iter().map(|set| set.rows).collect();
    let records = input.records();
    let columns = records.names();
    // Names continue after those of earlier rounds, so files can be joined.
    let earlier = known.sets.len();
    let rows = sets.iter().enumerate().flat_map(|(number, set)| {
        set.iter().map(move |&row| {
            let values = (0..columns.len())
                .map(|column| records.value(row as usize, column))
                .collect();
            (format!("{}", earlier + number + 1), values)
        })
    });
    onefold_data::write_labeling_sets(columns, rows, sink)?;
    Ok(Proposed {
        input,
        sets,
        known: report,
    })
}
