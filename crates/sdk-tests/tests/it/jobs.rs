//! Jobs and their runs: one applies a transform.

use std::time::Duration;

use aws_sdk_glue::types::{JobCommand, JobRunState, JobUpdate};

use crate::node::Node;
use crate::transforms;

fn command() -> JobCommand {
    JobCommand::builder().name("findmatches").build()
}

pub async fn call_all(node: &Node) {
    let glue = &node.glue;
    let transform = transforms::create(node, "applied").await;
    transforms::teach(node, &transform).await;
    for name in ["match", "other"] {
        glue.create_job()
            .name(name)
            .role("role")
            .command(command())
            .default_arguments("--transform-id", &transform)
            .tags("team", name)
            .send()
            .await
            .unwrap();
    }
    let update = JobUpdate::builder()
        .role("another")
        .command(command())
        .default_arguments("--transform-id", &transform)
        .build();
    glue.update_job()
        .job_name("match")
        .job_update(update)
        .send()
        .await
        .unwrap();
    let got = glue.get_job().job_name("match").send().await.unwrap();
    assert_eq!(got.job().unwrap().role(), Some("another"));
    assert_eq!(glue.get_jobs().send().await.unwrap().jobs().len(), 2);
    let listed = glue.list_jobs().tags("team", "other").send().await.unwrap();
    assert_eq!(listed.job_names(), ["other"]);
    let named = glue.batch_get_jobs().job_names("match").job_names("none");
    assert_eq!(named.send().await.unwrap().jobs_not_found(), ["none"]);

    let run = glue
        .start_job_run()
        .job_name("match")
        .arguments("--output-path", "s3://papers/matched/")
        .send()
        .await
        .unwrap();
    let run = run.job_run_id.unwrap();
    let state = loop {
        let got = glue
            .get_job_run()
            .job_name("match")
            .run_id(&run)
            .send()
            .await
            .unwrap();
        let state = got.job_run().unwrap().job_run_state().unwrap().clone();
        if !matches!(state, JobRunState::Starting | JobRunState::Running) {
            break state;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    assert_eq!(state, JobRunState::Succeeded);
    let names = node.names("papers", "matched");
    assert_eq!(names.len(), 2, "{names:?}");
    let runs = glue.get_job_runs().job_name("match").send().await.unwrap();
    assert_eq!(runs.job_runs().len(), 1);
    let stopped = glue.batch_stop_job_run().job_name("match").job_run_ids(&run);
    assert_eq!(stopped.send().await.unwrap().errors().len(), 1, "it is over");
    let bookmark = glue.get_job_bookmark().job_name("match").send().await.unwrap();
    assert!(bookmark.job_bookmark_entry().is_some());
    glue.reset_job_bookmark().job_name("match").send().await.unwrap();
    for name in ["match", "other"] {
        glue.delete_job().job_name(name).send().await.unwrap();
    }
    let gone = glue.get_job().job_name("match").send().await;
    assert!(
        gone.unwrap_err()
            .into_service_error()
            .is_entity_not_found_exception()
    );
}
