//! Streams of bytes from and to objects.

use std::io::{self, Read, Write};
use std::pin::Pin;

use futures::io::{AsyncRead, AsyncReadExt};
use futures::stream::TryStreamExt;
use object_store::{GetResult, MultipartUpload};
use tokio::task::JoinSet;

use crate::{Bucket, Error};

/// Part size of uploads: S3 takes 10,000 parts, so this reaches 80 GiB.
const PART_BYTES: usize = 8 * 1024 * 1024;
/// Parts under way at a time.
const PARTS_AT_ONCE: usize = 4;

/// The bytes of an object, in order. A failed read holds an [`Error`], which [`Error::of_io`] takes out.
pub struct Reader {
    bucket: Bucket,
    key: String,
    size_bytes: u64,
    bytes: Pin<Box<dyn AsyncRead + Send>>,
}

impl Reader {
    pub(crate) fn new(bucket: Bucket, key: &str, answer: GetResult) -> Self {
        Self {
            bucket,
            key: key.to_owned(),
            size_bytes: answer.meta.size,
            bytes: Box::pin(answer.into_stream().map_err(io::Error::other).into_async_read()),
        }
    }

    /// How many bytes the whole object has.
    pub fn size_bytes(&self) -> u64 {
        self.size_bytes
    }
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.bucket.worker.wait(self.bytes.read(buffer)).map_err(|error| {
            match error.downcast::<object_store::Error>() {
                Ok(error) => io::Error::other(self.bucket.place.explain(&self.key, error)),
                Err(error) => error,
            }
        })
    }
}

/// An object that is written in parts. It appears when [`Upload::complete`] returns; dropping the upload takes it back. A
/// failed write holds an [`Error`], which [`Error::of_io`] takes out.
pub struct Upload {
    bucket: Bucket,
    key: String,
    /// Absent once it is completed.
    parts: Option<Box<dyn MultipartUpload>>,
    buffer: Vec<u8>,
    tasks: JoinSet<object_store::Result<()>>,
}

impl Upload {
    pub(crate) fn new(bucket: Bucket, key: &str, parts: Box<dyn MultipartUpload>) -> Self {
        Self {
            bucket,
            key: key.to_owned(),
            parts: Some(parts),
            buffer: Vec::new(),
            tasks: JoinSet::new(),
        }
    }

    /// Sends the rest and makes the object appear.
    pub fn complete(mut self) -> Result<(), Error> {
        self.complete_parts()
            .map_err(|error| self.bucket.place.explain(&self.key, error))
    }

    fn complete_parts(&mut self) -> object_store::Result<()> {
        self.send_part(0)?;
        let Some(mut upload) = self.parts.take() else {
            return Ok(());
        };
        let result = self.bucket.worker.wait(upload.complete());
        if let Err(error) = result {
            self.parts = Some(upload);
            return Err(error);
        }
        Ok(())
    }

    /// Begins to send what is buffered, and waits until at most `limit` parts are under way.
    fn send_part(&mut self, limit: usize) -> object_store::Result<()> {
        let part = std::mem::replace(&mut self.buffer, Vec::with_capacity(PART_BYTES));
        let worker = &self.bucket.worker;
        if let (Some(upload), false) = (&mut self.parts, part.is_empty()) {
            self.tasks.spawn_on(upload.put_part(part.into()), worker.handle());
        }
        while self.tasks.len() > limit {
            match worker.wait(self.tasks.join_next()) {
                Some(Ok(result)) => result?,
                Some(Err(source)) => return Err(object_store::Error::JoinError { source }),
                None => break,
            }
        }
        Ok(())
    }
}

impl Write for Upload {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = PART_BYTES - self.buffer.len();
        let taken = bytes.len().min(room);
        self.buffer.extend_from_slice(&bytes[..taken]);
        if taken == room {
            self.send_part(PARTS_AT_ONCE - 1)
                .map_err(|error| io::Error::other(self.bucket.place.explain(&self.key, error)))?;
        }
        Ok(taken)
    }

    /// Parts have a minimum size, so that nothing can be sent early.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        let Some(mut upload) = self.parts.take() else {
            return;
        };
        self.bucket.worker.wait(self.tasks.shutdown());
        if let Err(error) = self.bucket.worker.wait(upload.abort()) {
            let output = self.bucket.place.address(&self.key);
            tracing::warn!(output, %error, "the parts of an unfinished upload could not be deleted");
        }
    }
}
