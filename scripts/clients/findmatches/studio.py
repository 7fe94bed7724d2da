"""A visual job with two steps of its own code: matches in a collection of frames, then new records matched into the result."""

import sys

from awsglue.context import GlueContext
from awsglue.dynamicframe import DynamicFrameCollection
from awsglue.job import Job
from awsglue.transforms import *
from awsglue.utils import getResolvedOptions
from pyspark.context import SparkContext


def FindTheMatches(glueContext, dfc) -> DynamicFrameCollection:
    from awsglueml.transforms import FindMatches

    dynf = dfc.select(list(dfc.keys())[0])
    arguments = getResolvedOptions(sys.argv, ["transform_id"])
    found = FindMatches.apply(dynf, arguments["transform_id"], "FindMatches", "", 0, 0, None, 1)
    return DynamicFrameCollection({"FindMatches": found}, glueContext)


def FindTheNewMatches(glueContext, dfc) -> DynamicFrameCollection:
    from awsglueml.transforms import FindIncrementalMatches

    existing, new = (dfc.select(key) for key in ("existing", "new"))
    arguments = getResolvedOptions(sys.argv, ["transform_id"])
    found = FindIncrementalMatches.apply(
        existingFrame=existing, incrementalFrame=new, transformId=arguments["transform_id"], computeMatchConfidenceScores=True
    )
    return DynamicFrameCollection({"FindIncrementalMatches": found}, glueContext)


args = getResolvedOptions(sys.argv, ["JOB_NAME", "output"])
sc = SparkContext()
glueContext = GlueContext(sc)
spark = glueContext.spark_session
job = Job(glueContext)
job.init(args["JOB_NAME"], args)

# Script generated for node Data Catalog table
DataCatalogtable_node1 = glueContext.create_dynamic_frame.from_catalog(
    database="library", table_name="known", transformation_ctx="DataCatalogtable_node1"
)

# Script generated for node Custom transform
Customtransform_node2 = FindTheMatches(
    glueContext, DynamicFrameCollection({"DataCatalogtable_node1": DataCatalogtable_node1}, glueContext)
)

# Script generated for node Select From Collection
SelectFromCollection_node3 = SelectFromCollection.apply(
    dfc=Customtransform_node2, key=list(Customtransform_node2.keys())[0], transformation_ctx="SelectFromCollection_node3"
)

# Script generated for node Amazon S3
AmazonS3_node4 = glueContext.getSink(
    path=args["output"],
    connection_type="s3",
    updateBehavior="UPDATE_IN_DATABASE",
    partitionKeys=["source"],
    enableUpdateCatalog=True,
    transformation_ctx="AmazonS3_node4",
)
AmazonS3_node4.setCatalogInfo(catalogDatabase="library", catalogTableName="known_matched")
AmazonS3_node4.setFormat("glueparquet")
AmazonS3_node4.writeFrame(SelectFromCollection_node3)

# Script generated for node Data Catalog table
DataCatalogtable_node5 = glueContext.create_dynamic_frame.from_catalog(
    database="library", table_name="new", transformation_ctx="DataCatalogtable_node5"
)

# Script generated for node Custom transform
Customtransform_node6 = FindTheNewMatches(
    glueContext, DynamicFrameCollection({"existing": SelectFromCollection_node3, "new": DataCatalogtable_node5}, glueContext)
)
SelectFromCollection_node7 = SelectFromCollection.apply(
    dfc=Customtransform_node6, key=list(Customtransform_node6.keys())[0], transformation_ctx="SelectFromCollection_node7"
)
AmazonS3_node8 = glueContext.write_dynamic_frame.from_catalog(
    frame=SelectFromCollection_node7, database="library", table_name="results", transformation_ctx="AmazonS3_node8"
)
job.commit()
