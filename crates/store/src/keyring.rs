//! The keyring: keys that wrap the data keys of transforms, in a separate file that only its owner may read.
//!
//! AES-256-GCM everywhere. A data key is random, encrypts the blobs of one transform, and is stored wrapped by the newest
//! generation of a keyring entry. To rotate an entry adds a generation; data keys are wrapped anew, blobs stay as
//! they are. What is encrypted is bound to its place (owner, kind, version) as associated data.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use aes_gcm::aead::rand_core::RngCore;
use aes_gcm::aead::{Aead, AeadCore, OsRng, Payload};
use aes_gcm::{Aes256Gcm, Key, KeyInit, Nonce};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};

/// Bytes of a nonce of AES-GCM.
const NONCE_BYTES: usize = 12;
const KEY_BYTES: usize = 32;

/// Why something cannot be encrypted or decrypted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyringError {
    /// The file cannot be read or written.
    #[error("cannot use the keyring {path}: {reason}")]
    File {
        /// The file.
        path: String,
        /// Why.
        reason: String,
    },
    /// An entry or one of its generations is gone.
    #[error(
        "the keyring has no entry {entry:?} of generation {generation}; restore the keyring from a backup"
    )]
    UnknownEntry {
        /// The entry.
        entry: String,
        /// Its generation.
        generation: u32,
    },
    /// The bytes were changed, or belong elsewhere.
    #[error("cannot decrypt: the data was changed or belongs to another keyring")]
    Broken,
}

/// Keys that wrap data keys.
pub struct Keyring {
    path: PathBuf,
    file: Mutex<KeyringFile>,
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyring")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

#[derive(Clone, Default, Serialize, Deserialize)]
struct KeyringFile {
    /// Generations of each entry in hexadecimal digits, the newest last.
    entries: BTreeMap<String, Vec<String>>,
}

/// A data key as it is stored.
pub(crate) struct WrappedKey {
    pub entry: String,
    pub generation: u32,
    pub wrapped: Vec<u8>,
}

/// A key that encrypts blobs.
pub(crate) struct DataKey([u8; KEY_BYTES]);

impl Keyring {
    /// Opens the keyring file; one that does not exist is made when the first entry is.
    pub fn open(path: &Path) -> Result<Self, KeyringError> {
        let failed = |reason: String| KeyringError::File {
            path: path.display().to_string(),
            reason,
        };
        let file = match fs::read_to_string(path) {
            Ok(text) => serde_json::from_str(&text).map_err(|error| failed(error.to_string()))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => KeyringFile::default(),
            Err(error) => return Err(failed(error.to_string())),
        };
        Ok(Self {
            path: path.to_owned(),
            file: Mutex::new(file),
        })
    }

    /// Names of the entries and how many generations each has.
    pub fn entries(&self) -> Vec<(String, usize)> {
        let file = self.file.lock();
        file.entries
            .iter()
            .map(|(name, generations)| (name.clone(), generations.len()))
            .collect()
    }

    /// Adds a generation to an entry, or the entry itself.
    pub fn rotate(&self, entry: &str) -> Result<(), KeyringError> {
        let mut file = self.file.lock();
        let mut changed = file.clone();
        let mut key = [0; KEY_BYTES];
        OsRng.fill_bytes(&mut key);
        changed
            .entries
            .entry(entry.to_owned())
            .or_default()
            .push(onefold_domain::hex(&key));
        self.save(&changed)?;
        *file = changed;
        Ok(())
    }

    /// A new data key, and how to store it.
    pub(crate) fn new_data_key(
        &self,
        entry: &str,
        owner: &str,
    ) -> Result<(DataKey, WrappedKey), KeyringError> {
        let is_known = self.file.lock().entries.contains_key(entry);
        if !is_known {
            self.rotate(entry)?;
        }
        let mut key = [0; KEY_BYTES];
        OsRng.fill_bytes(&mut key);
        let key = DataKey(key);
        let wrapped = self.wrap(&key, entry, owner)?;
        Ok((key, wrapped))
    }

    /// Wraps a data key with the newest generation of an entry.
    pub(crate) fn wrap(&self, key: &DataKey, entry: &str, owner: &str) -> Result<WrappedKey, KeyringError> {
        let generations = self.file.lock().entries.get(entry).map_or(0, Vec::len);
        let generation = u32::try_from(generations).unwrap_or(u32::MAX);
        let wrapping = self.key(entry, generation)?;
        Ok(WrappedKey {
            entry: entry.to_owned(),
            generation,
            wrapped: wrapping.encrypt(&key.0, owner.as_bytes())?,
        })
    }

