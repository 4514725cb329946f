"""Standing: what each claimant maintains as of a day, as far as the dates tell.

What nobody is reported to have taken back is maintained as far as the record goes, which is not to
say that the claimant would say it today.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from claimgraph.model import Model
from claimgraph.query_file import read_query
from claimgraph.read import Dataset
from claimgraph.sparql_text import bound
from claimgraph.table import Table
from claimgraph.terms import XSD

__all__ = ["Standing", "of_one", "standing", "table"]

_OPEN = "perhaps taken back"
_KINDS = ("maintained", "superseded", "retracted", "disavowed", _OPEN)


@dataclass(frozen=True)
class Standing:
    """How a claim stands: one of `_KINDS`; `made` says whether it was certainly made by the day.

    `by` is the label of the claim that takes it back, then or perhaps then.
    """

    claimant: NamedNode
    name: str
    claim: str
    made: bool
    kind: str
    by: str = ""


def standing(dataset: Dataset, queries: Path, as_of: date | None = None) -> list[Standing]:
    """Return the claims that may have been made by a day, or all, in order of claimant.

    Raises `InputError` where the query cannot be read.
    """
    label = Model(dataset).label
    text = read_query(queries / "standing-as-of.rq").text
    if as_of is not None:
        text = bound(text, {"_day_xsd_date": Literal(as_of.isoformat(), datatype=XSD.date)})
    found = [
        Standing(
            row["claimant"],
            label(row["claimant"]),
            label(row["claim"]),
            row["made"].value == "yes",
            row["standing"].value.rpartition("/")[2] if row["standing"] else _OPEN,
            label(row["by"]) if row["by"] else "",
        )
        for row in dataset.select(text)
    ]
    return sorted(found, key=lambda one: (one.name, one.claimant.value))


def table(found: Iterable[Standing], as_of: date | None = None) -> Table:
    """Return a row per claimant, and how many of their claims stand how."""
    counts: dict[NamedNode, Counter[str]] = {}
    names: dict[NamedNode, str] = {}
    for one in found:
        names[one.claimant] = one.name
        counts.setdefault(one.claimant, Counter())[one.kind] += 1
        counts[one.claimant]["undated"] += not one.made
    heads = ["claimant", *_KINDS]
    if as_of is not None:
        heads.append("of all these, perhaps made later")
    rows = [
        [
            [names[claimant]],
            *([f"{kinds[kind]:,}" if kinds[kind] else ""] for kind in _KINDS),
            *([[f"{kinds['undated']:,}"]] if as_of is not None else []),
        ]
        for claimant, kinds in counts.items()
    ]
    return Table(heads, rows, _footnote(as_of))


def of_one(found: Sequence[Standing], as_of: date | None = None) -> Table:
    """Return a row per claim, and what takes it back."""
    heads = ["claim", *(["made by then"] if as_of else []), "standing", "taken back by"]
    rows = [
        [
            [one.claim],
            *([["yes" if one.made else "not known"]] if as_of else []),
            [one.kind],
            [one.by],
        ]
        for one in found
    ]
    return Table(heads, rows, _footnote(as_of))


def _footnote(as_of: date | None) -> str:
    when = f"As of {as_of}" if as_of else "In the end"
    return (
        f"{when}, as far as the dates in the record tell. Whoever maintains a claim is not thereby"
        " right, and whoever took one back was not thereby wrong."
    )
