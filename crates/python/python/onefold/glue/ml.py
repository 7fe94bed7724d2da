"""FindMatches: applies a transform of the service to frames."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pyspark import StorageLevel
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import DoubleType, LongType, StructField, StructType

from ._frames import arrow_schema, in_arrow
from .dynamicframe import DynamicFrame
from .transforms import GlueTransform

MATCH_ID = "match_id"
CONFIDENCE = "match_confidence_score"
# Says which records are new, while old and new ones are in one frame.
_IS_NEW = "_onefold_is_new"
_BATCH_ROWS = 10_000


class FindMatches(GlueTransform):
    """Finds the records of a frame that mean the same: all its columns, and a ``match_id`` that those records share."""

    def __call__(
        self,
        frame: DynamicFrame,
        transformId: str,
        transformation_ctx: str = "",
        info: str = "",
        stageThreshold: int = 0,
        totalThreshold: int = 0,
        enforcedMatches: DynamicFrame | None = None,
        computeMatchConfidenceScores: bool | int | str = 0,
    ) -> DynamicFrame:
        records = _without_matches(frame.toDF())
        matcher = _matcher(frame, transformId, records, enforcedMatches, computeMatchConfidenceScores)
        return _matched(frame, records, matcher)


class FindIncrementalMatches(GlueTransform):
    """Adds new records to a frame with matches: all records, with a ``match_id`` that keeps the groups that there were."""

    def __call__(
        self,
        existingFrame: DynamicFrame,
        incrementalFrame: DynamicFrame,
        transformId: str,
        transformation_ctx: str = "",
        info: str = "",
        stageThreshold: int = 0,
        totalThreshold: int = 0,
        enforcedMatches: DynamicFrame | None = None,
        computeMatchConfidenceScores: bool | int | str = 0,
    ) -> DynamicFrame:
        existing = existingFrame.toDF()
        if MATCH_ID not in existing.columns:
            raise ValueError(f"existingFrame has no column {MATCH_ID}; it must be the result of FindMatches")
        matcher = _matcher(existingFrame, transformId, existing, enforcedMatches, computeMatchConfidenceScores, is_incremental=True)
        new = _without_matches(incrementalFrame.toDF())
        matcher.check(new.columns, "incrementalFrame")
        old = existing.withColumn(MATCH_ID, F.col(MATCH_ID).cast("long")).withColumn(_IS_NEW, F.lit(0))
        if CONFIDENCE in old.columns:
            # Groups to which nothing is added keep their confidence.
            old = old.withColumn(CONFIDENCE, F.col(CONFIDENCE).cast("double"))
        new = new.withColumn(MATCH_ID, F.lit(None).cast("long")).withColumn(_IS_NEW, F.lit(1))
        return _matched(existingFrame, old.unionByName(new, allowMissingColumns=True), matcher)


def _without_matches(frame: DataFrame) -> DataFrame:
    return frame.drop(MATCH_ID, CONFIDENCE)


def _matcher(
    frame: DynamicFrame,
    transform_id: str,
    records: DataFrame,
    enforced: DynamicFrame | None,
    with_scores: bool | int | str,
    *,
    is_incremental: bool = False,
) -> _Matcher:
    begun = frame.glue_ctx.service.begin_find_matches(transform_id)
    matcher = _Matcher(
        begun=begun,
        enforced=None if enforced is None else _enforced(enforced, begun["PrimaryKeyColumnName"]),
        with_scores=str(with_scores).strip().lower() in ("true", "1"),
        is_incremental=is_incremental,
    )
    matcher.check(records.columns, "the frame")
    return matcher


def _enforced(frame: DynamicFrame, key: str) -> tuple[tuple[str, str], ...]:
    """Ids of records, and what those share that are forced together."""
    records = frame.toDF()
    spelled = {name.lower(): name for name in records.columns}
    missing = [name for name in (key, MATCH_ID) if name.lower() not in spelled]
    if missing:
        raise ValueError(f"enforcedMatches has no column {missing[0]}; it needs {key} and {MATCH_ID}")
    rows = records.select(*(F.col(f"`{spelled[name.lower()]}`").cast("string") for name in (key, MATCH_ID))).collect()
    return tuple((row[0], row[1]) for row in rows)


def _matched(frame: DynamicFrame, records: DataFrame, matcher: _Matcher) -> DynamicFrame:
    """Matches in one task, so that the groups are those of the built-in job, and keeps the result: scripts show it and write it."""
    kept = [one for one in records.schema if one.name not in (MATCH_ID, CONFIDENCE, _IS_NEW)]
    added = [StructField(MATCH_ID, LongType())] + ([StructField(CONFIDENCE, DoubleType())] if matcher.with_scores else [])
    schema = StructType([*kept, *added])
    result = in_arrow(records.coalesce(1), matcher.into(schema), schema).persist(StorageLevel.MEMORY_AND_DISK)
    return DynamicFrame(result, frame.glue_ctx, frame.name)


@dataclass(frozen=True)
class _Matcher:
    """Matches all records of a task."""

    begun: dict[str, Any]
    enforced: tuple[tuple[str, str], ...] | None
    with_scores: bool
    is_incremental: bool
    schema: pa.Schema | None = field(default=None, repr=False)

    def into(self, schema: StructType) -> _Matcher:
        """The same with the columns of the result."""
        return _Matcher(self.begun, self.enforced, self.with_scores, self.is_incremental, arrow_schema(schema))

    def check(self, columns: list[str], name: str) -> None:
        """Fails unless the columns of the transform are there."""
        there = {column.lower() for column in columns}
        missing = [column for column in self.begun["Columns"] if column.lower() not in there]
        if missing:
            raise ValueError(
                f"{name} has no column {missing[0]!r}, which transform {self.begun['TransformId']} needs; it has {', '.join(columns)}"
            )

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        held = [batch for batch in batches if batch.num_rows]
        if not held:
            return
        table = pa.Table.from_batches(held)
        if self.is_incremental:
            old, new = (table.filter(pc.field(_IS_NEW) == number) for number in (0, 1))
            table = pa.concat_tables([old, new])
        else:
            old, new = None, table
        ids, scores = self._match(old, new)
        for name, column in ((MATCH_ID, ids), (CONFIDENCE, scores)):
            at = table.schema.get_field_index(name)
            table = table.append_column(name, column) if at < 0 else table.set_column(at, name, column)
        assert self.schema is not None
        columns = [table.column(name) for name in self.schema.names]
        result = pa.table(columns, names=self.schema.names).cast(self.schema)
        yield from result.combine_chunks().to_batches(max_chunksize=_BATCH_ROWS)

    def _match(self, old: pa.Table | None, new: pa.Table) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
        """The match id and the confidence of each record; old records come first."""
        import onefold

        begun = self.begun
        key = self._spelled(begun["PrimaryKeyColumnName"])
        stored = {
            "id": begun["TransformId"],
            "model": begun["Model"],
            "labels": begun.get("Labels"),
            "enforce": begun["EnforceProvidedLabels"],
        }
        source = begun.get("SourceColumnName")
        settings: dict[str, Any] = {
            "id_column": key,
            "kind": {self._spelled(name): kind for name, kind in begun["ColumnKinds"].items()},
            "source_column": None if source is None else self._spelled(source),
            "precision_recall": begun.get("PrecisionRecallTradeoff", 0.5),
            "accuracy_cost": begun.get("AccuracyCostTradeoff", 0.5),
            "progress": False,
            "_stored": json.dumps(stored),
        }
        if self.enforced is not None:
            ids, groups = ([pair[at] for pair in self.enforced] for at in (0, 1))
            settings["enforced"] = pa.table({key: pa.array(ids, pa.string()), MATCH_ID: pa.array(groups, pa.string())})
        if old is not None and old.num_rows:
            known = self._compared(old)
            for name in (MATCH_ID, CONFIDENCE):
                if name in old.column_names:
                    known = known.append_column(name, old.column(name))
            settings["into"] = known
        found = pa.table(onefold.match(self._compared(new), **settings).records)
        expected = new.num_rows + (0 if old is None else old.num_rows)
        if found.num_rows != expected:
            raise RuntimeError(f"{expected} records went in and {found.num_rows} came out; this is a bug in Onefold")
        return found.column(MATCH_ID).cast(pa.int64()), found.column(CONFIDENCE).cast(pa.float64())

    def _compared(self, table: pa.Table) -> pa.Table:
        """The columns of the transform, spelled as its labels spell them."""
        own = {name.lower(): name for name in table.column_names}
        return pa.table({self._spelled(name): table.column(own[name.lower()]) for name in self.begun["Columns"]})

    def _spelled(self, name: str) -> str:
        labels = self.begun.get("Labels") or {}
        return next((own for own in labels.get("columns", []) if own.lower() == name.lower()), name)
