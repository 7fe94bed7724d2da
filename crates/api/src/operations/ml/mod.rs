//! The operations on transforms and their task runs, a file for each.

mod cancel_ml_task_run;
mod create_ml_transform;
mod delete_ml_transform;
mod get_ml_task_run;
mod get_ml_task_runs;
mod get_ml_transform;
mod get_ml_transforms;
mod list_ml_transforms;
mod start_export_labels_task_run;
mod start_import_labels_task_run;
mod start_ml_evaluation_task_run;
mod start_ml_labeling_set_generation_task_run;
mod transform_question;
mod update_ml_transform;

pub(crate) use self::{
    cancel_ml_task_run::*, create_ml_transform::*, delete_ml_transform::*, get_ml_task_run::*,
    get_ml_task_runs::*, get_ml_transform::*, get_ml_transforms::*, list_ml_transforms::*,
    start_export_labels_task_run::*, start_import_labels_task_run::*, start_ml_evaluation_task_run::*,
    start_ml_labeling_set_generation_task_run::*, update_ml_transform::*,
};
