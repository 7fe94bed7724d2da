"""What people bring and get wrong every day, through unmodified boto3 and hand-made requests: types of the catalog, tables
that changed, labels that were typed by hand, misspelled arguments, sizes and names of objects.

Usage: everyday.py ONEFOLD_BINARY"""

import csv
import io
import socket
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

import botocore.auth
import botocore.awsrequest
import botocore.credentials
import botocore.exceptions
from botocore.client import Config

from service import Service, refuses, wait

BUCKET = "everyday"
NAMES = ["Ann Miller", "Anne Miller", "Bob Stone", "Bob Stone", "Cy Young", "Dora Lake"]
GIB = 1 << 30


class Site:
    """A service with one bucket and one database."""

    def __init__(self, service):
        self.service, self.glue, self.s3 = service, service.glue, service.s3
        self.s3.create_bucket(Bucket=BUCKET)
        self.glue.create_database(DatabaseInput={"Name": BUCKET})
        self.number = 0

    def put(self, key, text):
        self.s3.put_object(Bucket=BUCKET, Key=key, Body=text if isinstance(text, bytes) else text.encode())

    def table(self, name, columns, files, **parameters):
        for file, text in files.items():
            self.put(f"{name}/{file}", text)
        storage = {"Columns": [{"Name": n, "Type": t} for n, t in columns], "Location": f"s3://{BUCKET}/{name}/"}
        self.glue.create_table(DatabaseName=BUCKET, TableInput={"Name": name, "StorageDescriptor": storage, "Parameters": parameters})

    def transform(self, table, labels):
        """A transform that learned from these labels."""
        settings = {"TransformType": "FIND_MATCHES", "FindMatchesParameters": {"PrimaryKeyColumnName": "id"}}
        own = self.glue.create_ml_transform(
            Name=f"{table}-{self.number}", Role="r", InputRecordTables=[{"DatabaseName": BUCKET, "TableName": table}], Parameters=settings
        )["TransformId"]
        self.number += 1
        run, log = self.learn(own, labels)
        assert run["Status"] == "SUCCEEDED", (run, log)
        return own

    def learn(self, transform, labels, **more):
        self.number += 1
        key = f"labels-{self.number}.csv"
        self.put(key, labels)
        run = self.glue.start_import_labels_task_run(TransformId=transform, InputS3Path=f"s3://{BUCKET}/{key}", **more)["TaskRunId"]
        _, answer = wait(self.glue.get_ml_task_run, "Status", TransformId=transform, TaskRunId=run)
        return answer, self.log(run)

    def log(self, run):
        # The last line is written just after the end of the run.
        for _ in range(100):
            for group in ("/aws-glue/mltransforms", "/aws-glue/jobs"):
                try:
                    events = self.service.logs.get_log_events(logGroupName=group, logStreamName=run, startFromHead=True)["events"]
                except botocore.exceptions.ClientError:
                    continue
                lines = [event["message"] for event in events]
                if lines and "run ended" in lines[-1]:
                    self.check(*lines)
                    return "\n".join(lines)
            time.sleep(0.05)
        raise AssertionError(f"the log of {run} does not end")

    def job(self, **arguments):
        """A run of the built-in job; gives it with its log."""
        self.number += 1
        name = f"job-{self.number}"
        given = {"--" + key.replace("_", "-"): value for key, value in arguments.items()}
        given.setdefault("--output-path", f"s3://{BUCKET}/out-{self.number}/")
        self.glue.create_job(Name=name, Role="r", Command={"Name": "findmatches"}, DefaultArguments=given)
        run = self.glue.start_job_run(JobName=name)["JobRunId"]
        wait(self.glue.get_job_run, "JobRun.JobRunState", JobName=name, RunId=run)
        answer = self.glue.get_job_run(JobName=name, RunId=run)["JobRun"]
        self.check(answer.get("ErrorMessage", ""))
        return answer, self.log(run), given["--output-path"]

    def rows(self, **arguments):
        """The records of a run that succeeds, and its log."""
        run, log, output = self.job(**arguments)
        assert run["JobRunState"] == "SUCCEEDED", (run, log)
        prefix = output.removeprefix(f"s3://{BUCKET}/") + "part-"
        key = self.s3.list_objects_v2(Bucket=BUCKET, Prefix=prefix)["Contents"][0]["Key"]
        body = self.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()
        return list(csv.DictReader(io.StringIO(body.decode()))), log

    def check(self, *texts):
        """No text names a folder of the machine."""
        for text in texts:
            assert self.service.folder not in text and "/staging/" not in text and "/objects/" not in text, text


