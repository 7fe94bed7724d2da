//! The input of a job: a table for the engine, with ids that lead back to files and lines.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch, StringArray};
use arrow_schema::DataType;
use onefold_data::{Frame, Notice, Place, PutBatches, ReadOptions, Scratch, Table, Watch, text_bytes};
use onefold_domain::same_label;
use onefold_engine::{AttributeKind, KnownGroup, LinkCardinality, MatchMode, MatchSettings, Records};
use rayon::prelude::*;

use crate::linking::{self, ColumnMapping, MapRule};
use crate::matching::{CONFIDENCE, MATCH_ID, parse_match_id};
use crate::memory::Texts;
use crate::observer::Steps;
use crate::{Error, Memory, Step};

/// Notes about files that are shown one by one.
const MOST_NOTICES: usize = 20;

/// What to read, and which columns have a special role.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// Paths, patterns or addresses, read as one table.
    pub inputs: Vec<String>,
    /// How to read them.
    pub options: ReadOptions,
    /// Column of ids; if absent, detected by name and values, or else row numbers are used.
    pub id_column: Option<String>,
    /// Column that names the source of each record.
    pub source_column: Option<String>,
    /// Values that count as missing when records are compared; in the output they stay.
    pub blanks: Vec<String>,
    /// Values that never count as missing, even where they look like it.
    pub kept: Vec<String>,
    /// Files of an earlier result: its records come first, with their groups.
    pub matched: Vec<String>,
    /// Each input is a source of its own, whose columns may have other names; these rules say which belong together, and the rest
    /// is found out.
    pub link: Option<Vec<MapRule>>,
    /// The columns by their names in a catalog, if there is one.
    pub catalog: Option<CatalogColumns>,
    /// Partitions of the inputs, whose folders give more columns; either all inputs are in one, or there are none.
    pub partitions: Vec<Partition>,
    /// How much memory a run over the records may take.
    pub memory: Memory,
}

/// Files of one partition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Partition {
    /// Paths.
    pub inputs: Vec<String>,
    /// Columns and their values in this partition.
    pub values: Vec<(String, Option<String>)>,
}

/// Columns of a catalog table, which may differ from those of its files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CatalogColumns {
    /// Their names, in the order of the files.
    pub names: Vec<String>,
    /// Whether CSV files begin with a row of names; detected from that row if absent.
    pub has_header: Option<bool>,
    /// The declared types, of partition columns too.
    pub types: Vec<(String, DataType)>,
}

/// The name of a file without folder and extension.
fn stem(input: &str) -> String {
    let base = input.trim_end_matches('/').rsplit('/').next().unwrap_or(input);
    let stem = base
        .split('.')
        .next()
        .filter(|stem| !stem.is_empty())
        .unwrap_or(base);
    if stem == "-" {
        "stdin".to_owned()
    } else {
        stem.to_owned()
    }
}

/// A table after reading and checking.
#[derive(Debug)]
pub struct Input {
    table: Table,
    records: Records,
    known: Vec<KnownGroup>,
    inputs: String,
    mapping: Option<ColumnMapping>,
    /// Whether ids begin with the name of their source, since several sources have the same ones.
    has_source_in_id: bool,
    /// Records of an earlier result that came again.
    updated: usize,
    /// Other columns of ids, which are not compared.
    other_ids: Vec<String>,
    /// Values that count as missing.
    blanks: Vec<String>,
    /// The values as they are compared, if they are in a temporary file and are not those of the table.
    put: Option<PutBatches>,
}

impl Source {
    /// The same with tables in memory, by the names that inputs have.
    #[must_use]
    pub fn with_frames(mut self, frames: &[Frame]) -> Self {
        self.options.frames = frames.to_vec();
        self
    }

