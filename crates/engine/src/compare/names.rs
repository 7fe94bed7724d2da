//! Compares names of people and of organizations, word by word where they have several.

use super::attribute::{Outcome, Overlap, graded, may_be_similar, overlap, text_similarity, word_similarity};
use crate::{
    similarity::{are_forms_of_one_name, by_letter, jaro_winkler, osa_at_most},
    standardize::{
        Attribute, Value, Vocabulary, WordClass, acronym, is_generation,
        script::{Script, romanize, skeleton},
    },
};

/// Similarities from which two names are nearly equal, similar and somewhat similar.
const STEPS: [f32; 3] = [0.92, 0.85, 0.74];
/// An initial says what it can: it agrees, and it might stand for many names.
const INITIAL: f32 = 0.8;
/// Two forms of one given name.
const FORM: f32 = 0.9;
/// Names of two scripts that have the same consonants.
const SAME_SOUND: f32 = 0.88;
/// Similarity of two names of which each has a word that the other lacks, at most: one word stands for another, as in the
/// names of brothers and of branches.
const SUBSTITUTED: f32 = 0.78;
/// Similarity below which two words of longer names have nothing to do with each other.
const SIMILAR_WORD: f32 = 0.84;

/// Compares two different names of one word of plain Latin letters each; `None` for others.
pub(super) fn of_one_word(x: &[u8], y: &[u8]) -> Option<Outcome> {
    let is_one_word = |text: &[u8]| text.is_ascii() && !text.contains(&b' ');
    (is_one_word(x) && is_one_word(y)).then(|| graded(single(x, y), &STEPS))
}

/// Compares two different names of people or things that [`of_one_word`] does not compare, in the order of their texts.
pub(super) fn people(attribute: &Attribute, vocabulary: &Vocabulary, a: Value<'_>, b: Value<'_>) -> Outcome {
    if a.text.is_ascii() && b.text.is_ascii() {
        return people_of_words(attribute, vocabulary, a.number, b.number);
    }
    let (x, y) = (attribute.texts.text(a.number), attribute.texts.text(b.number));
    let similarity = match (Script::of(x), Script::of(y)) {
        (script, other) if script != other => across_scripts(x, y),
        (script, _) if script.is_unspaced() => by_letter(x, y, jaro_winkler),
        _ if !x.contains(' ') && !y.contains(' ') => single_text(x, y),
        _ => return people_of_words(attribute, vocabulary, a.number, b.number),
    };
    graded(similarity, &STEPS)
}

/// Similarity of two names of one word each.
fn single(x: &[u8], y: &[u8]) -> f32 {
    if (x.len() == 1 || y.len() == 1) && x.first() == y.first() {
        return INITIAL;
    }
    let similarity = jaro_winkler(x, y);
    if similarity < FORM && are_forms_of_one_name(x, y) {
        FORM
    } else {
        similarity
    }
}

/// The same in any script.
fn single_text(x: &str, y: &str) -> f32 {
    let similarity = by_letter(x, y, single);
    if similarity < FORM && are_forms_of_one_name(x.as_bytes(), y.as_bytes()) {
        FORM
    } else {
        similarity
    }
}

fn people_of_words(attribute: &Attribute, vocabulary: &Vocabulary, a: u32, b: u32) -> Outcome {
    let (left, left_generation) = divide(attribute.compared_words(a), vocabulary);
    let (right, right_generation) = divide(attribute.compared_words(b), vocabulary);
    let (x, y) = (attribute.texts.text(a), attribute.texts.text(b));
    let similarity = if left.len() <= 1 && right.len() <= 1 {
        let (x, y) = (without_generation(x), without_generation(y));
        if x == y { 1.0 } else { single_text(x, y) }
    } else {
        let shared = overlap(vocabulary, left, right, |p, q| person_words(vocabulary, p, q));
        shared.of_names().max(written_together(x, y))
    };
    match (left_generation, right_generation) {
        (Some(x), Some(y)) if x != y => Outcome::new(4, similarity.min(0.4)),
        _ => graded(similarity, &STEPS),
    }
}

