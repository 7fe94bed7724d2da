//! What is true of a thing, apart from how a record writes it.

use super::draw::Draw;

/// One fact of a thing.
#[derive(Debug, Clone)]
pub(super) enum Fact {
    /// Does not apply to this thing.
    Nothing,
    /// A person's name.
    Person(Person),
    /// Authors, artists.
    People(Vec<Person>),
    /// A company, an institute, a shop.
    Org(Org),
    /// A postal address.
    Address(Address),
    /// A date, as a day number.
    Day(i32),
    /// The digits of a phone number.
    Phone(String),
    /// What stands before and after the @.
    Mail(String, String),
    /// A code, a category or another text that is copied as it is.
    Text(String),
    /// A title or a description.
    Words(Words),
    /// An amount of money in cents, or another number with two digits after the point.
    Amount(i64),
    /// A whole number.
    Number(i64),
    /// Latitude and longitude, in millionths of a degree.
    Point(i64, i64),
    /// A quantity with a unit.
    Measure(Measure),
}

/// The parts of a person's name.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) given: String,
    /// A second given name, or a patronymic.
    pub(super) middle: String,
    pub(super) family: String,
    /// A second family name, which is often left out.
    pub(super) second: String,
    /// Jr, Sr or nothing.
    pub(super) suffix: &'static str,
    pub(super) is_woman: bool,
}

/// The parts of an organization's name.
#[derive(Debug, Clone)]
pub(super) struct Org {
    pub(super) core: String,
    pub(super) trade: String,
    /// Which legal form of the language, if any.
    pub(super) legal: Option<usize>,
    /// A department or a branch; empty for the organization as a whole.
    pub(super) part: String,
}

/// The parts of an address.
#[derive(Debug, Clone)]
pub(super) struct Address {
    pub(super) street: String,
    /// Which kind of way of the language: street, road, square.
    pub(super) way: usize,
    pub(super) number: i64,
    /// A letter after the house number, or nothing.
    pub(super) letter: &'static str,
    /// A flat or suite; empty where the whole house is meant.
    pub(super) unit: String,
    /// Which city of the table.
    pub(super) city: usize,
    /// Which postal code of the city.
    pub(super) zip: usize,
}

/// A text of words, some of which may be lost, and an end that tells it from others and is never lost.
#[derive(Debug, Clone)]
pub(super) struct Words {
    pub(super) words: Vec<String>,
    pub(super) tail: String,
}

/// A quantity: which ladder of sizes, and which step of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    pub(super) ladder: usize,
    pub(super) step: usize,
}

/// Sizes as goods have them: the values, and units with how much of the value makes one.
pub(super) struct Ladder {
    pub(super) values: &'static [i64],
    pub(super) units: &'static [(&'static str, i64)],
}

/// The ladders of sizes.
pub(super) const LADDERS: &[Ladder] = &[
    Ladder {
        values: &[5, 10, 20, 25, 40, 50, 100, 200, 250, 400, 500, 600, 800, 1000],
        units: &[("mg", 1), ("MG", 1), ("g", 1000)],
    },
    Ladder {
        values: &[100, 150, 200, 250, 330, 500, 700, 750, 1000, 1500, 2000],
        units: &[("ml", 1), ("mL", 1), ("cl", 10), ("l", 1000), ("L", 1000)],
    },
    Ladder {
        values: &[100, 125, 200, 250, 400, 500, 750, 1000, 2000, 5000],
        units: &[("g", 1), ("gr", 1), ("kg", 1000), ("KG", 1000)],
    },
    Ladder {
        values: &[8, 16, 32, 64, 128, 256, 512, 1024, 2048],
        units: &[("GB", 1), ("gb", 1), ("TB", 1024)],
    },
    Ladder {
        values: &[20, 25, 30, 40, 50, 60, 80, 90, 100, 120, 150, 180, 200, 250],
        units: &[("cm", 1), ("mm", 0), ("m", 100)],
    },
    Ladder {
        values: &[19, 22, 24, 27, 32, 40, 43, 50, 55, 65, 75],
        units: &[("\"", 1), ("inch", 1), ("in", 1), ("Zoll", 1)],
    },
    Ladder {
        values: &[34, 36, 37, 38, 39, 40, 41, 42, 43, 44, 46, 48, 50],
        units: &[("", 1)],
    },
    Ladder {
        values: &[3, 4, 5, 6, 8, 10, 12, 14, 16, 20, 24, 30],
        units: &[("mm", 1), ("MM", 1)],
    },
    Ladder {
        values: &[10, 14, 20, 28, 30, 50, 56, 60, 90, 100, 120],
        units: &[("pcs", 1), ("pack", 1), ("x", 1), ("St", 1), ("tabs", 1)],
    },
    Ladder {
        values: &[5, 9, 12, 18, 24, 36, 40, 60, 75, 100, 500, 1000, 1500, 2000],
        units: &[("W", 1), ("watt", 1), ("kW", 1000)],
    },
];

impl Measure {
    /// How the quantity is written; at random among units that keep it exact, the first where `d` is missing.
    pub(super) fn written(self, d: Option<&mut Draw>) -> String {
        let ladder = &LADDERS[self.ladder];
        let value = ladder.values[self.step];
        let Some(d) = d else {
            return format!("{value} {}", ladder.units[0].0).trim().to_owned();
        };
        let (unit, size) = d.of(ladder.units);
        let blank = if d.chance(0.5) { " " } else { "" };
        let number = match size {
            0 => (value * 10).to_string(),
            1 => value.to_string(),
            _ if value % size == 0 => (value / size).to_string(),
            _ if value * 100 % size == 0 => {
                let decimals = format!("{:02}", value * 100 / size % 100);
                let point = if d.chance(0.3) { "," } else { "." };
                format!("{}{point}{}", value / size, decimals.trim_end_matches('0'))
            }
            _ => return format!("{value}{blank}{}", ladder.units[0].0),
        };
        format!("{number}{blank}{unit}").trim().to_owned()
    }
}

/// Day number of a date.
pub(super) fn day(year: i32, month: u8, day: u8) -> i32 {
    time::Month::try_from(month)
        .ok()
        .and_then(|month| time::Date::from_calendar_date(year, month, day).ok())
        .map_or(2_440_000, time::Date::to_julian_day)
}

/// Year, month and day of a day number.
pub(super) fn calendar(day: i32) -> (i32, u8, u8) {
    time::Date::from_julian_day(day).map_or((1970, 1, 1), |date| {
        let (year, month, day) = date.to_calendar_date();
        (year, u8::from(month), day)
    })
}
