//! Tables drawn with lines, as `psql`, `mysql` and Markdown show them: cells between bars, with blanks around them and a line
//! of dashes below the names.

use super::super::batches::{BatchBuilder, FileBatch};
use crate::table::Original;
use crate::{Assumed, Error, Place};

/// Lines that are looked at to find the names.
const HEAD_LINES: usize = 40;

/// A drawn table.
pub(super) struct Drawn {
    pub names: Vec<String>,
    pub header_line: u64,
    pub batches: Vec<FileBatch>,
    pub assumed: Vec<(u64, Assumed)>,
}

/// How the lines of a table are cut into cells.
#[derive(Debug, Clone, Copy)]
struct Bars {
    bar: char,
    /// Whether lines begin and end with a bar.
    has_outer: bool,
}

impl Bars {
    fn cells(self, line: &str) -> Vec<&str> {
        let inner = if self.has_outer {
            let line = line.trim();
            let line = line.strip_prefix(self.bar).unwrap_or(line);
            line.strip_suffix(self.bar).unwrap_or(line)
        } else {
            line
        };
        inner.split(self.bar).map(str::trim).collect()
    }
}

/// The number of the line of names, and how its cells are cut; none if a text does not begin like a drawn table.
fn names_in(head: &str) -> Option<(usize, Bars)> {
    let lines: Vec<&str> = head.lines().take(HEAD_LINES).collect();
    (1..lines.len()).find_map(|at| {
        let (names, rule) = (lines[at - 1], lines[at]);
        let bar = ['|', '\u{2502}', '\u{2503}', '\u{2551}']
            .into_iter()
            .find(|&bar| names.contains(bar))?;
        if is_rule(names) || !is_rule(rule) {
            return None;
        }
        let has_outer = names.trim().starts_with(bar) && names.trim().ends_with(bar);
        let bars = Bars { bar, has_outer };
        let segments = rule
            .split(|c: char| !is_dash(c) && c != ':')
            .filter(|part| !part.is_empty());
        let columns = bars.cells(names).len();
        (columns == segments.count()).then_some((at - 1, bars))
    })
}

/// Whether a text begins like a drawn table.
pub(super) fn is_drawn(head: &str) -> bool {
    names_in(head).is_some()
}

/// Reads the whole text of a drawn table.
pub(super) fn read(text: &str, file: &str) -> Result<Drawn, Error> {
    let Some((above, bars)) = names_in(text) else {
        return Err(Error::Internal {
            reason: "a drawn table has names".to_owned(),
        });
    };
    let mut lines = text.lines().zip(1_u64..).skip(above);
    let (names, header_line) = lines.next().unwrap_or_default();
    let names: Vec<String> = bars.cells(names).into_iter().map(str::to_owned).collect();
    let mut builder = BatchBuilder::new(names.len());
    let mut batches = Vec::new();
    let mut assumed = vec![(header_line, Assumed::Drawn)];
    let titles: Vec<u64> = text
        .lines()
        .zip(1_u64..)
        .take(above)
        .filter(|(line, _)| !line.trim().is_empty() && !is_rule(line))
        .map(|(_, number)| number)
        .collect();
    if let Some(&first) = titles.first() {
        let lines = titles.len() as u64;
        assumed.push((first, Assumed::Titles { lines }));
    }
    let mut below: Option<(u64, u64)> = None;
    for (line, number) in lines {
        if line.trim().is_empty() || is_rule(line) {
            continue;
        }
        let cells = bars.cells(line);
        // What has no bar is a remark below the table.
        if cells.len() != names.len() && !line.contains(bars.bar) {
            let (first, count) = below.unwrap_or((number, 0));
            below = Some((first, count + 1));
            continue;
        }
        if cells.len() != names.len() || below.is_some() {
            return Err(Error::RaggedRow {
                place: Place::line(file, below.map_or(number, |(first, _)| first)),
                found: if below.is_some() { 1 } else { cells.len() },
                expected: names.len(),
                delimiter: b'|',
            });
        }
        for (column, cell) in cells.into_iter().enumerate() {
            builder.push(column, cell);
        }
        builder.end_row(number);
        if builder.is_full() {
            batches.extend(builder.take(Original::Text));
        }
    }
    batches.extend(builder.take(Original::Text));
    if let Some((line, lines)) = below {
        assumed.push((line, Assumed::Footer { lines }));
    }
    Ok(Drawn {
        names,
        header_line,
        batches,
        assumed,
    })
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '=' | '\u{2500}' | '\u{2501}' | '\u{2550}')
}

/// Whether a line is drawn only: dashes, and what joins them.
fn is_rule(line: &str) -> bool {
    let is_joint = |c: char| matches!(c, '+' | '|' | ':') || ('\u{2500}'..='\u{257f}').contains(&c);
    line.chars().any(is_dash)
        && line.chars().any(|c| is_joint(c) && !is_dash(c))
        && line
            .chars()
            .all(|c| is_dash(c) || is_joint(c) || c.is_whitespace())
}
