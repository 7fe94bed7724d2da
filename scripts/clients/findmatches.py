"""Scripts of AWS Glue that find matches run unchanged as jobs of the service, and their groups are those of the built-in job. The
scripts are in the folder of the same name. Uses boto3 and the AWS CLI.

Usage: findmatches.py ONEFOLD_BINARY INTERPRETER
The interpreter must have pyspark, pyarrow, boto3, onefold and onefold-glue."""

import collections
import csv
import io
import json
import os
import subprocess
import sys
import time

from service import COLUMNS, DATA, ROOT, Service, wait

BUCKET = "library"
SCRIPTS = os.path.join(ROOT, "scripts", "clients", "findmatches")
# Records of the incremental run that are known before.
KNOWN = 4000


class Library:
    def __init__(self, service, interpreter):
        self.service, self.glue, self.s3 = service, service.glue, service.s3
        self.interpreter = interpreter
        self.s3.create_bucket(Bucket=BUCKET)
        self.glue.create_database(DatabaseInput={"Name": "library"})
        with open(os.path.join(DATA, "records.csv"), encoding="utf-8", newline="") as file:
            self.records = list(csv.DictReader(file))
        self.table("papers", self.records)
        self.table("known", self.records[:KNOWN])
        self.table("new", self.records[KNOWN:])
        self.table("results", [], [*COLUMNS, "match_id", "match_confidence_score"])
        for source, rename in (("a", {}), ("b", {"title": "name"})):
            own = [record for record in self.records if record["source"] == source]
            lines = [json.dumps({rename.get(key, key): value for key, value in record.items() if key != "source"}) for record in own]
            # Two files, the second one in a folder of its own.
            self.put(f"json/{source}/1.json", "\n".join(lines[:1000]))
            self.put(f"json/{source}/more/2.json", "\n".join(lines[1000:]))
        self.transform = self.make_transform()

    def put(self, key, text):
        self.s3.put_object(Bucket=BUCKET, Key=key, Body=text.encode())

    def table(self, name, records, columns=COLUMNS, location=None):
        if records:
            text = io.StringIO()
            writer = csv.DictWriter(text, columns)
            writer.writeheader()
            writer.writerows(records)
            self.put(f"{name}/part-0.csv", text.getvalue())
        types = {"match_id": "bigint", "match_confidence_score": "double"}
        storage = {
            "Columns": [{"Name": column, "Type": types.get(column, "string")} for column in columns],
            "Location": location or f"s3://{BUCKET}/{name}/",
            "SerdeInfo": {"SerializationLibrary": "org.apache.hadoop.hive.serde2.OpenCSVSerde", "Parameters": {"separatorChar": ","}},
        }
        parameters = {"classification": "csv", "skip.header.line.count": "1"}
        self.glue.create_table(DatabaseName="library", TableInput={"Name": name, "StorageDescriptor": storage, "Parameters": parameters})

    def make_transform(self):
        settings = {"PrimaryKeyColumnName": "id", "PrecisionRecallTradeoff": 0.6, "EnforceProvidedLabels": True}
        tables = [{"DatabaseName": "library", "TableName": "papers"}]
        parameters = {"TransformType": "FIND_MATCHES", "FindMatchesParameters": settings}
        encryption = {"MlUserDataEncryption": {"MlUserDataEncryptionMode": "SSE-KMS", "KmsKeyId": "alias/labels"}}
        own = self.glue.create_ml_transform(
            Name="papers", Role="r", InputRecordTables=tables, Parameters=parameters, TransformEncryption=encryption
        )["TransformId"]
        self.s3.upload_file(os.path.join(DATA, "labels.csv"), BUCKET, "labels.csv")
        run = self.glue.start_import_labels_task_run(TransformId=own, InputS3Path=f"s3://{BUCKET}/labels.csv")["TaskRunId"]
        assert wait(self.glue.get_ml_task_run, "Status", TransformId=own, TaskRunId=run)[0] == "SUCCEEDED"
        return own

    def built_in(self, name, **arguments):
        """The records that the built-in job writes."""
        given = {"--" + key.replace("_", "-"): value for key, value in arguments.items()}
        given |= {"--transform-id": self.transform, "--output-path": f"s3://{BUCKET}/{name}/", "--compute-match-confidence-scores": "true"}
        self.glue.create_job(Name=name, Role="r", Command={"Name": "findmatches"}, DefaultArguments=given)
        self.end(name, self.glue.start_job_run(JobName=name)["JobRunId"])
        return self.read(f"{name}/part-")

    def script(self, name, **arguments):
        """Runs a script; gives the id of the run."""
        self.s3.upload_file(os.path.join(SCRIPTS, f"{name}.py"), BUCKET, f"scripts/{name}.py")
        command = {"Name": "glueetl", "ScriptLocation": f"s3://{BUCKET}/scripts/{name}.py", "PythonVersion": "3"}
        given = {"--transform_id": self.transform, "--job-bookmark-option": "job-bookmark-disable", "--enable-metrics": "true"}
        self.glue.create_job(Name=name, Role="r", Command=command, DefaultArguments=given, GlueVersion="2.0", WorkerType="G.1X", NumberOfWorkers=2)
        shell = self.aws("glue", "start-job-run", "--job-name", name, "--arguments", json.dumps({f"--{key}": text for key, text in arguments.items()}))
        run = json.loads(shell)["JobRunId"]
        self.end(name, run)
        return run

    def end(self, name, run):
        deadline = time.time() + 300
        while time.time() < deadline:
            answer = self.glue.get_job_run(JobName=name, RunId=run)["JobRun"]
            if answer["JobRunState"] not in ("STARTING", "RUNNING"):
                break
            time.sleep(0.2)
        if answer["JobRunState"] != "SUCCEEDED":
            sys.exit(f"{name} ends as {answer['JobRunState']}: {answer.get('ErrorMessage')}\n" + self.printed(run, "error")[-6000:])

    def printed(self, run, group="output"):
        events = self.service.logs.get_log_events(logGroupName=f"/aws-glue/jobs/{group}", logStreamName=run, startFromHead=True)["events"]
        return "\n".join(event["message"] for event in events)

    def aws(self, *arguments):
        environment = {
            "PATH": os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"],
            "HOME": self.service.folder,
            "AWS_ENDPOINT_URL": self.service.url,
            "AWS_ACCESS_KEY_ID": self.service.key["access_key"],
            "AWS_SECRET_ACCESS_KEY": self.service.key["secret"],
            "AWS_DEFAULT_REGION": "us-east-1",
        }
        return subprocess.run(["aws", *arguments, "--output", "json"], env=environment, capture_output=True, text=True, check=True).stdout

    def keys(self, prefix):
        return [entry["Key"] for entry in self.s3.list_objects_v2(Bucket=BUCKET, Prefix=prefix).get("Contents", [])]

    def read(self, prefix, **options):
        """The records of all files below a prefix."""
        records = []
        for key in self.keys(prefix):
            body = self.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()
            folders = dict(part.split("=", 1) for part in key.split("/") if "=" in part)
            if key.endswith(".csv"):
                own = list(csv.DictReader(io.StringIO(body.decode()), **options))
            elif key.endswith(".json"):
                own = [json.loads(line) for line in body.decode().splitlines()]
            elif key.endswith(".parquet"):
                own = self.parquet(body)
            else:
                continue
            records += [{**record, **folders} for record in own]
        return records

    def parquet(self, body):
        """The records of a Parquet file, which the interpreter of the scripts can read."""
        code = "import io, json, sys, pyarrow.parquet as p\nprint(json.dumps(p.read_table(io.BytesIO(sys.stdin.buffer.read())).to_pylist()))"
        return json.loads(subprocess.run([self.interpreter, "-c", code], input=body, capture_output=True, check=True).stdout)

    def check_task_run(self, job, run):
        """The transform was at work in the run."""
        shown = self.glue.get_ml_task_runs(TransformId=self.transform, Filter={"TaskRunType": "FIND_MATCHES"})["TaskRuns"]
        properties = {one["Properties"]["FindMatchesTaskRunProperties"]["JobRunId"]: (one["Status"], one["Properties"]) for one in shown}
        status, own = properties[run]
        assert status == "SUCCEEDED" and own["FindMatchesTaskRunProperties"]["JobName"] == job, own


