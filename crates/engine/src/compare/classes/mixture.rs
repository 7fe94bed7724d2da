//! A mixture of classes of pairs, fitted to a table without labels: matches, related pairs, unrelated pairs.
//!
//! Fellegi and Sunter (1969) tell matches from all other pairs, and the EM algorithm (Dempster, Laird and Rubin 1977;
//! Winkler 1988) finds how often matches show each level. Where records of different things share much (a household, a
//! company, a line of products), these pairs are no matches and no chance either; with two classes alone the match class
//! takes them in. So there are classes of related pairs: class `k` shares facet `c` with probability `g[k][c]`, as matches
//! do, and else shows it as unrelated pairs do.
//!
//! With `R[c] = m[c][level] / u[c][level]`, `m[c][equal] / p(value)` for equal values, and 1 where a value is missing:
//!
//! ```text
//! match             share_M · Π R[c]
//! related, class k  share_k · δ · Π (g[k][c] · R[c] + 1 − g[k][c])
//! unrelated         max(0.05, 1 − share_M − Σ share_k)
//! ```
//!
//! δ is below 1 where everything that is compared agrees: columns usually suffice to tell things apart.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    levels::{EQUAL, LEVELS, NOT_COMPARED},
    sample::{CHANCE_STEP, CODES, EQUAL_CODES, Pattern, level_of},
};

/// Shares of the levels in pairs of one class.
pub type Shares = [f64; LEVELS];

/// Share of the pairs that agree: that are equal, or nearly.
pub fn agreement(shares: &Shares) -> f64 {
    shares[3] + shares[4]
}

/// How likely a related pair is that agrees on all that is compared, beside one that does not.
pub const ALL_AGREE: f64 = 0.1;
/// Least share of unrelated pairs.
const LEAST_UNRELATED: f64 = 0.05;
/// Pseudo-counts of the prior of matches.
const PRIOR_PAIRS: f64 = 20.0;
/// Patterns whose sums are taken together; sums of parts are added in order.
const PART: usize = 1_024;

/// Related pairs of one kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Related {
    /// Share of all pairs.
    pub share: f64,
    /// Chance that the pair shares a facet.
    pub shares: Vec<f64>,
}

/// The parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mixture {
    /// Levels of matches, by facet.
    pub matches: Vec<Shares>,
    /// Levels of unrelated pairs, by facet.
    pub unrelated: Vec<Shares>,
    /// Levels of matches as they were assumed, by facet.
    pub assumed: Vec<Shares>,
    /// Share of matches among all pairs.
    pub match_share: f64,
    /// Classes of related pairs.
    pub related: Vec<Related>,
    /// Facets that do not count.
    pub dropped: Vec<bool>,
}

/// What the fit must know of each facet.
#[derive(Debug, Clone, Copy)]
pub struct FacetFacts {
    /// Bits that the facet says of a match, as assumed.
    pub bits: f64,
    /// Most of the matches that may show a level that speaks against a match.
    pub most_against: f64,
    /// Whether it holds dates.
    pub is_date: bool,
}

/// How the fit goes.
#[derive(Debug, Clone, Copy)]
pub struct FitSettings {
    /// Rounds.
    pub rounds: usize,
    /// Bits that at least one facet must tell a class of related pairs from matches by.
    pub least_unshared: f64,
}

/// The shares of facets that classes of related pairs share, so that several classes are weighed at once.
struct RelatedShares {
    /// For each so many classes one row for each facet; classes that are not there share nothing.
    blocks: Vec<Vec<[f64; LANES]>>,
}

/// Classes that are weighed at once.
const LANES: usize = 4;

impl RelatedShares {
    fn new(related: &[Related]) -> Self {
        let block = |classes: &[Related]| {
            let facets = 0..classes[0].shares.len();
            let row = |facet: usize| {
                std::array::from_fn(|lane| classes.get(lane).map_or(0.0, |class| class.shares[facet]))
            };
            facets.map(row).collect()
        };
        Self {
            blocks: related.chunks(LANES).map(block).collect(),
        }
    }

    /// What a pattern is under each class, by the ratios of its codes. Each product is of the same numbers in the same order as
    /// if the classes were weighed one by one.
    fn weigh(&self, related: &[Related], discount: f64, ratios: &[f64], weights: &mut [f64]) {
        let classes = related.chunks(LANES).zip(weights.chunks_mut(LANES));
        for (rows, (classes, weights)) in self.blocks.iter().zip(classes) {
            let mut products = [0.0f64; LANES];
            for (product, class) in products.iter_mut().zip(classes) {
                *product = class.share * discount;
            }
            for (shares, &ratio) in rows.iter().zip(ratios) {
                for (product, &share) in products.iter_mut().zip(shares) {
                    *product *= share * ratio + 1.0 - share;
                }
            }
            weights.copy_from_slice(&products[..weights.len()]);
        }
    }
}

