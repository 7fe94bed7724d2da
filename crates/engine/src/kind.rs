//! The kinds of attribute that the engine tells apart.

use serde::{Deserialize, Serialize};

/// What an attribute holds, which decides how it is standardized, blocked and compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AttributeKind {
    /// Names of people or short proper names of one to a few words.
    Name,
    /// Names of companies, authorities and other organizations.
    Organization,
    /// Postal addresses and their parts.
    Address,
    /// Calendar dates and years.
    Date,
    /// Telephone and fax numbers.
    Phone,
    /// E-mail addresses.
    Email,
    /// Quantities whose closeness matters, such as prices.
    Number,
    /// Identifiers, postcodes and model numbers: equal or mistyped.
    Code,
    /// Free text and titles.
    Text,
    /// One of few values, such as a sex or a state.
    Category,
    /// Not compared.
    Ignore,
}

impl AttributeKind {
    /// Every kind, in the order in which help texts list them.
    pub const ALL: [Self; 11] = [
        Self::Name,
        Self::Organization,
        Self::Address,
        Self::Date,
        Self::Phone,
        Self::Email,
        Self::Number,
        Self::Code,
        Self::Text,
        Self::Category,
        Self::Ignore,
    ];

    /// The name that people write and read.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Organization => "organization",
            Self::Address => "address",
            Self::Date => "date",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Number => "number",
            Self::Code => "code",
            Self::Text => "text",
            Self::Category => "category",
            Self::Ignore => "ignore",
        }
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}
