//! The index as a file: a line that names the format, a header in JSON, and lists of numbers (docs/formats.md).

use std::io::{Read, Write};

use serde::{Deserialize, Serialize};

use super::{
    About, RecordIndex,
    postings::{PostingLists, Postings},
};
use crate::{
    Error,
    block::TermFamily,
    lists::{self, MOST_RESERVED, write_list},
    standardize::Frequent,
};

/// The first bytes of the file.
const FORMAT: &[u8] = b"onefold-index\n";
/// Version of the layout. Terms depend on how values are cleaned, so the program's version counts as well.
const VERSION: u32 = 2;
/// Most bytes of the header; it grows with columns, not with records.
const MOST_HEADER: u64 = 64 << 20;

#[derive(Serialize, Deserialize)]
struct Header {
    version: u32,
    program: String,
    about: About,
    /// Lengths of the lists, in their order.
    lengths: Vec<u64>,
}

impl RecordIndex {
    /// Writes the index.
    pub fn write(&self, out: &mut dyn Write) -> std::io::Result<()> {
        let lists = self.lists();
        let header = Header {
            version: VERSION,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            about: self.about.clone(),
            lengths: lists.iter().map(List::len).collect(),
        };
        let header = serde_json::to_vec(&header)?;
        out.write_all(FORMAT)?;
        out.write_all(&(header.len() as u64).to_le_bytes())?;
        out.write_all(&header)?;
        for list in lists {
            list.write(out)?;
        }
        Ok(())
    }

    /// Reads an index that [`RecordIndex::write`] wrote; refuses what is no index, or one of another version.
    pub fn read(from: &mut dyn Read) -> Result<Self, Error> {
        let mut start = [0; FORMAT.len()];
        let mut len = [0; 8];
        read_exact(from, &mut start)?;
        if start != FORMAT {
            return Err(bad("it is not an Onefold index"));
        }
        read_exact(from, &mut len)?;
        let len = u64::from_le_bytes(len);
        if len > MOST_HEADER {
            return Err(bad("it is damaged: its header is too long"));
        }
        let mut header = vec![0; len as usize];
        read_exact(from, &mut header)?;
        let version: Version =
            serde_json::from_slice(&header).map_err(|_| bad("it is damaged: its header cannot be read"))?;
        if version.version != VERSION || version.program != env!("CARGO_PKG_VERSION") {
            return Err(Error::OtherIndex {
                program: version.program,
            });
        }
        let Header {
            mut about, lengths, ..
        } = serde_json::from_slice(&header).map_err(|_| bad("it is damaged: its header cannot be read"))?;
        if lengths.len() != 2 * about.attributes.len() + 4 * about.families.len() + 1 {
            return Err(bad("it is damaged: lists are missing"));
        }
        let mut lengths = lengths.into_iter();
        let mut next = || lengths.next().unwrap_or_default();
        for attribute in &mut about.attributes {
            attribute.frequent = Frequent {
                hashes: read_list(from, next(), u64::from_le_bytes)?,
                counts: read_list(from, next(), u32::from_le_bytes)?,
            };
        }
        let mut postings = Vec::with_capacity(about.families.len());
        for _ in &about.families {
            let lists = PostingLists {
                sorted: read_list(from, next(), u64::from_le_bytes)?,
                refined: read_list(from, next(), u64::from_le_bytes)?,
                frequent: read_list(from, next(), u64::from_le_bytes)?,
                counts: read_list(from, next(), u32::from_le_bytes)?,
            };
            if !lists.are_sound(about.records) {
                return Err(contradiction());
            }
            postings.push(Postings::new(lists, about.records));
        }
        let norms = read_list(from, next(), f32::from_le_bytes)?;
        let index = Self {
            about,
            postings,
            norms,
        };
        index.check()?;
        Ok(index)
    }

    /// Refuses lists that would lead astray.
    fn check(&self) -> Result<(), Error> {
        let about = &self.about;
        let is_sound = self.norms.len() == about.records
            && self.norms.iter().all(|norm| *norm > 0.0)
            && about.evidence.len() == about.attributes.len()
            && (1..=MOST_RESERVED as usize).contains(&about.search.most_candidates)
            && about.families.first() == Some(&TermFamily::Words)
            && about
                .families
                .iter()
                .all(|family| family.is_of(&about.attributes))
            && about.attributes.iter().all(|attribute| {
                let Frequent { hashes, counts } = &attribute.frequent;
                hashes.is_sorted() && hashes.len() == counts.len()
            });
        if is_sound { Ok(()) } else { Err(contradiction()) }
    }

    fn lists(&self) -> Vec<List<'_>> {
        let mut lists = Vec::new();
        for attribute in &self.about.attributes {
            lists.push(List::Long(&attribute.frequent.hashes));
            lists.push(List::Short(&attribute.frequent.counts));
        }
        for postings in &self.postings {
            let own = postings.lists();
            lists.push(List::Long(&own.sorted));
            lists.push(List::Long(&own.refined));
            lists.push(List::Long(&own.frequent));
            lists.push(List::Short(&own.counts));
        }
        lists.push(List::Real(&self.norms));
        lists
    }
}

/// What is read of a header before anything else is understood.
#[derive(Deserialize)]
struct Version {
    version: u32,
    program: String,
}

/// A list of numbers of one size.
enum List<'a> {
    Long(&'a [u64]),
    Short(&'a [u32]),
    Real(&'a [f32]),
}

impl List<'_> {
    fn len(&self) -> u64 {
        match self {
            Self::Long(list) => list.len() as u64,
            Self::Short(list) => list.len() as u64,
            Self::Real(list) => list.len() as u64,
        }
    }

    fn write(&self, out: &mut dyn Write) -> std::io::Result<()> {
        match self {
            Self::Long(list) => write_list(out, list, u64::to_le_bytes),
            Self::Short(list) => write_list(out, list, u32::to_le_bytes),
            Self::Real(list) => write_list(out, list, f32::to_le_bytes),
        }
    }
}

fn read_exact(from: &mut dyn Read, bytes: &mut [u8]) -> Result<(), Error> {
    from.read_exact(bytes).map_err(|error| unread(&error))
}

fn read_list<T, const N: usize>(
    from: &mut dyn Read,
    len: u64,
    number: impl Fn([u8; N]) -> T,
) -> Result<Vec<T>, Error> {
    lists::read_list(from, len, number).map_err(|error| unread(&error))
}

fn unread(error: &std::io::Error) -> Error {
    if error.kind() == std::io::ErrorKind::UnexpectedEof {
        bad("it is not an Onefold index, or its end is missing")
    } else {
        Error::BadIndex {
            reason: error.to_string(),
        }
    }
}

fn contradiction() -> Error {
    bad("it is damaged: its lists contradict each other")
}

fn bad(reason: &str) -> Error {
    Error::BadIndex {
        reason: reason.to_owned(),
    }
}
