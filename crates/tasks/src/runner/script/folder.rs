//! The private folder of a script: its files, its home, and the file with its access key.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use onefold_domain::{IssuedKey, ObjectUri};

use super::super::{Failure, Task};
use super::ScriptSettings;

/// Starts the script and ends it with what it started.
const KEEPER: &str = include_str!("keeper.py");
/// Where programs are found if the service itself has no PATH.
const PATH: &str = "/usr/local/bin:/usr/bin:/bin";
/// Variables without secrets that Spark needs.
const TAKEN_OVER: [&str; 3] = ["JAVA_HOME", "SPARK_HOME", "TZ"];

/// The folder, with the files of the script in it.
#[derive(Debug)]
pub(super) struct RunFolder {
    root: PathBuf,
    script: PathBuf,
    /// Where Python finds modules.
    modules: Vec<PathBuf>,
}

impl RunFolder {
    /// Fetches the script and the files that the arguments name into an empty folder.
    pub fn make(
        task: &Task<'_>,
        root: &Path,
        script: &str,
        arguments: &BTreeMap<String, String>,
    ) -> Result<Self, Failure> {
        // A relative name would mean another folder for the script.
        let root = std::path::absolute(root).map_err(|error| unwritable(&error))?;
        fs::set_permissions(&root, Permissions::from_mode(0o700)).map_err(|error| unwritable(&error))?;
        let mut folder = Self {
            script: PathBuf::new(),
            modules: Vec::new(),
            root,
        };
        for own in [folder.work(), folder.library(), folder.temporary(), folder.home()] {
            fs::create_dir(own).map_err(|error| unwritable(&error))?;
        }
        fs::write(folder.keeper(), KEEPER).map_err(|error| unwritable(&error))?;
        let listed = |name: &str| {
            let list = arguments.get(name).map(String::as_str).unwrap_or_default();
            let parts = list.split(',').map(str::trim).filter(|part| !part.is_empty());
            parts.map(str::to_owned).collect::<Vec<String>>()
        };
        for file in listed("--extra-files") {
            fetch(task, "--extra-files", &file, &folder.work())?;
        }
        // After them, so that none of them takes its place.
        folder.script = fetch(task, "Command.ScriptLocation", script, &folder.work())?;
        for file in listed("--extra-py-files") {
            let module = fetch(task, "--extra-py-files", &file, &folder.library())?;
            let is_plain = module.extension().is_some_and(|extension| extension == "py");
            folder
                .modules
                .push(if is_plain { folder.library() } else { module });
        }
        Ok(folder)
    }

    /// The folder that the script works in.
    pub fn work(&self) -> PathBuf {
        self.root.join("work")
    }

    pub fn script(&self) -> &Path {
        &self.script
    }

    pub fn keeper(&self) -> PathBuf {
        self.root.join("keeper.py")
    }

    pub fn temporary(&self) -> PathBuf {
        self.root.join("tmp")
    }

    fn library(&self) -> PathBuf {
        self.root.join("modules")
    }

    fn home(&self) -> PathBuf {
        self.root.join("home")
    }

    fn credentials(&self) -> PathBuf {
        self.root.join("credentials")
    }

    fn config(&self) -> PathBuf {
        self.root.join("config")
    }

    /// Writes the access key into a file that only the owner can read, as AWS clients expect it.
    pub fn write_credentials(&self, key: &IssuedKey, region: &str) -> Result<(), Failure> {
        let credentials = format!(
            "[default]\naws_access_key_id = {}\naws_secret_access_key = {}\n",
            key.access_key, key.secret
        );
        // Version 2 of signatures, which boto3 presigns with in one region, is refused.
        let config = format!(
            "[default]\nregion = {region}\ns3 =\n    addressing_style = path\n    signature_version = s3v4\n"
        );
        for (path, text) in [(self.credentials(), credentials), (self.config(), config)] {
            OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(path)
                .and_then(|mut file| file.write_all(text.as_bytes()))
                .map_err(|error| unwritable(&error))?;
        }
        Ok(())
    }

