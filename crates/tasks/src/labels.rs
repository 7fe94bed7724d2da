//! Labels and their records: which row of the input each label refers to.
//!
//! A row of a label file is resolved by its id against the current input, so labels stay useful when values
//! are corrected. For a record that is no longer in the input, the values of the label file are used to learn; it never
//! appears in a result. If the input has no ids, a row refers to the record with the same values.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use onefold_data::{IdPair, LabelFile, LabelingSets, Notice, ReadOptions, Watch, read_labels};
use onefold_domain::{StoredLabels, same_label};
use onefold_engine::{Fitted, LabelingSet, Labels, MatchSettings, Model, Records};
use serde::Serialize;

use crate::matching::MATCH_ID;
use crate::{Error, Input, Observer};

/// Labels resolved to records.
#[derive(Debug)]
pub struct Judged {
    /// The labels; rows at or beyond the input's length are records of the label files only.
    pub labels: Labels,
    /// The input's records, followed by those that only the label files have.
    pub records: Records,
    /// Summary of the label files.
    pub report: LabelReport,
    /// Notes of the reader.
    pub notices: Vec<Notice>,
}

/// Summary of label files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct LabelReport {
    /// The files.
    pub files: Vec<String>,
    /// Labeling sets with at least one labeled pair.
    pub sets: usize,
    /// Rows with a label.
    pub rows: usize,
    /// Rows without one.
    pub rows_without_label: usize,
    /// Labeled records that are not in the input; the file's values are used for them.
    pub records_not_in_input: usize,
    /// Pairs labeled as a match.
    pub matches: usize,
    /// Pairs labeled as a non-match.
    pub non_matches: usize,
    /// Pairs with contradictory labels, by id; the later label counts.
    pub contradictions: Vec<[String; 2]>,
    /// Labeled pairs whose ids no record has.
    pub pairs_not_in_input: usize,
    /// Labeling sets with labels that differ in blanks or capitals only; they count as the same.
    pub sets_with_respelled_labels: Vec<String>,
    /// Ids of the label files that differ from the record's in blanks or capitals only, before it.
    pub respelled_ids: Vec<[String; 2]>,
}

impl Judged {
    /// Reads label files for the records of an input; later files override earlier ones.
    pub fn read(files: &[String], input: &Input) -> Result<Self, Error> {
        let mut resolver = Resolver::new(input);
        for file in files {
            match read_labels(file)? {
                LabelFile::Sets(sets) => resolver.add_sets(file, &sets)?,
                LabelFile::Pairs(pairs) => resolver.add_pairs(&pairs),
            }
        }
        resolver.finish(files)
    }

    /// Resolves stored labels, earlier ones first.
    pub fn from_stored(stored: &StoredLabels, name: &str, input: &Input) -> Result<Self, Error> {
        let mut resolver = Resolver::new(input);
        resolver.check_key_column(name, &stored.columns)?;
        let columns: Vec<Option<usize>> = resolver
            .input
            .records()
            .names()
            .iter()
            .map(|name| stored.columns.iter().position(|own| own == name))
            .collect();
        for row in &stored.rows {
            let values: Vec<&str> = columns
                .iter()
                .map(|&at| at.and_then(|at| row.values.get(at)).map_or("", String::as_str))
                .collect();
            resolver.add_row(&row.set, &row.set, row.label.as_deref(), &values);
        }
        resolver.finish(&[name.to_owned()])
    }

    /// The labels of a transform; `None` if they cover no pair. If they show a source column, the input's records have
    /// sources from then on.
    pub(crate) fn settle(
        stored: &StoredLabels,
        transform: &str,
        input: &mut Input,
        observer: &dyn Observer,
    ) -> Result<Option<Self>, Error> {
        let name = format!("the labels of transform {transform}");
        let read = |input: &Input| match Self::from_stored(stored, &name, input) {
            Err(Error::NothingJudged { .. }) => Ok(None),
            judged => judged.map(Some),
        };
        let judged = read(input)?;
        let Some(column) = judged.as_ref().and_then(|judged| source_column(judged, input)) else {
            return Ok(judged);
        };
        observer.tell(&format!(
            "column {column:?} is used as the source: no two matching records have the same value in it, so records \
             with the same value are not matched"
        ));
        input.set_sources(&column)?;
        read(input)
    }

