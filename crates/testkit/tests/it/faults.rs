//! Runs under faults: a store that fails on its n-th call, workers that race, stall or lose their store, a full disk.
//! Whatever happens, a run that failed has left nothing behind, and one that succeeded has left all of it.

use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use onefold_domain::{
    JobRunDetails, MetadataStore, Run, RunDetails, RunStatus, new_job_run_id, task_run_of_job_run,
};
use onefold_service::{Error, StopOutcome, TransformChange};
use onefold_tasks::Runner;

use crate::site::Site;

/// No run makes so many calls.
const MOST_CALLS: usize = 100;
/// More than a worker's lease.
pub const LEASE_MILLIS: i64 = 16_000;

/// Has every call of each store fail once, in a run of its own for each; `start` starts the run with an output of its
/// own, and `check` looks at what there is after its end.
fn fail_every_call(
    site: &Site,
    start: impl Fn(&str, usize) -> Result<String, Error>,
    check: impl Fn(&Run, &str, usize),
) {
    let runner = site.runner(2);
    for of in ["store.", "objects."] {
        let mut ends = [0; 2];
        for at in 1.. {
            assert!(at < MOST_CALLS, "more calls of {of} than a run makes");
            let output = format!("{of}{at}/");
            site.fault.arm(of, at, false);
            let started = start(&output, at);
            let run = started.as_ref().ok().map(|id| site.wait(id));
            let struck = site.fault.disarm();
            match (run, &started) {
                (Some(run), _) => {
                    let error = run.error.clone().unwrap_or_default();
                    assert_eq!(run.status == RunStatus::Failed, !error.is_empty(), "{run:?}");
                    if run.status == RunStatus::Failed {
                        assert!(error.contains("injected fault"), "{error}");
                    } else {
                        assert_eq!(run.status, RunStatus::Succeeded, "{run:?}");
                    }
                    ends[usize::from(run.status == RunStatus::Succeeded)] += 1;
                    check(&run, &output, at);
                }
                (None, Err(error)) => assert!(struck.is_some(), "{error}"),
                (None, Ok(id)) => panic!("{id} was accepted and is gone"),
            }
            site.assert_nothing_unfinished();
            if struck.is_none() {
                break;
            }
        }
        assert!(ends[1] > 0, "no run of {of} succeeded: {ends:?}");
    }
    runner.close();
}

#[test]
fn a_job_whose_stores_fail_publishes_all_or_nothing() {
    let site = Site::new();
    fail_every_call(
        &site,
        |output, _| site.start_job(output, &[]),
        |run, output, _| {
            if run.status == RunStatus::Succeeded {
                site.assert_output(output);
            } else {
                assert_eq!(site.keys(output), [""; 0]);
            }
            let twin = site.store.run(&task_run_of_job_run(&run.id)).unwrap();
            if let Some(twin) = twin {
                assert_eq!(
                    twin.status, run.status,
                    "the run of the transform ends as that of the job"
                );
            }
        },
    );
}

#[test]
fn an_import_whose_stores_fail_leaves_the_old_labels() {
    let site = Site::new();
    let count = || site.service.transform(&site.transform).unwrap().label_count;
    let all = count();
    let before = std::cell::RefCell::new((site.labels(), all));
    let half = std::cell::Cell::new(None);
    fail_every_call(
        &site,
        |_, at| {
            let input = format!("s3://bucket/labels-{}.csv", at % 2);
            site.service.start_import(&site.transform, &input, true)
        },
        |run, _, at| {
            let after = (site.labels(), count());
            if run.status == RunStatus::Failed {
                assert!(*before.borrow() == after, "a failed import changed the labels");
            } else if at % 2 == 1 {
                assert_eq!(after.1, all);
            } else {
                let half = half.get().unwrap_or_else(|| {
                    half.set(Some(after.1));
                    after.1
                });
                assert!(half < all && half > 0, "{half} of {all}");
                assert_eq!(after.1, half);
            }
            before.replace(after);
        },
    );
}

#[test]
fn an_evaluation_whose_stores_fail_is_kept_or_not() {
    let site = Site::new();
    let count = || site.store.evaluations(&site.transform, 1000).unwrap().len();
    let before = std::cell::Cell::new(count());
    fail_every_call(
        &site,
        |_, _| site.service.start_evaluation(&site.transform),
        |run, _, _| {
            let added = usize::from(run.status == RunStatus::Succeeded);
            assert_eq!(count(), before.get() + added);
            before.set(count());
        },
    );
}

#[test]
fn labeling_sets_whose_stores_fail_are_there_or_not() {
    let site = Site::new();
    fail_every_call(
        &site,
        |output, _| {
            let output = format!("s3://bucket/{output}");
            site.service.start_labeling_sets(&site.transform, &output)
        },
        |run, output, _| assert_one_file(&site, run, output),
    );
}

#[test]
fn an_export_whose_stores_fail_is_there_or_not() {
    let site = Site::new();
    fail_every_call(
        &site,
        |output, _| {
            let output = format!("s3://bucket/{output}");
            site.service.start_export(&site.transform, &output)
        },
        |run, output, _| assert_one_file(&site, run, output),
    );
}