def people(rows, header="id,name,city\n", first=1):
    return header + "".join(f"{first + n},{NAMES[n % len(NAMES)]},{rows[n] if isinstance(rows, list) else 'Springfield'}\n" for n in range(len(rows) if isinstance(rows, list) else rows))


def labels_for(columns, rows):
    """A label file; a row is its set, its label and its values."""
    return "\n".join([",".join(["labeling_set_id", "label", *columns]), *(",".join(row) for row in rows)]) + "\n"


LABELS = [("s", "a", "1", "Ann Miller", "Springfield"), ("s", "a", "2", "Anne Miller", "Springfield"), ("s", "b", "3", "Bob Stone", "Springfield")]
COLUMNS = [("id", "bigint"), ("name", "string"), ("city", "string")]


def types(site):
    columns = [
        ("id", "bigint"), ("name", "string"), ("height", "double"), ("member", "boolean"), ("born", "date"),
        ("seen", "timestamp"), ("paid", "decimal(8,2)"), ("floor", "smallint"), ("zip", "string"), ("age", "int"),
    ]  # fmt: skip
    names = [name for name, _ in columns]
    record = lambda number, name, age: f"{number},{name},1.75,true,1990-02-28,2024-05-01 12:30:00,12.50,3,00123,{age}\n"
    file = ",".join(names) + "\n" + "".join(record(n + 1, NAMES[n % 6], "x" if n == 4 else n) for n in range(12))
    site.table("typed", columns, {"part-0.csv": file})
    rows = [("s", label, *record(n, name, n - 1).strip().split(",")) for label, n, name in [("a", 1, NAMES[0]), ("a", 2, NAMES[1]), ("b", 3, NAMES[2])]]
    transform = site.transform("typed", labels_for(names, rows))
    run, log, output = site.job(transform_id=transform, output_format="parquet")
    assert run["JobRunState"] == "SUCCEEDED", run
    # A crawl gives columns the types that they have in the file.
    site.glue.create_crawler(Name="typed", Role="r", DatabaseName=BUCKET, TablePrefix="written_", Targets={"S3Targets": [{"Path": output}]})
    site.glue.start_crawler(Name="typed")
    wait(lambda: {"S": site.glue.get_crawler(Name="typed")["Crawler"]["State"].replace("READY", "over")}, "S")
    table = next(t for t in site.glue.get_tables(DatabaseName=BUCKET)["TableList"] if t["Name"].startswith("written_"))
    found = {column["Name"]: column["Type"] for column in table["StorageDescriptor"]["Columns"]}
    assert found == {**dict(columns), "age": "string", "match_id": "bigint"}, found
    assert 'part-0.csv, line 6: the value in column "age" is not a int, as the catalog declares' in log, log


def changed_tables(site):
    names = [name for name, _ in COLUMNS]
    labels = labels_for(names, LABELS)
    # Without a header, and with a blank in the first row.
    blank = people(["", *["Springfield"] * 7], header="")
    for name, parameters in [("blank", {}), ("blank_said", {"skip.header.line.count": "0"})]:
        site.table(name, COLUMNS, {"part-0.csv": blank, "part-1.csv": b""}, **parameters)
        rows, _ = site.rows(transform_id=site.transform(name, labels))
        assert [row["id"] for row in rows] == [str(n) for n in range(1, 9)], rows
        assert rows[0]["city"] == "" and rows[1]["name"] == "Anne Miller", rows
    # A column was added to the catalog; older files lack it, newer ones have one more than the catalog.
    wide = [*COLUMNS, ("phone", "string")]
    more = "id,name,city,phone,note\n7,Ann Miller,Springfield,555,x\n8,Dora Lake,Lakeside,556,y\n"
    wide_labels = labels_for([name for name, _ in wide], [(*row, "") for row in LABELS])
    site.table("added", wide, {"part-0.csv": people(6), "part-1.csv": more, "part-2.csv": ""}, **{"skip.header.line.count": "1"})
    rows, log = site.rows(transform_id=site.transform("added", wide_labels))
    assert [row["phone"] for row in rows] == [""] * 6 + ["555", "556"] and rows[7]["note"] == "y", rows
    assert f"s3://{BUCKET}/added/part-2.csv" in log and "phone" in log, log
    # All files lack it, with and without a header.
    for name, header in [("lacking", "id,name,city\n"), ("lacking_names", "")]:
        parameters = {"skip.header.line.count": "1" if header else "0"}
        site.table(name, wide, {"part-0.csv": people(8, header=header)}, **parameters)
        rows, log = site.rows(transform_id=site.transform(name, wide_labels))
        assert len(rows) == 8 and {row["phone"] for row in rows} == {""}, rows
        assert "no record has phone" in log, log
    # No file has the id, or there is nothing but empty files.
    site.table("other", [("id", "bigint"), ("name", "string"), ("town", "string")], {"part-0.csv": "name,town,x\nAnn,Rome,1\nBob,Rome,2\n"}, **{"skip.header.line.count": "1"})
    site.table("empty", COLUMNS, {"part-0.csv": "", "part-1.csv": "id,name,city\n"})
    transform = site.transform("lacking", wide_labels)
    for table, text in [("empty", f"s3://{BUCKET}/empty/part-"), ("missing", "missing")]:
        run, _, _ = site.job(transform_id=transform, database=BUCKET, table=table)
        assert run["JobRunState"] == "FAILED" and text in run["ErrorMessage"], run


