//! The checked input of every verb: text columns in Arrow batches, with keys and sources.

mod away;

use std::hash::BuildHasher;
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::{Array, ArrayRef, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::{Error, hashing::spread};
use away::Away;
pub use away::TextColumns;

/// One run numbers its records with 32 bits and keeps the last value for "none".
const MAX_RECORDS: usize = u32::MAX as usize - 1;

/// Records to match: batches of text columns; null and empty both mean "missing".
#[derive(Debug, Clone)]
pub struct Records {
    names: Vec<String>,
    texts: Texts,
    /// First row number of each batch.
    starts: Vec<usize>,
    len: usize,
    key: Option<usize>,
    source: Option<Sources>,
    /// Values that are never taken for a missing one, as [`bare`] leaves them.
    kept: Vec<String>,
    /// Columns that were looked at last, and which of them say nothing.
    silent: SilentColumns,
}

/// Some columns, and which of them say nothing, as it was found last. Parts of records share it with the whole.
type SilentColumns = Arc<Mutex<Option<(Vec<usize>, Vec<usize>)>>>;

/// Where the texts are.
#[derive(Debug, Clone)]
enum Texts {
    /// In memory.
    Here(Vec<RecordBatch>),
    /// Where the caller reads them from when they are needed.
    Away(Away),
}

/// Which source each record comes from.
#[derive(Debug, Clone)]
pub struct Sources {
    /// Index of the source column.
    pub column: usize,
    /// Source names, in order of first appearance.
    pub names: Vec<String>,
    /// Source number of each record.
    pub of: Vec<u16>,
}

impl Records {
    /// Takes batches whose columns are all `Utf8` and equal in name and order.
    pub fn try_new(batches: Vec<RecordBatch>) -> Result<Self, Error> {
        let names: Vec<String> = batches
            .first()
            .map(|batch| {
                batch
                    .schema()
                    .fields()
                    .iter()
                    .map(|field| field.name().clone())
                    .collect()
            })
            .unwrap_or_default();
        for batch in &batches {
            let schema = batch.schema();
            if schema.fields().len() != names.len()
                || schema
                    .fields()
                    .iter()
                    .zip(&names)
                    .any(|(field, name)| field.name() != name)
            {
                return Err(Error::DifferentColumns);
            }
            for field in schema.fields() {
                if field.data_type() != &DataType::Utf8 {
                    return Err(Error::NotText {
                        column: field.name().clone(),
                        found: field.data_type().to_string(),
                    });
                }
            }
        }
        let rows = batches.iter().map(RecordBatch::num_rows);
        let (starts, len) = starts(rows);
        Self::checked(names, Texts::Here(batches), (starts, len))
    }

    /// Records whose texts are elsewhere, in batches of so many rows. They are read when they are needed, and a run that cannot read them
    /// fails.
    pub fn elsewhere(
        names: Vec<String>,
        rows: impl Iterator<Item = usize>,
        columns: Arc<dyn TextColumns>,
    ) -> Result<Self, Error> {
        let texts = Texts::Away(Away::new(columns, names.len()));
        Self::checked(names, texts, starts(rows))
    }

    fn checked(names: Vec<String>, texts: Texts, (starts, len): (Vec<usize>, usize)) -> Result<Self, Error> {
        if len > MAX_RECORDS {
            return Err(Error::TooManyRecords {
                records: len,
                limit: MAX_RECORDS,
            });
        }
        Ok(Self {
            names,
            texts,
            starts,
            len,
            key: None,
            source: None,
            kept: Vec::new(),
            silent: SilentColumns::default(),
        })
    }

    /// Which of these columns say nothing; `find` is asked unless it is known.
    pub(crate) fn silent_among(&self, columns: &[usize], find: impl FnOnce() -> Vec<usize>) -> Vec<usize> {
        let known = || self.silent.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, silent)) = known().as_ref().filter(|(of, _)| of == columns) {
            return silent.clone();
        }
        let silent = find();
        *known() = Some((columns.to_vec(), silent.clone()));
        silent
    }

    /// Makes a column the primary key: unique, never empty, and not compared.
    pub fn with_key(mut self, column: &str) -> Result<Self, Error> {
        let index = self.position(column)?;
        if !self.is_surely_unique(index) {
            self.check_unique(index)?;
        }
        self.key = Some(index);
        Ok(self)
    }

    /// Finds the first value of a column that is empty or stands in an earlier record.
    fn check_unique(&self, column: usize) -> Result<(), Error> {
        let name = || self.names[column].clone();
        let mut seen: FxHashMap<&str, usize> = FxHashMap::default();
        for (row, key) in self.values(column).enumerate() {
            if key.is_empty() {
                return Err(Error::EmptyKey { column: name(), row });
            }
            if let Some(first) = seen.insert(key, row) {
                return Err(Error::DuplicateKey {
                    column: name(),
                    key: key.to_owned(),
                    first,
                    second: row,
                });
            }
        }
        Ok(())
    }

    /// Whether no value of a column is empty and no two have the same hash.
    fn is_surely_unique(&self, column: usize) -> bool {
        let hashes: Option<Vec<u64>> = (0..self.parts())
            .into_par_iter()
            .flat_map_iter(|part| {
                let values = self.part(part, column);
                (0..values.len()).map(move |row| {
                    let value = text(&values, row);
                    (!value.is_empty()).then(|| FxBuildHasher.hash_one(value))
                })
            })
            .collect();
        hashes.is_some_and(|hashes| are_distinct(&hashes))
    }

    /// The values of a column, from first to last; missing is the empty string.
    pub(crate) fn values(&self, column: usize) -> impl Iterator<Item = &str> {
        (0..self.parts()).flat_map(move |part| {
            let values = self.kept_part(part, column);
            (0..values.len()).map(move |row| text(values, row))
        })
    }

    /// The values of a column, one part after the other, from wherever they are. Null and empty mean "missing".
    pub fn column_parts(&self, column: usize) -> impl Iterator<Item = ArrayRef> {
        (0..self.parts()).map(move |part| self.part(part, column))
    }

    /// In how many parts the texts are.
    pub(crate) fn parts(&self) -> usize {
        self.starts.len()
    }

    /// Some values of a column, one part after the other. Reads them if they are not in memory, and does not keep them.
    pub(crate) fn part(&self, part: usize, column: usize) -> ArrayRef {
        match &self.texts {
            Texts::Here(batches) => Arc::clone(batches[part].column(column)),
            Texts::Away(away) => away.part(part, column, self.rows_of(part)),
        }
    }

    /// The same, kept in memory from then on.
    fn kept_part(&self, part: usize, column: usize) -> &ArrayRef {
        match &self.texts {
            Texts::Here(batches) => batches[part].column(column),
            Texts::Away(away) => &away.kept(column, |part| self.rows_of(part), self.parts())[part],
        }
    }

    /// How many records a part has.
    pub(crate) fn rows_of(&self, part: usize) -> usize {
        self.starts.get(part + 1).copied().unwrap_or(self.len) - self.starts[part]
    }

    /// The same records, whose texts are elsewhere: those of each batch and column where `columns` has them. They are read when
    /// they are needed, and a run that cannot read them fails.
    #[must_use]
    pub fn with_texts_in(&self, columns: Arc<dyn TextColumns>) -> Self {
        Self {
            texts: Texts::Away(Away::new(columns, self.names.len())),
            ..self.clone()
        }
    }

    /// The same records, with their texts in memory again.
    pub fn with_texts(&self, batches: Vec<RecordBatch>) -> Result<Self, Error> {
        let own = Self::try_new(batches)?;
        if (own.len, &own.names) != (self.len, &self.names) {
            return Err(Error::DifferentColumns);
        }
        Ok(Self {
            texts: own.texts,
            starts: own.starts,
            ..self.clone()
        })
    }

    /// Why texts could not be read, if they could not.
    pub(crate) fn check_texts(&self) -> Result<(), Error> {
        match &self.texts {
            Texts::Here(_) => Ok(()),
            Texts::Away(away) => away.check(),
        }
    }

    /// Values that are what they say, even where they look like a word for a missing value.
    #[must_use]
    pub fn keeping(mut self, values: &[String]) -> Self {
        self.kept = values.iter().map(|value| bare(value)).collect();
        self
    }

    /// Whether a cleaned value is never taken for a missing one.
    pub(crate) fn is_kept(&self, cleaned: &str) -> bool {
        !self.kept.is_empty() && self.kept.contains(&bare(cleaned))
    }

    /// Makes a column the source of each record; it is not compared.
    pub fn with_sources(mut self, column: &str) -> Result<Self, Error> {
        let index = self.position(column)?;
        let mut names: Vec<String> = Vec::new();
        let mut numbers: FxHashMap<String, u16> = FxHashMap::default();
        let mut of = Vec::with_capacity(self.len);
        for row in 0..self.len {
            let value = self.value(row, index);
            let number = if let Some(&number) = numbers.get(value) {
                number
            } else {
                let number = u16::try_from(names.len()).map_err(|_| Error::TooManyRecords {
                    records: names.len(),
                    limit: usize::from(u16::MAX),
                })?;
                names.push(value.to_owned());
                numbers.insert(value.to_owned(), number);
                number
            };
            of.push(number);
        }
        if names.len() < 2 && self.len > 1 {
            return Err(Error::OneSource {
                column: column.to_owned(),
                value: names.first().cloned().unwrap_or_default(),
            });
        }
        self.source = Some(Sources {
            column: index,
            names,
            of,
        });
        Ok(self)
    }

    /// The column that identifies records, where its name and its values say so: named like an identifier of the
    /// record (`id`, `record_id`, `key`, ...), else of a thing (`customer_id`, `CustomerNo`, `order_key`), unique and never
    /// empty. A column that is merely unique is no key: e-mail addresses and titles often are unique, and they are what
    /// has to be compared.
    pub fn detect_key(&self) -> Option<&str> {
        let columns = || 0..self.names.len();
        columns()
            .find(|&column| names_a_record(&self.names[column]) && self.is_unique(column))
            .or_else(|| {
                columns().find(|&column| names_a_thing(&self.names[column]) && self.is_unique(column))
            })
            .or_else(|| columns().find(|&column| self.is_counter(column)))
            .map(|column| self.names[column].as_str())
    }

    /// Other columns that identify records, by name and values. They are no evidence for or against a match.
    pub fn other_keys(&self) -> Vec<&str> {
        let source = self.source.as_ref().map(|source| source.column);
        (0..self.names.len())
            .filter(|&column| Some(column) != self.key && Some(column) != source)
            .filter(|&column| {
                let name = &self.names[column];
                ((names_a_record(name) || names_a_thing(name)) && self.is_unique(column))
                    || self.is_counter(column)
            })
            .map(|column| self.names[column].as_str())
            .collect()
    }

    fn is_unique(&self, column: usize) -> bool {
        self.is_surely_unique(column) || self.check_unique(column).is_ok()
    }

    /// Whether a column counts the records from 0 or 1 on, and its name says no more than that.
    fn is_counter(&self, column: usize) -> bool {
        const COUNTERS: [&str; 13] = [
            "no",
            "nr",
            "num",
            "number",
            "row",
            "rownum",
            "rownumber",
            "rownr",
            "rowno",
            "index",
            "sno",
            "srno",
            "lfdnr",
        ];
        let name = words_of(&self.names[column]).concat();
        let is_next = |(row, value): (usize, &str), first: u64| {
            value
                .trim()
                .parse::<u64>()
                .is_ok_and(|number| number == row as u64 + first)
        };
        let counts = |first: u64| self.values(column).enumerate().all(|row| is_next(row, first));
        (name.is_empty() || COUNTERS.contains(&name.as_str())) && self.len > 1 && (counts(0) || counts(1))
    }

    /// Some records alone, whose row numbers ascend.
    pub(crate) fn subset(&self, rows: &[u32]) -> Self {
        let mut rest = rows;
        let own_of_batches: Vec<&[u32]> = (0..self.parts())
            .map(|part| {
                let end = self.starts[part] + self.rows_of(part);
                let (own, later) = rest.split_at(rest.partition_point(|&row| (row as usize) < end));
                rest = later;
                own
            })
            .collect();
        let batches = match &self.texts {
            Texts::Here(batches) => batches,
            Texts::Away(away) => {
                let own = own_of_batches.into_iter().zip(&self.starts);
                let own: Vec<Vec<u32>> = own
                    .map(|(own, &start)| own.iter().map(|row| row - start as u32).collect())
                    .collect();
                let lens = own.iter().map(Vec::len);
                return Self {
                    starts: lens
                        .scan(0, |next, len| Some(std::mem::replace(next, *next + len)))
                        .collect(),
                    len: rows.len(),
                    texts: Texts::Away(away.choosing(own)),
                    source: self.source.as_ref().map(|source| Sources {
                        of: rows.iter().map(|&row| source.of[row as usize]).collect(),
                        ..source.clone()
                    }),
                    ..self.clone()
                };
            }
        };
        let schema = self.plain_schema();
        let parts = batches
            .par_iter()
            .zip(&self.starts)
            .zip(own_of_batches)
            .filter(|(_, own)| !own.is_empty())
            .map(|((batch, start), own)| {
                let columns = batch.columns().iter().map(|column| {
                    let values = own.iter().map(|&row| text(column, row as usize - start));
                    Arc::new(StringArray::from_iter_values(values)) as ArrayRef
                });
                RecordBatch::try_new(schema.clone(), columns.collect())
                    .expect("every column is text and has one value for each row")
            })
            .collect();
        self.with_rows(parts, rows.iter().map(|&row| row as usize))
    }

    fn plain_schema(&self) -> Arc<Schema> {
        let fields = self
            .names
            .iter()
            .map(|name| Field::new(name, DataType::Utf8, true));
        Arc::new(Schema::new(fields.collect::<Vec<_>>()))
    }

    /// The same columns, with other batches that hold these rows.
    fn with_rows(&self, batches: Vec<RecordBatch>, rows: impl Iterator<Item = usize>) -> Self {
        let (starts, len) = starts(batches.iter().map(RecordBatch::num_rows));
        Self {
            names: self.names.clone(),
            texts: Texts::Here(batches),
            starts,
            len,
            key: self.key,
            kept: self.kept.clone(),
            silent: SilentColumns::clone(&self.silent),
            source: self.source.as_ref().map(|source| Sources {
                of: rows.map(|row| source.of[row]).collect(),
                ..source.clone()
            }),
        }
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Column names, in their order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The batches as given; none if the texts are elsewhere.
    pub fn batches(&self) -> &[RecordBatch] {
        match &self.texts {
            Texts::Here(batches) => batches,
            Texts::Away(_) => &[],
        }
    }

    /// Index of the key column.
    pub fn key_column(&self) -> Option<usize> {
        self.key
    }

    /// Source of each record, in link mode.
    pub fn sources(&self) -> Option<&Sources> {
        self.source.as_ref()
    }

    /// Index of a column.
    pub fn position(&self, column: &str) -> Result<usize, Error> {
        self.names
            .iter()
            .position(|name| name == column)
            .ok_or_else(|| Error::UnknownColumn {
                column: column.to_owned(),
                columns: self.names.clone(),
            })
    }

    /// One value; missing is the empty string.
    pub fn value(&self, row: usize, column: usize) -> &str {
        let (part, row) = self.locate(row);
        text(self.kept_part(part, column), row)
    }

    /// The primary key of a record, or its row number counted from 0.
    pub fn key(&self, row: usize) -> String {
        self.key
            .map_or_else(|| row.to_string(), |column| self.value(row, column).to_owned())
    }

    fn locate(&self, row: usize) -> (usize, usize) {
        let batch = self.starts.partition_point(|&start| start <= row) - 1;
        (batch, row - self.starts[batch])
    }
}

