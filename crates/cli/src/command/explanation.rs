//! An explanation as a table for the terminal.

use std::f32::consts::LN_2;
use std::fmt::Write as _;
use std::io::IsTerminal;

use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};
use onefold_engine::Explanation;

use crate::summary::plain;

/// One line below the header: tables of many short rows read better without others.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// Width where nobody's terminal sets one.
const WIDTH: u16 = 120;

/// Two tables, what the attributes say and what adds up to the score, with a line above and below.
pub fn text(ids: [&str; 2], explanation: &Explanation) -> String {
    let [left, right] = ids.map(plain);
    let mut text = format!(
        "{left} and {right}: score {:.4}, match weight {}\n\n",
        explanation.score,
        bits(explanation.match_weight / LN_2)
    );
    let _ = writeln!(text, "{}\n", attributes([&left, &right], explanation));
    let _ = writeln!(text, "{}\n", contributions(explanation));
    text.push_str(if explanation.is_candidate {
        "Blocking brings these two records together, so a match run compares them.\n"
    } else {
        "Blocking does not bring these two records together, so a match run never compares them.\n"
    });
    text
}

fn attributes(ids: [&str; 2], explanation: &Explanation) -> Table {
    let mut table = table(["attribute", "kind", ids[0], ids[1], "outcome", "evidence"]);
    for attribute in &explanation.attributes {
        table.add_row([
            plain(&attribute.name),
            attribute.kind.as_str().to_owned(),
            plain(&attribute.left),
            plain(&attribute.right),
            attribute.level.clone(),
            bits(attribute.weight),
        ]);
    }
    align_right(&mut table, 5);
    table
}

fn contributions(explanation: &Explanation) -> Table {
    let mut table = table(["feature", "meaning", "value", "adds"]);
    let base = "odds of any candidate pair".to_owned();
    table.add_row([
        "(start)".to_owned(),
        base,
        String::new(),
        bits(explanation.base / LN_2),
    ]);
    for part in &explanation.contributions {
        table.add_row([
            plain(&part.feature),
            part.meaning.clone(),
            part.value
                .map_or_else(|| "-".to_owned(), |value| format!("{value:.3}")),
            bits(part.contribution / LN_2),
        ]);
    }
    table.add_row([
        "match weight".to_owned(),
        format!("score {:.4}", explanation.score),
        String::new(),
        bits(explanation.match_weight / LN_2),
    ]);
    align_right(&mut table, 2);
    align_right(&mut table, 3);
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