    /// The data key that is stored so.
    pub(crate) fn unwrap(&self, stored: &WrappedKey, owner: &str) -> Result<DataKey, KeyringError> {
        let wrapping = self.key(&stored.entry, stored.generation)?;
        let key = wrapping.decrypt(&stored.wrapped, owner.as_bytes())?;
        key.try_into().map(DataKey).map_err(|_| KeyringError::Broken)
    }

    /// Generations are counted from 1.
    fn key(&self, entry: &str, generation: u32) -> Result<DataKey, KeyringError> {
        let file = self.file.lock();
        let digits = file
            .entries
            .get(entry)
            .and_then(|generations| generations.get((generation as usize).checked_sub(1)?));
        digits
            .and_then(|digits| unhex(digits))
            .map(DataKey)
            .ok_or_else(|| KeyringError::UnknownEntry {
                entry: entry.to_owned(),
                generation,
            })
    }

    fn save(&self, file: &KeyringFile) -> Result<(), KeyringError> {
        let failed = |error: std::io::Error| KeyringError::File {
            path: self.path.display().to_string(),
            reason: error.to_string(),
        };
        let text = serde_json::to_string_pretty(file).expect("text and lists of text are written as JSON");
        let beside = self.path.with_extension("new");
        // A file left over by a crash would keep its mode.
        match fs::remove_file(&beside) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed(error)),
            _ => {}
        }
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut out = options.open(&beside).map_err(failed)?;
        out.write_all(text.as_bytes()).map_err(failed)?;
        out.sync_all().map_err(failed)?;
        fs::rename(&beside, &self.path).map_err(failed)
    }
}

impl DataKey {
    /// Nonce, then the encrypted bytes.
    pub fn encrypt(&self, plain: &[u8], place: &[u8]) -> Result<Vec<u8>, KeyringError> {
        let nonce = Aes256Gcm::generate_nonce(&mut OsRng);
        let sealed = self
            .cipher()
            .encrypt(
                &nonce,
                Payload {
                    msg: plain,
                    aad: place,
                },
            )
            .map_err(|_| KeyringError::Broken)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// What [`DataKey::encrypt`] was given.
    pub fn decrypt(&self, stored: &[u8], place: &[u8]) -> Result<Vec<u8>, KeyringError> {
        let (nonce, sealed) = stored.split_at_checked(NONCE_BYTES).ok_or(KeyringError::Broken)?;
        self.cipher()
            .decrypt(
                Nonce::from_slice(nonce),
                Payload {
                    msg: sealed,
                    aad: place,
                },
            )
            .map_err(|_| KeyringError::Broken)
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new(Key::<Aes256Gcm>::from_slice(&self.0))
    }
}

fn unhex(text: &str) -> Option<[u8; KEY_BYTES]> {
    let digits = text.as_bytes();
    let mut key = [0; KEY_BYTES];
    if digits.len() != 2 * KEY_BYTES {
        return None;
    }
    for (byte, pair) in key.iter_mut().zip(digits.chunks_exact(2)) {
        let nibble = |digit: u8| char::from(digit).to_digit(16).map(|value| value as u8);
        *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_data_key_survives_rotation_and_reopening() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("keyring.json");
        let ring = Keyring::open(&path).unwrap();
        let (key, stored) = ring.new_data_key("default", "tfm-1").unwrap();
        let sealed = key.encrypt(b"labels", b"here").unwrap();
        ring.rotate("default").unwrap();

        let again = Keyring::open(&path).unwrap();
        assert_eq!(again.entries(), [("default".to_owned(), 2)]);
        let key = again.unwrap(&stored, "tfm-1").unwrap();
        assert_eq!(key.decrypt(&sealed, b"here").unwrap(), b"labels");
        assert!(key.decrypt(&sealed, b"there").is_err());
        assert!(again.unwrap(&stored, "tfm-2").is_err());
        assert_eq!(again.wrap(&key, "default", "tfm-1").unwrap().generation, 2);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_the_file() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("keyring.json");
        Keyring::open(&path).unwrap().rotate("a").unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn changed_bytes_are_refused() {
        let key = DataKey([7; KEY_BYTES]);
        let mut sealed = key.encrypt(b"labels", b"").unwrap();
        *sealed.last_mut().unwrap() ^= 1;
        assert!(matches!(key.decrypt(&sealed, b""), Err(KeyringError::Broken)));
        assert!(matches!(key.decrypt(b"short", b""), Err(KeyringError::Broken)));
    }
}
