"""A match whose work is spread over executors: messages between parts as rows of binary, moved by shuffles of Spark.

Each step is a task for each part of the table, which takes messages and gives messages; what a step does is Rust
(``crates/engine/src/parts/mod.rs`` names the steps). Between steps the driver hears a few kilobytes and tells all parts what is
known of the whole table. No record comes to the driver. A step's result is kept, so a lost executor costs its part of the work.
"""

from __future__ import annotations

import itertools
import json
import uuid
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, reduce
from typing import TYPE_CHECKING, Any

from .. import _onefold
from .._call import Call
from .._errors import UsageError

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import StructType

# Kinds of messages.
ROWS, SAMPLE, TOLD, KEPT, KEYS, ASKED, ANSWERS, COUNTED, PLACED, LISTS, PAIRS, EQUAL, SHIPMENT, SCORED, SHOWN = range(15)
EDGES, LINKS, LABELS, GROUPS = range(15, 19)

#: ``at`` decides which task gets a message, ``part`` is the part that it is for, ``number`` orders or counts.
MESSAGES = "at int, part int, kind int, number long, payload binary"

#: Records that one place takes statistics from.
SAMPLED = 200_000

#: Records of a part: some tens of megabytes in a worker, and seconds of work.
ROWS_PER_PART = 100_000

#: Tables of more rows are matched in parts: in one task, so many people take about a minute on four cores.
LARGE_ROWS = 3_000_000

#: What Spark expects of smaller tables, compressed or not.
LARGE_BYTES = 64 << 20

#: Likely pairs from which one task forms all groups.
MOST_PAIRS = _onefold.MOST_PAIRS

#: Records that an engine takes in, in one part or in all.
MOST_ROWS = 2**32 - 2

_ROWS_PER_BATCH = 65_536
_TASK = "__onefold_task"

Mail = dict[int, list[tuple[int, bytes]]]
Message = tuple[int, int, int, bytes]
Work = Callable[[int, Mail], Iterable[Message]]


def match(df: DataFrame, options: dict[str, Any], schema: StructType, parts: int | None, folder: str | None) -> DataFrame:
    """The rows with their match ids: the groups are found now, and the rows are put together when an action asks for them."""
    if folder is None and not hasattr(df, "_jdf"):
        raise UsageError("Spark Connect does not keep what steps found; give a folder that all executors share, or leave partitions out")
    run = _Run(df.sparkSession, options, folder)
    try:
        return run.match(df, schema, parts)
    finally:
        run.forget()


def is_large(df: DataFrame) -> bool:
    """Whether one task needs more than about a minute. Rows are counted only where Spark expects many bytes."""
    try:
        plan = df._jdf.queryExecution().optimizedPlan()
        expected = int(str(plan.stats().sizeInBytes()))
    except Exception:
        # Spark Connect does not tell.
        return False
    return expected > LARGE_BYTES and df.count() > LARGE_ROWS


def is_plain(options: dict[str, Any]) -> bool:
    """Whether no model that learned from labels is asked for."""
    model = options.get("model")
    return model is None or not json.loads(model).get("learned")


