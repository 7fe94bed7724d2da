//! Scan: the last records of a run in, the records of segments that share a term with them out.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    file::IndexBytes,
    segment::{Segment, ValueTable, variants},
};
use crate::{
    Error, Observer,
    block::{GRAM, TermFamily, VariantRef, join, refine, short_keys},
    hashing::{add, short_hash},
    numbers::LastRow,
    standardize::StandardRecords,
};

/// Number of a block among those of a family that the last records are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct BlockNumber(pub u32);

/// What the last records have, and records of segments are looked for by.
pub struct Wanted<'a> {
    families: &'a [TermFamily],
    /// The variants that families ask for, each with the keys that the last records have in it.
    variants: Vec<WantedVariant>,
    /// For each family.
    terms: Vec<WantedTerms<'a>>,
}

struct WantedVariant {
    of: VariantRef,
    /// Its number among the variants of its attribute.
    place: usize,
    ids: FxHashMap<u64, u32>,
    /// The key of each id.
    keys: Vec<u64>,
}

/// No key at all, and one that none of the last records has.
const NO_KEY: u32 = 0;
const OTHER_KEY: u32 = u32::MAX;

impl WantedVariant {
    fn id(&self, key: u64) -> u32 {
        if key == 0 {
            NO_KEY
        } else {
            self.ids.get(&key).copied().unwrap_or(OTHER_KEY)
        }
    }
}

/// The terms of a family that the last records have.
struct WantedTerms<'a> {
    numbers: FxHashMap<u64, BlockNumber>,
    /// Number of the variant of each part of a key, and of each of its refinements.
    parts: Vec<usize>,
    refinements: Vec<usize>,
    refined: &'a FxHashSet<u64>,
    /// Which ids of the parts occur together.
    together: Together,
}

/// Says of most ids that do not occur together that they do not: a table of bits, which is small enough for the nearest caches.
struct Together {
    bits: Vec<u64>,
    shift: u32,
}

impl Together {
    /// For so many sets of ids.
    fn new(sets: usize) -> Self {
        // Sixteen bits for each set let one in sixteen others through at most.
        let log = (sets.max(4) * 16).next_power_of_two().trailing_zeros();
        Self {
            bits: vec![0; 1 << (log - 6)],
            shift: u64::BITS - log,
        }
    }

    fn place(&self, ids: impl Iterator<Item = u32>) -> (usize, u64) {
        let hash = ids.fold(0, |hash, id| add(hash, u64::from(id)));
        let place = (hash >> self.shift) as usize;
        (place / 64, 1 << (place % 64))
    }

    fn add(&mut self, ids: impl Iterator<Item = u32>) {
        let (at, bit) = self.place(ids);
        self.bits[at] |= bit;
    }

    fn has(&self, ids: impl Iterator<Item = u32>) -> bool {
        let (at, bit) = self.place(ids);
        self.bits[at] & bit != 0
    }
}

impl WantedTerms<'_> {
    /// Whether one of the last records may have these ids in the parts.
    fn may_have(&self, id_of: impl Fn(usize) -> u32) -> bool {
        let own = || self.parts.iter().map(|&part| id_of(part));
        own().all(|id| id != NO_KEY && id != OTHER_KEY) && self.together.has(own())
    }

    /// The term of a record by its keys; `None` where it has none. `key_of` says `None` for a key that is of no use.
    fn term(&self, key_of: impl Fn(usize) -> Option<u64>) -> Option<u64> {
        let mut term = join(self.parts.iter().map(|&part| key_of(part).unwrap_or(0)))?;
        for &by in &self.refinements {
            if !self.refined.contains(&term) {
                break;
            }
            term = refine(term, key_of(by)?);
        }
        Some(term)
    }
}

/// The terms of the last records in one family, ascending, with the records that have each.
pub type TermsOfLast = Vec<(u64, LastRow)>;

