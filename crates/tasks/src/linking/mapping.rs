//! Finds which columns of several tables mean the same: by their names, by what their values have in common, and by what
//! the values look like.
//!
//! Every source is compared with the columns of the sources before it. All candidates are scored, and the best are taken one
//! after the other: one column for one, or one column for several that are its parts.

use super::Source;
use super::sample::{Sample, words_of};
use crate::Error;

/// Least score of two columns that mean the same.
const LEAST: f64 = 0.35;
/// Another column fits nearly as well if its score is at most this much lower.
const NEAR: f64 = 0.05;
/// Parts of a value; more columns are no parts of one.
const MOST_PARTS: usize = 6;

/// What the caller knows: `left=right`, where several columns are joined with `+`, and nothing on the right means that the left
/// column has no partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapRule {
    /// Columns of an earlier source.
    pub left: Vec<String>,
    /// Columns of a later source.
    pub right: Vec<String>,
}

/// Columns with the same meaning.
#[derive(Debug, Clone)]
pub(super) struct Concept {
    pub name: String,
    /// Positions in each source; several are parts of one value.
    pub parts: Vec<Vec<usize>>,
    pub score: f64,
    /// Other columns that fit nearly as well.
    pub or: Vec<String>,
}

impl Concept {
    /// Whether at least two sources have it.
    pub fn is_shared(&self) -> bool {
        self.parts.iter().filter(|parts| !parts.is_empty()).count() > 1
    }

    fn sample(&self, sources: &[Source]) -> Sample {
        let first = self
            .parts
            .iter()
            .position(|parts| !parts.is_empty())
            .unwrap_or_default();
        let samples: Vec<&Sample> = self.parts[first]
            .iter()
            .map(|&column| &sources[first].samples[column])
            .collect();
        match samples.as_slice() {
            [one] => (*one).clone(),
            several => Sample::joined(several),
        }
    }

    fn is_single(&self) -> bool {
        self.parts.iter().all(|parts| parts.len() < 2)
    }
}

/// A way in which columns may belong together.
#[derive(Debug, Clone)]
struct Candidate {
    score: f64,
    /// Numbers of concepts, several if they are parts of the column.
    concepts: Vec<usize>,
    /// Columns of the new source, several if they are parts of the concept.
    columns: Vec<usize>,
}

/// Finds the concepts of all sources.
pub(super) fn find(sources: &[Source], rules: &[MapRule]) -> Result<Vec<Concept>, Error> {
    check(sources, rules)?;
    let mut concepts: Vec<Concept> = Vec::new();
    for (number, source) in sources.iter().enumerate() {
        let mut free: Vec<usize> = (0..source.columns.len())
            .filter(|&column| Some(column) != source.id)
            .collect();
        if number > 0 {
            let mut open: Vec<usize> = (0..concepts.len()).collect();
            by_rules(&mut concepts, source, number, rules, &mut open, &mut free);
            by_likeness(&mut concepts, sources, number, &mut open, &mut free);
            concepts.retain(|concept| concept.parts.iter().any(|parts| !parts.is_empty()));
        }
        for column in free {
            let mut parts = vec![Vec::new(); sources.len()];
            parts[number].push(column);
            concepts.push(Concept {
                name: free_name(&concepts, &source.columns[column]),
                parts,
                score: 0.0,
                or: Vec::new(),
            });
        }
    }
    Ok(concepts)
}

fn free_name(concepts: &[Concept], name: &str) -> String {
    let mut free = name.to_owned();
    while concepts.iter().any(|concept| concept.name == free) {
        free.push('_');
    }
    free
}

/// Refuses rules about columns that do not exist.
fn check(sources: &[Source], rules: &[MapRule]) -> Result<(), Error> {
    for rule in rules {
        let has = |source: &Source, names: &[String]| names.iter().all(|name| source.columns.contains(name));
        let sides = [&rule.left, &rule.right];
        for names in sides {
            if !sources.iter().any(|source| has(source, names)) {
                return Err(Error::UnknownMapColumns {
                    names: names.join("+"),
                    columns: sources
                        .iter()
                        .map(|source| format!("{}: {}", source.name, source.columns.join(", ")))
                        .collect(),
                });
            }
        }
    }
    Ok(())
}

