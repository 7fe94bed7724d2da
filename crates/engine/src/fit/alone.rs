//! What labels teach without context: the learner of [`fit`](super::fit) on what two records alone say.

use super::{FitSettings, Lesson, Trees};
use crate::{
    Error, Labels, Observer,
    compare::{
        ANY_EVIDENCE, FEATURES, Prepared, WIDTH,
        classes::Room,
        wide::{WideComparer, learned_attributes},
    },
};

/// The first feature that tells of other candidates; those before it tell of the two records alone.
const FIRST_OF_CONTEXT: &str = "candidate weight";

/// Learns from labels by what the two records of a pair alone say: no other candidate, no score without labels. Gives the
/// match weights of `pairs`. This is what [`fit`](super::fit) is measured against. Labeled pairs and `pairs` are candidates.
pub fn score_alone(
    prepared: &Prepared,
    labels: &Labels,
    pairs: &[(u32, u32)],
    settings: &FitSettings,
    observer: &dyn Observer,
) -> Result<Vec<f32>, Error> {
    let comparer = prepared.comparer();
    let attributes = learned_attributes(&prepared.records);
    let wide = WideComparer::new(&comparer, &prepared.records, &attributes)?;
    let standings = prepared.standings_by_weight();
    let of_pair = FEATURES
        .iter()
        .position(|feature| feature.name == FIRST_OF_CONTEXT)
        .expect("the features tell of other candidates");
    let own = FEATURES[..of_pair].iter().map(|feature| feature.name.to_owned());
    let names: Vec<String> = own.chain(wide.names().iter().cloned()).collect();
    let write = |number: usize, out: &mut Vec<f32>| {
        let pair = prepared.candidates.pairs[number];
        let mut row = [0.0; WIDTH];
        comparer.features(
            pair,
            &standings,
            number,
            &ANY_EVIDENCE,
            &mut Room::default(),
            &mut row,
        );
        out.extend_from_slice(&row[..of_pair]);
        wide.features(pair.left, pair.right, out);
    };
    let lesson = Lesson::of_labels(prepared, labels, settings);
    let features = lesson.rows(names.len(), write);
    let others = lesson.labeled - lesson.matches;
    let base = ((lesson.matches as f32 + 0.5) / (others as f32 + 0.5)).ln();
    let offsets = vec![base; lesson.numbers.len()];
    let (ensemble, _) = lesson.train(&features, &names, &offsets, &Trees(observer))?;
    let mut row = Vec::with_capacity(names.len());
    let weights = pairs.iter().map(|&(left, right)| {
        row.clear();
        write(prepared.number(left, right), &mut row);
        base + ensemble.margin(&row)
    });
    Ok(weights.collect())
}
