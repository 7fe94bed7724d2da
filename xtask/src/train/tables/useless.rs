//! Columns that say nothing about which things are the same, and columns that repeat what others say.

use super::{draw::Draw, facts::calendar, world::World};

/// A column that has nothing to do with the things.
pub(super) struct Useless {
    pub(super) key: &'static str,
    kind: Kind,
    /// Values that are drawn from.
    pool: Vec<String>,
    /// How many cells are empty.
    missing: f64,
    first: i64,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Uuid,
    Hash,
    Moment,
    Day,
    Among,
    Amount,
    Score,
    Sequence,
    Reference,
    Notes,
    Url,
    Ip,
    Photo,
    Constant,
    Nearly,
    Flag,
    Person,
}

const KINDS: [(&str, Kind); 31] = [
    ("uuid", Kind::Uuid),
    ("hash", Kind::Hash),
    ("created", Kind::Moment),
    ("updated", Kind::Moment),
    ("imported", Kind::Day),
    ("last_seen", Kind::Day),
    ("status", Kind::Among),
    ("owner", Kind::Among),
    ("system", Kind::Among),
    ("segment", Kind::Among),
    ("channel", Kind::Among),
    ("score", Kind::Score),
    ("amount", Kind::Amount),
    ("balance", Kind::Amount),
    ("sequence", Kind::Sequence),
    ("reference", Kind::Reference),
    ("notes", Kind::Notes),
    ("remark", Kind::Among),
    ("url", Kind::Url),
    ("agent", Kind::Among),
    ("ip", Kind::Ip),
    ("photo", Kind::Photo),
    ("batch", Kind::Among),
    ("constant", Kind::Constant),
    ("nearly", Kind::Nearly),
    ("flag", Kind::Flag),
    ("rating", Kind::Flag),
    ("service_mail", Kind::Among),
    ("service_phone", Kind::Among),
    ("reviewer", Kind::Person),
    ("next_visit", Kind::Day),
];

/// Draws `count` useless columns of different kinds.
pub(super) fn draw(count: usize, world: &World, d: &mut Draw) -> Vec<Useless> {
    let mut kinds = KINDS;
    d.shuffle(&mut kinds);
    kinds[..count.min(KINDS.len())]
        .iter()
        .map(|&(key, kind)| Useless {
            key,
            kind,
            pool: pool(key, world, d),
            missing: d.of(&[0.0, 0.0, 0.0, 0.1, 0.5]),
            first: d.between(1, 90_000),
        })
        .collect()
}

fn pool(key: &str, world: &World, d: &mut Draw) -> Vec<String> {
    let few = d.of(&[2, 3, 4, 6]);
    let listed =
        |list: &[&str]| -> Vec<String> { list.iter().take(few).map(|&word| word.to_owned()).collect() };
    match key {
        "status" => listed(&["active", "new", "closed", "pending", "open", "archived"]),
        "system" => listed(&["web", "import", "shop", "app", "partner", "legacy"]),
        "segment" => listed(&["A", "B", "C", "D", "E", "F"]),
        "channel" => listed(&["phone", "mail", "store", "fair", "referral", "ads"]),
        "flag" => d
            .of(&[["Y", "N"], ["true", "false"], ["1", "0"]])
            .map(str::to_owned)
            .to_vec(),
        "rating" => ["1", "2", "3", "4", "5"].map(str::to_owned).to_vec(),
        "owner" => (0..d.of(&[3, 8, 20])).map(|_| somebody(world, d)).collect(),
        "service_mail" => (0..d.of(&[1, 3, 8]))
            .map(|_| format!("{}@{}", d.code("hhhh"), d.pick(&world.hosts)))
            .collect(),
        "service_phone" => (0..d.of(&[1, 3, 8])).map(|_| world.phone(None, d)).collect(),
        "agent" => (0..6)
            .map(|_| {
                format!(
                    "client/{}.{} (build {})",
                    d.between(2, 9),
                    d.between(0, 40),
                    d.code("999")
                )
            })
            .collect(),
        "batch" => (0..d.of(&[2, 5, 12]))
            .map(|_| format!("{}-Q{}", d.between(2018, 2024), d.between(1, 4)))
            .collect(),
        _ => (0..d.of(&[3, 8, 25]))
            .map(|_| {
                let count = 1 + d.below(4);
                world
                    .text(&[&world.words, &world.qualities], count, d)
                    .words
                    .join(" ")
            })
            .collect(),
    }
}

/// The name of somebody who has nothing to do with the thing.
fn somebody(world: &World, d: &mut Draw) -> String {
    let person = world.person(None, d);
    let blank = world.language.blank;
    if world.language.is_family_first {
        format!("{}{blank}{}", person.family, person.given)
    } else {
        format!("{}{blank}{}", person.given, person.family)
    }
}

impl Useless {
    /// The cell of the record with this number.
    pub(super) fn cell(&self, number: usize, world: &World, d: &mut Draw) -> String {
        if d.chance(self.missing) {
            return String::new();
        }
        match self.kind {
            Kind::Uuid => d.code("hhhhhhhh-hhhh-4hhh-ahhh-hhhhhhhhhhhh"),
            Kind::Hash => d.code("hhhhhhhhhhhhhhhhhhhhhhhh"),
            Kind::Moment => format!(
                "{} {:02}:{:02}:{:02}",
                self.day(d),
                d.below(24),
                d.below(60),
                d.below(60)
            ),
            Kind::Day => self.day(d),
            Kind::Among => self.pool[d.skewed(self.pool.len(), 1)].clone(),
            Kind::Amount => format!("{}.{:02}", d.between(0, 2500), d.below(100)),
            Kind::Score => d.below(101).to_string(),
            Kind::Sequence => (self.first as usize + number).to_string(),
            Kind::Reference => d.code("R-hhhhhh"),
            Kind::Notes => {
                let count = 2 + d.below(9);
                world
                    .text(&[&world.words, &world.qualities], count, d)
                    .words
                    .join(" ")
            }
            Kind::Url => format!(
                "https://example.com/{}/{}",
                self.pool[0].replace(' ', "-"),
                d.code("hhhhhhhh")
            ),
            Kind::Ip => format!("10.{}.{}.{}", d.below(256), d.below(256), d.below(256)),
            Kind::Photo => format!("/img/{}.jpg", d.code("hhhhhhhhhh")),
            Kind::Person => somebody(world, d),
            Kind::Constant => self.pool[0].clone(),
            Kind::Nearly if d.chance(0.97) => self.pool[0].clone(),
            Kind::Flag | Kind::Nearly => d.pick(&self.pool).clone(),
        }
    }

    /// A day of some years; where records came in one go, mostly the same one.
    fn day(&self, d: &mut Draw) -> String {
        let in_one_go = self.first % 3 == 0 && d.chance(0.8);
        let offset = if in_one_go {
            self.first % 900
        } else {
            d.between(0, 1_400)
        };
        let (year, month, day) = calendar(2_459_000 + offset as i32);
        format!("{year}-{month:02}-{day:02}")
    }
}

/// A column made from others of the same record.
pub(super) struct Derived {
    pub(super) key: &'static str,
    kind: usize,
    from: [usize; 2],
}

/// Draws a column made from others.
pub(super) fn derived(columns: usize, d: &mut Draw) -> Derived {
    let kind = d.below(5);
    Derived {
        key: ["copy", "label", "search_key", "initials", "page"][kind],
        kind,
        from: [d.below(columns), d.below(columns)],
    }
}

impl Derived {
    /// The cell, from the cells of the record.
    pub(super) fn cell(&self, cells: &[String]) -> String {
        let (first, second) = (&cells[self.from[0]], &cells[self.from[1]]);
        match self.kind {
            0 => first.to_uppercase(),
            1 => format!("{first} {second}").trim().to_owned(),
            2 => first
                .to_lowercase()
                .split_whitespace()
                .collect::<Vec<_>>()
                .join("-"),
            3 => first
                .split_whitespace()
                .filter_map(|word| word.chars().next())
                .flat_map(char::to_uppercase)
                .collect(),
            _ if first.is_empty() => String::new(),
            _ => format!("Welcome to the page of {first}. Opening hours, prices and contact."),
        }
    }
}
