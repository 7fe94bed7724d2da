//! Infers the kind of an attribute from a sample of its values, helped by its name.

use super::{
    addresses::{names_street, names_street_unspaced},
    clean::{clean_text, fold, is_code, parse_number, phone_parts},
    date::{Order, parse_date},
    organizations::{names_organization, names_organization_unspaced},
    script::{Script, is_unspaced},
};
use crate::AttributeKind;

/// Non-empty values that are looked at for one attribute.
pub const SAMPLE: usize = 2_000;

/// Shares of the sampled values that look like something, all in 0..=1.
#[derive(Debug, Default)]
struct Looks {
    values: f64,
    email: f64,
    date: f64,
    year: f64,
    phone: f64,
    /// Phone numbers that are written as nothing else is.
    clear_phone: f64,
    number: f64,
    decimal: f64,
    code: f64,
    /// Identifiers that are too long or too mixed for a code: hashes, URLs, paths.
    opaque: f64,
    address: f64,
    organization: f64,
    words: f64,
    leading_zero: f64,
    distinct: usize,
    /// Digits of the whole numbers: the least and the most.
    digits: (usize, usize),
    /// The middle one of the numbers.
    median: f64,
    /// How many times as large as one of the least numbers one of the largest is.
    spread: f64,
}

/// Words of a text from which it is no address but holds some numbers, such as a list of ingredients.
const LONGEST_ADDRESS: f64 = 15.0;

impl Looks {
    /// One of few values, each of which many records have.
    fn is_few(&self) -> bool {
        self.distinct <= 24 && (self.distinct as f64) < self.values * 0.1
    }
}

/// What column names say, in several languages. A name only decides between kinds that fit the values.
mod names {
    pub const YEAR: &[&str] = &[
        "year", "date", "yr", "born", "birth", "jahr", "ano", "annee", "anno", "год", "年",
    ];
    pub const PHONE: &[&str] = &[
        "phone",
        "fax",
        "mobile",
        "cell",
        "telefon",
        "telephon",
        "handy",
        "movil",
        "celular",
        "cellulare",
        "puhelin",
        "gsm",
        "portable",
        "tel",
        "телефон",
        "тел",
        "电话",
        "手机",
        "電話",
        "携帯",
        "전화",
        "هاتف",
        "τηλεφων",
        "โทรศัพท์",
    ];
    pub const MEASURE: &[&str] = &[
        "price",
        "amount",
        "cost",
        "weight",
        "size",
        "runtime",
        "minutes",
        "length",
        "total",
        "score",
        "salary",
        "revenue",
        "population",
        "area",
        "height",
        "width",
        "depth",
        "volume ml",
        "lat",
        "latitude",
        "lon",
        "lng",
        "longitude",
        "qty",
        "quantity",
        "balance",
        "preis",
        "betrag",
        "gewicht",
        "umsatz",
        "precio",
        "importe",
        "peso",
        "prix",
        "montant",
        "prezzo",
        "importo",
        "cena",
        "цена",
        "сумма",
        "价格",
        "金额",
        "価格",
        "金額",
    ];
    pub const CODE: &[&str] = &[
        "id",
        "code",
        "zip",
        "plz",
        "postal",
        "postcode",
        "postleitzahl",
        "cap",
        "cp",
        "no",
        "nr",
        "num",
        "number",
        "nummer",
        "ssn",
        "vat",
        "ean",
        "upc",
        "gtin",
        "isbn",
        "issn",
        "key",
        "account",
        "konto",
        "codigo",
        "numero",
        "house",
        "hausnr",
        "номер",
        "индекс",
        "инн",
        "编号",
        "邮编",
        "番号",
        "郵便番号",
    ];
    pub const ADDRESS: &[&str] = &[
        "address",
        "street",
        "addr",
        "adresse",
        "anschrift",
        "strasse",
        "direccion",
        "calle",
        "domicilio",
        "rue",
        "indirizzo",
        "endereco",
        "morada",
        "adres",
        "ulica",
        "ulice",
        "adress",
        "gata",
        "osoite",
        "адрес",
        "улица",
        "地址",
        "住所",
        "주소",
        "العنوان",
        "διευθυνση",
        "ที่อยู่",
    ];
    pub const ORGANIZATION: &[&str] = &[
        "company",
        "organisation",
        "organization",
        "org",
        "firm",
        "employer",
        "supplier",
        "vendor",
        "affiliation",
        "institution",
        "firma",
        "unternehmen",
        "arbeitgeber",
        "lieferant",
        "empresa",
        "compania",
        "proveedor",
        "societe",
        "entreprise",
        "fournisseur",
        "azienda",
        "ditta",
        "fornitore",
        "fornecedor",
        "bedrijf",
        "foretag",
        "yritys",
        "spolka",
        "компания",
        "организация",
        "поставщик",
        "公司",
        "企业",
        "单位",
        "会社",
        "会社名",
        "회사",
        "شركه",
        "εταιρια",
    ];
    pub const DATE: &[&str] = &[
        "dob",
        "birthday",
        "datum",
        "geburtsdatum",
        "geboren",
        "fecha",
        "nacimiento",
        "naissance",
        "data",
        "nascita",
        "nascimento",
        "дата",
        "рождения",
        "生年月日",
        "出生日期",
        "日期",
        "생년월일",
    ];
}