/// Takes what the caller said, and takes it off the lists of what is open.
fn by_rules(
    concepts: &mut [Concept],
    source: &Source,
    number: usize,
    rules: &[MapRule],
    open: &mut Vec<usize>,
    free: &mut Vec<usize>,
) {
    for rule in rules {
        let left: Vec<usize> = rule
            .left
            .iter()
            .filter_map(|name| concepts.iter().position(|concept| concept.name == *name))
            .collect();
        let right: Vec<usize> = rule
            .right
            .iter()
            .filter_map(|name| source.columns.iter().position(|own| own == name))
            .collect();
        if left.len() != rule.left.len() || (right.len() != rule.right.len()) {
            continue;
        }
        if right.is_empty() {
            open.retain(|concept| !left.contains(concept));
            continue;
        }
        let candidate = Candidate {
            score: 1.0,
            concepts: left,
            columns: right,
        };
        take(concepts, &candidate, number, open, free);
    }
}

/// Takes the best candidates one after the other.
fn by_likeness(
    concepts: &mut [Concept],
    sources: &[Source],
    number: usize,
    open: &mut Vec<usize>,
    free: &mut Vec<usize>,
) {
    let mut candidates = candidates(concepts, sources, number, open, free);
    candidates.retain(|candidate| candidate.score >= LEAST);
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
    for candidate in &candidates {
        let is_open = candidate.concepts.iter().all(|concept| open.contains(concept))
            && candidate.columns.iter().all(|column| free.contains(column));
        if !is_open {
            continue;
        }
        take(concepts, candidate, number, open, free);
        let first = candidate.concepts[0];
        let near = candidates.iter().filter(|other| {
            other.concepts == candidate.concepts
                && other.columns != candidate.columns
                && other.score >= candidate.score - NEAR
        });
        let columns = &sources[number].columns;
        let names = near.map(|other| {
            let parts: Vec<&str> = other
                .columns
                .iter()
                .map(|&column| columns[column].as_str())
                .collect();
            parts.join(" + ")
        });
        concepts[first].or = names.collect();
    }
    // A column that found a better partner is no alternative.
    let taken: Vec<String> = (0..sources[number].columns.len())
        .filter(|column| !free.contains(column))
        .map(|column| sources[number].columns[column].clone())
        .collect();
    for concept in concepts.iter_mut() {
        concept.or.retain(|name| !taken.contains(name));
    }
}

fn take(
    concepts: &mut [Concept],
    candidate: &Candidate,
    number: usize,
    open: &mut Vec<usize>,
    free: &mut Vec<usize>,
) {
    open.retain(|concept| !candidate.concepts.contains(concept));
    free.retain(|column| !candidate.columns.contains(column));
    let [first, others @ ..] = candidate.concepts.as_slice() else {
        return;
    };
    // Parts become one concept, in their order.
    for &other in others {
        let parts = std::mem::take(&mut concepts[other].parts);
        concepts[other].parts = vec![Vec::new(); parts.len()];
        for (own, more) in concepts[*first].parts.iter_mut().zip(parts) {
            own.extend(more);
        }
    }
    concepts[*first].parts[number].clone_from(&candidate.columns);
    concepts[*first].score = candidate.score;
}

fn candidates(
    concepts: &[Concept],
    sources: &[Source],
    number: usize,
    open: &[usize],
    free: &[usize],
) -> Vec<Candidate> {
    let source = &sources[number];
    let samples: Vec<Sample> = concepts.iter().map(|concept| concept.sample(sources)).collect();
    let mut found = Vec::new();
    for &concept in open {
        for &column in free {
            let score = alike(
                (&concepts[concept].name, &samples[concept]),
                (&source.columns[column], &source.samples[column]),
            );
            found.push(Candidate {
                score,
                concepts: vec![concept],
                columns: vec![column],
            });
        }
    }
    let is_text = |sample: &Sample| sample.count > 0;
    let right: Vec<(usize, &str, &Sample)> = free
        .iter()
        .map(|&column| (column, source.columns[column].as_str(), &source.samples[column]))
        .filter(|(_, _, sample)| is_text(sample))
        .collect();
    let left: Vec<(usize, &str, &Sample)> = open
        .iter()
        .filter(|&&concept| concepts[concept].is_single() && is_text(&samples[concept]))
        .map(|&concept| (concept, concepts[concept].name.as_str(), &samples[concept]))
        .collect();
    for &(concept, name, sample) in &left {
        for (score, columns) in wholes(name, sample, &right) {
            let concepts = vec![concept];
            found.push(Candidate {
                score,
                concepts,
                columns,
            });
        }
    }
    for &(column, name, sample) in &right {
        for (score, concepts) in wholes(name, sample, &left) {
            let columns = vec![column];
            found.push(Candidate {
                score,
                concepts,
                columns,
            });
        }
    }
    found
}

