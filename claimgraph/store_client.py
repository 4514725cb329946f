"""A store over the network: its graphs one by one, and SPARQL queries and updates.

Graphs are written and read by the Graph Store Protocol where the store has it, else by SPARQL
Update and CONSTRUCT. Triples go to and fro as N-Triples: no format is read alike by more stores.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self, cast
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions

from claimgraph.endpoint import truth
from claimgraph.errors import UsageError
from claimgraph.store_answers import QUADS, ROWS, TRIPLES, solutions, triples
from claimgraph.store_errors import StoreError
from claimgraph.store_gzip import Packer
from claimgraph.store_http import Access, Request, Transport, Upload
from claimgraph.store_profiles import PROFILES, Profile, Services, services, told

__all__ = ["Access", "Client", "StoreError", "check_address", "connect"]

_ALL = "CONSTRUCT { ?s ?p ?o } WHERE"
_PAGE = 100_000
# How many triples a second a slow store takes: by a bulk loader, in a transaction.
_QUICKLY, _SLOWLY = 10_000, 1_000


class Client:
    """What can be done with the graphs of a store; what cannot be done raises `StoreError`.

    Triples are lines of N-Triples, given as bytes. A context manager: its end ends the session.
    """

    def __init__(self, services: Services, profile: Profile, transport: Transport) -> None:
        self.services = services
        self.profile = profile
        self.transport = transport
        self.packer = Packer(transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.transport.close()

    def put(self, graph: NamedNode, data: bytes) -> None:
        """Make a graph that nobody reads yet consist of these triples."""
        if self.services.graphs is None:
            self.update(f"DROP SILENT GRAPH {graph} ;\n{_insertion(graph, data)}")
        else:
            self._write("PUT", graph, data)

    def add(self, graph: NamedNode, data: bytes) -> None:
        """Add triples to such a graph; a blank node is another one each time that it is added."""
        if self.services.graphs is None:
            self.update(_insertion(graph, data))
        else:
            self._write("POST", graph, data)

    def load(self, path: Path, triples: int, advance: Callable[[int], None]) -> None:
        """Add a file of N-Quads in one request, all or nothing; for stores that have `bulk`.

        `advance` is told how many more of the `triples` are sent.
        """
        url = self.services.graphs or ""
        upload = Upload(path, triples, advance)
        params = [(self.profile.bulk, "")]
        headers = {"Content-Type": QUADS}
        patience = triples // _QUICKLY
        self.packer.send(Request("POST", url, headers, params, upload, patience))

    def drop(self, graphs: Iterable[NamedNode], *, once: bool = False, triples: int = 0) -> None:
        """Remove graphs, whether they are there or not, in one request."""
        text = " ;\n".join(f"DROP SILENT GRAPH {graph}" for graph in graphs)
        self.update(text, once=once, triples=triples)

    def move(
        self,
        graphs: Mapping[NamedNode, NamedNode],
        gone: Iterable[NamedNode] = (),
        *,
        triples: int = 0,
    ) -> None:
        """Put graphs in the place of others and remove some, in one request that is sent once.

        Each that is moved has to be there: some stores take one that is not for an empty one.
        """
        move = self.profile.move
        steps = [move.format(old=old, new=new) for old, new in graphs.items()]
        steps += [f"DROP SILENT GRAPH {graph}" for graph in gone]
        self.update(" ;\n".join(steps), once=True, triples=triples)

    def lines(self, graph: NamedNode) -> Iterator[bytes]:
        """Yield the triples of a graph as canonical lines of N-Triples, in no order."""
        if self.profile.capped:
            yield from self._pages(graph)
        elif self.services.graphs is None:
            yield from self._constructed(f"{_ALL} {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
        else:
            url = self.services.graphs
            params = [("graph", graph.value)]
            accept = {"Accept": TRIPLES}
            try:
                response = self.transport.send(Request("GET", url, accept, params))
            except StoreError as error:
                if error.status != 404:  # which means that there is no such graph
                    raise
            else:
                yield from triples(response, self.transport.access.timeout)

    def sizes(self, graphs: Iterable[NamedNode]) -> dict[NamedNode, int]:
        """Return how many triples each graph has, 0 where there is none."""
        found = {}
        for graph in graphs:
            rows = self.select(
                f"SELECT (COUNT(*) AS ?size) WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}"
            )
            found[graph] = next((int(cast(Literal, row["size"]).value) for row in rows), 0)
        return found

    def select(self, query: str, graphs: Sequence[NamedNode] = ()) -> QuerySolutions:
        """Return the rows of a SELECT; over the union of `graphs`, if any are named."""
        found = self._asked(query, graphs)
        if not isinstance(found, QuerySolutions):
            raise StoreError("the store answers a SELECT with a truth value")
        return found

    def ask(self, query: str, graphs: Sequence[NamedNode] = ()) -> bool:
        """Return the answer of an ASK; over the union of `graphs`, if any are named."""
        found = self._asked(query, graphs)
        return bool(found) if isinstance(found, QueryBoolean) else truth(found)

    def update(
        self,
        text: str,
        graphs: Sequence[NamedNode] = (),
        *,
        once: bool = False,
        triples: int = 0,
    ) -> None:
        """Carry out a SPARQL Update; its WHERE sees the union of `graphs`, if any are named.

        Where the connection breaks it is sent again, unless it is to be sent `once`: for what
        does harm when it is done twice. The more `triples` it is about, the longer it may take.
        """
        request = Request(
            "POST",
            self.services.update,
            {"Content-Type": "application/sparql-update"},
            [("using-graph-uri", graph.value) for graph in graphs],
            text.encode(),
            triples // _SLOWLY,
        )
        self.transport.send(request, once=once).close()

    def _write(self, method: str, graph: NamedNode, data: bytes) -> None:
        url = self.services.graphs or ""
        params = [("graph", graph.value)]
        if self.profile.bulk:
            params.append((self.profile.bulk, ""))
        self.packer.send(Request(method, url, {"Content-Type": TRIPLES}, params, data))

    def _asked(self, query: str, graphs: Sequence[NamedNode]) -> QuerySolutions | QueryBoolean:
        # A form, for a body that is the query itself makes Virtuoso hang.
        form = [("query", query), *(("default-graph-uri", graph.value) for graph in graphs)]
        url = self.services.query
        response = self.transport.send(Request("POST", url, {"Accept": ROWS}, body=form))
        return solutions(response, self.transport.access.timeout)

    def _pages(self, graph: NamedNode) -> Iterator[bytes]:
        """Yield the triples of a graph page by page, as far as each page goes.

        Without an order, which such a store would not sort so many rows into: should the pages
        overlap, the digest tells.
        """
        start = 0
        while True:
            page = f"LIMIT {_PAGE} OFFSET {start}"
            query = f"{_ALL} {{ GRAPH {graph} {{ ?s ?p ?o }} }} {page}"
            found = list(self._constructed(query))
            yield from found
            if not found:
                return
            start += len(found)

    def _constructed(self, query: str) -> Iterator[bytes]:
        url = self.services.query
        accept = {"Accept": TRIPLES}
        request = Request("POST", url, accept, body=[("query", query)])
        yield from triples(self.transport.send(request), self.transport.access.timeout)


def connect(
    url: str,
    access: Access | None = None,
    *,
    store: str = "",
    given: Mapping[str, str] | None = None,
    waiting: Callable[[float, str], None] | None = None,
) -> Client:
    """Return a client for the store at a URL, having made sure that it answers queries.

    `store` names a profile; without it the store is asked what it is. `given` holds the URLs of
    services (`query`, `update`, `graphs`) that are not where the profile says.
    Raises `UsageError` for a URL that is none, and `StoreError` where there is no store.
    """
    access = access or Access()
    for one in (url, *(given or {}).values()):
        check_address(one)
    transport = Transport(access, waiting)
    profile = PROFILES[store] if store else told(url, transport.headers(url))
    found = services(url, profile, closed=bool(access.user))
    client = Client(replace(found, **dict(given or {})), profile, transport)
    client.ask("ASK {}")
    return client


def check_address(url: str) -> None:
    """Raise `UsageError` for what is no address of a store, or has a password in it."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if "@" in (urlsplit(url).netloc if usable else ""):
        raise UsageError(
            "the address has a user or a password in it, which logs and lists of processes show",
            remedy="name the user with --user; the password is CLAIMGRAPH_PASSWORD, or asked for",
        )
    if not usable:
        shown = url if "@" not in url else "what was given"
        raise UsageError(f"{shown!r} is no address of a store", expected="http://… or https://…")


def _insertion(graph: NamedNode, data: bytes) -> str:
    return f"INSERT DATA {{ GRAPH {graph} {{\n{data.decode()}}} }}"
