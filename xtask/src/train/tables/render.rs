//! How a record writes the facts of a thing.

use super::{
    draw::Draw,
    facts::{Address, Fact, Org, Person, calendar},
    latin,
    plan::{Column, Part, Piece},
    style::{Case, Clip, Letters, Style},
    world::World,
};

impl Style {
    /// What a column shows of a thing; empty where nothing of it applies.
    pub(super) fn cell(&self, column: &Column, facts: &[Fact], world: &World, d: &mut Draw) -> String {
        if let [only] = column.pieces.as_slice() {
            return self.finish(self.piece(only, facts, world, d));
        }
        let mut texts: Vec<(&str, String)> = Vec::with_capacity(column.pieces.len());
        for piece in &column.pieces {
            if self.is_key && piece.kept < 1.0 || !d.chance(piece.kept) {
                continue;
            }
            let text = self.piece(piece, facts, world, d);
            if !text.is_empty() {
                texts.push((piece.before, text));
            }
        }
        if !self.is_key && d.chance(column.shuffled) {
            d.shuffle(&mut texts);
        }
        let mut cell = String::new();
        for (before, text) in texts {
            if !cell.is_empty() {
                cell.push_str(if before.is_empty() { " " } else { before });
            }
            cell.push_str(&text);
        }
        self.finish(cell)
    }

    fn finish(&self, text: String) -> String {
        let text = if self.letters == Letters::Own {
            text
        } else {
            latin::without_accents(&text)
        };
        let text = match self.zero {
            Some(zero) if !text.contains('@') => in_digits(&text, zero),
            _ => text,
        };
        match self.case {
            Case::AsIs => text,
            Case::Upper => text.to_uppercase(),
            Case::Lower => text.to_lowercase(),
        }
    }

    fn piece(&self, piece: &Piece, facts: &[Fact], world: &World, d: &mut Draw) -> String {
        let part = piece.part;
        match &facts[piece.slot] {
            Fact::Nothing => String::new(),
            Fact::Person(person) => self.person(person, part, world, d),
            Fact::People(people) => self.people(people, world, d),
            Fact::Org(org) => self.org(org, part, world, d),
            Fact::Address(address) => self.address(address, part, world, d),
            Fact::Day(day) => self.day(*day, part, world, d),
            Fact::Phone(digits) => self.phone(digits, d),
            Fact::Mail(local, host) => format!("{local}@{host}"),
            Fact::Text(text) => self.script(&self.code(text), world),
            Fact::Words(words) => {
                let mut text = if self.is_clipped(words.words.len(), world, d) {
                    self.clip(&words.words)
                } else {
                    world.join(&words.words)
                };
                if !words.tail.is_empty() {
                    text.push(' ');
                    text.push_str(&words.tail);
                }
                self.script(&text, world)
            }
            Fact::Amount(cents) => {
                if self.date % 3 == 1 {
                    format!("{},{:02}", cents / 100, cents % 100)
                } else {
                    format!("{}.{:02}", cents / 100, cents % 100)
                }
            }
            Fact::Number(number) => number.to_string(),
            Fact::Point(latitude, longitude) => self.point(*latitude, *longitude, part),
            Fact::Measure(measure) => measure.written((!self.is_key).then_some(d)),
        }
    }

    /// Whether a text of so many words is cut short here.
    fn is_clipped(&self, words: usize, world: &World, d: &mut Draw) -> bool {
        /// Longer texts are written out.
        const MOST: usize = 12;
        let (share, _) = self.clipped;
        words <= MOST && !world.language.blank.is_empty() && d.chance(share)
    }

    /// Words cut short, each always in the same way, without the small words between them.
    fn clip(&self, words: &[String]) -> String {
        let (_, clip) = self.clipped;
        let cut: Vec<String> = words
            .iter()
            .filter(|word| words.len() < 3 || word.chars().count() > 3)
            .map(|word| clipped(word, clip))
            .collect();
        cut.join(" ")
    }

    fn script(&self, text: &str, world: &World) -> String {
        if self.letters == Letters::Latin {
            world.language.in_latin(text)
        } else {
            text.to_owned()
        }
    }

