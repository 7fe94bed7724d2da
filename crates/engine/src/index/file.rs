//! The index as a file (docs/formats.md): parts that are only ever added, a list of the parts in use, and two places that say in
//! turn where the newest list is.
//!
//! An extension writes its parts and a new list after all that is in use, and only when they are on the disk one of the two
//! places is written. A program that dies before that leaves the file as it was; one that dies while that place is written spoils
//! only the place that was not in use. Whoever reads meanwhile knows the earlier list, and nothing of it is changed.
//!
//! Parts are read when they are needed, each with its checksum. A map of the file into memory would be as quick, but no
//! program can be sure that nobody cuts the file meanwhile, so no library lets safe code do that
//! (docs/experiments/2026-11-29-index-in-40-percent.md).

use std::{
    fmt::Debug,
    io::{self, Write},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use super::packed::{Compressed, Unpacked, bad, contradiction};
use crate::Error;

/// The first bytes of the file.
const FORMAT: &[u8] = b"onefold-index\n";
/// Version of the layout. What is found by depends on how values are cleaned, so the program's version counts as well.
const VERSION: u32 = 3;
/// Where the two places are, each in a separate page of the disk, and where parts begin.
const PLACES: [u64; 2] = [4_096, 8_192];
const PARTS: u64 = 12_288;
/// Bytes of a place.
const PLACE: usize = 52;
/// Most bytes of a list of parts, and of a part.
const MOST_BYTES: u64 = 1 << 31;

/// Bytes of an index, wherever they are kept.
pub trait IndexBytes: Debug + Send + Sync {
    /// How many there are.
    fn size(&self) -> io::Result<u64>;
    /// Reads as many as there is room for.
    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<()>;
}

impl IndexBytes for Vec<u8> {
    fn size(&self) -> io::Result<u64> {
        Ok(self.len() as u64)
    }

    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<()> {
        let from = usize::try_from(at)
            .ok()
            .and_then(|at| self.get(at..at + into.len()));
        into.copy_from_slice(from.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }
}

/// Takes what extends an index.
pub trait IndexSink {
    /// Writes bytes at a place.
    fn write_at(&mut self, at: u64, bytes: &[u8]) -> io::Result<()>;
    /// Returns when all that was written is on the disk.
    fn sync(&mut self) -> io::Result<()>;
}

/// Where a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    at: u64,
    len: u64,
    /// Bytes before compression.
    full: u64,
    /// CRC-32 of the bytes as they are kept.
    sum: u32,
}

/// Parts that are not in a file yet, one after the other.
#[derive(Debug, Clone, Default)]
pub struct Parts {
    pub bytes: Vec<u8>,
}

impl Parts {
    /// Adds a part.
    pub fn add(&mut self, compressed: &Compressed) -> Part {
        let part = Part::of(compressed, self.bytes.len() as u64);
        self.bytes.extend_from_slice(&compressed.bytes);
        part
    }
}

impl Part {
    fn of(compressed: &Compressed, at: u64) -> Self {
        Self {
            at,
            len: compressed.bytes.len() as u64,
            full: compressed.full,
            sum: crc32fast::hash(&compressed.bytes),
        }
    }

    /// The same part, so many bytes further on.
    pub fn moved(mut self, by: u64) -> Self {
        self.at += by;
        self
    }

    /// The same part, at another place.
    pub fn moved_to(mut self, at: &mut u64) -> Self {
        self.at = *at;
        *at += self.len;
        self
    }

    /// The bytes as they are kept, once they are found to be those that were written.
    pub fn kept(self, bytes: &dyn IndexBytes) -> Result<Vec<u8>, Error> {
        if self.len > MOST_BYTES || self.full > MOST_BYTES {
            return Err(contradiction());
        }
        let mut kept = vec![0; self.len as usize];
        bytes
            .read_at(self.at, &mut kept)
            .map_err(|error| unread(&error))?;
        if crc32fast::hash(&kept) == self.sum {
            Ok(kept)
        } else {
            Err(bad("it is damaged: a checksum is wrong"))
        }
    }

    /// The lists of the part.
    pub fn read(self, bytes: &dyn IndexBytes) -> Result<Unpacked, Error> {
        Unpacked::new(&self.kept(bytes)?, self.full as usize)
    }
}

/// Which list of parts an index was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// Grows with each extension.
    pub number: u64,
    /// Where its bytes end.
    pub end: u64,
}

#[derive(Serialize, Deserialize)]
struct Header {
    version: u32,
    program: String,
}

/// What a place says.
struct Place {
    state: State,
    list: Part,
}

impl Place {
    fn bytes(&self) -> [u8; PLACE] {
        let mut bytes = [0; PLACE];
        let list = &self.list;
        let numbers = [self.state.number, self.state.end, list.at, list.len, list.full];
        for (number, into) in numbers.iter().zip(bytes.chunks_exact_mut(8)) {
            into.copy_from_slice(&number.to_le_bytes());
        }
        bytes[40..44].copy_from_slice(&list.sum.to_le_bytes());
        let sum = crc32fast::hash(&bytes[..48]);
        bytes[48..].copy_from_slice(&sum.to_le_bytes());
        bytes
    }

