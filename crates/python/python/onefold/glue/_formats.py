"""Files as Arrow tables: text with separators, JSON, and Parquet."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

# Names of formats, as scripts write them, and what they mean here.
FORMATS = {"csv": "csv", "json": "json", "parquet": "parquet", "glueparquet": "parquet"}
# Its functions are made when it is imported, which type checkers do not see.
pc: Any = pyarrow.compute
_COMPRESSED = {".gz": gzip.decompress, ".bz2": bz2.decompress}
_INT64 = 1 << 63
_MOST_COLUMNS = 10_000
_MOST_BLOCK_BYTES = 1 << 30


@dataclass(frozen=True)
class Format:
    """How files are read and written."""

    name: str
    separator: str = ","
    quote: str = '"'
    has_header: bool = True
    # Names of the columns, if files without a header or of another spelling have them.
    columns: tuple[str, ...] | None = None

    @classmethod
    def of(cls, name: str | None, options: Mapping[str, Any] | None) -> Format:
        """The format that a script names, with its options."""
        known = FORMATS.get((name or "").lower())
        if known is None:
            raise ValueError(f"the format {name!r} is not known; it is csv, json or parquet")
        options = options or {}
        quote = options.get("quoteChar", '"')
        return cls(
            name=known,
            separator=str(options.get("separator", ",")),
            quote="" if quote in (-1, "-1") else str(quote),
            has_header=is_true(options.get("withHeader", options.get("writeHeader", False))),
        )

    @property
    def ending(self) -> str:
        """How names of files end."""
        return self.name


def read(content: bytes, address: str, form: Format) -> pa.Table:
    """The table in a file."""
    for ending, decompress in _COMPRESSED.items():
        if address.endswith(ending):
            content = decompress(content)
    try:
        table = _READERS[form.name](content, form)
    except (pa.ArrowInvalid, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ValueError(f"{address} cannot be read as {form.name}: {error}") from None
    twice = next((name for name in table.column_names if table.column_names.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"{address} has two columns with the name {twice!r}; rename one of them")
    return table


def _read_csv(content: bytes, form: Format) -> pa.Table:
    """All values as text, as they are written."""
    content = content.removeprefix(b"\xef\xbb\xbf")
    quote = form.quote or False
    parse = pacsv.ParseOptions(delimiter=form.separator, quote_char=quote, double_quote=True, newlines_in_values=bool(quote))
    # Columns are called f0, f1 and so on; those that the file does not have are no mistake.
    most = min(content.count(form.separator.encode()) + 1, _MOST_COLUMNS)
    convert = pacsv.ConvertOptions(
        column_types={f"f{at}": pa.string() for at in range(most)},
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=True,
    )
    # In one block, a quoted value may be as long as it likes.
    block = pacsv.ReadOptions(autogenerate_column_names=True, block_size=min(len(content) + 1, _MOST_BLOCK_BYTES))
    table = pacsv.read_csv(io.BytesIO(content), block, parse, convert)
    header = [str(table.column(at)[0].as_py() or "") for at in range(table.num_columns)] if table.num_rows else []
    names = form.columns
    if names is None:
        has_header = form.has_header
        names = tuple(header) if has_header else tuple(f"col{at}" for at in range(table.num_columns))
    else:
        has_header = form.has_header or [name.lower() for name in header[: len(names)]] == [name.lower() for name in names]
        if has_header and {name.lower() for name in names} <= {name.lower() for name in header}:
            # The files say which column is which.
            spelled = {name.lower(): name for name in names}
            names = tuple(spelled.get(name.lower(), name) for name in header)
    names = (*names[: table.num_columns], *(f"col{at}" for at in range(len(names), table.num_columns)))
    return table.slice(1 if has_header else 0).rename_columns(list(names))


def _read_parquet(content: bytes, _: Format) -> pa.Table:
    return pq.read_table(io.BytesIO(content))


def _read_json(content: bytes, _: Format) -> pa.Table:
    """Objects, one a line or in a list. A column gets the type that holds all of its values."""
    text = content.decode("utf-8-sig")
    records = json.loads(text) if text.lstrip().startswith("[") else list(_json_values(text))
    columns: dict[str, list[Any]] = {}
    for row, record in enumerate(records):
        if not isinstance(record, dict):
            raise pa.ArrowInvalid(f"record {row + 1} is no JSON object")
        for name in record:
            columns.setdefault(name, [])
    for record in records:
        for name, values in columns.items():
            values.append(record.get(name))
    return pa.table({name: _column(values) for name, values in columns.items()})


def _json_values(text: str) -> Iterator[Any]:
    decoder = json.JSONDecoder()
    at = 0
    while True:
        while at < len(text) and text[at].isspace():
            at += 1
        if at == len(text):
            return
        value, at = decoder.raw_decode(text, at)
        yield value


_READERS = {"csv": _read_csv, "json": _read_json, "parquet": _read_parquet}


def _column(values: list[Any]) -> pa.Array:
    kinds = {type(value) for value in values if value is not None}
    if not kinds:
        return pa.nulls(len(values))
    if kinds == {int}:
        is_small = all(value is None or -_INT64 <= value < _INT64 for value in values)
        return pa.array(values, pa.int64()) if is_small else _texts(values)
    if kinds <= {int, float}:
        return pa.array([None if value is None else float(value) for value in values], pa.float64())
    if len(kinds) == 1:
        try:
            return pa.array(values)
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            pass
    return _texts(values)


def _texts(values: Iterable[Any]) -> pa.Array:
    return pa.array([as_text(value) for value in values], pa.string())


def as_text(value: Any) -> str | None:
    """A value as text: numbers and words as they are, all else as JSON."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (bool, dict, list)):
        return json.dumps(value, default=str)
    return str(value)


