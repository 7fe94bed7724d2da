//! An explanation as a table for the terminal.

use std::fmt::Write as _;
use std::io::IsTerminal;

use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};
use onefold_engine::Explanation;

use crate::summary::plain;

/// One line below the header; more lines would clutter tables of many short rows.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// Width of the tables if stdout is not a terminal.
const WIDTH: u16 = 120;

/// A headline, a table of the columns, a table of what adds up to the score, and a closing line.
pub fn text(ids: [&str; 2], explanation: &Explanation) -> String {
    let [left, right] = ids.map(plain);
    let mut text = format!(
        "{left} and {right}: score {:.4}, match weight {}\n\n",
        explanation.score,
        bits(explanation.match_weight)
    );
    let _ = writeln!(text, "{}\n", attributes([&left, &right], explanation));
    let _ = writeln!(text, "{}\n", contributions(explanation));
    text.push_str(if explanation.is_candidate {
        "These two records are a candidate pair, so a match run compares them.\n"
    } else {
        "These two records are not a candidate pair, so a match run does not compare them.\n"
    });
    text
}

fn attributes(ids: [&str; 2], explanation: &Explanation) -> Table {
    let mut table = table(["attribute", "kind", ids[0], ids[1], "outcome", "adds"]);
    for attribute in &explanation.attributes {
        table.add_row([
            plain(&attribute.name),
            attribute.kind.as_str().to_owned(),
            plain(&attribute.left),
            plain(&attribute.right),
            attribute.outcome.clone(),
            bits(attribute.bits),
        ]);
    }
    align_right(&mut table, 5);
    table
}

fn contributions(explanation: &Explanation) -> Table {
    let mut table = table(["part of the score", "what was found", "adds"]);
    let prior = "matches are rare among all pairs".to_owned();
    table.add_row(["before any column".to_owned(), prior, bits(explanation.prior)]);
    for part in &explanation.contributions {
        table.add_row([plain(&part.name), part.meaning.clone(), bits(part.bits)]);
    }
    table.add_row([
        "together".to_owned(),
        format!("score {:.4}; +1 bit doubles the odds", explanation.score),
        bits(explanation.match_weight),
    ]);
    align_right(&mut table, 2);
    table
}

fn table<const N: usize>(header: [&str; N]) -> Table {
    let mut table = Table::new();
    table
        .load_style(STYLE)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(header);
    if !std::io::stdout().is_terminal() {
        table.set_width(WIDTH);
    }
    table
}

fn align_right(table: &mut Table, column: usize) {
    if let Some(column) = table.column_mut(column) {
        column.set_cell_alignment(CellAlignment::Right);
    }
}

/// Evidence with its sign: `+3.21 bits`.
fn bits(bits: f32) -> String {
    format!("{bits:+.2} bits")
}
