//! The job that chooses what to label next.

use onefold_data::{LABEL, LABELING_SET_ID};
use onefold_engine::{Labels, MatchSettings, Model, ProposeSettings, Records, propose_sets};

use crate::observer::Steps;
use crate::{Error, Input, Judged, LabelReport, Observer, Source};

/// What to label next.
#[derive(Debug)]
pub struct Proposed {
    /// The input.
    pub input: Input,
    /// Records of each labeling set, by row.
    pub sets: Vec<Vec<u32>>,
    /// Number of the first set: those of earlier rounds come before it, so that files of all rounds can be joined.
    pub first: usize,
    /// Summary of the labels so far.
    pub known: Option<LabelReport>,
}

impl Proposed {
    /// A label file to fill in.
    pub fn file(&self) -> Vec<u8> {
        let sets = self.sets.iter().map(Vec::as_slice);
        file_to_fill_in(self.input.records(), sets, |number| {
            (self.first + number - 1).to_string()
        })
    }

    /// The same as columns: their names and values.
    pub fn to_fill_in(&self) -> Vec<(String, Vec<String>)> {
        let records = self.input.records();
        let rows = || {
            self.sets
                .iter()
                .enumerate()
                .flat_map(|(at, set)| set.iter().map(move |row| (at, *row as usize)))
        };
        let sets = rows().map(|(at, _)| (self.first + at).to_string()).collect();
        let labels = rows().map(|_| String::new()).collect();
        let mut columns: Vec<(String, Vec<String>)> =
            vec![(LABELING_SET_ID.to_owned(), sets), (LABEL.to_owned(), labels)];
        columns.extend(records.names().iter().enumerate().map(|(column, name)| {
            let values = rows().map(|(_, row)| records.value(row, column).to_owned());
            (name.clone(), values.collect())
        }));
        columns
    }
}

/// Reads records and their labels so far, and chooses the most useful labeling sets.
pub fn propose_job(
    source: &Source,
    labels: &[String],
    settings: &MatchSettings,
    wanted: &ProposeSettings,
    observer: &dyn Observer,
) -> Result<Proposed, Error> {
    let input = source.read(settings, &mut Steps::new(observer))?;
    let settings = &input.settings(settings);
    let (model, known, report) = if labels.is_empty() {
        (Model::cold_start(), Labels::default(), None)
    } else {
        let judged = Judged::read(labels, &input)?;
        let fitted = judged.fit(settings, observer)?;
        (fitted.model, judged.about_input(&input), Some(judged.report))
    };
    let sets = propose_sets(input.records(), settings, &model, &known, wanted, observer)?;
    if sets.is_empty() {
        return Err(Error::NothingToAsk {
            inputs: input.name().to_owned(),
        });
    }
    Ok(Proposed {
        input,
        first: known.sets.len() + 1,
        sets: sets.into_iter().map(|set| set.rows).collect(),
        known: report,
    })
}

/// A label file to fill in; `name` names each set by its number from 1.
pub(crate) fn file_to_fill_in<'a>(
    records: &Records,
    sets: impl Iterator<Item = &'a [u32]>,
    name: impl Fn(usize) -> String,
) -> Vec<u8> {
    let columns = records.names();
    let rows = sets.enumerate().flat_map(|(at, set)| {
        let name = name(at + 1);
        set.iter().map(move |&row| {
            let values = (0..columns.len()).map(move |column| records.value(row as usize, column));
            (name.clone(), "", values)
        })
    });
    onefold_data::label_file(columns, rows)
}