/// The words of a name, and the one that tells generations apart, which stands last.
fn divide<'a>(words: &'a [u32], vocabulary: &Vocabulary) -> (&'a [u32], Option<u32>) {
    let at = words
        .iter()
        .position(|&word| vocabulary.words[word as usize].class == WordClass::Typed);
    match at {
        Some(at) => (&words[..at], Some(words[at])),
        None => (words, None),
    }
}

fn without_generation(name: &str) -> &str {
    match name.rsplit_once(' ') {
        Some((left, last)) if is_generation(last.as_bytes()) => left,
        _ => name,
    }
}

/// Similarity of two different words of longer names.
fn person_words(vocabulary: &Vocabulary, a: u32, b: u32) -> f32 {
    let (x, y) = (vocabulary.words[a as usize], vocabulary.words[b as usize]);
    if x.class != WordClass::Letters || y.class != WordClass::Letters {
        return word_similarity(vocabulary, a, b);
    }
    let (text_x, text_y) = (vocabulary.texts.get(a), vocabulary.texts.get(b));
    if are_forms_of_one_name(text_x, text_y) {
        return FORM;
    }
    let similarity = if may_be_similar(x, y) {
        text_similarity(x, y, text_x, text_y)
    } else {
        0.0
    };
    if similarity > 0.0 || text_x.len().min(text_y.len()) < 4 || !text_x.is_ascii() || !text_y.is_ascii() {
        return similarity;
    }
    let letters = jaro_winkler(text_x, text_y);
    if letters >= SIMILAR_WORD { letters } else { 0.0 }
}

/// Similarity of two names that may differ by blanks: `mary ann` and `maryann`; 0 where more than that differs.
fn written_together(x: &str, y: &str) -> f32 {
    let blanks = |text: &str| text.bytes().filter(|b| *b == b' ').count();
    let letters = |text: &str| text.len() - blanks(text);
    if blanks(x) == blanks(y) || letters(x).abs_diff(letters(y)) > 1 {
        return 0.0;
    }
    let (x, y) = (x.replace(' ', ""), y.replace(' ', ""));
    match by_letter(&x, &y, |x, y| osa_at_most(x, y, 1)) {
        Some(0) => 0.97,
        Some(_) if letters(&x) >= 8 => 0.93,
        _ => 0.0,
    }
}

/// Similarity of two names in different scripts: of their words in Latin letters, in any order, loosely.
fn across_scripts(x: &str, y: &str) -> f32 {
    let (x, y) = (romanize(x), romanize(y));
    let (left, right): (Vec<&str>, Vec<&str>) = (x.split(' ').collect(), y.split(' ').collect());
    if left.len() != right.len() {
        let together = written_together(&x, &y);
        if together > 0.0 {
            return together.min(0.93);
        }
    }
    let (few, many) = if (left.len(), &x) <= (right.len(), &y) {
        (left, right)
    } else {
        (right, left)
    };
    let mut taken = vec![false; many.len()];
    let mut sum = 0.0;
    for word in &few {
        let best = (0..many.len())
            .filter(|&at| !taken[at])
            .map(|at| (latin_words(word, many[at]), at))
            .max_by(|p, q| p.0.total_cmp(&q.0).then(q.1.cmp(&p.1)));
        if let Some((similarity, at)) = best.filter(|(similarity, _)| *similarity > 0.0) {
            taken[at] = true;
            sum += similarity;
        }
    }
    // As for names of one script: half by what the shorter one shares, half by both.
    let contained = sum / few.len().max(1) as f32;
    let both = 2.0 * sum / (few.len() + many.len()).max(1) as f32;
    0.5 * (contained + both)
}

