//! `onefold demo`: starts the service and trains, evaluates and applies a transform on bundled data through its API.

use std::fmt::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use onefold_tasks::{Silent, Source, evaluate_result_job};
use serde_json::{Value, json};

use super::client::Client;
use super::config::Config;
use super::keys;
use super::node::{Node, Running, runtime};
use super::serve::{asked_to_end, flag};
use crate::args::{DemoArgs, ServiceArgs};
use crate::command::print;

const RECORDS: &[u8] = include_bytes!("../../../../testdata/dblp-acm/records.csv");
const LABELS: &[u8] = include_bytes!("../../../../testdata/dblp-acm/labels.csv");
const TRUTH: &[u8] = include_bytes!("../../../../testdata/dblp-acm/truth.csv");

const ROLE: &str = "arn:aws:iam::000000000000:role/AWSGlueServiceRole-demo";
const COLUMNS: [(&str, &str); 6] = [
    ("id", "string"),
    ("source", "string"),
    ("title", "string"),
    ("authors", "string"),
    ("venue", "string"),
    ("year", "bigint"),
];
const POLL: Duration = Duration::from_millis(200);

/// Runs the demo.
pub fn run(args: &DemoArgs) -> anyhow::Result<()> {
    let folder = tempfile::Builder::new().prefix("onefold-demo-").tempdir()?;
    let data_dir = args
        .data_dir
        .clone()
        .unwrap_or_else(|| folder.path().join("data"));
    let listen = args.listen.unwrap_or_else(free_address);
    let config = Config::resolve(&ServiceArgs {
        data_dir: Some(data_dir),
        listen: Some(listen),
        ..ServiceArgs::default()
    })?;
    runtime()?.block_on(async {
        let data_dir = config.data_dir.clone();
        let key = keys_of(&config);
        let region = config.region.clone();
        let running = Node::open(config)?.start().await?;
        let client = Client {
            address: running.address,
            key: key()?,
            region,
        };
        tokio::select! {
            shown = show(&client, &data_dir, folder.path()) => shown?,
            ended = asked_to_end() => {
                ended?;
                return running.close().await;
            }
        }
        if !args.once {
            print(&stay_text(&running, &data_dir))?;
            asked_to_end().await?;
        }
        running.close().await
    })
}

fn keys_of(config: &Config) -> impl Fn() -> anyhow::Result<keys::KeyPair> + use<> {
    let path = config.credentials();
    move || {
        keys::read(&path)?
            .into_iter()
            .next()
            .context("the service has no access keys")
    }
}

/// The usual port, or any if another service has it.
fn free_address() -> SocketAddr {
    let usual = SocketAddr::from(([127, 0, 0, 1], 4510));
    match std::net::TcpListener::bind(usual) {
        Ok(_) => usual,
        Err(_) => SocketAddr::from(([127, 0, 0, 1], 0)),
    }
}

async fn show(client: &Client, data_dir: &Path, scratch: &Path) -> anyhow::Result<()> {
    print(&format!(
        "Onefold listens on http://{}\n\n1. Upload 4,910 publications from two bibliographies, and 300 labels\n",
        client.address
    ))?;
    client.put("/demo-bucket", Vec::new()).await?;
    client
        .put(
            "/demo-bucket/dblp-acm/records/dblp_acm_records.csv",
            RECORDS.to_vec(),
        )
        .await?;
    client
        .put(
            "/demo-bucket/dblp-acm/labels/dblp_acm_labels.csv",
            LABELS.to_vec(),
        )
        .await?;
    describe_table(client).await?;

    print("2. Create a transform that finds the publications listed in both\n")?;
    let created = client
        .glue(
            "CreateMLTransform",
            json!({
                "Name": "demo-xform-dblp-acm", "Role": ROLE,
                "InputRecordTables": [{ "DatabaseName": "demo-db-dblp-acm", "TableName": "dblp_acm_records_csv" }],
                "Parameters": { "TransformType": "FIND_MATCHES", "FindMatchesParameters": {
                    "PrimaryKeyColumnName": "id", "PrecisionRecallTradeoff": 0.5, "AccuracyCostTradeoff": 0.5 } },
            }),
        )
        .await?;
    let transform = text(&created, "TransformId")?;

    print("3. Import the labels and learn from them\n")?;
    let labels = "s3://demo-bucket/dblp-acm/labels/dblp_acm_labels.csv";
    let request = json!({ "TransformId": transform, "InputS3Path": labels, "ReplaceAllLabels": true });
    task_run(client, &transform, "StartImportLabelsTaskRun", request).await?;

    print("4. Evaluate it on held-out labels\n")?;
    let request = json!({ "TransformId": transform });
    task_run(client, &transform, "StartMLEvaluationTaskRun", request).await?;
    let described = client
        .glue("GetMLTransform", json!({ "TransformId": transform }))
        .await?;
    print(&metrics_text(
        &described["EvaluationMetrics"]["FindMatchesMetrics"],
    ))?;

    print("5. Match all records in a job\n")?;
    apply(client, &transform).await?;
    let result = result_file(data_dir)?;
    print(&quality_text(&result, scratch)?)?;

    let runs = client
        .glue("GetMLTaskRuns", json!({ "TransformId": transform }))
        .await?;
    print(&runs_text(&transform, &runs)?)
}

