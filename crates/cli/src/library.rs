//! The commands as functions over tables in memory, for programs that hold them. They take the flags of the command line, so a
//! call means the same in both, and report to an observer of the caller.
//!
//! An argument that is the name of a [`Frame`] means that table.

use std::{
    panic::resume_unwind,
    thread,
    time::{Duration, Instant},
};

use clap::Parser;
use onefold_data::Frame;
use onefold_engine::MatchSettings;
use onefold_tasks::{
    EnforcedMatches, IdFormat, Knowledge, MatchJob, MatchSinks, Matched, Observer, Proposed, Scored, Source,
    Stored, Taught,
};

use crate::args::{Cli, Command, MatchArgs};
use crate::command::{evaluate, explain, label, matching, score};
pub use crate::command::{evaluate::Measured, explain::Answer};
pub use crate::failure::Kind;
use crate::failure::{Usage, check_no_password, parser_sentence};
use crate::summary::{self, Document};
use crate::view;

/// What a caller knows beside the flags.
#[derive(Debug, Default)]
pub struct Given {
    /// What a transform has learned, in place of a model or labels.
    pub stored: Option<Stored>,
    /// Matches that groups must follow.
    pub enforced: Option<EnforcedMatches>,
}

/// A finished match, with all that is told of it.
#[derive(Debug)]
pub struct Found {
    /// The result.
    pub matched: Matched,
    /// How match ids are written.
    pub id_format: IdFormat,
    total: Duration,
}

/// Matches: the flags of `onefold match`, without those that name outputs.
pub fn match_records(
    arguments: &[String],
    frames: &[Frame],
    given: Given,
    observer: &dyn Observer,
) -> anyhow::Result<Found> {
    let begin = Instant::now();
    let Command::Match(args) = parsed("match", arguments)? else {
        unreachable!("the name of the command is given");
    };
    let matched = in_threads(args.matching.threads, || found(&args, frames, given, observer))?;
    Ok(Found {
        matched,
        id_format: matching::id_format(&args),
        total: begin.elapsed(),
    })
}

fn found(
    args: &MatchArgs,
    frames: &[Frame],
    given: Given,
    observer: &dyn Observer,
) -> anyhow::Result<Matched> {
    let (source, settings) = matching::asked(args)?;
    let job = MatchJob {
        source: source.with_frames(frames),
        knowledge: match given.stored {
            Some(stored) => Knowledge::Stored(Box::new(stored)),
            None => crate::command::knowledge(&args.learning, args.enforce_labels),
        },
        enforced: given.enforced,
        settings,
        sinks: MatchSinks {
            explaining: Some(&view::chosen_pairs),
            ..MatchSinks::none()
        },
    };
    Ok(job.run(observer)?)
}

impl Found {
    /// The summary as `--json` prints it.
    pub fn json(&self) -> String {
        let run = matching::told(&self.matched, Vec::new(), self.total);
        crate::command::json_text(&Document::new(&self.matched.outcome, &run))
    }

    /// The summary as a terminal shows it.
    pub fn text(&self) -> String {
        let run = matching::told(&self.matched, Vec::new(), self.total);
        summary::text(&self.matched.outcome, &run)
    }

    /// The report: a page that works offline.
    pub fn page(&self) -> String {
        view::match_page(&self.matched)
    }
}

/// How a table that is spread over several places is read and matched: the flags of `onefold match`, with a name for the table.
pub fn asked(arguments: &[String]) -> anyhow::Result<(Source, MatchSettings)> {
    let Command::Match(args) = parsed("match", arguments)? else {
        unreachable!("the name of the command is given");
    };
    matching::asked(&args)
}

/// Evaluates: the flags of `onefold evaluate`.
pub fn evaluate(arguments: &[String], frames: &[Frame], observer: &dyn Observer) -> anyhow::Result<Measured> {
    let Command::Evaluate(args) = parsed("evaluate", arguments)? else {
        unreachable!("the name of the command is given");
    };
    in_threads(args.matching.threads, || {
        evaluate::measured(&args, frames, observer)
    })
}

