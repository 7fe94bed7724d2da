//! The matching model: what turns features into match weights.

use onefold_boost::Ensemble;
use serde::{Deserialize, Serialize};

use crate::{
    Error, MatchSettings, Records,
    compare::FEATURES,
    score::{COLLECTIVE_FEATURES, Learned},
};

/// The model that ships with the engine, trained on data with known entities (docs/matching.md).
const COLD_START: &str = include_str!("cold_start.json");
/// Version of the artifact that this code writes and reads. Versions 1 and 2 scored by other features.
const VERSION: u32 = 3;
const FORMAT: &str = "onefold-model";

/// A fitted matching model. It is written as JSON: a format name, a version, and the two ensembles.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Model {
    format: String,
    version: u32,
    /// Where the model comes from, for people.
    pub origin: String,
    pair: Ensemble,
    collective: Ensemble,
    /// What labels have taught; absent in the cold-start model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    learned: Option<Learned>,
}

impl Model {
    /// Puts a model together from its parts.
    pub(crate) fn new(origin: String, pair: Ensemble, collective: Ensemble) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            origin,
            pair,
            collective,
            learned: None,
        }
    }

    /// The mean of models without labels: their match weights, averaged.
    ///
    /// # Panics
    /// When there is no model.
    #[must_use]
    pub fn average(models: Vec<Self>) -> Self {
        let origin = models.first().expect("an average needs a model").origin.clone();
        let (pair, collective) = models
            .into_iter()
            .map(|model| (model.pair, model.collective))
            .unzip();
        Self::new(origin, Ensemble::average(pair), Ensemble::average(collective))
    }

    /// The same model with what labels have taught.
    #[must_use]
    pub fn with_learned(self, origin: String, learned: Learned) -> Self {
        Self {
            origin,
            learned: Some(learned),
            ..self
        }
    }

    /// The same model without what labels have taught.
    #[must_use]
    pub fn without_learned(self) -> Self {
        Self {
            learned: None,
            ..self
        }
    }

    /// What labels have taught.
    pub fn learned(&self) -> Option<&Learned> {
        self.learned.as_ref()
    }

    /// The settings with the kinds that a learned model knows its attributes by, so that they are read the same way again;
    /// kinds that the caller chose stay.
    pub(crate) fn settings_for(&self, settings: &MatchSettings, records: &Records) -> MatchSettings {
        let mut settings = settings.clone();
        for (name, kind) in self.learned().into_iter().flat_map(Learned::kinds) {
            if records.position(name).is_ok() {
                settings.kinds.entry(name.to_owned()).or_insert(kind);
            }
        }
        settings
    }

    /// The model that scores data without any label.
    pub fn cold_start() -> Self {
        Self::from_json(COLD_START).expect("the embedded model is checked by a test")
    }

    /// Reads a model that [`Model::to_json`] wrote; refuses other formats, versions and features.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let bad = |reason: String| Error::BadModel { reason };
        let model: Self = serde_json::from_str(text)
            .map_err(|error| bad(format!("it was not saved by Onefold: {error}")))?;
        if model.format != FORMAT {
            return Err(bad(format!("its format is {:?}, not {FORMAT:?}", model.format)));
        }
        if model.version < VERSION {
            return Err(Error::OldModel {
                version: model.version,
            });
        }
        if model.version > VERSION {
            return Err(bad(format!(
                "its version is {}, and this program reads version {VERSION}; a newer program may read it",
                model.version
            )));
        }
        if let Some(learned) = &model.learned {
            learned.check()?;
        }
        model.pair.expect_names(&FEATURES.map(|f| f.name))?;
        model
            .collective
            .expect_names(&COLLECTIVE_FEATURES.map(|f| f.name))?;
        Ok(model)
    }

    /// Writes the model.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a model holds finite numbers and text only")
    }

    /// The trees of the pair step, for rows of which some values are known.
    pub(crate) fn pair_trees(&self, known: &[Option<f32>]) -> Ensemble {
        self.pair.given(known)
    }

    /// The same for the collective step.
    pub(crate) fn collective_trees(&self, known: &[Option<f32>]) -> Ensemble {
        self.collective.given(known)
    }

    /// What each pair feature adds to the pair step's match weight, and the weight before any feature.
    pub(crate) fn pair_contributions(&self, row: &[f32]) -> (f32, Vec<f32>) {
        self.pair.contributions(row)
    }

    /// The same for the collective step.
    pub(crate) fn collective_contributions(&self, row: &[f32]) -> (f32, Vec<f32>) {
        self.collective.contributions(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_model_reads_and_writes_itself() {
        let model = Model::cold_start();
        let again = Model::from_json(&model.to_json()).unwrap();
        assert_eq!(model.to_json(), again.to_json());
        let mut margins = (Vec::new(), Vec::new());
        let row = [0.5; crate::compare::WIDTH];
        model.pair.margins(&row, &mut margins.0);
        again.pair.margins(&row, &mut margins.1);
        assert_eq!(margins.0, margins.1);
    }

    #[test]
    fn other_artifacts_are_refused_with_a_reason() {
        let text = Model::cold_start().to_json();
        for (from, to, wanted) in [
            ("\"version\":3,\"origin\"", "\"version\":9,\"origin\"", "version"),
            ("\"onefold-model\"", "\"something\"", "format"),
            ("\"evidence share\"", "\"evidence chair\"", "evidence"),
        ] {
            assert!(text.contains(from), "{from}");
            let error = Model::from_json(&text.replacen(from, to, 1))
                .unwrap_err()
                .to_string();
            assert!(error.contains(wanted), "{error}");
        }
        assert!(Model::from_json("{}").is_err());
    }
}
