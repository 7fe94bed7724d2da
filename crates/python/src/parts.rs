//! The steps of a match in parts, as tasks of a cluster call them: bytes and tables in, bytes out.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float32Array, Int64Array};
use onefold::library;
use onefold_data::Frame;
use onefold_engine::MatchSettings;
use onefold_engine::parts::{self, Given, TableStatistics};
use onefold_tasks::Source;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::PyBytes;
use pyo3_arrow::PyTable;

use crate::failure::{exception, failed};
use crate::tables;

/// A message with the part that it is for.
type Message = (u32, Py<PyBytes>);

/// What a table is called in messages.
const NAME: &str = "the table";

/// Steps with what is known of the whole table.
#[pyclass(module = "onefold._onefold")]
pub struct Parts {
    statistics: TableStatistics,
    source: Source,
}

#[pymethods]
impl Parts {
    /// With statistics that were saved.
    #[new]
    fn new(py: Python<'_>, arguments: Vec<String>, statistics: &str) -> PyResult<Self> {
        let (source, _) = asked(py, &arguments)?;
        Ok(Self {
            statistics: py
                .detach(|| TableStatistics::from_json(statistics))
                .map_err(refused)?,
            source,
        })
    }

    /// With statistics of a sample.
    #[staticmethod]
    fn of_sample(
        py: Python<'_>,
        arguments: Vec<String>,
        sample: PyTable,
        bases: Vec<u32>,
        threads: usize,
    ) -> PyResult<Self> {
        let (source, settings) = asked(py, &arguments)?;
        let frame = frame(sample);
        let statistics = on_threads(py, threads, || {
            let mut source = source.clone().with_frames(std::slice::from_ref(&frame));
            source.inputs = vec![frame.name().to_owned()];
            source
                .statistics(&settings, bases)
                .map_err(|error| failed(&error.to_string()))
        })?;
        Ok(Self { statistics, source })
    }

    /// The statistics, to be saved.
    fn to_json(&self, py: Python<'_>) -> String {
        py.detach(|| self.statistics.to_json())
    }

    /// Whether pairs that blocking did not propose are looked for.
    fn completes(&self) -> bool {
        self.statistics.completes()
    }

    fn count(&mut self, py: Python<'_>, told: Vec<PyBackedBytes>) -> PyResult<()> {
        py.detach(|| self.statistics.count(&slices(&told)))
            .map_err(refused)
    }

    fn with_candidates(&mut self, candidates: u64) {
        self.statistics.with_candidates(candidates);
    }

    fn learn_scores(&mut self, py: Python<'_>, told: Vec<PyBackedBytes>) -> PyResult<()> {
        py.detach(|| self.statistics.learn_scores(&slices(&told)))
            .map_err(refused)
    }

    fn learn_context(&mut self, py: Python<'_>, told: Vec<PyBackedBytes>) -> PyResult<()> {
        py.detach(|| self.statistics.learn_context(&slices(&told)))
            .map_err(refused)
    }

    /// Takes in the edges of all parts; says whether they are more than one place can form groups from.
    fn learn_edges(&mut self, py: Python<'_>, told: Vec<PyBackedBytes>, most: u64) -> PyResult<bool> {
        py.detach(|| self.statistics.learn_edges(&slices(&told), most))
            .map_err(refused)
    }

    /// What a part keeps, its keys, and what it asks of others.
    fn describe(
        &self,
        py: Python<'_>,
        part: u32,
        table: PyTable,
    ) -> PyResult<(Py<PyBytes>, Py<PyBytes>, Vec<Message>)> {
        let frame = frame(table);
        let found = on_threads(py, 1, || {
            let records = self.records(&frame)?;
            self.statistics.describe(part, &records).map_err(refused)
        })?;
        Ok((
            bytes(py, &found.kept),
            bytes(py, &found.keys),
            messages(py, found.asked),
        ))
    }

    fn tally(
        &self,
        py: Python<'_>,
        part: u32,
        asked: Vec<PyBackedBytes>,
    ) -> PyResult<(Vec<Message>, Py<PyBytes>)> {
        let (given, told) = py
            .detach(|| self.statistics.tally(part, &slices(&asked)))
            .map_err(refused)?;
        Ok((messages(py, given), bytes(py, &told)))
    }

