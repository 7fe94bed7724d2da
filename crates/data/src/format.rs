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
    /// Apache Parquet.
    Parquet,
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
            Self::Parquet => "Parquet",
        }
    }

    /// The format of a file name without its compression suffix.
    fn of_extension(extension: &str) -> Option<Self> {
        match extension.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "tsv" | "tab" => Some(Self::Tsv),
            "jsonl" | "ndjson" | "json" => Some(Self::JsonLines),
            "parquet" | "pq" => Some(Self::Parquet),
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
            ("dir.csv/people", (None, None)),
            ("people.gz", (None, Some(Compression::Gzip))),
            ("people", (None, None)),
        ] {
            assert_eq!(by_name(name), expected, "{name}");
        }
    }
}
