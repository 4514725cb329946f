"""Silence, verified: which parties say something of a proposition or thing, and which nothing.

Nothing is said of the world: a party that has no claim here may well have spoken elsewhere. And it
is only called silent where no claim of it so much as speaks of the thing, in saying something else
or by passing on what others say, and where the ledger accounts for every passage.
"""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import NamedNode, QuerySolution

from claimgraph.coverage import coverage
from claimgraph.model import STANCES, Model
from claimgraph.query_file import read_query
from claimgraph.read import Dataset
from claimgraph.sparql_text import bound
from claimgraph.table import Table

__all__ = ["Party", "Positions", "positions", "table"]

_WORDS: dict[NamedNode | None, str] = {
    **{stance: words.removesuffix(" by") for stance, words in STANCES.items()},
    None: "spoken of",
}


@dataclass
class Party:
    """How often a party takes each stance, as written, and where only a reading makes it one.

    Under `None` are the claims that take none and yet speak of it.
    """

    name: str
    written: Counter[NamedNode | None] = field(default_factory=Counter)
    read: Counter[NamedNode | None] = field(default_factory=Counter)

    @property
    def silent(self) -> bool:
        """Whether no claim of the party bears on it, as written or as read."""
        return not self.written and not self.read


@dataclass(frozen=True)
class Positions:
    """All parties on one thing, and what the ledger says of the documents' passages."""

    focus: str
    parties: list[Party]
    passages: int
    to_do: int
    incomplete: int

    @property
    def verified(self) -> bool:
        """Whether silence is: every passage grounds a claim, or says why it grounds none."""
        return self.to_do == 0


def positions(dataset: Dataset, queries: Path, focus: NamedNode) -> Positions:
    """Return where the parties of a derived dataset stand on a proposition, or on a thing.

    Raises `InputError` where the query cannot be read.
    """
    label = Model(dataset).label
    declared = [row["party"] for row in dataset.select(read_query(queries / "parties.rq").text)]
    parties = {party: Party(label(party)) for party in declared}
    query = bound(read_query(queries / "positions.rq").text, {"_focus_iri": focus})
    seen: set[tuple[str, ...]] = set()
    # What holds as written counts for more than what holds as read, and a stance more than none.
    for row in sorted(dataset.select(query), key=lambda row: (_is_read(row), not row["stance"])):
        claim = (row["party"].value, row["claim"].value)
        key = (*claim, row["stance"].value, row["proposition"].value) if row["stance"] else claim
        if key not in seen:
            seen.update((claim, key))
            party = parties[row["party"]]
            (party.read if _is_read(row) else party.written)[row["stance"]] += 1
    total = coverage(dataset).total
    gaps = total.incomplete + total.reasons["quotation-missing"]
    heard = sorted(parties.values(), key=lambda party: (party.silent, party.name))
    return Positions(label(focus), heard, total.passages, total.to_do, gaps)


def table(found: Positions) -> Table:
    """Return the positions as a table, and below it what its silences are worth."""
    nothing = "says nothing of it in these documents" if found.verified else "no claim found so far"
    rows = [
        [
            [party.name],
            [_counted(party.written) or ("" if party.read else nothing)],
            [_counted(party.read)],
        ]
        for party in found.parties
    ]
    return Table([found.focus, "as written", "as read"], rows, _footnote(found))


def _is_read(row: QuerySolution) -> bool:
    return row["reading"] is not None


def _counted(stances: Counter[NamedNode | None]) -> str:
    return ", ".join(
        f"{_WORDS[stance]} ({stances[stance]})" for stance in _WORDS if stances[stance]
    )


def _footnote(found: Positions) -> str:
    text = (
        f"All {found.passages:,} passages of the documents are accounted for"
        if found.verified
        else f"{found.to_do:,} of {found.passages:,} passages are not accounted for yet"
    )
    if found.incomplete:
        text += f", and {found.incomplete:,} announce words that the text does not have"
    return (
        f"{text}. Who says nothing in them may have spoken elsewhere. Spoken of: no stance is taken"
        " on it, but that of somebody else is passed on, or it stands within something else that is"
        " said. What the documents report of others is not counted as said in their own voice."
    )