async fn describe_table(client: &Client) -> anyhow::Result<()> {
    let columns: Vec<Value> = COLUMNS
        .iter()
        .map(|(name, data_type)| json!({ "Name": name, "Type": data_type }))
        .collect();
    client
        .glue(
            "CreateDatabase",
            json!({ "DatabaseInput": { "Name": "demo-db-dblp-acm" } }),
        )
        .await?;
    client
        .glue(
            "CreateTable",
            json!({ "DatabaseName": "demo-db-dblp-acm", "TableInput": {
                "Name": "dblp_acm_records_csv", "TableType": "EXTERNAL_TABLE",
                "Parameters": { "classification": "csv", "skip.header.line.count": "1" },
                "StorageDescriptor": { "Columns": columns, "Location": "s3://demo-bucket/dblp-acm/records/" },
            } }),
        )
        .await?;
    Ok(())
}

/// Starts a task run and waits for its end.
async fn task_run(client: &Client, transform: &str, operation: &str, request: Value) -> anyhow::Result<()> {
    let begin = Instant::now();
    let started = client.glue(operation, request).await?;
    let id = text(&started, "TaskRunId")?;
    loop {
        let run = client
            .glue(
                "GetMLTaskRun",
                json!({ "TransformId": transform, "TaskRunId": id }),
            )
            .await?;
        match run["Status"].as_str() {
            Some("SUCCEEDED") => {
                return print(&format!("   done in {:.1} s\n", begin.elapsed().as_secs_f64()));
            }
            Some("STARTING" | "RUNNING") => tokio::time::sleep(POLL).await,
            other => bail!("{operation} ended as {other:?}: {}", run["ErrorString"]),
        }
    }
}

async fn apply(client: &Client, transform: &str) -> anyhow::Result<()> {
    let begin = Instant::now();
    client
        .glue(
            "CreateJob",
            json!({ "Name": "demo-match-dblp-acm", "Role": ROLE, "Command": { "Name": "findmatches" },
                "DefaultArguments": { "--transform-id": transform,
                    "--output-path": "s3://demo-bucket/dblp-acm/matched/",
                    "--compute-match-confidence-scores": "true" } }),
        )
        .await?;
    let started = client
        .glue("StartJobRun", json!({ "JobName": "demo-match-dblp-acm" }))
        .await?;
    let id = text(&started, "JobRunId")?;
    loop {
        let answer = client
            .glue(
                "GetJobRun",
                json!({ "JobName": "demo-match-dblp-acm", "RunId": id }),
            )
            .await?;
        let run = &answer["JobRun"];
        match run["JobRunState"].as_str() {
            Some("SUCCEEDED") => {
                return print(&format!("   done in {:.1} s\n", begin.elapsed().as_secs_f64()));
            }
            Some("STARTING" | "RUNNING") => tokio::time::sleep(POLL).await,
            other => bail!("the job ended as {other:?}: {}", run["ErrorMessage"]),
        }
    }
}

fn result_file(data_dir: &Path) -> anyhow::Result<PathBuf> {
    let folder = data_dir.join("objects/demo-bucket/dblp-acm/matched");
    std::fs::read_dir(&folder)?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .find(|path| path.extension().is_some_and(|extension| extension == "csv"))
        .with_context(|| format!("{} contains no result", folder.display()))
}

fn quality_text(result: &Path, scratch: &Path) -> anyhow::Result<String> {
    let truth = scratch.join("truth.csv");
    std::fs::write(&truth, TRUTH)?;
    let source = Source {
        inputs: vec![result.display().to_string()],
        id_column: Some("id".to_owned()),
        ..Source::default()
    };
    let evaluation = evaluate_result_job(None, &source, &truth.display().to_string(), &Silent)?;
    let pairs = &evaluation.quality.pairwise;
    Ok(format!(
        "   compared with the known truth: precision {:.3}, recall {:.3}, F1 {:.3}\n   result: {}\n",
        pairs.precision,
        pairs.recall,
        pairs.f1,
        result.display()
    ))
}

fn metrics_text(metrics: &Value) -> String {
    let figure = |name: &str| metrics[name].as_f64().unwrap_or(0.0);
    format!(
        "   precision {:.3}, recall {:.3}, best F1 {:.3}, area under the PR curve {:.3}\n",
        figure("Precision"),
        figure("Recall"),
        figure("F1"),
        figure("AreaUnderPRCurve")
    )
}

fn runs_text(transform: &str, answer: &Value) -> anyhow::Result<String> {
    let runs = answer["TaskRuns"]
        .as_array()
        .context("the list of task runs is missing")?;
    let mut text = format!("\nTask runs of {transform}, newest first:\n");
    for run in runs {
        let cell = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "   {:<14} {:<10} {:>3} s  {}",
            cell(&run["Properties"]["TaskType"]),
            cell(&run["Status"]),
            run["ExecutionTime"].as_i64().unwrap_or(0),
            cell(&run["TaskRunId"])
        );
    }
    Ok(text)
}

fn stay_text(running: &Running, data_dir: &Path) -> String {
    format!(
        "\nThe service keeps running on http://{}. Press Ctrl-C to stop it. Explore it in a browser:\n   {}\nor from another shell:\n   \
         eval \"$(onefold env{})\"\n   aws glue get-ml-transforms\n   aws s3 ls s3://demo-bucket/dblp-acm/matched/\n",
        running.address,
        running.console,
        flag(data_dir)
    )
}

fn text(answer: &Value, member: &str) -> anyhow::Result<String> {
    answer[member]
        .as_str()
        .map(str::to_owned)
        .with_context(|| format!("the response has no {member}"))
}
