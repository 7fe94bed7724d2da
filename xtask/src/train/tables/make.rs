//! How facts come about: new ones, and ones that resemble those of a related thing.

use super::{
    draw::Draw,
    facts::{Address, Fact, LADDERS, Measure, Person, Words, day},
    latin,
    plan::{Make, Tail, TextMake},
    world::{Units, World},
};

impl Make {
    /// A new fact.
    pub(super) fn make(&self, facts: &[Fact], world: &World, d: &mut Draw) -> Fact {
        match self {
            Self::People(most) => {
                let count = 1 + d.below(*most);
                Fact::People((0..count).map(|_| world.person(None, d)).collect())
            }
            Self::Org => Fact::Org(world.org(d)),
            Self::PersonOrOrg(orgs) if d.chance(*orgs) => Fact::Org(world.org(d)),
            Self::Person | Self::PersonOrOrg(_) => Fact::Person(world.person(None, d)),
            Self::OfPerson(slot, make) => match facts[*slot] {
                Fact::Person(_) => make.make(facts, world, d),
                _ => Fact::Nothing,
            },
            Self::Address => Fact::Address(world.address(d)),
            Self::Point(address) => {
                let city = match address.map(|slot| &facts[slot]) {
                    Some(Fact::Address(address)) => &world.cities[address.city],
                    _ => d.pick(&world.cities),
                };
                Fact::Point(
                    city.latitude + d.between(-90_000, 90_000),
                    city.longitude + d.between(-90_000, 90_000),
                )
            }
            Self::Day(first, last) => {
                let year = d.between(i64::from(*first), i64::from(*last)) as i32;
                Fact::Day(day(year, 1, 1) + d.below(365) as i32)
            }
            Self::DayOf(year) => match facts[*year] {
                Fact::Number(year) => Fact::Day(day(year as i32, 1, 1) + d.below(365) as i32),
                _ => Fact::Nothing,
            },
            Self::Phone(address) => {
                let city = address.and_then(|slot| match &facts[slot] {
                    Fact::Address(address) => Some(address.city),
                    _ => None,
                });
                Fact::Phone(world.phone(city, d))
            }
            Self::Host(org) => Fact::Text(match org.map(|slot| &facts[slot]) {
                Some(Fact::Org(org)) => {
                    let mut name = vec![org.core.clone()];
                    if d.chance(0.4) {
                        name.push(org.trade.clone());
                    }
                    world.host(&name, d)
                }
                _ => world.any(&world.hosts, d).to_owned(),
            }),
            Self::Mail(person, host) => mail(&facts[*person], &facts[*host], world, d),
            Self::Among(list) => Fact::Text(list[d.skewed(list.len(), world.skew)].clone()),
            Self::Follows(slot, list) => Fact::Text(list[weight_of(&facts[*slot]) % list.len()].clone()),
            Self::Code(pattern) => Fact::Text(d.code(pattern)),
            Self::Text(text) => Fact::Words(text.make(world, d)),
            Self::Amount(low, high) => Fact::Amount(d.between(*low, *high)),
            Self::Number(low, high) => Fact::Number(d.between(*low, *high)),
            Self::Measure(ladder) => Fact::Measure(Measure {
                ladder: *ladder,
                step: d.below(LADDERS[*ladder].values.len()),
            }),
        }
    }

    /// A fact close to that of a related thing.
    pub(super) fn near(&self, base: &Fact, facts: &[Fact], world: &World, d: &mut Draw) -> Fact {
        match (self, base) {
            (_, Fact::Person(person)) => Fact::Person(world.person(Some(&person.family), d)),
            (_, Fact::People(people)) => {
                let mut people = people.clone();
                let at = d.below(people.len());
                people[at] = world.person(None, d);
                Fact::People(people)
            }
            (_, Fact::Org(org)) => {
                let mut org = org.clone();
                org.trade.clone_from(d.pick(&world.trades));
                Fact::Org(org)
            }
            (_, Fact::Address(address)) if world.units != Units::None => {
                let mut address = address.clone();
                address.unit = world.unit(d);
                Fact::Address(address)
            }
            (_, Fact::Address(address)) => Fact::Address(neighbour(address, world, d)),
            (Self::Text(make), Fact::Words(words)) => Fact::Words(Words {
                words: words.words.clone(),
                tail: make.tail.written(d),
            }),
            (Self::Code(_), Fact::Text(code)) => Fact::Text(sibling_code(code, d)),
            (_, Fact::Number(number)) => Fact::Number(number + d.between(1, 9)),
            (_, Fact::Amount(amount)) => Fact::Amount(amount + amount * d.between(-20, 20) / 100),
            (Self::Day(..), Fact::Day(day)) => Fact::Day(day + d.between(1, 400) as i32),
            (_, Fact::Phone(digits)) => Fact::Phone(sibling_code(digits, d)),
            (_, Fact::Point(latitude, longitude)) => Fact::Point(
                latitude + d.between(-12_000, 12_000),
                longitude + d.between(-12_000, 12_000),
            ),
            _ => self.make(facts, world, d),
        }
    }

