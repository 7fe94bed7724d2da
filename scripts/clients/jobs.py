"""Jobs with a script in Python, through unmodified boto3 and the AWS CLI: arguments, logs, failures, retries, timeout, stop, what a
script may do, and what is left when the service is killed.

Usage: jobs.py ONEFOLD_BINARY [INTERPRETER]
The interpreter must have boto3; default: the one that runs this test."""

import json
import os
import subprocess
import sys
import tempfile
import textwrap
import time

from service import Service, refuses, wait

BUCKET = "jobs"
# A process that survives its parent, its session and SIGTERM prints its id, as its starter does.
STUBBORN = """
    import os, subprocess, sys, time
    code = '''
    import os, signal, time
    if os.fork(): os._exit(0)
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print(os.getpid(), flush=True)
    time.sleep(300)
    '''
    print(os.getpid(), flush=True)
    subprocess.Popen([sys.executable, "-c", code.replace("\\n    ", "\\n")])
    time.sleep(300)
"""


class Jobs:
    def __init__(self, service):
        self.service, self.glue, self.logs = service, service.glue, service.logs
        self.number = 0
        service.s3.create_bucket(Bucket=BUCKET)

    def job(self, script, arguments=None, command="glueetl", **more):
        """Makes a job of a script; gives its name."""
        self.number += 1
        name = f"job-{self.number}"
        self.service.s3.put_object(Bucket=BUCKET, Key=f"{name}/script.py", Body=textwrap.dedent(script).encode())
        location = {"Name": command, "ScriptLocation": f"s3://{BUCKET}/{name}/script.py", "PythonVersion": "3"}
        self.glue.create_job(Name=name, Role="role", Command=location, DefaultArguments=arguments or {}, **more)
        return name

    def start(self, *arguments, **more):
        name = self.job(*arguments, **more)
        return name, self.glue.start_job_run(JobName=name)["JobRunId"]

    def end(self, name, run):
        state, answer = wait(self.glue.get_job_run, "JobRun.JobRunState", JobName=name, RunId=run)
        return state, answer["JobRun"]

    def printed(self, run, group="output"):
        events = self.logs.get_log_events(logGroupName=f"/aws-glue/jobs/{group}", logStreamName=run, startFromHead=True)["events"]
        text = "\n".join(event["message"] for event in events)
        assert self.service.folder not in text, text
        return [event["message"] for event in events]

    def processes(self, run, count=2):
        """The ids that a script printed, when there are so many."""
        for _ in range(600):
            ids = self.printed(run)
            if len(ids) >= count:
                assert all(is_running(number) for number in ids[-2:]), ids
                return ids
            time.sleep(0.05)
        raise AssertionError(f"{run} prints {ids}")


