"""Calls every operation of the service through unmodified boto3, and makes common client mistakes. What no assertion
checks is checked by botocore, which parses every response with its own model.

Usage: operations.py ONEFOLD_BINARY"""

import csv
import io
import json
import os
import subprocess
import sys
import time
import urllib.request

import botocore.exceptions

from service import COLUMNS, DATA, ROOT, Service, refuses, wait

PARAMETERS = {"TransformType": "FIND_MATCHES", "FindMatchesParameters": {"PrimaryKeyColumnName": "id"}}
SECRET = "Zaphod Beeblebrox of Betelgeuse"


def catalog(service):
    glue = service.glue
    glue.create_database(DatabaseInput={"Name": "Shop", "Description": "first"})
    refuses("AlreadyExistsException", glue.create_database, DatabaseInput={"Name": "shop"})
    assert glue.get_database(Name="SHOP")["Database"]["Name"] == "shop"
    glue.update_database(Name="shop", DatabaseInput={"Name": "shop", "Description": "second"})
    assert glue.get_databases()["DatabaseList"][0]["Description"] == "second"

    columns = [{"Name": "id", "Type": "string"}, {"Name": "name", "Type": "string"}]
    keys = [{"Name": "year", "Type": "int"}, {"Name": "land", "Type": "string"}]
    table = {"Name": "Sales", "StorageDescriptor": {"Columns": columns, "Location": "s3://shop/sales/"}, "PartitionKeys": keys}
    refuses("EntityNotFoundException", glue.create_table, DatabaseName="none", TableInput=table)
    glue.create_table(DatabaseName="shop", TableInput=table)
    for number in range(3):
        glue.create_table(DatabaseName="shop", TableInput={"Name": f"extra{number}"})
    names = [t["Name"] for page in glue.get_paginator("get_tables").paginate(DatabaseName="shop", PaginationConfig={"PageSize": 2}) for t in page["TableList"]]
    assert names == ["extra0", "extra1", "extra2", "sales"], names
    assert [t["Name"] for t in glue.get_tables(DatabaseName="shop", Expression="extra[12]")["TableList"]] == ["extra1", "extra2"]
    refuses("InvalidInputException", glue.get_tables, DatabaseName="shop", Expression="(")
    glue.update_table(DatabaseName="shop", TableInput={**table, "Description": "changed"})
    assert glue.get_table(DatabaseName="shop", Name="SALES")["Table"]["VersionId"] == "1"
    versions = glue.get_table_versions(DatabaseName="shop", TableName="sales")["TableVersions"]
    assert [v["VersionId"] for v in versions] == ["1", "0"]
    assert "Description" not in glue.get_table_version(DatabaseName="shop", TableName="sales", VersionId="0")["TableVersion"]["Table"]
    found = glue.search_tables(SearchText="sales", Filters=[{"Key": "DatabaseName", "Value": "shop"}])["TableList"]
    assert [t["Name"] for t in found] == ["sales"]
    assert glue.get_partition_indexes(DatabaseName="shop", TableName="sales")["PartitionIndexDescriptorList"] == []
    errors = glue.batch_delete_table(DatabaseName="shop", TablesToDelete=["extra0", "extra1", "none"])["Errors"]
    assert [e["TableName"] for e in errors] == ["none"]
    glue.delete_table(DatabaseName="shop", Name="extra2")
    partitions(glue)
    glue.delete_database(Name="shop")
    refuses("EntityNotFoundException", glue.get_table, DatabaseName="shop", Name="sales")