    /// A model learned from the labels, on top of the built-in one.
    pub(crate) fn fit(&self, settings: &MatchSettings, observer: &dyn Observer) -> Result<Fitted, Error> {
        let base = Model::cold_start();
        let fitted = onefold_engine::fit_model(&self.records, settings, &base, &self.labels, observer)?;
        Ok(fitted)
    }

    /// The labels of records in the input.
    pub fn about_input(&self, input: &Input) -> Labels {
        let records = input.records().len() as u32;
        Labels {
            pairs: self
                .labels
                .pairs
                .iter()
                .copied()
                .filter(|pair| pair.right < records)
                .collect(),
            ..self.labels.clone()
        }
    }
}

struct Resolver<'a> {
    input: &'a Input,
    by_id: HashMap<String, u32>,
    /// Records by their id without blanks and capitals; none for an id that several have. Made when it is needed.
    by_plain_id: Option<HashMap<String, Option<u32>>>,
    /// The first spelling of each label, by set and by the label without blanks and capitals.
    spellings: HashMap<(usize, String), String>,
    sets: Vec<LabelingSet>,
    by_name: HashMap<String, usize>,
    /// Values, by column, of records that only the label files have.
    added: Vec<Vec<String>>,
    report: LabelReport,
    notices: Vec<Notice>,
}

impl<'a> Resolver<'a> {
    fn new(input: &'a Input) -> Self {
        let records = input.records();
        let by_id = match records.key_column() {
            Some(_) => (0..records.len())
                .map(|row| (records.key(row), row as u32))
                .rev()
                .collect(),
            None => (0..records.len())
                .map(|row| {
                    (
                        values_key((0..records.names().len()).map(|column| records.value(row, column))),
                        row as u32,
                    )
                })
                .rev()
                .collect(),
        };
        Self {
            input,
            by_id,
            by_plain_id: None,
            spellings: HashMap::new(),
            sets: Vec::new(),
            by_name: HashMap::new(),
            added: Vec::new(),
            report: LabelReport::default(),
            notices: Vec::new(),
        }
    }

    fn add_sets(&mut self, file: &str, sets: &LabelingSets) -> Result<(), Error> {
        self.check_key_column(file, sets.columns())?;
        self.notices.extend(sets.notices.iter().cloned());
        let names = self.input.records().names();
        for (at, row) in sets.rows.iter().enumerate() {
            let values: Vec<&str> = names
                .iter()
                .map(|name| sets.value(at, name).unwrap_or_default())
                .collect();
            // The same name in two files means two sets, since each file was labeled separately.
            let name = format!("{file}: {}", row.set);
            self.add_row(&name, &row.set, row.label.as_deref(), &values);
        }
        Ok(())
    }

    fn check_key_column(&self, file: &str, columns: &[String]) -> Result<(), Error> {
        match self.input.key_column() {
            Some(column) if !columns.iter().any(|name| name == column) => Err(Error::NoIdInLabels {
                file: file.to_owned(),
                column: column.to_owned(),
                inputs: self.input.name().to_owned(),
                columns: columns.to_vec(),
            }),
            _ => Ok(()),
        }
    }

    fn add_row(&mut self, name: &str, set: &str, label: Option<&str>, values: &[&str]) {
        let Some(label) = label else {
            self.report.rows_without_label += 1;
            return;
        };
        self.report.rows += 1;
        let record = self.resolve(values);
        let number = if let Some(&number) = self.by_name.get(name) {
            number
        } else {
            self.sets.push(LabelingSet {
                id: set.to_owned(),
                marks: Vec::new(),
            });
            self.by_name.insert(name.to_owned(), self.sets.len() - 1);
            self.sets.len() - 1
        };
        let plain = same_label(label);
        let first = self.spellings.entry((number, plain.clone()));
        if first.or_insert_with(|| label.to_owned()) != label
            && self.report.sets_with_respelled_labels.last().map(String::as_str) != Some(set)
        {
            self.report.sets_with_respelled_labels.push(set.to_owned());
        }
        self.sets[number].marks.push((record, plain));
    }