    fn form(&self, own: usize, forms: usize, d: &mut Draw) -> usize {
        if self.is_loose && d.chance(0.3) {
            d.below(forms)
        } else {
            own
        }
    }

    fn person(&self, person: &Person, part: Part, world: &World, d: &mut Draw) -> String {
        let given = self.script(&person.given, world);
        let middle = self.script(&person.middle, world);
        let family = if person.is_woman {
            world.language.feminine(&person.family)
        } else {
            person.family.clone()
        };
        let mut family = self.script(&family, world);
        if !person.second.is_empty() && !self.is_key {
            let between = if self.date.is_multiple_of(2) { " " } else { "-" };
            family = format!("{family}{between}{}", self.script(&person.second, world));
        }
        let first = given.chars().next().map(String::from).unwrap_or_default();
        match part {
            Part::Given if self.is_key && self.person == 2 => first,
            Part::Given => given,
            Part::Middle => middle,
            Part::Family if person.suffix.is_empty() => family,
            Part::Family => format!("{family} {}", self.suffix(person)),
            Part::Sex => if person.is_woman { "F" } else { "M" }.to_owned(),
            Part::Initials => {
                let last = family.chars().next().map(String::from).unwrap_or_default();
                format!("{first}{last}")
            }
            _ => {
                let blank = if self.letters == Letters::Latin {
                    " "
                } else {
                    world.language.blank
                };
                let family_first = world.language.is_family_first;
                // Initials are only written where the table is made for them.
                let form = match self.person {
                    2 => 2,
                    own => [0, 1, 3, 4, 5][self.form(own.saturating_sub(usize::from(own > 1)), 5, d)],
                };
                let name = match form {
                    _ if self.is_key && self.person != 2 => format!("{given} {family}"),
                    _ if blank.is_empty() => format!("{family}{given}"),
                    0 if family_first => format!("{family} {given}"),
                    1 => format!("{family}, {given}"),
                    2 => format!("{first}. {family}"),
                    3 if !middle.is_empty() => {
                        let own = middle.chars().next().map(String::from).unwrap_or_default();
                        let middle = if self.short > 0.5 {
                            format!("{own}.")
                        } else {
                            middle
                        };
                        format!("{given} {middle} {family}")
                    }
                    0 | 3 => format!("{given} {family}"),
                    4 => format!("{} {given}", family.to_uppercase()),
                    _ => format!("{family} {given}"),
                };
                let name = if self.letters == Letters::Latin || !world.language.has_other_script {
                    let ([man, woman], share) = self.honorific;
                    let honorific = if person.is_woman { woman } else { man };
                    if d.chance(share) {
                        format!("{honorific} {name}")
                    } else {
                        name
                    }
                } else {
                    name
                };
                if person.suffix.is_empty() {
                    name
                } else {
                    format!("{name} {}", self.suffix(person))
                }
            }
        }
    }

    fn suffix(&self, person: &Person) -> String {
        let dot = if person.suffix == "Jr" && !self.is_key && self.phone % 2 == 1 {
            "."
        } else {
            ""
        };
        format!("{}{dot}", person.suffix)
    }

    fn people(&self, people: &[Person], world: &World, d: &mut Draw) -> String {
        let form = self.form(self.authors, 4, d);
        let names: Vec<String> = people
            .iter()
            .map(|person| {
                let given = self.script(&person.given, world);
                let family = self.script(&person.family, world);
                let first = given.chars().next().map(String::from).unwrap_or_default();
                match form {
                    0 => format!("{given} {family}"),
                    1 => format!("{first}. {family}"),
                    2 => format!("{family}, {first}."),
                    _ => format!("{family} {first}"),
                }
            })
            .collect();
        if names.len() > 2 && !self.is_key && self.short > 0.5 && d.chance(0.3) {
            return format!("{} et al.", names[0]);
        }
        names.join(match form {
            2 => "; ",
            _ if self.short > 0.2 && !self.is_key => " and ",
            _ => ", ",
        })
    }

