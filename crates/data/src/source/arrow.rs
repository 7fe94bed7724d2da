//! Arrow IPC, also known as Feather, to batches: typed columns kept for the output, their text for the engine.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_array::RecordBatch;
use arrow_ipc::reader::{FileReader, StreamReader, read_footer_length};
use arrow_ipc::{Message, RecordBatch as BatchHeader, root_as_footer, root_as_message};
use arrow_schema::{ArrowError, SchemaRef};

use super::batches::{FileTable, Filling};
use super::typed::{BATCH_ROWS, file_batch, names};
use crate::table::Layout;
use crate::{Error, Frame, Room};

/// Reads a whole Arrow file or stream; `progress` receives the share of batches read.
pub(super) fn read(
    source: File,
    is_stream: bool,
    file: &str,
    room: Option<&Room>,
    progress: &dyn Fn(f64) -> Result<(), Error>,
) -> Result<FileTable, Error> {
    // As with Parquet, lengths and offsets of a damaged file can make the decoder panic.
    let result = catch_unwind(AssertUnwindSafe(|| {
        let mut source = source;
        check_lengths(&mut source, is_stream)
            .and_then(|()| source.rewind().map_err(|error| error.to_string()))
            .map_err(|reason| Error::CorruptArrow {
                file: file.to_owned(),
                reason,
            })?;
        let source = BufReader::new(source);
        if is_stream {
            let reader = StreamReader::try_new(source, None).map_err(|error| corrupt(file, &error))?;
            read_from(&reader.schema(), reader, 0, (file, room), progress)
        } else {
            let reader = FileReader::try_new(source, None).map_err(|error| corrupt(file, &error))?;
            let batches = reader.num_batches();
            read_from(&reader.schema(), reader, batches, (file, room), progress)
        }
    }));
    result.unwrap_or_else(|_| {
        Err(Error::CorruptArrow {
            file: file.to_owned(),
            reason: "its structure is inconsistent".to_owned(),
        })
    })
}

/// Reads a table in memory: its columns are shared, and only their text is new.
pub(super) fn read_frame(
    frame: &Frame,
    progress: &dyn Fn(f64) -> Result<(), Error>,
) -> Result<FileTable, Error> {
    let batches = frame.batches();
    let shared = batches.iter().cloned().map(Ok);
    read_from(
        frame.schema(),
        shared,
        batches.len(),
        (frame.name(), None),
        progress,
    )
}

fn read_from(
    schema: &SchemaRef,
    reader: impl Iterator<Item = Result<RecordBatch, ArrowError>>,
    total: usize,
    (file, room): (&str, Option<&Room>),
    progress: &dyn Fn(f64) -> Result<(), Error>,
) -> Result<FileTable, Error> {
    let names = names(file, schema)?;
    let mut batches = Vec::new();
    let mut filling = Filling::new(room);
    let mut rows = 0;
    for (number, batch) in reader.enumerate() {
        let batch = batch.map_err(|error| corrupt(file, &error))?;
        for start in (0..batch.num_rows()).step_by(BATCH_ROWS) {
            let part = batch.slice(start, BATCH_ROWS.min(batch.num_rows() - start));
            let first = (rows + start) as u64 + 1;
            batches.push(file_batch(file, part, first)?);
        }
        filling.make_room(&mut batches)?;
        rows += batch.num_rows();
        progress((number + 1) as f64 / total.max(number + 1) as f64)?;
    }
    Ok(FileTable {
        file: file.to_owned(),
        names,
        batches,
        layout: Layout::Arrow,
        notices: Vec::new(),
        size_bytes: 0,
    })
}

/// Checks what a damaged file says of its own sizes: the decoder reserves memory for whatever it is told, and a failed
/// reservation ends the process.
fn check_lengths(source: &mut File, is_stream: bool) -> Result<(), String> {
    let size = source.seek(SeekFrom::End(0)).map_err(|error| error.to_string())?;
    let mut lengths = Lengths { source, size };
    if is_stream {
        lengths.check_stream()
    } else {
        lengths.check_file()
    }
}

/// Reads messages at their places, within the bounds of the file.
struct Lengths<'a> {
    source: &'a mut File,
    size: u64,
}