    /// Reads and checks a table that only the engine and the output need: values that do not fit into memory are put aside while they are
    /// read.
    pub(crate) fn read_in_room(
        &self,
        settings: &MatchSettings,
        steps: &mut Steps<'_>,
    ) -> Result<Input, Error> {
        // Joining tables needs all their values.
        if self.link.is_some() || !self.matched.is_empty() || self.partitions.len() > 1 {
            return self.read(settings, steps);
        }
        let mut source = self.clone();
        source.options.room = self.memory.room();
        source.read(settings, steps)
    }

    /// Reads and checks the table.
    pub(crate) fn read(&self, settings: &MatchSettings, steps: &mut Steps<'_>) -> Result<Input, Error> {
        settings.check()?;
        self.check_columns(settings)?;
        if let Some(rules) = &self.link {
            return self.read_linked(rules, settings, steps);
        }
        let files: Vec<String> = self.matched.iter().chain(&self.inputs).cloned().collect();
        let total = onefold_data::size_bytes(&files);
        let (matched, table) = steps.run(Step::Read, total, |watch| self.read_all(watch))?;
        if self.catalog.is_some() {
            for notice in table.notices.iter().take(MOST_NOTICES) {
                steps.observer.tell(&notice.to_string());
            }
        }
        let mut updated = 0;
        let (table, known) = match matched {
            Some(matched) => {
                let before = matched.len();
                let others = self.without_updated(matched, &table)?;
                updated = before - others.len();
                below_matched(others, &self.matched[0], table)?
            }
            None => (table, Vec::new()),
        };
        let records = match table.put() {
            // Batches share their buffers: this copies no value.
            None => Records::try_new(without_values(&table.batches, &self.blanks))?,
            Some(put) => {
                let texts = Texts {
                    batches: put.clone(),
                    blanks: self.blanks.clone(),
                };
                Records::elsewhere(table.names.clone(), put.rows(), Arc::new(texts))?
            }
        };
        let records = records.keeping(&self.kept);
        for column in settings.kinds.keys() {
            records.position(column)?;
        }
        let records = self.with_key(records, settings, &table)?;
        let records = match &self.source_column {
            Some(column) => records.with_sources(column)?,
            None => records,
        };
        let columns = records.names().len();
        tracing::info!(records = records.len(), columns, "input read");
        for notice in &table.notices {
            tracing::debug!(?notice, "notice");
        }
        steps.observer.tell(&format!(
            "read {} records with {columns} columns from {}",
            records.len(),
            match files.len() {
                1 => "1 file".to_owned(),
                several => format!("{several} files"),
            }
        ));
        Ok(Input {
            other_ids: other_ids(&records, settings),
            table,
            records,
            known,
            inputs: self.name(),
            mapping: None,
            has_source_in_id: false,
            updated,
            blanks: self.blanks.clone(),
            put: None,
        })
    }

    /// The records of an earlier result, except those that come again with the same id.
    fn without_updated(&self, matched: Table, new: &Table) -> Result<Table, Error> {
        let id = match &self.id_column {
            Some(column) => Some(column.clone()),
            None => Records::try_new(new.batches.clone())?
                .detect_key()
                .map(str::to_owned),
        };
        let position = |table: &Table| table.names.iter().position(|name| Some(name) == id.as_ref());
        let (Some(old_column), Some(new_column)) = (position(&matched), position(new)) else {
            return Ok(matched);
        };
        let values = |table: &Table, column: usize| -> Vec<StringArray> {
            let batches = table.batches.iter();
            batches
                .map(|batch| batch.column(column).as_string::<i32>().clone())
                .collect()
        };
        let new_values = values(new, new_column);
        let ids: HashSet<&str> = new_values.iter().flat_map(StringArray::iter).flatten().collect();
        let old_values = values(&matched, old_column);
        let is_kept: Vec<bool> = old_values
            .iter()
            .flat_map(StringArray::iter)
            .map(|id| id.is_none_or(|id| !ids.contains(id)))
            .collect();
        if is_kept.iter().all(|&is_kept| is_kept) {
            return Ok(matched);
        }
        Ok(matched.filtered(&is_kept)?)
    }

