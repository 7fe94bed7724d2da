//! Whether the matches that a fit found are two populations: one thing, and things that go together.
//!
//! A recurring invoice has the supplier and the amount of the last one, a variant of a product the words of another: where such pairs
//! outnumber the copies, the class of matches takes both in, and says that matches mostly differ in the number of the invoice or the size.
//! Within one population the facets differ independently of each other. Where pairs that agree in one agree in the others too, a
//! mixture of two explains the pairs better than one (latent class analysis, Lazarsfeld and Henry 1968), and the half that agrees
//! is that of the matches.

use super::{
    levels::{EQUAL, LEVELS, NOT_COMPARED},
    mixture::{Mixture, Shares},
    sample::{Pattern, level_of},
};

/// The two populations among the matches of a fit.
#[derive(Debug)]
pub struct Halves {
    /// Levels of pairs that agree, by facet.
    pub agreeing: Vec<Shares>,
    /// Levels of the others.
    pub others: Vec<Shares>,
    /// Pairs that agree.
    pub agreeing_pairs: f64,
    /// The others.
    pub other_pairs: f64,
    /// Bits by which two populations explain the pairs better than one.
    pub gain: f64,
}

const ROUNDS: usize = 20;
/// Pseudo-pairs of the levels of both together, in each half.
const PRIOR: f64 = 2.0;
/// Added to each level, so that none is impossible.
const LEAST_SHARE: f64 = 1e-3;
/// Level from which a pair agrees.
const NEARLY_EQUAL: u8 = EQUAL - 1;
/// Least posterior of a pair that is looked at.
const LEAST: f64 = 0.05;

/// A pattern with the number of matches that it stands for.
struct Likely<'a> {
    pattern: &'a Pattern,
    weight: f64,
}

impl Halves {
    /// Finds the two, starting from the pairs that agree in all facets of `told` that they can be compared in; `None` without
    /// such a facet, or next to no match.
    pub fn find(mixture: &Mixture, patterns: &[Pattern], told: &[usize]) -> Option<Self> {
        let likely = likely(mixture, patterns);
        let all: f64 = likely.iter().map(|own| own.weight).sum();
        if told.is_empty() || all < 1.0 {
            return None;
        }
        let joined = shares(&likely, |_| 1.0, &vec![[0.0; LEVELS]; mixture.matches.len()]);
        let mut in_first: Vec<f64> = likely
            .iter()
            .map(|own| f64::from(u8::from(agrees(own.pattern, told))))
            .collect();
        let mut halves = Self::part(&likely, all, &joined, &mut in_first);
        for _ in 1..ROUNDS {
            halves = Self::part(&likely, all, &joined, &mut in_first);
        }
        Some(halves)
    }

    /// Whether two populations explain the pairs better than one by more than so many bits at all, and for each pair.
    pub fn gain_more_than(&self, bits: f64, bits_of_pair: f64) -> bool {
        self.gain > bits + bits_of_pair * (self.agreeing_pairs + self.other_pairs)
    }

    /// A round of EM: the levels of both halves, and from them which half each pattern is in.
    fn part(likely: &[Likely<'_>], all: f64, joined: &[Shares], in_first: &mut [f64]) -> Self {
        let parts = likely.iter().zip(in_first.iter());
        let first: f64 = parts.map(|(own, part)| own.weight * part).sum();
        let share = ((first + 0.5) / (all + 1.0)).clamp(1e-6, 1.0 - 1e-6);
        let agreeing = shares(likely, |at| in_first[at], joined);
        let others = shares(likely, |at| 1.0 - in_first[at], joined);
        let mut gain = 0.0;
        for (own, part) in likely.iter().zip(in_first) {
            let weigh = |levels: &[Shares]| probability(own.pattern, levels);
            let (one, two) = (share * weigh(&agreeing), (1.0 - share) * weigh(&others));
            *part = one / (one + two);
            gain += own.weight * ((one + two) / weigh(joined)).log2();
        }
        Self {
            agreeing,
            others,
            agreeing_pairs: first,
            other_pairs: all - first,
            gain,
        }
    }
}

fn agrees(pattern: &Pattern, told: &[usize]) -> bool {
    let codes = told.iter().map(|&facet| pattern.codes[facet]);
    let mut levels = codes
        .filter(|&code| code != NOT_COMPARED)
        .map(level_of)
        .peekable();
    levels.peek().is_some() && levels.all(|level| level >= NEARLY_EQUAL)
}

fn likely<'a>(mixture: &Mixture, patterns: &'a [Pattern]) -> Vec<Likely<'a>> {
    let posteriors = mixture.posteriors(patterns).into_iter().zip(patterns);
    let likely = posteriors.filter(|(posterior, _)| *posterior >= LEAST);
    likely
        .map(|(posterior, pattern)| Likely {
            pattern,
            weight: pattern.weight * posterior,
        })
        .collect()
}

