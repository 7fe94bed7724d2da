"""The transforms that apply what a service has learned."""

from onefold.glue.ml import FindIncrementalMatches, FindMatches

__all__ = ["FindIncrementalMatches", "FindMatches"]
