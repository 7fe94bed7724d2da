"""DataFrames to one task, and back. The task is in :mod:`onefold.spark._task`; a match that is spread over many is in
:mod:`onefold.spark._distributed`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, cast

from .. import _onefold
from .._errors import UsageError
from .._model import Model
from .._table import is_table
from . import _distributed
from ._task import PART, SIDE, link_rows, match_into, match_rows

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

Cardinality = Literal["auto", "one-to-one", "one-to-many", "many-to-many"]


def match(
    df: DataFrame,
    *,
    id_column: str | None = None,
    source_column: str | None = None,
    kind: Mapping[str, str] | None = None,
    blank: Sequence[str] | None = None,
    keep: Sequence[str] | None = None,
    within_sources: bool = False,
    link: Cardinality | None = None,
    precision_recall: float = 0.5,
    accuracy_cost: float = 0.5,
    labels: Any = None,
    enforce_labels: bool = False,
    model: Any = None,
    into: DataFrame | None = None,
    enforced: Any = None,
    seed: int = 1,
    threads: int | None = None,
    memory: str | int | None = None,
    temp_dir: str | None = None,
    partitions: int | None = None,
    folder: str | None = None,
    _stored: str | None = None,
) -> DataFrame:
    """The rows of ``df``, unchanged and in their order, with ``match_id`` and ``match_confidence_score``.

    The keyword arguments are those of :func:`onefold.match`. ``labels``, ``model`` and ``enforced`` are read here, on the driver, and
    travel with the task. With ``into``, a DataFrame of an earlier result, its rows come first, and its groups keep their ids. ``memory``
    limits a match in one task, beside the rows themselves; ``temp_dir`` is a folder where that task runs.

    partitions
        1 matches in one task, when an action asks for the result. More spread the work over as many tasks, and find the groups now.
        By default, tables of more than 3 million rows are spread, if Spark knows that a DataFrame is large.
    folder
        Where a match that is spread keeps what its steps found, on a file system that all executors share; by default on their disks.
    """
    options = dict(
        id_column=id_column,
        source_column=source_column,
        kind=kind,
        blank=blank,
        keep=keep,
        within_sources=within_sources,
        link=link,
        precision_recall=precision_recall,
        accuracy_cost=accuracy_cost,
        labels=_carried(labels),
        enforce_labels=enforce_labels,
        model=_model(model),
        enforced=_carried(enforced),
        seed=seed,
        threads=threads,
        memory=memory,
        temp_dir=temp_dir,
        _stored=_stored,
    )
    if into is not None:
        _refuse_parts(partitions, "into")
        return _into(df, into, options)
    schema = _with_ids(df.schema)
    needs_one = [name for name in ("labels", "enforced", "_stored") if options[name] is not None]
    if needs_one:
        _refuse_parts(partitions, needs_one[0])
    elif (partitions or 1) > 1 or (partitions is None and _distributed.is_large(df) and _distributed.is_plain(options)):
        return _distributed.match(df, options, schema, partitions, folder)
    return _in_one_task(df, lambda batches: match_rows(batches, options), schema)


def _refuse_parts(partitions: int | None, needed: str) -> None:
    if (partitions or 1) > 1:
        raise UsageError(f"a match with {needed.strip('_')} runs in one task; leave partitions out")


def _into(df: DataFrame, earlier: DataFrame, options: dict[str, Any]) -> DataFrame:
    from pyspark.sql import functions

    if "match_id" not in earlier.columns:
        raise UsageError("the earlier result has no column match_id; match it first")
    earlier = earlier.drop("match_confidence_score")
    both = _below(earlier.withColumn(PART, functions.lit(0)), df.withColumn(PART, functions.lit(1)))
    schema = _with_ids(earlier.drop("match_id").schema)
    names = list(df.columns)
    return _in_one_task(both, lambda batches: match_into(batches, names, options), schema)


def link(
    left: DataFrame,
    right: DataFrame,
    *,
    names: tuple[str, str] = ("left", "right"),
    map: Mapping[str, str | Sequence[str]] | None = None,
    cardinality: Cardinality = "auto",
    within_sources: bool = False,
    id_column: str | None = None,
    kind: Mapping[str, str] | None = None,
    blank: Sequence[str] | None = None,
    keep: Sequence[str] | None = None,
    precision_recall: float = 0.5,
    accuracy_cost: float = 0.5,
    labels: Any = None,
    enforce_labels: bool = False,
    model: Any = None,
    seed: int = 1,
    threads: int | None = None,
    memory: str | int | None = None,
    temp_dir: str | None = None,
) -> DataFrame:
    """The rows of both DataFrames below one another, with ``source``, ``match_id`` and ``match_confidence_score``.

    Rows of ``left`` come first. A column that both have stands once, as text if its types differ; the others are empty in the rows of
    the other side. Which columns are compared with each other is found out, as by :func:`onefold.link`.
    """
    from pyspark.sql import functions

    if "source" in {*left.columns, *right.columns}:
        raise UsageError("a column is named source already; rename it, since the result adds one of this name")
    options = dict(
        names=names,
        map=map,
        cardinality=cardinality,
        within_sources=within_sources,
        id_column=id_column,
        kind=kind,
        blank=blank,
        keep=keep,
        precision_recall=precision_recall,
        accuracy_cost=accuracy_cost,
        labels=_carried(labels),
        enforce_labels=enforce_labels,
        model=_model(model),
        seed=seed,
        threads=threads,
        memory=memory,
        temp_dir=temp_dir,
    )
    types = {field.name: field.dataType for field in left.schema.fields}
    for field in right.schema.fields:
        if types.get(field.name, field.dataType) != field.dataType:
            left = left.withColumn(field.name, left[field.name].cast("string"))
            right = right.withColumn(field.name, right[field.name].cast("string"))
    sides = (list(left.columns), list(right.columns))
    both = _below(left.withColumn(SIDE, functions.lit(0)), right.withColumn(SIDE, functions.lit(1)))
    schema = _with_ids(both.drop(SIDE).schema, source=True)
    return _in_one_task(both, lambda batches: link_rows(batches, sides, options), schema)


def _below(upper: DataFrame, lower: DataFrame) -> DataFrame:
    """Both below one another, with the columns of both; those that one lacks are empty there, and have the type of the other."""
    from pyspark.sql import functions

    names = [*upper.columns, *(name for name in lower.columns if name not in upper.columns)]
    types = {field.name: field.dataType for field in (*lower.schema.fields, *upper.schema.fields)}

    def filled(df: DataFrame) -> DataFrame:
        own = set(df.columns)
        return df.select(*(df[name] if name in own else functions.lit(None).cast(types[name]).alias(name) for name in names))

    return filled(upper).union(filled(lower))


def _in_one_task(df: DataFrame, work: Any, schema: StructType) -> DataFrame:
    """All rows in one task: without a shuffle, so that their order is that of the DataFrame."""

    def run(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        return cast("Iterator[pyarrow.RecordBatch]", work(batches))

    return df.coalesce(1).mapInArrow(run, schema)


def _with_ids(schema: StructType, source: bool = False) -> StructType:
    from pyspark.sql.types import FloatType, LongType, StringType, StructField, StructType

    taken = {"match_id", "match_confidence_score"} & set(schema.names)
    if taken:
        raise UsageError(f"the DataFrame has a column {sorted(taken)[0]} already; drop it, or pass the DataFrame as into")
    added = [StructField("source", StringType())] if source else []
    added += [StructField("match_id", LongType()), StructField("match_confidence_score", FloatType())]
    return StructType([*schema.fields, *added])


def _carried(data: Any) -> Any:
    """A small table that travels with the task, whatever the driver has: a path, a table, a DataFrame of Spark."""
    if data is None:
        return None
    if isinstance(data, (list, tuple)):
        return [_carried(one) for one in data]
    import pyarrow

    if isinstance(data, (str, os.PathLike)):
        return pyarrow.table(_onefold.read(os.fspath(data)))
    if hasattr(data, "mapInArrow"):
        return data.toArrow() if hasattr(data, "toArrow") else pyarrow.Table.from_pandas(data.toPandas())
    if is_table(data):
        return data if isinstance(data, pyarrow.Table) else pyarrow.table(data)
    raise UsageError(f"a {type(data).__name__} is no table; give a DataFrame, a table or a path")


def _model(model: Any) -> bytes | None:
    if model is None:
        return None
    if isinstance(model, bytes):
        return model
    text: str = (model if isinstance(model, Model) else Model.load(model)).to_json()
    return text.encode()
