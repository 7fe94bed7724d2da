//! Workbooks to batches: the cells of one sheet as people see them, dates in ISO form.

use std::fs::File;
use std::io::{BufReader, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{
    Data, DataRef, ExcelDateTime, Ods, OdsError, Reader, SheetVisible, Xls, XlsError, Xlsb, Xlsx, XlsxError,
};

use super::ReadOptions;
use super::batches::{BatchBuilder, FileTable, MOST_MISSING};
use super::csv::MAX_COLUMNS;
use super::dialect::frame::{self, Shape};
use super::names::Named;
use crate::table::{Layout, Original};
use crate::value_text::push_number;
use crate::{Assumed, Assumption, Error, Notice, Place, Unit};

/// Number of rows that show where the table begins.
const HEAD_ROWS: usize = 200;
/// Rows between two reports of progress.
const REPORT_ROWS: u64 = 4096;
/// A workbook is an archive. What has to be in memory as a whole may be this many times as large as the file.
const MAX_TIMES: u64 = 8;
const MAX_MORE_BYTES: u64 = 192 * 1024 * 1024;

type Source = BufReader<File>;
type Progress<'a> = &'a dyn Fn(f64) -> Result<(), Error>;

/// Reads one sheet of a workbook.
pub(super) fn read(
    source: File,
    file: &str,
    options: &ReadOptions,
    progress: Progress<'_>,
) -> Result<FileTable, Error> {
    // The reader trusts some numbers of damaged files.
    let result = catch_unwind(AssertUnwindSafe(|| read_from(source, file, options, progress)));
    result.unwrap_or_else(|_| Err(corrupt(file, "its structure is inconsistent")))
}

fn read_from(
    mut source: File,
    file: &str,
    options: &ReadOptions,
    progress: Progress<'_>,
) -> Result<FileTable, Error> {
    check_size(&mut source, file)?;
    let mut book = Book::open(&source, file)?;
    let (sheet, others) = book.choose(options.sheet.as_deref(), file)?;
    let mut rows = Rows::new(file, options);
    book.cells(
        &sheet,
        file,
        &mut |row, column, text| rows.push(row, column, text),
        progress,
    )?;
    let mut table = rows.finish()?;
    if !others.is_empty() && options.sheet.is_none() {
        table.notices.push(Notice::Assumed(Assumption {
            place: Place::line(file, 1),
            what: Assumed::Sheet { name: sheet, others },
        }));
    }
    Ok(table)
}

/// Refuses an archive that is small but unpacks to more than fits in memory.
fn check_size(source: &mut File, file: &str) -> Result<(), Error> {
    let size = source.metadata().map_or(0, |metadata| metadata.len());
    let limit = size * MAX_TIMES + MAX_MORE_BYTES;
    // What is no archive is an older workbook, or reported by its reader.
    if let Ok(mut archive) = zip::ZipArchive::new(BufReader::new(&mut *source)) {
        let mut whole = 0;
        for number in 0..archive.len() {
            if let Ok(entry) = archive.by_index_raw(number) {
                // Sheets are read cell by cell; everything else at once.
                let is_sheet = entry.name().is_ok_and(|name| name.starts_with("xl/worksheets/"));
                whole += if is_sheet { 0 } else { entry.size() };
            }
        }
        if whole > limit {
            return Err(corrupt(
                file,
                "its contents are too large for the size of the file",
            ));
        }
    }
    source
        .seek(SeekFrom::Start(0))
        .map(drop)
        .map_err(|source| super::locate::read_error(file, source))
}

/// An open workbook.
enum Book {
    Xlsx(Xlsx<Source>),
    Xls(Xls<Source>),
    Xlsb(Xlsb<Source>),
    Ods(Ods<Source>),
}

impl Book {
    /// Opens a workbook of any kind; its name does not matter.
    fn open(source: &File, file: &str) -> Result<Self, Error> {
        let again = || -> Result<Source, Error> {
            let failed = |error| super::locate::read_error(file, error);
            let mut copy = source.try_clone().map_err(failed)?;
            copy.seek(SeekFrom::Start(0)).map_err(failed)?;
            Ok(BufReader::new(copy))
        };
        let locked = || Error::LockedWorkbook {
            file: file.to_owned(),
        };
        let first = match Xlsx::new(again()?) {
            Ok(book) => return Ok(Self::Xlsx(book)),
            Err(XlsxError::Password) => return Err(locked()),
            Err(error) => error,
        };
        match Xls::new(again()?) {
            Ok(book) => return Ok(Self::Xls(book)),
            Err(XlsError::Password) => return Err(locked()),
            Err(_) => {}
        }
        match Ods::new(again()?) {
            Ok(book) => return Ok(Self::Ods(book)),
            Err(OdsError::Password) => return Err(locked()),
            Err(_) => {}
        }
        match Xlsb::new(again()?) {
            Ok(book) => Ok(Self::Xlsb(book)),
            Err(_) => Err(corrupt(
                file,
                &format!(
                    "it is damaged or incomplete ({first}); save it again, or unpack it if it is an archive"
                ),
            )),
        }
    }

    fn sheets(&self) -> &[calamine::Sheet] {
        match self {
            Self::Xlsx(book) => book.sheets_metadata(),
            Self::Xls(book) => book.sheets_metadata(),
            Self::Xlsb(book) => book.sheets_metadata(),
            Self::Ods(book) => book.sheets_metadata(),
        }
    }

    /// The sheet to read, and the others that hold something.
    fn choose(&mut self, wanted: Option<&str>, file: &str) -> Result<(String, Vec<String>), Error> {
        let all: Vec<String> = self.sheets().iter().map(|sheet| sheet.name.clone()).collect();
        if let Some(wanted) = wanted {
            let found = all.iter().find(|name| name.trim() == wanted.trim());
            return match found {
                Some(name) => Ok((name.clone(), Vec::new())),
                None => Err(Error::UnknownSheet {
                    file: file.to_owned(),
                    sheet: wanted.to_owned(),
                    sheets: all,
                }),
            };
        }
        let visible: Vec<String> = self
            .sheets()
            .iter()
            .filter(|sheet| sheet.visible == SheetVisible::Visible)
            .map(|sheet| sheet.name.clone())
            .collect();
        let mut filled = Vec::new();
        for name in visible {
            // A chart has no cells.
            let mut rows = 0;
            let mut last = None;
            let counted = self.cells(
                &name,
                file,
                &mut |row, _, _| {
                    rows += u64::from(last != Some(row));
                    last = Some(row);
                    rows < 2
                },
                &|_| Ok(()),
            );
            if counted.is_ok() && rows > 1 {
                filled.push(name);
            }
        }
        let mut filled = filled.into_iter();
        match filled.next().or_else(|| all.first().cloned()) {
            Some(first) => Ok((first, filled.collect())),
            None => Err(Error::NoRecords {
                file: file.to_owned(),
            }),
        }
    }

    /// Gives the filled cells of a sheet row by row, until `take` has enough.
    fn cells(
        &mut self,
        sheet: &str,
        file: &str,
        take: &mut dyn FnMut(u32, u32, String) -> bool,
        progress: Progress<'_>,
    ) -> Result<(), Error> {
        match self {
            Self::Xlsx(book) => {
                let mut cells = book
                    .worksheet_cells_reader(sheet)
                    .map_err(|error| corrupt(file, &error.to_string()))?;
                let mut reported = 0;
                while let Some((cell, style)) = cells
                    .next_cell_with_style_id()
                    .map_err(|error| corrupt(file, &error.to_string()))?
                {
                    let (row, column) = cell.get_position();
                    let format = cells
                        .styles()
                        .get(style)
                        .and_then(|style| style.number_format.as_ref())
                        .map_or("", |format| format.format_code.as_str());
                    if let Some(text) = shown(cell.get_value(), format)
                        && !take(row, column, text)
                    {
                        return Ok(());
                    }
                    if u64::from(row) > reported + REPORT_ROWS {
                        reported = row.into();
                        progress(0.5)?;
                    }
                }
                Ok(())
            }
            Self::Xls(book) => {
                let range = book.worksheet_range(sheet);
                of_range(&range.map_err(|error| corrupt(file, &error.to_string()))?, take);
                progress(1.0)
            }
            Self::Xlsb(book) => {
                let range = book.worksheet_range(sheet);
                of_range(&range.map_err(|error| corrupt(file, &error.to_string()))?, take);
                progress(1.0)
            }
            Self::Ods(book) => {
                let range = book.worksheet_range(sheet);
                of_range(&range.map_err(|error| corrupt(file, &error.to_string()))?, take);
                progress(1.0)
            }
        }
    }
}

fn of_range(range: &calamine::Range<Data>, take: &mut dyn FnMut(u32, u32, String) -> bool) {
    let (top, left) = range.start().unwrap_or_default();
    for (row, column, value) in range.used_cells() {
        if let Some(text) = shown(&as_ref(value), "")
            && !take(top + row as u32, left + column as u32, text)
        {
            return;
        }
    }
}

fn as_ref(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(value) => DataRef::Int(*value),
        Data::Float(value) => DataRef::Float(*value),
        Data::String(value) => DataRef::SharedString(value),
        Data::Bool(value) => DataRef::Bool(*value),
        Data::DateTime(value) => DataRef::DateTime(*value),
        Data::DateTimeIso(value) => DataRef::DateTimeIso(value.clone()),
        Data::DurationIso(value) => DataRef::DurationIso(value.clone()),
        Data::Error(value) => DataRef::Error(value.clone()),
        Data::Empty => DataRef::Empty,
    }
}

