//! `onefold admin`: access keys, keyring and metadata.

use std::fs;

use anyhow::Context;
use onefold_store::{Keyring, SqliteStore};

use super::config::Config;
use super::keys::{self, KeyPair};
use crate::args::{AdminArgs, AdminCommand, KeyringCommand, KeysCommand};
use crate::command::print;
use crate::failure::Usage;

/// Runs the subcommand.
pub fn run(args: &AdminArgs) -> anyhow::Result<()> {
    let config = Config::resolve(&args.service)?;
    if !config.data_dir.is_dir() {
        return Err(Usage(format!(
            "the data directory {} does not exist; create it with `onefold serve`, or name another with --data-dir",
            config.data_dir.display()
        ))
        .into());
    }
    match &args.command {
        AdminCommand::Keys { command } => manage_keys(&config, command),
        AdminCommand::Keyring { command } => manage_keyring(&config, command),
        AdminCommand::Check => check(&config),
        AdminCommand::Vacuum => Ok(open(&config)?.vacuum()?),
        AdminCommand::Backup { folder } => backup(&config, folder),
    }
}

fn open(config: &Config) -> anyhow::Result<SqliteStore> {
    Ok(SqliteStore::open(
        &config.metadata(),
        Keyring::open(&config.keyring())?,
    )?)
}

fn manage_keys(config: &Config, command: &KeysCommand) -> anyhow::Result<()> {
    let path = config.credentials();
    let mut all = keys::read(&path)?;
    match command {
        KeysCommand::Add { allow } => {
            let key = KeyPair::new(allow.clone());
            let text = format!(
                "access_key={}\nsecret={}\nallow={}\n",
                key.access_key,
                key.secret,
                key.allow.join(" ")
            );
            all.push(key);
            keys::write(&path, all)?;
            print(&text)
        }
        KeysCommand::List => {
            let lines: Vec<String> = all
                .iter()
                .map(|key| format!("{}  {}\n", key.access_key, key.allow.join(" ")))
                .collect();
            print(&lines.concat())
        }
        KeysCommand::Revoke { access_key } => {
            let there = all.len();
            all.retain(|key| key.access_key != *access_key);
            if all.len() == there {
                return Err(Usage(format!(
                    "there is no access key {access_key}; `onefold admin keys list` prints all keys"
                ))
                .into());
            }
            if all.is_empty() {
                return Err(Usage(format!(
                    "{access_key} is the last key, and without a key nobody can use the service; add another one first"
                ))
                .into());
            }
            keys::write(&path, all)
        }
    }
}

fn manage_keyring(config: &Config, command: &KeyringCommand) -> anyhow::Result<()> {
    match command {
        KeyringCommand::List => {
            let lines: Vec<String> = Keyring::open(&config.keyring())?
                .entries()
                .into_iter()
                .map(|(name, generations)| format!("{name}  generation {generations}\n"))
                .collect();
            print(&lines.concat())
        }
        KeyringCommand::Rotate { entry } => {
            let _stopped = super::node::lock_data_dir(&config.data_dir)?;
            let store = open(config)?;
            if !store.keyring().entries().iter().any(|(name, _)| name == entry) {
                return Err(Usage(format!(
                    "the keyring has no entry {entry:?}; `onefold admin keyring list` prints all entries"
                ))
                .into());
            }
            store.keyring().rotate(entry)?;
            let count = store.rewrap_data_keys()?;
            print(&format!(
                "{entry} has a new key; {count} data keys were re-encrypted\n"
            ))
        }
    }
}

fn check(config: &Config) -> anyhow::Result<()> {
    let wrong = open(config)?.check()?;
    if wrong.is_empty() {
        return print("no damage found in the metadata\n");
    }
    anyhow::bail!(
        "the metadata is damaged: {}; restore it from a backup",
        wrong.join("; ")
    )
}

fn backup(config: &Config, folder: &std::path::Path) -> anyhow::Result<()> {
    if folder.exists() {
        return Err(Usage(format!("{} already exists; name a new folder", folder.display())).into());
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    open(config)?.backup(&folder.join("metadata.sqlite"))?;
    for file in [config.keyring(), config.credentials()] {
        if let Some(name) = file.file_name().filter(|_| file.exists()) {
            fs::copy(&file, folder.join(name)).with_context(|| format!("cannot copy {}", file.display()))?;
        }
    }
    print(&format!(
        "metadata, keyring and access keys were copied to {}; copy the objects yourself: they are plain files in {}\n",
        folder.display(),
        config.data_dir.join("objects").display()
    ))
}