fn assert_one_file(site: &Site, run: &Run, output: &str) {
    let keys = site.keys(output);
    let expected = usize::from(run.status == RunStatus::Succeeded);
    assert_eq!(keys.len(), expected, "{run:?}: {keys:?}");
    for key in keys {
        assert!(site.text(&key).starts_with("labeling_set_id,label,id,"), "{key}");
    }
}

/// The end of a run was called FAILED when the store failed just after its output was published.
#[test]
fn a_store_that_fails_after_the_output_is_published_fails_no_run() {
    let site = Site::new();
    let fault = Arc::clone(&site.fault);
    site.objects.hook("objects.published", move || {
        fault.arm("store.", 1, true);
        let fault = Arc::clone(&fault);
        thread::spawn(move || {
            thread::sleep(Duration::from_millis(1_200));
            fault.disarm();
        });
    });
    let runner = site.runner(1);
    let run = site.start_job("out/", &[]).unwrap();
    let run = site.wait(&run);
    assert_eq!((run.status, run.attempt), (RunStatus::Succeeded, 1), "{run:?}");
    site.assert_output("out/");
    runner.close();
}

#[test]
fn a_run_whose_end_cannot_be_stored_is_done_again_when_its_lease_is_over() {
    let site = Site::new();
    let fault = Arc::clone(&site.fault);
    let (published, outputs) = mpsc::channel();
    let is_first = AtomicBool::new(true);
    site.objects.hook("objects.published", move || {
        if is_first.swap(false, Ordering::SeqCst) {
            fault.arm("store.complete_run", 1, true);
        }
        published.send(()).unwrap();
    });
    let runner = site.runner(1);
    let run = site.start_job("out/", &[]).unwrap();
    outputs.recv_timeout(Duration::from_secs(30)).unwrap();
    // Longer than a worker tries.
    thread::sleep(Duration::from_secs(7));
    assert_eq!(site.store.run(&run).unwrap().unwrap().status, RunStatus::Running);
    assert!(site.fault.disarm().is_some());
    site.clock.pass(LEASE_MILLIS);
    let run = site.wait(&run);
    assert_eq!((run.status, run.attempt), (RunStatus::Succeeded, 2), "{run:?}");
    site.assert_output("out/");
    runner.close();
}

/// A process stalls in the middle of a run for longer than its lease, another one does the run, and then the first one
/// wakes up: it must not write over the other's output.
#[test]
fn a_worker_that_stalls_past_its_lease_publishes_nothing() {
    let site = Site::new();
    let (reached, stalled) = mpsc::channel();
    let (open, gate) = mpsc::channel::<()>();
    let gate = std::sync::Mutex::new(gate);
    let is_first = AtomicBool::new(true);
    site.objects.hook("objects.staging", move || {
        if is_first.swap(false, Ordering::SeqCst) {
            reached.send(()).unwrap();
            gate.lock().unwrap().recv().unwrap();
        }
    });
    let published = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&published);
    site.objects.hook("objects.published", move || {
        count.fetch_add(1, Ordering::SeqCst);
    });
    let first = site.runner(1);
    let run = site.start_job("out/", &[]).unwrap();
    stalled.recv_timeout(Duration::from_secs(30)).unwrap();
    // A stalled process extends no lease and claims nothing.
    site.fault.arm("store.", 1, true);
    site.clock.pass(LEASE_MILLIS);
    let second = Runner::start(site.other_service(), 1, None);
    let done = site.wait(&run);
    assert_eq!((done.status, done.attempt), (RunStatus::Succeeded, 2), "{done:?}");
    site.fault.disarm();
    open.send(()).unwrap();
    first.close();
    second.close();
    assert_eq!(
        published.load(Ordering::SeqCst),
        2,
        "pairs and records of one worker; the stalled one published too"
    );
    site.assert_output("out/");
    site.assert_nothing_unfinished();
    assert_eq!(
        site.store.run(&run).unwrap().unwrap(),
        done,
        "an ended run stays as it is"
    );
}

#[test]
fn workers_of_two_processes_do_every_run_once() {
    const RUNS: usize = 24;
    let site = Site::new();
    let runners = [site.runner(4), Runner::start(site.other_service(), 4, None)];
    let runs: Vec<(String, String)> = (0..RUNS)
        .map(|number| {
            let output = format!("out-{number}/");
            let run = site
                .service
                .start_export(&site.transform, &format!("s3://bucket/{output}"));
            (run.unwrap(), output)
        })
        .collect();
    for (run, output) in &runs {
        let ended = site.wait(run);
        assert_eq!((ended.status, ended.attempt), (RunStatus::Succeeded, 1));
        assert_eq!(site.keys(output).len(), 1);
        let log = site.log(run);
        let begun = log
            .iter()
            .filter(|line| line.starts_with("run started: "))
            .count();
        assert_eq!(begun, 1, "{log:?}");
    }
    for runner in runners {
        runner.close();
    }
}