    fn place(
        &self,
        py: Python<'_>,
        part: u32,
        kept: PyBackedBytes,
        answers: Vec<PyBackedBytes>,
    ) -> PyResult<(Py<PyBytes>, Vec<Message>)> {
        let placed = py.detach(|| self.statistics.place(part, &kept, &slices(&answers)));
        let (kept, given) = placed.map_err(refused)?;
        Ok((bytes(py, &kept), messages(py, given)))
    }

    fn gather(&self, py: Python<'_>, part: u32, placed: Vec<PyBackedBytes>) -> PyResult<Vec<Message>> {
        let given = py.detach(|| self.statistics.gather(part, &slices(&placed)));
        Ok(messages(py, given.map_err(refused)?))
    }

    fn walk(
        &self,
        py: Python<'_>,
        part: u32,
        lists: Vec<PyBackedBytes>,
    ) -> PyResult<(Vec<Message>, Py<PyBytes>)> {
        let walked = py
            .detach(|| self.statistics.walk(part, &slices(&lists)))
            .map_err(refused)?;
        Ok((messages(py, walked.given), bytes(py, &walked.equal)))
    }

    /// Messages, and how many pairs are counted here.
    fn surround(
        &self,
        py: Python<'_>,
        part: u32,
        table: PyTable,
        kept: PyBackedBytes,
        pairs: Vec<PyBackedBytes>,
    ) -> PyResult<(Vec<Message>, u64)> {
        let frame = frame(table);
        let found = on_threads(py, 1, || {
            let records = self.records(&frame)?;
            let surrounded = self.statistics.surround(part, &records, &kept, &slices(&pairs));
            surrounded.map_err(refused)
        })?;
        Ok((messages(py, found.given), found.pairs))
    }

    fn compare(
        &self,
        py: Python<'_>,
        part: u32,
        shipments: Vec<PyBackedBytes>,
        model: Option<&str>,
    ) -> PyResult<(Vec<Message>, Py<PyBytes>)> {
        let found = on_threads(py, 1, || {
            let compared = self.statistics.compare(part, &slices(&shipments), model);
            compared.map_err(refused)
        })?;
        Ok((messages(py, found.given), bytes(py, &found.told)))
    }

    fn survey(
        &self,
        py: Python<'_>,
        part: u32,
        scored: Vec<PyBackedBytes>,
    ) -> PyResult<(Vec<Message>, Py<PyBytes>)> {
        let surveyed = on_threads(py, 1, || {
            self.statistics.survey(part, &slices(&scored)).map_err(refused)
        });
        let (given, told) = surveyed?;
        Ok((messages(py, given), bytes(py, &told)))
    }

    #[expect(clippy::too_many_arguments, reason = "all that a part has of its pairs")]
    fn conclude(
        &self,
        py: Python<'_>,
        part: u32,
        keys: PyBackedBytes,
        equal: PyBackedBytes,
        scored: Vec<PyBackedBytes>,
        shown: Vec<PyBackedBytes>,
        model: Option<&str>,
    ) -> PyResult<(Vec<Message>, Py<PyBytes>)> {
        let (given, told) = on_threads(py, 1, || {
            let (scored, shown) = (slices(&scored), slices(&shown));
            let concluded = self
                .statistics
                .conclude(part, (&keys, &equal), &scored, &shown, model);
            concluded.map_err(refused)
        })?;
        Ok((messages(py, given), bytes(py, &told)))
    }

    fn complete(&self, py: Python<'_>, edges: Vec<PyBackedBytes>) -> PyResult<Vec<Message>> {
        let given = on_threads(py, 1, || {
            self.statistics.complete(&slices(&edges)).map_err(refused)
        })?;
        Ok(messages(py, given))
    }

    fn weigh(&self, py: Python<'_>, part: u32, shipments: Vec<PyBackedBytes>) -> PyResult<Vec<Message>> {
        let given = on_threads(py, 1, || {
            self.statistics.weigh(part, &slices(&shipments)).map_err(refused)
        })?;
        Ok(messages(py, given))
    }

    fn link(&self, py: Python<'_>, part: u32, edges: Vec<PyBackedBytes>) -> PyResult<Vec<Message>> {
        let given = py.detach(|| self.statistics.link(part, &slices(&edges)));
        Ok(messages(py, given.map_err(refused)?))
    }

