//! What encoders share: the plan of an output, the blocks they encode, and the choice of an encoder.

use std::io::{self, Write};

use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field};
use encoding_rs::UTF_8;

use super::workbook::CellKind;
use super::{arrow, csv, json, parquet, postgres, sqlite, workbook};
use crate::source::text::is_utf16;
use crate::table::{CsvStyle, Layout, Original};
use crate::{Format, Table};

/// Turns blocks into the bytes of one format.
pub(super) trait Encoder {
    fn encode(&mut self, block: &Block<'_>) -> io::Result<()>;
    /// Writes the end of a file.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// Some records, with the values of the new columns.
pub(super) struct Block<'a> {
    pub text: &'a RecordBatch,
    pub original: &'a Original,
    pub extra: Vec<ArrayRef>,
}

/// The layout of an output, known before its first record.
pub(super) struct Plan {
    pub format: Format,
    /// Columns of the table.
    pub names: Vec<String>,
    /// The types of the table's columns in typed outputs: text, unless all inputs agree on another type.
    pub fields: Vec<Field>,
    /// New columns.
    pub extra: Vec<Field>,
    pub style: CsvStyle,
    /// For spreadsheets: columns of the table whose values are all numbers or dates, as they were in a spreadsheet.
    pub kinds: Vec<CellKind>,
    /// Name of the table in a database.
    pub table: Option<String>,
    /// Metadata of the Parquet input, such as notes of other tools about the columns.
    pub metadata: std::collections::HashMap<String, String>,
}

impl Plan {
    /// The plan of a plain table of text columns.
    pub fn new(format: Format, names: Vec<String>, extra: Vec<Field>) -> Self {
        let fields = names
            .iter()
            .map(|name| Field::new(name, DataType::Utf8, true))
            .collect();
        let mut style = STANDARD;
        if format == Format::Tsv {
            style.delimiter = b'\t';
        }
        Self {
            format,
            names,
            fields,
            extra,
            style,
            kinds: Vec::new(),
            table: None,
            metadata: std::collections::HashMap::new(),
        }
    }

    pub fn of_table(format: Format, table: &Table, extra: &[(&str, ArrayRef)]) -> Self {
        let extra = extra
            .iter()
            .map(|(name, values)| Field::new(*name, values.data_type().clone(), true))
            .collect();
        let mut plan = Self::new(format, table.names.clone(), extra);
        plan.fields = (0..table.names.len())
            .map(|column| field(table, column))
            .collect();
        if let Some(Original::Columns(first)) = table.origins.first().map(|origin| &origin.original) {
            plan.metadata.clone_from(first.schema_ref().metadata());
        }
        plan.style = style(format, table);
        if matches!(format, Format::Workbook | Format::Sqlite | Format::Postgres) {
            plan.kinds = workbook::kinds(table);
        }
        // Arrow files hold one dictionary a column, and each input has its own.
        if format == Format::Arrow && table.files.len() > 1 {
            plan.fields.iter_mut().for_each(arrow::drop_dictionary);
        }
        plan
    }
}

/// How CSV is written if no input is CSV.
const STANDARD: CsvStyle = CsvStyle {
    delimiter: b',',
    quoting: true,
    has_separator_line: false,
    line_end: "\n",
    byte_order_mark: false,
    encoding: UTF_8,
    is_ascii: true,
};

/// The type of a column in typed outputs: the inputs' own, if they are all typed and agree.
pub(crate) fn field(table: &Table, column: usize) -> Field {
    let text = Field::new(&table.names[column], DataType::Utf8, true);
    let mut agreed: Option<Field> = None;
    for origin in &table.origins {
        let Original::Columns(columns) = &origin.original else {
            return text;
        };
        let own = columns.schema_ref().field(column);
        match &mut agreed {
            None => agreed = Some(own.clone()),
            Some(field) if field.data_type() == own.data_type() => {
                let is_nullable = field.is_nullable() || own.is_nullable();
                field.set_nullable(is_nullable);
            }
            Some(_) => return text,
        }
    }
    agreed.unwrap_or(text)
}

/// CSV output follows the first CSV input, with an encoding and quoting that fit all of them.
fn style(format: Format, table: &Table) -> CsvStyle {
    let mut inputs = table.files.iter().map(|file| match &file.layout {
        Layout::Csv(style) => Some((file.name.as_str(), *style)),
        Layout::Json { .. }
        | Layout::Parquet
        | Layout::Arrow
        | Layout::Workbook
        | Layout::Sqlite
        | Layout::Postgres(_) => None,
    });
    let first = inputs.next().flatten();
    let delimiter_of_first = first.map_or(STANDARD.delimiter, |(_, style)| style.delimiter);
    let mut style = match first {
        Some((name, style)) => {
            let is_named_tsv = crate::format::by_name(name).0 == Some(Format::Tsv);
            let delimiter = if is_named_tsv && format == Format::Csv {
                b','
            } else {
                style.delimiter
            };
            CsvStyle { delimiter, ..style }
        }
        None => STANDARD,
    };
    if format == Format::Tsv {
        style.delimiter = b'\t';
    }
    for input in table.files.iter().map(|file| &file.layout) {
        let Layout::Csv(input) = input else {
            style.encoding = UTF_8;
            style.quoting = true;
            continue;
        };
        style.quoting |= input.quoting || input.delimiter != style.delimiter;
        if style.is_ascii {
            style.encoding = input.encoding;
            style.is_ascii = input.is_ascii;
        } else if !input.is_ascii && input.encoding != style.encoding {
            style.encoding = UTF_8;
        }
    }
    if style.encoding != UTF_8 && !is_utf16(style.encoding) {
        style.byte_order_mark = false;
    }
    if style.delimiter != delimiter_of_first {
        style.has_separator_line = false;
    }
    style
}

/// Starts the encoder of the plan's format and writes the beginning of the file.
pub(super) fn start<'w>(plan: Plan, writer: &'w mut (dyn Write + Send)) -> io::Result<Box<dyn Encoder + 'w>> {
    Ok(match plan.format {
        Format::Csv | Format::Tsv => Box::new(csv::CsvEncoder::start(&plan, writer)?),
        Format::JsonLines => Box::new(json::JsonEncoder::start(&plan, writer, false)),
        Format::Json => Box::new(json::JsonEncoder::start(&plan, writer, true)),
        Format::Parquet => Box::new(parquet::ParquetEncoder::start(plan, writer)?),
        Format::Arrow => Box::new(arrow::ArrowEncoder::start(plan, writer)?),
        Format::Sqlite => Box::new(sqlite::SqliteEncoder::start(plan, writer)?),
        Format::Postgres => Box::new(postgres::PostgresEncoder::start(writer)),
        Format::Workbook => Box::new(workbook::WorkbookEncoder::start(plan, writer)?),
    })
}
