"""The package onefold, from outside: tables of every library, files, errors, interrupts, notebooks, types."""

import csv
import doctest
import importlib
import os
import pickle
import pkgutil
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import onefold

ROOT = Path(__file__).resolve().parents[3]
GUIDES = ROOT / "testdata" / "fodors-zagats"
PEOPLE = ROOT / "testdata" / "febrl3"


def command(*arguments, check=True):
    """Runs the command that the package brings."""
    onefold_command = Path(sys.executable).with_name("onefold")
    return subprocess.run([str(onefold_command), *map(str, arguments)], check=check, capture_output=True, text=True)


def ids(records):
    """The match ids of a result, in order, whatever kind of table it is."""
    return pa.table(records)["match_id"].to_pylist()


@pytest.fixture(scope="module")
def guides():
    return pl.read_csv(GUIDES / "records.csv", infer_schema=False)


@pytest.fixture(scope="module")
def people():
    return pl.read_csv(PEOPLE / "records.csv", infer_schema=False)


@pytest.fixture(scope="module")
def by_command(tmp_path_factory):
    out = tmp_path_factory.mktemp("command") / "matched.parquet"
    command("match", GUIDES / "records.csv", "--source-column", "source", "-o", out)
    return pl.read_parquet(out)


def tables(guides):
    pandas = guides.to_pandas()
    pandas.index = range(7, 7 + len(pandas))
    arrow = guides.to_arrow()
    return {
        "polars": guides,
        "polars lazy": guides.lazy(),
        "pandas": pandas,
        "pyarrow": arrow,
        "pyarrow in parts": pa.concat_tables([arrow.slice(0, 100), arrow.slice(100)]),
        "pyarrow batch": arrow.combine_chunks().to_batches()[0],
        "duckdb": duckdb.from_arrow(arrow),
        "another": onefold.Table.from_columns({name: guides[name].fill_null("").to_list() for name in guides.columns}),
    }


@pytest.mark.parametrize("kind", list(tables(pl.DataFrame({"a": ["1"]}))))
def test_every_kind_of_table_gives_what_the_command_gives(kind, guides, by_command):
    data = tables(guides)[kind]
    result = onefold.match(data, source_column="source")
    assert ids(result.records) == by_command["match_id"].to_list()
    expected = {"polars lazy": pl.DataFrame, "pyarrow batch": pa.Table}.get(kind, type(data))
    assert isinstance(result.records, expected)
    assert isinstance(result.pairs, expected) and isinstance(result.groups, expected)


def test_a_path_gives_what_the_command_gives(by_command):
    result = onefold.match(GUIDES / "records.csv", source_column="source")
    assert ids(result.records) == by_command["match_id"].to_list()
    assert isinstance(result.records, onefold.Table)
    assert result.threshold == pytest.approx(result.summary["threshold"])


def test_values_types_and_the_index_stay(guides):
    frame = pd.DataFrame(
        {
            "id": [10, 20, 30],
            "name": pd.Categorical(["Ann Smith", "Ann Smith", "Bob Jones"]),
            "born": pd.to_datetime(["1980-01-02", "1980-01-02", "1975-05-06"]),
            "mixed": [1, "two", None],
        },
        index=["x", "y", "z"],
    )
    records = onefold.match(frame).records
    pd.testing.assert_frame_equal(records[list(frame.columns)], frame)
    typed = pl.DataFrame(
        {"id": [1, 2], "name": ["Ann", "Bob"], "kind": pl.Series(["a", "b"], dtype=pl.Enum(["a", "b"])), "tags": [[1], [2, 3]]}
    )
    matched = onefold.match(typed).records
    assert matched.select(typed.columns).equals(typed) and matched.schema["kind"] == typed.schema["kind"]


def test_two_tables_are_linked_and_columns_found(guides):
    left = guides.filter(source="a").select("id", name="name", street="addr", phone="phone")
    right = guides.filter(source="b").select("id", restaurant="name", address="addr", tel="phone")
    result = onefold.link(left, right, names=("fodors", "zagats"))
    assert result.mapping["sources"] == ["fodors", "zagats"]
    found = {tuple(column["columns"][0] + column["columns"][1]) for column in result.mapping["columns"]}
    assert {("name", "restaurant"), ("phone", "tel")} <= found
    truth = dict(pl.read_csv(GUIDES / "truth.csv", infer_schema=False).select("id", "entity").rows())
    links = result.links
    right_ones = sum(truth.get(a) == truth.get(b) for a, b, _ in links.rows())
    assert right_ones >= 100 and right_ones >= 0.9 * len(links)


