"""Arguments of a job."""

from onefold.glue.utils import GlueArgumentError, getResolvedOptions

__all__ = ["GlueArgumentError", "getResolvedOptions"]
