//! A temporary file for what does not fit into memory, and tables whose values are in it.
//!
//! The file has no name: the system removes it when the program ends, however it ends.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::{ArrayRef, RecordBatch};
use arrow_ipc::reader::StreamReader;
use arrow_ipc::writer::{IpcWriteOptions, StreamWriter};
use arrow_ipc::{CompressionType, MetadataVersion};
use arrow_schema::{ArrowError, Schema, SchemaRef};
use rayon::prelude::*;

use crate::table::{JsonObjects, Original};
use crate::{Error, Table};

/// A temporary file.
#[derive(Debug)]
pub struct Scratch {
    file: Mutex<File>,
    folder: PathBuf,
    /// Bytes in the file.
    bytes: AtomicU64,
}

impl Scratch {
    /// A file in a folder, or in that of the system for temporary files.
    pub fn new(folder: Option<&Path>) -> Result<Self, Error> {
        let folder = folder.map_or_else(std::env::temp_dir, Path::to_path_buf);
        let file = tempfile::tempfile_in(&folder).map_err(|error| Error::Scratch {
            reason: explained(&folder, 0, &error),
        })?;
        Ok(Self {
            file: Mutex::new(file),
            folder,
            bytes: AtomicU64::new(0),
        })
    }

    /// How many bytes are in the file.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Adds bytes; gives where they are.
    pub fn put(&self, bytes: &[u8]) -> io::Result<u64> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let place = self.bytes();
        let written = file
            .seek(SeekFrom::Start(place))
            .and_then(|_| file.write_all(bytes));
        written.map_err(|error| io::Error::new(error.kind(), explained(&self.folder, place, &error)))?;
        self.bytes.store(place + bytes.len() as u64, Ordering::Relaxed);
        Ok(place)
    }

    /// Reads bytes from where they are.
    pub fn get(&self, place: u64, bytes: &mut [u8]) -> io::Result<()> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let read = file
            .seek(SeekFrom::Start(place))
            .and_then(|_| file.read_exact(bytes));
        read.map_err(|error| {
            let folder = self.folder.display();
            let reason = format!(
                "what was put into the temporary folder {folder} cannot be read back: {error}; choose another folder with \
                 --temp-dir"
            );
            io::Error::new(error.kind(), reason)
        })
    }
}

/// Why nothing more can be written.
fn explained(folder: &Path, written: u64, error: &io::Error) -> String {
    let folder = folder.display();
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => format!(
            "the temporary folder {folder} is full: the run has put {} MiB there and needs more; free some space, or choose \
             another folder with --temp-dir",
            written >> 20
        ),
        _ => format!(
            "the temporary folder {folder} cannot be used: {error}; choose another folder with --temp-dir"
        ),
    }
}

/// Where a piece of the file is.
#[derive(Debug, Clone, Copy)]
struct Piece {
    place: u64,
    len: usize,
}

/// Text columns in a temporary file, compressed.
#[derive(Debug, Clone)]
pub struct PutBatches {
    scratch: Arc<Scratch>,
    batches: Arc<[PutBatch]>,
}

#[derive(Debug)]
struct PutBatch {
    schema: SchemaRef,
    columns: Vec<Piece>,
}

impl PutBatches {
    /// Puts batches into the file.
    pub fn put(batches: &[RecordBatch], scratch: &Arc<Scratch>) -> Result<Self, Error> {
        let put = |batch: &RecordBatch| {
            let schema = batch.schema();
            let columns = (0..batch.num_columns()).map(|column| {
                let alone = batch.project(&[column]).map_err(internal)?;
                put_batch(&alone, scratch)
            });
            Ok(PutBatch {
                columns: columns.collect::<Result<_, Error>>()?,
                schema,
            })
        };
        Ok(Self {
            batches: batches
                .par_iter()
                .map(put)
                .collect::<Result<Vec<_>, Error>>()?
                .into(),
            scratch: Arc::clone(scratch),
        })
    }

    /// Reads one column of one batch.
    pub fn column(&self, batch: usize, column: usize) -> io::Result<ArrayRef> {
        let alone = read_batch(self.batches[batch].columns[column], &self.scratch)?;
        Ok(Arc::clone(alone.column(0)))
    }

    /// Reads all batches.
    pub fn read(&self) -> Result<Vec<RecordBatch>, Error> {
        let read = |batch: usize| {
            let put = &self.batches[batch];
            let columns = (0..put.columns.len()).map(|column| self.column(batch, column).map_err(failed));
            RecordBatch::try_new(Arc::clone(&put.schema), columns.collect::<Result<_, Error>>()?)
                .map_err(internal)
        };
        (0..self.batches.len()).into_par_iter().map(read).collect()
    }
}

/// A table whose values are in a temporary file.
#[derive(Debug)]
pub struct PutTable {
    batches: PutBatches,
    originals: Vec<PutOriginal>,
}

/// The original form of a batch.
#[derive(Debug)]
enum PutOriginal {
    Text,
    Columns(Piece),
    Json(Piece, Vec<usize>),
}

impl Table {
    /// Puts the values into a temporary file. Until [`Table::take_back`], the table has no records.
    pub fn put_aside(&mut self, scratch: &Arc<Scratch>) -> Result<PutTable, Error> {
        let batches = PutBatches::put(&self.batches, scratch)?;
        let originals = self.origins.iter_mut().map(|origin| {
            Ok(match std::mem::replace(&mut origin.original, Original::Text) {
                Original::Text => PutOriginal::Text,
                Original::Columns(columns) => PutOriginal::Columns(put_batch(&columns, scratch)?),
                Original::Json(objects) => {
                    let (text, ends) = objects.into_parts();
                    PutOriginal::Json(put_bytes(text.as_bytes(), scratch)?, ends)
                }
            })
        });
        let originals = originals.collect::<Result<_, Error>>()?;
        self.batches = Vec::new();
        Ok(PutTable { batches, originals })
    }