    /// Reads each input as a source, and finds out which of their columns belong together.
    fn read_linked(
        &self,
        rules: &[MapRule],
        settings: &MatchSettings,
        steps: &mut Steps<'_>,
    ) -> Result<Input, Error> {
        let total = onefold_data::size_bytes(&self.inputs);
        let tables = steps.run(Step::Read, total, |watch| {
            let mut done_bytes = 0;
            let mut tables = Vec::with_capacity(self.inputs.len());
            for input in &self.inputs {
                let one = std::slice::from_ref(input);
                let table = watch.after(done_bytes, |rest| onefold_data::read(one, &self.options, rest))?;
                done_bytes += onefold_data::size_bytes(one).unwrap_or_default();
                tables.push((stem(input), table));
            }
            Ok::<_, Error>(tables)
        })?;
        let linked = linking::link(tables, rules, self.id_column.as_deref())?;
        let records = Records::try_new(without_values(&linked.view, &self.blanks))?.keeping(&self.kept);
        for column in settings.kinds.keys() {
            records.position(column)?;
        }
        let records = records
            .with_key(&linked.id_column)
            .map_err(|error| located(error, &linked.table))?
            .with_sources(&linked.source_column)?;
        Ok(Input {
            other_ids: other_ids(&records, settings),
            table: linked.table,
            records,
            known: Vec::new(),
            inputs: self.name(),
            mapping: Some(linked.mapping),
            has_source_in_id: linked.has_source_in_id,
            updated: 0,
            blanks: self.blanks.clone(),
            put: None,
        })
    }

    /// Reads the earlier result, if any, and all inputs.
    fn read_all(&self, watch: Watch<'_>) -> Result<(Option<Table>, Table), Error> {
        if self.matched.is_empty() {
            return Ok((None, self.read_parts(watch)?));
        }
        let matched = self.read_table(&self.matched, watch)?;
        let done_bytes = onefold_data::size_bytes(&self.matched).unwrap_or_default();
        let table = watch.after(done_bytes, |rest| self.read_parts(rest))?;
        Ok((Some(matched), table))
    }

    /// Reads all inputs, partition by partition if there are partitions.
    fn read_parts(&self, watch: Watch<'_>) -> Result<Table, Error> {
        let mut whole: Option<Table> = None;
        let mut without_records = None;
        let mut done_bytes = 0;
        for partition in &self.partitions {
            let part = watch.after(done_bytes, |rest| self.read_table(&partition.inputs, rest));
            done_bytes += onefold_data::size_bytes(&partition.inputs).unwrap_or_default();
            let part = match part {
                // A partition without records is no error if others have some.
                Err(Error::Data(error)) if error.is_about_no_record() => {
                    without_records = Some(error);
                    continue;
                }
                part => part?.with_constants(&partition.values)?,
            };
            whole = Some(match whole {
                Some(above) => above.join(part)?,
                None => part,
            });
        }
        match (whole, without_records) {
            (Some(table), _) => Ok(table),
            (None, Some(error)) => Err(error.into()),
            (None, None) => self.read_table(&self.inputs, watch),
        }
    }

    /// Reads files, with the catalog's names for their columns.
    fn read_table(&self, inputs: &[String], watch: Watch<'_>) -> Result<Table, Error> {
        let Some(catalog) = &self.catalog else {
            return Ok(onefold_data::read(inputs, &self.options, watch)?);
        };
        if catalog.has_header == Some(false) {
            return self.read_without_header(catalog, inputs, watch);
        }
        let table = match onefold_data::read(inputs, &self.options, watch) {
            // A first row that cannot be names may be a record.
            Err(error) if catalog.has_header.is_none() && error.is_about_names() => {
                return self.read_without_header(catalog, inputs, watch);
            }
            table => table?,
        };
        let names = catalog.names_for(&table.names);
        if names.missing.is_empty() {
            return Ok(table.renamed(names.new)?);
        }
        let is_as_wide = table.names.len() == catalog.names.len();
        let found = catalog.names.len() - names.missing.len();
        let has_names = 2 * found >= table.names.len().min(catalog.names.len());
        match catalog.has_header {
            // The catalog says that the first row is a header, and has other names for its columns.
            Some(true) if is_as_wide => Ok(table.renamed(catalog.names.clone())?),
            _ if has_names => self.filled(table.renamed(names.new)?, names.missing),
            None => self.read_without_header(catalog, inputs, watch),
            Some(_) => Err(Error::ColumnsMissing {
                files: self.name(),
                missing: names.missing,
                columns: table.names,
            }),
        }
    }

