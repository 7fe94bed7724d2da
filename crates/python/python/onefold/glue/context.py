"""The context of a job: its Spark session, and readers and writers of frames."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pyspark.sql import SparkSession

from ._service import Service
from .dynamicframe import DataSink, DynamicFrame, DynamicFrameReader, DynamicFrameWriter

if TYPE_CHECKING:
    from pyspark import SparkContext


class GlueContext:
    """Wraps a Spark context; what it does not have itself is that of the Spark session, such as ``sql`` and ``read``."""

    def __init__(self, sparkContext: SparkContext, **options: Any) -> None:
        del options
        self._sc = sparkContext
        self.spark_session: SparkSession = SparkSession.builder.getOrCreate()
        self.create_dynamic_frame = DynamicFrameReader(self)
        self.write_dynamic_frame = DynamicFrameWriter(self)

    @cached_property
    def service(self) -> Service:
        """The service with the catalog, the objects and the transforms."""
        return Service.from_environment()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name == "spark_session":
            raise AttributeError(name)
        return getattr(self.spark_session, name)

    def create_dynamic_frame_from_rdd(self, data: Any, name: str, schema: Any = None, **more: Any) -> DynamicFrame:
        """As ``create_dynamic_frame.from_rdd``."""
        return self.create_dynamic_frame.from_rdd(data, name, schema, **more)

    def create_dynamic_frame_from_catalog(self, database: str, table_name: str, redshift_tmp_dir: str = "", **more: Any) -> DynamicFrame:
        """As ``create_dynamic_frame.from_catalog``."""
        return self.create_dynamic_frame.from_catalog(database, table_name, redshift_tmp_dir, **more)

    def create_dynamic_frame_from_options(
        self, connection_type: str, connection_options: Mapping[str, Any] | None = None, format: str | None = None, **more: Any
    ) -> DynamicFrame:
        """As ``create_dynamic_frame.from_options``."""
        return self.create_dynamic_frame.from_options(connection_type, connection_options, format, **more)

    def write_dynamic_frame_from_options(
        self,
        frame: DynamicFrame,
        connection_type: str,
        connection_options: Mapping[str, Any] | None = None,
        format: str | None = None,
        **more: Any,
    ) -> Any:
        """As ``write_dynamic_frame.from_options``."""
        return self.write_dynamic_frame.from_options(frame, connection_type, connection_options, format, **more)

    def write_dynamic_frame_from_catalog(self, frame: DynamicFrame, database: str, table_name: str, **more: Any) -> Any:
        """As ``write_dynamic_frame.from_catalog``."""
        return self.write_dynamic_frame.from_catalog(frame, database, table_name, **more)

    def getSink(self, connection_type: str, format: str | None = None, transformation_ctx: str = "", **options: Any) -> DataSink:
        """A place that frames are written to."""
        sink = DataSink(self, connection_type, options)
        if format:
            sink.setFormat(format)
        return sink

    def get_logger(self) -> Logger:
        """A logger whose lines are in the log of errors of the job run."""
        return Logger()


class Logger:
    """Prints to the standard error."""

    def info(self, text: object) -> None:
        """A message."""
        self._print("INFO", text)

    def warn(self, text: object) -> None:
        """A warning."""
        self._print("WARN", text)

    warning = warn

    def error(self, text: object) -> None:
        """An error."""
        self._print("ERROR", text)

    def debug(self, text: object) -> None:
        """A detail; none is printed."""

    @staticmethod
    def _print(level: str, text: object) -> None:
        print(level, text, file=sys.stderr)
