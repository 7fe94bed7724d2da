//! What a run gives back.

use std::{fmt, time::Duration};

use serde::{Deserialize, Serialize};

use crate::{
    Agreement, AttributeKind, Count, IndexExtension, KeptExplanations, Stage, cluster::UnmetDemand,
    evaluate::QualityEstimate, numbers::pairs_among, threshold::Trust,
};

/// A compared pair of records with its match score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ScoredPair {
    /// Row number of the first record; always below `right`.
    pub left: u32,
    /// Row number of the second record.
    pub right: u32,
    /// Probability that both are the same entity.
    pub score: f32,
}

/// What an attribute is for in this table, as its values show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum AttributeRole {
    /// It tells one thing from another.
    Identity,
    /// Related things share it: a household, a company, a line of products.
    Group,
    /// It says a little of a thing.
    Description,
    /// Other attributes say the same.
    Repetition,
    /// It agrees in matches no more than in other pairs, and does not count.
    Nothing,
}

impl AttributeRole {
    /// The role as people read it.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Group => "shared by a group",
            Self::Description => "description",
            Self::Repetition => "repeats others",
            Self::Nothing => "not used",
        }
    }
}

/// What a person should know of a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// Records share all compared values with another record, and these hold too little to say whether they are one thing.
    TooLittle {
        /// Such records.
        ambiguous: u64,
        /// All records.
        records: u64,
    },
    /// Pairs that look like matches, of which not even the best is certain.
    NothingCertain {
        /// Such pairs.
        pairs: u64,
    },
    /// Records tell of events, and were not joined where these columns differ.
    Events {
        /// Names of the columns.
        columns: Vec<String>,
    },
    /// Columns that did not count, since they agree in matches no more than in other pairs.
    SaysNothing {
        /// Their names.
        columns: Vec<String>,
    },
    /// Each record was linked with at most one record of another source.
    OneToOne,
    /// Records were linked with several records of another source, since sources hold duplicates.
    ManyToMany,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLittle { ambiguous, records } => write!(
                f,
                "these columns hold too little to tell records apart: {} of {} records share all compared \
                 values with another record; label 30 pairs, or add a column such as a birth date or an e-mail address",
                Count(*ambiguous),
                Count(*records)
            ),
            Self::NothingCertain { pairs } => {
                let (looks, joined) = if *pairs == 1 {
                    ("pair looks", "it was")
                } else {
                    ("pairs look", "they were")
                };
                write!(
                    f,
                    "no match is certain: {} {looks} alike, but in this table that may be chance, so {joined} not joined; \
                     label 30 pairs, or add a column such as a birth date or an e-mail address",
                    Count(*pairs)
                )
            }
            Self::Events { columns } => write!(
                f,
                "these records tell of events, such as orders, so those that differ in {} were not joined; to match \
                 their customers or things instead, leave such columns out, or label pairs",
                columns.join(", ")
            ),
            Self::SaysNothing { columns } => write!(
                f,
                "not used, since matching records agree there no more often than others: {}",
                columns.join(", ")
            ),
            Self::OneToOne => f.write_str(
                "linked each record with at most one record of another source; the link mode many-to-many allows several",
            ),
            Self::ManyToMany => f.write_str(
                "linked records with several records of another source, since a source holds duplicates; \
                 the link mode one-to-one allows one",
            ),
        }
    }
}

/// What the profile says of an attribute.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AttributeProfile {
    /// Column name.
    pub name: String,
    /// Inferred or chosen kind.
    pub kind: AttributeKind,
    /// Records with a value.
    pub filled: usize,
    /// Distinct standardized values.
    pub distinct: usize,
    /// What it is for.
    pub role: AttributeRole,
    /// Share of the evidence in matching pairs that this attribute gives; sums to 1 over attributes.
    pub importance: f64,
    /// Values that were taken for missing, as cleaning leaves them, the most frequent first.
    pub blanks: Vec<Blank>,
}

/// A value that stands for a missing one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Blank {
    /// The value as cleaning leaves it.
    pub value: String,
    /// Records that have it.
    pub records: u32,
}

/// Two groups of an earlier run that became one through a new record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MergedGroups {
    /// The id that stays: the smaller one.
    pub kept: i64,
    /// The id that is no more.
    pub merged: i64,
}

/// Match groups: every record is in exactly one.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct MatchGroups {
    /// Group number of each record; groups are numbered from 0.
    pub of: Vec<u32>,
    /// Records in each group.
    pub sizes: Vec<u32>,
    /// Match id of each group.
    pub ids: Vec<i64>,
    /// Confidence of each group, absent for a group of one.
    pub confidence: Vec<Option<f32>>,
}

impl MatchGroups {
    /// Pairs of records that share a group.
    pub fn pairs(&self) -> u64 {
        self.sizes.iter().map(|&size| pairs_among(size.into())).sum()
    }
}

/// How a blocking rule did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlockingRule {
    /// What brings two records together, in words.
    pub name: String,
    /// Distinct block keys with two or more records.
    pub blocks: u64,
    /// Record pairs that its blocks hold, repeats included.
    pub pairs: u64,
    /// Blocks that were too large and were refined by a second attribute.
    pub refined: u64,
}

