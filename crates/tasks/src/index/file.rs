//! The bytes of an index in a file: read at places by one run, and extended by another.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::sync::Arc;

use onefold_engine::{IndexBytes, IndexExtension, IndexSink, RecordIndex};

/// An open file.
#[derive(Debug)]
struct Bytes(File);

#[cfg(unix)]
impl IndexBytes for Bytes {
    fn size(&self) -> io::Result<u64> {
        Ok(self.0.metadata()?.len())
    }

    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(&self.0, into, at)
    }
}

#[cfg(windows)]
impl IndexBytes for Bytes {
    fn size(&self) -> io::Result<u64> {
        Ok(self.0.metadata()?.len())
    }

    fn read_at(&self, mut at: u64, mut into: &mut [u8]) -> io::Result<()> {
        while !into.is_empty() {
            let read = std::os::windows::fs::FileExt::seek_read(&self.0, into, at)?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            into = &mut into[read..];
            at += read as u64;
        }
        Ok(())
    }
}

impl IndexSink for Bytes {
    #[cfg(unix)]
    fn write_at(&mut self, at: u64, bytes: &[u8]) -> io::Result<()> {
        std::os::unix::fs::FileExt::write_all_at(&self.0, bytes, at)
    }

    #[cfg(windows)]
    fn write_at(&mut self, mut at: u64, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let written = std::os::windows::fs::FileExt::seek_write(&self.0, bytes, at)?;
            bytes = &bytes[written..];
            at += written as u64;
        }
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_data()
    }
}

/// Opens an index; `None` if there is no such file.
pub fn open(path: &Path) -> io::Result<Option<Result<RecordIndex, onefold_engine::Error>>> {
    match File::open(path) {
        Ok(file) => Ok(Some(RecordIndex::open(Arc::new(Bytes(file))))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Writes an extension into the file of an index, unless another run has changed or is changing it. Says what kept it from that,
/// in words that follow "the index could not be extended:".
pub fn extend(path: &Path, index: &RecordIndex, extension: &IndexExtension) -> Result<(), String> {
    let failed = |error: io::Error| error.to_string();
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .open(path)
        .map_err(failed)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err("another run is extending it".to_owned()),
        Err(TryLockError::Error(error)) => return Err(failed(error)),
    }
    let read = Arc::new(Bytes(file.try_clone().map_err(failed)?));
    let now = RecordIndex::open(read).map_err(|error| error.to_string())?;
    if !index.is_same_state(&now) {
        return Err("another run has changed it meanwhile".to_owned());
    }
    // The lock ends with the file.
    index.extend(extension, &mut Bytes(file)).map_err(failed)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use arrow_array::{ArrayRef, RecordBatch, StringArray};
    use onefold_engine::{MatchSettings, Model, Records, Silent};

    use super::*;

    fn records(count: usize) -> Records {
        let column = |of: &dyn Fn(usize) -> String| {
            Arc::new(StringArray::from_iter_values((0..count).map(of))) as ArrayRef
        };
        let batch = RecordBatch::try_from_iter([
            ("id", column(&|row| format!("r{row}"))),
            ("name", column(&|row| format!("person {}", row % 17))),
            ("city", column(&|row| format!("city{}", row % 5))),
        ]);
        Records::try_new(vec![batch.unwrap()])
            .unwrap()
            .with_key("id")
            .unwrap()
    }

    fn opened(path: &Path) -> RecordIndex {
        open(path).unwrap().unwrap().unwrap()
    }

    #[test]
    fn of_two_runs_that_extend_an_index_one_does() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("people.index");
        let (few, all) = (records(40), records(45));
        let made =
            RecordIndex::build(&few, &MatchSettings::default(), &Model::cold_start(), &Silent).unwrap();
        made.write(&mut File::create(&path).unwrap()).unwrap();
        let runs = [opened(&path), opened(&path)];
        let extensions = runs
            .each_ref()
            .map(|run| run.extension(&all, &Silent).unwrap().unwrap());
        let locked = File::open(&path).unwrap();
        locked.lock().unwrap();
        let before = fs::read(&path).unwrap();
        let refused = extend(&path, &runs[0], &extensions[0]).unwrap_err();
        assert_eq!(refused, "another run is extending it");
        assert_eq!(fs::read(&path).unwrap(), before);
        drop(locked);
        extend(&path, &runs[0], &extensions[0]).unwrap();
        let refused = extend(&path, &runs[1], &extensions[1]).unwrap_err();
        assert_eq!(refused, "another run has changed it meanwhile");
        assert_eq!((runs[1].len(), opened(&path).len()), (40, 45));
        let again = opened(&path);
        let more = again.extension(&records(48), &Silent).unwrap().unwrap();
        extend(&path, &again, &more).unwrap();
        assert_eq!(opened(&path).len(), 48);
    }
}