/// Similarity of two words that were carried into Latin letters; never quite equal.
pub(super) fn latin_words(x: &str, y: &str) -> f32 {
    if x == y {
        return 0.95;
    }
    if (x.len() == 1 || y.len() == 1) && x.as_bytes().first() == y.as_bytes().first() {
        return INITIAL;
    }
    let sounds = skeleton(x);
    let is_same = !sounds.is_empty() && sounds == skeleton(y);
    if is_same && sounds.len() == 1 && x.len().max(y.len()) <= 4 {
        return INITIAL;
    }
    let same = is_same && sounds.len() >= 2;
    let letters = jaro_winkler(x.as_bytes(), y.as_bytes());
    match (same, letters >= SIMILAR_WORD) {
        (true, _) => letters.clamp(SAME_SOUND, 0.95),
        (false, true) => letters.min(0.95),
        (false, false) => 0.0,
    }
}

/// Compares two different names of organizations: word by word in any order, short forms and acronyms counted.
pub(super) fn organizations(
    attribute: &Attribute,
    vocabulary: &Vocabulary,
    a: Value<'_>,
    b: Value<'_>,
) -> Outcome {
    let (x, y) = (attribute.texts.text(a.number), attribute.texts.text(b.number));
    let (script, other) = (Script::of(x), Script::of(y));
    let (left, right) = (
        attribute.compared_words(a.number),
        attribute.compared_words(b.number),
    );
    let similarity = if script == other {
        let shared = overlap(vocabulary, left, right, |p, q| {
            organization_words(vocabulary, p, q)
        });
        let shared = shared.of_names().max(written_together(x, y));
        if !x.contains(' ') && !y.contains(' ') && !script.is_unspaced() {
            shared.max(by_letter(x, y, jaro_winkler))
        } else {
            shared
        }
    } else {
        across_scripts(x, y)
    };
    if is_acronym(x, y) || is_acronym(y, x) {
        return Outcome::new(3, similarity.max(0.8));
    }
    let level = match similarity {
        s if s >= 0.92 => 1,
        s if s >= 0.80 => 2,
        s if s >= 0.60 => 4,
        _ => 5,
    };
    // "School No. 5" is not "School No. 6".
    if level < 4 && numbers_differ(vocabulary, left, right) {
        return Outcome::new(4, similarity.min(0.6));
    }
    Outcome::new(level, similarity)
}

fn is_acronym(short: &str, long: &str) -> bool {
    !short.contains(' ')
        && (2..=8).contains(&short.len())
        && long.contains(' ')
        && acronym(long).as_deref() == Some(short)
}

/// Whether both have numbers and none in common.
fn numbers_differ(vocabulary: &Vocabulary, left: &[u32], right: &[u32]) -> bool {
    let is_number = |word: &&u32| vocabulary.words[**word as usize].class == WordClass::Digits;
    let mut numbers = left.iter().filter(is_number).peekable();
    numbers.peek().is_some()
        && right.iter().any(|word| is_number(&word))
        && !numbers.any(|number| right.contains(number))
}

/// Similarity of two different words of organizations: spellings of one, forms of one given name, or one short for the other.
fn organization_words(vocabulary: &Vocabulary, a: u32, b: u32) -> f32 {
    let (x, y) = (vocabulary.texts.get(a), vocabulary.texts.get(b));
    if are_forms_of_one_name(x, y) {
        return FORM;
    }
    let similarity = word_similarity(vocabulary, a, b);
    if similarity > 0.0 {
        return similarity;
    }
    if starts_otherwise(x, y) {
        return jaro_winkler(x, y);
    }
    let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    let is_short_form = short.first() == long.first()
        && short.len() >= 2
        && 2 * long.len() >= 3 * short.len()
        && short.iter().all(u8::is_ascii_lowercase)
        && is_subsequence(short, long);
    if is_short_form { 0.8 } else { 0.0 }
}