def addresses(site):
    """Errors name the objects as the client knows them, wherever they are kept."""
    labels = labels_for([name for name, _ in COLUMNS], LABELS)
    site.table("broken", COLUMNS, {"part-0.csv": people(8)})
    transform = site.transform("broken", labels)
    part = f"s3://{BUCKET}/broken/part-0.csv"
    wrong = {
        "the same id twice": people(4) + "2,Ann Miller,Rome\n",
        "no id": people(4) + ",Ann Miller,Rome\n",
        "no CSV": b"PAR1\x15\x04 broken",
        "not UTF-8": people(4).encode() + "9,Zo\u00eb,S\u00e3o\n".encode() + b"10,Zo\xeb\xff,x\n",
        "an open quote": people(40) + '41,"Ann Miller,Rome\n',
    }
    for what, text in wrong.items():
        site.put("broken/part-0.csv", text)
        run, log, _ = site.job(transform_id=transform)
        error = run.get("ErrorMessage", "")
        assert run["JobRunState"] == "SUCCEEDED" or part in error, (what, error)
        assert run["JobRunState"] == "FAILED" or what == "an open quote" or what == "not UTF-8", (what, log)
        answer, _ = site.learn(transform, labels)
        site.check(answer.get("ErrorString", ""))
    site.put("broken/part-0.csv", people(8))
    for text in ["labeling_set_id,id\n1,2\n", "x,y\n1,2\n", labels.replace("city", "town")]:
        answer, _ = site.learn(transform, text)
        assert answer["Status"] == "FAILED" and f"s3://{BUCKET}/labels-" in answer["ErrorString"], answer
        site.check(answer["ErrorString"])
    site.put("enforced.csv", "id,x\n1,2\n")
    run, _, _ = site.job(transform_id=transform, enforced_matches_path=f"s3://{BUCKET}/enforced.csv")
    assert f"s3://{BUCKET}/enforced.csv" in run["ErrorMessage"], run
    site.put("enforced.csv", b"PAR1\x15\x04 broken")
    run, _, _ = site.job(transform_id=transform, enforced_matches_path=f"s3://{BUCKET}/enforced.csv")
    assert f"s3://{BUCKET}/enforced.csv" in run["ErrorMessage"], run
    run, _, _ = site.job(transform_id=transform, output_path="s3://no-such-bucket/x/")
    assert "s3://no-such-bucket/x/" in run["ErrorMessage"] or "no-such-bucket" in run["ErrorMessage"], run


