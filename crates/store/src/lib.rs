//! Keeps the service's metadata in `SQLite`: one file, in write-ahead mode, where a committed change survives a crash.
//!
//! [`SqliteStore`] is the [`MetadataStore`](onefold_domain::MetadataStore); `migrations/` holds its schema, version by
//! version, and only goes forward. Labels and models of transforms that ask for it are encrypted ([`Keyring`]) before
//! they get here into the file.

mod keyring;
mod sqlite;

pub use self::keyring::{Keyring, KeyringError};
pub use self::sqlite::SqliteStore;