    /// Labels for the next round, and how many go to other parts.
    fn spread(
        &self,
        py: Python<'_>,
        part: u32,
        links: Vec<PyBackedBytes>,
        labels: Vec<PyBackedBytes>,
    ) -> PyResult<(Vec<Message>, u64)> {
        let (given, sent) = py
            .detach(|| self.statistics.spread(part, &slices(&links), &slices(&labels)))
            .map_err(refused)?;
        Ok((messages(py, given), sent))
    }

    fn settle(
        &self,
        py: Python<'_>,
        part: u32,
        edges: Vec<PyBackedBytes>,
        links: Vec<PyBackedBytes>,
        labels: Vec<PyBackedBytes>,
    ) -> PyResult<Vec<Message>> {
        let settled = py.detach(|| {
            let (edges, links, labels) = (slices(&edges), slices(&links), slices(&labels));
            self.statistics.settle(part, &edges, &links, &labels)
        });
        Ok(messages(py, settled.map_err(refused)?))
    }

    fn group(&self, py: Python<'_>, edges: Vec<PyBackedBytes>, threads: usize) -> PyResult<Vec<Message>> {
        let given = on_threads(py, threads, || {
            self.statistics.group(&slices(&edges)).map_err(refused)
        })?;
        Ok(messages(py, given))
    }

    /// The match id and the confidence of each record of a part, as the columns that a result adds.
    fn ids(
        &self,
        py: Python<'_>,
        part: u32,
        keys: PyBackedBytes,
        groups: Vec<PyBackedBytes>,
    ) -> PyResult<PyTable> {
        let found = py
            .detach(|| self.statistics.ids(part, &keys, &slices(&groups)))
            .map_err(refused)?;
        let ids: ArrayRef = Arc::new(Int64Array::from(found.ids));
        let confidence: ArrayRef = Arc::new(Float32Array::from(found.confidence));
        tables::new_columns(ids, confidence)
    }
}

impl Parts {
    fn records(&self, frame: &Frame) -> PyResult<onefold_engine::Records> {
        self.source
            .part(frame)
            .map_err(|error| failed(&error.to_string()))
    }
}

/// A hash of what each row holds.
fn row_keys(py: Python<'_>, table: PyTable) -> PyResult<Vec<u64>> {
    let frame = frame(table);
    py.detach(|| {
        let records = Source::default()
            .part(&frame)
            .map_err(|error| failed(&error.to_string()))?;
        Ok(parts::row_keys(&records))
    })
}

/// The rows of a sample, and a hash of all rows in their order.
#[pyfunction]
pub fn sampled_rows(py: Python<'_>, table: PyTable, below: u64) -> PyResult<(Vec<u32>, u64)> {
    let keys = row_keys(py, table)?;
    let rows = (0u32..).zip(&keys).filter(|(_, key)| **key <= below);
    Ok((rows.map(|(row, _)| row).collect(), parts::fingerprint(&keys)))
}

/// The greatest key of a sample of about so many of all records.
#[pyfunction]
pub fn sample_below(wanted: usize, all: usize) -> u64 {
    parts::sample_below(wanted, all)
}

fn asked(py: Python<'_>, arguments: &[String]) -> PyResult<(Source, MatchSettings)> {
    library::asked(arguments).map_err(|error| exception(py, &error))
}

fn frame(table: PyTable) -> Frame {
    let (batches, schema) = table.into_inner();
    Frame::new(NAME, schema, batches)
}

fn slices(messages: &[PyBackedBytes]) -> Vec<&[u8]> {
    messages.iter().map(|message| &**message).collect()
}

fn bytes(py: Python<'_>, bytes: &[u8]) -> Py<PyBytes> {
    PyBytes::new(py, bytes).unbind()
}

fn messages(py: Python<'_>, given: Given) -> Vec<Message> {
    let messages = given.into_iter().map(|(to, message)| (to, bytes(py, &message)));
    messages.collect()
}

/// Works on separate threads: a task has one core unless its caller says otherwise.
fn on_threads<T: Send>(
    py: Python<'_>,
    threads: usize,
    work: impl FnOnce() -> PyResult<T> + Send,
) -> PyResult<T> {
    py.detach(|| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.map_err(|error| failed(&error.to_string()))?.install(work)
    })
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that `map_err` takes")]
fn refused(error: onefold_engine::Error) -> PyErr {
    failed(&error.to_string())
}
