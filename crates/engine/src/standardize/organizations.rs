//! The form in which names of organizations are compared: without legal forms and words such as "and", with letters that
//! points divided put together and with common short forms written out.

use super::people::push_word;

/// Legal forms, as cleaning leaves them and with divided letters put together.
const LEGAL_FORMS: &[&str] = &[
    "ltd",
    "limited",
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "co",
    "company",
    "llc",
    "llp",
    "lp",
    "plc",
    "pllc",
    "pc",
    "gmbh",
    "ggmbh",
    "mbh",
    "ag",
    "kg",
    "kgaa",
    "ohg",
    "ug",
    "gbr",
    "ev",
    "eg",
    "se",
    "sa",
    "sas",
    "sasu",
    "sarl",
    "eurl",
    "snc",
    "sci",
    "spa",
    "srl",
    "srls",
    "sapa",
    "sl",
    "slu",
    "slne",
    "sau",
    "bv",
    "nv",
    "vof",
    "cv",
    "oy",
    "oyj",
    "ab",
    "publ",
    "hb",
    "as",
    "asa",
    "ans",
    "aps",
    "ivs",
    "spzoo",
    "zoo",
    "sro",
    "kft",
    "zrt",
    "nyrt",
    "bt",
    "kkt",
    "doo",
    "dd",
    "ad",
    "ood",
    "eood",
    "jsc",
    "ojsc",
    "pjsc",
    "cjsc",
    "ooo",
    "zao",
    "oao",
    "pao",
    "tov",
    "pty",
    "pvt",
    "private",
    "bhd",
    "sdn",
    "pte",
    "ltda",
    "lda",
    "limitada",
    "cia",
    "eireli",
    "tbk",
    "persero",
    "ltee",
    "kk",
    "gk",
    "yk",
    "uab",
    "sia",
    "ou",
    "as",
    "sti",
    "anonim",
    "sirketi",
    "haftungsbeschrankt",
    "ооо",
    "оао",
    "зао",
    "пао",
    "ао",
    "нао",
    "ип",
    "тоо",
    "тов",
    "ат",
    "пат",
    "ад",
    "ао",
    "еоод",
    "еад",
    "оод",
    "αε",
    "επε",
    "ικε",
    "شركة",
    "شركه",
    "בעמ",
];

/// Legal forms written out, at either end of a name.
const LEGAL_FORMS_WRITTEN_OUT: &[&[&str]] = &[
    &["limited", "liability", "company"],
    &["limited", "liability", "partnership"],
    &["limited", "partnership"],
    &["public", "limited", "company"],
    &["private", "limited", "company"],
    &["joint", "stock", "company"],
    &["open", "joint", "stock", "company"],
    &["closed", "joint", "stock", "company"],
    &["public", "joint", "stock", "company"],
    &["gesellschaft", "mit", "beschrankter", "haftung"],
    &["gesellschaft", "mbh"],
    &["gesellschaft", "burgerlichen", "rechts"],
    &["kommanditgesellschaft"],
    &["aktiengesellschaft"],
    &["eingetragener", "verein"],
    &["societe", "anonyme"],
    &["societe", "a", "responsabilite", "limitee"],
    &["societe", "par", "actions", "simplifiee"],
    &["sociedad", "anonima"],
    &["sociedad", "anonima", "de", "capital", "variable"],
    &["sociedad", "limitada"],
    &["sociedad", "de", "responsabilidad", "limitada"],
    &["societa", "per", "azioni"],
    &["societa", "a", "responsabilita", "limitata"],
    &["sociedade", "anonima"],
    &["sociedade", "limitada"],
    &["societatea", "cu", "raspundere", "limitata"],
    &["societate", "cu", "raspundere", "limitata"],
    &["besloten", "vennootschap"],
    &["naamloze", "vennootschap"],
    &["aktiebolag"],
    &["aktieselskab"],
    &["anpartsselskab"],
    &["aksjeselskap"],
    &["osakeyhtio"],
    &["spolka", "akcyjna"],
    &["spolka", "z", "ograniczona", "odpowiedzialnoscia"],
    &["spolecnost", "s", "rucenim", "omezenym"],
    &["akciova", "spolecnost"],
    &["korlatolt", "felelossegu", "tarsasag"],
    &["anonim", "sirketi"],
    &["limited", "sirketi"],
    &["obshchestvo", "s", "ogranichennoy", "otvetstvennostyu"],
    &["aktsionernoe", "obshchestvo"],
    &["otkrytoe", "aktsionernoe", "obshchestvo"],
    &["общество", "с", "ограниченнои", "ответственностью"],
    &["общество", "с", "ограниченной", "ответственностью"],
    &["акционерное", "общество"],
    &["открытое", "акционерное", "общество"],
    &["закрытое", "акционерное", "общество"],
    &["публичное", "акционерное", "общество"],
    &["товариство", "з", "обмеженою", "відповідальністю"],
    &["perseroan", "terbatas"],
    &["sendirian", "berhad"],
];

