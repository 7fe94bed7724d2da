"""Matching where the data are: DataFrames of Spark and Spark Connect in, DataFrames with ``match_id`` out.

::

    import onefold.spark

    matched = onefold.spark.match(people, id_column="person_id")
    matched.write.parquet("s3://bucket/matched/")

No record comes to the driver. One task matches a table of up to 3 million rows, with all cores of its executor, when an action asks for
the result: it is the very result of the command line, and the engine matches 1 million people in about 20 CPU-seconds. A larger table is
matched in parts, by as many tasks as ``partitions`` says. Every executor needs the package installed, and memory in addition to the heap of the
JVM for the records (``spark.executor.memoryOverhead``); see ``docs/spark.md``.
"""

from ._frames import link, match

__all__ = ["link", "match"]
