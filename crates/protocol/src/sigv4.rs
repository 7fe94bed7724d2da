//! Signature Version 4: who sent a request, and that nobody changed it.
//!
//! Method: AWS, "Signature Version 4 signing process": a canonical request is hashed, and the hash signed with a key
//! derived from the secret, the day, the region and the service. [`Authorization::parse`] reads what the client says,
//! [`verify`] compares it with what the secret gives, in constant time. [`sign`] is the client's side.
//! The published test suite of signing vectors is the unit test of this module.

use std::borrow::Cow;
use std::fmt;
use std::fmt::Write as _;

use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{Duration, OffsetDateTime, PrimitiveDateTime};

use crate::wire_error::WireError;

/// The only algorithm that is taken.
const ALGORITHM: &str = "AWS4-HMAC-SHA256";
/// Last part of every credential scope.
const TERMINATOR: &str = "aws4_request";
/// A request may be this much older or younger than the server's clock.
pub const CLOCK_WINDOW: Duration = Duration::minutes(15);
/// A header value longer than this is no authorization.
const MAX_AUTHORIZATION_BYTES: usize = 16 * 1024;
/// Payload hash of clients that did not sign the body.
const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

const BASIC_TIME: &[BorrowedFormatItem<'_>] =
    format_description!("[year][month][day]T[hour][minute][second]Z");

/// Everything but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What is signed of a request.
#[derive(Debug, Clone, Copy)]
pub struct Signable<'a> {
    /// The HTTP method.
    pub method: &'a str,
    /// The path as sent.
    pub path: &'a str,
    /// The query as sent, without its question mark.
    pub query: &'a str,
    /// Names, in any case, and values of the headers, in their order.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body.
    pub body: &'a [u8],
}

/// The claim of an `Authorization` header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorization {
    /// Which key signed.
    pub access_key: String,
    /// The day of the scope, `yyyymmdd`.
    pub day: String,
    /// The region of the scope.
    pub region: String,
    /// The service of the scope.
    pub service: String,
    /// Names of the signed headers, lower case, in their order.
    pub signed_headers: Vec<String>,
    signature: [u8; 32],
}

/// A key derived from a secret, good for one day, region and service. It has no `Debug` that shows it, and no `==`.
#[derive(Clone)]
pub struct SigningKey([u8; 32]);

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(..)")
    }
}

/// Why a signature was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// There is no `Authorization` header.
    Missing,
    /// The header or the date cannot be read, or something has to be signed that is not.
    Incomplete(String),
    /// No key has that id.
    UnknownKey,
    /// The signature does not fit the request.
    Mismatch,
    /// The date of the request is not near the server's.
    Skewed {
        /// As the request says.
        request: String,
        /// The server's.
        server: String,
    },
    /// The scope names another day or service.
    WrongScope(String),
}

impl Refused {
    /// As clients hear it.
    pub fn wire(&self) -> WireError {
        match self {
            Self::Missing => WireError::client(
                "MissingAuthenticationTokenException",
                "Missing Authentication Token: sign the request with Signature Version 4; `onefold env` prints the keys",
            ),
            Self::Incomplete(why) => WireError::client("IncompleteSignatureException", why.clone()),
            Self::UnknownKey => WireError::client(
                "UnrecognizedClientException",
                "The security token included in the request is invalid: no such access key; `onefold env` prints the \
                 keys of a local service",
            ),
            Self::Mismatch => WireError::client(
                "InvalidSignatureException",
                "The request signature we calculated does not match the signature you provided. Check your secret \
                 access key; behind a proxy, the Host header must arrive as the client sent it",
            ),
            Self::Skewed { request, server } => WireError::client(
                "InvalidSignatureException",
                format!(
                    "Signature expired or not yet current: the request is of {request}, the server's clock says \
                     {server}, and they may differ by 15 min."
                ),
            ),
            Self::WrongScope(why) => WireError::client("InvalidSignatureException", why.clone()),
        }
    }
}

