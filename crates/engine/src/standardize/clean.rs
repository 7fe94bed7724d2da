//! Cleaning of one value: case, accents, entities and punctuation go; words, numbers and codes stay.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::script::{is_unspaced, plain_digit};

/// Writes the cleaned form of a value into `out`: lower case, no accents, words of letters and digits separated by one
/// blank. Decimal numbers stay whole and lose trailing zeros, whole numbers lose the commas between thousands;
/// apostrophes vanish, so that `o'brien` is one word. Digits of all scripts become those of ASCII. Scripts that put no
/// blanks between words lose those that people put there, and numbers and Latin words among them stand apart.
pub fn clean_text(raw: &str, folded: &mut String, out: &mut String) {
    fold(raw, folded);
    out.clear();
    let bytes = folded.as_bytes();
    let mut chars = folded.char_indices().peekable();
    let mut in_word = false;
    let mut was_unspaced = false;
    while let Some((at, c)) = chars.next() {
        if c.is_ascii_alphanumeric() {
            if (!in_word || was_unspaced) && !out.is_empty() {
                out.push(' ');
            }
            (in_word, was_unspaced) = (true, false);
            out.push(c);
        } else if c == '.' && at > 0 && is_decimal_point(bytes, at) {
            push_decimals(bytes, at, &mut chars, out);
        } else if c == ',' && separates_thousands(bytes, at) {
        } else if !c.is_ascii() && is_letter(c) {
            let is_unspaced = is_unspaced(c);
            let joins = is_unspaced == was_unspaced && (in_word || is_unspaced);
            if !joins && !out.is_empty() {
                out.push(' ');
            }
            (in_word, was_unspaced) = (true, is_unspaced);
            out.push(c);
        } else if c != '\'' && c != '’' && c != '`' {
            in_word = false;
        }
    }
}

/// Letters and digits, and the signs that stand for vowels and tones in scripts that need them.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// A comma with one to three digits before it and three behind it, or between further such groups.
fn separates_thousands(bytes: &[u8], at: usize) -> bool {
    let digits_after = bytes[at + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
    let before = &bytes[..at];
    let digits_before = before.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let start = at - digits_before;
    let group_before = match start.checked_sub(1).map(|i| bytes[i]) {
        Some(b',') => digits_before == 3,
        Some(b) => (1..=3).contains(&digits_before) && !b.is_ascii_alphanumeric() && b != b'.',
        None => (1..=3).contains(&digits_before),
    };
    let end = at + 1 + digits_after;
    group_before
        && digits_after == 3
        && bytes[start] != b'0'
        && bytes.get(end).is_none_or(|b| !b.is_ascii_alphabetic())
}

/// A point between digits, with at most two digits behind it and none of the number's digits part of a longer dotted
/// chain such as a version or a date.
fn is_decimal_point(bytes: &[u8], at: usize) -> bool {
    let digits_before = bytes[..at]
        .iter()
        .rev()
        .take_while(|b| b.is_ascii_digit())
        .count();
    let digits_after = bytes[at + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
    let start = at - digits_before;
    let end = at + 1 + digits_after;
    let free = |b: Option<&u8>| b.is_none_or(|b| !b.is_ascii_alphanumeric() && *b != b'.');
    digits_before > 0
        && (1..=2).contains(&digits_after)
        && free(start.checked_sub(1).and_then(|i| bytes.get(i)))
        && bytes.get(end).is_none_or(|b| !b.is_ascii_alphanumeric())
}

fn push_decimals(
    bytes: &[u8],
    at: usize,
    chars: &mut std::iter::Peekable<std::str::CharIndices<'_>>,
    out: &mut String,
) {
    let decimals: String = bytes[at + 1..]
        .iter()
        .take_while(|b| b.is_ascii_digit())
        .map(|&b| b as char)
        .collect();
    for _ in 0..decimals.len() {
        chars.next();
    }
    let kept = decimals.trim_end_matches('0');
    if !kept.is_empty() {
        out.push('.');
        out.push_str(kept);
    }
}

/// Lower case without accents and with the commonest HTML entities resolved.
pub(super) fn fold(raw: &str, out: &mut String) {
    out.clear();
    if raw.is_ascii() && !raw.contains('&') {
        out.push_str(raw);
        out.make_ascii_lowercase();
        return;
    }
    let plain = if raw.contains('&') {
        resolve_entities(raw)
    } else {
        raw.to_owned()
    };
    let letters = plain
        .nfkd()
        .filter(|c| !is_accent(*c))
        .nfc()
        .flat_map(char::to_lowercase);
    for c in letters {
        match unligature(c) {
            Some(plain) => out.push_str(plain),
            None => out.push(plain_digit(c)),
        }
    }
}

/// Marks that a letter can do without, and signs that nobody sees. The vowel signs of Indian and Thai scripts and the
/// voice marks of Japanese are part of their letters.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe2f}'
        | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}')
}