/// Figures of a run.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Summary {
    /// Records read.
    pub records: u64,
    /// Candidate pairs scored.
    pub candidate_pairs: u64,
    /// Pairs at or above the match threshold.
    pub matched_pairs: u64,
    /// Match groups, groups of one included.
    pub groups: u64,
    /// Groups of two or more records.
    pub groups_of_two_or_more: u64,
    /// Records beyond the first of their group.
    pub duplicates: u64,
    /// Sizes of the largest groups, descending, ten at most.
    pub largest_groups: Vec<u32>,
    /// Wall time of each stage.
    pub stages: Vec<(Stage, Duration)>,
}

/// Everything that a run found.
#[derive(Debug, Clone, Default)]
pub struct MatchOutcome {
    /// Attributes as profiled, in column order (key and source columns excluded).
    pub attributes: Vec<AttributeProfile>,
    /// Scored candidate pairs at or above the minimum score, ordered by (left, right).
    pub pairs: Vec<ScoredPair>,
    /// Candidate pairs by score, in 50 equal bins from 0 to 1.
    pub histogram: Vec<u64>,
    /// Score at which a pair counts as a match.
    pub threshold: f32,
    /// How far the scores are trusted, which bounds the threshold.
    pub trust: Trust,
    /// Whether a record was taken to match one record of another source at most.
    pub is_one_to_one: bool,
    /// What a person should know of the result.
    pub notes: Vec<Note>,
    /// Enforced judgements that the groups do not agree with, because other judgements say the opposite.
    pub unmet: Vec<UnmetDemand>,
    /// Groups of an earlier run that new records have joined.
    pub merged: Vec<MergedGroups>,
    /// The groups.
    pub groups: MatchGroups,
    /// How candidates came together.
    pub blocking: Vec<BlockingRule>,
    /// Why the pairs that the request chose have their scores, in the order in which it chose them.
    pub explanations: Vec<Explanation>,
    /// Why all pairs that match, nearly match or are in one group have their scores, if the request wants to keep that.
    pub kept: Option<KeptExplanations>,
    /// The quality of all matches as scores and labels tell it, if the request wants that.
    pub estimate: Option<QualityEstimate>,
    /// What extends the index of a run that joined earlier groups by all other records, if the request wants that and it is at
    /// hand ([`RecordIndex::extension`](crate::RecordIndex::extension) makes it otherwise).
    pub extension: Option<IndexExtension>,
    /// Pairs of records that are equal in every column and hold enough to identify one thing.
    pub(crate) identified: Vec<(u32, u32)>,
    /// Figures.
    pub summary: Summary,
}

/// One attribute in the comparison of a pair.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AttributeComparison {
    /// Column name.
    pub name: String,
    /// Kind.
    pub kind: AttributeKind,
    /// Value of the first record as given.
    pub left: String,
    /// Value of the second record as given.
    pub right: String,
    /// What the comparison found, in words.
    pub outcome: String,
    /// How the values relate.
    pub agreement: Agreement,
    /// Similarity in 0..=1, absent where a value is missing.
    pub similarity: Option<f32>,
    /// What it adds to the odds of a match, in bits: +1 doubles them, -1 halves them.
    pub bits: f32,
}

/// A part of a pair's odds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contribution {
    /// Name of the column, or of what is no column.
    pub name: String,
    /// What was found, in words.
    pub meaning: String,
    /// What it adds to the odds of a match, in bits.
    pub bits: f32,
    /// Whether it is what a column says.
    pub is_column: bool,
}

/// What the odds before any column mean, in words.
pub fn prior_in_words(prior: f32) -> &'static str {
    /// log2 odds above which the pair may well be of related records, of which there are few, and not of any two.
    const RELATED: f32 = -5.0;
    if prior < RELATED {
        "matches are rare among all pairs"
    } else {
        "compared with related records, such as a household, and not with any two records"
    }
}

/// What a feature of the model adds to a pair's match weight, for those who work on the model.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FeatureShare {
    /// Feature name.
    pub feature: String,
    /// What the feature measures, in words.
    pub meaning: String,
    /// Its value for this pair; absent where it does not apply.
    pub value: Option<f32>,
    /// What it adds, in bits.
    pub bits: f32,
}

/// Why a pair has its score: `prior` and all contributions add up to `match_weight`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// Row number of the first record.
    pub left: u32,
    /// Row number of the second record.
    pub right: u32,
    /// Match score.
    pub score: f32,
    /// log2 odds of a match before any column is looked at.
    pub prior: f32,
    /// log2 odds of the score.
    pub match_weight: f32,
    /// One for each column that says something, and at most two for what is no column; the largest effect first.
    pub contributions: Vec<Contribution>,
    /// The attributes side by side.
    pub attributes: Vec<AttributeComparison>,
    /// Whether the pair is a candidate by itself: blocking proposes it, or a chain of likely matches joins its records.
    pub is_candidate: bool,
    /// What the model's features add, the largest effect first; with the odds of any candidate pair they add up to
    /// `match_weight` too.
    pub features: Vec<FeatureShare>,
    /// log2 odds of any candidate pair.
    pub feature_base: f32,
}