/// Scores listed pairs: the flags of `onefold score`.
pub fn score(arguments: &[String], frames: &[Frame], observer: &dyn Observer) -> anyhow::Result<Scored> {
    let Command::Score(args) = parsed("score", arguments)? else {
        unreachable!("the name of the command is given");
    };
    in_threads(args.matching.threads, || score::scored(&args, frames, observer))
}

/// Explains a pair or a group: the flags of `onefold explain`. A pair also has a page.
pub fn explain(
    arguments: &[String],
    frames: &[Frame],
    observer: &dyn Observer,
) -> anyhow::Result<(Answer, Option<String>)> {
    let Command::Explain(args) = parsed("explain", arguments)? else {
        unreachable!("the name of the command is given");
    };
    in_threads(args.matching.threads, || {
        match (&args.group, args.pair.as_slice()) {
            (Some(id), _) => {
                let explained = explain::explained_group(id, &args, frames, observer)?;
                Ok((Answer::of_group(&explained), None))
            }
            (None, [first, second]) => {
                let ids = [first.as_str(), second];
                let explained = explain::explained_pair(ids, &args, frames, observer)?;
                Ok((
                    Answer::of_pair(ids, &explained),
                    Some(view::explain_page(&explained)),
                ))
            }
            _ => unreachable!("the parser takes a group or two ids"),
        }
    })
}

/// Chooses what to label next: the flags of `onefold label`.
pub fn propose(arguments: &[String], frames: &[Frame], observer: &dyn Observer) -> anyhow::Result<Proposed> {
    // The name of the file is for nobody: the caller takes what it would hold.
    let arguments = [&["--propose=-".to_owned()], arguments].concat();
    let Command::Label(args) = parsed("label", &arguments)? else {
        unreachable!("the name of the command is given");
    };
    in_threads(args.matching.threads, || label::proposed(&args, frames, observer))
}

/// Learns a model: the flags of `onefold match`, of which those about data, labels and matching count.
pub fn learn(arguments: &[String], frames: &[Frame], observer: &dyn Observer) -> anyhow::Result<Taught> {
    let Command::Match(args) = parsed("match", arguments)? else {
        unreachable!("the name of the command is given");
    };
    let labels = &args.learning.labels;
    if labels.is_empty() {
        return Err(
            Usage("there are no labels to learn from; name at least one with --labels".to_owned()).into(),
        );
    }
    in_threads(args.matching.threads, || {
        let (source, settings) = matching::asked(&args)?;
        let source = source.with_frames(frames);
        Ok(onefold_tasks::learn_job(&source, labels, &settings, observer)?)
    })
}

fn parsed(command: &str, arguments: &[String]) -> anyhow::Result<Command> {
    check_no_password(arguments)?;
    let words = ["onefold", command]
        .into_iter()
        .chain(arguments.iter().map(String::as_str));
    let cli = Cli::try_parse_from(words).map_err(|error| Usage(parser_sentence(&error.to_string())))?;
    Ok(cli.command)
}

/// Works on threads of its own, which have ended when it returns: a program that calls a library keeps none.
fn in_threads<T: Send>(
    threads: Option<u16>,
    work: impl FnOnce() -> anyhow::Result<T> + Send,
) -> anyhow::Result<T> {
    let mut own = Vec::new();
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.map_or(0, usize::from))
        .spawn_handler(|thread| {
            own.push(thread::Builder::new().spawn(|| thread.run())?);
            Ok(())
        })
        .build()?;
    let result = pool.install(work);
    // A pool that is dropped asks its threads to end, and does not wait for it.
    drop(pool);
    for thread in own {
        thread.join().unwrap_or_else(|panic| resume_unwind(panic));
    }
    result
}
