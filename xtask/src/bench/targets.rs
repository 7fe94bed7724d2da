//! What the project wants its figures to be, and whether a run reached that.

use serde::Serialize;

use super::Row;

/// Lowest pairwise F1 without labels, with one set of defaults for all sets.
pub const F1_FLOORS: [(&str, f64); 11] = [
    ("febrl3", 0.990),
    ("febrl4", 0.995),
    ("historical-50k", 0.85),
    ("people-100k", 0.90),
    ("dblp-acm", 0.980),
    ("fodors-zagats", 0.97),
    ("abt-buy", 0.85),
    ("amazon-google", 0.55),
    ("cora", 0.87),
    ("dedupe-csv-example", 0.87),
    ("imdb-tmdb", 0.75),
];

/// The peer's CPU seconds relative to ours.
const CPU_RATIO: f64 = 5.0;

/// Most growth of wall time from 100,000 to 1,000,000 records.
const WALL_GROWTH: f64 = 13.0;

/// Most memory at 1,000,000 records.
const PEAK_MIB: f64 = 1536.0;

/// A figure and its bound.
#[derive(Debug, Clone, Serialize)]
pub struct Target {
    /// What was measured.
    pub what: String,
    /// The figure of this run.
    pub figure: f64,
    /// `>=` or `<=`.
    pub bound: &'static str,
    /// What the figure is compared with.
    pub limit: f64,
    /// Whether the figure is within its bound.
    pub holds: bool,
}

impl Target {
    pub fn at_least(what: String, figure: f64, limit: f64) -> Self {
        Self {
            what,
            figure,
            bound: ">=",
            limit,
            holds: figure >= limit,
        }
    }

    pub fn at_most(what: String, figure: f64, limit: f64) -> Self {
        Self {
            what,
            figure,
            bound: "<=",
            limit,
            holds: figure <= limit,
        }
    }
}

/// Floors of F1 for the sets that have one.
pub fn accuracy_targets(rows: &[Row]) -> Vec<Target> {
    rows.iter()
        .filter_map(|row| {
            let (_, floor) = F1_FLOORS.iter().find(|(set, _)| *set == row.set)?;
            Some(Target::at_least(format!("{}: F1", row.set), row.f1, *floor))
        })
        .collect()
}

/// Cost compared with the peer on each set, growth and memory.
pub fn speed_targets(rows: &[Row]) -> Vec<Target> {
    let is_own = |row: &&Row| row.program == "Onefold";
    let mut targets = Vec::new();
    for own in rows.iter().filter(is_own) {
        let peers = rows.iter().filter(|row| !is_own(row) && row.set == own.set);
        for peer in peers {
            let cost = format!("{}: CPU seconds of {} relative to ours", own.set, peer.program);
            if let Some(secs) = peer.cpu_secs_until_result {
                targets.push(Target::at_least(
                    format!("{cost}, until its result is written"),
                    secs / own.usage.cpu_secs,
                    CPU_RATIO,
                ));
            }
            targets.push(Target::at_least(
                format!("{cost}, whole process"),
                peer.usage.cpu_secs / own.usage.cpu_secs,
                CPU_RATIO,
            ));
            targets.push(Target::at_least(
                format!("{}: F1 compared with {}", own.set, peer.program),
                own.f1,
                peer.f1,
            ));
        }
    }
    let of = |records: usize| rows.iter().filter(is_own).find(|row| row.records == records);
    if let Some(large) = of(1_000_000) {
        targets.push(Target::at_most(
            format!("{}: peak MiB", large.set),
            large.usage.peak_mib,
            PEAK_MIB,
        ));
        if let Some(small) = of(100_000) {
            targets.push(Target::at_most(
                format!("wall time of {} relative to {}", large.set, small.set),
                large.usage.wall_secs / small.usage.wall_secs,
                WALL_GROWTH,
            ));
        }
    }
    targets
}

/// Prints the targets as a table.
pub fn print(targets: &[Target]) {
    if targets.is_empty() {
        return;
    }
    println!("\n| target | figure | bound | holds |");
    println!("|---|---:|---:|---|");
    for target in targets {
        println!(
            "| {} | {:.4} | {} {} | {} |",
            target.what,
            target.figure,
            target.bound,
            (target.limit * 1e4).round() / 1e4,
            if target.holds { "yes" } else { "**no**" }
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{super::run::Usage, *};

    fn row(set: &str, program: &'static str, records: usize, f1: f64, cpu_secs: f64) -> Row {
        Row {
            set: set.to_owned(),
            program,
            records,
            precision: f1,
            recall: f1,
            f1,
            bcubed_f1: f1,
            usage: Usage {
                wall_secs: cpu_secs / 2.0,
                cpu_secs,
                peak_mib: 1000.0,
            },
            cpu_secs_until_result: (program != "Onefold").then_some(cpu_secs * 0.8),
        }
    }

    fn failing(targets: &[Target]) -> Vec<&str> {
        let bad = targets.iter().filter(|target| !target.holds);
        bad.map(|target| target.what.as_str()).collect()
    }

    #[test]
    fn an_f1_below_its_floor_does_not_hold() {
        let rows = [
            row("cora", "Onefold", 1_879, 0.86, 1.0),
            row("febrl3", "Onefold", 5_000, 0.99, 1.0),
            row("unknown", "Onefold", 10, 0.1, 1.0),
        ];
        let targets = accuracy_targets(&rows);
        assert_eq!(targets.len(), 2);
        assert_eq!(failing(&targets), ["cora: F1"]);
    }

    #[test]
    fn cost_growth_and_memory_are_held_against_their_bounds() {
        let rows = [
            row("people-100k", "Onefold", 100_000, 0.95, 3.0),
            row("people-100k", "Splink 5", 100_000, 0.90, 18.0),
            row("people-1m", "Onefold", 1_000_000, 0.89, 42.0),
            row("people-1m", "Splink 5", 1_000_000, 0.90, 84.0),
        ];
        let targets = speed_targets(&rows);
        let bad = [
            "people-100k: CPU seconds of Splink 5 relative to ours, until its result is written",
            "people-1m: CPU seconds of Splink 5 relative to ours, until its result is written",
            "people-1m: CPU seconds of Splink 5 relative to ours, whole process",
            "people-1m: F1 compared with Splink 5",
            "wall time of people-1m relative to people-100k",
        ];
        assert_eq!(targets.len(), 8);
        assert_eq!(failing(&targets), bad);
        assert!(
            speed_targets(&rows[..1]).is_empty(),
            "nothing to compare with, nothing claimed"
        );
    }
}
