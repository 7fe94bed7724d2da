//! A table in memory: text columns for the engine, and what is needed to write the values unchanged.

use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, RecordBatch, StringArray};
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema};
use arrow_select::filter::filter_record_batch;
use encoding_rs::Encoding;

use crate::{Assumed, Assumption, Error, PutBatches};

/// Records that were read, in the order of the inputs.
#[derive(Debug, Default)]
pub struct Table {
    /// Column names, in the order of the first input.
    pub names: Vec<String>,
    /// All columns are `Utf8`; null means missing or empty. At most 65,536 records each; cloning is cheap. Empty while the values are in
    /// a temporary file.
    pub batches: Vec<RecordBatch>,
    /// Notes for the person on how the inputs were read.
    pub notices: Vec<Notice>,
    pub(crate) files: Vec<FileInfo>,
    /// One for each batch.
    pub(crate) origins: Vec<Origin>,
    /// The values, if they are in a temporary file; there are no batches then.
    pub(crate) put: Option<PutBatches>,
}

/// A note about an input; its text names the file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// Something about the file is not as its format says.
    Assumed(Assumption),
    /// The file is in another encoding than UTF-8, as the file or the caller says.
    Decoded {
        /// The file.
        file: String,
        /// The encoding's name.
        encoding: String,
    },
    /// Columns that the names of the folders give.
    FolderColumns {
        /// Their names.
        columns: Vec<String>,
    },
    /// Columns that a catalog does not know.
    UnknownColumns {
        /// The file.
        file: String,
        /// The names that they get.
        columns: Vec<String>,
    },
    /// A file that lacks columns of another one.
    Uneven {
        /// The file that lacks columns.
        file: String,
        /// The columns that none of its records has.
        columns: Vec<String>,
    },
}

/// Where a record comes from; shown as `people.csv, line 17`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, as named by the input.
    pub file: String,
    /// Line of the file where the record begins, counted from 1; in Parquet, the row.
    pub line: u64,
    /// What `line` counts.
    pub unit: Unit,
}

/// What a place counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Lines of text.
    Line,
    /// Rows of a binary format.
    Row,
}

/// One input file.
#[derive(Debug, Clone)]
pub(crate) struct FileInfo {
    pub name: String,
    pub layout: Layout,
}

/// The format of an input file, with the details that an output in the same format keeps.
#[derive(Debug, Clone)]
pub(crate) enum Layout {
    Csv(CsvStyle),
    /// Objects, in one array or after one another.
    Json {
        is_array: bool,
    },
    Parquet,
    Arrow,
    Workbook,
    Sqlite,
    /// A table of a server, with the types of its columns as the server names them.
    Postgres(Arc<BTreeMap<String, String>>),
}

/// How a CSV file is written, apart from its values.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a property of files, independent of the others"
)]
pub(crate) struct CsvStyle {
    pub delimiter: u8,
    /// Whether quotes have a meaning; some tab-separated files use them as plain characters. Whatever the input has, values
    /// are written in double quotes, with quotes in them doubled: every reader understands that.
    pub quoting: bool,
    /// Whether the first line names the delimiter.
    pub has_separator_line: bool,
    pub line_end: &'static str,
    pub byte_order_mark: bool,
    pub encoding: &'static Encoding,
    /// Whether the file is ASCII only, which fits every encoding.
    pub is_ascii: bool,
}

/// Where a batch comes from.
#[derive(Debug)]
pub(crate) struct Origin {
    pub file: usize,
    pub lines: Lines,
    pub original: Original,
}

/// Line numbers of a batch, which are almost always consecutive.
#[derive(Debug)]
pub(crate) enum Lines {
    From(u64),
    Each(Vec<u64>),
}

/// The original form of a batch in its file.
#[derive(Debug)]
pub(crate) enum Original {
    /// The text columns are the values, byte for byte once encoded.
    Text,
    /// JSON objects, unchanged.
    Json(JsonObjects),
    /// Typed columns, in the order of [`Table::names`].
    Columns(RecordBatch),
}