/// What is the same for all patterns of a round.
struct Tables {
    /// Ratios of all codes, by facet.
    ratios: Vec<[f64; CODES]>,
    shares: RelatedShares,
}

impl Tables {
    fn new(mixture: &Mixture) -> Self {
        Self {
            ratios: mixture.ratios(),
            shares: RelatedShares::new(&mixture.related),
        }
    }
}

/// What a pattern is: the ratio of its code in each facet, and its weight under each class of related pairs.
struct PatternWeights {
    ratios: Vec<f64>,
    related: Vec<f64>,
}

impl PatternWeights {
    fn new(mixture: &Mixture) -> Self {
        Self {
            ratios: vec![1.0; mixture.matches.len()],
            related: vec![0.0; mixture.related.len()],
        }
    }
}

impl Mixture {
    /// log2 of the ratio of each code of a facet.
    pub fn bits(&self, facet: usize, code: u8) -> f64 {
        self.ratio(facet, code).log2()
    }

    /// How much likelier a code is in matches than in unrelated pairs.
    pub fn ratio(&self, facet: usize, code: u8) -> f64 {
        if (LEVELS as u8..EQUAL_CODES).contains(&code) || self.dropped[facet] {
            1.0
        } else if code >= EQUAL_CODES {
            let chance = (-f64::from(code - EQUAL_CODES) * f64::from(CHANCE_STEP)).exp2();
            self.matches[facet][EQUAL as usize] / chance.max(1e-9)
        } else {
            let level = code as usize;
            self.matches[facet][level] / self.unrelated[facet][level]
        }
    }

    /// Ratios of all codes of all facets.
    pub fn ratios(&self) -> Vec<[f64; CODES]> {
        (0..self.matches.len())
            .map(|facet| std::array::from_fn(|code| self.ratio(facet, code as u8)))
            .collect()
    }

    /// Whether a level speaks against a match.
    fn is_against(&self, facet: usize, level: u8) -> bool {
        let level = level as usize;
        level < EQUAL as usize && self.assumed[facet][level] < self.unrelated[facet][level]
    }

    /// Share of unrelated pairs.
    pub fn unrelated_share(&self) -> f64 {
        let others: f64 = self.related.iter().map(|class| class.share).sum();
        (1.0 - self.match_share - others).max(LEAST_UNRELATED)
    }

    /// Whether a code keeps a pair from agreeing on all that is compared.
    pub fn disagrees(&self, facet: usize, code: u8) -> bool {
        let level = level_of(code);
        level < 3 || self.is_against(facet, level)
    }

    /// [`ALL_AGREE`] where at least two facets are compared and all agree.
    fn discount(&self, codes: &[u8]) -> f64 {
        let (mut compared, mut against) = (0, 0);
        for (facet, &code) in codes.iter().enumerate() {
            if code != NOT_COMPARED && !self.dropped[facet] {
                compared += 1;
                against += u32::from(self.disagrees(facet, code));
            }
        }
        if compared >= 2 && against == 0 {
            ALL_AGREE
        } else {
            1.0
        }
    }

    /// The rounds of EM on patterns that stand for `pairs` pairs in all.
    pub fn fit(&mut self, patterns: &[Pattern], pairs: f64, facts: &[FacetFacts], settings: FitSettings) {
        for round in 0..settings.rounds {
            let sums = self.expect(patterns);
            self.maximize(&sums, pairs, facts);
            if round == 3 || round == 8 {
                self.merge_alike(pairs, facts);
            }
            self.renew_shared(&sums);
            self.fade(round, facts, settings);
        }
    }

    /// What each pattern is, summed over patterns.
    fn expect(&self, patterns: &[Pattern]) -> Sums {
        let tables = Tables::new(self);
        let parts: Vec<Sums> = patterns
            .par_chunks(PART)
            .map(|part| {
                let mut sums = Sums::new(self.matches.len(), self.related.len());
                let mut weights = PatternWeights::new(self);
                for pattern in part {
                    self.add_pattern(pattern, &tables, &mut weights, &mut sums);
                }
                sums
            })
            .collect();
        let mut all = Sums::new(self.matches.len(), self.related.len());
        for part in &parts {
            all.add(part);
        }
        all
    }

