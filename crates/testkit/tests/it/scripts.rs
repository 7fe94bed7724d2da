//! Jobs with a script in Python, in this process, with the machine's own interpreter. Without one, the tests are skipped with a
//! message.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use onefold_domain::{
    AccessKeys, GivenRun, LogQuery, MetadataStore, Objects, Run, RunKind, RunStatus, ScriptKeys,
};
use onefold_service::{Error, LogGroup, NewTransform, StopOutcome};
use onefold_tasks::{Runner, ScriptSettings};
use serde_json::json;

use crate::faults::LEASE_MILLIS;
use crate::site::{Site, uri};

const PATIENCE: Duration = Duration::from_secs(30);

/// Prints its own id and that of a process that survives its parent, its session and SIGTERM.
const STUBBORN: &str = r"
import os, signal, subprocess, sys, time
code = '''
import os, signal, sys, time
if os.fork(): os._exit(0)
os.setsid()
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(os.getpid(), flush=True)
time.sleep(120)
'''
print(os.getpid(), flush=True)
subprocess.Popen([sys.executable, '-c', code])
time.sleep(120)
";

/// A script, more arguments, and a part of the reason of its failure.
type Refused<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);

struct Scripts {
    site: Site,
    python: PathBuf,
    keys: Arc<ScriptKeys>,
}

impl Scripts {
    /// `None`, with a message, if there is no interpreter.
    fn new() -> Option<Self> {
        // What is called so can be a program that chooses an interpreter, and sets variables.
        let asked = Command::new("python3")
            .args(["-c", "import sys; print(sys.executable)"])
            .output();
        let Ok(asked) = asked else {
            eprintln!("skipped: there is no python3");
            return None;
        };
        let python = String::from_utf8(asked.stdout).unwrap().trim().into();
        Some(Self {
            site: Site::new(),
            python,
            keys: Arc::default(),
        })
    }

    fn settings(&self) -> ScriptSettings {
        ScriptSettings {
            python: self.python.clone(),
            endpoint: "http://127.0.0.1:1".to_owned(),
            region: "us-east-1".to_owned(),
            keys: Arc::clone(&self.keys),
            allow: vec!["glue:Get*".to_owned()],
            environment: Vec::new(),
            log_bytes: 1 << 20,
        }
    }

    fn runner(&self) -> Runner {
        Runner::start(Arc::clone(&self.site.service), 1, Some(self.settings()))
    }

    /// Makes a job of a script and starts a run of it.
    fn start(&self, script: &str, more: &[(&str, &str)], max_retries: i64) -> String {
        let there = uri("jobs/script.py");
        self.site.objects.write(&there, script.as_bytes()).unwrap();
        self.start_at(&there.to_string(), more, max_retries)
    }

    fn start_at(&self, script: &str, more: &[(&str, &str)], max_retries: i64) -> String {
        let job = serde_json::from_value(json!({
            "Role": "role",
            "Command": { "Name": "glueetl", "ScriptLocation": script },
            "DefaultArguments": { "--shade": "blue", "--size": "1" },
            "NonOverridableArguments": { "--fixed": "yes" },
            "MaxRetries": max_retries,
        }));
        let service = &self.site.service;
        service.delete_job("script").unwrap();
        service
            .create_job("script", job.unwrap(), &BTreeMap::new())
            .unwrap();
        let arguments = more
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let given = GivenRun {
            arguments: Some(arguments.collect()),
            ..GivenRun::default()
        };
        service.start_job_run("script", given).unwrap()
    }

    /// What a run printed.
    fn printed(&self, group: LogGroup, run: &str) -> Vec<String> {
        let query = LogQuery {
            stream: Some(run.to_owned()),
            limit: 10_000,
            ..LogQuery::default()
        };
        let page = self.site.service.log_events(group, &query).unwrap();
        page.events
            .into_iter()
            .map(|event| {
                assert_eq!(event.stream, run);
                event.message
            })
            .collect()
    }

