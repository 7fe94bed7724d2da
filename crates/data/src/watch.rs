//! Progress and cancellation of long work.

use crate::Error;

/// Called during reading and writing. Reading reports bytes of the inputs so far, writing reports records so far.
#[derive(Clone, Copy)]
pub struct Watch<'a> {
    /// Receives the running total, never a difference.
    pub progress: &'a dyn Fn(u64),
    /// Asked between blocks; `true` ends the work with [`Error::Cancelled`] and leaves no output behind.
    pub is_cancelled: &'a dyn Fn() -> bool,
}

impl Watch<'_> {
    /// Reports nothing and never stops.
    pub const SILENT: Watch<'static> = Watch {
        progress: &|_| {},
        is_cancelled: &|| false,
    };

    /// Reports nothing, and stops when this one does.
    pub(crate) fn silent(&self) -> Watch<'_> {
        Watch {
            progress: &|_| {},
            is_cancelled: self.is_cancelled,
        }
    }

    /// Runs work that counts from 0, after this much was done.
    pub fn after<T>(&self, done: u64, work: impl FnOnce(Watch<'_>) -> T) -> T {
        work(Watch {
            progress: &|more| (self.progress)(done + more),
            is_cancelled: self.is_cancelled,
        })
    }

    pub(crate) fn advance(&self, total: u64) -> Result<(), Error> {
        (self.progress)(total);
        if (self.is_cancelled)() {
            return Err(Error::Cancelled);
        }
        Ok(())
    }
}
