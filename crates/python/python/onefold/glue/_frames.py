"""From files to DataFrames and back. Files are read and written inside of tasks, since Spark itself may have no client for objects."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, unquote

import pyarrow as pa
from pyspark import Accumulator
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_type, to_arrow_type
from pyspark.sql.types import (
    ArrayType,
    CharType,
    DataType,
    DateType,
    LongType,
    NullType,
    StringType,
    StructField,
    StructType,
    TimestampType,
    VarcharType,
    _parse_datatype_string,
)

from . import _formats
from ._formats import Format
from ._objects import Object, Objects, Pending, joined
from ._service import Service

# One task reads so many bytes of files, or one file.
_TASK_BYTES = 64 * 1024 * 1024
# Rows that are handed to Spark at a time.
_BATCH_ROWS = 10_000
# A written file is at most about this large in memory.
_FILE_BYTES = 128 * 1024 * 1024

# What other programs call the folder of records without a value.
_NO_VALUE = "__HIVE_DEFAULT_PARTITION__"

_PLAN = StructType([StructField("file", LongType())])
_WRITTEN = StructType([StructField(name, StringType()) for name in ("address", "upload", "etag")])
_NAME = StructType([StructField("name", StringType())])


@dataclass(frozen=True)
class Part:
    """A file, and the values of the partition that it is in."""

    file: Object
    values: tuple[tuple[str, str], ...] = ()


def load(spark: SparkSession, service: Service, parts: Sequence[Part], form: Format, schema: StructType | None) -> DataFrame:
    """The records of files, in their order. Without a schema, it is what the files hold; with one, columns of text in which a value
    does not fit its type stay text."""
    zone = spark.conf.get("spark.sql.session.timeZone") or "UTC"
    reader = _Reader(service, tuple(parts), form, zone)
    schema = _schema_of_files(spark, reader) if schema is None else _fitting(spark, reader, schema)
    arrow = arrow_schema(schema)

    def read(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for table in reader.tables(batches):
            fitted = _formats.fitted(table, arrow, zone=zone)
            yield from fitted.combine_chunks().to_batches(max_chunksize=_BATCH_ROWS)

    return _in_tasks(spark, parts, read, schema)


def _in_tasks(spark: SparkSession, parts: Sequence[Part], work: Callable[[Iterable[Any]], Iterable[Any]], schema: StructType) -> DataFrame:
    """Runs a function over the numbers of the files. Neighbors share a task, so the records keep their order."""
    slices: list[list[tuple[int]]] = []
    size = 0
    for at, part in enumerate(parts):
        if not slices or size + part.file.size > _TASK_BYTES:
            slices.append([])
            size = 0
        slices[-1].append((at,))
        size += part.file.size
    plan = spark.sparkContext.parallelize(slices, max(len(slices), 1)).flatMap(lambda files: files)
    return spark.createDataFrame(plan, _PLAN).mapInArrow(work, schema)


@dataclass(frozen=True)
class _Reader:
    service: Service
    parts: tuple[Part, ...]
    form: Format
    zone: str

    def tables(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
        """The tables of the files with these numbers."""
        objects = Objects(self.service)
        for batch in batches:
            for at in batch.column(0).to_pylist():
                part = self.parts[at]
                table = _formats.read(objects.read(part.file.address), part.file.address, self.form)
                for name, value in part.values:
                    if name not in table.column_names:
                        table = table.append_column(name, pa.array([value] * table.num_rows, pa.string()))
                yield table


def _schema_of_files(spark: SparkSession, reader: _Reader) -> StructType:
    def schemas(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for table in reader.tables(batches):
            encoded = table.schema.serialize().to_pybytes().hex()
            yield pa.RecordBatch.from_pydict({"name": [encoded]})

    found = _in_tasks(spark, reader.parts, schemas, _NAME).collect()
    schema = _formats.unified([pa.ipc.read_schema(pa.py_buffer(bytes.fromhex(row.name))) for row in found])
    return StructType([StructField(one.name, _spark_type_of(one.type)) for one in schema])


def _spark_type_of(kind: pa.DataType) -> DataType:
    """The type of Spark for one of Arrow; text for one that Spark does not have."""
    if pa.types.is_null(kind):
        return NullType()
    if pa.types.is_dictionary(kind):
        return _spark_type_of(kind.value_type)
    if pa.types.is_timestamp(kind):
        return TimestampType()
    if pa.types.is_unsigned_integer(kind):
        return LongType()
    if pa.types.is_date(kind):
        return DateType()
    if pa.types.is_struct(kind):
        return StructType([StructField(one.name, _spark_type_of(one.type)) for one in kind])
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return ArrayType(_spark_type_of(kind.value_type))
    try:
        return from_arrow_type(kind)
    except PySparkException:
        return StringType()


def _fitting(spark: SparkSession, reader: _Reader, schema: StructType) -> StructType:
    """The schema with text for columns whose files hold something else than the type."""
    declared = [field for field in schema if not isinstance(field.dataType, StringType)]
    if not declared or reader.form.name == "parquet":
        return schema
    types = {field.name: to_arrow_type(field.dataType) for field in declared}
    zone = reader.zone

    def check(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for table in reader.tables(batches):
            wrong = [
                name
                for name, kind in types.items()
                if name in table.column_names and not _formats.fits(table.column(name), kind, zone=zone)
            ]
            yield pa.RecordBatch.from_pydict({"name": pa.array(wrong, pa.string())})

    wrong = {row.name for row in _in_tasks(spark, reader.parts, check, _NAME).collect()}
    return StructType([StructField(f.name, StringType() if f.name in wrong else f.dataType) for f in schema])


def save(
    frame: DataFrame, service: Service, folder: str, form: Format, partition_keys: Sequence[str] = (), name: str | None = None
) -> list[str]:
    """Writes the records below a folder; gives the folders of partitions in it. Files appear when all of them are complete."""
    keys = tuple(partition_keys)
    missing = [key for key in keys if key not in frame.columns]
    if missing:
        raise ValueError(f"the frame has no column {missing[0]!r} to partition by; its columns are {', '.join(frame.columns)}")
    # It also hears of the files of tasks that are done when another one fails.
    lists: Any = _Lists()
    begun: Accumulator[list[Pending]] = frame.sparkSession.sparkContext.accumulator([], lists)
    writer = _Writer(service, folder, form, keys, name or f"run-{uuid.uuid4().hex[:12]}", begun)
    objects = Objects(service)
    try:
        written = in_arrow(frame, writer, _WRITTEN).collect()
    except BaseException:
        objects.discard(begun.value)
        raise
    objects.publish([Pending(row.address, row.upload, row.etag) for row in written])
    return sorted({row.address.rpartition("/")[0] for row in written}) if keys else []


def in_arrow(frame: DataFrame, work: Callable[[Iterable[Any]], Iterable[Any]], schema: StructType) -> DataFrame:
    """Runs a function over the records of each partition. Spark itself takes a point in the name of a column for a path."""
    names = frame.columns
    plain = frame.toDF(*(f"c{at}" for at in range(len(names))))

    def run(batches: Iterable[pa.RecordBatch]) -> Iterable[pa.RecordBatch]:
        return work(pa.RecordBatch.from_arrays(batch.columns, names=names) for batch in batches)

    return plain.mapInArrow(run, schema)


class _Lists:
    """How Spark adds up lists: what it asks of an accumulator."""

    def zero(self, value: list[Pending]) -> list[Pending]:
        del value
        return []

    def addInPlace(self, value1: list[Pending], value2: list[Pending]) -> list[Pending]:
        return value1 + value2


@dataclass(frozen=True)
class _Writer:
    service: Service
    folder: str
    form: Format
    partition_keys: tuple[str, ...]
    name: str
    begun: Accumulator[list[Pending]]

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from pyspark import TaskContext

        context = TaskContext.get()
        task = context.partitionId() if context else 0
        objects = Objects(self.service)
        begun: list[Pending] = []
        try:
            for number, table in enumerate(_rolled(batches)):
                for values, part in self._partitions(table):
                    folders = [f"{key}={value}" for key, value in zip(self.partition_keys, values, strict=True)]
                    file = f"{self.name}-part-{task:05}-{number:03}.{self.form.ending}"
                    begun.append(objects.begin(joined(self.folder, *folders, file), _formats.written(part, self.form)))
        except BaseException:
            objects.discard(begun)
            raise
        self.begun.add(begun)
        columns = [[one.address for one in begun], [one.upload for one in begun], [one.etag for one in begun]]
        yield pa.RecordBatch.from_arrays([pa.array(column, pa.string()) for column in columns], _WRITTEN.names)

    def _partitions(self, table: pa.Table) -> Iterator[tuple[tuple[str, ...], pa.Table]]:
        if not self.partition_keys:
            yield (), table
            return
        values = zip(*(table.column(key).to_pylist() for key in self.partition_keys), strict=True)
        rows: dict[tuple[str, ...], list[int]] = {}
        for row, own in enumerate(values):
            rows.setdefault(tuple(_folder_value(one) for one in own), []).append(row)
        rest = table.drop_columns(list(self.partition_keys))
        for folder, numbers in rows.items():
            yield folder, rest.take(pa.array(numbers, pa.int64()))


def _folder_value(value: Any) -> str:
    """A value as the name of a folder has it; what would be another folder is written as its code."""
    text = _formats.as_text(value)
    return quote(text, safe=" !$&()+,;<>@|~`") if text else _NO_VALUE


def _value_of_folder(name: str) -> str:
    value = name.partition("=")[2]
    return "" if value == _NO_VALUE else unquote(value)


def _rolled(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Tables of about the size of a file."""
    held: list[pa.RecordBatch] = []
    size = 0
    for batch in batches:
        if batch.num_rows:
            held.append(batch)
            size += batch.nbytes
        if size >= _FILE_BYTES:
            yield pa.Table.from_batches(held)
            held, size = [], 0
    if held:
        yield pa.Table.from_batches(held)