def arguments(site):
    glue = site.glue
    create = lambda **given: glue.create_job(Name="misspelled", Role="r", Command={"Name": "findmatches"}, DefaultArguments=given)
    text = refuses("InvalidInputException", create, **{"--outputpath": "x"})
    assert '"--outputpath"; did you mean "--output-path"?' in text, text
    # What AWS itself knows in every job is no mistake.
    create(**{"--job-language": "python", "--TempDir": "s3://x/", "--enable-metrics": "true"})
    start = lambda **given: glue.start_job_run(JobName="misspelled", Arguments=given)
    text = refuses("InvalidInputException", start, **{"--transform_id": "x"})
    assert 'did you mean "--transform-id"?' in text, text
    update = {"Command": {"Name": "findmatches"}, "Role": "r", "DefaultArguments": {"--remove-duplicate": "true"}}
    text = refuses("InvalidInputException", glue.update_job, JobName="misspelled", JobUpdate=update)
    assert 'did you mean "--remove-duplicates"?' in text, text
    glue.delete_job(JobName="misspelled")


def labels(site):
    names = [name for name, _ in COLUMNS]
    site.table("codes", [("id", "string"), ("name", "string"), ("city", "string")], {"part-0.csv": people(8).replace("\n", "\nE").rstrip("E")})
    table = lambda rows: labels_for(names, rows)
    row = lambda set, label, id, name: (set, label, id, name, "Springfield")
    first = [row("1", "a", "E1", NAMES[0]), row("1", "a", "E2", NAMES[1]), row("1", "b", "E3", NAMES[2])]
    transform = site.transform("codes", table(first))
    # Contradictions: with another set, with an earlier import, and within one file.
    _, log = site.learn(transform, table([row("2", "x", "E1", NAMES[0]), row("2", "y", "E2", NAMES[1])]))
    assert 'records "E1" and "E2" are labeled both match and non-match' in log, log
    _, log = site.learn(transform, table([row("1", "b", "E2", NAMES[1])]))
    assert 'in labeling set "1", record "E2" has another label than before' in log, log
    _, log = site.learn(transform, table([row("3", "a", "E4", NAMES[3]), row("3", "b", "E4", NAMES[3])]))
    assert 'in labeling set "3", record "E4" has another label than before' in log, log
    # Blanks and capitals, in labels and in ids.
    typed = [row("4", "E12", "E1", NAMES[0]), row("4", " e12", " E2", NAMES[1]), row("4", "b", "e3", NAMES[2])]
    _, log = site.learn(transform, table(typed), ReplaceAllLabels=True)
    assert "1 labeling sets, 1 matches and 2 non-matches" in log, log
    assert "differ in blanks or capitals only, such as set" in log and "2 ids differ from the table's" in log, log
    assert "not in the table" not in log, log
    pairs = "id_a,id_b,label\ne1,E2 ,1\nE1,e3,0\n"
    _, log = site.learn(transform, pairs, ReplaceAllLabels=True)
    assert "1 matches and 1 non-matches" in log, log
    # Nothing but blank labels.
    answer, log = site.learn(transform, table([row("9", "", "E5", NAMES[4]), row("9", "", "E6", NAMES[5])]))
    assert answer["Status"] == "SUCCEEDED" and "nothing was learned from this import: no row has a label" in log, (answer, log)
    answer, log = site.learn(transform, table([row("9", "", "E5", NAMES[4])]), ReplaceAllLabels=True)
    assert "nothing was learned" in log and site.glue.get_ml_transform(TransformId=transform)["Status"] == "NOT_READY", log


def raw(site, head, limit=5):
    """Sends a head and no body; gives the status line, the rest, and how long the answer took."""
    address = urllib.parse.urlparse(site.service.url)
    begin = time.time()
    with socket.create_connection((address.hostname, address.port), timeout=limit) as connection:
        connection.sendall(head.replace("HOST", address.netloc).encode())
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    return answer.decode(errors="replace"), time.time() - begin


def sizes(site):
    for expect in ("", "Expect: 100-continue\r\n"):
        for head, status, code in [
            (f"POST / HTTP/1.1\r\nHost: HOST\r\nX-Amz-Target: AWSGlue.GetDatabases\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: {10 * GIB}\r\n", 413, "RequestEntityTooLargeException"),
            (f"PUT /{BUCKET}/large HTTP/1.1\r\nHost: HOST\r\nContent-Length: {10 * GIB}\r\n", 400, "EntityTooLarge"),
        ]:
            answer, seconds = raw(site, head + expect + "\r\n")
            assert answer.startswith(f"HTTP/1.1 {status} ") and code in answer, answer
            assert "connection: close" in answer.lower() and seconds < 2, (answer, seconds)
    # The service answers others meanwhile and afterwards.
    site.glue.get_databases()