def partitions(glue):
    of = dict(DatabaseName="shop", TableName="sales")
    put = lambda *values: {"Values": list(values), "StorageDescriptor": {"Location": "s3://shop/" + "/".join(values)}}
    glue.create_partition(**of, PartitionInput=put("2020", "de"))
    refuses("AlreadyExistsException", glue.create_partition, **of, PartitionInput=put("2020", "de"))
    refuses("InvalidInputException", glue.create_partition, **of, PartitionInput=put("2020"))
    errors = glue.batch_create_partition(**of, PartitionInputList=[put("2020", "de"), put("2021", "fr"), put("900", "it")])["Errors"]
    assert [e["ErrorDetail"]["ErrorCode"] for e in errors] == ["AlreadyExistsException"]
    chosen = lambda expression: sorted(p["Values"] for p in glue.get_partitions(**of, Expression=expression)["Partitions"])
    assert chosen("year >= 2020") == [["2020", "de"], ["2021", "fr"]]
    assert chosen("year < 2000 OR land IN ('fr')") == [["2021", "fr"], ["900", "it"]]
    refuses("InvalidInputException", glue.get_partitions, **of, Expression="month = 1")
    segments = [p["Values"] for n in range(3) for p in glue.get_partitions(**of, Segment={"SegmentNumber": n, "TotalSegments": 3})["Partitions"]]
    assert len(segments) == 3
    glue.update_partition(**of, PartitionValueList=["900", "it"], PartitionInput=put("1900", "it"))
    refuses("EntityNotFoundException", glue.get_partition, **of, PartitionValues=["900", "it"])
    assert glue.get_partition(**of, PartitionValues=["1900", "it"])["Partition"]["Values"] == ["1900", "it"]
    assert glue.batch_update_partition(**of, Entries=[{"PartitionValueList": ["1900", "it"], "PartitionInput": put("1900", "it")}])["Errors"] == []
    got = glue.batch_get_partition(**of, PartitionsToGet=[{"Values": ["2020", "de"]}, {"Values": ["1", "x"]}])
    assert len(got["Partitions"]) == 1
    glue.delete_partition(**of, PartitionValues=["2020", "de"])
    errors = glue.batch_delete_partition(**of, PartitionsToDelete=[{"Values": ["2020", "de"]}, {"Values": ["2021", "fr"]}])["Errors"]
    assert len(errors) == 1