/// Runs of columns that may be the parts of a whole, with their scores.
fn wholes(name: &str, whole: &Sample, parts: &[(usize, &str, &Sample)]) -> Vec<(f64, Vec<usize>)> {
    let mut found = Vec::new();
    if whole.count == 0 || whole.mean_words < 1.5 {
        return found;
    }
    let class = class_of(name);
    for start in 0..parts.len() {
        for end in start + 2..=parts.len().min(start + MOST_PARTS) {
            let run = &parts[start..end];
            let samples: Vec<&Sample> = run.iter().map(|(_, _, sample)| *sample).collect();
            let joined = Sample::joined(&samples);
            let ratio = ratio(joined.mean_words, whole.mean_words);
            if ratio < 0.6 {
                continue;
            }
            let common = joined.words_in_common(whole);
            let single = samples.iter().map(|sample| sample.words_in_common(whole));
            let best = single.clone().fold(0.0, f64::max);
            let least = single.fold(1.0, f64::min);
            let is_named = are_parts(class, run.iter().map(|(_, name, _)| class_of(name)));
            let score = if is_named {
                0.45 + 0.4 * common + 0.15 * ratio
            } else if common >= 0.35 && common >= best + 0.08 && least >= 0.1 {
                0.9 * (0.8 * common + 0.2 * ratio)
            } else {
                continue;
            };
            found.push((score, run.iter().map(|(position, _, _)| *position).collect()));
        }
    }
    found
}

fn ratio(a: f64, b: f64) -> f64 {
    if a.max(b) == 0.0 { 0.0 } else { a.min(b) / a.max(b) }
}

/// Whether columns of these classes are the parts of a column of a class.
fn are_parts(whole: Option<Class>, parts: impl Iterator<Item = Option<Class>>) -> bool {
    let parts: Option<Vec<Class>> = parts.collect();
    let Some(parts) = parts else { return false };
    match whole {
        Some(Class::Name) => {
            parts.contains(&Class::Given)
                && parts.contains(&Class::Family)
                && parts.iter().all(|part| {
                    matches!(
                        part,
                        Class::Given | Class::Middle | Class::Family | Class::Honorific
                    )
                })
        }
        Some(Class::Address | Class::Street) => {
            (parts.contains(&Class::Street) || parts.contains(&Class::Address))
                && parts.iter().all(|part| {
                    matches!(
                        part,
                        Class::House
                            | Class::Street
                            | Class::Address
                            | Class::Unit
                            | Class::City
                            | Class::State
                            | Class::Zip
                            | Class::Country
                    )
                })
        }
        _ => false,
    }
}

/// How likely two columns mean the same, 0 to 1.
fn alike((left_name, left): (&str, &Sample), (right_name, right): (&str, &Sample)) -> f64 {
    let name = names_alike(left_name, right_name);
    if left.count == 0 || right.count == 0 {
        return match name {
            _ if name > 0.9 => 0.6,
            _ if name > 0.5 => LEAST,
            _ => 0.0,
        };
    }
    let looks = left.looks_like(right);
    let value = 0.45 * left.words_in_common(right) + 0.25 * left.values_in_common(right) + 0.3 * looks;
    let differ = match (class_of(left_name), class_of(right_name)) {
        (Some(a), Some(b)) => a.fit(b) == 0.0,
        _ => false,
    };
    let by_value = if differ { 0.5 * value } else { 0.9 * value };
    let score = (0.6 * name + 0.4 * value).max(by_value);
    if looks < 0.15 { 0.5 * score } else { score }
}

/// How alike two names are, 0 to 1.
fn names_alike(left: &str, right: &str) -> f64 {
    let (a, b) = (name_words(left), name_words(right));
    let (whole_a, whole_b) = (a.concat(), b.concat());
    if whole_a == whole_b {
        return 1.0;
    }
    match (class_of(left), class_of(right)) {
        (Some(a), Some(b)) => return a.fit(b),
        (None, None) => {}
        _ => {
            // One of them means something known, so words such as "name" that both have say little.
            return if is_short_for(&whole_a, &whole_b) {
                0.6
            } else {
                0.2 * words_shared(&a, &b)
            };
        }
    }
    if is_short_for(&whole_a, &whole_b) {
        return 0.8;
    }
    0.8 * words_shared(&a, &b)
}

