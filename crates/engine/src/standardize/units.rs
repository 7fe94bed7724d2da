//! Numbers with units in text, written as one word in a base unit: `500 mg` and `0.5 g` are `500mg`.

use super::people::push_word;

/// Units that are brought to a base unit: what people write, the base unit and how many of it one is.
const UNITS: &[(&str, &str, f64)] = &[
    ("mcg", "mg", 0.001),
    ("ug", "mg", 0.001),
    ("mg", "mg", 1.0),
    ("g", "mg", 1_000.0),
    ("gr", "mg", 1_000.0),
    ("gram", "mg", 1_000.0),
    ("grams", "mg", 1_000.0),
    ("kg", "mg", 1_000_000.0),
    ("oz", "oz", 1.0),
    ("ounce", "oz", 1.0),
    ("ounces", "oz", 1.0),
    ("lb", "oz", 16.0),
    ("lbs", "oz", 16.0),
    ("ml", "ml", 1.0),
    ("cl", "ml", 10.0),
    ("dl", "ml", 100.0),
    ("l", "ml", 1_000.0),
    ("lt", "ml", 1_000.0),
    ("ltr", "ml", 1_000.0),
    ("liter", "ml", 1_000.0),
    ("liters", "ml", 1_000.0),
    ("litre", "ml", 1_000.0),
    ("litres", "ml", 1_000.0),
    ("mm", "mm", 1.0),
    ("cm", "mm", 10.0),
    ("km", "km", 1.0),
    ("inch", "inch", 1.0),
    ("inches", "inch", 1.0),
    ("kb", "kb", 1.0),
    ("mb", "mb", 1.0),
    ("gb", "gb", 1.0),
    ("tb", "gb", 1_000.0),
    ("w", "w", 1.0),
    ("watt", "w", 1.0),
    ("watts", "w", 1.0),
    ("kw", "w", 1_000.0),
    ("mah", "mah", 1.0),
    ("hz", "hz", 1.0),
    ("khz", "khz", 1.0),
    ("mhz", "mhz", 1.0),
    ("ghz", "mhz", 1_000.0),
    ("mp", "mp", 1.0),
    ("megapixel", "mp", 1.0),
    ("megapixels", "mp", 1.0),
];

/// Writes each number with its unit as one word of a cleaned text, where there is one.
pub(super) fn standard_units(text: &mut String) {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return;
    }
    let words: Vec<&str> = text.split(' ').collect();
    let mut standard = String::new();
    let mut changed = false;
    let mut at = 0;
    while at < words.len() {
        let (number, unit) = divide(words[at]);
        let apart = unit.is_empty() && !number.is_empty();
        let unit = if apart {
            words.get(at + 1).copied().unwrap_or_default()
        } else {
            unit
        };
        let found = (!number.is_empty())
            .then(|| UNITS.iter().find(|(name, ..)| *name == unit))
            .flatten();
        match found.and_then(|(_, base, times)| Some((number.parse::<f64>().ok()? * times, base))) {
            Some((amount, base)) if amount < 1e12 => {
                push_word(
                    &format!("{}{base}", (amount * 1_000.0).round() / 1_000.0),
                    &mut standard,
                );
                changed = true;
                at += 1 + usize::from(apart);
            }
            _ => {
                push_word(words[at], &mut standard);
                at += 1;
            }
        }
    }
    if changed {
        *text = standard;
    }
}

/// The number that a word begins with, and the letters behind it.
fn divide(word: &str) -> (&str, &str) {
    let end = word
        .bytes()
        .take_while(|b| b.is_ascii_digit() || *b == b'.')
        .count();
    let (number, unit) = word.split_at(end);
    if unit.bytes().all(|b| b.is_ascii_alphabetic()) {
        (number, unit)
    } else {
        ("", "")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_and_its_unit_are_one_word() {
        for (text, wanted) in [
            ("aspirin 500 mg", "aspirin 500mg"),
            ("aspirin 500mg", "aspirin 500mg"),
            ("aspirin 0.5 g", "aspirin 500mg"),
            ("water 1.5 l", "water 1500ml"),
            ("usb 16gb stick", "usb 16gb stick"),
            ("usb 16 gb stick", "usb 16gb stick"),
            ("1tb disk", "1000gb disk"),
            ("part 2 of 3", "part 2 of 3"),
            ("no numbers", "no numbers"),
            ("x200 mg", "x200 mg"),
        ] {
            let mut cleaned = text.to_owned();
            standard_units(&mut cleaned);
            assert_eq!(cleaned, wanted, "{text}");
        }
    }
}
