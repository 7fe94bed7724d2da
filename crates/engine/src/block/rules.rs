//! Variants of attribute values, and the blocks of a joint key over them.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{BlockingPlan, Family, NO_BLOCK, RecordTerms, plan::JointKey};
use crate::{
    AttributeKind,
    hashing::{fnv, hash, mix},
    standardize::{Attribute, MISSING, StandardRecords, date::Date},
};

/// Names a variant: the attribute, and which of its kind's variants it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct VariantRef {
    /// Index of the attribute.
    pub attribute: usize,
    /// Index among the variants of its kind.
    pub offer: usize,
}

/// A way to look at the values of an attribute, coarse enough that errors often leave it unchanged.
#[derive(Debug, Clone)]
pub(super) struct Look {
    pub of: VariantRef,
    name: String,
    /// Key of each value number; 0 for none.
    keys: std::sync::Arc<Vec<u64>>,
}

impl Look {
    /// Key of each value number; 0 for none.
    pub fn keys(&self) -> &[u64] {
        &self.keys
    }
}

/// A look with what planning has to know of it.
#[derive(Debug, Clone)]
pub(super) struct Variant {
    pub look: Look,
    /// Probability that two random records agree.
    pub collision: f64,
    /// Share of records that have the variant.
    pub filled: f64,
    /// Share of matches that agree on it, where both have it.
    pub agrees: f64,
    /// Share of matches that agree on the whole value.
    pub agrees_exactly: f64,
}

/// The key of a value; it depends on texts alone, so that records of other runs have the same.
type KeyOf = fn(&StandardRecords, &Attribute, u32) -> u64;

/// The variants of a kind: name, share of matches that agree, how to get the key. The shares are round figures from
/// the person and product data of docs/benchmarks.md; planning needs their order, not their digits.
pub(super) fn offers(kind: AttributeKind) -> &'static [(&'static str, f64, KeyOf)] {
    match kind {
        AttributeKind::Name => &[
            ("", 0.78, whole),
            ("sound of ", 0.88, sound),
            ("start of ", 0.86, |_, a, v| prefix(a, v, 3)),
        ],
        AttributeKind::Organization => &[
            ("", 0.70, whole),
            ("rarest word of ", 0.82, rarest_word),
            ("start of ", 0.84, |_, a, v| prefix(a, v, 4)),
        ],
        AttributeKind::Address => &[
            ("", 0.66, whole),
            ("rarest word of ", 0.80, rarest_word),
            ("start of ", 0.78, |_, a, v| prefix(a, v, 6)),
        ],
        AttributeKind::Date => &[
            ("", 0.86, whole),
            ("year of ", 0.93, year),
            ("day and month of ", 0.90, day_month),
        ],
        AttributeKind::Phone => &[("", 0.75, phone7), ("end of ", 0.78, |_, a, v| suffix(a, v, 4))],
        AttributeKind::Email => &[("", 0.72, whole), ("start of ", 0.82, |_, a, v| prefix(a, v, 5))],
        AttributeKind::Code => &[("", 0.85, whole), ("start of ", 0.90, |_, a, v| prefix(a, v, 3))],
        AttributeKind::Category => &[("", 0.97, whole)],
        AttributeKind::Text => &[("", 0.5, whole), ("rarest word of ", 0.75, rarest_word)],
        AttributeKind::Number | AttributeKind::Ignore => &[],
    }
}

/// The variants of `size` records, of which these are all or a sample.
pub(super) fn variants(records: &StandardRecords, size: usize) -> Vec<Variant> {
    let mut all = Vec::new();
    for (index, attribute) in records.attributes.iter().enumerate() {
        if attribute.is_redundant || attribute.distinct < 2 {
            continue;
        }
        for offer in 0..offers(attribute.kind).len() {
            all.push(variant(
                records,
                VariantRef {
                    attribute: index,
                    offer,
                },
                size,
            ));
        }
    }
    all
}

/// Whether a variant depends on how often words occur.
pub(super) fn weighs_words(kind: AttributeKind, offer: usize) -> bool {
    offers(kind)
        .get(offer)
        .is_some_and(|(prefix, ..)| prefix.starts_with("rarest word"))
}

/// Looks at the values of an attribute in one way.
pub(super) fn look(records: &StandardRecords, of: VariantRef) -> Look {
    let attribute = &records.attributes[of.attribute];
    let (prefix, _, key_of) = offers(attribute.kind)[of.offer];
    let keys: Vec<u64> = (0..attribute.counts.len() as u32)
        .map(|v| {
            if v == MISSING {
                0
            } else {
                key_of(records, attribute, v)
            }
        })
        .collect();
    Look {
        of,
        name: format!("{prefix}{}", attribute.name),
        keys: keys.into(),
    }
}