    fn resolve(&mut self, values: &[&str]) -> u32 {
        let key = match self.input.records().key_column() {
            Some(column) => values[column].to_owned(),
            None => values_key(values.iter().copied()),
        };
        if let Some(row) = self
            .by_id
            .get(&key)
            .copied()
            .or_else(|| self.row_of_respelled(&key))
        {
            return row;
        }
        let row = (self.input.records().len() + self.added.len()) as u32;
        self.added
            .push(values.iter().map(|&value| value.to_owned()).collect());
        self.report.records_not_in_input += 1;
        self.by_id.insert(key, row);
        row
    }

    /// The only record whose id differs in blanks or capitals only.
    fn row_of_respelled(&mut self, id: &str) -> Option<u32> {
        let records = self.input.records();
        records.key_column()?;
        let by_plain_id = self.by_plain_id.get_or_insert_with(|| {
            let mut rows = HashMap::with_capacity(records.len());
            for row in 0..records.len() {
                rows.entry(same_label(&records.key(row)))
                    .and_modify(|only| *only = None)
                    .or_insert(Some(row as u32));
            }
            rows
        });
        let row = by_plain_id.get(&same_label(id)).copied().flatten()?;
        let spellings = [id.to_owned(), records.key(row as usize)];
        if !self.report.respelled_ids.contains(&spellings) {
            self.report.respelled_ids.push(spellings);
        }
        Some(row)
    }

    fn row_of(&mut self, id: &str, rows: &HashMap<&str, u32>) -> Option<u32> {
        rows.get(id).copied().or_else(|| self.row_of_respelled(id))
    }

    fn add_pairs(&mut self, pairs: &[(IdPair, bool)]) {
        let ids = pairs
            .iter()
            .flat_map(|(pair, _)| [pair.id_a.as_str(), &pair.id_b]);
        let rows = self.input.rows_of(ids);
        for (pair, is_match) in pairs {
            let (Some(left), Some(right)) = (self.row_of(&pair.id_a, &rows), self.row_of(&pair.id_b, &rows))
            else {
                self.report.pairs_not_in_input += 1;
                continue;
            };
            self.report.rows += 2;
            let second = if *is_match { "same" } else { "different" };
            self.sets.push(LabelingSet {
                id: format!("{} and {}", pair.id_a, pair.id_b),
                marks: vec![(left, "same".to_owned()), (right, second.to_owned())],
            });
        }
    }

    fn finish(mut self, files: &[String]) -> Result<Judged, Error> {
        let labels = Labels::from_sets(&self.sets);
        if labels.is_empty() {
            return Err(Error::NothingJudged {
                files: files.join(", "),
                inputs: self.input.name().to_owned(),
                key: self.input.key_in_words(),
            });
        }
        let records = self.extended()?;
        let id = |row: u32| {
            if (row as usize) < self.input.records().len() {
                self.input.id(row as usize).into_owned()
            } else {
                records.key(row as usize)
            }
        };
        let mut sets: Vec<u32> = labels.pairs.iter().map(|pair| pair.set).collect();
        sets.sort_unstable();
        sets.dedup();
        self.report = LabelReport {
            files: files.to_vec(),
            sets: sets.len(),
            matches: labels.matches(),
            non_matches: labels.non_matches(),
            contradictions: labels
                .contradictions
                .iter()
                .map(|pair| [id(pair.left), id(pair.right)])
                .collect(),
            ..self.report
        };
        Ok(Judged {
            labels,
            records,
            report: self.report,
            notices: self.notices,
        })
    }

