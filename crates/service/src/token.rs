//! Paging tokens: where a page ended, sealed together with the request. A token is valid for its own request only.
//! They hold all that is needed, so they outlive the process.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::Error;

/// Bytes of the seal.
const SEAL_BYTES: usize = 12;
/// A longer text is no token of ours.
const MAX_CHARS: usize = 8192;
/// What every token begins with. The alphabet has a `-`, and a program would read a token that begins with one as a flag.
const MARK: char = 'p';

/// Makes a token: `question` is what was asked, without page size and token.
pub(crate) fn seal(question: &impl Serialize, cursor: &impl Serialize) -> String {
    let cursor = serde_json::to_vec(cursor).expect("cursors are plain data");
    let mut bytes = digest(question, &cursor);
    bytes.extend(cursor);
    let mut token = String::from(MARK);
    URL_SAFE_NO_PAD.encode_string(bytes, &mut token);
    token
}

/// Reads a token, if it was made for this question.
pub(crate) fn open<C: DeserializeOwned>(
    token: Option<&str>,
    question: &impl Serialize,
) -> Result<Option<C>, Error> {
    let Some(token) = token else {
        return Ok(None);
    };
    let refused = || {
        Error::invalid(
            "NextToken is not valid here: use the token of the previous page unchanged, with the same filter and sort",
        )
    };
    if token.len() > MAX_CHARS {
        return Err(refused());
    }
    let sealed = token.strip_prefix(MARK).ok_or_else(refused)?;
    let bytes = URL_SAFE_NO_PAD.decode(sealed).map_err(|_| refused())?;
    let (sealed, cursor) = bytes.split_at_checked(SEAL_BYTES).ok_or_else(refused)?;
    if digest(question, cursor) != sealed {
        return Err(refused());
    }
    serde_json::from_slice(cursor).map(Some).map_err(|_| refused())
}

fn digest(question: &impl Serialize, cursor: &[u8]) -> Vec<u8> {
    let question = serde_json::to_vec(question).expect("questions are plain data");
    let mut hash = Sha256::new();
    hash.update((question.len() as u64).to_le_bytes());
    hash.update(question);
    hash.update(cursor);
    hash.finalize()[..SEAL_BYTES].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_fits_its_own_question_only() {
        let token = seal(&("runs", "tfm-1"), &("a", 7));
        let opened: Option<(String, i32)> = open(Some(&token), &("runs", "tfm-1")).expect("it fits");
        assert_eq!(opened, Some(("a".to_owned(), 7)));
        assert!(open::<(String, i32)>(Some(&token), &("runs", "tfm-2")).is_err());
        for broken in ["", "x", "????", &token[1..], &token[..token.len() - 2]] {
            assert!(
                open::<(String, i32)>(Some(broken), &("runs", "tfm-1")).is_err(),
                "{broken}"
            );
        }
    }

    #[test]
    fn no_token_looks_like_a_flag() {
        for page in 0..1000 {
            let token = seal(&"runs", &page);
            assert!(token.starts_with(char::is_alphanumeric), "{token}");
            assert_eq!(open(Some(&token), &"runs").expect("it fits"), Some(page));
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(token in ".{0,80}") {
            let _ = open::<(String, i32)>(Some(&token), &"q");
        }
    }
}
