//! What the names of columns say: their words, what a usual name means in several languages, and how alike two names are.
//!
//! A name has a class, such as that of family names, and words that narrow it down: `employer_city` is a city, that of the
//! employer. Names of no known class are compared by their words, which may be abbreviated.

mod vocabulary;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use self::vocabulary::{FILLERS, GENERIC, NUMBERING, VOCABULARY, WHOSE};
use super::sample::words_of;

/// What a name says, if it is a usual one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Honorific,
    Given,
    Middle,
    Family,
    Name,
    House,
    Street,
    Unit,
    Address,
    City,
    State,
    Zip,
    Country,
    Phone,
    Fax,
    Email,
    Birth,
    Birthplace,
    Death,
    Age,
    Gender,
    Company,
    Job,
    Title,
    Description,
    Brand,
    Publisher,
    Price,
    Year,
    Date,
    Category,
    Web,
    Tax,
    Social,
    Author,
    Venue,
    Volume,
    Pages,
    Area,
    Latitude,
    Longitude,
    Quantity,
    Model,
    Code,
    Barcode,
    Weight,
    Color,
    Size,
}

impl Class {
    /// How likely columns of two classes mean the same: what one table calls a name, another calls a title.
    fn fit(self, other: Self) -> f64 {
        use Class::{
            Address, Author, Barcode, Birth, Birthplace, Brand, City, Code, Company, Country, Date,
            Description, Family, Fax, Given, Honorific, Job, Model, Name, Phone, Publisher, Social, Street,
            Tax, Title, Venue, Year,
        };
        if self == other {
            return 0.92;
        }
        let is_pair = |one: Self, two: Self| (self == one && other == two) || (self == two && other == one);
        let is_one = |pairs: &[(Self, Self)]| pairs.iter().any(|&(one, two)| is_pair(one, two));
        if is_pair(Address, Street) {
            0.85
        } else if is_one(&[(Name, Title), (Name, Company), (Brand, Company)]) {
            0.7
        } else if is_one(&[
            (Social, Tax),
            (Date, Birth),
            (Date, Year),
            (Model, Code),
            (Birthplace, City),
            (Honorific, Title),
            (Barcode, Code),
        ]) {
            0.5
        } else if is_one(&[
            (Title, Description),
            (Title, Company),
            (Venue, Company),
            (Publisher, Brand),
            (Publisher, Company),
            (Job, Title),
        ]) {
            0.3
        } else if is_one(&[
            (Name, Given),
            (Name, Family),
            (Phone, Fax),
            // What a table calls a name may be that of anything.
            (Name, Country),
            (Name, City),
            (Name, Venue),
            (Name, Brand),
            (Name, Publisher),
            (Name, Author),
            (Name, Description),
        ]) {
            0.2
        } else {
            0.0
        }
    }
}

/// What the name of a column says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Meaning {
    /// Its words without those that all columns of the table share.
    words: Vec<String>,
    pub class: Option<Class>,
    /// Words that tell columns of one class apart.
    narrow: Vec<String>,
    /// Words that only say whose a value is, or which of several.
    whose: Vec<String>,
}

impl Meaning {
    fn of(words: Vec<String>) -> Self {
        let plain: Vec<&str> = match words.iter().filter(|word| !FILLERS.contains(&word.as_str())) {
            rest if rest.clone().count() > 0 => rest.map(String::as_str).collect(),
            _ => words.iter().map(String::as_str).collect(),
        };
        let (class, others) = classify(&plain);
        let is_weak = |word: &&str| WHOSE.contains(word) || word.chars().all(|c| c.is_ascii_digit());
        let others = others
            .into_iter()
            .filter(|word| !GENERIC.contains(word) && find(word).is_none_or(|own| Some(own) != class));
        let (whose, narrow): (Vec<&str>, Vec<&str>) = others.partition(is_weak);
        let owned = |words: Vec<&str>| words.into_iter().map(in_english).map(str::to_owned).collect();
        Self {
            class,
            narrow: owned(narrow),
            whose: owned(whose),
            words,
        }
    }

    /// Whether the columns are of the same thing, as far as the names say: `billing city` and `billing street`.
    pub fn has_owner_of(&self, other: &Self) -> bool {
        self.narrow == other.narrow && self.whose == other.whose
    }

    /// Whether both names say nothing but the same.
    pub fn is_same(&self, other: &Self) -> bool {
        self.words.concat() == other.words.concat()
    }

    /// Whether the names say that the columns mean different things.
    pub fn differs(&self, other: &Self) -> bool {
        match (self.class, other.class) {
            (Some(a), Some(b)) => a.fit(b) == 0.0 || narrowed(&self.narrow, &other.narrow) < 0.5,
            _ => false,
        }
    }

