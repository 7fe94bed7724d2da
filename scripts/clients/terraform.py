"""The life of an aws_glue_ml_transform and its fixtures, with the calls of Terraform's AWS provider: created, read, planned
again without a change, changed, tagged, and destroyed.

Usage: terraform.py ONEFOLD_BINARY"""

import sys
import time

import botocore.exceptions

from service import Service

ROLE = "arn:aws:iam::000000000000:role/tf-acc-test"
# Terraform's table: a view, with keys that repeat its columns, and a location that is no object.
TABLE = {
    "Name": "tf_table",
    "Owner": "my_owner",
    "Retention": 1,
    "TableType": "VIRTUAL_VIEW",
    "ViewExpandedText": "view_expanded_text_1",
    "ViewOriginalText": "view_original_text_1",
    "StorageDescriptor": {
        "BucketColumns": ["bucket_column_1"],
        "Compressed": False,
        "InputFormat": "SequenceFileInputFormat",
        "Location": "my_location",
        "NumberOfBuckets": 1,
        "OutputFormat": "SequenceFileInputFormat",
        "StoredAsSubDirectories": False,
        "Parameters": {"param1": "param1_val"},
        "Columns": [
            {"Name": "my_column_1", "Type": "int", "Comment": "my_column1_comment"},
            {"Name": "my_column_2", "Type": "string", "Comment": "my_column2_comment"},
        ],
        "SerdeInfo": {
            "Name": "ser_de_name",
            "Parameters": {"param1": "param_val_1"},
            "SerializationLibrary": "org.apache.hadoop.hive.serde2.columnar.ColumnarSerDe",
        },
        "SortColumns": [{"Column": "my_column_1", "SortOrder": 1}],
        "SkewedInfo": {
            "SkewedColumnNames": ["my_column_1"],
            "SkewedColumnValueLocationMaps": {"my_column_1": "my_column_1_val_loc_map"},
            "SkewedColumnValues": ["skewed_val_1"],
        },
    },
    "PartitionKeys": [
        {"Name": "my_column_1", "Type": "int", "Comment": "my_column_1_comment"},
        {"Name": "my_column_2", "Type": "string", "Comment": "my_column_2_comment"},
    ],
    "Parameters": {"param1": "param1_val"},
}
# What the provider sends if the configuration does not set these.
UNSET = {"AccuracyCostTradeoff": 0, "EnforceProvidedLabels": False, "PrecisionRecallTradeoff": 0}


def parameters(**more):
    return {"TransformType": "FIND_MATCHES", "FindMatchesParameters": {"PrimaryKeyColumnName": "my_column_1", **UNSET, **more}}


def not_found(call, **arguments):
    try:
        call(**arguments)
    except botocore.exceptions.ClientError as error:
        return error.response["Error"]["Code"] == "EntityNotFoundException"
    return False


def read(glue, transform, account):
    """The provider's state after each step; a second read must give the same."""
    got = glue.get_ml_transform(TransformId=transform)
    got.pop("ResponseMetadata")
    arn = f"arn:aws:glue:us-east-1:{account}:mlTransform/{transform}"
    got["Tags"] = glue.get_tags(ResourceArn=arn)["Tags"]
    return got


def read_table(glue):
    table = glue.get_table(DatabaseName="tf_database", Name="tf_table")["Table"]
    indexes = glue.get_partition_indexes(DatabaseName="tf_database", TableName="tf_table")["PartitionIndexDescriptorList"]
    assert indexes == []
    return table


def fixtures(glue):
    glue.create_database(DatabaseInput={"Name": "tf_database"})
    assert glue.get_database(Name="tf_database")["Database"]["CatalogId"]
    glue.update_database(Name="tf_database", DatabaseInput={"Name": "tf_database", "Description": "changed", "Parameters": {"a": "b"}})
    assert glue.get_database(Name="tf_database")["Database"]["Parameters"] == {"a": "b"}
    glue.create_table(DatabaseName="tf_database", TableInput=TABLE)
    table = read_table(glue)
    for name, value in TABLE.items():
        assert table[name] == value, (name, table.get(name))
    glue.update_table(DatabaseName="tf_database", TableInput={**TABLE, "Description": "changed"}, SkipArchive=False)
    assert read_table(glue)["Description"] == "changed"


