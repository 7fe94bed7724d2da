//! Operations on transforms: create, get, list, update, delete.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use onefold_domain::{
    BlobKind, Capacity, Column, Document, Encryption, FindMatchesSettings, InputTable, MILLIS_PER_MINUTE,
    RunKind, RunQuery, RunStatus, StoreError, Table, Timestamp, Transform, TransformStatus, new_transform_id,
};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};

use crate::limits::DEFAULT_TIMEOUT_MINUTES;
use crate::{Error, Page, PageRequest, Service, token};

/// Where nothing is said of a Glue version.
const DEFAULT_GLUE_VERSION: &str = "0.9";
const DEFAULT_MAX_CAPACITY: f64 = 10.0;
const LEAST_MAX_CAPACITY: f64 = 2.0;
const LARGEST_MAX_CAPACITY: f64 = 100.0;
const LARGEST_MAX_RETRIES: i64 = 10;
/// A client that repeats a request so soon lost the answer to the first.
const REPEAT_MILLIS: i64 = MILLIS_PER_MINUTE;
/// So often a change is made again on top of one that came in between.
const SAVE_ATTEMPTS: usize = 8;

/// A transform to be made.
#[derive(Debug, Clone, Default)]
pub struct NewTransform {
    /// Unique name.
    pub name: String,
    /// As given.
    pub description: Option<String>,
    /// Has to be exactly one.
    pub inputs: Vec<InputTable>,
    /// How it matches.
    pub settings: Option<FindMatchesSettings>,
    /// As given.
    pub role: String,
    /// As given.
    pub glue_version: Option<String>,
    /// How large its runs may be.
    pub capacity: Capacity,
    /// Minutes.
    pub timeout_minutes: Option<i64>,
    /// Repeats after internal failures.
    pub max_retries: Option<i64>,
    /// How its labels and models are kept.
    pub encryption: Option<Encryption>,
    /// Tags.
    pub tags: BTreeMap<String, String>,
}

/// Who asked, and for what, byte by byte.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RequestKey {
    /// The key that signed.
    pub access_key: String,
    /// Hash of the body.
    pub body: [u8; 32],
}

/// Creates of the last minute.
#[derive(Debug, Default)]
pub(crate) struct RecentCreates(Mutex<HashMap<RequestKey, (Timestamp, String)>>);

/// What to change; absent members stay as they are.
#[derive(Debug, Clone, Default)]
pub struct TransformChange {
    /// Another name.
    pub name: Option<String>,
    /// Another description.
    pub description: Option<String>,
    /// Other settings, as a whole.
    pub settings: Option<FindMatchesSettings>,
    /// Another role.
    pub role: Option<String>,
    /// Another version.
    pub glue_version: Option<String>,
    /// Another capacity: units take the place of workers, and workers that of units.
    pub capacity: Capacity,
    /// Minutes.
    pub timeout_minutes: Option<i64>,
    /// Repeats after internal failures.
    pub max_retries: Option<i64>,
}

/// Which transforms; all conditions hold.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct TransformFilter {
    /// Exactly this name.
    pub name: Option<String>,
    /// A part of the name, in letters of either case.
    pub name_part: Option<String>,
    /// In this status.
    pub status: Option<TransformStatus>,
    /// Exactly this version.
    pub glue_version: Option<String>,
    /// Bounds, exclusive, in seconds.
    pub created_before: Option<f64>,
    /// See above.
    pub created_after: Option<f64>,
    /// See above.
    pub modified_before: Option<f64>,
    /// See above.
    pub modified_after: Option<f64>,
    /// The same columns, in any order.
    pub schema: Option<Vec<Column>>,
    /// All of these tags.
    pub tags: BTreeMap<String, String>,
}

/// What transforms are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum TransformSort {
    /// By name, code point by code point.
    Name,
    /// By type; all are of one.
    Type,
    /// By status.
    Status,
    /// By the time they were made.
    Created,
    /// By the time they were changed.
    Modified,
}

