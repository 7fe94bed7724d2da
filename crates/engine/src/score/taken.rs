//! What context takes from all likely matches of a table alike.
//!
//! The collective step lowers a pair whose records have better rivals, or that third records speak against. In tables like those
//! that the model has learned from, this leaves some likely matches alone. Where even those that it treats best lose much, the table
//! is of a kind that the model does not know, and what all lose says nothing of any of them: it is given back
//! (docs/experiments/2026-11-30-taken-from-all.md).

use rayon::prelude::*;

/// First match weight of a likely match.
const LIKELY: f32 = 1.0;
/// Fewer likely matches do not say what all lose.
const LEAST_LIKELY: usize = 10;
/// The best treated are one in so many.
const BEST: usize = 10;
/// Losing less is usual.
const MUCH: f32 = 0.8;

/// Gives back to the lowered pairs what all likely matches lose, and never more than a pair has lost. `first` has the match weights
/// before context, `weights` those after it.
pub fn give_back(first: &[f32], weights: &mut [f32]) {
    let taken = taken_from_all(first, weights);
    if taken > 0.0 {
        let pairs = weights.par_iter_mut().zip(first);
        pairs.for_each(|(weight, first)| *weight = weight.max((*weight + taken).min(*first)));
    }
}

/// What even the best treated likely matches lose, if that is much.
fn taken_from_all(first: &[f32], weights: &[f32]) -> f32 {
    let pairs = first.iter().zip(weights);
    let likely = pairs.filter(|(first, _)| **first >= LIKELY);
    let mut losses: Vec<f32> = likely.map(|(first, weight)| first - weight).collect();
    if losses.len() < LEAST_LIKELY {
        return 0.0;
    }
    let best = losses.len() / BEST;
    let (_, loss, _) = losses.select_nth_unstable_by(best, f32::total_cmp);
    if *loss < MUCH { 0.0 } else { *loss }
}

#[cfg(test)]
mod tests {
    use super::give_back;

    /// Likely matches with these losses, and an unlikely pair that loses 1.
    fn after(losses: &[f32]) -> Vec<f32> {
        let mut first = vec![3.0; losses.len()];
        let mut weights: Vec<f32> = losses.iter().map(|loss| 3.0 - loss).collect();
        first.push(-1.0);
        weights.push(-2.0);
        give_back(&first, &mut weights);
        weights
    }

    #[test]
    fn what_all_lose_is_given_back_and_no_more_than_a_pair_has_lost() {
        let mut losses = vec![2.0; 18];
        losses.extend([1.5, 4.0]);
        let weights = after(&losses);
        // The second least loss of twenty is 2; the pair that lost 1.5 and the unlikely one have all of theirs back.
        assert_eq!(&weights[..18], [3.0; 18]);
        assert_eq!(&weights[18..], [3.0, 1.0, -1.0]);
    }

    #[test]
    fn losses_stay_where_some_likely_matches_lose_little() {
        let mut losses = vec![2.0; 17];
        losses.extend([0.1, 0.2, 0.7]);
        let weights = after(&losses);
        assert_eq!(weights[0], 1.0);
        assert_eq!(weights[20], -2.0);
    }

    #[test]
    fn few_likely_matches_say_nothing_of_all_and_gains_stay() {
        assert_eq!(after(&[2.0; 9])[0], 1.0);
        let mut losses = vec![2.0; 20];
        losses.push(-1.0);
        assert_eq!(after(&losses)[20], 4.0);
    }
}
