//! The small world of one table: whose names, streets, cities and goods it draws from.

use super::{
    draw::Draw,
    facts::{Address, Org, Person, Words},
    language::{Language, plain},
    latin,
};

/// Pools of one table.
pub(super) struct World {
    pub(super) language: Language,
    pub(super) women: Vec<String>,
    pub(super) men: Vec<String>,
    pub(super) families: Vec<String>,
    pub(super) streets: Vec<String>,
    pub(super) ways: Vec<Vec<String>>,
    pub(super) unit_words: Vec<String>,
    pub(super) cities: Vec<City>,
    pub(super) countries: Vec<Vec<String>>,
    /// Words of names and titles.
    pub(super) words: Vec<String>,
    /// Adjectives and the like.
    pub(super) qualities: Vec<String>,
    pub(super) trades: Vec<String>,
    pub(super) legal: Vec<Vec<String>>,
    pub(super) parts: Vec<String>,
    /// Hosts of private mail.
    pub(super) hosts: Vec<String>,
    /// Letters of typing mistakes.
    pub(super) letters: Vec<char>,
    /// How unevenly words are used.
    pub(super) skew: u32,
    pub(super) units: Units,
    /// The largest house number.
    pub(super) houses: i64,
    pub(super) phone_digits: usize,
    pub(super) has_middle: bool,
    /// How many people have two family names.
    pub(super) doubled: f64,
}

/// What flats are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Units {
    None,
    Number,
    Letter,
    Hundreds,
}

/// A city and what follows from it.
pub(super) struct City {
    pub(super) name: String,
    pub(super) state: String,
    pub(super) zips: Vec<String>,
    pub(super) country: usize,
    /// Digits that its landlines start with.
    pub(super) area: String,
    pub(super) latitude: i64,
    pub(super) longitude: i64,
}

impl World {
    /// Draws the pools of a table.
    pub(super) fn draw(d: &mut Draw) -> Self {
        let language = Language::draw(d);
        let other = d.chance(0.15).then(|| Language::draw(d));
        let invented = d.of(&[0.0, 0.2, 0.5, 0.9]);
        let sizes = d.of(&[(80, 150), (150, 400), (300, 900), (400, 1500)]);
        let mut people = |list: &str, size: usize| {
            let mut pool = given_pool(&language, list, size, invented, d);
            if let Some(other) = &other {
                pool.extend(given_pool(other, list, size / 3, 0.2, d));
                d.shuffle(&mut pool);
            }
            pool
        };
        let women = people("female", sizes.0);
        let men = people("male", sizes.0);
        let mut families = people("family", sizes.1);
        if language.composes_given() {
            families.retain(|name| name.chars().count() <= 2);
        }
        let city_count = d.of(&[6, 25, 80, 300]);
        let street_count = d.of(&[30, 120, 500]);
        let word_count = d.of(&[200, 500, 1200]);
        let countries = alternatives(&language, "countries", d);
        let cities = cities(&language, city_count, &countries, d);
        let words = language.pool("word", word_count, invented, d);
        let mut letters: Vec<char> = families.iter().flat_map(|name| name.chars()).collect();
        letters.retain(|letter| letter.is_alphabetic() && !letter.is_uppercase());
        letters.sort_unstable();
        letters.dedup();
        if letters.is_empty() {
            letters.push('e');
        }
        let host_count = d.of(&[3, 6, 20]);
        let hosts = (0..host_count)
            .map(|_| host(&language, &[d.pick(&words).clone()], d))
            .collect();
        Self {
            women,
            men,
            families,
            streets: language.pool("street", street_count, invented.min(0.5), d),
            ways: alternatives(&language, "way", d),
            unit_words: language
                .list("unit")
                .iter()
                .flat_map(|word| word.split('/'))
                .map(plain)
                .collect(),
            cities,
            countries,
            words,
            qualities: language.pool("quality", 120, invented * 0.5, d),
            trades: language.known("trade", d.of(&[8, 20, 60]), d),
            legal: alternatives(&language, "legal", d),
            parts: language.known("dept", 40, d),
            hosts,
            letters,
            skew: d.of(&[0, 0, 1, 1, 2, 3]),
            units: d.of(&[
                Units::None,
                Units::None,
                Units::Number,
                Units::Letter,
                Units::Hundreds,
            ]),
            houses: d.of(&[40, 200, 2000, 9999]),
            phone_digits: language
                .list("phones")
                .first()
                .and_then(|n| n.parse().ok())
                .unwrap_or(10),
            has_middle: language.has_patronymic || d.chance(0.2),
            doubled: match language.code {
                "es" | "pt" => d.of(&[0.0, 0.5, 1.0]),
                _ if language.has_other_script => 0.0,
                _ => d.of(&[0.0, 0.0, 0.02, 0.05]),
            },
            language,
        }
    }