/// A text without all but letters and digits.
fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Last words of names of ids.
const LAST_OF_IDS: [&str; 13] = [
    "id",
    "ids",
    "no",
    "nr",
    "num",
    "number",
    "nummer",
    "key",
    "pk",
    "uuid",
    "guid",
    "uid",
    "identifier",
];
/// First words of such names, as in Romance languages.
const FIRST_OF_IDS: [&str; 6] = ["id", "n", "nr", "num", "numero", "codigo"];
/// Words of numbers that people share, which are evidence.
const EVIDENCE: [&str; 72] = [
    "phone",
    "tel",
    "telephone",
    "telefon",
    "telefono",
    "telefone",
    "mobile",
    "mobil",
    "movil",
    "handy",
    "celular",
    "cell",
    "fax",
    "contact",
    "ruf",
    "tax",
    "steuer",
    "vat",
    "ust",
    "ssn",
    "soc",
    "social",
    "security",
    "seguridad",
    "securite",
    "insurance",
    "versicherungs",
    "medicare",
    "nhs",
    "npi",
    "lei",
    "duns",
    "orcid",
    "passport",
    "pass",
    "ausweis",
    "license",
    "licence",
    "driver",
    "drivers",
    "national",
    "house",
    "haus",
    "street",
    "rue",
    "calle",
    "via",
    "building",
    "apartment",
    "flat",
    "room",
    "unit",
    "email",
    "mail",
    "bank",
    "account",
    "konto",
    "iban",
    "card",
    "plate",
    "serial",
    "serien",
    "doi",
    "pmid",
    "isbn",
    "issn",
    "ean",
    "gtin",
    "upc",
    "asin",
    "postal",
    "zip",
];

