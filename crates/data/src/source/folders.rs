//! Columns from the names of folders, as Hive and Spark write them: `state=IL/part-0.csv`.

/// Stands for a missing value.
const MISSING: &str = "__HIVE_DEFAULT_PARTITION__";

/// The columns that the folders of a path give, outermost first.
pub(super) fn columns(path: &str) -> Vec<(String, Option<String>)> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut columns: Vec<(String, Option<String>)> = Vec::new();
    for part in folder.split('/') {
        let Some((name, value)) = part.split_once('=') else {
            continue;
        };
        let (name, value) = (unescaped(name), unescaped(value));
        if name.trim().is_empty() || columns.iter().any(|(own, _)| *own == name) {
            continue;
        }
        columns.push((name, Some(value).filter(|value| value != MISSING)));
    }
    columns
}

/// A text whose special characters are written as `%3A`.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, later @ ..] = rest {
        let code = later
            .first_chunk::<2>()
            .filter(|_| *first == b'%')
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &later[2..] } else { later };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_give_columns() {
        for (path, expected) in [
            ("people.csv", ""),
            ("a=b.csv", ""),
            ("data/state=IL/city=/part.csv", "state=IL city="),
            ("s3://bucket/x/day=2024-01-01%2010%3A00/p", "day=2024-01-01 10:00"),
            ("state=__HIVE_DEFAULT_PARTITION__/p", "state"),
            ("=x/a=1/a=2/p", "a=1"),
            ("p=100%/q=%zz/p", "p=100% q=%zz"),
        ] {
            let columns: Vec<String> = columns(path)
                .into_iter()
                .map(|(name, value)| value.map_or(name.clone(), |value| format!("{name}={value}")))
                .collect();
            assert_eq!(columns.join(" "), expected, "{path}");
        }
    }
}
