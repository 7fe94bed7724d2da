//! Labeling in rounds: the sets that people see, who looks at which, and every answer.
//!
//! A set is open, answered or skipped. Each answer raises the version of the set and is kept, which makes undo possible. An
//! answer to an outdated version is refused.

use serde::{Deserialize, Serialize};

use crate::{StoredLabel, StoredLabels, Timestamp};

/// A round of labeling: sets are chosen, people judge them, and the transform learns from them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelingRound {
    /// `lr-...`
    pub id: String,
    /// Of this transform.
    pub transform: String,
    /// Counts the rounds of a transform.
    pub number: u32,
    /// Grows with every change.
    pub revision: u64,
    /// Where its sets come from.
    pub origin: RoundOrigin,
    /// When it began.
    pub started_on: Timestamp,
    /// When it was closed; it takes no more answers.
    pub closed_on: Option<Timestamp>,
    /// The run that takes its judgements in.
    pub import_run: Option<String>,
    /// Keyring entry that wraps the key that values and marks are encrypted with, if they are.
    pub encrypt_with: Option<String>,
}

/// Where the sets of a round come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RoundOrigin {
    /// A run chooses them.
    Proposed {
        /// The run.
        run: String,
    },
    /// People judge pairs that they come across.
    Pairs,
}

/// What a run that chooses sets for a round is to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundWish {
    /// The round.
    pub round: String,
    /// So many sets.
    pub sets: u32,
    /// Of so many records, about.
    pub records: u32,
}

/// What is shown: records side by side.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetContent {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Values of each record, by column.
    pub records: Vec<Vec<String>>,
}

/// A set that joins a round.
#[derive(Debug, Clone, PartialEq)]
pub struct NewSet {
    /// Its records.
    pub content: SetContent,
    /// How many pairs of its records the model gets wrong now, as far as it knows itself.
    pub expected_errors: f64,
}

/// The sets that a run has chosen for a round.
#[derive(Debug, Clone, PartialEq)]
pub struct ChosenSets {
    /// The round.
    pub round: String,
    /// Keyring entry to encrypt values with, if at all.
    pub encrypt_with: Option<String>,
    /// The sets, in their order.
    pub sets: Vec<NewSet>,
}

/// Where a set stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SetState {
    /// Without an answer.
    Open,
    /// It has marks.
    Judged,
    /// Somebody looked and passed it over.
    Skipped,
}

impl SetState {
    /// As it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "OPEN",
            Self::Judged => "JUDGED",
            Self::Skipped => "SKIPPED",
        }
    }

    /// The state of that name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Open, Self::Judged, Self::Skipped]
            .into_iter()
            .find(|state| state.as_str() == name)
    }
}

/// A set without its records.
#[derive(Debug, Clone, PartialEq)]
pub struct SetSummary {
    /// Its place in the round, from 1.
    pub number: u32,
    /// Where it stands.
    pub state: SetState,
    /// How often it was changed.
    pub version: u64,
    /// Who looks at it.
    pub holder: Option<String>,
    /// Until when nobody else gets it.
    pub held_until: Option<Timestamp>,
    /// See [`NewSet::expected_errors`].
    pub expected_errors: f64,
}

/// A set with its records and marks.
#[derive(Debug, Clone, PartialEq)]
pub struct RoundSet {
    /// Where it stands.
    pub summary: SetSummary,
    /// When its holder got it.
    pub held_since: Option<Timestamp>,
    /// Its records.
    pub content: SetContent,
    /// The mark of each record; empty without an answer.
    pub marks: Vec<Mark>,
}

/// What a person says of one record of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Mark {
    /// It is one thing with the others of this number.
    Group(u32),
    /// It is unlike all others.
    Alone,
    /// Nobody can tell.
    Unknown,
}

/// What somebody did to a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// Gave marks.
    Judge,
    /// Passed it over.
    Skip,
    /// Took the last of their acts back.
    Undo,
}

impl Act {
    /// As it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Judge => "JUDGE",
            Self::Skip => "SKIP",
            Self::Undo => "UNDO",
        }
    }

    /// The act of that name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Judge, Self::Skip, Self::Undo]
            .into_iter()
            .find(|act| act.as_str() == name)
    }

    /// Where a set stands after it.
    pub const fn leads_to(self) -> SetState {
        match self {
            Self::Judge => SetState::Judged,
            Self::Skip => SetState::Skipped,
            Self::Undo => SetState::Open,
        }
    }
}

/// A change of a set: refused unless the set has the version, and nobody else looks at it.
#[derive(Debug, Clone, PartialEq)]
pub struct SetChange {
    /// The round.
    pub round: String,
    /// The set.
    pub number: u32,
    /// The version that was shown.
    pub version: u64,
    /// Who.
    pub who: String,
    /// What.
    pub act: Act,
    /// The mark of each record, where marks are given.
    pub marks: Vec<Mark>,
    /// When.
    pub time: Timestamp,
    /// How long it took.
    pub millis: i64,
    /// Until when the set stays with whoever took back what was said of it.
    pub held_until: Timestamp,
}

/// One act, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The set.
    pub number: u32,
    /// The version that it made.
    pub version: u64,
    /// Whether it is still what counts.
    pub is_current: bool,
    /// Who.
    pub who: String,
    /// When.
    pub time: Timestamp,
    /// What.
    pub act: Act,
    /// How long it took.
    pub millis: i64,
}

impl LabelingRound {
    /// Name of a set among all labels of the transform.
    pub fn set_name(&self, number: u32) -> String {
        format!("{}-{number}", self.id)
    }

    /// An answered set as labels.
    pub fn labels_of(&self, set: &RoundSet) -> StoredLabels {
        let rows = set
            .content
            .records
            .iter()
            .enumerate()
            .map(|(at, values)| StoredLabel {
                set: self.set_name(set.summary.number),
                label: match set.marks.get(at) {
                    Some(Mark::Group(number)) => Some(number.to_string()),
                    Some(Mark::Alone) => Some(format!("alone-{}", at + 1)),
                    Some(Mark::Unknown) | None => None,
                },
                values: values.clone(),
            })
            .collect();
        StoredLabels {
            columns: set.content.columns.clone(),
            rows,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_alone_get_labels_of_their_own_and_unknown_ones_none() {
        let round = LabelingRound {
            id: "lr-1".to_owned(),
            transform: "tfm-1".to_owned(),
            number: 1,
            revision: 0,
            origin: RoundOrigin::Pairs,
            started_on: Timestamp(0),
            closed_on: None,
            import_run: None,
            encrypt_with: None,
        };
        let records: Vec<Vec<String>> = (0..5).map(|at| vec![format!("r{at}")]).collect();
        let set = RoundSet {
            summary: SetSummary {
                number: 3,
                state: SetState::Judged,
                version: 1,
                holder: None,
                held_until: None,
                expected_errors: 0.0,
            },
            held_since: None,
            content: SetContent {
                columns: vec!["id".to_owned()],
                records,
            },
            marks: vec![
                Mark::Group(1),
                Mark::Alone,
                Mark::Group(1),
                Mark::Unknown,
                Mark::Alone,
            ],
        };
        let labels = round.labels_of(&set);
        let told: Vec<Option<&str>> = labels.rows.iter().map(|row| row.label.as_deref()).collect();
        assert_eq!(
            told,
            [Some("1"), Some("alone-2"), Some("1"), None, Some("alone-5")]
        );
        assert!(labels.rows.iter().all(|row| row.set == "lr-1-3"));
    }
}
