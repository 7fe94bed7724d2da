//! `onefold label INPUT`: the labeling page for one file, in the browser. Labels are saved next to the file.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use anyhow::Context;
use onefold_console::link;
use onefold_data::Output;
use onefold_service::{ListTransforms, PageRequest, Service};
use onefold_tasks::{Inspector, label_file};

use super::config::Config;
use super::node::{Node, runtime};
use super::serve::asked_to_end;
use crate::again;
use crate::args::{LabelArgs, ServiceArgs};
use crate::failure::Usage;
use crate::figures;
use crate::summary::plain;

/// How often the label file is updated.
const EVERY: Duration = Duration::from_secs(1);
/// Name of the file that records which state of the input is being labeled.
const SOURCE: &str = "source";
const LISTEN: ([u8; 4], u16) = ([127, 0, 0, 1], 0);

/// Serves the page until a signal stops it.
pub fn run(args: &LabelArgs) -> anyhow::Result<()> {
    let input = only_input(args)?;
    let beside = |ending: &str| PathBuf::from(format!("{}{ending}", input.display()));
    let output = args.output.clone().unwrap_or_else(|| beside(".labels.csv"));
    let work = args.work_dir.clone().unwrap_or_else(|| beside(".onefold"));
    check_source(&input, &work)?;
    let is_new = !work.join(SOURCE).is_file();
    let is_made_now = !work.exists();
    if is_new && output.exists() && !args.force {
        return Err(Usage(format!(
            "{} already exists; choose another name with --output, continue from it with --labels, or replace it with --force",
            output.display()
        ))
        .into());
    }
    onefold_data::check_file_output(&file_output(&output))?;
    let config = Config::resolve(&ServiceArgs {
        data_dir: Some(work.clone()),
        listen: Some(args.listen.unwrap_or_else(|| LISTEN.into())),
        ..ServiceArgs::default()
    })?;
    runtime()?.block_on(async {
        let mut node = Node::open(config)?;
        let service = Arc::clone(node.service());
        let transform = match transform_of(&service, &input, args) {
            Ok(transform) => transform,
            Err(error) => {
                drop((node, service));
                if is_made_now {
                    // The folder is useless for a file that cannot be labeled, and the error matters more than this.
                    let _ = fs::remove_dir_all(&work);
                }
                return Err(error);
            }
        };
        mark_source(&input, &work)?;
        node.lead_to(link(&["transforms", &transform, "labeling"]));
        let running = node.start().await?;
        eprintln!(
            "Label {} in a browser: {}\nEvery answer is saved to {} at once. Press Ctrl-C to stop; run the same command again to continue.",
            plain(&input.display().to_string()),
            running.console,
            plain(&output.display().to_string())
        );
        let mut written = Vec::new();
        let ended = asked_to_end();
        tokio::pin!(ended);
        loop {
            let is_over = tokio::select! {
                result = &mut ended => { result?; true },
                () = tokio::time::sleep(EVERY) => false,
            };
            keep(&service, &transform, &output, &mut written).await?;
            if is_over {
                break;
            }
        }
        running.close().await?;
        tell(&service, &transform, args, &output)
    })
}

/// The browser labels one local file; anything else needs a label file.
fn only_input(args: &LabelArgs) -> anyhow::Result<PathBuf> {
    let other_way = "use --propose OUT.csv to write the records to label to a file";
    let [input] = args.input.inputs.as_slice() else {
        return Err(Usage(format!(
            "the browser can label only one file; for several files, {other_way}"
        ))
        .into());
    };
    let table = &args.input.table;
    if table.no_header
        || table.delimiter.is_some()
        || table.encoding.is_some()
        || table.id_column.is_some()
        || table.source_column.is_some()
    {
        return Err(Usage(format!(
            "the labeling page does not support flags about reading the file; {other_way}"
        ))
        .into());
    }
    let path = PathBuf::from(input);
    if !path.is_file() {
        return Err(Usage(format!(
            "{}: no such file; for s3:// addresses and patterns, {other_way}",
            path.display()
        ))
        .into());
    }
    Ok(path)
}

/// Length and modification time of a file, which reveal a change.
fn state_of(input: &Path) -> anyhow::Result<String> {
    let about = |error| format!("cannot read {}: {error}", input.display());
    let metadata = fs::metadata(input).map_err(|error| anyhow::anyhow!(about(error)))?;
    let modified = metadata
        .modified()
        .map_err(|error| anyhow::anyhow!(about(error)))?;
    let since = modified.duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok(format!("{} {}", metadata.len(), since.as_nanos()))
}

fn check_source(input: &Path, work: &Path) -> anyhow::Result<()> {
    let Ok(known) = fs::read_to_string(work.join(SOURCE)) else {
        return Ok(());
    };
    if known == state_of(input)? {
        return Ok(());
    }
    Err(Usage(format!(
        "{} has changed since {} was created; to label the new version, choose another --work-dir and pass the existing labels \
         with --labels",
        input.display(),
        work.display()
    ))
    .into())
}

fn mark_source(input: &Path, work: &Path) -> anyhow::Result<()> {
    fs::write(work.join(SOURCE), state_of(input)?)
        .with_context(|| format!("cannot write {}", work.join(SOURCE).display()))
}

/// The transform of the file: the existing one, or a new one with the labels from `--labels`.
fn transform_of(service: &Service, input: &Path, args: &LabelArgs) -> anyhow::Result<String> {
    let there = service.transforms(&ListTransforms::default(), &PageRequest::default())?;
    if let Some(transform) = there.items.into_iter().next() {
        return Ok(transform.id);
    }
    let name = input
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let copy = |from: &Path, to: &Path| {
        fs::copy(from, to)
            .map(drop)
            .with_context(|| format!("cannot copy {}", from.display()))
    };
    let upload = service.begin_upload(&name)?;
    copy(input, &upload.path())?;
    let transform = service.finish_upload(&upload, &name, &Inspector)?.transform;
    for labels in &args.labels {
        let upload = service.begin_upload("labels.csv")?;
        copy(Path::new(labels), &upload.path())?;
        service.finish_label_upload(&upload, &transform, false)?;
    }
    Ok(transform)
}

/// Rewrites the label file if there are new labels, in one step.
async fn keep(
    service: &Arc<Service>,
    transform: &str,
    output: &Path,
    written: &mut Vec<u8>,
) -> anyhow::Result<()> {
    let (service, transform) = (Arc::clone(service), transform.to_owned());
    let labels = tokio::task::spawn_blocking(move || service.all_labels(&transform)).await??;
    if labels.rows.is_empty() {
        return Ok(());
    }
    let file = label_file(&labels);
    if file != *written {
        onefold_data::write_atomically(&file_output(output), |out| out.write_all(&file))?;
        *written = file;
    }
    Ok(())
}

/// The label file as an output. This command owns it, so it may be replaced.
fn file_output(path: &Path) -> Output {
    Output::new(&path.display().to_string(), true)
}

fn tell(service: &Service, transform: &str, args: &LabelArgs, output: &Path) -> anyhow::Result<()> {
    let labels = service.all_labels(transform)?;
    let rows = labels.rows.iter().filter(|row| row.label.is_some()).count();
    if rows == 0 {
        eprintln!("No records were labeled.");
        return Ok(());
    }
    let output = output.display().to_string();
    let again = again::inputs_and_flags(&args.input.inputs, &args.input.table, &args.matching);
    eprintln!(
        "{} labeled in {}. Next:\n\n  onefold match {} --labels {} -o matched.csv",
        figures::counted(rows as u64, "record"),
        plain(&output),
        plain(&again),
        plain(&again::quoted(&output))
    );
    Ok(())
}
