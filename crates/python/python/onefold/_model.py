"""Models learned from labels."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from . import _onefold
from ._call import Call, Data, Labels
from ._errors import DataError, MissingFileError
from ._files import write_whole


class Model:
    """What Onefold has learned from labels, for other data with the same columns.

    >>> Model.from_json("{}")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    onefold._errors.DataError: ...
    """

    __slots__ = ("_json", "_labels")

    def __init__(self, text: str, labels: dict[str, Any] | None = None) -> None:
        self._json = text
        self._labels = labels or {}

    @classmethod
    def learn(
        cls,
        data: Data,
        labels: Labels,
        *,
        id_column: str | None = None,
        source_column: str | None = None,
        kind: dict[str, str] | None = None,
        blank: list[str] | None = None,
        keep: list[str] | None = None,
        seed: int = 1,
        threads: int | None = None,
        progress: bool | None = None,
    ) -> Model:
        """Learns from labels of the data: label files or tables with ``labeling_set_id``, ``label`` and the columns of the data,
        or labeled pairs with ``id_a``, ``id_b`` and ``label``."""
        flags = dict(
            id_column=id_column,
            source_column=source_column,
            kind=kind,
            blank=blank,
            keep=keep,
            seed=seed,
            threads=threads,
        )
        with Call(progress) as call:
            call.files("labels", labels)
            call.flags(flags)
            call.inputs(data)
            text, report = _onefold.learn(call.arguments, call.frames, call.progress)
        return cls(text, json.loads(report))

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Model:
        """Reads a model file, also one of ``onefold match --save-model``."""
        try:
            text = Path(path).read_text(encoding="utf-8")
        except FileNotFoundError as error:
            raise MissingFileError(f"{os.fspath(path)}: no such model file") from error
        except (OSError, UnicodeDecodeError) as error:
            raise DataError(f"{os.fspath(path)}: the model cannot be read: {error}") from error
        return cls.from_json(text)

    @classmethod
    def from_json(cls, text: str) -> Model:
        """The model in a text of :meth:`to_json`."""
        _onefold.check_model(text)
        return cls(text)

    def to_json(self) -> str:
        """The model as text."""
        return self._json

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes a model file for later, and for ``onefold match --model``."""
        write_whole(path, self._json)

    @property
    def labels(self) -> dict[str, Any]:
        """A summary of the labels that it was learned from, if it was learned here."""
        return self._labels

    def __repr__(self) -> str:
        if not self._labels:
            return "onefold.Model"
        matches, others = self._labels["matches"], self._labels["non_matches"]
        return f"onefold.Model learned from {matches + others:,} labeled pairs, {matches:,} of them matches"
