"""The coverage ledger: which passages ground claims, which say why they do not, which are to do."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from claimgraph.curie import shorten
from claimgraph.errors import shown
from claimgraph.read import Dataset, Place
from claimgraph.terms import CG, RDFS

__all__ = ["Coverage", "Row", "Unmodelled", "coverage", "render"]

_SECTIONS = f"""
    PREFIX cg: <{CG.iri}>
    PREFIX rdfs: <{RDFS.iri}>
    SELECT ?document ?section (SAMPLE(?name) AS ?title) (SAMPLE(?depth) AS ?level)
    WHERE {{
        ?section a cg:Section ; cg:document ?document ; cg:order ?order .
        OPTIONAL {{ ?section rdfs:label ?name }}
        OPTIONAL {{ ?section cg:level ?depth }}
    }}
    GROUP BY ?document ?order ?section
    ORDER BY ?document ?order ?section
"""
_PASSAGES = f"""
    PREFIX cg: <{CG.iri}>
    SELECT ?document ?section ?passage ?claimed (MIN(?gap) AS ?why) (COUNT(?missing) AS ?lacks)
    WHERE {{
        ?passage a cg:Passage ; cg:section ?section ; cg:document ?document ; cg:order ?order .
        BIND(EXISTS {{ ?claim cg:passage ?passage }} AS ?claimed)
        OPTIONAL {{ ?passage cg:withoutClaim ?gap }}
        OPTIONAL {{ ?passage cg:incomplete ?missing }}
    }}
    GROUP BY ?document ?order ?section ?passage ?claimed
    ORDER BY ?document ?order ?passage
"""
_COLUMNS = ("passages", "claimed", "incomplete", "to do", "no claim", "why")


@dataclass
class Row:
    """How much of one section is modelled.

    Each of the `passages` is one of `claimed`, `unclaimed` or `to_do`. `incomplete` are some of
    the claimed ones; `reasons` counts why the unclaimed ones ground nothing, by the gap's name.
    `document` is an IRI, empty in the total.
    """

    title: str
    document: str = ""
    level: int = 1
    passages: int = 0
    claimed: int = 0
    incomplete: int = 0
    to_do: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def unclaimed(self) -> int:
        """How many passages say why they ground no claim."""
        return self.reasons.total()


@dataclass(frozen=True)
class Unmodelled:
    """A passage without claims that does not say why, and where it is written."""

    iri: str
    place: Place | None


@dataclass(frozen=True)
class Coverage:
    """The rows by section, in document order, their total, and what is still to do."""

    rows: Sequence[Row]
    total: Row
    unmodelled: Sequence[Unmodelled]


def coverage(dataset: Dataset) -> Coverage:
    """Return how much of the documents is modelled.

    A passage is claimed where any claim's `cg:passage` names it, be it the editors'.
    """
    rows = {
        row["section"].value: Row(
            row["title"].value if row["title"] else row["section"].value,
            row["document"].value,
            int(row["level"].value) if row["level"] else 1,
        )
        for row in dataset.select(_SECTIONS)
    }
    total = Row("Total")
    unmodelled = []
    for found in dataset.select(_PASSAGES):
        section = found["section"].value
        iri = found["passage"].value
        claimed = found["claimed"].value == "true"
        gap = found["why"].value.rpartition("/")[2] if found["why"] else ""
        for row in (rows.setdefault(section, Row(section, found["document"].value)), total):
            row.passages += 1
            if claimed:
                row.claimed += 1
                row.incomplete += found["lacks"].value != "0"
            elif gap:
                row.reasons[gap] += 1
            else:
                row.to_do += 1
        if not claimed and not gap:
            unmodelled.append(Unmodelled(iri, dataset.places.get(iri)))
    return Coverage(list(rows.values()), total, unmodelled)


def render(ledger: Coverage, prefixes: Mapping[str, str]) -> str:
    """Return the ledger as people read it, without a line end: a table, then what is to do.

    `prefixes` maps each prefix to its namespace.
    """
    rows: list[tuple[str, ...]] = [("section", *_COLUMNS)]
    documents = {row.document for row in ledger.rows}
    for document, group in groupby(ledger.rows, key=lambda row: row.document):
        if len(documents) > 1:
            rows.append((shorten(document, prefixes), *[""] * len(_COLUMNS)))
        rows += map(_cells, group)
    rows.append(_cells(ledger.total))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for title, *numbers, why in rows:
        cells = [title.ljust(widths[0])]
        cells += [text.rjust(width) for text, width in zip(numbers, widths[1:], strict=False)]
        lines.append("  ".join([*cells, why]).rstrip())
    rule = "-" * max(map(len, lines))
    lines[1:1] = [rule]
    lines[-1:-1] = [rule]
    if ledger.unmodelled:
        lines += [
            "",
            "To do: ground a claim in each of these, or say why not with cg:withoutClaim.",
        ]
    for passage in ledger.unmodelled:
        place = f"  {shown(passage.place.path)}:{passage.place.line}" if passage.place else ""
        lines.append(f"{shorten(passage.iri, prefixes)}{place}")
    return "\n".join(lines)


def _cells(row: Row) -> tuple[str, ...]:
    reasons = ", ".join(f"{count} {gap}" for gap, count in sorted(row.reasons.items()))
    numbers = (row.passages, row.claimed, row.incomplete, row.to_do, row.unclaimed)
    return ("  " * (row.level - 1) + row.title, *map(str, numbers), reasons)
