//! Configuration, resolved once: flags override environment variables, which override the file.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::Context;
use onefold_objects::RemoteSettings;
use onefold_service::Limits;
use onefold_tasks::{Memory, ScriptSettings};
use serde::Deserialize;

use crate::args::{ServiceArgs, size_bytes};
use crate::failure::Usage;

const DATA_DIR: &str = "onefold-data";
const LISTEN: &str = "127.0.0.1:4510";
const ACCOUNT: &str = "000000000000";
const REGION: &str = "us-east-1";
const WORKERS: usize = 2;

/// All settings of the service.
#[derive(Clone)]
pub struct Config {
    pub data_dir: PathBuf,
    pub listen: SocketAddr,
    pub account: String,
    pub region: String,
    pub workers: usize,
    /// Of all runs together.
    pub memory: Memory,
    pub limits: Limits,
    /// The object store to use instead of the data directory.
    pub objects: Option<RemoteSettings>,
    /// Host names for the console besides those of this machine.
    pub hosts: Vec<String>,
    pub console: onefold_console::Settings,
    /// The file with the token of the console, if it stays the same.
    pub console_token_file: Option<PathBuf>,
    /// How scripts of jobs run, if they may.
    pub jobs: Option<JobsConfig>,
}

/// How scripts of jobs run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobsConfig {
    /// The interpreter.
    pub python: PathBuf,
    /// Patterns of the actions that scripts may do.
    pub allow: Vec<String>,
    /// Names of variables that scripts take over from the service's environment.
    pub environment: Vec<String>,
    /// How many bytes of each output of a script are kept.
    pub log_bytes: u64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    data_dir: Option<PathBuf>,
    listen: Option<SocketAddr>,
    allow_remote: Option<bool>,
    account: Option<String>,
    region: Option<String>,
    workers: Option<usize>,
    memory: Option<String>,
    temp_dir: Option<PathBuf>,
    #[serde(default)]
    limits: LimitsFile,
    #[serde(default)]
    console: ConsoleFile,
    #[serde(default)]
    jobs: JobsFile,
    objects: Option<ObjectsFile>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct JobsFile {
    python: Option<PathBuf>,
    allow: Option<Vec<String>>,
    environment: Option<Vec<String>>,
    log_bytes: Option<u64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ObjectsFile {
    endpoint: Option<String>,
    region: Option<String>,
    access_key_id: Option<String>,
    secret_access_key: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConsoleFile {
    hosts: Option<Vec<String>>,
    upload_bytes: Option<u64>,
    token_file: Option<PathBuf>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitsFile {
    transforms: Option<usize>,
    runs_per_transform: Option<usize>,
    runs: Option<usize>,
    label_file_bytes: Option<u64>,
    columns: Option<usize>,
    tags: Option<usize>,
    jobs: Option<usize>,
    index_bytes: Option<u64>,
    page: Option<usize>,
}

impl Config {
    /// Combines the flags, which already include the environment, with the file.
    pub fn resolve(args: &ServiceArgs) -> anyhow::Result<Self> {
        let file = match &args.config {
            Some(path) => read(path)?,
            None => File::default(),
        };
        let default = Limits::default();
        let limits = file.limits;
        let listen = args
            .listen
            .or(file.listen)
            .unwrap_or_else(|| LISTEN.parse().expect("the default address is valid"));
        let is_remote_allowed = args.allow_remote || file.allow_remote == Some(true);
        if !listen.ip().is_loopback() && !is_remote_allowed {
            return Err(Usage(format!(
                "other machines can reach {listen}; add --allow-remote if intended, behind a TLS proxy"
            ))
            .into());
        }
        let account = args
            .account
            .clone()
            .or(file.account)
            .unwrap_or_else(|| ACCOUNT.to_owned());
        if account.len() != 12 || !account.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Usage(format!("the account {account:?} is not valid; use twelve digits")).into());
        }
        let region = args
            .region
            .clone()
            .or(file.region)
            .unwrap_or_else(|| REGION.to_owned());
        let objects = file.objects.map(|objects| remote(objects, &region)).transpose()?;
        let jobs = jobs(args.jobs_python.clone(), file.jobs)?;
        let of_file = file.memory.as_deref().map(size_bytes).transpose();
        let of_file = of_file.map_err(|wrong| Usage(format!("memory: {wrong}")))?;
        let machine = Memory::of_machine();
        let memory = Memory {
            budget_bytes: args.memory.or(of_file).or(machine.budget_bytes),
            folder: args.temp_dir.clone().or(file.temp_dir),
        };
        Ok(Self {
            data_dir: args
                .data_dir
                .clone()
                .or(file.data_dir)
                .unwrap_or_else(|| DATA_DIR.into()),
            listen,
            account,
            region,
            objects,
            jobs,
            workers: args.workers.or(file.workers).unwrap_or(WORKERS),
            memory,
            limits: Limits {
                transforms: limits.transforms.unwrap_or(default.transforms),
                runs_per_transform: limits.runs_per_transform.unwrap_or(default.runs_per_transform),
                runs: limits.runs.unwrap_or(default.runs),
                label_file_bytes: limits.label_file_bytes.unwrap_or(default.label_file_bytes),
                columns: limits.columns.unwrap_or(default.columns),
                tags: limits.tags.unwrap_or(default.tags),
                jobs: limits.jobs.unwrap_or(default.jobs),
                index_bytes: limits.index_bytes.unwrap_or(default.index_bytes),
                page: limits.page.unwrap_or(default.page),
            },
            hosts: file.console.hosts.unwrap_or_default(),
            console_token_file: args.console_token_file.clone().or(file.console.token_file),
            console: onefold_console::Settings {
                upload_bytes: file
                    .console
                    .upload_bytes
                    .unwrap_or(onefold_console::Settings::default().upload_bytes),
            },
        })
    }

    pub fn credentials(&self) -> PathBuf {
        self.data_dir.join("credentials.toml")
    }

    pub fn metadata(&self) -> PathBuf {
        self.data_dir.join("metadata.sqlite")
    }

    pub fn keyring(&self) -> PathBuf {
        self.data_dir.join("keyring.json")
    }

    /// The address for a browser: `0.0.0.0` means all addresses, so it becomes `localhost`.
    pub fn name_of(&self, address: SocketAddr) -> String {
        match self.hosts.first() {
            Some(host) => format!("{host}:{}", address.port()),
            None if address.ip().is_unspecified() => format!("localhost:{}", address.port()),
            None => address.to_string(),
        }
    }

    /// The file in which a running service leaves its address for other commands.
    pub fn endpoint(&self) -> PathBuf {
        self.data_dir.join("endpoint")
    }
}

/// Settings of scripts; without an interpreter, none runs.
fn jobs(flag: Option<PathBuf>, file: JobsFile) -> anyhow::Result<Option<JobsConfig>> {
    let Some(python) = flag.or(file.python) else {
        return Ok(None);
    };
    if !python.is_absolute() || !python.is_file() {
        return Err(Usage(format!(
            "[jobs] python: {} is not the full path of a Python interpreter; `which python3` prints one",
            python.display()
        ))
        .into());
    }
    let defaults = || ScriptSettings::ALLOW.map(str::to_owned).into();
    Ok(Some(JobsConfig {
        python,
        allow: file.allow.unwrap_or_else(defaults),
        environment: file.environment.unwrap_or_default(),
        log_bytes: file.log_bytes.unwrap_or(ScriptSettings::LOG_BYTES),
    }))
}

/// Settings of another object store; an access key needs its secret.
fn remote(file: ObjectsFile, region: &str) -> anyhow::Result<RemoteSettings> {
    let keys = match (file.access_key_id, file.secret_access_key) {
        (Some(id), Some(secret)) => Some((id, secret)),
        (None, None) => None,
        _ => {
            return Err(Usage(
                "[objects]: set both access_key_id and secret_access_key, or neither".to_owned(),
            )
            .into());
        }
    };
    if let Some(endpoint) = &file.endpoint
        && !endpoint.starts_with("http://")
        && !endpoint.starts_with("https://")
    {
        return Err(Usage(format!(
            "[objects]: the endpoint {endpoint:?} must begin with http:// or https://"
        ))
        .into());
    }
    Ok(RemoteSettings {
        endpoint: file.endpoint,
        region: file.region.unwrap_or_else(|| region.to_owned()),
        keys,
    })
}

fn read(path: &Path) -> anyhow::Result<File> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    toml::from_str(&text).map_err(|error| {
        let wrong = error.message().replace('\n', " ");
        let line = error.span().map_or(1, |span| {
            text[..span.start.min(text.len())].matches('\n').count() + 1
        });
        Usage(format!("{}, line {line}: {wrong}", path.display())).into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(text: &str, args: &ServiceArgs) -> anyhow::Result<Config> {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("onefold.toml");
        fs::write(&path, text).expect("a file");
        Config::resolve(&ServiceArgs {
            config: Some(path),
            ..args.clone()
        })
    }

    #[test]
    fn flags_count_over_the_file_and_the_file_over_defaults() {
        let args = ServiceArgs {
            region: Some("eu-west-1".to_owned()),
            ..ServiceArgs::default()
        };
        let text = "region = \"us-west-2\"\nworkers = 7\nmemory = \"6GiB\"\n[limits]\nruns = 5\n";
        let config = resolve(text, &args).expect("it resolves");
        assert_eq!((config.region.as_str(), config.workers), ("eu-west-1", 7));
        assert_eq!(config.memory.budget_bytes, Some(6 << 30));
        assert_eq!((config.limits.runs, config.limits.transforms), (5, 100));
        assert_eq!(config.listen.to_string(), LISTEN);
    }

    #[test]
    fn objects_elsewhere_have_a_key_with_its_secret() {
        let none = resolve("", &ServiceArgs::default()).expect("it resolves");
        assert!(none.objects.is_none());
        let text =
            "region = \"eu-west-1\"\n[objects]\nendpoint = \"http://127.0.0.1:9\"\naccess_key_id = \"a\"\n";
        let error = resolve(text, &ServiceArgs::default()).err().expect("no secret");
        assert!(error.to_string().contains("set both"), "{error}");
        let whole = format!("{text}secret_access_key = \"b\"\n");
        let config = resolve(&whole, &ServiceArgs::default()).expect("it resolves");
        let objects = config.objects.expect("objects elsewhere");
        assert_eq!(objects.region, "eu-west-1");
        assert_eq!(objects.keys, Some(("a".to_owned(), "b".to_owned())));
        let wrong = "[objects]\nendpoint = \"s3.example.com\"\n";
        let error = resolve(wrong, &ServiceArgs::default()).err().expect("no address");
        assert!(error.to_string().contains("http://"), "{error}");
    }

    #[test]
    fn scripts_run_only_with_an_interpreter() {
        let none = resolve("[jobs]\nlog_bytes = 5\n", &ServiceArgs::default()).expect("it resolves");
        assert_eq!(none.jobs, None);
        let text = "[jobs]\npython = \"/bin/sh\"\nallow = [\"glue:Get*\"]\nenvironment = [\"HTTPS_PROXY\"]\n";
        let jobs = resolve(text, &ServiceArgs::default()).expect("it resolves").jobs;
        let jobs = jobs.expect("an interpreter");
        assert_eq!(jobs.python, Path::new("/bin/sh"));
        assert_eq!((jobs.allow.len(), jobs.environment.len()), (1, 1));
        assert_eq!(jobs.log_bytes, ScriptSettings::LOG_BYTES);
        for wrong in ["python3", "/no/such/python3", "/tmp"] {
            let args = ServiceArgs {
                jobs_python: Some(wrong.into()),
                ..ServiceArgs::default()
            };
            let error = resolve(text, &args).err().expect(wrong);
            assert!(error.to_string().contains(wrong), "{error}");
        }
    }

    #[test]
    fn the_console_has_a_name_that_browsers_reach() {
        let any = SocketAddr::from(([0, 0, 0, 0], 4510));
        let name = |text| {
            let config = resolve(text, &ServiceArgs::default()).expect("it resolves");
            config.name_of(any)
        };
        assert_eq!(name(""), "localhost:4510");
        assert_eq!(
            name("[console]\nhosts = [\"match.example.com\"]\n"),
            "match.example.com:4510"
        );
    }

    #[test]
    fn unknown_keys_and_open_addresses_are_refused() {
        let error = resolve("workers = 1\nworkerz = 2\n", &ServiceArgs::default())
            .err()
            .expect("unknown");
        assert!(
            error.to_string().contains("line 2: unknown field `workerz`"),
            "{error}"
        );
        let error = resolve("listen = \"0.0.0.0:1\"\n", &ServiceArgs::default())
            .err()
            .expect("open");
        assert!(error.to_string().contains("--allow-remote"), "{error}");
    }
}
