//! Infers the kind of an attribute from a sample of its values, helped by its name.

use super::{
    clean::{is_code, parse_number},
    date::parse_date,
};
use crate::AttributeKind;

/// Non-empty values that are looked at for one attribute.
pub const SAMPLE: usize = 2_000;

/// Shares of the sampled values that look like something, all in 0..=1.
#[derive(Debug, Default)]
struct Looks {
    values: f64,
    email: f64,
    date: f64,
    year: f64,
    phone: f64,
    number: f64,
    decimal: f64,
    code: f64,
    address: f64,
    words: f64,
    distinct: usize,
}

/// The kind that best fits an attribute of that name with those non-empty values.
pub fn infer_kind(name: &str, sample: &[&str]) -> AttributeKind {
    let looks = look(sample);
    let name = name.to_ascii_lowercase();
    let named = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if sample.is_empty() {
        return AttributeKind::Ignore;
    }
    if looks.email > 0.7 {
        return AttributeKind::Email;
    }
    if looks.date > 0.7 && (looks.year < 0.5 || looks.date - looks.year > 0.3) {
        return AttributeKind::Date;
    }
    if looks.year > 0.8 && (named(&["year", "date", "yr", "born", "birth"]) || looks.year > 0.95) {
        return AttributeKind::Date;
    }
    if named(&["phone", "fax", "mobile", "telephone", "cell"]) && looks.phone > 0.5 {
        return AttributeKind::Phone;
    }
    if looks.phone > 0.8 && looks.number < 0.5 && looks.code < 0.9 {
        return AttributeKind::Phone;
    }
    if looks.number > 0.8 {
        let measures = named(&[
            "price", "amount", "cost", "weight", "size", "runtime", "minutes", "length",
        ]);
        return if looks.decimal > 0.2 || measures {
            AttributeKind::Number
        } else {
            AttributeKind::Code
        };
    }
    if looks.code > 0.7 && looks.words < 2.5 {
        return AttributeKind::Code;
    }
    if looks.address > 0.6 || (named(&["address", "street", "addr"]) && looks.words > 1.3) {
        return AttributeKind::Address;
    }
    if looks.words > 4.5 {
        return AttributeKind::Text;
    }
    let few = looks.distinct <= 24 && (looks.distinct as f64) < looks.values * 0.1;
    if few {
        AttributeKind::Category
    } else {
        AttributeKind::Name
    }
}

fn look(sample: &[&str]) -> Looks {
    let mut looks = Looks {
        values: sample.len() as f64,
        ..Looks::default()
    };
    let mut distinct = rustc_hash::FxHashSet::default();
    for value in sample {
        let value = value.trim();
        distinct.insert(value);
        let words: Vec<&str> = value
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .collect();
        looks.words += words.len() as f64;
        looks.email += f64::from(is_email(value));
        if let Some(date) = parse_date(value) {
            let plausible = (1500..=2100).contains(&date.year);
            let year_only = date.month == 0;
            looks.date += f64::from(plausible && !year_only);
            looks.year += f64::from(plausible && year_only);
        }
        looks.phone += f64::from(is_phone(value));
        looks.number += f64::from(parse_number(value).is_some());
        looks.decimal += f64::from(
            value.contains(['$', '€', '£']) || (value.contains('.') && parse_number(value).is_some()),
        );
        looks.code += f64::from(is_code_like(&words));
        looks.address += f64::from(is_address(&words));
    }
    let values = looks.values.max(1.0);
    for share in [
        &mut looks.email,
        &mut looks.date,
        &mut looks.year,
        &mut looks.phone,
        &mut looks.number,
        &mut looks.decimal,
        &mut looks.code,
        &mut looks.address,
        &mut looks.words,
    ] {
        *share /= values;
    }
    // A year alone counts as a date as well, where full dates stand beside it.
    looks.date += looks.year;
    looks.distinct = distinct.len();
    looks
}

fn is_email(value: &str) -> bool {
    value
        .split_once('@')
        .is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.') && !value.contains(' '))
}

fn is_phone(value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    (7..=15).contains(&digits)
        && value
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '-' | '(' | ')' | '/' | '.' | '+' | ' '))
}

/// One or two short words that hold digits, as in postcodes and model numbers.
fn is_code_like(words: &[&str]) -> bool {
    (1..=3).contains(&words.len())
        && words.iter().all(|word| word.len() <= 14)
        && words
            .iter()
            .filter(|word| word.bytes().any(|b| b.is_ascii_digit()))
            .count()
            * 2
            >= words.len()
        && (words.len() > 1 || is_code(words[0]) || words[0].bytes().all(|b| b.is_ascii_digit()))
        && words.iter().map(|word| word.len()).sum::<usize>() <= 16
        && words
            .iter()
            .all(|word| word.len() <= 4 || word.bytes().any(|b| b.is_ascii_digit()))
}

/// Starts with a house number and goes on with words.
fn is_address(words: &[&str]) -> bool {
    words.len() >= 2
        && words[0].len() <= 6
        && words[0].bytes().next().is_some_and(|b| b.is_ascii_digit())
        && words[1..]
            .iter()
            .any(|word| word.len() > 2 && word.chars().all(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(name: &str, values: &[&str]) -> AttributeKind {
        let many: Vec<&str> = values.iter().copied().cycle().take(200).collect();
        infer_kind(name, &many)
    }

    #[test]
    fn kinds_follow_from_values_and_names() {
        use AttributeKind as K;
        for (name, values, wanted) in [
            ("email", &["a@b.org", "jo.x@mail.com"][..], K::Email),
            ("dob", &["1980-12-14", "1/2/1970"], K::Date),
            ("birth", &["19801214", "19310724"], K::Date),
            ("year", &["1999", "2003"], K::Date),
            ("phone", &["212/961-0574", "415/552-2522"], K::Phone),
            ("Phone", &["4135331", "9730771"], K::Phone),
            ("price", &["$139.00", "39.99"], K::Number),
            ("soc_sec_id", &["9926473", "8176920"], K::Code),
            ("postcode", &["le1e 1na", "mk40 2nr"], K::Code),
            (
                "addr",
                &["685 amsterdam ave. at 93rd st.", "1658 market st."],
                K::Address,
            ),
            ("sex", &["m", "f"], K::Category),
            ("title", &["a b c d e f", "the quick brown fox jumps"], K::Text),
        ] {
            assert_eq!(kind(name, values), wanted, "{name}");
        }
        let names: Vec<String> = (0..100)
            .map(|i| format!("na{}me", "abcdefghij".chars().nth(i % 10).unwrap()).repeat(1 + i / 10))
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert_eq!(infer_kind("given_name", &names), AttributeKind::Name);
        assert_eq!(infer_kind("nothing", &[]), AttributeKind::Ignore);
    }
}