/// A cell as people see it; `None` if it is empty.
fn shown(value: &DataRef<'_>, format: &str) -> Option<String> {
    let text = match value {
        DataRef::Int(value) => padded(value.to_string(), format),
        DataRef::Float(value) => padded(number(*value), format),
        DataRef::String(value) | DataRef::DurationIso(value) => value.clone(),
        DataRef::SharedString(value) => (*value).to_owned(),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::DateTime(value) => date(value),
        DataRef::DateTimeIso(value) => value.strip_suffix("T00:00:00").unwrap_or(value).to_owned(),
        DataRef::Error(value) => value.to_string(),
        DataRef::Empty => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

/// A number with the 15 digits that spreadsheets show, and without exponent.
fn number(value: f64) -> String {
    const LONGEST: f64 = 1e21;
    let rounded = format!("{value:.14e}").parse().unwrap_or(value);
    if rounded.fract() == 0.0 && rounded.abs() < LONGEST {
        return if rounded == 0.0 {
            "0".to_owned()
        } else {
            rounded.to_string()
        };
    }
    let mut text = Vec::new();
    push_number(rounded, &mut text);
    String::from_utf8(text).unwrap_or_default()
}

/// A format such as `00000` gives postcodes their zeros.
fn padded(text: String, format: &str) -> String {
    let is_padding = format.len() > 1 && format.bytes().all(|byte| byte == b'0');
    if !is_padding || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text;
    }
    format!("{text:0>width$}", width = format.len())
}

fn date(value: &ExcelDateTime) -> String {
    const SECONDS_OF_DAY: f64 = 86_400.0;
    let days = value.as_f64();
    if value.is_duration() {
        let seconds = (days.abs() * SECONDS_OF_DAY).round() as u64;
        let sign = if days < 0.0 { "-" } else { "" };
        return format!(
            "{sign}{}:{:02}:{:02}",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        );
    }
    let (year, month, day, hour, minute, second, milli) = value.to_ymd_hms_milli();
    let fraction = if milli == 0 {
        String::new()
    } else {
        format!(".{milli:03}")
    };
    let time = format!("{hour:02}:{minute:02}:{second:02}{fraction}");
    if (0.0..1.0).contains(&days) {
        time
    } else if days.fract() == 0.0 {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02}T{time}")
    }
}