def groups(records):
    """Which records are together, whatever their groups are called."""
    members = collections.defaultdict(set)
    for record in records:
        members[str(record["match_id"])].add(record["id"])
    return {frozenset(ids) for ids in members.values()}


def scores(records):
    """The score of each record; none of those that are alone."""
    return {r["id"]: float(r["match_confidence_score"]) for r in records if r.get("match_confidence_score") not in ("", None)}


def same(found, expected, *, columns=COLUMNS, with_scores=False):
    assert len(found) == len(expected), (len(found), len(expected))
    differing = groups(found) ^ groups(expected)
    assert not differing, (len(differing), sorted(map(sorted, differing))[:5])
    own = {record["id"]: record for record in found}
    for record in expected:
        there = {column: own[record["id"]].get(column) or "" for column in columns}
        assert there == {column: record[column] for column in columns}, (there, record)
    if with_scores:
        mine, theirs = scores(found), scores(expected)
        # Text has four decimals, Parquet has all.
        wrong = {key: (mine.get(key), theirs.get(key)) for key in mine.keys() | theirs.keys() if not abs(mine.get(key, 2) - theirs.get(key, 2)) < 6e-5}
        assert not wrong, (len(wrong), list(wrong.items())[:8])
    else:
        assert "match_confidence_score" not in found[0], found[0]


