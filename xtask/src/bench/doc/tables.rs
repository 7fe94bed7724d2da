//! The tables of the page of benchmarks, each from files of figures.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::bench::figures::Part;
use crate::bench::targets::F1_FLOORS;

/// Kinds whose few groups hold most of all pairs.
const LARGE_GROUPS: [&str; 2] = ["identical_rows", "big_groups"];

/// Each table and the files that it shows.
pub const NAMES: [(&str, &[&str]); 20] = [
    ("seen", &["accuracy", COMPARISONS]),
    ("kinds", &["kinds", COMPARISONS]),
    ("nothing", &["kinds", COMPARISONS]),
    ("real", &["real"]),
    ("sure", &["kinds", "real"]),
    ("steady", &["steady"]),
    ("taught", &["taught", "kinds"]),
    ("candidates", &["candidates"]),
    ("pairs", &["pairs", COMPARISONS]),
    ("few", &["few"]),
    ("quality", &["quality"]),
    ("linking", &["linking"]),
    ("growth", &["growth"]),
    ("growth goals", &["growth"]),
    ("speed", &["speed"]),
    ("scale", &["scale"]),
    ("offers", &["offers"]),
    ("wide", &["wide"]),
    ("service", &["service"]),
    ("console", &["console"]),
];

/// What is shown next to our figures: goals, other programs, earlier models. Kept by hand.
const COMPARISONS: &str = "comparisons";

/// A table, or nothing if a file of it is missing.
pub fn render(name: &str, folder: &Path) -> Result<Option<String>> {
    let Some((_, names)) = NAMES.iter().find(|(own, _)| *own == name) else {
        let known: Vec<&str> = NAMES.iter().map(|(name, _)| *name).collect();
        bail!("no table is named \"{name}\"; there are {}", known.join(", "));
    };
    let mut files = Vec::new();
    for name in *names {
        let path = folder.join(format!("{name}.json"));
        if !path.is_file() {
            return Ok(None);
        }
        let text = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        let value: Value =
            serde_json::from_str(&text).with_context(|| format!("reading {}", path.display()))?;
        files.push((path, value));
    }
    let file = |at: usize| Part::new(&files[at].0, &files[at].1);
    let mut text = match name {
        "seen" => seen(file(0), file(1).member("seen")?)?,
        "kinds" => kinds(file(0), file(1).member("kinds")?)?,
        "nothing" => nothing(file(0), file(1).member("kinds")?)?,
        "real" => real(file(0))?,
        "sure" => return Ok(Some(sure(file(0), file(1))?)),
        "steady" => steady(file(0))?,
        "taught" => taught(file(0), file(1))?,
        "candidates" => candidates(file(0))?,
        "pairs" => pairs(file(0), file(1).member("pairs")?)?,
        "few" => few(file(0))?,
        "quality" => quality(file(0))?,
        "linking" => linking(file(0))?,
        "growth" => growth(file(0))?,
        "growth goals" => goals(file(0))?,
        "speed" => speed(file(0))?,
        "scale" => scale(file(0))?,
        "offers" | "wide" => large(file(0))?,
        "console" => console(file(0))?,
        _ => service(file(0))?,
    };
    write!(text, "\nMeasured on {}.\n", file(0).text("date")?)?;
    Ok(Some(text))
}

/// Columns that do not line up.
fn linking(file: Part) -> Result<String> {
    let mut text = String::from(
        "| second source | sets | columns mapped right | F1 lost, mean | F1 lost, most |\n|---|---:|---:|---:|---:|\n",
    );
    let mut all = [0, 0];
    for row in file.list("rows")? {
        let [right, columns] = row.share("columns")?;
        all[0] += right;
        all[1] += columns;
        writeln!(
            text,
            "| {} | {} | {right} of {columns} | {:.3} | {:.3} ({}) |",
            row.text("change")?,
            row.count("sets")?,
            row.number("lost")? + 0.0,
            row.number("most_lost")? + 0.0,
            row.text("most_lost_in")?
        )?;
    }
    writeln!(
        text,
        "| **all** | | **{} of {}, {:.1} %** | | |",
        all[0],
        all[1],
        100.0 * all[0] as f64 / all[1].max(1) as f64
    )?;
    Ok(text)
}