/// A row of a sheet: its number, counted from 1, and its filled cells by column.
struct SheetRow {
    line: u64,
    cells: Vec<(u32, String)>,
}

/// Collects the rows of a sheet; the first ones show where the table begins.
struct Rows<'a> {
    file: &'a str,
    options: &'a ReadOptions,
    current: Option<SheetRow>,
    head: Vec<SheetRow>,
    table: Option<SheetTable>,
    is_too_wide: bool,
    is_too_sparse: bool,
}

/// The table in a sheet.
struct SheetTable {
    first_column: u32,
    named: Named,
    builder: BatchBuilder,
    batches: Vec<super::batches::FileBatch>,
    assumed: Vec<(u64, Assumed)>,
    header_line: u64,
    /// Columns to the right of the names that hold something.
    wider: usize,
    /// Cells that hold nothing.
    missing: u64,
}

impl<'a> Rows<'a> {
    fn new(file: &'a str, options: &'a ReadOptions) -> Self {
        Self {
            file,
            options,
            current: None,
            head: Vec::new(),
            table: None,
            is_too_wide: false,
            is_too_sparse: false,
        }
    }

    /// Takes a cell; `false` if that is too much.
    fn push(&mut self, row: u32, column: u32, text: String) -> bool {
        let line = u64::from(row) + 1;
        if self.current.as_ref().is_none_or(|current| current.line != line) {
            let cells = vec![(column, text)];
            if let Some(done) = self.current.replace(SheetRow { line, cells }) {
                self.end_row(done);
            }
        } else if let Some(current) = &mut self.current {
            current.cells.push((column, text));
        }
        self.is_too_wide |= column as usize >= MAX_COLUMNS;
        self.is_too_sparse |= self
            .table
            .as_ref()
            .is_some_and(|table| table.missing > MOST_MISSING);
        !self.is_too_wide && !self.is_too_sparse
    }

