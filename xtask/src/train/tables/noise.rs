//! What goes wrong when records are written: slips, losses, other spellings, changes of life.
//!
//! Columns that tell things apart ("safe" ones) keep their digits and are never lost.

use super::{
    draw::Draw,
    facts::{Fact, Words},
    plan::{Column, Make, Part, Plan},
    world::World,
};

/// The noise of a table.
pub(super) struct Mess {
    /// How often a given name is a short form of it.
    nick: f64,
    /// How often it is an initial.
    initial: f64,
    /// How often given and family name stand in each other's place.
    swapped: f64,
    /// How often a later record has another family name.
    married: f64,
    /// How often the second of two family names is left out.
    single: f64,
    /// How often all facts of a home or a workplace have changed together.
    moved: f64,
    /// How often a word of a title is lost, and how often another is put in.
    reworded: f64,
    /// How often a description is another one of the same thing.
    rewritten: f64,
    /// How far coordinates differ, in millionths of a degree.
    jitter: i64,
    /// How far amounts differ, in hundredths.
    spread: i64,
    /// How often a value has slipped into the next column.
    slipped: f64,
    pub(super) columns: Vec<ColumnMess>,
}

/// The noise of a column.
pub(super) struct ColumnMess {
    pub(super) is_safe: bool,
    sort: Sort,
    missing: f64,
    wrong: f64,
    /// What stands where nothing is known.
    hole: &'static str,
    /// A value that means nothing and that many records have.
    shared: Option<(String, f64)>,
    /// Most characters.
    cut: usize,
    /// How often a second value is added.
    several: f64,
}

/// How the values of a column go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Letters,
    Digits,
    Date,
    Phone,
    Mail,
    /// Copied from a list: not typed.
    Chosen,
}

/// Texts that stand for nothing.
const HOLES: [&str; 12] = [
    "", "", "", "", "", "", "NULL", "n/a", "N/A", "unknown", "-", "None",
];

impl Mess {
    /// Draws the noise of a table; `safe` tells for each column whether it tells things apart.
    pub(super) fn draw(plan: &Plan, safe: &[bool], has_initials: bool, world: &World, d: &mut Draw) -> Self {
        let level = d.of(&[0.0, 0.02, 0.05, 0.1, 0.18, 0.3, 0.45]);
        let missing = d.of(&[0.0, 0.03, 0.1, 0.25, 0.6]);
        let hole = d.of(&HOLES);
        let is_dirty = d.chance(0.12);
        // A changed name needs something else that tells the person from others.
        let has_other_anchor = plan.columns.iter().zip(safe).any(|(column, &safe)| {
            let make = &plan.slots[column.pieces[0].slot];
            safe && matches!(
                make,
                Make::Day(..) | Make::Mail(..) | Make::Phone(None) | Make::Code(_)
            )
        });
        let columns = plan
            .columns
            .iter()
            .zip(safe)
            .map(|(column, &is_safe)| {
                ColumnMess::draw(column, plan, is_safe, (level, missing, hole), world, d)
            })
            .collect();
        Self {
            nick: d.of(&[0.0, 0.0, 0.05, 0.15]),
            initial: if has_initials && !world.language.is_family_first {
                d.of(&[0.05, 0.2, 0.4])
            } else {
                0.0
            },
            swapped: d.of(&[0.0, 0.0, 0.0, 0.03, 0.1]),
            married: if has_other_anchor && plan.can_marry {
                d.of(&[0.0, 0.0, 0.05, 0.1])
            } else {
                0.0
            },
            single: d.of(&[0.0, 0.2, 0.5]),
            moved: d.of(&[0.0, 0.0, 0.0, 0.05, 0.15, 0.3]),
            reworded: d.of(&[0.0, 0.05, 0.15, 0.35, 0.6]),
            rewritten: d.of(&[0.0, 0.0, 0.3, 0.8]),
            jitter: d.of(&[0, 10, 100, 100, 1_000]),
            spread: d.of(&[0, 0, 5, 30]),
            slipped: if is_dirty { d.of(&[0.05, 0.2]) } else { 0.0 },
            columns,
        }
    }

