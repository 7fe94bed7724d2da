"""Frames: DataFrames of PySpark under the names that scripts of jobs use."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import (
    Callable,
    Iterable,
    Iterator,
    KeysView,
    Mapping,
    Sequence,
    ValuesView,
)
from typing import TYPE_CHECKING, Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import (
    ArrayType,
    BinaryType,
    BooleanType,
    DataType,
    DateType,
    DecimalType,
    DoubleType,
    LongType,
    NullType,
    StringType,
    StructField,
    StructType,
    TimestampType,
)

from . import _frames
from ._formats import Format, as_text, is_true
from ._frames import CatalogTable
from ._objects import Objects

if TYPE_CHECKING:
    from .context import GlueContext

Spec = tuple[str, str]
_INT64 = 1 << 63


class DynamicFrame:
    """A frame. Columns have one type each; what AWS calls a choice of types is text here."""

    def __init__(self, jdf: DataFrame, glue_ctx: GlueContext, name: str = "") -> None:
        self._frame = jdf
        self.glue_ctx = glue_ctx
        self.name = name

    @classmethod
    def fromDF(cls, dataframe: DataFrame, glue_ctx: GlueContext, name: str = "") -> DynamicFrame:
        """Wraps a DataFrame."""
        return cls(dataframe, glue_ctx, name)

    def toDF(self, options: object = None) -> DataFrame:
        """The DataFrame."""
        del options
        return self._frame

    def schema(self) -> StructType:
        """The columns with their types."""
        return self._frame.schema

    def printSchema(self) -> None:
        """Prints the columns with their types."""
        self._frame.printSchema()

    def count(self) -> int:
        """The number of records."""
        return int(self._frame.count())

    def show(self, num_rows: int = 20) -> None:
        """Prints the first records."""
        print("\n".join(_frames.records_as_json(self._frame, num_rows)))

    def getNumPartitions(self) -> int:
        """The number of partitions."""
        return int(self._frame.rdd.getNumPartitions())

    def errorsCount(self) -> int:
        """The number of records with errors: none, since an error ends the job."""
        return 0

    def repartition(
        self, numPartitions: int, transformation_ctx: str = "", info: str = "", stageThreshold: int = 0, totalThreshold: int = 0
    ) -> DynamicFrame:
        """The same records in so many partitions."""
        return self._with(self._frame.repartition(numPartitions))

    def coalesce(
        self,
        numPartitions: int,
        shuffle: bool = False,
        transformation_ctx: str = "",
        info: str = "",
        stageThreshold: int = 0,
        totalThreshold: int = 0,
    ) -> DynamicFrame:
        """The same records in at most so many partitions."""
        return self._with(self._frame.repartition(numPartitions) if shuffle else self._frame.coalesce(numPartitions))

    def union(self, other_frame: DynamicFrame, transformation_ctx: str = "", *_: Any, **__: Any) -> DynamicFrame:
        """The records of both frames; columns that one of them lacks are empty there."""
        return self._with(self._frame.unionByName(other_frame.toDF(), allowMissingColumns=True))

    def map(
        self,
        f: Callable[[dict[str, Any]], Mapping[str, Any]],
        transformation_ctx: str = "",
        preservesPartitioning: bool = False,
        info: str = "",
        stageThreshold: int = 0,
        totalThreshold: int = 0,
    ) -> DynamicFrame:
        """The frame of what a function makes of each record. Records are dicts."""
        records = self._frame.rdd.map(lambda row: dict(f(row.asDict(recursive=True))))
        # They are read twice: for their types, and for their values.
        records = records.cache()
        found = records.mapPartitions(_types_of).collect()
        types: dict[str, DataType] = {}
        for part in found:
            _merge(types, part)
        # A column that is empty everywhere keeps its type.
        before = {field.name: field.dataType for field in self._frame.schema}
        schema = StructType([StructField(n, before.get(n, StringType()) if isinstance(t, NullType) else t) for n, t in types.items()])
        rows = records.map(lambda record: tuple(_value(record.get(field.name), field.dataType) for field in schema))
        return self._with(self._session.createDataFrame(rows, schema, verifySchema=False))

    def filter(
        self,
        f: Callable[[dict[str, Any]], bool],
        transformation_ctx: str = "",
        info: str = "",
        stageThreshold: int = 0,
        totalThreshold: int = 0,
    ) -> DynamicFrame:
        """The records for which a function says so."""
        rows = self._frame.rdd.filter(lambda row: bool(f(row.asDict(recursive=True))))
        return self._with(self._session.createDataFrame(rows, self._frame.schema, verifySchema=False))

    def select_fields(
        self, paths: str | Sequence[str], transformation_ctx: str = "", info: str = "", stageThreshold: int = 0, totalThreshold: int = 0
    ) -> DynamicFrame:
        """These columns, in this order. Those that the frame does not have are left out."""
        there = [name for name in _listed(paths) if name in self._frame.columns]
        if not there:
            raise ValueError(f"the frame has none of the columns {', '.join(_listed(paths))}; it has {', '.join(self._frame.columns)}")
        return self._with(self._frame.select([_column(name) for name in there]))

    def drop_fields(
        self, paths: str | Sequence[str], transformation_ctx: str = "", info: str = "", stageThreshold: int = 0, totalThreshold: int = 0
    ) -> DynamicFrame:
        """All columns but these."""
        gone = set(_listed(paths))
        return self._with(self._frame.select([_column(name) for name in self._frame.columns if name not in gone]))

    def rename_field(
        self,
        oldName: str,
        newName: str,
        transformation_ctx: str = "",
        info: str = "",
        stageThreshold: int = 0,
        totalThreshold: int = 0,
        **_: Any,
    ) -> DynamicFrame:
        """One column under another name."""
        old, new = oldName.strip("`"), newName.strip("`")
        if old not in self._frame.columns:
            raise ValueError(f"the frame has no column {old!r}; it has {', '.join(self._frame.columns)}")
        return self._with(self._frame.withColumnRenamed(old, new))

    def apply_mapping(
        self,
        mappings: Sequence[Sequence[str]],
        case_sensitive: bool = False,
        transformation_ctx: str = "",
        info: str = "",
        stageThreshold: int = 0,
        totalThreshold: int = 0,
    ) -> DynamicFrame:
        """Columns under other names and types: tuples of source, source type, target and target type, or parts of that."""
        spelled = {name if case_sensitive else name.lower(): name for name in self._frame.columns}
        columns = []
        for mapping in mappings:
            source, target, kind = _mapping(mapping)
            top, *inner = [source] if source in self._frame.columns else source.split(".")
            own = spelled.get(top if case_sensitive else top.lower())
            if own is None:
                continue
            column = ".".join(f"`{part}`" for part in [own, *inner])
            columns.append((F.expr(f"try_cast({column} AS {kind})") if kind else F.col(column)).alias(target))
        if not columns:
            raise ValueError("the mapping names no column of the frame; it has " + ", ".join(self._frame.columns))
        return self._with(self._frame.select(columns))

    def resolveChoice(
        self,
        specs: Sequence[Spec] | None = None,
        choice: str = "",
        database: str | None = None,
        table_name: str | None = None,
        transformation_ctx: str = "",
        info: str = "",
        stageThreshold: int = 0,
        totalThreshold: int = 0,
        catalog_id: str | None = None,
    ) -> DynamicFrame:
        """Columns in the types that are named, or those of a table of the catalog. Values that do not fit become empty."""
        if specs and choice:
            raise ValueError("resolveChoice takes specs or choice, not both")
        actions = dict(specs or ())
        if choice.upper() == "MATCH_CATALOG":
            if not database or not table_name:
                raise ValueError("resolveChoice with MATCH_CATALOG needs database and table_name")
            table = CatalogTable.find(self.glue_ctx.service, database, table_name, catalog_id)
            actions = {field.name: f"cast:{field.dataType.simpleString()}" for field in table.schema}
        columns = []
        for field in self._frame.schema:
            verb, _, kind = actions.get(field.name, "").partition(":")
            # Columns have one type each, so there is nothing to make several columns or a structure of.
            if verb in ("cast", "project") and kind and kind != field.dataType.simpleString():
                columns.append(F.expr(f"try_cast(`{field.name}` AS {kind})").alias(field.name))
            else:
                columns.append(_column(field.name))
        return self._with(self._frame.select(columns))

    def drop_nulls(self, transformation_ctx: str = "", *_: Any, **__: Any) -> DynamicFrame:
        """All columns but those without a type, which are empty in every record."""
        typed = [field.name for field in self._frame.schema if not isinstance(field.dataType, NullType)]
        return self._with(self._frame.select([_column(name) for name in typed]))

    @property
    def _session(self) -> Any:
        return self._frame.sparkSession

    def _with(self, frame: DataFrame) -> DynamicFrame:
        return DynamicFrame(frame, self.glue_ctx, self.name)


class DynamicFrameCollection:
    """Frames by their names."""

    def __init__(self, dynamic_frames: Mapping[str, DynamicFrame], glue_ctx: GlueContext) -> None:
        self._frames = dict(dynamic_frames)
        self.glue_ctx = glue_ctx

    def keys(self) -> KeysView[str]:
        """The names."""
        return self._frames.keys()

    def values(self) -> ValuesView[DynamicFrame]:
        """The frames."""
        return self._frames.values()

    def select(self, key: str, default: DynamicFrame | None = None) -> DynamicFrame:
        """The frame of that name."""
        found = self._frames.get(key, default)
        if found is None:
            raise KeyError(f"the collection has no frame {key!r}; it has {', '.join(self._frames)}")
        return found

    def map(self, callable: Callable[..., DynamicFrame], transformation_ctx: str = "") -> DynamicFrameCollection:
        """What a function makes of each frame."""
        made = {name: callable(frame, f"{transformation_ctx}{name}") for name, frame in self._frames.items()}
        return DynamicFrameCollection(made, self.glue_ctx)

    def __getitem__(self, key: str) -> DynamicFrame:
        return self.select(key)

    def __len__(self) -> int:
        return len(self._frames)

    def __iter__(self) -> Iterator[str]:
        return iter(self._frames)


class DynamicFrameReader:
    """Reads frames: ``glue_context.create_dynamic_frame``."""

    def __init__(self, glue_context: GlueContext) -> None:
        self._context = glue_context

    def from_rdd(
        self,
        data: Any,
        name: str,
        schema: Any = None,
        sampleRatio: float | None = None,
        transformation_ctx: str = "",
    ) -> DynamicFrame:
        """A frame of an RDD."""
        return DynamicFrame(self._context.spark_session.createDataFrame(data, schema, sampleRatio), self._context, name)

    def from_catalog(
        self,
        database: str | None = None,
        table_name: str | None = None,
        redshift_tmp_dir: str = "",
        transformation_ctx: str = "",
        push_down_predicate: str = "",
        additional_options: Mapping[str, Any] | None = None,
        catalog_id: str | None = None,
        **more: Any,
    ) -> DynamicFrame:
        """The records of a table of the catalog."""
        # Scripts of early versions name the database so.
        database = database or more.get("name_space")
        if not database or not table_name:
            raise ValueError("from_catalog needs database and table_name")
        service = self._context.service
        table = CatalogTable.find(service, database, table_name, catalog_id)
        options = additional_options or {}
        predicate = push_down_predicate or options.get("catalogPartitionPredicate", "")
        parts = table.parts(service, predicate)
        if not parts and not predicate:
            raise ValueError(f"table {database}.{table_name} has no files at {table.location}")
        form = table.chosen(parts, Objects(service))
        frame = _frames.load(self._context.spark_session, service, parts, form, table.schema)
        return DynamicFrame(frame, self._context, table_name)

    def from_options(
        self,
        connection_type: str,
        connection_options: Mapping[str, Any] | None = None,
        format: str | None = None,
        format_options: Mapping[str, Any] | None = None,
        transformation_ctx: str = "",
        push_down_predicate: str = "",
        **_: Any,
    ) -> DynamicFrame:
        """The records of files."""
        _check_connection(connection_type)
        options = connection_options or {}
        paths = options.get("paths") or options.get("path")
        if not paths:
            raise ValueError("from_options needs connection_options with paths")
        recurse = is_true(options.get("recurse", False))
        service = self._context.service
        objects = Objects(service)
        parts = [_frames.partitioned(file, path) for path in _listed(paths) for file in objects.find(path, recurse=recurse)]
        if not parts:
            deeper = any(objects.find(path, recurse=True) for path in _listed(paths))
            hint = '; set "recurse": True in connection_options to read folders below' if deeper and not recurse else ""
            raise ValueError(f"there are no files at {', '.join(_listed(paths))}{hint}")
        form = Format.of(format, format_options)
        return DynamicFrame(_frames.load(self._context.spark_session, service, parts, form, None), self._context, transformation_ctx)


class DynamicFrameWriter:
    """Writes frames: ``glue_context.write_dynamic_frame``. Files of a frame appear when all of them are complete."""

    def __init__(self, glue_context: GlueContext) -> None:
        self._context = glue_context

    def from_options(
        self,
        frame: DynamicFrame | DataFrame,
        connection_type: str,
        connection_options: Mapping[str, Any] | None = None,
        format: str | None = None,
        format_options: Mapping[str, Any] | None = None,
        transformation_ctx: str = "",
        **_: Any,
    ) -> DynamicFrame | DataFrame:
        """Writes files below a path, beside those that are there."""
        _check_connection(connection_type)
        options = connection_options or {}
        path = options.get("path")
        if not path:
            raise ValueError("from_options needs connection_options with a path")
        form = Format.of(format or "json", {"writeHeader": True, **(format_options or {})})
        _frames.save(_data_frame(frame), self._context.service, path, form, _listed(options.get("partitionKeys") or ()))
        return frame

    def from_catalog(
        self,
        frame: DynamicFrame | DataFrame,
        database: str | None = None,
        table_name: str | None = None,
        redshift_tmp_dir: str = "",
        transformation_ctx: str = "",
        additional_options: Mapping[str, Any] | None = None,
        catalog_id: str | None = None,
        **more: Any,
    ) -> DynamicFrame | DataFrame:
        """Writes files where a table of the catalog has its own, in its format."""
        database = database or more.get("name_space")
        if not database or not table_name:
            raise ValueError("from_catalog needs database and table_name")
        service = self._context.service
        table = CatalogTable.find(service, database, table_name, catalog_id)
        keys = _listed((additional_options or {}).get("partitionKeys") or table.partition_keys)
        _frames.save(_data_frame(frame), service, table.location, table.chosen([], Objects(service)), keys)
        return frame


class DataSink:
    """A place for frames: what ``glue_context.getSink`` gives. If asked to, it keeps a table of the catalog up to date."""

    def __init__(self, glue_context: GlueContext, connection_type: str, options: Mapping[str, Any]) -> None:
        _check_connection(connection_type)
        if not options.get("path"):
            raise ValueError("getSink needs a path")
        self._context = glue_context
        self._options = dict(options)
        self._table: tuple[str, str] | None = None
        self._form = Format.of("json", None)

    def setFormat(self, format: str, **options: Any) -> None:
        """How files are written."""
        self._form = Format.of(format, {"writeHeader": True, **options})

    def setCatalogInfo(self, catalogDatabase: str | None = None, catalogTableName: str | None = None, catalogId: str = "") -> None:
        """The table of the catalog that the files belong to."""
        if not catalogDatabase or not catalogTableName:
            raise ValueError("setCatalogInfo needs catalogDatabase and catalogTableName")
        self._table = (catalogDatabase, catalogTableName)

    def writeFrame(self, dynamic_frame: DynamicFrame | DataFrame, info: str = "") -> DynamicFrame | DataFrame:
        """Writes a frame beside what is there."""
        frame, options = _data_frame(dynamic_frame), self._options
        path, keys = str(options["path"]), _listed(options.get("partitionKeys") or ())
        written = _frames.save(frame, self._context.service, path, self._form, keys)
        if self._table is not None and is_true(options.get("enableUpdateCatalog", False)):
            replaces = str(options.get("updateBehavior", "UPDATE_IN_DATABASE")).upper() == "UPDATE_IN_DATABASE"
            catalog = _frames.CatalogUpdate(self._context.service, *self._table)
            catalog.keep(frame.schema, path, self._form, keys, written, replaces=replaces)
        return dynamic_frame

    write = writeFrame


def _data_frame(frame: DynamicFrame | DataFrame) -> DataFrame:
    return frame.toDF() if isinstance(frame, DynamicFrame) else frame


def _check_connection(kind: str) -> None:
    if kind.lower() not in ("s3", "file"):
        raise ValueError(f"the connection type {kind!r} is not supported; only s3 is")


def _listed(names: str | Iterable[str]) -> list[str]:
    return [names] if isinstance(names, str) else list(names)


def _column(name: str) -> Any:
    return F.col(f"`{name}`").alias(name)


def _mapping(mapping: Sequence[str]) -> tuple[str, str, str | None]:
    """Source, target and type of a mapping, which may leave types out."""
    match [part.strip("`") for part in mapping]:
        case [source, _, target, kind]:
            return source, target, kind
        case [source, _, target]:
            return source, target, None
        case [source, target]:
            return source, target, None
        case _:
            raise ValueError(f"a mapping has two to four parts: source, source type, target, target type; not {mapping!r}")


def _types_of(records: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, DataType]]:
    """The types of the columns of some records, in the order in which columns appear."""
    types: dict[str, DataType] = {}
    for record in records:
        _merge(types, {str(name): _type(value) for name, value in record.items()})
    yield types


def _merge(types: dict[str, DataType], more: Mapping[str, DataType]) -> None:
    for name, kind in more.items():
        types[name] = _common(types[name], kind) if name in types else kind


def _type(value: Any) -> DataType:
    match value:
        case None:
            return NullType()
        case bool():
            return BooleanType()
        case int():
            return LongType() if -_INT64 <= value < _INT64 else StringType()
        case float():
            return DoubleType()
        case datetime.datetime():
            return TimestampType()
        case datetime.date():
            return DateType()
        case decimal.Decimal():
            return DecimalType(38, 18)
        case bytes() | bytearray():
            return BinaryType()
        case Mapping():
            return StructType([StructField(str(name), _type(one)) for name, one in value.items()])
        case list() | tuple():
            inner: DataType = NullType()
            for one in value:
                inner = _common(inner, _type(one))
            return ArrayType(inner)
        case _:
            return StringType()


def _common(one: DataType, other: DataType) -> DataType:
    if one == other or isinstance(other, NullType):
        return one
    if isinstance(one, NullType):
        return other
    if {type(one), type(other)} == {LongType, DoubleType}:
        return DoubleType()
    if isinstance(one, StructType) and isinstance(other, StructType):
        types = {field.name: field.dataType for field in one}
        _merge(types, {field.name: field.dataType for field in other})
        return StructType([StructField(name, kind) for name, kind in types.items()])
    if isinstance(one, ArrayType) and isinstance(other, ArrayType):
        return ArrayType(_common(one.elementType, other.elementType))
    return StringType()


def _value(value: Any, kind: DataType) -> Any:
    """A value in the type of its column."""
    if value is None:
        return None
    if isinstance(kind, StringType):
        return as_text(value)
    if isinstance(kind, DoubleType):
        return float(value)
    if isinstance(kind, StructType):
        return tuple(_value(value.get(field.name), field.dataType) for field in kind)
    if isinstance(kind, ArrayType):
        return [_value(one, kind.elementType) for one in value]
    return value
