//! Tells the column names from what comes above them: titles, comments, blank lines; and finds what comes below the records.
//!
//! The same rules serve text and spreadsheets. They look at the shape of rows: how many cells there are, and how many hold
//! something.

use super::super::csv::splitter::Splitter;
use crate::Assumed;

/// Column names are looked for in so many rows.
const MAX_TITLES: usize = 30;
/// Rows below the records are looked for in the last rows.
pub(in crate::source) const MAX_FOOTERS: usize = 12;

/// A row of the head of a file.
#[derive(Debug, Clone)]
pub(in crate::source) struct HeadRow {
    /// Place in the text.
    pub start: usize,
    pub end: usize,
    /// Line, counted from 1.
    pub line: u64,
    /// Start and end of each cell.
    pub cells: Vec<(usize, usize)>,
}

impl HeadRow {
    pub fn of(splitter: &Splitter) -> Self {
        Self {
            start: splitter.start,
            end: splitter.next,
            line: splitter.line,
            cells: splitter
                .fields
                .iter()
                .map(|field| (field.start, field.end))
                .collect(),
        }
    }

    pub fn width(&self) -> usize {
        self.cells.len()
    }

    fn texts<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a str> {
        self.cells.iter().map(|&(start, end)| text[start..end].trim())
    }

    fn filled(&self, text: &str) -> usize {
        self.texts(text).filter(|cell| !cell.is_empty()).count()
    }
}

/// Where the table begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::source) struct Frame {
    /// Position and line of the column names, or of the first record if there are none.
    pub start: usize,
    pub line: u64,
    /// Title lines above, and the first of them.
    titles: Option<(u64, u64)>,
    comments: Option<(u64, u64)>,
    /// Line of dashes below the names.
    pub rule: Option<u64>,
    /// Whether the names look like values.
    pub has_names_like_values: bool,
    /// The usual number of fields of the rows below the names.
    pub fields: usize,
    /// Whether the first cell of these rows is different in each.
    pub has_index: bool,
}

impl Frame {
    /// What was skipped, with the first line of it.
    pub fn assumed(&self) -> impl Iterator<Item = (u64, Assumed)> {
        let titles = self.titles.map(|(line, lines)| (line, Assumed::Titles { lines }));
        let comments = self
            .comments
            .map(|(line, lines)| (line, Assumed::Comments { lines }));
        let rule = self.rule.map(|line| (line, Assumed::Ruled));
        let names = self
            .has_names_like_values
            .then_some((self.line, Assumed::NamesLikeValues));
        titles.into_iter().chain(comments).chain(rule).chain(names)
    }
}

/// Finds the column names in the head of a text. `is_split_by_other` says whether another delimiter would split
/// a row into so many fields.
pub(in crate::source) fn find(
    text: &str,
    rows: &[HeadRow],
    has_no_titles: bool,
    is_split_by_other: &dyn Fn(&HeadRow, usize) -> bool,
) -> Frame {
    let usual = most_frequent(rows.iter().map(HeadRow::width));
    let comments = leading_comments(text, rows, usual);
    let rest = &rows[comments..];
    let titles = if has_no_titles {
        0
    } else {
        leading_titles(text, rest, &|row| is_split_by_other(row, usual))
    };
    let counted = |rows: &[HeadRow]| rows.first().map(|first| (first.line, rows.len() as u64));
    let body = &rest[titles..];
    let below = body.get(usize::from(!body.is_empty())..).unwrap_or_default();
    let of_records = below
        .iter()
        .filter(|row| !text[row.start..].starts_with('#'))
        .map(HeadRow::width);
    let end = rows.last().map_or(0, |row| row.end);
    let first = body.first();
    let rule = below
        .first()
        .filter(|row| !has_no_titles && below.len() > 1 && is_rule(&text[row.start..row.end]));
    Frame {
        start: first.map_or(end, |row| row.start),
        line: first.map_or(1, |row| row.line),
        titles: counted(&rest[..titles]),
        comments: counted(&rows[..comments]),
        rule: rule.map(|row| row.line),
        has_names_like_values: !has_no_titles && first.is_some_and(|row| are_like_values(text, row, below)),
        fields: most_frequent(of_records.clone()),
        has_index: has_index(text, below, most_frequent(of_records)),
    }
}

/// Whether a line consists of dashes, with what separates columns between them: `----,----` or `---+---`.
fn is_rule(line: &str) -> bool {
    const LEAST_DASHES: usize = 2;
    let dashes = line.chars().filter(|c| matches!(c, '-' | '=')).count();
    dashes >= LEAST_DASHES
        && line
            .chars()
            .all(|c| matches!(c, '-' | '=' | '+' | '|' | ',' | ';' | '"' | '\u{1}') || c.is_whitespace())
}

