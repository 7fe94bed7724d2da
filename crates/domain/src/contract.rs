//! What every metadata store has to do, as functions that its tests call with a store that is empty.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::{
    Act, Blob, BlobKind, Change, Completion, Document, DocumentKind, Evaluation, Heartbeat, Job,
    LabelingRound, Mark, MetadataStore, NewSet, RoundOrigin, Run, RunDetails, RunKind, RunQuery, RunQuota,
    RunSort, RunStatus, SetChange, SetContent, SetState, StoreError, Timestamp, Transform,
};

const LEASE: i64 = 1000;
const OWNER: &str = "tfm-1";

fn run(number: usize, details: RunDetails, started_on: i64) -> Run {
    Run::accepted(
        format!("tsk-{number:04}"),
        OWNER.to_owned(),
        details,
        Timestamp(started_on),
    )
}

fn details(number: usize) -> RunDetails {
    match number % 3 {
        0 => RunDetails::Evaluation,
        1 => RunDetails::ImportLabels {
            input: "s3://bucket/a".to_owned(),
            replace: false,
            round: None,
        },
        _ => RunDetails::ExportLabels {
            output: "s3://bucket/b".to_owned(),
        },
    }
}

/// Pages of every filter, sort and direction hold the runs of a plain model, each once and in its order.
pub fn pages_agree_with_a_plain_model(store: &dyn MetadataStore) {
    const FINAL: [RunStatus; 3] = [RunStatus::Succeeded, RunStatus::Failed, RunStatus::Stopped];
    let mut all = Vec::new();
    for number in 0..60 {
        // Several runs share a time.
        let mut run = run(number, details(number), 1000 + (number as i64 / 4));
        run.status = FINAL[number % FINAL.len()];
        store.insert_run(&run, None).expect("a new run");
        all.push(run);
    }
    for (number, owner) in [(60, "tfm-2"), (61, "job:j")] {
        let details = match number {
            60 => details(number),
            _ => RunDetails::Job(Box::default()),
        };
        let mut run = run(number, details, 1005);
        owner.clone_into(&mut run.owner);
        run.status = FINAL[0];
        store.insert_run(&run, None).expect("a new run");
        all.push(run);
    }
    for sort in [RunSort::Started, RunSort::Kind, RunSort::Status] {
        for is_descending in [false, true] {
            for kind in [None, Some(RunKind::Evaluation)] {
                for status in [None, Some(RunStatus::Failed)] {
                    for (after, before) in [(None, None), (Some(1003), Some(1011))] {
                        for owner in [Some(OWNER.to_owned()), None] {
                            let query = RunQuery {
                                owner,
                                kind,
                                status,
                                started_after: after.map(Timestamp),
                                started_before: before.map(Timestamp),
                                sort,
                                is_descending,
                                ..RunQuery::of(OWNER, 7)
                            };
                            assert_eq!(paged(store, &query), modeled(&all, &query), "{query:?}");
                        }
                    }
                }
            }
        }
    }
}

fn paged(store: &dyn MetadataStore, query: &RunQuery) -> Vec<String> {
    let (mut query, mut ids) = (query.clone(), Vec::new());
    loop {
        let page = store.runs(&query).expect("a page");
        ids.extend(page.iter().map(|run| run.id.clone()));
        match page.last().filter(|_| page.len() == query.limit) {
            Some(last) => query.after = Some(query.cursor(last)),
            None => return ids,
        }
    }
}

fn modeled(all: &[Run], query: &RunQuery) -> Vec<String> {
    let mut runs: Vec<&Run> = all
        .iter()
        .filter(|run| match &query.owner {
            Some(owner) => run.owner == *owner,
            None => RunKind::TASKS.contains(&run.kind()),
        })
        .filter(|run| query.kind.is_none_or(|kind| kind == run.kind()))
        .filter(|run| query.status.is_none_or(|status| status == run.status))
        .filter(|run| query.started_after.is_none_or(|time| run.started_on > time))
        .filter(|run| query.started_before.is_none_or(|time| run.started_on < time))
        .collect();
    runs.sort_by(|a, b| {
        let order = match query.sort {
            RunSort::Started => a.started_on.cmp(&b.started_on),
            RunSort::Kind => a.kind().as_str().cmp(b.kind().as_str()),
            RunSort::Status => a.status.as_str().cmp(b.status.as_str()),
        };
        let order = if query.is_descending {
            order.reverse()
        } else {
            order
        };
        order
            .then_with(|| b.started_on.cmp(&a.started_on))
            .then_with(|| a.id.cmp(&b.id))
    });
    runs.into_iter().map(|run| run.id.clone()).collect()
}