/// Whether a column name has one of some words: as a word of its own, or as a part where it is long enough.
fn is_named(header: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        if word.is_ascii() && word.len() <= 4 {
            header.split(' ').any(|own| own == *word)
        } else {
            header.contains(word)
        }
    })
}

/// The words of a column name, those that only capital letters divide among them.
fn words_of(name: &str) -> String {
    let mut divided = String::with_capacity(name.len() + 4);
    let mut was_lower = false;
    for c in name.chars() {
        if c.is_uppercase() && was_lower {
            divided.push(' ');
        }
        was_lower = c.is_lowercase();
        divided.push(c);
    }
    let (mut folded, mut words) = (String::new(), String::new());
    clean_text(&divided, &mut folded, &mut words);
    words
}

/// The kind that best fits an attribute of that name with those non-empty values.
pub fn infer_kind(name: &str, sample: &[&str]) -> AttributeKind {
    if sample.is_empty() {
        return AttributeKind::Ignore;
    }
    let looks = look(sample);
    let header = words_of(name);
    let named = |words: &[&str]| is_named(&header, words);
    if looks.email > 0.7 {
        return AttributeKind::Email;
    }
    if looks.date > 0.7 && (looks.year < 0.5 || looks.date - looks.year > 0.3) {
        return AttributeKind::Date;
    }
    if looks.date - looks.year > 0.4 && named(names::DATE) {
        return AttributeKind::Date;
    }
    if looks.year > 0.8 && (named(names::YEAR) || looks.year > 0.95) {
        return AttributeKind::Date;
    }
    if looks.phone > 0.5 && named(names::PHONE) {
        return AttributeKind::Phone;
    }
    if looks.phone > 0.8 && ((looks.number < 0.5 && looks.code < 0.9) || looks.clear_phone > 0.5) {
        return AttributeKind::Phone;
    }
    if looks.number > 0.8 {
        return infer_numeric(&looks, named(names::MEASURE), named(names::CODE));
    }
    if (looks.code > 0.7 && looks.words < 2.5) || looks.code + looks.opaque > 0.8 || looks.opaque > 0.6 {
        return AttributeKind::Code;
    }
    if (looks.address > 0.5 && looks.words < LONGEST_ADDRESS) || (named(names::ADDRESS) && looks.words > 1.3)
    {
        return AttributeKind::Address;
    }
    let is_organization = looks.organization > 0.2 || named(names::ORGANIZATION);
    if looks.words > 4.5 {
        let is_name = is_organization && looks.words < 9.0 && looks.organization > 0.4;
        return if is_name {
            AttributeKind::Organization
        } else {
            AttributeKind::Text
        };
    }
    if looks.is_few() {
        AttributeKind::Category
    } else if is_organization {
        AttributeKind::Organization
    } else {
        AttributeKind::Name
    }
}