/// Whether two longer words differ in their first letter only: `vladimir` and `wladimir`.
fn starts_otherwise(x: &[u8], y: &[u8]) -> bool {
    let is_long = |word: &[u8]| word.len() >= 5 && word.iter().all(u8::is_ascii_lowercase);
    is_long(x) && is_long(y) && x.first() != y.first() && osa_at_most(x, y, 1).is_some()
}

/// Whether the letters of a short text stand in a long one in their order.
fn is_subsequence(short: &[u8], long: &[u8]) -> bool {
    let mut rest = long.iter();
    short.iter().all(|letter| rest.any(|other| other == letter))
}

impl Overlap {
    /// Similarity of names, of which parts may be left out: the mean of Dice and of the share of the smaller side that stands in
    /// the other. Where one word stands for another it is bounded.
    fn of_names(self) -> f32 {
        let similarity = 0.5 * (self.dice() + self.containment());
        if self.is_substituted {
            similarity.min(SUBSTITUTED)
        } else {
            similarity
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, sync::Arc};

    use arrow_array::{ArrayRef, RecordBatch, StringArray};

    use crate::{
        AttributeKind, Records, Silent,
        compare::attribute::{compare_values, level_names},
        standardize::{MISSING, standardize},
    };

    /// The level of two values among some others, by its name.
    fn level(kind: AttributeKind, a: &str, b: &str) -> &'static str {
        const OTHERS: [&str; 8] = [
            "Anna Huber",
            "Oskar Lind",
            "Mira Novak",
            "Paul Stone",
            "Acme Works",
            "Elm Bakery",
            "Iris Blum",
            "Jo Falk",
        ];
        let values: Vec<&str> = [a, b].into_iter().chain(OTHERS).collect();
        let column = Arc::new(StringArray::from(values)) as ArrayRef;
        let batch = RecordBatch::try_from_iter([("value", column)]).unwrap();
        let records = Records::try_new(vec![batch]).unwrap();
        let kinds = BTreeMap::from([("value".to_owned(), kind)]);
        let records = standardize(&records, &kinds, &Silent).unwrap();
        let value = |row| records.row(row).next().unwrap();
        let compare = |x, y| compare_values(&records.attributes[0], &records.vocabulary, value(x), value(y));
        let outcome = compare(0, 1);
        assert_eq!(outcome, compare(1, 0), "{a} {b}");
        assert!(
            value(0).number != MISSING && value(1).number != MISSING,
            "{a} {b}"
        );
        level_names(kind)[usize::from(outcome.unwrap().level)]
    }

