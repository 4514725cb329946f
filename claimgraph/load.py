"""A data set into a store: sent beside what is there, verified, and only then put in its place.

Each graph goes into a staging graph of its own, which takes the place of the real one when all of
them have proved whole. Whatever goes wrong before that leaves the store with what it had.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from claimgraph.bundle import Bundle
from claimgraph.store_client import Client, StoreError
from claimgraph.terms import BASE, GRAPHS
from claimgraph.verify import Verdict, has_blank, verify

__all__ = ["OURS", "STAGING", "Loaded", "batches", "load", "plan"]

STAGING: Mapping[NamedNode, NamedNode] = {
    graph: NamedNode(graph.value.replace(f"{BASE}graph/", f"{BASE}staging/")) for graph in GRAPHS
}
OURS = (*GRAPHS, *STAGING.values())
_LEAST = 1 << 14


@dataclass(frozen=True)
class Loaded:
    """What came of it: a verdict for each graph, and whether the data set is in its place.

    If it is not, the verdicts are on the staging graphs, which are gone again.
    """

    verdicts: list[Verdict]
    placed: bool


Report = Callable[[str, int], Callable[[int], None]]


def load(client: Client, bundle: Bundle, report: Report) -> Loaded:
    """Put a data set into a store, in the place of the one that is there.

    `report` is told of each step and how many triples it concerns; what it returns is told how
    many more of them are done. Raises `StoreError`, which says what became of the store.
    """
    total = sum(said.triples for said in bundle.graphs.values())
    staging = {graph: STAGING[graph] for graph in bundle.graphs}
    begun = False
    try:
        client.drop(staging.values())
        begun = True
        advance = report("send", total)
        for graph, beside in staging.items():
            _send(client, bundle, graph, beside, advance)
        verdicts = verify(client, bundle, staging, report("verify", total))
    except BaseException as error:
        cleared = not begun or _clear(client, staging.values())
        if isinstance(error, StoreError):
            raise _unchanged(error, cleared=cleared) from error
        raise
    if not all(verdict.whole for verdict in verdicts):
        _clear(client, staging.values())
        return Loaded(verdicts, placed=False)
    report("swap", total)
    _swap(client, bundle)
    try:
        places = {graph: graph for graph in staging}
        return Loaded(verify(client, bundle, places, report("verify", total)), placed=True)
    except StoreError as error:
        raise StoreError(
            f"the new data set is in its place, but then {error.found}",
            remedy="load --verify-only looks again whether it is whole",
        ) from error


def batches(lines: Callable[[], Iterable[bytes]], size: int) -> Iterator[tuple[bytes, int]]:
    """Yield a graph's triples in pieces of at most `size` bytes, and how many are in each.

    Triples with blank nodes come first and stay together, however many they are: in two pieces
    one node would become two. `lines` is called twice.
    """
    tied = [line for line in lines() if has_blank(line)]
    piece, bytes_ = tied, sum(map(len, tied)) + len(tied)
    for line in lines():
        if tied and has_blank(line):
            continue
        if piece and bytes_ + len(line) >= size:
            yield b"\n".join(piece) + b"\n", len(piece)
            piece, bytes_ = [], 0
        piece.append(line)
        bytes_ += len(line) + 1
    if piece:
        yield b"\n".join(piece) + b"\n", len(piece)


def plan(client: Client, bundle: Bundle) -> Iterator[tuple[NamedNode, NamedNode, list[int]]]:
    """Yield each graph, its staging graph, and the sizes in bytes of the pieces it is sent in."""
    for graph in bundle.graphs:
        pieces = batches(lambda graph=graph: bundle.lines(graph), client.profile.batch)  # type: ignore[misc]
        yield graph, STAGING[graph], [len(piece) for piece, _ in pieces]


def _send(
    client: Client,
    bundle: Bundle,
    graph: NamedNode,
    beside: NamedNode,
    advance: Callable[[int], None],
) -> None:
    """Send a graph; where the store finds a piece too large, from the start in smaller ones."""
    size = client.profile.batch
    while True:
        sent = 0
        try:
            for piece, triples in batches(lambda: bundle.lines(graph), size):
                (client.add if sent else client.put)(beside, piece)
                sent += triples
                advance(triples)
        except StoreError as error:
            if error.status != 413 or size // 2 < _LEAST:
                raise
            size //= 2
            advance(-sent)
        else:
            return


def _swap(client: Client, bundle: Bundle) -> None:
    """Put the staging graphs in the place of the others.

    A broken connection does not tell whether that was done, and doing it twice can leave nothing
    at all. So before it is tried again, it is looked up which of the staging graphs are left.
    """
    tries = client.transport.access.tries
    everything = {STAGING[graph]: graph for graph, said in bundle.graphs.items() if said.triples}
    gone = [graph for graph, said in bundle.graphs.items() if not said.triples]
    left = everything
    for attempt in range(tries):
        try:
            client.move(left, gone)
        except StoreError as error:
            last = attempt + 1 == tries or not error.passing
            if last and left == everything and _refused(error):
                raise _unchanged(error, cleared=_clear(client, everything)) from error
            if last:
                raise _unknown(error, client) from error
            client.transport.pause(attempt, error)
            try:
                sizes = client.sizes(left)
            except StoreError as silence:
                raise _unknown(silence, client) from silence
            left = {old: new for old, new in left.items() if sizes[old]}
            if left or gone:
                continue
        return


def _refused(error: StoreError) -> bool:
    """Return whether the store itself has said no, rather than somebody before it."""
    return error.status not in {0, 502, 504}


def _clear(client: Client, staging: Iterable[NamedNode]) -> bool:
    """Remove what was sent so far, and return whether that could be done."""
    try:
        client.drop(staging, once=True)
    except StoreError:
        return False
    return True


def _unchanged(error: StoreError, *, cleared: bool) -> StoreError:
    left = "" if cleared else ", and what was sent of the new one goes with the next load or unload"
    remedy = f"{error.remedy}; " if error.remedy else ""
    return StoreError(
        error.found,
        expected=error.expected,
        remedy=f"{remedy}the data set that the store held is unchanged{left}",
        status=error.status,
    )


def _unknown(error: StoreError, client: Client) -> StoreError:
    either = "either all of the old data set or all of the new"
    holds = either if client.profile.atomic else "graphs of the old and the new"
    remedy = f"{error.remedy}; " if error.remedy else ""
    return StoreError(
        f"just when the new data set took the place of the old, {error.found}",
        expected=error.expected,
        remedy=f"{remedy}the store holds {holds}; `status` tells, and the next load puts it right",
        status=error.status,
    )