/// Whether names look like the values of a record: an e-mail address, or numbers that are no years above numbers.
fn are_like_values(text: &str, names: &HeadRow, below: &[HeadRow]) -> bool {
    let cells: Vec<&str> = names.texts(text).collect();
    let is_email = |cell: &&str| {
        let host = cell
            .split_once('@')
            .map(|(name, host)| !name.is_empty() && host.contains('.'));
        host == Some(true) && !cell.contains(char::is_whitespace)
    };
    if below.is_empty() || cells.len() < 2 {
        return false;
    }
    if cells.iter().any(is_email) {
        return true;
    }
    let is_year = |cell: &str| cell.parse().is_ok_and(|year: u32| (1900..2100).contains(&year));
    let is_counted = cells.iter().enumerate().all(|(at, cell)| {
        cell.parse::<usize>()
            .is_ok_and(|number| number == at || number == at + 1)
    });
    let is_number_above = |at: usize| {
        let mut cells = below.iter().filter_map(|row| row.texts(text).nth(at));
        cells.any(is_number)
    };
    let numbers = (0..cells.len())
        .filter(|&at| is_number(cells[at]) && !is_year(cells[at]) && is_number_above(at))
        .count();
    !is_counted && 2 * numbers >= cells.len()
}

/// The number that occurs most often; the larger of two.
pub(in crate::source) fn most_frequent(numbers: impl Iterator<Item = usize>) -> usize {
    let mut counts = std::collections::BTreeMap::new();
    for number in numbers {
        *counts.entry(number).or_insert(0_usize) += 1;
    }
    let best = counts.into_iter().max_by_key(|&(number, count)| (count, number));
    best.map_or(0, |(number, _)| number)
}

/// Number of lines that begin with `#` above the names. The names may begin with `#` themselves: then they are the last such
/// line, and as wide as the rows.
fn leading_comments(text: &str, rows: &[HeadRow], usual: usize) -> usize {
    let is_comment = |row: &HeadRow| text[row.start..row.end].starts_with('#');
    let comments = rows.iter().take_while(|row| is_comment(row)).count();
    match comments.checked_sub(1).map(|last| &rows[last]) {
        Some(last) if usual > 1 && last.width() == usual => comments - 1,
        Some(_) if comments == rows.len() => 0,
        _ => comments,
    }
}

/// Number of title rows above the names.
fn leading_titles(text: &str, rows: &[HeadRow], is_split_by_other: &dyn Fn(&HeadRow) -> bool) -> usize {
    let usual = most_frequent(rows.iter().map(HeadRow::width));
    let shapes: Vec<Shape> = rows
        .iter()
        .take(MAX_TITLES + 1)
        .map(|row| Shape {
            width: row.width(),
            filled: row.filled(text),
        })
        .collect();
    let Some(mut titles) = titles_by_shape(&shapes, usual) else {
        return 0;
    };
    // A row that lacks a cell holds names without one for the first column, or is a title of several cells.
    while rows[titles].width() < usual
        && rows
            .get(titles + 1)
            .is_some_and(|next| next.line > rows[titles].line + 1)
        && let Some(more) = titles_by_shape(&shapes[titles + 1..], usual)
    {
        titles += 1 + more;
    }
    let (above, names) = (&rows[..titles], &rows[titles]);
    if titles == 0 || rows.len() < titles + 2 || above.iter().any(is_split_by_other) {
        return 0;
    }
    // A blank line between both, or a title of one cell that is clearly none of the names.
    let is_apart = above.last().is_some_and(|last| names.line > last.line + 1);
    let has_names = are_names(text, names, &rows[titles + 1..]);
    if is_apart || (has_names && shapes[..titles].iter().all(|shape| shape.filled <= 2)) {
        titles
    } else {
        0
    }
}

/// Width of a row, and the number of cells that hold something.
#[derive(Debug, Clone, Copy)]
pub(in crate::source) struct Shape {
    pub width: usize,
    pub filled: usize,
}

/// Number of rows above the first row that is as wide and as full as names are; `None` if there is no such row.
pub(in crate::source) fn titles_by_shape(shapes: &[Shape], usual: usize) -> Option<usize> {
    if usual < 2 {
        return None;
    }
    let is_full = |shape: &Shape| shape.width + 1 >= usual && shape.filled >= 2 && 2 * shape.filled > usual;
    // Names may lack one for the first column, or have a delimiter at the end; a title that is so wide is not told apart.
    shapes.iter().position(is_full)
}

