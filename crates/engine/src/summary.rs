//! What is told of a run: its groups, and figures about them, its pairs and its attributes.

use crate::{
    AttributeProfile, AttributeRole, Blank, LinkCardinality, MatchGroups, MatchMode, MatchOutcome,
    MatchSettings, Note, Summary,
    clock::Clock,
    compare::{
        Prepared,
        classes::{Room, event_attributes},
    },
    groups::FormedGroups,
    pair::Candidate,
    standardize::Reading,
};

/// Bins of the score histogram.
const HISTOGRAM_BINS: usize = 50;

/// Tells what was found.
pub fn report(
    prepared: &Prepared,
    scores: &[f32],
    importance: Vec<f64>,
    formed: FormedGroups,
    settings: &MatchSettings,
    clock: Clock<'_>,
) -> MatchOutcome {
    let threshold = formed.threshold;
    let attributes = profile(prepared, importance);
    let notes = notes(&formed, &attributes, prepared, settings);
    let pairs = prepared.scored(scores);
    MatchOutcome {
        summary: summarize(prepared, scores, threshold, &formed.groups, clock),
        attributes,
        histogram: histogram(scores),
        pairs: pairs.filter(|pair| pair.score >= settings.min_score).collect(),
        threshold,
        trust: formed.trust,
        is_one_to_one: formed.is_one_to_one,
        unmet: formed.unmet,
        notes,
        identified: formed.identified,
        groups: formed.groups,
        blocking: prepared.blocking.clone(),
        ..MatchOutcome::default()
    }
}

/// Share of ambiguous records from which it is said that columns hold too little.
pub const AMBIGUOUS: f64 = 0.02;

fn notes(
    formed: &FormedGroups,
    attributes: &[AttributeProfile],
    prepared: &Prepared,
    settings: &MatchSettings,
) -> Vec<Note> {
    let mut notes = Vec::new();
    let records = prepared.records.len as u64;
    if formed.ambiguous as f64 >= AMBIGUOUS * records as f64 && formed.ambiguous > 0 {
        notes.push(Note::TooLittle {
            ambiguous: formed.ambiguous,
            records,
        });
    }
    if formed.doubtful > 0 {
        notes.push(Note::NothingCertain {
            pairs: formed.doubtful,
        });
    }
    let events = event_attributes(&prepared.records, &prepared.classes.model);
    if !events.is_empty() {
        notes.push(Note::Events {
            columns: events
                .into_iter()
                .map(|index| attributes[index].name.clone())
                .collect(),
        });
    }
    let nothing = attributes
        .iter()
        .filter(|attribute| attribute.role == AttributeRole::Nothing);
    let nothing = nothing.map(|attribute| &attribute.name);
    let columns: Vec<String> = nothing.chain(&prepared.records.silent).cloned().collect();
    if !columns.is_empty() {
        notes.push(Note::SaysNothing { columns });
    }
    if settings.mode == MatchMode::Link(LinkCardinality::Auto) {
        notes.push(if formed.is_one_to_one {
            Note::OneToOne
        } else {
            Note::ManyToMany
        });
    }
    notes
}

fn histogram(scores: &[f32]) -> Vec<u64> {
    let mut bins = vec![0u64; HISTOGRAM_BINS];
    for &score in scores {
        bins[((score * HISTOGRAM_BINS as f32) as usize).min(HISTOGRAM_BINS - 1)] += 1;
    }
    bins
}

fn profile(prepared: &Prepared, importance: Vec<f64>) -> Vec<AttributeProfile> {
    prepared
        .records
        .attributes
        .iter()
        .zip(importance)
        .zip(prepared.classes.roles(&prepared.records.attributes))
        .map(|((attribute, importance), role)| AttributeProfile {
            name: attribute.name.clone(),
            kind: attribute.kind,
            filled: attribute.filled,
            distinct: attribute.distinct,
            role,
            importance,
            blanks: blanks(&attribute.reading),
        })
        .collect()
}

/// The values that were taken for missing, the most frequent first.
fn blanks(reading: &Reading) -> Vec<Blank> {
    let counted = reading.placeholders.iter().zip(&reading.placeholder_counts);
    let mut blanks: Vec<Blank> = counted
        .map(|(value, &records)| Blank {
            value: value.clone(),
            records,
        })
        .collect();
    blanks.sort_by(|a, b| b.records.cmp(&a.records).then_with(|| a.value.cmp(&b.value)));
    blanks
}

fn summarize(
    prepared: &Prepared,
    scores: &[f32],
    threshold: f32,
    groups: &MatchGroups,
    clock: Clock<'_>,
) -> Summary {
    let mut summary = Summary {
        candidate_pairs: prepared.candidates.pairs.len() as u64,
        matched_pairs: scores.iter().filter(|&&score| score >= threshold).count() as u64,
        stages: clock.into_stages(),
        ..Summary::default()
    };
    count_groups(&mut summary, groups);
    summary
}

/// Says of a summary how many records and groups there are.
pub fn count_groups(summary: &mut Summary, groups: &MatchGroups) {
    const LARGEST: usize = 10;
    let mut largest = groups.sizes.clone();
    if largest.len() > LARGEST {
        largest.select_nth_unstable_by(LARGEST, |a, b| b.cmp(a));
        largest.truncate(LARGEST);
    }
    largest.sort_unstable_by(|a, b| b.cmp(a));
    summary.records = groups.of.len() as u64;
    summary.groups = groups.sizes.len() as u64;
    summary.groups_of_two_or_more = groups.sizes.iter().filter(|&&size| size > 1).count() as u64;
    summary.duplicates = summary.records - summary.groups;
    summary.largest_groups = largest;
}

/// Matching pairs from which the importance of attributes is taken.
const IMPORTANCE_SAMPLE: usize = 2_000;

/// The sample of matching pairs from which the importance of attributes is taken.
pub fn matching_sample(prepared: &Prepared, scores: &[f32], threshold: f32) -> Vec<Candidate> {
    let matching = || (0..scores.len()).filter(|&number| scores[number] >= threshold);
    let step = (matching().count() / IMPORTANCE_SAMPLE).max(1);
    matching()
        .step_by(step)
        .map(|number| prepared.candidates.pairs[number])
        .collect()
}

/// Share of each attribute in the evidence for a match, over a sample of matching pairs; sums to 1.
pub fn importance(prepared: &Prepared, matching: &[Candidate]) -> Vec<f64> {
    let mut sums = vec![0.0f64; prepared.records.attributes.len()];
    let mut room = Room::default();
    for pair in matching {
        prepared
            .classes
            .weigh(&prepared.records, pair.left, pair.right, &mut room);
        for (facet, bits) in prepared.classes.model.facets.iter().zip(room.bits()) {
            sums[facet.attribute] += f64::from(bits.max(0.0));
        }
    }
    let total: f64 = sums.iter().sum();
    if total > 0.0 {
        for sum in &mut sums {
            *sum /= total;
        }
    }
    sums
}
