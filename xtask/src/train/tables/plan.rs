//! The plan of one table: which facts its things have, which columns show them, and how related things share them.

use super::{draw::Draw, facts::Fact, world::World};

/// The plan of a table.
pub(super) struct Plan {
    /// Whether the records come from two sources that may have other columns; in links they are told apart.
    pub(super) has_sources: bool,
    pub(super) is_link: bool,
    /// Whether people in it change their names.
    pub(super) can_marry: bool,
    pub(super) slots: Vec<Make>,
    pub(super) columns: Vec<Column>,
    pub(super) bonds: Vec<Bond>,
    /// Slots that change together when a thing moves.
    pub(super) movable: Vec<usize>,
    /// Most things that have copies; tables of events have next to none.
    pub(super) most_copied: f64,
}

/// How a fact comes about.
pub(super) enum Make {
    Person,
    /// Up to this many people.
    People(usize),
    Org,
    /// A person, or with this probability an organization.
    PersonOrOrg(f64),
    /// Only where the fact of a slot is a person.
    OfPerson(usize, Box<Self>),
    Address,
    /// Near the address of a slot, or anywhere.
    Point(Option<usize>),
    /// A day between two years.
    Day(i32, i32),
    /// A day of the year that a slot holds.
    DayOf(usize),
    /// A number of the city of a slot's address, or a mobile one.
    Phone(Option<usize>),
    /// The host of a slot's organization, or a common one.
    Host(Option<usize>),
    /// The address of a person at a host.
    Mail(usize, usize),
    /// One of a list, the first ones more often.
    Among(Vec<String>),
    /// One of a list that depends on the fact of a slot.
    Follows(usize, Vec<String>),
    Code(String),
    Text(TextMake),
    Amount(i64, i64),
    Number(i64, i64),
    Measure(usize),
}

/// How a title or a description comes about.
pub(super) struct TextMake {
    pub(super) pools: Vec<Vec<String>>,
    /// Words that only stand between others.
    pub(super) small: Vec<String>,
    pub(super) least: usize,
    pub(super) most: usize,
    pub(super) tail: Tail,
    /// How many have a tail of their own accord.
    pub(super) tailed: f64,
}

/// What tells the parts of a series apart.
#[derive(Debug, Clone, Copy)]
pub(super) enum Tail {
    Roman,
    Number,
    Part,
    Year,
    Volume,
}

/// How a related thing stands to the first of its group in one slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    Same,
    /// Close to it: another flat of the house, another size, another given name.
    Near,
    /// A step further: another house of the street, a namesake with Jr.
    Next,
    Fresh,
}

/// A kind of group.
pub(super) struct Bond {
    pub(super) name: &'static str,
    pub(super) weight: u32,
    pub(super) relations: Vec<(usize, Relation)>,
}

/// What a column says about identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// Always there, never lost.
    Must,
    /// May be what tells things apart; then it is never lost.
    Anchor,
    /// May be lost or wrong.
    Side,
}

/// A column of facts.
pub(super) struct Column {
    /// What it is called, by the lists of column names.
    pub(super) key: &'static str,
    pub(super) pieces: Vec<Piece>,
    pub(super) level: Level,
    /// The only source that has it.
    pub(super) only: Option<u8>,
    /// How often the pieces come in another order.
    pub(super) shuffled: f64,
}

/// A part of what a column shows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub(super) slot: usize,
    pub(super) part: Part,
    pub(super) before: &'static str,
    /// How often it is there.
    pub(super) kept: f64,
}

/// What of a fact is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Given,
    Middle,
    Family,
    Full,
    Initials,
    Sex,
    /// The name of an organization without its department or branch.
    Org,
    Branch,
    /// Street, house number and unit.
    Line,
    Street,
    House,
    Unit,
    City,
    State,
    Zip,
    Country,
    /// The address in one.
    Address,
    Year,
    Age,
    Latitude,
    Longitude,
    /// The fact as a whole.
    Whole,
}

/// A piece that is always there.
pub(super) fn piece(slot: usize, part: Part, before: &'static str) -> Piece {
    Piece {
        slot,
        part,
        before,
        kept: 1.0,
    }
}

/// A piece that is often left out.
pub(super) fn maybe(slot: usize, part: Part, before: &'static str, kept: f64) -> Piece {
    Piece {
        slot,
        part,
        before,
        kept,
    }
}

impl Plan {
    pub(super) fn new(is_link: bool, has_sources: bool) -> Self {
        Self {
            has_sources,
            is_link,
            can_marry: false,
            slots: Vec::new(),
            columns: Vec::new(),
            bonds: Vec::new(),
            movable: Vec::new(),
            most_copied: 1.0,
        }
    }

    /// Adds a slot and returns its index.
    pub(super) fn slot(&mut self, make: Make) -> usize {
        self.slots.push(make);
        self.slots.len() - 1
    }

    /// Adds a column of one part.
    pub(super) fn show(&mut self, key: &'static str, slot: usize, part: Part, level: Level) {
        self.join(key, vec![piece(slot, part, "")], level);
    }

    /// Adds such a column with a probability.
    pub(super) fn may_show(
        &mut self,
        (chance, d): (f64, &mut Draw),
        key: &'static str,
        slot: usize,
        part: Part,
        level: Level,
    ) {
        if d.chance(chance) {
            self.show(key, slot, part, level);
        }
    }

    /// Adds a column of several parts.
    pub(super) fn join(&mut self, key: &'static str, pieces: Vec<Piece>, level: Level) {
        self.columns.push(Column {
            key,
            pieces,
            level,
            only: None,
            shuffled: 0.0,
        });
    }

    /// Adds a kind of group.
    pub(super) fn bond(&mut self, name: &'static str, weight: u32, relations: &[(usize, Relation)]) {
        self.bonds.push(Bond {
            name,
            weight,
            relations: relations.to_vec(),
        });
    }

    /// The facts of a thing related to `base`, or of one on its own.
    pub(super) fn thing(
        &self,
        base: Option<(&[Fact], &Bond, f64)>,
        world: &World,
        d: &mut Draw,
    ) -> Vec<Fact> {
        let mut facts: Vec<Fact> = Vec::with_capacity(self.slots.len());
        for (slot, make) in self.slots.iter().enumerate() {
            let fact = match base {
                None => make.make(&facts, world, d),
                Some((first, bond, loose)) => {
                    let mut relation = bond
                        .relations
                        .iter()
                        .find(|(own, _)| *own == slot)
                        .map_or(Relation::Fresh, |&(_, relation)| relation);
                    if relation == Relation::Same && d.chance(loose) {
                        relation = Relation::Fresh;
                    }
                    match relation {
                        Relation::Same => first[slot].clone(),
                        Relation::Fresh => make.make(&facts, world, d),
                        Relation::Near => make.near(&first[slot], &facts, world, d),
                        Relation::Next => make.next(&first[slot], &facts, world, d),
                    }
                }
            };
            facts.push(fact);
        }
        facts
    }
}
