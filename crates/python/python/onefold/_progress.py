"""Progress of a call: a line in a terminal, a line below the cell in a notebook, nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any

_CELLS = 30


class Progress:
    """Shows what a call does while it runs, and takes it away at the end."""

    def __init__(self, wanted: bool | None) -> None:
        self._notebook = _notebook_display() if wanted is not False else None
        is_terminal = sys.stderr is not None and sys.stderr.isatty()
        self._terminal = self._notebook is None and (wanted is True or (wanted is None and is_terminal))
        self._handle: Any = None
        self._width = 0

    def __enter__(self) -> Callable[[str, int, int], None] | None:
        return self._show if self._terminal or self._notebook else None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._terminal and self._width:
            print("\r" + " " * self._width + "\r", end="", file=sys.stderr, flush=True)
        if self._handle is not None:
            self._handle.update({"text/plain": ""}, raw=True)

    def _show(self, stage: str, done: int, total: int) -> None:
        line = _line(stage, done, total)
        if self._notebook is None:
            print("\r" + line.ljust(self._width), end="", file=sys.stderr, flush=True)
            self._width = max(self._width, len(line))
        elif self._handle is None:
            self._handle = self._notebook({"text/plain": line}, raw=True, display_id=True)
        else:
            self._handle.update({"text/plain": line}, raw=True)


def _line(stage: str, done: int, total: int) -> str:
    if total <= 0:
        return f"  {stage:<12} ..."
    share = min(done / total, 1.0)
    full = int(share * _CELLS)
    return f"  {stage:<12} {'=' * full}{' ' * (_CELLS - full)} {share:4.0%} of {total:,}"


def _notebook_display() -> Any:
    """The function that shows something below a cell; none outside of notebooks."""
    shell = sys.modules.get("IPython")
    if shell is None:
        return None
    running = shell.get_ipython()
    if running is None or not hasattr(running, "kernel"):
        return None
    from IPython.display import display  # type: ignore[import-not-found,unused-ignore]

    return display
