//! The model of a job: the built-in one, a saved one, one learned from labels in the job, or that of a transform.

use std::io;

use onefold_data::{Output, Staged};
use onefold_domain::StoredLabels;
use onefold_engine::{Fitted, Labels, MatchRequest, MatchSettings, Model};

use crate::observer::Steps;
use crate::{Error, Input, Judged, LabelReport, Observer, Source};

/// What a job knows of its records beforehand: a model, and labels.
#[derive(Debug, Clone, Default)]
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
    /// What a transform has learned.
    Stored(Box<Stored>),
}

/// The model of a transform, and the labels that it was learned from.
#[derive(Debug, Clone)]
pub struct Stored {
    /// The transform.
    pub id: String,
    /// The model; without it, the built-in one is used.
    pub model: Option<Model>,
    /// The labels. They may show a source column.
    pub labels: Option<StoredLabels>,
    /// Whether groups must follow every label, even against the scores.
    pub enforce: bool,
}

/// A model ready for use.
#[derive(Debug)]
pub struct Learned {
    /// The model.
    pub model: Model,
    /// What was learned from labels, if anything.
    pub taught: Option<Taught>,
    /// Labels that groups must follow.
    pub enforced: Option<Labels>,
}

/// A model learned in the job.
#[derive(Debug)]
pub struct Taught {
    /// Summary of the label files.
    pub report: LabelReport,
    /// The fit, with the held-out scores.
    pub fitted: Fitted,
}

impl Learned {
    fn of(model: Model) -> Self {
        Self {
            model,
            taught: None,
            enforced: None,
        }
    }

    /// Adds pairs that groups must follow; they override labels.
    pub(crate) fn enforce(&mut self, given: &Labels) {
        let labels = self.enforced.take().unwrap_or_default();
        let pairs: Vec<(u32, u32, bool)> = labels
            .pairs
            .iter()
            .chain(&given.pairs)
            .map(|pair| (pair.left, pair.right, pair.is_match))
            .collect();
        // Of two labels of a pair, the later one wins.
        self.enforced = Some(Labels::from_pairs(&pairs)).filter(|labels| !labels.is_empty());
    }

    /// A request to match records with this knowledge.
    pub(crate) fn request<'a>(&'a self, input: &'a Input, settings: &'a MatchSettings) -> MatchRequest<'a> {
        let request = MatchRequest::new(input.records())
            .with_settings(settings)
            .with_model(&self.model);
        match &self.enforced {
            Some(labels) => request.enforcing(labels),
            None => request,
        }
    }
}

impl Knowledge {
    /// Reads or learns the model. If stored labels show a source column, the input's records have sources from then on.
    pub fn learn(
        &self,
        input: &mut Input,
        settings: &MatchSettings,
        observer: &dyn Observer,
    ) -> Result<Learned, Error> {
        match self {
            Self::ColdStart => Ok(Learned::of(Model::cold_start())),
            Self::Saved(file) => Ok(Learned::of(read_model(file)?)),
            Self::Labels { files, enforce } => {
                let judged = Judged::read(files, input)?;
                let fitted = judged.fit(&input.settings(settings), observer)?;
                tracing::info!(
                    matches = judged.report.matches,
                    non_matches = judged.report.non_matches,
                    "learned from labels"
                );
                Ok(Learned {
                    model: fitted.model.clone(),
                    enforced: enforce.then(|| judged.about_input(input)),
                    taught: Some(Taught {
                        report: judged.report,
                        fitted,
                    }),
                })
            }
            Self::Stored(stored) => stored.recall(input, observer),
        }
    }
}

/// Reads a source and learns from its labels.
pub fn learn_job(
    source: &Source,
    labels: &[String],
    settings: &MatchSettings,
    observer: &dyn Observer,
) -> Result<Taught, Error> {
    let input = source.read(settings, &mut Steps::new(observer))?;
    let judged = Judged::read(labels, &input)?;
    let fitted = judged.fit(&input.settings(settings), observer)?;
    Ok(Taught {
        report: judged.report,
        fitted,
    })
}

impl Stored {
    fn recall(&self, input: &mut Input, observer: &dyn Observer) -> Result<Learned, Error> {
        if self.model.is_none() {
            observer.tell("no labels yet; using the built-in model");
        }
        let judged = match &self.labels {
            Some(labels) => Judged::settle(labels, &self.id, input, observer)?,
            None => None,
        };
        let enforced = judged
            .filter(|_| self.enforce)
            .map(|judged| judged.about_input(input));
        Ok(Learned {
            model: self.model.clone().unwrap_or_else(Model::cold_start),
            taught: None,
            enforced: enforced.filter(|labels| !labels.is_empty()),
        })
    }
}

/// Reads a model file.
fn read_model(file: &str) -> Result<Model, Error> {
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