    /// Waits until a run has printed so many ids of processes that still run.
    fn processes(&self, run: &str, count: usize) -> Vec<String> {
        let begin = Instant::now();
        loop {
            let ids = self.printed(LogGroup::OUTPUT, run);
            if ids.len() >= count {
                return ids;
            }
            assert!(begin.elapsed() < PATIENCE, "{ids:?}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn ended(&self, run: &str) -> Run {
        let ended = self.site.wait(run);
        self.site.assert_nothing_unfinished();
        ended
    }
}

fn is_running(id: &str) -> bool {
    let status = std::fs::read_to_string(Path::new("/proc").join(id).join("stat"));
    status.is_ok_and(|text| !text.contains(") Z "))
}

fn assert_all_end(ids: &[String]) {
    let begin = Instant::now();
    while ids.iter().any(|id| is_running(id)) {
        assert!(begin.elapsed() < PATIENCE, "{ids:?} do not end");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_script_gets_its_arguments_and_its_files() {
    let Some(scripts) = Scripts::new() else { return };
    let runner = scripts.runner();
    for (key, text) in [
        ("jobs/helper.py", "WORD = 'helped'\n"),
        ("jobs/words.txt", "from a file\n"),
    ] {
        let objects = &scripts.site.objects;
        objects.write(&uri(key), text.as_bytes()).unwrap();
    }
    let script = "import sys, os, json, helper\nprint(json.dumps(sys.argv[1:]))\nprint(helper.WORD, open('words.txt').read())\n\
                  print(os.path.isdir(sys.argv[sys.argv.index('--TempDir') + 1]))\nprint('to the other', file=sys.stderr)\n";
    let more = [
        ("--size", "2"),
        ("--fixed", "no"),
        ("--extra-py-files", "s3://bucket/jobs/helper.py"),
        ("--extra-files", "s3://bucket/jobs/words.txt"),
        ("--additional-python-modules", "pandas==2"),
    ];
    let run = scripts.start(script, &more, 0);
    let ended = scripts.ended(&run);
    assert_eq!((ended.status, ended.error), (RunStatus::Succeeded, None));
    let output = scripts.printed(LogGroup::OUTPUT, &run);
    let arguments: Vec<String> = serde_json::from_str(&output[0]).unwrap();
    let value = |name: &str| {
        let at = arguments.iter().position(|own| own == name).expect(name);
        arguments[at + 1].as_str()
    };
    assert_eq!(
        (value("--JOB_NAME"), value("--JOB_RUN_ID")),
        ("script", run.as_str())
    );
    assert_eq!(
        [value("--shade"), value("--size"), value("--fixed")],
        ["blue", "2", "yes"]
    );
    assert_eq!(output[1..], ["helped from a file", "", "True"]);
    assert_eq!(scripts.printed(LogGroup::ERROR, &run), ["to the other"]);
    let log = scripts.site.log(&run).join("\n");
    assert!(
        log.contains("--additional-python-modules has no effect: install"),
        "{log}"
    );
    runner.close();
}

#[test]
fn a_script_that_fails_says_why_and_is_tried_again_as_often_as_its_job_says() {
    let Some(scripts) = Scripts::new() else { return };
    let runner = scripts.runner();
    let run = scripts.start("print('once')\nraise ValueError('no column')\n", &[], 2);
    let ended = scripts.ended(&run);
    assert_eq!((ended.status, ended.attempt), (RunStatus::Failed, 3));
    assert_eq!(
        ended.error.as_deref(),
        Some("the script failed: ValueError: no column")
    );
    assert_eq!(scripts.printed(LogGroup::OUTPUT, &run), ["once"; 3]);
    let errors = scripts.printed(LogGroup::ERROR, &run).join("\n");
    let folder = scripts.site.staging().display().to_string();
    assert!(errors.contains("line 2, in <module>"), "{errors}");
    assert!(!errors.contains(&folder), "{errors}");
    runner.close();
}

#[test]
fn a_run_that_cannot_have_a_script_says_why() {
    let Some(scripts) = Scripts::new() else { return };
    let scala = [("--job-language", "scala")];
    let cases: [Refused<'_>; 5] = [
        (" ", &[], "job script has no script; set Command.ScriptLocation"),
        (
            "s3://bucket/a.scala",
            &[],
            "docs/glue-jobs.md shows the same job in Python",
        ),
        (
            "s3://bucket/a",
            &scala,
            "docs/glue-jobs.md shows the same job in Python",
        ),
        ("s3://bucket/none.py", &[], "s3://bucket/none.py does not exist"),
        (
            "file:///etc/passwd",
            &[],
            "is not an address of the form s3://bucket/key",
        ),
    ];
    let runner = scripts.runner();
    for (script, more, expected) in cases {
        let run = scripts.start_at(script, more, 1);
        let ended = scripts.ended(&run);
        assert_eq!((ended.status, ended.attempt), (RunStatus::Failed, 1), "{script}");
        let error = ended.error.unwrap();
        assert!(error.contains(expected), "{error}");
    }
    runner.close();
    let none = Runner::start(Arc::clone(&scripts.site.service), 1, None);
    let run = scripts.start("print('runs')", &[], 1);
    let ended = scripts.ended(&run);
    let error = ended.error.unwrap();
    assert!(
        error.contains("below [jobs] in the configuration file"),
        "{error}"
    );
    assert!(scripts.printed(LogGroup::OUTPUT, &run).is_empty());
    none.close();
}

#[test]
fn a_stopped_script_ends_with_all_that_it_started() {
    let Some(scripts) = Scripts::new() else { return };
    let runner = scripts.runner();
    let run = scripts.start(STUBBORN, &[], 3);
    let ids = scripts.processes(&run, 2);
    assert!(ids.iter().all(|id| is_running(id)), "{ids:?}");
    let stopped = scripts.site.service.stop_job_run("script", &run);
    assert!(matches!(stopped, StopOutcome::Accepted));
    let ended = scripts.ended(&run);
    assert_eq!((ended.status, ended.attempt), (RunStatus::Stopped, 1));
    assert!(!ids.iter().any(|id| is_running(id)), "{ids:?}");
    runner.close();
}

#[test]
fn a_script_that_ends_leaves_no_process_behind() {
    let Some(scripts) = Scripts::new() else { return };
    let runner = scripts.runner();
    let script = format!("{}\n", STUBBORN.trim_end().trim_end_matches("time.sleep(120)"));
    let run = scripts.start(&format!("{script}time.sleep(1)\n"), &[], 0);
    let ended = scripts.ended(&run);
    assert_eq!(ended.status, RunStatus::Succeeded);
    let ids = scripts.printed(LogGroup::OUTPUT, &run);
    assert_eq!(ids.len(), 2);
    assert!(!ids.iter().any(|id| is_running(id)), "{ids:?}");
    runner.close();
}

#[test]
fn a_script_starts_again_when_its_worker_ends_or_loses_the_run() {
    let Some(scripts) = Scripts::new() else { return };
    let first = scripts.runner();
    let run = scripts.start(STUBBORN, &[], 0);
    let ids = scripts.processes(&run, 2);
    first.close();
    assert!(!ids.iter().any(|id| is_running(id)), "{ids:?}");
    scripts.site.store.release_leases().unwrap();
    let second = scripts.runner();
    let more = scripts.processes(&run, 4);
    // Another process takes the run over.
    scripts.site.clock.pass(LEASE_MILLIS);
    let third = Runner::start(scripts.site.other_service(), 1, Some(scripts.settings()));
    assert_all_end(&more[..4]);
    let ids = scripts.processes(&run, 6);
    scripts.site.service.stop_job_run("script", &run);
    assert_eq!(scripts.ended(&run).status, RunStatus::Stopped);
    assert_all_end(&ids);
    second.close();
    third.close();
}

#[test]
fn a_script_has_no_secret_but_a_key_that_ends_with_it() {
    let Some(scripts) = Scripts::new() else { return };
    let runner = scripts.runner();
    let script = "import configparser, os, stat, time\nfile = os.environ['AWS_SHARED_CREDENTIALS_FILE']\n\
                  print(oct(stat.S_IMODE(os.stat(file).st_mode)), oct(stat.S_IMODE(os.stat(os.path.dirname(file)).st_mode)))\n\
                  keys = configparser.ConfigParser()\nkeys.read(file)\nprint(keys['default']['aws_access_key_id'])\n\
                  print(' '.join(sorted(os.environ)))\nprint(any(keys['default']['aws_secret_access_key'] in value for value in os.environ.values()))\n\
                  while not os.path.exists('/nowhere'): time.sleep(0.05)\n";
    let run = scripts.start(script, &[], 0);
    let printed = scripts.processes(&run, 4);
    assert_eq!(printed[0], "0o600 0o700");
    let key = &printed[1];
    assert_eq!(scripts.keys.job_run(key).as_deref(), Some(run.as_str()));
    assert!(scripts.keys.allows(key, "glue:GetTable") && !scripts.keys.allows(key, "glue:DeleteTable"));
    let known = [
        "AWS_CONFIG_FILE",
        "AWS_DEFAULT_REGION",
        "AWS_EC2_METADATA_DISABLED",
        "AWS_ENDPOINT_URL",
        "AWS_REGION",
        "AWS_SHARED_CREDENTIALS_FILE",
        "HOME",
        "JAVA_HOME",
        "LANG",
        "LC_CTYPE",
        "NO_PROXY",
        "PATH",
        "PYSPARK_DRIVER_PYTHON",
        "PYSPARK_PYTHON",
        "PYTHONDONTWRITEBYTECODE",
        "PYTHONPATH",
        "PYTHONUNBUFFERED",
        "SPARK_HOME",
        "SPARK_LOCAL_DIRS",
        "SPARK_LOCAL_IP",
        "TMPDIR",
        "TZ",
        "no_proxy",
    ];
    let unknown: Vec<&str> = printed[2]
        .split(' ')
        .filter(|name| !known.contains(name))
        .collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    assert_eq!(printed[3], "False", "the secret is in the environment");
    scripts.site.service.stop_job_run("script", &run);
    scripts.ended(&run);
    assert_eq!(scripts.keys.secret(key), None);
    runner.close();
}

#[test]
fn a_transform_that_a_script_applies_is_at_work_until_the_script_ends() {
    let Some(scripts) = Scripts::new() else { return };
    let (site, runner) = (&scripts.site, scripts.runner());
    let run = scripts.start("print(1, flush=True)\nimport time\ntime.sleep(120)\n", &[], 0);
    scripts.processes(&run, 1);
    let begun = site
        .service
        .begin_find_matches(&site.transform, Some(&run))
        .unwrap();
    assert_eq!(begun.labels, site.service.stored_labels(&site.transform).unwrap());
    assert_eq!(
        Some(begun.model),
        site.service.stored_model(&site.transform).unwrap()
    );
    let task = begun.task_run.unwrap();
    let shown = site.service.task_run(&site.transform, &task).unwrap();
    assert_eq!(
        (shown.kind(), shown.status),
        (RunKind::FindMatches, RunStatus::Running)
    );
    scripts.site.service.stop_job_run("script", &run);
    assert_eq!(scripts.ended(&run).status, RunStatus::Stopped);
    assert_eq!(site.wait(&task).status, RunStatus::Stopped);
    runner.close();
    // Outside of a job there is no task run, and what has learned nothing cannot be applied.
    let begun = site.service.begin_find_matches(&site.transform, None).unwrap();
    assert_eq!(begun.task_run, None);
    let new = NewTransform {
        name: "new".to_owned(),
        ..Site::new_transform()
    };
    let new = site.service.create_transform(new, None).unwrap();
    let refused = site.service.begin_find_matches(&new, None).err().unwrap();
    assert!(matches!(refused, Error::TransformNotReady(_)), "{refused}");
}
