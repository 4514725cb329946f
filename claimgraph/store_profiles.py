"""What differs between triplestores, as data: where their services are, and what they do otherwise.

A user gives one URL, of a store or of any of its services; a profile says where the others are.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

__all__ = ["PROFILES", "Profile", "Services", "services", "told"]

_MB = 1 << 20


@dataclass(frozen=True)
class Services:
    """The URLs of a store, or their ends: SPARQL query and update, and the Graph Store Protocol.

    `graphs` is None where a store has no Graph Store Protocol, or none that is known.
    """

    query: str
    update: str
    graphs: str | None = None


@dataclass(frozen=True)
class Profile:
    """One kind of store.

    `server` is found in its `Server` header, `path` in its URL; `mark` is a header of its own, for
    one that does not send the other. `open` are the ends of its URLs,
    `closed` those for a user with a password, where they are others. `atomic` is whether it carries
    out an update whole or not at all, `batch` how many bytes it takes at once. `capped` stores cut
    long answers short without a word, so they are read in pages. `rewrites` are the ways, named in
    `differences`, in which it is known to write a literal otherwise and keep its value. The default
    graph of a `union` store is the union of all its graphs, and it should not be told of which.
    `bulk` is the parameter by which it takes what is sent through its own bulk loader: faster, all
    or nothing, and, at its Graph Store Protocol, N-Quads of many graphs too. `unruly` is why a
    store cannot carry out the rules of `ontology/rules/`, if it cannot.
    """

    name: str
    title: str
    server: str = ""
    mark: str = ""
    path: str = ""
    open: Services = field(default_factory=lambda: Services("", ""))
    closed: Services | None = None
    move: str = "MOVE GRAPH {old} TO GRAPH {new}"
    atomic: bool = False
    batch: int = 8 * _MB
    capped: bool = False
    union: bool = False
    bulk: str = ""
    unruly: str = ""
    rewrites: tuple[str, ...] = ()


_RDF4J = Services("", "/statements", "/rdf-graphs/service")

PROFILES: Mapping[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile(
            "oxigraph",
            "Oxigraph",
            server=r"^Oxigraph\b",
            open=Services("/query", "/update", "/store"),
            atomic=True,
            bulk="no_transaction",
            rewrites=("number", "boolean"),
        ),
        Profile(
            "virtuoso",
            "Virtuoso",
            server=r"^Virtuoso\b",
            open=Services("/sparql", "/sparql", "/sparql-graph-crud"),
            closed=Services("/sparql-auth", "/sparql-auth", "/sparql-graph-crud-auth"),
            # It holds a request in memory, and one of many megabytes takes it minutes to refuse.
            batch=4 * _MB,
            # MOVE is one transaction too; but what one removes and adds again is gone when the
            # server reads its log after it was stopped, so only what differs is removed or added.
            move="DELETE {{ GRAPH {new} {{ ?s ?p ?o }} }} WHERE {{ GRAPH {new} {{ ?s ?p ?o }}"
            " FILTER NOT EXISTS {{ GRAPH {old} {{ ?s ?p ?o }} }} }} ;"
            " ADD GRAPH {old} TO GRAPH {new} ; DROP SILENT GRAPH {old}",
            atomic=True,
            capped=True,
            # Told of several graphs it is a hundred times slower, and loses rows.
            union=True,
            unruly="it follows no path whose start it does not know, and one rule ends it",
            rewrites=("number", "boolean"),
        ),
        Profile(
            "fuseki",
            "Apache Jena Fuseki",
            server=r"\bFuseki\b",
            # All there is to tell by, in its releases.
            mark="Fuseki-Request-Id",
            open=Services("/query", "/update", "/data"),
            # MOVE of a named graph is an error in Jena 4.5; this is the same, in one transaction.
            move="DROP SILENT GRAPH {new} ; INSERT {{ GRAPH {new} {{ ?s ?p ?o }} }}"
            " WHERE {{ GRAPH {old} {{ ?s ?p ?o }} }} ; DROP GRAPH {old}",
            atomic=True,
            rewrites=("number", "boolean"),
        ),
        Profile(
            "graphdb",
            "GraphDB",
            server=r"\bGraphDB\b",
            path=r"/repositories/[^/]+",
            open=_RDF4J,
            atomic=True,
        ),
        Profile("rdf4j", "RDF4J", path=r"/repositories/[^/]+", open=_RDF4J, atomic=True),
        Profile("generic", "a SPARQL 1.1 store", batch=_MB),
    )
}


def told(url: str, headers: Mapping[str, str]) -> Profile:
    """Return the profile of a store by its headers, else by its URL, else the generic."""
    sent = {name.lower(): value for name, value in headers.items()}
    for profile in PROFILES.values():
        named = profile.server and re.search(profile.server, sent.get("server", ""))
        if named or (profile.mark and profile.mark.lower() in sent):
            return profile
    if re.search(PROFILES["rdf4j"].path, urlsplit(url).path):
        return PROFILES["rdf4j"]
    return PROFILES["generic"]


def services(url: str, profile: Profile, *, closed: bool) -> Services:
    """Return the URLs of the services of a store, from the URL of the store or of any of them."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    ends = {"/sparql"} if profile.open.query else set()
    for known in (profile.open, profile.closed):
        if known:
            ends |= {known.query, known.update, known.graphs or ""}
    if match := re.search(profile.path, path) if profile.path else None:
        path = path[: match.end()]
    else:
        for end in sorted(ends - {""}, key=len, reverse=True):
            if path.endswith(end):
                path = path.removesuffix(end)
                break
    chosen = profile.closed if closed and profile.closed else profile.open

    def whole(end: str) -> str:
        return urlunsplit((parts.scheme, parts.netloc, path + end, "", ""))

    graphs = None if chosen.graphs is None else whole(chosen.graphs)
    return Services(whole(chosen.query), whole(chosen.update), graphs)