def is_running(number):
    try:
        with open(f"/proc/{number}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def ends(numbers, seconds):
    deadline = time.time() + seconds
    while any(is_running(number) for number in numbers):
        assert time.time() < deadline, f"{numbers} still run"
        time.sleep(0.05)


def arguments(jobs):
    script = """
        import json, sys
        print(json.dumps(sys.argv))
        print("to the log of errors", file=sys.stderr)
    """
    name = jobs.job(script, {"--color": "red", "--size": "1"}, NonOverridableArguments={"--fixed": "yes"})
    run = jobs.glue.start_job_run(JobName=name, Arguments={"--size": "2", "--fixed": "no", "--TempDir": f"s3://{BUCKET}/tmp/"})["JobRunId"]
    state, answer = jobs.end(name, run)
    assert state == "SUCCEEDED" and "ErrorMessage" not in answer, answer
    (line,) = jobs.printed(run)
    program, *given = json.loads(line)
    pairs = dict(zip(given[::2], given[1::2], strict=True))
    assert os.path.basename(program) == "script.py"
    expected = {"--JOB_NAME": name, "--JOB_RUN_ID": run, "--color": "red", "--size": "2", "--fixed": "yes", "--TempDir": f"s3://{BUCKET}/tmp/"}
    assert {key: pairs[key] for key in expected} == expected, pairs
    assert jobs.printed(run, "error") == ["to the log of errors"]
    # A script without Spark runs as well, and so does one of the other command.
    state, _ = jobs.end(*jobs.start("print('shell')", command="pythonshell"))
    assert state == "SUCCEEDED"


def logs(jobs):
    """Both groups have streams of their own, which can be listed, filtered and read by the AWS CLI."""
    script = "print('needle 1')\nfor n in range(3000): print('hay', n)\nprint('needle 2')\nprint('ä' * 40_000)"
    name, run = jobs.start(script)
    assert jobs.end(name, run)[0] == "SUCCEEDED"
    groups = [group["logGroupName"] for group in jobs.logs.describe_log_groups(logGroupNamePrefix="/aws-glue/jobs")["logGroups"]]
    assert groups == ["/aws-glue/jobs", "/aws-glue/jobs/error", "/aws-glue/jobs/output"], groups
    streams = jobs.logs.describe_log_streams(logGroupName="/aws-glue/jobs/output", logStreamNamePrefix=run)["logStreams"]
    assert [stream["logStreamName"] for stream in streams] == [run], streams
    all_streams = jobs.logs.get_paginator("describe_log_streams").paginate(logGroupName="/aws-glue/jobs/output", PaginationConfig={"PageSize": 1})
    assert run in [stream["logStreamName"] for page in all_streams for stream in page["logStreams"]]
    found = jobs.logs.filter_log_events(logGroupName="/aws-glue/jobs/output", filterPattern="needle", logStreamNames=[run])["events"]
    assert [(event["message"], event["logStreamName"]) for event in found] == [("needle 1", run), ("needle 2", run)], found
    lines = jobs.printed(run)
    assert len(lines) > 3002 and "".join(lines[3002:]) == "ä" * 40_000
    shown = aws(jobs.service, "logs", "get-log-events", "--log-group-name", "/aws-glue/jobs/output", "--log-stream-name", run, "--start-from-head", "--limit", "1")
    assert shown["events"][0]["message"] == "needle 1", shown
    # The run's own log is where it was.
    own = jobs.logs.get_log_events(logGroupName="/aws-glue/jobs", logStreamName=run, startFromHead=True)["events"]
    assert own[0]["message"].startswith("run started: JOB"), own


def long_logs(jobs):
    """A log beyond the limit (see main) ends with its last lines."""
    name, run = jobs.start("for n in range(30_000): print('line', n)")
    assert jobs.end(name, run)[0] == "SUCCEEDED"
    lines = []
    token = {}
    while True:
        page = jobs.logs.get_log_events(logGroupName="/aws-glue/jobs/output", logStreamName=run, startFromHead=True, **token)
        if not page["events"]:
            break
        lines += [event["message"] for event in page["events"]]
        token = {"nextToken": page["nextForwardToken"]}
    assert lines[0] == "line 0" and lines[-1] == "line 29999" and len(lines) < 30_000, len(lines)
    assert sum("lines are left out here" in line for line in lines) == 1


def failures(jobs):
    script = """
        import sys
        def read(row): return row["city"]
        print("before")
        read({})
    """
    name, run = jobs.start(script, MaxRetries=1)
    state, answer = jobs.end(name, run)
    assert (state, answer["Attempt"], answer["ErrorMessage"]) == ("FAILED", 1, "the script failed: KeyError: 'city'"), answer
    assert jobs.printed(run) == ["before", "before"]
    errors = "\n".join(jobs.printed(run, "error"))
    assert errors.count("Traceback (most recent call last):") == 2 and "line 3, in read" in errors, errors
    for script, expected in [
        ("import sys; sys.exit('no such table')", "the script failed: no such table"),
        ("import sys; sys.exit(3)", "the script ended with exit code 3 and printed no error"),
        ("import os; os.kill(os.getpid(), 9)", "the script was ended by signal 9, as happens when memory runs out"),
        # Nobody is left who could end it, and it ends all the same.
        ("import os, time; os.kill(os.getppid(), 9); time.sleep(300)", "the script was ended by signal 9, as happens when memory runs out"),
        ("print(", "the script failed: SyntaxError: '(' was never closed"),
    ]:
        state, answer = jobs.end(*jobs.start(script))
        assert (state, answer["ErrorMessage"]) == ("FAILED", expected), answer
    name = jobs.job("", {"--job-language": "scala"})
    state, answer = jobs.end(name, jobs.glue.start_job_run(JobName=name)["JobRunId"])
    assert state == "FAILED" and "docs/glue-jobs.md" in answer["ErrorMessage"], answer
    jobs.service.s3.delete_object(Bucket=BUCKET, Key=f"{name}/script.py")
    jobs.glue.update_job(JobName=name, JobUpdate={"Role": "role", "DefaultArguments": {}})
    state, answer = jobs.end(name, jobs.glue.start_job_run(JobName=name)["JobRunId"])
    assert state == "FAILED" and f"s3://{BUCKET}/{name}/script.py does not exist" in answer["ErrorMessage"], answer


def retries(jobs):
    """A script that fails once succeeds at its second attempt, and keeps its state in the object store."""
    script = f"""
        import boto3
        s3 = boto3.client("s3")
        there = s3.list_objects_v2(Bucket="{BUCKET}", Prefix="mark").get("KeyCount")
        s3.put_object(Bucket="{BUCKET}", Key="mark", Body=b"x")
        assert there, "the first attempt"
    """
    name, run = jobs.start(script, MaxRetries=3)
    state, answer = jobs.end(name, run)
    assert (state, answer["Attempt"]) == ("SUCCEEDED", 1) and "ErrorMessage" not in answer, answer
    assert jobs.printed(run, "error")[-1] == "AssertionError: the first attempt"


def stop(jobs):
    name, run = jobs.start(STUBBORN, MaxRetries=5)
    ids = jobs.processes(run)
    refuses("ConcurrentRunsExceededException", jobs.glue.start_job_run, JobName=name)
    jobs.glue.batch_stop_job_run(JobName=name, JobRunIds=[run])
    assert jobs.glue.get_job_run(JobName=name, RunId=run)["JobRun"]["JobRunState"] in ("STOPPING", "STOPPED")
    state, answer = jobs.end(name, run)
    assert state == "STOPPED" and answer["Attempt"] == 0, answer
    assert not any(is_running(number) for number in ids), ids
    # One that ends when it is asked to may say goodbye.
    polite = """
        import signal, sys, time
        signal.signal(signal.SIGTERM, lambda *_: (print("goodbye"), sys.exit(0)))
        print("begun")
        time.sleep(300)
    """
    name, run = jobs.start(polite)
    while not jobs.printed(run):
        time.sleep(0.05)
    began = time.time()
    jobs.glue.batch_stop_job_run(JobName=name, JobRunIds=[run])
    assert jobs.end(name, run)[0] == "STOPPED" and time.time() - began < 4
    assert jobs.printed(run) == ["begun", "goodbye"]


def rights(jobs):
    """What a script finds around it: a key of its own that allows what jobs need, and no secret in the environment."""
    script = f"""
        import boto3, botocore, configparser, json, os, urllib.request
        def refused(call, **given):
            try:
                call(**given)
            except botocore.exceptions.ClientError as error:
                return error.response["Error"]["Code"]
        glue, s3 = boto3.client("glue"), boto3.client("s3")
        keys = configparser.ConfigParser()
        keys.read(os.environ["AWS_SHARED_CREDENTIALS_FILE"])
        secret = keys["default"]["aws_secret_access_key"]
        around = []
        for file in (f"/proc/{{number}}/environ" for number in ("self", os.getppid())):
            around.append(open(file).read())
        s3.put_object(Bucket="{BUCKET}", Key="written", Body=b"x")
        print(json.dumps({{
            "identity": boto3.client("sts").get_caller_identity()["Account"],
            "databases": len(glue.get_databases()["DatabaseList"]),
            "refused": [
                refused(glue.delete_database, Name="x"), refused(glue.create_job, Name="x", Role="r", Command={{"Name": "glueetl"}}),
                refused(glue.start_job_run, JobName="x"), refused(s3.delete_bucket, Bucket="{BUCKET}"),
                refused(boto3.client("logs").describe_log_groups),
            ],
            "has_secret": [secret in text for text in around],
            "has_marker": ["do-not-pass" in text for text in around],
            "passed": os.environ.get("PASSED_ON"),
            "files": sorted(os.listdir(os.path.expanduser("~"))),
            "presigned": urllib.request.urlopen(s3.generate_presigned_url("get_object", Params={{"Bucket": "{BUCKET}", "Key": "written"}})).read().decode(),
            "key": keys["default"]["aws_access_key_id"], "secret": secret,
        }}))
    """
    name, run = jobs.start(script)
    state, answer = jobs.end(name, run)
    assert state == "SUCCEEDED", (answer, jobs.printed(run, "error"))
    found = json.loads(jobs.printed(run)[0])
    assert found["refused"] == ["AccessDeniedException"] * 3 + ["AccessDenied", "AccessDeniedException"], found
    assert (found["has_secret"], found["has_marker"], found["passed"]) == ([False, False], [False, False], "yes"), found
    assert (found["identity"], found["files"], found["presigned"]) == ("000000000000", [], "x"), found
    # The key ended with the script.
    late = jobs.service.client("glue", {"access_key": found["key"], "secret": found["secret"]})
    refuses("UnrecognizedClientException", late.get_databases)
    staging = os.path.join(jobs.service.data, "staging")
    assert not [file for file in os.listdir(staging) if run in file], os.listdir(staging)


def transforms(jobs):
    """What a transform matches with can be asked for, and a script that asks shows the transform at work."""
    glue, s3 = jobs.glue, jobs.service.s3
    people = "id,name,city\n" + "".join(f"{n},{name},Springfield\n" for n, name in enumerate(["Ann Miller", "Anne Miller", "Bob Stone"] * 4))
    s3.put_object(Bucket=BUCKET, Key="people/people.csv", Body=people)
    storage = {"Columns": [{"Name": name, "Type": "string"} for name in ("id", "name", "city")], "Location": f"s3://{BUCKET}/people/"}
    glue.create_database(DatabaseInput={"Name": "jobs"})
    parameters = {"classification": "csv", "skip.header.line.count": "1", "onefold.kind.city": "category"}
    glue.create_table(DatabaseName="jobs", TableInput={"Name": "people", "StorageDescriptor": storage, "Parameters": parameters})
    settings = {"TransformType": "FIND_MATCHES", "FindMatchesParameters": {"PrimaryKeyColumnName": "id", "PrecisionRecallTradeoff": 0.7}}
    encryption = {"MlUserDataEncryption": {"MlUserDataEncryptionMode": "SSE-KMS", "KmsKeyId": "alias/labels"}}
    tables = [{"DatabaseName": "jobs", "TableName": "people"}]
    own = glue.create_ml_transform(Name="jobs", Role="r", InputRecordTables=tables, Parameters=settings, TransformEncryption=encryption)["TransformId"]

    def begin(name="onefold", **body):
        return jobs.service.send(json.dumps(body).encode(), "Onefold.BeginFindMatches", name=name)

    status, _, refused = begin(TransformId=own)
    assert (status, refused["__type"]) == (400, "MLTransformNotReadyException"), refused
    labels = "labeling_set_id,label,id,name,city\ns,a,0,Ann Miller,Springfield\ns,a,1,Anne Miller,Springfield\ns,b,2,Bob Stone,Springfield\n"
    s3.put_object(Bucket=BUCKET, Key="labels.csv", Body=labels)
    run = glue.start_import_labels_task_run(TransformId=own, InputS3Path=f"s3://{BUCKET}/labels.csv")["TaskRunId"]
    assert wait(glue.get_ml_task_run, "Status", TransformId=own, TaskRunId=run)[0] == "SUCCEEDED"
    status, _, begun = begin(TransformId=own)
    assert status == 200 and "TaskRunId" not in begun, begun
    expected = {"Columns": ["id", "name", "city"], "ColumnKinds": {"city": "category"}, "PrecisionRecallTradeoff": 0.7, "EnforceProvidedLabels": False}
    assert {key: begun[key] for key in expected} == expected, begun
    assert begun["Labels"]["columns"] == ["id", "name", "city"] and len(begun["Labels"]["rows"]) == 3 and begun["Model"], begun
    assert begin()[2]["__type"] == "ValidationException"
    assert begin("glue", TransformId=own)[2]["__type"] == "InvalidSignatureException"
    assert begin(TransformId="tfm-none")[2]["__type"] == "EntityNotFoundException"
    script = f"""
        import boto3, botocore.auth, botocore.awsrequest, json, os, urllib.request
        headers = {{"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "Onefold.BeginFindMatches"}}
        url = os.environ["AWS_ENDPOINT_URL"] + "/"
        request = botocore.awsrequest.AWSRequest("POST", url, data=json.dumps({{"TransformId": "{own}"}}).encode(), headers=headers)
        botocore.auth.SigV4Auth(boto3.Session().get_credentials(), "onefold", "us-east-1").add_auth(request)
        sent = urllib.request.Request(url, data=request.data, headers=dict(request.headers.items()), method="POST")
        task = json.loads(urllib.request.urlopen(sent).read())["TaskRunId"]
        print(boto3.client("glue").get_ml_task_run(TransformId="{own}", TaskRunId=task)["Status"], task)
        raise SystemExit("enough")
    """
    name, run = jobs.start(script)
    assert jobs.end(name, run)[0] == "FAILED"
    state, task = jobs.printed(run)[0].split()
    shown = glue.get_ml_task_runs(TransformId=own, Filter={"TaskRunType": "FIND_MATCHES"})["TaskRuns"]
    assert state == "RUNNING" and [(one["TaskRunId"], one["Status"]) for one in shown] == [(task, "FAILED")], (state, shown)
    properties = shown[0]["Properties"]["FindMatchesTaskRunProperties"]
    assert (properties["JobName"], properties["JobRunId"]) == (name, run) and properties["JobId"], properties


def kills(jobs, configure):
    """When the service is killed, its scripts end, and start again with it. When it is asked to end, too."""
    service = jobs.service
    name, run = jobs.start(STUBBORN)
    ids = jobs.processes(run)
    service.kill()
    ends(ids, 15)
    configure()
    jobs.glue, jobs.logs = service.glue, service.logs
    ids = jobs.processes(run, 4)
    service.process.terminate()
    assert service.process.wait() == 0
    assert not any(is_running(number) for number in ids), ids
    configure()
    jobs.glue, jobs.logs = service.glue, service.logs
    ids = jobs.processes(run, 6)
    jobs.glue.batch_stop_job_run(JobName=name, JobRunIds=[run])
    assert jobs.end(name, run)[0] == "STOPPED"
    assert not any(is_running(number) for number in ids), ids


def command_line(jobs):
    """A job from end to end with the AWS CLI."""
    service = jobs.service
    with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
        file.write("import sys\nprint('hello', sys.argv[sys.argv.index('--who') + 1])\n")
        file.flush()
        aws(service, "s3", "cp", file.name, f"s3://{BUCKET}/hello.py", output="text")
    command = {"Name": "glueetl", "ScriptLocation": f"s3://{BUCKET}/hello.py"}
    aws(service, "glue", "create-job", "--name", "hello", "--role", "role", "--command", json.dumps(command))
    run = aws(service, "glue", "start-job-run", "--job-name", "hello", "--arguments", json.dumps({"--who": "world"}))["JobRunId"]
    assert jobs.end("hello", run)[0] == "SUCCEEDED"
    assert jobs.printed(run) == ["hello world"]


def tool(jobs):
    """The command line finds objects and keys in a script without any settings."""
    jobs.service.s3.put_object(Bucket=BUCKET, Key="tool/people.csv", Body="id,name,city\n1,Ann Miller,Rome\n2,Ann Miler,Rome\n3,Bob Stone,Oslo\n")
    script = f"""
        import subprocess, sys
        done = subprocess.run([sys.argv[sys.argv.index("--tool") + 1], "match", "s3://{BUCKET}/tool/people.csv", "-o", "s3://{BUCKET}/tool/matched.csv"])
        sys.exit(done.returncode)
    """
    name, run = jobs.start(script, {"--tool": os.path.abspath(jobs.service.binary)}, command="pythonshell")
    state, answer = jobs.end(name, run)
    assert state == "SUCCEEDED", (answer, jobs.printed(run, "error"))
    written = jobs.service.s3.get_object(Bucket=BUCKET, Key="tool/matched.csv")["Body"].read().decode()
    assert written.startswith("id,name,city,match_id") and written.count("\n") == 4, written


def aws(service, *arguments, output="json"):
    environment = {
        "PATH": os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"],
        "HOME": service.folder,
        "AWS_ENDPOINT_URL": service.url,
        "AWS_ACCESS_KEY_ID": service.key["access_key"],
        "AWS_SECRET_ACCESS_KEY": service.key["secret"],
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_DEFAULT_OUTPUT": "json",
    }
    done = subprocess.run(["aws", *arguments], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) if output == "json" and done.stdout.strip() else None


def main():
    binary = sys.argv[1]
    interpreter = sys.argv[2] if len(sys.argv) > 2 else sys.executable
    os.environ["SOME_SECRET"] = "do-not-pass"
    os.environ["PASSED_ON"] = "yes"
    service = Service(binary)
    config = os.path.join(service.folder, "onefold.toml")
    with open(config, "w") as file:
        file.write(f'[jobs]\npython = "{interpreter}"\nenvironment = ["PASSED_ON"]\nlog_bytes = 200000\n')

    def configure():
        service.start("--config", config, "--workers", "4")

    configure()
    jobs = Jobs(service)
    # The shortest timeout is a minute; the other parts run meanwhile.
    slow = jobs.start(STUBBORN, Timeout=1, MaxRetries=2)
    slow_ids = jobs.processes(slow[1])
    for part in [arguments, logs, long_logs, failures, retries, stop, rights, transforms, command_line, tool]:
        began = time.time()
        part(jobs)
        print(f"jobs: {part.__name__} ({time.time() - began:.1f} s)", flush=True)
    for _ in range(90):
        state = jobs.glue.get_job_run(JobName=slow[0], RunId=slow[1])["JobRun"]["JobRunState"]
        if state != "RUNNING":
            break
        time.sleep(1)
    state, answer = jobs.end(*slow)
    assert state == "TIMEOUT" and answer["Attempt"] == 0 and "1 minute" in answer["ErrorMessage"], answer
    assert not any(is_running(number) for number in slow_ids), slow_ids
    kills(jobs, configure)
    service.close()
    print("jobs: all parts passed")


main()
