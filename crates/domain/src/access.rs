//! Who may do what: access keys, and the actions that each allows.

/// Knows access keys. Implementations have no `Debug` that shows a secret.
pub trait AccessKeys: Send + Sync {
    /// The secret of a key.
    fn secret(&self, access_key: &str) -> Option<String>;

    /// Whether the key allows an action such as `glue:GetMLTaskRuns`.
    fn allows(&self, access_key: &str, action: &str) -> bool;
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
    use super::action_matches;

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