def partitioned_table(service):
    """Folders that say `key=value`: a crawl finds their partitions, what they say becomes columns, and a transform's options
    choose some of them."""
    glue, s3 = service.glue, service.s3
    s3.create_bucket(Bucket="folders")
    people = {("2020", "de"): ["1,Ann Miller,Springfield", "2,Bob Stone,Lakeside"], ("2021", "f:r"): ["3,Anne Miller,Springfield", "4,Cy Young,Madison"]}
    for (year, land), rows in people.items():
        key = f"people/year={year}/land={land.replace(':', '%3A')}/part-0.csv"
        s3.put_object(Bucket="folders", Key=key, Body="\n".join(["id,name,city", *rows]).encode() + b"\n")
    s3.put_object(Bucket="folders", Key="people/year=2019/land=it/_SUCCESS", Body=b"")
    glue.create_database(DatabaseInput={"Name": "folders"})
    glue.create_crawler(Name="folders", Role="r", DatabaseName="folders", Targets={"S3Targets": [{"Path": "s3://folders/people/"}]})
    for _ in range(2):
        glue.start_crawler(Name="folders")
        wait(lambda: {"S": glue.get_crawler(Name="folders")["Crawler"]["State"].replace("READY", "over")}, "S")
    of = dict(DatabaseName="folders", TableName="people")
    table = glue.get_table(DatabaseName="folders", Name="people")["Table"]
    assert [c["Name"] for c in table["StorageDescriptor"]["Columns"]] == ["id", "name", "city"], table
    assert [k["Name"] for k in table["PartitionKeys"]] == ["year", "land"] and table["VersionId"] == "0"
    found = sorted(p["Values"] for p in glue.get_partitions(**of)["Partitions"])
    assert found == [["2020", "de"], ["2021", "f:r"]], found

    predicate = {"pushDownPredicate": "year >= '2021'"}
    transform = glue.create_ml_transform(
        Name="folders", Role="r", InputRecordTables=[{**of, "AdditionalOptions": predicate}], Parameters=PARAMETERS
    )["TransformId"]
    assert [c["Name"] for c in glue.get_ml_transform(TransformId=transform)["Schema"]] == ["id", "name", "city", "year", "land"]
    labels = "labeling_set_id,label,id,name,city,year,land\ns,a,3,Anne Miller,Springfield,2021,f:r\ns,b,4,Cy Young,Madison,2021,f:r\n"
    s3.put_object(Bucket="folders", Key="labels.csv", Body=labels.encode())
    run = glue.start_import_labels_task_run(TransformId=transform, InputS3Path="s3://folders/labels.csv")["TaskRunId"]
    status, answer = wait(glue.get_ml_task_run, "Status", TransformId=transform, TaskRunId=run)
    assert status == "SUCCEEDED", answer
    # The same folders without partitions in the catalog: their names say as much.
    plain = {**{k: table[k] for k in ("StorageDescriptor", "PartitionKeys", "Parameters")}, "Name": "plain"}
    glue.create_table(DatabaseName="folders", TableInput=plain)
    glue.create_job(Name="folders", Role="r", Command={"Name": "findmatches"}, DefaultArguments={"--transform-id": transform})

    def matched(name, **more):
        arguments = {"--output-path": f"s3://folders/{name}/", **more}
        run = glue.start_job_run(JobName="folders", Arguments=arguments)["JobRunId"]
        state, answer = wait(glue.get_job_run, "JobRun.JobRunState", JobName="folders", RunId=run)
        if state != "SUCCEEDED":
            return answer["JobRun"]["ErrorMessage"]
        key = [o["Key"] for o in s3.list_objects_v2(Bucket="folders", Prefix=f"{name}/part-")["Contents"]][0]
        return list(csv.DictReader(io.StringIO(s3.get_object(Bucket="folders", Key=key)["Body"].read().decode())))

    rows = matched("chosen")
    assert [(r["id"], r["year"], r["land"]) for r in rows] == [("3", "2021", "f:r"), ("4", "2021", "f:r")], rows
    rows = matched("all", **{"--database": "folders", "--table": "plain"})
    assert [(r["id"], r["year"], r["land"]) for r in rows] == [("1", "2020", "de"), ("2", "2020", "de"), ("3", "2021", "f:r"), ("4", "2021", "f:r")], rows
    s3.put_object(Bucket="folders", Key="people/stray.csv", Body=b"id,name,city\n")
    text = matched("stray", **{"--database": "folders", "--table": "plain"})
    assert "stray.csv is not in a partition folder" in text, text
    for partition in found:
        glue.delete_partition(**of, PartitionValues=partition)
    glue.create_partition(**of, PartitionInput={"Values": ["2020", "de"]})
    text = matched("none")
    assert "no partition of table folders.people has files and satisfies year >= '2021'" in text, text
    glue.delete_ml_transform(TransformId=transform)
    glue.delete_job(JobName="folders")
    glue.delete_crawler(Name="folders")
    glue.delete_database(Name="folders")


def jobs(service):
    glue = service.glue
    script = {"Name": "glueetl", "ScriptLocation": "s3://shop/script.py"}
    for name in "abc":
        glue.create_job(Name=name, Role="role", Command=script, Tags={"team": name})
    refuses("AlreadyExistsException", glue.create_job, Name="a", Role="role", Command=script)
    assert glue.get_job(JobName="a")["Job"]["ExecutionProperty"]["MaxConcurrentRuns"] == 1
    assert [j["Name"] for page in glue.get_paginator("get_jobs").paginate(PaginationConfig={"PageSize": 1}) for j in page["Jobs"]] == ["a", "b", "c"]
    assert glue.list_jobs(Tags={"team": "b"})["JobNames"] == ["b"]
    got = glue.batch_get_jobs(JobNames=["a", "z"])
    assert got["JobsNotFound"] == ["z"]
    glue.update_job(JobName="a", JobUpdate={"Role": "other", "Command": script, "Description": "new"})
    assert glue.get_job(JobName="a")["Job"]["Role"] == "other"
    run = glue.start_job_run(JobName="a", Arguments={"--x": "1"})["JobRunId"]
    state, answer = wait(glue.get_job_run, "JobRun.JobRunState", JobName="a", RunId=run)
    assert state == "FAILED" and "python = " in answer["JobRun"]["ErrorMessage"], answer
    assert answer["JobRun"]["Arguments"] == {"--x": "1"}
    assert [r["Id"] for r in glue.get_job_runs(JobName="a")["JobRuns"]] == [run]
    assert len(glue.batch_stop_job_run(JobName="a", JobRunIds=[run, "jr_none"])["Errors"]) == 2
    assert glue.get_job_bookmark(JobName="a")["JobBookmarkEntry"]["Run"] == 0
    glue.reset_job_bookmark(JobName="a")
    arn = "arn:aws:glue:us-east-1::job/b"
    glue.tag_resource(ResourceArn=arn, TagsToAdd={"x": "1"})
    glue.untag_resource(ResourceArn=arn, TagsToRemove=["team"])
    assert glue.get_tags(ResourceArn=arn)["Tags"] == {"x": "1"}
    refuses("EntityNotFoundException", glue.get_tags, ResourceArn="arn:aws:glue:us-east-1:1:job/none")
    for name in "abcz":
        glue.delete_job(JobName=name)


