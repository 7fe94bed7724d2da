//! The form in which postal addresses are compared: words for streets in one spelling, words for flats left out, ordinal
//! numbers in digits.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::people::push_word;

/// Words that are written in several ways, each with the one that is kept; none is kept for flats and numbers, which
/// say what they are by standing there.
static WORDS: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    const SAME: &[(&str, &str)] = &[
        ("street", "st str strt"),
        ("road", "rd"),
        ("avenue", "ave av aven avn"),
        ("drive", "dr drv"),
        ("lane", "ln"),
        ("boulevard", "blvd bvd boul bd"),
        ("court", "ct crt"),
        ("place", "pl"),
        ("square", "sq"),
        ("highway", "hwy"),
        ("parkway", "pkwy pky"),
        ("circle", "cir"),
        ("terrace", "ter terr"),
        ("crescent", "cres cr"),
        ("close", "cl"),
        ("trail", "trl"),
        ("expressway", "expy"),
        ("freeway", "fwy"),
        ("turnpike", "tpke"),
        ("heights", "hts"),
        ("mount", "mt"),
        ("fort", "ft"),
        ("north", "n"),
        ("south", "s"),
        ("east", "e"),
        ("west", "w"),
        ("northeast", "ne"),
        ("northwest", "nw"),
        ("southeast", "se"),
        ("southwest", "sw"),
        ("strasse", "strase"),
        ("platz", ""),
        ("calle", "c cl"),
        ("avenida", "avda avd"),
        ("plaza", "plza pza"),
        ("paseo", "pso"),
        ("carretera", "ctra"),
        ("rue", ""),
        ("via", ""),
        ("viale", "vle"),
        ("piazza", "pza pzza"),
        ("corso", "cso"),
        ("ulica", "ul ulice"),
        ("aleja", "al aleje"),
        ("osiedle", "os"),
        ("namesti", "nam"),
        ("улица", "ул"),
        ("проспект", "пр просп пркт"),
        ("переулок", "пер"),
        ("площадь", "пл"),
        ("бульвар", "бул"),
        ("шоссе", "ш"),
        ("город", "г"),
        ("1st", "first"),
        ("2nd", "second"),
        ("3rd", "third"),
        ("4th", "fourth"),
        ("5th", "fifth"),
        ("6th", "sixth"),
        ("7th", "seventh"),
        ("8th", "eighth"),
        ("9th", "ninth"),
        ("10th", "tenth"),
        ("11th", "eleventh"),
        ("12th", "twelfth"),
        (
            "",
            "apt apartment unit suite ste flat room rm no num nr number appt wohnung whg ap apto piso puerta pta app byt m lok \
             lokal кв квартира д дом nº",
        ),
    ];
    let mut words = FxHashMap::default();
    for (kept, written) in SAME {
        for word in written.split_whitespace() {
            words.entry(word).or_insert(*kept);
        }
    }
    words
});

/// Endings of German street names that are written in several ways.
const ENDINGS: [&str; 2] = ["str", "strase"];

/// Whether a word of a cleaned value says that it is an address.
pub(super) fn names_street(word: &str) -> bool {
    const STREETS: &[&str] = &[
        "street",
        "st",
        "road",
        "rd",
        "avenue",
        "ave",
        "lane",
        "ln",
        "drive",
        "boulevard",
        "blvd",
        "strasse",
        "weg",
        "platz",
        "allee",
        "gasse",
        "rue",
        "calle",
        "avenida",
        "plaza",
        "via",
        "viale",
        "piazza",
        "corso",
        "ulica",
        "ul",
        "улица",
        "ул",
        "проспект",
        "пр",
        "переулок",
        "rua",
        "straat",
        "vej",
        "gata",
        "gatan",
        "katu",
        "utca",
        "sokak",
        "cadde",
        "cd",
        "sk",
        "jalan",
        "jl",
        "court",
        "terrace",
        "highway",
        "crescent",
        "οδοσ",
        "شارع",
    ];
    STREETS.contains(&word)
        || (word.len() > 6
            && [
                "strasse", "str", "straat", "weg", "gasse", "platz", "allee", "gatan", "vagen", "gata",
                "vej", "katu",
            ]
            .iter()
            .any(|ending| word.ends_with(ending)))
}

/// The same for a value in a script without blanks.
pub(super) fn names_street_unspaced(text: &str) -> bool {
    text.contains([
        '路', '街', '号', '號', '区', '區', '县', '省', '道', '弄', '巷', '村', '镇', '町', '番', '丁', '市',
        '県', '府', '都',
    ])
}

/// Brings a cleaned address into the standard form.
pub(super) fn standard_address(address: &mut String) {
    let mut standard = String::with_capacity(address.len() + 8);
    let words: Vec<&str> = address.split(' ').collect();
    let has_more = |at: usize| at + 1 < words.len();
    let mut had_name = false;
    // "Flat 4, 12 Oak Street": the flat goes to the end, where others write it.
    let mut flat: Option<&str> = None;
    let mut says_flat = false;
    for (at, &word) in words.iter().enumerate() {
        let is_name = word.len() > 1 && word.bytes().all(|b| !b.is_ascii_digit());
        // "St. Mary's Road": what stands before the first name and has one behind it is a saint.
        if word == "st" && !had_name && has_more(at) {
            push_word("st", &mut standard);
            continue;
        }
        // The last word may be the letter of a flat, which no direction is.
        let is_last_letter = word.len() == 1 && !has_more(at) && at > 0;
        if std::mem::take(&mut says_flat)
            && !had_name
            && flat.is_none()
            && has_more(at)
            && (word.len() == 1 || word.bytes().any(|b| b.is_ascii_digit()))
        {
            flat = Some(word);
            continue;
        }
        says_flat = WORDS.get(word) == Some(&"");
        match WORDS.get(word) {
            Some(_) if is_last_letter => push_word(word, &mut standard),
            Some(&"") => {}
            Some(kept) => push_word(kept, &mut standard),
            None => push_street(word, &mut standard),
        }
        had_name |= is_name && !says_flat;
    }
    if let Some(flat) = flat {
        push_word(flat, &mut standard);
    }
    if !standard.is_empty() {
        *address = standard;
    }
}

fn push_street(word: &str, standard: &mut String) {
    let stem = ENDINGS
        .iter()
        .find_map(|ending| word.strip_suffix(ending))
        .filter(|stem| stem.len() >= 3 && stem.bytes().all(|b| b.is_ascii_alphabetic()));
    if let Some(stem) = stem {
        push_word(stem, standard);
        standard.push_str("strasse");
    } else {
        push_word(word, standard);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_written_in_one_way() {
        for (address, wanted) in [
            ("12 oak st", "12 oak street"),
            ("12 oak street apt a", "12 oak street a"),
            ("12 oak street apt 4", "12 oak street 4"),
            ("12 oak street 4", "12 oak street 4"),
            ("flat 4 12 oak st", "12 oak street 4"),
            ("5 n main rd", "5 north main road"),
            ("st marys road 5", "st marys road 5"),
            ("685 fifth ave", "685 5th avenue"),
            ("hauptstr 5", "hauptstrasse 5"),
            ("hauptstrasse 5", "hauptstrasse 5"),
            ("c mayor 3", "calle mayor 3"),
            ("ul dluga 7 m 12", "ulica dluga 7 12"),
            ("ул ленина д 5 кв 7", "улица ленина 5 7"),
            ("apt", "apt"),
        ] {
            let mut text = address.to_owned();
            standard_address(&mut text);
            assert_eq!(text, wanted, "{address}");
        }
    }
}