/// Legal forms that may stand before the name.
const LEGAL_FORMS_BEFORE: &[&str] = &[
    "ooo", "zao", "oao", "pao", "jsc", "pt", "cv", "ооо", "оао", "зао", "пао", "ао", "нао", "ип", "тоо",
    "тов", "gmbh", "uab", "sia", "sarl", "شركه",
];

/// Legal forms of scripts without blanks; the longest first.
const LEGAL_FORMS_UNSPACED: &[&str] = &[
    "股份有限公司",
    "有限责任公司",
    "有限責任公司",
    "集团有限公司",
    "株式会社",
    "有限会社",
    "合同会社",
    "有限公司",
    "株式會社",
    "公司",
    "株",
    "有",
    "จากด",
    "จำกัด",
    "บริษัท",
];
/// The same for Hangul, which stands apart or not.
const LEGAL_FORMS_HANGUL: &[&str] = &["주식회사", "유한회사"];

/// Words that join or point.
const LINKS: &[&str] = &["and", "und", "et", "og", "och", "the", "of"];

/// Written-out forms of words that are not shortened to their beginning.
fn written_out(word: &str) -> &str {
    match word {
        "intl" | "int" | "internatl" => "international",
        "natl" => "national",
        "univ" | "uni" => "university",
        "dept" => "department",
        "inst" => "institute",
        "assn" | "assoc" | "ass" => "association",
        "mfg" => "manufacturing",
        "bros" => "brothers",
        "svc" | "svcs" => "services",
        "mgmt" => "management",
        "ctr" | "centre" => "center",
        "hosp" => "hospital",
        "govt" => "government",
        "mfr" => "manufacturer",
        "mkt" => "market",
        "bldg" => "building",
        "elec" => "electric",
        "lab" | "labs" => "laboratories",
        "sys" => "systems",
        "tech" => "technology",
        "grp" => "group",
        "ind" => "industries",
        "acad" => "academy",
        "soc" => "society",
        "fdn" => "foundation",
        other => other,
    }
}

/// Whether a cleaned value of several words says that it names an organization.
pub(super) fn names_organization(cleaned: &str) -> bool {
    cleaned.contains(' ') && with_letters_joined(cleaned).split(' ').any(is_organization_word)
}

/// A legal form that is no common word, or what many organizations are called.
fn is_organization_word(word: &str) -> bool {
    const COMMON: &[&str] = &[
        "as", "ad", "se", "co", "sa", "sl", "pc", "lp", "ab", "cv", "eg", "kk", "bt", "dd", "ou", "publ",
        "private", "ev", "ug",
    ];
    const WORDS: &[&str] = &[
        "university",
        "universitat",
        "universite",
        "universidad",
        "universita",
        "institute",
        "institut",
        "college",
        "hospital",
        "bank",
        "insurance",
        "holdings",
        "holding",
        "industries",
        "solutions",
        "technologies",
        "consulting",
        "enterprises",
        "associates",
        "ministry",
        "department",
        "foundation",
        "association",
        "laboratories",
        "laboratory",
        "logistics",
        "partners",
        "group",
        "services",
        "systems",
        "ventures",
        "school",
        "council",
        "committee",
        "agency",
        "klinik",
        "verein",
        "stiftung",
        "университет",
        "институт",
        "банк",
        "завод",
        "компания",
        "大学",
        "公司",
        "銀行",
        "银行",
        "研究所",
        "集团",
    ];
    (LEGAL_FORMS.contains(&word) && !COMMON.contains(&word)) || WORDS.contains(&word)
}

/// The same for a whole value in a script without blanks.
pub(super) fn names_organization_unspaced(text: &str) -> bool {
    LEGAL_FORMS_UNSPACED
        .iter()
        .filter(|form| form.chars().count() >= 2)
        .chain(&[
            "大学",
            "银行",
            "銀行",
            "研究所",
            "集团",
            "医院",
            "病院",
            "주식회사",
        ])
        .any(|form| text.contains(form))
}

