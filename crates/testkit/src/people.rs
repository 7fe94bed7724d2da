//! Synthetic people with known truth: names, addresses, birth dates and phones, with the errors that people make.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};

/// Columns of [`people`]: the first is a unique key, the others are attributes.
const COLUMNS: [&str; 7] = [
    "id",
    "first_name",
    "surname",
    "street",
    "city",
    "birth_date",
    "phone",
];

/// Records in one batch, so that callers meet more than one batch early.
const BATCH_RECORDS: usize = 4_096;

/// Most records of one person.
const MOST_RECORDS: u32 = 4;

/// Shares of the values of a duplicate that get an error, and that are missing.
const ERRORS: f64 = 0.12;
const GAPS: f64 = 0.05;

const FIRST_NAMES: [&str; 24] = [
    "Aisha", "Anna", "Carlos", "Chloe", "Daniel", "Elena", "Farid", "Grace", "Hiroshi", "Ingrid", "James",
    "Jonas", "Katarina", "Liam", "Maria", "Mateo", "Nadia", "Olga", "Peter", "Priya", "Samuel", "Sofia",
    "Tomasz", "Wei",
];

/// Two halves of surnames and of street names; together they are many, as real ones are.
const BEGINNINGS: [&str; 24] = [
    "Ash", "Black", "Brad", "Carl", "Cole", "Dal", "East", "Fair", "Green", "Hart", "Hol", "Kings", "Lang",
    "Mar", "Nor", "Oak", "Pres", "Rich", "Sand", "Stan", "Thorn", "Wal", "West", "Wood",
];
const ENDINGS: [&str; 16] = [
    "berg", "bridge", "brook", "by", "dale", "field", "ford", "ham", "land", "ley", "man", "more", "son",
    "stone", "ton", "worth",
];

const STREET_KINDS: [&str; 5] = ["Street", "Road", "Avenue", "Lane", "Close"];

const CITIES: [&str; 12] = [
    "Ashbourne",
    "Clinton",
    "Fairview",
    "Greenville",
    "Hartwell",
    "Lakeside",
    "Madison",
    "Riverton",
    "Springfield",
    "Stanmore",
    "Thornbury",
    "Westlake",
];

type Row = [String; COLUMNS.len()];

/// People in random order, and the entity of each record. One person in two has up to three duplicates with errors;
/// the key tells nothing of it. The same arguments give the same values on every machine.
pub fn people(records: usize, seed: u64) -> (Vec<RecordBatch>, Vec<u32>) {
    let mut random = Random(seed);
    let mut rows: Vec<(Row, u32)> = Vec::with_capacity(records);
    for entity in 0.. {
        if rows.len() == records {
            break;
        }
        let original = person(&mut random);
        let copies = if random.happens(0.5) {
            random.below(MOST_RECORDS)
        } else {
            0
        };
        let duplicates: Vec<Row> = (0..copies).map(|_| duplicate(&original, &mut random)).collect();
        let free = records - rows.len();
        rows.extend(
            std::iter::once(original)
                .chain(duplicates)
                .take(free)
                .map(|row| (row, entity)),
        );
    }
    for at in (1..rows.len()).rev() {
        rows.swap(at, random.below(at as u32 + 1) as usize);
    }
    for (number, (row, _)) in rows.iter_mut().enumerate() {
        row[0] = format!("p{number:07}");
    }
    let entities = rows.iter().map(|(_, entity)| *entity).collect();
    (rows.chunks(BATCH_RECORDS).map(batch).collect(), entities)
}

fn batch(rows: &[(Row, u32)]) -> RecordBatch {
    let columns = COLUMNS.iter().enumerate().map(|(at, name)| {
        let values = rows
            .iter()
            .map(|(row, _)| Some(row[at].as_str()).filter(|value| !value.is_empty()));
        (*name, Arc::new(values.collect::<StringArray>()) as ArrayRef, true)
    });
    RecordBatch::try_from_iter_with_nullable(columns).expect("all columns have one value for each row")
}

fn person(random: &mut Random) -> Row {
    let surname = format!("{}{}", random.pick(&BEGINNINGS), random.pick(&ENDINGS));
    let street = format!(
        "{} {}{} {}",
        1 + random.below(200),
        random.pick(&BEGINNINGS),
        random.pick(&ENDINGS),
        random.pick(&STREET_KINDS)
    );
    let (year, month, day) = (
        1930 + random.below(75),
        1 + random.below(12),
        1 + random.below(28),
    );
    [
        String::new(),
        random.pick(&FIRST_NAMES).to_owned(),
        surname,
        street,
        random.pick(&CITIES).to_owned(),
        format!("{year}-{month:02}-{day:02}"),
        format!("0{} {:06}", 20 + random.below(70), random.below(1_000_000)),
    ]
}

fn duplicate(original: &Row, random: &mut Random) -> Row {
    let mut row = original.clone();
    for (at, value) in row.iter_mut().enumerate().skip(1) {
        if random.happens(GAPS) {
            value.clear();
        } else if random.happens(ERRORS) {
            *value = match COLUMNS[at] {
                "birth_date" => other_notation(value),
                "first_name" if random.happens(0.3) => value.chars().take(1).collect(),
                _ => typo(value, random),
            };
        }
    }
    row
}

/// `1980-02-11` as `11/02/1980`.
fn other_notation(date: &str) -> String {
    let mut parts: Vec<&str> = date.split('-').collect();
    parts.reverse();
    parts.join("/")
}

/// Leaves a character out, doubles it, swaps it with the next one, or puts a neighbour of the alphabet in its place.
fn typo(value: &str, random: &mut Random) -> String {
    let mut text: Vec<char> = value.chars().collect();
    let at = random.below(text.len() as u32) as usize;
    match random.below(4) {
        0 => drop(text.remove(at)),
        1 => text.insert(at, text[at]),
        2 if at + 1 < text.len() => text.swap(at, at + 1),
        _ => {
            text[at] = match text[at] {
                'z' | 'Z' | '9' => 'a',
                other => char::from_u32(other as u32 + 1).unwrap_or(other),
            }
        }
    }
    text.into_iter().collect()
}

/// Pseudo-random numbers (splitmix64, Steele, Lea and Flood 2014). The engine has the same; a test tool that shared it
/// would share its faults.
struct Random(u64);

impl Random {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    /// A number below `limit`, which is not 0.
    fn below(&mut self, limit: u32) -> u32 {
        (((self.bits() >> 32) * u64::from(limit)) >> 32) as u32
    }

    fn happens(&mut self, share: f64) -> bool {
        f64::from(self.below(1 << 30)) < share * f64::from(1 << 30)
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len() as u32) as usize]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use arrow_array::cast::AsArray;

    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_people() {
        assert_eq!(people(500, 7), people(500, 7));
        assert_ne!(people(500, 7), people(500, 8));
    }

    #[test]
    fn keys_are_unique_and_a_third_or_more_of_the_records_are_duplicates() {
        let (batches, entities) = people(10_000, 1);
        let keys: BTreeSet<&str> = batches
            .iter()
            .flat_map(|batch| batch.column(0).as_string::<i32>().iter().flatten())
            .collect();
        assert_eq!((keys.len(), entities.len(), batches.len()), (10_000, 10_000, 3));
        let distinct = entities.iter().collect::<BTreeSet<_>>().len();
        assert!((5_000..=6_600).contains(&distinct), "{distinct}");
    }

    #[test]
    fn few_records_come_as_few() {
        assert!(people(0, 1).0.is_empty());
        assert_eq!(people(1, 1).1, [0]);
    }
}
