//! Access to the console: the token printed at startup, and the sessions that it opens. With a token that stays, a session
//! outlives a restart: its id carries when it began and a mark that only the token can make.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use hmac::{Hmac, KeyInit, Mac};
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
    /// Whether sessions of an earlier start count.
    is_lasting: bool,
    sessions: Mutex<HashMap<String, Arc<Session>>>,
    /// Sessions that people have ended.
    ended: Mutex<HashSet<String>>,
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
            is_lasting: false,
            sessions: Mutex::default(),
            ended: Mutex::default(),
            wrong_entries: Mutex::default(),
        }
    }

    /// Sets the page to show after signing in.
    #[must_use]
    pub fn with_home(mut self, address: String) -> Self {
        self.home = address;
        self
    }

    /// Lets sessions outlive a restart. The token must then be the same after it.
    #[must_use]
    pub fn lasting(mut self) -> Self {
        self.is_lasting = true;
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
        let begun = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let name = format!("{:x}.{}", begun.as_secs(), random_hex(24));
        let id = format!("{name}.{}", self.mark("session", &name));
        let session = Arc::new(self.new_session(&id, now));
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
        let known = self.sessions.lock().get(id).map(Arc::clone);
        let session = known.or_else(|| self.earlier(id))?;
        session.is_alive(Instant::now()).then_some(session)
    }

    /// A session that an earlier start opened.
    fn earlier(&self, id: &str) -> Option<Arc<Session>> {
        let (name, mark) = id.rsplit_once('.')?;
        if !self.is_lasting || !is_same(mark, &self.mark("session", name)) || self.ended.lock().contains(id) {
            return None;
        }
        let begun = u64::from_str_radix(name.split_once('.')?.0, 16).ok()?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
        let age = now
            .checked_sub(Duration::from_secs(begun))
            .filter(|age| *age < SESSION)?;
        let session = Arc::new(self.new_session(id, Instant::now().checked_sub(age)?));
        let mut sessions = self.sessions.lock();
        if sessions.len() >= MOST_SESSIONS {
            return None;
        }
        Some(Arc::clone(sessions.entry(id.to_owned()).or_insert(session)))
    }

    fn new_session(&self, id: &str, begun: Instant) -> Session {
        Session {
            csrf: self.mark("form", id),
            person: self.mark("person", id).chars().take(12).collect(),
            begun,
            flash: Mutex::default(),
        }
    }

    /// What only this token makes of a text.
    fn mark(&self, purpose: &str, text: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.token.as_bytes()).expect("a key of any length");
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(text.as_bytes());
        onefold_domain::hex(&mac.finalize().into_bytes())
    }

    /// Ends a session.
    pub(crate) fn leave(&self, id: &str) {
        let is_known = self.sessions.lock().remove(id).is_some();
        if self.is_lasting && is_known {
            self.ended.lock().insert(id.to_owned());
        }
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
    fn a_session_outlives_a_restart_only_where_the_token_does() {
        let before = Access::new("a token that stays", &[]).lasting();
        let entry = before.enter("a token that stays");
        let id = opened(&entry);
        let csrf = before.session(id).expect("a session").csrf().to_owned();
        let after = Access::new("a token that stays", &[]).lasting();
        assert!(after.session(id).expect("the same session").owns(&csrf));
        assert!(Access::new("another token", &[]).lasting().session(id).is_none());
        assert!(Access::new("a token that stays", &[]).session(id).is_none());
        assert!(after.session(&id.replace('.', "")).is_none() && after.session("1.2.3").is_none());
        after.leave(id);
        assert!(after.session(id).is_none(), "who signed out stays out");
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