impl Authorization {
    /// Reads the header `AWS4-HMAC-SHA256 Credential=..., SignedHeaders=..., Signature=...`.
    pub fn parse(header: &str) -> Result<Self, Refused> {
        let incomplete = |what: &str| Refused::Incomplete(format!("Authorization header {what}"));
        if header.len() > MAX_AUTHORIZATION_BYTES {
            return Err(incomplete("is too long"));
        }
        let fields = header
            .trim()
            .strip_prefix(ALGORITHM)
            .ok_or_else(|| incomplete("requires the algorithm AWS4-HMAC-SHA256"))?;
        let (mut credential, mut signed, mut signature) = (None, None, None);
        for field in fields.split(',') {
            match field.trim().split_once('=') {
                Some(("Credential", value)) => credential = Some(value),
                Some(("SignedHeaders", value)) => signed = Some(value),
                Some(("Signature", value)) => signature = Some(value),
                _ => {}
            }
        }
        let credential = credential.ok_or_else(|| incomplete("requires 'Credential' parameter"))?;
        let signed = signed.ok_or_else(|| incomplete("requires 'SignedHeaders' parameter"))?;
        let signature = signature.ok_or_else(|| incomplete("requires 'Signature' parameter"))?;
        // The key comes first and may itself hold slashes, so the scope is taken from the end.
        let mut scope = credential.rsplitn(5, '/');
        let mut next = || scope.next().filter(|part| !part.is_empty());
        let (terminator, service, region, day, access_key) = (next(), next(), next(), next(), next());
        let (Some(TERMINATOR), Some(service), Some(region), Some(day), Some(access_key)) =
            (terminator, service, region, day, access_key)
        else {
            return Err(incomplete(
                "has a 'Credential' that is not key/yyyymmdd/region/service/aws4_request",
            ));
        };
        Ok(Self {
            access_key: access_key.to_owned(),
            day: day.to_owned(),
            region: region.to_owned(),
            service: service.to_owned(),
            signed_headers: signed.split(';').map(str::to_owned).collect(),
            signature: unhex(signature)
                .ok_or_else(|| incomplete("has a 'Signature' that is not 64 hexadecimal digits"))?,
        })
    }

    /// Fails unless all these headers are signed.
    pub fn require_signed(&self, names: &[&str]) -> Result<(), Refused> {
        match names
            .iter()
            .find(|name| !self.signed_headers.iter().any(|signed| signed == *name))
        {
            Some(name) => Err(Refused::Incomplete(format!(
                "'{name}' must be a 'SignedHeader' in the AWS Authorization"
            ))),
            None => Ok(()),
        }
    }
}

impl SigningKey {
    /// Derives the key from a secret.
    pub fn derive(secret: &str, day: &str, region: &str, service: &str) -> Self {
        let start = format!("AWS4{secret}");
        let key = [day, region, service, TERMINATOR]
            .iter()
            .fold(None::<[u8; 32]>, |key, part| {
                let from = key.as_ref().map_or(start.as_bytes(), |key| key.as_slice());
                Some(hmac(from, part.as_bytes()))
            });
        Self(key.expect("four parts are folded"))
    }

    fn sign(&self, text: &str) -> [u8; 32] {
        hmac(&self.0, text.as_bytes())
    }
}

/// Checks a request against the claim of its header. The key must be derived from the claim's day, region and service.
pub fn verify(
    request: &Signable<'_>,
    claim: &Authorization,
    key: &SigningKey,
    service: &str,
    now: OffsetDateTime,
) -> Result<(), Refused> {
    if claim.service != service {
        return Err(Refused::WrongScope(format!(
            "Credential should be scoped to correct service: '{service}'"
        )));
    }
    let date = request.header("x-amz-date").ok_or_else(|| {
        Refused::Incomplete("Authorization header requires existence of an 'X-Amz-Date' header".to_owned())
    })?;
    let sent = PrimitiveDateTime::parse(date, BASIC_TIME)
        .map_err(|_| {
            Refused::Incomplete("Date must be in ISO-8601 'basic format', as in 20260401T120000Z".to_owned())
        })?
        .assume_utc();
    if (now - sent).abs() > CLOCK_WINDOW {
        return Err(Refused::Skewed {
            request: date.to_owned(),
            server: basic(now),
        });
    }
    if !date.starts_with(&claim.day) {
        return Err(Refused::WrongScope(format!(
            "Date in Credential scope does not match YYYYMMDD from the date of the request: '{}'",
            &date[..8]
        )));
    }
    if let Some(stated) = request.header("x-amz-content-sha256") {
        // The hash is one more header; what counts is the hash of the body itself.
        let is_signed_hash = stated == hex(&Sha256::digest(request.body));
        if stated == UNSIGNED_PAYLOAD || !is_signed_hash {
            return Err(Refused::Mismatch);
        }
    }
    let canonical = canonical_request(request, &claim.signed_headers)?;
    let expected = key.sign(&string_to_sign(date, claim, &canonical));
    if bool::from(expected.ct_eq(&claim.signature)) {
        Ok(())
    } else {
        Err(Refused::Mismatch)
    }
}

/// What a client signs with.
#[derive(Clone, Copy)]
pub struct Signer<'a> {
    /// Id of the key.
    pub access_key: &'a str,
    /// Its secret.
    pub secret: &'a str,
    /// The region.
    pub region: &'a str,
    /// The service.
    pub service: &'a str,
}

