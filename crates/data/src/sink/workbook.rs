//! Batches to a workbook with one sheet. Text stays text, so that leading zeros and long numbers survive; columns of numbers
//! and dates are such if they were in the input.

use std::io::{self, Write};

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::encode::{Block, Encoder, Plan};
use crate::Table;
use crate::table::{Layout, Original};
use crate::value_text::text_column;

/// Rows of a sheet, with that of the names.
pub(super) const MAX_ROWS: usize = 1_048_576;
/// Longest text of a cell.
const MAX_CELL: usize = 32_767;
/// Digits that a spreadsheet keeps.
const MAX_DIGITS: usize = 15;

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CellKind {
    Text,
    Number,
    Date,
}

/// Writes a workbook.
pub(super) struct WorkbookEncoder<'w> {
    writer: &'w mut (dyn Write + Send),
    workbook: Workbook,
    kinds: Vec<CellKind>,
    date: Format,
    next_row: u32,
}

impl<'w> WorkbookEncoder<'w> {
    pub fn start(plan: Plan, writer: &'w mut (dyn Write + Send)) -> io::Result<Self> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet_with_constant_memory().map_err(io_error)?;
        let names = plan
            .names
            .iter()
            .chain(plan.extra.iter().map(arrow_schema::Field::name));
        for (column, name) in names.enumerate() {
            sheet.write_string(0, column as u16, name).map_err(io_error)?;
        }
        let mut kinds = plan.kinds;
        kinds.resize(plan.names.len(), CellKind::Text);
        // A sheet shows 15 digits, and a match id has up to 19: as a number it would be another one.
        kinds.extend(plan.extra.iter().map(|field| match field.data_type() {
            DataType::Float32 | DataType::Float64 => CellKind::Number,
            _ => CellKind::Text,
        }));
        Ok(Self {
            writer,
            workbook,
            kinds,
            date: Format::new().set_num_format("yyyy-mm-dd"),
            next_row: 1,
        })
    }
}

impl Encoder for WorkbookEncoder<'_> {
    fn encode(&mut self, block: &Block<'_>) -> io::Result<()> {
        if self.next_row as usize + block.text.num_rows() > MAX_ROWS {
            return Err(io::Error::other(TooManyRows));
        }
        let extra = block
            .extra
            .iter()
            .map(|column| text_column(column).map_err(io::Error::other));
        let columns: Vec<ArrayRef> = block
            .text
            .columns()
            .iter()
            .cloned()
            .map(Ok)
            .chain(extra)
            .collect::<io::Result<_>>()?;
        let sheet = self.workbook.worksheet_from_index(0).map_err(io_error)?;
        for row in 0..block.text.num_rows() {
            for (column, (values, kind)) in columns.iter().zip(&self.kinds).enumerate() {
                let values = values.as_string::<i32>();
                if values.is_valid(row) {
                    let place = (self.next_row, column as u16);
                    write_cell(sheet, place, values.value(row), *kind, &self.date).map_err(io_error)?;
                }
            }
            self.next_row += 1;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        let bytes = self.workbook.save_to_buffer().map_err(io_error)?;
        self.writer.write_all(&bytes)
    }
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    kind: CellKind,
    date: &Format,
) -> Result<(), XlsxError> {
    match kind {
        CellKind::Number => {
            if let Ok(number) = text.parse::<f64>()
                && number.is_finite()
            {
                sheet.write_number(row, column, number)?;
                return Ok(());
            }
        }
        CellKind::Date => {
            if let Some(value) = parse_date(text) {
                sheet.write_datetime_with_format(row, column, &value, date)?;
                return Ok(());
            }
        }
        CellKind::Text => {}
    }
    let text = match text.char_indices().nth(MAX_CELL) {
        Some((end, _)) => &text[..end],
        None => text,
    };
    sheet.write_string(row, column, text)?;
    Ok(())
}

fn parse_date(text: &str) -> Option<ExcelDateTime> {
    let mut parts = text.splitn(3, '-');
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let month = parts.next().filter(|month| month.len() == 2)?.parse().ok()?;
    let day = parts.next().filter(|day| day.len() == 2)?.parse().ok()?;
    ExcelDateTime::from_ymd(year, month, day).ok()
}

/// What the cells of each column are. Columns of Parquet and Arrow say so; those of workbooks are what all their values are.
pub(super) fn kinds(table: &Table) -> Vec<CellKind> {
    let is_of_workbooks = table
        .files
        .iter()
        .all(|file| matches!(file.layout, Layout::Workbook | Layout::Sqlite));
    (0..table.names.len())
        .map(|column| {
            if is_of_workbooks {
                return kind_of_values(table, column);
            }
            let kinds = table.origins.iter().map(|origin| match &origin.original {
                Original::Columns(typed) => kind_of_type(typed.schema_ref().field(column).data_type()),
                _ => CellKind::Text,
            });
            common(kinds)
        })
        .collect()
}

fn kind_of_type(kind: &DataType) -> CellKind {
    match kind {
        DataType::Int8
        | DataType::Int16
        | DataType::Int32
        | DataType::UInt8
        | DataType::UInt16
        | DataType::UInt32
        | DataType::Float32
        | DataType::Float64 => CellKind::Number,
        DataType::Date32 | DataType::Date64 => CellKind::Date,
        _ => CellKind::Text,
    }
}

fn kind_of_values(table: &Table, column: usize) -> CellKind {
    let kinds = table.batches.iter().flat_map(|batch| {
        let values = batch.column(column).as_string::<i32>();
        values.iter().flatten().map(|value| {
            if is_number(value) {
                CellKind::Number
            } else if parse_date(value).is_some() {
                CellKind::Date
            } else {
                CellKind::Text
            }
        })
    });
    common(kinds)
}

/// The kind that all have; text if they differ.
fn common(mut kinds: impl Iterator<Item = CellKind>) -> CellKind {
    let Some(first) = kinds.next() else {
        return CellKind::Text;
    };
    if kinds.all(|kind| kind == first) {
        first
    } else {
        CellKind::Text
    }
}

/// Whether a text is a number as a spreadsheet shows it, and no code such as 007.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let count = digits.bytes().filter(u8::is_ascii_digit).count();
    let has_leading_zero = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    let has_trailing_zero = digits.contains('.') && digits.ends_with(['0', '.']);
    count > 0
        && count <= MAX_DIGITS
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && !digits.starts_with('.')
        && !has_leading_zero
        && !has_trailing_zero
        && text.parse::<f64>().is_ok()
}

/// More rows than a sheet takes.
#[derive(Debug, thiserror::Error)]
#[error("too many rows for a sheet")]
pub(super) struct TooManyRows;

fn io_error(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(source) => source,
        error => io::Error::other(error),
    }
}