impl Lengths<'_> {
    /// The marker before the length of a message.
    const CONTINUES: [u8; 4] = [0xff; 4];

    fn bytes(&mut self, start: u64, length: u64) -> Result<Vec<u8>, String> {
        if start.checked_add(length).is_none_or(|end| end > self.size) {
            return Err("a part goes beyond its end".to_owned());
        }
        let mut bytes = vec![0; length as usize];
        self.source
            .seek(SeekFrom::Start(start))
            .and_then(|_| self.source.read_exact(&mut bytes))
            .map_err(|error| error.to_string())?;
        Ok(bytes)
    }

    fn check_stream(&mut self) -> Result<(), String> {
        let mut at = 0;
        while at + 4 <= self.size {
            let mut head = self.bytes(at, 4)?;
            at += 4;
            if head == Self::CONTINUES {
                head = self.bytes(at, 4)?;
                at += 4;
            }
            let length = u64::from(u32::from_le_bytes([head[0], head[1], head[2], head[3]]));
            if length == 0 {
                break;
            }
            let bytes = self.bytes(at, length)?;
            let message = root_as_message(&bytes).map_err(|error| error.to_string())?;
            at = self.check_message(&message, at + length)?;
        }
        Ok(())
    }

    fn check_file(&mut self) -> Result<(), String> {
        const TAIL: u64 = 10;
        let end = self.size.checked_sub(TAIL).ok_or("it is too short")?;
        let tail = self.bytes(end, TAIL)?;
        let tail = <[u8; TAIL as usize]>::try_from(tail).map_err(|_| "it is too short")?;
        let length = read_footer_length(tail).map_err(|error| error.to_string())? as u64;
        let footer = end
            .checked_sub(length)
            .ok_or("its footer is longer than the file")?;
        let footer = self.bytes(footer, length)?;
        let footer = root_as_footer(&footer).map_err(|error| error.to_string())?;
        let blocks = [footer.dictionaries(), footer.recordBatches()];
        for block in blocks.into_iter().flatten().flatten() {
            let sizes = (
                u64::try_from(block.offset()),
                u64::try_from(block.metaDataLength()),
            );
            let (Ok(start), Ok(length)) = sizes else {
                return Err("a part has a negative length".to_owned());
            };
            let bytes = self.bytes(start, length)?;
            let skipped = if bytes.starts_with(&Self::CONTINUES) { 8 } else { 4 };
            let message = bytes.get(skipped..).ok_or("a part is too short")?;
            let message = root_as_message(message).map_err(|error| error.to_string())?;
            let end = self.check_message(&message, start + length)?;
            if u64::try_from(block.bodyLength()).ok() != end.checked_sub(start + length) {
                return Err("a part has two lengths".to_owned());
            }
        }
        Ok(())
    }

    /// Checks a message of which the body starts there; gives the end of the body.
    fn check_message(&mut self, message: &Message<'_>, body: u64) -> Result<u64, String> {
        let length = u64::try_from(message.bodyLength()).map_err(|_| "a part has a negative length")?;
        let end = body.checked_add(length).filter(|end| *end <= self.size);
        let end = end.ok_or("a part goes beyond its end")?;
        let dictionary = message
            .header_as_dictionary_batch()
            .and_then(|batch| batch.data());
        if let Some(batch) = message.header_as_record_batch().or(dictionary) {
            self.check_batch(&batch, body)?;
        }
        Ok(end)
    }

    /// Rows and sizes after decompression: both must be such as a file of this size can hold.
    fn check_batch(&mut self, batch: &BatchHeader<'_>, body: u64) -> Result<(), String> {
        const MOST_TIMES: u64 = 1_000;
        const SPARE: u64 = 1 << 20;
        let limit = self.size.saturating_mul(MOST_TIMES) + SPARE;
        let is_possible = |length: i64| u64::try_from(length).is_ok_and(|length| length <= limit);
        let nodes = batch.nodes().into_iter().flatten();
        if !is_possible(batch.length()) || nodes.into_iter().any(|node| !is_possible(node.length())) {
            return Err("it says that it has more rows than it can hold".to_owned());
        }
        if batch.compression().is_none() {
            return Ok(());
        }
        for buffer in batch.buffers().into_iter().flatten() {
            let start = u64::try_from(buffer.offset())
                .ok()
                .and_then(|offset| body.checked_add(offset));
            let start = start.ok_or("a part has a negative place")?;
            if buffer.length() < 8 {
                continue;
            }
            let head = self.bytes(start, 8)?;
            let told = i64::from_le_bytes([
                head[0], head[1], head[2], head[3], head[4], head[5], head[6], head[7],
            ]);
            // -1 stands for a part that is not compressed.
            if told != -1 && !is_possible(told) {
                return Err("it says that it unpacks to more than it can hold".to_owned());
            }
        }
        Ok(())
    }
}

fn corrupt(file: &str, error: &ArrowError) -> Error {
    Error::CorruptArrow {
        file: file.to_owned(),
        reason: error.to_string(),
    }
}
