"""The chronology: events by the days that their dates allow, who gives these, and who disagrees.

Of two events one is certainly before the other if it has ended, on every date that anybody gives
for either, before the other begins; else they may overlap. That either took place is not said.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from pathlib import Path

from pyoxigraph import Literal

from claimgraph.model import Model
from claimgraph.query_file import read_query
from claimgraph.read import Dataset
from claimgraph.table import Table

__all__ = ["Dated", "Dating", "Order", "chronology", "order", "table"]

_SHOWN = 3
_FOOTNOTE = (
    "Of two events that may not overlap, the one above is certainly over before the one below"
    " begins, on every date that anybody gives for either. That any of them took place is not said."
)


class Order(Enum):
    """How two dated events lie to each other: Allen's relations, as far as bounds tell."""

    BEFORE = "certainly before"
    AFTER = "certainly after"
    OPEN = "may overlap with"


@dataclass(frozen=True)
class Dating:
    """A date as somebody gives it: EDTF, and the words for it if they say more."""

    date: str
    claimant: str
    disputed: bool
    written: str = ""


@dataclass
class Dated:
    """An event with its span, open where it has no day, and all the dates given for it."""

    iri: str
    label: str
    earliest: date | None
    latest: date | None
    datings: list[Dating] = field(default_factory=list)

    @property
    def disputed(self) -> bool:
        """Whether two of the dates exclude each other."""
        return any(dating.disputed for dating in self.datings)


def chronology(dataset: Dataset, queries: Path) -> list[Dated]:
    """Return the dated events of a derived dataset, by first day, last day and name.

    Raises `InputError` where the query cannot be read.
    """
    label = Model(dataset).label
    events: dict[str, Dated] = {}
    for row in dataset.select(read_query(queries / "chronology.rq").text):
        iri = row["event"].value
        if iri not in events:
            events[iri] = Dated(iri, label(row["event"]), _day(row["from"]), _day(row["until"]))
        written = "" if row["written"] is None else row["written"].value
        disputed = row["disputed"].value == "true"
        dating = Dating(row["date"].value, label(row["claimant"]), disputed, written)
        if dating not in events[iri].datings:
            events[iri].datings.append(dating)
    return sorted(events.values(), key=_place)


def order(one: Dated, other: Dated) -> Order:
    """Return how an event lies to another, whoever is right about their dates."""
    if one.latest and other.earliest and one.latest < other.earliest:
        return Order.BEFORE
    if other.latest and one.earliest and other.latest < one.earliest:
        return Order.AFTER
    return Order.OPEN


def table(events: Sequence[Dated]) -> Table:
    """Return the chronology as a table: each event, and which others it may overlap."""
    rows = []
    for event in events:
        others = [
            other.label
            for other in events
            if other is not event and order(event, other) is Order.OPEN
        ]
        rows.append(
            [
                [f"{event.earliest or 'open'} to {event.latest or 'open'}"],
                [event.label],
                [_given(dating) for dating in event.datings],
                ["yes" if event.disputed else ""],
                [_some(others)],
            ]
        )
    heads = ["first and last day", "event", "dated by", "dates exclude each other", "may overlap"]
    return Table(heads, rows, _FOOTNOTE)


def _given(dating: Dating) -> str:
    words = f' ("{dating.written}")' if dating.written else ""
    return f"{dating.date}{words}: {dating.claimant}"


def _some(labels: Iterable[str]) -> str:
    named = list(labels)
    more = f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else ""
    return "; ".join(named[:_SHOWN]) + more


def _place(event: Dated) -> tuple[date, date, str]:
    # What may have begun at any time stands where it was over.
    first = event.earliest or event.latest or date.max
    return first, event.latest or date.max, event.label


def _day(term: Literal | None) -> date | None:
    return None if term is None else date.fromisoformat(term.value)