    /// `None` if it was never written, or not to the end.
    fn of(bytes: &[u8; PLACE]) -> Option<Self> {
        let number = |at: usize| Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?));
        let sum = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        let place = Self {
            state: State {
                number: number(0)?,
                end: number(8)?,
            },
            list: Part {
                at: number(16)?,
                len: number(24)?,
                full: number(32)?,
                sum: sum(40)?,
            },
        };
        (place.state.number > 0 && sum(48)? == crc32fast::hash(&bytes[..48])).then_some(place)
    }

    fn position(number: u64) -> u64 {
        PLACES[(number % 2) as usize]
    }
}

/// Reads the newest list of parts.
pub fn open(bytes: &dyn IndexBytes) -> Result<(State, Vec<u8>), Error> {
    let read = |at: u64, into: &mut [u8]| bytes.read_at(at, into).map_err(|error| unread(&error));
    let mut start = [0; FORMAT.len() + 8];
    read(0, &mut start)?;
    let (format, len) = start.split_at(FORMAT.len());
    if format != FORMAT {
        return Err(bad("it is not an Onefold index"));
    }
    let len = u64::from_le_bytes(len.try_into().map_err(|_| contradiction())?);
    // Earlier versions have all that is known of the records here.
    if len > 64 << 20 {
        return Err(bad("it is damaged: its header is too long"));
    }
    let mut header = vec![0; len as usize];
    read(start.len() as u64, &mut header)?;
    let header: Header =
        serde_json::from_slice(&header).map_err(|_| bad("it is damaged: its header cannot be read"))?;
    if header.version != VERSION || header.program != env!("CARGO_PKG_VERSION") {
        return Err(Error::OtherIndex {
            program: header.program,
        });
    }
    let mut newest: Option<Place> = None;
    for at in PLACES {
        let mut place = [0; PLACE];
        read(at, &mut place)?;
        newest = newest
            .into_iter()
            .chain(Place::of(&place))
            .max_by_key(|place| place.state.number);
    }
    let Some(place) = newest else {
        return Err(bad("it is damaged: it does not say where its parts are"));
    };
    if bytes.size().map_err(|error| unread(&error))? < place.state.end {
        return Err(bad("its end is missing"));
    }
    let list = place.list.kept(bytes)?;
    let list = zstd::bulk::decompress(&list, place.list.full as usize).map_err(|_| contradiction())?;
    Ok((place.state, list))
}

impl Place {
    /// Of a state whose list of parts is the last thing in it.
    fn of_list(number: u64, list: &Compressed, at: u64) -> Self {
        Self {
            state: State {
                number,
                end: at + list.bytes.len() as u64,
            },
            list: Part::of(list, at),
        }
    }
}

/// Writes a whole index: these parts, moved together from [`first_part`] on, and the list of them.
pub fn write(out: &mut dyn Write, from: &Arc<dyn IndexBytes>, parts: &[Part], list: &[u8]) -> io::Result<()> {
    let header = serde_json::to_vec(&Header {
        version: VERSION,
        program: env!("CARGO_PKG_VERSION").to_owned(),
    })?;
    let list = Compressed::of(list).map_err(io::Error::other)?;
    let at = PARTS + parts.iter().map(|part| part.len).sum::<u64>();
    let place = Place::of_list(1, &list, at);
    let mut start = vec![0; PARTS as usize];
    let mut put =
        |at: u64, bytes: &[u8]| start[at as usize..at as usize + bytes.len()].copy_from_slice(bytes);
    put(0, FORMAT);
    put(FORMAT.len() as u64, &(header.len() as u64).to_le_bytes());
    put(FORMAT.len() as u64 + 8, &header);
    put(Place::position(1), &place.bytes());
    out.write_all(&start)?;
    for part in parts {
        out.write_all(&part.kept(from.as_ref()).map_err(io::Error::other)?)?;
    }
    out.write_all(&list.bytes)
}

/// Where the first part of a whole index is.
pub fn first_part() -> u64 {
    PARTS
}

/// Adds parts after a state, and makes the list the newest one.
pub fn extend(into: &mut dyn IndexSink, state: State, parts: &[u8], list: &[u8]) -> io::Result<()> {
    let list = Compressed::of(list).map_err(io::Error::other)?;
    into.write_at(state.end, parts)?;
    let at = state.end + parts.len() as u64;
    into.write_at(at, &list.bytes)?;
    into.sync()?;
    let place = Place::of_list(state.number + 1, &list, at);
    into.write_at(Place::position(place.state.number), &place.bytes())?;
    into.sync()
}

fn unread(error: &io::Error) -> Error {
    if error.kind() == io::ErrorKind::UnexpectedEof {
        bad("it is not an Onefold index, or its end is missing")
    } else {
        Error::BadIndex {
            reason: error.to_string(),
        }
    }
}
