//! Jaro–Winkler similarity (Jaro 1989, Winkler 1990): matching characters within half the longer length, less half
//! the transpositions, raised for a common prefix of up to four characters.
//!
//! The match window is scanned with bit masks over one 64-bit word, so that no inner loop runs over characters.

/// Longest input in bytes that is compared; names and words are shorter, longer ones are cut.
const LONGEST: usize = 64;
/// Weight of a common prefix character (Winkler 1990).
const PREFIX_WEIGHT: f32 = 0.1;

/// Similarity of two byte strings in 0..=1; 1 for two empty ones.
///
/// Text reaches this function lower-cased and, for scripts that can be, without accents; other scripts are compared
/// by the bytes of their UTF-8 form, which keeps equality and order of similarity.
pub fn jaro_winkler(a: &[u8], b: &[u8]) -> f32 {
    let (a, b) = (&a[..a.len().min(LONGEST)], &b[..b.len().min(LONGEST)]);
    if a.len() <= SHORT && b.len() <= SHORT {
        return of_short(a, b);
    }
    if a == b {
        return 1.0;
    }
    // Jaro is not symmetric when windows tie; order the inputs so that the result is.
    let (a, b) = if (a.len(), a) <= (b.len(), b) {
        (a, b)
    } else {
        (b, a)
    };
    if a.is_empty() {
        return 0.0;
    }
    let prefix = a.iter().zip(b).take(PREFIX).take_while(|(x, y)| x == y).count();
    similarity(a, b, match_characters(a, b, window(b)), prefix)
}

/// Longest common prefix that counts.
const PREFIX: usize = 4;

/// How far from its own place a letter of the shorter text may match one of the longer text.
fn window(longer: &[u8]) -> usize {
    (longer.len() / 2).saturating_sub(1)
}

/// The similarity of two texts of which so many first letters are equal: from the letters that match in each, and how many do.
fn similarity(a: &[u8], b: &[u8], (taken_a, taken_b, matches): (u64, u64, u32), prefix: usize) -> f32 {
    if matches == 0 {
        return 0.0;
    }
    let transpositions = count_transpositions(a, b, taken_a, taken_b);
    let m = matches as f32;
    let jaro = (m / a.len() as f32 + m / b.len() as f32 + (m - transpositions as f32) / m) / 3.0;
    if jaro > 0.7 {
        jaro + prefix as f32 * PREFIX_WEIGHT * (1.0 - jaro)
    } else {
        jaro
    }
}

/// Longest input in bytes that fits one word.
const SHORT: usize = size_of::<u128>();

/// [`jaro_winkler`] of two texts that fit one word each: they are equal, in order, and begin alike where their words do.
fn of_short(a: &[u8], b: &[u8]) -> f32 {
    let (x, y) = (word_of(a), word_of(b));
    if a.len() == b.len() && x == y {
        return 1.0;
    }
    let (short, long, word) = if (a.len(), x.swap_bytes()) <= (b.len(), y.swap_bytes()) {
        (a, b, y)
    } else {
        (b, a, x)
    };
    if short.is_empty() {
        return 0.0;
    }
    let alike = (x ^ y).trailing_zeros() as usize / 8;
    let matches = match_short(short, word, long.len(), window(long));
    similarity(short, long, matches, alike.min(PREFIX).min(short.len()))
}

/// The bytes of a short text in one word, the first one lowest, and zeros after them. Without a loop or a call: the first and
/// the last bytes overlap where there are fewer than twice as many.
#[inline]
fn word_of(text: &[u8]) -> u128 {
    let shift = |bytes: usize| 8 * (text.len() - bytes);
    if let (Some(first), Some(last)) = (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        u128::from(u64::from_le_bytes(*first)) | u128::from(u64::from_le_bytes(*last)) << shift(8)
    } else if let (Some(first), Some(last)) = (text.first_chunk::<4>(), text.last_chunk::<4>()) {
        u128::from(u32::from_le_bytes(*first)) | u128::from(u32::from_le_bytes(*last)) << shift(4)
    } else if let (&[first, ..], &[.., last]) = (text, text) {
        let middle = text.len() / 2;
        u128::from(first) | u128::from(text[middle]) << (8 * middle) | u128::from(last) << shift(1)
    } else {
        0
    }
}

/// The same as [`match_characters`] for short texts, without a branch that depends on letters: all bytes of `b`, which are
/// given as one word, are compared with a letter at once.
fn match_short(a: &[u8], all: u128, len_b: usize, window: usize) -> (u64, u64, u32) {
    /// The highest bit of each byte, which marks it.
    const MARKS: u128 = u128::from_ne_bytes([0x80; SHORT]);
    let within = MARKS >> (8 * (SHORT - len_b));
    // Those at most `window` from the letter's own place: at first `window + 1` of them, then more, then others.
    let mut near = MARKS >> (8 * (SHORT - 1 - window));
    let (mut taken_a, mut taken) = (0u64, 0u128);
    for (i, &letter) in a.iter().enumerate() {
        let unequal = all ^ u128::from_ne_bytes([letter; SHORT]);
        let equal = !(((unequal & !MARKS) + !MARKS) | unequal) & MARKS;
        let free = equal & near & within & !taken;
        taken |= free & free.wrapping_neg();
        taken_a |= u64::from(free != 0) << i;
        near = (near << 8) | if i < window { 0x80 } else { 0 };
    }
    let mut taken_b = 0;
    while taken != 0 {
        taken_b |= 1 << (taken.trailing_zeros() / 8);
        taken &= taken - 1;
    }
    (taken_a, taken_b, taken_a.count_ones())
}