    fn end_row(&mut self, row: SheetRow) {
        if let Some(table) = &mut self.table {
            table.push(row);
            return;
        }
        self.head.push(row);
        if self.head.len() == HEAD_ROWS {
            self.begin();
        }
    }

    /// Finds the names in the first rows.
    fn begin(&mut self) {
        let head = std::mem::take(&mut self.head);
        let left = head
            .iter()
            .filter_map(|row| row.cells.first())
            .map(|(column, _)| *column)
            .min();
        let first_column = left.unwrap_or_default();
        let width = |row: &SheetRow| {
            row.cells
                .last()
                .map_or(0, |(column, _)| (column - first_column) as usize + 1)
        };
        let usual = frame::most_frequent(head.iter().map(width));
        let shapes: Vec<Shape> = head
            .iter()
            .map(|row| Shape {
                width: usual,
                filled: row.cells.len(),
            })
            .collect();
        let titles = match self.options.header_line {
            Some(line) => head.iter().take_while(|row| row.line < line).count(),
            None if self.options.no_header => 0,
            None => frame::titles_by_shape(&shapes, usual)
                .filter(|&titles| {
                    let names = &head[titles];
                    let is_apart = |above: &SheetRow| names.line > above.line + 1;
                    let has_number = names.cells.iter().any(|(_, cell)| frame::is_number(cell));
                    !has_number || head[..titles].last().is_some_and(is_apart)
                })
                .unwrap_or(0),
        };
        let widest = head[titles.min(head.len())..]
            .iter()
            .map(width)
            .max()
            .unwrap_or_default();
        let mut rest = head.into_iter();
        let mut assumed = Vec::new();
        let skipped: Vec<SheetRow> = rest.by_ref().take(titles).collect();
        if let (Some(first), None) = (skipped.first(), self.options.header_line) {
            let lines = titles as u64;
            assumed.push((first.line, Assumed::Titles { lines }));
        }
        let mut header_line = 1;
        let named = if self.options.no_header {
            Named::numbered(widest)
        } else {
            let mut names = vec![String::new(); widest];
            if let Some(header) = rest.next() {
                header_line = header.line;
                for (column, name) in header.cells {
                    names[(column - first_column) as usize] = name;
                }
            }
            Named::of(names, widest, false)
        };
        let mut table = SheetTable {
            first_column,
            builder: BatchBuilder::new(named.len()),
            named,
            batches: Vec::new(),
            assumed,
            header_line,
            wider: 0,
            missing: 0,
        };
        rest.for_each(|row| table.push(row));
        self.table = Some(table);
    }

