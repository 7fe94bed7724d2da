"""Arguments of a job."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class GlueArgumentError(Exception):
    """An argument that the script asks for was not given."""


def getResolvedOptions(args: Sequence[str], options: Iterable[str]) -> dict[str, str]:
    """The named arguments of a job, from ``sys.argv``; those that every job has are there too.

    >>> getResolvedOptions(["job.py", "--JOB_NAME", "match", "--table=people", "--other", "1"], ["JOB_NAME", "table"])
    {'JOB_NAME': 'match', 'table': 'people'}
    """
    given = _given(args)
    wanted = [option.removeprefix("--") for option in options]
    missing = [option for option in wanted if option not in given]
    if missing:
        listed = ", ".join(f"--{option}" for option in missing)
        raise GlueArgumentError(
            f"the job has no argument {listed}; set it in DefaultArguments of the job or in Arguments of the run"
        )
    return {name: given[name] for name in [*wanted, *(own for own in _OF_ALL_JOBS if own in given and own not in wanted)]}


# Scripts find these without asking for them, under names that are words of Python.
_OF_ALL_JOBS = ("JOB_NAME", "JOB_ID", "JOB_RUN_ID", "TempDir", "job_bookmark_option", "job_bookmark_from", "job_bookmark_to")


def _given(args: Sequence[str]) -> dict[str, str]:
    """All arguments by name. A name that another one follows is a flag without a value."""
    given: dict[str, str] = {}
    name = None
    for word in args[1:]:
        if word.startswith("--") and len(word) > 2:
            name, is_whole, value = word[2:].partition("=")
            given[name] = value
            if is_whole:
                name = None
        elif name is not None:
            given[name] = word
            name = None
    for option in ("job-bookmark-option", "job-bookmark-from", "job-bookmark-to"):
        if option in given:
            given.setdefault(option.replace("-", "_"), given[option])
    return given
