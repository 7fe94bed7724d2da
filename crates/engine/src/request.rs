//! What a run is to do, in one value.

use std::borrow::Cow;

use crate::{HeldOut, KnownGroup, Labels, MatchOutcome, MatchSettings, Model, RecordIndex, Records, Scratch};

/// Picks the pairs of row numbers that a run explains, from what it found.
pub type Choose<'a> = &'a dyn Fn(&MatchOutcome) -> Vec<(u32, u32)>;

/// A run: the records, and all that it departs from. [`find_matches`](crate::find_matches) does it.
///
/// Without more than records, a run has the default settings, the model that needs no labels, and nothing to hold to.
#[derive(Clone)]
pub struct MatchRequest<'a> {
    records: &'a Records,
    settings: Cow<'a, MatchSettings>,
    model: Option<&'a Model>,
    enforced: Option<&'a Labels>,
    known: Option<Known<'a>>,
    choose: Option<Choose<'a>>,
    keeps_explanations: bool,
    labeled: Option<&'a [HeldOut]>,
    equal: &'a [(u32, u32)],
    extends_index: bool,
    is_part: bool,
    scratch: Option<&'a dyn Scratch>,
}

/// The groups of records that were matched before, and the index of these records.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The group of each of the first records.
    pub groups: &'a [KnownGroup],
    /// Finds these records.
    pub index: &'a RecordIndex,
}

impl<'a> MatchRequest<'a> {
    /// A run over some records.
    pub fn new(records: &'a Records) -> Self {
        Self {
            records,
            settings: Cow::Owned(MatchSettings::default()),
            model: None,
            enforced: None,
            known: None,
            choose: None,
            keeps_explanations: false,
            labeled: None,
            equal: &[],
            extends_index: false,
            is_part: false,
            scratch: None,
        }
    }

    /// With settings of the caller's choice.
    #[must_use]
    pub fn with_settings(self, settings: &'a MatchSettings) -> Self {
        Self {
            settings: Cow::Borrowed(settings),
            ..self
        }
    }

    /// With a model of the caller's choice.
    #[must_use]
    pub fn with_model(self, model: &'a Model) -> Self {
        Self {
            model: Some(model),
            ..self
        }
    }

    /// The groups agree with every one of these judgements, even against the scores, as far as the judgements agree with
    /// each other.
    #[must_use]
    pub fn enforcing(self, labels: &'a Labels) -> Self {
        Self {
            enforced: Some(labels),
            ..self
        }
    }

    /// The first records were matched before: their groups stay whole and keep their ids, and only the records after them
    /// are new. The index is one that fits the records ([`RecordIndex::fit`]). Without any known group the run is over
    /// all records.
    #[must_use]
    pub fn joining(self, groups: &'a [KnownGroup], index: &'a RecordIndex) -> Self {
        Self {
            known: Some(Known { groups, index }).filter(|known| !known.groups.is_empty()),
            ..self
        }
    }

    /// Makes what extends the index by the records that it lacks ([`MatchOutcome::extension`]), while they are at hand.
    #[must_use]
    pub fn extending_index(self) -> Self {
        Self {
            extends_index: true,
            ..self
        }
    }

    /// Explains those pairs of the result that `choose` picks ([`MatchOutcome::explanations`]), without scoring anything
    /// twice. A pair that is no candidate is left out. This takes more memory, as what each step of scoring said is kept.
    #[must_use]
    pub fn explaining(self, choose: Choose<'a>) -> Self {
        Self {
            choose: Some(choose),
            ..self
        }
    }

    /// Explains all pairs that match, nearly match or are in one group, in a form that is small enough to be kept
    /// ([`MatchOutcome::kept`]). This takes time for each such pair, and the same memory as [`MatchRequest::explaining`].
    #[must_use]
    pub fn keeping_explanations(self) -> Self {
        Self {
            keeps_explanations: true,
            ..self
        }
    }

    /// Estimates the quality of all matches ([`MatchOutcome::estimate`]) from the scores of the run and from labeled pairs,
    /// each scored without its own label. A run that joins earlier groups looks at a part of its records only, and
    /// estimates nothing.
    #[must_use]
    pub fn measuring(self, labeled: &'a [HeldOut]) -> Self {
        Self {
            labeled: Some(labeled),
            ..self
        }
    }

    /// Puts what a stage does not need into a place outside memory. The run takes more time and less memory, and finds the same.
    #[must_use]
    pub fn putting_aside(self, scratch: &'a dyn Scratch) -> Self {
        Self {
            scratch: Some(scratch),
            ..self
        }
    }

    /// The same run over other records, which it knows by other numbers.
    pub(crate) fn among<'b>(
        &self,
        records: &'b Records,
        enforced: Option<&'b Labels>,
        labeled: Option<&'b [HeldOut]>,
        choose: Choose<'b>,
        equal: &'b [(u32, u32)],
    ) -> MatchRequest<'b>
    where
        'a: 'b,
    {
        MatchRequest {
            records,
            settings: self.settings.clone(),
            model: self.model,
            enforced,
            known: self.known,
            choose: self.choose.map(|_| choose),
            keeps_explanations: self.keeps_explanations,
            labeled,
            equal,
            // The index is one of all records.
            extends_index: self.extends_index && records.len() == self.records.len(),
            is_part: records.len() != self.records.len(),
            scratch: self.scratch,
        }
    }

    pub(crate) fn scratch(&self) -> Option<&'a dyn Scratch> {
        self.scratch
    }

    /// Whether new records are left out, so that the others have other row numbers than in an index of all.
    pub(crate) fn is_part(&self) -> bool {
        self.is_part
    }

    pub(crate) fn extends_index(&self) -> bool {
        self.extends_index
    }

    /// A run over a few of its records, which it knows by other numbers, for nothing but their groups.
    pub(crate) fn among_few<'b>(&self, records: &'b Records, enforced: Option<&'b Labels>) -> MatchRequest<'b>
    where
        'a: 'b,
    {
        MatchRequest {
            settings: self.settings.clone(),
            model: self.model,
            enforced,
            ..MatchRequest::new(records)
        }
    }

    /// Records that were matched before with new ones that are equal to them.
    pub(crate) fn equal(&self) -> &'a [(u32, u32)] {
        self.equal
    }

    pub(crate) fn records(&self) -> &'a Records {
        self.records
    }

    pub(crate) fn settings(&self) -> &MatchSettings {
        &self.settings
    }

    pub(crate) fn model(&self) -> Cow<'a, Model> {
        self.model
            .map_or_else(|| Cow::Owned(Model::cold_start()), Cow::Borrowed)
    }

    pub(crate) fn enforced(&self) -> Option<&'a Labels> {
        self.enforced
    }

    pub(crate) fn known(&self) -> Option<Known<'a>> {
        self.known
    }

    pub(crate) fn explains(&self) -> bool {
        self.choose.is_some() || self.keeps_explanations
    }

    /// The labels to estimate quality with, if it is to be estimated.
    pub(crate) fn measures_with(&self) -> Option<&'a [HeldOut]> {
        self.labeled.filter(|_| self.known.is_none())
    }

    pub(crate) fn keeps_explanations(&self) -> bool {
        self.keeps_explanations
    }

    pub(crate) fn choose(&self, outcome: &MatchOutcome) -> Vec<(u32, u32)> {
        self.choose.map(|choose| choose(outcome)).unwrap_or_default()
    }
}