def crawlers(service):
    glue = service.glue
    service.s3.create_bucket(Bucket="crawl")
    service.s3.put_object(Bucket="crawl", Key="people/a.csv", Body=b"id,name,born,paid\n01,Ann,1990-01-02,1.5\n02,Bob,1991-03-04,2\n")
    glue.create_classifier(CsvClassifier={"Name": "csv", "Delimiter": ",", "ContainsHeader": "PRESENT"})
    glue.update_classifier(CsvClassifier={"Name": "csv", "QuoteSymbol": '"'})
    assert glue.get_classifier(Name="csv")["Classifier"]["CsvClassifier"]["Delimiter"] == ","
    assert len(glue.get_classifiers()["Classifiers"]) == 1
    targets = {"S3Targets": [{"Path": "s3://crawl/people/"}]}
    refuses("InvalidInputException", glue.create_crawler, Name="c", Role="r", Targets={"JdbcTargets": [{"Path": "x"}]})
    glue.create_crawler(Name="c", Role="r", DatabaseName="crawled", Targets=targets, Classifiers=["csv"], Tags={"k": "v"}, Schedule="cron(0 1 * * ? *)")
    glue.update_crawler(Name="c", Description="people")
    refuses("CrawlerNotRunningException", glue.stop_crawler, Name="c")
    glue.start_crawler(Name="c")
    assert wait(glue.get_crawler, "Crawler.State", Name="c")[0] == "READY"
    table = glue.get_table(DatabaseName="crawled", Name="people")["Table"]
    types = {c["Name"]: c["Type"] for c in table["StorageDescriptor"]["Columns"]}
    assert types == {"id": "string", "name": "string", "born": "date", "paid": "double"}, types
    assert glue.get_crawlers()["Crawlers"][0]["LastCrawl"]["Status"] == "SUCCEEDED"
    assert glue.list_crawlers(Tags={"k": "v"})["CrawlerNames"] == ["c"]
    assert glue.batch_get_crawlers(CrawlerNames=["c", "d"])["CrawlersNotFound"] == ["d"]
    assert glue.get_crawler_metrics()["CrawlerMetricsList"][0]["TablesCreated"] == 1
    glue.delete_crawler(Name="c")
    glue.delete_classifier(Name="csv")