    /// How alike two names are, 0 to 1.
    pub fn alike(&self, other: &Self) -> f64 {
        if self.is_same(other) {
            return 1.0;
        }
        let (whole_a, whole_b) = (self.words.concat(), other.words.concat());
        match (self.class, other.class) {
            (Some(a), Some(b)) => {
                let whose = match (self.whose.as_slice(), other.whose.as_slice()) {
                    (a, b) if a == b => 1.0,
                    ([], _) | (_, []) => 0.98,
                    _ => 0.9,
                };
                a.fit(b) * narrowed(&self.narrow, &other.narrow) * whose
            }
            (None, None) if is_short_for(&whole_a, &whole_b) => 0.8,
            (None, None) => 0.8 * words_shared(&self.words, &other.words),
            // One of them means something known, so words such as "name" that both have say little.
            _ if is_short_for(&whole_a, &whole_b) => 0.6,
            _ => 0.2 * words_shared(&self.words, &other.words),
        }
    }
}

/// How much words that narrow a class down leave of its fit.
fn narrowed(a: &[String], b: &[String]) -> f64 {
    if a.is_empty() && b.is_empty() {
        1.0
    } else if a.is_empty() || b.is_empty() {
        0.8
    } else if a
        .iter()
        .any(|word| b.iter().any(|other| are_words_alike(word, other)))
    {
        1.0
    } else {
        0.3
    }
}

/// What the columns of a table mean.
pub(super) fn meanings(columns: &[String]) -> Vec<Meaning> {
    /// Fewer columns may share a word by chance.
    const LEAST_COLUMNS: usize = 3;
    let mut words: Vec<Vec<String>> = columns.iter().map(|name| name_words(name)).collect();
    // A word that all names begin with says nothing: `crm_name`, `crm_city`, `crm_phone`.
    while words.len() >= LEAST_COLUMNS
        && words
            .iter()
            .all(|own| own.len() > 1 && own.first() == words[0].first())
    {
        for own in &mut words {
            own.remove(0);
        }
    }
    let mut meanings: Vec<Meaning> = words.into_iter().map(Meaning::of).collect();
    // Beside first names, a plain name is the family name, as in "Vorname, Name"; beside family names it is the first name.
    for position in 0..meanings.len() {
        let own = &meanings[position];
        let is_plain = own.class == Some(Class::Name) && own.words.len() == 1;
        let mates = || meanings.iter().filter(|other| other.has_owner_of(own));
        let count = |class: Class| mates().filter(|other| other.class == Some(class)).count();
        if !is_plain || count(Class::Name) > 1 {
            continue;
        }
        let class = match (count(Class::Given), count(Class::Family)) {
            (1, 0) => Class::Family,
            (0, 1) => Class::Given,
            _ => continue,
        };
        meanings[position].class = Some(class);
    }
    meanings
}

/// The class of a name, and the words that are not part of it.
fn classify<'a>(words: &[&'a str]) -> (Option<Class>, Vec<&'a str>) {
    if let Some(class) = find(&words.concat()) {
        return (Some(class), Vec::new());
    }
    let ends = |length: usize| [(words.len() - length, words.len()), (0, length)];
    let is_numbered = |words: &[&str]| words.iter().any(|word| NUMBERING.contains(word));
    let without = |start: usize, end: usize| [&words[..start], &words[end..]].concat();
    for length in (1..words.len()).rev() {
        for (start, end) in ends(length) {
            let part = &words[start..end];
            let says_little = length == 1 && (GENERIC.contains(&part[0]) || WHOSE.contains(&part[0]));
            let others = without(start, end);
            if !says_little
                && !is_numbered(&others)
                && let Some(class) = find(&part.concat())
            {
                return (Some(class), others);
            }
        }
    }
    if words.len() > 1 {
        for (start, end) in ends(1) {
            let class = Some(words[start])
                .filter(|word| GENERIC.contains(word))
                .and_then(find);
            if let Some(class @ (Class::Name | Class::Date | Class::Year)) = class {
                return (Some(class), without(start, end));
            }
        }
    }
    (None, words.to_vec())
}

fn find(whole: &str) -> Option<Class> {
    VOCABULARY
        .iter()
        .find(|(_, names)| names.split_whitespace().any(|name| name == whole))
        .map(|(class, _)| *class)
}

/// Words that narrow descriptions and names down, in one language.
fn in_english(word: &str) -> &str {
    match word {
        "kurz" | "courte" | "court" | "corta" | "corto" | "breve" => "short",
        "lang" | "longue" | "larga" | "largo" | "lunga" => "long",
        other => other,
    }
}

fn words_shared(a: &[String], b: &[String]) -> f64 {
    let shared = a
        .iter()
        .filter(|word| b.iter().any(|other| are_words_alike(word, other)))
        .count();
    let all = a.len() + b.len() - shared.min(a.len() + b.len());
    shared as f64 / all.max(1) as f64
}

fn are_words_alike(a: &str, b: &str) -> bool {
    a == b || is_short_for(a, b) || is_abbreviated(a, b)
}

/// Whether one word is the beginning of the other, as in `desc` and `description`.
fn is_short_for(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.len() >= 3 && long.starts_with(short)
}