/// Amounts spread this far; numbers that were given one after the other, or drawn, do not.
const SPREAD: f64 = 30.0;

/// Numbers measure, or they name: what names has leading zeros, one length, or nearly a value for each record.
fn infer_numeric(looks: &Looks, is_measure: bool, is_code: bool) -> AttributeKind {
    let distinct = looks.distinct as f64 / looks.values;
    let (least, most) = looks.digits;
    let is_fixed = least == most && least >= 5;
    if looks.leading_zero > 0.02 && !is_measure {
        AttributeKind::Code
    } else if looks.decimal > 0.2 {
        AttributeKind::Number
    } else if looks.is_few() && most <= 3 && !is_measure {
        AttributeKind::Category
    } else if is_measure {
        AttributeKind::Number
    } else if is_code || is_fixed || (distinct > 0.9 && least >= 6) {
        AttributeKind::Code
    } else if looks.median >= 1_000.0 && looks.spread >= SPREAD {
        AttributeKind::Number
    } else {
        AttributeKind::Code
    }
}

fn look(sample: &[&str]) -> Looks {
    let mut looks = Looks {
        values: sample.len() as f64,
        digits: (usize::MAX, 0),
        ..Looks::default()
    };
    let mut distinct = rustc_hash::FxHashSet::default();
    let mut numbers: Vec<f64> = Vec::new();
    let mut lengths: Vec<usize> = Vec::new();
    let (mut folded, mut cleaned) = (String::new(), String::new());
    for value in sample {
        let value = value.trim();
        distinct.insert(value);
        clean_text(value, &mut folded, &mut cleaned);
        let words: Vec<&str> = value
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .collect();
        looks.words += count_words(&cleaned);
        looks.email += f64::from(is_email(value));
        if let Some(date) = parse_date(value, Order::DayFirst) {
            let plausible = (1500..=2100).contains(&date.year);
            let year_only = date.month == 0;
            looks.date += f64::from(plausible && !year_only);
            looks.year += f64::from(plausible && year_only);
        }
        let (is_phone, is_clear) = is_phone(value);
        looks.phone += f64::from(is_phone);
        looks.clear_phone += f64::from(is_clear);
        if let Some(number) = parse_number(value) {
            looks.number += 1.0;
            numbers.push(number);
            let digits = value.bytes().filter(u8::is_ascii_digit).count();
            lengths.push(digits);
            looks.leading_zero +=
                f64::from(value.starts_with('0') && value.len() > 1 && digits == value.len());
            looks.decimal += f64::from(value.contains(['$', '€', '£', '.']) || value.contains(','));
        }
        looks.code += f64::from(is_code_like(&words));
        looks.opaque += f64::from(is_opaque(value));
        looks.address += f64::from(is_address(value, &cleaned));
        looks.organization += f64::from(is_organization(&cleaned));
    }
    let values = looks.values.max(1.0);
    for share in [
        &mut looks.email,
        &mut looks.date,
        &mut looks.year,
        &mut looks.phone,
        &mut looks.clear_phone,
        &mut looks.number,
        &mut looks.decimal,
        &mut looks.code,
        &mut looks.opaque,
        &mut looks.address,
        &mut looks.organization,
        &mut looks.words,
        &mut looks.leading_zero,
    ] {
        *share /= values;
    }
    // A year alone counts as a date as well, where full dates stand beside it.
    looks.date += looks.year;
    looks.distinct = distinct.len();
    numbers.sort_by(f64::total_cmp);
    let number = |share: usize| numbers.get(numbers.len() * share / 100).copied().unwrap_or(0.0);
    looks.median = number(50);
    looks.spread = number(95) / number(5).max(1.0);
    lengths.sort_unstable();
    // One in twenty at either end may be a slip.
    let at = |share: usize| {
        lengths
            .get((lengths.len() * share / 100).min(lengths.len().saturating_sub(1)))
            .copied()
    };
    looks.digits = (at(5).unwrap_or(0), at(95).unwrap_or(0));
    looks
}

