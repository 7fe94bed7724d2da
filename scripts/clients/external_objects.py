"""Tests a service whose objects are in another store: here that of a second service, set in the configuration.

Usage: external_objects.py ONEFOLD_BINARY"""

import json
import os
import sys
import time

import botocore.exceptions

from service import COLUMNS, DATA, Service, wait


def main():
    store, service = Service(sys.argv[1]), Service(sys.argv[1])
    store.start()
    config = os.path.join(service.folder, "onefold.toml")
    with open(config, "w", encoding="utf-8") as file:
        file.write(
            f'[objects]\nendpoint = "{store.url}"\naccess_key_id = "{store.key["access_key"]}"\n'
            f'secret_access_key = "{store.key["secret"]}"\n'
        )
    service.start("--config", config)
    glue, s3 = service.glue, store.s3
    s3.create_bucket(Bucket="papers")
    s3.upload_file(os.path.join(DATA, "records.csv"), "papers", "in/records.csv")
    s3.upload_file(os.path.join(DATA, "labels.csv"), "papers", "labels.csv")
    try:
        service.s3.list_buckets()
        raise AssertionError("the service serves S3 itself")
    except botocore.exceptions.ClientError as error:
        assert error.response["ResponseMetadata"]["HTTPStatusCode"] < 500, error

    glue.create_database(DatabaseInput={"Name": "papers"})
    glue.create_table(
        DatabaseName="papers",
        TableInput={
            "Name": "records",
            "Parameters": {"classification": "csv", "skip.header.line.count": "1"},
            "StorageDescriptor": {"Columns": [{"Name": name, "Type": "string"} for name in COLUMNS], "Location": "s3://papers/in/"},
        },
    )
    transform = glue.create_ml_transform(
        Name="papers",
        Role="role",
        InputRecordTables=[{"DatabaseName": "papers", "TableName": "records"}],
        Parameters={"TransformType": "FIND_MATCHES", "FindMatchesParameters": {"PrimaryKeyColumnName": "id"}},
    )["TransformId"]
    runs = [glue.start_import_labels_task_run(TransformId=transform, InputS3Path="s3://papers/labels.csv", ReplaceAllLabels=True)]
    status, answer = wait(glue.get_ml_task_run, "Status", TransformId=transform, TaskRunId=runs[0]["TaskRunId"])
    assert status == "SUCCEEDED", answer
    runs = [
        glue.start_ml_evaluation_task_run(TransformId=transform),
        glue.start_export_labels_task_run(TransformId=transform, OutputS3Path="s3://papers/labels-out/"),
        glue.start_ml_labeling_set_generation_task_run(TransformId=transform, OutputS3Path="s3://papers/to-label/"),
    ]
    for run in runs:
        status, answer = wait(glue.get_ml_task_run, "Status", TransformId=transform, TaskRunId=run["TaskRunId"])
        assert status == "SUCCEEDED", answer
    keys = lambda prefix: [o["Key"] for o in s3.list_objects_v2(Bucket="papers", Prefix=prefix).get("Contents", [])]
    assert len(keys("labels-out/")) == 1 and len(keys("to-label/")) == 1

    arguments = {"--transform-id": transform, "--output-path": "s3://papers/matched/"}
    glue.create_job(Name="match", Role="role", Command={"Name": "findmatches"}, DefaultArguments=arguments)
    parts = []
    for more in ({}, {}, {"--output-mode": "append"}):
        run = glue.start_job_run(JobName="match", Arguments=more)["JobRunId"]
        state, answer = wait(glue.get_job_run, "JobRun.JobRunState", JobName="match", RunId=run)
        assert state == "SUCCEEDED", answer
        parts.append([key for key in keys("matched/") if "part-" in key])
        manifest = json.loads(s3.get_object(Bucket="papers", Key="matched/_onefold_manifest.json")["Body"].read())
        assert [f"matched/{name}" for name in manifest["files"]] == parts[-1], (manifest, parts)
    assert len(parts[0]) == len(parts[1]) == 1 and parts[0] != parts[1], "the second run replaces the first"
    assert len(parts[2]) == 2, "the third adds"
    text = s3.get_object(Bucket="papers", Key=parts[1][0])["Body"].read().decode()
    assert text.splitlines()[0].endswith(",match_id")

    glue.create_crawler(Name="papers", Role="role", DatabaseName="papers", Targets={"S3Targets": [{"Path": "s3://papers/in/"}]})
    glue.start_crawler(Name="papers")
    while glue.get_crawler(Name="papers")["Crawler"]["State"] != "READY":
        time.sleep(0.05)
    assert glue.get_table(DatabaseName="papers", Name="in")["Table"]["StorageDescriptor"]["Columns"][0]["Name"] == "id"

    s3.put_object(Bucket="papers", Key="in/records.csv", Body=b"id,source,title,authors,venue,year\n1,a,x,y,z,2000\n2,b,x,y,z,2000\n")
    run = glue.start_job_run(JobName="match", Arguments={"--output-path": "s3://papers/short/"})["JobRunId"]
    state, answer = wait(glue.get_job_run, "JobRun.JobRunState", JobName="match", RunId=run)
    short = [key for key in keys("short/") if "part-" in key]
    assert state == "SUCCEEDED" and len(s3.get_object(Bucket="papers", Key=short[0])["Body"].read().splitlines()) == 3, answer

    s3.put_object(Bucket="papers", Key="in/records.csv", Body=b"id,source,title,authors,venue,year\n1,a,x,y,z,2000\n1,b,x,y,z,2000\n")
    run = glue.start_job_run(JobName="match", Arguments={"--output-path": "s3://papers/wrong/"})["JobRunId"]
    state, answer = wait(glue.get_job_run, "JobRun.JobRunState", JobName="match", RunId=run)
    text = answer["JobRun"].get("ErrorMessage", "")
    assert state == "FAILED" and "s3://papers/in/records.csv, line 3" in text and "fetched" not in text, answer

    run = glue.start_job_run(JobName="match", Arguments={"--output-path": "s3://no-such-bucket/out/"})["JobRunId"]
    state, answer = wait(glue.get_job_run, "JobRun.JobRunState", JobName="match", RunId=run)
    assert state == "FAILED" and "no-such-bucket" in answer["JobRun"]["ErrorMessage"], answer
    assert store.key["secret"] not in service.log()
    service.close()
    store.close()
    print("external_objects: a transform on the objects of another store")


main()
