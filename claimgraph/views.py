"""A view: plain triples of what some actors affirm in their own name, and a count of all the rest.

A plain triple has no speaker, no doubt and no scope, so a view leaves out whatever needs them, and
says so. It is a file of its own: nothing in it is said by the graph, and no build takes it back in.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QuerySolution, Triple

from claimgraph.query_file import read_query
from claimgraph.read import Dataset
from claimgraph.sparql_text import bound
from claimgraph.terms import CG

__all__ = ["LEFT_OUT", "MARKS", "Request", "View", "view"]

# Why something is left out, in the order in which the reasons are looked for: only one is counted.
LEFT_OUT = {
    "spoken-for": "said on the actor's behalf by another",
    "denied": "the actor denies it",
    "doubted": "the actor doubts it",
    "left-open": "the actor takes no stand on it",
    "presupposed": "taken for granted, not said",
    "later": "said after the date",
    "perhaps-later": "perhaps said after the date",
    "overtaken": "superseded or retracted by the actor",
    "perhaps-overtaken": "perhaps superseded or retracted by then",
    "disavowed": "the actor denies having said it",
    "reported": "only on the word of another whom the document reports",
    "hedged": "hedged, or said only to be possible",
    "embeds": "about another statement, or part of one",
    "measurement": "a figure, which means nothing without whom it counts",
    "qualified": "holds only with a qualifier: a time, a place, a manner, a wording",
    "contested": "denied, doubted or excluded by somebody",
    "contested-as-read": "denied, doubted or excluded by somebody, as the editors read",
}
# What a plain triple hides of the claims that it does stand for.
MARKS = {
    "undated": "undated, so perhaps of another time",
    "reported": "on the word of another",
    "passed-on-later": "passed on only after the date, or nobody knows when",
    "hedged": "hedged, or said only to be possible",
    "reading": "as the editors read it",
}
_STANCES = {
    CG.denies: "denied",
    CG.doubts: "doubted",
    CG.abstainsOn: "left-open",
    CG.presupposes: "presupposed",
}


@dataclass(frozen=True)
class Request:
    """Whose view, as of when (now, if no day is given), and what else to take in."""

    actors: Sequence[NamedNode]
    as_of: date | None = None
    reported: bool = False
    hedged: bool = False
    measurements: bool = False
    uncontested: bool = False


@dataclass
class View:
    """Triples, each with the claims behind it, and how many statements were left out and why.

    `figures` are the measurements that stand as objects; `marked` tells which of the claims a
    reader should know more of: see `MARKS`.
    """

    request: Request
    triples: dict[Triple, list[NamedNode]] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    figures: set[NamedNode] = field(default_factory=set)
    marked: dict[str, set[NamedNode]] = field(default_factory=lambda: defaultdict(set))

    @property
    def claims(self) -> list[NamedNode]:
        """The claims behind all triples, in order."""
        return sorted({c for claims in self.triples.values() for c in claims}, key=str)


def view(dataset: Dataset, request: Request, queries: Path) -> View:
    """Return the view of a derived dataset, by the two queries in a folder.

    Raises `InputError` for a query that cannot be read.
    """
    made = View(request)
    overtaken = _overtaken(dataset, request.as_of, read_query(queries / "overtaken.rq").text)
    stances = read_query(queries / "stances.rq").text
    for actor in request.actors:
        for row in dataset.select(bound(stances, {"_actor_iri": actor})):
            reason = next(_reasons(row, request, overtaken), None)
            if reason:
                made.left_out[reason] += 1
            else:
                _take_in(row, made)
    for claims in made.triples.values():
        claims.sort(key=str)
    return made


def _overtaken(dataset: Dataset, as_of: date | None, query: str) -> Mapping[NamedNode, str]:
    """Return why a claim no longer stands, or perhaps does not, as of the date."""
    found: dict[NamedNode, str] = {}
    for row in dataset.select(query):
        reason = "disavowed" if _is(row["disavowed"]) else "overtaken"
        if reason == "overtaken" and as_of is not None:
            first, last = _day(row["first"]), _day(row["last"])
            if first is not None and first > as_of:
                continue
            if last is None or last > as_of:
                reason = "perhaps-overtaken"
        claim = row["claim"]
        found[claim] = min(reason, found.get(claim, reason), key=list(LEFT_OUT).index)
    return found


def _reasons(
    row: QuerySolution, request: Request, overtaken: Mapping[NamedNode, str]
) -> Iterator[str]:
    """Yield why a statement is left out, in the order of `LEFT_OUT`."""
    if not _is(row["ownName"]):
        yield "spoken-for"
    if row["stance"] in _STANCES:
        yield _STANCES[row["stance"]]
    yield from _too_late(row, request.as_of)
    if row["claim"] in overtaken:
        yield overtaken[row["claim"]]
    figure = _is(row["measured"])
    qualified = _is(row["qualified"]) or row["object"] is None
    for reason, applies in (
        ("reported", int(row["depth"].value) > 1 and not request.reported),
        ("hedged", _is(row["hedged"]) and not request.hedged),
        ("embeds", _is(row["embeds"])),
        ("measurement", figure and not request.measurements),
        ("qualified", qualified and not figure),
        ("contested", _is(row["contested"]) and request.uncontested),
        ("contested-as-read", _is(row["contestedAsRead"]) and request.uncontested),
    ):
        if applies:
            yield reason


def _too_late(row: QuerySolution, as_of: date | None) -> Iterator[str]:
    """Yield whether a claim was made after the date.

    One of which no bound is known may be of any time: it is taken in, and marked.
    """
    first, last = _day(row["first"]), _day(row["last"])
    if as_of is None or (first is None and last is None):
        return
    if first is not None and first > as_of:
        yield "later"
    elif last is None or last > as_of:
        yield "perhaps-later"


def _take_in(row: QuerySolution, made: View) -> None:
    claim, object_ = row["claim"], row["object"]
    if _is(row["measured"]):
        # As in Wikibase, whose p: leads to a statement: the figure has a node, with its scope.
        object_ = row["proposition"]
        made.figures.add(object_)
    claims = made.triples.setdefault(Triple(row["subject"], row["relation"], object_), [])
    if claim not in claims:
        claims.append(claim)
    reported = int(row["depth"].value) > 1
    as_of, passed_on = made.request.as_of, _day(row["passedOn"])
    on_time = as_of is None or (passed_on is not None and passed_on <= as_of)
    for mark, applies in (
        ("undated", row["first"] is None and row["last"] is None),
        ("reported", reported),
        ("passed-on-later", reported and not on_time),
        ("hedged", _is(row["hedged"])),
        ("reading", _is(row["reading"])),
    ):
        if applies:
            made.marked[mark].add(claim)


def _is(value: Literal) -> bool:
    return value.value == "true"


def _day(value: Literal | None) -> date | None:
    return None if value is None else date.fromisoformat(value.value)