    /// One of a list, common ones more often.
    pub(super) fn any<'a>(&self, pool: &'a [String], d: &mut Draw) -> &'a str {
        &pool[d.skewed(pool.len(), self.skew)]
    }

    /// A person; of a given family where one is meant.
    pub(super) fn person(&self, family: Option<&str>, d: &mut Draw) -> Person {
        let is_woman = d.chance(0.5);
        let given = self
            .any(if is_woman { &self.women } else { &self.men }, d)
            .to_owned();
        let base = family.map_or_else(|| self.any(&self.families, d).to_owned(), str::to_owned);
        let family = if is_woman {
            self.language.feminine(&base)
        } else {
            base
        };
        let middle = if self.language.has_patronymic {
            patronymic(self.any(&self.men, d), is_woman)
        } else if self.has_middle && d.chance(0.6) {
            self.any(if is_woman { &self.women } else { &self.men }, d)
                .to_owned()
        } else {
            String::new()
        };
        Person {
            given,
            middle,
            family,
            second: if d.chance(self.doubled) {
                self.any(&self.families, d).to_owned()
            } else {
                String::new()
            },
            suffix: "",
            is_woman,
        }
    }

    /// An address anywhere.
    pub(super) fn address(&self, d: &mut Draw) -> Address {
        let city = d.skewed(self.cities.len(), self.skew);
        Address {
            street: self.any(&self.streets, d).to_owned(),
            way: d.below(self.ways.len()),
            number: d.between(1, self.houses),
            letter: if d.chance(0.06) {
                d.of(&["a", "b", "c", "d"])
            } else {
                ""
            },
            unit: self.unit(d),
            city,
            zip: d.below(self.cities[city].zips.len()),
        }
    }

    /// A flat.
    pub(super) fn unit(&self, d: &mut Draw) -> String {
        match self.units {
            Units::None => String::new(),
            Units::Number => d.between(1, 40).to_string(),
            Units::Letter => d.code("A"),
            Units::Hundreds => d.between(101, 999).to_string(),
        }
    }

    /// An organization.
    pub(super) fn org(&self, d: &mut Draw) -> Org {
        let core = match d.below(8) {
            0 | 1 => self.any(&self.families, d).to_owned(),
            2 => format!(
                "{} & {}",
                self.any(&self.families, d),
                self.any(&self.families, d)
            ),
            3 => d.code_of(&["AAA", "AAAA", "AA"]),
            4 => self.join(&[self.any(&self.qualities, d).to_owned(), self.word(d)]),
            5 => {
                let city = d.skewed(self.cities.len(), self.skew);
                self.join(&[self.cities[city].name.clone(), self.word(d)])
            }
            _ => self.join(&[self.word(d), self.word(d)]),
        };
        Org {
            core: latin::titled(&core),
            trade: if d.chance(0.85) {
                d.pick(&self.trades).clone()
            } else {
                String::new()
            },
            legal: (!self.legal.is_empty() && d.chance(0.8)).then(|| d.skewed(self.legal.len(), 1)),
            part: String::new(),
        }
    }

    /// A word, rare ones too.
    pub(super) fn word(&self, d: &mut Draw) -> String {
        self.any(&self.words, d).to_owned()
    }

    /// Words put together as the language does.
    pub(super) fn join(&self, words: &[String]) -> String {
        words.join(self.language.blank)
    }

    /// A text of `count` words from some pools.
    pub(super) fn text(&self, pools: &[&[String]], count: usize, d: &mut Draw) -> Words {
        let words = (0..count)
            .map(|_| {
                let pool = d.pick(pools);
                pool[d.skewed(pool.len(), self.skew)].clone()
            })
            .collect();
        Words {
            words,
            tail: String::new(),
        }
    }

    /// A landline of a city, or a mobile number.
    pub(super) fn phone(&self, city: Option<usize>, d: &mut Draw) -> String {
        let mut digits = city.map_or_else(|| d.code("79"), |city| self.cities[city].area.clone());
        while digits.len() < self.phone_digits {
            digits.push(d.digit());
        }
        digits
    }

    /// A department as it is abbreviated.
    pub(super) fn short_part<'a>(&self, part: &'a str) -> std::borrow::Cow<'a, str> {
        self.language
            .list("dept")
            .iter()
            .filter_map(|entry| entry.split_once('/'))
            .find(|(long, _)| plain(long) == part)
            .map_or(part.into(), |(_, short)| plain(short).into())
    }

    /// A web host named after something.
    pub(super) fn host(&self, name: &[String], d: &mut Draw) -> String {
        host(&self.language, name, d)
    }
}

