//! Values that say "no value": words for it in several languages, and numbers and addresses that people type to get on.
//! They count as missing; what is written out stays as it was.

use super::{TextArena, clean::PART};
use crate::AttributeKind;

/// How many times as often as the others a suspicious value must occur to be taken for a placeholder.
const TIMES_USUAL: f64 = 3.0;
/// Records that must have it.
const LEAST: u32 = 3;
/// Share of the records that must have a word which is a name as well.
const LEAST_NAMES: f64 = 0.005;

/// Values that mean nothing else, as cleaning leaves them.
const NEVER_VALUES: &[&str] = &[
    "n a",
    "n/a",
    "#n/a",
    "nan",
    "null",
    "(null)",
    "nil",
    "unknown",
    "not known",
    "not available",
    "not applicable",
    "not provided",
    "not specified",
    "not given",
    "not set",
    "no data",
    "no value",
    "none given",
    "none provided",
    "unspecified",
    "undisclosed",
    "undefined",
    "missing",
    "tbd",
    "tba",
    "to be determined",
    "to be confirmed",
    "unbekannt",
    "keine angabe",
    "keine angaben",
    "k a",
    "nicht bekannt",
    "nicht verfugbar",
    "nicht angegeben",
    "inconnu",
    "inconnue",
    "non renseigne",
    "non disponible",
    "non communique",
    "desconocido",
    "desconocida",
    "no disponible",
    "sin datos",
    "sin informacion",
    "no aplica",
    "no especificado",
    "desconhecido",
    "nao informado",
    "nao disponivel",
    "nao se aplica",
    "sem informacao",
    "n d",
    "sconosciuto",
    "non specificato",
    "non disponibile",
    "onbekend",
    "niet beschikbaar",
    "okand",
    "uppgift saknas",
    "ukjent",
    "ukendt",
    "tuntematon",
    "nieznany",
    "nieznane",
    "brak",
    "brak danych",
    "nie dotyczy",
    "neznamy",
    "nezadano",
    "ismeretlen",
    "necunoscut",
    "bilinmiyor",
    "yok",
    "tidak ada",
    "tidak diketahui",
    "неизвестно",
    "неизвестен",
    "нет данных",
    "не указано",
    "не указан",
    "нет",
    "н д",
    "невідомо",
    "немає даних",
    "αγνωστο",
    "δ α",
    "不明",
    "未知",
    "无",
    "無",
    "暂无",
    "未填写",
    "不详",
    "なし",
    "該当なし",
    "없음",
    "알 수 없음",
    "غير معروف",
    "غير متوفر",
    "لا يوجد",
    "לא ידוע",
    "ไม่มี",
    "ไม่ทราบ",
    "ไม่ระบุ",
];

/// Values that may mean what they say: names, codes of countries, answers.
const SELDOM_VALUES: &[&str] = &[
    "none",
    "null",
    "nan",
    "na",
    "nil",
    "no",
    "unknown",
    "test",
    "other",
    "dummy",
    "sample",
    "xxx",
    "xx",
    "asdf",
    "blank",
    "empty",
    "anonymous",
    "noname",
    "no name",
    "anonim",
    "ohne",
];

/// The value numbers of a column that stand for a missing value, ascending.
pub(super) fn placeholders(kind: AttributeKind, texts: &TextArena, counts: &[u32]) -> Vec<u32> {
    let filled: f64 = counts[1..].iter().map(|&count| f64::from(count)).sum();
    let distinct = counts[1..].iter().filter(|&&count| count > 0).count();
    (1..counts.len() as u32)
        .filter(|&value| {
            let count = counts[value as usize];
            match suspicion(kind, texts.text(value)) {
                Suspicion::None => false,
                Suspicion::Certain => true,
                Suspicion::IfFrequent => {
                    let least = if is_wordy(kind) { filled * LEAST_NAMES } else { 0.0 };
                    let others = (filled - f64::from(count)) / (distinct.max(2) - 1) as f64;
                    count >= LEAST && f64::from(count) >= (TIMES_USUAL * others).max(least)
                }
            }
        })
        .collect()
}

/// Whether a cleaned value stands for a missing one however seldom it is.
pub(super) fn is_placeholder(kind: AttributeKind, text: &str) -> bool {
    suspicion(kind, text) == Suspicion::Certain
}

