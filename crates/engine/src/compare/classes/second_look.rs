//! A second look at the matches that a fit found: they may be two populations, and the true ones may stand among the classes of
//! related pairs.

use super::{
    facets::{FacetKind, Part},
    halves::Halves,
    levels::is_derived,
    mixture::{DEAD, Mixture, Related, Shares, agreement},
    roles::{Fit, ROUNDS},
};

/// Matches below which a fit of so many records has none.
pub(super) fn least_matches(records: f64) -> f64 {
    0.004 * records
}

/// What a second look makes of a fit.
pub(super) struct SecondLook {
    pub mixture: Mixture,
    /// Classes of related pairs that are matches all the same.
    pub also_matches: Vec<usize>,
    /// Whether a class of related pairs took the place of the matches.
    pub is_restarted: bool,
}

impl Fit<'_> {
    /// The fit with only those of its matches that agree, or with the matches that stand under another name, or as it is.
    pub(super) fn second_look(&self, mixture: Mixture, dropped: &[bool]) -> SecondLook {
        let as_it_is = |mixture, also_matches| SecondLook {
            mixture,
            also_matches,
            is_restarted: false,
        };
        if let Some(tighter) = self.matches_that_agree(&mixture, dropped) {
            return as_it_is(tighter, Vec::new());
        }
        let (promoted, also_matches) = self.matches_by_another_name(&mixture, dropped);
        match promoted.and_then(|class| self.restart(&mixture, class, dropped)) {
            Some(mixture) => SecondLook {
                mixture,
                also_matches: Vec::new(),
                is_restarted: true,
            },
            None => as_it_is(mixture, also_matches),
        }
    }

    /// Classes of related pairs that share nearly all that identifies: one thing that moved, or that is written in two
    /// ways. The first is the class that should take the place of matches that have died, the others are matches too.
    fn matches_by_another_name(&self, mixture: &Mixture, dropped: &[bool]) -> (Option<usize>, Vec<usize>) {
        let count = self.facets.all.len();
        let all: f64 = self.bits.iter().sum();
        let mut best: Option<(f64, usize)> = None;
        let mut also = Vec::new();
        // Where no pair is left for the matches, dates are of what was done with a thing: nothing was born on the same day.
        let are_gone = mixture.match_share * self.pairs < least_matches(self.records.corpus as f64);
        for (class, related) in mixture.related.iter().enumerate() {
            let pairs = related.share * self.pairs;
            if pairs < 8.0 || pairs > 0.6 * self.records.corpus as f64 {
                continue;
            }
            let shared: f64 = (0..count)
                .map(|facet| related.shares[facet] * self.bits[facet])
                .sum();
            let left: Vec<usize> = (0..count)
                .filter(|&facet| related.shares[facet] < 0.3 && self.bits[facet] > 1.5)
                .collect();
            let is_weak = |facet: usize| self.is_weak(facet, related, dropped);
            let may_change = |facet: usize| {
                let own = &self.facets.all[facet];
                is_weak(facet)
                    || (!is_derived(&own.spec)
                        && (matches!(own.spec.kind, FacetKind::Address | FacetKind::Phone)
                            || (are_gone && own.spec.kind == FacetKind::Date)
                            || self.bits[facet] < 5.0
                            || own.distinct as f64 <= 0.1 * self.records.corpus as f64))
            };
            let shares_name = (0..count).any(|facet| {
                let kind = self.facets.all[facet].spec.kind;
                matches!(
                    kind,
                    FacetKind::Name | FacetKind::Organization | FacetKind::Email | FacetKind::Text
                ) && related.shares[facet] > 0.6
                    && self.bits[facet] > 4.0
            });
            let is_moved = left.iter().all(|&facet| may_change(facet)) && shared >= self.pairs.log2() - 2.0;
            let is_rewritten = left.iter().all(|&facet| is_weak(facet)) && shared >= 0.6 * all;
            if shares_name && (is_moved || is_rewritten) {
                if pairs >= 10.0 * mixture.match_share * self.pairs {
                    if best.is_none_or(|(most, _)| shared > most) {
                        best = Some((shared, class));
                    }
                } else {
                    also.push(class);
                }
            }
        }
        (best.map(|(_, class)| class), also)
    }

    /// Fits again with only those of the matches that agree in what tells things apart; `None` where they are one population.
    fn matches_that_agree(&self, loose: &Mixture, dropped: &[bool]) -> Option<Mixture> {
        /// Pairs that agree, at least.
        const LEAST_PAIRS: f64 = 8.0;
        /// Bits by which two populations must explain the pairs better: some at all, and for each pair.
        const GAIN: f64 = 20.0;
        const GAIN_OF_PAIR: f64 = 0.1;
        let told: Vec<usize> = (0..self.facets.all.len())
            .filter(|&facet| !dropped[facet] && self.is_told_by_some(loose, facet))
            .collect();
        let halves = Halves::find(loose, self.patterns, &told)?;
        let are_two = halves.agreeing_pairs >= LEAST_PAIRS
            && halves.gain_more_than(GAIN, GAIN_OF_PAIR)
            && (0..self.facets.all.len())
                .any(|facet| !dropped[facet] && self.tells_halves_apart(&halves, facet));
        are_two.then(|| self.fit_half(loose, halves, dropped))
    }

    /// Whether some of the matches agree in a facet, and more of them than by chance, but not nearly all.
    fn is_told_by_some(&self, mixture: &Mixture, facet: usize) -> bool {
        /// Bits from which a facet says something.
        const TELLING: f64 = 1.0;
        /// Share of the matches that agree where nearly all do, and where next to none does.
        const NEARLY_ALL: f64 = 0.85;
        const NEXT_TO_NONE: f64 = 0.03;
        let matches = agreement(&mixture.matches[facet]);
        let chance = agreement(&self.unrelated[facet]);
        self.bits[facet] >= TELLING && matches < NEARLY_ALL && matches > (2.0 * chance).max(NEXT_TO_NONE)
    }

    /// Whether a number, a code, a part of an address or a word of variants is mostly equal in the half that agrees and mostly another
    /// one in the other half. Names, dates and whole addresses are not enough: people marry and move.
    fn tells_halves_apart(&self, halves: &Halves, facet: usize) -> bool {
        /// Share of the pairs of a half that agree if most do, and if few do.
        const MOST: f64 = 0.7;
        const FEW: f64 = 0.3;
        /// Bits from which a code tells who is who.
        const IDENTIFYING: f64 = 5.0;
        let of_others = |facet: usize| agreement(&halves.others[facet]);
        if agreement(&halves.agreeing[facet]) <= MOST || of_others(facet) >= FEW {
            return false;
        }
        let spec = self.facets.all[facet].spec;
        let shares_the_rest = || self.parents(facet).any(|parent| of_others(parent) > MOST);
        match (spec.kind, spec.part) {
            (_, Part::Numbers | Part::Variant) => true,
            (_, Part::HouseNumber | Part::Unit | Part::Suffix) => shares_the_rest(),
            (FacetKind::Code | FacetKind::Numbers, _) => self.bits[facet] >= IDENTIFYING,
            _ => false,
        }
    }

    /// Fits again with the half that agrees as the matches, and the others as a class of related pairs.
    fn fit_half(&self, loose: &Mixture, halves: Halves, dropped: &[bool]) -> Mixture {
        /// How many more of the matches may differ than do in the half.
        const ROOM: f64 = 0.05;
        let shared = |(others, unrelated): (&Shares, &Shares)| {
            let chance = agreement(unrelated);
            ((agreement(others) - chance) / (1.0 - chance).max(1e-9)).clamp(0.02, 0.98)
        };
        let mut related = loose.related.clone();
        related.push(Related {
            share: halves.other_pairs / self.pairs,
            shares: halves.others.iter().zip(&self.unrelated).map(shared).collect(),
        });
        let mut facts = self.facts.clone();
        for (fact, levels) in facts.iter_mut().zip(&halves.agreeing) {
            fact.most_against = fact.most_against.min(1.0 - agreement(levels) + ROOM);
        }
        let mut tight = self.mixture(dropped, related);
        tight.match_share = halves.agreeing_pairs / self.pairs;
        tight.matches.clone_from(&halves.agreeing);
        tight.assumed = halves.agreeing;
        self.run(&mut tight, &facts, ROUNDS);
        tight.assumed.clone_from(&self.assumed);
        tight
    }

    /// The facets that a derived one is a part of the column of.
    fn parents(&self, facet: usize) -> impl Iterator<Item = usize> {
        let attribute = self.facets.all[facet].spec.attribute;
        let specs = self.facets.all.iter().map(|own| own.spec).enumerate();
        specs
            .filter(move |(_, own)| own.attribute == attribute && !is_derived(own))
            .map(|(parent, _)| parent)
    }

    /// Whether a facet may differ within one thing: it says little of who it is.
    fn is_weak(&self, facet: usize, related: &Related, dropped: &[bool]) -> bool {
        let spec = self.facets.all[facet].spec;
        if is_derived(&spec) {
            let mut parents = self.parents(facet).peekable();
            return spec.kind != FacetKind::Suffix
                && parents.peek().is_some()
                && parents.all(|parent| related.shares[parent] < 0.3 || dropped[parent]);
        }
        matches!(
            spec.kind,
            FacetKind::Code | FacetKind::Category | FacetKind::Number | FacetKind::Text
        )
    }

    /// Fits again from a class of related pairs as the matches; `None` where names then differ too often.
    fn restart(&self, mixture: &Mixture, class: usize, dropped: &[bool]) -> Option<Mixture> {
        let shares = &mixture.related[class].shares;
        let mut related = self.classes(dropped);
        for (number, own) in related.iter_mut().enumerate() {
            let old = &mixture.related[number];
            if old.share > 1.0 / self.pairs {
                *own = old.clone();
            } else {
                own.share *= 0.1;
            }
        }
        related[class].share = DEAD;
        let mut again = self.mixture(dropped, related);
        again.match_share = mixture.related[class].share;
        again.assumed = (0..shares.len())
            .map(|facet| {
                std::array::from_fn(|level| {
                    shares[facet] * self.assumed[facet][level]
                        + (1.0 - shares[facet]) * self.unrelated[facet][level]
                })
            })
            .collect();
        again.matches.clone_from(&again.assumed);
        let mut facts = self.facts.clone();
        for (facet, fact) in facts.iter_mut().enumerate() {
            if shares[facet] < 0.3 {
                fact.bits = 0.0;
            }
            if shares[facet] < 0.5 {
                fact.most_against = 1.0;
            }
        }
        self.run(&mut again, &facts, ROUNDS);
        let names_differ = (0..shares.len()).any(|facet| {
            let differing = again.matches[facet][0] + again.matches[facet][1];
            self.facets.all[facet].spec.kind == FacetKind::Name
                && self.bits[facet] >= 5.0
                && differing > 0.38
                && !self.changes_alone(&again, facet)
        });
        again.assumed.clone_from(&self.assumed);
        (!names_differ).then_some(again)
    }

    /// Whether a name that often differs in matches is one that a thing may change, such as its contact: it is equal more often than by
    /// chance, and where it is, nothing else is more alike than where it is not.
    fn changes_alone(&self, mixture: &Mixture, facet: usize) -> bool {
        /// Share of the matches that agree, at least.
        const SOME: f64 = 0.15;
        /// Bits by which two populations may explain the pairs better: some at all, and for each pair.
        const GAIN: f64 = 10.0;
        const GAIN_OF_PAIR: f64 = 0.05;
        let equal = agreement(&mixture.matches[facet]);
        let chance = agreement(&self.unrelated[facet]);
        let are_one = |halves: Halves| !halves.gain_more_than(GAIN, GAIN_OF_PAIR);
        equal > (5.0 * chance).max(SOME)
            && Halves::find(mixture, self.patterns, &[facet]).is_some_and(are_one)
    }
}
