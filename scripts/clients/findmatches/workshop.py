"""The steps of an ETL workshop: types of the catalog, no empty columns, matches with scores, one record of each group."""

import sys

from awsglue.context import GlueContext
from awsglue.dynamicframe import DynamicFrame
from awsglue.job import Job
from awsglue.transforms import *
from awsglue.utils import getResolvedOptions
from awsglueml.transforms import FindMatches
from pyspark.context import SparkContext

args = getResolvedOptions(sys.argv, ["JOB_NAME", "transform_id", "output", "unique_output"])
sc = SparkContext()
glueContext = GlueContext(sc)
job = Job(glueContext)
job.init(args["JOB_NAME"], args)

datasource0 = glueContext.create_dynamic_frame.from_catalog(
    database="library", table_name="papers", transformation_ctx="datasource0"
)
resolvechoice1 = ResolveChoice.apply(
    frame=datasource0, choice="MATCH_CATALOG", database="library", table_name="papers", transformation_ctx="resolvechoice1"
)
dropnullfields2 = DropNullFields.apply(frame=resolvechoice1, transformation_ctx="dropnullfields2")
findmatches3 = FindMatches.apply(
    frame=dropnullfields2,
    transformId=args["transform_id"],
    transformation_ctx="findmatches3",
    computeMatchConfidenceScores=True,
)
glueContext.write_dynamic_frame.from_options(
    frame=findmatches3, connection_type="s3", connection_options={"path": args["output"]}, format="parquet"
)
unique = findmatches3.toDF().drop_duplicates(["match_id"])
print("groups:", unique.count())
glueContext.write_dynamic_frame.from_options(
    frame=DynamicFrame.fromDF(unique, glueContext, "unique"),
    connection_type="s3",
    connection_options={"path": args["unique_output"]},
    format="csv",
    format_options={"separator": "|"},
)
job.commit()
