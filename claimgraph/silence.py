"""Silence, verified: which parties say something of a proposition or thing, and which nothing.

Nothing is said of the world: a party that has no claim here may well have spoken elsewhere. And it
is only called silent where the ledger accounts for every passage of the documents.
"""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import NamedNode

from claimgraph.coverage import coverage
from claimgraph.model import STANCES, Model
from claimgraph.query_file import read_query
from claimgraph.read import Dataset
from claimgraph.sparql_text import bound
from claimgraph.table import as_markdown
from claimgraph.terms import CG

__all__ = ["Party", "Positions", "markdown", "positions"]

_PARTIES = f"SELECT DISTINCT ?party WHERE {{ ?claim {CG.countedWith} ?party }}"
_WORDS = {stance: words.removesuffix(" by") for stance, words in STANCES.items()}


@dataclass
class Party:
    """How often a party takes each stance, as written, and where only a reading makes it one."""

    name: str
    written: Counter[NamedNode] = field(default_factory=Counter)
    read: Counter[NamedNode] = field(default_factory=Counter)

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
    names = {row["party"]: label(row["party"]) for row in dataset.select(_PARTIES)}
    parties = {party: Party(name) for party, name in names.items()}
    seen: set[tuple[str, ...]] = set()
    query = bound(read_query(queries / "positions.rq").text, {"_focus_iri": focus})
    rows = list(dataset.select(query))
    for row in sorted(rows, key=lambda row: row["reading"] is not None):
        key = tuple(row[name].value for name in ("party", "stance", "claim", "proposition"))
        if key not in seen:
            seen.add(key)
            party = parties[row["party"]]
            (party.written if row["reading"] is None else party.read)[row["stance"]] += 1
    total = coverage(dataset).total
    gaps = total.incomplete + total.reasons["quotation-missing"]
    heard = sorted(parties.values(), key=lambda party: (party.silent, party.name))
    return Positions(label(focus), heard, total.passages, total.to_do, gaps)


def markdown(found: Positions) -> str:
    """Return the positions as a table of Markdown, and below it what its silences are worth."""
    nothing = "says nothing of it in these documents" if found.verified else "no claim found so far"
    rows = [
        [
            [party.name],
            [_counted(party.written) or ("" if party.read else nothing)],
            [_counted(party.read)],
        ]
        for party in found.parties
    ]
    return f"{as_markdown([found.focus, 'as written', 'as read'], rows)}\n{_footnote(found)}\n"


def _counted(stances: Counter[NamedNode]) -> str:
    return ", ".join(
        f"{_WORDS[stance]} ({stances[stance]})" for stance in STANCES if stances[stance]
    )


def _footnote(found: Positions) -> str:
    text = (
        f"All {found.passages:,} passages of the documents are accounted for"
        if found.verified
        else f"{found.to_do:,} of {found.passages:,} passages are not accounted for yet"
    )
    if found.incomplete:
        text += f", and {found.incomplete:,} announce words that the text does not have"
    return f"{text}. Who says nothing in them may have spoken elsewhere."
