// A transform taught, evaluated and applied through the unmodified AWS SDK for JavaScript: objects, catalog, labels, runs
// with their pages, logs, and errors by their types.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createReadStream, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import * as glue from "@aws-sdk/client-glue";
import * as s3 from "@aws-sdk/client-s3";
import { CloudWatchLogsClient, FilterLogEventsCommand, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

const data = path.join(process.env.ONEFOLD_ROOT, "testdata/dblp-acm");
const columns = [
  ["id", "string"],
  ["source", "string"],
  ["title", "string"],
  ["authors", "string"],
  ["venue", "string"],
  ["year", "bigint"],
].map(([Name, Type]) => ({ Name, Type }));
const over = new Set(["SUCCEEDED", "FAILED", "STOPPED", "TIMEOUT"]);
const folder = mkdtempSync(path.join(tmpdir(), "onefold-js-"));
let child, clients, transform, log = "";

before(async () => {
  child = spawn(process.env.ONEFOLD_BINARY, ["serve", "--data-dir", folder, "--listen", "127.0.0.1:0"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const address = await new Promise((resolve, reject) => {
    child.stderr.on("data", (chunk) => {
      log += chunk;
      const found = log.match(/(http:\/\/[\d.:]+)\/console/);
      if (found) resolve(found[1]);
    });
    child.on("exit", (code) => reject(new Error(`the service ended with ${code}: ${log}`)));
  });
  const file = readFileSync(path.join(folder, "credentials.toml"), "utf8");
  const value = (name) => file.match(new RegExp(`${name} *= *"([^"]+)"`))[1];
  const settings = {
    endpoint: address,
    region: "us-east-1",
    credentials: { accessKeyId: value("access_key"), secretAccessKey: value("secret") },
    maxAttempts: 1,
  };
  clients = {
    glue: new glue.GlueClient(settings),
    logs: new CloudWatchLogsClient(settings),
    s3: new s3.S3Client({ ...settings, forcePathStyle: true }),
    sts: new STSClient(settings),
  };
});

after(async () => {
  child.removeAllListeners("exit");
  const ended = new Promise((resolve) => child.on("exit", resolve));
  child.kill("SIGTERM");
  await ended;
  rmSync(folder, { recursive: true });
});

const call = (command) => clients.glue.send(command);

async function ended(id) {
  for (;;) {
    const run = await call(new glue.GetMLTaskRunCommand({ TransformId: transform, TaskRunId: id }));
    if (over.has(run.Status)) return run;
    await sleep(50);
  }
}

async function text(Bucket, Key) {
  const { Body } = await clients.s3.send(new s3.GetObjectCommand({ Bucket, Key }));
  return Body.transformToString();
}

test("objects go up as a stream, in parts and by a signed link, and come down", async () => {
  await clients.s3.send(new s3.CreateBucketCommand({ Bucket: "papers" }));
  const upload = new Upload({
    client: clients.s3,
    params: { Bucket: "papers", Key: "records/records.csv", Body: createReadStream(path.join(data, "records.csv")) },
  });
  await upload.done();
  assert.equal(await text("papers", "records/records.csv"), readFileSync(path.join(data, "records.csv"), "utf8"));

  const large = Buffer.alloc(12 << 20, "onefold ");
  const parts = new Upload({ client: clients.s3, params: { Bucket: "papers", Key: "large", Body: large }, partSize: 5 << 20 });
  await parts.done();
  const head = await clients.s3.send(new s3.HeadObjectCommand({ Bucket: "papers", Key: "large" }));
  assert.equal(head.ContentLength, large.length);

  const put = new s3.PutObjectCommand({ Bucket: "papers", Key: "labels+1.csv" });
  const link = await getSignedUrl(clients.s3, put, { expiresIn: 60 });
  const answer = await fetch(link, { method: "PUT", body: readFileSync(path.join(data, "labels.csv")) });
  assert.equal(answer.status, 200);
  const keys = [];
  for await (const page of s3.paginateListObjectsV2({ client: clients.s3, pageSize: 1 }, { Bucket: "papers" })) {
    keys.push(...page.Contents.map((object) => object.Key));
  }
  assert.deepEqual(keys.sort(), ["labels+1.csv", "large", "records/records.csv"]);
  await assert.rejects(text("papers", "none"), s3.NoSuchKey);
});

test("a catalog and a transform are made, and errors have their types", async () => {
  const identity = await clients.sts.send(new GetCallerIdentityCommand({}));
  assert.equal(identity.Account, "000000000000");
  await call(new glue.CreateDatabaseCommand({ DatabaseInput: { Name: "papers" } }));
  await assert.rejects(call(new glue.CreateDatabaseCommand({ DatabaseInput: { Name: "papers" } })), glue.AlreadyExistsException);
  await call(
    new glue.CreateTableCommand({
      DatabaseName: "papers",
      TableInput: {
        Name: "records",
        Parameters: { classification: "csv", "skip.header.line.count": "1" },
        StorageDescriptor: { Columns: columns, Location: "s3://papers/records/" },
      },
    }),
  );
  const made = await call(
    new glue.CreateMLTransformCommand({
      Name: "papers",
      Role: "role",
      InputRecordTables: [{ DatabaseName: "papers", TableName: "records" }],
      Parameters: { TransformType: "FIND_MATCHES", FindMatchesParameters: { PrimaryKeyColumnName: "id" } },
    }),
  );
  transform = made.TransformId;
  await assert.rejects(
    call(new glue.StartMLEvaluationTaskRunCommand({ TransformId: transform })),
    glue.MLTransformNotReadyException,
  );
  await assert.rejects(call(new glue.GetMLTransformCommand({ TransformId: "tfm-none" })), (error) => {
    assert.ok(error instanceof glue.EntityNotFoundException);
    assert.equal(error.$metadata.httpStatusCode, 400);
    assert.ok(error.$metadata.requestId);
    return true;
  });
  const wrong = new glue.GetMLTaskRunsCommand({ TransformId: transform, MaxResults: 5000 });
  await assert.rejects(call(wrong), (error) => error.name === "ValidationException" && /maxResults/.test(error.message));
});

test("labels teach, and the quality is measured", async () => {
  const start = await call(
    new glue.StartImportLabelsTaskRunCommand({ TransformId: transform, InputS3Path: "s3://papers/labels+1.csv", ReplaceAllLabels: true }),
  );
  const run = await ended(start.TaskRunId);
  assert.equal(run.Status, "SUCCEEDED", run.ErrorString);
  assert.ok(run.StartedOn instanceof Date && run.CompletedOn >= run.StartedOn);
  assert.equal(run.Properties.ImportLabelsTaskRunProperties.Replace, true);
  const evaluation = await call(new glue.StartMLEvaluationTaskRunCommand({ TransformId: transform }));
  assert.equal((await ended(evaluation.TaskRunId)).Status, "SUCCEEDED");
  const { Status, EvaluationMetrics } = await call(new glue.GetMLTransformCommand({ TransformId: transform }));
  assert.equal(Status, "READY");
  assert.ok(EvaluationMetrics.FindMatchesMetrics.F1 >= 0.95);
});

test("task runs come in pages, in every order, filtered by time", async () => {
  for (let n = 0; n < 5; n++) {
    const OutputS3Path = `s3://papers/out-${n}/`;
    const start = await call(new glue.StartExportLabelsTaskRunCommand({ TransformId: transform, OutputS3Path }));
    const { Properties } = await ended(start.TaskRunId);
    const [, Bucket, Key] = Properties.ExportLabelsTaskRunProperties.OutputS3Path.match(/^s3:\/\/([^/]+)\/(.*)$/);
    assert.match(await text(Bucket, Key), /^labeling_set_id,label,id,/);
  }
  const all = async (query) => {
    const runs = [];
    let NextToken;
    do {
      const page = await call(new glue.GetMLTaskRunsCommand({ TransformId: transform, MaxResults: 2, NextToken, ...query }));
      assert.ok(page.TaskRuns.length <= 2);
      runs.push(...page.TaskRuns);
      NextToken = page.NextToken;
    } while (NextToken);
    return runs;
  };
  const newest = await all({});
  assert.equal(newest.length, 7);
  const oldest = await all({ Sort: { Column: "STARTED", SortDirection: "ASCENDING" } });
  const ids = (runs) => runs.map((run) => run.TaskRunId);
  assert.deepEqual(ids(oldest), ids(newest).reverse());
  const exports = await all({ Filter: { TaskRunType: "EXPORT_LABELS" }, Sort: { Column: "STATUS", SortDirection: "DESCENDING" } });
  assert.equal(exports.length, 5);
  const since = await all({ Filter: { StartedAfter: exports[0].StartedOn } });
  assert.ok(since.length < 7);
  assert.equal(new Set(ids(newest)).size, 7);
});

test("a job applies the transform, and its log can be read", async () => {
  await call(
    new glue.CreateJobCommand({
      Name: "match",
      Role: "role",
      Command: { Name: "findmatches" },
      DefaultArguments: { "--transform-id": transform, "--output-path": "s3://papers/matched/", "--output-format": "json" },
    }),
  );
  const { JobRunId } = await call(new glue.StartJobRunCommand({ JobName: "match" }));
  let run;
  do {
    await sleep(50);
    run = (await call(new glue.GetJobRunCommand({ JobName: "match", RunId: JobRunId }))).JobRun;
  } while (!over.has(run.JobRunState));
  assert.equal(run.JobRunState, "SUCCEEDED", run.ErrorMessage);
  const { Contents } = await clients.s3.send(new s3.ListObjectsV2Command({ Bucket: "papers", Prefix: "matched/part-" }));
  const lines = (await text("papers", Contents[0].Key)).trimEnd().split("\n");
  const records = lines.map((line) => JSON.parse(line));
  assert.equal(records.length, readFileSync(path.join(data, "records.csv"), "utf8").trimEnd().split("\n").length - 1);
  const things = new Set(records.map((record) => record.match_id));
  assert.ok(things.size > 2000 && things.size < 3500, `${things.size} things`);

  const events = [];
  const query = { logGroupName: "/aws-glue/jobs", logStreamNames: [JobRunId] };
  for await (const page of paginateFilterLogEvents({ client: clients.logs, pageSize: 3 }, query)) events.push(...page.events);
  assert.ok(events.some((event) => /SUCCEEDED/.test(event.message)), JSON.stringify(events));
  const one = await clients.logs.send(new FilterLogEventsCommand({ ...query, limit: 1 }));
  assert.equal(one.events.length, 1);
});

test("a transform is deleted with its runs", async () => {
  await call(new glue.DeleteMLTransformCommand({ TransformId: transform }));
  for (let n = 0; ; n++) {
    assert.ok(n < 200, "the transform does not go");
    try {
      await call(new glue.GetMLTransformCommand({ TransformId: transform }));
    } catch (error) {
      assert.ok(error instanceof glue.EntityNotFoundException);
      break;
    }
    await sleep(50);
  }
  assert.doesNotMatch(log, /panicked/);
});