def test_new_records_join_an_earlier_result(guides):
    earlier = onefold.match(guides.head(800), source_column="source").records
    joined = onefold.match(guides.tail(64), into=earlier, source_column="source").records
    assert joined["id"].to_list() == guides["id"].to_list()
    kept = sum(a == b for a, b in zip(earlier["match_id"], joined["match_id"]))
    assert kept >= 0.99 * 800


def test_a_model_is_learned_saved_and_used(people, tmp_path):
    truth = dict(pl.read_csv(PEOPLE / "truth.csv", infer_schema=False).select("id", "entity").rows())
    asked = onefold.propose(people, sets=6, records=8)
    assert asked.columns[:2] == ["labeling_set_id", "label"] and asked["label"].null_count() == len(asked)
    labels = asked.with_columns(label=pl.col("id").replace_strict(truth))
    model = onefold.Model.learn(people, labels)
    assert model.labels["sets"] >= 2
    model.save(tmp_path / "model.json")
    loaded = onefold.Model.load(tmp_path / "model.json")
    assert loaded.to_json() == model.to_json()
    with_labels = ids(onefold.match(people, labels=labels).records)
    for known in (model, loaded, tmp_path / "model.json", model.to_json().encode(), pickle.loads(pickle.dumps(model))):
        assert ids(onefold.match(people, model=known).records) == with_labels
    # More labels continue the numbers of the sets.
    again = onefold.propose(people, labels=labels, sets=2)
    assert not set(again["labeling_set_id"]) & set(labels["labeling_set_id"])
    held_out = onefold.evaluate(people, labels=labels)
    assert 0.5 <= held_out.f1 <= 1 and held_out["labels"]["sets"] == model.labels["sets"]


def test_quality_is_measured_as_by_the_command(guides):
    told = command("evaluate", GUIDES / "records.csv", "--truth", GUIDES / "truth.csv", "--source-column", "source", "--json")
    evaluation = onefold.evaluate(guides, truth=pl.read_csv(GUIDES / "truth.csv"), source_column="source")
    assert f'"f1": {evaluation.f1}' in told.stdout
    records = onefold.match(guides, source_column="source").records
    finished = onefold.evaluate(truth=GUIDES / "truth.csv", result=records, source_column="source")
    assert finished.f1 == evaluation.f1
    assert "F1" in repr(evaluation)


def test_pairs_are_scored_and_explained(guides, tmp_path):
    result = onefold.match(guides, source_column="source")
    first, second, score = result.links.row(0)
    scored = onefold.score(guides, pairs=pl.DataFrame({"id_a": [first], "id_b": [second]}), source_column="source")
    assert scored["score"][0] == pytest.approx(score)
    why = onefold.explain(guides, pair=(first, second), source_column="source")
    assert why.score == pytest.approx(score)
    bits = why["prior"] + sum(part["bits"] for part in why["contributions"])
    assert bits == pytest.approx(why["match_weight"], abs=1e-3)
    why.report(tmp_path / "why.html")
    assert first in (tmp_path / "why.html").read_text()
    group = onefold.explain(guides, group=first, source_column="source")
    assert second in group["records"]
    with pytest.raises(onefold.UsageError, match="only a pair"):
        group.report(tmp_path / "group.html")


def test_enforced_matches_and_kept_columns(guides):
    first, second = guides["id"][0], guides["id"][1]
    forced = onefold.match(guides, enforced=pl.DataFrame({"id": [first, second], "match_id": ["1", "1"]})).records
    assert forced["match_id"][0] == forced["match_id"][1]
    texts = onefold.match(guides, id_format="text").records["match_id"]
    assert texts[0].startswith("m")


