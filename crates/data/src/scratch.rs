//! A temporary file for what does not fit into memory, and tables whose values are in it.
//!
//! The file has no name: the system removes it when the program ends, however it ends.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_ipc::reader::StreamReader;
use arrow_ipc::writer::{IpcWriteOptions, StreamWriter};
use arrow_ipc::{CompressionType, MetadataVersion};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
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

/// How much memory the values of tables may take while they are read, and where they go beyond that.
#[derive(Debug, Clone)]
pub struct Room {
    bytes: usize,
    folder: Option<PathBuf>,
    /// Bytes of values in memory.
    held: Arc<AtomicUsize>,
    /// Made when it is needed.
    scratch: Arc<OnceLock<Arc<Scratch>>>,
}

impl Room {
    /// So many bytes, and then a temporary file in a folder, or in that of the system.
    pub fn new(bytes: usize, folder: Option<PathBuf>) -> Self {
        Self {
            bytes,
            folder,
            held: Arc::default(),
            scratch: Arc::default(),
        }
    }

    pub(crate) fn scratch(&self) -> Result<&Arc<Scratch>, Error> {
        if let Some(scratch) = self.scratch.get() {
            return Ok(scratch);
        }
        let made = Arc::new(Scratch::new(self.folder.as_deref())?);
        Ok(self.scratch.get_or_init(|| made))
    }

    /// Counts bytes that are in memory now; whether all together are too many.
    pub(crate) fn add(&self, bytes: usize) -> bool {
        self.held.fetch_add(bytes, Ordering::Relaxed) + bytes > self.bytes
    }

    /// Counts bytes that are no longer in memory.
    pub(crate) fn give_back(&self, bytes: usize) {
        self.held.fetch_sub(bytes, Ordering::Relaxed);
    }
}

/// Where a piece of the file is.
#[derive(Debug, Clone, Copy)]
struct Piece {
    place: u64,
    len: usize,
}

/// Batches in a temporary file, each column on its own and compressed.
#[derive(Debug, Clone)]
pub struct PutBatches {
    scratch: Arc<Scratch>,
    batches: Arc<[PutBatch]>,
}

/// A batch in the file.
#[derive(Debug)]
pub(crate) struct PutBatch {
    pub rows: usize,
    pub columns: Vec<PutColumn>,
    original: PutOriginal,
}

/// A text column in the file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PutColumn {
    piece: Piece,
    /// Memory that it takes when it is read.
    pub bytes: usize,
    /// Whether it has no value.
    pub is_empty: bool,
}

/// The original form of a batch.
#[derive(Debug)]
enum PutOriginal {
    Text,
    /// Each column, unless the text column is the original.
    Columns(Vec<Option<Piece>>),
    Json(Piece, Vec<usize>),
}

impl PutBatch {
    /// Puts columns and their original form into the file. What is left of the latter are the types.
    pub fn put(
        columns: &[ArrayRef],
        rows: usize,
        original: &mut Original,
        scratch: &Scratch,
    ) -> Result<Self, Error> {
        let put_original = match std::mem::replace(original, Original::Text) {
            Original::Text => PutOriginal::Text,
            Original::Columns(typed) => {
                *original = Original::Columns(RecordBatch::new_empty(typed.schema()));
                let put = typed.columns().iter().enumerate().map(|(at, values)| {
                    let is_text = columns.get(at).is_some_and(|text| Arc::ptr_eq(text, values));
                    (!is_text).then(|| put_column(values, scratch)).transpose()
                });
                PutOriginal::Columns(put.collect::<Result<_, Error>>()?)
            }
            Original::Json(objects) => {
                *original = Original::Json(JsonObjects::default());
                let (text, ends) = objects.into_parts();
                PutOriginal::Json(put_bytes(text.as_bytes(), scratch)?, ends)
            }
        };
        let put = |values: &ArrayRef| {
            Ok(PutColumn {
                piece: put_column(values, scratch)?,
                bytes: text_bytes(values),
                is_empty: values.null_count() == values.len(),
            })
        };
        Ok(Self {
            rows,
            columns: columns.iter().map(put).collect::<Result<_, Error>>()?,
            original: put_original,
        })
    }

