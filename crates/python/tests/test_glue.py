"""onefold.glue without a service: arguments, files, frames, and the names of the other distribution. scripts/clients/findmatches.py
tests it with one."""

import datetime
import decimal
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("pyspark")
pytest.importorskip("pyarrow")
pytest.importorskip("boto3")
import pyarrow as pa
from onefold.glue import (
    ApplyMapping,
    DropFields,
    DropNullFields,
    DynamicFrame,
    DynamicFrameCollection,
    Filter,
    FindIncrementalMatches,
    FindMatches,
    GlueArgumentError,
    GlueContext,
    Job,
    Map,
    RenameField,
    ResolveChoice,
    SelectFields,
    SelectFromCollection,
    _formats,
    _objects,
    getResolvedOptions,
)
from onefold.glue._service import Service, ServiceError

NAMES = Path(__file__).resolve().parents[1] / "glue-names"
CSV = _formats.Format("csv", has_header=True)


@pytest.fixture(scope="session")
def context():
    from pyspark import SparkConf, SparkContext

    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    # These tests need no service, and one of them checks the error without one.
    for name in [name for name in os.environ if name.startswith("AWS_ENDPOINT_URL")]:
        del os.environ[name]
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        os.environ.setdefault(name, "us-east-1")
    conf = SparkConf().setMaster("local[2]").set("spark.ui.enabled", "false").set("spark.sql.session.timeZone", "UTC")
    sc = SparkContext.getOrCreate(conf)
    yield GlueContext(sc)
    sc.stop()


@pytest.fixture
def people(context):
    rows = [("1", "Ann", 30, None), ("2", "Bob", 40, "x"), ("3", "Cy", None, "y")]
    frame = context.spark_session.createDataFrame(rows, "id string, name string, age int, `odd.name` string")
    return DynamicFrame.fromDF(frame, context, "people")


def rows(frame):
    return [tuple(row) for row in frame.toDF().collect()]


def test_arguments_are_found_by_their_names():
    argv = ["job.py", "--JOB_NAME", "match", "--table=people", "--day", "2024-05-01", "--TempDir", "s3://b/tmp/"]
    argv += ["--enable-metrics", "--job-bookmark-option", "job-bookmark-disable", "--empty", "", "--negative", "-1"]
    found = getResolvedOptions(argv, ["JOB_NAME", "table", "day", "empty", "negative"])
    assert found == {
        "JOB_NAME": "match",
        "table": "people",
        "day": "2024-05-01",
        "empty": "",
        "negative": "-1",
        "TempDir": "s3://b/tmp/",
        "job_bookmark_option": "job-bookmark-disable",
    }
    with pytest.raises(GlueArgumentError, match="no argument --other, --more"):
        getResolvedOptions(argv, ["table", "other", "more"])


def test_text_is_read_as_it_is_written():
    content = '\ufeffid,name,note\n007,"Smith, Ann","two\nlines"\n8,,"say ""hi"""\n'.encode()
    table = _formats.read(content, "a.csv", CSV)
    assert table.to_pylist() == [
        {"id": "007", "name": "Smith, Ann", "note": "two\nlines"},
        {"id": "8", "name": None, "note": 'say "hi"'},
    ]
    catalog = _formats.Format("csv", separator="|", has_header=False, columns=("id", "name"))
    assert _formats.read(b"1|Ann\n", "a.csv", catalog).to_pylist() == [{"id": "1", "name": "Ann"}]
    # Some headers are there although nobody says so, and may be in another order.
    assert _formats.read(b"ID|Name\n1|Ann\n", "a.csv", catalog).to_pylist() == [{"id": "1", "name": "Ann"}]
    spelled = _formats.Format("csv", has_header=True, columns=("name", "id"))
    assert _formats.read(b"Id,NAME,more\n1,Ann,x\n", "a.csv", spelled).to_pylist() == [{"id": "1", "name": "Ann", "more": "x"}]
    with pytest.raises(ValueError, match=r"s3://b/bad.csv cannot be read as csv: .*2 columns"):
        _formats.read(b"a,b\n1\n", "s3://b/bad.csv", CSV)
    with pytest.raises(ValueError, match="a.csv has two columns with the name 'a'"):
        _formats.read(b"a,b,a\n1,2,3\n", "a.csv", CSV)
    with pytest.raises(ValueError, match=r"b.csv cannot be read as csv: .*UTF"):
        _formats.read(b"a,b\n\xff,1\n", "b.csv", CSV)


