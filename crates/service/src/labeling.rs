//! Labeling in rounds: a run chooses sets, people judge them one by one, and an import run teaches the transform.

use onefold_domain::{
    Act, BlobKind, Evaluation, Judgement, LabelingRound, MILLIS_PER_MINUTE, Mark, RoundOrigin, RoundSet,
    RoundWish, Run, RunDetails, RunKind, RunStatus, SetChange, SetState, SetSummary, StoreError,
    StoredLabels, Transform, new_round_id,
};

use crate::matching::BUCKET;
use crate::{Error, Service};

/// Nobody else gets a set for so long.
const HOLD_MILLIS: i64 = 10 * MILLIS_PER_MINUTE;
/// Rounds of a transform that are looked through.
pub(crate) const MOST_ROUNDS: usize = 1000;
/// Acts that are looked through for the time that a set takes.
pub(crate) const MOST_ACTS: usize = 10_000;
/// Evaluations that are looked through for the one before a round.
const MOST_EVALUATIONS: usize = 50;

/// Where a round stands.
#[derive(Debug, Clone, PartialEq)]
pub enum RoundStage {
    /// A run chooses its sets.
    Choosing(Box<Run>),
    /// People judge.
    Labeling,
    /// A run takes the judgements in.
    Learning(Box<Run>),
    /// The transform has learned from it, or there was nothing to learn.
    Finished,
    /// A run failed, for this reason.
    Failed(Box<Run>, String),
}

/// A round as it is now.
#[derive(Debug, Clone, PartialEq)]
pub struct RoundView {
    /// The round.
    pub round: LabelingRound,
    /// Its number among the rounds of chosen sets, from 1: answers about single pairs make no round that people see.
    pub ordinal: u32,
    /// Where it stands.
    pub stage: RoundStage,
    /// Its sets.
    pub sets: Vec<SetSummary>,
    /// How long a set takes, at the median; of acts that nobody took back.
    pub median_millis: Option<i64>,
    /// The newest acts, the newest first.
    pub acts: Vec<Judgement>,
}

/// What a round has changed, by the labels that are held out.
#[derive(Debug, Clone, PartialEq)]
pub struct RoundOutcome {
    /// The evaluation before it; absent after the first one.
    pub before: Option<Evaluation>,
    /// The evaluation after it; absent where there were too few labels to hold some out.
    pub after: Option<Evaluation>,
}

impl RoundView {
    /// How many sets stand so.
    pub fn count(&self, state: SetState) -> usize {
        self.sets.iter().filter(|set| set.state == state).count()
    }

    /// How many pairs the model gets wrong in the sets that stand so, as far as it knows itself.
    pub fn expected_errors(&self, state: SetState) -> f64 {
        let sets = self.sets.iter().filter(|set| set.state == state);
        sets.map(|set| set.expected_errors).sum()
    }
}

impl Service {
    /// Begins a round: starts a run that chooses so many sets of so many records. One round at a time is open.
    pub fn start_round(&self, transform: &str, sets: u32, records: u32) -> Result<LabelingRound, Error> {
        if !(1..=200).contains(&sets) || !(2..=20).contains(&records) {
            return Err(Error::invalid(
                "a round must have 1 to 200 labeling sets of 2 to 20 records",
            ));
        }
        let transform = self.runnable(transform, RunKind::LabelingSetGeneration)?;
        if let Some(open) = self.open_round(&transform.id)? {
            let view = self.view(open)?;
            if !matches!(view.stage, RoundStage::Failed(..)) {
                return Err(Error::invalid(format!(
                    "round {} is still open; finish it before you start another one",
                    view.ordinal
                )));
            }
            self.close(&view.round, None)?;
        }
        let id = new_round_id();
        let details = RunDetails::LabelingSetGeneration {
            output: place_of(&transform.id, &id),
            round: Some(RoundWish {
                round: id.clone(),
                sets,
                records,
            }),
        };
        let run = self.start(&transform, details)?;
        let begun = self.insert_round(&transform, id, RoundOrigin::Proposed { run: run.clone() });
        if begun.is_err() {
            // Somebody else has begun a round at the same moment.
            self.store.stop_run(&run, self.now())?;
        }
        begun
    }

    /// The newest round with sets that were chosen; `None` if there is none.
    pub fn latest_round(&self, transform: &str) -> Result<Option<RoundView>, Error> {
        let newest = self.newest_round(transform, |round| round.origin != RoundOrigin::Pairs)?;
        newest.map(|round| self.view(round)).transpose()
    }

    /// The set that this person holds, or the next one, which nobody else gets for ten minutes.
    pub fn next_set(&self, transform: &str, who: &str) -> Result<Option<RoundSet>, Error> {
        let Some(round) = self.open_round(transform)? else {
            return Ok(None);
        };
        Ok(self.store.claim_set(&round.id, who, self.now(), HOLD_MILLIS)?)
    }

    /// The set of the open round that this person holds, if there is one.
    pub fn held_set(&self, transform: &str, who: &str) -> Result<Option<RoundSet>, Error> {
        let Some(round) = self.open_round(transform)? else {
            return Ok(None);
        };
        let now = self.now();
        let sets = self.store.set_summaries(&round.id)?;
        let held = sets.iter().find(|set| {
            set.state == SetState::Open
                && set.holder.as_deref() == Some(who)
                && set.held_until.is_some_and(|until| until > now)
        });
        held.map(|set| self.labeling_set(&round, set.number)).transpose()
    }

    /// The labels that a transform has learned from; `None` if there are none.
    pub fn stored_labels(&self, transform: &str) -> Result<Option<StoredLabels>, Error> {
        let stored = self.store.blob(transform, BlobKind::Labels)?;
        let read = |bytes: Vec<u8>| {
            serde_json::from_slice(&bytes).map_err(|error| {
                Error::from(StoreError::Unreadable {
                    what: "labels",
                    source: error.into(),
                })
            })
        };
        stored.map(read).transpose()
    }

    /// All labels of a transform: what it has learned from, and what was said in rounds since.
    pub fn all_labels(&self, transform: &str) -> Result<StoredLabels, Error> {
        let mut labels = self.stored_labels(transform)?.unwrap_or_default();
        let forgotten = self.sets_to_forget(transform)?;
        labels.rows.retain(|row| !forgotten.contains(&row.set));
        let key = self.transform(transform)?.settings.primary_key;
        let rounds = self.store.rounds(transform, MOST_ROUNDS)?;
        for round in rounds.iter().rev() {
            labels.add(&self.answers_of(round)?, key.as_deref());
        }
        Ok(labels)
    }

    /// One set of a round.
    pub fn labeling_set(&self, round: &LabelingRound, number: u32) -> Result<RoundSet, Error> {
        let set = self.store.labeling_set(&round.id, number)?;
        set.ok_or_else(|| Error::not_found(format!("Round {} has no set {number}", round.number)))
    }

    /// Keeps what somebody says of a set of the open round, on top of the version that they saw. Marks are those of the
    /// records, in their order.
    pub fn judge_set(
        &self,
        transform: &str,
        who: &str,
        (number, version): (u32, u64),
        marks: Vec<Mark>,
    ) -> Result<(), Error> {
        let round = self.labeled_round(transform)?;
        let set = self.labeling_set(&round, number)?;
        if set.content.records.len() != marks.len() {
            return Err(Error::invalid(format!(
                "set {number} has {} records, but {} answers were given",
                set.content.records.len(),
                marks.len()
            )));
        }
        self.change(&round, &set, who, version, (Act::Judge, marks))
    }

    /// Passes a set over.
    pub fn skip_set(&self, transform: &str, who: &str, (number, version): (u32, u64)) -> Result<(), Error> {
        let round = self.labeled_round(transform)?;
        let set = self.labeling_set(&round, number)?;
        self.change(&round, &set, who, version, (Act::Skip, Vec::new()))
    }

    /// Takes back the last act of this person that still counts; the set is theirs again. Gives its number, or `None` if
    /// there is nothing to take back.
    pub fn undo(&self, transform: &str, who: &str) -> Result<Option<u32>, Error> {
        let round = self.labeled_round(transform)?;
        let acts = self.store.judgements(&round.id, MOST_ACTS)?;
        let last = acts
            .iter()
            .find(|act| act.who == who && act.is_current && act.act != Act::Undo);
        let Some(last) = last else {
            return Ok(None);
        };
        let set = self.labeling_set(&round, last.number)?;
        let marks = set.marks.clone();
        self.change(&round, &set, who, last.version, (Act::Undo, marks))?;
        Ok(Some(last.number))
    }

    /// Closes the open round and starts the run that teaches the transform; gives its id, or `None` if nothing was
    /// judged.
    pub fn finish_round(&self, transform: &str) -> Result<Option<String>, Error> {
        let round = self.open_or_failed(transform)?.ok_or_else(|| {
            Error::not_found(format!("Transform {transform} has no open round of labeling"))
        })?;
        self.take_in(&round, false)
    }

