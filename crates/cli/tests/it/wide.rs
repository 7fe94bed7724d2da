//! Tables with many columns, most of which have nothing to do with the records.

use std::fmt::Write;

use crate::support::{Folder, many_people};

const PEOPLE: usize = 9_000;
/// Columns that are added.
const ADDED: usize = 70;
/// Too little for the table with all its columns in memory, and enough for what is compared.
const TIGHT: &str = "164MiB";

/// People, some of whom are there twice, with a phone number, and with columns that say nothing.
fn tables() -> (String, String) {
    let people = many_people(PEOPLE);
    let mut lines = people.lines();
    let header = format!("{},phone", lines.next().unwrap());
    let mut narrow = format!("{header}\n");
    let mut wide = header;
    for at in 0..ADDED {
        let kind = ["status", "counter", "day", "unused", "note"][at % 5];
        write!(wide, ",{kind}_{at}").unwrap();
    }
    wide.push('\n');
    let mut state = 1_u64;
    let mut next = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let (mut phone, mut before) = (0, String::new());
    for line in lines {
        // The second record of a person comes right after the first.
        let born = line.rsplit(',').next().unwrap();
        if before != born {
            phone = 2_000_000_000 + next(700_000_000);
            born.clone_into(&mut before);
        }
        let line = line.replace(" st,", " street,");
        let own = format!("{line},0{phone}");
        writeln!(narrow, "{own}").unwrap();
        wide.push_str(&own);
        for column in 0..ADDED {
            match column % 5 {
                0 => write!(wide, ",{}", ["new", "open", "closed"][next(3) as usize]),
                1 => write!(wide, ",{}", next(5_000)),
                2 => write!(wide, ",20{:02}-0{}-1{}", 10 + next(14), 1 + next(9), next(10)),
                3 => write!(wide, ","),
                _ => write!(wide, ",called {} times about {}", next(99), next(3_000)),
            }
            .unwrap();
        }
        wide.push('\n');
    }
    (narrow, wide)
}

struct Run {
    /// The match id of each record.
    groups: Vec<String>,
    output: String,
    summary: serde_json::Value,
}

impl Run {
    fn attributes(&self) -> Vec<&str> {
        let attributes = self.summary["attributes"].as_array().unwrap();
        attributes
            .iter()
            .map(|attribute| attribute["name"].as_str().unwrap())
            .collect()
    }
}

fn run(folder: &Folder, input: &str, more: &[&str]) -> Run {
    let args = [
        "match",
        input,
        "-o",
        "out.csv",
        "--id-column",
        "id",
        "--force",
        "--json",
    ];
    let run = folder.run_well(&[&args, more].concat());
    let output = folder.read("out.csv");
    let column = output
        .lines()
        .next()
        .unwrap()
        .split(',')
        .position(|name| name == "match_id")
        .unwrap();
    Run {
        groups: output
            .lines()
            .skip(1)
            .map(|line| line.split(',').nth(column).unwrap().to_owned())
            .collect(),
        summary: serde_json::from_str(&run.stdout).unwrap(),
        output,
    }
}

fn folder() -> Folder {
    let (narrow, wide) = tables();
    let folder = Folder::with("wide.csv", wide);
    std::fs::write(folder.path("narrow.csv"), narrow).unwrap();
    folder
}

#[test]
fn ignored_columns_are_written_and_change_nothing() {
    let folder = folder();
    let narrow = run(&folder, "narrow.csv", &[]);
    let wide = folder.read("wide.csv");
    let ignored: Vec<String> = wide
        .lines()
        .next()
        .unwrap()
        .split(',')
        .skip(6)
        .map(|name| format!("{name}=ignore"))
        .collect();
    let mut kinds: Vec<&str> = ignored.iter().flat_map(|kind| ["--kind", kind]).collect();
    let plain = run(&folder, "wide.csv", &kinds);
    assert_eq!(plain.summary["spilled_bytes"], 0);
    assert_eq!(plain.attributes(), ["first", "last", "street", "born", "phone"]);
    assert!(plain.groups == narrow.groups);
    let kept = plain
        .output
        .lines()
        .zip(wide.lines())
        .all(|(out, own)| out.starts_with(own));
    assert!(kept, "all columns are written as they were");
    kinds.extend(["--memory", TIGHT]);
    let tight = run(&folder, "wide.csv", &kinds);
    assert!(tight.summary["spilled_bytes"].as_u64().unwrap() > 1_000_000);
    assert!(tight.output == plain.output);
}

#[test]
fn columns_that_say_nothing_are_left_out_of_very_many() {
    let folder = folder();
    let narrow = run(&folder, "narrow.csv", &[]);
    let wide = run(&folder, "wide.csv", &[]);
    assert_eq!(wide.attributes(), narrow.attributes());
    assert!(wide.groups == narrow.groups);
    let notices = wide.summary["notices"].to_string();
    assert!(
        notices.contains("agree there no more often") && notices.contains("counter_1"),
        "{notices}"
    );
    // A chosen kind is an order.
    let chosen = run(&folder, "wide.csv", &["--kind", "counter_1=code"]);
    assert!(chosen.attributes().contains(&"counter_1"));
}
