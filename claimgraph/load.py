"""A data set into a store: whole, in the place of the one that is there, and nothing else touched.

Graphs that are there as built are left alone. How the others get there depends on the store.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimgraph.bundle import Bundle
from claimgraph.load_difference import by_difference
from claimgraph.load_first import first
from claimgraph.load_staged import pieces, staged
from claimgraph.staging import BESIDE, STAGING, Report
from claimgraph.store_client import Client, StoreError
from claimgraph.terms import BASE
from claimgraph.verify import Verdict, verify

__all__ = ["Loaded", "load", "plan"]


@dataclass(frozen=True)
class Loaded:
    """What came of it: a verdict for each graph, and whether the data set is in its place.

    If it is not, the verdicts are on what was sent, which is gone again.
    """

    verdicts: Sequence[Verdict]
    placed: bool


def load(client: Client, bundle: Bundle, report: Report) -> Loaded:
    """Put a data set into a store, in the place of the one that is there.

    `report` is told of each step and how many triples it concerns; what it returns is told how
    many more of them are done. Raises `StoreError`, which says what became of the store.
    """
    sizes = client.sizes(bundle.graphs)
    in_bulk = _in_bulk(client, bundle)
    if in_bulk and not any(sizes.values()):
        found = first(client, bundle, report)
        if found is not None:
            return Loaded(found, placed=_whole(found))
        in_bulk = False
    same = bundle.only(g for g, said in bundle.graphs.items() if sizes[g] == said.triples)
    there = {one.graph: one for one in _compared(client, same, report, "compare") if one.whole}
    wanted = bundle.only(graph for graph in bundle.graphs if graph not in there)
    if wanted.graphs:
        loaded = _replaced(client, wanted, in_bulk, report)
        if not loaded.placed:
            return loaded
        there |= {one.graph: one for one in loaded.verdicts}
    else:
        client.drop(BESIDE)
    return Loaded([there[graph] for graph in bundle.graphs], placed=True)


def plan(client: Client, bundle: Bundle) -> Iterator[str]:
    """Yield lines on what `load` would send to a store: requests, their sizes, and where to."""
    if not _in_bulk(client, bundle):
        for graph, sizes in pieces(client, bundle):
            requests = "1 request" if len(sizes) == 1 else f"{len(sizes)} requests"
            to = STAGING[graph].value.removeprefix(BASE)
            yield f"{requests} of {sum(sizes):,} bytes, by way of {to}"
    elif any(client.sizes(bundle.graphs).values()):
        yield "1 request with what differs from the graphs that are there, by way of staging"
    else:
        yield f"1 request of {bundle.path.stat().st_size:,} bytes, all or nothing"


def _in_bulk(client: Client, bundle: Bundle) -> bool:
    # Sent again after an answer was lost, a blank node would be another one.
    return bool(client.profile.bulk) and not bundle.has_blanks


def _replaced(client: Client, bundle: Bundle, in_bulk: bool, report: Report) -> Loaded:  # noqa: FBT001
    """Put graphs in the place of others, in the cheapest way that leaves them whole."""
    found: Sequence[Verdict] = ()
    for way in (by_difference, staged) if in_bulk else (staged,):
        sent = way(client, bundle, report)
        if sent is None:
            continue
        if not _whole(sent):
            return Loaded(sent, placed=False)
        found = _after(client, bundle, report)
        if _whole(found):
            break
    return Loaded(found, placed=True)


def _compared(client: Client, bundle: Bundle, report: Report, step: str) -> list[Verdict]:
    total = bundle.triples
    return verify(client, bundle, {graph: graph for graph in bundle.graphs}, report(step, total))


def _after(client: Client, bundle: Bundle, report: Report) -> list[Verdict]:
    try:
        return _compared(client, bundle, report, "verify")
    except StoreError as error:
        raise StoreError(
            f"the new data set is in its place, but then {error.found}",
            remedy="load --verify-only looks again whether it is whole",
        ) from error


def _whole(verdicts: Sequence[Verdict]) -> bool:
    return all(verdict.whole for verdict in verdicts)
