//! Jobs with a script in Python: the configured interpreter runs it in a process of its own.
//!
//! ```text
//! service --(pipe: closes with the run or the service)--> keeper.py --> script and what it starts
//!    ^------- standard output and error of the script: lines of two logs --------'
//! ```
//!
//! The script gets a folder that is deleted with the run, an environment without secrets, and an access key that ends with the run.
//! A script that was interrupted because the service ended starts again, as all runs do.

mod capture;
mod child;
mod folder;
mod reason;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use onefold_domain::{JobRunDetails, ScriptKeys};

use self::child::Printed;
use self::folder::RunFolder;
use super::{Failure, Outcome, Task};

/// How scripts of jobs run.
#[derive(Clone)]
pub struct ScriptSettings {
    /// The interpreter.
    pub python: PathBuf,
    /// Where the service answers.
    pub endpoint: String,
    /// The region in requests.
    pub region: String,
    /// Keeps the access keys of scripts.
    pub keys: Arc<ScriptKeys>,
    /// Patterns of the actions that these keys allow.
    pub allow: Vec<String>,
    /// Names of variables that scripts take over from the service's environment.
    pub environment: Vec<String>,
    /// How many bytes of each output of a script are kept.
    pub log_bytes: u64,
}

impl ScriptSettings {
    /// What scripts may do if nothing else is said: read and write tables and objects, apply transforms, and nothing that
    /// deletes what others made or starts other jobs.
    pub const ALLOW: [&str; 18] = [
        "glue:Get*",
        "glue:BatchGet*",
        "glue:List*",
        "glue:SearchTables",
        "glue:CreateTable",
        "glue:UpdateTable",
        "glue:*Partition",
        "s3:Get*",
        "s3:Head*",
        "s3:List*",
        "s3:PutObject",
        "s3:CopyObject",
        "s3:DeleteObject",
        "s3:DeleteObjects",
        "s3:*MultipartUpload",
        "s3:UploadPart*",
        "sts:GetCallerIdentity",
        "onefold:*",
    ];
    /// How many bytes of each output are kept if nothing else is said.
    pub const LOG_BYTES: u64 = 10 * 1024 * 1024;
}

/// Arguments that AWS heeds and this service cannot, with what to do instead.
const WITHOUT_EFFECT: [(&str, &str); 6] = [
    (
        "--additional-python-modules",
        "install these modules into the interpreter that [jobs] python names",
    ),
    (
        "--customer-driver-env-vars",
        "[jobs] environment names variables that scripts take over",
    ),
    (
        "--python-modules-installer-option",
        "modules are installed by whoever runs the service",
    ),
    (
        "--extra-jars",
        "add jars in the script, where it makes its Spark session",
    ),
    ("--user-jars-first", "no jars are added"),
    (
        "--conf",
        "set options of Spark in the script, where it makes its session",
    ),
];

pub(super) fn work(task: &Task<'_>, details: &JobRunDetails) -> Result<Outcome, Failure> {
    let script = script_of(details)?;
    let Some(settings) = task.scripts else {
        return Err(Failure::User(
            "this service runs no scripts; whoever runs it can allow them by naming a Python interpreter: \
             python = \"/path/to/python3\" below [jobs] in the configuration file, or onefold serve --jobs-python"
                .to_owned(),
        ));
    };
    let name = format!("{}-{}-script", task.run.id, task.run.attempt);
    let unfinished = task.service.begin_output(&name)?;
    let folder = RunFolder::make(task, unfinished.folder(), script, &details.arguments)?;
    let key = settings.keys.issue(&task.run.id, &settings.allow);
    folder.write_credentials(&key, &settings.region)?;
    tell_what_has_no_effect(task, details);
    let mut command = Command::new(&settings.python);
    command
        .args(["-I", "-B"])
        .arg(folder.keeper())
        .arg(child::GRACE_SECS.to_string())
        .arg(&settings.python)
        .arg(folder.script())
        .args(arguments(task, details, &folder))
        .current_dir(folder.work())
        .env_clear()
        .envs(folder.environment(settings));
    task.log.line(&format!("script {script} begins"));
    let printed = child::run(task, command, settings)?;
    judge(task, &printed)
}

fn judge(task: &Task<'_>, printed: &Printed) -> Result<Outcome, Failure> {
    if printed.status.success() {
        task.log.line("the script ended with exit code 0");
        return Ok(Outcome::default());
    }
    let reason = reason::reason(printed.status, printed.error.last());
    Err(Failure::Script(reason))
}

/// The address of the script, if it is one in Python.
fn script_of(details: &JobRunDetails) -> Result<&str, Failure> {
    let script = details.script.as_deref().unwrap_or_default().trim();
    if script.is_empty() {
        return Err(Failure::User(format!(
            "job {} has no script; set Command.ScriptLocation to the s3:// address of one",
            details.job
        )));
    }
    let language = details.arguments.get("--job-language").map(String::as_str);
    let is_scala = language.is_some_and(|language| language.trim().eq_ignore_ascii_case("scala"))
        || script.to_ascii_lowercase().ends_with(".scala");
    if is_scala {
        return Err(Failure::User(format!(
            "{script} is a script in Scala, and only scripts in Python run; docs/glue-jobs.md shows the same job in Python"
        )));
    }
    Ok(script)
}

/// What follows the script's name in `sys.argv`.
fn arguments(task: &Task<'_>, details: &JobRunDetails, folder: &RunFolder) -> Vec<OsString> {
    let mut all = details.arguments.clone();
    let own = [
        ("--JOB_ID", details.job.as_str()),
        ("--JOB_RUN_ID", &task.run.id),
        ("--JOB_NAME", &details.job),
    ];
    for (name, _) in own {
        all.remove(name);
    }
    let mut given: Vec<OsString> = own
        .into_iter()
        .flat_map(|(name, value)| [name.into(), value.into()])
        .collect();
    if !all.contains_key("--TempDir") {
        given.extend(["--TempDir".into(), folder.temporary().into()]);
    }
    given.extend(
        all.into_iter()
            .flat_map(|(name, value)| [name.into(), value.into()]),
    );
    given
}

fn tell_what_has_no_effect(task: &Task<'_>, details: &JobRunDetails) {
    for (name, instead) in WITHOUT_EFFECT {
        if details.arguments.contains_key(name) {
            task.log
                .line(&format!("the argument {name} has no effect: {instead}"));
        }
    }
    let bookmark = details.arguments.get("--job-bookmark-option");
    if bookmark.is_some_and(|option| option != "job-bookmark-disable") {
        task.log
            .line("job bookmarks never advance: the script reads all of its input");
    }
}
