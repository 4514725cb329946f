"""The rules carried out inside a store, for data that has outgrown one machine.

The rules are the same files, each sent as a SPARQL Update. What they conclude is gathered in a
staging graph, which takes the place of `graph:derived` when all of them are done: whatever goes
wrong before that leaves the store with what it had.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from pyoxigraph import Literal

from claimgraph.curie import shorten
from claimgraph.derive import DATES, TABLE, date_rows, in_order
from claimgraph.load_staged import batches
from claimgraph.sparql_text import inserting
from claimgraph.staging import STAGING
from claimgraph.store_client import Client, StoreError
from claimgraph.terms import BASE, GRAPHS

__all__ = ["derive_there"]

_SOURCES = (GRAPHS.ontology, GRAPHS.asserted, GRAPHS.inferred)
_BESIDE = STAGING[GRAPHS.derived]


def derive_there(
    client: Client, rule_files: Iterable[Path], report: Callable[[str, int], object]
) -> dict[str, int]:
    """Make `graph:derived` of a store what the rules conclude there; return how much each added.

    `report` is told of each rule that is begun and of the triples there were before. Raises
    `StoreError`, which says what became of the store, and `InputError` for a broken rule.
    """
    if client.profile.unruly:
        raise StoreError(
            f"{client.profile.title} cannot carry out the rules: {client.profile.unruly}",
            remedy="let build.py derive, and load what it has built",
        )
    rules = in_order(rule_files)
    _sources_are_there(client)
    concluded: dict[str, int] = {}
    try:
        client.drop((_BESIDE, TABLE))
        _send_dates(client)
        before = 0
        for rule in rules:
            report(rule.name, before)
            # Once: a rule that asks for what is not there would find what it had concluded itself.
            update = inserting(rule.text, _BESIDE)
            client.update(update, (*_SOURCES, _BESIDE, TABLE), once=True)
            after = client.sizes([_BESIDE])[_BESIDE]
            concluded[rule.name] = after - before
            before = after
        if before:
            client.move({_BESIDE: GRAPHS.derived}, [TABLE])
        else:
            client.drop((GRAPHS.derived, TABLE))
    except BaseException as error:
        _clear(client)
        if isinstance(error, StoreError):
            raise _unchanged(error, list(concluded), len(rules)) from error
        raise
    return concluded


def _sources_are_there(client: Client) -> None:
    sizes = client.sizes(_SOURCES)
    if empty := [graph for graph in _SOURCES if not sizes[graph]]:
        missing = ", ".join(shorten(graph.value, {"graph": f"{BASE}graph/"}) for graph in empty)
        raise StoreError(f"the store has no {missing}", remedy="load the data set first")


def _send_dates(client: Client) -> None:
    """Send the table of the dates in use, which no SPARQL can make."""
    found = (row["date"] for row in client.select(DATES, _SOURCES))
    rows = date_rows({date.value for date in found if isinstance(date, Literal)})
    lines = [f"{row.triple} .".encode() for row in rows]
    for piece, _ in batches(lambda: lines, client.profile.batch):
        client.add(TABLE, piece)


def _clear(client: Client) -> None:
    try:
        client.drop((_BESIDE, TABLE), once=True)
    except StoreError:
        return  # the next run begins with it


def _unchanged(error: StoreError, done: list[str], rules: int) -> StoreError:
    after = f" after {done[-1]}" if done else ""
    found = f"{error.found} ({len(done)} of {rules} rules were done{after})"
    return error.leaving("graph:derived is as it was", found)
