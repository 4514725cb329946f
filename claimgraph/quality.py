"""Quality queries: each must return no rows; what it returns are findings.

They hold what SHACL core cannot say, or pyshacl only slowly, and run on the union of all graphs.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from pyoxigraph import NamedNode, QuerySolution

from claimgraph.curie import shorten
from claimgraph.errors import InputError
from claimgraph.findings import Finding, Level
from claimgraph.query_file import QueryFile, read_query
from claimgraph.read import Dataset

__all__ = ["check"]


def check(dataset: Dataset, paths: Iterable[Path], prefixes: Mapping[str, str]) -> list[Finding]:
    """Return a finding for each row of each query: `?focus`, and optional `?value`, `?message`.

    Raises `InputError` for a query that is broken, has no level or no `?focus`.
    """
    return [
        _finding(row, query, level, dataset, prefixes)
        for query, level in map(_quality_query, paths)
        for row in _rows(query, dataset)
    ]


def _quality_query(path: Path) -> tuple[QueryFile, Level]:
    query = read_query(path)
    level = query.settings.get("level", "")
    if level.upper() not in Level.__members__:
        raise InputError(
            f"the level is {level!r}",
            expected="a header line such as `# level: warning`",
            path=path,
        )
    return query, Level[level.upper()]


def _rows(query: QueryFile, dataset: Dataset) -> Iterable[QuerySolution]:
    try:
        rows = dataset.select(query.text)
    except SyntaxError as error:
        raise InputError(str(error.msg), expected="SPARQL 1.1", path=query.path) from error
    if "focus" not in [variable.value for variable in rows.variables]:
        raise InputError("the query selects no ?focus", expected="SELECT ?focus …", path=query.path)
    return rows


def _finding(
    row: QuerySolution,
    query: QueryFile,
    level: Level,
    dataset: Dataset,
    prefixes: Mapping[str, str],
) -> Finding:
    focus, value, message = row["focus"], row["value"], row["message"]
    if message is None:
        text = f"{query.title}: {query.paragraphs.get('solution', '')}"
    else:
        text = message.value
    if value is not None:
        shown = shorten(value.value, prefixes) if isinstance(value, NamedNode) else str(value)
        text += f" It has {shown}."
    return dataset.finding(focus.value, level, query.name, text)