/// Whether a column name is that of an identifier of the record's thing: `customer_id`, `CustomerNo`. Numbers that people and
/// authorities know, such as phone and tax numbers, are evidence, even where none occurs twice.
fn names_a_thing(name: &str) -> bool {
    let words = words_of(name);
    let Some((last, rest)) = words.split_last() else {
        return false;
    };
    if words[0] == "unnamed" {
        return true;
    }
    let is_evidence = |word: &str| EVIDENCE.contains(&word);
    let others = if LAST_OF_IDS.contains(&last.as_str()) {
        rest
    } else if FIRST_OF_IDS.contains(&words[0].as_str()) && words.len() == 2 {
        &words[1..]
    } else {
        // One word, as in German: `Kundennummer`.
        let stem = last.strip_suffix("nummer").or_else(|| last.strip_suffix("nr"));
        return stem.is_some_and(|stem| {
            stem.len() > 2
                && !EVIDENCE.iter().any(|evidence| stem.ends_with(evidence))
                && !rest.iter().any(|word| is_evidence(word))
        });
    };
    !others.is_empty() && !others.iter().any(|word| is_evidence(word))
}

/// Whether a column is named like the identifier of a record.
fn names_a_record(name: &str) -> bool {
    const NAMES: [&str; 16] = [
        "id",
        "oid",
        "idoid",
        "recid",
        "recordid",
        "uniqueid",
        "rowid",
        "uuid",
        "guid",
        "uid",
        "key",
        "pk",
        "primarykey",
        "recordkey",
        "entityid",
        "unnamed0",
    ];
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    let plain: String = letters.collect::<String>().to_lowercase();
    NAMES.contains(&plain.as_str())
}