    fn finish(mut self) -> Result<FileTable, Error> {
        let place = |line| Place {
            file: self.file.to_owned(),
            line,
            unit: Unit::Row,
        };
        if self.is_too_wide {
            return Err(Error::TooManyColumns {
                place: place(1),
                limit: MAX_COLUMNS,
            });
        }
        if let Some(table) = self.table.as_ref().filter(|_| self.is_too_sparse) {
            return Err(Error::TooSparse {
                place: place(self.current.as_ref().map_or(1, |row| row.line)),
                columns: table.builder.width(),
            });
        }
        if let Some(last) = self.current.take() {
            self.end_row(last);
        }
        if self.table.is_none() {
            if self.head.is_empty() {
                return Err(Error::EmptyFile {
                    file: self.file.to_owned(),
                });
            }
            self.begin();
        }
        let Some(mut own) = self.table else {
            return Err(Error::Internal {
                reason: "the rows of a sheet make a table".to_owned(),
            });
        };
        own.batches.extend(own.builder.take(Original::Text));
        own.named.widen(own.wider);
        let mut table = FileTable {
            file: self.file.to_owned(),
            names: std::mem::take(&mut own.named.names),
            batches: own.batches,
            layout: Layout::Workbook,
            notices: Vec::new(),
            size_bytes: 0,
        };
        let mut assumed = own.assumed;
        assumed.extend(super::csv::drop_footers(&mut table, &|_, cells: &[&str]| {
            cells.iter().filter(|cell| !cell.is_empty()).count() == 1
        }));
        let of_names = own.named.finish(&mut table);
        assumed.extend(of_names.into_iter().map(|what| (own.header_line, what)));
        table.notices.extend(assumed.into_iter().map(|(line, what)| {
            Notice::Assumed(Assumption {
                place: place(line),
                what,
            })
        }));
        Ok(table)
    }
}

impl SheetTable {
    fn push(&mut self, row: SheetRow) {
        let mut cells = row.cells.into_iter().peekable();
        let mut column = 0;
        while column < self.builder.width() || cells.peek().is_some() {
            if column == self.builder.width() {
                self.builder.add_column();
                self.wider += 1;
            }
            let wanted = self.first_column + column as u32;
            // A cell to the left of the table belongs to none of its columns.
            while cells.peek().is_some_and(|(own, _)| *own < wanted) {
                cells.next();
            }
            if let Some((_, text)) = cells.next_if(|(own, _)| *own == wanted) {
                self.builder.push(column, &text);
            } else {
                self.builder.push(column, "");
                self.missing += 1;
            }
            column += 1;
        }
        self.builder.end_row(row.line);
        if self.builder.is_full() {
            self.batches.extend(self.builder.take(Original::Text));
        }
    }
}

fn corrupt(file: &str, reason: &str) -> Error {
    Error::CorruptWorkbook {
        file: file.to_owned(),
        reason: reason.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    #[test]
    fn cells_are_as_people_see_them() {
        let date = |value| DataRef::DateTime(ExcelDateTime::new(value, ExcelDateTimeType::DateTime, false));
        let span = |value| DataRef::DateTime(ExcelDateTime::new(value, ExcelDateTimeType::TimeDelta, false));
        for (value, format, expected) in [
            (DataRef::Float(12.0), "", Some("12")),
            (DataRef::Float(-0.0), "", Some("0")),
            (DataRef::Float(0.1 + 0.2), "", Some("0.3")),
            (
                DataRef::Float(1_234_567_890_123_450_000.0),
                "",
                Some("1234567890123450000"),
            ),
            (DataRef::Float(-12.5), "00000", Some("-12.5")),
            (DataRef::Float(1234.0), "00000", Some("01234")),
            (DataRef::Int(7), "", Some("7")),
            (DataRef::Bool(true), "", Some("TRUE")),
            (DataRef::SharedString("007"), "", Some("007")),
            (DataRef::SharedString(""), "", None),
            (DataRef::Empty, "", None),
            (date(45_943.0), "", Some("2025-10-13")),
            (date(45_943.5), "", Some("2025-10-13T12:00:00")),
            (date(0.25), "", Some("06:00:00")),
            (span(1.5), "", Some("36:00:00")),
            (
                DataRef::DateTimeIso("2024-01-05T00:00:00".to_owned()),
                "",
                Some("2024-01-05"),
            ),
        ] {
            assert_eq!(shown(&value, format).as_deref(), expected, "{value:?}");
        }
    }
}