def notebook(library, expected):
    run = library.script("notebook", output=f"s3://{BUCKET}/notebook/")
    same(library.read("notebook/"), expected)
    printed = library.printed(run)
    assert "records: 4910" in printed and "|match_id" in printed.replace(" ", "") and "root" in printed, printed
    library.check_task_run("notebook", run)


def airflow(library, expected):
    places = {"first": f"s3://{BUCKET}/json/a/", "second": f"s3a://{BUCKET}/json/b", "output": f"s3://{BUCKET}/airflow"}
    run = library.script("airflow", **places)
    same(library.read("airflow/"), expected)
    assert len(library.keys("airflow/")) == 2
    library.check_task_run("airflow", run)


def workshop(library, expected):
    places = {"output": f"s3://{BUCKET}/workshop/all/", "unique_output": f"s3://{BUCKET}/workshop/unique/"}
    run = library.script("workshop", **places)
    same(library.read("workshop/all/"), expected, with_scores=True)
    unique = library.read("workshop/unique/", delimiter="|")
    count = len(groups(expected))
    assert len(unique) == count and f"groups: {count}" in library.printed(run), (len(unique), count)
    library.check_task_run("workshop", run)


def studio(library, _):
    known = library.built_in("built-in-known", database="library", table="known")
    library.table("matched", [], [*COLUMNS, "match_id", "match_confidence_score"], f"s3://{BUCKET}/built-in-known/")
    both = library.built_in(
        "built-in-new", database="library", table="matched", incremental_database="library", incremental_table="new"
    )
    run = library.script("studio", output=f"s3://{BUCKET}/studio/known/")
    assert {key.split("/")[2] for key in library.keys("studio/known/")} == {"source=a", "source=b"}
    same(library.read("studio/known/"), known, with_scores=True)
    table = library.glue.get_table(DatabaseName="library", Name="known_matched")["Table"]
    types = {column["Name"]: column["Type"] for column in [*table["StorageDescriptor"]["Columns"], *table["PartitionKeys"]]}
    assert types == {**dict.fromkeys(COLUMNS, "string"), "match_id": "bigint", "match_confidence_score": "double"}, types
    partitions = library.glue.get_partitions(DatabaseName="library", TableName="known_matched")["Partitions"]
    assert sorted(partition["Values"] for partition in partitions) == [["a"], ["b"]], partitions
    found = library.read("results/")
    same(found, both, with_scores=True)
    ids = {record["id"]: int(record["match_id"]) for record in library.read("studio/known/")}
    kept = sum(ids[record["id"]] == int(record["match_id"]) for record in found if record["id"] in ids)
    assert kept > KNOWN * 0.99, kept
    library.check_task_run("studio", run)


def stopped(library, _):
    """Spark at work in a JVM and workers of Python ends with a run that is stopped."""
    script = """
import time
from pyspark import SparkContext
SparkContext().parallelize(range(2), 2).map(lambda number: print("at work", flush=True) or time.sleep(300)).count()
"""
    library.put("scripts/slow.py", script)
    command = {"Name": "glueetl", "ScriptLocation": f"s3://{BUCKET}/scripts/slow.py"}
    library.glue.create_job(Name="slow", Role="r", Command=command)
    run = library.glue.start_job_run(JobName="slow")["JobRunId"]
    # The JVM, the daemon of the workers and both of them.
    deadline = time.time() + 120
    while len(processes(run)) < 6:
        assert time.time() < deadline, (processes(run), library.printed(run, "error"))
        time.sleep(0.2)
    library.glue.batch_stop_job_run(JobName="slow", JobRunIds=[run])
    state, _ = wait(library.glue.get_job_run, "JobRun.JobRunState", JobName="slow", RunId=run)
    assert state == "STOPPED" and not processes(run), (state, processes(run))


def processes(run):
    """Those that have a folder of the run in their environment."""
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/environ", "rb") as file:
                if run.encode() in file.read():
                    found.append(int(name))
        except OSError:
            continue
    return found


def main():
    binary, interpreter = sys.argv[1:3]
    wanted = sys.argv[3:]
    service = Service(binary)
    service.start("--jobs-python", interpreter)
    library = Library(service, interpreter)
    expected = library.built_in("built-in")
    for part in [notebook, airflow, workshop, studio, stopped]:
        if not wanted or part.__name__ in wanted:
            began = time.time()
            part(library, expected)
            print(f"findmatches: {part.__name__} ({time.time() - began:.1f} s)", flush=True)
    left = [name for name in os.listdir(os.path.join(service.data, "objects")) if name.startswith(".upload")]
    assert not left, left
    service.close()
    print("findmatches: all scripts ran unchanged, with the groups of the built-in job")


main()
