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
    let window = (b.len() / 2).saturating_sub(1);
    let (taken_a, taken_b, matches) = if b.len() <= SHORT {
        match_short(a, b, window)
    } else {
        match_characters(a, b, window)
    };
    if matches == 0 {
        return 0.0;
    }
    let transpositions = count_transpositions(a, b, taken_a, taken_b);
    let m = matches as f32;
    let jaro = (m / a.len() as f32 + m / b.len() as f32 + (m - transpositions as f32) / m) / 3.0;
    let prefix = a.iter().zip(b).take(4).take_while(|(x, y)| x == y).count();
    if jaro > 0.7 {
        jaro + prefix as f32 * PREFIX_WEIGHT * (1.0 - jaro)
    } else {
        jaro
    }
}

/// Longest input in bytes that fits one word.
const SHORT: usize = size_of::<u128>();

/// The same as [`match_characters`] for short texts, without a branch that depends on letters: all bytes of `b` are compared
/// with a letter at once.
fn match_short(a: &[u8], b: &[u8], window: usize) -> (u64, u64, u32) {
    /// The highest bit of each byte, which marks it.
    const MARKS: u128 = u128::from_ne_bytes([0x80; SHORT]);
    let mut bytes = [0; SHORT];
    bytes[..b.len()].copy_from_slice(b);
    let all = u128::from_le_bytes(bytes);
    let within = MARKS >> (8 * (SHORT - b.len()));
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
            prop_assert_eq!(match_short(a, b, window), match_characters(a, b, window));
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
