//! Keys from the file in which AWS clients keep them.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::PathBuf;

/// Keys of one profile. No `Debug`, so that no log shows them.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Keys {
    pub id: String,
    pub secret: String,
    /// Of keys that expire.
    pub token: Option<String>,
}

/// The keys of the profile in use, if the environment has none and the file can be read. The file is the one that
/// `AWS_SHARED_CREDENTIALS_FILE` names, or `.aws/credentials` in the home folder.
pub(crate) fn from_file() -> Option<Keys> {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
    if set("AWS_ACCESS_KEY_ID").is_some() {
        return None;
    }
    let file = match set("AWS_SHARED_CREDENTIALS_FILE") {
        Some(file) => PathBuf::from(file),
        None => PathBuf::from(set("HOME")?).join(".aws").join("credentials"),
    };
    let profile = env::var("AWS_PROFILE").unwrap_or_default();
    let profile = if profile.is_empty() { "default" } else { &profile };
    of_profile(&fs::read_to_string(file).ok()?, profile)
}

fn of_profile(text: &str, profile: &str) -> Option<Keys> {
    let mut values: BTreeMap<String, String> = BTreeMap::new();
    let mut is_wanted = false;
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            is_wanted = name.trim() == profile;
        } else if is_wanted
            && !line.starts_with(['#', ';'])
            && let Some((name, value)) = line.split_once('=')
        {
            values.insert(name.trim().to_ascii_lowercase(), value.trim().to_owned());
        }
    }
    Some(Keys {
        id: values.remove("aws_access_key_id")?,
        secret: values.remove("aws_secret_access_key")?,
        token: values.remove("aws_session_token"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# of two accounts\n[default]\naws_access_key_id = AK1\naws_secret_access_key=se=cret\n\n\
                        [ other ]\n; temporary\nAWS_ACCESS_KEY_ID = AK2\naws_secret_access_key = s2\naws_session_token = t2\n\
                        [role]\nrole_arn = arn:aws:iam::1:role/x\n";

    #[test]
    fn keys_are_those_of_the_profile() {
        let found = |profile| of_profile(FILE, profile).map(|keys| (keys.id, keys.secret, keys.token));
        let of = |id: &str, secret: &str, token: Option<&str>| {
            Some((id.to_owned(), secret.to_owned(), token.map(str::to_owned)))
        };
        assert_eq!(found("default"), of("AK1", "se=cret", None));
        assert_eq!(found("other"), of("AK2", "s2", Some("t2")));
        assert_eq!(found("role"), None);
        assert_eq!(found("none"), None);
        assert!(of_profile("no file of keys = at all", "default").is_none());
    }
}
