"""Why: what the rules conclude about a node, by which rule, and from what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from claimgraph.curie import shorten
from claimgraph.model import Model
from claimgraph.query_file import read_query
from claimgraph.read import Dataset
from claimgraph.sparql_text import bound
from claimgraph.table import Table

__all__ = ["Conclusion", "conclusions", "table"]

Value = NamedNode | Literal


@dataclass
class Conclusion:
    """A property of the node with its value, or a node of its own; and what it rests on."""

    conclusion: NamedNode
    value: Value | None
    rule: NamedNode
    inputs: list[NamedNode] = field(default_factory=list)


def conclusions(dataset: Dataset, queries: Path, about: NamedNode) -> list[Conclusion]:
    """Return what a derived dataset concludes about a node, in order of conclusion and value.

    Raises `InputError` where the query cannot be read.
    """
    found: dict[tuple[str, str, str], Conclusion] = {}
    query = bound(read_query(queries / "why.rq").text, {"_about_iri": about})
    for row in dataset.select(query):
        conclusion, value, rule = row["conclusion"], row["value"], row["rule"]
        one = found.setdefault(
            (conclusion.value, str(value), rule.value), Conclusion(conclusion, value, rule)
        )
        if row["from"] not in one.inputs:
            one.inputs.append(row["from"])
    return list(found.values())


def table(found: Iterable[Conclusion], model: Model, prefixes: Mapping[str, str]) -> Table:
    """Return the conclusions as a table, a line per thing that they rest on."""

    def words(term: Value | None) -> str:
        if not isinstance(term, NamedNode):
            return "" if term is None else term.value
        label = " ".join(model.label(term).split())
        return shorten(term.value, prefixes) if label == term.value else label

    def found_at(node: NamedNode) -> str:
        name = shorten(node.value, prefixes)
        return name if words(node) == name else f"{words(node)} ({name})"

    rows = [
        [
            [words(one.conclusion)],
            [words(one.value)],
            [one.rule.value.rpartition("/")[2]],
            list(map(found_at, one.inputs)),
        ]
        for one in found
    ]
    return Table(["conclusion", "value", "rule", "from"], rows)
