//! Place: counts of a part's terms in, the blocks of its records out; then blocks to the parts that look through them.

use super::{
    Given, Messages, TableStatistics,
    describe::Described,
    in_order,
    wire::{Reader, Writer},
};
use crate::{
    Error,
    compare::classes::PairClasses,
    copies::MANY,
    hashing::mix,
    pair::{TermWeights, length},
    standardize::MISSING,
};

/// The family of blocks of records that are equal in every column and hold enough to identify one thing.
pub(super) const EQUAL: u8 = 127;

/// A record of a block.
#[derive(Debug, Clone, Copy)]
struct Placed {
    block: u64,
    row: u32,
    norm: f32,
    /// Whether the record looks through the block.
    walks: bool,
    family: u8,
    source: u16,
}

/// A term of a record, with the size of its block.
struct Term {
    size: u32,
    hash: u64,
    /// Records of the block before this one, where that is counted.
    before: u32,
}

impl TableStatistics {
    /// Takes in the counts that were asked for. Gives what the part keeps of its records, now with the counts of all parts, and
    /// its records by block.
    pub fn place(&self, part: u32, kept: &[u8], answers: &[&[u8]]) -> Result<(Vec<u8>, Given), Error> {
        let mut described = Described::read(kept)?;
        let mut answers = Answers::of(answers, self.parts())?;
        let asked = Messages::new(self.parts());
        for counted in described.counted_mut() {
            answers.begin(Reader::counts)?;
            for (hash, count) in counted.hashes.iter().zip(&mut counted.counts) {
                if *count > 0 {
                    *count = answers.next(asked.part_of(*hash))?;
                }
            }
        }
        let mut sizes = Vec::with_capacity(described.keys.len());
        for keys in &described.keys {
            answers.begin(|reader| {
                let mut own = Vec::new();
                for _ in 0..reader.count()? {
                    own.push(u32::try_from(reader.count()?).map_err(|_| Error::DamagedPart)?);
                    own.push(u32::from(reader.u8()?));
                }
                Ok(own)
            })?;
            let mut own = Vec::with_capacity(keys.len());
            for key in keys {
                if key.term == 0 {
                    own.push(Term {
                        size: 0,
                        hash: 0,
                        before: 0,
                    });
                    continue;
                }
                let from = asked.part_of(key.term);
                let (size, depth) = (answers.next(from)?, answers.next(from)?);
                own.push(Term {
                    size,
                    // Equal records have nothing to refine by.
                    hash: key.refined(if key.by[0] == 0 {
                        0
                    } else {
                        (depth as usize).min(key.by.len())
                    }),
                    before: depth,
                });
            }
            sizes.push(own);
        }
        let mut blocks = Messages::new(self.parts());
        let equal = sizes.pop().unwrap_or_default();
        self.write_equal(part, &described, &equal, &mut blocks);
        let is_copy = |row: u32| {
            let set = &equal[row as usize];
            set.size >= u32::from(MANY) && set.before >= 2
        };
        self.write_blocks(part, &described, &sizes, is_copy, &mut blocks);
        // What finds candidates has done its work.
        described.keys.clear();
        described.lists.truncate(1);
        Ok((described.write(), blocks.given(part)))
    }

    /// Records that are equal to others, where these are one thing. Values are counted over all records and not over distinct
    /// ones, so they seem a little more frequent than they are.
    fn write_equal(&self, part: u32, described: &Described, sets: &[Term], blocks: &mut Messages) {
        // Equal records of two sources are compared like others.
        if self.is_across_only() {
            return;
        }
        let classes = PairClasses::without_records(self.classes.clone());
        let width = described.columns.len();
        for (row, set) in (0u32..).zip(sets).filter(|(_, set)| set.size > 1) {
            let cells = &described.cells[row as usize * width..][..width];
            let parts = self.classes.facets.iter().zip(&described.parts);
            let others = parts.map(|(facet, part)| {
                let value = cells[facet.attribute];
                let (counted, value) = match part {
                    None => (&described.columns[facet.attribute], value),
                    Some(part) => (&part.values, part.of_value[value as usize]),
                };
                (value != MISSING).then(|| counted.counts[value as usize].saturating_sub(set.size))
            });
            if classes.tells_who(others, self.records()) {
                let own = Placed {
                    block: mix(set.hash ^ mix(u64::from(EQUAL))),
                    row: self.bases[part as usize] + row,
                    norm: 0.0,
                    walks: true,
                    family: EQUAL,
                    source: 0,
                };
                let to = blocks.part_of(own.block);
                own.write(blocks.to(to), false);
            }
        }
    }

