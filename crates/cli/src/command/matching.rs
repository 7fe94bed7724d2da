//! `onefold match`.

use std::time::{Duration, Instant};

use onefold_data::Output;
use onefold_engine::{KeptExplanations, MatchSettings};
use onefold_tasks::{IdFormat, IndexFile, IndexUse, MatchJob, MatchSinks, Matched, Page, Source};

use crate::args::{MatchArgs, MessageArgs};
use crate::figures;
use crate::progress::Progress;
use crate::summary::{self, Document, Run, Written};
use crate::view;

/// Matches the input, writes the results and prints a summary.
pub fn run(args: &MatchArgs, messages: MessageArgs) -> anyhow::Result<()> {
    let begin = Instant::now();
    let target = args.output.as_deref().unwrap_or(super::STDOUT);
    super::check_json(args.json, target)?;
    let others = [
        &args.pairs_out,
        &args.explain,
        &args.links,
        &args.unique,
        &args.report,
        &args.save_model,
        &args.index,
    ];
    let outputs: Vec<&str> = others
        .into_iter()
        .flatten()
        .map(String::as_str)
        .chain([target])
        .collect();
    let mut read = super::read_files(&args.input.inputs, &args.learning);
    read.extend(args.into.clone());
    let own_table = args
        .output_table
        .as_deref()
        .unwrap_or(onefold_data::DEFAULT_TABLE);
    if Output::new(target, false).is_sqlite() && args.input.table.table.as_deref() != Some(own_table) {
        // A database can hold the result and the table that was read.
        read.retain(|input| input != target);
    }
    super::check_distinct(&read, &outputs)?;
    super::use_threads(&args.matching)?;

    let (source, settings) = asked(args)?;
    let progress = Progress::new(messages);
    let output =
        |name: &str| Output::new(name, args.force).with_password_file(args.input.table.password_file.clone());
    let records = output(target)
        .with_format(args.output_format)
        .with_table(args.output_table.clone())
        .with_encoding(args.output_encoding.as_deref())
        .map_err(onefold_tasks::Error::from)?;
    let sinks = MatchSinks {
        pairs: args.pairs_out.as_deref().map(output),
        explained: args.explain.as_deref().map(output),
        links: args.links.as_deref().map(output),
        unique: args
            .unique
            .as_deref()
            .map(|name| (output(name), args.preferences.clone())),
        id_format: id_format(args),
        page: args.report.as_deref().map(|name| Page {
            output: output(name),
            choose: &view::chosen_pairs,
            render: &view::match_page,
        }),
        model: args.save_model.as_deref().map(output),
        // An outdated index is always replaced; a file that is not an index never is.
        index: args.index.as_deref().map(|name| IndexFile {
            output: Output::new(name, true),
            is_own: false,
        }),
        ..MatchSinks::new(records)
    };
    let job = MatchJob {
        source,
        knowledge: super::knowledge(&args.learning, args.enforce_labels),
        enforced: None,
        settings,
        sinks,
    };
    let matched = job.run(&progress)?;
    progress.clear();

    let run = told(&matched, written(args, &matched), begin.elapsed());
    if args.json {
        super::print_json(&Document::new(&matched.outcome, &run))
    } else {
        super::tell(messages, &summary::text(&matched.outcome, &run));
        Ok(())
    }
}

/// What is matched, and how.
pub fn asked(args: &MatchArgs) -> anyhow::Result<(Source, MatchSettings)> {
    let has_several = args.input.inputs.len() > 1 && args.into.is_none();
    super::check_sources(&args.matching, &args.input.table, has_several)?;
    let is_link = args.matching.names_sources() && args.input.table.source_column.is_none();
    let source = Source {
        matched: args.into.iter().cloned().collect(),
        link: is_link.then(|| args.maps.clone()),
        memory: args.memory.memory(),
        ..super::source(&args.input.inputs, &args.input.table)
    };
    let is_linked = is_link || source.source_column.is_some();
    Ok((source, args.matching.settings(is_linked, args.min_score)))
}

/// How match ids are written.
pub fn id_format(args: &MatchArgs) -> IdFormat {
    match args.id_format {
        crate::args::IdFormat::Number => IdFormat::Number,
        crate::args::IdFormat::Text => IdFormat::Text,
    }
}

/// What the summary tells of a run besides what the engine found.
pub fn told(matched: &Matched, outputs: Vec<Written>, total: Duration) -> Run {
    let taught = matched.learned.taught.as_ref();
    Run {
        key: matched.input.key_in_words(),
        steps: matched.steps.clone(),
        total,
        outputs,
        labels: taught.map(|taught| taught.report.clone()),
        notices: notices(matched),
        mapping: matched.input.mapping().cloned(),
        peak_bytes: onefold_tasks::peak_bytes(),
        spilled_bytes: matched.spilled_bytes,
    }
}

/// Notes about the input, the labels and the groups.
fn notices(matched: &Matched) -> Vec<String> {
    let input = &matched.input;
    let mut notices = view::input_notices(matched);
    if input.updated() > 0 {
        notices.push(format!(
            "{} came again with the same id and replaced the earlier one",
            figures::counted(input.updated() as u64, "record")
        ));
    }
    if let Some(taught) = &matched.learned.taught {
        notices.extend(super::label_notices(&taught.report));
    }
    notices.extend(matched.index.as_ref().and_then(index_notice));
    let unmet = matched.outcome.unmet.iter().map(|demand| {
        format!(
            "{} and {} are labeled a match but stay in different groups, because other labels keep them apart",
            input.id(demand.left as usize),
            input.id(demand.right as usize)
        )
    });
    notices.extend(unmet);
    let merged = matched.outcome.merged.iter().map(|groups| {
        format!(
            "a new record merged the groups {} and {}; the merged group keeps the id {}",
            groups.kept, groups.merged, groups.kept
        )
    });
    notices.extend(merged);
    notices
}

/// A note if the index could not be used, or not be extended.
fn index_notice(used: &IndexUse) -> Option<String> {
    let rebuilt = match used {
        IndexUse::Kept | IndexUse::Extended | IndexUse::Made => return None,
        IndexUse::Behind(reason) => {
            return Some(format!(
                "the index could not be extended: {reason}; it serves as it is, and the next run looks through the new records again"
            ));
        }
        IndexUse::Renewed => "was outdated, or made for other records or settings",
        IndexUse::OtherVersion => "was made by another version of Onefold",
        IndexUse::Healed => "was damaged",
    };
    Some(format!("the index {rebuilt}, so it was rebuilt"))
}

/// The files that were written, the result first.
fn written(args: &MatchArgs, matched: &Matched) -> Vec<Written> {
    let records = matched.input.records().len();
    let pairs = matched.outcome.pairs.len();
    let explained = matched.outcome.kept.as_ref().map(KeptExplanations::len);
    let is_written = matched
        .index
        .as_ref()
        .is_some_and(|used| !matches!(used, IndexUse::Kept | IndexUse::Behind(_)));
    let written_index = args.index.clone().filter(|_| is_written);
    [
        ("result", &args.output, Some(records)),
        ("pairs", &args.pairs_out, Some(pairs)),
        ("explanations", &args.explain, explained),
        ("links", &args.links, None),
        ("unique", &args.unique, Some(matched.outcome.groups.sizes.len())),
        ("report", &args.report, None),
        ("model", &args.save_model, None),
        ("index", &written_index, None),
    ]
    .into_iter()
    .filter_map(|(what, path, rows)| {
        path.as_ref().map(|path| Written {
            what,
            path: path.clone(),
            rows: rows.map(|rows| rows as u64),
        })
    })
    .collect()
}
