//! The main path, one line for each stage. Start reading at [`find_matches`].

use crate::{
    Error, MatchOutcome, MatchRequest, MatchSettings, Model, Observer, Records, Stage,
    block::{BlockingPlan, block},
    clock::Clock,
    compare::{
        Prepared,
        classes::{PairClasses, Pairs},
        evidence::estimate,
        possible_pairs,
        rank::Neighborhoods,
    },
    completion::complete_and_score,
    copies::Copies,
    crowds::join_parts,
    evaluate::{Found, estimated_quality},
    explain::{Wanted, explain_scored, worth_keeping},
    field::Field,
    groups::form_groups,
    incremental::gather,
    pair::pair,
    score::score,
    standardize::{PutRecords, RowOrder, StandardRecords, standardize_to_block},
    summary::{importance, matching_sample, report},
};

/// Finds match groups: standardize, block, pair, compare, score, cluster.
///
/// Known groups decide where candidates come from; every stage after that is the same.
pub fn find_matches(request: &MatchRequest<'_>, observer: &dyn Observer) -> Result<MatchOutcome, Error> {
    let found = find_with_copies(request, observer);
    // Texts that could not be read were missing until here, which may be why the run failed.
    request.records().check_texts()?;
    found
}

/// The same, with one record for many copies, and one for each part of a thing of many records.
fn find_with_copies(request: &MatchRequest<'_>, observer: &dyn Observer) -> Result<MatchOutcome, Error> {
    let model = &*request.model();
    let settings = &model.settings_for(request.settings(), request.records());
    settings.check()?;
    let find = |request: &MatchRequest<'_>| find_among(request, model, settings, observer);
    let find_whole = |request: &MatchRequest<'_>| join_parts(find(request)?, request, find);
    if let Some(copies) = Copies::among(request, settings)
        && let Some(outcome) = copies.run(request, find_whole)?
    {
        return Ok(outcome);
    }
    find_whole(request)
}

/// The same with every record, as far as the candidates of each go.
fn find_among(
    request: &MatchRequest<'_>,
    model: &Model,
    settings: &MatchSettings,
    observer: &dyn Observer,
) -> Result<MatchOutcome, Error> {
    let mut clock = Clock::new(observer).putting_aside(request.scratch());
    let (field, mut prepared, extension) = match request.known() {
        None => (
            Field::All(request.records()),
            prepare(request.records(), settings, BlockingPlan::for_records, &mut clock)?,
            None,
        ),
        Some(known) => gather(request, known, settings, &mut clock)?,
    };
    let scored = match field {
        Field::All(_) => complete_and_score(&mut prepared, model, &mut clock)?,
        Field::Near(_) => score(&mut prepared, model, &mut clock)?,
    };
    let measured = request
        .measures_with()
        .map(|labeled| (labeled, scored.before_labels()));
    let (scores, steps) = scored.probabilities_and(request.explains());
    let demands = field.demands(request.enforced());
    let formed = form_groups(
        field.records(),
        &mut prepared,
        &scores,
        demands.as_ref(),
        settings,
        model,
        &mut clock,
    )?;
    let matching = matching_sample(&prepared, &scores, formed.threshold);
    let importance = prepared.read_values_again(request.explains(), clock.aside, |prepared| {
        importance(prepared, &matching)
    })?;
    let kept = request
        .keeps_explanations()
        .then(|| worth_keeping(&prepared, &scores, &formed.groups, formed.threshold));
    let quality = measured.map(|(labeled, before_labels)| {
        let found = Found {
            pairs: &prepared.scored(&scores).collect::<Vec<_>>(),
            before_labels: &before_labels,
            groups: &formed.groups,
            sources: prepared.sources(),
            is_one_to_one: formed.is_one_to_one,
        };
        estimated_quality(found, labeled)
    });
    let found = report(&prepared, &scores, importance, formed, settings, clock);
    let mut outcome = field.among_all(found);
    outcome.estimate = quality;
    outcome.extension = extension;
    if let Some(steps) = steps {
        let wanted = Wanted {
            chosen: field.chosen(request, &outcome),
            kept,
            threshold: outcome.threshold,
        };
        let (explained, kept) = explain_scored(field.records(), model, prepared, steps, &wanted, observer)?;
        outcome.explanations = field.explained_among_all(explained);
        outcome.kept = kept.map(|kept| field.kept_among_all(kept));
    }
    Ok(outcome)
}

/// Runs the stages up to candidate pairs. `plan` chooses how records meet, from the accuracy-cost tradeoff and the seed.
pub fn prepare(
    records: &Records,
    settings: &MatchSettings,
    plan: impl FnOnce(&StandardRecords, f64, u64) -> BlockingPlan,
    clock: &mut Clock<'_>,
) -> Result<Prepared, Error> {
    let (observer, aside, count) = (clock.observer, clock.aside, records.len());
    let across_only = settings.is_across_only(records);
    let mut standard = clock.time(Stage::Standardize, count, || {
        standardize_to_block(records, &settings.kinds, None, observer)
    })?;
    let plan = plan(&standard, settings.accuracy_cost, settings.seed);
    let mut put = if plan.grams {
        PutRecords::default()
    } else {
        standard.put_dictionaries(aside)?
    };
    let blocks = clock.time(Stage::Block, count, || Ok(block(&standard, &plan)))?;
    let (plan, blocking) = (plan.without_keys(), blocks.report());
    standard.put_cells(&mut put, aside)?;
    let candidates = clock.time(Stage::Pair, count, || {
        pair(&standard, blocks, &plan, across_only, aside, observer)
    })?;
    if !plan.grams {
        standard.put_words(&mut put, aside)?;
    }
    let put = standard.take_back_attributes(put, aside)?;
    let around = Neighborhoods::new(standard.len, &candidates);
    let possible_pairs = possible_pairs(standard.len, standard.sources.as_deref().filter(|_| across_only));
    let (standard, order, classes, equal) = clock.time(Stage::Weigh, candidates.pairs.len(), || {
        let standard = standard.into_compared();
        let order = RowOrder::of(&standard);
        let pairs = Pairs {
            candidates: &candidates,
            around: &around,
            order: &order,
            across_only,
            possible: possible_pairs,
        };
        let mut classes = PairClasses::estimate(&standard, pairs, settings.seed);
        let equal = classes.learn_equal_records(&standard, across_only);
        Ok((standard, order, classes, equal))
    })?;
    Ok(Prepared {
        around,
        equal,
        put,
        evidence: estimate(&standard, &order, settings.seed),
        possible_pairs,
        classes,
        least_evidence: plan.least_evidence,
        most_evidence: plan.most_evidence,
        records: standard,
        candidates,
        blocking,
        across_only,
    })
}