    /// The table with empty columns for those that the catalog has and the files lack: they were added to the catalog later.
    fn filled(&self, table: Table, missing: Vec<String>) -> Result<Table, Error> {
        if self.id_column.as_ref().is_some_and(|id| missing.contains(id)) {
            return Err(Error::ColumnsMissing {
                files: self.name(),
                missing,
                columns: table.names,
            });
        }
        let empty: Vec<(String, Option<String>)> = missing.iter().map(|name| (name.clone(), None)).collect();
        let mut table = table.with_constants(&empty)?;
        table.notices.push(Notice::Uneven {
            file: self.name(),
            columns: missing,
        });
        Ok(table)
    }

    fn read_without_header(
        &self,
        catalog: &CatalogColumns,
        inputs: &[String],
        watch: Watch<'_>,
    ) -> Result<Table, Error> {
        let options = ReadOptions {
            no_header: true,
            ..self.options.clone()
        };
        let table = onefold_data::read(inputs, &options, watch)?;
        let (found, expected) = (table.names.len(), catalog.names.len());
        // Columns are added at the end: by then the catalog has one more than earlier files, or a file one more than it.
        if found == 0 || found.abs_diff(expected) > expected / 2 {
            return Err(Error::OtherWidth {
                files: self.name(),
                found,
                expected,
            });
        }
        let mut names: Vec<String> = catalog.names.iter().take(found).cloned().collect();
        for number in expected + 1..=found {
            let mut name = format!("column{number}");
            while names.contains(&name) {
                name.push('_');
            }
            names.push(name);
        }
        let added = names.get(expected..).unwrap_or_default().to_vec();
        let mut table = table.renamed(names)?;
        if !added.is_empty() {
            table.notices.push(Notice::UnknownColumns {
                file: self.name(),
                columns: added,
            });
        }
        let missing: Vec<String> = catalog.names.iter().skip(found).cloned().collect();
        if missing.is_empty() {
            return Ok(table);
        }
        self.filled(table, missing)
    }

    fn with_key(&self, records: Records, settings: &MatchSettings, table: &Table) -> Result<Records, Error> {
        let is_to_compare = |column: &str| {
            settings
                .kinds
                .get(column)
                .is_some_and(|kind| *kind != AttributeKind::Ignore)
        };
        let key = match &self.id_column {
            Some(column) => Some(column.clone()),
            None => records
                .detect_key()
                .filter(|column| !is_to_compare(column) && self.source_column.as_deref() != Some(column))
                .map(str::to_owned),
        };
        match key {
            Some(column) => records.with_key(&column).map_err(|error| located(error, table)),
            None => Ok(records),
        }
    }

    fn check_columns(&self, settings: &MatchSettings) -> Result<(), Error> {
        const ID: &str = "the id column";
        const SOURCE: &str = "the source column";
        let used_twice = |column: &String, one, other| {
            Err(Error::ColumnUsedTwice {
                column: column.clone(),
                one,
                other,
            })
        };
        if let Some(column) = &self.id_column
            && self.source_column.as_ref() == Some(column)
        {
            return used_twice(column, ID, SOURCE);
        }
        for (column, one) in [(&self.id_column, ID), (&self.source_column, SOURCE)] {
            if let Some(column) = column
                && settings.kinds.contains_key(column)
            {
                return used_twice(column, one, "a column with a kind");
            }
        }
        Ok(())
    }

