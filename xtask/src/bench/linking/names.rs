//! Other names for the columns of the sets, in other words, shorter, and in other languages.

/// What each name of [`NAMES`] is in.
pub const LANGUAGES: [&str; 5] = ["other words", "abbreviations", "German", "French", "Spanish"];

/// Columns of one set with different names that mean the same: the set, and the names in the first and second source.
pub const NATURAL: [(&str, &str, &str); 11] = [
    ("imdb-tmdb", "runtimeMinutes", "runtime"),
    ("imdb-tmdb", "birthYear", "birthDate"),
    ("imdb-tmdb", "startYear", "release_year"),
    ("countries", "name", "country"),
    ("census-taxes", "street_number", "mailing_address_street_number"),
    ("census-taxes", "street_name", "mailing_address_street_name"),
    ("census-taxes", "unit_number", "mailing_address_unit_number"),
    ("census-taxes", "city", "mailing_address_city"),
    ("census-taxes", "state", "mailing_address_state"),
    ("census-taxes", "zipcode", "mailing_address_zipcode"),
    ("census-taxes", "year", "tax_year"),
];

/// Columns that make one: its name, and theirs.
pub const PARTS: [(&str, &[&str]); 6] = [
    ("name", &["given_name", "surname"]),
    ("customer", &["given_name", "surname"]),
    ("full_name", &["first_name", "middle_initial", "last_name"]),
    (
        "address",
        &[
            "street_number",
            "address_1",
            "address_2",
            "suburb",
            "postcode",
            "state",
        ],
    ),
    ("street", &["street_number", "address_1"]),
    ("location", &["addr", "city"]),
];

/// The name of a column in one of the [`LANGUAGES`]; the same if there is none.
pub fn renamed(name: &str, language: usize) -> String {
    // `employer_city` and `mailing_address_city` keep their first words.
    let owner = ["employer_", "mailing_address_"]
        .into_iter()
        .find_map(|owner| Some((owner, name.strip_prefix(owner)?)));
    let (owner, own) = owner.unwrap_or(("", name));
    let found = NAMES.iter().find(|(column, _)| *column == own);
    found.map_or_else(
        || name.to_owned(),
        |(_, names)| format!("{owner}{}", names[language]),
    )
}

/// Names by column.
const NAMES: [(&str, [&str; 5]); 36] = [
    ("name", ["denomination", "nm", "Bezeichnung", "nom", "nombre"]),
    ("title", ["heading", "ttl", "Titel", "titre", "título"]),
    (
        "description",
        ["details", "descr", "Beschreibung", "description", "descripción"],
    ),
    ("price", ["cost", "prc", "Preis", "prix", "precio"]),
    (
        "manufacturer",
        ["brand", "mfr", "Hersteller", "fabricant", "fabricante"],
    ),
    ("authors", ["written by", "auth", "Autoren", "auteurs", "autores"]),
    (
        "venue",
        ["published in", "ven", "Zeitschrift", "revue", "revista"],
    ),
    ("year", ["yr published", "yr", "Jahr", "année", "año"]),
    (
        "addr",
        ["street address", "adr", "Anschrift", "adresse", "dirección"],
    ),
    ("city", ["town", "cty", "Stadt", "ville", "ciudad"]),
    (
        "phone",
        ["telephone", "ph", "Telefonnummer", "téléphone", "teléfono"],
    ),
    ("type", ["cuisine", "typ", "Art", "catégorie", "tipo"]),
    (
        "given_name",
        ["first name", "gvn_name", "Vorname", "prénom", "nombre"],
    ),
    (
        "surname",
        ["last name", "sname", "Familienname", "nom", "apellidos"],
    ),
    (
        "street_number",
        ["house no", "str_no", "Hausnummer", "numéro", "número"],
    ),
    ("address_1", ["street", "addr1", "Strasse", "voie", "calle"]),
    (
        "address_2",
        [
            "locality",
            "addr2",
            "Adresszusatz",
            "complément adresse",
            "barrio",
        ],
    ),
    ("suburb", ["city", "sub", "Ort", "commune", "localidad"]),
    ("postcode", ["zip", "pcode", "PLZ", "code postal", "C.P."]),
    ("state", ["province", "st", "Bundesland", "région", "provincia"]),
    (
        "date_of_birth",
        [
            "birthday",
            "dob",
            "Geburtsdatum",
            "date de naissance",
            "fecha de nacimiento",
        ],
    ),
    (
        "soc_sec_id",
        [
            "social security number",
            "ssn",
            "Sozialversicherungsnummer",
            "n° sécurité sociale",
            "num seguridad social",
        ],
    ),
    ("first_name", ["forename", "fname", "Vorname", "prénom", "nombre"]),
    (
        "middle_initial",
        [
            "middle name",
            "mi",
            "Zweiter Vorname",
            "deuxième prénom",
            "segundo nombre",
        ],
    ),
    (
        "last_name",
        ["family name", "lname", "Nachname", "nom de famille", "apellido"],
    ),
    ("street_name", ["road", "str_name", "Straße", "rue", "calle"]),
    (
        "unit_number",
        ["apartment", "unit_no", "Wohnung", "appartement", "piso"],
    ),
    (
        "zipcode",
        [
            "postal code",
            "zip_cd",
            "Postleitzahl",
            "code postal",
            "código postal",
        ],
    ),
    ("age", ["years old", "age_yrs", "Alter", "âge", "edad"]),
    ("sex", ["gender", "sx", "Geschlecht", "sexe", "sexo"]),
    (
        "capital",
        ["capital city", "cap", "Hauptstadt", "capitale", "capital"],
    ),
    (
        "area",
        ["surface km2", "ar", "Fläche", "superficie", "superficie"],
    ),
    ("country", ["nation", "ctry", "Land", "pays", "país"]),
    (
        "journal",
        ["periodical", "jrnl", "Zeitschrift", "revue", "revista"],
    ),
    (
        "plant_name",
        ["station", "plt_nm", "Kraftwerk", "centrale", "central"],
    ),
    (
        "utility_name",
        ["operator", "util_nm", "Betreiber", "exploitant", "operador"],
    ),
];