impl<'a> Wanted<'a> {
    /// What these records have. `refined` are the terms of each family whose blocks are refined.
    pub fn of(
        last: &StandardRecords,
        families: &'a [TermFamily],
        refined: &'a [FxHashSet<u64>],
    ) -> (Self, Vec<TermsOfLast>) {
        let all = variants(families);
        let keys: Vec<Vec<u64>> = all.iter().map(|&of| short_keys(last, of)).collect();
        let variants = all.iter().zip(&keys).map(|(&of, keys)| {
            let mut variant = WantedVariant {
                of,
                place: all
                    .iter()
                    .filter(|other| other.attribute == of.attribute && **other < of)
                    .count(),
                ids: FxHashMap::default(),
                keys: vec![0],
            };
            for &key in keys {
                let next = variant.keys.len() as u32;
                if key != 0 && *variant.ids.entry(key).or_insert(next) == next {
                    variant.keys.push(key);
                }
            }
            variant
        });
        let variants: Vec<WantedVariant> = variants.collect();
        let texts = &last.vocabulary.texts;
        let (mut wanted, mut of_last) = (Vec::new(), Vec::new());
        for (family, refined) in families.iter().zip(refined) {
            let number = |refs: &[VariantRef]| -> Vec<usize> {
                refs.iter()
                    .filter_map(|of| all.iter().position(|other| other == of))
                    .collect()
            };
            let (parts, refinements) = match family {
                TermFamily::Key { parts, refinements } => (number(parts), number(refinements)),
                TermFamily::Words | TermFamily::Grams => (Vec::new(), Vec::new()),
            };
            let mut own = WantedTerms {
                numbers: FxHashMap::default(),
                parts,
                refinements,
                refined,
                together: Together::new(last.len),
            };
            let mut terms: TermsOfLast = Vec::new();
            match family {
                TermFamily::Words => {
                    let hashes: Vec<u64> = (0..texts.len() as u32)
                        .map(|word| short_hash(texts.get(word)))
                        .collect();
                    for row in 0..last.len as u32 {
                        let words = last.words.get(row).iter();
                        terms.extend(words.map(|&word| (hashes[word as usize], LastRow(row))));
                    }
                }
                TermFamily::Grams => {
                    for row in 0..last.len as u32 {
                        let words = last.words.get(row).iter();
                        let grams = words.flat_map(|&word| texts.get(word).windows(GRAM));
                        terms.extend(grams.map(|gram| (short_hash(gram), LastRow(row))));
                    }
                }
                TermFamily::Key { .. } => {
                    let key_of = |row: u32, variant: usize| {
                        let value = last.value(row, all[variant].attribute);
                        Some(keys[variant][value as usize])
                    };
                    for row in 0..last.len as u32 {
                        if let Some(term) = own.term(|variant| key_of(row, variant)) {
                            terms.push((term, LastRow(row)));
                            let keys = own
                                .parts
                                .iter()
                                .filter_map(|&part| Some((part, key_of(row, part)?)));
                            own.together.add(keys.map(|(part, key)| variants[part].id(key)));
                        }
                    }
                }
            }
            terms.sort_unstable();
            terms.dedup();
            for same in terms.chunk_by(|a, b| a.0 == b.0) {
                let number = BlockNumber(own.numbers.len() as u32);
                own.numbers.insert(same[0].0, number);
            }
            wanted.push(own);
            of_last.push(terms);
        }
        let own = Self {
            families,
            variants,
            terms: wanted,
        };
        (own, of_last)
    }

    /// The records of a segment that have the terms of each family, ascending; its first record has the row number `first`.
    pub fn found_in(
        &self,
        segment: &Segment,
        first: u32,
        bytes: &dyn IndexBytes,
        observer: &dyn Observer,
    ) -> Result<Vec<Vec<(BlockNumber, u32)>>, Error> {
        let tables = segment.tables(bytes, self.families)?;
        let values: Vec<usize> = tables.iter().map(|table| table.len).collect();
        let tables: Vec<KnownValues> = tables
            .iter()
            .enumerate()
            .map(|(attribute, table)| self.known(attribute, table))
            .collect();
        let found = segment.for_each_page(bytes, &values, |first_of_page, columns| {
            if observer.is_cancelled() {
                return Vec::new();
            }
            self.found_in_page(first + first_of_page, columns, &tables)
        })?;
        if observer.is_cancelled() {
            return Err(Error::Cancelled);
        }
        let mut all = vec![Vec::new(); self.families.len()];
        for page in found {
            for (all, own) in all.iter_mut().zip(page) {
                all.extend(own);
            }
        }
        Ok(all)
    }

