//! Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbors, each costing 1
//! (Damerau 1964, in the restricted form of Boytsov 2011 that edits no substring twice).

/// Longest input that is compared; what lies beyond is cut off, since codes and words are short.
const LONGEST: usize = 64;

/// The distance between two byte strings, or `None` when it is above `limit`.
pub fn osa_at_most(a: &[u8], b: &[u8], limit: usize) -> Option<usize> {
    let (a, b) = without_common_ends(&a[..a.len().min(LONGEST)], &b[..b.len().min(LONGEST)]);
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    if a.is_empty() || b.is_empty() {
        return Some(a.len().max(b.len()));
    }
    let mut before = [FAR; LONGEST + 2];
    let mut last = [FAR; LONGEST + 2];
    let mut row = [FAR; LONGEST + 2];
    for (j, cell) in last.iter_mut().enumerate().take(b.len().min(limit) + 1) {
        *cell = j as u8;
    }
    for i in 1..=a.len() {
        // Cells further from the diagonal than the limit cost more than it (Ukkonen 1985).
        let (from, to) = (i.saturating_sub(limit), (i + limit).min(b.len()));
        row[0] = i as u8;
        let from = if from == 0 {
            1
        } else {
            row[from - 1] = FAR;
            from
        };
        let mut least = if from == 1 { row[0] } else { FAR };
        for j in from..=to {
            let change = u8::from(a[i - 1] != b[j - 1]);
            let mut cost = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = cost.min(before[j - 2] + 1);
            }
            row[j] = cost;
            least = least.min(cost);
        }
        row[to + 1] = FAR;
        if usize::from(least) > limit {
            return None;
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    let distance = usize::from(last[b.len()]);
    (distance <= limit).then_some(distance)
}

/// A cost above every limit, to which one may be added.
const FAR: u8 = 200;

/// What is left of two texts without their common beginning and end, which cost nothing.
fn without_common_ends<'a>(a: &'a [u8], b: &'a [u8]) -> (&'a [u8], &'a [u8]) {
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(x, y)| x == y)
        .count();
    (&a[..a.len() - end], &b[..b.len() - end])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_swap_costs_one_and_what_is_above_the_limit_has_no_distance() {
        assert_eq!(osa_at_most(b"4135331", b"4153331", 2), Some(1));
        assert_eq!(osa_at_most(b"abc", b"xyz", 2), None);
    }

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