#[test]
fn a_fault_of_the_machine_is_tried_again_as_often_as_the_run_may() {
    let site = Site::new();
    let runner = site.runner(1);
    let change = TransformChange {
        max_retries: Some(1),
        ..TransformChange::default()
    };
    site.service.update_transform(&site.transform, &change).unwrap();
    let export = |output: &str| {
        let run = site
            .service
            .start_export(&site.transform, &format!("s3://bucket/{output}"));
        site.wait(&run.unwrap())
    };

    site.fault.arm("objects.write", 1, false);
    let run = export("once/");
    assert_eq!((run.status, run.attempt), (RunStatus::Succeeded, 2), "{run:?}");
    assert_eq!(site.keys("once/").len(), 1);

    site.fault.arm("objects.write", 1, true);
    let run = export("always/");
    assert_eq!((run.status, run.attempt), (RunStatus::Failed, 2), "{run:?}");
    assert!(run.error.unwrap().contains("injected fault in objects.write"));
    assert_eq!(site.keys("always/"), [""; 0]);
    runner.close();
}

#[test]
fn output_that_is_added_to_can_be_replaced_later() {
    let site = Site::new();
    let runner = site.runner(1);
    let add = [("--output-mode", "append")];
    for (number, more) in [&[][..], &add, &add].into_iter().enumerate() {
        let run = site.start_job("out/", more).unwrap();
        assert_eq!(site.wait(&run).status, RunStatus::Succeeded);
        assert_eq!(
            site.keys("out/").len(),
            number + 2,
            "a manifest and a part for each run"
        );
    }
    let run = site.wait(&site.start_job("out/", &[]).unwrap());
    assert_eq!(run.status, RunStatus::Succeeded, "{run:?}");
    site.assert_output("out/");
    runner.close();
}

#[test]
fn a_full_disk_fails_the_run_and_leaves_nothing() {
    let site = Site::new();
    let staging = site.staging();
    std::fs::create_dir_all(&staging).unwrap();
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=8k", "tmpfs"])
        .arg(&staging)
        .status();
    if !mounted.is_ok_and(|status| status.success()) {
        eprintln!("skipped: no small file system can be mounted here");
        return;
    }
    let runner = site.runner(1);
    let run = site.wait(&site.start_job("out/", &[]).unwrap());
    runner.close();
    let left = std::fs::read_dir(&staging).unwrap().count();
    let unmounted = Command::new("umount").arg(&staging).status().unwrap();
    assert!(unmounted.success());
    assert_eq!(run.status, RunStatus::Failed);
    assert!(run.error.as_deref().unwrap().contains("disk is full"), "{run:?}");
    assert_eq!(left, 0, "unfinished output is left on the full disk");
    assert_eq!(site.keys("out/"), [""; 0]);
}

/// A run that takes longer than its timeout is stopped, and leaves nothing.
#[test]
fn a_run_beyond_its_timeout_is_stopped() {
    let site = Site::new();
    let arguments = [
        ("--transform-id", site.transform.as_str()),
        ("--output-path", "s3://bucket/out/"),
    ];
    let details = RunDetails::Job(Box::new(JobRunDetails {
        job: "match".to_owned(),
        command: "findmatches".to_owned(),
        script: None,
        arguments: arguments
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
        given: onefold_domain::GivenRun::default(),
        takes_unlabeled: false,
        made_with: None,
    }));
    let id = new_job_run_id();
    let mut run = Run::accepted(
        id.clone(),
        RunDetails::job_owner("match"),
        details,
        site.service.now(),
    );
    run.timeout_millis = Some(100);
    site.store.insert_run(&run, None).unwrap();
    // Longer than the timeout and the time between two looks at it.
    site.objects
        .hook("objects.staging", || thread::sleep(Duration::from_millis(1_500)));
    let runner = site.runner(1);
    let run = site.wait(&id);
    assert_eq!(run.status, RunStatus::Timeout, "{run:?}");
    assert!(run.error.unwrap().contains("longer than its timeout"));
    assert_eq!(site.keys("out/"), [""; 0]);
    site.assert_nothing_unfinished();
    runner.close();
}

/// A run is stopped while it works: within two seconds, and without output.
#[test]
fn a_run_is_stopped_within_two_seconds() {
    let site = Site::new();
    let (reached, at_work) = mpsc::channel();
    site.objects.hook("objects.staging", move || {
        reached.send(()).unwrap();
        thread::sleep(Duration::from_millis(700));
    });
    let runner = site.runner(1);
    let run = site.start_job("out/", &[]).unwrap();
    at_work.recv_timeout(Duration::from_secs(30)).unwrap();
    let asked = Instant::now();
    let stopped = site.service.stop_job_run("match", &run);
    assert!(matches!(stopped, StopOutcome::Accepted));
    let stopping = site.store.run(&run).unwrap().unwrap();
    assert_eq!(stopping.status, RunStatus::Stopping);
    let ended = site.wait(&run);
    assert_eq!(ended.status, RunStatus::Stopped, "{ended:?}");
    assert!(asked.elapsed() < Duration::from_secs(2), "{:?}", asked.elapsed());
    assert_eq!(site.keys("out/"), [""; 0]);
    site.assert_nothing_unfinished();
    runner.close();
}
