//! Explanations of a pair and of a group as text for the terminal.

use std::fmt::Write as _;
use std::io::IsTerminal;

use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};
use onefold_engine::{Contribution, Explanation, prior_in_words};
use onefold_report::group::{self, SplitView};
use onefold_tasks::ExplainedGroup;

use crate::figures;
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

/// A headline, a table of the links that hold a group together, what would split it, and the way between two records.
pub fn group_text(explained: &ExplainedGroup) -> String {
    let found = &explained.group;
    let id = |row: u32| plain(&explained.input.id(row as usize));
    let ids = |rows: &[u32]| group::listed(&rows.iter().map(|&row| id(row)).collect::<Vec<_>>());
    let Some(split) = &found.split else {
        return format!("{} is in no group with another record.\n", ids(&found.rows));
    };
    let mut text = format!(
        "Group {} holds {}: {}\n",
        explained.match_id,
        figures::counted(found.rows.len() as u64, "record"),
        ids(&found.rows)
    );
    if let Some(confidence) = explained.confidence {
        let _ = writeln!(
            text,
            "Confidence {confidence:.3}; pairs scoring {:.3} or more count as matches",
            explained.threshold
        );
    }
    let mut links = table(["held together by", "score", "most for", "most against"]);
    for link in &explained.links {
        links.add_row([
            format!("{} and {}", id(link.left), id(link.right)),
            format!("{:.4}", link.score),
            strongest(link, 1.0),
            strongest(link, -1.0),
        ]);
    }
    align_right(&mut links, 1);
    let _ = writeln!(text, "\n{links}\n");
    if found.links.len() + 1 < found.rows.len() {
        let _ = writeln!(text, "{}", group::NOT_BY_SCORES);
    }
    let names = |rows: &[u32]| rows.iter().map(|&row| id(row)).collect();
    text.push_str(&group::split(&SplitView {
        parts: split.parts.each_ref().map(|part| names(part)),
        mean: split.mean.into(),
        pairs: split.pairs,
        scored: split.scored,
        strongest: split
            .strongest
            .map(|best| ([id(best.left), id(best.right)], best.score.into())),
    }));
    text.push('\n');
    if !explained.path.is_empty() {
        text.push_str("\nThe strongest way between the two records:\n");
        for link in &explained.path {
            let _ = writeln!(
                text,
                "  {} and {}: score {:.4}",
                id(link.left),
                id(link.right),
                link.score
            );
        }
    }
    text
}

/// The largest contribution with this sign.
fn strongest(explanation: &Explanation, sign: f32) -> String {
    let parts = explanation.contributions.iter();
    let best = parts.filter(|part| sign * part.bits > 0.0).max_by(|a, b| {
        let of = |part: &Contribution| sign * part.bits;
        of(a).total_cmp(&of(b))
    });
    best.map_or_else(String::new, |part| {
        group::part(&plain(&part.name), &part.meaning, part.bits.into())
    })
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
    let prior = prior_in_words(explanation.prior).to_owned();
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
