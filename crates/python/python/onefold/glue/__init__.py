"""Scripts of AWS Glue that find matches, run with Onefold: ``FindMatches``, and the part of the job library that such scripts use.

The names are those of ``awsglue`` and ``awsglueml``; the distribution ``onefold-glue`` provides them under these names too, so that a
script runs unchanged. Frames are wrapped PySpark DataFrames. Tables, transforms and objects come from the service that
``AWS_ENDPOINT_URL`` names.

    from onefold.glue import FindMatches, GlueContext
    from pyspark.context import SparkContext

    context = GlueContext(SparkContext.getOrCreate())
    people = context.create_dynamic_frame.from_catalog(database="shop", table_name="people")
    FindMatches.apply(people, transformId="tfm-...").toDF().show()

It needs ``pyspark``, ``pyarrow`` and ``boto3``.
"""

from .context import GlueContext
from .dynamicframe import (
    DynamicFrame,
    DynamicFrameCollection,
    DynamicFrameReader,
    DynamicFrameWriter,
)
from .job import Job
from .ml import FindIncrementalMatches, FindMatches
from .transforms import (
    ApplyMapping,
    DropFields,
    DropNullFields,
    Filter,
    GlueTransform,
    Map,
    RenameField,
    ResolveChoice,
    SelectFields,
    SelectFromCollection,
)
from .utils import GlueArgumentError, getResolvedOptions

__all__ = [
    "ApplyMapping",
    "DropFields",
    "DropNullFields",
    "DynamicFrame",
    "DynamicFrameCollection",
    "DynamicFrameReader",
    "DynamicFrameWriter",
    "Filter",
    "FindIncrementalMatches",
    "FindMatches",
    "GlueArgumentError",
    "GlueContext",
    "GlueTransform",
    "Job",
    "Map",
    "RenameField",
    "ResolveChoice",
    "SelectFields",
    "SelectFromCollection",
    "getResolvedOptions",
]
