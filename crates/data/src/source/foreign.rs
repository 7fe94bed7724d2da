//! Formats that are no tables, or that are not read: what they are, and how their table becomes a file that is read.

use crate::Error;

/// A format that is recognized to refuse it with advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Foreign {
    Html,
    Xml,
    Yaml,
    Sql,
    VCard,
    Calendar,
    References,
    Pdf,
    Avro,
    Orc,
    Statistics,
    Python,
}

impl Foreign {
    /// The format that an extension names, in small letters.
    pub fn of_extension(extension: &str) -> Option<Self> {
        Some(match extension {
            "html" | "htm" | "xhtml" => Self::Html,
            "xml" | "kml" | "gpx" => Self::Xml,
            "yaml" | "yml" => Self::Yaml,
            "sql" => Self::Sql,
            "vcf" | "vcard" => Self::VCard,
            "ics" => Self::Calendar,
            "ris" | "bib" | "enw" | "nbib" => Self::References,
            "pdf" => Self::Pdf,
            "avro" => Self::Avro,
            "orc" => Self::Orc,
            "sav" | "dta" | "sas7bdat" | "xpt" | "rds" | "rdata" => Self::Statistics,
            "pkl" | "pickle" | "npy" | "npz" | "h5" | "hdf5" => Self::Python,
            _ => return None,
        })
    }

    /// The format that a file begins like, whatever its name.
    pub fn of_content(head: &[u8]) -> Option<Self> {
        const LOOKED_AT: usize = 400;
        if head.starts_with(b"Obj\x01") {
            return Some(Self::Avro);
        }
        let text = String::from_utf8_lossy(&head[..head.len().min(LOOKED_AT)]).to_lowercase();
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let begins = |starts: &[&str]| starts.iter().any(|start| text.starts_with(start));
        if begins(&["<!doctype html", "<html", "<table", "<head", "<body"])
            || (begins(&["<"]) && text.contains("<html"))
        {
            Some(Self::Html)
        } else if begins(&["<?xml"]) {
            Some(Self::Xml)
        } else if begins(&["begin:vcard"]) {
            Some(Self::VCard)
        } else if begins(&["begin:vcalendar"]) {
            Some(Self::Calendar)
        } else if begins(&["%pdf-"]) {
            Some(Self::Pdf)
        } else if begins(&[
            "-- mysql dump",
            "-- mariadb dump",
            "--\n-- postgresql database",
            "pragma foreign_keys",
        ]) || (begins(&["create table ", "insert into "]) && text.contains('('))
        {
            Some(Self::Sql)
        } else {
            None
        }
    }

    /// The error for a file of this format.
    pub fn refused(self, file: &str) -> Error {
        let (what, advice) = match self {
            Self::Html => (
                "an HTML page",
                "open it in a spreadsheet program and save it as .xlsx or .csv",
            ),
            Self::Xml => (
                "an XML document",
                "if it holds a table, open it in a spreadsheet program and save it as .xlsx or .csv",
            ),
            Self::Yaml => ("a YAML document", "convert it to JSON"),
            Self::Sql => (
                "a script of SQL",
                "load it into its database and export the table as CSV, or into SQLite and name that file",
            ),
            Self::VCard => (
                "a file of contacts",
                "import it into an address book and export it from there as CSV",
            ),
            Self::Calendar => ("a calendar", "export its entries as CSV"),
            Self::References => (
                "a list of references",
                "import it into a reference manager and export it from there as CSV",
            ),
            Self::Pdf => (
                "a PDF document",
                "copy its table into a spreadsheet and save that",
            ),
            Self::Avro => (
                "an Avro file",
                "have the program that made it write Parquet or CSV",
            ),
            Self::Orc => (
                "an ORC file",
                "have the program that made it write Parquet or CSV",
            ),
            Self::Statistics => (
                "a file of a statistics program",
                "have that program write CSV or Parquet",
            ),
            Self::Python => (
                "a file of Python objects or arrays",
                "write the table with to_csv or to_parquet",
            ),
        };
        Error::NotATable {
            file: file.to_owned(),
            what,
            advice,
        }
    }
}