/// Words of a cleaned value; two letters of a script without blanks count as one.
fn count_words(cleaned: &str) -> f64 {
    let words = cleaned.split(' ').filter(|word| !word.is_empty()).map(|word| {
        if word.starts_with(is_unspaced) {
            let letters = if Script::of(word) == Script::Thai {
                5.0
            } else {
                2.0
            };
            (word.chars().count() as f64 / letters).max(1.0)
        } else {
            1.0
        }
    });
    words.sum()
}

fn is_email(value: &str) -> bool {
    let one = |value: &str| {
        let value = value.trim();
        value
            .split_once('@')
            .is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.') && !value.contains(' '))
    };
    value.contains('@') && (one(value) || value.split([';', ',', '|', '/', '<', '>']).any(one))
}

/// Whether a value is a phone number or several of them, and whether it can be nothing else.
fn is_phone(value: &str) -> (bool, bool) {
    let folded;
    let mut value = value;
    if !value.is_ascii() {
        let mut text = String::new();
        fold(value, &mut text);
        folded = text;
        value = &folded;
    }
    if value.bytes().filter(u8::is_ascii_digit).count() < 6 {
        return (false, false);
    }
    let parts = phone_parts(value);
    let has_extension = parts.len() > 1 || parts[0].len() < value.len();
    let is_number = |part: &&str| {
        let digits = part.bytes().filter(u8::is_ascii_digit).count();
        (7..=15).contains(&digits)
            && part
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, '-' | '(' | ')' | '/' | '.' | '+' | ' '))
            && !is_ip(part)
    };
    let is_phone = parts.iter().all(is_number);
    let first = parts[0].trim();
    let groups: Vec<usize> = first
        .split(|c: char| !c.is_ascii_digit())
        .map(str::len)
        .filter(|len| *len > 0)
        .collect();
    let is_clear = is_phone
        && (first.starts_with(['+', '('])
            || first.starts_with("00")
            || matches!(groups[..], [3, 3, 4] | [1, 3, 3, 4])
            || (has_extension && groups.iter().sum::<usize>() >= 7)
            || (first.starts_with('0') && (2..=5).contains(&groups.len()) && !first.contains('.')));
    (is_phone, is_clear)
}

fn is_ip(value: &str) -> bool {
    let mut parts = 0;
    value.split('.').all(|part| {
        parts += 1;
        part.parse::<u8>().is_ok()
    }) && parts == 4
}

/// One or two short words that hold digits, as in postcodes and model numbers.
fn is_code_like(words: &[&str]) -> bool {
    let letters = |word: &&str| word.chars().count();
    (1..=3).contains(&words.len())
        && words.iter().all(|word| letters(word) <= 14)
        && words
            .iter()
            .filter(|word| word.bytes().any(|b| b.is_ascii_digit()))
            .count()
            * 2
            >= words.len()
        && (words.len() > 1 || is_code(words[0]) || words[0].bytes().all(|b| b.is_ascii_digit()))
        && words.iter().map(letters).sum::<usize>() <= 16
        && words
            .iter()
            .all(|word| letters(word) <= 4 || word.bytes().any(|b| b.is_ascii_digit()))
        // A plate may hold a letter of another script; a text without blanks that holds a number is no code.
        && words.iter().flat_map(|word| word.chars()).filter(|c| !c.is_ascii()).count() <= 1
}

/// A single stretch that no word is: a URL, an address of a network, or letters, digits and signs mixed.
fn is_opaque(value: &str) -> bool {
    if value.contains(char::is_whitespace) || !value.is_ascii() || value.len() < 6 {
        return false;
    }
    if value.contains("://") || value.starts_with("www.") || is_ip(value) {
        return true;
    }
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let letters = value.bytes().filter(u8::is_ascii_alphabetic).count();
    let is_hex = value
        .bytes()
        .all(|b| b.is_ascii_hexdigit() || b == b'-' || b == b':')
        && digits > 0;
    let is_long = value.len() >= 16 && !value.contains(['-', '_', '.', ' ']);
    let changes_case =
        value.bytes().any(|b| b.is_ascii_lowercase()) && value.bytes().any(|b| b.is_ascii_uppercase());
    let has_shape = value
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'/' | b'.' | b':' | b'#'));
    (is_hex && value.len() >= 8)
        || (is_long && (digits >= 2 || changes_case))
        || (has_shape && letters > 0 && digits * 3 >= value.len())
}