    /// The facts of a thing as one more record knows them.
    pub(super) fn facts(
        &self,
        thing: &[Fact],
        is_later: bool,
        plan: &Plan,
        world: &World,
        d: &mut Draw,
    ) -> Vec<Fact> {
        let mut facts = thing.to_vec();
        if is_later && d.chance(self.moved) {
            let unsafe_slots = plan
                .movable
                .iter()
                .filter(|&&slot| !self.is_shown_safely(slot, plan));
            for &slot in unsafe_slots {
                facts[slot] = plan.slots[slot].make(&facts, world, d);
            }
        }
        for (slot, fact) in facts.iter_mut().enumerate() {
            match fact {
                Fact::Person(person) => {
                    if d.chance(self.nick) {
                        person.given = short_form(&person.given, world);
                    }
                    if d.chance(self.initial) {
                        let first: String = person.given.chars().take(1).collect();
                        person.given = if d.chance(0.5) { format!("{first}.") } else { first };
                    }
                    if is_later && (person.is_woman || d.chance(0.1)) && d.chance(self.married) {
                        let name = world.any(&world.families, d).to_owned();
                        if d.chance(0.6) {
                            person.family = name;
                        } else {
                            person.second = name;
                        }
                    }
                    if d.chance(self.single) {
                        person.second.clear();
                    }
                    if d.chance(self.swapped) {
                        std::mem::swap(&mut person.given, &mut person.family);
                    }
                }
                Fact::Words(words) => {
                    if words.words.len() > 11 && !self.is_shown_safely(slot, plan) && d.chance(self.rewritten)
                    {
                        rewrite(words, &plan.slots[slot], d);
                    }
                    self.reword(words, &plan.slots[slot], d);
                }
                Fact::Point(latitude, longitude) => {
                    *latitude += d.between(-self.jitter, self.jitter);
                    *longitude += d.between(-self.jitter, self.jitter);
                }
                Fact::Amount(amount) if !self.is_shown_safely(slot, plan) && d.chance(0.5) => {
                    *amount += *amount * d.between(-self.spread, self.spread) / 100;
                }
                _ => {}
            }
        }
        facts
    }

    fn is_shown_safely(&self, slot: usize, plan: &Plan) -> bool {
        plan.columns.iter().zip(&self.columns).any(|(column, mess)| {
            mess.is_safe
                && column
                    .pieces
                    .iter()
                    .any(|piece| piece.slot == slot && piece.kept >= 1.0)
        })
    }

    /// Leaves out, adds and moves words; a text of three words rarely loses one, and a shorter one none.
    fn reword(&self, words: &mut Words, make: &Make, d: &mut Draw) {
        let Make::Text(make) = make else {
            return;
        };
        let most_lost = words.words.len() / 4;
        for _ in 0..most_lost {
            if d.chance(self.reworded) {
                words.words.remove(d.below(words.words.len()));
            }
        }
        if words.words.len() == 3 && d.chance(self.reworded * 0.3) {
            words.words.remove(d.below(3));
        }
        if words.words.len() > 3 && d.chance(self.reworded) {
            let pool = d.pick(&make.pools);
            let word = d.pick(pool).clone();
            words.words.insert(d.below(words.words.len()), word);
        }
        if words.words.len() > 1 && d.chance(self.reworded * 0.4) {
            let at = d.below(words.words.len() - 1);
            words.words.swap(at, at + 1);
        }
    }

    /// Puts values into the column beside theirs.
    pub(super) fn slip(&self, cells: &mut [String], d: &mut Draw) {
        if cells.len() < 2 || !d.chance(self.slipped) {
            return;
        }
        let from = d.below(cells.len());
        let to = (from + 1) % cells.len();
        if self.columns[from].is_safe || self.columns[to].is_safe && !cells[to].is_empty() {
            // The value stays readable: it is added to what is there.
            let value = std::mem::take(&mut cells[from]);
            let kept = std::mem::take(&mut cells[to]);
            format!("{kept} {value}").trim().clone_into(&mut cells[to]);
        } else {
            cells.swap(from, to);
        }
    }
}