def test_reports_and_files_are_written_once(guides, tmp_path):
    result = onefold.match(guides, source_column="source")
    result.report(tmp_path / "report.html")
    assert "<svg" in (tmp_path / "report.html").read_text()
    with pytest.raises(onefold.UsageError, match="force=True"):
        result.report(tmp_path / "report.html")
    result.report(tmp_path / "report.html", force=True)
    table = onefold.match(GUIDES / "records.csv", source_column="source").groups
    table.write(tmp_path / "groups.csv")
    with open(tmp_path / "groups.csv", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(table)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["groups.csv", "report.html"]


@pytest.mark.parametrize(
    ("call", "kind", "text"),
    [
        (lambda df: onefold.match(df, id_column="nope"), onefold.UsageError, 'unknown column "nope"; the columns are id, '),
        (lambda df: onefold.match(df, precision_recall=7), onefold.UsageError, "must be a number from 0 to 1"),
        (lambda df: onefold.match(df, kind={"name": "zip"}), onefold.UsageError, 'unknown kind "zip"; choose one of name, '),
        (lambda df: onefold.match(7), onefold.UsageError, "a int is no table"),
        (lambda df: onefold.match("nowhere.csv"), onefold.MissingFileError, "nowhere.csv: no such file"),
        (lambda df: onefold.match(df, labels=pl.DataFrame({"a": [1]})), onefold.DataError, '^labels: no column is named "labeling_set_id"'),
        (lambda df: onefold.match(df, labels="nowhere.csv"), onefold.MissingFileError, "nowhere.csv"),
        (lambda df: onefold.match(df.with_columns(match_id=1)), onefold.DataError, "match_id"),
        (lambda df: onefold.match(df.clear()), onefold.DataError, "the table"),
        (lambda df: onefold.match(df, labels=df, model="m.json"), onefold.UsageError, "cannot be used with"),
        (lambda df: onefold.explain(df, pair=("x", "y")), onefold.UsageError, 'no record has the id "x"'),
        (lambda df: onefold.explain(df), onefold.UsageError, "required"),
        (lambda df: onefold.Model.from_json("{}"), onefold.DataError, "."),
        (lambda df: onefold.Model.load("nowhere.json"), FileNotFoundError, "nowhere.json"),
        (lambda df: onefold.match("postgres://me:secret@localhost/db"), onefold.UsageError, "password"),
    ],
)
def test_errors_have_kinds_and_the_sentences_of_the_command(call, kind, text, guides):
    with pytest.raises(kind, match=text) as raised:
        call(guides)
    assert isinstance(raised.value, (onefold.OnefoldError,))
    told = str(raised.value)
    assert "\n" not in told and tempfile.gettempdir() not in told and "secret" not in told


def test_ctrl_c_is_heard_and_nothing_is_left(tmp_path):
    script = tmp_path / "long.py"
    script.write_text(
        """
import os, sys, time
import polars as pl
import onefold

people = pl.read_csv(sys.argv[1], infer_schema=False)
many = pl.concat([people.with_columns(id=pl.col("id") + f"-{n}", surname=pl.col("surname") + str(n)) for n in range(40)])
threads = set(os.listdir("/proc/self/task"))
print("ready", flush=True)
try:
    onefold.match(many, labels=None)
except KeyboardInterrupt:
    # A thread that was waited for is listed until the kernel has put it away.
    patience = time.monotonic() + 1
    while (left := set(os.listdir("/proc/self/task")) - threads) and time.monotonic() < patience:
        time.sleep(0.01)
    print("stopped", len(left), flush=True)
"""
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    arguments = [sys.executable, script, PEOPLE / "records.csv"]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, env=environment, text=True) as process:
        assert process.stdout.readline() == "ready\n"
        time.sleep(1.5)
        begin = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.stdout.readline() == "stopped 0\n"
        assert time.monotonic() - begin < 2
    assert [path.name for path in tmp_path.iterdir()] == ["long.py"]


def test_other_threads_work_meanwhile_and_calls_run_side_by_side(people):
    counted, done = [0], threading.Event()

    def count():
        while not done.is_set():
            counted[0] += 1
            time.sleep(0.001)

    counter = threading.Thread(target=count)
    counter.start()
    found = [None, None]

    def work(at):
        found[at] = ids(onefold.match(people, threads=1 + at).records)

    begin = time.monotonic()
    workers = [threading.Thread(target=work, args=(at,)) for at in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    elapsed = time.monotonic() - begin
    done.set()
    counter.join()
    assert found[0] == found[1]
    assert counted[0] > elapsed * 100


def test_progress_is_shown_in_a_terminal_only(people, capsys):
    onefold.match(people)
    assert capsys.readouterr().err == ""
    onefold.match(people, progress=True)
    shown = capsys.readouterr().err
    assert "\r" in shown and "score" in shown or "standardize" in shown or "pair" in shown
    assert shown.endswith("\r")


def test_results_are_readable_in_a_notebook(guides):
    hostile = guides.with_columns(name=pl.col("name") + "<script>")
    result = onefold.match(hostile, source_column="source")
    page = result._repr_html_()
    assert "<script>" not in page and "&lt;script&gt;" in page
    assert "duplicates" in page and "background:#fde68a" in page
    first_group = page.split("<table>")[1]
    assert [first_group.count(f"<td>{row}</td>") for row in result.groups["record_ids"][0]] == [1, 1]
    first, second, _ = result.links.row(0)
    assert "doubles the odds" in onefold.explain(hostile, pair=(first, second), source_column="source")._repr_html_()
    table = onefold.match(GUIDES / "records.csv").records
    assert "<table>" in table._repr_html_() and "more rows" in repr(table)


@pytest.mark.skipif("ONEFOLD_TEST_S3_ENDPOINT" not in os.environ, reason="no S3 service to test against")
def test_objects_are_read_and_written(guides, by_command):
    onefold.Table.from_columns({name: guides[name].fill_null("").to_list() for name in guides.columns}).write(
        "s3://onefold-test/python/guides.parquet", force=True
    )
    result = onefold.match("s3://onefold-test/python/guides.parquet", source_column="source")
    assert ids(result.records) == by_command["match_id"].to_list()
    with pytest.raises(onefold.OnefoldError, match="nowhere"):
        onefold.match("s3://onefold-test/nowhere.csv")


def test_the_command_of_the_package_is_the_command(tmp_path):
    assert command("--version").stdout == f"onefold {onefold.__version__}\n"
    refused = command("match", "nowhere.csv", check=False)
    assert (refused.returncode, refused.stdout) == (1, "") and "no such file" in refused.stderr
    assert command("match", check=False).returncode == 2
    asked = subprocess.run([sys.executable, "-m", "onefold", "--help"], check=True, capture_output=True, text=True)
    assert "Start here" in asked.stdout


def test_examples_in_the_package_are_true():
    for module in pkgutil.iter_modules(onefold.__path__, "onefold."):
        if module.name.split(".")[1] in ("spark", "glue", "__main__", "_onefold"):
            continue
        outcome = doctest.testmod(importlib.import_module(module.name))
        assert outcome.failed == 0, module.name
    assert doctest.testmod(onefold).failed == 0


def test_examples_in_the_documentation_are_true(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_bytes((PEOPLE / "records.csv").read_bytes())
    (tmp_path / "truth.csv").write_bytes((PEOPLE / "truth.csv").read_bytes())
    guides = pl.read_csv(GUIDES / "records.csv", infer_schema=False)
    for source, name in (("a", "shop.csv"), ("b", "supplier.csv")):
        guides.filter(source=source).drop("source").write_csv(tmp_path / name)
    text = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    assert len(blocks) >= 5
    names = {}
    for block in blocks:
        exec(compile(block, "docs/python.md", "exec"), names)  # noqa: S102


def test_the_notebook_runs(monkeypatch):
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    notebook = nbformat.read(ROOT / "docs" / "python.ipynb", as_version=4)
    client = nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(ROOT / "docs")}})
    client.execute()
    shown = "".join(
        str(output.get("data", {}).get("text/html", "")) for cell in notebook.cells for output in cell.get("outputs", [])
    )
    assert "duplicates" in shown and "doubles the odds" in shown