    /// All answers of a round, as labels; with those of rounds of decisions, also what earlier runs failed to take in.
    pub fn round_labels(&self, transform: &str, id: &str) -> Result<StoredLabels, Error> {
        let rounds = self.store.rounds(transform, MOST_ROUNDS)?;
        let own = rounds
            .iter()
            .find(|round| round.id == id)
            .ok_or_else(|| Error::not_found(format!("Transform {transform} has no round {id}")))?;
        let mut labels = StoredLabels::default();
        for round in rounds.iter().rev() {
            let is_left = own.origin == RoundOrigin::Pairs && round.origin == RoundOrigin::Pairs;
            if round.id == id || (is_left && self.has_failed(round)?) {
                labels.add(&self.answers_of(round)?, None);
            }
        }
        Ok(labels)
    }

    fn answers_of(&self, round: &LabelingRound) -> Result<StoredLabels, Error> {
        let mut labels = StoredLabels::default();
        for summary in self.store.set_summaries(&round.id)? {
            if summary.state == SetState::Judged {
                let set = self.labeling_set(round, summary.number)?;
                labels.columns.clone_from(&set.content.columns);
                labels.rows.extend(round.labels_of(&set).rows);
            }
        }
        Ok(labels)
    }

    /// What a round that is finished has changed.
    pub fn round_outcome(&self, round: &LabelingRound) -> Result<RoundOutcome, Error> {
        let entries = self.store.evaluations(&round.transform, MOST_EVALUATIONS)?;
        let at = entries
            .iter()
            .position(|entry| Some(&entry.run) == round.import_run.as_ref());
        let of = |at: Option<usize>| {
            let entry = at.and_then(|at| entries.get(at));
            entry.map(|entry| entry.evaluation.clone())
        };
        Ok(RoundOutcome {
            before: of(at.map(|at| at + 1)),
            after: of(at),
        })
    }

    pub(crate) fn insert_round(
        &self,
        transform: &Transform,
        id: String,
        origin: RoundOrigin,
    ) -> Result<LabelingRound, Error> {
        let newest = self.store.rounds(&transform.id, 1)?;
        let round = LabelingRound {
            id,
            transform: transform.id.clone(),
            number: newest.first().map_or(1, |round| round.number + 1),
            revision: 0,
            origin,
            started_on: self.now(),
            closed_on: None,
            import_run: None,
            encrypt_with: transform.encryption_key().map(str::to_owned),
        };
        self.store.insert_round(&round)?;
        Ok(round)
    }

    /// The newest round that is like this.
    pub(crate) fn newest_round(
        &self,
        transform: &str,
        is_wanted: impl FnMut(&LabelingRound) -> bool,
    ) -> Result<Option<LabelingRound>, Error> {
        let rounds = self.store.rounds(transform, MOST_ROUNDS)?;
        Ok(rounds.into_iter().find(is_wanted))
    }

    fn open_round(&self, transform: &str) -> Result<Option<LabelingRound>, Error> {
        self.newest_round(transform, |round| {
            round.closed_on.is_none() && round.origin != RoundOrigin::Pairs
        })
    }

    /// The open round, or the last one if what was said in it could not be taken in.
    fn open_or_failed(&self, transform: &str) -> Result<Option<LabelingRound>, Error> {
        if let Some(open) = self.open_round(transform)? {
            return Ok(Some(open));
        }
        let latest = self.latest_round(transform)?;
        Ok(latest
            .filter(|view| matches!(view.stage, RoundStage::Failed(..)) && view.round.import_run.is_some())
            .map(|view| view.round))
    }

    fn labeled_round(&self, transform: &str) -> Result<LabelingRound, Error> {
        self.open_round(transform)?.ok_or_else(|| {
            Error::ConcurrentModification(
                "this round is already finished, so your answer was not saved".to_owned(),
            )
        })
    }

