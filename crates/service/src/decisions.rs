//! What people decide about records of a result outside of labeling rounds: these are one thing, those are not. Pages show
//! results with the decisions enforced, and the transform learns from them as from labels.

use std::collections::BTreeSet;

use onefold_domain::{
    Act, LabelingRound, Mark, NewSet, RoundOrigin, RunKind, RunStatus, SetContent, SetState, Timestamp,
    new_round_id,
};

use crate::labeling::{MOST_ACTS, MOST_ROUNDS};
use crate::{Error, Service};

/// A decision may name so many records.
const MOST_RECORDS: usize = 200;

/// What somebody decided about some records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The round that keeps it, and its number there.
    pub id: (String, u32),
    /// How often it was changed.
    pub version: u64,
    /// The records.
    pub content: SetContent,
    /// What was said of each record.
    pub marks: Vec<Mark>,
    /// When.
    pub time: Timestamp,
    /// When the transform began to learn from it.
    pub learned_on: Option<Timestamp>,
}

impl Service {
    /// All decisions that count, the earliest first.
    pub fn decisions(&self, transform: &str) -> Result<Vec<Decision>, Error> {
        let mut decisions = Vec::new();
        for round in self.store.rounds(transform, MOST_ROUNDS)? {
            if round.origin != RoundOrigin::Pairs {
                continue;
            }
            let has_failed = self.has_failed(&round)?;
            let learned_on = round.closed_on.filter(|_| !has_failed);
            let acts = self.store.judgements(&round.id, MOST_ACTS)?;
            for summary in self.store.set_summaries(&round.id)? {
                if summary.state != SetState::Judged {
                    continue;
                }
                let set = self.labeling_set(&round, summary.number)?;
                let said = acts
                    .iter()
                    .find(|act| act.number == summary.number && act.is_current);
                decisions.push(Decision {
                    id: (round.id.clone(), summary.number),
                    version: summary.version,
                    content: set.content,
                    marks: set.marks,
                    time: said.map_or(round.started_on, |act| act.time),
                    learned_on,
                });
            }
        }
        decisions.sort_by(|a, b| (a.time, &a.id).cmp(&(b.time, &b.id)));
        Ok(decisions)
    }

    /// Keeps a decision until the next import. It replaces an earlier one about the same records.
    pub fn decide(
        &self,
        transform: &str,
        who: &str,
        content: SetContent,
        marks: Vec<Mark>,
    ) -> Result<(), Error> {
        let records = content.records.len();
        if !(2..=MOST_RECORDS).contains(&records) || marks.len() != records {
            return Err(Error::invalid(format!(
                "a decision is about 2 to {MOST_RECORDS} records, not {records}; choose fewer"
            )));
        }
        let transform = self.runnable(transform, RunKind::ImportLabels)?;
        let round = match self.open_pairs(&transform.id)? {
            Some(round) => round,
            None => self.insert_round(&transform, new_round_id(), RoundOrigin::Pairs)?,
        };
        for summary in self.store.set_summaries(&round.id)? {
            // What was taken back is not taken up again: for a while it belongs to whoever did.
            if summary.state != SetState::Judged {
                continue;
            }
            let set = self.labeling_set(&round, summary.number)?;
            if let Some(marks) = marks_for(&set.content, &content, &marks) {
                return self.change(&round, &set, who, summary.version, (Act::Judge, marks));
            }
        }
        let set = NewSet {
            content,
            expected_errors: 0.0,
        };
        let change = self.change_of(&round, who, (0, 0), (Act::Judge, marks));
        self.store.add_judged_set(&round.id, &set, &change)?;
        Ok(())
    }

    /// Takes a decision back. What the transform has learned from it is forgotten the next time that it is retrained.
    pub fn undecide(&self, transform: &str, who: &str, id: (&str, u32)) -> Result<(), Error> {
        let (round, number) = id;
        let round = self
            .newest_round(transform, |own| {
                own.id == round && own.origin == RoundOrigin::Pairs
            })?
            .ok_or_else(|| Error::not_found("this decision does not exist any more; reload the page"))?;
        let set = self.labeling_set(&round, number)?;
        if set.summary.state != SetState::Judged {
            return Err(Error::ConcurrentModification(
                "this decision was already undone; reload the page".to_owned(),
            ));
        }
        let (version, marks) = (set.summary.version, set.marks.clone());
        self.change(&round, &set, who, version, (Act::Undo, marks))
    }

