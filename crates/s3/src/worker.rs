//! The runtime behind a client.

use std::io;

use tokio::runtime::{Handle, Runtime};

/// A runtime of one thread, which moves bytes.
pub(crate) struct Worker {
    /// Absent only while this is dropped.
    runtime: Option<Runtime>,
}

impl Worker {
    pub fn start() -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("s3")
            .enable_all()
            .build()?;
        Ok(Self {
            runtime: Some(runtime),
        })
    }

    /// Waits for work. `Runtime::block_on` would refuse that inside another runtime, so the calling thread polls the work
    /// and the runtime's thread wakes it.
    pub fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        let _context = self.handle().enter();
        futures::executor::block_on(work)
    }

    pub fn handle(&self) -> &Handle {
        self.runtime.as_ref().expect("it is there until the end").handle()
    }
}

impl Drop for Worker {
    /// The last owner may be inside another runtime, where waiting for threads is not allowed.
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
