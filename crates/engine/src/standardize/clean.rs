//! Cleaning of one value: case, accents, entities and punctuation go; words, numbers and codes stay.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Writes the cleaned form of a value into `out`: lower case, no accents, words of letters and digits separated by one
/// blank. Decimal numbers stay whole and lose trailing zeros; apostrophes vanish, so that `o'brien` is one word.
pub fn clean_text(raw: &str, folded: &mut String, out: &mut String) {
    fold(raw, folded);
    out.clear();
    let bytes = folded.as_bytes();
    let mut chars = folded.char_indices().peekable();
    let mut in_word = false;
    while let Some((at, c)) = chars.next() {
        if c.is_alphanumeric() {
            if !in_word && !out.is_empty() {
                out.push(' ');
            }
            in_word = true;
            out.push(c);
        } else if c == '.' && at > 0 && is_decimal_point(bytes, at) {
            push_decimals(bytes, at, &mut chars, out);
        } else if c != '\'' && c != '’' && c != '`' {
            in_word = false;
        }
    }
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
fn fold(raw: &str, out: &mut String) {
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
    out.extend(
        plain
            .nfkd()
            .filter(|c| !is_combining_mark(*c))
            .flat_map(char::to_lowercase)
            .map(unligature),
    );
}

/// Letters that carry their stroke or ligature as a shape of their own, which decomposition leaves alone.
fn unligature(c: char) -> char {
    match c {
        'ø' => 'o',
        'đ' | 'ð' => 'd',
        'ł' => 'l',
        'ı' => 'i',
        'ß' => 's',
        other => other,
    }
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

/// Lower-cased letters and digits only: the form in which codes and phone numbers are compared.
pub fn clean_code(raw: &str, out: &mut String) {
    out.clear();
    out.extend(
        raw.nfkd()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase),
    );
}

/// The digits of a phone number, without country or trunk prefix where the number is long enough to tell.
pub fn clean_phone(raw: &str, out: &mut String) {
    out.clear();
    out.extend(raw.chars().filter(char::is_ascii_digit));
    if out.len() > 10 {
        let cut = out.len() - 10;
        out.drain(..cut);
    }
}

/// Lower-cased address without blanks around it.
pub fn clean_email(raw: &str, out: &mut String) {
    out.clear();
    out.push_str(raw.trim());
    out.make_ascii_lowercase();
}

/// A number with currency signs, thousands separators and blanks removed.
pub fn parse_number(raw: &str) -> Option<f64> {
    let trimmed = raw.trim().trim_start_matches(['$', '€', '£', '¥']).trim();
    let trimmed = trimmed
        .strip_suffix("usd")
        .or_else(|| trimmed.strip_suffix('%'))
        .unwrap_or(trimmed)
        .trim();
    if trimmed.is_empty()
        || !trimmed
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'-' | b'+'))
    {
        return None;
    }
    let plain: String = trimmed.chars().filter(|c| *c != ',').collect();
    plain.parse().ok().filter(|n: &f64| n.is_finite())
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
    fn numbers_lose_currency_and_separators() {
        assert_eq!(parse_number("$1,139.00"), Some(1139.0));
        assert_eq!(parse_number("12 usd"), Some(12.0));
        assert_eq!(parse_number("n/a"), None);
        assert_eq!(parse_number(""), None);
    }
}
