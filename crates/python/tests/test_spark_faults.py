"""Kills executors and Python workers of Spark while they match: the run ends all the same, with the same groups.

ONEFOLD_TEST_KILLS is the number of rounds.
"""

import os
import random
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

pytest.importorskip("pyspark")
import onefold  # noqa: E402
import onefold.spark  # noqa: E402

ROUNDS = int(os.environ.get("ONEFOLD_TEST_KILLS", "2"))
COPIES = 6
PEOPLE = Path(__file__).resolve().parents[3] / "testdata" / "febrl3" / "records.csv"


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.task.maxFailures", "8")
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.fixture(scope="module")
def people(spark, tmp_path_factory):
    """People in several disguises, as Parquet: enough for some seconds of work."""
    import pyarrow
    import pyarrow.parquet

    table = pyarrow.table(onefold.match(PEOPLE).records).drop_columns(["match_id", "match_confidence_score"])
    rows = table.to_pylist()
    many = [
        {**row, "id": f"{row['id']}-{copy}", "surname": f"{row['surname'] or ''}{'aeiouy'[copy]}", "suburb": f"{row['suburb'] or ''} {copy}"}
        for copy in range(COPIES)
        for row in rows
    ]
    path = tmp_path_factory.mktemp("people") / "people.parquet"
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(many), path)
    return spark.read.parquet(str(path))


def processes(word, parents=None):
    """Ids of the processes below these with this word in their command line."""
    found, children = [], {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except (OSError, IndexError):
            continue
        children.setdefault(parent, []).append((int(entry.name), line))
    below = list(parents or [os.getpid()])
    while below:
        for pid, line in children.get(below.pop(), []):
            below.append(pid)
            if word in line:
                found.append(pid)
    return found


def groups(matched):
    return {row["id"]: row["match_id"] for row in matched.select("id", "match_id").collect()}


@pytest.mark.parametrize("partitions", [1, 4])
def test_a_killed_executor_or_worker_costs_time_and_nothing_else(people, partitions):
    begin = time.monotonic()
    expected = groups(onefold.spark.match(people, partitions=partitions))
    calm = time.monotonic() - begin
    # Sessions of the fixture are warm now, so this is about the time of a run.
    chance = random.Random(7)
    killed = 0
    for round_number in range(ROUNDS):
        word = "CoarseGrainedExecutorBackend" if round_number % 2 else "pyspark.daemon"
        wait = chance.uniform(0.1, 0.9) * calm

        def kill():
            nonlocal killed
            time.sleep(wait)
            victims = processes(word)
            if victims:
                os.kill(chance.choice(victims), signal.SIGKILL)
                killed += 1

        killer = threading.Thread(target=kill)
        killer.start()
        found = groups(onefold.spark.match(people, partitions=partitions))
        killer.join()
        assert found == expected, f"round {round_number}: {word} after {wait:.1f} s"
    assert killed >= ROUNDS // 2
