//! Who may do what: access keys, and the actions that each allows.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::random_hex;

/// Knows access keys. Implementations have no `Debug` that shows a secret.
pub trait AccessKeys: Send + Sync {
    /// The secret of a key.
    fn secret(&self, access_key: &str) -> Option<String>;

    /// Whether the key allows an action such as `glue:GetMLTaskRuns`.
    fn allows(&self, access_key: &str, action: &str) -> bool;

    /// The job run whose script has the key, if it is the key of a script.
    fn job_run(&self, access_key: &str) -> Option<String> {
        let _ = access_key;
        None
    }
}

/// Access keys of scripts. Each is for one attempt at one job run, ends with it, and is stored nowhere.
#[derive(Default)]
pub struct ScriptKeys(Mutex<HashMap<String, ScriptKey>>);

struct ScriptKey {
    secret: String,
    job_run: String,
    /// Patterns of actions.
    allow: Vec<String>,
}

/// A key pair that is valid as long as this value lives.
pub struct IssuedKey {
    keys: Arc<ScriptKeys>,
    /// The name of the key.
    pub access_key: String,
    /// Its secret.
    pub secret: String,
}

impl ScriptKeys {
    /// A new key for the script of a job run.
    pub fn issue(self: &Arc<Self>, job_run: &str, allow: &[String]) -> IssuedKey {
        let (access_key, secret) = (format!("OS{}", random_hex(9).to_uppercase()), random_hex(20));
        let key = ScriptKey {
            secret: secret.clone(),
            job_run: job_run.to_owned(),
            allow: allow.to_vec(),
        };
        self.held().insert(access_key.clone(), key);
        IssuedKey {
            keys: Arc::clone(self),
            access_key,
            secret,
        }
    }

    fn held(&self) -> MutexGuard<'_, HashMap<String, ScriptKey>> {
        // Nothing under the lock can fail halfway.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for IssuedKey {
    fn drop(&mut self) {
        self.keys.held().remove(&self.access_key);
    }
}

impl AccessKeys for ScriptKeys {
    fn secret(&self, access_key: &str) -> Option<String> {
        Some(self.held().get(access_key)?.secret.clone())
    }

    fn allows(&self, access_key: &str, action: &str) -> bool {
        let is_allowed = |key: &ScriptKey| key.allow.iter().any(|pattern| action_matches(pattern, action));
        self.held().get(access_key).is_some_and(is_allowed)
    }

    fn job_run(&self, access_key: &str) -> Option<String> {
        Some(self.held().get(access_key)?.job_run.clone())
    }
}

/// Whether a pattern matches an action: `*` matches any text, and case does not matter.
pub fn action_matches(pattern: &str, action: &str) -> bool {
    let (pattern, action) = (pattern.to_ascii_lowercase(), action.to_ascii_lowercase());
    let mut parts = pattern.split('*');
    let Some(mut rest) = action.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else {
        return rest.is_empty();
    };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_a_script_ends_with_it() {
        let keys = Arc::new(ScriptKeys::default());
        let issued = keys.issue("jr_1", &["glue:Get*".to_owned()]);
        let name = issued.access_key.clone();
        assert_eq!(keys.secret(&name), Some(issued.secret.clone()));
        assert_eq!(keys.job_run(&name).as_deref(), Some("jr_1"));
        assert!(keys.allows(&name, "glue:GetTable") && !keys.allows(&name, "glue:DeleteTable"));
        drop(issued);
        assert_eq!((keys.secret(&name), keys.job_run(&name)), (None, None));
        assert!(!keys.allows(&name, "glue:GetTable"));
    }

    #[test]
    fn patterns_match_as_a_whole() {
        for (pattern, action, expected) in [
            ("*", "glue:GetTags", true),
            ("glue:*", "glue:GetTags", true),
            ("glue:Get*", "glue:GetTags", true),
            ("glue:Get*", "glue:CreateJob", false),
            ("glue:*Tags", "glue:GetTags", true),
            ("glue:*Tags", "glue:GetTagsNow", false),
            ("Glue:get*s", "glue:GetTags", true),
            ("glue:GetTags", "glue:GetTag", false),
            ("", "glue:GetTags", false),
            ("s3:*", "glue:GetTags", false),
        ] {
            assert_eq!(action_matches(pattern, action), expected, "{pattern} {action}");
        }
    }
}
