//! The extension module behind the Python package `onefold`: tables of Python in, tables and JSON out.
//!
//! It turns arguments into calls of `onefold::library` and results into Arrow tables; what users of the package see is written
//! in Python beside it (`python/onefold`). Start reading at `match_records`.
#![expect(
    clippy::needless_pass_by_value,
    reason = "pyo3 gives functions their arguments by value"
)]

mod failure;
mod found;
mod parts;
mod tables;
mod watch;

use std::ffi::OsString;

use onefold::library;
use onefold_tasks::EnforcedMatches;
use pyo3::prelude::*;
use pyo3_arrow::PyTable;

use self::found::{Found, Stored};
use self::tables::{Given, text_table};

/// Faster than the system allocator when many threads allocate small values.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Matches; `arguments` are the flags of `onefold match`, and `frames` the tables that they name.
#[pyfunction]
#[pyo3(signature = (arguments, frames, progress, stored=None, enforced=None))]
fn match_records(
    py: Python<'_>,
    arguments: Vec<String>,
    frames: Given,
    progress: Option<Py<PyAny>>,
    stored: Option<&str>,
    enforced: Option<String>,
) -> PyResult<Found> {
    let given = library::Given {
        stored: stored.map(Stored::read).transpose()?,
        enforced: enforced.map(|path| EnforcedMatches {
            name: "the enforced matches".to_owned(),
            path,
        }),
    };
    let frames = frames.frames();
    let found = watch::run(py, progress, |watch| {
        library::match_records(&arguments, &frames, given, watch)
    })?;
    Ok(Found::new(found))
}

/// Evaluates: figures as JSON, and as text.
#[pyfunction]
fn evaluate(
    py: Python<'_>,
    arguments: Vec<String>,
    frames: Given,
    progress: Option<Py<PyAny>>,
) -> PyResult<(String, String)> {
    let frames = frames.frames();
    let measured = watch::run(py, progress, |watch| {
        library::evaluate(&arguments, &frames, watch)
    })?;
    Ok((measured.json(), measured.text()))
}

/// Scores listed pairs: a table with the columns `id_a`, `id_b` and `score`.
#[pyfunction]
fn score(
    py: Python<'_>,
    arguments: Vec<String>,
    frames: Given,
    progress: Option<Py<PyAny>>,
) -> PyResult<PyTable> {
    let frames = frames.frames();
    let scored = watch::run(py, progress, |watch| library::score(&arguments, &frames, watch))?;
    let pairs = scored.pairs.iter().map(|(a, b, score)| (a, b, *score));
    tables::pairs(pairs)
}

/// Explains a pair or a group: JSON, text, and for a pair a page.
#[pyfunction]
fn explain(
    py: Python<'_>,
    arguments: Vec<String>,
    frames: Given,
    progress: Option<Py<PyAny>>,
) -> PyResult<(String, String, Option<String>)> {
    let frames = frames.frames();
    let (answer, page) = watch::run(py, progress, |watch| library::explain(&arguments, &frames, watch))?;
    Ok((answer.json, answer.text, page))
}

/// Chooses what to label next: a label file to fill in, as a table.
#[pyfunction]
fn propose(
    py: Python<'_>,
    arguments: Vec<String>,
    frames: Given,
    progress: Option<Py<PyAny>>,
) -> PyResult<PyTable> {
    let frames = frames.frames();
    let proposed = watch::run(py, progress, |watch| library::propose(&arguments, &frames, watch))?;
    text_table(&proposed.to_fill_in())
}

/// Learns a model from labels: the model file, and a summary of the labels as JSON.
#[pyfunction]
fn learn(
    py: Python<'_>,
    arguments: Vec<String>,
    frames: Given,
    progress: Option<Py<PyAny>>,
) -> PyResult<(String, String)> {
    let frames = frames.frames();
    let taught = watch::run(py, progress, |watch| library::learn(&arguments, &frames, watch))?;
    let report = serde_json::to_string(&taught.report).expect("a summary has a JSON form");
    Ok((taught.fitted.model.to_json(), report))
}

/// Checks a model file.
#[pyfunction]
fn check_model(text: &str) -> PyResult<()> {
    onefold_engine::Model::from_json(text)
        .map(|_| ())
        .map_err(|error| failure::failed(&error.to_string()))
}

/// A table of text; the columns are equally long.
#[pyfunction]
fn columns(columns: Vec<(String, Vec<String>)>) -> PyResult<PyTable> {
    text_table(&columns)
}

/// The names of the columns, and the first rows as text.
#[pyfunction]
fn head(table: PyTable, rows: usize) -> PyResult<tables::Rows> {
    tables::head(table, rows)
}

/// Reads a file as a table of text.
#[pyfunction]
fn read(py: Python<'_>, path: &str) -> PyResult<PyTable> {
    py.detach(|| tables::read_file(path))
}

/// Writes a table to a file in the format of its name.
#[pyfunction]
fn write(py: Python<'_>, table: PyTable, path: &str, force: bool) -> PyResult<()> {
    py.detach(|| tables::write(table, path, force))
}

/// Runs the command line, the name of the program first, and gives the exit code.
#[pyfunction]
fn main(py: Python<'_>, arguments: Vec<OsString>) -> u8 {
    py.detach(|| onefold::code(arguments))
}

#[pymodule]
fn _onefold(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<Found>()?;
    module.add_class::<parts::Parts>()?;
    module.add_function(wrap_pyfunction!(match_records, module)?)?;
    module.add_function(wrap_pyfunction!(evaluate, module)?)?;
    module.add_function(wrap_pyfunction!(score, module)?)?;
    module.add_function(wrap_pyfunction!(explain, module)?)?;
    module.add_function(wrap_pyfunction!(propose, module)?)?;
    module.add_function(wrap_pyfunction!(learn, module)?)?;
    module.add_function(wrap_pyfunction!(check_model, module)?)?;
    module.add_function(wrap_pyfunction!(columns, module)?)?;
    module.add_function(wrap_pyfunction!(head, module)?)?;
    module.add_function(wrap_pyfunction!(read, module)?)?;
    module.add_function(wrap_pyfunction!(write, module)?)?;
    module.add_function(wrap_pyfunction!(main, module)?)?;
    module.add_function(wrap_pyfunction!(parts::sampled_rows, module)?)?;
    module.add_function(wrap_pyfunction!(parts::sample_below, module)?)?;
    module.add("MOST_PAIRS", onefold_engine::parts::MOST_PAIRS)?;
    Ok(())
}
