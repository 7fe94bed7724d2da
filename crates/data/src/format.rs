//! The file formats, and the format that a file name stands for.

/// A table format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Delimited text with a header; the delimiter is detected when reading.
    Csv,
    /// Delimited text with tabs.
    Tsv,
    /// One JSON object per line.
    JsonLines,
    /// One JSON array of objects.
    Json,
    /// Apache Parquet.
    Parquet,
    /// Arrow IPC, also known as Feather.
    Arrow,
    /// A workbook of Excel or `LibreOffice`.
    Workbook,
    /// A table of a `SQLite` database.
    Sqlite,
    /// A table of a `PostgreSQL` server.
    Postgres,
}

/// Compression around a text format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Compression {
    /// `.gz`
    Gzip,
    /// `.zst`
    Zstd,
}

impl Format {
    /// The format's name for messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Tsv => "TSV",
            Self::JsonLines => "JSON lines",
            Self::Json => "JSON",
            Self::Parquet => "Parquet",
            Self::Arrow => "Arrow",
            Self::Workbook => "a workbook",
            Self::Sqlite => "a SQLite database",
            Self::Postgres => "a PostgreSQL database",
        }
    }

    /// The names that [`Format::parse`] takes.
    pub const NAMES: [&'static str; 8] = [
        "csv", "tsv", "jsonl", "json", "parquet", "arrow", "xlsx", "sqlite",
    ];

    /// The format with one of the [`Format::NAMES`].
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "csv" => Self::Csv,
            "tsv" => Self::Tsv,
            "jsonl" => Self::JsonLines,
            "json" => Self::Json,
            "parquet" => Self::Parquet,
            "arrow" => Self::Arrow,
            "xlsx" => Self::Workbook,
            "sqlite" => Self::Sqlite,
            _ => return None,
        })
    }

    /// Whether it is text, which can be compressed as a whole.
    pub(crate) const fn is_text(self) -> bool {
        matches!(self, Self::Csv | Self::Tsv | Self::JsonLines | Self::Json)
    }

    /// The format of a file name without its compression suffix.
    fn of_extension(extension: &str) -> Option<Self> {
        match extension.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "tsv" | "tab" => Some(Self::Tsv),
            "jsonl" | "ndjson" | "json" => Some(Self::JsonLines),
            "parquet" | "pq" => Some(Self::Parquet),
            "arrow" | "feather" | "ipc" | "arrows" => Some(Self::Arrow),
            "xlsx" | "xlsm" | "xlsb" | "xls" | "ods" => Some(Self::Workbook),
            "sqlite" | "sqlite3" | "db" => Some(Self::Sqlite),
            _ => None,
        }
    }
}

impl Compression {
    /// The compression's name for messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        }
    }
}

/// The format of a file name: `people.csv.gz` is CSV inside gzip.
pub(crate) fn by_name(name: &str) -> (Option<Format>, Option<Compression>) {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let (stem, compression) = match base.rsplit_once('.') {
        Some((stem, "gz" | "GZ" | "gzip")) => (stem, Some(Compression::Gzip)),
        Some((stem, "zst" | "ZST" | "zstd")) => (stem, Some(Compression::Zstd)),
        _ => (base, None),
    };
    let format = stem
        .rsplit_once('.')
        .and_then(|(_, extension)| Format::of_extension(extension));
    (format, compression)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_promise_formats() {
        let csv = Some(Format::Csv);
        for (name, expected) in [
            ("people.csv", (csv, None)),
            ("s3://b/data.v2/people.CSV", (csv, None)),
            ("people.csv.gz", (csv, Some(Compression::Gzip))),
            ("people.tsv.zst", (Some(Format::Tsv), Some(Compression::Zstd))),
            ("people.ndjson", (Some(Format::JsonLines), None)),
            ("people.json", (Some(Format::JsonLines), None)),
            ("people.pq", (Some(Format::Parquet), None)),
            ("people.feather", (Some(Format::Arrow), None)),
            ("people.ods", (Some(Format::Workbook), None)),
            ("dir.csv/people", (None, None)),
            ("people.gz", (None, Some(Compression::Gzip))),
            ("people", (None, None)),
        ] {
            assert_eq!(by_name(name), expected, "{name}");
        }
    }
}