def test_json_columns_have_a_type_that_holds_their_values():
    lines = '{"a": 1, "b": 1, "c": true, "d": null}\n{"a": 2.5, "b": "x", "e": {"f": [1]}}\n'
    table = _formats.read(lines.encode(), "a.json", _formats.Format("json"))
    assert table.to_pylist() == [
        {"a": 1.0, "b": "1", "c": True, "d": None, "e": None},
        {"a": 2.5, "b": "x", "c": None, "d": None, "e": {"f": [1]}},
    ]
    assert _formats.read(b'[{"a": 1}, {"a": 2}]', "a.json", _formats.Format("json")).column("a").to_pylist() == [1, 2]
    assert _formats.read(b'{"a": 123456789012345678901}', "a.json", _formats.Format("json")).column("a").to_pylist() == ["123456789012345678901"]
    with pytest.raises(ValueError, match="a.json cannot be read as json"):
        _formats.read(b'{"a": ', "a.json", _formats.Format("json"))
    with pytest.raises(ValueError, match="record 2 is no JSON object"):
        _formats.read(b'{"a": 1}\n5\n', "a.json", _formats.Format("json"))


@pytest.mark.parametrize("name", ["csv", "json", "parquet"])
def test_what_is_written_is_read_again(name):
    table = pa.table({"id": ["1", "2"], "text": ['a,"b"\nc', None], "list": [[1, 2], None], "score": [0.25, None]})
    form = _formats.Format(name)
    again = _formats.read(_formats.written(table, form), f"x.{name}", form).to_pylist()
    if name == "csv":
        assert again == [
            {"id": "1", "text": 'a,"b"\nc', "list": "[1, 2]", "score": "0.25"},
            {"id": "2", "text": None, "list": None, "score": None},
        ]
    else:
        assert again == table.to_pylist()


def test_formats_have_names():
    with pytest.raises(ValueError, match="'orc' is not known; it is csv, json or parquet"):
        _formats.Format.of("orc", None)
    assert _formats.Format.of("glueparquet", None).name == "parquet"
    assert _formats.Format.of("csv", {"withHeader": "true", "separator": "\t", "quoteChar": -1}) == _formats.Format(
        "csv", separator="\t", quote="", has_header=True
    )


def test_local_files_appear_together_or_not_at_all(tmp_path):
    objects = _objects.Objects(Service(None, "us-east-1"))
    first, second = (str(tmp_path / "out" / name) for name in ("a.csv", "b.csv"))
    pending = [objects.begin(first, b"1"), objects.begin(second, b"2")]
    assert objects.find(str(tmp_path / "out"), recurse=True) == []
    os.remove(pending[1].upload)
    with pytest.raises(FileNotFoundError):
        objects.publish(pending)
    assert os.listdir(tmp_path / "out") == []
    objects.publish([objects.begin(first, b"1"), objects.begin(second, b"22")])
    assert [(one.address, one.size) for one in objects.find(str(tmp_path), recurse=True)] == [(first, 1), (second, 2)]
    assert objects.find(str(tmp_path), recurse=False) == []
    with pytest.raises(ValueError, match="hdfs://x/y is no address of an object"):
        objects.find("hdfs://x/y", recurse=True)


def test_columns_are_chosen_renamed_and_converted(people):
    assert rows(SelectFields.apply(frame=people, paths=["name", "id", "none"])) == [("Ann", "1"), ("Bob", "2"), ("Cy", "3")]
    assert people.drop_fields(["age"]).toDF().columns == ["id", "name", "odd.name"]
    assert DropFields.apply(people, ["age", "odd.name"]).toDF().columns == ["id", "name"]
    assert RenameField.apply(people, "odd.name", "even").toDF().columns == ["id", "name", "age", "even"]
    with pytest.raises(ValueError, match="no column 'x'; it has id, name"):
        people.rename_field("x", "y")
    with pytest.raises(ValueError, match="none of the columns x"):
        people.select_fields("x")
    mapped = ApplyMapping.apply(frame=people, mappings=[("id", "string", "key", "long"), ("NAME", "string", "called", "int"), ("none", "x", "y", "z")])
    assert rows(mapped) == [(1, None), (2, None), (3, None)]
    assert [kind for _, kind in mapped.toDF().dtypes] == ["bigint", "int"]
    resolved = ResolveChoice.apply(people, specs=[("id", "cast:int"), ("name", "cast:long"), ("age", "make_cols")])
    assert rows(resolved) == [(1, None, 30, None), (2, None, 40, "x"), (3, None, None, "y")]
    with pytest.raises(ValueError, match="specs or choice"):
        people.resolveChoice(specs=[("id", "cast:int")], choice="cast:int")


