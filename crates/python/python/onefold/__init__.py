"""Onefold finds the records that mean the same real thing, and gives every record a ``match_id``.

>>> import onefold
>>> people = onefold.Table.from_columns({
...     "id": ["1", "2", "3"],
...     "name": ["ann-marie smith", "ann marie smyth", "robert brown"],
...     "birth_date": ["1980-12-14", "14/12/1980", "1975-01-02"],
...     "email": ["ann.smith@mail.org", "ann.smith@mail.org", "bob@home.net"],
... })
>>> result = onefold.match(people)
>>> result.records.column_names
['id', 'name', 'birth_date', 'email', 'match_id', 'match_confidence_score']
>>> result.summary["records"]
3

Data are tables of polars, pandas, pyarrow, duckdb or anything else with the Arrow PyCapsule interface, or paths and ``s3://``
addresses. Keyword arguments are named as the flags of the command line. Results are tables of the same kind as the input.
"""

from ._api import evaluate, explain, link, match, propose, score
from ._errors import DataError, MissingFileError, OnefoldError, UsageError
from ._model import Model
from ._onefold import __version__
from ._result import Evaluation, Explanation, MatchResult
from ._table import Table

__all__ = [
    "DataError",
    "Evaluation",
    "Explanation",
    "MatchResult",
    "MissingFileError",
    "Model",
    "OnefoldError",
    "Table",
    "UsageError",
    "__version__",
    "evaluate",
    "explain",
    "link",
    "match",
    "propose",
    "score",
]