fn words_shared(a: &[String], b: &[String]) -> f64 {
    let shared = a
        .iter()
        .filter(|word| b.iter().any(|other| *word == other || is_short_for(word, other)))
        .count();
    let all = a.len() + b.len() - shared;
    shared as f64 / all.max(1) as f64
}

/// Whether one word is the beginning of the other, as in `desc` and `description`.
fn is_short_for(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.len() >= 3 && long.starts_with(short)
}

/// The words of a name: `FirstName`, `first_name` and `first name` have two.
fn name_words(name: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(name.len() + 4);
    let mut was_lower = false;
    for c in name.chars() {
        if c.is_uppercase() && was_lower {
            spaced.push(' ');
        }
        was_lower = c.is_lowercase() || c.is_ascii_digit();
        spaced.push(c);
    }
    words_of(&spaced)
}

/// What a name says, if it is a usual one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
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
    Email,
    Birth,
    Gender,
    Company,
    Title,
    Description,
    Brand,
    Price,
    Year,
    Category,
    Web,
    Tax,
    Author,
    Venue,
}

impl Class {
    /// How likely columns of two classes mean the same: what one table calls a name, another calls a title.
    fn fit(self, other: Self) -> f64 {
        use Class::{Address, Brand, Company, Description, Family, Given, Name, Street, Title, Venue};
        if self == other {
            return 0.92;
        }
        let is_pair = |one: Self, two: Self| (self == one && other == two) || (self == two && other == one);
        if is_pair(Address, Street) {
            0.85
        } else if is_pair(Name, Title) || is_pair(Name, Company) || is_pair(Brand, Company) {
            0.7
        } else if is_pair(Title, Description) || is_pair(Title, Company) || is_pair(Venue, Company) {
            0.3
        } else if is_pair(Name, Given) || is_pair(Name, Family) {
            0.2
        } else {
            0.0
        }
    }
}