    fn org(&self, org: &Org, part: Part, world: &World, d: &mut Draw) -> String {
        if part == Part::Branch {
            return self.script(&self.org_part(org, world, d), world);
        }
        let blank = world.language.blank;
        let mut name = org.core.clone();
        let mut trade = org.trade.clone();
        if self.is_clipped(2, world, d) {
            let words = |text: &str| -> Vec<String> { text.split(' ').map(str::to_owned).collect() };
            name = self.clip(&words(&name));
            trade = self.clip(&words(&trade));
        }
        if !self.is_key && d.chance(self.acronym) {
            let initials: String = name.split(' ').filter_map(|word| word.chars().next()).collect();
            if initials.chars().count() > 1 {
                name = format!("{name} ({})", initials.to_uppercase());
            }
        }
        if !trade.is_empty() {
            name = format!("{name}{blank}{trade}");
        }
        if let Some(legal) = org.legal
            && !self.is_key
            && !d.chance(self.bare)
        {
            let spellings = &world.legal[legal];
            let spelling = if self.is_loose || d.chance(0.1) {
                d.pick(spellings)
            } else {
                &spellings[legal_of(self, spellings)]
            };
            name = format!("{name}{blank}{spelling}");
        }
        if part != Part::Org && !org.part.is_empty() {
            let between = if self.phone.is_multiple_of(2) { ", " } else { " - " };
            name = format!("{name}{between}{}", self.org_part(org, world, d));
        }
        self.script(&name, world)
    }

    fn org_part(&self, org: &Org, world: &World, d: &mut Draw) -> String {
        if d.chance(self.short) {
            world.short_part(&org.part).into_owned()
        } else {
            org.part.clone()
        }
    }

    fn address(&self, address: &Address, part: Part, world: &World, d: &mut Draw) -> String {
        let city = &world.cities[address.city];
        let zip = &city.zips[address.zip];
        let name = self.script(&city.name, world);
        let text = match part {
            Part::City => name,
            Part::State => city.state.clone(),
            Part::Zip => zip.clone(),
            Part::Country => {
                let spellings = &world.countries[city.country];
                spellings[if self.short > 0.5 { spellings.len() - 1 } else { 0 }].clone()
            }
            Part::Street => self.street(address, world, d),
            Part::House => format!("{}{}", address.number, address.letter),
            Part::Unit => self.unit(address, world, d),
            Part::Address => {
                let line = self.line(address, world, d);
                if self.is_key || self.phone.is_multiple_of(3) {
                    format!("{line}, {zip} {name}")
                } else if self.phone % 3 == 1 {
                    format!("{line}, {name}, {} {zip}", city.state)
                } else {
                    format!("{line} {name}")
                }
            }
            _ => self.line(address, world, d),
        };
        self.script(&text, world)
    }

    fn street(&self, address: &Address, world: &World, d: &mut Draw) -> String {
        let spellings = &world.ways[address.way];
        let way = if self.is_key || !d.chance(self.short) {
            &spellings[0]
        } else {
            &spellings[spellings.len() - 1]
        };
        way.replace("{}", &address.street)
    }

    fn unit(&self, address: &Address, world: &World, d: &mut Draw) -> String {
        match world.unit_words.as_slice() {
            _ if address.unit.is_empty() => String::new(),
            words if !words.is_empty() && !self.is_key && !self.phone.is_multiple_of(4) => {
                let word = &words[self.form(self.phone % words.len(), words.len(), d)];
                format!("{word} {}", address.unit)
            }
            _ => address.unit.clone(),
        }
    }

    fn line(&self, address: &Address, world: &World, d: &mut Draw) -> String {
        let street = self.street(address, world, d);
        let number_first = world.language.code == "en" || world.language.code == "fr";
        let number = format!("{}{}", address.number, address.letter);
        let mut line = if number_first {
            format!("{number} {street}")
        } else {
            format!("{street} {number}")
        };
        let unit = self.unit(address, world, d);
        if !unit.is_empty() {
            line.push_str(if self.is_key || self.phone.is_multiple_of(2) {
                " "
            } else {
                ", "
            });
            if unit.len() == address.unit.len() {
                line.push_str(if self.is_key { "unit " } else { "# " });
            }
            line.push_str(&unit);
        }
        line
    }