    /// The inputs in words, for messages.
    fn name(&self) -> String {
        match self.inputs.as_slice() {
            [one] => one.clone(),
            [first, rest @ ..] => format!("{first} and {} more", rest.len()),
            [] => "the input".to_owned(),
        }
    }
}

impl CatalogColumns {
    /// The file's column names in the catalog's spelling; unknown columns keep their own names.
    fn names_for(&self, names: &[String]) -> Renamed {
        let find = |name: &str| self.names.iter().find(|own| own.eq_ignore_ascii_case(name));
        Renamed {
            new: names
                .iter()
                .map(|name| find(name).unwrap_or(name).clone())
                .collect(),
            missing: self
                .names
                .iter()
                .filter(|name| !names.iter().any(|own| own.eq_ignore_ascii_case(name)))
                .cloned()
                .collect(),
        }
    }
}

struct Renamed {
    new: Vec<String>,
    /// Columns of the catalog that are missing in the file.
    missing: Vec<String>,
}

/// Columns that hold an id of each record and have no kind, or what an earlier match added, which would give its groups away;
/// none if nothing else could be compared.
fn other_ids(records: &Records, settings: &MatchSettings) -> Vec<String> {
    let is_there = |name: &&str| records.names().iter().any(|own| own == name);
    let added = [MATCH_ID, CONFIDENCE];
    let added = if added.iter().all(is_there) {
        added.as_slice()
    } else {
        &[]
    };
    let keys = records.other_keys();
    let others: Vec<String> = keys
        .iter()
        .chain(added.iter().filter(|name| !keys.contains(name)))
        .copied()
        .filter(|column| !settings.kinds.contains_key(*column))
        .map(str::to_owned)
        .collect();
    let is_role = |column: usize| {
        let source = records.sources().map(|source| source.column);
        records.key_column() == Some(column) || source == Some(column)
    };
    let compared = (0..records.names().len())
        .filter(|&column| !is_role(column) && !others.contains(&records.names()[column]));
    if compared.count() == 0 { Vec::new() } else { others }
}

/// The records of an earlier result with new ones after them, and the groups of the former.
fn below_matched(table: Table, matched: &str, new: Table) -> Result<(Table, Vec<KnownGroup>), Error> {
    let position = |name: &str| table.names.iter().position(|own| own == name);
    let id = position(MATCH_ID).ok_or_else(|| Error::NoMatchIds {
        file: matched.to_owned(),
        columns: table.names.clone(),
    })?;
    let confidence = position(CONFIDENCE);
    let none = KnownGroup {
        id: 0,
        confidence: None,
    };
    let mut known = vec![none; table.len()];
    let mut rest = known.as_mut_slice();
    let mut of_batches = Vec::with_capacity(table.batches.len());
    for batch in &table.batches {
        let (own, behind) = rest.split_at_mut(batch.num_rows());
        rest = behind;
        of_batches.push((batch, own));
    }
    // In each batch, the first row without an id.
    let read = |(batch, groups): (&RecordBatch, &mut [KnownGroup])| {
        let ids = batch.column(id).as_string::<i32>();
        let confidence = confidence.map(|column| batch.column(column).as_string::<i32>());
        groups.iter_mut().enumerate().position(|(at, group)| {
            let id = parse_match_id(text(ids, at));
            group.id = id.unwrap_or_default();
            group.confidence = confidence.and_then(|values| text(values, at).parse().ok());
            id.is_none()
        })
    };
    let faults: Vec<Option<usize>> = of_batches.into_par_iter().map(read).collect();
    let mut before = 0;
    for (batch, fault) in table.batches.iter().zip(faults) {
        if let Some(at) = fault {
            return Err(Error::NoMatchId {
                place: place(&table, before + at),
                value: text(batch.column(id).as_string::<i32>(), at).to_owned(),
            });
        }
        before += batch.num_rows();
    }
    let table = table.without_columns(&[MATCH_ID, CONFIDENCE])?.join(new)?;
    Ok((table, known))
}