/// Given names; where a language composes them of signs, of one sign or two.
fn given_pool(language: &Language, list: &str, size: usize, invented: f64, d: &mut Draw) -> Vec<String> {
    if language.composes_given() {
        let signs = language.pool(list, 60, 0.0, d);
        if list == "family" {
            return signs;
        }
        return (0..size)
            .map(|_| (0..d.of(&[1, 2, 2])).map(|_| d.pick(&signs).as_str()).collect())
            .collect();
    }
    // Invented names of one or two letters would not be names.
    language.pool(list, size, invented, d)
}

/// Lists whose entries have several spellings, separated by `/`.
fn alternatives(language: &Language, list: &str, d: &mut Draw) -> Vec<Vec<String>> {
    let mut entries: Vec<Vec<String>> = language
        .list(list)
        .iter()
        .map(|entry| entry.split('/').map(plain).collect())
        .collect();
    if entries.is_empty() {
        entries.push(vec![String::new()]);
    }
    let keep = 1 + d.below(entries.len());
    // The first is the most common, and every table may have it.
    d.shuffle(&mut entries[1..]);
    entries.truncate(keep);
    entries
}

fn cities(language: &Language, count: usize, countries: &[Vec<String>], d: &mut Draw) -> Vec<City> {
    let zip_pattern = d.of(&["99999", "99999", "9999", "999999", "AA9 9AA", "99-999", "A9A 9A9"]);
    let state_words = language.pool("city", 30, 0.7, d);
    let states: Vec<String> = (0..d.of(&[1, 5, 16]))
        .map(|_| {
            if d.chance(0.5) {
                d.code("AA")
            } else {
                d.pick(&state_words).clone()
            }
        })
        .collect();
    language
        .pool("city", count, 0.0, d)
        .into_iter()
        .map(|name| {
            let start = d.code(zip_pattern);
            let zips = (0..d.of(&[1, 2, 4, 9]))
                .map(|_| {
                    let own = d.code(zip_pattern);
                    let cut = start.len() / 2;
                    format!("{}{}", &start[..cut], &own[cut..])
                })
                .collect();
            City {
                name,
                state: d.pick(&states).clone(),
                zips,
                country: d.skewed(countries.len(), 3),
                area: format!("{}{}", d.between(2, 6), d.code("99")),
                latitude: d.between(-55_000_000, 65_000_000),
                longitude: d.between(-170_000_000, 170_000_000),
            }
        })
        .collect()
}

fn host(language: &Language, name: &[String], d: &mut Draw) -> String {
    let mut handle: String = name
        .iter()
        .map(|word| latin::as_handle(&language.in_latin(word)))
        .collect();
    handle.truncate(18);
    if handle.len() < 3 {
        handle.push_str(&d.code("hhhh"));
    }
    let endings = language.list("tld");
    let ending = if endings.is_empty() {
        "com"
    } else {
        endings[d.skewed(endings.len(), 1)]
    };
    format!("{handle}.{ending}")
}

/// The patronymic from the father's given name.
fn patronymic(father: &str, is_woman: bool) -> String {
    let (stem, man, woman) = if let Some(stem) = father.strip_suffix('й') {
        (stem, "евич", "евна")
    } else if let Some(stem) = father.strip_suffix(['я', 'а']) {
        (stem, "ич", "ична")
    } else {
        (father, "ович", "овна")
    };
    format!("{stem}{}", if is_woman { woman } else { man })
}