/// A question for transforms.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListTransforms {
    /// Which.
    pub filter: TransformFilter,
    /// In which order; equal ones stand by id.
    pub sort: TransformSort,
    /// Whether the order is turned around.
    pub is_descending: bool,
}

impl Default for ListTransforms {
    fn default() -> Self {
        Self {
            filter: TransformFilter::default(),
            sort: TransformSort::Created,
            is_descending: true,
        }
    }
}

/// Where a page of transforms ended.
#[derive(Serialize, Deserialize)]
struct Cursor {
    text: String,
    time: i64,
    id: String,
}

impl Service {
    /// Makes a transform; gives its id.
    pub fn create_transform(&self, new: NewTransform, request: Option<&RequestKey>) -> Result<String, Error> {
        let now = self.now();
        if let Some(id) = request.and_then(|request| self.recent_creates.find(request, now))
            && self.is_there(&id)?
        {
            return Ok(id);
        }
        let transform = self.checked(new, now)?;
        match self.store.insert_transform(&transform, self.limits.transforms) {
            Err(StoreError::AlreadyExists { .. }) => {
                return Err(Error::AlreadyExists(format!(
                    "A transform with the name {:?} already exists",
                    transform.name
                )));
            }
            Err(StoreError::LimitReached { limit, .. }) => {
                return Err(Error::LimitExceeded(format!(
                    "The limit of {limit} transforms is reached; delete one first"
                )));
            }
            other => other?,
        }
        if let Some(request) = request {
            self.recent_creates.remember(request, now, &transform.id);
        }
        Ok(transform.id)
    }

    /// Whether what a create gave was not deleted since.
    fn is_there(&self, id: &str) -> Result<bool, Error> {
        let transform = self.store.transform(id)?;
        Ok(transform.is_some_and(|transform| transform.status != TransformStatus::Deleting))
    }

    fn checked(&self, new: NewTransform, now: Timestamp) -> Result<Transform, Error> {
        check_name(&new.name)?;
        let [input] = <[InputTable; 1]>::try_from(new.inputs).map_err(|inputs| {
            Error::invalid(format!(
                "InputRecordTables must contain exactly one table, but contains {}",
                inputs.len()
            ))
        })?;
        let schema = self.schema_of(&input)?;
        let settings = new.settings.ok_or_else(|| {
            Error::invalid("Parameters.FindMatchesParameters is missing; it names the primary key column")
        })?;
        check_settings(&settings, &schema)?;
        check_capacity(&new.capacity)?;
        check_retries(new.max_retries)?;
        self.check_tags(&new.tags)?;
        let mut capacity = new.capacity;
        if capacity.worker_type.is_none() && capacity.max_capacity.is_none() {
            capacity.max_capacity = Some(DEFAULT_MAX_CAPACITY);
        }
        Ok(Transform {
            id: new_transform_id(),
            revision: 0,
            name: new.name,
            description: new.description,
            status: TransformStatus::NotReady,
            created_on: now,
            modified_on: now,
            input,
            settings,
            role: new.role,
            glue_version: new
                .glue_version
                .unwrap_or_else(|| DEFAULT_GLUE_VERSION.to_owned()),
            capacity,
            timeout_minutes: new.timeout_minutes.unwrap_or(DEFAULT_TIMEOUT_MINUTES),
            max_retries: new.max_retries.unwrap_or(0),
            encryption: new.encryption,
            schema,
            label_count: 0,
            model: None,
            metrics: None,
            tags: new.tags,
        })
    }

