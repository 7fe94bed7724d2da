//! Access to the console: the token printed at startup, and the sessions that it opens.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use onefold_domain::random_hex;
use parking_lot::Mutex;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Lifetime of a session.
const SESSION: Duration = Duration::from_hours(12);
/// Beyond this number a new session replaces the oldest.
const MOST_SESSIONS: usize = 1000;
/// After this many wrong tokens within [`ENTRY_WINDOW`], nobody can sign in until it is over.
const MOST_WRONG_ENTRIES: usize = 10;
const ENTRY_WINDOW: Duration = Duration::from_mins(1);

/// Signs people in and recognizes their sessions.
pub struct Access {
    token: String,
    hosts: Vec<String>,
    cookie: String,
    home: String,
    sessions: Mutex<HashMap<String, Arc<Session>>>,
    wrong_entries: Mutex<VecDeque<Instant>>,
}

/// One person's browser.
pub struct Session {
    csrf: String,
    person: String,
    begun: Instant,
    flash: Mutex<Option<String>>,
}

/// Result of an attempt to sign in.
#[derive(Debug, PartialEq, Eq)]
pub enum Entry {
    /// The id of a new session.
    Open(String),
    /// The token is not the right one.
    WrongToken,
    /// Too many tokens were wrong; try again after this many seconds.
    Wait(u64),
}

impl Access {
    /// Access with this token, under these host names (without port). Names of the machine itself are always accepted.
    pub fn new(token: &str, hosts: &[String]) -> Self {
        let own = ["localhost", "127.0.0.1", "[::1]"];
        let name = Sha256::digest(format!("cookie of {token}"));
        Self {
            token: token.to_owned(),
            hosts: own
                .iter()
                .map(|&host| host.to_owned())
                .chain(hosts.iter().map(|host| host.to_ascii_lowercase()))
                .collect(),
            // Cookies ignore the port, and two services on one machine must not sign each other out.
            cookie: format!("onefold_{}", onefold_domain::hex(&name[..4])),
            home: "/console".to_owned(),
            sessions: Mutex::default(),
            wrong_entries: Mutex::default(),
        }
    }

    /// Sets the page to show after signing in.
    #[must_use]
    pub fn with_home(mut self, address: String) -> Self {
        self.home = address;
        self
    }

    /// The page to show after signing in.
    pub(crate) fn home(&self) -> &str {
        &self.home
    }

    /// A random token.
    pub fn new_token() -> String {
        random_hex(20)
    }

    /// The link that signs a person in; it is printed in the terminal.
    pub fn link(&self, address: &str) -> String {
        format!("http://{address}/console/enter?token={}", self.token)
    }

    /// Name of the session's cookie.
    pub(crate) fn cookie(&self) -> &str {
        &self.cookie
    }

    /// Whether the console answers under this `Host`. Refusing others protects against DNS rebinding.
    pub(crate) fn knows_host(&self, host: &str) -> bool {
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            _ => host,
        };
        self.hosts.iter().any(|known| name.eq_ignore_ascii_case(known))
    }

    /// Opens a session if the token is right.
    pub(crate) fn enter(&self, token: &str) -> Entry {
        let now = Instant::now();
        let mut wrong = self.wrong_entries.lock();
        while wrong.front().is_some_and(|&then| now - then >= ENTRY_WINDOW) {
            wrong.pop_front();
        }
        if wrong.len() >= MOST_WRONG_ENTRIES {
            let oldest = wrong.front().map_or(Duration::ZERO, |&then| now - then);
            return Entry::Wait(ENTRY_WINDOW.saturating_sub(oldest).as_secs() + 1);
        }
        if !is_same(token.trim(), &self.token) {
            wrong.push_back(now);
            return Entry::WrongToken;
        }
        drop(wrong);
        let id = random_hex(24);
        let session = Arc::new(Session {
            csrf: random_hex(20),
            person: random_hex(6),
            begun: now,
            flash: Mutex::default(),
        });
        let mut sessions = self.sessions.lock();
        sessions.retain(|_, session| session.is_alive(now));
        if sessions.len() >= MOST_SESSIONS {
            let oldest = sessions.iter().min_by_key(|(_, session)| session.begun);
            if let Some(oldest) = oldest.map(|(id, _)| id.clone()) {
                sessions.remove(&oldest);
            }
        }
        sessions.insert(id.clone(), session);
        Entry::Open(id)
    }

    /// The session of a cookie.
    pub(crate) fn session(&self, id: &str) -> Option<Arc<Session>> {
        let session = self.sessions.lock().get(id).map(Arc::clone)?;
        session.is_alive(Instant::now()).then_some(session)
    }

    /// Ends a session.
    pub(crate) fn leave(&self, id: &str) {
        self.sessions.lock().remove(id);
    }
}

impl Session {
    /// The token that every form of this session carries.
    pub fn csrf(&self) -> &str {
        &self.csrf
    }

    /// Distinguishes this person's work from that of others. It grants no access.
    pub fn person(&self) -> &str {
        &self.person
    }

    /// Whether a form belongs to this session.
    pub fn owns(&self, csrf: &str) -> bool {
        is_same(csrf, &self.csrf)
    }

    /// Leaves a message for the next page.
    pub fn tell(&self, text: impl Into<String>) {
        *self.flash.lock() = Some(text.into());
    }

    /// Takes the message left for this page.
    pub(crate) fn told(&self) -> Option<String> {
        self.flash.lock().take()
    }

    fn is_alive(&self, now: Instant) -> bool {
        now - self.begun < SESSION
    }
}

/// Compares in constant time, wherever the texts differ.
fn is_same(a: &str, b: &str) -> bool {
    let digest = |text: &str| Sha256::digest(text.as_bytes());
    digest(a).ct_eq(&digest(b)).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(entry: &Entry) -> &str {
        match entry {
            Entry::Open(id) => id,
            other => panic!("no session: {other:?}"),
        }
    }

    #[test]
    fn the_token_opens_a_session_with_a_form_token_of_its_own() {
        let access = Access::new("secret", &[]);
        let (first, second) = (access.enter("secret"), access.enter(" secret\n"));
        let first = access.session(opened(&first)).expect("a session");
        let second = access.session(opened(&second)).expect("a session");
        assert!(first.owns(first.csrf()) && !first.owns(second.csrf()) && !first.owns(""));
        assert!(access.session("made up").is_none());
    }

    #[test]
    fn a_session_that_was_left_is_not_known_any_more() {
        let access = Access::new("secret", &[]);
        let entry = access.enter("secret");
        access.leave(opened(&entry));
        assert!(access.session(opened(&entry)).is_none());
    }

    #[test]
    fn after_ten_wrong_tokens_nobody_enters_for_a_while() {
        let access = Access::new("secret", &[]);
        for _ in 0..MOST_WRONG_ENTRIES {
            assert_eq!(access.enter("guess"), Entry::WrongToken);
        }
        assert!(matches!(access.enter("secret"), Entry::Wait(1..=60)));
    }

    #[test]
    fn only_configured_names_and_the_machine_itself_are_hosts() {
        let access = Access::new("secret", &["Match.example.com".to_owned()]);
        for host in [
            "127.0.0.1:4510",
            "localhost",
            "LOCALHOST:1",
            "[::1]:4510",
            "[::1]",
            "match.example.com",
        ] {
            assert!(access.knows_host(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "evil.example:4510",
            "127.0.0.1.evil.example",
            "localhost:x",
        ] {
            assert!(!access.knows_host(host), "{host}");
        }
    }
}
