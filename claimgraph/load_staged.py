"""A data set in the place of another, in any store: staged graph by graph, verified, then moved.

Each graph goes into a staging graph of its own, which takes the place of the real one when all of
them have proved whole. Whatever goes wrong before that leaves the store with what it had.
"""

from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import NamedNode

from claimgraph.bundle import Bundle, has_blank
from claimgraph.staging import BESIDE, STAGING, Report, cleared, interrupted, refused, unchanged
from claimgraph.store_client import Client, StoreError
from claimgraph.verify import Verdict, verify

__all__ = ["batches", "pieces", "staged"]

_LEAST = 1 << 14


def staged(client: Client, bundle: Bundle, report: Report) -> list[Verdict]:
    """Put the graphs of a data set into a store, in the place of those that are there.

    Returns verdicts on what was staged; unless all of it was whole, nothing took any place. Raises
    `StoreError`, which says what became of the store.
    """
    total = bundle.triples
    staging = {graph: STAGING[graph] for graph in bundle.graphs}
    begun = False
    try:
        client.drop(BESIDE)
        begun = True
        advance = report("send", total)
        for graph, beside in staging.items():
            _send(client, bundle, graph, beside, advance)
        verdicts = verify(client, bundle, staging, report("verify", total))
    except BaseException as error:
        clean = not begun or cleared(client, staging.values())
        if isinstance(error, StoreError):
            raise unchanged(error, clean=clean) from error
        raise
    if all(verdict.whole for verdict in verdicts):
        report("swap", total)
        _swap(client, bundle)
    else:
        cleared(client, staging.values())
    return verdicts


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


def pieces(client: Client, bundle: Bundle) -> Iterator[tuple[NamedNode, list[int]]]:
    """Yield each graph, and the sizes in bytes of the pieces in which it is sent."""
    for graph in bundle.graphs:
        parts = batches(lambda graph=graph: bundle.lines(graph), client.profile.batch)  # type: ignore[misc]
        yield graph, [len(part) for part, _ in parts]


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
            client.move(left, gone, triples=bundle.triples)
        except StoreError as error:
            last = attempt + 1 == tries or not error.passing
            if last and left == everything and refused(error):
                raise unchanged(error, clean=cleared(client, everything)) from error
            if last:
                raise interrupted(error, client) from error
            client.transport.pause(attempt, error)
            try:
                sizes = client.sizes(left)
            except StoreError as silence:
                raise interrupted(silence, client) from silence
            left = {old: new for old, new in left.items() if sizes[old]}
            if left or gone:
                continue
        return