    fn schema_of(&self, input: &InputTable) -> Result<Vec<Column>, Error> {
        if input.database.trim().is_empty() || input.table.trim().is_empty() {
            return Err(Error::invalid(
                "InputRecordTables must name a database and a table; one of the names is blank",
            ));
        }
        let (database, table) = (input.database.to_lowercase(), input.table.to_lowercase());
        let document: Document<Table> = self.document(&database, &table)?.ok_or_else(|| {
            Error::invalid(format!(
                "The schema of table {database}.{table} cannot be read: the catalog has no such table"
            ))
        })?;
        let schema = document.body.columns().in_order();
        if schema.is_empty() {
            return Err(Error::invalid(format!("Table {database}.{table} has no columns")));
        }
        if schema.len() > self.limits.columns {
            return Err(Error::invalid(format!(
                "Table {database}.{table} has {} columns, but at most {} are allowed",
                schema.len(),
                self.limits.columns
            )));
        }
        match schema.iter().find(|column| !is_usable(&column.data_type)) {
            Some(column) => Err(Error::invalid(format!(
                "Column {:?} of table {database}.{table} has the type {:?}, which a transform cannot use; use numbers, \
                 strings, booleans, dates or timestamps",
                column.name, column.data_type
            ))),
            None => Ok(schema),
        }
    }

    /// What a transform has learned, if it has.
    pub fn stored_model(&self, transform: &str) -> Result<Option<Vec<u8>>, Error> {
        Ok(self.store.blob(transform, BlobKind::Model)?)
    }

    /// The transform of that id.
    pub fn transform(&self, id: &str) -> Result<Transform, Error> {
        self.store
            .transform(id)?
            .ok_or_else(|| Error::not_found(format!("Transform {id} does not exist")))
    }

    /// A page of transforms.
    pub fn transforms(&self, list: &ListTransforms, page: &PageRequest) -> Result<Page<Transform>, Error> {
        let question = ("transforms", list);
        let after: Option<Cursor> = token::open(page.token.as_deref(), &question)?;
        let mut found: Vec<Transform> = self
            .store
            .transforms()?
            .into_iter()
            .filter(|transform| list.filter.takes(transform))
            .collect();
        found.sort_by(|a, b| list.order(&list.cursor(a), &list.cursor(b)));
        if let Some(after) = after {
            found.retain(|transform| list.order(&list.cursor(transform), &after).is_gt());
        }
        let size = page.max_results.unwrap_or(self.limits.page);
        let has_more = found.len() > size;
        found.truncate(size);
        let next_token = found
            .last()
            .filter(|_| has_more)
            .map(|last| token::seal(&question, &list.cursor(last)));
        Ok(Page {
            items: found,
            next_token,
        })
    }

    /// Changes a transform.
    pub fn update_transform(&self, id: &str, change: &TransformChange) -> Result<(), Error> {
        self.change_transform(id, |transform| {
            if transform.status == TransformStatus::Deleting {
                return Err(Error::invalid(format!("Transform {id} is being deleted")));
            }
            change.make(transform)
        })
        .map_err(|error| match error {
            // The model of this operation knows no error for a name that is taken.
            Error::AlreadyExists(_) => Error::invalid(format!(
                "Another transform has the name {:?}",
                change.name.as_deref().unwrap_or_default()
            )),
            other => other,
        })
    }

    /// Makes a change on top of what is stored, also when others change it at the same time.
    pub(crate) fn change_transform(
        &self,
        id: &str,
        change: impl Fn(&mut Transform) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut conflict = None;
        for _ in 0..SAVE_ATTEMPTS {
            let mut transform = self.transform(id)?;
            change(&mut transform)?;
            transform.modified_on = self.now();
            match self.store.save_transform(&transform) {
                Err(error @ StoreError::Conflict { .. }) => conflict = Some(error),
                other => return Ok(other?),
            }
        }
        Err(conflict.map_or_else(|| Error::invalid("nothing to change"), Error::from))
    }

    /// Deletes a transform: stops its runs, then deletes it and all that belongs to it.
    pub fn delete_transform(&self, id: &str) -> Result<(), Error> {
        self.change_transform(id, |transform| {
            transform.status = TransformStatus::Deleting;
            Ok(())
        })?;
        self.finish_deletion(id)?;
        self.bell.ring();
        Ok(())
    }