    /// Takes the values back.
    pub fn take_back(&mut self, put: PutTable) -> Result<(), Error> {
        let scratch = &put.batches.scratch;
        self.batches = put.batches.read()?;
        for (origin, put) in self.origins.iter_mut().zip(put.originals) {
            origin.original = match put {
                PutOriginal::Text => Original::Text,
                PutOriginal::Columns(piece) => Original::Columns(read_batch(piece, scratch).map_err(failed)?),
                PutOriginal::Json(piece, ends) => {
                    let text = String::from_utf8(read_bytes(piece, scratch).map_err(failed)?);
                    let text = text.map_err(|_| failed(damaged("a text is no longer one")))?;
                    Original::Json(JsonObjects::from_parts(text, ends))
                }
            };
        }
        Ok(())
    }
}

impl PutTable {
    /// The text columns.
    pub fn batches(&self) -> &PutBatches {
        &self.batches
    }
}

fn put_bytes(bytes: &[u8], scratch: &Scratch) -> Result<Piece, Error> {
    Ok(Piece {
        place: scratch.put(bytes).map_err(failed)?,
        len: bytes.len(),
    })
}

fn read_bytes(piece: Piece, scratch: &Scratch) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; piece.len];
    scratch.get(piece.place, &mut bytes)?;
    Ok(bytes)
}

/// Writes a batch as a separate Arrow stream.
fn put_batch(batch: &RecordBatch, scratch: &Scratch) -> Result<Piece, Error> {
    let options = IpcWriteOptions::try_new(64, false, MetadataVersion::V5)
        .and_then(|options| options.try_with_compression(Some(CompressionType::LZ4_FRAME)))
        .map_err(internal)?;
    let mut bytes = Vec::new();
    let mut writer =
        StreamWriter::try_new_with_options(&mut bytes, &batch.schema(), options).map_err(internal)?;
    writer
        .write(batch)
        .and_then(|()| writer.finish())
        .map_err(internal)?;
    drop(writer);
    put_bytes(&bytes, scratch)
}

fn read_batch(piece: Piece, scratch: &Scratch) -> io::Result<RecordBatch> {
    let bytes = read_bytes(piece, scratch)?;
    let mut reader = StreamReader::try_new(bytes.as_slice(), None).map_err(damaged)?;
    match reader.next() {
        Some(batch) => batch.map_err(damaged),
        None => Ok(RecordBatch::new_empty(Arc::new(Schema::empty()))),
    }
}

fn damaged(reason: impl std::fmt::Display) -> io::Error {
    let sentence = format!("what was put into the temporary folder has changed there: {reason}");
    io::Error::new(ErrorKind::InvalidData, sentence)
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that `map_err` takes")]
fn failed(error: io::Error) -> Error {
    Error::Scratch {
        reason: error.to_string(),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that `map_err` takes")]
fn internal(error: ArrowError) -> Error {
    Error::Internal {
        reason: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Output, ReadOptions, Watch, read, write};

    #[test]
    fn a_table_that_was_put_aside_is_written_as_before() {
        let folder = tempfile::tempdir().unwrap();
        let scratch = Arc::new(Scratch::new(Some(folder.path())).unwrap());
        let inputs = [
            ("people.csv", "id;name\n1;Ann\n2;\n3;\"O; Neil\"\n".to_owned()),
            (
                "people.jsonl",
                "{\"id\": 1, \"name\":  \"Ann\"}\n{\"id\": 2.50}\n".to_owned(),
            ),
            (
                "many.csv",
                (0..150_000).fold("id,name\n".to_owned(), |text, row| {
                    text + &format!("{row},n{}\n", row % 9)
                }),
            ),
        ];
        for (name, text) in inputs {
            let path = |name: &str| folder.path().join(name).display().to_string();
            std::fs::write(path(name), text).unwrap();
            let mut table = read(&[path(name)], &ReadOptions::default(), Watch::SILENT).unwrap();
            let out = |table: &Table, to: &str| {
                let to = path(&format!("{to}-{name}"));
                write(table, &[], &Output::new(&to, false), Watch::SILENT).unwrap();
                std::fs::read(&to).unwrap()
            };
            let before = out(&table, "before");
            let parquet = format!("{}.parquet", path(name));
            write(&table, &[], &Output::new(&parquet, false), Watch::SILENT).unwrap();
            let put = table.put_aside(&scratch).unwrap();
            assert!(table.is_empty());
            table.take_back(put).unwrap();
            assert_eq!(out(&table, "after"), before, "{name}");
            let mut typed = read(&[parquet], &ReadOptions::default(), Watch::SILENT).unwrap();
            let before = typed.with_new_columns(&[]).unwrap();
            let put = typed.put_aside(&scratch).unwrap();
            typed.take_back(put).unwrap();
            assert_eq!(typed.with_new_columns(&[]).unwrap(), before, "{name}");
        }
        assert!(scratch.bytes() > 0);
        let left = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(left, 12, "the temporary file has no name");
    }

    #[test]
    fn a_folder_that_is_not_there_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("none");
        let error = Scratch::new(Some(&missing)).unwrap_err().to_string();
        assert!(
            error.contains("none cannot be used") && error.ends_with("with --temp-dir"),
            "{error}"
        );
    }

    #[test]
    fn a_full_folder_is_told_in_one_sentence() {
        let error = io::Error::from(ErrorKind::StorageFull);
        let told = explained(Path::new("/tmp"), 3 << 20, &error);
        assert_eq!(
            told,
            "the temporary folder /tmp is full: the run has put 3 MiB there and needs more; free some space, or choose \
             another folder with --temp-dir"
        );
    }
}