def test_records_are_mapped_and_filtered(people):
    def change(record):
        del record["odd.name"]
        record["age"] = None
        record["day"] = datetime.date(2024, 5, 1)
        record["paid"] = decimal.Decimal("12.50")
        record["mixed"] = 1 if record["name"] == "Ann" else "text"
        record["list"] = [{"a": 1}, {"b": 2.5}]
        return record

    mapped = Map.apply(frame=people, f=change)
    assert [name for name, _ in mapped.toDF().dtypes] == ["id", "name", "age", "day", "paid", "mixed", "list"]
    kinds = dict(mapped.toDF().dtypes)
    assert (kinds["age"], kinds["mixed"], kinds["list"]) == ("int", "string", "array<struct<a:bigint,b:double>>")
    first = mapped.toDF().collect()[0].asDict(recursive=True)
    assert first["mixed"] == "1" and first["list"] == [{"a": 1, "b": None}, {"a": None, "b": 2.5}]
    assert rows(Filter.apply(people, lambda record: record["id"] > "1").select_fields(["id"])) == [("2",), ("3",)]
    assert people.filter(f=lambda record: False).count() == 0


def test_an_error_in_a_function_ends_the_job(people):
    with pytest.raises(Exception, match="KeyError: 'none'"):
        people.map(lambda record: {"a": record["none"]}).count()


def test_frames_have_partitions_and_collections(people, capsys):
    assert people.repartition(3).getNumPartitions() == 3
    assert people.coalesce(1).getNumPartitions() == 1
    assert people.union(people.select_fields(["id"])).count() == 6
    collection = DynamicFrameCollection({"a": people}, people.glue_ctx)
    assert SelectFromCollection.apply(dfc=collection, key="a") is people and list(collection.keys()) == ["a"]
    with pytest.raises(KeyError, match="no frame 'b'; it has a"):
        collection.select("b")
    people.show(1)
    people.printSchema()
    printed = capsys.readouterr().out
    assert json.loads(printed.splitlines()[0]) == {"id": "1", "name": "Ann", "age": 30, "odd.name": None} and "-- age: integer" in printed
    job = Job(people.glue_ctx)
    job.init("name", {"JOB_NAME": "name"})
    assert job.isInitialized()
    job.commit()
    assert people.glue_ctx.sql("select 1").count() == 1


def test_columns_without_a_type_are_dropped(context, tmp_path):
    (tmp_path / "a.json").write_text('{"id": "1", "none": null}\n{"id": "2", "none": null}\n')
    frame = context.create_dynamic_frame.from_options("s3", {"paths": [str(tmp_path)]}, "json")
    assert dict(frame.toDF().dtypes) == {"id": "string", "none": "void"}
    assert rows(DropNullFields.apply(frame=frame)) == [("1",), ("2",)]


def test_files_go_through_frames(context, tmp_path):
    source, target = tmp_path / "in", tmp_path / "out"
    for day, text in (("1", "id,name\n1,Ann\n2,Bob\n"), ("2", "id,name\n3,Cy\n")):
        (source / f"day={day}").mkdir(parents=True)
        (source / f"day={day}" / "a.csv").write_text(text)
        (source / f"day={day}" / "_SUCCESS").write_text("")
    read = context.create_dynamic_frame.from_options
    with pytest.raises(ValueError, match='set "recurse": True'):
        read(connection_type="s3", connection_options={"paths": [str(source)]}, format="csv")
    options = {"paths": [str(source)], "recurse": True}
    frame = read(connection_type="s3", connection_options=options, format="csv", format_options={"withHeader": True})
    assert rows(frame) == [("1", "Ann", "1"), ("2", "Bob", "1"), ("3", "Cy", "2")]
    write = context.write_dynamic_frame.from_options
    write(frame=frame, connection_type="s3", connection_options={"path": str(target), "partitionKeys": ["day"]}, format="parquet")
    assert sorted(os.listdir(target)) == ["day=1", "day=2"]
    again = read("s3", {"paths": [str(target)], "recurse": True}, format="parquet")
    assert sorted(rows(again)) == rows(frame)
    dotted = context.create_dynamic_frame.from_rdd([("1", "x")], "dotted", ["id", "odd.name"])
    write(frame=dotted, connection_type="s3", connection_options={"path": str(tmp_path / "dotted")}, format="json")
    assert read("s3", {"paths": [str(tmp_path / "dotted")]}, "json").toDF().columns == ["id", "odd.name"]
    odd = context.create_dynamic_frame.from_rdd([("1", "a/b=c %"), ("2", None)], "odd", ["id", "key"])
    write(odd, "s3", {"path": str(tmp_path / "odd"), "partitionKeys": ["key"]}, "csv")
    again = read("s3", {"paths": [str(tmp_path / "odd")], "recurse": True}, "csv", {"withHeader": True})
    assert sorted(rows(again)) == [("1", "a/b=c %"), ("2", "")]
    with pytest.raises(ValueError, match="no column 'x' to partition by"):
        write(frame, "s3", {"path": str(target), "partitionKeys": ["x"]}, "csv")
    with pytest.raises(ValueError, match="'jdbc' is not supported"):
        write(frame, "jdbc", {"path": str(target)}, "csv")


