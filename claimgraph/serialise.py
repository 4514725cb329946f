"""A dataset → the bytes of each format that is published, the same for the same triples.

Everything is made from N-Triples sorted by code unit, which is the canonical order once blank nodes
have canonical names (RDFC-1.0, W3C Recommendation, 2024).
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
    parse,
    serialize,
)  # fmt: skip
from pyoxigraph import Dataset as Quads

from claimgraph.rdf12 import reified
from claimgraph.terms import GRAPHS

__all__ = ["FORMATS", "Sorted", "as_turtle", "sorted_triples"]


@dataclass(frozen=True)
class Sorted:
    """The triples of each graph, as sorted lines of N-Triples; empty graphs are left out."""

    lines: Mapping[NamedNode, list[bytes]]

    def quads(self) -> list[bytes]:
        """Return all lines as N-Quads, graph by graph."""
        return [
            b"%s<%s> ." % (line[:-1], graph.value.encode())
            for graph, lines in self.lines.items()
            for line in lines
        ]

    def union(self, *graphs: NamedNode) -> list[bytes]:
        """Return the triples of some graphs, or of all, each once."""
        return sorted(
            {line for graph in graphs or self.lines for line in self.lines.get(graph, [])}
        )

    def digest(self, graph: NamedNode) -> str:
        """Return the SHA-256 of a graph's N-Triples."""
        return hashlib.sha256(_file(self.lines.get(graph, []))).hexdigest()


def sorted_triples(store: Store) -> Sorted:
    """Return the triples of the store's named graphs, blank nodes by their canonical names."""
    if any(isinstance(t, BlankNode) for quad in store for t in (quad.subject, quad.object)):
        quads = Quads(store)
        quads.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        store = Store()
        store.extend(quads)
    return Sorted(
        {
            graph: sorted(dumped.splitlines())
            for graph in GRAPHS
            if (dumped := cast(bytes, store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph)))
        }
    )


def _n_quads(triples: Sorted, _: Mapping[str, str]) -> bytes:
    return _file(sorted(triples.quads()))


def _trig(triples: Sorted, prefixes: Mapping[str, str]) -> bytes:
    data = _file(triples.quads())
    return _with_prefixes(data, parse(data, RdfFormat.N_QUADS), RdfFormat.TRIG, prefixes)


def _turtle(triples: Sorted, prefixes: Mapping[str, str]) -> bytes:
    data = _file(triples.union())
    return _with_prefixes(data, _triples(data), RdfFormat.TURTLE, prefixes)


def _json_ld(triples: Sorted, _: Mapping[str, str]) -> bytes:
    data = _file(triples.quads())
    return cast(bytes, serialize(parse(data, RdfFormat.N_QUADS), format=RdfFormat.JSON_LD))


def _rdf_xml(triples: Sorted, prefixes: Mapping[str, str]) -> bytes:
    data = _file(triples.union(GRAPHS.asserted, GRAPHS.inferred, GRAPHS.derived))
    used = _used(prefixes, data)
    return cast(bytes, serialize(_triples(data), format=RdfFormat.RDF_XML, prefixes=used))


def _rdf12(triples: Sorted, prefixes: Mapping[str, str]) -> bytes:
    data = _file(triples.union())
    quads = sorted(reified(parse(data, RdfFormat.N_TRIPLES)), key=str)
    in_order = (quad.triple for quad in quads)
    return _with_prefixes(data, in_order, RdfFormat.TURTLE, prefixes)


# Ending to media type and writer; the slug of the data set comes before the ending.
FORMATS: Mapping[str, tuple[str, Callable[[Sorted, Mapping[str, str]], bytes]]] = {
    "nq": ("application/n-quads", _n_quads),
    "trig": ("application/trig", _trig),
    "ttl": ("text/turtle", _turtle),
    "jsonld": ("application/ld+json", _json_ld),
    "rdf": ("application/rdf+xml", _rdf_xml),
    "rdf12.ttl": ("text/turtle;version=1.2", _rdf12),
}


def as_turtle(lines: Iterable[bytes], prefixes: Mapping[str, str]) -> bytes:
    """Return sorted N-Triples lines as Turtle."""
    data = _file(lines)
    return _with_prefixes(data, _triples(data), RdfFormat.TURTLE, prefixes)


def _file(lines: Iterable[bytes]) -> bytes:
    return b"".join([line + b"\n" for line in lines])


def _triples(data: bytes) -> Iterable[Triple]:
    return (quad.triple for quad in parse(data, RdfFormat.N_TRIPLES))


def _used(prefixes: Mapping[str, str], data: bytes) -> dict[str, str]:
    return {
        prefix: namespace
        for prefix, namespace in prefixes.items()
        if b"<" + namespace.encode() in data
    }


def _with_prefixes(
    data: bytes,
    parsed: Iterable[Quad] | Iterable[Triple],
    format_: RdfFormat,
    prefixes: Mapping[str, str],
) -> bytes:
    used = _used(prefixes, data)
    written = cast(bytes, serialize(parsed, format=format_, prefixes=used))
    # Oxigraph declares the prefixes first, a line each, in an order that differs in every process.
    *declarations, body = written.split(b"\n", len(used))
    return _file(sorted(declarations)) + body