def test_users_code_is_typed(tmp_path):
    code = tmp_path / "typed.py"
    code.write_text(
        """
import onefold

result: onefold.MatchResult = onefold.match("people.csv", id_column="id", kind={"zip": "code"})
f1: float = onefold.evaluate("people.csv", truth="truth.csv").f1
model: onefold.Model = onefold.Model.learn("people.csv", ["a.csv", "b.csv"])
count: int = len(onefold.Table.from_columns({"id": ["1"]}))
onefold.link("a.csv", "b.csv", cardinality="one-to-one").report("r.html")
"""
    )
    wrong = tmp_path / "wrong.py"
    wrong.write_text('import onefold\nonefold.match("people.csv", precision_recal=0.5)\nonefold.link("a.csv", "b.csv", cardinality="one")\n')
    for checker in (["mypy", "--strict"], ["pyright", "--pythonpath", sys.executable]):
        run = [sys.executable, "-m", *checker]
        assert subprocess.run([*run, code], capture_output=True, text=True, cwd=tmp_path).returncode == 0, checker
        refused = subprocess.run([*run, wrong], capture_output=True, text=True, cwd=tmp_path)
        assert refused.returncode == 1 and refused.stdout.count("error") >= 2, checker
    settings = ROOT / "crates" / "python" / "pyproject.toml"
    package = [sys.executable, "-m", "mypy", "--config-file", settings, "-p", "onefold"]
    checked = subprocess.run(package, capture_output=True, text=True, cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout
