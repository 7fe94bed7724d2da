//! The flags of a command that the next one needs too, for commands that are suggested to people.

use clap::ValueEnum as _;
use onefold_data::Format;

use crate::args::{LearningArgs, MatchingArgs, TableArgs};

/// Inputs and flags as they are typed in a shell: how the input is read and how it is matched.
pub fn inputs_and_flags(inputs: &[String], table: &TableArgs, matching: &MatchingArgs) -> String {
    let mut words: Vec<String> = inputs.iter().map(|input| quoted(input)).collect();
    let mut flag = |name: &str, value: Option<&str>| {
        words.push(match value {
            Some(value) => format!("--{name} {}", quoted(value)),
            None => format!("--{name}"),
        });
    };
    let texts = [
        ("id-column", &table.id_column),
        ("source-column", &table.source_column),
        ("encoding", &table.encoding),
        ("sheet", &table.sheet),
        ("table", &table.table),
        ("query", &table.query),
    ];
    for (name, value) in texts {
        if let Some(value) = value {
            flag(name, Some(value));
        }
    }
    if let Some(file) = &table.password_file {
        flag("password-file", Some(&file.display().to_string()));
    }
    if let Some(delimiter) = table.delimiter {
        let name = if delimiter == b'\t' {
            "tab".to_owned()
        } else {
            char::from(delimiter).to_string()
        };
        flag("delimiter", Some(&name));
    }
    let format = Format::NAMES
        .into_iter()
        .find(|name| table.format.is_some() && Format::parse(name) == table.format);
    if let Some(format) = format {
        flag("format", Some(format));
    }
    if let Some(line) = table.header_line {
        flag("header-line", Some(&line.to_string()));
    }
    for (name, values) in [("blank", &table.blanks), ("keep", &table.kept)] {
        for value in values {
            flag(name, Some(value));
        }
    }
    for (name, is_set) in [
        ("no-header", table.no_header),
        ("strict", table.strict),
        ("within-sources", matching.within_sources),
    ] {
        if is_set {
            flag(name, None);
        }
    }
    for (column, kind) in &matching.kinds {
        flag("kind", Some(&format!("{column}={}", kind.as_str())));
    }
    if let Some(link) = matching.link.and_then(|link| link.to_possible_value()) {
        flag("link", Some(link.get_name()));
    }
    for (name, value) in [
        ("precision-recall", matching.precision_recall),
        ("accuracy-cost", matching.accuracy_cost),
    ] {
        if (value - USUAL).abs() > f64::EPSILON {
            flag(name, Some(&value.to_string()));
        }
    }
    words.join(" ")
}

/// The label files or the model in use, each with its flag and a blank before it.
pub fn learned(learning: &LearningArgs) -> String {
    let labels = learning.labels.iter().map(|file| ("labels", file));
    let all = labels.chain(learning.model.iter().map(|file| ("model", file)));
    let words: Vec<String> = all
        .map(|(name, file)| format!(" --{name} {}", quoted(file)))
        .collect();
    words.concat()
}

/// What the tradeoffs are if nobody sets them.
const USUAL: f64 = 0.5;

/// A word for a shell: in quotes where blanks or signs could mean something else.
pub fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:=,@+%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::args::{Cli, Command};

    fn again(command: &[&str]) -> String {
        match Cli::try_parse_from(command).unwrap().command {
            Command::Explain(args) => inputs_and_flags(&args.input.inputs, &args.input.table, &args.matching),
            _ => unreachable!("the test explains"),
        }
    }

    #[test]
    fn flags_in_use_come_again_and_others_do_not() {
        let explain = |more: &[&str]| {
            let command = ["onefold", "explain", "--pair", "a", "b"];
            again(&command.iter().chain(more).copied().collect::<Vec<_>>())
        };
        assert_eq!(explain(&["p.csv"]), "p.csv");
        let flags = [
            "--id-column 'customer no'",
            "--sheet 'It'\\''s'",
            "--delimiter ';'",
            "--format csv",
            "--header-line 3",
            "--blank 'see notes'",
            "--no-header",
            "--kind phone=ignore",
            "--precision-recall 0.8",
        ];
        let given = [
            "p 1.csv",
            "--id-column",
            "customer no",
            "--sheet",
            "It's",
            "--delimiter",
            "semicolon",
            "--format",
            "csv",
            "--header-line",
            "3",
            "--blank",
            "see notes",
            "--kind",
            "phone=ignore",
            "--precision-recall",
            "0.8",
            "--seed",
            "7",
        ];
        let told = explain(&given);
        assert!(told.starts_with("'p 1.csv' "), "{told}");
        for flag in flags.iter().filter(|flag| **flag != "--no-header") {
            assert!(told.contains(flag), "{flag} is not in {told}");
        }
        assert!(!told.contains("--seed") && !told.contains("--pair"), "{told}");
        assert!(explain(&["p.csv", "--link", "--no-header"]).ends_with("--no-header --link auto"));
    }
}
