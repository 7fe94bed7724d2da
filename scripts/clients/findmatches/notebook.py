"""A script as it comes out of a notebook: a table of the catalog, a transform, a look at the result, and a file of it."""

import sys

from awsglue.context import GlueContext
from awsglue.job import Job
from awsglue.transforms import *  # noqa: F403
from awsglue.utils import getResolvedOptions
from awsglueml.transforms import FindMatches
from pyspark.context import SparkContext

args = getResolvedOptions(sys.argv, ["JOB_NAME", "transform_id", "output"])

sc = SparkContext()
glueContext = GlueContext(sc)
spark = glueContext.spark_session
job = Job(glueContext)
job.init(args["JOB_NAME"], args)

papers = glueContext.create_dynamic_frame.from_catalog(database="library", table_name="papers", transformation_ctx="papers")
papers.printSchema()
print("records:", papers.count())

matched = FindMatches.apply(frame=papers, transformId=args["transform_id"], transformation_ctx="matched")
matched.toDF().show()

glueContext.write_dynamic_frame.from_options(
    frame=matched, connection_type="s3", connection_options={"path": args["output"]}, format="csv", transformation_ctx="written"
)
job.commit()
