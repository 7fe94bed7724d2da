//! The port of task runs to the objects folder. A write goes to a temporary file, which is then renamed: an object appears
//! complete or not at all. A folder of outputs replaces its predecessor in one step.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use onefold_domain::{ObjectError, ObjectInfo, ObjectUri, Objects, Timestamp, random_hex};
use rustix::fs::{CWD, RenameFlags, renameat_with};

/// Objects in a folder of this machine.
#[derive(Debug, Clone)]
pub struct LocalObjects {
    folder: PathBuf,
    staging: PathBuf,
}

impl LocalObjects {
    /// Objects in `folder`; unfinished output goes to `staging`, which has to be on the same file system.
    pub fn new(folder: &Path, staging: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            staging: staging.to_owned(),
        }
    }

    fn file(&self, uri: &ObjectUri) -> PathBuf {
        // An address holds no part that climbs out of its bucket.
        self.folder
            .join(uri.bucket())
            .join(uri.key().trim_end_matches('/'))
    }

    fn files(&self, uri: &ObjectUri, with_hidden: bool) -> Result<Vec<ObjectInfo>, ObjectError> {
        let bucket = self.folder.join(uri.bucket());
        let path = self.file(uri);
        let failed = |error: io::Error| failed(uri, "read", error);
        if !uri.is_folder() && path.is_file() {
            let metadata = fs::metadata(&path).map_err(failed)?;
            return Ok(vec![ObjectInfo {
                uri: uri.clone(),
                size_bytes: metadata.len(),
                modified_on: modified_on(&metadata),
            }]);
        }
        // A prefix may end within a name; only what lies below it can match.
        let begin = if path.is_dir() {
            path
        } else {
            path.parent().map_or_else(|| bucket.clone(), Path::to_owned)
        };
        let mut found = Vec::new();
        let mut folders = vec![begin];
        while let Some(folder) = folders.pop() {
            let entries = match fs::read_dir(&folder) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                entries => entries.map_err(failed)?,
            };
            for entry in entries {
                let entry = entry.map_err(failed)?;
                let name = entry.file_name().to_string_lossy().into_owned();
                if !with_hidden && name.starts_with(['.', '_']) {
                    continue;
                }
                let kind = entry.file_type().map_err(failed)?;
                if kind.is_dir() {
                    folders.push(entry.path());
                } else if kind.is_file()
                    && let Some(own) = self.uri_of(uri.bucket(), &entry.path())
                    && own.key().starts_with(uri.key())
                {
                    let metadata = entry.metadata().map_err(failed)?;
                    found.push(ObjectInfo {
                        uri: own,
                        size_bytes: metadata.len(),
                        modified_on: modified_on(&metadata),
                    });
                }
            }
        }
        found.sort_by(|a, b| a.uri.cmp(&b.uri));
        Ok(found)
    }

    fn uri_of(&self, bucket: &str, path: &Path) -> Option<ObjectUri> {
        let key = path.strip_prefix(self.folder.join(bucket)).ok()?;
        ObjectUri::parse(&format!("s3://{bucket}/{}", key.to_str()?)).ok()
    }
}

fn modified_on(metadata: &fs::Metadata) -> Option<Timestamp> {
    let since = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs())
        .ok()
        .map(|seconds| Timestamp(seconds * 1_000))
}

impl Objects for LocalObjects {
    fn find(&self, uri: &ObjectUri) -> Result<Vec<ObjectInfo>, ObjectError> {
        self.files(uri, false)
    }

    fn list(&self, prefix: &ObjectUri) -> Result<Vec<ObjectInfo>, ObjectError> {
        self.files(prefix, true)
    }