/// The batches with missing values in place of some, which may differ in case and in blanks around them.
pub(crate) fn without_values(batches: &[RecordBatch], values: &[String]) -> Vec<RecordBatch> {
    if values.is_empty() {
        return batches.to_vec();
    }
    let without_all = |batch: &RecordBatch| {
        let columns = batch
            .columns()
            .iter()
            .map(|column| without_blanks(column, values));
        RecordBatch::try_new(batch.schema(), columns.collect())
            .expect("a column keeps its type and length, and may have gaps")
    };
    batches.par_iter().map(without_all).collect()
}

/// The same for one column.
pub(crate) fn without_blanks(column: &ArrayRef, values: &[String]) -> ArrayRef {
    if values.is_empty() {
        return Arc::clone(column);
    }
    let plain = |value: &str| value.trim().to_lowercase();
    let blanks: Vec<String> = values.iter().map(|value| plain(value)).collect();
    let longest = blanks.iter().map(String::len).max().unwrap_or_default();
    let is_blank = |value: &str| value.trim().len() <= 2 * longest && blanks.contains(&plain(value));
    let own = column.as_string::<i32>();
    let kept: StringArray = own
        .iter()
        .map(|value| value.filter(|value| !is_blank(value)))
        .collect();
    Arc::new(kept)
}

/// Records that hold too little to be identified by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SparseRecords {
    /// Records without any value in the compared columns, and the first of them.
    pub empty: u64,
    /// The first of these, counted from 0.
    pub first_empty: usize,
    /// Records with one such value only, if there are at least three columns.
    pub single: u64,
    /// The first of these.
    pub first_single: usize,
}

/// A value; empty if missing.
fn text(values: &StringArray, row: usize) -> &str {
    if values.is_valid(row) {
        values.value(row)
    } else {
        ""
    }
}

/// Turns an error about record numbers into one about files and lines.
fn located(error: onefold_engine::Error, table: &Table) -> Error {
    use onefold_engine::Error as Engine;
    match error {
        Engine::DuplicateKey {
            column,
            key,
            first,
            second,
        } => Error::DuplicateId {
            place: place(table, second),
            first: Box::new(place(table, first)),
            id: key,
            column,
        },
        Engine::EmptyKey { column, row } => Error::EmptyId {
            place: place(table, row),
            column,
        },
        other => other.into(),
    }
}

/// Memory that the values of a column take, in memory or when they are read; 0 if there is none.
fn column_bytes(put: Option<&PutBatches>, batches: &[RecordBatch], column: usize) -> u64 {
    if let Some(put) = put {
        return put.column_bytes(column) as u64;
    }
    let columns = || batches.iter().map(|batch| batch.column(column));
    if columns().all(|values| values.null_count() == values.len()) {
        return 0;
    }
    columns().map(text_bytes).sum::<usize>() as u64
}

fn place(table: &Table, row: usize) -> Place {
    table.place(row).expect("every record that was read has a place")
}

impl Input {
    /// The table as read.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// Memory that the values take when they are all in memory.
    pub(crate) fn text_bytes(&self) -> u64 {
        let own = if self.is_compared_as_read() {
            0
        } else {
            self.bytes_of_columns().iter().sum()
        };
        let (put, batches) = (self.table.put(), &self.table.batches);
        let table = (0..self.table.names.len()).map(|column| column_bytes(put, batches, column));
        own + table.sum::<u64>()
    }

    /// Memory that the values take as they are compared, for each column; 0 for a column without values.
    pub(crate) fn bytes_of_columns(&self) -> Vec<u64> {
        let put = self.put.as_ref().or(self.table.put());
        let columns = 0..self.records.names().len();
        columns
            .map(|column| column_bytes(put, self.records.batches(), column))
            .collect()
    }

    /// Whether the engine's columns are those of the table.
    fn is_compared_as_read(&self) -> bool {
        if self.table.put().is_some() {
            return self.put.is_none();
        }
        let (own, read) = (self.records.batches(), &self.table.batches);
        let is_same = |(own, read): (&RecordBatch, &RecordBatch)| {
            let columns = own.columns().iter().zip(read.columns());
            own.num_columns() == read.num_columns()
                && columns.clone().all(|(own, read)| Arc::ptr_eq(own, read))
        };
        own.len() == read.len() && own.iter().zip(read).all(is_same)
    }

