"""A job that a scheduler starts: two sources in JSON are made alike, put together, and matched without scores."""

import sys

from awsglue.context import GlueContext
from awsglue.dynamicframe import DynamicFrame
from awsglue.job import Job
from awsglue.utils import getResolvedOptions
from awsglueml.transforms import FindMatches
from pyspark.context import SparkContext

args = getResolvedOptions(sys.argv, ["JOB_NAME", "transform_id", "first", "second", "output"])

glue_context = GlueContext(SparkContext.getOrCreate())
job = Job(glue_context)
job.init(args["JOB_NAME"], args)


def read(path):
    return glue_context.create_dynamic_frame.from_options(
        connection_type="s3", connection_options={"paths": [path], "recurse": True}, format="json", transformation_ctx="read"
    )


def with_source(source):
    def add(record):
        record["source"] = source
        record["comment"] = f"from {source}"
        return record

    return add


columns = ["id", "source", "title", "authors", "venue", "year"]
first = read(args["first"]).map(f=with_source("a")).select_fields(columns)
second = read(args["second"]).map(f=with_source("b")).rename_field("name", "title").select_fields(columns)
both = first.toDF().union(second.toDF().select(columns))

matched = FindMatches.apply(
    frame=DynamicFrame.fromDF(both, glue_context, "both"), transformId=args["transform_id"], computeMatchConfidenceScores=False
)
glue_context.write_dynamic_frame.from_options(
    frame=matched.repartition(2), connection_type="s3", connection_options={"path": args["output"]}, format="json"
)
job.commit()
