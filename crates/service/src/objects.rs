//! Objects that runs and pages read, and outputs that runs write.

use std::path::Path;

use onefold_domain::{ObjectInfo, ObjectUri, Objects};

use crate::{Error, Service};

impl Service {
    /// The object, or all objects below the prefix, in the order of their keys; hidden ones are passed over.
    pub fn find_objects(&self, uri: &ObjectUri) -> Result<Vec<ObjectInfo>, Error> {
        self.objects.find(uri).map_err(Error::Objects)
    }

    /// All objects below a prefix, hidden ones too.
    pub fn list_objects(&self, prefix: &ObjectUri) -> Result<Vec<ObjectInfo>, Error> {
        self.objects.list(prefix).map_err(Error::Objects)
    }

    /// The content of a small object.
    pub fn read_object(&self, uri: &ObjectUri, limit_bytes: u64) -> Result<Vec<u8>, Error> {
        self.objects.read(uri, limit_bytes).map_err(Error::Objects)
    }

    /// Writes an object, which is there complete or not at all.
    pub fn write_object(&self, uri: &ObjectUri, content: &[u8]) -> Result<(), Error> {
        self.objects.write(uri, content).map_err(Error::Objects)
    }

    /// A path of this machine where the object can be read.
    pub fn object_path(&self, uri: &ObjectUri) -> Result<String, Error> {
        self.objects.path(uri).map_err(Error::Objects)
    }

    /// Where the index of the records that a transform matches is kept on this machine, whether it exists or not; `None` where
    /// none is kept. Any run may replace it, and a run that needs it makes it again.
    pub fn index_file(&self, transform: &str) -> Result<Option<String>, Error> {
        if self.limits.index_bytes == 0 {
            return Ok(None);
        }
        let path = self.objects.kept(&index_name(transform));
        path.map(Some).map_err(Error::Objects)
    }

    /// Deletes the indexes that were not written for longest, if all together take too much room.
    pub fn limit_indexes(&self) {
        if let Err(error) = self.objects.limit_kept(self.limits.index_bytes) {
            tracing::warn!(%error, "indexes that take too much room are left");
        }
    }

    pub(crate) fn discard_index(&self, transform: &str) -> Result<(), Error> {
        let discarded = self.objects.discard_kept(&index_name(transform));
        discarded.map_err(Error::Objects)
    }

    /// A text as clients may read it: with addresses in place of paths of this machine.
    pub fn without_paths(&self, text: &str) -> String {
        self.objects.without_paths(text)
    }

    /// An empty folder for the unfinished output of one attempt at a run.
    pub fn begin_output(&self, attempt: &str) -> Result<UnfinishedOutput<'_>, Error> {
        let objects = self.objects.as_ref();
        let folder = objects.staging(attempt).map_err(Error::Objects)?;
        Ok(UnfinishedOutput { objects, folder })
    }
}

fn index_name(transform: &str) -> String {
    format!("{transform}.index")
}

/// A folder of unfinished output. What was not published is deleted with it.
pub struct UnfinishedOutput<'a> {
    objects: &'a dyn Objects,
    folder: String,
}

impl UnfinishedOutput<'_> {
    /// Where the files go.
    pub fn folder(&self) -> &Path {
        Path::new(&self.folder)
    }

    /// Puts the files below a prefix in one step, in place of `replaced`. An error means that they are not there.
    pub fn publish(self, prefix: &ObjectUri, replaced: &[ObjectUri]) -> Result<(), Error> {
        self.objects
            .publish(&self.folder, prefix, replaced)
            .map_err(Error::Objects)
    }
}

impl Drop for UnfinishedOutput<'_> {
    fn drop(&mut self) {
        if let Err(error) = self.objects.discard(&self.folder) {
            tracing::warn!(%error, "unfinished output is left over");
        }
    }
}