/// What is written for letters that carry their stroke or ligature as a shape of their own, which decomposition leaves
/// alone, and for letters of which a script has several forms.
fn unligature(c: char) -> Option<&'static str> {
    if c.is_ascii() {
        return None;
    }
    Some(match c {
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ı' => "i",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ς' => "σ",
        'ى' | 'ی' => "ي",
        'ة' => "ه",
        'ک' => "ك",
        'ٱ' => "ا",
        _ => return None,
    })
}

fn resolve_entities(raw: &str) -> String {
    const ENTITIES: [(&str, &str); 8] = [
        ("&amp;", "&"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", " "),
        ("&reg;", " "),
    ];
    ENTITIES.iter().fold(raw.to_owned(), |text, (entity, plain)| {
        text.replace(entity, plain)
    })
}

/// The codes of a value: blank-separated chunks with punctuation inside, which cleaning breaks into words, written
/// without it (`TH-46PZ80U` gives `th46pz80u`). Kept with a digit and at least four characters, three with a letter,
/// five when all are digits.
pub fn codes(raw: &str, mut found: impl FnMut(&str)) {
    let mut plain = String::new();
    for chunk in raw.split_whitespace() {
        let inner = chunk.trim_matches(|c: char| !c.is_alphanumeric());
        if inner.len() > 40 || !inner.chars().any(|c| matches!(c, '-' | '/' | '.' | '_' | '+')) {
            continue;
        }
        plain.clear();
        plain.extend(
            inner
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .map(|c| c.to_ascii_lowercase()),
        );
        if is_code(&plain) {
            found(&plain);
        }
    }
}

/// Whether a word looks like an identifier rather than a word or a small number.
pub fn is_code(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    digits > 0
        && if digits == word.len() {
            word.len() >= 5
        } else {
            word.len() >= 3
        }
}

/// Lower-cased letters and digits only: the form in which codes are compared. Several codes in a cell are sorted, with
/// [`PART`] between them.
pub fn clean_code(raw: &str, out: &mut String) {
    out.clear();
    if is_list(raw) {
        let mut one = String::new();
        let parts = raw.split([';', '|', '\n']).flat_map(|part| part.split(", "));
        let parts = parts.map(|part| {
            clean_one_code(part, &mut one);
            one.clone()
        });
        join_parts(parts.collect(), out);
    } else {
        clean_one_code(raw, out);
    }
}

fn clean_one_code(raw: &str, out: &mut String) {
    out.clear();
    if raw.is_ascii() {
        out.extend(
            raw.chars()
                .filter(char::is_ascii_alphanumeric)
                .map(|c| c.to_ascii_lowercase()),
        );
    } else {
        out.extend(
            raw.nfkd()
                .filter(|c| c.is_alphanumeric())
                .flat_map(char::to_lowercase)
                .map(plain_digit),
        );
    }
}

/// Stands between the parts of a cell that holds several numbers, codes or addresses.
pub const PART: char = '|';

fn is_list(raw: &str) -> bool {
    memchr::memchr3(b';', b'|', b'\n', raw.as_bytes()).is_some() || raw.contains(", ")
}

/// Sorted parts, each once.
fn join_parts(mut parts: Vec<String>, out: &mut String) {
    parts.retain(|part| !part.is_empty());
    parts.sort_unstable();
    parts.dedup();
    out.clear();
    for part in parts {
        if !out.is_empty() {
            out.push(PART);
        }
        out.push_str(&part);
    }
}

/// The digits of a phone number, without country or trunk prefix where the number is long enough to tell, and without an
/// extension. Several numbers in a cell are sorted, with [`PART`] between them.
pub fn clean_phone(raw: &str, out: &mut String) {
    out.clear();
    let folded: String;
    let raw = if raw.is_ascii() {
        raw
    } else {
        folded = raw.nfkd().map(plain_digit).collect();
        &folded
    };
    if is_bare_phone(raw) {
        clean_one_phone(raw, out);
        return;
    }
    let parts = phone_parts(raw);
    if let [one] = parts[..] {
        clean_one_phone(one, out);
        return;
    }
    let mut one = String::new();
    let parts = parts.into_iter().map(|part| {
        clean_one_phone(part, &mut one);
        one.clone()
    });
    join_parts(parts.collect(), out);
}

/// Whether there is nothing in a value that might divide it.
fn is_bare_phone(raw: &str) -> bool {
    raw.bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'(' | b')' | b'.' | b' '))
}

fn clean_one_phone(raw: &str, out: &mut String) {
    out.clear();
    out.extend(raw.chars().filter(char::is_ascii_digit));
    if out.len() > 10 {
        let cut = out.len() - 10;
        out.drain(..cut);
    }
}

