"""What the task does with the rows of a DataFrame: match them with the engine, and give them back with their ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from .. import _api
from .._result import MatchResult

if TYPE_CHECKING:
    import pyarrow

PART = "__onefold_part"
SIDE = "__onefold_side"

_ROWS_PER_BATCH = 65_536


def match_rows(batches: Iterable[pyarrow.RecordBatch], options: dict[str, Any]) -> Iterator[pyarrow.RecordBatch]:
    """The rows with their match ids."""
    table = _whole(batches)
    if table is not None:
        result = _api.match(table, **options, progress=False)
        yield from result.records.to_batches(_ROWS_PER_BATCH)


def match_into(
    batches: Iterable[pyarrow.RecordBatch], names: Sequence[str], options: dict[str, Any]
) -> Iterator[pyarrow.RecordBatch]:
    """New rows with their match ids, after those of an earlier result, which keep theirs."""
    import pyarrow
    import pyarrow.compute

    table = _whole(batches)
    if table is None:
        return
    is_new = pyarrow.compute.equal(table[PART], 1)
    new = table.filter(is_new).select(names)
    earlier = table.filter(pyarrow.compute.invert(is_new)).drop_columns([PART])
    if new.num_rows == 0:
        raise ValueError("there are no new rows; the earlier result is the result")
    result = _api.match(new, **options, into=earlier, progress=False) if earlier.num_rows else _api.match(new, **options)
    fields = [field for field in earlier.schema if field.name != "match_id"]
    fields += [pyarrow.field("match_id", pyarrow.int64()), pyarrow.field("match_confidence_score", pyarrow.float32())]
    records = result.records.select([field.name for field in fields])
    yield from records.cast(pyarrow.schema(fields)).to_batches(_ROWS_PER_BATCH)


def link_rows(
    batches: Iterable[pyarrow.RecordBatch], sides: tuple[Sequence[str], Sequence[str]], options: dict[str, Any]
) -> Iterator[pyarrow.RecordBatch]:
    """The rows of both sides with their source and match ids."""
    import pyarrow
    import pyarrow.compute

    table = _whole(batches)
    if table is None:
        return
    is_right = pyarrow.compute.equal(table[SIDE], 1)
    left = table.filter(pyarrow.compute.invert(is_right))
    right = table.filter(is_right)
    for side, name in ((left, options["names"][0]), (right, options["names"][1])):
        if side.num_rows == 0:
            raise ValueError(f"{name} has no rows; there is nothing to link")
    result = _api.link(left.select(sides[0]), right.select(sides[1]), **options, progress=False)
    whole = pyarrow.concat_tables([left, right])
    names = [options["names"][0]] * left.num_rows + [options["names"][1]] * right.num_rows
    whole = whole.drop_columns([SIDE]).append_column("source", pyarrow.array(names))
    yield from _with_ids(whole, result).to_batches(_ROWS_PER_BATCH)


def _with_ids(table: pyarrow.Table, result: MatchResult) -> pyarrow.Table:
    import pyarrow

    added = pyarrow.table(result.new_columns())
    for name in added.column_names:
        table = table.append_column(name, added[name])
    return table


def _whole(batches: Iterable[pyarrow.RecordBatch]) -> pyarrow.Table | None:
    """All rows as one table; none if there are none."""
    import pyarrow

    listed = [batch for batch in batches if batch.num_rows > 0]
    return pyarrow.Table.from_batches(listed) if listed else None