def transforms(service):
    glue, s3 = service.glue, service.s3
    s3.create_bucket(Bucket="learn")
    s3.upload_file(os.path.join(DATA, "records.csv"), "learn", "records/records.csv")
    s3.upload_file(os.path.join(DATA, "labels.csv"), "learn", "labels/labels.csv")
    glue.create_database(DatabaseInput={"Name": "learn"})
    columns = [{"Name": name, "Type": "string"} for name in COLUMNS]
    storage = {"Columns": columns, "Location": "s3://learn/records/"}
    glue.create_table(DatabaseName="learn", TableInput={"Name": "t", "StorageDescriptor": storage})
    tables = [{"DatabaseName": "learn", "TableName": "t"}]
    make = lambda name, **more: glue.create_ml_transform(Name=name, Role="r", InputRecordTables=tables, Parameters=PARAMETERS, **more)["TransformId"]
    ids = {name: make(name) for name in ["b", "a", "c"]}
    assert make("c") == ids["c"], "the very same request is a repetition"
    refuses("AlreadyExistsException", make, name="c", Description="other")
    listed = lambda **more: [t["Name"] for t in glue.get_ml_transforms(**more)["Transforms"]]
    assert listed(Sort={"Column": "NAME", "SortDirection": "ASCENDING"}) == ["a", "b", "c"]
    assert listed(Sort={"Column": "NAME", "SortDirection": "DESCENDING"}) == ["c", "b", "a"]
    assert listed(Filter={"Schema": [{"Name": n, "DataType": "string"} for n in reversed(COLUMNS)]}) == listed()
    assert listed(Filter={"Name": "a", "Status": "READY"}) == []
    first = glue.list_ml_transforms(MaxResults=2)
    rest = glue.list_ml_transforms(MaxResults=2, NextToken=first["NextToken"])
    assert set(first["TransformIds"] + rest["TransformIds"]) == set(ids.values()) and "NextToken" not in rest
    refuses("InvalidInputException", glue.list_ml_transforms, NextToken=first["NextToken"], Filter={"Name": "a"})
    refuses("InvalidInputException", glue.update_ml_transform, TransformId=ids["a"], Name="b")
    refuses("InvalidInputException", glue.update_ml_transform, TransformId=ids["a"], WorkerType="G.1X")
    glue.update_ml_transform(TransformId=ids["a"], WorkerType="G.1X", NumberOfWorkers=2)
    changed = glue.get_ml_transform(TransformId=ids["a"])
    assert "MaxCapacity" not in changed and changed["NumberOfWorkers"] == 2
    for bad in [{"TransformType": "FIND_MATCHES"}, {"TransformType": "FIND_MATCHES", "FindMatchesParameters": {}}]:
        refuses("InvalidInputException", glue.create_ml_transform, Name="x", Role="r", InputRecordTables=tables, Parameters=bad)
    refuses("InvalidInputException", glue.create_ml_transform, Name="x", Role="r", InputRecordTables=tables * 2, Parameters=PARAMETERS)
    labels(service, ids["a"])
    encrypted(service, tables)
    for identifier in ids.values():
        glue.delete_ml_transform(TransformId=identifier)
    wait_gone(glue, ids["a"])


def wait_gone(glue, transform):
    for _ in range(200):
        try:
            glue.get_ml_transform(TransformId=transform)
            time.sleep(0.05)
        except glue.exceptions.EntityNotFoundException:
            return
    raise AssertionError("a deleted transform stays")


def label_run(service, transform, key, body, replace=True):
    service.s3.put_object(Bucket="learn", Key=key, Body=body)
    run = service.glue.start_import_labels_task_run(TransformId=transform, InputS3Path=f"s3://learn/{key}", ReplaceAllLabels=replace)["TaskRunId"]
    return wait(service.glue.get_ml_task_run, "Status", TransformId=transform, TaskRunId=run)


