//! What has changed since a match result was made: labels, model, settings and data.

use std::collections::BTreeMap;
use std::fmt;

use onefold_domain::{
    LearnedModel, MadeWith, ObjectUri, RunDetails, SetState, Transform, TransformStatus, hex,
};
use sha2::{Digest, Sha256};

use crate::{Error, MatchResult, Service};

/// What has changed since a result was made. Printed, it is a list of what is newer, such as `12 labels and the settings`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Newer {
    /// Labels that were stored since.
    pub labels: u64,
    /// Answers about pairs and labeling sets that the transform has not learned from yet.
    pub answers: u64,
    /// The model that the result was made with; absent for the built-in one.
    pub model: Option<LearnedModel>,
    /// The model that the transform has learned since, if it has.
    pub newer_model: Option<LearnedModel>,
    /// Whether the tradeoffs, the key, the enforcing of labels or what columns are taken for were changed.
    pub has_settings: bool,
    /// Whether files of the table were added, changed or deleted.
    pub has_data: bool,
}

impl Newer {
    /// Whether another run would use something that the result did not. Answers count once the transform has learned from them.
    pub fn changes_matches(&self) -> bool {
        Self {
            answers: 0,
            ..self.clone()
        }
        .is_something()
    }

    /// Whether anything has changed.
    pub fn is_something(&self) -> bool {
        *self
            != Self {
                model: self.model.clone(),
                ..Self::default()
            }
    }
}

impl fmt::Display for Newer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted = |number: u64, noun: &str| {
            let ending = if number == 1 { "" } else { "s" };
            (number > 0).then(|| format!("{number} {noun}{ending}"))
        };
        let has_model = self.newer_model.is_some() && self.labels == 0;
        let parts: Vec<String> = [
            counted(self.labels, "label"),
            counted(self.answers, "answer"),
            has_model.then(|| "the model".to_owned()),
            self.has_settings.then(|| "the settings".to_owned()),
            self.has_data.then(|| "the data".to_owned()),
        ]
        .into_iter()
        .flatten()
        .collect();
        match parts.split_last() {
            None => f.write_str("nothing"),
            Some((only, [])) => f.write_str(only),
            Some((last, others)) => write!(f, "{} and {last}", others.join(", ")),
        }
    }
}

impl Service {
    /// What matches of a transform that are found now are made with.
    pub fn made_with(&self, transform: &Transform) -> Result<MadeWith, Error> {
        let is_ready = transform.status == TransformStatus::Ready;
        Ok(MadeWith {
            labels: transform.label_count,
            model: transform.model.clone().filter(|_| is_ready),
            settings: transform.settings.clone(),
            data: self.data_mark(transform)?,
            kinds: self.chosen_kinds(transform)?,
        })
    }

    /// What has changed since a result of a transform was made; `None` if an earlier version made it.
    pub fn newer_than(&self, transform: &Transform, result: &MatchResult) -> Result<Option<Newer>, Error> {
        let job_run = self.job_run_behind(&result.run)?;
        let made_with = match job_run.map(|run| run.details) {
            Some(RunDetails::Job(details)) => details.made_with,
            _ => None,
        };
        let Some(then) = made_with else {
            return Ok(None);
        };
        let now = self.made_with(transform)?;
        let is_known = then.data.is_some() && now.data.is_some();
        let has_kinds = then.kinds.is_some() && now.kinds.is_some();
        Ok(Some(Newer {
            labels: now.labels.saturating_sub(then.labels),
            answers: self.open_answers(&transform.id)?,
            newer_model: now.model.filter(|model| Some(model) != then.model.as_ref()),
            has_settings: now.settings != then.settings || (has_kinds && now.kinds != then.kinds),
            has_data: is_known && now.data != then.data,
            model: then.model,
        }))
    }

    /// Labeling sets and decisions that the transform has not learned from, and decisions taken back that it has not forgotten.
    fn open_answers(&self, transform: &str) -> Result<u64, Error> {
        let mut sets = match self.open_pairs(transform)? {
            Some(round) => self.store.set_summaries(&round.id)?,
            None => Vec::new(),
        };
        let round = self.latest_round(transform)?;
        let open = round.filter(|view| view.round.closed_on.is_none());
        sets.extend(open.into_iter().flat_map(|view| view.sets));
        let judged = sets.iter().filter(|set| set.state == SetState::Judged).count();
        Ok((judged + self.sets_to_forget(transform)?.len()) as u64)
    }

    /// What people chose to take the columns of a transform's table for; `None` if the table is gone.
    fn chosen_kinds(&self, transform: &Transform) -> Result<Option<BTreeMap<String, String>>, Error> {
        let input = &transform.input;
        let table = match self.table(&input.database, &input.table) {
            Err(Error::NotFound(_)) => return Ok(None),
            table => table?,
        };
        let chosen = table.body.chosen_kinds().into_iter();
        Ok(Some(
            chosen
                .map(|(column, kind)| (column.to_owned(), kind.to_owned()))
                .collect(),
        ))
    }

    /// A mark of the files of a transform's table, which changes with their names, sizes and times. `None` if the table or
    /// its files are gone.
    fn data_mark(&self, transform: &Transform) -> Result<Option<String>, Error> {
        let input = &transform.input;
        let table = match self.table(&input.database, &input.table) {
            Err(Error::NotFound(_)) => return Ok(None),
            table => table?,
        };
        let location = table.body.location().map(ObjectUri::parse);
        let Some(Ok(location)) = location else {
            return Ok(None);
        };
        let files = self.find_objects(&location)?;
        let mut mark = Sha256::new();
        for file in &files {
            let time = file.modified_on.map_or(0, |time| time.0);
            mark.update(format!("{} {} {time}\n", file.uri, file.size_bytes));
        }
        Ok((!files.is_empty()).then(|| hex(&mark.finalize()[..8])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_newer_reads_as_a_list() {
        let mut newer = Newer::default();
        assert!(!newer.is_something());
        newer.answers = 1;
        assert!(newer.is_something() && !newer.changes_matches());
        newer.labels = 12;
        assert!(newer.changes_matches());
        newer.answers = 0;
        assert_eq!(newer.to_string(), "12 labels");
        newer.has_settings = true;
        newer.answers = 1;
        assert!(newer.is_something());
        assert_eq!(newer.to_string(), "12 labels, 1 answer and the settings");
    }
}