def test_a_failed_output_leaves_nothing(context, people, tmp_path):
    def fail(record):
        if record["id"] == "3":
            # The others are done by then.
            time.sleep(3)
            raise ValueError("no such thing")
        return True

    parts = people.glue_ctx.spark_session.sparkContext.parallelize([[1], [2], [3]], 3).flatMap(lambda part: part)
    slow = context.spark_session.createDataFrame(parts.map(lambda n: (str(n),)), "id string")
    failing = DynamicFrame.fromDF(slow, context, "slow").filter(fail)
    with pytest.raises(Exception, match="no such thing"):
        context.write_dynamic_frame.from_options(failing, "s3", {"path": str(tmp_path / "out")}, "csv")
    assert [name for _, _, names in os.walk(tmp_path) for name in names] == []


def test_values_that_do_not_fit_their_type_stay_text(context, tmp_path):
    from onefold.glue import _frames
    from pyspark.sql.types import StructType

    (tmp_path / "a.csv").write_text("id,age,day,seen\n1,5,2024-05-01,2024-05-01 12:30:00\n2,x,2024-05-02,\n")
    parts = [_frames.Part(file) for file in _objects.Objects(context.service).find(str(tmp_path), recurse=True)]
    schema = StructType().add("id", "long").add("age", "integer").add("day", "date").add("seen", "timestamp").add("more", "string")
    frame = _frames.load(context.spark_session, context.service, parts, CSV, schema)
    assert dict(frame.dtypes) == {"id": "bigint", "age": "string", "day": "date", "seen": "timestamp", "more": "string"}
    first = frame.selectExpr("id", "age", "day", "string(seen)", "more").collect()[0]
    assert tuple(first) == (1, "5", datetime.date(2024, 5, 1), "2024-05-01 12:30:00", None)


def test_matching_needs_a_service_and_a_matched_frame(people, monkeypatch):
    with pytest.raises(ServiceError, match="set AWS_ENDPOINT_URL"):
        FindMatches.apply(people, "tfm-1")
    with pytest.raises(ValueError, match="existingFrame has no column match_id"):
        FindIncrementalMatches.apply(people, people, "tfm-1")
    begun = {"TransformId": "tfm-1", "Columns": ["id", "Name", "city"], "PrimaryKeyColumnName": "id"}
    monkeypatch.setattr(Service, "begin_find_matches", lambda *_: begun)
    with pytest.raises(ValueError, match="the frame has no column 'city', which transform tfm-1 needs; it has id, name, age"):
        FindMatches.apply(people, "tfm-1")
    with pytest.raises(ValueError, match="enforcedMatches has no column match_id; it needs id and match_id"):
        FindMatches.apply(people, "tfm-1", enforcedMatches=people)


def test_a_service_shows_no_secret():
    assert "s3cret" not in repr(Service("http://x", "r", "key", "s3cret", "s3cret"))


def run_python(code, *path):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(str(folder) for folder in path)}
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)


def test_the_names_of_aws_lead_here():
    code = "from awsglue.transforms import *\nfrom awsglue.context import GlueContext\nfrom awsglueml.transforms import FindMatches\nprint(FindMatches.__module__)"
    done = run_python(code, NAMES)
    assert done.stdout == "onefold.glue.ml\n", done.stderr