/// Of many workers that ask at once, each run goes to one.
pub fn a_run_is_claimed_by_one_worker(store: &dyn MetadataStore) {
    for number in 0..20 {
        store
            .insert_run(&run(number, RunDetails::Evaluation, 1000), None)
            .expect("a new run");
    }
    let claimed = AtomicUsize::new(0);
    thread::scope(|scope| {
        for worker in 0..4 {
            let claimed = &claimed;
            scope.spawn(move || {
                let name = format!("worker-{worker}");
                while let Some(run) = store.claim_run(&name, Timestamp(2000), LEASE).expect("a claim") {
                    assert_eq!(run.status, RunStatus::Running);
                    claimed.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    assert_eq!(claimed.load(Ordering::Relaxed), 20);
}

/// A lease that has run out is another worker's, and the first one can neither extend nor complete it.
pub fn an_expired_lease_is_claimed_by_another_worker(store: &dyn MetadataStore) {
    store
        .insert_run(&run(1, RunDetails::Evaluation, 1000), None)
        .expect("a new run");
    let claim = |worker: &str, now| store.claim_run(worker, Timestamp(now), LEASE).expect("a claim");
    let first = claim("first", 2000).expect("a run waits");
    assert_eq!(claim("second", 2500), None);
    let beat = |worker: &str, now| {
        store
            .extend_lease(&first.id, worker, Timestamp(now), LEASE)
            .expect("a beat")
    };
    assert_eq!(beat("first", 2900), Heartbeat::Held);
    assert_eq!(claim("second", 3100), None);
    assert_eq!(claim("second", 3900).expect("the lease has run out").attempt, 2);
    assert_eq!(beat("first", 3950), Heartbeat::Lost);
    let done = Completion {
        status: Some(RunStatus::Succeeded),
        ..Completion::default()
    };
    let complete = |worker: &str| {
        store
            .complete_run(&first.id, worker, &done, Timestamp(4000))
            .expect("an answer")
    };
    assert!(!complete("first"));
    assert!(complete("second"));
    assert!(!complete("second"));
    let run = store.run(&first.id).expect("an answer").expect("the run");
    assert_eq!(
        (run.status, run.completed_on),
        (RunStatus::Succeeded, Some(Timestamp(4000)))
    );
}

/// A run that is to stop ends at once without a worker, and hears of it with one.
pub fn a_run_is_stopped(store: &dyn MetadataStore) {
    for number in 1..=2 {
        store
            .insert_run(&run(number, RunDetails::Evaluation, 1000), None)
            .expect("a new run");
    }
    let held = store
        .claim_run("worker", Timestamp(2000), LEASE)
        .expect("a claim")
        .expect("a run waits");
    for number in 1..=2 {
        let stopped = store
            .stop_run(&format!("tsk-{number:04}"), Timestamp(2100))
            .expect("an answer")
            .expect("the run");
        assert_eq!(stopped.status, RunStatus::Stopping);
    }
    let beat = store.extend_lease(&held.id, "worker", Timestamp(2200), LEASE);
    assert_eq!(beat.expect("a beat"), Heartbeat::StopRequested);
    assert_eq!(
        store.stop_unleased(Timestamp(2300)).expect("an answer"),
        ["tsk-0002"]
    );
    assert_eq!(
        store.claim_run("other", Timestamp(2300), LEASE).expect("a claim"),
        None
    );
    let run = store.run("tsk-0002").expect("an answer").expect("the run");
    assert_eq!(run.status, RunStatus::Stopped);
    let again = store.stop_run("tsk-0002", Timestamp(2400)).expect("an answer");
    assert_eq!(again.expect("the run").status, RunStatus::Stopped);
}

/// Imports of one transform change what it has learned, so they come one after the other.
pub fn imports_of_one_transform_come_one_by_one(store: &dyn MetadataStore) {
    for number in [1, 4] {
        store
            .insert_run(&run(number, details(number), 1000), None)
            .expect("a new run");
    }
    let claim = |now| store.claim_run("worker", Timestamp(now), LEASE).expect("a claim");
    let first = claim(2000).expect("a run waits");
    assert_eq!(claim(2100), None);
    let done = Completion {
        status: Some(RunStatus::Succeeded),
        ..Completion::default()
    };
    assert!(
        store
            .complete_run(&first.id, "worker", &done, Timestamp(2200))
            .expect("an answer")
    );
    assert!(claim(2300).is_some());
}

/// Runs that are over do not count.
pub fn quotas_count_runs_that_are_under_way(store: &dyn MetadataStore) {
    let quota = RunQuota {
        kinds: &[RunKind::Evaluation],
        per_owner: 2,
        total: 10,
    };
    let insert = |number| store.insert_run(&run(number, RunDetails::Evaluation, 1000), Some(quota));
    insert(1).expect("the first");
    insert(2).expect("the second");
    assert!(matches!(
        insert(3),
        Err(StoreError::LimitReached {
            limit: 2,
            is_of_owner: true
        })
    ));
    store
        .insert_run(&run(4, details(2), 1000), Some(quota))
        .expect_err("the owner's limit is for all kinds that ask");
    store.stop_run("tsk-0001", Timestamp(1100)).expect("an answer");
    store.stop_unleased(Timestamp(1200)).expect("an answer");
    insert(5).expect("one is over");
}

/// Evaluations are kept with the end of their run, and come back as they were, the newest first.
pub fn evaluations_are_kept(store: &dyn MetadataStore) {
    for number in 1..=3 {
        store
            .insert_run(&run(number, RunDetails::Evaluation, 1000), None)
            .expect("a new run");
        let run = store.claim_run("worker", Timestamp(2000), LEASE);
        let completion = Completion {
            status: Some(RunStatus::Succeeded),
            evaluation: Some(Evaluation {
                sets: number as u64,
                judged_scores: vec![(1, 2)],
                ..Evaluation::default()
            }),
            ..Completion::default()
        };
        let id = run.expect("a claim").expect("a run waits").id;
        let at = Timestamp(3000 + number as i64);
        assert!(
            store
                .complete_run(&id, "worker", &completion, at)
                .expect("an answer")
        );
    }
    let found = store.evaluations(OWNER, 2).expect("an answer");
    let told: Vec<_> = found
        .iter()
        .map(|entry| (entry.run.as_str(), entry.time.0, entry.evaluation.sets))
        .collect();
    assert_eq!(told, [("tsk-0003", 3003, 3), ("tsk-0002", 3002, 2)]);
    assert_eq!(found[0].evaluation.judged_scores, [(1, 2)]);
    assert_eq!(store.evaluations("tfm-2", 2).expect("an answer"), []);
    store.delete_transform(OWNER).expect("an answer");
    assert_eq!(store.evaluations(OWNER, 2).expect("an answer"), []);
}

/// Two people never get the same set, nobody overwrites what somebody else has said, and every act is kept.
pub fn sets_go_to_one_person_at_a_time(store: &dyn MetadataStore) {
    let round = labeling_round();
    store.insert_round(&round).expect("a new round");
    store.insert_round(&round).expect_err("its number is taken");
    let change = |number, version, who: &str, act, now| SetChange {
        round: round.id.clone(),
        number,
        version,
        who: who.to_owned(),
        act,
        marks: vec![Mark::Group(1), Mark::Alone],
        time: Timestamp(now),
        millis: 70,
        held_until: Timestamp(now + LEASE),
    };
    for (number, name) in [(1, "first"), (2, "second")] {
        let given = change(0, 0, "maker", Act::Undo, 0);
        assert_eq!(
            store
                .add_judged_set(&round.id, &two_records(name), &given)
                .expect("a set"),
            number
        );
    }
    let claim = |who: &str, now| {
        let set = store
            .claim_set("lr-1", who, Timestamp(now), LEASE)
            .expect("an answer");
        set.map(|set| (set.summary.number, set.content.records[0][0].clone()))
    };
    let first = Some((1, "first".to_owned()));
    // Whoever made a set holds it until its time is over.
    assert_eq!(claim("ann", 500), None);
    assert_eq!(claim("ann", 2000), first);
    assert_eq!(claim("ben", 2000), Some((2, "second".to_owned())));
    assert_eq!((claim("ann", 2100), claim("eve", 2100)), (first.clone(), None));
    let is_refused = |given: SetChange| matches!(store.change_set(&given), Err(StoreError::Conflict { .. }));
    assert!(
        is_refused(change(1, 1, "eve", Act::Judge, 2200)),
        "another person holds it"
    );
    assert!(
        is_refused(change(1, 0, "ann", Act::Judge, 2200)),
        "it is of an old version"
    );
    assert_eq!(
        store
            .change_set(&change(1, 1, "ann", Act::Judge, 2300))
            .expect("hers"),
        2
    );
    assert!(
        is_refused(change(1, 1, "ben", Act::Skip, 2400)),
        "it was judged meanwhile"
    );
    let judged = store.labeling_set("lr-1", 1).expect("an answer").expect("a set");
    assert_eq!(judged.summary.state, SetState::Judged);
    assert_eq!(judged.marks, [Mark::Group(1), Mark::Alone]);
    assert_eq!(
        claim("eve", 4000),
        Some((2, "second".to_owned())),
        "its time is over"
    );
    store
        .change_set(&change(1, 2, "ann", Act::Undo, 4100))
        .expect("hers");
    assert_eq!(claim("ann", 4200), first);
    let acts: Vec<(u32, Act, bool)> = store
        .judgements("lr-1", 2)
        .expect("an answer")
        .iter()
        .map(|act| (act.number, act.act, act.is_current))
        .collect();
    assert_eq!(acts, [(1, Act::Undo, true), (1, Act::Judge, false)]);
    store.release_leases().expect("an answer");
    assert_eq!(
        claim("eve", 4300),
        first,
        "nobody holds a set of a process that is gone"
    );
    let closed = LabelingRound {
        closed_on: Some(Timestamp(5000)),
        ..round.clone()
    };
    store.save_round(&closed).expect("a fresh change");
    assert!(matches!(
        store.save_round(&closed),
        Err(StoreError::Conflict { .. })
    ));
    assert!(
        is_refused(change(1, 3, "eve", Act::Judge, 5100)),
        "the round is closed"
    );
    assert_eq!(claim("eve", 5200), None);
    let undone = store.change_set(&change(1, 3, "eve", Act::Undo, 5300));
    assert_eq!(undone.expect("what was said can still be taken back"), 4);
    store.delete_transform(OWNER).expect("an answer");
    assert_eq!(store.rounds(OWNER, 9).expect("an answer"), []);
    assert_eq!(store.labeling_set("lr-1", 1).expect("an answer"), None);
}

fn labeling_round() -> LabelingRound {
    LabelingRound {
        id: "lr-1".to_owned(),
        transform: OWNER.to_owned(),
        number: 1,
        revision: 0,
        origin: RoundOrigin::Pairs,
        started_on: Timestamp(1),
        closed_on: None,
        import_run: None,
        encrypt_with: Some("default".to_owned()),
    }
}

fn two_records(first: &str) -> NewSet {
    NewSet {
        content: SetContent {
            columns: vec!["id".to_owned()],
            records: vec![vec![first.to_owned()], vec!["b".to_owned()]],
        },
        expected_errors: 0.5,
    }
}

/// A change on top of an old revision is refused, and nothing of its transaction stays.
pub fn a_stale_change_changes_nothing(store: &dyn MetadataStore) {
    let now = Timestamp(1000);
    let document = |name: &str| Document::new("", name, Job::default(), now);
    store.apply(&[document("a").insert()]).expect("a new one");
    let read = || {
        store
            .document(DocumentKind::Job, "", "a")
            .expect("an answer")
            .expect("the document")
    };
    let stale = read();
    store.apply(&[Change::Save(read())]).expect("a fresh change");
    let refused = store.apply(&[document("b").insert(), Change::Save(stale)]);
    assert!(matches!(refused, Err(StoreError::Conflict { .. })));
    assert_eq!(
        store.document(DocumentKind::Job, "", "b").expect("an answer"),
        None
    );
    let taken = store.apply(&[document("a").insert()]);
    assert!(matches!(taken, Err(StoreError::AlreadyExists { .. })));
}

/// Labels, model and status of a transform come with the end of the run, or not at all; a deleted transform leaves nothing.
pub fn a_result_is_stored_as_a_whole(store: &dyn MetadataStore, transform: &Transform) {
    store.insert_transform(transform, 10).expect("a new transform");
    let blob = |body: &str| Blob {
        kind: BlobKind::Labels,
        body: body.as_bytes().to_vec(),
        encrypt_with: None,
    };
    let complete = |number: usize, transform: Transform, body: &str| {
        let mut import = run(number, details(1), 1000);
        import.owner.clone_from(&transform.id);
        store.insert_run(&import, None).expect("a new run");
        store
            .claim_run("worker", Timestamp(2000), LEASE)
            .expect("a claim")
            .expect("a run waits");
        let completion = Completion {
            status: Some(RunStatus::Succeeded),
            transform: Some(transform),
            blobs: vec![blob(body)],
            ..Completion::default()
        };
        store.complete_run(&import.id, "worker", &completion, Timestamp(3000))
    };
    let read = || {
        store
            .transform(&transform.id)
            .expect("an answer")
            .expect("the transform")
    };
    let taught = Transform {
        label_count: 7,
        ..read()
    };
    let stale = taught.clone();
    assert!(complete(1, taught, "first").expect("an answer"));
    assert_eq!(read().label_count, 7);
    let refused = complete(2, stale, "second");
    assert!(matches!(refused, Err(StoreError::Conflict { .. })));
    let labels = || store.blob(&transform.id, BlobKind::Labels).expect("an answer");
    assert_eq!(labels().as_deref(), Some(b"first".as_slice()));
    store.delete_transform(&transform.id).expect("an answer");
    assert_eq!(labels(), None);
    let left = store.runs(&RunQuery::of(&transform.id, 10)).expect("a page");
    assert_eq!(left.iter().map(|run| &run.id).collect::<BTreeSet<_>>().len(), 0);
}

/// What the diagram of runs does not have is refused, and changes nothing.
pub fn a_wrong_move_changes_nothing(store: &dyn MetadataStore) {
    store
        .insert_run(&run(1, RunDetails::Evaluation, 1000), None)
        .expect("a new run");
    let held = store
        .claim_run("worker", Timestamp(2000), LEASE)
        .expect("a claim")
        .expect("a run waits");
    for status in [RunStatus::Starting, RunStatus::Running, RunStatus::Stopping] {
        let no_end = Completion {
            status: Some(status),
            error: Some("no end".to_owned()),
            ..Completion::default()
        };
        let refused = store.complete_run(&held.id, "worker", &no_end, Timestamp(2100));
        assert!(matches!(refused, Err(StoreError::WrongMove { .. })), "{status:?}");
        let stays = store.run(&held.id).expect("an answer").expect("the run");
        assert_eq!(stays, held);
    }
    let beat = store.extend_lease(&held.id, "worker", Timestamp(2200), LEASE);
    assert_eq!(beat.expect("a beat"), Heartbeat::Held);
}

/// A run that is given back waits to be claimed again; one that somebody wants stopped is not tried again.
pub fn a_retry_waits_unless_the_run_is_to_stop(store: &dyn MetadataStore) {
    let retry = Completion {
        error: Some("disk full".to_owned()),
        ..Completion::default()
    };
    for number in 1..=2 {
        store
            .insert_run(&run(number, RunDetails::Evaluation, 1000), None)
            .expect("a new run");
        store
            .claim_run("worker", Timestamp(2000), LEASE)
            .expect("a claim")
            .expect("a run waits");
    }
    store.stop_run("tsk-0002", Timestamp(2100)).expect("an answer");
    for (id, status) in [
        ("tsk-0001", RunStatus::Starting),
        ("tsk-0002", RunStatus::Stopping),
    ] {
        let given_back = store.complete_run(id, "worker", &retry, Timestamp(2200));
        assert!(given_back.expect("an answer"), "{id}");
        assert_eq!(store.run(id).expect("an answer").expect("the run").status, status);
    }
    assert_eq!(
        store.stop_unleased(Timestamp(2300)).expect("an answer"),
        ["tsk-0002"]
    );
    let again = store
        .claim_run("other", Timestamp(9000), LEASE)
        .expect("a claim")
        .expect("the run that waits");
    assert_eq!((again.id.as_str(), again.attempt), ("tsk-0001", 2));
}
