//! Logs of runs. Each kind of run has a group, and so have the two outputs of scripts. A run has a stream of its own id in
//! each group.

use onefold_domain::{
    CRAWL_PREFIX, JOB_RUN_PREFIX, LogEvent, LogQuery, LogStream, TASK_RUN_PREFIX, Timestamp,
};

use crate::{Error, Page, PageRequest, Service, token};

/// A group of logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogGroup {
    /// Its name.
    pub name: &'static str,
    /// How the ids of its runs begin.
    prefix: &'static str,
    /// What stands before the id of a run in the names of stored streams.
    mark: &'static str,
}

impl LogGroup {
    /// Task runs of transforms.
    pub const TRANSFORMS: Self = Self {
        name: "/aws-glue/mltransforms",
        prefix: TASK_RUN_PREFIX,
        mark: "",
    };
    /// Runs of jobs.
    pub const JOBS: Self = Self {
        name: "/aws-glue/jobs",
        prefix: JOB_RUN_PREFIX,
        mark: "",
    };
    /// What scripts of jobs print.
    pub const OUTPUT: Self = Self {
        name: "/aws-glue/jobs/output",
        prefix: JOB_RUN_PREFIX,
        mark: "output/",
    };
    /// What scripts of jobs print to their standard error.
    pub const ERROR: Self = Self {
        name: "/aws-glue/jobs/error",
        prefix: JOB_RUN_PREFIX,
        mark: "error/",
    };
    /// Crawls.
    pub const CRAWLERS: Self = Self {
        name: "/aws-glue/crawlers",
        prefix: CRAWL_PREFIX,
        mark: "",
    };
    /// All.
    pub const ALL: [Self; 5] = [
        Self::CRAWLERS,
        Self::JOBS,
        Self::ERROR,
        Self::OUTPUT,
        Self::TRANSFORMS,
    ];

    /// The name of a run's stream in the store.
    fn stored(self, run: &str) -> String {
        format!("{}{run}", self.mark)
    }

    /// The name of a stored stream as clients know it.
    fn shown(self, stored: &mut String) {
        stored.drain(..self.mark.len());
    }

    /// The group of that name.
    pub fn parse(name: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|group| group.name == name)
            .ok_or_else(|| {
                let names: Vec<&str> = Self::ALL.iter().map(|group| group.name).collect();
                Error::not_found(format!(
                    "The specified log group does not exist: {name}; there are {}",
                    names.join(", ")
                ))
            })
    }
}

/// Lines that are looked through at a time.
const BATCH: usize = 1000;

/// A part of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogPage {
    /// The lines.
    pub events: Vec<LogEvent>,
    /// Leads on.
    pub forward: i64,
    /// Leads back.
    pub backward: i64,
}

impl Service {
    /// Adds a line to the log of a run.
    pub fn log(&self, run: &str, line: &str) -> Result<(), Error> {
        Ok(self.store.append_log(run, &[(self.now(), line.to_owned())])?)
    }

    /// Adds lines to what a script printed.
    pub fn log_printed(
        &self,
        group: LogGroup,
        run: &str,
        lines: &[(Timestamp, String)],
    ) -> Result<(), Error> {
        Ok(self.store.append_log(&group.stored(run), lines)?)
    }

    /// A page of a group's streams, by name.
    pub fn log_streams(
        &self,
        group: LogGroup,
        prefix: Option<&str>,
        page: &PageRequest,
    ) -> Result<Page<LogStream>, Error> {
        let prefix = prefix.unwrap_or_default();
        let question = ("log streams", group.name, prefix);
        let after: Option<String> = token::open(page.token.as_deref(), &question)?;
        let size = page.max_results.unwrap_or(self.limits.page);
        let begin = if prefix.starts_with(group.prefix) {
            prefix
        } else {
            group.prefix
        };
        let after = after.map(|after| group.stored(&after));
        let mut streams = self
            .store
            .log_streams(&group.stored(begin), after.as_deref(), size + 1)?;
        for stream in &mut streams {
            group.shown(&mut stream.name);
        }
        streams.retain(|stream| stream.name.starts_with(prefix));
        let has_more = streams.len() > size;
        streams.truncate(size);
        let next_token = streams
            .last()
            .filter(|_| has_more)
            .map(|last| token::seal(&question, &last.name));
        Ok(Page {
            items: streams,
            next_token,
        })
    }

    /// Lines of one stream. The stream exists as soon as its run does, even without a line.
    pub fn log_events(&self, group: LogGroup, query: &LogQuery) -> Result<LogPage, Error> {
        let stream = query.stream.clone().unwrap_or_default();
        let is_known = stream.starts_with(group.prefix) && self.store.run(&stream)?.is_some();
        if !is_known {
            return Err(Error::not_found(format!(
                "The specified log stream does not exist: {stream}"
            )));
        }
        let (after, before) = (query.after, query.before);
        let mut events = self.store.log_events(&LogQuery {
            stream: Some(group.stored(&stream)),
            ..query.clone()
        })?;
        for event in &mut events {
            group.shown(&mut event.stream);
        }
        // Where there is nothing, the tokens stay where they are.
        let forward = events.last().map(|event| event.sequence).or(after);
        let backward = events.first().map(|event| event.sequence).or(before);
        Ok(LogPage {
            forward: forward.or(before.map(|before| before - 1)).unwrap_or(0),
            backward: backward.or(after.map(|after| after + 1)).unwrap_or(0),
            events,
        })
    }

    /// Lines of several streams that hold all the words of the pattern; in quotes it has to be there as it stands.
    pub fn filter_log_events(
        &self,
        group: LogGroup,
        streams: &[String],
        prefix: Option<&str>,
        pattern: Option<&str>,
        range: &LogQuery,
        page: &PageRequest,
    ) -> Result<Page<LogEvent>, Error> {
        let question = ("filter log events", group.name, streams, prefix, pattern);
        let mut after: Option<i64> = token::open(page.token.as_deref(), &question)?;
        let size = page.max_results.unwrap_or(self.limits.page);
        let mut found: Vec<LogEvent> = Vec::new();
        let wanted = words(pattern.unwrap_or_default());
        let is_wanted = |event: &LogEvent| {
            (streams.is_empty() || streams.contains(&event.stream))
                && event.stream.starts_with(prefix.unwrap_or_default())
                && wanted.iter().all(|word| event.message.contains(word.as_str()))
        };
        loop {
            let mut batch = self.store.log_events(&LogQuery {
                prefix: Some(group.stored(group.prefix)),
                after,
                limit: BATCH,
                ..range.clone()
            })?;
            for event in &mut batch {
                group.shown(&mut event.stream);
            }
            after = batch.last().map(|event| event.sequence);
            let is_last = batch.len() < BATCH;
            found.extend(batch.into_iter().filter(is_wanted));
            if is_last || found.len() > size {
                break;
            }
        }
        let has_more = found.len() > size;
        found.truncate(size);
        let next_token = found
            .last()
            .filter(|_| has_more)
            .map(|last| token::seal(&question, &last.sequence));
        Ok(Page {
            items: found,
            next_token,
        })
    }
}

fn words(pattern: &str) -> Vec<String> {
    let pattern = pattern.trim();
    match pattern.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
        Some(whole) => vec![whole.to_owned()],
        None => pattern.split_whitespace().map(str::to_owned).collect(),
    }
}