def unified(schemas: Sequence[pa.Schema]) -> pa.Schema:
    """A schema that holds the columns of all. Types that do not fit each other become text."""
    types: dict[str, pa.DataType] = {}
    for schema in schemas:
        for one in schema:
            before = types.get(one.name)
            types[one.name] = one.type if before is None else _common(before, one.type)
    return pa.schema(list(types.items()))


def _common(one: pa.DataType, other: pa.DataType) -> pa.DataType:
    if one == other or pa.types.is_null(other):
        return one
    if pa.types.is_null(one):
        return other
    try:
        schemas = [pa.schema([("x", one)]), pa.schema([("x", other)])]
        return pa.unify_schemas(schemas, promote_options="permissive").field("x").type
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
        return pa.string()


def fitted(table: pa.Table, schema: pa.Schema, *, zone: str) -> pa.Table:
    """The table with these columns and types; absent columns are empty, and so are values that do not fit."""
    columns = []
    for one in schema:
        at = table.schema.get_field_index(one.name)
        columns.append(pa.nulls(table.num_rows, one.type) if at < 0 else converted(table.column(at), one.type, zone=zone))
    return pa.table(columns, schema=schema)


def converted(column: pa.ChunkedArray, to: pa.DataType, *, zone: str) -> pa.ChunkedArray:
    """The column in another type; values that do not fit are empty."""
    try:
        return _cast(column, to, zone)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError):
        if pa.types.is_string(to):
            return pa.chunked_array([_texts(column.to_pylist())], pa.string())
        return pa.chunked_array([_one_by_one(column, to, zone)], to)


def fits(column: pa.ChunkedArray, to: pa.DataType, *, zone: str) -> bool:
    """Whether all values of a column of text are of a type."""
    try:
        _cast(column, to, zone)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError):
        return False
    return True


def _cast(column: pa.ChunkedArray, to: pa.DataType, zone: str) -> pa.ChunkedArray:
    if column.type == to:
        return column
    is_text = pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
    if is_text and not pa.types.is_string(to):
        column = pc.utf8_trim_whitespace(column)
    if pa.types.is_timestamp(to) and to.tz is not None and (is_text or column.type.tz is None):
        # A time without a zone is one of the session's.
        column = pc.assume_timezone(column.cast(pa.timestamp("us")), zone, ambiguous="earliest", nonexistent="latest")
    return column.cast(to)


def _one_by_one(column: pa.ChunkedArray, to: pa.DataType, zone: str) -> pa.Array:
    values = []
    for value in column:
        try:
            values.append(_cast(pa.chunked_array([pa.array([value.as_py()], column.type)]), to, zone)[0].as_py())
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError):
            values.append(None)
    return pa.array(values, to)


def written(table: pa.Table, form: Format) -> bytes:
    """The content of a file with the table."""
    if form.name == "parquet":
        sink = io.BytesIO()
        pq.write_table(table, sink)
        return sink.getvalue()
    columns = [column.to_pylist() for column in table.columns]
    text = io.StringIO()
    if form.name == "json":
        for values in zip(*columns, strict=True):
            record = {name: value for name, value in zip(table.column_names, values, strict=True) if value is not None}
            text.write(json.dumps(record, ensure_ascii=False, default=str) + "\n")
        return text.getvalue().encode()
    quoting: dict[str, Any] = {"quotechar": form.quote} if form.quote else {"quoting": csv.QUOTE_NONE, "escapechar": "\\"}
    writer = csv.writer(text, delimiter=form.separator, lineterminator="\n", **quoting)
    if form.has_header:
        writer.writerow(table.column_names)
    for values in zip(*columns, strict=True):
        writer.writerow(["" if value is None else as_text(value) for value in values])
    return text.getvalue().encode()


def is_true(value: Any) -> bool:
    """Whether an option is on, however a script says so."""
    return str(value).strip().lower() in ("true", "1")