/// Keeps some words of a long text and puts others around them.
fn rewrite(words: &mut Words, make: &Make, d: &mut Draw) {
    let Make::Text(make) = make else {
        return;
    };
    let kept = d.of(&[0.35, 0.5, 0.7]);
    for word in &mut words.words {
        if !d.chance(kept) {
            let pool = d.pick(&make.pools);
            word.clone_from(d.pick(pool));
        }
    }
    if d.chance(0.5) {
        d.shuffle(&mut words.words);
    }
}

fn short_form(given: &str, world: &World) -> String {
    match world.language.short_form(given) {
        Some(short) => short.to_owned(),
        None if given.chars().count() > 6 => given.chars().take(4).collect(),
        None => given.to_owned(),
    }
}

impl ColumnMess {
    fn draw(
        column: &Column,
        plan: &Plan,
        is_safe: bool,
        (level, missing, hole): (f64, f64, &'static str),
        world: &World,
        d: &mut Draw,
    ) -> Self {
        let first = column.pieces[0];
        let sort = match (&plan.slots[first.slot], first.part) {
            // Coordinates differ by what they are measured with, not by slips.
            (Make::Point(_), _)
            | (_, Part::Sex | Part::State | Part::Country | Part::Initials | Part::Middle) => Sort::Chosen,
            (_, Part::Zip | Part::House | Part::Unit | Part::Year | Part::Age)
            | (Make::Code(_) | Make::Amount(..) | Make::Number(..) | Make::Measure(_), _) => Sort::Digits,
            (Make::Day(..) | Make::DayOf(_), _) => Sort::Date,
            (Make::OfPerson(_, make), _) if matches!(**make, Make::Day(..)) => Sort::Date,
            (Make::Phone(_), _) => Sort::Phone,
            (Make::Mail(..), _) => Sort::Mail,
            (Make::Among(_) | Make::Follows(..) | Make::Host(_), _) => Sort::Chosen,
            _ => Sort::Letters,
        };
        let factor = d.of(&[0.0, 0.5, 1.0, 1.0, 2.0]);
        let shared = match sort {
            Sort::Phone => Some(
                d.of(&["000-000-0000", "9999999999", "1234567890", "555-0100"])
                    .to_owned(),
            ),
            Sort::Mail => Some(format!(
                "{}@{}",
                d.of(&["noreply", "none", "info", "test"]),
                d.pick(&world.hosts)
            )),
            Sort::Date => Some(d.of(&["1900-01-01", "0000-00-00", "01.01.1970"]).to_owned()),
            Sort::Letters if first.part == Part::Line => {
                Some(d.of(&["unknown", "see notes", "PO Box"]).to_owned())
            }
            _ => None,
        };
        let has_shared = !is_safe && d.chance(0.15);
        Self {
            is_safe,
            sort,
            missing: if is_safe { 0.0 } else { (missing * factor).min(0.9) },
            wrong: level * d.of(&[0.3, 1.0, 1.5]),
            hole: if d.chance(0.7) { hole } else { "" },
            shared: shared
                .filter(|_| has_shared)
                .map(|value| (value, d.of(&[0.02, 0.1, 0.2]))),
            cut: if !is_safe && d.chance(0.04) {
                d.of(&[8, 15, 30])
            } else {
                usize::MAX
            },
            several: if d.chance(0.06) && matches!(sort, Sort::Phone | Sort::Mail) {
                d.of(&[0.1, 0.3])
            } else {
                0.0
            },
        }
    }

    /// The value as it is entered.
    pub(super) fn enter(&self, value: String, care: f64, world: &World, d: &mut Draw) -> String {
        if value.is_empty() || d.chance(self.missing) {
            return if self.is_safe {
                String::new()
            } else {
                self.hole.to_owned()
            };
        }
        if let Some((shared, share)) = &self.shared
            && d.chance(*share)
        {
            return shared.clone();
        }
        let wrong = self.wrong * care;
        let mut value = value;
        if d.chance(wrong) {
            value = match self.sort {
                Sort::Letters if !self.is_safe && d.chance(0.15) => {
                    misspelled(&misspelled(&value, world, d), world, d)
                }
                Sort::Letters => misspelled(&value, world, d),
                Sort::Chosen => value,
                _ if self.is_safe => value,
                Sort::Date => wrong_date(&value, d),
                Sort::Digits | Sort::Phone => wrong_digit(&value, d),
                Sort::Mail => misspelled(&value, world, d),
            };
        }
        if d.chance(self.several) {
            let other = match self.sort {
                Sort::Phone => world.phone(None, d),
                _ => format!("{}@{}", d.code("hhhhh"), d.pick(&world.hosts)),
            };
            let between = d.of(&["; ", " / ", ", ", "|"]);
            value = if d.chance(0.5) {
                format!("{value}{between}{other}")
            } else {
                format!("{other}{between}{value}")
            };
        }
        if self.sort == Sort::Phone && d.chance(wrong * 0.3) {
            value = format!("{value}{}{}", d.of(&[" x", " ext. ", " #"]), d.code("99"));
        }
        if value.chars().nth(self.cut).is_some() {
            value = value.chars().take(self.cut).collect();
        }
        value
    }
}

/// One slip in a word of letters; digits and short words stay as they are.
fn misspelled(text: &str, world: &World, d: &mut Draw) -> String {
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    let long: Vec<usize> = (0..words.len())
        .filter(|&at| words[at].chars().count() >= 4 && !words[at].chars().any(|sign| sign.is_ascii_digit()))
        .collect();
    if long.is_empty() {
        return text.to_owned();
    }
    let at = *d.pick(&long);
    let mut letters: Vec<char> = words[at].chars().collect();
    let place = 1 + d.below(letters.len() - 2);
    match d.below(6) {
        0 => {
            letters.remove(place);
        }
        1 => letters.swap(place, place + 1),
        2 => letters.insert(place, letters[place]),
        3 => letters[place] = *d.pick(&world.letters),
        4 => letters.insert(place, *d.pick(&world.letters)),
        _ => return misread(&words, at),
    }
    words[at] = letters.into_iter().collect();
    words.join(" ")
}

/// A word as a scanner reads it.
fn misread(words: &[String], at: usize) -> String {
    const ALIKE: [(&str, &str); 8] = [
        ("rn", "m"),
        ("cl", "d"),
        ("m", "rn"),
        ("e", "c"),
        ("u", "v"),
        ("li", "h"),
        ("о", "с"),
        ("и", "н"),
    ];
    let mut words = words.to_vec();
    if let Some((from, to)) = ALIKE.iter().find(|(from, _)| words[at].contains(from)) {
        words[at] = words[at].replacen(from, to, 1);
    }
    words.join(" ")
}

/// One digit is another, or two stand in each other's place.
fn wrong_digit(text: &str, d: &mut Draw) -> String {
    let mut signs: Vec<char> = text.chars().collect();
    let digits: Vec<usize> = (0..signs.len())
        .filter(|&at| signs[at].is_ascii_digit())
        .collect();
    if let Some(&at) = digits.get(d.below(digits.len())) {
        match signs.get(at + 1) {
            Some(next) if next.is_ascii_digit() && d.chance(0.4) => signs.swap(at, at + 1),
            _ => signs[at] = d.digit(),
        }
    }
    signs.into_iter().collect()
}

/// A date with a wrong digit, with day and month in each other's place, or with the year alone.
fn wrong_date(text: &str, d: &mut Draw) -> String {
    let separator = ['-', '.', '/'].into_iter().find(|&sign| text.contains(sign));
    let parts: Vec<&str> = separator
        .map(|sign| text.split(sign).collect())
        .unwrap_or_default();
    let joined = separator.map(String::from).unwrap_or_default();
    match (d.below(3), parts.as_slice()) {
        (0, [year, month, day]) if year.len() == 4 => [*year, *day, *month].join(&joined),
        (0, [day, month, year]) => [*month, *day, *year].join(&joined),
        (1, [year, _, _] | [_, _, year]) if year.len() == 4 => (*year).to_owned(),
        _ => wrong_digit(text, d),
    }
}