/// The value of the `Authorization` header of a request, over all of its headers. These must hold `host` and an
/// `x-amz-date` made by [`basic`].
pub fn sign(request: &Signable<'_>, signer: Signer<'_>) -> String {
    let date = request.header("x-amz-date").unwrap_or_default();
    let mut names: Vec<String> = request
        .headers
        .iter()
        .map(|(name, _)| name.to_ascii_lowercase())
        .collect();
    names.sort();
    names.dedup();
    let claim = Authorization {
        access_key: signer.access_key.to_owned(),
        day: date.chars().take(8).collect(),
        region: signer.region.to_owned(),
        service: signer.service.to_owned(),
        signed_headers: names,
        signature: [0; 32],
    };
    let key = SigningKey::derive(signer.secret, &claim.day, &claim.region, &claim.service);
    let canonical = canonical_request(request, &claim.signed_headers)
        .expect("the signed headers are those of the request");
    let signature = key.sign(&string_to_sign(date, &claim, &canonical));
    format!(
        "{ALGORITHM} Credential={}/{}, SignedHeaders={}, Signature={}",
        claim.access_key,
        scope(&claim),
        claim.signed_headers.join(";"),
        hex(&signature)
    )
}

/// SHA-256 of a body.
pub fn body_hash(body: &[u8]) -> [u8; 32] {
    Sha256::digest(body).into()
}

/// The same in hexadecimal digits, as the header `x-amz-content-sha256` says it.
pub fn payload_hash(body: &[u8]) -> String {
    hex(&body_hash(body))
}

/// A time in the form that is signed, `yyyymmddThhmmssZ`.
pub fn basic(time: OffsetDateTime) -> String {
    time.to_offset(time::UtcOffset::UTC)
        .format(BASIC_TIME)
        .expect("a time has all parts of the format")
}

impl Signable<'_> {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(own, _)| own.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
    }
}

fn scope(claim: &Authorization) -> String {
    format!("{}/{}/{}/{TERMINATOR}", claim.day, claim.region, claim.service)
}

fn string_to_sign(date: &str, claim: &Authorization, canonical: &str) -> String {
    let hash = hex(&Sha256::digest(canonical.as_bytes()));
    format!("{ALGORITHM}\n{date}\n{}\n{hash}", scope(claim))
}

fn canonical_request(request: &Signable<'_>, signed: &[String]) -> Result<String, Refused> {
    let mut text = format!(
        "{}\n{}\n{}\n",
        request.method,
        canonical_path(request.path),
        canonical_query(request.query)
    );
    for name in signed {
        let values: Vec<Cow<'_, str>> = request
            .headers
            .iter()
            .filter(|(own, _)| own.eq_ignore_ascii_case(name))
            .map(|(_, value)| folded(value))
            .collect();
        if values.is_empty() {
            return Err(Refused::Incomplete(format!(
                "SignedHeaders name a header that the request does not have: '{}'",
                name.chars().take(100).collect::<String>()
            )));
        }
        let _ = writeln!(text, "{name}:{}", values.join(","));
    }
    let _ = write!(
        text,
        "\n{}\n{}",
        signed.join(";"),
        hex(&Sha256::digest(request.body))
    );
    Ok(text)
}

/// Without spaces at its ends, and with one where there were several.
fn folded(value: &str) -> Cow<'_, str> {
    let value = value.trim();
    if !value.contains("  ") && !value.contains(['\t', '\n']) {
        return Cow::Borrowed(value);
    }
    Cow::Owned(value.split_ascii_whitespace().collect::<Vec<_>>().join(" "))
}

/// Dot segments resolved, then each segment encoded once more, as for all services but S3.
fn canonical_path(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            segment => segments.push(segment),
        }
    }
    let mut text = String::from("/");
    for (at, segment) in segments.iter().enumerate() {
        if at > 0 {
            text.push('/');
        }
        text.extend(utf8_percent_encode(segment, RESERVED));
    }
    if !segments.is_empty() && path.ends_with('/') {
        text.push('/');
    }
    text
}

fn canonical_query(query: &str) -> String {
    let encode = |part: &str| {
        let decoded: Vec<u8> = percent_decode_str(part).collect();
        percent_encoding::percent_encode(&decoded, RESERVED).to_string()
    };
    let mut pairs: Vec<(String, String)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (encode(name), encode(value))
        })
        .collect();
    pairs.sort();
    let pairs: Vec<String> = pairs
        .into_iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join("&")
}