    /// Takes away the transforms that are being deleted and whose runs have stopped.
    pub fn sweep_deleted(&self) -> Result<(), Error> {
        let transforms = self.store.transforms()?;
        for transform in transforms {
            if transform.status == TransformStatus::Deleting {
                self.finish_deletion(&transform.id)?;
            }
        }
        Ok(())
    }

    fn finish_deletion(&self, id: &str) -> Result<(), Error> {
        let mut is_idle = true;
        for status in RunStatus::ALL.into_iter().filter(|status| !status.is_final()) {
            let query = RunQuery {
                status: Some(status),
                ..RunQuery::of(id, usize::from(u16::MAX))
            };
            for run in self.store.runs(&query)? {
                is_idle = false;
                self.stop_with_job(&run)?;
            }
        }
        if is_idle {
            self.forget_pairs(id)?;
            self.discard_index(id)?;
            self.store.delete_transform(id)?;
        }
        Ok(())
    }

    /// Fails unless a run may be started for the transform; `kind` decides what it takes.
    pub(crate) fn runnable(&self, id: &str, kind: RunKind) -> Result<Transform, Error> {
        let transform = self.transform(id)?;
        match transform.status {
            TransformStatus::Deleting => Err(Error::invalid(format!("Transform {id} is being deleted"))),
            TransformStatus::NotReady if kind == RunKind::Evaluation => {
                Err(Error::TransformNotReady(format!(
                    "Transform {id} is not ready: import labels first, with both matches and non-matches"
                )))
            }
            _ => Ok(transform),
        }
    }
}

impl TransformChange {
    fn make(&self, transform: &mut Transform) -> Result<(), Error> {
        if let Some(name) = &self.name {
            check_name(name)?;
            transform.name.clone_from(name);
        }
        if let Some(settings) = &self.settings {
            check_settings(settings, &transform.schema)?;
            transform.settings = settings.clone();
        }
        check_retries(self.max_retries)?;
        if self.capacity != Capacity::default() {
            check_capacity(&self.capacity)?;
            transform.capacity = self.capacity.clone();
        }
        if self.description.is_some() {
            transform.description.clone_from(&self.description);
        }
        if let Some(role) = &self.role {
            transform.role.clone_from(role);
        }
        if let Some(version) = &self.glue_version {
            transform.glue_version.clone_from(version);
        }
        if let Some(minutes) = self.timeout_minutes {
            transform.timeout_minutes = minutes;
        }
        if let Some(retries) = self.max_retries {
            transform.max_retries = retries;
        }
        Ok(())
    }
}

impl TransformFilter {
    fn takes(&self, transform: &Transform) -> bool {
        let is = |wanted: &Option<String>, has: &str| wanted.as_deref().is_none_or(|wanted| wanted == has);
        let within = |before: Option<f64>, after: Option<f64>, time: Timestamp| {
            before.is_none_or(|before| time.as_secs() < before)
                && after.is_none_or(|after| time.as_secs() > after)
        };
        let has_part = |part: &String| transform.name.to_lowercase().contains(&part.to_lowercase());
        is(&self.name, &transform.name)
            && self.name_part.as_ref().is_none_or(has_part)
            && self.status.is_none_or(|status| status == transform.status)
            && is(&self.glue_version, &transform.glue_version)
            && within(self.created_before, self.created_after, transform.created_on)
            && within(self.modified_before, self.modified_after, transform.modified_on)
            && self
                .schema
                .as_ref()
                .is_none_or(|schema| sorted(schema) == sorted(&transform.schema))
            && self
                .tags
                .iter()
                .all(|(key, value)| transform.tags.get(key) == Some(value))
    }
}

fn sorted(schema: &[Column]) -> Vec<&Column> {
    let mut columns: Vec<&Column> = schema.iter().collect();
    columns.sort();
    columns.dedup();
    columns
}

impl ListTransforms {
    fn cursor(&self, transform: &Transform) -> Cursor {
        let (text, time) = match self.sort {
            TransformSort::Name => (transform.name.as_str(), 0),
            TransformSort::Type => ("", 0),
            TransformSort::Status => (transform.status.as_str(), 0),
            TransformSort::Created => ("", transform.created_on.0),
            TransformSort::Modified => ("", transform.modified_on.0),
        };
        Cursor {
            text: text.to_owned(),
            time,
            id: transform.id.clone(),
        }
    }