fn variant(records: &StandardRecords, of: VariantRef, size: usize) -> Variant {
    let attribute = &records.attributes[of.attribute];
    let offered = offers(attribute.kind);
    let look = look(records, of);
    let mut sizes: FxHashMap<u64, f64> = FxHashMap::default();
    let mut filled = 0.0;
    for (&key, &count) in look.keys.iter().zip(&attribute.counts) {
        if key != 0 {
            *sizes.entry(key).or_default() += f64::from(count);
            filled += f64::from(count);
        }
    }
    // Summed in order of size, so that the result does not depend on the order of the map.
    let mut squares: Vec<f64> = sizes.values().map(|n| n * n).collect();
    squares.sort_by(f64::total_cmp);
    let records = records.len as f64;
    let squares: f64 = squares.iter().sum();
    let collision = if records < size as f64 {
        // Pairs of two records of the sample, and each record with itself.
        (squares - filled) / (records * (records - 1.0).max(1.0)) + filled / (records * size as f64)
    } else {
        squares / (records * records)
    };
    Variant {
        look,
        collision,
        filled: filled / records,
        agrees: offered[of.offer].1,
        agrees_exactly: offered[0].1,
    }
}

/// What a joint key is called.
pub(super) fn joint_name(parts: &[Look]) -> String {
    let names: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
    names.join(" + ")
}

/// Builds the blocks of a joint key; a block that is too large is split by further variants.
pub(super) fn joint_family(records: &StandardRecords, key: &JointKey, plan: &BlockingPlan) -> Family {
    let keyed = Keyed::new(
        records.len,
        |row| joint_hash(records, &key.parts, row),
        0..records.len as u32,
    );
    let mut builder = BlockBuilder {
        records,
        refinements: &key.refinements,
        largest: plan.largest_block,
        least_part: plan.least_part,
        places: vec![NO_BLOCK; records.len],
        rows: Vec::new(),
        refined: 0,
    };
    keyed.for_each_block(|block| builder.add(block, 0));
    drop(keyed);
    builder.rows.shrink_to_fit();
    Family {
        name: joint_name(&key.parts),
        record_terms: RecordTerms::Single(builder.places),
        starts: Vec::new(),
        rows: builder.rows,
        refined: builder.refined,
    }
}

/// Rows sorted by a key. Key and row share one number, which sorts faster than two: the row takes as many low bits as it
/// needs, the key's hash the others. Of a million records two with different keys get the same 44 bits once in some thirty
/// runs, and are then compared in vain.
struct Keyed {
    sorted: Vec<u64>,
    row_bits: u32,
}

impl Keyed {
    fn new(records: usize, hash_of: impl Fn(u32) -> Option<u64>, rows: impl Iterator<Item = u32>) -> Self {
        let row_bits = usize::BITS - records.leading_zeros();
        let mut sorted: Vec<u64> = rows
            .filter_map(|row| Some(hash_of(row)? << row_bits | u64::from(row)))
            .collect();
        sorted.sort_unstable();
        Self { sorted, row_bits }
    }

    /// Calls `with` for the rows of each key, ascending.
    fn for_each_block(&self, mut with: impl FnMut(&[u32])) {
        let mut rows = Vec::new();
        let row_of = (1u64 << self.row_bits) - 1;
        for block in self
            .sorted
            .chunk_by(|a, b| a >> self.row_bits == b >> self.row_bits)
        {
            rows.clear();
            rows.extend(block.iter().map(|keyed| (keyed & row_of) as u32));
            with(&rows);
        }
    }
}

struct BlockBuilder<'a> {
    records: &'a StandardRecords,
    refinements: &'a [Look],
    largest: usize,
    least_part: usize,
    places: Vec<u32>,
    rows: Vec<u32>,
    refined: u64,
}

