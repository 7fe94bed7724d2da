"""Tables: which ones callers hold, and how results become tables of the same kind."""

from __future__ import annotations

import html
import importlib
import os
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from . import _onefold
from ._errors import UsageError

Kind = Literal["polars", "pandas", "pyarrow", "duckdb", "table"]

_ROWS_SHOWN = 10


class Table:
    """A table that any library with the Arrow PyCapsule interface can take: ``polars.DataFrame(table)``, ``pyarrow.table(table)``.

    >>> table = Table.from_columns({"id": ["1", "2"], "name": ["Ann", "Bob"]})
    >>> len(table)
    2
    >>> table
    id  name
    1   Ann
    2   Bob
    """

    __slots__ = ("_inner",)

    def __init__(self, inner: _onefold.ArrowTable) -> None:
        self._inner = inner

    @classmethod
    def from_columns(cls, columns: Mapping[str, Sequence[str]]) -> Table:
        """A table of text; an empty text is a missing value."""
        return cls(_onefold.columns([(name, list(values)) for name, values in columns.items()]))

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._inner.__arrow_c_stream__(requested_schema)

    def __arrow_c_schema__(self) -> object:
        return self._inner.__arrow_c_schema__()

    def __len__(self) -> int:
        return self._inner.num_rows

    @property
    def num_rows(self) -> int:
        """Number of rows."""
        return self._inner.num_rows

    @property
    def column_names(self) -> list[str]:
        """Names of the columns."""
        return self._inner.column_names

    def to_polars(self) -> Any:
        """A ``polars.DataFrame``."""
        return to_kind(self._inner, "polars")

    def to_pandas(self) -> Any:
        """A ``pandas.DataFrame``."""
        return to_kind(self._inner, "pandas")

    def to_arrow(self) -> Any:
        """A ``pyarrow.Table``."""
        return to_kind(self._inner, "pyarrow")

    def write(self, path: str | os.PathLike[str], *, force: bool = False) -> None:
        """Writes a file in the format of its name: complete or not at all."""
        _onefold.write(self._inner, os.fspath(path), force)

    def head(self, rows: int = _ROWS_SHOWN) -> list[dict[str, str | None]]:
        """The first rows as text."""
        names, values = _onefold.head(self._inner, rows)
        return [dict(zip(names, row)) for row in values]

    def __repr__(self) -> str:
        names, values = _onefold.head(self._inner, _ROWS_SHOWN)
        rows = [names, *([value or "" for value in row] for row in values)]
        widths = [max(len(row[at]) for row in rows) for at in range(len(names))]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
        more = self.num_rows - len(values)
        return "\n".join(lines + ([f"and {more:,} more rows"] if more > 0 else []))

    def _repr_html_(self) -> str:
        names, values = _onefold.head(self._inner, _ROWS_SHOWN)
        head = "".join(f"<th>{html.escape(name)}</th>" for name in names)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(value or '')}</td>" for value in row) + "</tr>" for row in values
        )
        more = self.num_rows - len(values)
        rest = f"<p>and {more:,} more rows</p>" if more > 0 else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}"


def is_table(data: object) -> bool:
    """Whether it is a table in memory rather than a path."""
    return kind_of(data) is not None


def kind_of(data: object) -> Kind | None:
    """The library that a table belongs to; none if it is no table."""
    module = type(data).__module__.split(".")[0]
    name = type(data).__name__
    if module == "polars" and name in ("DataFrame", "LazyFrame"):
        return "polars"
    if module == "pandas" and name == "DataFrame":
        return "pandas"
    if module == "pyarrow" and name in ("Table", "RecordBatch", "RecordBatchReader"):
        return "pyarrow"
    if module in ("duckdb", "_duckdb") and name == "DuckDBPyRelation":
        return "duckdb"
    if module == "pyspark":
        raise UsageError("this is a DataFrame of Spark; use onefold.spark.match, which works where its data are")
    if hasattr(data, "__arrow_c_stream__") or hasattr(data, "__arrow_c_array__"):
        return "table"
    return None


def exported(data: Any) -> Any:
    """The table as one that exports its columns without an index, and that is the same however often it is read."""
    kind = kind_of(data)
    if kind == "polars" and type(data).__name__ == "LazyFrame":
        return data.collect()
    if kind == "pandas":
        return _exported_pandas(data)
    if kind == "duckdb":
        return data.to_arrow_table() if hasattr(data, "to_arrow_table") else data.arrow()
    return data


def _exported_pandas(frame: Any) -> Any:
    pyarrow = _library("pyarrow", "pandas tables are read through it")
    try:
        return pyarrow.Table.from_pandas(frame, preserve_index=False)
    except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError):
        # Columns of mixed values, such as numbers and texts: they are compared as text anyway.
        texts = frame.select_dtypes(include="object").columns
        mixed = frame.copy(deep=False)
        for column in texts:
            mixed[column] = frame[column].map(lambda value: value if value is None or value != value else str(value))
        return pyarrow.Table.from_pandas(mixed, preserve_index=False)


def to_kind(table: Any, kind: Kind) -> Any:
    """The same table of another library."""
    if kind == "polars":
        return _library("polars", "the result is one of its tables").DataFrame(table)
    if kind == "table":
        return table if isinstance(table, Table) else Table(table)
    pyarrow = _library("pyarrow", "the result is made through it")
    arrow = pyarrow.table(table)
    if kind == "pandas":
        return arrow.to_pandas()
    if kind == "duckdb":
        return _library("duckdb", "the result is one of its tables").from_arrow(arrow)
    return arrow


def with_columns(data: Any, columns: _onefold.ArrowTable) -> Any:
    """The caller's table with columns of the same length at its end; everything else stays as it is."""
    kind = kind_of(data)
    if kind == "polars":
        return exported(data).hstack(to_kind(columns, "polars"))
    if kind == "pandas":
        added = to_kind(columns, "pandas")
        return data.assign(**{name: added[name].to_numpy() for name in added.columns})
    if kind == "pyarrow" and type(data).__name__ == "Table":
        added = to_kind(columns, "pyarrow")
        for name in added.column_names:
            data = data.append_column(name, added.column(name))
        return data
    return None


def _library(name: str, why: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise ImportError(f"{name} is not installed; {why}: pip install {name}") from error
