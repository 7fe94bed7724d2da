//! The form in which names of people are compared: without titles and degrees, and with what tells generations apart at
//! the end and in one spelling.

/// Titles before a name, as cleaning leaves them.
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "professor",
    "doctor",
    "sir",
    "dame",
    "rev",
    "reverend",
    "capt",
    "sgt",
    "lt",
    "col",
    "herr",
    "frau",
    "fraulein",
    "hr",
    "sra",
    "srta",
    "senor",
    "senora",
    "mme",
    "mlle",
    "monsieur",
    "madame",
    "sig",
    "sigra",
    "signor",
    "signora",
    "dott",
    "dssa",
    "dottssa",
    "mevr",
    "dhr",
    "shri",
    "smt",
    "drs",
    "mgr",
    "judr",
    "mudr",
    "phdr",
    "rndr",
    "dipling",
    "г",
    "гн",
    "гжа",
    "господин",
    "госпожа",
    "кос",
    "κ",
    "κυριοσ",
    "κυρια",
    "السيد",
    "السيده",
    "الدكتور",
    "د",
];

/// Titles that are names as well: only where a whole name follows.
const TITLES_OR_NAMES: &[&str] = &[
    "don", "dona", "ing", "mag", "hon", "ir", "pan", "pani", "sr", "maj", "fr",
];

/// Degrees and orders behind a name.
const DEGREES: &[&str] = &[
    "phd", "md", "esq", "msc", "bsc", "dds", "dvm", "mba", "llb", "llm", "cpa", "obe", "mbe", "cbe",
    "drphil", "dphil", "csc", "drsc", "rn", "dmd", "jd",
];

/// Titles that Chinese and Japanese put behind a name.
const TITLES_BEHIND: &[&str] = &["先生", "女士", "小姐", "様", "さん", "殿", "氏"];

/// What tells generations apart, as written in the standard form.
fn generation(word: &str) -> Option<&'static str> {
    Some(match word {
        "jr" | "jun" | "junior" | "jnr" | "fils" | "ml" | "mladsi" | "filho" | "мл" | "младший" => {
            "jr"
        }
        "sr" | "sen" | "senior" | "snr" | "pere" | "st" | "starsi" | "ст" | "старший" => "sr",
        "ii" | "2nd" => "ii",
        "iii" | "3rd" => "iii",
        "iv" | "4th" => "iv",
        _ => return None,
    })
}

/// Whether a word of a standard name tells generations apart.
pub fn is_generation(word: &[u8]) -> bool {
    matches!(word, b"jr" | b"sr" | b"ii" | b"iii" | b"iv")
}

/// Brings a cleaned name into the standard form.
pub(super) fn standard_name(name: &mut String) {
    if !name.contains(' ') {
        if !name.is_ascii() {
            drop_title_behind(name);
        }
        return;
    }
    let words: Vec<&str> = name.split(' ').collect();
    let mut first = 0;
    let mut end = words.len();
    while end - first >= 2 && is_title(words[first], end - first - 1) {
        first += 1;
    }
    let mut found = None;
    while end - first >= 2 {
        let last = words[end - 1];
        if found.is_none() && generation(last).is_some() {
            found = generation(last);
        } else if !DEGREES.contains(&last) {
            break;
        }
        end -= 1;
    }
    // "Smith Jr, John" has it in the middle.
    let mut middle = None;
    if found.is_none() && end - first >= 3 {
        middle = (first + 1..end - 1)
            .find(|&at| matches!(words[at], "jr" | "jnr" | "snr" | "ii" | "iii" | "2nd" | "3rd"));
        found = middle.and_then(|at| generation(words[at]));
    }
    if first == 0 && end == words.len() && found.is_none() {
        return;
    }
    let mut standard = String::with_capacity(name.len());
    for (at, word) in (first..end).zip(&words[first..end]) {
        if Some(at) != middle {
            push_word(word, &mut standard);
        }
    }
    if let Some(generation) = found {
        push_word(generation, &mut standard);
    }
    *name = standard;
}

fn is_title(word: &str, behind: usize) -> bool {
    TITLES.contains(&word) || (behind >= 2 && TITLES_OR_NAMES.contains(&word))
}

fn drop_title_behind(name: &mut String) {
    for title in TITLES_BEHIND {
        if let Some(left) = name.strip_suffix(title)
            && left.chars().count() >= 2
        {
            name.truncate(left.len());
            return;
        }
    }
}

pub(super) fn push_word(word: &str, text: &mut String) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(word);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_go_and_generations_come_last() {
        for (name, wanted) in [
            ("john smith", "john smith"),
            ("dr john smith", "john smith"),
            ("prof dr anna schmidt", "anna schmidt"),
            ("mr smith", "smith"),
            ("don juan", "don juan"),
            ("don juan perez", "juan perez"),
            ("sr juan perez", "juan perez"),
            ("watkins sr", "watkins sr"),
            ("watkins junior", "watkins jr"),
            ("john smith 2nd", "john smith ii"),
            ("smith jr john", "smith john jr"),
            ("jane doe phd", "jane doe"),
            ("john doe jr md", "john doe jr"),
            ("jan novak ml", "jan novak jr"),
            ("王伟先生", "王伟"),
            ("dr", "dr"),
            ("junior", "junior"),
        ] {
            let mut text = name.to_owned();
            standard_name(&mut text);
            assert_eq!(text, wanted, "{name}");
        }
    }
}
