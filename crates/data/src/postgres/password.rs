//! Passwords of databases: from a file that the caller names, from `PGPASSWORD`, or from a password file of libpq.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::address::Address;
use crate::Error;

/// The password for an address, if there is one.
pub(super) fn find(address: &Address, file: Option<&Path>) -> Result<Option<String>, Error> {
    if let Some(file) = file {
        let text = read(file)?;
        return Ok(Some(text.lines().next().unwrap_or_default().to_owned()));
    }
    if let Ok(password) = env::var("PGPASSWORD")
        && !password.is_empty()
    {
        return Ok(Some(password));
    }
    let given = env::var_os("PGPASSFILE").map(PathBuf::from);
    let own = env::var_os("HOME").map(|home| Path::new(&home).join(".pgpass"));
    let Some(file) = given.or(own).filter(|file| file.is_file()) else {
        return Ok(None);
    };
    Ok(in_file(&read(&file)?, &address.identity()))
}

/// Reads a file that nobody else may read.
fn read(file: &Path) -> Result<String, Error> {
    let name = || file.display().to_string();
    let failed = |source| Error::Read { file: name(), source };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let metadata = fs::metadata(file).map_err(failed)?;
        if metadata.is_file() && metadata.permissions().mode() & 0o077 != 0 {
            return Err(Error::OpenPasswordFile { file: name() });
        }
    }
    fs::read_to_string(file).map_err(failed)
}

/// The password of the first line that fits: `host:port:database:user:password`, where `*` fits everything.
fn in_file(text: &str, identity: &[String; 4]) -> Option<String> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(fields).find_map(|mut fields| {
        let fits = fields.len() > identity.len()
            && identity
                .iter()
                .zip(&fields)
                .all(|(own, field)| field == "*" || field == own);
        fits.then(|| fields.swap_remove(identity.len()))
    })
}

/// The fields of a line; a backslash takes the meaning from a colon or a backslash.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        let last = fields.last_mut().expect("there is always a field");
        match letter {
            '\\' => last.extend(letters.next()),
            ':' => fields.push(String::new()),
            other => last.push(other),
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_that_fits_has_the_password() {
        let file = "# comment\nother:5432:shop:ann:no\nhost:*:shop:ann:se\\:cr\\\\et\n*:*:*:*:any\nshort\n";
        let find = |identity: [&str; 4]| in_file(file, &identity.map(str::to_owned));
        assert_eq!(
            find(["host", "5432", "shop", "ann"]).as_deref(),
            Some("se:cr\\et")
        );
        assert_eq!(find(["host", "5432", "shop", "bob"]).as_deref(), Some("any"));
        assert_eq!(
            in_file("a:1:b:c\n", &["a", "1", "b", "c"].map(str::to_owned)),
            None
        );
    }
}