/// Whether one word is the other without some of its letters, most of them vowels, as in `qty` and `quantity`.
fn is_abbreviated(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let is_vowel = |c: &char| "aeiouy".contains(*c);
    let mut rest = long.chars();
    short.chars().count() >= 2
        && short.chars().next() == long.chars().next()
        && short.chars().skip(1).filter(is_vowel).count() * 3 <= short.chars().count()
        && short.chars().all(|c| rest.any(|other| other == c))
}

/// The words of a name in small letters without accents: `FirstName`, `first_name` and `first name` have two.
fn name_words(name: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(name.len() + 4);
    let mut was_lower = false;
    for c in name.nfd().filter(|c| !is_combining_mark(*c)) {
        if c.is_uppercase() && was_lower {
            spaced.push(' ');
        }
        was_lower = c.is_lowercase() || c.is_ascii_digit();
        match c {
            'ß' => spaced.push_str("ss"),
            'ł' => spaced.push('l'),
            'ø' => spaced.push('o'),
            _ => spaced.push(c),
        }
    }
    words_of(&spaced)
}

/// Whether columns are the parts of a whole, as far as the names say.
pub(super) fn are_parts(whole: Option<Class>, parts: impl Iterator<Item = Option<Class>>) -> bool {
    let parts: Option<Vec<Class>> = parts.collect();
    let (Some(whole), Some(parts)) = (whole, parts) else {
        return false;
    };
    let fits = parts.iter().all(|&part| order_in(whole, part).is_some());
    match whole {
        Class::Name => fits && parts.contains(&Class::Given) && parts.contains(&Class::Family),
        Class::Address | Class::Street => {
            fits && (parts.contains(&Class::Street) || parts.contains(&Class::Address))
        }
        _ => false,
    }
}

/// Place of a part in a whole; none if it is no part of it.
pub(super) fn order_in(whole: Class, part: Class) -> Option<usize> {
    use Class::{
        Address, City, Country, Family, Given, Honorific, House, Middle, Name, State, Street, Unit, Zip,
    };
    const NAME: [Class; 4] = [Honorific, Given, Middle, Family];
    const ADDRESS: [Class; 8] = [House, Street, Address, Unit, City, State, Zip, Country];
    let order: &[Class] = match whole {
        Name => &NAME,
        Address | Street => &ADDRESS,
        _ => &[],
    };
    order.iter().position(|own| *own == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning(name: &str) -> Meaning {
        Meaning::of(name_words(name))
    }

    #[test]
    fn names_say_what_columns_mean() {
        for (left, right, least, most) in [
            ("First Name", "first_name", 1.0, 1.0),
            ("customerName", "FULL_NAME", 0.9, 1.0),
            ("tel", "Phone Number", 0.9, 1.0),
            ("Straße", "street", 0.9, 1.0),
            ("Date de naissance", "dob", 0.9, 1.0),
            ("Teléfono", "Phone 1 - Value", 0.85, 1.0),
            ("city", "mailing_address_city", 0.85, 1.0),
            ("city", "employer_city", 0.5, 0.8),
            ("billing city", "employer city", 0.5, 0.8),
            ("start year", "release date", 0.0, 0.3),
            ("city", "state", 0.0, 0.0),
            ("first_name", "name", 0.0, 0.3),
            ("Product Name", "name", 0.6, 0.8),
            ("size_in_cm", "size", 0.3, 0.8),
            ("colour_desc", "color", 0.0, 0.5),
            ("util_nm", "utility_name", 0.5, 1.0),
            ("nmbr_of_shlvs", "number of shelves", 0.5, 1.0),
            ("a", "b", 0.0, 0.0),
        ] {
            let found = meaning(left).alike(&meaning(right));
            assert!((least..=most).contains(&found), "{left} {right}: {found}");
            assert!((meaning(right).alike(&meaning(left)) - found).abs() < 1e-9);
        }
    }

    #[test]
    fn a_name_means_what_its_neighbors_leave() {
        let classes = |columns: &[&str]| -> Vec<Option<Class>> {
            let columns: Vec<String> = columns.iter().map(|&name| name.to_owned()).collect();
            meanings(&columns)
                .into_iter()
                .map(|meaning| meaning.class)
                .collect()
        };
        let (given, family, name) = (Some(Class::Given), Some(Class::Family), Some(Class::Name));
        assert_eq!(classes(&["Vorname", "Name"]), [given, family]);
        assert_eq!(classes(&["nombre", "apellidos"]), [given, family]);
        assert_eq!(classes(&["name", "city"])[0], name);
        assert_eq!(classes(&["first name", "last name", "name"])[2], name);
        assert_eq!(
            classes(&["crm_name", "crm_city", "crm_fax"]),
            [name, Some(Class::City), Some(Class::Fax)]
        );
    }

    #[test]
    fn every_usual_name_has_one_meaning_and_is_written_as_names_are_looked_up() {
        let mut seen = std::collections::HashMap::new();
        for (class, names) in VOCABULARY {
            for name in names.split_whitespace() {
                assert_eq!(name_words(name).concat(), name);
                if let Some(other) = seen.insert(name, class) {
                    panic!("{name} is both {other:?} and {class:?}");
                }
            }
        }
    }
}
