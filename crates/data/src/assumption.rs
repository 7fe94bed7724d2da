//! What a file left open, and how it was read: one line for the person each, and a refusal with `strict`.

use std::fmt;

use crate::Place;

/// Something about a file that is not as its format says, with what was made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assumption {
    /// Where it was first seen.
    pub place: Place,
    /// What was assumed.
    pub what: Assumed,
}

/// What was assumed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Assumed {
    /// The first line names the delimiter, as Excel writes it: `sep=;`.
    SeparatorLine {
        /// The delimiter.
        delimiter: char,
    },
    /// Lines above the column names that are no records.
    Titles {
        /// Number of lines.
        lines: u64,
    },
    /// Lines that begin with `#` and are no records.
    Comments {
        /// Number of lines.
        lines: u64,
    },
    /// A line of dashes below the column names.
    Ruled,
    /// Cells of a table that is drawn with lines.
    Drawn,
    /// Column names that look like values.
    NamesLikeValues,
    /// One column where there may be several.
    OneColumn {
        /// What may separate them; blanks in columns of fixed width.
        delimiter: char,
    },
    /// Lines below the records, such as totals.
    Footer {
        /// Number of lines.
        lines: u64,
    },
    /// Rows with fewer values than there are columns.
    ShortRows {
        /// Number of rows.
        rows: u64,
        /// Values in the first of them.
        found: usize,
        /// Columns.
        expected: usize,
    },
    /// A delimiter at the end of the column names.
    TrailingDelimiterInHeader,
    /// A delimiter at the end of rows.
    TrailingDelimiterInRows {
        /// Number of rows.
        rows: u64,
    },
    /// The rows have one more value than there are names, which comes first.
    UnnamedIndex {
        /// What the column is called.
        name: String,
    },
    /// A column without a name.
    UnnamedColumn {
        /// Position, counted from 1.
        position: usize,
        /// What the column is called.
        name: String,
    },
    /// Columns without a name and without a value.
    EmptyColumns {
        /// Number of columns.
        columns: usize,
    },
    /// A second column of the same name.
    RepeatedName {
        /// Position, counted from 1.
        position: usize,
        /// The name.
        name: String,
        /// What the column is called.
        renamed: String,
    },
    /// `\"` is a quote inside a quoted value.
    Backslashes,
    /// Values are enclosed in `'`.
    SingleQuotes,
    /// Blanks between a delimiter and an opening quote.
    BlanksBeforeQuotes,
    /// The encoding is a guess from the bytes.
    Encoding {
        /// Its name.
        name: String,
    },
    /// NUL characters in a text.
    NulCharacters,
    /// A file without records beside others that have some.
    Skipped {
        /// Whether it has column names.
        has_header: bool,
    },
    /// One sheet of several.
    Sheet {
        /// Its name.
        name: String,
        /// The other sheets with data.
        others: Vec<String>,
    },
    /// The records are a list inside a JSON document.
    JsonMember {
        /// The member that holds the list.
        member: String,
    },
    /// Pages of records, one after the other.
    JsonPages {
        /// The member that holds the records of a page.
        member: String,
    },
    /// A JSON document that holds a table in another way than as objects.
    JsonTable {
        /// What is a record.
        shape: JsonShape,
    },
    /// Column names that differ from another file's in case or blanks only.
    OtherSpelling {
        /// The names in this file and in the first one.
        columns: Vec<(String, String)>,
    },
}

/// How a JSON document holds a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonShape {
    /// Each member is a column, whose members are the values.
    Columns,
    /// Each member is a record, and its name is the key.
    Members,
    /// Lists of values below a list of names.
    Lists,
}

impl fmt::Display for Assumption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.what.is_about_a_line() {
            write!(f, "{}: {}", self.place, self.what)
        } else {
            write!(f, "{}: {}", self.place.file, self.what)
        }
    }
}

impl Assumed {
    /// Whether the place of the assumption is a line rather than the whole file.
    fn is_about_a_line(&self) -> bool {
        !matches!(
            self,
            Self::Encoding { .. }
                | Self::Skipped { .. }
                | Self::Sheet { .. }
                | Self::JsonMember { .. }
                | Self::JsonPages { .. }
                | Self::JsonTable { .. }
                | Self::OneColumn { .. }
                | Self::Drawn
                | Self::OtherSpelling { .. }
                | Self::SingleQuotes
                | Self::Backslashes
                | Self::BlanksBeforeQuotes
        )
    }
}