/// The text of JSON objects, one after another.
#[derive(Debug, Default)]
pub(crate) struct JsonObjects {
    text: String,
    ends: Vec<usize>,
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that `map_err` takes")]
fn internal(error: ArrowError) -> Error {
    Error::Internal {
        reason: error.to_string(),
    }
}

impl Table {
    /// Number of records.
    pub fn len(&self) -> usize {
        self.rows().sum()
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many records each batch has, wherever it is.
    fn rows(&self) -> impl Iterator<Item = usize> {
        let put = self.put.iter().flat_map(PutBatches::rows);
        self.batches.iter().map(RecordBatch::num_rows).chain(put)
    }

    /// Where a record comes from; `row` counts from 0 through all batches. `None` past the end.
    pub fn place(&self, row: usize) -> Option<Place> {
        let mut row = row;
        for (rows, origin) in self.rows().zip(&self.origins) {
            if row >= rows {
                row -= rows;
                continue;
            }
            let file = &self.files[origin.file];
            return Some(Place {
                file: file.name.clone(),
                line: origin.lines.of(row),
                unit: match file.layout {
                    Layout::Parquet
                    | Layout::Arrow
                    | Layout::Workbook
                    | Layout::Sqlite
                    | Layout::Postgres(_) => Unit::Row,
                    Layout::Csv(_) | Layout::Json { .. } => Unit::Line,
                },
            });
        }
        None
    }

    /// The same table without some columns; unknown columns are ignored. Objects of JSON lines are kept
    /// unchanged, so no column can be removed from them.
    pub fn without_columns(self, names: &[&str]) -> Result<Self, Error> {
        let kept: Vec<usize> = (0..self.names.len())
            .filter(|&column| !names.contains(&self.names[column].as_str()))
            .collect();
        if kept.len() == self.names.len() {
            return Ok(self);
        }
        self.with_columns(&kept)
    }

    /// The same table with new names for all its columns. Objects of JSON lines are kept unchanged,
    /// so their members cannot be renamed.
    pub fn renamed(mut self, names: Vec<String>) -> Result<Self, Error> {
        if names == self.names {
            return Ok(self);
        }
        for origin in &self.origins {
            if matches!(origin.original, Original::Json(_)) {
                return Err(Error::JsonColumns {
                    file: self.files[origin.file].name.clone(),
                });
            }
        }
        let rename = |batch: &RecordBatch| {
            let fields: Vec<Field> = batch
                .schema()
                .fields()
                .iter()
                .zip(&names)
                .map(|(field, name)| field.as_ref().clone().with_name(name))
                .collect();
            RecordBatch::try_new(Arc::new(Schema::new(fields)), batch.columns().to_vec()).map_err(internal)
        };
        for batch in &mut self.batches {
            *batch = rename(batch)?;
        }
        for origin in &mut self.origins {
            if let Original::Columns(batch) = &mut origin.original {
                *batch = rename(batch)?;
            }
        }
        self.names = names;
        Ok(self)
    }

    /// The same table with more columns, each with one value for all records; `None` is a missing value. Objects of JSON lines
    /// get a member for each.
    pub fn with_constants(mut self, columns: &[(String, Option<String>)]) -> Result<Self, Error> {
        let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
        self.check_new_columns(&names)?;
        self.take_back()?;
        let widened = |batch: &RecordBatch| {
            let mut fields: Vec<Field> = batch
                .schema()
                .fields()
                .iter()
                .map(|field| field.as_ref().clone())
                .collect();
            let mut values = batch.columns().to_vec();
            for (name, value) in columns {
                fields.push(Field::new(name, DataType::Utf8, true));
                let column: StringArray = std::iter::repeat_n(value.as_deref(), batch.num_rows()).collect();
                values.push(Arc::new(column));
            }
            RecordBatch::try_new(Arc::new(Schema::new(fields)), values).map_err(internal)
        };
        for batch in &mut self.batches {
            *batch = widened(batch)?;
        }
        for origin in &mut self.origins {
            match &mut origin.original {
                Original::Text => {}
                Original::Columns(batch) => *batch = widened(batch)?,
                Original::Json(objects) => *objects = objects.with_members(columns),
            }
        }
        self.names.extend(names.into_iter().map(str::to_owned));
        Ok(self)
    }

    /// The records to keep, in order; `is_kept` has one entry per record.
    pub fn filtered(&self, is_kept: &[bool]) -> Result<Self, Error> {
        let mut filtered = Self {
            names: self.names.clone(),
            notices: self.notices.clone(),
            files: self.files.clone(),
            ..Self::default()
        };
        let mut row = 0;
        for (batch, origin) in self.batches.iter().zip(&self.origins) {
            let here = &is_kept[row..row + batch.num_rows()];
            row += batch.num_rows();
            let kept: Vec<usize> = (0..here.len()).filter(|&at| here[at]).collect();
            let mask = BooleanArray::from(here.to_vec());
            let only_kept = |batch| filter_record_batch(batch, &mask).map_err(internal);
            filtered.batches.push(only_kept(batch)?);
            filtered.origins.push(Origin {
                file: origin.file,
                lines: Lines::Each(kept.iter().map(|&at| origin.lines.of(at)).collect()),
                original: match &origin.original {
                    Original::Text => Original::Text,
                    Original::Json(objects) => {
                        let mut left = JsonObjects::default();
                        for &at in &kept {
                            left.push(objects.get(at));
                        }
                        Original::Json(left)
                    }
                    Original::Columns(columns) => Original::Columns(only_kept(columns)?),
                },
            });
        }
        Ok(filtered)
    }

    /// Appends the records of another table, whose columns may be in another order.
    pub fn join(mut self, mut below: Self) -> Result<Self, Error> {
        self.take_back()?;
        below.take_back()?;
        let order: Vec<Option<usize>> = self
            .names
            .iter()
            .map(|name| below.names.iter().position(|own| own == name))
            .collect();
        let first_file = |table: &Self| {
            table
                .files
                .first()
                .map(|file| file.name.clone())
                .unwrap_or_default()
        };
        let missing: Vec<String> = self
            .names
            .iter()
            .zip(&order)
            .filter(|(_, position)| position.is_none())
            .map(|(name, _)| name.clone())
            .collect();
        let unknown: Vec<String> = below
            .names
            .iter()
            .filter(|name| !self.names.contains(name))
            .cloned()
            .collect();
        if !missing.is_empty() || !unknown.is_empty() {
            return Err(Error::DifferentColumns {
                first: first_file(&self),
                file: first_file(&below),
                missing,
                unknown,
            });
        }
        let order: Vec<usize> = order.into_iter().flatten().collect();
        let is_in_order = order.iter().enumerate().all(|(at, &column)| at == column);
        let below = if is_in_order {
            below
        } else {
            below.with_columns(&order)?
        };
        let files = self.files.len();
        self.files.extend(below.files);
        self.batches.extend(below.batches);
        self.notices.extend(below.notices);
        self.origins
            .extend(below.origins.into_iter().map(|origin| Origin {
                file: origin.file + files,
                ..origin
            }));
        Ok(self)
    }

    /// The records with new columns at the end. Columns keep the types that they were read with, and share their values, if all
    /// inputs have them with the same types; otherwise they are text.
    pub fn with_new_columns(&self, extra: &[(&str, ArrayRef)]) -> Result<Vec<RecordBatch>, Error> {
        let names: Vec<&str> = extra.iter().map(|(name, _)| *name).collect();
        self.check_new_columns(&names)?;
        let typed: Option<Vec<&RecordBatch>> = self
            .origins
            .iter()
            .map(|origin| match &origin.original {
                Original::Columns(batch) => Some(batch),
                Original::Text | Original::Json(_) => None,
            })
            .collect();
        let is_one_schema = |batches: &Vec<&RecordBatch>| {
            let mut pairs = batches.windows(2);
            pairs.all(|pair| pair[0].schema().fields() == pair[1].schema().fields())
        };
        let batches = match typed.filter(is_one_schema) {
            Some(typed) => typed,
            None => self.batches.iter().collect(),
        };
        let mut row = 0;
        let widened = batches.into_iter().map(|batch| {
            let schema = batch.schema();
            let added = extra
                .iter()
                .map(|(name, values)| Arc::new(Field::new(*name, values.data_type().clone(), true)));
            let fields: Fields = schema.fields().iter().cloned().chain(added).collect();
            let rows = batch.num_rows();
            let new = extra.iter().map(|(_, values)| values.slice(row, rows));
            let columns = batch.columns().iter().cloned().chain(new).collect();
            row += rows;
            let schema = Schema::new_with_metadata(fields, schema.metadata().clone());
            RecordBatch::try_new(Arc::new(schema), columns).map_err(internal)
        });
        widened.collect()
    }

    /// A table that was made rather than read; all its columns are text.
    pub fn of_text(batch: RecordBatch) -> Result<Self, Error> {
        if batch
            .schema()
            .fields()
            .iter()
            .any(|field| field.data_type() != &DataType::Utf8)
        {
            return Err(Error::Internal {
                reason: "the columns of a made table are text".to_owned(),
            });
        }
        Ok(Self {
            names: batch
                .schema()
                .fields()
                .iter()
                .map(|field| field.name().clone())
                .collect(),
            origins: vec![Origin {
                file: 0,
                lines: Lines::From(1),
                original: Original::Text,
            }],
            batches: vec![batch],
            ..Self::default()
        })
    }

    /// Tables below one another with other columns: for each of `names` the position in each table, if it has the column, and
    /// then a column with the name of the table. Values are text from then on.
    pub fn stacked(
        parts: Vec<(Self, Vec<Option<usize>>)>,
        names: Vec<String>,
        (source, sources): (&str, &[String]),
    ) -> Result<Self, Error> {
        let mut whole = Self {
            names,
            ..Self::default()
        };
        whole.names.push(source.to_owned());
        let fields = whole
            .names
            .iter()
            .map(|name| Field::new(name, DataType::Utf8, true));
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        for ((part, positions), name) in parts.into_iter().zip(sources) {
            let files = whole.files.len();
            whole.files.extend(part.files);
            whole.notices.extend(part.notices);
            for (batch, origin) in part.batches.iter().zip(part.origins) {
                let rows = batch.num_rows();
                let mut columns: Vec<ArrayRef> = positions
                    .iter()
                    .map(|position| match position {
                        Some(position) => Arc::clone(batch.column(*position)),
                        None => Arc::new(StringArray::new_null(rows)),
                    })
                    .collect();
                let source: StringArray = std::iter::repeat_n(Some(name.as_str()), rows).collect();
                columns.push(Arc::new(source));
                let batch = RecordBatch::try_new(Arc::clone(&schema), columns).map_err(internal)?;
                whole.batches.push(batch);
                whole.origins.push(Origin {
                    file: origin.file + files,
                    original: Original::Text,
                    ..origin
                });
            }
        }
        Ok(whole)
    }

    /// Some columns, in a new order.
    fn with_columns(mut self, columns: &[usize]) -> Result<Self, Error> {
        self.take_back()?;
        for batch in &mut self.batches {
            *batch = batch.project(columns).map_err(internal)?;
        }
        for origin in &mut self.origins {
            match &mut origin.original {
                Original::Text => {}
                Original::Json(_) => {
                    return Err(Error::JsonColumns {
                        file: self.files[origin.file].name.clone(),
                    });
                }
                Original::Columns(batch) => {
                    *batch = batch.project(columns).map_err(internal)?;
                }
            }
        }
        self.names = columns.iter().map(|&column| self.names[column].clone()).collect();
        Ok(self)
    }

    /// Refuses names of new columns that the inputs already use. Call it before computing the columns.
    pub fn check_new_columns(&self, names: &[&str]) -> Result<(), Error> {
        match names
            .iter()
            .find(|name| self.names.iter().any(|old| old == *name))
        {
            Some(name) => Err(Error::ColumnExists {
                column: (*name).to_owned(),
                file: self
                    .files
                    .first()
                    .map(|file| file.name.clone())
                    .unwrap_or_default(),
            }),
            None => Ok(()),
        }
    }
}

impl Notice {
    /// The encoding of the file, if it is not UTF-8.
    pub fn encoding(&self) -> Option<&str> {
        match self {
            Self::Decoded { encoding, .. } => Some(encoding),
            Self::Assumed(Assumption {
                what: Assumed::Encoding { name },
                ..
            }) => Some(name),
            _ => None,
        }
    }