    /// A fact that has something of that of a related thing.
    pub(super) fn next(&self, base: &Fact, facts: &[Fact], world: &World, d: &mut Draw) -> Fact {
        match (self, base) {
            (_, Fact::Person(person)) => Fact::Person(Person {
                suffix: d.of(&["Jr", "Jr", "III"]),
                ..person.clone()
            }),
            (_, Fact::Org(org)) => {
                let mut org = org.clone();
                org.part = if d.chance(0.5) {
                    d.pick(&world.parts).clone()
                } else {
                    d.pick(&world.cities).name.clone()
                };
                Fact::Org(org)
            }
            (_, Fact::Address(address)) => Fact::Address(neighbour(address, world, d)),
            (Self::Text(make), Fact::Words(words)) => {
                let mut fresh = make.make(world, d);
                let shared = words.words.len().div_ceil(2);
                fresh.words.splice(
                    ..shared.min(fresh.words.len()),
                    words.words[..shared].iter().cloned(),
                );
                Fact::Words(fresh)
            }
            (Self::Day(..), Fact::Day(day)) => Fact::Day(day + d.between(20 * 365, 36 * 365) as i32),
            _ => self.near(base, facts, world, d),
        }
    }
}

impl TextMake {
    fn make(&self, world: &World, d: &mut Draw) -> Words {
        let pools: Vec<&[String]> = self.pools.iter().map(Vec::as_slice).collect();
        let count = d.between(self.least as i64, self.most as i64) as usize;
        let mut words = world.text(&pools, count, d);
        words.words.dedup();
        if !self.small.is_empty() {
            for at in (1..words.words.len()).rev() {
                if d.chance(0.35) {
                    words.words.insert(at, d.pick(&self.small).clone());
                }
            }
        }
        if d.chance(self.tailed) {
            words.tail = self.tail.written(d);
        }
        words
    }
}

impl Tail {
    fn written(self, d: &mut Draw) -> String {
        const ROMAN: [&str; 9] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
        match self {
            Self::Roman => d.of(&ROMAN).to_owned(),
            Self::Number => d.between(1, 30).to_string(),
            Self::Part => format!("Part {}", d.of(&ROMAN)),
            Self::Year => d.between(1995, 2024).to_string(),
            Self::Volume => format!("Vol. {}", d.between(1, 24)),
        }
    }
}

/// Another house of the same street.
fn neighbour(address: &Address, world: &World, d: &mut Draw) -> Address {
    let mut other = address.clone();
    other.number = if d.chance(0.6) {
        (address.number + d.between(1, 12)).max(1)
    } else {
        d.between(1, world.houses)
    };
    other.letter = if d.chance(0.2) {
        d.of(&["a", "b", "c", "d"])
    } else {
        ""
    };
    other.unit = world.unit(d);
    other
}

/// A code that differs in its last digits or letters.
fn sibling_code(code: &str, d: &mut Draw) -> String {
    let mut signs: Vec<char> = code.chars().collect();
    let start = signs.len().saturating_sub(1 + d.below(2));
    for sign in &mut signs[start..] {
        if sign.is_ascii_digit() {
            *sign = d.digit();
        } else if sign.is_ascii_uppercase() {
            *sign = d.code("A").chars().next().unwrap_or('A');
        }
    }
    signs.into_iter().collect()
}

/// A mail address as people choose them.
fn mail(person: &Fact, host: &Fact, world: &World, d: &mut Draw) -> Fact {
    let Fact::Text(host) = host else {
        return Fact::Nothing;
    };
    let local = match person {
        Fact::Person(person) => {
            let given = latin::as_handle(&world.language.in_latin(&person.given));
            let family = latin::as_handle(&world.language.in_latin(&person.family));
            let first = given.get(..1).unwrap_or("x");
            match d.below(8) {
                0 | 1 => format!("{given}.{family}"),
                2 => format!("{first}{family}"),
                3 => format!("{first}.{family}"),
                4 => format!("{given}{}", d.code("99")),
                5 => format!("{family}.{given}"),
                6 => format!("{given}_{family}{}", d.code("9")),
                _ => format!(
                    "{}{}",
                    latin::as_handle(&world.language.in_latin(&world.word(d))),
                    d.code("999")
                ),
            }
        }
        _ => d.of(&["info", "office", "contact", "mail", "sales"]).to_owned(),
    };
    Fact::Mail(local, host.clone())
}

/// A number that depends on a fact alone.
fn weight_of(fact: &Fact) -> usize {
    let text = match fact {
        Fact::Text(text) => text.clone(),
        Fact::Org(org) => org.core.clone(),
        Fact::Address(address) => return address.city * 7 + address.zip,
        Fact::Words(words) => words.words.concat(),
        Fact::Measure(measure) => return measure.step,
        _ => return 0,
    };
    text.bytes()
        .fold(17, |sum: usize, byte| (sum * 31 + usize::from(byte)) % 1_000_003)
}