    /// The blocks of each record but of further copies, which share the fate of the first two or stay alone.
    fn write_blocks(
        &self,
        part: u32,
        described: &Described,
        keys: &[Vec<Term>],
        is_copy: impl Fn(u32) -> bool,
        blocks: &mut Messages,
    ) {
        let weights = TermWeights::new(self.records());
        let budget = self.search.budget;
        let mut terms: Vec<(u32, u64)> = Vec::new();
        let mut placed: Vec<Placed> = Vec::new();
        for row in (0..described.rows).filter(|row| !is_copy(*row)) {
            placed.clear();
            let mut squares = 0.0f32;
            let mut new = |size: u32, hash: u64, family: usize, walks: bool| {
                // A block of one has no other record, and one beyond the budget is looked through by nobody.
                if size > 1 {
                    placed.push(Placed {
                        block: mix(hash ^ mix(family as u64)),
                        row: self.bases[part as usize] + row,
                        norm: 0.0,
                        walks,
                        family: family as u8,
                        source: described.sources.get(row as usize).copied().unwrap_or_default(),
                    });
                }
            };
            for (family, lists) in described.lists.iter().enumerate() {
                terms.clear();
                let own = lists.of_rows.get(row).iter().map(|&term| term as usize);
                terms.extend(own.map(|term| (lists.terms.counts[term], lists.terms.hashes[term])));
                for &(size, _) in &terms {
                    squares += weights.of(size) * weights.of(size);
                }
                terms.sort_unstable();
                let mut left = Some(budget);
                for &(size, hash) in &terms {
                    if size as usize > budget {
                        break;
                    }
                    left = left.and_then(|left| left.checked_sub(size as usize));
                    new(size, hash, family, left.is_some());
                }
            }
            for (family, keys) in keys.iter().enumerate() {
                let Term { size, hash, .. } = keys[row as usize];
                if size > 1 {
                    squares += weights.of(size) * weights.of(size);
                    new(size, hash, described.lists.len() + family, true);
                }
            }
            let norm = length(squares);
            for own in &mut placed {
                own.norm = norm;
                let to = blocks.part_of(own.block);
                own.write(blocks.to(to), self.is_across_only());
            }
        }
    }

    /// Brings the records of each block together, and sends it to the parts whose records look through it.
    pub fn gather(&self, part: u32, placed: &[&[u8]]) -> Result<Given, Error> {
        let mut all: Vec<Placed> = Vec::new();
        for (_, mut reader) in in_order(placed)? {
            while !reader.is_at_end() {
                all.push(Placed::read(&mut reader, self.is_across_only())?);
            }
        }
        all.sort_unstable_by_key(|own| (own.block, own.row));
        let mut lists = Messages::new(self.parts());
        for block in all.chunk_by(|a, b| a.block == b.block) {
            if block[0].family == EQUAL {
                for own in block {
                    let list = lists.to(self.part_of(own.row) as usize);
                    list.u8(EQUAL);
                    list.u32(block[0].row);
                    list.u32(own.row);
                }
                continue;
            }
            let mut to: Option<u32> = None;
            for walker in block.iter().filter(|own| own.walks) {
                let own = self.part_of(walker.row);
                // Rows ascend, and so do their parts.
                if block.len() > 1 && to != Some(own) {
                    to = Some(own);
                    let list = lists.to(own as usize);
                    list.u8(block[0].family);
                    list.count(block.len());
                    for member in block {
                        list.u32(member.row);
                        list.f32(member.norm);
                        list.u8(u8::from(member.walks));
                        if self.is_across_only() {
                            list.u16(member.source);
                        }
                    }
                }
            }
        }
        Ok(lists.given(part))
    }
}

impl Placed {
    fn write(&self, out: &mut Writer, has_source: bool) {
        out.u64(self.block);
        out.u32(self.row);
        out.f32(self.norm);
        out.u8(self.family << 1 | u8::from(self.walks));
        if has_source {
            out.u16(self.source);
        }
    }

    fn read(from: &mut Reader<'_>, has_source: bool) -> Result<Self, Error> {
        let (block, row, norm, kind) = (from.u64()?, from.u32()?, from.f32()?, from.u8()?);
        Ok(Self {
            block,
            row,
            norm,
            walks: kind & 1 == 1,
            family: kind >> 1,
            source: if has_source { from.u16()? } else { 0 },
        })
    }
}

/// The answers of all parts to the questions of one, read in the order in which it asked.
struct Answers<'a> {
    readers: Vec<Option<Reader<'a>>>,
    /// Answers to the questions at hand, by part, and how many of them were read.
    own: Vec<(Vec<u32>, usize)>,
}

impl<'a> Answers<'a> {
    fn of(messages: &'a [&'a [u8]], parts: usize) -> Result<Self, Error> {
        let mut readers: Vec<Option<Reader<'a>>> = vec![None; parts];
        for (from, reader) in in_order(messages)? {
            *readers.get_mut(from as usize).ok_or(Error::DamagedPart)? = Some(reader);
        }
        Ok(Self {
            own: Vec::new(),
            readers,
        })
    }

    /// Goes on to the next questions.
    fn begin(&mut self, read: impl Fn(&mut Reader<'a>) -> Result<Vec<u32>, Error>) -> Result<(), Error> {
        self.own.clear();
        for reader in &mut self.readers {
            let own = reader.as_mut().map(&read).transpose()?;
            self.own.push((own.unwrap_or_default(), 0));
        }
        Ok(())
    }

    fn next(&mut self, part: usize) -> Result<u32, Error> {
        let (own, at) = &mut self.own[part];
        let next = own.get(*at).copied().ok_or(Error::DamagedPart)?;
        *at += 1;
        Ok(next)
    }
}