    /// The assumption, if it is one.
    pub fn assumption(&self) -> Option<&Assumption> {
        match self {
            Self::Assumed(assumption) => Some(assumption),
            _ => None,
        }
    }
}

impl Lines {
    pub fn of(&self, row: usize) -> u64 {
        match self {
            Self::From(first) => first + row as u64,
            Self::Each(lines) => lines[row],
        }
    }
}

impl JsonObjects {
    /// The same objects, each with these members at its end.
    pub fn with_members(&self, members: &[(String, Option<String>)]) -> Self {
        let mut more = String::new();
        for (name, value) in members {
            let name = serde_json::Value::from(name.as_str());
            let value = serde_json::Value::from(value.as_deref());
            // Writing to a string cannot fail.
            let _ = write!(more, ",{name}:{value}");
        }
        let mut widened = Self::default();
        for at in 0..self.ends.len() {
            let object = self.get(at).trim_end();
            let open = object.strip_suffix('}').unwrap_or(object).trim_end();
            let more = if open.ends_with('{') {
                &more[1.min(more.len())..]
            } else {
                &more
            };
            widened.push(&format!("{open}{more}}}"));
        }
        widened
    }

    pub fn push(&mut self, object: &str) {
        self.text.push_str(object);
        self.ends.push(self.text.len());
    }