    /// Reads all columns and their original form; `left` is what [`PutBatch::put`] has left of it.
    pub fn read(&self, left: &Original, scratch: &Scratch) -> Result<(Vec<ArrayRef>, Original), Error> {
        let columns = self
            .columns
            .par_iter()
            .map(|column| read_column(column.piece, scratch));
        let columns: Vec<ArrayRef> = columns.collect::<io::Result<_>>().map_err(failed)?;
        let original = match (&self.original, left) {
            (PutOriginal::Columns(pieces), Original::Columns(left)) => {
                let typed = pieces.par_iter().enumerate().map(|(at, piece)| match piece {
                    None => Ok(Arc::clone(&columns[at])),
                    Some(piece) => read_column(*piece, scratch),
                });
                let typed = typed.collect::<io::Result<_>>().map_err(failed)?;
                let options = RecordBatchOptions::new().with_row_count(Some(self.rows));
                let typed = RecordBatch::try_new_with_options(left.schema(), typed, &options);
                Original::Columns(typed.map_err(internal)?)
            }
            (PutOriginal::Json(piece, ends), _) => {
                let text = String::from_utf8(read_bytes(*piece, scratch).map_err(failed)?);
                let text = text.map_err(|_| failed(damaged("a text is no longer one")))?;
                Original::Json(JsonObjects::from_parts(text, ends.clone()))
            }
            _ => Original::Text,
        };
        Ok((columns, original))
    }
}

/// Memory that a text column takes. Of a slice only its own part counts; the size is unknown for no type of text.
pub fn text_bytes(values: &ArrayRef) -> usize {
    values.to_data().get_slice_memory_size().unwrap_or_default()
}

impl PutBatches {
    /// Puts batches into the file.
    pub fn put(batches: &[RecordBatch], scratch: &Arc<Scratch>) -> Result<Self, Error> {
        let put = |batch: &RecordBatch| {
            PutBatch::put(batch.columns(), batch.num_rows(), &mut Original::Text, scratch)
        };
        let batches = batches.par_iter().map(put).collect::<Result<Vec<_>, Error>>()?;
        Ok(Self::of(batches, scratch))
    }

    pub(crate) fn of(batches: Vec<PutBatch>, scratch: &Arc<Scratch>) -> Self {
        Self {
            scratch: Arc::clone(scratch),
            batches: batches.into(),
        }
    }

    /// The file.
    pub fn scratch(&self) -> &Arc<Scratch> {
        &self.scratch
    }

    /// How many rows each batch has.
    pub fn rows(&self) -> impl Iterator<Item = usize> {
        self.batches.iter().map(|batch| batch.rows)
    }

    /// Memory that the values of a column take when they are read; 0 for a column without values.
    pub fn column_bytes(&self, column: usize) -> usize {
        let of_batch = |batch: &PutBatch| {
            batch
                .columns
                .get(column)
                .map_or((0, true), |own| (own.bytes, own.is_empty))
        };
        let parts = self.batches.iter().map(of_batch);
        let (bytes, is_empty) = parts.fold((0, true), |all, own| (all.0 + own.0, all.1 && own.1));
        if is_empty { 0 } else { bytes }
    }

    /// Reads all batches of text; their columns have these names.
    pub fn read(&self, names: &[String]) -> Result<Vec<RecordBatch>, Error> {
        let schema = text_schema(names);
        let read = |put: &PutBatch| {
            let (columns, _) = put.read(&Original::Text, &self.scratch)?;
            text_batch(&schema, columns, put.rows)
        };
        self.batches.par_iter().map(read).collect()
    }

    /// Reads one column of one batch.
    pub fn column(&self, batch: usize, column: usize) -> io::Result<ArrayRef> {
        read_column(self.batches[batch].columns[column].piece, &self.scratch)
    }
}

impl Table {
    /// Puts the values into a temporary file. [`Table::batches`] are empty from then on.
    pub fn put_aside(&mut self, scratch: &Arc<Scratch>) -> Result<(), Error> {
        if self.put.is_some() {
            return Ok(());
        }
        let batches = std::mem::take(&mut self.batches);
        let parts = batches.into_par_iter().zip(self.origins.par_iter_mut());
        let put = parts.map(|(batch, origin)| {
            PutBatch::put(batch.columns(), batch.num_rows(), &mut origin.original, scratch)
        });
        self.put = Some(PutBatches::of(put.collect::<Result<Vec<_>, Error>>()?, scratch));
        Ok(())
    }