/// Usual names, without the words that only say whose they are.
const CLASSES: &[(Class, &[&str])] = &[
    (Class::Honorific, &["salutation", "honorific", "prefix", "anrede"]),
    (
        Class::Given,
        &[
            "firstname",
            "fname",
            "first",
            "given",
            "givenname",
            "forename",
            "vorname",
            "prenom",
            "nombre",
            "christianname",
        ],
    ),
    (
        Class::Middle,
        &["middlename", "middle", "mname", "middleinitial", "secondname"],
    ),
    (
        Class::Family,
        &[
            "lastname",
            "lname",
            "last",
            "surname",
            "sname",
            "family",
            "familyname",
            "nachname",
            "apellido",
            "apellidos",
        ],
    ),
    (
        Class::Name,
        &["name", "fullname", "personname", "displayname", "nameandsurname"],
    ),
    (
        Class::House,
        &[
            "house",
            "houseno",
            "housenumber",
            "streetnumber",
            "streetno",
            "hausnummer",
            "number",
        ],
    ),
    (
        Class::Street,
        &[
            "street",
            "streetname",
            "road",
            "strasse",
            "rue",
            "calle",
            "streetaddress",
            "addressline1",
            "address1",
            "addr1",
        ],
    ),
    (
        Class::Unit,
        &[
            "unit",
            "apartment",
            "flat",
            "suite",
            "addressline2",
            "address2",
            "addr2",
        ],
    ),
    (
        Class::Address,
        &[
            "address",
            "addr",
            "fulladdress",
            "adresse",
            "direccion",
            "location",
            "postaladdress",
        ],
    ),
    (
        Class::City,
        &[
            "city",
            "town",
            "suburb",
            "locality",
            "place",
            "ort",
            "stadt",
            "ville",
            "ciudad",
            "municipality",
            "cityname",
        ],
    ),
    (
        Class::State,
        &["state", "province", "region", "county", "bundesland", "st"],
    ),
    (
        Class::Zip,
        &[
            "zip",
            "zipcode",
            "postcode",
            "postalcode",
            "plz",
            "postal",
            "pincode",
            "cp",
        ],
    ),
    (
        Class::Country,
        &["country", "countrycode", "land", "nation", "pays", "pais"],
    ),
    (
        Class::Phone,
        &[
            "phone",
            "phonenumber",
            "phoneno",
            "tel",
            "telephone",
            "telephonenumber",
            "telno",
            "mobile",
            "mobilephone",
            "cell",
            "cellphone",
            "telefon",
            "telefono",
            "contactnumber",
            "ph",
        ],
    ),
    (
        Class::Email,
        &["email", "mail", "emailaddress", "emailaddr", "correo", "courriel"],
    ),
    (
        Class::Birth,
        &[
            "dob",
            "birthdate",
            "birth",
            "dateofbirth",
            "born",
            "birthday",
            "bday",
            "geburtsdatum",
            "datebirth",
        ],
    ),
    (Class::Gender, &["gender", "sex", "geschlecht"]),
    (
        Class::Company,
        &[
            "company",
            "companyname",
            "organization",
            "organisation",
            "org",
            "firm",
            "firma",
            "employer",
            "business",
            "businessname",
        ],
    ),
    (
        Class::Title,
        &[
            "title",
            "productname",
            "producttitle",
            "product",
            "itemname",
            "item",
            "papertitle",
            "articletitle",
            "heading",
        ],
    ),
    (
        Class::Description,
        &[
            "description",
            "desc",
            "descr",
            "details",
            "longdescription",
            "productdescription",
            "text",
            "summary",
        ],
    ),
    (
        Class::Brand,
        &[
            "brand",
            "manufacturer",
            "maker",
            "vendor",
            "manufacturername",
            "brandname",
            "producer",
            "manuf",
            "mfr",
        ],
    ),
    (
        Class::Price,
        &[
            "price",
            "cost",
            "amount",
            "unitprice",
            "listprice",
            "preis",
            "saleprice",
        ],
    ),
    (
        Class::Year,
        &[
            "year",
            "yr",
            "pubyear",
            "publicationyear",
            "yearpublished",
            "published",
            "jahr",
        ],
    ),
    (
        Class::Category,
        &[
            "category", "type", "class", "kind", "group", "genre", "cuisine", "foodtype",
        ],
    ),
    (Class::Web, &["url", "website", "web", "homepage", "link", "site"]),
    (
        Class::Tax,
        &[
            "taxid",
            "vat",
            "vatid",
            "vatnumber",
            "ssn",
            "socialsecuritynumber",
            "socsecid",
            "taxnumber",
        ],
    ),
    (
        Class::Author,
        &["author", "authors", "writer", "creator", "authorlist"],
    ),
    (
        Class::Venue,
        &[
            "venue",
            "journal",
            "conference",
            "booktitle",
            "publishedin",
            "source",
        ],
    ),
];

/// Words that say whose a value is, or which of several.
const WHOSE: [&str; 24] = [
    "customer",
    "cust",
    "client",
    "person",
    "contact",
    "user",
    "member",
    "patient",
    "employee",
    "home",
    "work",
    "billing",
    "shipping",
    "mailing",
    "main",
    "primary",
    "the",
    "my",
    "supplier",
    "shop",
    "restaurant",
    "current",
    "legal",
    "official",
];

fn class_of(name: &str) -> Option<Class> {
    let words = name_words(name);
    let find = |whole: &str| {
        CLASSES
            .iter()
            .find(|(_, names)| names.contains(&whole))
            .map(|(class, _)| *class)
    };
    let own: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|word| !WHOSE.contains(word))
        .collect();
    find(&words.concat()).or_else(|| find(&own.concat()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_columns_mean() {
        for (left, right, least, most) in [
            ("First Name", "first_name", 1.0, 1.0),
            ("customerName", "FULL_NAME", 0.9, 1.0),
            ("tel", "Phone Number", 0.9, 1.0),
            ("city", "state", 0.0, 0.0),
            ("first_name", "name", 0.0, 0.3),
            ("Product Name", "name", 0.6, 0.8),
            ("size_in_cm", "size", 0.3, 0.8),
            ("colour_desc", "color", 0.0, 0.5),
            ("a", "b", 0.0, 0.0),
        ] {
            let found = names_alike(left, right);
            assert!((least..=most).contains(&found), "{left} {right}: {found}");
        }
    }
}