class _Run:
    """One match: what the driver knows, and the results of steps that are kept."""

    def __init__(self, spark: SparkSession, options: dict[str, Any], folder: str | None) -> None:
        self.spark = spark
        self.threads = int(options.get("threads") or 0)
        self.model = _plain_model(options.get("model"))
        self.arguments = _arguments(options)
        self.folder = f"{folder.rstrip('/')}/onefold-{uuid.uuid4().hex}" if folder else None
        self.kept: list[DataFrame] = []
        self.slots: list[int] = []
        self.known: Any = None

    def match(self, df: DataFrame, schema: StructType, parts: int | None) -> DataFrame:
        from pyspark.sql import functions

        numbered = df.withColumn(_TASK, functions.spark_partition_id())
        read = self.keep(numbered.mapInArrow(_numbered, MESSAGES), "rows", until_read=True)
        stretches = sorted((row["part"], row["number"]) for row in read.select("part", "number").collect())
        count = sum(number & 0xFFFFFFFF for _, number in stretches)
        if count == 0:
            return df.sparkSession.createDataFrame([], schema)
        if count > MOST_ROWS:
            raise UsageError(f"there are {count:,} rows, and at most {MOST_ROWS:,} can be matched")
        parts = max(1, min(parts or -(-count // ROWS_PER_PART), len(stretches)))
        places, bases = _stretches(stretches, count, parts)
        self.slots = _slots(self.spark, parts)
        rows = self.placed_rows(read, places)

        described = self.keep(self.step([rows], self.learn(rows, bases, count).describe), "described", until_read=True)
        prints = {row["part"]: row["number"] for row in of(described, TOLD).select("part", "number").collect()}
        steps = self.steps()
        tallied = self.keep(self.step([of(described, ASKED)], steps.tally), "tallied")
        self.known.count(told(tallied))
        steps = self.steps()
        placed = self.keep(self.step([of(described, KEPT), of(tallied, ANSWERS)], steps.place), "placed")
        gathered = self.step([of(placed, PLACED)], steps.gather)
        walked = self.keep(self.step([gathered], steps.walk), "walked")
        pairs = of(walked, PAIRS)
        shipped = self.keep(self.step([rows, of(placed, COUNTED), pairs], self.steps(prints).surround), "shipped")
        self.known.with_candidates(sum(row["number"] for row in of(shipped, TOLD).select("number").collect()))
        own = [of(described, KEYS), of(walked, EQUAL)]
        edges, is_spread = self.score(shipped, own, "")
        if self.known.completes():
            missing = self.step([self.in_one_place(edges)], self.steps().complete)
            unweighed = self.step([rows, of(placed, COUNTED), missing], self.steps(prints).surround)
            weighed = self.keep(self.step([of(unweighed, SHIPMENT)], self.steps().weigh), "weighed")
            both = pairs.union(weighed)
            shipped = self.keep(self.step([rows, of(placed, COUNTED), both], self.steps(prints).surround), "shipped-again")
            edges, is_spread = self.score(shipped, own, "-again")
        edges = self.settle(edges) if is_spread else self.in_one_place(edges)
        groups = self.keep(self.step([edges], self.steps().group), "groups", until_read=True)
        groups.select("part").count()
        finish = self.steps(prints).finish
        result = self.gathered([rows, of(described, KEYS), groups])
        return result.mapInArrow(_finishing(finish), schema)

    def learn(self, rows: DataFrame, bases: list[int], count: int) -> _Steps:
        """Takes statistics from a sample, in one task."""
        below = _onefold.sample_below(SAMPLED, count)
        sample = rows.mapInArrow(_sampling(below, self.slots[0]), MESSAGES)
        arguments, threads = self.arguments, self.threads

        def work(part: int, mail: Mail) -> Iterator[Message]:
            statistics = _onefold.Parts.of_sample(arguments, _table(mail[SAMPLE]), bases, threads)
            yield TOLD, 0, 0, statistics.to_json().encode()

        (statistics,) = told(self.step([sample], work))
        self.known = _onefold.Parts(self.arguments, statistics.decode())
        return self.steps()

    def score(self, shipped: DataFrame, own: list[DataFrame], again: str) -> tuple[DataFrame, bool]:
        """First scores, what they say together, and final scores; and whether these are of more pairs than one place can group."""
        scored = self.keep(self.step([of(shipped, SHIPMENT)], self.steps().compare), f"scored{again}")
        self.known.learn_scores(told(scored))
        scores = of(scored, SCORED)
        surveyed = self.keep(self.step([scores], self.steps().survey), f"surveyed{again}")
        self.known.learn_context(told(surveyed))
        concluded = self.step([scores, of(surveyed, SHOWN), *own], self.steps().conclude)
        edges = self.keep(concluded, f"edges{again}")
        is_spread = self.known.learn_edges(told(edges), MOST_PAIRS)
        return of(edges, EDGES), is_spread

    def in_one_place(self, edges: DataFrame) -> DataFrame:
        """The edges of all parts, for one task."""
        from pyspark.sql import functions

        at = functions.lit(self.slots[0]).alias("at")
        return edges.select(at, functions.lit(0).alias("part"), "kind", "number", "payload")

    def settle(self, edges: DataFrame) -> DataFrame:
        """The edges of each connected component in one task of many, by label propagation."""
        steps = self.steps()
        links = self.keep(self.step([edges], steps.link), "links")
        labels: list[DataFrame] = []
        for number in itertools.count(1):
            spread = self.keep(self.step([links, *labels], steps.spread), f"labels-{number}")
            labels = [of(spread, LABELS)]
            if not sum(row["number"] for row in of(spread, TOLD).select("number").collect()):
                break
        return self.step([edges, links, *labels], steps.settle)

    def steps(self, prints: dict[int, int] | None = None) -> _Steps:
        """The steps with all that is known by now."""
        statistics = self.known.to_json()
        return _Steps(self.arguments, statistics, self.model, self.threads, prints)

    def placed_rows(self, read: DataFrame, places: list[tuple[int, int, int, int]]) -> DataFrame:
        """Rows with the part that each stretch of them belongs to."""
        from pyspark.sql import functions

        slots = self.slots
        listed = [(part, number, slots[to], to, order) for part, number, to, order in places]
        of_stretch = self.spark.createDataFrame(listed, "part int, number long, at_ int, to_ int, order_ long")
        joined = read.drop("at").join(functions.broadcast(of_stretch), ["part", "number"])
        return joined.selectExpr("at_ as at", "to_ as part", "kind", "order_ as number", "payload")

    def gathered(self, messages: list[DataFrame]) -> DataFrame:
        """Messages where their parts are."""
        return reduce(lambda one, other: one.union(other), messages).repartition(len(self.slots), "at")

    def step(self, messages: list[DataFrame], work: Work) -> DataFrame:
        """The messages that a step gives for these."""
        return self.gathered(messages).mapInArrow(_working(work, self.slots), MESSAGES)

    def keep(self, df: DataFrame, name: str, until_read: bool = False) -> DataFrame:
        """The same, kept: in the working folder, or on the disks of the executors."""
        if self.folder is not None:
            path = f"{self.folder}/{name}"
            df.write.parquet(path)
            return self.spark.read.schema(MESSAGES).parquet(path)
        from pyspark import StorageLevel

        kept = df.persist(StorageLevel.DISK_ONLY)
        if not until_read:
            self.kept.append(kept)
        return _without_plan(kept)

    def forget(self) -> None:
        """Frees what later steps need no more."""
        for df in self.kept:
            df.unpersist()


def _without_plan(df: DataFrame) -> DataFrame:
    """The same rows, which Spark can make again, without the plan that they came from: plans of steps on steps grow exponentially."""
    session: Any = df.sparkSession
    plan: Any = df.select("*")._jdf
    rows = session._jsparkSession.internalCreateDataFrame(plan.queryExecution().toRdd(), plan.schema(), False)
    return type(df)(rows, session)


class _Steps:
    """The steps as tasks do them: with what is known of the whole table, and nothing of the driver's."""

    def __init__(
        self, arguments: list[str], statistics: str, model: str | None, threads: int, prints: dict[int, int] | None
    ) -> None:
        self.arguments = arguments
        self.statistics = statistics
        self.model = model
        self.threads = threads
        self.prints = prints

    def _parts(self) -> Any:
        return _parts_of(tuple(self.arguments), self.statistics)

    def describe(self, part: int, mail: Mail) -> Iterator[Message]:
        table = _table(mail[ROWS])
        kept, keys, asked = self._parts().describe(part, table)
        yield KEPT, part, 0, kept
        yield KEYS, part, 0, keys
        yield TOLD, part, _print_of(table), b""
        yield from _sent(ASKED, asked)

    def tally(self, part: int, mail: Mail) -> Iterator[Message]:
        answers, said = self._parts().tally(part, _all(mail, ASKED))
        yield TOLD, part, 0, said
        yield from _sent(ANSWERS, answers)

    def place(self, part: int, mail: Mail) -> Iterator[Message]:
        if KEPT in mail:
            counted, placed = self._parts().place(part, _one(mail, KEPT), _all(mail, ANSWERS))
            yield COUNTED, part, 0, counted
            yield from _sent(PLACED, placed)

    def gather(self, part: int, mail: Mail) -> Iterator[Message]:
        yield from _sent(LISTS, self._parts().gather(part, _all(mail, PLACED)))

    def walk(self, part: int, mail: Mail) -> Iterator[Message]:
        pairs, equal = self._parts().walk(part, _all(mail, LISTS))
        yield EQUAL, part, 0, equal
        yield from _sent(PAIRS, pairs)

    def surround(self, part: int, mail: Mail) -> Iterator[Message]:
        table = self._same_rows(part, mail)
        shipments, pairs = self._parts().surround(part, table, _one(mail, COUNTED), _all(mail, PAIRS))
        yield TOLD, part, pairs, b""
        yield from _sent(SHIPMENT, shipments)

    def compare(self, part: int, mail: Mail) -> Iterator[Message]:
        scored, said = self._parts().compare(part, _all(mail, SHIPMENT), self.model)
        yield TOLD, part, 0, said
        yield from _sent(SCORED, scored)

    def survey(self, part: int, mail: Mail) -> Iterator[Message]:
        shown, said = self._parts().survey(part, _all(mail, SCORED))
        yield TOLD, part, 0, said
        yield from _sent(SHOWN, shown)

    def conclude(self, part: int, mail: Mail) -> Iterator[Message]:
        equal = _one(mail, EQUAL) if EQUAL in mail else b""
        scored, shown = _all(mail, SCORED), _all(mail, SHOWN)
        edges, said = self._parts().conclude(part, _one(mail, KEYS), equal, scored, shown, self.model)
        yield TOLD, part, 0, said
        yield from _sent(EDGES, edges)

    def complete(self, part: int, mail: Mail) -> Iterator[Message]:
        yield from _sent(PAIRS, self._parts().complete(_all(mail, EDGES)))

    def weigh(self, part: int, mail: Mail) -> Iterator[Message]:
        yield from _sent(PAIRS, self._parts().weigh(part, _all(mail, SHIPMENT)))

    def link(self, part: int, mail: Mail) -> Iterator[Message]:
        yield from _sent(LINKS, self._parts().link(part, _all(mail, EDGES)))

    def spread(self, part: int, mail: Mail) -> Iterator[Message]:
        labels, sent = self._parts().spread(part, _all(mail, LINKS), _all(mail, LABELS))
        yield TOLD, part, sent, b""
        yield from _sent(LABELS, labels)

    def settle(self, part: int, mail: Mail) -> Iterator[Message]:
        edges, links, labels = _all(mail, EDGES), _all(mail, LINKS), _all(mail, LABELS)
        yield from _sent(EDGES, self._parts().settle(part, edges, links, labels))

    def group(self, part: int, mail: Mail) -> Iterator[Message]:
        yield from _sent(GROUPS, self._parts().group(_all(mail, EDGES), self.threads))

    def finish(self, part: int, mail: Mail) -> pyarrow.Table:
        import pyarrow

        table = self._same_rows(part, mail)
        added = pyarrow.table(self._parts().ids(part, _one(mail, KEYS), _all(mail, GROUPS)))
        for name in added.column_names:
            table = table.append_column(name, added[name])
        return table

    def _same_rows(self, part: int, mail: Mail) -> pyarrow.Table:
        table = _table(mail[ROWS])
        if self.prints is not None and self.prints.get(part) != _print_of(table):
            raise ValueError(
                "the rows of the DataFrame came in another order when a lost part of them was read again; give a working folder, "
                "or match a DataFrame that was read from files"
            )
        return table


@lru_cache(maxsize=1)
def _parts_of(arguments: tuple[str, ...], statistics: str) -> Any:
    """Statistics as they were read: a worker does the same step for several parts."""
    return _onefold.Parts(list(arguments), statistics)


def _numbered(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    """The rows of a task in stretches, with the task's number, and those of the stretch and of its rows in one."""
    rows = (batch for batch in batches if batch.num_rows > 0)
    for number, batch in enumerate(rows):
        task = batch.column(_TASK)[0].as_py()
        names = [name for name in batch.schema.names if name != _TASK]
        yield _batch(0, task, ROWS, number << 32 | batch.num_rows, _ipc(batch.select(names)))


def _sampling(below: int, slot: int) -> Callable[[Iterable[pyarrow.RecordBatch]], Iterator[pyarrow.RecordBatch]]:
    def run(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for _, _, number, payload in _read(batches):
            table = _table([(number, payload)])
            rows, _ = _onefold.sampled_rows(table, below)
            if len(rows) < table.num_rows:
                table = table.take(rows)
            if rows:
                yield _batch(slot, 0, SAMPLE, number, _ipc(table))

    return run


def _working(work: Work, slots: list[int]) -> Callable[[Iterable[pyarrow.RecordBatch]], Iterator[pyarrow.RecordBatch]]:
    def run(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for part, mail in _by_part(batches):
            for kind, to, number, payload in work(part, mail):
                yield _batch(slots[to], to, kind, number, payload)

    return run


def _finishing(
    work: Callable[[int, Mail], pyarrow.Table],
) -> Callable[[Iterable[pyarrow.RecordBatch]], Iterator[pyarrow.RecordBatch]]:
    def run(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for part, mail in _by_part(batches):
            yield from work(part, mail).combine_chunks().to_batches(_ROWS_PER_BATCH)

    return run


def _read(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[tuple[int, int, int, bytes]]:
    for batch in batches:
        columns = (batch.column(name).to_pylist() for name in ("part", "kind", "number", "payload"))
        yield from zip(*columns)


def _by_part(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[tuple[int, Mail]]:
    """The messages for each part of a task, by their kind."""
    parts: dict[int, Mail] = {}
    for part, kind, number, payload in _read(batches):
        parts.setdefault(part, {}).setdefault(kind, []).append((number, payload))
    for part in sorted(parts):
        yield part, parts.pop(part)


def _all(mail: Mail, kind: int) -> list[bytes]:
    return [payload for _, payload in mail.get(kind, [])]


def _one(mail: Mail, kind: int) -> bytes:
    (own,) = mail[kind]
    return own[1]


def _sent(kind: int, messages: list[tuple[int, bytes]]) -> Iterator[Message]:
    for to, payload in messages:
        yield kind, to, 0, payload


def _batch(at: int, part: int, kind: int, number: int, payload: bytes) -> pyarrow.RecordBatch:
    import pyarrow

    types = (pyarrow.int32(), pyarrow.int32(), pyarrow.int32(), pyarrow.int64(), pyarrow.binary())
    values = (at, part, kind, number, payload)
    arrays = [pyarrow.array([value], own) for value, own in zip(values, types)]
    return pyarrow.RecordBatch.from_arrays(arrays, ["at", "part", "kind", "number", "payload"])


def _ipc(rows: pyarrow.RecordBatch | pyarrow.Table) -> bytes:
    import pyarrow

    sink = pyarrow.BufferOutputStream()
    with pyarrow.ipc.new_stream(sink, rows.schema) as writer:
        writer.write(rows)
    whole: bytes = sink.getvalue().to_pybytes()
    return whole


def _table(stretches: list[tuple[int, bytes]]) -> pyarrow.Table:
    """Rows in their order."""
    import pyarrow

    return pyarrow.concat_tables(pyarrow.ipc.open_stream(payload).read_all() for _, payload in sorted(stretches))


def _print_of(table: pyarrow.Table) -> int:
    """A number that other rows, or the same in another order, do not have."""
    whole: int = _onefold.sampled_rows(table, 0)[1]
    return whole >> 1


def of(messages: DataFrame, kind: int) -> DataFrame:
    """The messages of a kind."""
    return messages.where(messages["kind"] == kind)


def told(messages: DataFrame) -> list[bytes]:
    """What the driver gets."""
    rows = of(messages, TOLD).select("part", "payload").collect()
    return [bytes(row["payload"]) for row in sorted(rows, key=lambda row: int(row["part"]))]


def _stretches(
    stretches: list[tuple[int, int]], count: int, parts: int
) -> tuple[list[tuple[int, int, int, int]], list[int]]:
    """Parts of about equally many rows: for each stretch its part and its place, and the first row of each part."""
    places, bases, before = [], [0], 0
    for order, (task, number) in enumerate(stretches):
        part = min(before * parts // count, parts - 1)
        while len(bases) <= part:
            bases.append(before)
        places.append((task, number, part, order))
        before += number & 0xFFFFFFFF
    while len(bases) <= parts:
        bases.append(before)
    return places, bases


def _slots(spark: SparkSession, parts: int) -> list[int]:
    """For each part a number that Spark's hash sends to a separate task."""
    from pyspark.sql import functions

    numbers = spark.range(32 * parts).select(functions.col("id").cast("int").alias("id"))
    tasks = numbers.select("id", functions.expr(f"pmod(hash(id), {parts})").alias("task")).collect()
    found: dict[int, int] = {}
    for row in tasks:
        found.setdefault(row["task"], row["id"])
    free = iter(sorted(set(range(32 * parts)) - set(found.values())))
    return [found[task] if task in found else next(free) for task in range(parts)]


def _arguments(options: dict[str, Any]) -> list[str]:
    names = ("id_column", "source_column", "kind", "blank", "keep", "within_sources", "link", "precision_recall", "accuracy_cost", "seed")
    with Call(False) as call:
        call.flags({name: options[name] for name in names})
        # A name for the rows, which come later.
        return [*call.arguments, "--", "the table"]


def _plain_model(model: bytes | None) -> str | None:
    if model is None:
        return None
    text = model.decode()
    _onefold.check_model(text)
    if json.loads(text).get("learned"):
        raise UsageError("a model that has learned from labels matches in one task; leave partitions out")
    return text