    /// The values in a temporary file, if they are in one.
    pub fn put(&self) -> Option<&PutBatches> {
        self.put.as_ref()
    }

    /// Takes the values back into memory.
    pub fn take_back(&mut self) -> Result<(), Error> {
        let Some(put) = self.put.take() else {
            return Ok(());
        };
        let schema = text_schema(&self.names);
        let read = put
            .batches
            .par_iter()
            .zip(self.origins.par_iter_mut())
            .map(|(put_batch, origin)| {
                let (columns, original) = put_batch.read(&origin.original, &put.scratch)?;
                origin.original = original;
                text_batch(&schema, columns, put_batch.rows)
            });
        self.batches = read.collect::<Result<_, Error>>()?;
        Ok(())
    }

    /// Calls a function with one batch after the other and its original form, from wherever they are.
    pub(crate) fn each_batch(
        &self,
        mut work: impl FnMut(&RecordBatch, &Original) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let Some(put) = &self.put else {
            let mut batches = self.batches.iter().zip(&self.origins);
            return batches.try_for_each(|(batch, origin)| work(batch, &origin.original));
        };
        let schema = text_schema(&self.names);
        for (put_batch, origin) in put.batches.iter().zip(&self.origins) {
            let (columns, original) = put_batch.read(&origin.original, &put.scratch)?;
            work(&text_batch(&schema, columns, put_batch.rows)?, &original)?;
        }
        Ok(())
    }
}

fn text_schema(names: &[String]) -> SchemaRef {
    let fields = names.iter().map(|name| Field::new(name, DataType::Utf8, true));
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

fn text_batch(schema: &SchemaRef, columns: Vec<ArrayRef>, rows: usize) -> Result<RecordBatch, Error> {
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    RecordBatch::try_new_with_options(Arc::clone(schema), columns, &options).map_err(internal)
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

/// Writes a column as a separate Arrow stream.
fn put_column(values: &ArrayRef, scratch: &Scratch) -> Result<Piece, Error> {
    let field = Field::new("", values.data_type().clone(), true);
    let batch = RecordBatch::try_new(Arc::new(Schema::new(vec![field])), vec![Arc::clone(values)]);
    let batch = batch.map_err(internal)?;
    let options = IpcWriteOptions::try_new(64, false, MetadataVersion::V5)
        .and_then(|options| options.try_with_compression(Some(CompressionType::LZ4_FRAME)))
        .map_err(internal)?;
    let mut bytes = Vec::new();
    let mut writer =
        StreamWriter::try_new_with_options(&mut bytes, &batch.schema(), options).map_err(internal)?;
    writer
        .write(&batch)
        .and_then(|()| writer.finish())
        .map_err(internal)?;
    drop(writer);
    put_bytes(&bytes, scratch)
}

fn read_column(piece: Piece, scratch: &Scratch) -> io::Result<ArrayRef> {
    let bytes = read_bytes(piece, scratch)?;
    let mut reader = StreamReader::try_new(bytes.as_slice(), None).map_err(damaged)?;
    match reader.next() {
        Some(batch) => Ok(Arc::clone(batch.map_err(damaged)?.column(0))),
        None => Err(damaged("a column is missing")),
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
            table.put_aside(&scratch).unwrap();
            assert!(table.batches.is_empty());
            assert_eq!(out(&table, "while"), before, "{name}");
            table.take_back().unwrap();
            assert_eq!(out(&table, "after"), before, "{name}");
            let mut typed = read(&[parquet], &ReadOptions::default(), Watch::SILENT).unwrap();
            let before = typed.with_new_columns(&[]).unwrap();
            typed.put_aside(&scratch).unwrap();
            typed.take_back().unwrap();
            assert_eq!(typed.with_new_columns(&[]).unwrap(), before, "{name}");
        }
        assert!(scratch.bytes() > 0);
        let left = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(left, 15, "the temporary file has no name");
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