/// Bold if the figure, as it is shown, reaches the goal.
fn bold(figure: f64, decimals: usize, goal: Option<f64>) -> String {
    let shown = format!("{figure:.decimals$}");
    let reaches = shown
        .parse::<f64>()
        .is_ok_and(|shown| goal.is_some_and(|goal| shown >= goal));
    if reaches { format!("**{shown}**") } else { shown }
}

fn or_dash(figure: Option<f64>) -> String {
    figure.map_or_else(|| "–".to_owned(), |figure| figure.to_string())
}

/// With a comma between thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn seen(figures: Part<'_>, compared: Part<'_>) -> Result<String> {
    let mut text = "| set | F1 | floor | aim | best rival | precision | recall | B-cubed F1 | CPU s | wall s | peak MiB |\n\
        |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n"
        .to_owned();
    for row in figures.list("rows")? {
        let set = row.text("set")?;
        let beside = compared.get(set);
        let number = |name: &str| beside.and_then(|beside| beside.number(name).ok());
        let floor = F1_FLOORS
            .iter()
            .find(|(name, _)| *name == set)
            .map(|(_, floor)| *floor);
        let aim = number("aim");
        writeln!(
            text,
            "| {set} | {} | {} | {} | {} | {:.3} | {:.3} | {:.3} | {:.2} | {:.2} | {:.0} |",
            bold(row.number("f1")?, 3, aim.or(floor)),
            or_dash(floor),
            or_dash(aim),
            or_dash(number("best rival")),
            row.number("precision")?,
            row.number("recall")?,
            row.number("bcubed_f1")?,
            row.number("cpu_secs")?,
            row.number("wall_secs")?,
            row.number("peak_mib")?,
        )?;
    }
    Ok(text)
}