    /// The input's records followed by the added ones.
    fn extended(&self) -> Result<Records, Error> {
        let records = self.input.records();
        let Some(first) = records.batches().first().filter(|_| !self.added.is_empty()) else {
            return Ok(records.clone());
        };
        let columns: Vec<ArrayRef> = (0..records.names().len())
            .map(|column| {
                let values = self
                    .added
                    .iter()
                    .map(|row| Some(row[column].as_str()).filter(|value| !value.is_empty()));
                Arc::new(values.collect::<StringArray>()) as ArrayRef
            })
            .collect();
        let added = RecordBatch::try_new(first.schema(), columns)
            .expect("the added records have the columns of the input");
        let mut batches = records.batches().to_vec();
        batches.push(added);
        let mut extended = Records::try_new(batches)?;
        if let Some(column) = self.input.key_column() {
            extended = extended.with_key(column)?;
        }
        if let Some(sources) = records.sources() {
            extended = extended.with_sources(&records.names()[sources.column])?;
        }
        Ok(extended)
    }
}

/// A table of ids and match ids: records with the same match id belong together.
#[derive(Debug, Clone)]
pub struct EnforcedMatches {
    /// Its name in errors.
    pub name: String,
    /// Where it is read.
    pub path: String,
}

impl EnforcedMatches {
    /// The matches, by row of the input.
    pub(crate) fn read(&self, input: &Input) -> Result<Labels, Error> {
        let files = std::slice::from_ref(&self.path);
        let table = onefold_data::read(files, &ReadOptions::default(), Watch::SILENT)?;
        let records = Records::try_new(table.batches)?;
        let column = |name: &str| {
            let position = records.names().iter().position(|own| own == name);
            position.ok_or_else(|| Error::NoColumnInMatches {
                file: self.name.clone(),
                column: name.to_owned(),
                columns: records.names().to_vec(),
            })
        };
        let (key, group) = (column(input.key_column().unwrap_or("id"))?, column(MATCH_ID)?);
        let rows = input.rows_of((0..records.len()).map(|row| records.value(row, key)));
        let mut sets: BTreeMap<&str, LabelingSet> = BTreeMap::new();
        for row in 0..records.len() {
            let id = records.value(row, key);
            let &record = rows.get(id).ok_or_else(|| Error::UnknownIdInMatches {
                file: self.name.clone(),
                id: id.to_owned(),
            })?;
            let name = records.value(row, group);
            if !name.is_empty() {
                let set = sets.entry(name).or_default();
                set.marks.push((record, "same".to_owned()));
            }
        }
        Ok(Labels::from_sets(&sets.into_values().collect::<Vec<_>>()))
    }
}

/// All values of a record as one text.
fn values_key<'a>(values: impl Iterator<Item = &'a str>) -> String {
    let mut key = String::new();
    for value in values {
        key.push_str(value);
        key.push('\u{1f}');
    }
    key
}

/// Smallest number of labeled matches as evidence that matches never share a source. By chance, two equally large sources
/// would differ in all of them once in a million.
const LEAST_MATCHES: usize = 20;
/// A column with more values is not a source column.
const MOST_SOURCES: usize = 16;

/// The source column, if the labels show one: filled in every record, with few values, and different in
/// every matching pair.
pub(crate) fn source_column(judged: &Judged, input: &Input) -> Option<String> {
    let records = &judged.records;
    let matches: Vec<_> = judged.labels.pairs.iter().filter(|pair| pair.is_match).collect();
    if input.records().sources().is_some() || matches.len() < LEAST_MATCHES {
        return None;
    }
    let differs = |column: usize| {
        matches.iter().all(|pair| {
            records.value(pair.left as usize, column) != records.value(pair.right as usize, column)
        })
    };
    let names_sources = |column: usize| {
        let mut values = BTreeSet::new();
        (0..records.len()).all(|row| {
            let value = records.value(row, column);
            values.insert(value);
            !value.is_empty() && values.len() <= MOST_SOURCES
        })
    };
    (0..records.names().len())
        .filter(|&column| records.key_column() != Some(column))
        .find(|&column| differs(column) && names_sources(column))
        .map(|column| records.names()[column].clone())
}
