"""A dataset → the bytes of each format that is published, the same for the same triples.

Quads are sorted by code point, as N-Quads writes them; that is the canonical order once blank nodes
have canonical names (RDFC-1.0, W3C Recommendation, 2024).
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import cast

from pyoxigraph import (
    CanonicalizationAlgorithm,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
    parse,
    serialize,
)
from pyoxigraph import Dataset as Quads

from claimgraph.rdf12 import reified
from claimgraph.terms import GRAPHS

__all__ = ["FORMATS", "Sorted", "as_trig", "as_turtle", "in_order", "turtle"]

# A prefix where names begin; `p:` alone would be found in `http:` too.
_BEGUN = re.compile(rb"[\n\t ^]([^\n\t ^:]*:)")


@dataclass(frozen=True)
class Sorted:
    """All quads in canonical order, and the line of N-Quads of each."""

    quads: list[Quad]
    lines: list[bytes]

    @cached_property
    def graphs(self) -> dict[NamedNode, list[int]]:
        """Where the quads of each graph are, in order; graphs in the order of a build."""
        graphs: dict[NamedNode, list[int]] = {graph: [] for graph in GRAPHS}
        for position, quad in enumerate(self.quads):
            if isinstance(name := quad.graph_name, NamedNode):
                graphs[name].append(position)
        return graphs

    @cached_property
    def triples(self) -> list[Triple]:
        """The triple of each quad."""
        return [quad.triple for quad in self.quads]

    @cached_property
    def everything(self) -> list[Triple]:
        """The triples of all graphs, in order and each once."""
        return list(dict.fromkeys(self.triples))

    def union(self, *graphs: NamedNode) -> list[Triple]:
        """Return the triples of some graphs, in order and each once."""
        positions = sorted(chain.from_iterable(self.graphs[graph] for graph in graphs))
        return list(dict.fromkeys(self.triples[position] for position in positions))

    def by_graph(self) -> list[Quad]:
        """Return the quads graph by graph, each in order."""
        return [self.quads[position] for position in chain.from_iterable(self.graphs.values())]

    def digest(self, graph: NamedNode) -> str:
        """Return the SHA-256 of a graph's N-Quads."""
        return hashlib.sha256(_joined(self.lines[at] for at in self.graphs[graph])).hexdigest()


def in_order(store: Store) -> Sorted:
    """Return the quads of a store in order, blank nodes by their canonical names."""
    quads = list(store)
    text = _bytes(quads, RdfFormat.N_QUADS)
    if b"_:" in text:  # a blank node, or what looks like one
        canonical = Quads(quads)
        canonical.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        quads = list(canonical)
        text = _bytes(quads, RdfFormat.N_QUADS)
    pairs = sorted(zip(text.splitlines(), quads, strict=True), key=itemgetter(0))
    return Sorted([quad for _, quad in pairs], [line for line, _ in pairs])


def as_turtle(lines: Iterable[bytes], prefixes: Mapping[str, str]) -> bytes:
    """Return lines of N-Triples as Turtle, in the order given."""
    quads = parse(_joined(lines), RdfFormat.N_TRIPLES)
    return turtle((quad.triple for quad in quads), prefixes)


def turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Return triples as Turtle, in the order given."""
    return _with_prefixes(triples, RdfFormat.TURTLE, prefixes)


def as_trig(quads: Iterable[Quad], prefixes: Mapping[str, str]) -> bytes:
    """Return quads as TriG, in the order given; those of one graph should stand together."""
    return _with_prefixes(quads, RdfFormat.TRIG, prefixes)


def _n_quads(data: Sorted, _: Mapping[str, str]) -> bytes:
    return _joined(data.lines)


def _trig(data: Sorted, prefixes: Mapping[str, str]) -> bytes:
    return as_trig(data.by_graph(), prefixes)


def _turtle(data: Sorted, prefixes: Mapping[str, str]) -> bytes:
    return turtle(data.everything, prefixes)


def _json_ld(data: Sorted, _: Mapping[str, str]) -> bytes:
    return _bytes(data.by_graph(), RdfFormat.JSON_LD)


def _rdf_xml(data: Sorted, prefixes: Mapping[str, str]) -> bytes:
    view = data.union(GRAPHS.asserted, GRAPHS.inferred, GRAPHS.derived)
    return cast(bytes, serialize(view, format=RdfFormat.RDF_XML, prefixes=dict(prefixes)))


def _rdf12(data: Sorted, prefixes: Mapping[str, str]) -> bytes:
    return turtle(reified(data.everything), prefixes)


# Ending to media type and writer; the slug of the data set comes before the ending.
FORMATS: Mapping[str, tuple[str, Callable[[Sorted, Mapping[str, str]], bytes]]] = {
    "nq": ("application/n-quads", _n_quads),
    "trig": ("application/trig", _trig),
    "ttl": ("text/turtle", _turtle),
    "jsonld": ("application/ld+json", _json_ld),
    "rdf": ("application/rdf+xml", _rdf_xml),
    "rdf12.ttl": ("text/turtle;version=1.2", _rdf12),
}


def _joined(lines: Iterable[bytes]) -> bytes:
    return b"\n".join([*lines, b""])


def _bytes(data: Iterable[Quad] | Iterable[Triple], format_: RdfFormat) -> bytes:
    return cast(bytes, serialize(data, format=format_))


def _with_prefixes(
    data: Iterable[Quad] | Iterable[Triple], format_: RdfFormat, prefixes: Mapping[str, str]
) -> bytes:
    """Serialise, with the prefixes that are used in alphabetical order."""
    written = cast(bytes, serialize(data, format=format_, prefixes=dict(prefixes)))
    # Oxigraph declares the prefixes first, a line each, in an order that differs in every process.
    *declarations, body = written.split(b"\n", len(prefixes))
    body = b"\n" + body
    found = set(_BEGUN.findall(body))
    used = [line for line in declarations if _name(line) in found]
    return b"\n".join(sorted(used)) + body


def _name(declaration: bytes) -> bytes:
    """Return `prefix:` of `@prefix prefix: <…> .`, as it stands before a local name."""
    return declaration.split(b" ")[1]