/// Whether a cell is a number, which is seldom a name.
pub(in crate::source) fn is_number(cell: &str) -> bool {
    cell.bytes().any(|byte| byte.is_ascii_digit()) && cell.trim().parse::<f64>().is_ok()
}

/// Whether a row holds names rather than values: all different from what is below, no number, and no blank in front.
fn are_names(text: &str, names: &HeadRow, below: &[HeadRow]) -> bool {
    let has_blank = names
        .cells
        .iter()
        .any(|&(start, end)| text[start..end].starts_with(' '));
    if has_blank || names.texts(text).any(is_number) {
        return false;
    }
    let cells: Vec<&str> = names.texts(text).collect();
    below.iter().all(|row| {
        row.texts(text)
            .zip(&cells)
            .all(|(cell, name)| cell.is_empty() || cell != *name)
    })
}

/// Whether the first cells of the rows are all different and none is empty, while the last ones hold something.
fn has_index(text: &str, rows: &[HeadRow], fields: usize) -> bool {
    /// Least share of the rows that are as wide as usual.
    const USUAL: f64 = 0.9;
    let mut seen = std::collections::HashSet::new();
    let usual = rows.iter().filter(|row| row.width() == fields);
    let mut has_last = false;
    let mut count = 0_usize;
    for row in usual {
        let first = row.texts(text).next().unwrap_or_default();
        if first.is_empty() || !seen.insert(first) {
            return false;
        }
        has_last |= row.texts(text).last().is_some_and(|last| !last.is_empty());
        count += 1;
    }
    has_last && count as f64 >= USUAL * rows.len() as f64
}

/// Words that begin a line of totals or the last line of an export.
const BELOW: [&str; 34] = [
    "total",
    "totals",
    "grand total",
    "subtotal",
    "sum",
    "summe",
    "gesamt",
    "gesamtsumme",
    "somme",
    "totale",
    "total general",
    "total général",
    "suma",
    "razem",
    "celkem",
    "итого",
    "всего",
    "合計",
    "合计",
    "总计",
    "總計",
    "합계",
    "average",
    "mean",
    "count",
    "rows",
    "records",
    "end of",
    "eof",
    "generated",
    "exported",
    "source:",
    "note:",
    "notes:",
];

/// A row at the end of a table.
pub(in crate::source) struct LastRow<'a> {
    pub cells: Vec<&'a str>,
    /// Whether it had fewer cells than there are columns.
    pub is_short: bool,
    /// Whether a blank line was above it.
    pub is_apart: bool,
}

/// Number of rows at the end that are no records; `rows` are the last ones, the very last first.
pub(in crate::source) fn footers(rows: &[LastRow<'_>]) -> usize {
    let is_below = |row: &LastRow<'_>| {
        let mut filled = row.cells.iter().copied().filter(|cell| !cell.trim().is_empty());
        let Some(first) = filled.next() else {
            return false;
        };
        let others = filled.count();
        let has_word = begins_like_footer(first);
        let has_gaps = others + 1 < row.cells.len();
        if others == 0 && row.is_short && row.cells.len() > 1 {
            return has_word || row.is_apart;
        }
        has_word && has_gaps && !row.is_short && others * 2 < row.cells.len() + 1
    };
    // Above a line of totals there may be a row without values; above a remark, another one below a blank line.
    let mut count = 0;
    let mut pending = 0;
    for row in rows {
        let filled = row.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
        let is_remark = filled == 0 || (row.is_short && filled == 1);
        pending += 1;
        if is_below(row) {
            count = pending;
        } else if !is_remark {
            break;
        }
    }
    let is_gap = |row: &&LastRow<'_>| row.cells.iter().all(|cell| cell.trim().is_empty());
    if count > 0 {
        count += rows[count..].iter().take_while(is_gap).count();
    }
    count
}

fn begins_like_footer(cell: &str) -> bool {
    let plain = cell
        .trim()
        .trim_start_matches(['(', '*', '-', '='])
        .trim()
        .to_lowercase();
    if plain.is_empty() {
        // A ruled line; a lone mark is a value.
        return cell.trim().len() >= 3;
    }
    let is_word = |word: &&str| {
        plain
            .strip_prefix(*word)
            .is_some_and(|rest| !rest.chars().next().is_some_and(char::is_alphanumeric))
    };
    let count_of = plain.split_once(' ').is_some_and(|(number, rest)| {
        number.parse::<u64>().is_ok() && (rest.starts_with("row") || rest.starts_with("record"))
    });
    BELOW.iter().any(is_word) || count_of
}