    fn day(&self, day: i32, part: Part, world: &World, d: &mut Draw) -> String {
        let (year, month, number) = calendar(day);
        match part {
            Part::Year => year.to_string(),
            Part::Age => (2024 - year).to_string(),
            _ => match self.form(self.date, 3, d) {
                0 => format!("{year}-{month:02}-{number:02}"),
                1 => format!("{number:02}.{month:02}.{year}"),
                2 => format!("{month:02}/{number:02}/{year}"),
                3 => format!("{year}/{month:02}/{number:02}"),
                4 => format!("{year}{month:02}{number:02}"),
                _ if world.language.code == "ja" || world.language.code == "zh" => {
                    format!("{year}年{month}月{number}日")
                }
                _ => {
                    let names = world.language.list("month");
                    let name = names.get(usize::from(month) - 1).map_or("", |name| name);
                    format!("{number} {name} {year}")
                }
            },
        }
    }

    fn phone(&self, digits: &str, d: &mut Draw) -> String {
        if digits.len() < 7 {
            return digits.to_owned();
        }
        let (area, rest) = digits.split_at(3);
        let (middle, last) = rest.split_at(rest.len() - 4);
        match self.form(self.phone, 7, d) {
            0 => digits.to_owned(),
            1 => format!("({area}) {middle}-{last}"),
            2 => format!("{area}-{middle}-{last}"),
            3 => format!("+1 {area} {middle} {last}"),
            4 => format!("{area}.{middle}.{last}"),
            5 => format!("0{area}/{middle}{last}"),
            _ => format!("{area} {middle} {last}"),
        }
    }

    /// Codes are also written without hyphens, or with blanks in their place.
    fn code(&self, text: &str) -> String {
        match self.codes {
            1 => text.replace('-', ""),
            2 => text.replace('-', " "),
            _ => text.to_owned(),
        }
    }

    fn point(&self, latitude: i64, longitude: i64, part: Part) -> String {
        // Two things are only told apart by their place if it differs by a good deal.
        let digits = |value: i64| {
            if self.is_key {
                return (value / 8_000).to_string();
            }
            let sign = if value < 0 { "-" } else { "" };
            let value = value.abs();
            match self.phone % 3 {
                0 => format!("{sign}{}.{:05}", value / 1_000_000, value % 1_000_000 / 10),
                1 => format!("{sign}{}.{:06}", value / 1_000_000, value % 1_000_000),
                _ => format!("{sign}{}.{:04}", value / 1_000_000, value % 1_000_000 / 100),
            }
        };
        match part {
            Part::Latitude => digits(latitude),
            Part::Longitude => digits(longitude),
            _ => format!("{}, {}", digits(latitude), digits(longitude)),
        }
    }
}

/// The text with the digits of another script.
fn in_digits(text: &str, zero: char) -> String {
    text.chars()
        .map(|sign| match sign.to_digit(10) {
            Some(digit) => char::from_u32(zero as u32 + digit).unwrap_or(sign),
            None => sign,
        })
        .collect()
}

/// Which spelling of a legal form a style prefers.
fn legal_of(style: &Style, spellings: &[String]) -> usize {
    (style.phone + style.date) % spellings.len()
}

/// A long word of letters cut short.
fn clipped(word: &str, clip: Clip) -> String {
    /// Letters below which a word is written out.
    const LONG: usize = 6;
    let letters: Vec<char> = word.chars().collect();
    if letters.len() < LONG || !letters.iter().all(|letter| letter.is_alphabetic()) {
        return word.to_owned();
    }
    // Between three and five letters, by the word.
    let kept = 3 + letters.iter().map(|&letter| letter as usize).sum::<usize>() % 3;
    match clip {
        Clip::Dotted => letters[..kept].iter().chain(&['.']).collect(),
        Clip::Bare => letters[..kept].iter().collect(),
        Clip::Consonants => {
            let is_vowel = |letter: &&char| "aeiouy".contains(**letter);
            let consonants = letters[1..].iter().filter(|letter| !is_vowel(letter));
            letters[..1].iter().chain(consonants.take(kept)).collect()
        }
    }
}