    fn read(&self, uri: &ObjectUri, limit_bytes: u64) -> Result<Vec<u8>, ObjectError> {
        let file = match fs::File::open(self.file(uri)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(ObjectError::NotFound { uri: uri.to_string() });
            }
            file => file.map_err(|error| failed(uri, "read", error))?,
        };
        let mut content = Vec::new();
        file.take(limit_bytes.saturating_add(1))
            .read_to_end(&mut content)
            .map_err(|error| failed(uri, "read", error))?;
        if content.len() as u64 > limit_bytes {
            return Err(ObjectError::TooLarge {
                uri: uri.to_string(),
                limit_bytes,
            });
        }
        Ok(content)
    }

    fn write(&self, uri: &ObjectUri, content: &[u8]) -> Result<(), ObjectError> {
        let failed = |error: io::Error| failed(uri, "written", error);
        self.check_bucket(uri)?;
        let path = self.file(uri);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(failed)?;
        }
        fs::create_dir_all(&self.staging).map_err(failed)?;
        let beside = self.staging.join(random_hex(16));
        let written = fs::File::create_new(&beside)
            .and_then(|mut file| file.write_all(content).and_then(|()| file.sync_all()))
            .and_then(|()| fs::rename(&beside, &path));
        if written.is_err() {
            // What is left over is of no use, and says nothing more than the error does.
            let _ = fs::remove_file(&beside);
        }
        written.map_err(failed)
    }

    fn make_bucket(&self, bucket: &str) -> Result<(), ObjectError> {
        fs::create_dir_all(self.folder.join(bucket)).map_err(|error| ObjectError::Failed {
            uri: format!("s3://{bucket}"),
            verb: "written",
            source: error.into(),
        })
    }

    fn delete(&self, uri: &ObjectUri) -> Result<(), ObjectError> {
        match fs::remove_file(self.file(uri)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(uri, "written", error)),
            _ => Ok(()),
        }
    }

    fn path(&self, uri: &ObjectUri) -> Result<String, ObjectError> {
        Ok(self.file(uri).display().to_string())
    }

    fn without_paths(&self, text: &str) -> String {
        let text = text.replace(&format!("{}/", self.folder.display()), "s3://");
        without_staging(&self.staging, &text)
    }

    fn staging(&self, attempt: &str) -> Result<String, ObjectError> {
        make_staging(&self.staging, attempt)
    }

    fn discard(&self, staging: &str) -> Result<(), ObjectError> {
        discard_staging(staging)
    }

    fn kept(&self, name: &str) -> Result<String, ObjectError> {
        kept_file(&self.staging, name)
    }

    fn discard_kept(&self, name: &str) -> Result<(), ObjectError> {
        discard_kept(&self.staging, name)
    }

    fn limit_kept(&self, bytes: u64) -> Result<(), ObjectError> {
        limit_kept(&self.staging, bytes)
    }

    fn publish(&self, staging: &str, prefix: &ObjectUri, replaced: &[ObjectUri]) -> Result<(), ObjectError> {
        let failed = |error: io::Error| failed(prefix, "written", error);
        self.check_bucket(prefix)?;
        let staging = Path::new(staging);
        let target = self.file(prefix);
        let there = self.files(&prefix.join(""), true)?;
        let is_replaced_whole = there.iter().all(|object| replaced.contains(&object.uri));
        if prefix.key().is_empty() || !is_replaced_whole {
            let moved = move_files(staging, &target).map_err(failed)?;
            for old in replaced {
                let is_written = moved.iter().any(|name| *old == prefix.join(name));
                if !is_written && let Err(error) = self.delete(old) {
                    // The new output is complete and says what belongs to it.
                    tracing::warn!(%error, "cannot remove a file of an earlier output");
                }
            }
            return Ok(());
        }
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(failed)?;
        }
        if target.is_dir() {
            // Old and new change places, so there is no moment without either; then the old goes.
            renameat_with(CWD, staging, CWD, &target, RenameFlags::EXCHANGE)
                .map_err(|error| failed(error.into()))?;
            // The output is there; what is left of the old one goes when the service starts, at the latest.
            let _ = fs::remove_dir_all(staging);
            Ok(())
        } else {
            fs::rename(staging, &target).map_err(failed)
        }
    }
}

impl LocalObjects {
    fn check_bucket(&self, uri: &ObjectUri) -> Result<(), ObjectError> {
        if self.folder.join(uri.bucket()).is_dir() {
            return Ok(());
        }
        Err(ObjectError::Failed {
            uri: uri.to_string(),
            verb: "written",
            source: format!("bucket {} does not exist; create it first", uri.bucket()).into(),
        })
    }
}

/// Adds files to a folder that holds others, those that say what belongs together (`_...`) last; gives their names.
fn move_files(from: &Path, to: &Path) -> io::Result<Vec<String>> {
    fs::create_dir_all(to)?;
    let mut names: Vec<_> = fs::read_dir(from)?
        .map(|entry| entry.map(|entry| entry.file_name()))
        .collect::<io::Result<_>>()?;
    names.sort_by_key(|name| (name.to_string_lossy().starts_with('_'), name.clone()));
    for name in &names {
        fs::rename(from.join(name), to.join(name))?;
    }
    // The files are where they belong; an empty folder goes when the service starts, at the latest.
    let _ = fs::remove_dir_all(from);
    Ok(names
        .iter()
        .map(|name| name.to_string_lossy().into_owned())
        .collect())
}

