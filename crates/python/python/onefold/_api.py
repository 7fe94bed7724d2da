"""The functions of the package. Their keyword arguments are the flags of the commands of the same name."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from . import _onefold
from ._call import Call, Data, Labels, Source
from ._model import Model
from ._result import Evaluation, Explanation, MatchResult
from ._table import Kind, Table, kind_of, to_kind  # noqa: F401 (Table is for the examples)

Cardinality = Literal["auto", "one-to-one", "one-to-many", "many-to-many"]


def match(
    data: Data,
    *,
    id_column: str | None = None,
    source_column: str | None = None,
    kind: Mapping[str, str] | None = None,
    blank: Sequence[str] | None = None,
    keep: Sequence[str] | None = None,
    within_sources: bool = False,
    link: Cardinality | None = None,
    precision_recall: float = 0.5,
    accuracy_cost: float = 0.5,
    labels: Labels | None = None,
    enforce_labels: bool = False,
    model: Model | Source | bytes | None = None,
    into: Source | None = None,
    enforced: Source | None = None,
    min_score: float = 0.01,
    id_format: Literal["number", "text"] = "number",
    no_header: bool = False,
    delimiter: str | None = None,
    encoding: str | None = None,
    format: str | None = None,
    sheet: str | None = None,
    table: str | None = None,
    query: str | None = None,
    password_file: str | os.PathLike[str] | None = None,
    header_line: int | None = None,
    strict: bool = False,
    seed: int = 1,
    threads: int | None = None,
    memory: str | int | None = None,
    temp_dir: str | os.PathLike[str] | None = None,
    progress: bool | None = None,
    _stored: str | None = None,
) -> MatchResult:
    """Gives every record a ``match_id``, the same for all records of the same thing.

    data
        A table, a path, or several of them, which are read as one table.
    kind
        Corrects what a column was taken for: ``{"phone_no": "phone"}``.
    labels, model
        What to learn from, or what was learned before.
    into
        An earlier result: its records come first, and its groups keep their ids.
    enforced
        A table of ids and ``match_id``: records that share one are forced together.
    precision_recall
        0 finds as many matches as possible, 1 makes as few false matches as possible.
    memory, temp_dir
        Memory that the run may take, such as ``"4GiB"``, and a folder for what does not fit. Without them, 60 % of the memory of the
        machine or container, and the system's folder for temporary files.

    >>> people = Table.from_columns({"id": ["1", "2"], "name": ["Maria Lopez", "Jon Archer"], "city": ["Rome", "Oslo"]})
    >>> match(people).summary["groups"]
    2
    """
    flags = dict(
        id_column=id_column,
        source_column=source_column,
        kind=kind,
        blank=blank,
        keep=keep,
        within_sources=within_sources,
        link=link,
        precision_recall=precision_recall,
        accuracy_cost=accuracy_cost,
        enforce_labels=enforce_labels,
        min_score=min_score,
        id_format=id_format,
        no_header=no_header,
        delimiter=delimiter,
        encoding=encoding,
        format=format,
        sheet=sheet,
        table=table,
        query=query,
        password_file=password_file,
        header_line=header_line,
        strict=strict,
        seed=seed,
        threads=threads,
        memory=memory,
        temp_dir=temp_dir,
    )
    with Call(progress) as call:
        call.flags(flags)
        call.files("labels", labels)
        call.model(model)
        if into is not None:
            call.flags({"into": call.frame(into, "the earlier result")})
        call.inputs(data)
        forced = None if enforced is None else call.file(enforced, "enforced")
        found = _onefold.match_records(call.arguments, call.frames, call.progress, _stored, forced)
    is_alone = into is None and not isinstance(data, (list, tuple))
    return MatchResult(found, _kind(data), data if is_alone else None)


def link(
    left: Source,
    right: Source,
    *others: Source,
    names: Sequence[str] | None = None,
    map: Mapping[str, str | Sequence[str]] | None = None,
    cardinality: Cardinality = "auto",
    within_sources: bool = False,
    id_column: str | None = None,
    kind: Mapping[str, str] | None = None,
    blank: Sequence[str] | None = None,
    keep: Sequence[str] | None = None,
    precision_recall: float = 0.5,
    accuracy_cost: float = 0.5,
    labels: Labels | None = None,
    enforce_labels: bool = False,
    model: Model | Source | bytes | None = None,
    min_score: float = 0.01,
    id_format: Literal["number", "text"] = "number",
    strict: bool = False,
    seed: int = 1,
    threads: int | None = None,
    memory: str | int | None = None,
    temp_dir: str | os.PathLike[str] | None = None,
    progress: bool | None = None,
) -> MatchResult:
    """Links tables: finds the records of one that mean the same as records of another. Their columns may have other names.

    names
        What the tables are called in the result; ``left``, ``right``, ``table 3`` and so on if absent.
    map
        Which columns belong together, where that is guessed wrong: ``{"name": ["first", "last"], "code": ""}``.
    cardinality
        How many records of another table a record may match.

    >>> shop = Table.from_columns({"id": ["1", "2"], "title": ["red mug, large", "blue plate"]})
    >>> supplier = Table.from_columns({"id": ["7"], "name": ["Red mug large"]})
    >>> link(shop, supplier).mapping["columns"][0]["name"]
    'title'
    """
    tables = (left, right, *others)
    default = ["left", "right", *(f"table {at}" for at in range(3, len(tables) + 1))]
    flags = dict(
        link=cardinality,
        map=map,
        within_sources=within_sources,
        id_column=id_column,
        kind=kind,
        blank=blank,
        keep=keep,
        precision_recall=precision_recall,
        accuracy_cost=accuracy_cost,
        enforce_labels=enforce_labels,
        min_score=min_score,
        id_format=id_format,
        strict=strict,
        seed=seed,
        threads=threads,
        memory=memory,
        temp_dir=temp_dir,
    )
    with Call(progress) as call:
        call.flags(flags)
        call.files("labels", labels)
        call.model(model)
        call.inputs(tables, names or default)
        found = _onefold.match_records(call.arguments, call.frames, call.progress)
    return MatchResult(found, _kind(left))


def evaluate(
    data: Data | None = None,
    *,
    truth: Source | None = None,
    result: Source | None = None,
    labels: Labels | None = None,
    model: Model | Source | bytes | None = None,
    id_column: str | None = None,
    source_column: str | None = None,
    kind: Mapping[str, str] | None = None,
    blank: Sequence[str] | None = None,
    keep: Sequence[str] | None = None,
    within_sources: bool = False,
    link: Cardinality | None = None,
    precision_recall: float = 0.5,
    accuracy_cost: float = 0.5,
    seed: int = 1,
    threads: int | None = None,
    progress: bool | None = None,
) -> Evaluation:
    """Measures precision, recall and F1 against a known truth or labels.

    truth
        A table with the columns ``id`` and ``entity``.
    result
        Evaluates this finished result instead of matching.
    labels
        Measures a model learned from them, by cross-validation.

    >>> people = Table.from_columns({"id": ["1", "2"], "name": ["Maria Lopez", "Jon Archer"]})
    >>> truth = Table.from_columns({"id": ["1", "2"], "entity": ["a", "b"]})
    >>> evaluate(people, truth=truth).precision
    1.0
    """
    flags = dict(
        id_column=id_column,
        source_column=source_column,
        kind=kind,
        blank=blank,
        keep=keep,
        within_sources=within_sources,
        link=link,
        precision_recall=precision_recall,
        accuracy_cost=accuracy_cost,
        seed=seed,
        threads=threads,
    )
    with Call(progress) as call:
        call.flags(flags)
        call.files("truth", truth)
        call.files("labels", labels)
        call.model(model)
        if result is not None:
            call.flags({"result": call.frame(result, "the result")})
        call.inputs(data)
        document, text = _onefold.evaluate(call.arguments, call.frames, call.progress)
    return Evaluation(json.loads(document), text)


def score(
    data: Data,
    *,
    pairs: Source,
    labels: Labels | None = None,
    model: Model | Source | bytes | None = None,
    id_column: str | None = None,
    source_column: str | None = None,
    kind: Mapping[str, str] | None = None,
    blank: Sequence[str] | None = None,
    keep: Sequence[str] | None = None,
    within_sources: bool = False,
    link: Cardinality | None = None,
    accuracy_cost: float = 0.5,
    seed: int = 1,
    threads: int | None = None,
    progress: bool | None = None,
) -> Any:
    """Scores the pairs of records in a table with the columns ``id_a`` and ``id_b``, in their order: ``id_a``, ``id_b``,
    ``score``. A score is the probability that both records mean the same thing; it depends on all records.
    """
    flags = dict(
        id_column=id_column,
        source_column=source_column,
        kind=kind,
        blank=blank,
        keep=keep,
        within_sources=within_sources,
        link=link,
        accuracy_cost=accuracy_cost,
        seed=seed,
        threads=threads,
    )
    with Call(progress) as call:
        call.flags(flags)
        call.files("pairs", pairs)
        call.files("labels", labels)
        call.model(model)
        call.inputs(data)
        scored = _onefold.score(call.arguments, call.frames, call.progress)
    return to_kind(scored, _kind(data))


def explain(
    data: Data,
    *,
    pair: tuple[object, object] | None = None,
    group: object | None = None,
    to: object | None = None,
    labels: Labels | None = None,
    model: Model | Source | bytes | None = None,
    id_column: str | None = None,
    source_column: str | None = None,
    kind: Mapping[str, str] | None = None,
    blank: Sequence[str] | None = None,
    keep: Sequence[str] | None = None,
    within_sources: bool = False,
    link: Cardinality | None = None,
    precision_recall: float = 0.5,
    accuracy_cost: float = 0.5,
    seed: int = 1,
    threads: int | None = None,
    progress: bool | None = None,
) -> Explanation:
    """Explains the score of two records, or why records are one group.

    pair
        The ids of two records.
    group
        The id of a record: why its group is one, and what would split it; with ``to``, how one record leads to another.

    >>> people = Table.from_columns({"id": ["1", "2"], "name": ["Maria Lopez", "Jon Archer"]})
    >>> explain(people, pair=(1, 2)).score < 0.5
    True
    """
    flags = dict(
        group=group,
        to=to,
        id_column=id_column,
        source_column=source_column,
        kind=kind,
        blank=blank,
        keep=keep,
        within_sources=within_sources,
        link=link,
        precision_recall=precision_recall,
        accuracy_cost=accuracy_cost,
        seed=seed,
        threads=threads,
    )
    with Call(progress) as call:
        if pair is not None:
            call.pair(*pair)
        call.flags(flags)
        call.files("labels", labels)
        call.model(model)
        call.inputs(data)
        document, text, page = _onefold.explain(call.arguments, call.frames, call.progress)
    return Explanation(json.loads(document), text, page)


def propose(
    data: Data,
    *,
    labels: Labels | None = None,
    sets: int = 10,
    records: int = 10,
    id_column: str | None = None,
    source_column: str | None = None,
    kind: Mapping[str, str] | None = None,
    blank: Sequence[str] | None = None,
    keep: Sequence[str] | None = None,
    within_sources: bool = False,
    link: Cardinality | None = None,
    accuracy_cost: float = 0.5,
    seed: int = 1,
    threads: int | None = None,
    progress: bool | None = None,
) -> Any:
    """Chooses the records that are most worth labeling: a table with ``labeling_set_id``, an empty ``label``, and the records.

    Fill in ``label``: within a labeling set, records that mean the same thing get the same label. Then pass the table as
    ``labels``. Earlier labels are learned from and not asked about again.
    """
    flags = dict(
        sets=sets,
        records=records,
        id_column=id_column,
        source_column=source_column,
        kind=kind,
        blank=blank,
        keep=keep,
        within_sources=within_sources,
        link=link,
        accuracy_cost=accuracy_cost,
        seed=seed,
        threads=threads,
    )
    with Call(progress) as call:
        call.flags(flags)
        call.files("labels", labels)
        call.inputs(data)
        proposed = _onefold.propose(call.arguments, call.frames, call.progress)
    return to_kind(proposed, _kind(data))


def _kind(data: Any) -> Kind:
    """The kind of the results: that of the first table."""
    tables = data if isinstance(data, (list, tuple)) else [data]
    for table in tables:
        kind = kind_of(table)
        if kind is not None:
            return kind
    return "table"