def test_real_modules_of_these_names_are_not_shadowed(tmp_path):
    (tmp_path / "awsglue").mkdir()
    (tmp_path / "awsglue" / "__init__.py").write_text("WHO = 'the real one'\n")
    done = run_python("import awsglue", NAMES, tmp_path)
    assert done.returncode == 1 and f"no other one, and {tmp_path} has one" in done.stderr, done.stderr
    # Where it comes first on the path, it is the one.
    assert run_python("import awsglue; print(awsglue.WHO)", tmp_path, NAMES).stdout == "the real one\n"
    # Another distribution that owns the name, even where its files were overwritten.
    other = tmp_path / "other"
    info = other / "aws_glue_libs-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: aws-glue-libs\nVersion: 1.0\n")
    (info / "RECORD").write_text("awsglueml/__init__.py,,\n")
    done = run_python("import awsglueml.transforms", NAMES, other)
    assert done.returncode == 1 and "the distribution aws-glue-libs has one" in done.stderr, done.stderr


BEGUN = {
    "TransformId": "tfm-1",
    "Columns": ["id", "name", "city"],
    "PrimaryKeyColumnName": "id",
    "ColumnKinds": {},
    "EnforceProvidedLabels": False,
    "Model": None,
    "Labels": {"columns": ["id", "Name", "City"], "rows": []},
}
TOWN = [
    ("1", "Maria Fernanda Lopez", "Springfield", [1]),
    ("2", "Maria Fernanda Lopes", "Springfield", [2]),
    ("3", "Jonathan Archer", "Riverton", None),
    ("4", "Aisha Okafor", "Lakeside", [4]),
]


@pytest.fixture
def town(context, monkeypatch):
    monkeypatch.setattr(Service, "begin_find_matches", lambda *_: BEGUN)
    frame = context.spark_session.createDataFrame(TOWN, "id string, NAME string, city string, `more.lists` array<int>")
    return DynamicFrame.fromDF(frame, context, "town")


def groups(frame):
    found = {}
    for row in frame.toDF().collect():
        found.setdefault(row["match_id"], set()).add(row["id"])
    return sorted(map(sorted, found.values()))


def test_matches_have_all_columns_and_an_id(town):
    found = FindMatches.apply(town, "tfm-1")
    assert found.toDF().columns == ["id", "NAME", "city", "more.lists", "match_id"]
    assert dict(found.toDF().dtypes)["match_id"] == "bigint"
    assert groups(found) == [["1", "2"], ["3"], ["4"]]
    assert [tuple(row)[:4] for row in found.toDF().collect()] == TOWN
    for asked in (True, 1, "true"):
        scored = FindMatches.apply(frame=town, transformId="tfm-1", computeMatchConfidenceScores=asked)
        scores = {row["id"]: row["match_confidence_score"] for row in scored.toDF().collect()}
        assert scores["1"] == scores["2"] > 0.5 and scores["3"] is None
    assert "match_confidence_score" not in FindMatches.apply(town, "tfm-1", "", "", 0, 0, None, 0).toDF().columns
    # A result that is matched again gets new ids in place of the old ones.
    assert FindMatches.apply(scored, "tfm-1").toDF().columns == found.toDF().columns


def test_enforced_matches_are_together(town):
    enforced = town.glue_ctx.create_dynamic_frame.from_rdd([("3", 7), ("4", 7)], "enforced", ["ID", "match_id"])
    assert groups(FindMatches.apply(town, "tfm-1", enforcedMatches=enforced)) == [["1", "2"], ["3", "4"]]


def test_new_records_join_the_groups_that_there_are(town):
    existing = FindMatches.apply(town, "tfm-1", computeMatchConfidenceScores=True)
    rows = [("5", "Maria Fernanda Lopez", "Springfield"), ("6", "Jonathon Archer", "Riverton"), ("7", "Wei Chen", "Hilltop")]
    new = DynamicFrame.fromDF(town.glue_ctx.createDataFrame(rows, "id string, name string, city string"), town.glue_ctx, "new")
    found = FindIncrementalMatches.apply(existing, new, "tfm-1", computeMatchConfidenceScores=True)
    assert groups(found) == [["1", "2", "5"], ["3", "6"], ["4"], ["7"]]
    before = {row["id"]: row["match_id"] for row in existing.toDF().collect()}
    after = {row["id"]: row["match_id"] for row in found.toDF().collect()}
    assert before.items() <= after.items() and list(after) == ["1", "2", "3", "4", "5", "6", "7"]
    plain = FindIncrementalMatches.apply(existingFrame=existing, incrementalFrame=new, transformId="tfm-1")
    assert plain.toDF().columns == ["id", "NAME", "city", "more.lists", "match_id"]


def test_an_error_of_the_match_is_one_sentence(town):
    twice = town.union(town)
    with pytest.raises(Exception, match=r"onefold.*Error: .*id"):
        FindMatches.apply(twice, "tfm-1").count()