impl fmt::Display for Assumed {
    #[expect(clippy::too_many_lines, reason = "a table: what is said of each assumption")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SeparatorLine { delimiter } => {
                write!(f, "the delimiter is {delimiter:?}, as this line says")
            }
            Self::Titles { lines } => {
                write!(
                    f,
                    "skipped {} above the column names",
                    counted(*lines, "title line")
                )
            }
            Self::Comments { lines } => {
                write!(f, "skipped {} that begin with #", counted(*lines, "comment line"))
            }
            Self::Ruled => f.write_str("skipped a line of dashes below the column names"),
            Self::Drawn => f.write_str("read the cells of a table drawn with lines, without the blanks around them"),
            Self::NamesLikeValues => f.write_str(
                "taken for the column names, though it looks like a record; if it is one, add --no-header",
            ),
            Self::OneColumn { delimiter: ' ' } => f.write_str(
                "read as one column, though it looks like columns of fixed width; save it with commas between them",
            ),
            Self::OneColumn { delimiter } => write!(
                f,
                "read as one column; if {delimiter:?} separates values, add --delimiter '{delimiter}'"
            ),
            Self::Footer { lines } => write!(
                f,
                "skipped {} below the records, such as totals or remarks",
                counted(*lines, "line")
            ),
            Self::ShortRows {
                rows,
                found,
                expected,
            } => write!(
                f,
                "{} shorter than the column names, here {found} of {expected} fields; the missing values are empty",
                if *rows == 1 {
                    "1 row is".to_owned()
                } else {
                    format!("{rows} rows are")
                },
            ),
            Self::TrailingDelimiterInHeader => {
                f.write_str("ignored a delimiter at the end of the column names")
            }
            Self::TrailingDelimiterInRows { rows } => {
                write!(f, "ignored a delimiter at the end of {}", counted(*rows, "row"))
            }
            Self::UnnamedIndex { name } => write!(
                f,
                "the rows have one value more than there are column names, so the first column is called {name:?}"
            ),
            Self::UnnamedColumn { position, name } => {
                write!(f, "column {position} has no name and is called {name:?}")
            }
            Self::EmptyColumns { columns } => {
                write!(
                    f,
                    "left out {} without name and values",
                    counted(*columns as u64, "column")
                )
            }
            Self::RepeatedName {
                position,
                name,
                renamed,
            } => write!(
                f,
                "column {position} is a second {name:?} and is called {renamed:?}"
            ),
            Self::Backslashes => f.write_str("\\\" inside a quoted value is a quote"),
            Self::SingleQuotes => f.write_str("values are enclosed in single quotes"),
            Self::BlanksBeforeQuotes => f.write_str("ignored blanks before opening quotes"),
            Self::Encoding { name } => write!(
                f,
                "read as {name}; if that is wrong, name the encoding with --encoding"
            ),
            Self::NulCharacters => {
                f.write_str("there are NUL characters; they are kept as part of the values")
            }
            Self::Skipped { has_header: true } => {
                f.write_str("skipped, since it has column names but no records")
            }
            Self::Skipped { has_header: false } => f.write_str("skipped, since it is empty"),
            Self::Sheet { name, others } => write!(
                f,
                "read the sheet {name:?}; there is also {}, which --sheet chooses",
                quoted(others)
            ),
            Self::JsonMember { member } => write!(f, "read the list in the member {member:?}"),
            Self::JsonPages { member } => write!(f, "read the lists in the members {member:?} of all pages"),
            Self::JsonTable { shape } => f.write_str(match shape {
                JsonShape::Columns => "each member is read as a column",
                JsonShape::Members => "each member is read as a record, with its name in the column \"key\"",
                JsonShape::Lists => "each list is read as a record, below a list of column names",
            }),
            Self::OtherSpelling { columns } => {
                let pairs = columns
                    .iter()
                    .map(|(own, other)| format!("{own:?} is taken for {other:?}"))
                    .collect::<Vec<_>>();
                write!(f, "column {}", pairs.join(", "))
            }
        }
    }
}

fn quoted(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
    names.join(", ")
}

fn counted(count: u64, what: &str) -> String {
    if count == 1 {
        format!("1 {what}")
    } else {
        format!("{count} {what}s")
    }
}
