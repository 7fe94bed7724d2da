//! Errors as exceptions of the package: the kind decides the class, the text is that of the command line.

use onefold::library::Kind;
use pyo3::exceptions::{PyKeyboardInterrupt, PyRuntimeError};
use pyo3::prelude::*;

/// The exception for an error.
pub fn exception(py: Python<'_>, error: &anyhow::Error) -> PyErr {
    let class = match Kind::of(error) {
        Kind::Cancelled => return PyKeyboardInterrupt::new_err(()),
        Kind::Usage => "UsageError",
        Kind::MissingFile => "MissingFileError",
        Kind::Failed => "DataError",
    };
    of_class(py, class, &error.to_string())
}

/// The exception for data that cannot be used.
pub fn failed(text: &str) -> PyErr {
    Python::attach(|py| of_class(py, "DataError", text))
}

fn of_class(py: Python<'_>, class: &str, text: &str) -> PyErr {
    let made = py
        .import("onefold._errors")
        .and_then(|module| module.getattr(class)?.call1((in_keywords(text),)));
    match made {
        Ok(exception) => PyErr::from_value(exception),
        Err(_) => PyRuntimeError::new_err(text.to_owned()),
    }
}

/// A sentence of the command line with its flags spelled as keyword arguments: `--id-column` is `id_column`.
fn in_keywords(text: &str) -> String {
    let mut words = text.split("--");
    let mut told = words.next().unwrap_or_default().to_owned();
    for word in words {
        let is_flag =
            word.starts_with(|c: char| c.is_ascii_lowercase()) && !told.ends_with(char::is_alphanumeric);
        if !is_flag {
            told.push_str("--");
            told.push_str(word);
            continue;
        }
        let end = word
            .find(|c: char| !(c.is_ascii_lowercase() || c == '-'))
            .unwrap_or(word.len());
        told.push_str(&word[..end].replace('-', "_"));
        told.push_str(&word[end..]);
    }
    told
}