def arrow_schema(schema: StructType) -> pa.Schema:
    """The schema as Spark hands records over."""
    return pa.schema([pa.field(field.name, to_arrow_type(field.dataType), field.nullable) for field in schema])


def spark_type(name: str) -> DataType:
    """The type that the catalog names."""
    try:
        kind = _parse_datatype_string(name)
    except PySparkException:
        return StringType()
    return StringType() if isinstance(kind, (CharType, VarcharType)) else kind


@dataclass(frozen=True)
class CatalogTable:
    """A table of the catalog: where its files are, and how they are read."""

    database: str
    name: str
    location: str
    form: Format
    schema: StructType
    partition_keys: tuple[str, ...]

    @classmethod
    def find(cls, service: Service, database: str, name: str, catalog_id: str | None = None) -> CatalogTable:
        """The table of that name."""
        given = {"CatalogId": catalog_id} if catalog_id else {}
        table = service.client("glue").get_table(DatabaseName=database, Name=name, **given)["Table"]
        storage = table.get("StorageDescriptor", {})
        keys = table.get("PartitionKeys", [])
        columns = [*storage.get("Columns", []), *keys]
        location = storage.get("Location", "")
        if not location:
            raise ValueError(f"table {database}.{name} has no location; set Location in its StorageDescriptor")
        return cls(
            database=database,
            name=name,
            location=location,
            form=_form_of(table),
            schema=StructType([StructField(column["Name"], spark_type(column.get("Type", "string"))) for column in columns]),
            partition_keys=tuple(key["Name"] for key in keys),
        )

    def parts(self, service: Service, predicate: str = "") -> list[Part]:
        """Its files. Partitions come from the catalog, or else from the names of folders."""
        objects = Objects(service)
        places = self._partitions(service, predicate) if self.partition_keys else []
        if places:
            return [
                Part(file, tuple(zip(self.partition_keys, values, strict=False)))
                for location, values in places
                for file in objects.find(location, recurse=True)
            ]
        if predicate and self.partition_keys:
            if self._partitions(service, ""):
                return []
            raise ValueError(f"table {self.database}.{self.name} has no partitions in the catalog, which a predicate could select")
        return [partitioned(file, self.location) for file in objects.find(self.location, recurse=True)]

    def _partitions(self, service: Service, predicate: str) -> list[tuple[str, list[str]]]:
        given = {"Expression": predicate} if predicate else {}
        pages = service.client("glue").get_paginator("get_partitions").paginate(DatabaseName=self.database, TableName=self.name, **given)
        found = [partition for page in pages for partition in page["Partitions"]]
        return [(one["StorageDescriptor"]["Location"], one["Values"]) for one in found]

    def chosen(self, parts: Sequence[Part], objects: Objects) -> Format:
        """The format: what the catalog says, or else how the first file is named."""
        if self.form.name:
            return self.form
        name = os.path.basename(parts[0].file.address).lower() if parts else ""
        known = next((form for ending, form in _formats.FORMATS.items() if f".{ending}" in name), "csv")
        return replace(self.form, name=known)