    fn add_pattern(&self, pattern: &Pattern, tables: &Tables, weights: &mut PatternWeights, sums: &mut Sums) {
        let (matching, total) = self.weigh_pattern(pattern, tables, weights);
        let posterior = matching / total;
        sums.matches += pattern.weight * posterior;
        if posterior > 1e-6 {
            for (levels, &code) in sums.levels.iter_mut().zip(&pattern.codes) {
                if code != NOT_COMPARED {
                    levels[level_of(code) as usize] += pattern.weight * posterior;
                }
            }
        }
        for (number, (&weight, class)) in weights.related.iter().zip(&self.related).enumerate() {
            let posterior = weight / total;
            if posterior <= 1e-7 {
                continue;
            }
            let weight = pattern.weight * posterior;
            sums.related[number] += weight;
            for (facet, &code) in pattern.codes.iter().enumerate() {
                if code != NOT_COMPARED {
                    let shared = class.shares[facet] * weights.ratios[facet];
                    sums.compared[number][facet] += weight;
                    sums.shared[number][facet] += weight * shared / (shared + 1.0 - class.shares[facet]);
                }
            }
        }
    }

    /// What a pattern is as a match and in all; the rest of what it is stays in `weights`.
    fn weigh_pattern(
        &self,
        pattern: &Pattern,
        tables: &Tables,
        PatternWeights { ratios, related }: &mut PatternWeights,
    ) -> (f64, f64) {
        let mut matching = self.match_share;
        for ((ratio, codes), table) in ratios.iter_mut().zip(&pattern.codes).zip(&tables.ratios) {
            *ratio = table[*codes as usize];
            matching *= *ratio;
        }
        let discount = self.discount(&pattern.codes);
        let mut total = matching + self.unrelated_share();
        tables.shares.weigh(&self.related, discount, ratios, related);
        for &weight in related.iter() {
            total += weight;
        }
        (matching, total)
    }

    /// How likely each pattern is a match.
    pub fn posteriors(&self, patterns: &[Pattern]) -> Vec<f64> {
        let tables = Tables::new(self);
        let parts = patterns.par_chunks(PART).map(|part| {
            let mut weights = PatternWeights::new(self);
            let of = |pattern: &Pattern| {
                let (matching, total) = self.weigh_pattern(pattern, &tables, &mut weights);
                matching / total
            };
            part.iter().map(of).collect::<Vec<f64>>()
        });
        parts.collect::<Vec<_>>().concat()
    }

    fn maximize(&mut self, sums: &Sums, pairs: f64, facts: &[FacetFacts]) {
        self.match_share = (sums.matches + 0.5) / pairs;
        for (class, &sum) in self.related.iter_mut().zip(&sums.related) {
            class.share = ((sum + 0.05) / pairs).min(0.5);
        }
        for (facet, facts) in facts.iter().enumerate() {
            if self.dropped[facet] {
                continue;
            }
            let counts = &sums.levels[facet];
            let total: f64 = counts.iter().sum();
            let mut shares: Shares = std::array::from_fn(|level| {
                (counts[level] + PRIOR_PAIRS * self.assumed[facet][level]) / (total + PRIOR_PAIRS)
            });
            let is_against = |level: usize| self.is_against(facet, level as u8);
            let against: f64 = (0..LEVELS)
                .filter(|&level| is_against(level))
                .map(|level| shares[level])
                .sum();
            let most = facts.most_against;
            if against > most {
                for (level, share) in shares.iter_mut().enumerate() {
                    *share *= if is_against(level) {
                        most / against
                    } else {
                        (1.0 - most) / (1.0 - against).max(1e-9)
                    };
                }
            }
            self.matches[facet] = shares;
        }
    }

    /// Joins classes that share the same facets, so that one kind of related pairs does not split and fade.
    fn merge_alike(&mut self, pairs: f64, facts: &[FacetFacts]) {
        const ALIKE: f64 = 0.25;
        const LEAST_PAIRS: f64 = 0.2;
        for first in 0..self.related.len() {
            for second in first + 1..self.related.len() {
                let lives = |class: &Related| class.share * pairs > LEAST_PAIRS;
                if !lives(&self.related[first]) || !lives(&self.related[second]) {
                    continue;
                }
                let apart = (0..facts.len())
                    .filter(|&facet| facts[facet].bits > 1.0)
                    .map(|facet| {
                        (self.related[first].shares[facet] - self.related[second].shares[facet]).abs()
                    })
                    .fold(0.0, f64::max);
                if apart < ALIKE {
                    self.related[first].share += self.related[second].share;
                    self.related[second].share = DEAD;
                }
            }
        }
    }