    fn order(&self, a: &Cursor, b: &Cursor) -> Ordering {
        let order = (&a.text, a.time).cmp(&(&b.text, b.time));
        let order = if self.is_descending {
            order.reverse()
        } else {
            order
        };
        order.then_with(|| a.id.cmp(&b.id))
    }
}

impl RecentCreates {
    fn find(&self, request: &RequestKey, now: Timestamp) -> Option<String> {
        let mut recent = self.0.lock();
        recent.retain(|_, (time, _)| now.millis_since(*time) < REPEAT_MILLIS);
        recent.get(request).map(|(_, id)| id.clone())
    }

    fn remember(&self, request: &RequestKey, now: Timestamp, id: &str) {
        self.0.lock().insert(request.clone(), (now, id.to_owned()));
    }
}

fn check_name(name: &str) -> Result<(), Error> {
    if name.trim().is_empty() {
        return Err(Error::invalid("Name is blank; give the transform a name"));
    }
    Ok(())
}

fn check_settings(settings: &FindMatchesSettings, schema: &[Column]) -> Result<(), Error> {
    let key = settings
        .primary_key
        .as_deref()
        .filter(|key| !key.trim().is_empty())
        .ok_or_else(|| {
            Error::invalid("FindMatchesParameters.PrimaryKeyColumnName is missing; name the column that identifies records")
        })?;
    if schema.iter().any(|column| column.name == key) {
        return Ok(());
    }
    let columns: Vec<&str> = schema.iter().map(|column| column.name.as_str()).collect();
    Err(Error::invalid(format!(
        "PrimaryKeyColumnName {key:?} is not a column of the table; its columns are {}",
        columns.join(", ")
    )))
}

fn check_capacity(capacity: &Capacity) -> Result<(), Error> {
    if capacity.max_capacity.is_some() && (capacity.worker_type.is_some() || capacity.workers.is_some()) {
        return Err(Error::invalid(
            "MaxCapacity cannot be set together with WorkerType or NumberOfWorkers; choose one",
        ));
    }
    if capacity.worker_type.is_some() != capacity.workers.is_some() {
        return Err(Error::invalid(
            "Set both WorkerType and NumberOfWorkers, or neither; one of them is missing",
        ));
    }
    if let Some(units) = capacity
        .max_capacity
        .filter(|units| !(LEAST_MAX_CAPACITY..=LARGEST_MAX_CAPACITY).contains(units))
    {
        return Err(Error::invalid(format!(
            "MaxCapacity is {units}; it must be from {LEAST_MAX_CAPACITY} to {LARGEST_MAX_CAPACITY}"
        )));
    }
    if let Some(workers) = capacity.workers.filter(|&workers| workers < 1) {
        return Err(Error::invalid(format!(
            "NumberOfWorkers is {workers}; it must be at least 1"
        )));
    }
    Ok(())
}

fn check_retries(retries: Option<i64>) -> Result<(), Error> {
    match retries.filter(|retries| !(0..=LARGEST_MAX_RETRIES).contains(retries)) {
        Some(retries) => Err(Error::invalid(format!(
            "MaxRetries is {retries}; it must be from 0 to {LARGEST_MAX_RETRIES}"
        ))),
        None => Ok(()),
    }
}

/// Whether a transform can use a column of this type.
fn is_usable(data_type: &str) -> bool {
    let name = data_type.split('(').next().unwrap_or_default().trim();
    matches!(
        name.to_ascii_lowercase().as_str(),
        "tinyint"
            | "smallint"
            | "int"
            | "integer"
            | "bigint"
            | "long"
            | "float"
            | "double"
            | "decimal"
            | "boolean"
            | "string"
            | "char"
            | "varchar"
            | "date"
            | "timestamp"
    )
}
