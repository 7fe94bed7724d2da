//! Wakes workers when there is something to do.

use std::time::Duration;

use parking_lot::{Condvar, Mutex};

/// Rung by those who have work, heard by those who wait for it.
#[derive(Debug, Default)]
pub struct Bell {
    rung: Mutex<u64>,
    changed: Condvar,
}

impl Bell {
    /// Wakes all that wait.
    pub fn ring(&self) {
        *self.rung.lock() += 1;
        self.changed.notify_all();
    }

    /// How often it was rung so far.
    pub fn count(&self) -> u64 {
        *self.rung.lock()
    }

    /// Waits until it was rung more often than `seen`, or the time is over.
    pub fn wait(&self, seen: u64, at_most: Duration) {
        let mut rung = self.rung.lock();
        if *rung == seen {
            let _ = self.changed.wait_for(&mut rung, at_most);
        }
    }
}