def labels(service, transform):
    glue = service.glue
    good = open(os.path.join(DATA, "labels.csv"), "rb").read()
    assert label_run(service, transform, "l/good.csv", b"\xef\xbb\xbf" + good)[0] == "SUCCEEDED"
    described = lambda: tuple(glue.get_ml_transform(TransformId=transform)[m] for m in ("Status", "LabelCount"))
    assert described() == ("READY", 300)
    assert label_run(service, transform, "l/good.csv", good, replace=False)[0] == "SUCCEEDED"
    assert described() == ("READY", 300), "the same labels twice count once"
    for body, word in [
        (good.replace(b"authors", b"writers", 1), "authors"),
        (b"a,b\n1,2\n", "labeling_set_id"),
        (good.decode().replace("Weiyi", "W\xe9iyi").encode("cp1252", "replace"), "windows-1252"),
    ]:
        state, answer = label_run(service, transform, "l/bad.csv", body)
        assert state == "FAILED" and word in answer["ErrorString"], answer
        assert described() == ("READY", 300), "a failing import leaves everything as it was"
    service.s3.put_object(Bucket="learn", Key="l/empty.csv", Body=b"")
    start = dict(TransformId=transform)
    refuses("InvalidInputException", glue.start_import_labels_task_run, **start, InputS3Path="s3://learn/l/empty.csv")
    refuses("InvalidInputException", glue.start_import_labels_task_run, **start, InputS3Path="/etc/passwd")
    refuses("InvalidInputException", glue.start_import_labels_task_run, **start, InputS3Path="s3://learn/../../etc/passwd")
    # boto3 expects a "100 Continue". The empty body above got none, and this upload then hung on the same connection.
    begin = time.time()
    service.s3.put_object(Bucket="learn", Key="l/large.csv", Body=b"x" * (10 * 1024 * 1024 + 1))
    assert time.time() - begin < 30, "an upload after an empty one does not wait"
    refuses("ResourceNumberLimitExceededException", glue.start_import_labels_task_run, **start, InputS3Path="s3://learn/l/large.csv")
    started = [glue.start_ml_evaluation_task_run(**start)["TaskRunId"] for _ in range(3)]
    refuses("ConcurrentRunsExceededException", glue.start_ml_evaluation_task_run, **start)
    begin = time.time()
    for run in started:
        assert glue.cancel_ml_task_run(**start, TaskRunId=run)["Status"] in ("STOPPING", "STOPPED")
    for run in started:
        assert wait(glue.get_ml_task_run, "Status", **start, TaskRunId=run)[0] == "STOPPED"
    assert time.time() - begin < 4, "runs stop soon"
    assert label_run(service, transform, "l/unlabeled.csv", good.split(b"\n")[0] + b"\n1,," + b",".join([b"x"] * 6) + b"\n")[0] == "SUCCEEDED"
    assert described() == ("NOT_READY", 0)
    kinds = [r["Properties"]["TaskType"] for r in glue.get_ml_task_runs(**start, Sort={"Column": "TASK_RUN_TYPE", "SortDirection": "ASCENDING"})["TaskRuns"]]
    assert kinds == sorted(kinds) and len(set(kinds)) == 2, kinds
    streams = service.logs.describe_log_streams(logGroupName="/aws-glue/mltransforms")["logStreams"]
    assert any(stream["logStreamName"] in started for stream in streams) or streams
    events = service.logs.filter_log_events(logGroupName="/aws-glue/mltransforms", filterPattern="failed")["events"]
    assert len(events) >= 3
    page = service.logs.get_log_events(logGroupName="/aws-glue/mltransforms", logStreamName=streams[0]["logStreamName"], startFromHead=True, limit=1)
    again = service.logs.get_log_events(logGroupName="/aws-glue/mltransforms", logStreamName=streams[0]["logStreamName"], nextToken=page["nextForwardToken"])
    assert page["events"] != again["events"]
    refuses("ResourceNotFoundException", service.logs.get_log_events, logGroupName="/aws-glue/mltransforms", logStreamName="tsk-none")


def encrypted(service, tables):
    encryption = {"MlUserDataEncryption": {"MlUserDataEncryptionMode": "SSE-KMS", "KmsKeyId": "alias/k"}}
    transform = service.glue.create_ml_transform(
        Name="secret", Role="r", InputRecordTables=tables, Parameters=PARAMETERS, TransformEncryption=encryption
    )["TransformId"]
    assert service.glue.get_ml_transform(TransformId=transform)["TransformEncryption"] == encryption
    rows = list(csv.reader(open(os.path.join(DATA, "labels.csv"), encoding="utf-8")))
    for row in rows[1:4]:
        row[4] = SECRET
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    assert label_run(service, transform, "l/secret.csv", text.getvalue().encode())[0] == "SUCCEEDED"
    service.s3.delete_object(Bucket="learn", Key="l/secret.csv")
    for folder, _, names in os.walk(service.data):
        for name in names:
            content = open(os.path.join(folder, name), "rb").read()
            assert SECRET.encode() not in content, f"{name} holds a label's value"
    assert SECRET not in service.log()
    run = service.glue.start_export_labels_task_run(TransformId=transform, OutputS3Path="s3://learn/e/out.csv")["TaskRunId"]
    assert wait(service.glue.get_ml_task_run, "Status", TransformId=transform, TaskRunId=run)[0] == "SUCCEEDED"
    assert SECRET.encode() in service.s3.get_object(Bucket="learn", Key="e/out.csv")["Body"].read()
    service.glue.delete_ml_transform(TransformId=transform)