/// Brings a cleaned name into the standard form.
pub(super) fn standard_organization(name: &mut String) {
    let joined = with_letters_joined(name);
    let mut words: Vec<&str> = joined.split(' ').collect();
    loop {
        let before = words.len();
        if let Some(rest) = without_written_out_form(&words) {
            words = rest;
        } else if before >= 3 && is_divided_form(&words[before - 2..]) {
            words.truncate(before - 2);
        } else if before >= 2 && LEGAL_FORMS.contains(&words[before - 1]) {
            words.pop();
        } else if before >= 2 && (LEGAL_FORMS_BEFORE.contains(&words[0]) || is_unspaced_form(words[0])) {
            words.remove(0);
        } else if before >= 2 && is_unspaced_form(words[before - 1]) {
            words.pop();
        } else {
            break;
        }
    }
    let mut standard = String::with_capacity(name.len());
    for word in &words {
        if words.len() > 1 && LINKS.contains(word) {
            continue;
        }
        push_word(written_out(without_unspaced_form(word)), &mut standard);
    }
    if !standard.is_empty() {
        *name = standard;
    }
}

/// The words without a legal form that is written out at their end or their beginning, if something is left.
fn without_written_out_form<'a>(words: &[&'a str]) -> Option<Vec<&'a str>> {
    LEGAL_FORMS_WRITTEN_OUT.iter().find_map(|form| {
        let rest = words.strip_suffix(*form).or_else(|| words.strip_prefix(*form))?;
        (!rest.is_empty()).then(|| rest.to_vec())
    })
}

fn is_divided_form(words: &[&str]) -> bool {
    matches!(
        words,
        ["sp", "zoo"] | ["sdn", "bhd"] | ["de", "cv"] | ["co", "kg"] | ["sa", "de"]
    )
}

fn is_unspaced_form(word: &str) -> bool {
    !word.is_ascii()
        && LEGAL_FORMS_UNSPACED
            .iter()
            .chain(LEGAL_FORMS_HANGUL)
            .any(|form| *form == word)
}

fn without_unspaced_form(word: &str) -> &str {
    if word.is_ascii() {
        return word;
    }
    for form in LEGAL_FORMS_UNSPACED
        .iter()
        .chain(LEGAL_FORMS_HANGUL)
        .filter(|form| form.chars().count() >= 2)
    {
        let left = word.strip_suffix(form).or_else(|| word.strip_prefix(form));
        if let Some(left) = left.filter(|left| !left.is_empty()) {
            return left;
        }
    }
    word
}

/// Single letters side by side as one word: `s p a` as `spa`.
fn with_letters_joined(name: &str) -> String {
    let mut joined = String::with_capacity(name.len());
    let mut was_letter = false;
    for word in name.split(' ') {
        let is_letter = word.chars().count() == 1
            && word.chars().all(char::is_alphabetic)
            && !word.chars().any(super::script::is_unspaced);
        if is_letter && was_letter {
            joined.push_str(word);
        } else {
            push_word(word, &mut joined);
        }
        was_letter = is_letter;
    }
    joined
}

/// The first letters of the words of a standard name, where there are enough of them for it to go by these.
pub fn acronym(standard: &str) -> Option<String> {
    let initials: String = standard
        .split(' ')
        .filter(|word| {
            !matches!(
                *word,
                "de" | "la" | "di" | "del" | "for" | "in" | "fur" | "des" | "e" | "y"
            )
        })
        .filter_map(|word| word.chars().next())
        .filter(char::is_ascii_alphanumeric)
        .collect();
    ((3..=7).contains(&initials.len())).then_some(initials)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_forms_and_links_go() {
        for (name, wanted) in [
            ("acme ltd", "acme"),
            ("acme corp inc", "acme"),
            ("acme gmbh co kg", "acme"),
            ("acme gesellschaft mit beschrankter haftung", "acme"),
            ("open joint stock company gazprom", "gazprom"),
            ("joint stock company", "joint stock"),
            ("fiat s p a", "fiat"),
            ("telmex s a de c v", "telmex"),
            ("zaklad sp z o o", "zaklad"),
            ("philips n v", "philips"),
            ("smith and sons limited", "smith sons"),
            ("the university of york", "university york"),
            ("university york", "university york"),
            ("intl business machines", "international business machines"),
            ("i b m", "ibm"),
            ("ооо ромашка", "ромашка"),
            ("株式会社山田", "山田"),
            ("华为技术有限公司", "华为技术"),
            ("limited", "limited"),
            ("the", "the"),
        ] {
            let mut text = name.to_owned();
            standard_organization(&mut text);
            assert_eq!(text, wanted, "{name}");
        }
    }

    #[test]
    fn acronyms_are_first_letters() {
        assert_eq!(acronym("international business machines").as_deref(), Some("ibm"));
        assert_eq!(acronym("acme"), None);
    }
}
