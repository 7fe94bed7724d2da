//! The steps of scoring, one after the other.

use rayon::prelude::*;

use super::{
    ColdScores, Events, Model, PairScores, probability, rescore_all, score_pairs, score_pairs_aside,
};
use crate::{Error, Stage, clock::Clock, compare::Prepared};

/// What each step of scoring said, by pair number.
#[derive(Debug)]
pub struct Scored {
    /// The pair step.
    pub first: PairScores,
    /// Match weights before labels.
    pub cold: Vec<f32>,
    /// Match weights that labels taught, if any did.
    pub learned: Option<Vec<f32>>,
}

impl Scored {
    /// Match weights.
    pub fn weights(&self) -> &[f32] {
        self.learned.as_deref().unwrap_or(&self.cold)
    }

    /// Probabilities.
    pub fn probabilities(&self) -> Vec<f32> {
        self.weights()
            .par_iter()
            .map(|&weight| probability(weight))
            .collect()
    }

    /// Probabilities before labels.
    pub fn before_labels(&self) -> Vec<f32> {
        self.cold.par_iter().map(|&weight| probability(weight)).collect()
    }

    /// Probabilities, and what the steps said only if that is still needed.
    pub fn probabilities_and(self, keeps_steps: bool) -> (Vec<f32>, Option<Self>) {
        if keeps_steps {
            (self.probabilities(), Some(self))
        } else {
            (self.into_probabilities(), None)
        }
    }

    /// Probabilities, in place of all that the steps said.
    pub fn into_probabilities(self) -> Vec<f32> {
        let mut finals = self.learned.unwrap_or(self.cold);
        finals
            .par_iter_mut()
            .for_each(|weight| *weight = probability(*weight));
        finals
    }
}

/// Scores all candidate pairs.
pub fn score(prepared: &mut Prepared, model: &Model, clock: &mut Clock<'_>) -> Result<Scored, Error> {
    let pairs = prepared.candidates.pairs.len();
    let (observer, aside) = (clock.observer, clock.aside);
    let first = clock.time(Stage::Score, pairs, || {
        if aside.is_away() && prepared.is_large() {
            score_pairs_aside(prepared, model, aside, observer)
        } else {
            score_pairs(prepared, &prepared.comparer(), model, observer)
        }
    })?;
    clock.time(Stage::Rescore, pairs, || {
        let mut cold = rescore_all(prepared, &first, model, observer)?;
        let events = Events::of(prepared);
        if model.learned().is_some() || !events.is_empty() {
            prepared.take_back_records(aside)?;
        }
        let (prepared, comparer) = (&*prepared, prepared.comparer());
        events.hold_apart(&mut cold, prepared, &comparer);
        let learned = match model.learned() {
            Some(learned) => {
                let said = ColdScores {
                    first: &first,
                    finals: &cold,
                };
                Some(learned.rescore(prepared, &comparer, said, observer)?)
            }
            None => None,
        };
        Ok(Scored { first, cold, learned })
    })
}
