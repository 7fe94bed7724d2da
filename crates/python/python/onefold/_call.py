"""Turns arguments of Python into those of the command line, with tables in memory beside them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Union

from . import _onefold
from ._errors import UsageError
from ._progress import Progress
from ._table import exported, is_table

if TYPE_CHECKING:
    from ._model import Model


class ArrowStream(Protocol):
    """A table with the Arrow PyCapsule interface: of polars, pandas, pyarrow, duckdb, or a :class:`onefold.Table`."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


Source = Union[str, "os.PathLike[str]", ArrowStream]
Data = Union[Source, Sequence[Source]]
Labels = Union[Source, Sequence[Source]]


class Call:
    """One call: collects arguments, and removes its temporary files at the end."""

    def __init__(self, progress: bool | None = None) -> None:
        self._flags: list[str] = []
        self._inputs: list[str] = []
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._progress = Progress(progress)
        self.frames: list[tuple[str, object]] = []
        self.progress: Any = None

    def __enter__(self) -> Call:
        self.progress = self._progress.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.__exit__(kind, error, trace)
        if self._folder is not None:
            folder = self._folder.name
            self._folder.cleanup()
            if error is not None and error.args and isinstance(error.args[0], str):
                # The caller knows nothing of the folder.
                error.args = (error.args[0].replace(folder + os.sep, "").replace(".arrow", ""), *error.args[1:])

    @property
    def arguments(self) -> list[str]:
        """The arguments: the flags before the inputs."""
        return [*self._flags, "--", *self._inputs] if self._inputs else self._flags

    def flags(self, values: Mapping[str, Any]) -> None:
        """Arguments that are flags of the same name; what is absent is left to the command."""
        for name, value in values.items():
            flag = "--" + name.replace("_", "-")
            if value is None or value is False:
                continue
            if value is True:
                self._flags.append(flag)
            elif isinstance(value, Mapping):
                self._flags += [f"{flag}={column}={_words(rule)}" for column, rule in value.items()]
            elif isinstance(value, (list, tuple, set, frozenset)):
                self._flags += [f"{flag}={_words(one)}" for one in value]
            else:
                self._flags.append(f"{flag}={_words(value)}")

    def pair(self, one: object, other: object) -> None:
        """The two records of a question."""
        self._flags += ["--pair", str(one), str(other)]

    def inputs(self, data: Data | None, names: Sequence[str] | None = None) -> None:
        """What is matched: paths, and tables under a name that messages use."""
        for at, one in enumerate(_listed(data)):
            several = f"table {at + 1}" if len(_listed(data)) > 1 else "the table"
            self._inputs.append(self.frame(one, names[at] if names else several))

    def frame(self, data: Source, name: str) -> str:
        """The path, or the name under which the table is known from now on."""
        if not is_table(data):
            return _path(data)
        taken = {own for own, _ in self.frames}
        while name in taken or os.path.exists(name):
            name += "'"
        self.frames.append((name, exported(data)))
        return name

    def files(self, flag: str, data: Data | None) -> None:
        """A flag that names files; tables are written to temporary ones."""
        for at, one in enumerate(_listed(data)):
            name = flag if at == 0 else f"{flag} {at + 1}"
            self._flags.append(f"--{flag.replace('_', '-')}={self.file(one, name)}")

    def file(self, data: Source, name: str) -> str:
        """The path, or that of a temporary file with the table."""
        if not is_table(data):
            return _path(data)
        path = str(self._temporary(name + ".arrow"))
        _onefold.write(exported(data), path, True)
        return path

    def model(self, model: Model | Source | bytes | None) -> None:
        """A model: a path, the content of a model file, or a :class:`onefold.Model`."""
        if model is None:
            return
        text = model.decode() if isinstance(model, bytes) else getattr(model, "to_json", lambda: None)()
        if text is None:
            self._flags.append(f"--model={_path(model)}")
            return
        path = self._temporary("model")
        path.write_text(text, encoding="utf-8")
        self._flags.append(f"--model={path}")

    def _temporary(self, name: str) -> Path:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="onefold-")
        return Path(self._folder.name) / name


def _listed(data: Any) -> Sequence[Any]:
    if data is None:
        return []
    if isinstance(data, (list, tuple)):
        return data
    return [data]


def _path(data: Any) -> str:
    if isinstance(data, (str, os.PathLike)):
        return os.fspath(data)
    raise UsageError(
        f"a {type(data).__name__} is no table; give a table of polars, pandas, pyarrow or duckdb, or a path"
    )


def _words(value: Any) -> str:
    """A value as the command line spells it; the parts of a column that several make are joined by +."""
    if isinstance(value, (list, tuple)):
        return "+".join(str(part) for part in value)
    return str(value)