def signed(site, method, path, body=b"", query=""):
    """A signed request for an object whose path is sent as it is."""
    key = site.service.key
    url = site.service.url + path + query
    request = botocore.awsrequest.AWSRequest(method, url, data=body)
    credentials = botocore.credentials.Credentials(key["access_key"], key["secret"])
    botocore.auth.S3SigV4Auth(credentials, "s3", "us-east-1").add_auth(request)
    headers = "".join(f"{name}: {value}\r\n" for name, value in request.headers.items() if name.lower() != "host")
    head = f"{method} {path}{query} HTTP/1.1\r\nHost: HOST\r\n{headers}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    answer, _ = raw(site, head + body.decode())
    return int(answer.split()[1]), answer


def objects(site):
    s3 = site.s3
    before = sorted(o["Key"] for o in s3.list_objects_v2(Bucket=BUCKET)["Contents"])
    for key in ["a/../b.csv", "../x.csv", "a/./b.csv", "./b.csv", "a//b.csv", "/b.csv", "..", ".", "a/.."]:
        path = f"/{BUCKET}/{key}"
        status, answer = signed(site, "PUT", path, b"id\n1\n")
        assert status == 400 and "InvalidArgument" in answer, (key, answer)
        for method in ("GET", "DELETE"):
            status, answer = signed(site, method, path)
            assert 400 <= status < 500, (key, method, answer)
    status, answer = signed(site, "PUT", f"/{BUCKET}/a/%2e%2e/b.csv", b"x")
    assert 400 <= status < 500, answer
    after = sorted(o["Key"] for o in s3.list_objects_v2(Bucket=BUCKET)["Contents"])
    assert before == after, set(after) - set(before)
    refuses("InvalidArgument", s3.delete_objects, Bucket=BUCKET, Delete={"Objects": [{"Key": "x/../enforced.csv"}]})
    for source in ["../everyday/enforced.csv", "x/../enforced.csv"]:
        refuses("InvalidArgument", s3.copy_object, Bucket=BUCKET, Key="copied", CopySource=f"{BUCKET}/{source}")
    # Names that only look like these are names.
    for key in ["..a", "a..", "a.b/c..d", "..."]:
        s3.put_object(Bucket=BUCKET, Key=key, Body=b"x")
        assert key in [o["Key"] for o in s3.list_objects_v2(Bucket=BUCKET)["Contents"]], key
        s3.delete_object(Bucket=BUCKET, Key=key)

    upload = dict(Bucket=BUCKET, Key="parts", UploadId=s3.create_multipart_upload(Bucket=BUCKET, Key="parts")["UploadId"])
    part = s3.upload_part(**upload, PartNumber=1, Body=b"x" * (5 << 20))
    s3.abort_multipart_upload(**upload)
    refuses("NoSuchUpload", s3.upload_part, **upload, PartNumber=2, Body=b"x")
    refuses("NoSuchUpload", s3.list_parts, **upload)
    refuses("NoSuchUpload", s3.abort_multipart_upload, **upload)
    refuses("NoSuchUpload", s3.complete_multipart_upload, **upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]})
    refuses("NoSuchUpload", s3.upload_part, Bucket=BUCKET, Key="parts", UploadId="../../x", PartNumber=2, Body=b"x")

    import boto3

    old = boto3.client(
        "s3", endpoint_url=site.service.url, region_name="us-east-1", aws_access_key_id=site.service.key["access_key"],
        aws_secret_access_key=site.service.key["secret"], config=Config(signature_version="s3", s3={"addressing_style": "path"}),
    )  # fmt: skip
    url = old.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": "enforced.csv"})
    assert "AWSAccessKeyId=" in url, url
    try:
        urllib.request.urlopen(url)
        raise AssertionError("signature version 2 is accepted")
    except urllib.error.HTTPError as error:
        body = error.read().decode()
        assert error.code == 400 and "<Code>InvalidRequest</Code>" in body and "AWS4-HMAC-SHA256" in body, body
    refuses("InvalidRequest", old.get_object, Bucket=BUCKET, Key="enforced.csv")
    url = s3.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": "enforced.csv"})
    assert urllib.request.urlopen(url).status == 200


def main():
    service = Service(sys.argv[1])
    service.start()
    site = Site(service)
    for part in [types, changed_tables, addresses, arguments, labels, sizes, objects]:
        part(site)
        print(f"everyday: {part.__name__}")
    service.close()


main()
