//! Addresses of databases: `postgres://user@host:port/database?table=people`, and what libpq's variables add to them.

use std::env;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use percent_encoding::percent_decode_str;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use super::tls::Trust;
use crate::Error;

const SCHEMES: [&str; 2] = ["postgres://", "postgresql://"];
/// Where Debian and others put the socket of a local server.
const SOCKETS: &str = "/var/run/postgresql";
const PORT: u16 = 5432;

/// Whether an input or output is a database rather than a file.
pub(crate) fn is_address(text: &str) -> bool {
    SCHEMES.iter().any(|scheme| text.starts_with(scheme))
}

/// Refuses an address with a password: it would be seen in lists of processes and in the history of the shell.
pub fn check_no_password(text: &str) -> Result<(), Error> {
    let Some(at) = SCHEMES
        .iter()
        .find_map(|scheme| Some(text.find(scheme)? + scheme.len()))
    else {
        return Ok(());
    };
    let rest = &text[at..];
    let has_parameter = rest.split(['?', '&']).any(|part| {
        part.split('=')
            .next()
            .is_some_and(|name| decoded(name) == "password")
    });
    // A password may hold any character, so what comes before the last `@` counts, even if it looks like something else.
    let user = rest.rsplit_once('@').map(|(user, _)| user);
    if has_parameter || user.is_some_and(|user| user.contains(':')) {
        return Err(Error::PasswordInAddress);
    }
    Ok(())
}

/// The name of a table, maybe in a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TableName {
    pub schema: Option<String>,
    pub name: String,
}

impl TableName {
    /// `people`, `sales.people`, or with double quotes around parts that contain a dot.
    pub fn parse(text: &str) -> Self {
        let unquoted = |part: &str| {
            let inner = part.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
            inner.map_or_else(|| part.to_owned(), |inner| inner.replace("\"\"", "\""))
        };
        let mut is_quoted = false;
        let dot = text.char_indices().find_map(|(at, c)| {
            is_quoted ^= c == '"';
            (c == '.' && !is_quoted).then_some(at)
        });
        match dot {
            Some(dot) => Self {
                schema: Some(unquoted(&text[..dot])),
                name: unquoted(&text[dot + 1..]),
            },
            None => Self {
                schema: None,
                name: unquoted(text),
            },
        }
    }

    /// The name inside a statement.
    pub fn quoted(&self) -> String {
        let quoted = |part: &str| format!("\"{}\"", part.replace('"', "\"\""));
        match &self.schema {
            Some(schema) => format!("{}.{}", quoted(schema), quoted(&self.name)),
            None => quoted(&self.name),
        }
    }
}

/// Where a database is, and which of its tables is meant.
#[derive(Clone)]
pub(crate) struct Address {
    /// As given; an address has no password.
    pub shown: String,
    pub table: Option<TableName>,
    pub config: Config,
    pub trust: Trust,
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Address").field(&self.shown).finish()
    }
}

impl Address {
    pub fn parse(text: &str) -> Result<Self, Error> {
        check_no_password(text)?;
        let wrong = |reason: String| Error::BadDatabaseAddress {
            address: text.to_owned(),
            reason,
        };
        let (place, query) = text.split_once('?').unwrap_or((text, ""));
        let mut table = None;
        let mut mode = env::var("PGSSLMODE").ok();
        let mut roots = env::var_os("PGSSLROOTCERT").map(PathBuf::from);
        let mut rest = Vec::new();
        for part in query.split('&').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            match name {
                "table" => table = Some(TableName::parse(&decoded(value))),
                "sslmode" => mode = Some(decoded(value)),
                "sslrootcert" => roots = Some(PathBuf::from(decoded(value))),
                _ => rest.push(part),
            }
        }
        if table.as_ref().is_some_and(|table| table.name.is_empty()) {
            return Err(wrong("the table has no name".to_owned()));
        }
        let plain = if rest.is_empty() {
            place.to_owned()
        } else {
            format!("{place}?{}", rest.join("&"))
        };
        let mut config = Config::from_str(&plain).map_err(|error| wrong(super::chain(&error)))?;
        add_variables(&mut config);
        let (mode, trust) = match mode.as_deref().unwrap_or("prefer") {
            "disable" => (SslMode::Disable, Trust::Anyone),
            "allow" | "prefer" => (SslMode::Prefer, Trust::Anyone),
            "require" => (SslMode::Require, Trust::Anyone),
            "verify-ca" => (SslMode::Require, Trust::Authority(roots)),
            "verify-full" => (SslMode::Require, Trust::Host(roots)),
            other => {
                return Err(wrong(format!(
                    "sslmode is {other:?}; it is disable, prefer, require, verify-ca or verify-full"
                )));
            }
        };
        config.ssl_mode(mode);
        if config.get_application_name().is_none() {
            config.application_name("onefold");
        }
        Ok(Self {
            shown: text.to_owned(),
            table,
            config,
            trust,
        })
    }

    /// Host, port, database and user, as a password file names them.
    pub fn identity(&self) -> [String; 4] {
        let host = match self.config.get_hosts().first() {
            Some(Host::Tcp(name)) => name.clone(),
            // A password file calls the socket of a local server so.
            Some(Host::Unix(_)) | None => "localhost".to_owned(),
        };
        let port = self.config.get_ports().first().copied().unwrap_or(PORT);
        let user = self.config.get_user().unwrap_or_default().to_owned();
        let database = self
            .config
            .get_dbname()
            .map_or_else(|| user.clone(), str::to_owned);
        [host, port.to_string(), database, user]
    }
}

