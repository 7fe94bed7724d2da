//! The one client for `PostgreSQL`: connections that can be cancelled, errors that say what to do, and the names of tables.
//!
//! Tables travel in the text format of COPY, in both directions: it streams, and every type of the database has a text that
//! the database reads back.

mod address;
pub(crate) mod copy;
mod password;
mod tls;

use std::error::Error as _;
use std::fmt::Write as _;
use std::future::Future;
use std::io::ErrorKind;
use std::path::Path;
use std::pin::pin;
use std::time::Duration;

use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, SimpleQueryMessage};

pub use self::address::check_no_password;
pub(crate) use self::address::{Address, TableName, is_address};
use self::tls::Tls;
use crate::{Error, Watch};

/// How often a statement that takes long is interrupted to ask whether to stop.
const PAUSE: Duration = Duration::from_millis(200);
/// How long a server may take to answer at all.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(30);

/// A connection to a database.
pub(crate) struct Connection {
    runtime: Runtime,
    client: Client,
    /// Ends after the client.
    task: JoinHandle<()>,
    /// The address, for messages.
    shown: String,
}

impl Connection {
    pub fn open(address: &Address, password_file: Option<&Path>) -> Result<Self, Error> {
        let failed = |reason: String| Error::Database {
            database: address.shown.clone(),
            reason,
        };
        let mut config = address.config.clone();
        if let Some(password) = password::find(address, password_file)? {
            config.password(password);
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        let tls = Tls::new(&address.trust, &address.shown)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| failed(error.to_string()))?;
        let (client, task) = runtime.block_on(async {
            let (client, connection) =
                config
                    .connect(tls)
                    .await
                    .map_err(|error| match unanswered(&error) {
                        Some(reason) => Error::UnreachableDatabase {
                            database: address.shown.clone(),
                            reason,
                        },
                        None => failed(in_words(&error)),
                    })?;
            // Whoever waits for an answer hears of a failure.
            let task = tokio::spawn(async move { connection.await.unwrap_or_default() });
            Ok::<_, Error>((client, task))
        })?;
        Ok(Self {
            runtime,
            client,
            task,
            shown: address.shown.clone(),
        })
    }

    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Takes leave of the server, which would note a broken connection otherwise.
    pub fn close(self) {
        let Self {
            runtime,
            client,
            task,
            ..
        } = self;
        drop(client);
        // A server that does not answer is left.
        let _ = runtime.block_on(async { tokio::time::timeout(PAUSE, task).await });
    }

    /// Waits for an answer, or until the caller wants to stop.
    pub fn wait<T>(
        &self,
        watch: Watch<'_>,
        answer: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, Error> {
        self.runtime.block_on(async {
            let mut answer = pin!(answer);
            loop {
                match tokio::time::timeout(PAUSE, &mut answer).await {
                    Ok(answer) => return answer.map_err(|error| self.explain(&error)),
                    Err(_) if (watch.is_cancelled)() => return Err(Error::Cancelled),
                    Err(_) => {}
                }
            }
        })
    }

    /// Runs statements that give nothing.
    pub fn execute(&self, watch: Watch<'_>, statements: &str) -> Result<(), Error> {
        self.wait(watch, self.client.batch_execute(statements))
    }

    /// The rows of a small result, as text.
    pub fn rows(&self, watch: Watch<'_>, query: &str) -> Result<Vec<Vec<Option<String>>>, Error> {
        let messages = self.wait(watch, self.client.simple_query(query))?;
        Ok(messages
            .iter()
            .filter_map(|message| match message {
                SimpleQueryMessage::Row(row) => {
                    let value = |column| row.get(column).map(str::to_owned);
                    Some((0..row.len()).map(value).collect())
                }
                _ => None,
            })
            .collect())
    }

    /// What a relation is (`r` for a table, `v` for a view, ...); `None` if there is none of that name.
    pub fn relation(&self, watch: Watch<'_>, table: &TableName) -> Result<Option<String>, Error> {
        let query = format!(
            "SELECT relkind::text FROM pg_catalog.pg_class WHERE oid = pg_catalog.to_regclass({})",
            literal(&table.quoted())
        );
        let rows = self.rows(watch, &query)?;
        Ok(rows.into_iter().next().and_then(|mut row| row.swap_remove(0)))
    }

    /// All tables and views of people, with their schema unless it is the one that is looked in first.
    pub fn tables(&self, watch: Watch<'_>) -> Result<Vec<String>, Error> {
        let query = "SELECT CASE WHEN pg_catalog.pg_table_is_visible(c.oid) THEN c.relname ELSE n.nspname || '.' || c.relname END \
                     FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
                     WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f') AND NOT c.relispartition \
                     AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_' ORDER BY 1";
        let rows = self.rows(watch, query)?;
        Ok(rows.into_iter().flatten().flatten().collect())
    }

    pub fn explain(&self, error: &tokio_postgres::Error) -> Error {
        Error::Database {
            database: self.shown.clone(),
            reason: in_words(error),
        }
    }
}

/// A text inside a statement.
pub(crate) fn literal(text: &str) -> String {
    let quoted = text.replace('\'', "''");
    if text.contains('\\') {
        format!("E'{}'", quoted.replace('\\', "\\\\"))
    } else {
        format!("'{quoted}'")
    }
}

/// An error with its causes.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let _ = write!(text, ": {error}");
        cause = error.source();
    }
    text
}

/// What the server says of a failure, and what to do.
/// What the network said, if nobody answered at all.
fn unanswered(error: &tokio_postgres::Error) -> Option<String> {
    let network = error.source()?.downcast_ref::<std::io::Error>()?;
    let is_silence = matches!(
        network.kind(),
        ErrorKind::ConnectionRefused
            | ErrorKind::TimedOut
            | ErrorKind::HostUnreachable
            | ErrorKind::NetworkUnreachable
            | ErrorKind::NotFound
    );
    is_silence.then(|| network.to_string())
}

fn in_words(error: &tokio_postgres::Error) -> String {
    let Some(said) = error.as_db_error() else {
        let text = chain(error);
        return if text.contains("password missing") {
            "it asks for a password; put it in PGPASSWORD, in ~/.pgpass, or in a file that --password-file names".to_owned()
        } else if error.source().is_none() && error.is_closed() {
            "the connection was closed".to_owned()
        } else {
            text
        };
    };
    let mut text = said.message().to_owned();
    for more in [said.detail(), said.hint()].into_iter().flatten() {
        let _ = write!(text, "; {}", more.trim_end_matches('.'));
    }
    let advice = match *said.code() {
        SqlState::LOCK_NOT_AVAILABLE => "; somebody else uses the table, try again later",
        SqlState::DEPENDENT_OBJECTS_STILL_EXIST => "; write to another table, or drop these first",
        SqlState::INVALID_PASSWORD => "; check PGPASSWORD, ~/.pgpass or the file that --password-file names",
        _ => "",
    };
    text.push_str(advice);
    text
}