/// The words of a column name, in lower case: `CustomerNo`, `customer_no` and `customer no` have two.
fn words_of(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut is_open = false;
    let mut was_lower = false;
    for c in name.chars() {
        if !c.is_alphanumeric() {
            is_open = false;
            continue;
        }
        let begins = !is_open || (c.is_uppercase() && was_lower);
        if begins {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
        is_open = true;
        was_lower = c.is_lowercase();
    }
    words
}

/// Whether no hash occurs twice. A table of bits, many for each hash, tells nearly all apart; only those that meet in a bit
/// are counted.
fn are_distinct(hashes: &[u64]) -> bool {
    const BITS_OF_HASH: usize = 32;
    let bits = (hashes.len() * BITS_OF_HASH).next_power_of_two().max(64);
    let shift = 64 - bits.trailing_zeros();
    let mut table = vec![0u64; bits / 64];
    let mut met: FxHashMap<u64, u32> = FxHashMap::default();
    for &hash in hashes {
        let bit = (spread(hash) >> shift) as usize;
        let mask = 1 << (bit % 64);
        if table[bit / 64] & mask != 0 {
            met.insert(hash, 0);
        }
        table[bit / 64] |= mask;
    }
    hashes.iter().all(|hash| match met.get_mut(hash) {
        Some(count) => {
            *count += 1;
            *count == 1
        }
        None => true,
    })
}

/// First row number of each batch, and the number of all rows.
fn starts(rows: impl Iterator<Item = usize>) -> (Vec<usize>, usize) {
    let mut len = 0;
    let starts = rows.map(|rows| {
        let start = len;
        len += rows;
        start
    });
    (starts.collect(), len)
}

/// A text value of a column that [`Records::try_new`] has checked; missing is the empty string.
pub(crate) fn text(column: &ArrayRef, row: usize) -> &str {
    let strings = column
        .as_any()
        .downcast_ref::<StringArray>()
        .expect("Records::try_new admits text columns only");
    if strings.is_null(row) {
        ""
    } else {
        strings.value(row)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn records(columns: &[(&str, &[&str])]) -> Records {
        let columns = columns.iter().map(|(name, values)| {
            let values: ArrayRef = Arc::new(StringArray::from(values.to_vec()));
            (*name, values)
        });
        Records::try_new(vec![RecordBatch::try_from_iter(columns).unwrap()]).unwrap()
    }

    #[test]
    fn a_unique_column_named_like_an_identifier_is_the_key() {
        let unique: &[&str] = &["a", "b"];
        let twice: &[&str] = &["a", "a"];
        for (columns, expected) in [
            (
                vec![("customer_id", unique), ("name", unique)],
                Some("customer_id"),
            ),
            (vec![("name", unique), ("CustomerNo", unique)], Some("CustomerNo")),
            (vec![("order key", unique)], Some("order key")),
            (
                vec![("shop_id", twice), ("customer_nr", unique)],
                Some("customer_nr"),
            ),
            (vec![("customer_id", unique), ("id", unique)], Some("id")),
            (vec![("unnamed_1", unique), ("name", unique)], Some("unnamed_1")),
            (vec![("phone_no", unique), ("tax_id", unique)], None),
            (vec![("no", unique), ("valid", unique), ("casino", unique)], None),
            (vec![("customer_id", twice)], None),
            (
                vec![("Name", unique), ("Kundennummer", unique)],
                Some("Kundennummer"),
            ),
            (vec![("id_cliente", unique)], Some("id_cliente")),
            (vec![("N\u{b0} client", unique)], Some("N\u{b0} client")),
            (
                vec![
                    ("Telefonnummer", unique),
                    ("Hausnr", unique),
                    ("soc_sec_id", unique),
                ],
                None,
            ),
            (vec![("ID    NAME      CITY", unique)], None),
            (vec![("No", &["1", "2"])], Some("No")),
            (vec![("No", &["2", "1"])], None),
        ] {
            assert_eq!(records(&columns).detect_key(), expected, "{columns:?}");
        }
    }

    #[test]
    fn other_columns_of_ids_are_known() {
        let unique: &[&str] = &["a", "b"];
        let records = records(&[
            ("id", unique),
            ("customer_no", unique),
            ("order_key", &["a", "a"]),
            ("tax_id", unique),
            ("name", unique),
            ("No", &["1", "2"]),
        ]);
        assert_eq!(records.other_keys(), ["id", "customer_no", "No"]);
        assert_eq!(
            records.with_key("id").unwrap().other_keys(),
            ["customer_no", "No"]
        );
    }

    proptest! {
        /// Among many hashes some meet in a bit; only equal ones count.
        #[test]
        fn hashes_are_distinct_unless_two_are_equal(
            hashes in proptest::collection::hash_set(0_u64..1 << 20, 1..3_000), twice in any::<prop::sample::Index>(),
        ) {
            let mut hashes: Vec<u64> = hashes.into_iter().collect();
            prop_assert!(are_distinct(&hashes));
            hashes.push(*twice.get(&hashes));
            prop_assert!(!are_distinct(&hashes));
        }
    }
}
