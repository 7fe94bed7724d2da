//! The operations on transforms and their task runs, a file for each.

pub(crate) mod cancel_ml_task_run;
pub(crate) mod create_ml_transform;
pub(crate) mod delete_ml_transform;
pub(crate) mod get_ml_task_run;
pub(crate) mod get_ml_task_runs;
pub(crate) mod get_ml_transform;
pub(crate) mod get_ml_transforms;
pub(crate) mod list_ml_transforms;
pub(crate) mod start_export_labels_task_run;
pub(crate) mod start_import_labels_task_run;
pub(crate) mod start_ml_evaluation_task_run;
pub(crate) mod start_ml_labeling_set_generation_task_run;
mod transform_question;
pub(crate) mod update_ml_transform;
