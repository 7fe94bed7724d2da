//! Measures work on bytes; here letters beyond ASCII become bytes too.

/// Calls a measure with one byte for each letter of two texts: ASCII as it is, each other letter as a number of its own,
/// the same in both texts. Beyond 127 different ones the rest share a number, which texts short enough to be compared
/// letter by letter do not reach.
pub fn by_letter<T>(a: &str, b: &str, measure: impl FnOnce(&[u8], &[u8]) -> T) -> T {
    if a.is_ascii() && b.is_ascii() {
        return measure(a.as_bytes(), b.as_bytes());
    }
    let mut known: Vec<char> = Vec::new();
    let mut number = |c: char| -> u8 {
        if c.is_ascii() {
            return c as u8;
        }
        let at = known.iter().position(|other| *other == c).unwrap_or_else(|| {
            known.push(c);
            known.len() - 1
        });
        128 + at.min(127) as u8
    };
    let x: Vec<u8> = a.chars().map(&mut number).collect();
    let y: Vec<u8> = b.chars().map(&mut number).collect();
    measure(&x, &y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::similarity::{jaro_winkler, osa_at_most};

    #[test]
    fn letters_count_once_in_every_script() {
        for (a, b) in [("иванов", "ивамов"), ("王小梦", "王大梦"), ("παπασ", "παμασ")]
        {
            assert_eq!(by_letter(a, b, |x, y| osa_at_most(x, y, 2)), Some(1), "{a} {b}");
        }
        let unrelated = by_letter("иванов", "кузьмин", jaro_winkler);
        assert!(unrelated < 0.6, "{unrelated}");
        assert!(
            (by_letter("ivanov", "ivamov", jaro_winkler) - by_letter("иванов", "ивамов", jaro_winkler)).abs()
                < 1e-6
        );
    }
}