    /// Closes a round and starts the run that takes it in; `None` if nothing was said in it, unless the run learns anyway.
    pub(crate) fn take_in(
        &self,
        round: &LabelingRound,
        learns_anyway: bool,
    ) -> Result<Option<String>, Error> {
        let sets = self.store.set_summaries(&round.id)?;
        let is_judged = sets.iter().any(|set| set.state == SetState::Judged);
        let forgets =
            round.origin == RoundOrigin::Pairs && !self.sets_to_forget(&round.transform)?.is_empty();
        if !is_judged && !forgets && !learns_anyway {
            self.close(round, None)?;
            return Ok(None);
        }
        let transform = self.runnable(&round.transform, RunKind::ImportLabels)?;
        // The round takes no more answers, so the run sees all of them.
        let closed = self.close(round, None)?;
        let details = RunDetails::ImportLabels {
            input: place_of(&round.transform, &round.id),
            replace: false,
            round: Some(round.id.clone()),
        };
        let run = self.start(&transform, details)?;
        self.close(&closed, Some(run.clone()))?;
        Ok(Some(run))
    }

    fn close(&self, round: &LabelingRound, import_run: Option<String>) -> Result<LabelingRound, Error> {
        let closed = LabelingRound {
            closed_on: Some(round.closed_on.unwrap_or_else(|| self.now())),
            import_run: import_run.or_else(|| round.import_run.clone()),
            ..round.clone()
        };
        self.store.save_round(&closed)?;
        Ok(LabelingRound {
            revision: closed.revision + 1,
            ..closed
        })
    }

    pub(crate) fn change_of(
        &self,
        round: &LabelingRound,
        who: &str,
        (number, version): (u32, u64),
        (act, marks): (Act, Vec<Mark>),
    ) -> SetChange {
        let now = self.now();
        SetChange {
            round: round.id.clone(),
            number,
            version,
            who: who.to_owned(),
            act,
            marks,
            time: now,
            millis: 0,
            held_until: now.plus_millis(HOLD_MILLIS),
        }
    }

    pub(crate) fn change(
        &self,
        round: &LabelingRound,
        set: &RoundSet,
        who: &str,
        version: u64,
        act: (Act, Vec<Mark>),
    ) -> Result<(), Error> {
        let number = set.summary.number;
        let mut change = self.change_of(round, who, (number, version), act);
        let held = set
            .held_since
            .filter(|_| set.summary.holder.as_deref() == Some(who));
        change.millis = held.map_or(0, |since| change.time.millis_since(since));
        match self.store.change_set(&change) {
            Err(StoreError::Conflict { .. }) => Err(Error::ConcurrentModification(format!(
                "set {number} was already answered elsewhere, so your answer was not saved"
            ))),
            other => Ok(other.map(drop)?),
        }
    }

    fn view(&self, round: LabelingRound) -> Result<RoundView, Error> {
        let acts = self.store.judgements(&round.id, MOST_ACTS)?;
        let rounds = self.store.rounds(&round.transform, MOST_ROUNDS)?;
        let is_seen = |own: &&LabelingRound| own.origin != RoundOrigin::Pairs && own.number <= round.number;
        Ok(RoundView {
            ordinal: rounds.iter().filter(is_seen).count() as u32,
            stage: self.stage(&round)?,
            sets: self.store.set_summaries(&round.id)?,
            median_millis: median(&acts),
            acts,
            round,
        })
    }

    fn stage(&self, round: &LabelingRound) -> Result<RoundStage, Error> {
        let (run, is_import) = match (&round.import_run, &round.origin) {
            (Some(run), _) => (run, true),
            (None, _) if round.closed_on.is_some() => return Ok(RoundStage::Finished),
            (None, RoundOrigin::Proposed { run }) => (run, false),
            (None, RoundOrigin::Pairs) => return Ok(RoundStage::Labeling),
        };
        let Some(run) = self.store.run(run)? else {
            return Ok(RoundStage::Labeling);
        };
        Ok(match (run.status, is_import) {
            (RunStatus::Succeeded, true) => RoundStage::Finished,
            (RunStatus::Succeeded, false) => RoundStage::Labeling,
            (status, _) if status.is_final() => {
                let reason = run.error.clone().unwrap_or_else(|| "it was stopped".to_owned());
                RoundStage::Failed(Box::new(run), reason)
            }
            (_, true) => RoundStage::Learning(Box::new(run)),
            (_, false) => RoundStage::Choosing(Box::new(run)),
        })
    }
}

/// What the runs of a round say where others name a file; nothing is written there.
fn place_of(transform: &str, round: &str) -> String {
    format!("s3://{BUCKET}/labeling/{transform}/{round}")
}

fn median(acts: &[Judgement]) -> Option<i64> {
    let mut times: Vec<i64> = acts
        .iter()
        .filter(|act| act.is_current && act.act == Act::Judge && act.millis > 0)
        .map(|act| act.millis)
        .collect();
    times.sort_unstable();
    times.get(times.len() / 2).copied()
}
