//! Causes of errors.

use std::error::Error;

/// What another library said.
pub type Cause = Box<dyn Error + Send + Sync>;

/// An error with all of its causes, in one line.
pub fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