def objects(service):
    s3 = service.s3
    s3.create_bucket(Bucket="things")
    s3.put_object(Bucket="things", Key="a/b cé.txt", Body=b"0123456789")
    assert s3.get_object(Bucket="things", Key="a/b cé.txt", Range="bytes=2-4")["Body"].read() == b"234"
    s3.copy_object(Bucket="things", Key="copy", CopySource={"Bucket": "things", "Key": "a/b cé.txt"})
    assert s3.head_object(Bucket="things", Key="copy")["ContentLength"] == 10
    upload = s3.create_multipart_upload(Bucket="things", Key="large")["UploadId"]
    sent = [s3.upload_part(Bucket="things", Key="large", UploadId=upload, PartNumber=n, Body=bytes([64 + n]) * (5 << 20)) for n in (1, 2)]
    parts = [{"PartNumber": n + 1, "ETag": part["ETag"]} for n, part in enumerate(sent)]
    s3.complete_multipart_upload(Bucket="things", Key="large", UploadId=upload, MultipartUpload={"Parts": parts})
    assert s3.head_object(Bucket="things", Key="large")["ContentLength"] == 10 << 20
    odd = ["a+b c/d%20e.txt", "<&>.txt", "100%", "ä=ö?"]
    for key in odd:
        s3.put_object(Bucket="things", Key=key, Body=b"x")
    for list_objects in (s3.list_objects, s3.list_objects_v2):
        keys = [o["Key"] for o in list_objects(Bucket="things")["Contents"]]
        assert sorted(keys) == sorted(["a/b cé.txt", "copy", "large", *odd]), keys
        assert [p["Prefix"] for p in list_objects(Bucket="things", Prefix="a+", Delimiter="/")["CommonPrefixes"]] == ["a+b c/"]
    url = s3.generate_presigned_url("get_object", Params={"Bucket": "things", "Key": "copy"})
    assert urllib.request.urlopen(url).read() == b"0123456789"
    for key in ["../../credentials.toml", "a/../../../credentials.toml", "..%2f..%2fcredentials.toml"]:
        try:
            body = s3.get_object(Bucket="things", Key=key)["Body"].read()
            raise AssertionError(f"{key} gives {len(body)} bytes")
        except botocore.exceptions.ClientError as error:
            assert error.response["ResponseMetadata"]["HTTPStatusCode"] < 500, error
    refuses("NoSuchKey", s3.get_object, Bucket="things", Key="none")
    refuses("NoSuchKey", s3.get_object, Bucket="things", Key="a")
    refuses("404", s3.head_object, Bucket="things", Key="a")
    refuses("InvalidRequest", s3.put_object, Bucket="things", Key="a", Body=b"a folder has this name")
    refuses("InvalidRequest", s3.put_object, Bucket="things", Key="large/part", Body=b"below an object")
    refuses("NoSuchBucket", s3.put_object, Bucket="nothing", Key="a", Body=b"x")
    for key in ["k" * 300, "a\0b"]:
        refuses("KeyTooLongError", s3.put_object, Bucket="things", Key=key, Body=b"x")
        refuses("KeyTooLongError", s3.get_object, Bucket="things", Key=key)
    refuses("KeyTooLongError", s3.delete_objects, Bucket="things", Delete={"Objects": [{"Key": "copy"}, {"Key": "k" * 300}]})
    refuses("BucketNotEmpty", s3.delete_bucket, Bucket="things")
    s3.delete_object(Bucket="things", Key="none")
    refuses("InvalidAccessKeyId", service.client("s3", {"access_key": "AKNONE", "secret": "x"}).list_buckets)
    refuses("SignatureDoesNotMatch", service.client("s3", {**service.key, "secret": "x"}).list_buckets)
    s3.delete_object(Bucket="things", Key="copy")
    left = [{"Key": o["Key"]} for o in s3.list_objects_v2(Bucket="things")["Contents"]]
    s3.delete_objects(Bucket="things", Delete={"Objects": left})
    s3.delete_bucket(Bucket="things")
    refuses("NoSuchBucket", s3.list_objects_v2, Bucket="things")


