//! The habits of writing of one place where records are entered.

use super::{draw::Draw, world::World};

/// The habits of one place where records are entered.
#[derive(Debug, Clone)]
pub(super) struct Style {
    pub(super) case: Case,
    /// Order and form of a person's full name.
    pub(super) person: usize,
    pub(super) date: usize,
    pub(super) phone: usize,
    pub(super) authors: usize,
    pub(super) codes: usize,
    /// How often words are abbreviated.
    pub(super) short: f64,
    /// How often the words of a title or of a name of things are cut short, and in which form.
    pub(super) clipped: (f64, Clip),
    /// How often the legal form is left out.
    pub(super) bare: f64,
    pub(super) letters: Letters,
    /// How often the initials of an organization follow its name.
    pub(super) acronym: f64,
    /// What stands before the full name of a man and of a woman, and how often.
    pub(super) honorific: ([&'static str; 2], f64),
    /// The zero of another script's digits.
    pub(super) zero: Option<char>,
    /// Whether the form changes from record to record.
    pub(super) is_loose: bool,
    /// The form that tells things apart: nothing is left to chance.
    pub(super) is_key: bool,
}

/// How long words are cut short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clip {
    /// Their beginning with a dot.
    Dotted,
    /// Their beginning.
    Bare,
    /// Their first letter and the consonants after it.
    Consonants,
}

/// Which letters are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letters {
    /// Those of the language.
    Own,
    /// Those without accents.
    Plain,
    /// Latin ones, whatever the language.
    Latin,
}

/// Capital or small letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    AsIs,
    Upper,
    Lower,
}

impl Style {
    /// Random habits; initials and Latin letters only where the table can do with them.
    pub(super) fn draw(has_initials: bool, world: &World, latin_share: f64, d: &mut Draw) -> Self {
        let zero = match world.language.code {
            "ar" => Some('٠'),
            "hi" => Some('०'),
            "ja" | "zh" => Some('０'),
            _ => None,
        };
        Self {
            case: d.of(&[
                Case::AsIs,
                Case::AsIs,
                Case::AsIs,
                Case::AsIs,
                Case::Upper,
                Case::Lower,
            ]),
            person: if has_initials && d.chance(0.4) {
                2
            } else {
                d.of(&[0, 0, 0, 0, 1, 1, 3, 4, 5])
            },
            date: d.of(&[0, 0, 0, 1, 1, 2, 3, 3, 4, 5]),
            phone: d.below(7),
            authors: d.below(4),
            codes: d.of(&[0, 0, 0, 1, 2]),
            short: d.of(&[0.0, 0.0, 0.3, 0.8, 1.0]),
            bare: d.of(&[0.0, 0.0, 0.1, 0.4, 1.0]),
            clipped: (
                d.of(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.15, 0.5, 1.0]),
                d.of(&[Clip::Dotted, Clip::Dotted, Clip::Bare, Clip::Consonants]),
            ),
            letters: if d.chance(latin_share) {
                Letters::Latin
            } else {
                d.of(&[
                    Letters::Own,
                    Letters::Own,
                    Letters::Own,
                    Letters::Own,
                    Letters::Plain,
                ])
            },
            honorific: (
                d.of(&[["Dr.", "Dr."], ["Mr", "Ms"], ["Herr", "Frau"], ["Prof.", "Prof."]]),
                d.of(&[0.0, 0.0, 0.0, 0.05, 0.3]),
            ),
            acronym: d.of(&[0.0, 0.0, 0.0, 0.1]),
            zero: zero.filter(|_| d.chance(0.3)),
            is_loose: d.chance(0.2),
            is_key: false,
        }
    }

    /// The form in which things are told apart.
    pub(super) fn key(has_initials: bool) -> Self {
        Self {
            case: Case::Lower,
            person: if has_initials { 2 } else { 0 },
            date: 0,
            phone: 0,
            authors: 1,
            codes: 1,
            short: 0.0,
            bare: 1.0,
            clipped: (0.0, Clip::Bare),
            letters: Letters::Plain,
            honorific: (["", ""], 0.0),
            acronym: 0.0,
            zero: None,
            is_loose: false,
            is_key: true,
        }
    }
}
