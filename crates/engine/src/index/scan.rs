//! Scan: the last records of a run in, the records of segments that share a term with them out.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    file::IndexBytes,
    segment::{Segment, ValueTable, variants},
};
use crate::{
    Error, Observer,
    block::{GRAM, TermFamily, VariantRef, join, refine, short_keys},
    numbers::LastRow,
    standardize::{StandardRecords, short_hash},
};

/// Number of a block among those of a family that the last records are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct BlockNumber(pub u32);

/// What the last records have, and records of segments are looked for by.
pub struct Wanted<'a> {
    families: &'a [TermFamily],
    /// The variants that families ask for, each with the keys that the last records have in it.
    variants: Vec<WantedVariant>,
    /// Those that a key joins; the others only refine blocks, which few records need.
    joined: Vec<usize>,
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
}

impl WantedTerms<'_> {
    /// The term of a record by its keys; `None` where it has none. `key_of` says `None` for a key that is of no use.
    fn term(&self, key_of: impl Fn(usize) -> Option<u64>) -> Option<u64> {
        // Most records lack some key, and this is quicker than a hash.
        if !self
            .parts
            .iter()
            .all(|&part| key_of(part).is_some_and(|key| key != 0))
        {
            return None;
        }
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
                    terms.extend((0..last.len as u32).filter_map(|row| {
                        let term = own.term(|variant| key_of(row, variant))?;
                        Some((term, LastRow(row)))
                    }));
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
        let mut joined: Vec<usize> = wanted.iter().flat_map(|own| own.parts.iter().copied()).collect();
        joined.sort_unstable();
        joined.dedup();
        let own = Self {
            families,
            variants,
            joined,
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
        let ids = own.map(|variant| {
            let keys = &table.keys[variant.place];
            let ids: Vec<u32> = keys.hashes.iter().map(|&key| variant.id(key)).collect();
            let of_values = keys.places.iter().map(|&place| ids[place as usize]);
            [NO_KEY].into_iter().chain(of_values).collect()
        });
        let ids = ids.collect();
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
        KnownValues {
            ids,
            words: Shared::of(table, &words),
            grams: grams.map(|grams| Shared::of(table, &grams)),
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
        // The ids of the row's keys, by variant.
        let mut ids = vec![NO_KEY; self.variants.len()];
        let is_joined: Vec<bool> = (0..ids.len())
            .map(|variant| self.joined.contains(&variant))
            .collect();
        let mut shared: Vec<BlockNumber> = Vec::new();
        for at in 0..len {
            let row = first + at as u32;
            let id_of = |variant: usize| {
                let WantedVariant { of, place, .. } = &self.variants[variant];
                tables[of.attribute].ids[*place][columns[of.attribute][at] as usize]
            };
            for &variant in &self.joined {
                ids[variant] = id_of(variant);
            }
            let key_of = |variant: usize| {
                let id = if is_joined[variant] {
                    ids[variant]
                } else {
                    id_of(variant)
                };
                (id != OTHER_KEY).then(|| self.variants[variant].keys[id as usize])
            };
            for ((family, wanted), found) in self.families.iter().zip(&self.terms).zip(&mut found) {
                if matches!(family, TermFamily::Key { .. }) {
                    let number = wanted.term(key_of).and_then(|term| wanted.numbers.get(&term));
                    found.extend(number.map(|&number| (number, row)));
                    continue;
                }
                shared.clear();
                for (table, column) in tables.iter().zip(columns) {
                    let own = match family {
                        TermFamily::Grams => table.grams.as_ref(),
                        _ => Some(&table.words),
                    };
                    if let Some(own) = own {
                        shared.extend_from_slice(own.get(column[at]));
                    }
                }
                shared.sort_unstable();
                shared.dedup();
                found.extend(shared.iter().map(|&number| (number, row)));
            }
        }
        found
    }
}

/// What the last records have of the values of an attribute; the first entry of each list is that of a missing value.
struct KnownValues {
    /// By variant of the attribute.
    ids: Vec<Vec<u32>>,
    words: Shared,
    grams: Option<Shared>,
}

/// Blocks of each value.
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