    /// Puts the values into a temporary file, unless they are in one. Until [`Input::take_back`], only the engine reads them.
    pub(crate) fn put_aside(&mut self, scratch: &Arc<Scratch>) -> Result<(), Error> {
        if self.table.put().is_some() {
            // A copy holds no columns that were looked at so far.
            self.records = self.records.clone();
            return Ok(());
        }
        if !self.is_compared_as_read() {
            self.put = Some(PutBatches::put(self.records.batches(), scratch)?);
        }
        self.table.put_aside(scratch)?;
        if let Some(batches) = self.put.clone().or_else(|| self.table.put().cloned()) {
            let blanks = Vec::new();
            self.records = self.records.with_texts_in(Arc::new(Texts { batches, blanks }));
        }
        Ok(())
    }

    /// Takes the values back into memory.
    pub(crate) fn take_back(&mut self) -> Result<(), Error> {
        if self.table.put().is_none() {
            return Ok(());
        }
        self.table.take_back()?;
        let compared = match self.put.take() {
            None => without_values(&self.table.batches, &self.blanks),
            Some(put) => put.read(self.records.names())?,
        };
        self.records = self.records.with_texts(compared)?;
        Ok(())
    }

    /// Uses a column as the source of records.
    pub(crate) fn set_sources(&mut self, column: &str) -> Result<(), Error> {
        self.records = self.records.clone().with_sources(column)?;
        Ok(())
    }

    /// The settings for these records: if they have sources, only records of different sources are matched.
    pub(crate) fn settings(&self, settings: &MatchSettings) -> MatchSettings {
        let mut own = settings.clone();
        if self.records.sources().is_some() && own.mode == MatchMode::Dedupe {
            own.mode = MatchMode::Link(LinkCardinality::Auto);
        }
        for column in &self.other_ids {
            own.kinds.insert(column.clone(), AttributeKind::Ignore);
        }
        own
    }

    /// Other columns of ids; they are not compared, since each record has its own.
    pub fn other_ids(&self) -> &[String] {
        &self.other_ids
    }

    /// Names of the columns that are empty in all records; they are not compared.
    pub fn empty_columns(&self) -> Vec<&str> {
        let records = self.records();
        let is_empty = |column: usize| {
            records.column_parts(column).all(|values| {
                let values = values.as_string::<i32>();
                values.iter().flatten().all(|value| value.trim().is_empty())
            })
        };
        (0..records.names().len())
            .filter(|&column| is_empty(column))
            .map(|column| records.names()[column].as_str())
            .collect()
    }

    /// Records that hold too little in these columns to be identified by.
    pub fn sparse_records(&self, columns: &[&str]) -> SparseRecords {
        /// Fewer columns may well have one value in most records.
        const LEAST_COLUMNS: usize = 3;
        let positions: Vec<usize> = columns
            .iter()
            .filter_map(|column| self.records.position(column).ok())
            .collect();
        let mut found = SparseRecords::default();
        let mut filled = vec![0_usize; self.records.len()];
        for &position in &positions {
            let mut first = 0;
            for values in self.records.column_parts(position) {
                for row in 0..values.len() {
                    filled[first + row] += usize::from(values.is_valid(row));
                }
                first += values.len();
            }
        }
        for (row, &count) in filled.iter().enumerate() {
            let (number, place) = match count {
                0 => (&mut found.empty, &mut found.first_empty),
                1 if positions.len() >= LEAST_COLUMNS => (&mut found.single, &mut found.first_single),
                _ => continue,
            };
            if *number == 0 {
                *place = row;
            }
            *number += 1;
        }
        found
    }

    /// The table in the engine's form.
    pub fn records(&self) -> &Records {
        &self.records
    }