/// What an address leaves open is as libpq's variables say, or as on this machine.
fn add_variables(config: &mut Config) {
    let variable = |name| env::var(name).ok().filter(|value| !value.is_empty());
    if config.get_ports().is_empty() {
        config.port(
            variable("PGPORT")
                .and_then(|port| port.parse().ok())
                .unwrap_or(PORT),
        );
    }
    if config.get_hosts().is_empty() {
        let port = config.get_ports().first().copied().unwrap_or(PORT);
        let has_socket = || Path::new(SOCKETS).join(format!(".s.PGSQL.{port}")).exists();
        match variable("PGHOST") {
            Some(host) => config.host(host),
            None if has_socket() => config.host(SOCKETS),
            None => config.host("localhost"),
        };
    }
    if config.get_user().is_none()
        && let Some(user) = variable("PGUSER").or_else(|| variable("USER"))
    {
        config.user(user);
    }
    if config.get_dbname().is_none()
        && let Some(name) = variable("PGDATABASE")
    {
        config.dbname(name);
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_database_and_a_table() {
        let address =
            Address::parse("postgres://ann@db.example:6543/shop?table=sales.people&sslmode=require").unwrap();
        assert_eq!(address.identity(), ["db.example", "6543", "shop", "ann"]);
        assert_eq!(
            address.table.map(|table| table.quoted()).as_deref(),
            Some("\"sales\".\"people\"")
        );
        let plain = Address::parse("postgresql://ann@localhost/shop?table=My%20People").unwrap();
        assert_eq!(plain.identity()[1], "5432");
        assert_eq!(
            plain.table.map(|table| table.quoted()).as_deref(),
            Some("\"My People\"")
        );
        for (text, quoted) in [
            ("a.b.c", r#""a"."b.c""#),
            (r#""a.b".c"#, r#""a.b"."c""#),
            (r#"say "hi""#, r#""say ""hi""""#),
        ] {
            assert_eq!(TableName::parse(text).quoted(), quoted, "{text}");
        }
        for wrong in [
            "postgres://ann@host:port/shop",
            "postgres://ann@host/shop?table=",
            "postgres://ann@host/shop?sslmode=maybe",
            "postgres://ann@host/shop?colour=blue",
        ] {
            let error = Address::parse(wrong).unwrap_err().to_string();
            assert!(error.contains(wrong), "{error}");
        }
    }

    #[test]
    fn an_address_with_a_password_is_refused_and_not_repeated() {
        for text in [
            "postgres://ann:s3cret@host/shop?table=people",
            "postgresql://ann:s3cret@host",
            "postgres://ann:s3%40cret@host/shop",
            "postgres://ann:s3cret@odd@host/shop",
            "postgres://ann:s3?cr/et#@host/shop",
            "postgres://ann@host/shop?password=s3cret",
            "postgres://ann@host/shop?pass%77ord=s3cret&table=x",
            "--into=postgres://ann:s3cret@host/shop",
        ] {
            let error = check_no_password(text).unwrap_err().to_string();
            assert!(!error.contains("s3") && error.contains("PGPASSWORD"), "{error}");
        }
        for text in [
            "postgres://ann@host:5432/shop",
            "people:1@x.csv",
            "postgres:///shop?table=a:b",
        ] {
            assert!(check_no_password(text).is_ok(), "{text}");
        }
    }
}