impl BlockBuilder<'_> {
    /// Adds a block whose records ascend, or its parts where it is too large and a variant is left to split it.
    fn add(&mut self, block: &[u32], depth: usize) {
        if block.len() < 2 {
            return;
        }
        if block.len() <= self.largest || depth == self.refinements.len() {
            self.add_whole(block);
            return;
        }
        self.refined += u64::from(depth == 0);
        let by = std::slice::from_ref(&self.refinements[depth]);
        let records = self.records;
        let parts = Keyed::new(
            records.len,
            |row| Some(joint_hash(records, by, row).unwrap_or(0)),
            block.iter().copied(),
        );
        let mut small: Vec<u32> = Vec::new();
        parts.for_each_block(|part| {
            if part.len() >= self.least_part {
                self.add(part, depth + 1);
                return;
            }
            small.extend_from_slice(part);
            if small.len() >= self.least_part {
                small.sort_unstable();
                self.add_whole(&small);
                small.clear();
            }
        });
        if small.len() > 1 {
            small.sort_unstable();
            self.add_whole(&small);
        }
    }

    fn add_whole(&mut self, block: &[u32]) {
        let place = u32::try_from(self.rows.len())
            .ok()
            .filter(|&place| place != NO_BLOCK)
            .expect("the blocks of a key hold fewer than 4 billion records");
        for &row in block {
            self.places[row as usize] = place;
        }
        self.rows.push(block.len() as u32);
        self.rows.extend_from_slice(block);
    }
}

pub(super) fn joint_hash(records: &StandardRecords, parts: &[Look], row: u32) -> Option<u64> {
    let mut hash = 0u64;
    for part in parts {
        let key = part.keys[records.value(row, part.of.attribute) as usize];
        if key == 0 {
            return None;
        }
        hash = mix(hash ^ key);
    }
    Some(hash)
}

fn hash_bytes(bytes: impl IntoIterator<Item = u8>) -> u64 {
    mix(fnv(bytes)).max(1)
}

fn whole(_: &StandardRecords, attribute: &Attribute, value: u32) -> u64 {
    mix(hash(attribute.texts.get(value))).max(1)
}

fn prefix(attribute: &Attribute, value: u32, letters: usize) -> u64 {
    let text = attribute.texts.get(value);
    if text.len() < letters {
        0
    } else {
        hash_bytes(text[..letters].iter().copied())
    }
}

fn suffix(attribute: &Attribute, value: u32, letters: usize) -> u64 {
    let text = attribute.texts.get(value);
    if text.len() < letters {
        0
    } else {
        hash_bytes(text[text.len() - letters..].iter().copied())
    }
}

fn phone7(_: &StandardRecords, attribute: &Attribute, value: u32) -> u64 {
    suffix(attribute, value, 7)
}

fn rarest_word(records: &StandardRecords, attribute: &Attribute, value: u32) -> u64 {
    let words = attribute.words.get(value);
    let texts = &records.vocabulary.texts;
    words
        .iter()
        .min()
        .map_or(0, |&word| mix(hash(texts.get(word))).max(1))
}

fn year(_: &StandardRecords, attribute: &Attribute, value: u32) -> u64 {
    let date = Date::unpack(attribute.parsed[value as usize]);
    if date.year == 0 {
        0
    } else {
        mix(u64::from(date.year)).max(1)
    }
}

/// Day and month in ascending order, so that swapped ones agree; the first of January often stands for "unknown".
fn day_month(_: &StandardRecords, attribute: &Attribute, value: u32) -> u64 {
    let date = Date::unpack(attribute.parsed[value as usize]);
    if date.month == 0 || (date.month == 1 && date.day == 1) {
        return 0;
    }
    let (low, high) = (date.month.min(date.day), date.month.max(date.day));
    mix(u64::from(low) << 8 | u64::from(high)).max(1)
}

/// First letter and the groups of the next three consonants, as in Soundex (Russell 1918), over the whole value.
fn sound(_: &StandardRecords, attribute: &Attribute, value: u32) -> u64 {
    let text = attribute.texts.get(value);
    let Some(&first) = text.first() else { return 0 };
    let mut code = [first, b'0', b'0', b'0'];
    let mut at = 1;
    let mut last = group(first);
    for &letter in &text[1..] {
        let own = group(letter);
        if own != 0 && own != last {
            code[at] = own;
            at += 1;
            if at == code.len() {
                break;
            }
        }
        if !matches!(letter, b'h' | b'w') {
            last = own;
        }
    }
    hash_bytes(code)
}

fn group(letter: u8) -> u8 {
    match letter {
        b'b' | b'f' | b'p' | b'v' => b'1',
        b'c' | b'g' | b'j' | b'k' | b'q' | b's' | b'x' | b'z' => b'2',
        b'd' | b't' => b'3',
        b'l' => b'4',
        b'm' | b'n' => b'5',
        b'r' => b'6',
        _ => 0,
    }
}