    /// The groups of the first records, if they are from an earlier result.
    pub fn known(&self) -> &[KnownGroup] {
        &self.known
    }

    /// The inputs in words, for messages.
    pub fn name(&self) -> &str {
        &self.inputs
    }

    /// Name of the id column; `None` if row numbers are used.
    pub fn key_column(&self) -> Option<&str> {
        self.records
            .key_column()
            .map(|column| self.records.names()[column].as_str())
    }

    /// What identifies records, in words.
    pub fn key_in_words(&self) -> String {
        self.key_column().map_or_else(
            || "record ID: row number, from 1".to_owned(),
            |column| format!("record ID: column {column:?}"),
        )
    }

    /// The id of a record: its value in the id column, or its row number, counted from 1.
    pub fn id(&self, row: usize) -> Cow<'_, str> {
        match self.records.key_column() {
            Some(column) => Cow::Borrowed(self.records.value(row, column)),
            None => Cow::Owned((row + 1).to_string()),
        }
    }

    /// The values of a record.
    pub fn values(&self, row: usize) -> Vec<String> {
        let columns = 0..self.records.names().len();
        columns
            .map(|column| self.records.value(row, column).to_owned())
            .collect()
    }

    /// The id of a record as its source has it.
    pub fn id_in_source(&self, row: usize) -> Cow<'_, str> {
        let (Cow::Borrowed(id), true, Some(sources)) =
            (self.id(row), self.has_source_in_id, self.records.sources())
        else {
            return self.id(row);
        };
        let source = &sources.names[usize::from(sources.of[row])];
        let rest = id
            .strip_prefix(source.as_str())
            .and_then(|rest| rest.strip_prefix(':'));
        Cow::Borrowed(rest.unwrap_or(id))
    }

    /// Number of records of an earlier result that came again with new values.
    pub fn updated(&self) -> usize {
        self.updated
    }

    /// Which columns of the sources belong together, if each input is a source.
    pub fn mapping(&self) -> Option<&ColumnMapping> {
        self.mapping.as_ref()
    }

    /// Where a record comes from.
    pub fn place(&self, row: usize) -> Place {
        place(&self.table, row)
    }

    /// The rows of some ids, in one pass over the table with memory for these ids only.
    pub(crate) fn rows_of<'a>(&self, ids: impl Iterator<Item = &'a str>) -> HashMap<&'a str, u32> {
        let Some(column) = self.records.key_column() else {
            return ids
                .filter_map(|id| self.row_of_number(id).map(|row| (id, row)))
                .collect();
        };
        let mut rows: HashMap<&str, Option<u32>> = ids.map(|id| (id, None)).collect();
        for row in 0..self.records.len() {
            if let Some(found) = rows.get_mut(self.records.value(row, column)) {
                *found = Some(row as u32);
            }
        }
        rows.into_iter()
            .filter_map(|(id, row)| row.map(|row| (id, row)))
            .collect()
    }

    /// The same; an id that no record has stands for the only record whose id differs in blanks or capitals only.
    pub(crate) fn rows_of_alike<'a>(
        &self,
        ids: impl Iterator<Item = &'a str> + Clone,
    ) -> HashMap<&'a str, u32> {
        let mut rows = self.rows_of(ids.clone());
        let missing: Vec<&str> = ids.filter(|id| !rows.contains_key(id)).collect();
        if missing.is_empty() || self.records.key_column().is_none() {
            return rows;
        }
        let mut alike: HashMap<String, Option<u32>> = HashMap::new();
        for row in 0..self.records.len() {
            alike
                .entry(same_label(&self.id(row)))
                .and_modify(|only| *only = None)
                .or_insert(Some(row as u32));
        }
        for id in missing {
            if let Some(row) = alike.get(&same_label(id)).copied().flatten() {
                rows.insert(id, row);
            }
        }
        rows
    }

    fn row_of_number(&self, id: &str) -> Option<u32> {
        let row = id.parse::<usize>().ok()?.checked_sub(1)?;
        (row < self.records.len()).then_some(row as u32)
    }
}