/// Makes an empty folder for the unfinished output of an attempt.
pub(crate) fn make_staging(staging: &Path, attempt: &str) -> Result<String, ObjectError> {
    let folder = staging.join(attempt).display().to_string();
    discard_staging(&folder)?;
    fs::create_dir_all(&folder).map_err(|error| unfinished(&folder, error))?;
    Ok(folder)
}

/// Deletes such a folder, if it exists.
pub(crate) fn discard_staging(folder: &str) -> Result<(), ObjectError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(unfinished(folder, error)),
        _ => Ok(()),
    }
}

/// The folder of files that are kept from run to run. It is not that of unfinished output, which is emptied.
fn kept_folder(staging: &Path) -> PathBuf {
    staging.with_file_name("kept")
}

/// Where a file is kept, in a folder that exists.
pub(crate) fn kept_file(staging: &Path, name: &str) -> Result<String, ObjectError> {
    let folder = kept_folder(staging);
    fs::create_dir_all(&folder).map_err(|error| unfinished(&folder.display().to_string(), error))?;
    Ok(folder.join(name).display().to_string())
}

/// Deletes a kept file, if it exists.
pub(crate) fn discard_kept(staging: &Path, name: &str) -> Result<(), ObjectError> {
    let file = kept_folder(staging).join(name);
    match fs::remove_file(&file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(unfinished(&file.display().to_string(), error))
        }
        _ => Ok(()),
    }
}

/// Deletes kept files until the others have so many bytes. Files that are being written are counted and stay.
pub(crate) fn limit_kept(staging: &Path, bytes: u64) -> Result<(), ObjectError> {
    let folder = kept_folder(staging);
    let name = folder.display().to_string();
    let failed = |error: io::Error| unfinished(&name, error);
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(error)),
    };
    let mut files = Vec::new();
    let mut total = 0u64;
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let about = entry.metadata().map_err(failed)?;
        total = total.saturating_add(about.len());
        if !entry.file_name().as_encoded_bytes().starts_with(b".") {
            files.push((about.modified().map_err(failed)?, entry.path(), about.len()));
        }
    }
    files.sort();
    for (_, path, len) in files {
        if total <= bytes {
            break;
        }
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
            _ => total -= len,
        }
    }
    Ok(())
}

/// A text without the names of staging folders: of a file in one, its own name stays.
pub(crate) fn without_staging(staging: &Path, text: &str) -> String {
    let folder = format!("{}/", staging.display());
    let mut parts = text.split(&folder);
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        // What follows is the name of an attempt, then that of a file.
        plain.push_str(part.split_once('/').map_or(part, |(_, file)| file));
    }
    plain
}

fn unfinished(folder: &str, error: io::Error) -> ObjectError {
    ObjectError::Failed {
        uri: folder.to_owned(),
        verb: "written",
        source: error.into(),
    }
}