    fn renew_shared(&mut self, sums: &Sums) {
        const PRIOR: f64 = 2.0;
        const PRIOR_SHARE: f64 = 0.3;
        for (number, class) in self.related.iter_mut().enumerate() {
            for (facet, share) in class.shares.iter_mut().enumerate() {
                let shared = sums.shared[number][facet] + PRIOR * PRIOR_SHARE;
                *share = (shared / (sums.compared[number][facet] + PRIOR)).clamp(0.002, 0.995);
            }
        }
    }

    /// Lets classes die that cannot be told from matches.
    fn fade(&mut self, round: usize, facts: &[FacetFacts], settings: FitSettings) {
        const FADE: f64 = 0.2;
        let all: f64 = facts.iter().map(|facet| facet.bits).sum();
        for class in &mut self.related {
            let unshared = |facet: usize| (1.0 - class.shares[facet]) * facts[facet].bits;
            let most = (0..facts.len()).map(unshared).fold(0.0, f64::max);
            let sum: f64 = (0..facts.len()).map(unshared).sum();
            let shares_date = (0..facts.len())
                .any(|facet| facts[facet].is_date && class.shares[facet] > 0.7 && facts[facet].bits > 6.0);
            if most < settings.least_unshared {
                class.share *= FADE;
            }
            if round >= 6 {
                let is_thin = sum < 0.35 * all && class.share < 0.35 * self.match_share;
                // One thing under two names rather than twins.
                let is_renamed = shares_date && sum < 0.6 * all && class.share < 1.2 * self.match_share;
                if is_thin || is_renamed {
                    class.share *= FADE;
                }
            }
        }
    }

    /// Bits that each facet says of a match on average, under the fitted shares.
    pub fn information(&self) -> Vec<f64> {
        (0..self.matches.len())
            .map(|facet| {
                if self.dropped[facet] {
                    0.0
                } else {
                    divergence(&self.matches[facet], &self.unrelated[facet])
                }
            })
            .collect()
    }
}

/// Share of a class that has died.
pub const DEAD: f64 = 1e-15;

/// Kullback–Leibler divergence in bits.
pub fn divergence(from: &Shares, to: &Shares) -> f64 {
    from.iter().zip(to).map(|(p, q)| p * (p / q).log2()).sum()
}

/// Sums of one round.
struct Sums {
    matches: f64,
    levels: Vec<Shares>,
    related: Vec<f64>,
    compared: Vec<Vec<f64>>,
    shared: Vec<Vec<f64>>,
}

impl Sums {
    fn new(facets: usize, classes: usize) -> Self {
        Self {
            matches: 0.0,
            levels: vec![[0.0; LEVELS]; facets],
            related: vec![0.0; classes],
            compared: vec![vec![0.0; facets]; classes],
            shared: vec![vec![0.0; facets]; classes],
        }
    }

    fn add(&mut self, part: &Self) {
        self.matches += part.matches;
        for (own, more) in self.levels.iter_mut().zip(&part.levels) {
            for (own, more) in own.iter_mut().zip(more) {
                *own += more;
            }
        }
        for (own, more) in self.related.iter_mut().zip(&part.related) {
            *own += more;
        }
        for (all, parts) in [
            (&mut self.compared, &part.compared),
            (&mut self.shared, &part.shared),
        ] {
            for (own, more) in all.iter_mut().zip(parts) {
                for (own, more) in own.iter_mut().zip(more) {
                    *own += more;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn classes_weigh_together_what_they_weigh_one_by_one(
            classes in prop::collection::vec((0.0f64..0.3, prop::collection::vec(0.0f64..1.0, 6)), 0..13),
            ratios in prop::collection::vec(0.0f64..1e6, 6),
            discount in prop_oneof![Just(1.0f64), Just(ALL_AGREE)],
        ) {
            let related: Vec<Related> = classes
                .into_iter()
                .map(|(share, shares)| Related { share, shares })
                .collect();
            let mut weights = vec![0.0; related.len()];
            RelatedShares::new(&related).weigh(&related, discount, &ratios, &mut weights);
            for (class, weight) in related.iter().zip(weights) {
                let mut wanted = class.share * discount;
                for (&share, &ratio) in class.shares.iter().zip(&ratios) {
                    wanted *= share * ratio + 1.0 - share;
                }
                prop_assert_eq!(weight.to_bits(), wanted.to_bits());
            }
        }
    }
}
