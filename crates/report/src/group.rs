//! Why records are one group, in sentences that the terminal and the pages share.

use std::fmt::Write as _;

use crate::text::count;

/// Ids that a list names before it only counts.
const MOST_NAMES: usize = 12;

/// Where a group comes apart first; names are those of records, as they are shown.
#[derive(Debug, Clone, Default)]
pub struct SplitView {
    /// The names of the records of both parts.
    pub parts: [Vec<String>; 2],
    /// Mean score between them.
    pub mean: f64,
    /// Pairs between them.
    pub pairs: u64,
    /// Those that the run compared.
    pub scored: u64,
    /// The names of the pair with the highest score, and the score.
    pub strongest: Option<([String; 2], f64)>,
}

/// Part of a score: `surname: equal, as 1 in 80 are by chance (+6.31 bits)`.
pub fn part(name: &str, meaning: &str, bits: f64) -> String {
    format!("{name}: {meaning} ({bits:+.2} bits)")
}

/// Which threshold would split a group, and into what.
pub fn split(split: &SplitView) -> String {
    let [first, second] = split.parts.each_ref().map(|names| listed(names));
    let mut text = format!(
        "A match threshold above {:.3} would split it into two groups: {first}; and {second}.",
        split.mean
    );
    if split.pairs > 1 {
        let _ = write!(
            text,
            " That is the mean score of the {} pairs between them",
            count(split.pairs)
        );
        if split.scored < split.pairs {
            let _ = write!(text, ", of which Onefold compared {}", count(split.scored));
        }
        if let Some(([left, right], score)) = &split.strongest {
            let _ = write!(text, "; {left} and {right} score best, {score:.4}");
        }
        text.push('.');
    }
    text
}

/// What else than scores can hold a group together.
pub const NOT_BY_SCORES: &str =
    "Scores alone do not join all of these records: labels, equal rows or an earlier result do.";

/// At most twelve names, and how many more there are.
pub fn listed(names: &[String]) -> String {
    let shown = names[..names.len().min(MOST_NAMES)].join(", ");
    match names.len().saturating_sub(MOST_NAMES) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_split_reads_as_sentences() {
        let names = |ids: &[&str]| ids.iter().map(|&id| id.to_owned()).collect::<Vec<_>>();
        let two = SplitView {
            parts: [names(&["a"]), names(&["b"])],
            mean: 0.8125,
            pairs: 1,
            scored: 1,
            strongest: None,
        };
        assert_eq!(
            split(&two),
            "A match threshold above 0.812 would split it into two groups: a; and b."
        );
        let more = SplitView {
            parts: [names(&["a", "b"]), names(&["c"])],
            pairs: 2,
            strongest: Some((["a".to_owned(), "c".to_owned()], 0.75)),
            ..two
        };
        assert_eq!(
            split(&more),
            "A match threshold above 0.812 would split it into two groups: a, b; and c. That is the mean score of the 2 pairs between \
             them, of which Onefold compared 1; a and c score best, 0.7500."
        );
        let many: Vec<String> = (0..15).map(|at| at.to_string()).collect();
        assert!(listed(&many).ends_with("10, 11 and 3 more"));
    }
}