    fn holds(kind: AttributeKind, cases: &[(&str, &str, &str)]) {
        let wrong: Vec<String> = cases
            .iter()
            .filter(|(a, b, wanted)| level(kind, a, b) != *wanted)
            .map(|(a, b, wanted)| format!("{a} / {b}: {} and not {wanted}", level(kind, a, b)))
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn names_of_people() {
        holds(
            AttributeKind::Name,
            &[
                ("Dr. John Smith", "John Smith", "equal"),
                ("Smith, John", "John Smith", "nearly equal"),
                ("John Smith", "Jon Smith", "nearly equal"),
                ("Bob", "Robert", "similar"),
                ("Bob Smith", "Robert Smith", "nearly equal"),
                ("J.", "John", "somewhat similar"),
                ("Mary Ann Lee", "Maryann Lee", "nearly equal"),
                ("de la Cruz", "Delacruz", "nearly equal"),
                ("Garcia-Lopez", "Garcia Lopez", "equal"),
                ("O'Brien", "OBrien", "equal"),
                ("Watkins, Sr.", "Watkins, Jr.", "different"),
                ("Watkins Jr", "Watkins", "nearly equal"),
                ("Matthew Watkins Sr.", "Matthew Watkins III", "different"),
                ("John Smith", "John Miller", "different"),
                ("John Smith", "Peter Miller", "different"),
                ("Johnson Smithers", "Johnathan Smalley", "different"),
                (
                    "Ayman Sabawi Ibrahim Hasan Dulaimi",
                    "Ayman Sabawi Ibrahim Hasan Tikriti",
                    "somewhat similar",
                ),
                (
                    "Ayman Sabawi Ibrahim Hasan Dulaimi",
                    "Ayman Sabawi Ibrahim Dulaimi",
                    "nearly equal",
                ),
            ],
        );
    }

    #[test]
    fn names_in_other_scripts() {
        holds(
            AttributeKind::Name,
            &[
                ("Иванов", "Ivanov", "nearly equal"),
                ("Иван Петров", "Petrov Ivan", "nearly equal"),
                ("Иванов", "Иванова", "nearly equal"),
                ("Иванов", "Кузьмин", "different"),
                ("Саша", "Александр", "similar"),
                ("محمد علي", "Mohammed Ali", "somewhat similar"),
                ("Παπαδόπουλος", "Papadopoulos", "nearly equal"),
                ("王梦", "Wang Meng", "nearly equal"),
                ("王梦", "李伟", "different"),
                ("王 梦", "王梦", "equal"),
                ("山田太郎", "山田花子", "different"),
                ("김철수", "박영희", "different"),
            ],
        );
    }

    #[test]
    fn names_of_organizations() {
        holds(
            AttributeKind::Organization,
            &[
                ("Acme Foods Ltd.", "ACME Foods Inc", "equal"),
                ("Smith & Sons", "Smith and Sons Limited", "equal"),
                ("University of York", "York University", "nearly equal"),
                (
                    "IBM",
                    "International Business Machines Corp.",
                    "one is short for the other",
                ),
                (
                    "Intl. Business Machines",
                    "International Business Machines",
                    "equal",
                ),
                (
                    "J. Emerging Technol. Comput.",
                    "Journal Emerging Technologies Computing",
                    "similar",
                ),
                ("Hochschule Ulm", "Stadtwerke Kiel", "different"),
                ("Vladimir Petrov", "Wladimir Petrov", "nearly equal"),
                ("Bob Smith Trading", "Robert Smith Trading", "nearly equal"),
                ("Mason Trading", "Nason Holding", "different"),
                ("School No. 5", "School No. 6", "different"),
                ("ООО Ромашка", "Romashka LLC", "nearly equal"),
                ("华为技术有限公司", "华为技术", "equal"),
            ],
        );
    }

    #[test]
    fn several_values_in_a_cell() {
        holds(
            AttributeKind::Phone,
            &[
                ("503-555-0101 x12", "(503) 555-0101", "equal"),
                (
                    "503-555-0101 / 503-555-7788",
                    "503-555-7788",
                    "one of several equal",
                ),
                ("503-555-0101 / 503-555-7788", "503-555-7789", "one digit differs"),
                ("503-555-0101; 503-555-7788", "503-222-1234", "different"),
            ],
        );
        holds(
            AttributeKind::Email,
            &[
                ("a@x.org; jo@y.org", "jo@y.org", "same name or one letter differs"),
                ("Jo <jo@y.org>", "jo@y.org", "equal"),
            ],
        );
        holds(
            AttributeKind::Code,
            &[("AB12345; CD999", "CD-999", "one character differs")],
        );
    }

    #[test]
    fn addresses_in_several_spellings() {
        holds(
            AttributeKind::Address,
            &[
                ("12 Oak St., Apt. 4", "12 Oak Street #4", "equal"),
                ("Hauptstr. 5", "Hauptstraße 5", "equal"),
                ("685 Fifth Avenue", "685 5th Ave", "equal"),
                ("ул. Ленина, д. 5", "улица Ленина 5", "equal"),
                (
                    "渝北区北京路291号1182",
                    "重庆市渝北区北京路291号1182室",
                    "mostly the same words",
                ),
            ],
        );
    }
}