/// The tables of each kind, without the number of the seed.
fn by_kind(figures: Part<'_>) -> Result<BTreeMap<&str, Vec<Part<'_>>>> {
    let mut kinds: BTreeMap<&str, Vec<Part<'_>>> = BTreeMap::new();
    for row in figures.list("rows")? {
        let name = row.text("name")?;
        let kind = name
            .rsplit_once('-')
            .filter(|(_, seed)| seed.parse::<u32>().is_ok());
        kinds
            .entry(kind.map_or(name, |(kind, _)| kind))
            .or_default()
            .push(row);
    }
    Ok(kinds)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn mean_of(rows: &[Part<'_>], name: &str) -> Result<f64> {
    let values: Vec<f64> = rows.iter().map(|row| row.number(name)).collect::<Result<_>>()?;
    Ok(mean(&values))
}

fn has_matches(rows: &[Part<'_>]) -> Result<bool> {
    Ok(mean_of(rows, "true_pairs")? > 0.0)
}

fn kinds(figures: Part<'_>, compared: Part<'_>) -> Result<String> {
    let mut text =
        "| kind | F1 | floor | precision | recall | before |\n|---|---:|---:|---:|---:|---:|\n".to_owned();
    let (mut all, mut all_before) = (Vec::new(), Vec::new());
    for (kind, rows) in by_kind(figures)? {
        if !has_matches(&rows)? {
            continue;
        }
        let beside = compared.member(kind)?;
        let (f1, floor) = (mean_of(&rows, "f1")?, beside.number("floor")?);
        let before = beside.number("before")?;
        writeln!(
            text,
            "| {kind} | {} | {floor} | {:.3} | {:.3} | {before:.3} |",
            bold(f1, 3, Some(floor)),
            mean_of(&rows, "precision")?,
            mean_of(&rows, "recall")?,
        )?;
        all.push(f1);
        all_before.push(before);
    }
    writeln!(
        text,
        "| **mean of {}** | **{:.3}** | | | | {:.3} |",
        all.len(),
        mean(&all),
        mean(&all_before)
    )?;
    Ok(text)
}

fn nothing(figures: Part<'_>, compared: Part<'_>) -> Result<String> {
    let mut text =
        "| nothing matches | wrong pairs per 1,000 records | before |\n|---|---:|---:|\n".to_owned();
    for (kind, rows) in by_kind(figures)? {
        if has_matches(&rows)? {
            continue;
        }
        let before = compared.member(kind)?.number("before")?;
        writeln!(
            text,
            "| {kind} | {:.1} | {before:.1} |",
            mean(&wrong_rates(&rows)?)
        )?;
    }
    Ok(text)
}

/// What does not matter: the share of records that change group, over all tables.
fn steady(figures: Part<'_>) -> Result<String> {
    let rows = figures.list("rows")?;
    let mut records = 0;
    for row in &rows {
        records += row.count("records")?;
    }
    let mut text = format!(
        "| change | records that change group, of {} |\n|---|--:|\n",
        grouped(records)
    );
    for (at, change) in figures.list("changes")?.into_iter().enumerate() {
        let mut changed = 0;
        for row in &rows {
            changed += row.nth("changed", at)?;
        }
        let share = 100.0 * changed as f64 / records.max(1) as f64;
        writeln!(text, "| {} | {share:.2} % |", change.as_text()?)?;
    }
    Ok(text)
}

/// What answers add, beside the same kinds without labels.
fn taught(after: Part<'_>, before: Part<'_>) -> Result<String> {
    let [before, after] = [of_kinds(before)?, of_kinds(after)?];
    Ok(format!(
        "| | without labels | after 150 answers |\n|---|--:|--:|\n\
        | mean F1 of {} kinds | {:.3} | {:.3} |\n\
        | worst kind | {:.3} ({}) | {:.3} ({}) |\n\
        | most wrong pairs per 1,000 records where nothing matches | {:.1} | {:.1} |\n",
        after.matching,
        before.mean,
        after.mean,
        before.worst.0,
        before.worst.1,
        after.worst.0,
        after.worst.1,
        before.most_wrong,
        after.most_wrong,
    ))
}

/// Figures of all kinds together.
struct Kinds<'a> {
    /// Number of those with matches.
    matching: usize,
    mean: f64,
    worst: (f64, &'a str),
    /// Wrong pairs for 1,000 records, where nothing matches.
    most_wrong: f64,
}

fn of_kinds(figures: Part<'_>) -> Result<Kinds<'_>> {
    let (mut f1, mut worst, mut most_wrong) = (Vec::new(), (f64::INFINITY, ""), 0.0f64);
    for (kind, rows) in by_kind(figures)? {
        if has_matches(&rows)? {
            let own = mean_of(&rows, "f1")?;
            if own < worst.0 {
                worst = (own, kind);
            }
            f1.push(own);
        } else {
            most_wrong = most_wrong.max(mean(&wrong_rates(&rows)?));
        }
    }
    Ok(Kinds {
        matching: f1.len(),
        mean: mean(&f1),
        worst,
        most_wrong,
    })
}

/// Wrong pairs for 1,000 records.
fn wrong_rates(rows: &[Part<'_>]) -> Result<Vec<f64>> {
    let rate = |row: &Part<'_>| Ok(1000.0 * row.number("wrong_pairs")? / row.number("records")?);
    rows.iter().map(rate).collect()
}

fn candidates(figures: Part<'_>) -> Result<String> {
    let mut text = "| set | candidates per record | share of true pairs |\n|---|---:|---:|\n".to_owned();
    for row in figures.list("rows")? {
        let [right, all] = row.share("candidates")?;
        writeln!(
            text,
            "| {} | {:.1} | {:.3} |",
            row.text("name")?,
            all as f64 / row.number("records")?,
            right as f64 / row.number("true_pairs")?
        )?;
    }
    Ok(text)
}

fn real(figures: Part<'_>) -> Result<String> {
    let mut text = "| real set of a new kind | F1 | precision | recall |\n|---|---:|---:|---:|\n".to_owned();
    let rows = figures.list("rows")?;
    for row in &rows {
        writeln!(
            text,
            "| {} | {:.3} | {:.3} | {:.3} |",
            row.text("name")?,
            row.number("f1")?,
            row.number("precision")?,
            row.number("recall")?
        )?;
    }
    let f1 = mean_of(&rows, "f1")?;
    writeln!(text, "| **mean of {}** | **{f1:.3}** | | |", rows.len())?;
    Ok(text)
}

/// What a task takes in a browser; bold if it keeps within its limit.
fn console(figures: Part<'_>) -> Result<String> {
    let mut text = "| task | takes | at most | before |\n|---|---:|---:|---:|\n".to_owned();
    for row in figures.list("rows")? {
        let (value, limit, unit) = (row.number("value")?, row.number("limit")?, row.text("unit")?);
        let shown = format!("{value} {unit}");
        let shown = if value <= limit {
            format!("**{shown}**")
        } else {
            shown
        };
        writeln!(
            text,
            "| {} | {shown} | {limit} {unit} | {} |",
            row.text("task")?,
            row.text("before")?
        )?;
    }
    Ok(text)
}

fn sure(kinds: Part<'_>, real: Part<'_>) -> Result<String> {
    let (mut all, mut small) = ([0, 0], [0, 0]);
    for (kind, rows) in by_kind(kinds)? {
        for row in rows {
            let share = row.share("confident")?;
            all = plus(all, share);
            if !LARGE_GROUPS.contains(&kind) {
                small = plus(small, share);
            }
        }
    }
    let real = real
        .list("rows")?
        .into_iter()
        .try_fold([0, 0], |sum, row| anyhow::Ok(plus(sum, row.share("confident")?)))?;
    let told = |[right, all]: [u64; 2]| format!("{} of {}", grouped(right), grouped(all));
    let percent = 100.0 * real[0] as f64 / real[1].max(1) as f64;
    Ok(format!(
        "Of all pairs that score 0.9 or more, {} are right on the kinds ({} without\n{}), and {} ({percent:.1} %) on the real sets.\n",
        told(all),
        told(small),
        LARGE_GROUPS.join(" and "),
        told(real),
    ))
}

fn plus(one: [u64; 2], other: [u64; 2]) -> [u64; 2] {
    [one[0] + other[0], one[1] + other[1]]
}

/// Mean and deviation over seeds, in percent; bold if the mean reaches the goal.
fn spread(row: Part<'_>, name: &str, goal: Option<f64>) -> Result<String> {
    let spread = row.member(name)?;
    let (mean, sd) = (100.0 * spread.number("mean")?, 100.0 * spread.number("sd")?);
    let shown = format!("{mean:.1} ± {sd:.1}");
    let reaches = bold(mean, 1, goal.map(|goal| 100.0 * goal)).starts_with('*');
    Ok(if reaches { format!("**{shown}**") } else { shown })
}

fn pairs(figures: Part<'_>, compared: Part<'_>) -> Result<String> {
    let mut text = "| set | Magellan | DeepMatcher | Ditto | without labels | pair by pair | learned | floor | aim | fit s |\n\
        |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n"
        .to_owned();
    for row in figures.list("rows")? {
        let set = row.text("set")?;
        let published = compared.member(set)?;
        let number = |name: &str| or_dash(published.number(name).ok());
        let aim = row.number("aim")?;
        writeln!(
            text,
            "| {set} | {} | {} | {} | {} | {} | {} | {:.1} | {:.1} | {:.1} |",
            number("Magellan"),
            number("DeepMatcher"),
            number("Ditto"),
            spread(row, "without_labels", None)?,
            spread(row, "pair_only", None)?,
            spread(row, "learned", Some(aim))?,
            100.0 * row.number("floor")?,
            100.0 * aim,
            row.number("fit_secs")?,
        )?;
    }
    Ok(text)
}

fn few(figures: Part<'_>) -> Result<String> {
    let mut text = "| set | records labeled | before | chosen | random | chosen, enforced | random, enforced | floor |\n\
        |---|---:|---:|---:|---:|---:|---:|---:|\n"
        .to_owned();
    let rows = figures.list("rows")?;
    for two in rows.chunks(2) {
        let [chosen, random] = *two else {
            bail!("each set of the few labels is measured with chosen and with random records");
        };
        let floor = chosen.number("floor")?;
        writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {} | {:.0} |",
            chosen.text("set")?,
            chosen.count("records_shown")?,
            spread(chosen, "without_labels", None)?,
            spread(chosen, "after", Some(floor))?,
            spread(random, "after", None)?,
            spread(chosen, "enforced", None)?,
            spread(random, "enforced", None)?,
            100.0 * floor,
        )?;
    }
    Ok(text)
}

/// Sums over the cases of a set.
#[derive(Default)]
struct Estimates {
    cases: u64,
    /// F1 on labeled pairs less the true F1.
    labeled_error: f64,
    /// Estimate less truth, for precision, recall and F1.
    errors: [f64; 3],
    inside: [u64; 3],
    sure: [u64; 2],
}

fn quality(figures: Part<'_>) -> Result<String> {
    const FIGURES: [&str; 3] = ["precision", "recall", "f1"];
    let mut sets: Vec<(String, Estimates)> = Vec::new();
    let mut all = Estimates::default();
    for row in figures.list("rows")? {
        let name = row.text("set")?;
        if sets.last().is_none_or(|(last, _)| last != name) {
            sets.push((name.to_owned(), Estimates::default()));
        }
        let own = &mut sets.last_mut().context("a set was just added")?.1;
        for sums in [own, &mut all] {
            sums.cases += 1;
            sums.labeled_error += (row.number("labeled_f1")? - row.member("f1")?.number("truth")?).abs();
            for (at, name) in FIGURES.into_iter().enumerate() {
                let figure = row.member(name)?;
                let truth = figure.number("truth")?;
                sums.errors[at] += (figure.number("value")? - truth).abs();
                let is_inside = (figure.number("low")?..=figure.number("high")?).contains(&truth);
                sums.inside[at] += u64::from(is_inside);
            }
            let [right, sure] = row.share("sure_groups")?;
            sums.sure[0] += right;
            sums.sure[1] += sure;
        }
    }
    let mut text =
        "| set | cases | error of precision | recall | F1 | truth inside: precision | recall | F1 \
        | error of F1 on labeled pairs | groups of confidence 0.9 or more | right |\n\
        |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n"
            .to_owned();
    sets.push(("**all**".to_owned(), all));
    for (name, sums) in &sets {
        let cases = sums.cases as f64;
        let [precision, recall, f1] = sums.errors.map(|error| 100.0 * error / cases);
        let [in_precision, in_recall, in_f1] = sums.inside.map(|inside| 100.0 * inside as f64 / cases);
        writeln!(
            text,
            "| {name} | {} | {precision:.1} | {recall:.1} | {f1:.1} | {in_precision:.0} % | {in_recall:.0} % \
             | {in_f1:.0} % | {:.1} | {} | {:.1} % |",
            sums.cases,
            100.0 * sums.labeled_error / cases,
            grouped(sums.sure[1]),
            100.0 * sums.sure[0] as f64 / sums.sure[1].max(1) as f64
        )?;
    }
    Ok(text)
}

fn growth(figures: Part<'_>) -> Result<String> {
    let mut text = "| run | F1 | CPU s | wall s | peak MiB |\n|---|---:|---:|---:|---:|\n".to_owned();
    for row in figures.list("rows")? {
        writeln!(text, "| {} | {}", row.text("what")?, costs(row, false)?)?;
    }
    Ok(text)
}

fn costs(row: Part<'_>, with_bcubed: bool) -> Result<String> {
    let bcubed = if with_bcubed {
        format!(" | {:.3}", row.number("bcubed_f1")?)
    } else {
        String::new()
    };
    Ok(format!(
        "{:.3}{bcubed} | {:.1} | {:.1} | {:.0} |",
        row.number("f1")?,
        row.number("cpu_secs")?,
        row.number("wall_secs")?,
        row.number("peak_mib")?,
    ))
}

fn goals(figures: Part<'_>) -> Result<String> {
    let mut text = "| goal | limit | this run |\n|---|---:|---:|\n".to_owned();
    for target in figures.list("targets")? {
        let figure = target.number("figure")?;
        writeln!(
            text,
            "| {} | {} | {figure:.3} |",
            target.text("what")?,
            target.number("limit")?
        )?;
    }
    Ok(text)
}

fn speed(figures: Part<'_>) -> Result<String> {
    let mut text = "| set | program | F1 | B-cubed F1 | CPU s | wall s | peak MiB |\n|---|---|---:|---:|---:|---:|---:|\n".to_owned();
    for row in figures.list("rows")? {
        let (set, program) = (row.text("set")?, row.text("program")?);
        writeln!(text, "| {set} | {program} | {}", costs(row, true)?)?;
    }
    Ok(text)
}

fn scale(figures: Part<'_>) -> Result<String> {
    let mut text = "| people | CSV, MB | memory limit | F1 | CPU s | wall s | peak MiB | temporary file, MiB |\n|---:|---:|---:|---:|---:|---:|---:|---:|\n".to_owned();
    for row in figures.list("rows")? {
        writeln!(
            text,
            "| {} | {} | {} | {:.3} | {:.1} | {:.1} | {} | {} |",
            grouped(row.count("records")?),
            grouped((row.number("input_bytes")? / 1e6).round() as u64),
            row.text("memory")?,
            row.number("f1")?,
            row.number("cpu_secs")?,
            row.number("wall_secs")?,
            grouped(row.number("peak_mib")?.round() as u64),
            grouped(row.count("spilled_bytes")? >> 20),
        )?;
    }
    Ok(text)
}

fn large(figures: Part<'_>) -> Result<String> {
    let mut text = "| table | records | columns | file, MB | memory limit | F1 | CPU s | reading and writing alone, CPU s | wall s | peak MiB | temporary file, MiB |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n".to_owned();
    for row in figures.list("rows")? {
        writeln!(
            text,
            "| {}, {} | {} | {} | {} | {} | {:.3} | {:.1} | {:.1} | {:.1} | {} | {} |",
            row.text("table")?,
            if row.text("format")? == "csv" {
                "CSV"
            } else {
                "Parquet"
            },
            grouped(row.count("records")?),
            row.count("columns")?,
            grouped((row.number("input_bytes")? / 1e6).round() as u64),
            row.text("memory")?,
            row.number("f1")?,
            row.number("cpu_secs")?,
            row.number("copy_cpu_secs")?,
            row.number("wall_secs")?,
            grouped(row.number("peak_mib")?.round() as u64),
            grouped(row.count("spilled_bytes")? >> 20),
        )?;
    }
    Ok(text)
}

fn service(figures: Part<'_>) -> Result<String> {
    let mut text =
        "| load | runs stored | requests/s | p50 ms | p99 ms |\n|---|---:|---:|---:|---:|\n".to_owned();
    for load in figures.list("loads")? {
        writeln!(
            text,
            "| {} | {} | {} | {:.2} | {:.2} |",
            load.text("what")?,
            grouped(load.count("runs")?),
            grouped(load.number("requests_per_sec")?.round() as u64),
            load.number("p50_ms")?,
            load.number("p99_ms")?,
        )?;
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The lines of a table below its head.
    fn lines(name: &str, files: &[(&str, Value)]) -> Vec<String> {
        let folder = tempfile::tempdir().expect("a folder");
        for (file, value) in files {
            let path = folder.path().join(format!("{file}.json"));
            std::fs::write(path, value.to_string()).expect("written");
        }
        let table = render(name, folder.path())
            .expect("a table")
            .expect("its figures");
        table
            .lines()
            .skip(2)
            .take_while(|line| !line.is_empty())
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn figures_of_whole_sets_are_shown_with_their_aims() {
        let row = |set: &str, f1: f64| {
            json!({"set": set, "program": "Onefold", "f1": f1, "precision": 0.9, "recall": 1.0, "bcubed_f1": 0.95,
                "cpu_secs": 1.234, "wall_secs": 0.5, "peak_mib": 99.6})
        };
        let figures = json!({"date": "2026-01-02", "rows": [row("cora", 0.9296), row("other", 0.5)]});
        let compared = json!({"seen": {"cora": {"aim": 0.93}}});
        let expected = [
            "| cora | **0.930** | 0.87 | 0.93 | – | 0.900 | 1.000 | 0.950 | 1.23 | 0.50 | 100 |",
            "| other | 0.500 | – | – | – | 0.900 | 1.000 | 0.950 | 1.23 | 0.50 | 100 |",
        ];
        let files = [("accuracy", figures.clone()), ("comparisons", compared)];
        assert_eq!(lines("seen", &files), expected);
        let speed = lines("speed", &[("speed", figures)]);
        assert_eq!(speed[0], "| cora | Onefold | 0.930 | 0.950 | 1.2 | 0.5 | 100 |");
    }

    #[test]
    fn figures_of_labels_are_shown_in_percent_with_their_spread() {
        let spread = |mean: f64| json!({"mean": mean, "sd": 0.012});
        let pairs = json!({"date": "2026-01-02", "rows": [{"set": "cora", "without_labels": spread(0.8),
            "pair_only": spread(0.85), "learned": spread(0.9), "floor": 0.85, "aim": 0.9, "fit_secs": 2.0}]});
        let compared = json!({"pairs": {"cora": {"Ditto": 75.6}}});
        assert_eq!(
            lines("pairs", &[("pairs", pairs), ("comparisons", compared)]),
            ["| cora | – | – | 75.6 | 80.0 ± 1.2 | 85.0 ± 1.2 | **90.0 ± 1.2** | 85.0 | 90.0 | 2.0 |"]
        );
        let row = |after: f64| {
            json!({"set": "cora", "records_shown": 200, "without_labels": spread(0.5), "after": spread(after),
                "enforced": spread(0.95), "floor": 0.92})
        };
        let few = json!({"date": "2026-01-02", "rows": [row(0.93), row(0.91)]});
        assert_eq!(
            lines("few", &[("few", few)]),
            ["| cora | 200 | 50.0 ± 1.2 | **93.0 ± 1.2** | 91.0 ± 1.2 | 95.0 ± 1.2 | 95.0 ± 1.2 | 92 |"]
        );
    }

    #[test]
    fn what_changes_groups_is_a_share_of_all_records() {
        let row =
            |records: u64, changed: [u64; 2]| json!({"name": "a", "records": records, "changed": changed});
        let steady = json!({"date": "2026-01-02", "changes": ["rows shuffled", "columns renamed"],
            "rows": [row(1_000, [1, 0]), row(3_000, [2, 40])]});
        assert_eq!(
            lines("steady", &[("steady", steady)]),
            ["| rows shuffled | 0.07 % |", "| columns renamed | 1.00 % |"]
        );
    }

    #[test]
    fn answers_are_shown_beside_no_answers_by_kind() {
        let row = |name: &str, f1: f64, true_pairs: u64, wrong: u64| {
            json!({"name": name, "records": 500, "f1": f1, "true_pairs": true_pairs, "wrong_pairs": wrong,
                "candidates": [true_pairs / 2, 1_000]})
        };
        let before = json!({"date": "2026-01-01", "rows": [row("twins-1", 0.5, 100, 3), row("twins-2", 0.7, 100, 3),
            row("rooms-1", 1.0, 0, 2), row("flats-1", 0.8, 100, 3)]});
        let after = json!({"date": "2026-01-02", "rows": [row("twins-1", 0.9, 100, 3), row("twins-2", 1.0, 100, 3),
            row("rooms-1", 1.0, 0, 1), row("flats-1", 0.9, 100, 3)]});
        let files = [("kinds", before.clone()), ("taught", after)];
        assert_eq!(
            lines("taught", &files),
            [
                "| mean F1 of 2 kinds | 0.700 | 0.925 |",
                "| worst kind | 0.600 (twins) | 0.900 (flats) |",
                "| most wrong pairs per 1,000 records where nothing matches | 4.0 | 2.0 |"
            ]
        );
        let candidates = lines("candidates", &[("candidates", before)]);
        assert_eq!(candidates[0], "| twins-1 | 2.0 | 0.500 |");
    }

    #[test]
    fn costs_and_loads_are_shown() {
        let growth = json!({"date": "2026-01-02",
            "rows": [{"what": "all", "f1": 0.5, "cpu_secs": 23.44, "wall_secs": 13.7, "peak_mib": 941.2}],
            "targets": [{"what": "new records", "figure": 0.09411, "limit": 0.1}]});
        let files = [("growth", growth)];
        assert_eq!(lines("growth", &files), ["| all | 0.500 | 23.4 | 13.7 | 941 |"]);
        assert_eq!(lines("growth goals", &files), ["| new records | 0.1 | 0.094 |"]);
        let scale = json!({"date": "2026-01-02", "rows": [{"records": 1_000_000, "input_bytes": 118_200_000, "memory": "1GiB",
            "f1": 0.9871, "cpu_secs": 14.26, "wall_secs": 9.0, "peak_mib": 1012.4, "spilled_bytes": 734_003_200}]});
        assert_eq!(
            lines("scale", &[("scale", scale)]),
            ["| 1,000,000 | 118 | 1GiB | 0.987 | 14.3 | 9.0 | 1,012 | 700 |"]
        );
        let wide = json!({"date": "2026-01-02", "rows": [{"table": "ignored", "format": "parquet", "records": 1_000_000, "columns": 200,
            "input_bytes": 1_500_000_000u64, "memory": "none", "f1": 0.9871, "cpu_secs": 44.26, "copy_cpu_secs": 20.04, "wall_secs": 30.0,
            "peak_mib": 4012.4, "spilled_bytes": 0}]});
        assert_eq!(
            lines("wide", &[("wide", wide)]),
            [
                "| ignored, Parquet | 1,000,000 | 200 | 1,500 | none | 0.987 | 44.3 | 20.0 | 30.0 | 4,012 | 0 |"
            ]
        );
        let service = json!({"date": "2026-01-02", "loads": [{"what": "/healthz", "runs": 1_000_000,
            "requests_per_sec": 109_182.6, "p50_ms": 0.141, "p99_ms": 0.4}]});
        assert_eq!(
            lines("service", &[("service", service)]),
            ["| /healthz | 1,000,000 | 109,183 | 0.14 | 0.40 |"]
        );
    }
}