_SERDES = {
    "csv": "org.apache.hadoop.hive.serde2.OpenCSVSerde",
    "json": "org.openx.data.jsonserde.JsonSerDe",
    "parquet": "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
}


@dataclass(frozen=True)
class CatalogUpdate:
    """Keeps a table of the catalog in step with files that were written."""

    service: Service
    database: str
    name: str

    def keep(
        self, schema: StructType, location: str, form: Format, keys: Sequence[str], folders: Sequence[str], *, replaces: bool
    ) -> None:
        """Creates the table if it is missing; adds new columns if it is to be replaced; adds partitions."""
        glue = self.service.client("glue")
        wanted = self._definition(schema, location, form, keys)
        try:
            table = glue.get_table(DatabaseName=self.database, Name=self.name)["Table"]
        except glue.exceptions.EntityNotFoundException:
            glue.create_table(DatabaseName=self.database, TableInput=wanted)
        else:
            storage = table["StorageDescriptor"]
            there = {column["Name"].lower() for column in [*storage.get("Columns", []), *table.get("PartitionKeys", [])]}
            new = [column for column in wanted["StorageDescriptor"]["Columns"] if column["Name"].lower() not in there]
            if new and replaces:
                kept = ("Name", "Description", "Owner", "Retention", "PartitionKeys", "TableType", "Parameters")
                changed = {key: table[key] for key in kept if key in table}
                changed["StorageDescriptor"] = {**storage, "Columns": [*storage.get("Columns", []), *new]}
                glue.update_table(DatabaseName=self.database, TableInput=changed)
        storage = wanted["StorageDescriptor"]
        partitions = [
            {
                "Values": [_value_of_folder(name) for name in folder.split("/")[-len(keys) :]],
                "StorageDescriptor": {**storage, "Location": folder},
            }
            for folder in folders
        ]
        for at in range(0, len(partitions), 100):
            part = partitions[at : at + 100]
            answer = glue.batch_create_partition(DatabaseName=self.database, TableName=self.name, PartitionInputList=part)
            # Those that exist already are refused one by one, and stay as they are.
            for error in (one["ErrorDetail"] for one in answer.get("Errors", [])):
                if error["ErrorCode"] != "AlreadyExistsException":
                    raise ValueError(f"a partition of table {self.database}.{self.name} cannot be added: {error['ErrorMessage']}")

    def _definition(self, schema: StructType, location: str, form: Format, keys: Sequence[str]) -> dict[str, Any]:
        columns = [{"Name": field.name, "Type": field.dataType.simpleString()} for field in schema]
        serde: dict[str, Any] = {"SerializationLibrary": _SERDES[form.name]}
        parameters = {"classification": form.name}
        if form.name == "csv":
            serde["Parameters"] = {"separatorChar": form.separator, "quoteChar": form.quote}
            parameters["skip.header.line.count"] = "1" if form.has_header else "0"
        return {
            "Name": self.name,
            "TableType": "EXTERNAL_TABLE",
            "Parameters": parameters,
            "PartitionKeys": [column for column in columns if column["Name"] in keys],
            "StorageDescriptor": {
                "Columns": [column for column in columns if column["Name"] not in keys],
                "Location": location,
                "SerdeInfo": serde,
            },
        }


