//! From a catalog table to its files, and from a transform to settings of the engine.

use onefold_data::ReadOptions;
use onefold_domain::{Document, ObjectInfo, ObjectUri, SOURCE_PARAMETER, Table, Transform};
use onefold_engine::{MatchSettings, Model};

use super::{Failure, Task};
use crate::catalog::{HEADER_LINES, SEPARATOR_CHAR};
use crate::profile::{catalog_columns, kinds_of};
use crate::{Input, Judged, Partition, Source, observer::Steps};

/// Options of a transform's table that choose partitions.
const PREDICATES: [&str; 2] = ["pushDownPredicate", "catalogPartitionPredicate"];

impl Task<'_> {
    /// The engine settings of a transform, with what people chose to take the columns of its table for.
    pub(super) fn settings_of(&self, transform: &Transform) -> Result<MatchSettings, Failure> {
        let input = &transform.input;
        let table = self.service.table(&input.database, &input.table)?;
        let default = MatchSettings::default();
        Ok(MatchSettings {
            precision_recall: transform
                .settings
                .precision_recall
                .unwrap_or(default.precision_recall),
            accuracy_cost: transform.settings.accuracy_cost.unwrap_or(default.accuracy_cost),
            kinds: kinds_of(table.body.chosen_kinds()),
            ..default
        })
    }

    /// The files and columns of a table.
    pub(super) fn source_of(
        &self,
        database: &str,
        table: &str,
        transform: &Transform,
    ) -> Result<Source, Failure> {
        let document = self.service.table(database, table)?;
        let partitions = self.partitions_of(&document, transform)?;
        Ok(Source {
            inputs: match partitions.as_slice() {
                [] => self.files_of(&document)?,
                some => some.iter().flat_map(|part| part.inputs.clone()).collect(),
            },
            partitions,
            options: read_options(&document.body),
            id_column: transform.settings.primary_key.clone(),
            source_column: document.body.parameter(SOURCE_PARAMETER).map(str::to_owned),
            blanks: Vec::new(),
            kept: Vec::new(),
            link: None,
            matched: Vec::new(),
            catalog: Some(catalog_columns(&document.body)),
            memory: self.memory.clone(),
        })
    }

    /// The files of a partitioned table with their partition values; the transform's options may select some. None if
    /// its keys are columns of its files.
    fn partitions_of(
        &self,
        table: &Document<Table>,
        transform: &Transform,
    ) -> Result<Vec<Partition>, Failure> {
        let columns = table.body.columns();
        let is_stored = |name: &str| columns.stored.iter().any(|column| column.name == name);
        if columns.partition_keys.iter().all(|key| is_stored(&key.name)) {
            return Ok(Vec::new());
        }
        let input = &transform.input;
        let is_own = table.database().eq_ignore_ascii_case(&input.database)
            && table.name.eq_ignore_ascii_case(&input.table);
        let options = input.options.as_ref().filter(|_| is_own);
        let predicates: Vec<&str> = PREDICATES
            .iter()
            .filter_map(|name| options?.get(*name))
            .map(String::as_str)
            .filter(|text| !text.trim().is_empty())
            .collect();
        let name = format!("{}.{}", table.database(), table.name);
        let mut partitions = Vec::new();
        for place in self.service.partition_places(table, &predicates)? {
            let uri = ObjectUri::parse(&place.location).map_err(|wrong| {
                Failure::User(format!("the location of a partition of table {name}: {wrong}"))
            })?;
            let files = self.service.find_objects(&uri)?;
            if files.is_empty() {
                self.log
                    .line(&format!("a partition of table {name} has no files: {uri}"));
                continue;
            }
            partitions.push(Partition {
                inputs: self.paths_of(&files)?,
                values: place
                    .values
                    .into_iter()
                    .filter(|(key, _)| !is_stored(key))
                    .collect(),
            });
        }
        if partitions.is_empty() {
            return Err(Failure::User(match predicates.as_slice() {
                [] => format!("table {name} has no files in any partition"),
                some => format!(
                    "no partition of table {name} has files and satisfies {}",
                    some.join(" and ")
                ),
            }));
        }
        Ok(partitions)
    }

    fn paths_of(&self, files: &[ObjectInfo]) -> Result<Vec<String>, Failure> {
        files
            .iter()
            .map(|file| Ok(self.service.object_path(&file.uri)?))
            .collect()
    }

    fn files_of(&self, table: &Document<Table>) -> Result<Vec<String>, Failure> {
        let name = format!("{}.{}", table.database(), table.name);
        let location = table
            .body
            .location()
            .ok_or_else(|| Failure::User(format!("table {name} has no location")))?;
        let uri = ObjectUri::parse(location)
            .map_err(|wrong| Failure::User(format!("the location of table {name}: {wrong}")))?;
        let files = self.service.find_objects(&uri)?;
        if files.is_empty() {
            return Err(Failure::User(format!(
                "table {name} has no files: there is nothing at {location}"
            )));
        }
        self.paths_of(&files)
    }

    /// The records of a transform's table.
    pub(super) fn read_input(
        &self,
        transform: &Transform,
        settings: &MatchSettings,
    ) -> Result<Input, Failure> {
        let input = &transform.input;
        let source = self.source_of(&input.database, &input.table, transform)?;
        Ok(source.read(settings, &mut Steps::new(self))?)
    }

    /// The learned model of a transform.
    pub(super) fn stored_model(&self, transform: &str) -> Result<Option<Model>, Failure> {
        let stored = self.service.stored_model(transform)?;
        let Some(bytes) = stored else {
            return Ok(None);
        };
        let text = String::from_utf8_lossy(&bytes);
        Model::from_json(&text).map(Some).map_err(|error| match error {
            onefold_engine::Error::OldModel { .. } => Failure::User(format!(
                "the model of transform {transform} was learned by an earlier version of Onefold; import its labels again"
            )),
            other => Failure::Internal(format!("the stored model cannot be read: {other}")),
        })
    }

    /// The labels of a transform for the records of an input; `None` if they cover no pair. If they show a source column,
    /// the input's records have sources from then on.
    pub(super) fn judged(&self, transform: &Transform, input: &mut Input) -> Result<Option<Judged>, Failure> {
        match self.service.stored_labels(&transform.id)? {
            Some(stored) => Ok(Judged::settle(&stored, &transform.id, input, self)?),
            None => Ok(None),
        }
    }
}

/// How the files of a table are read, where it says so.
pub(crate) fn read_options(table: &Table) -> ReadOptions {
    ReadOptions {
        delimiter: delimiter_of(table),
        header_line: header_line_of(table),
        ..ReadOptions::default()
    }
}

/// The line of the column names if more than one line comes before the records.
fn header_line_of(table: &Table) -> Option<u64> {
    let lines: u64 = table.parameter(HEADER_LINES)?.trim().parse().ok()?;
    (lines > 1).then_some(lines)
}

fn delimiter_of(table: &Table) -> Option<u8> {
    let storage = table.storage_descriptor.as_ref()?;
    let serde = storage
        .serde_info
        .as_ref()
        .and_then(|serde| serde.parameters.as_ref());
    let text = [SEPARATOR_CHAR, "field.delim"]
        .iter()
        .find_map(|name| serde?.get(*name).map(String::as_str))
        .or_else(|| table.parameter("delimiter"))?;
    match text {
        "\\t" => Some(b'\t'),
        text if text.len() == 1 => text.bytes().next(),
        _ => None,
    }
}
