"""Transforms of frames. Scripts take all of them with ``from awsglue.transforms import *``."""

from onefold.glue.transforms import (
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

__all__ = [
    "ApplyMapping",
    "DropFields",
    "DropNullFields",
    "Filter",
    "GlueTransform",
    "Map",
    "RenameField",
    "ResolveChoice",
    "SelectFields",
    "SelectFromCollection",
]
