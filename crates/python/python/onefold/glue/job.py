"""The frame around a script: what it does at its begin and at its end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Job:
    """A job. Bookmarks never advance, since every run reads all of its input, so there is nothing to commit."""

    def __init__(self, glue_context: Any) -> None:
        self.glue_context = glue_context
        self.job_name = ""
        self.args: dict[str, str] = {}
        self._is_initialized = False

    def init(self, job_name: str, args: Mapping[str, str] | None = None) -> None:
        """Begins the job."""
        self.job_name = job_name
        self.args = dict(args or {})
        self._is_initialized = True

    def isInitialized(self) -> bool:
        """Whether the job has begun."""
        return self._is_initialized

    def commit(self) -> None:
        """Ends the job."""
