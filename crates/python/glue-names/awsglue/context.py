"""The context of a job."""

from onefold.glue.context import GlueContext

__all__ = ["GlueContext"]