    /// The labeling sets among the learned labels whose decisions were taken back since.
    pub fn sets_to_forget(&self, transform: &str) -> Result<BTreeSet<String>, Error> {
        let mut forgotten = BTreeSet::new();
        let Some(labels) = self.stored_labels(transform)? else {
            return Ok(forgotten);
        };
        let learned: BTreeSet<&str> = labels.rows.iter().map(|row| row.set.as_str()).collect();
        for round in self.store.rounds(transform, MOST_ROUNDS)? {
            if round.origin != RoundOrigin::Pairs {
                continue;
            }
            let sets = self.store.set_summaries(&round.id)?;
            let undone = sets.iter().filter(|set| set.state != SetState::Judged);
            let names = undone.map(|set| round.set_name(set.number));
            forgotten.extend(names.filter(|name| learned.contains(name.as_str())));
        }
        Ok(forgotten)
    }

    /// Starts the run that learns from the decisions since the last one, and forgets those that were taken back; `None` if
    /// there is nothing to change.
    pub fn take_pairs_in(&self, transform: &str) -> Result<Option<String>, Error> {
        let is_waiting = self.waiting_pairs(transform)?.is_some();
        if !is_waiting && self.sets_to_forget(transform)?.is_empty() {
            return Ok(None);
        }
        self.take_in(&self.pairs_to_take_in(transform)?, false)
    }

    /// Starts a run that learns from all labels again.
    pub(crate) fn learn_again(&self, transform: &str) -> Result<Option<String>, Error> {
        self.take_in(&self.pairs_to_take_in(transform)?, true)
    }

    /// The round of decisions that the next run takes in, which may have none.
    fn pairs_to_take_in(&self, transform: &str) -> Result<LabelingRound, Error> {
        if let Some(round) = self.waiting_pairs(transform)? {
            return Ok(round);
        }
        let transform = self.runnable(transform, RunKind::ImportLabels)?;
        self.insert_round(&transform, new_round_id(), RoundOrigin::Pairs)
    }

    /// The open round of decisions, or the newest one if the run that was to take it in has failed.
    fn waiting_pairs(&self, transform: &str) -> Result<Option<LabelingRound>, Error> {
        if let Some(open) = self.open_pairs(transform)? {
            return Ok(Some(open));
        }
        let newest = self.newest_round(transform, |round| round.origin == RoundOrigin::Pairs)?;
        match newest {
            Some(round) if self.has_failed(&round)? => Ok(Some(round)),
            _ => Ok(None),
        }
    }

    /// Whether the run that was to take in what was said in a round has failed.
    pub(crate) fn has_failed(&self, round: &LabelingRound) -> Result<bool, Error> {
        let run = match &round.import_run {
            Some(run) => self.store.run(run)?,
            None => None,
        };
        Ok(run.is_some_and(|run| run.status.is_final() && run.status != RunStatus::Succeeded))
    }

    pub(crate) fn open_pairs(&self, transform: &str) -> Result<Option<LabelingRound>, Error> {
        self.newest_round(transform, |round| {
            round.closed_on.is_none() && round.origin == RoundOrigin::Pairs
        })
    }
}

/// The marks in the order in which a kept set has the same records; `None` if it has others.
fn marks_for(kept: &SetContent, content: &SetContent, marks: &[Mark]) -> Option<Vec<Mark>> {
    if kept.columns != content.columns || kept.records.len() != content.records.len() {
        return None;
    }
    let place = |values: &Vec<String>| content.records.iter().position(|own| own == values);
    kept.records
        .iter()
        .map(|values| place(values).map(|at| marks[at]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_records_in_another_order_are_the_same_decision() {
        let content = |ids: &[&str]| SetContent {
            columns: vec!["id".to_owned()],
            records: ids.iter().map(|&id| vec![id.to_owned()]).collect(),
        };
        let marks = [Mark::Group(1), Mark::Alone];
        let turned = marks_for(&content(&["b", "a"]), &content(&["a", "b"]), &marks);
        assert_eq!(turned, Some(vec![Mark::Alone, Mark::Group(1)]));
        assert_eq!(
            marks_for(&content(&["a", "c"]), &content(&["a", "b"]), &marks),
            None
        );
    }
}