const fn is_wordy(kind: AttributeKind) -> bool {
    matches!(
        kind,
        AttributeKind::Name | AttributeKind::Organization | AttributeKind::Address
    )
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Suspicion {
    None,
    IfFrequent,
    Certain,
}

/// Longest text that may be a placeholder.
const LONGEST: usize = 40;

fn suspicion(kind: AttributeKind, text: &str) -> Suspicion {
    if text.len() > LONGEST || text.contains(PART) {
        return Suspicion::None;
    }
    match kind {
        AttributeKind::Email => return email(text),
        AttributeKind::Phone => return digits(text),
        AttributeKind::Date => {
            if matches!(
                text,
                "19000101"
                    | "19010101"
                    | "19700101"
                    | "18000101"
                    | "20000101"
                    | "11111111"
                    | "19111111"
                    | "99991231"
                    | "1900"
            ) {
                return Suspicion::IfFrequent;
            }
        }
        AttributeKind::Number if !text.bytes().all(|b| b.is_ascii_alphabetic() || b == b' ') => {
            return Suspicion::None;
        }
        AttributeKind::Code => {
            let found = digits(text);
            if found != Suspicion::None {
                return found;
            }
        }
        _ => {}
    }
    word(kind, text)
}

fn word(kind: AttributeKind, text: &str) -> Suspicion {
    // Surnames and given names, and codes such as that of Namibia.
    let may_be_value = matches!(
        kind,
        AttributeKind::Name | AttributeKind::Category | AttributeKind::Code
    ) && SELDOM_VALUES.contains(&text);
    let short_code = matches!(kind, AttributeKind::Code | AttributeKind::Category) && text.len() <= 3;
    if may_be_value || short_code && NEVER_VALUES.contains(&text) {
        Suspicion::IfFrequent
    } else if NEVER_VALUES.contains(&text) {
        Suspicion::Certain
    } else if SELDOM_VALUES.contains(&text) {
        Suspicion::IfFrequent
    } else {
        Suspicion::None
    }
}

/// Digits that nobody was given: all zero, all the same, or counting up.
fn digits(text: &str) -> Suspicion {
    let bytes = text.as_bytes();
    if bytes.len() < 5 || !bytes.iter().all(u8::is_ascii_digit) {
        return Suspicion::None;
    }
    let tail = &bytes[bytes.len().saturating_sub(7)..];
    if bytes.iter().all(|&b| b == b'0') {
        Suspicion::Certain
    } else if tail.iter().all(|&b| b == tail[0]) || "01234567890123456789".contains(text) {
        Suspicion::IfFrequent
    } else {
        Suspicion::None
    }
}

fn email(text: &str) -> Suspicion {
    let Some((local, domain)) = text.split_once('@') else {
        let words: String = text.replace(['.', '-', '_'], " ");
        return match word(AttributeKind::Text, words.trim()) {
            Suspicion::None if text.bytes().all(|b| !b.is_ascii_alphanumeric()) && text.is_ascii() => {
                Suspicion::Certain
            }
            Suspicion::IfFrequent => Suspicion::Certain,
            found => found,
        };
    };
    let local: String = local.chars().filter(|c| c.is_alphanumeric()).collect();
    let domain = domain.split('.').next().unwrap_or_default();
    let says_none = |text: &str| {
        matches!(
            text,
            "none"
                | "noemail"
                | "nomail"
                | "na"
                | "null"
                | "unknown"
                | "notprovided"
                | "notavailable"
                | "noaddress"
                | "nil"
                | "no"
                | "x"
                | "xx"
                | "xxx"
                | "test"
                | "example"
                | "keine"
                | "aaa"
                | "asdf"
        )
    };
    if says_none(&local) && (says_none(domain) || local == "noemail" || local == "nomail") {
        Suspicion::Certain
    } else if says_none(&local)
        || matches!(
            local.as_str(),
            "noreply"
                | "donotreply"
                | "dontreply"
                | "anonymous"
                | "nobody"
                | "dummy"
                | "fake"
                | "sinemail"
                | "sincorreo"
        )
    {
        Suspicion::IfFrequent
    } else {
        Suspicion::None
    }
}

/// Whether a raw value is a mark for a missing one that cleaning would turn into something else, as `\N` into a letter.
pub(super) fn is_missing_mark(raw: &str) -> bool {
    if !matches!(raw.as_bytes().first(), Some(b'\\' | b'#' | b'(' | b'<' | b'[')) {
        return false;
    }
    matches!(
        raw.to_ascii_lowercase().as_str(),
        "\\n"
            | "#n/a"
            | "#na"
            | "#null!"
            | "#value!"
            | "#ref!"
            | "#name?"
            | "#div/0!"
            | "(null)"
            | "(none)"
            | "(blank)"
            | "(unknown)"
            | "(empty)"
            | "<null>"
            | "<none>"
            | "<na>"
            | "<unknown>"
            | "[null]"
            | "[none]"
            | "[]"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(kind: AttributeKind, values: &[(&str, u32)]) -> Vec<String> {
        let texts: TextArena = std::iter::once("")
            .chain(values.iter().map(|(text, _)| *text))
            .collect();
        let counts: Vec<u32> = std::iter::once(0)
            .chain(values.iter().map(|(_, count)| *count))
            .collect();
        placeholders(kind, &texts, &counts)
            .into_iter()
            .map(|value| texts.text(value).to_owned())
            .collect()
    }

    #[test]
    fn words_for_nothing_are_missing_whatever_their_number() {
        use AttributeKind as K;
        for kind in [K::Address, K::Text, K::Organization, K::Date, K::Number] {
            let found = missing(
                kind,
                &[
                    ("unknown", 1),
                    ("n a", 1),
                    ("nan", 2),
                    ("elm street", 1),
                    ("keine angabe", 1),
                ],
            );
            assert_eq!(found, ["unknown", "n a", "nan", "keine angabe"], "{kind:?}");
        }
        assert_eq!(missing(K::Text, &[("unknown artist", 900), ("a b", 1)]), [""; 0]);
        assert_eq!(
            missing(K::Name, &[("不明", 1), ("王", 1), ("нет данных", 1)]),
            ["不明", "нет данных"]
        );
    }

    #[test]
    fn a_name_that_means_nothing_is_missing_only_where_many_have_it() {
        use AttributeKind as K;
        let rare = [
            ("null", 2),
            ("none", 1),
            ("smith", 90),
            ("jones", 60),
            ("nan", 3),
            ("miller", 44),
        ];
        assert_eq!(missing(K::Name, &rare), [""; 0]);
        let many = [("null", 700), ("smith", 90), ("jones", 60), ("miller", 44)];
        assert_eq!(missing(K::Name, &many), ["null"]);
        assert_eq!(missing(K::Code, &[("na", 5), ("de", 9), ("fr", 9)]), [""; 0]);
    }

    #[test]
    fn numbers_and_addresses_that_nobody_has_are_missing_where_they_are_frequent() {
        use AttributeKind as K;
        let phones = [
            ("9999999999", 40),
            ("0000000", 1),
            ("5035550101", 2),
            ("5035550102", 1),
            ("1111111111", 1),
        ];
        assert_eq!(missing(K::Phone, &phones), ["9999999999", "0000000"]);
        let dates = [
            ("19000101", 30),
            ("19700101", 1),
            ("19801214", 1),
            ("19801215", 1),
        ];
        assert_eq!(missing(K::Date, &dates), ["19000101"]);
        let mails = [
            ("noreply@acme.com", 9),
            ("none@none.com", 1),
            ("test@test.com", 1),
            ("n/a", 1),
            ("-", 1),
            ("jo@x.org", 1),
            ("no.one@x.org", 1),
        ];
        assert_eq!(
            missing(K::Email, &mails),
            ["noreply@acme.com", "none@none.com", "test@test.com", "n/a", "-"]
        );
    }

    #[test]
    fn marks_of_exports_are_missing() {
        for mark in ["\\N", "#N/A", "(null)", "<NULL>"] {
            assert!(is_missing_mark(mark), "{mark}");
        }
        for value in ["N", "#5", "(a)", "\\Name"] {
            assert!(!is_missing_mark(value), "{value}");
        }
    }
}
