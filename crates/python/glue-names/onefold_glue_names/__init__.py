"""Refuses to stand in for modules that exist elsewhere."""

from __future__ import annotations

import os
import sys
from importlib import metadata
from importlib.machinery import PathFinder

DISTRIBUTION = "onefold-glue"


def refuse_to_shadow(name: str, own_file: str) -> None:
    """Fails if there is another module of that name on the path, or another distribution that has one."""
    other = _other_module(name, own_file) or _other_distribution(name)
    if other is not None:
        raise ImportError(
            f"{DISTRIBUTION} provides {name} only where there is no other one, and {other} has one; "
            f"uninstall {DISTRIBUTION}, or import onefold.glue in its place"
        )


def _other_module(name: str, own_file: str) -> str | None:
    own = os.path.realpath(os.path.dirname(own_file))
    for entry in sys.path:
        found = PathFinder.find_spec(name, [entry or os.getcwd()])
        # A folder without __init__.py is no module that somebody made.
        if found is None or found.origin is None:
            continue
        folder = os.path.dirname(os.path.realpath(found.origin))
        # A second copy of this distribution is no other one.
        is_ours = os.path.isdir(os.path.join(os.path.dirname(folder), __name__))
        if folder != own and not is_ours:
            return os.path.dirname(os.path.dirname(found.origin))
    return None


def _other_distribution(name: str) -> str | None:
    for distribution in metadata.distributions():
        own_name = str(distribution.metadata["Name"] or "").lower().replace("_", "-")
        if own_name == DISTRIBUTION:
            continue
        files = distribution.read_text("RECORD") or distribution.read_text("installed-files.txt") or ""
        if any(line.startswith(f"{name}/") for line in files.splitlines()):
            return f"the distribution {own_name}"
    return None
