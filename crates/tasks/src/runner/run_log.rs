//! The log of a run, which clients can read. Lines name files, counts and times, never values of records.

use onefold_service::Service;

/// Writes lines into the log of one run.
pub(super) struct RunLog<'a> {
    service: &'a Service,
    run: &'a str,
}

impl<'a> RunLog<'a> {
    pub fn new(service: &'a Service, run: &'a str) -> Self {
        Self { service, run }
    }

    /// A run continues even if its log cannot be written.
    pub fn line(&self, text: &str) {
        if let Err(error) = self.service.log(self.run, &self.service.without_paths(text)) {
            tracing::error!(task_run.id = self.run, %error, "a line of a run's log cannot be stored");
        }
    }
}