def main():
    service = Service(sys.argv[1])
    service.start()
    glue = service.glue
    account = service.sts.get_caller_identity()["Account"]
    fixtures(glue)

    made = dict(
        Name="tf-acc-test",
        Role=ROLE,
        Timeout=2880,
        InputRecordTables=[{"DatabaseName": "tf_database", "TableName": "tf_table"}],
        Parameters=parameters(),
        Tags={"key1": "value1"},
    )
    transform = glue.create_ml_transform(**made)["TransformId"]
    assert transform.startswith("tfm-")
    state = read(glue, transform, account)
    assert state["Schema"] == [{"Name": "my_column_1", "DataType": "int"}, {"Name": "my_column_2", "DataType": "string"}], state["Schema"]
    for name in ("Name", "Role", "Timeout", "InputRecordTables", "Parameters", "Tags"):
        assert state[name] == made[name], (name, state[name])
    assert state["Status"] == "NOT_READY" and state["LabelCount"] == 0
    assert state["MaxCapacity"] == 10 and state["GlueVersion"] == "0.9" and state["MaxRetries"] == 0
    assert "Description" not in state and "WorkerType" not in state and "NumberOfWorkers" not in state
    assert read(glue, transform, account) == state, "a second plan finds a change"
    # If account lookup is off, the ARN contains only the name of the transform.
    assert glue.get_tags(ResourceArn=f"arn:aws:glue:us-east-1::mlTransform/{transform}")["Tags"] == {"key1": "value1"}

    steps = [
        dict(Description="Test", Timeout=2880, MaxRetries=10, GlueVersion="1.0"),
        dict(Description="Test", Timeout=1, MaxCapacity=2.0),
        dict(Timeout=1, WorkerType="Standard", NumberOfWorkers=1),
        dict(Timeout=1, WorkerType="G.1X", NumberOfWorkers=2),
        dict(Timeout=1, Parameters=parameters(AccuracyCostTradeoff=0.5, PrecisionRecallTradeoff=0.5, EnforceProvidedLabels=True)),
        dict(Timeout=1, Parameters=parameters()),
    ]
    for change in steps:
        change = {"Role": ROLE, "Parameters": parameters(), **change}
        assert glue.update_ml_transform(TransformId=transform, **change)["TransformId"] == transform
        state = read(glue, transform, account)
        for name, value in change.items():
            assert state[name] == value, (name, state[name], value)
        assert ("MaxCapacity" in state) != ("WorkerType" in state), state
        assert read(glue, transform, account) == state, "a second plan finds a change"
    assert state["Name"] == "tf-acc-test" and state["Description"] == "Test", "what was left out stays"

    arn = f"arn:aws:glue:us-east-1:{account}:mlTransform/{transform}"
    glue.untag_resource(ResourceArn=arn, TagsToRemove=["key1"])
    glue.tag_resource(ResourceArn=arn, TagsToAdd={"key1": "value1updated", "key2": "value2"})
    assert read(glue, transform, account)["Tags"] == {"key1": "value1updated", "key2": "value2"}

    glue.delete_ml_transform(TransformId=transform)
    deadline = time.time() + 120
    while not not_found(glue.get_ml_transform, TransformId=transform):
        assert time.time() < deadline, "the transform does not go"
        time.sleep(0.1)
    assert not_found(glue.delete_ml_transform, TransformId=transform), "deleting twice"
    again = glue.create_ml_transform(**made)["TransformId"]
    assert again != transform and read(glue, again, account)["Tags"] == made["Tags"], "the same configuration, applied again"
    glue.delete_ml_transform(TransformId=again)
    glue.delete_table(DatabaseName="tf_database", Name="tf_table")
    assert not_found(glue.get_table, DatabaseName="tf_database", Name="tf_table")
    glue.delete_database(Name="tf_database")
    assert not_found(glue.get_database, Name="tf_database")
    service.close()
    print("terraform: the life of a transform, call by call")


main()