    /// All variables of the script; nothing else of the service's environment is passed on.
    pub fn environment(&self, settings: &ScriptSettings) -> Vec<(OsString, OsString)> {
        let mut variables: Vec<(OsString, OsString)> = TAKEN_OVER
            .into_iter()
            .chain(settings.environment.iter().map(String::as_str))
            .filter_map(|name| Some((name.into(), std::env::var_os(name)?)))
            .collect();
        let python = settings.python.clone().into_os_string();
        let fixed: [(&str, OsString); 19] = [
            ("PATH", search_path(settings)),
            ("HOME", self.home().into()),
            ("LANG", "C.UTF-8".into()),
            ("TMPDIR", self.temporary().into()),
            ("AWS_ENDPOINT_URL", settings.endpoint.clone().into()),
            ("AWS_REGION", settings.region.clone().into()),
            ("AWS_DEFAULT_REGION", settings.region.clone().into()),
            ("AWS_SHARED_CREDENTIALS_FILE", self.credentials().into()),
            ("AWS_CONFIG_FILE", self.config().into()),
            // No other keys than those of the run, from a machine in a cloud either.
            ("AWS_EC2_METADATA_DISABLED", "true".into()),
            ("NO_PROXY", "127.0.0.1,localhost,::1".into()),
            ("no_proxy", "127.0.0.1,localhost,::1".into()),
            // What a script printed before it was stopped is in the log.
            ("PYTHONUNBUFFERED", "1".into()),
            ("PYTHONDONTWRITEBYTECODE", "1".into()),
            ("PYTHONPATH", joined(&self.modules)),
            ("PYSPARK_PYTHON", python.clone()),
            ("PYSPARK_DRIVER_PYTHON", python),
            // Spark looks for its own address by the name of the machine, which need not have one.
            ("SPARK_LOCAL_IP", "127.0.0.1".into()),
            ("SPARK_LOCAL_DIRS", self.temporary().into()),
        ];
        variables.extend(fixed.map(|(name, value)| (name.into(), value)));
        variables
    }
}

/// The programs next to the interpreter come first, as in an activated environment of Python.
fn search_path(settings: &ScriptSettings) -> OsString {
    let own = std::env::var_os("PATH").unwrap_or_else(|| PATH.into());
    let beside = settings.python.parent().filter(|folder| folder.is_absolute());
    let folders = beside.map(Path::to_owned).into_iter();
    joined(&folders.chain(std::env::split_paths(&own)).collect::<Vec<_>>())
}

/// Folders as a variable lists them. One that cannot be in such a list is left out.
fn joined(folders: &[PathBuf]) -> OsString {
    let listable = folders
        .iter()
        .filter(|folder| std::env::join_paths([folder]).is_ok());
    std::env::join_paths(listable).unwrap_or_default()
}

/// Copies an object into a folder under its own name.
fn fetch(task: &Task<'_>, argument: &str, address: &str, folder: &Path) -> Result<PathBuf, Failure> {
    let uri = ObjectUri::parse(address).map_err(|wrong| Failure::User(format!("{argument}: {wrong}")))?;
    let name = uri.key().rsplit('/').next().unwrap_or_default();
    if name.is_empty() {
        return Err(Failure::User(format!(
            "{argument}: {address} names a folder; name one file"
        )));
    }
    let to = folder.join(name);
    let from = task.service.object_path(&uri)?;
    fs::copy(from, &to).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::InvalidInput | io::ErrorKind::IsADirectory => {
            Failure::User(format!("{argument}: {uri} does not exist"))
        }
        _ => Failure::Internal(format!("{argument}: {uri} cannot be copied: {error}")),
    })?;
    // It may be protected against changes where it is kept.
    fs::set_permissions(&to, Permissions::from_mode(0o600)).map_err(|error| unwritable(&error))?;
    Ok(to)
}

fn unwritable(error: &io::Error) -> Failure {
    Failure::Internal(format!("the folder of the script cannot be written: {error}"))
}
