//! How a caller follows long work and stops it.

use crate::Error;

/// Called while data moves. Reading tells bytes of the inputs so far, writing tells records so far.
#[derive(Clone, Copy)]
pub struct Watch<'a> {
    /// Takes the running total, never a difference.
    pub progress: &'a dyn Fn(u64),
    /// Asked between blocks; `true` ends the work with [`Error::Cancelled`] and leaves no output behind.
    pub is_cancelled: &'a dyn Fn() -> bool,
}

impl Watch<'_> {
    /// Tells nobody and never stops.
    pub const SILENT: Watch<'static> = Watch {
        progress: &|_| {},
        is_cancelled: &|| false,
    };

    /// Does work that counts from 0, where so much was done before it.
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