def partitioned(file: Object, location: str) -> Part:
    """A file with the values that folders between it and the location name."""
    below = file.address.removeprefix(location.rstrip("/") + "/").split("/")[:-1]
    return Part(file, tuple((folder.partition("=")[0], _value_of_folder(folder)) for folder in below if "=" in folder))


def _form_of(table: Mapping[str, Any]) -> Format:
    storage = table.get("StorageDescriptor", {})
    serde = storage.get("SerdeInfo", {})
    parameters = {**serde.get("Parameters", {}), **storage.get("Parameters", {}), **table.get("Parameters", {})}
    library = serde.get("SerializationLibrary", "").lower()
    name = _formats.FORMATS.get(parameters.get("classification", "").lower(), "")
    if not name:
        known = {"csv": ("opencsv", "lazysimple"), "json": ("json",), "parquet": ("parquet",)}
        name = next((form for form, words in known.items() if any(word in library for word in words)), "")
    separator = parameters.get("separatorChar") or parameters.get("field.delim") or parameters.get("delimiter") or ","
    quote = parameters.get("quoteChar", '"')
    return Format(
        name=name,
        separator=separator,
        quote=quote[:1] or '"',
        has_header=parameters.get("skip.header.line.count", "0").strip() not in ("", "0"),
        columns=tuple(column["Name"] for column in storage.get("Columns", [])),
    )


def records_as_json(frame: DataFrame, rows: int) -> list[str]:
    """The first records, each as JSON."""
    return [json.dumps(row.asDict(recursive=True), ensure_ascii=False, default=str) for row in frame.take(rows)]