/// The numbers of a cell, each without its extension. A slash or a comma divides two numbers only where both sides are
/// long enough for one.
pub(super) fn phone_parts(raw: &str) -> Vec<&str> {
    const LEAST: usize = 6;
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    let mut parts: Vec<&str> = Vec::new();
    for sure in raw
        .split([';', '|', '\n', '&'])
        .flat_map(|part| part.split(" or "))
    {
        let mut start = 0;
        for (at, _) in sure.match_indices(['/', ',', '、']) {
            let behind = &sure[at + 1..];
            let next = behind.find(['/', ',']).map_or(behind, |end| &behind[..end]);
            if digits(&sure[start..at]) >= LEAST && digits(next) >= LEAST {
                parts.push(&sure[start..at]);
                start = at + 1;
            }
        }
        parts.push(&sure[start..]);
    }
    let mut parts: Vec<&str> = parts.into_iter().map(without_extension).collect();
    if parts.len() > 1 {
        parts.retain(|part| digits(part) >= LEAST);
    }
    if parts.is_empty() { vec![raw] } else { parts }
}

/// What stands before `x12`, `ext. 5`, `#5` or another word for an extension, where enough digits do.
fn without_extension(raw: &str) -> &str {
    let mut digits = 0;
    for (at, c) in raw.char_indices() {
        if c.is_ascii_digit() {
            digits += 1;
        } else if digits >= 6 && (c.is_alphabetic() || c == '#') {
            return &raw[..at];
        }
    }
    raw
}

/// Lower-cased address without blanks around it, without a name before it and without `mailto:`. Several addresses in a
/// cell are sorted, with [`PART`] between them.
pub fn clean_email(raw: &str, out: &mut String) {
    out.clear();
    let raw = raw.trim();
    let is_plain = memchr::memchr3(b' ', b';', b',', raw.as_bytes()).is_none()
        && memchr::memchr3(b'<', b'|', b':', raw.as_bytes()).is_none();
    if is_plain || !raw.contains('@') {
        out.push_str(raw);
    } else {
        let parts = raw
            .split(|c: char| c.is_whitespace() || matches!(c, ';' | ',' | '<' | '>' | '|' | ':' | '(' | ')'))
            .filter(|part| part.contains('@'))
            .map(str::to_ascii_lowercase);
        join_parts(parts.collect(), out);
    }
    out.make_ascii_lowercase();
}

/// A number with currency signs, thousands separators and blanks removed. The last separator of a number with both is
/// that of its decimals; a comma before other than three digits is one too.
pub fn parse_number(raw: &str) -> Option<f64> {
    let trimmed = raw.trim();
    if trimmed.is_empty() || trimmed.len() > 40 {
        return None;
    }
    let mut plain = String::with_capacity(trimmed.len());
    let inner = trimmed
        .trim_start_matches(is_currency)
        .trim_end_matches(|c: char| is_currency(c) || c == '%')
        .trim();
    let inner = without_currency_code(inner);
    let mut chars = inner.chars().map(plain_digit).peekable();
    let mut was_digit = false;
    while let Some(c) = chars.next() {
        match c {
            '0'..='9' | '.' | ',' | '-' | '+' => plain.push(c),
            ' ' | '\u{a0}' | '\u{202f}' | '\''
                if was_digit && chars.peek().is_some_and(char::is_ascii_digit) && has_groups(inner) => {}
            '−' => plain.push('-'),
            '$' if plain == "-" => {}
            _ => return None,
        }
        was_digit = c.is_ascii_digit();
    }
    let number: f64 = if plain.contains(',') {
        with_decimal_point(&plain).parse().ok()?
    } else {
        plain.parse().ok()?
    };
    number.is_finite().then_some(number)
}

fn is_currency(c: char) -> bool {
    matches!(c, '$' | '€' | '£' | '¥' | '₽' | '₹' | '₩' | '₺' | '元' | '円')
}

fn without_currency_code(text: &str) -> &str {
    const CODES: [&str; 12] = [
        "usd", "eur", "gbp", "chf", "jpy", "cny", "rub", "inr", "sek", "pln", "kr", "zł",
    ];
    let lower = text.to_lowercase();
    for code in CODES {
        if lower.len() == text.len() && lower.len() > code.len() {
            if lower.ends_with(code) {
                return text[..text.len() - code.len()].trim_end();
            }
            if lower.starts_with(code) {
                return text[code.len()..].trim_start();
            }
        }
    }
    text
}

/// Whether blanks or apostrophes divide groups of three digits.
fn has_groups(text: &str) -> bool {
    let whole = text.split(['.', ',']).next().unwrap_or_default();
    let mut groups = whole
        .trim_start_matches(['-', '+'])
        .split([' ', '\u{a0}', '\u{202f}', '\'']);
    groups.next().is_some_and(|first| first.len() <= 3) && groups.all(|group| group.len() == 3)
}