    pub fn get(&self, row: usize) -> &str {
        let start = if row == 0 { 0 } else { self.ends[row - 1] };
        &self.text[start..self.ends[row]]
    }

    pub fn into_parts(self) -> (String, Vec<usize>) {
        (self.text, self.ends)
    }

    pub fn from_parts(text: String, ends: Vec<usize>) -> Self {
        Self { text, ends }
    }

    pub fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

impl Place {
    pub(crate) fn line(file: &str, line: u64) -> Self {
        Self {
            file: file.to_owned(),
            line,
            unit: Unit::Line,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Line => "line",
            Unit::Row => "row",
        };
        write!(f, "{}, {unit} {}", self.file, self.line)
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Assumed(assumption) => assumption.fmt(f),
            Self::FolderColumns { columns } => {
                write!(f, "columns from the names of folders: {}", columns.join(", "))
            }
            Self::Decoded { file, encoding } => write!(f, "{file}: read as {encoding}"),
            Self::UnknownColumns { file, columns } => write!(
                f,
                "{file}: the catalog does not have all columns of the file; the others are kept as {}",
                columns.join(", ")
            ),
            Self::Uneven { file, columns } => {
                write!(
                    f,
                    "{file}: no record has {}; these values are missing",
                    columns.join(", ")
                )
            }
        }
    }
}
