"""Kills the service with SIGKILL at random moments of every kind of run and starts it again. Each run must end as
SUCCEEDED, and labels and outputs must be complete, with nothing partial. Uses boto3.

Usage: faults.py ONEFOLD_BINARY ROUNDS [SEED]"""

import csv
import io
import os
import random
import sys
import time

from service import COLUMNS, DATA, Service


def set_up(service):
    service.s3.create_bucket(Bucket="faults")
    service.s3.upload_file(os.path.join(DATA, "records.csv"), "faults", "records/records.csv")
    service.s3.upload_file(os.path.join(DATA, "labels.csv"), "faults", "labels/labels.csv")
    service.glue.create_database(DatabaseInput={"Name": "faults"})
    service.glue.create_table(
        DatabaseName="faults",
        TableInput={
            "Name": "records",
            "Parameters": {"classification": "csv", "skip.header.line.count": "1"},
            "StorageDescriptor": {
                "Columns": [{"Name": name, "Type": "string"} for name in COLUMNS],
                "Location": "s3://faults/records/",
            },
        },
    )
    transform = service.glue.create_ml_transform(
        Name="faults",
        Role="role",
        InputRecordTables=[{"DatabaseName": "faults", "TableName": "records"}],
        Parameters={"TransformType": "FIND_MATCHES", "FindMatchesParameters": {"PrimaryKeyColumnName": "id"}},
    )["TransformId"]
    service.glue.create_job(
        Name="faults",
        Role="role",
        Command={"Name": "findmatches"},
        DefaultArguments={"--transform-id": transform, "--output-path": "s3://faults/matched/"},
    )
    wait(service, transform, start(service, transform, "import"))
    return transform


def start(service, transform, kind):
    glue = service.glue
    if kind == "import":
        answer = glue.start_import_labels_task_run(
            TransformId=transform, InputS3Path="s3://faults/labels/labels.csv", ReplaceAllLabels=True
        )
    elif kind == "evaluation":
        answer = glue.start_ml_evaluation_task_run(TransformId=transform)
    elif kind == "labeling":
        answer = glue.start_ml_labeling_set_generation_task_run(
            TransformId=transform, OutputS3Path="s3://faults/generated/"
        )
    elif kind == "export":
        answer = glue.start_export_labels_task_run(TransformId=transform, OutputS3Path="s3://faults/exported/")
    else:
        return kind, glue.start_job_run(JobName="faults")["JobRunId"]
    return kind, answer["TaskRunId"]


def status(service, transform, run):
    kind, identifier = run
    if kind == "job":
        answer = service.glue.get_job_run(JobName="faults", RunId=identifier)["JobRun"]
        return answer["JobRunState"], answer.get("ErrorMessage")
    answer = service.glue.get_ml_task_run(TransformId=transform, TaskRunId=identifier)
    return answer["Status"], answer.get("ErrorString")


def wait(service, transform, run):
    deadline = time.time() + 120
    while time.time() < deadline:
        state, error = status(service, transform, run)
        if state in ("SUCCEEDED", "FAILED", "STOPPED", "TIMEOUT"):
            assert state == "SUCCEEDED", f"{run} ended {state}: {error}"
            return
        time.sleep(0.1)
    sys.exit(f"faults: {run} does not end")


def check(service, transform, kind):
    described = service.glue.get_ml_transform(TransformId=transform)
    assert (described["Status"], described["LabelCount"]) == ("READY", 300), described
    if kind == "job":
        objects = service.s3.list_objects_v2(Bucket="faults", Prefix="matched/")["Contents"]
        parts = [entry["Key"] for entry in objects if "/part-" in entry["Key"]]
        assert len(parts) == 1, objects
        body = service.s3.get_object(Bucket="faults", Key=parts[0])["Body"].read().decode("utf-8")
        assert sum(1 for _ in csv.DictReader(io.StringIO(body))) == 4910
    twins = service.glue.get_ml_task_runs(TransformId=transform, Filter={"TaskRunType": "FIND_MATCHES"})["TaskRuns"]
    assert all(twin["Status"] == "SUCCEEDED" for twin in twins), twins


def main():
    binary, rounds = sys.argv[1], int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else int(time.time())
    chance = random.Random(seed)
    service = Service(binary)
    service.start()
    transform = set_up(service)
    kinds = ["import", "evaluation", "job", "labeling", "export"]
    for number in range(rounds):
        kind = kinds[number % len(kinds)]
        run = start(service, transform, kind)
        time.sleep(chance.uniform(0, 0.1 if kind == "export" else 2.0))
        service.kill()
        service.start()
        wait(service, transform, run)
        check(service, transform, kind)
    service.close()
    print(f"faults: {rounds} kills survived (seed {seed})")


main()
