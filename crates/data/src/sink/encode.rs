//! What encoders share: the plan of an output, the blocks they encode, and the choice of an encoder.

use std::io::{self, Write};

use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field};
use encoding_rs::UTF_8;

use super::{csv, json, parquet};
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
        plan
    }
}

/// How CSV is written if no input is CSV.
const STANDARD: CsvStyle = CsvStyle {
    delimiter: b',',
    quoting: true,
    line_end: "\n",
    byte_order_mark: false,
    encoding: UTF_8,
    is_ascii: true,
};

/// The type of a column in typed outputs: the inputs' own, if they are all typed and agree.
fn field(table: &Table, column: usize) -> Field {
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
        Layout::JsonLines | Layout::Parquet => None,
    });
    let mut style = match inputs.next().flatten() {
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
    if style.encoding != UTF_8 {
        style.byte_order_mark = false;
    }
    style
}

/// Starts the encoder of the plan's format and writes the beginning of the file.
pub(super) fn start<'w>(plan: Plan, writer: &'w mut (dyn Write + Send)) -> io::Result<Box<dyn Encoder + 'w>> {
    Ok(match plan.format {
        Format::Csv | Format::Tsv => Box::new(csv::CsvEncoder::start(&plan, writer)?),
        Format::JsonLines => Box::new(json::JsonEncoder::start(&plan, writer)),
        Format::Parquet => Box::new(parquet::ParquetEncoder::start(plan, writer)?),
    })
}
