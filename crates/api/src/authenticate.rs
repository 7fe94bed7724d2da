//! Who sent a request, and whether they may: Signature Version 4 with the service's keys.

use std::collections::HashMap;
use std::sync::Arc;

use http::HeaderMap;
use onefold_domain::AccessKeys;
use onefold_protocol::sigv4::{Authorization, Refused, Signable, SigningKey, verify};
use onefold_protocol::wire_error::WireError;
use parking_lot::Mutex;
use time::OffsetDateTime;

/// Signing keys that are remembered; a client uses one for a whole day.
const REMEMBERED: usize = 1024;

/// Verifies signatures.
pub(crate) struct Authenticator {
    keys: Arc<dyn AccessKeys>,
    /// Derived keys by access key, day, region and service, with the secret that they come from.
    derived: Mutex<HashMap<[String; 4], (String, SigningKey)>>,
}

/// Who sent a request.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    /// The key that signed.
    pub access_key: String,
}

impl Authenticator {
    pub fn new(keys: Arc<dyn AccessKeys>) -> Self {
        Self {
            keys,
            derived: Mutex::default(),
        }
    }

    /// Verifies a request. `must_sign` names the headers that the service requires to be signed.
    pub fn authenticate(
        &self,
        headers: &HeaderMap,
        path: &str,
        query: &str,
        body: &[u8],
        service: &str,
        must_sign: &[&str],
    ) -> Result<Caller, WireError> {
        self.verified(headers, path, query, body, service, must_sign)
            .map_err(|refused| refused.wire())
    }

    fn verified(
        &self,
        headers: &HeaderMap,
        path: &str,
        query: &str,
        body: &[u8],
        service: &str,
        must_sign: &[&str],
    ) -> Result<Caller, Refused> {
        let header = headers.get(http::header::AUTHORIZATION).ok_or(Refused::Missing)?;
        let header = header.to_str().map_err(|_| {
            Refused::Incomplete(
                "the Authorization header contains characters that are not valid in a signature".to_owned(),
            )
        })?;
        let claim = Authorization::parse(header)?;
        claim.require_signed(must_sign)?;
        let secret = self.keys.secret(&claim.access_key).ok_or(Refused::UnknownKey)?;
        // Keys of this service are for good; a session token is of somebody else.
        if headers.contains_key("x-amz-security-token") {
            return Err(Refused::UnknownKey);
        }
        let key = self.signing_key(&claim, &secret);
        let named: Vec<(&str, &str)> = headers
            .iter()
            .filter_map(|(name, value)| Some((name.as_str(), std::str::from_utf8(value.as_bytes()).ok()?)))
            .collect();
        let request = Signable {
            method: "POST",
            path,
            query,
            headers: &named,
            body,
        };
        verify(&request, &claim, &key, service, OffsetDateTime::now_utc())?;
        Ok(Caller {
            access_key: claim.access_key,
        })
    }

    /// Fails unless the caller's key allows the action.
    pub fn authorize(&self, caller: &Caller, action: &str) -> Result<(), WireError> {
        if self.keys.allows(&caller.access_key, action) {
            return Ok(());
        }
        Err(WireError::client(
            "AccessDeniedException",
            format!(
                "Access key {} is not authorized to perform {action}",
                caller.access_key
            ),
        ))
    }

    /// The job run whose script has the caller's key.
    pub fn job_run(&self, caller: &Caller) -> Option<String> {
        self.keys.job_run(&caller.access_key)
    }

    fn signing_key(&self, claim: &Authorization, secret: &str) -> SigningKey {
        let scope = [&claim.access_key, &claim.day, &claim.region, &claim.service].map(Clone::clone);
        let mut derived = self.derived.lock();
        if let Some((from, key)) = derived.get(&scope)
            && from == secret
        {
            return key.clone();
        }
        let key = SigningKey::derive(secret, &claim.day, &claim.region, &claim.service);
        if derived.len() >= REMEMBERED {
            derived.clear();
        }
        derived.insert(scope, (secret.to_owned(), key.clone()));
        key
    }
}