fn hmac(key: &[u8], text: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(text);
    mac.finalize().into_bytes().into()
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble)]);
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let digits = text.as_bytes();
    if digits.len() != 64 {
        return None;
    }
    let nibble = |digit: u8| char::from(digit).to_digit(16).map(|value| value as u8);
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use time::macros::datetime;

    use super::*;

    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    const NOW: OffsetDateTime = datetime!(2015-08-30 12:36:00 UTC);

    /// A signed request of the published suite of signing vectors (in the source of the `aws-sigv4` crate 1.6.4).
    #[derive(Deserialize)]
    struct Vector {
        name: String,
        method: String,
        path: String,
        query: String,
        headers: Vec<(String, String)>,
        body: String,
    }

    impl Vector {
        fn check(&self, change: impl Fn(&mut Authorization, &mut Vec<u8>)) -> Result<(), Refused> {
            let headers: Vec<(&str, &str)> = self
                .headers
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            let header = |name: &str| headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
            let mut claim = Authorization::parse(header("authorization").expect("it is signed").1)?;
            let mut body = self.body.clone().into_bytes();
            change(&mut claim, &mut body);
            let key = SigningKey::derive(SECRET, &claim.day, &claim.region, &claim.service);
            let request = Signable {
                method: &self.method,
                path: &self.path,
                query: &self.query,
                headers: &headers,
                body: &body,
            };
            verify(&request, &claim, &key, "service", NOW)
        }
    }

    fn vectors() -> Vec<Vector> {
        serde_json::from_str(include_str!("../testdata/sigv4.json")).expect("the vectors are well formed")
    }

    #[test]
    fn the_published_vectors_verify() {
        let vectors = vectors();
        assert!(vectors.len() >= 25);
        for vector in vectors {
            assert_eq!(vector.check(|_, _| {}), Ok(()), "{}", vector.name);
        }
    }

    #[test]
    fn a_changed_body_or_signature_does_not_verify() {
        for vector in vectors() {
            let name = &vector.name;
            assert_eq!(
                vector.check(|_, body| body.push(b'x')),
                Err(Refused::Mismatch),
                "{name}"
            );
            assert_eq!(
                vector.check(|claim, _| claim.signature[31] ^= 1),
                Err(Refused::Mismatch),
                "{name}"
            );
            let other = vector.check(|claim, _| claim.region = "eu-west-1".to_owned());
            assert_eq!(other, Err(Refused::Mismatch), "{name}");
        }
    }

    fn signed_at(date: &str, now: OffsetDateTime) -> Result<(), Refused> {
        let headers = [("host", "h"), ("x-amz-date", date)];
        let request = Signable {
            method: "POST",
            path: "/",
            query: "",
            headers: &headers,
            body: b"{}",
        };
        let signer = Signer {
            access_key: "K/1",
            secret: SECRET,
            region: "us-east-1",
            service: "glue",
        };
        let claim = Authorization::parse(&sign(&request, signer))?;
        assert_eq!(claim.access_key, "K/1");
        let key = SigningKey::derive(SECRET, &claim.day, &claim.region, &claim.service);
        verify(&request, &claim, &key, "glue", now)
    }

    #[test]
    fn a_request_is_good_for_fifteen_minutes_either_way() {
        let date = "20150830T123600Z";
        assert_eq!(signed_at(date, NOW), Ok(()));
        assert_eq!(signed_at(date, NOW + CLOCK_WINDOW), Ok(()));
        assert_eq!(signed_at(date, NOW - CLOCK_WINDOW), Ok(()));
        let late = signed_at(date, NOW + CLOCK_WINDOW + Duration::SECOND);
        assert!(matches!(late, Err(Refused::Skewed { .. })));
        let text = late.expect_err("it is late").wire().message;
        assert!(text.contains(date) && text.contains("20150830T125101Z"), "{text}");
        assert!(matches!(signed_at("yesterday", NOW), Err(Refused::Incomplete(_))));
    }

    #[test]
    fn broken_headers_are_told_apart() {
        for header in [
            "",
            "Bearer x",
            "AWS4-HMAC-SHA256",
            "AWS4-HMAC-SHA256 Credential=a/b/c, SignedHeaders=host, Signature=00",
            "AWS4-HMAC-SHA256 Credential=K/20150830/r/s/aws4_request, SignedHeaders=host, Signature=zz",
            "AWS4-HMAC-SHA256 Credential=K/20150830/r/s/aws4_request, Signature=zz",
        ] {
            let refused = Authorization::parse(header).expect_err(header);
            assert_eq!(refused.wire().code, "IncompleteSignatureException");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_header_panics(header in ".{0,200}", tail in "[ -~]{0,120}") {
            let _ = Authorization::parse(&header);
            let _ = Authorization::parse(&format!("AWS4-HMAC-SHA256 Credential={tail}"));
        }

        #[test]
        fn no_query_or_path_panics(path in ".{0,60}", query in ".{0,60}") {
            let request = Signable { method: "GET", path: &path, query: &query, headers: &[], body: b"" };
            let _ = canonical_request(&request, &[]);
        }
    }
}
