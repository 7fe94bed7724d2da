//! The model of a job: the built-in one, a saved one, or one learned from labels in the job.

use std::io;

use onefold_data::{Output, Staged};
use onefold_engine::{Fitted, Labels, MatchSettings, Model};

use crate::{Error, Input, Judged, LabelReport, Observer};

/// Source of the model of a job.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Knowledge {
    /// The built-in model.
    #[default]
    ColdStart,
    /// A model file.
    Saved(String),
    /// Label files to learn from, on top of the built-in model.
    Labels {
        /// The files.
        files: Vec<String>,
        /// Whether groups must follow every label, even against the scores.
        enforce: bool,
    },
}

/// A model ready for use.
#[derive(Debug)]
pub struct Learned {
    /// The model.
    pub model: Model,
    /// What was learned from labels, if anything.
    pub taught: Option<Taught>,
}

/// A model learned in the job.
#[derive(Debug)]
pub struct Taught {
    /// Summary of the label files.
    pub report: LabelReport,
    /// The fit, with the held-out scores.
    pub fitted: Fitted,
    /// Labels that groups must follow.
    pub enforced: Option<Labels>,
}

impl Learned {
    /// Judgements that match groups must agree with.
    pub(crate) fn enforced(&self) -> Option<&Labels> {
        self.taught.as_ref()?.enforced.as_ref()
    }
}

impl Knowledge {
    /// Reads or learns the model.
    pub fn learn(
        &self,
        input: &Input,
        settings: &MatchSettings,
        observer: &dyn Observer,
    ) -> Result<Learned, Error> {
        match self {
            Self::ColdStart => Ok(Learned {
                model: Model::cold_start(),
                taught: None,
            }),
            Self::Saved(file) => Ok(Learned {
                model: read_model(file)?,
                taught: None,
            }),
            Self::Labels { files, enforce } => {
                let judged = Judged::read(files, input)?;
                let fitted = onefold_engine::fit_model(
                    &judged.records,
                    settings,
                    &Model::cold_start(),
                    &judged.labels,
                    observer,
                )?;
                tracing::info!(
                    matches = judged.report.matches,
                    non_matches = judged.report.non_matches,
                    "learned from labels"
                );
                Ok(Learned {
                    model: fitted.model.clone(),
                    taught: Some(Taught {
                        enforced: enforce.then(|| judged.about_input(input)),
                        report: judged.report,
                        fitted,
                    }),
                })
            }
        }
    }
}

/// Reads a model file.
pub fn read_model(file: &str) -> Result<Model, Error> {
    let unreadable = |reason: String| Error::UnreadableModel {
        file: file.to_owned(),
        reason,
    };
    let text = std::fs::read_to_string(file).map_err(|error| {
        unreadable(match error.kind() {
            io::ErrorKind::NotFound => {
                "no such model file; create one with --save-model when matching with --labels".to_owned()
            }
            _ => format!("the model cannot be read: {error}"),
        })
    })?;
    Model::from_json(&text).map_err(|error| unreadable(error.to_string()))
}

/// Writes a model to a temporary file, ready to appear.
pub(crate) fn stage_model(model: &Model, output: &Output) -> Result<Staged, Error> {
    let text = model.to_json();
    Ok(onefold_data::stage_file(output, |file| {
        file.write_all(text.as_bytes())
    })?)
}
