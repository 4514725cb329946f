"""A data set in the place of another by what differs, which is mostly little.

What is to come and what is to go is sent to graphs beside the others, in one request, and read
back; one update then takes both over. Done twice it does the same, so it can be sent again.
"""

import hashlib
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import NamedNode

from claimgraph.bundle import Bundle, Expected, has_blank
from claimgraph.differences import unequal
from claimgraph.staging import (
    BESIDE,
    REMOVED,
    STAGING,
    Report,
    cleared,
    interrupted,
    refused,
    unchanged,
)
from claimgraph.store_client import Client, StoreError
from claimgraph.verify import Verdict, read_back, verify

__all__ = ["by_difference"]

_SWAP = """
    DELETE { GRAPH %(graph)s { ?s ?p ?o } } WHERE { GRAPH %(removed)s { ?s ?p ?o } } ;
    INSERT { GRAPH %(graph)s { ?s ?p ?o } } WHERE { GRAPH %(added)s { ?s ?p ?o } } ;
    DROP SILENT GRAPH %(removed)s ;
    DROP SILENT GRAPH %(added)s ;
"""


def by_difference(client: Client, bundle: Bundle, report: Report) -> list[Verdict] | None:
    """Make the graphs of a store those of a data set, in a store that takes N-Quads at once.

    Returns verdicts on what was sent; unless all of it was whole, nothing was changed. Returns
    None, having changed nothing, where it is too large for one request, or a triple with a blank
    node differs, which cannot be named to be removed. Raises `StoreError`, which says what became
    of the store.
    """
    with TemporaryDirectory() as folder:
        try:
            client.drop(BESIDE)
            change = _change(client, bundle, Path(folder) / bundle.path.name, report)
            if change is None:
                return None
            total = change.triples
            client.load(change.path, total, report("send", total))
            places = {graph: graph for graph in change.graphs}
            verdicts = verify(client, change, places, report("verify", total))
        except BaseException as error:
            clean = cleared(client, BESIDE)
            if not isinstance(error, StoreError):
                raise
            if error.status == 413:
                return None
            raise unchanged(error, clean=clean) from error
    if all(verdict.whole for verdict in verdicts):
        report("swap", total)
        _swap(client, bundle, total)
    else:
        cleared(client, BESIDE)
    return verdicts


def _change(client: Client, bundle: Bundle, path: Path, report: Report) -> Bundle | None:
    """Write what differs between a store and a data set, as quads of the graphs beside.

    Triples that a graph lacks are in its graph of `STAGING`, those that it has too many in that of
    `REMOVED`. Returns None where one of them has a blank node.
    """
    advance = report("compare", sum(client.sizes(bundle.graphs).values()))
    counts: dict[NamedNode, int] = {}
    digests: dict[NamedNode, hashlib._Hash] = {}
    with path.open("wb") as file:
        for graph in bundle.graphs:
            with read_back(client, graph, graph, advance) as found:
                for line, lacks in unequal(bundle.lines(graph), iter(found)):
                    if has_blank(line):
                        return None
                    to = (STAGING if lacks else REMOVED)[graph]
                    quad = line.removesuffix(b" .") + f" {to} .\n".encode()
                    file.write(quad)
                    counts[to] = counts.get(to, 0) + 1
                    digests.setdefault(to, hashlib.sha256()).update(quad)
    graphs = {to: Expected(count, digests[to].hexdigest()) for to, count in counts.items()}
    return replace(bundle, path=path, graphs=graphs)


def _swap(client: Client, bundle: Bundle, triples: int) -> None:
    update = "".join(
        _SWAP % {"graph": graph, "added": STAGING[graph], "removed": REMOVED[graph]}
        for graph in bundle.graphs
    )
    try:
        client.update(update.rstrip().removesuffix(";"), triples=triples)
    except StoreError as error:
        if refused(error):
            raise unchanged(error, clean=cleared(client, BESIDE)) from error
        raise interrupted(error, client) from error