fn failed(uri: &ObjectUri, verb: &'static str, error: io::Error) -> ObjectError {
    ObjectError::Failed {
        uri: uri.to_string(),
        verb,
        source: error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objects() -> (tempfile::TempDir, LocalObjects) {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("objects/bucket")).unwrap();
        let objects = LocalObjects::new(&dir.path().join("objects"), &dir.path().join("staging"));
        (dir, objects)
    }

    fn uri(text: &str) -> ObjectUri {
        ObjectUri::parse(text).unwrap()
    }

    fn keys(found: &[ObjectInfo]) -> Vec<&str> {
        found.iter().map(|object| object.uri.key()).collect()
    }

    #[test]
    fn a_prefix_finds_what_is_below_it_and_nothing_hidden() {
        let (_dir, objects) = objects();
        for key in ["a/1.csv", "a/b/2.csv", "a/_manifest.json", "ab.csv", "c.csv"] {
            objects.write(&uri(&format!("s3://bucket/{key}")), b"x").unwrap();
        }
        let find = |text: &str| objects.find(&uri(text)).unwrap();
        assert_eq!(keys(&find("s3://bucket/a/")), ["a/1.csv", "a/b/2.csv"]);
        assert_eq!(keys(&find("s3://bucket/a")), ["a/1.csv", "a/b/2.csv"]);
        assert_eq!(keys(&find("s3://bucket/a/1")), ["a/1.csv"]);
        assert_eq!(keys(&find("s3://bucket/ab.csv")), ["ab.csv"]);
        assert_eq!(keys(&find("s3://bucket/none/")), [""; 0]);
        assert_eq!(objects.list(&uri("s3://bucket/a/")).unwrap().len(), 3);
    }

    #[test]
    fn outputs_are_swapped_for_their_predecessor_and_added_beside_others() {
        let (_dir, objects) = objects();
        let prefix = uri("s3://bucket/out/");
        let stage = |run: &str, name: &str| {
            let folder = objects.staging(run).unwrap();
            fs::write(Path::new(&folder).join(name), run).unwrap();
            folder
        };
        objects.publish(&stage("r1", "part-1.csv"), &prefix, &[]).unwrap();
        assert_eq!(keys(&objects.list(&prefix).unwrap()), ["out/part-1.csv"]);

        let old: Vec<ObjectUri> = objects
            .list(&prefix)
            .unwrap()
            .into_iter()
            .map(|o| o.uri)
            .collect();
        objects
            .publish(&stage("r2", "part-2.csv"), &prefix, &old)
            .unwrap();
        assert_eq!(keys(&objects.list(&prefix).unwrap()), ["out/part-2.csv"]);

        objects.publish(&stage("r3", "part-3.csv"), &prefix, &[]).unwrap();
        assert_eq!(
            keys(&objects.list(&prefix).unwrap()),
            ["out/part-2.csv", "out/part-3.csv"]
        );
    }

    #[test]
    fn outputs_in_the_root_of_a_bucket_replace_their_predecessor_too() {
        let (_dir, objects) = objects();
        let root = uri("s3://bucket");
        for (run, name) in [("r1", "part-1.csv"), ("r2", "part-2.csv")] {
            let folder = objects.staging(run).unwrap();
            fs::write(Path::new(&folder).join(name), run).unwrap();
            fs::write(Path::new(&folder).join("_manifest.json"), run).unwrap();
            let old: Vec<ObjectUri> = objects.list(&root).unwrap().into_iter().map(|o| o.uri).collect();
            objects.publish(&folder, &root, &old).unwrap();
        }
        assert_eq!(
            keys(&objects.list(&root).unwrap()),
            ["_manifest.json", "part-2.csv"]
        );
        assert_eq!(
            objects.read(&uri("s3://bucket/_manifest.json"), 10).unwrap(),
            b"r2"
        );
    }

    #[test]
    fn of_kept_files_the_oldest_go_until_the_others_fit() {
        let (_dir, objects) = objects();
        objects.limit_kept(0).unwrap();
        objects.discard_kept("none").unwrap();
        let now = std::time::SystemTime::now();
        let paths: Vec<String> = [("a", 30), ("b", 20), (".c.part", 40), ("d", 10)]
            .into_iter()
            .map(|(name, age)| {
                let path = objects.kept(name).unwrap();
                let file = fs::File::create(&path).unwrap();
                file.set_len(100).unwrap();
                file.set_modified(now - std::time::Duration::from_secs(age))
                    .unwrap();
                path
            })
            .collect();
        let there = || {
            paths
                .iter()
                .map(|path| Path::new(path).exists())
                .collect::<Vec<_>>()
        };
        objects.limit_kept(400).unwrap();
        assert_eq!(there(), [true; 4]);
        objects.limit_kept(250).unwrap();
        assert_eq!(there(), [false, false, true, true], "what is being written stays");
        objects.discard_kept("d").unwrap();
        assert_eq!(there(), [false, false, true, false]);
    }

    #[test]
    fn a_discarded_staging_folder_is_gone_with_its_files() {
        let (dir, objects) = objects();
        let folder = objects.staging("r1").unwrap();
        fs::write(Path::new(&folder).join("part-1.csv"), "x").unwrap();
        objects.discard(&folder).unwrap();
        objects.discard(&folder).unwrap();
        assert_eq!(fs::read_dir(dir.path().join("staging")).unwrap().count(), 0);
    }

    #[test]
    fn what_clients_read_names_addresses_and_no_folder_of_this_machine() {
        let (dir, objects) = objects();
        let path = objects.path(&uri("s3://bucket/a/b.csv")).unwrap();
        let staged = format!("{}/part-0.csv", objects.staging("tsk-1-1").unwrap());
        let text = objects.without_paths(&format!("{path}, line 3: wrong; {staged}: full, and {path} too"));
        assert_eq!(
            text,
            "s3://bucket/a/b.csv, line 3: wrong; part-0.csv: full, and s3://bucket/a/b.csv too"
        );
        assert!(!text.contains(&dir.path().display().to_string()));
    }

    #[test]
    fn nothing_is_written_where_there_is_no_bucket() {
        let (_dir, objects) = objects();
        let error = objects.write(&uri("s3://other/a.csv"), b"x").unwrap_err();
        assert!(
            onefold_domain::chain(&error).contains("bucket other does not exist"),
            "{error}"
        );
    }
}
