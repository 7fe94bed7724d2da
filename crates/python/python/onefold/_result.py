"""What calls give: tables, figures and explanations, each readable in a terminal and in a notebook."""

from __future__ import annotations

import html
import json
import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from . import _onefold
from ._errors import UsageError
from ._files import write_whole
from ._model import Model
from ._table import Kind, to_kind, with_columns

_GROUPS_SHOWN = 5
_RECORDS_SHOWN = 6


class MatchResult:
    """A finished match. Tables are of the kind of the input; from files they are :class:`onefold.Table`."""

    def __init__(self, found: _onefold.Found, kind: Kind, data: Any = None) -> None:
        self._found = found
        self._kind: Kind = kind
        self._data = data

    @cached_property
    def records(self) -> Any:
        """All records, unchanged and in their order, with ``match_id`` and ``match_confidence_score``."""
        if self._data is not None:
            widened = with_columns(self._data, self._found.new_columns())
            if widened is not None:
                return widened
        return to_kind(self._found.records(), self._kind)

    def new_columns(self) -> Any:
        """Only the columns that the result adds, a row for each record: ``match_id`` and ``match_confidence_score``."""
        return to_kind(self._found.new_columns(), self._kind)

    @cached_property
    def pairs(self) -> Any:
        """The scored candidate pairs: ``id_a``, ``id_b``, ``score``."""
        return to_kind(self._found.pairs(), self._kind)

    @cached_property
    def links(self) -> Any:
        """The pairs of records with the same ``match_id``, across sources if there are sources."""
        return to_kind(self._found.links(), self._kind)

    @cached_property
    def groups(self) -> Any:
        """The groups of two or more records, the largest first: ``match_id``, ``match_confidence_score``, number and ids of the
        records."""
        return to_kind(self._found.groups(), self._kind)

    @cached_property
    def summary(self) -> dict[str, Any]:
        """What was found, as ``onefold match --json`` prints it."""
        document: dict[str, Any] = json.loads(self._found.json())
        return document

    @property
    def mapping(self) -> dict[str, Any] | None:
        """Which columns of linked tables belong together."""
        return self.summary.get("mapping")

    @property
    def notices(self) -> list[str]:
        """What a person should know of the data and the result."""
        return list(self.summary["notices"])

    @property
    def threshold(self) -> float:
        """Score at which a pair counts as a match."""
        return self._found.threshold

    @property
    def model(self) -> Model:
        """The model that was used."""
        return Model(self._found.model(), self.summary.get("labels"))

    def report(self, path: str | os.PathLike[str], *, force: bool = False) -> None:
        """Writes a page with charts, sample groups and explained pairs; it works offline."""
        _write_page(self._found.page(), path, force)

    def __repr__(self) -> str:
        return self._found.text()

    def _repr_html_(self) -> str:
        summary = self.summary
        facts = [
            ("records", summary["records"]),
            ("groups of two or more", summary["groups_of_two_or_more"]),
            ("duplicates", summary["duplicates"]),
        ]
        head = ", ".join(f"<b>{number:,}</b> {html.escape(name)}" for name, number in facts)
        notices = "".join(f"<p>{html.escape(notice)}</p>" for notice in self.notices)
        shown = self._found.largest_groups(_GROUPS_SHOWN, _RECORDS_SHOWN)
        groups = "".join(self._group_html(*group) for group in shown)
        return f"<div><p>{head}; pairs of {self.threshold:.2f} or more match</p>{notices}{groups}</div>"

    def _group_html(self, match_id: int, confidence: float | None, size: int, rows: list[int]) -> str:
        """A group as a table, in which compared values that differ from the first record's are marked."""
        compared = set(self._found.compared())
        records = [self._found.row(row) for row in rows]
        first = dict(records[0])
        names = "".join(f"<th>{html.escape(name)}</th>" for name in first)
        body = ""
        for record in records:
            cells = (
                f"<td>{html.escape(value)}</td>"
                if value == first[name] or name not in compared
                else f'<td style="background:#fde68a;color:#1f2937">{html.escape(value)}</td>'
                for name, value in record
            )
            body += f"<tr>{''.join(cells)}</tr>"
        sure = "" if confidence is None else f", confidence {confidence:.2f}"
        more = f"<p>and {size - len(rows):,} more</p>" if size > len(rows) else ""
        return (
            f"<p><code>{match_id}</code>: {size:,} records{sure}</p>"
            f"<table><thead><tr>{names}</tr></thead><tbody>{body}</tbody></table>{more}"
        )


class _Document(Mapping[str, Any]):
    """Figures by name, with a text for people."""

    def __init__(self, document: dict[str, Any], text: str) -> None:
        self._document = document
        self._text = text

    def __getitem__(self, name: str) -> Any:
        return self._document[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._document)

    def __len__(self) -> int:
        return len(self._document)

    def __repr__(self) -> str:
        return self._text

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(self._text)}</pre>"


class Evaluation(_Document):
    """Quality against a truth or labels, as ``onefold evaluate --json`` prints it: ``evaluation["pairwise"]["f1"]``."""

    @property
    def precision(self) -> float:
        """Share of the matched pairs that are right; from labels, an estimate for all matches."""
        return self._figure("precision")

    @property
    def recall(self) -> float:
        """Share of the true pairs that were matched; from labels, an estimate for all matches."""
        return self._figure("recall")

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return self._figure("f1")

    def _figure(self, name: str) -> float:
        if "pairwise" in self:
            return float(self["pairwise"][name])
        return float(self["estimate"][name]["value"])


class Explanation(_Document):
    """Why two records have their score, or why records are one group, as ``onefold explain --json`` prints it."""

    def __init__(self, document: dict[str, Any], text: str, page: str | None) -> None:
        super().__init__(document, text)
        self._page = page

    @property
    def score(self) -> float:
        """The score of the pair."""
        if "score" not in self:
            raise UsageError("a group has no score; its links have")
        return float(self["score"])

    def report(self, path: str | os.PathLike[str], *, force: bool = False) -> None:
        """Writes a page with a waterfall chart of the score."""
        if self._page is None:
            raise UsageError("only a pair has a report")
        _write_page(self._page, path, force)

    def _repr_html_(self) -> str:
        if self._page is None:
            return super()._repr_html_()
        bars = [("before any comparison", self["prior"], "")]
        bars += [(part["name"], part["bits"], part.get("meaning", "")) for part in self["contributions"]]
        longest = max(abs(bits) for _, bits, _ in bars) or 1.0
        rows = "".join(
            f"<tr><td>{html.escape(name)}</td><td>{html.escape(meaning)}</td><td>{bits:+.2f}</td>"
            f'<td><div style="width:{abs(bits) / longest * 8:.2f}em;height:.8em;'
            f'background:{"#2563eb" if bits > 0 else "#dc2626"}"></div></td></tr>'
            for name, bits, meaning in bars
        )
        return (
            f"<p>score <b>{self.score:.3f}</b>; +1 bit doubles the odds of a match</p>"
            f"<table><thead><tr><th>part</th><th>what it found</th><th>bits</th><th></th></tr></thead>"
            f"<tbody>{rows}</tbody></table>"
        )


def _write_page(page: str, path: str | os.PathLike[str], force: bool) -> None:
    target = Path(path)
    if target.exists() and not force:
        raise UsageError(f"{target}: the file exists; force=True replaces it")
    write_whole(target, page)
