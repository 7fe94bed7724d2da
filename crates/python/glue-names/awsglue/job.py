"""The frame around a script."""

from onefold.glue.job import Job

__all__ = ["Job"]