def raw(service, body, **named):
    """A request made by hand; gives the status and the error code."""
    status, headers, content = service.send(body, **named)
    if status < 300:
        return status, None
    assert headers["x-amzn-errortype"] == content["__type"], content
    assert headers["x-amzn-requestid"] and headers["date"]
    return status, content["__type"]


def protocol(service):
    def is_answer(expected, *arguments, **named):
        got = raw(service, *arguments, **named)
        assert got == expected, (arguments[0][:60], got, expected)

    is_answer((200, None), b"{}")
    is_answer((200, None), b"")
    is_answer((200, None), b'{"Unknown": [1, {"x": null}], "MaxResults": null}')
    for body in [b"{", b"[]", b"nul", b'"x"', b'{"MaxResults": "1"}', b'{"MaxResults": 1.5}', b"\xff\xfe", b"[" * 100000]:
        is_answer((400, "SerializationException"), body)
    is_answer((400, "ValidationException"), b'{"MaxResults": 0}')
    is_answer((400, "UnknownOperationException"), b"{}", target="AWSGlue.CreateDevEndpoint")
    is_answer((400, "UnknownOperationException"), b"{}", target="Other.GetDatabases")
    is_answer((400, "MissingAuthenticationTokenException"), b"{}", sign=False)
    is_answer((413, "RequestEntityTooLargeException"), b" " * (5 * 1024 * 1024 + 1))
    set_header = lambda name, value: lambda headers: headers.__setitem__(name, value)
    is_answer((400, "IncompleteSignatureException"), b"{}", change=set_header("Authorization", "AWS4-HMAC-SHA256 x"))
    is_answer((400, "InvalidSignatureException"), b"{}", change=set_header("X-Amz-Date", "20200101T000000Z"))
    is_answer((400, "InvalidSignatureException"), b"{}", change=set_header("X-Amz-Target", "AWSGlue.GetJobs"))
    is_answer((415, "SerializationException"), b"{}", change=set_header("Content-Encoding", "gzip"))
    refuses("UnrecognizedClientException", service.client("glue", {"access_key": "AKNONE", "secret": "x"}).get_databases)
    refuses("InvalidSignatureException", service.client("glue", {**service.key, "secret": "x"}).get_databases)
    added = subprocess.run(
        [service.binary, "admin", "--data-dir", service.data, "keys", "add", "--allow", "glue:Get*"], check=True, capture_output=True, text=True
    ).stdout
    key = dict(line.split("=", 1) for line in added.splitlines())
    time.sleep(1.2)
    limited = service.client("glue", key)
    limited.get_databases()
    refuses("AccessDeniedException", limited.create_database, DatabaseInput={"Name": "x"})
    refuses("AccessDenied", service.client("s3", key).list_buckets)
    for name in ("credentials.toml", "keyring.json"):
        mode = os.stat(os.path.join(service.data, name)).st_mode & 0o777
        assert mode == 0o600, (name, oct(mode))
    assert service.key["secret"] not in service.log()
    text = urllib.request.urlopen(service.url + "/metrics").read().decode()
    assert "onefold_requests_total" in text and "onefold_stage_seconds" in text
    assert urllib.request.urlopen(service.url + "/readyz").read() == b"ready\n"
    assert service.sts.get_caller_identity()["Account"] == "0" * 12


def main():
    service = Service(sys.argv[1])
    service.start()
    called = set()
    service.glue.meta.events.register("before-call.glue.*", lambda model, **_: called.add(model.name))
    for part in [catalog, jobs, crawlers, partitioned_table, transforms, objects, protocol]:
        part(service)
    service.close()
    known = set(json.load(open(os.path.join(ROOT, "crates/protocol/model/operations.json"), encoding="utf-8"))["operations"])
    covered_elsewhere = {"StartMLLabelingSetGenerationTaskRun"}
    assert not known - called - covered_elsewhere, known - called
    print(f"operations: {len(called)} operations called")


main()