/// Levels of a part of the pairs, beside those of `joined`.
fn shares(likely: &[Likely<'_>], part: impl Fn(usize) -> f64, joined: &[Shares]) -> Vec<Shares> {
    let mut sums: Vec<Shares> = joined
        .iter()
        .map(|levels| levels.map(|share| PRIOR * share + LEAST_SHARE))
        .collect();
    for (at, own) in likely.iter().enumerate() {
        let weight = own.weight * part(at);
        for (sum, &code) in sums.iter_mut().zip(&own.pattern.codes) {
            if code != NOT_COMPARED {
                sum[level_of(code) as usize] += weight;
            }
        }
    }
    for sum in &mut sums {
        let all: f64 = sum.iter().sum();
        *sum = sum.map(|count| count / all);
    }
    sums
}

fn probability(pattern: &Pattern, levels: &[Shares]) -> f64 {
    let compared = levels.iter().zip(&pattern.codes);
    compared
        .filter(|&(_, &code)| code != NOT_COMPARED)
        .map(|(shares, &code)| shares[level_of(code) as usize])
        .product()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Level of facets that differ, and code of those that agree, as one in 256 do by chance.
    const DIFFERENT: u8 = 0;
    const AGREEING: u8 = 24;

    /// A fit that takes every pair for a match.
    fn all_match(facets: usize) -> Mixture {
        let levels = [0.4, 0.0, 0.0, 0.0, 0.6].map(|share| share + 1e-3);
        Mixture {
            matches: vec![levels; facets],
            unrelated: vec![[1e-4; LEVELS]; facets],
            assumed: vec![levels; facets],
            match_share: 0.9,
            related: Vec::new(),
            dropped: vec![false; facets],
        }
    }

    /// Patterns of pairs that agree in the name, and in number and day as they are told.
    fn patterns(of: &[(u8, u8, f64)]) -> Vec<Pattern> {
        let pattern = |&(number, day, weight): &(u8, u8, f64)| Pattern {
            codes: vec![AGREEING, number, day],
            weight,
        };
        of.iter().map(pattern).collect()
    }

    #[test]
    fn pairs_that_agree_in_all_are_told_from_those_that_agree_in_nothing_else() {
        let patterns = patterns(&[(AGREEING, AGREEING, 40.0), (DIFFERENT, DIFFERENT, 160.0)]);
        let halves = Halves::find(&all_match(3), &patterns, &[1, 2]).unwrap();
        assert!(
            (halves.agreeing_pairs - 40.0).abs() < 2.0 && (halves.other_pairs - 160.0).abs() < 2.0,
            "{halves:?}"
        );
        assert!(halves.agreeing[1][4] > 0.9 && halves.others[1][4] < 0.05);
        // Two populations say of each pair both facets at once: 0.72 bits of entropy, less a little for the prior.
        assert!(halves.gain > 0.6 * 200.0, "{halves:?}");
    }

    #[test]
    fn facets_that_differ_independently_are_of_one_population() {
        let patterns = patterns(&[
            (AGREEING, AGREEING, 8.0),
            (AGREEING, DIFFERENT, 32.0),
            (DIFFERENT, AGREEING, 32.0),
            (DIFFERENT, DIFFERENT, 128.0),
        ]);
        let halves = Halves::find(&all_match(3), &patterns, &[1, 2]).unwrap();
        assert!(halves.gain < 1.0, "{halves:?}");
    }

    #[test]
    fn without_a_match_or_a_facet_there_are_no_halves() {
        let patterns = patterns(&[(AGREEING, AGREEING, 0.5)]);
        assert!(Halves::find(&all_match(3), &patterns, &[1]).is_none());
        assert!(Halves::find(&all_match(3), &[], &[1]).is_none());
        assert!(Halves::find(&all_match(3), &self::patterns(&[(AGREEING, AGREEING, 9.0)]), &[]).is_none());
    }
}