    /// What the last records have of the values of an attribute.
    fn known(&self, attribute: usize, table: &ValueTable) -> KnownValues {
        let own = self
            .variants
            .iter()
            .filter(|variant| variant.of.attribute == attribute);
        let width = own.clone().count() + 1;
        let mut cells = vec![NO_KEY; (table.len + 1) * width];
        for variant in own {
            let keys = &table.keys[variant.place];
            let ids: Vec<u32> = keys.hashes.iter().map(|&key| variant.id(key)).collect();
            for (value, &place) in keys.places.iter().enumerate() {
                cells[(value + 1) * width + variant.place] = ids[place as usize];
            }
        }
        let known = |family: &TermFamily, hashes: &[u64]| -> Option<Vec<Option<BlockNumber>>> {
            let at = self.families.iter().position(|own| own == family)?;
            let numbers = &self.terms[at].numbers;
            Some(hashes.iter().map(|hash| numbers.get(hash).copied()).collect())
        };
        let words = known(&TermFamily::Words, &table.words.hashes).unwrap_or_default();
        let words: Vec<&[BlockNumber]> = words.iter().map(Option::as_slice).collect();
        let grams: Option<Vec<Vec<BlockNumber>>> = table.grams.as_ref().and_then(|(sizes, grams)| {
            let known = known(&TermFamily::Grams, &grams.hashes)?;
            let mut rest = grams.places.as_slice();
            let of_words = sizes.iter().map(|&size| {
                let (own, others) = rest.split_at(size as usize);
                rest = others;
                own.iter().filter_map(|&gram| known[gram as usize]).collect()
            });
            Some(of_words.collect())
        });
        let grams: Option<Vec<&[BlockNumber]>> = grams
            .as_ref()
            .map(|grams| grams.iter().map(Vec::as_slice).collect());
        let words = Shared::of(table, &words);
        let grams = grams.map(|grams| Shared::of(table, &grams));
        for value in 1..=table.len as u32 {
            let is_found = |shared: &Shared| !shared.get(value).is_empty();
            let is_shared = is_found(&words) || grams.as_ref().is_some_and(is_found);
            cells[value as usize * width + width - 1] = u32::from(is_shared);
        }
        KnownValues {
            cells,
            width,
            words,
            grams,
        }
    }

    fn found_in_page(
        &self,
        first: u32,
        columns: &[Vec<u32>],
        tables: &[KnownValues],
    ) -> Vec<Vec<(BlockNumber, u32)>> {
        let mut found = vec![Vec::new(); self.families.len()];
        let len = columns.first().map_or(0, Vec::len);
        // Where the row's values stand in their tables, and those that have a word or gram of the last records.
        let mut starts = vec![0; tables.len()];
        let mut sharing: Vec<(usize, u32)> = Vec::new();
        let mut shared: Vec<BlockNumber> = Vec::new();
        for at in 0..len {
            let row = first + at as u32;
            sharing.clear();
            for (attribute, (table, column)) in tables.iter().zip(columns).enumerate() {
                let value = column[at];
                starts[attribute] = value as usize * table.width;
                if table.cells[starts[attribute] + table.width - 1] != 0 {
                    sharing.push((attribute, value));
                }
            }
            let id_of = |variant: usize| {
                let WantedVariant { of, place, .. } = &self.variants[variant];
                tables[of.attribute].cells[starts[of.attribute] + place]
            };
            let key_of = |variant: usize| {
                let id = id_of(variant);
                (id != OTHER_KEY).then(|| self.variants[variant].keys[id as usize])
            };
            for ((family, wanted), found) in self.families.iter().zip(&self.terms).zip(&mut found) {
                if matches!(family, TermFamily::Key { .. }) {
                    if wanted.may_have(id_of) {
                        let number = wanted.term(key_of).and_then(|term| wanted.numbers.get(&term));
                        found.extend(number.map(|&number| (number, row)));
                    }
                    continue;
                }
                shared.clear();
                for &(attribute, value) in &sharing {
                    let own = match family {
                        TermFamily::Grams => tables[attribute].grams.as_ref(),
                        _ => Some(&tables[attribute].words),
                    };
                    shared.extend_from_slice(own.map_or(&[], |own| own.get(value)));
                }
                shared.sort_unstable();
                shared.dedup();
                found.extend(shared.iter().map(|&number| (number, row)));
            }
        }
        found
    }
}

/// What the last records have of the values of an attribute.
struct KnownValues {
    /// For each value, from a missing one on, the ids of its keys in the variants of the attribute, and whether any of its words or
    /// grams is one of the last records: together, so that they come from memory together.
    cells: Vec<u32>,
    width: usize,
    words: Shared,
    grams: Option<Shared>,
}

/// Blocks of each value, from a missing one on.
struct Shared {
    starts: Vec<u32>,
    blocks: Vec<BlockNumber>,
}

impl Shared {
    /// From the blocks of each word.
    fn of(table: &ValueTable, of_words: &[&[BlockNumber]]) -> Self {
        let mut own = Self {
            starts: vec![0, 0],
            blocks: Vec::new(),
        };
        let mut rest = table.words.places.as_slice();
        for &size in &table.sizes {
            let (words, others) = rest.split_at(size as usize);
            rest = others;
            for &word in words {
                own.blocks.extend_from_slice(of_words[word as usize]);
            }
            own.starts.push(own.blocks.len() as u32);
        }
        own
    }

    fn get(&self, value: u32) -> &[BlockNumber] {
        let at = value as usize;
        &self.blocks[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}
