//! Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbors, each costing 1
//! (Damerau 1964, in the restricted form of Boytsov 2011 that edits no substring twice).

/// Longest input that is compared; what lies beyond is cut off, since codes and words are short.
const LONGEST: usize = 64;

/// The distance between two byte strings, or `None` when it is above `limit`.
///
/// ```
/// use onefold_engine::similarity::osa_at_most;
/// assert_eq!(osa_at_most(b"4135331", b"4153331", 2), Some(1));
/// assert_eq!(osa_at_most(b"abc", b"xyz", 2), None);
/// ```
pub fn osa_at_most(a: &[u8], b: &[u8], limit: usize) -> Option<usize> {
    let (a, b) = (&a[..a.len().min(LONGEST)], &b[..b.len().min(LONGEST)]);
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    if a == b {
        return Some(0);
    }
    let mut before = [0u8; LONGEST + 1];
    let mut last = [0u8; LONGEST + 1];
    let mut row = [0u8; LONGEST + 1];
    for (j, cell) in last.iter_mut().enumerate().take(b.len() + 1) {
        *cell = j as u8;
    }
    for i in 1..=a.len() {
        row[0] = i as u8;
        let mut least = row[0];
        for j in 1..=b.len() {
            let change = u8::from(a[i - 1] != b[j - 1]);
            let mut cost = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = cost.min(before[j - 2] + 1);
            }
            row[j] = cost;
            least = least.min(cost);
        }
        if usize::from(least) > limit {
            return None;
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    let distance = usize::from(last[b.len()]);
    (distance <= limit).then_some(distance)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn agrees_with_the_reference_implementation(a in "[ab1]{0,12}", b in "[ab1]{0,12}") {
            let wanted = strsim::osa_distance(&a, &b);
            prop_assert_eq!(osa_at_most(a.as_bytes(), b.as_bytes(), 20), Some(wanted));
            let close = osa_at_most(a.as_bytes(), b.as_bytes(), 2);
            prop_assert_eq!(close, (wanted <= 2).then_some(wanted));
        }
    }
}
