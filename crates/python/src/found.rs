//! A finished match, as Python asks about it.

use onefold::library;
use onefold_domain::StoredLabels;
use onefold_engine::Model;
use pyo3::prelude::*;
use pyo3_arrow::PyTable;
use serde::Deserialize;

use crate::failure::failed;
use crate::tables;

/// The result of a match. Tables are made when they are asked for.
#[pyclass(frozen, module = "onefold._onefold")]
pub struct Found {
    found: library::Found,
}

impl Found {
    pub fn new(found: library::Found) -> Self {
        Self { found }
    }
}

#[pymethods]
impl Found {
    /// All records with their match ids.
    fn records(&self, py: Python<'_>) -> PyResult<PyTable> {
        let records = py.detach(|| self.found.matched.records(self.found.id_format));
        tables::of_batches(records.map_err(|error| failed(&error.to_string()))?)
    }

    /// The columns that the result adds, a row for each record.
    fn new_columns(&self) -> PyResult<PyTable> {
        let (ids, confidence) = self.found.matched.new_columns(self.found.id_format);
        tables::new_columns(ids, confidence)
    }

    /// The scored candidate pairs.
    fn pairs(&self, py: Python<'_>) -> PyResult<PyTable> {
        let input = &self.found.matched.input;
        let pairs = self.found.matched.outcome.pairs.iter();
        let named = pairs.map(|pair| {
            let ids = (input.id(pair.left as usize), input.id(pair.right as usize));
            (ids.0, ids.1, pair.score)
        });
        py.detach(|| tables::pairs(named))
    }

    /// The pairs of records in one group, across sources if there are sources.
    fn links(&self, py: Python<'_>) -> PyResult<PyTable> {
        let input = &self.found.matched.input;
        let named = |(left, right, score): (u32, u32, f32)| {
            let ids = (
                input.id_in_source(left as usize),
                input.id_in_source(right as usize),
            );
            (ids.0, ids.1, score)
        };
        py.detach(|| {
            let links = onefold_tasks::links(&self.found.matched).into_iter();
            tables::pairs(links.map(named))
        })
    }

    /// The groups of two or more records.
    fn groups(&self, py: Python<'_>) -> PyResult<PyTable> {
        py.detach(|| tables::groups(&self.found.matched))
    }

    /// The values of a record by column, as text; row numbers count from 0.
    fn row(&self, row: usize) -> PyResult<Vec<(String, String)>> {
        let records = self.found.matched.input.records();
        if row >= records.len() {
            return Err(pyo3::exceptions::PyIndexError::new_err(row));
        }
        let names = records.names().iter().enumerate();
        Ok(names
            .map(|(column, name)| (name.clone(), records.value(row, column).to_owned()))
            .collect())
    }

    /// The columns that were compared: neither ids nor the source.
    fn compared(&self) -> Vec<String> {
        let attributes = self.found.matched.outcome.attributes.iter();
        attributes.map(|attribute| attribute.name.clone()).collect()
    }

    /// The rows of the largest groups, and their match ids and confidence.
    fn largest_groups(&self, count: usize, members: usize) -> Vec<(i64, Option<f32>, usize, Vec<usize>)> {
        let groups = &self.found.matched.outcome.groups;
        let mut order = tables::largest_first(groups);
        order.truncate(count);
        let mut rows: Vec<Vec<usize>> = vec![Vec::new(); order.len()];
        for (row, &group) in groups.of.iter().enumerate() {
            if let Some(at) = order.iter().position(|&own| own == group as usize)
                && rows[at].len() < members
            {
                rows[at].push(row);
            }
        }
        let shown = order.into_iter().zip(rows);
        shown
            .map(|(group, rows)| {
                (
                    groups.ids[group],
                    groups.confidence[group],
                    groups.sizes[group] as usize,
                    rows,
                )
            })
            .collect()
    }

    /// The summary as JSON.
    fn json(&self) -> String {
        self.found.json()
    }

    /// The summary as text.
    fn text(&self) -> String {
        self.found.text()
    }

    /// The report: a page.
    fn page(&self, py: Python<'_>) -> String {
        py.detach(|| self.found.page())
    }

    /// The model that was used.
    fn model(&self) -> String {
        self.found.matched.learned.model.to_json()
    }

    #[getter]
    fn threshold(&self) -> f32 {
        self.found.matched.outcome.threshold
    }
}

/// What a transform of the service has learned, as it is handed over.
#[derive(Deserialize)]
pub struct Stored {
    id: String,
    model: Option<serde_json::Value>,
    labels: Option<StoredLabels>,
    #[serde(default)]
    enforce: bool,
}

impl Stored {
    /// Reads the document.
    pub fn read(text: &str) -> PyResult<onefold_tasks::Stored> {
        let stored: Self = serde_json::from_str(text)
            .map_err(|error| failed(&format!("what the transform has learned cannot be read: {error}")))?;
        let model = stored.model.map(|model| Model::from_json(&model.to_string()));
        Ok(onefold_tasks::Stored {
            id: stored.id,
            model: model.transpose().map_err(|error| failed(&error.to_string()))?,
            labels: stored.labels,
            enforce: stored.enforce,
        })
    }
}
