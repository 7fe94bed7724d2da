//! The console's state: the service it shows, and who has access.

use std::sync::Arc;

use onefold_domain::TableInspector;
use onefold_service::Service;
use tokio::sync::watch;

use crate::live::Closer;
use crate::results::Results;
use crate::{Access, Failure};

/// Settings of the console.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Largest accepted upload.
    pub upload_bytes: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            upload_bytes: 1024 * 1024 * 1024,
        }
    }
}

/// Everything that pages need.
pub struct Console {
    pub(crate) service: Arc<Service>,
    pub(crate) access: Arc<Access>,
    pub(crate) inspector: Arc<dyn TableInspector>,
    pub(crate) settings: Settings,
    pub(crate) results: Results,
    pub(crate) closing: watch::Sender<bool>,
}

impl Console {
    /// Assembles the console; `inspector` reads uploaded files.
    pub fn new(
        service: Arc<Service>,
        access: Arc<Access>,
        inspector: Arc<dyn TableInspector>,
        settings: Settings,
    ) -> Self {
        Self {
            service,
            access,
            inspector,
            settings,
            results: Results::default(),
            closing: watch::Sender::new(false),
        }
    }

    /// Ends open event streams, which would otherwise delay the end of the service.
    pub fn closer(&self) -> Closer {
        Closer(self.closing.clone())
    }

    /// Calls the service on a thread that may block, on the disk or on a lock.
    pub async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Service) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let service = Arc::clone(&self.service);
        tokio::task::spawn_blocking(move || question(&service))
            .await
            .map_err(|error| Failure::internal(&error.to_string()))?
    }
}