fn with_decimal_point(number: &str) -> String {
    let last_comma = number.rfind(',').unwrap_or(0);
    let is_decimal = if let Some(point) = number.rfind('.') {
        point < last_comma
    } else {
        let first = number.find(',').unwrap_or(0);
        first == last_comma && number.len() - last_comma != 4
    };
    number
        .char_indices()
        .filter_map(|(at, c)| match c {
            ',' => (is_decimal && at == last_comma).then_some('.'),
            '.' => (!is_decimal).then_some('.'),
            other => Some(other),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(raw: &str) -> String {
        let (mut folded, mut out) = (String::new(), String::new());
        clean_text(raw, &mut folded, &mut out);
        out
    }

    #[test]
    fn text_is_reduced_to_words() {
        for (raw, wanted) in [
            ("  Frédéric  O'Brien, Jr. ", "frederic obrien jr"),
            ("Plain &amp; simple", "plain simple"),
            ("3.50 inch v1.2.3 7.00", "3.5 inch v1 2 3 7"),
            ("TH-46PZ80U", "th 46pz80u"),
            ("", ""),
            ("...", ""),
            ("Łódź", "lodz"),
            ("Straße Strasse", "strasse strasse"),
            (
                "1,000 and 12,345,678 but 1,2 and 0,123",
                "1000 and 12345678 but 1 2 and 0 123",
            ),
            ("١٢٣ ４５ ९", "123 45 9"),
            ("Παπαδόπουλος", "παπαδοπουλοσ"),
            ("مُحَمَّد أحمد", "محمد احمد"),
            ("Семён", "семен"),
            ("山田 太郎", "山田太郎"),
            ("がく", "がく"),
            ("北京路291号", "北京路 291 号"),
            ("นาย สมชาย", "นายสมชาย"),
            ("김 철수", "김 철수"),
        ] {
            assert_eq!(cleaned(raw), wanted, "{raw}");
        }
    }

    #[test]
    fn codes_are_chunks_with_digits_and_punctuation() {
        let mut found = Vec::new();
        codes("Sony DSC-W120/B camera 12-24mm (KX-TG1032S) a-b 1/2", |code| {
            found.push(code.to_owned());
        });
        assert_eq!(found, ["dscw120b", "1224mm", "kxtg1032s"]);
    }

    #[test]
    fn a_cell_of_several_phone_numbers_keeps_them_all() {
        for (raw, wanted) in [
            ("212/961-0574", "2129610574"),
            ("555-1234 / 555-9876", "5551234|5559876"),
            ("555-9876; 555-1234", "5551234|5559876"),
            ("5035550101 | 5035550102", "5035550101|5035550102"),
            ("+1 (503) 555-0101 x12", "5035550101"),
            ("503 555 0101 ext. 5", "5035550101"),
            ("503 555 0101 доб. 12", "5035550101"),
            ("030/1234567", "0301234567"),
            ("555-1234, 555-1234", "5551234"),
            ("٠٣٠ ١٢٣٤٥٦٧", "0301234567"),
            ("n/a", ""),
        ] {
            let mut out = String::new();
            clean_phone(raw, &mut out);
            assert_eq!(out, wanted, "{raw}");
        }
    }

    #[test]
    fn codes_and_addresses_keep_their_parts() {
        let mut out = String::new();
        clean_code("B-12; A 7", &mut out);
        assert_eq!(out, "a7|b12");
        clean_code("12-AB/7", &mut out);
        assert_eq!(out, "12ab7");
        for (raw, wanted) in [
            (" Jo@X.org ", "jo@x.org"),
            ("Jo Doe <jo@x.org>", "jo@x.org"),
            ("mailto:jo@x.org", "jo@x.org"),
            ("z@x.org, a@x.org", "a@x.org|z@x.org"),
            ("n/a", "n/a"),
        ] {
            clean_email(raw, &mut out);
            assert_eq!(out, wanted, "{raw}");
        }
    }

    #[test]
    fn numbers_lose_currency_and_separators() {
        assert_eq!(parse_number("$1,139.00"), Some(1139.0));
        assert_eq!(parse_number("12 usd"), Some(12.0));
        assert_eq!(parse_number("1.234,56 €"), Some(1234.56));
        assert_eq!(parse_number("EUR 12,5"), Some(12.5));
        assert_eq!(parse_number("1 234 567"), Some(1_234_567.0));
        assert_eq!(parse_number("12 34"), None);
        assert_eq!(parse_number("-73.8824"), Some(-73.8824));
        assert_eq!(parse_number("1980-12-14"), None);
        assert_eq!(parse_number("n/a"), None);
        assert_eq!(parse_number(""), None);
    }
}
