"""onefold.spark on a session of Spark (`local`, `local-cluster`) or Spark Connect served by pysail: chosen by ONEFOLD_TEST_SPARK."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

import onefold

pytest.importorskip("pyspark")
import onefold.spark  # noqa: E402

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "testdata"
MASTER = os.environ.get("ONEFOLD_TEST_SPARK", "local[2]")


@pytest.fixture(scope="session")
def spark():
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    if MASTER == "sail":
        from pysail.spark import SparkConnectServer

        server = SparkConnectServer()
        server.start()
        session = SparkSession.builder.remote(f"sc://localhost:{server.listening_address[1]}").getOrCreate()
        yield session
        session.stop()
        server.stop()
        return
    session = (
        SparkSession.builder.master(MASTER)
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .getOrCreate()
    )
    yield session
    session.stop()


def rows_of(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def frame(spark, rows):
    names = list(rows[0])
    schema = ", ".join(f"`{name}` string" for name in names)
    return spark.createDataFrame([tuple(row[name] or None for name in names) for row in rows], schema)


def ids_of(records):
    return {row["id"]: row["match_id"] for row in records}


def by_command(tmp_path, *arguments):
    out = tmp_path / "command.csv"
    subprocess.run(
        [sys.executable, "-m", "onefold", "match", *arguments, "-o", str(out), "-q", "--force"], check=True, capture_output=True
    )
    return rows_of(out)


def test_a_match_is_that_of_the_command_line(spark, tmp_path):
    path = DATA / "fodors-zagats" / "records.csv"
    expected = by_command(tmp_path, str(path), "--source-column", "source")
    df = frame(spark, rows_of(path)).repartition(3)
    collected = df.collect()
    matched = onefold.spark.match(df, source_column="source", id_column="id")
    assert matched.columns == [*df.columns, "match_id", "match_confidence_score"]
    found = matched.collect()
    # Spark moved rows about, so the command gets them in the same order.
    moved = tmp_path / "moved.csv"
    with open(moved, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(df.columns)
        writer.writerows(["" if value is None else value for value in row] for row in collected)
    same = by_command(tmp_path, str(moved), "--source-column", "source")
    assert {key: str(value) for key, value in ids_of(found).items()} == ids_of(same)
    assert len(set(ids_of(found).values())) == pytest.approx(len(set(ids_of(expected).values())), abs=2)


def test_values_and_types_pass_through(spark):
    df = spark.createDataFrame(
        [(1, "Maria Lopez", 1.5, [1, 2]), (2, "Jon Archer", None, None)], "id long, name string, weight double, tags array<int>"
    )
    matched = onefold.spark.match(df)
    assert [field.dataType for field in matched.schema.fields[:4]] == [field.dataType for field in df.schema.fields]
    first, second = matched.orderBy("id").collect()
    assert (first["id"], first["name"], first["weight"], first["tags"]) == (1, "Maria Lopez", 1.5, [1, 2])
    assert first["match_id"] != second["match_id"]


def test_labels_a_model_and_enforced_matches_travel_with_the_task(spark):
    rows = rows_of(DATA / "fodors-zagats" / "records.csv")
    df = frame(spark, rows)
    alone = ids_of(onefold.spark.match(df, source_column="source").collect())
    first, second = (next(row["id"] for row in rows if row["source"] == source) for source in "ab")
    assert alone[first] != alone[second]
    enforced = onefold.Table.from_columns({"id": [first, second], "match_id": ["7", "7"]})
    forced = ids_of(onefold.spark.match(df, source_column="source", enforced=enforced).collect())
    assert forced[first] == forced[second]


def test_new_rows_join_an_earlier_result(spark):
    rows = rows_of(DATA / "fodors-zagats" / "records.csv")
    earlier = onefold.spark.match(frame(spark, rows[:800]), source_column="source")
    before = ids_of(earlier.collect())
    joined = onefold.spark.match(frame(spark, rows[800:]), source_column="source", into=earlier)
    found = joined.collect()
    assert [row["id"] for row in found] == [row["id"] for row in rows]
    after = ids_of(found)
    kept = sum(after[record] == match_id for record, match_id in before.items())
    assert kept >= 0.99 * len(before)


def test_two_frames_are_linked(spark):
    rows = rows_of(DATA / "fodors-zagats" / "records.csv")
    sides = [[row for row in rows if row["source"] == source] for source in "ab"]
    left = frame(spark, [{"id": row["id"], "name": row["name"], "addr": row["addr"], "phone": row["phone"]} for row in sides[0]])
    right = frame(spark, [{"key": row["id"], "title": row["name"], "street": row["addr"], "tel": row["phone"]} for row in sides[1]])
    linked = onefold.spark.link(left, right, names=("fodors", "zagats"))
    found = linked.collect()
    assert len(found) == len(rows)
    truth = {row["id"]: row["entity"] for row in rows_of(DATA / "fodors-zagats" / "truth.csv")}
    groups = {}
    for row in found:
        groups.setdefault(row["match_id"], []).append(row["id"] or row["key"])
    pairs = [ids for ids in groups.values() if len(ids) == 2]
    right_ones = sum(truth.get(one) == truth.get(other) for one, other in pairs)
    assert right_ones >= 100 and right_ones >= 0.9 * len(pairs)


@pytest.mark.skipif(MASTER == "sail", reason="one engine of Spark is enough for this")
def test_a_limit_of_memory_travels_with_the_task(spark):
    df = frame(spark, rows_of(DATA / "febrl3" / "records.csv"))
    limited = onefold.spark.match(df, memory="300MiB").collect()
    assert limited == onefold.spark.match(df).collect()
    with pytest.raises(Exception, match="memory"):
        onefold.spark.match(df, memory="a lot").collect()


def agreement(one, other):
    """Share of the records that have the same group in both."""

    def groups(ids):
        members = {}
        for record, match_id in ids.items():
            members.setdefault(match_id, set()).add(record)
        return {record: members[match_id] for record, match_id in ids.items()}

    first, second = groups(one), groups(other)
    assert first.keys() == second.keys()
    return sum(first[record] == second[record] for record in first) / len(first)


def test_a_match_in_parts_is_that_of_the_command_line(spark, tmp_path):
    path = DATA / "febrl3" / "records.csv"
    expected = ids_of(by_command(tmp_path, str(path)))
    df = frame(spark, rows_of(path))
    # Spark Connect does not keep what steps found.
    folder = str(tmp_path / "steps") if MASTER == "sail" else None
    matched = onefold.spark.match(df, partitions=3, folder=folder)
    assert matched.columns == [*df.columns, "match_id", "match_confidence_score"]
    found = matched.collect()
    assert agreement(expected, ids_of(found)) >= 0.998
    same = sum(str(match_id) == expected[record] for record, match_id in ids_of(found).items())
    assert same >= 0.998 * len(expected), "match ids are those of the command line"


@pytest.mark.skipif(MASTER != "local[2]", reason="a folder on this machine")
def test_a_large_table_is_spread_and_keeps_its_steps_in_a_folder(spark, tmp_path, monkeypatch):
    monkeypatch.setattr(onefold.spark._distributed, "LARGE_ROWS", 500)
    monkeypatch.setattr(onefold.spark._distributed, "LARGE_BYTES", 1_000)
    monkeypatch.setattr(onefold.spark._distributed, "ROWS_PER_PART", 450)
    path = DATA / "fodors-zagats" / "records.csv"
    expected = ids_of(by_command(tmp_path, str(path), "--source-column", "source"))
    folder = tmp_path / "steps"
    matched = onefold.spark.match(frame(spark, rows_of(path)), source_column="source", folder=str(folder))
    found = ids_of(matched.collect())
    assert agreement(expected, found) >= 0.99
    (run,) = folder.iterdir()
    assert {"rows", "described", "scored", "groups"} <= {step.name for step in run.iterdir()}


@pytest.mark.skipif(MASTER != "local[2]", reason="one engine is enough for this")
@pytest.mark.parametrize("name, options", [("febrl3", {}), ("fodors-zagats", {"source_column": "source"})])
def test_groups_that_form_in_many_tasks_are_those_of_one(spark, monkeypatch, name, options):
    df = frame(spark, rows_of(DATA / name / "records.csv"))
    one = onefold.spark.match(df, partitions=4, **options).collect()
    monkeypatch.setattr(onefold.spark._distributed, "MOST_PAIRS", 100)
    many = onefold.spark.match(df, partitions=4, **options).collect()
    assert sorted(map(str, one)) == sorted(map(str, many))


@pytest.mark.skipif(MASTER != "local[2]", reason="one engine is enough for this")
def test_values_and_types_pass_through_parts(spark):
    rows = [(number, f"person{number} of{number % 7}", 1.5 * number, [number]) for number in range(200)]
    rows += [(None, "Maria Lopez", None, None)] * 20
    df = spark.createDataFrame(rows, "number int, name string, weight double, tags array<int>").repartition(3)
    matched = onefold.spark.match(df, partitions=2)
    assert [field.dataType for field in matched.schema.fields[:4]] == [field.dataType for field in df.schema.fields]
    found = matched.collect()
    assert sorted(str(tuple(row)[:4]) for row in found) == sorted(str(tuple(row)) for row in rows)
    assert len({row["match_id"] for row in found if row["number"] is not None}) > 150


def test_what_needs_one_task_is_not_spread(spark):
    df = spark.createDataFrame([("1", "Ann")], "id string, name string")
    with pytest.raises(onefold.UsageError, match="runs in one task; leave partitions out"):
        onefold.spark.match(df, partitions=2, enforced=onefold.Table.from_columns({"id": ["1"], "match_id": ["7"]}))


def test_an_empty_frame_gives_an_empty_result(spark):
    df = spark.createDataFrame([], "id string, name string")
    assert onefold.spark.match(df).collect() == []


def test_a_column_of_the_result_is_refused_before_work_begins(spark):
    df = spark.createDataFrame([("1", "Ann", 5)], "id string, name string, match_id long")
    with pytest.raises(onefold.UsageError, match="match_id already"):
        onefold.spark.match(df)


@pytest.mark.skipif(MASTER != "sail", reason="sessions of Spark keep what steps found")
def test_parts_on_spark_connect_need_a_folder(spark):
    df = spark.createDataFrame([("1", "Ann")], "id string, name string")
    with pytest.raises(onefold.UsageError, match="give a folder"):
        onefold.spark.match(df, partitions=2)