/// Starts with a house number and goes on with words, or has a number and a word for a street.
fn is_address(value: &str, cleaned: &str) -> bool {
    if !cleaned.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    if !cleaned.is_ascii() && cleaned.contains(is_unspaced) && names_street_unspaced(cleaned) {
        return true;
    }
    let words: Vec<&str> = cleaned.split(' ').collect();
    let begins_with_number = words.len() >= 2
        && words[0].len() <= 6
        && words[0].bytes().next().is_some_and(|b| b.is_ascii_digit())
        && words[1..]
            .iter()
            .any(|word| word.len() > 2 && word.chars().all(char::is_alphabetic));
    begins_with_number && value.starts_with(|c: char| c.is_alphanumeric())
        || value.starts_with(['C', 'c']) && value[1..].starts_with('/')
        || words.iter().any(|word| names_street(word))
}

fn is_organization(cleaned: &str) -> bool {
    names_organization(cleaned) || (!cleaned.is_ascii() && names_organization_unspaced(cleaned))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(name: &str, values: &[&str]) -> AttributeKind {
        let many: Vec<&str> = values.iter().copied().cycle().take(200).collect();
        infer_kind(name, &many)
    }

    #[test]
    fn kinds_follow_from_values_and_names() {
        use AttributeKind as K;
        for (name, values, wanted) in [
            ("email", &["a@b.org", "jo.x@mail.com"][..], K::Email),
            ("dob", &["1980-12-14", "1/2/1970"], K::Date),
            ("birth", &["19801214", "19310724"], K::Date),
            ("year", &["1999", "2003"], K::Date),
            ("phone", &["212/961-0574", "415/552-2522"], K::Phone),
            ("Phone", &["4135331", "9730771"], K::Phone),
            ("price", &["$139.00", "39.99"], K::Number),
            ("soc_sec_id", &["9926473", "8176920"], K::Code),
            ("postcode", &["le1e 1na", "mk40 2nr"], K::Code),
            (
                "addr",
                &["685 amsterdam ave. at 93rd st.", "1658 market st."],
                K::Address,
            ),
            ("sex", &["m", "f"], K::Category),
            ("title", &["a b c d e f", "the quick brown fox jumps"], K::Text),
            ("ts", &["2021-03-04 12:33:10", "2021-03-04T12:33:10Z"], K::Date),
            ("when", &["3 mai 1980", "14 décembre 1975"], K::Date),
            ("生年月日", &["1980年12月14日", "昭和55年3月4日"], K::Date),
            ("x", &["(503) 555-0101", "503-555-0102"], K::Phone),
            ("x", &["+49 30 1234567", "+49 171 9876543"], K::Phone),
            ("Tel.", &["5035550101 / 555-0199", "503-555-0101 x12"], K::Phone),
            ("Telefonnummer", &["030 1234567", "0171 9876543"], K::Phone),
            ("x", &["123-45-6789", "987-65-4321"], K::Code),
            ("x", &["192.168.1.12", "10.0.0.1"], K::Code),
            (
                "x",
                &[
                    "550e8400-e29b-41d4-a716-446655440000",
                    "123e4567-e89b-12d3-a456-426614174000",
                ],
                K::Code,
            ),
            (
                "x",
                &[
                    "d41d8cd98f00b204e9800998ecf8427e",
                    "9e107d9d372bb6826bd81d3542a419d6",
                ],
                K::Code,
            ),
            (
                "x",
                &["https://x.org/a/b/1.jpg", "https://x.org/a/c/2.jpg"],
                K::Code,
            ),
            ("x", &["ORD-2021-00012", "ORD-2021-00013"], K::Code),
            (
                "x",
                &["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"],
                K::Text,
            ),
            ("lat", &["40.13910", "-73.88240"], K::Number),
            ("betrag", &["1.234,56", "12,50"], K::Number),
            ("rating", &["1", "2", "3", "4", "5"], K::Category),
            ("flag", &["0", "1"], K::Category),
            ("x", &["01234", "04109", "10115"], K::Code),
            (
                "地址",
                &["渝北区北京路291号1182", "武汉市洪山区朝阳路120号1516室"],
                K::Address,
            ),
            ("x", &["渝北区北京路291号", "朝阳路39号"], K::Address),
            ("x", &["Hauptstraße 5", "Gartenweg 12a"], K::Address),
            ("x", &["ул. Ленина, д. 5", "проспект Мира 7"], K::Address),
            (
                "x",
                &["2 tsp salt; 150 g flour; 1 egg; 100 ml milk; 20 g butter; 3 apples; 1 lemon; 5 g yeast"],
                K::Text,
            ),
            ("x", &["C/ Mayor 3", "Calle Real 7"], K::Address),
        ] {
            assert_eq!(kind(name, values), wanted, "{name}");
        }
        let names: Vec<String> = (0..100)
            .map(|i| format!("na{}me", "abcdefghij".chars().nth(i % 10).unwrap()).repeat(1 + i / 10))
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert_eq!(infer_kind("given_name", &names), AttributeKind::Name);
        assert_eq!(infer_kind("nothing", &[]), AttributeKind::Ignore);
        assert_eq!(infer_kind("manufacturer", &names), AttributeKind::Name);
        assert_eq!(infer_kind("Employer", &names), AttributeKind::Organization);
        assert_eq!(infer_kind("Lieferant", &names), AttributeKind::Organization);
    }
    #[test]
    fn names_of_any_script_are_names() {
        let letters = [
            "王梦李伟张敏刘洋陈静杨强",
            "ивановапетровсидоркин",
            "محمدعليحسنفاطمهخالد",
            "สมชายมานีวิชัยปิติ",
            "김철수이영희박민준",
        ];
        for alphabet in letters {
            let alphabet: Vec<char> = alphabet.chars().collect();
            let values: Vec<String> = (0..200)
                .map(|i| {
                    (0..3)
                        .map(|at| alphabet[(i * 7 + at * (3 + i / 20)) % alphabet.len()])
                        .collect()
                })
                .collect();
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            assert_eq!(infer_kind("x", &values), AttributeKind::Name, "{}", values[0]);
        }
    }

    #[test]
    fn legal_forms_tell_organizations() {
        let with = |forms: &[&str]| -> AttributeKind {
            let letters = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz";
            let values: Vec<String> = (0..200)
                .map(|i| {
                    format!(
                        "{} {}",
                        &letters[i % 26..i % 26 + 3 + i / 26],
                        forms[i % forms.len()]
                    )
                })
                .collect();
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            infer_kind("x", &values)
        };
        assert_eq!(
            with(&["Ltd", "Inc.", "Group", "Partners"]),
            AttributeKind::Organization
        );
        assert_eq!(
            with(&["GmbH", "Sp. z o.o.", "AB", "Oy"]),
            AttributeKind::Organization
        );
        assert_eq!(with(&["Smith", "Jones"]), AttributeKind::Name);
    }

    #[test]
    fn whole_numbers_that_spread_measure() {
        let infer = |name: &str, number: fn(u64) -> u64| {
            let values: Vec<String> = (0..400).map(|i| number(i).to_string()).collect();
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            infer_kind(name, &values)
        };
        let spread: fn(u64) -> u64 = |i| (i * 7919 % 97 + 3) * (i * 104_729 % 1_009 + 1);
        assert_eq!(infer("x", spread), AttributeKind::Number);
        assert_eq!(infer("id", spread), AttributeKind::Code);
        assert_eq!(infer("x", |i| 10_000 + i * 7919 % 90_000), AttributeKind::Code);
        assert_eq!(infer("house", |i| 1 + i * 37 % 211), AttributeKind::Code);
    }
}