fn match_characters(a: &[u8], b: &[u8], window: usize) -> (u64, u64, u32) {
    let mut taken_a = 0u64;
    let mut taken_b = 0u64;
    for (i, &letter) in a.iter().enumerate() {
        let from = i.saturating_sub(window);
        let to = (i + window + 1).min(b.len());
        for (offset, &other) in b[from.min(to)..to].iter().enumerate() {
            let bit = 1u64 << (from + offset);
            if other == letter && taken_b & bit == 0 {
                taken_b |= bit;
                taken_a |= 1 << i;
                break;
            }
        }
    }
    (taken_a, taken_b, taken_a.count_ones())
}

fn count_transpositions(a: &[u8], b: &[u8], mut taken_a: u64, mut taken_b: u64) -> u32 {
    let mut unequal = 0;
    while taken_a != 0 {
        let i = taken_a.trailing_zeros() as usize;
        let j = taken_b.trailing_zeros() as usize;
        unequal += u32::from(a[i] != b[j]);
        taken_a &= taken_a - 1;
        taken_b &= taken_b - 1;
    }
    unequal / 2
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn matches_published_values() {
        for (a, b, wanted) in [
            ("martha", "marhta", 0.9611),
            ("abc", "xyz", 0.0),
            ("dwayne", "duane", 0.84),
            ("dixon", "dicksonx", 0.8133),
            ("jones", "johnson", 0.8324),
        ] {
            assert!(
                (jaro_winkler(a.as_bytes(), b.as_bytes()) - wanted).abs() < 1e-3,
                "{a} {b}"
            );
        }
    }

    proptest! {
        #[test]
        fn all_letters_at_once_are_matched_as_one_by_one(a in "[a-dé]{1,16}", b in "[a-dé]{1,16}", window in 0usize..8) {
            let (a, b) = (a.as_bytes(), b.as_bytes());
            let (a, b) = if a.len() <= b.len() { (a, b) } else { (b, a) };
            prop_assume!(b.len() <= SHORT);
            prop_assert_eq!(match_short(a, word_of(b), b.len(), window), match_characters(a, b, window));
        }

        #[test]
        fn a_word_holds_the_bytes_of_a_text(text in prop::collection::vec(any::<u8>(), 0..=SHORT)) {
            let mut bytes = [0; SHORT];
            bytes[..text.len()].copy_from_slice(&text);
            prop_assert_eq!(word_of(&text), u128::from_le_bytes(bytes));
        }

        #[test]
        fn short_texts_are_as_similar_as_letter_by_letter(a in "[a-d\\x00é]{0,9}", b in "[a-d\\x00é]{0,9}") {
            let (a, b) = (a.as_bytes(), b.as_bytes());
            prop_assume!(a.len() <= SHORT && b.len() <= SHORT && a != b);
            let (short, long) = if (a.len(), a) <= (b.len(), b) { (a, b) } else { (b, a) };
            let prefix = short.iter().zip(long).take(PREFIX).take_while(|(x, y)| x == y).count();
            let wanted = if short.is_empty() {
                0.0
            } else {
                similarity(short, long, match_characters(short, long, window(long)), prefix)
            };
            prop_assert_eq!(of_short(a, b).to_bits(), wanted.to_bits());
        }

        #[test]
        fn is_symmetric_and_bounded(a in "[a-d]{0,10}", b in "[a-d]{0,10}") {
            let s = jaro_winkler(a.as_bytes(), b.as_bytes());
            prop_assert_eq!(s, jaro_winkler(b.as_bytes(), a.as_bytes()));
            prop_assert!((0.0..=1.0).contains(&s));
            prop_assert_eq!(s == 1.0, a == b);
        }

        #[test]
        fn agrees_with_the_reference_implementation(a in "[a-e]{1,12}", b in "[a-e]{1,12}") {
            let (x, y) = if (a.len(), &a) <= (b.len(), &b) { (&a, &b) } else { (&b, &a) };
            // At exactly 0.7 the rounding of 32 and of 64 bits decides whether a common prefix counts.
            if (strsim::jaro(x, y) - 0.7).abs() < 1e-6 {
                return Ok(());
            }
            let wanted = strsim::jaro_winkler(x, y) as f32;
            prop_assert!((jaro_winkler(a.as_bytes(), b.as_bytes()) - wanted).abs() < 2e-2, "{} {}", a, b);
        }
    }
}
