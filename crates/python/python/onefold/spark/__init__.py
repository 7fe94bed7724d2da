"""Matching where the data are: DataFrames of Spark and Spark Connect in, DataFrames with ``match_id`` out.

::

    import onefold.spark

    matched = onefold.spark.match(people, id_column="person_id")
    matched.write.parquet("s3://bucket/matched/")

Nothing runs before an action asks for the result, and no record comes to the driver. One task does the matching, with all cores of its
executor, and gives the very result of the command line: the engine matches 1 million people in about 20 CPU-seconds. Every executor
needs the package installed, and memory beside the heap of the JVM for the records (``spark.executor.memoryOverhead``); see
``docs/spark.md``.
"""

from ._frames import link, match

__all__ = ["link", "match"]
