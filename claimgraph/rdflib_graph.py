"""Oxigraph quads → an rdflib graph, fast: rdflib is for interchange and pyshacl, never for parsing.

rdflib costs 200 ms to import, so whoever imports this module does so inside a function.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple
from rdflib.paths import Path
from rdflib.store import Store
from rdflib.term import Node

__all__ = ["to_rdflib"]

_Pattern = tuple[Node | None, Node | None, Node | None]
_Index = dict[Node, dict[Node, dict[Node, None]]]


def to_rdflib(quads: Iterable[Quad]) -> rdflib.Graph:
    """Return the quads' triples as one graph; raises `ValueError` for a triple term (RDF 1.2)."""
    # Else rdflib rewrites dates with a zone, and whatever else it thinks it can write better. Said
    # each time, because pyshacl leaves the switch on.
    rdflib.NORMALIZE_LITERALS = False
    store = FastStore()
    node = _memoised()
    for quad in quads:
        store.put(node(quad.subject), node(quad.predicate), node(quad.object))
    return FastGraph(store)


class FastGraph(rdflib.Graph):
    """A graph whose most frequent question takes one step instead of four."""

    def __init__(self, store: "FastStore") -> None:
        super().__init__(store=store, bind_namespaces="none")
        self._by_subject = store.by_subject

    def objects(  # type: ignore[override]
        self,
        subject: Node | None = None,
        predicate: Node | Path | None = None,
        unique: bool = False,  # noqa: FBT001, FBT002 (rdflib's signature)
    ) -> Iterator[Node]:
        if subject is None or predicate is None or isinstance(predicate, Path):
            return super().objects(subject, predicate, unique)
        return iter(self._by_subject.get(subject, {}).get(predicate, ()))


class FastStore(Store):
    """A store for one graph: three nested dictionaries, and nothing that pyshacl does not ask for.

    Filled in a fifth of the time of rdflib's default, and pyshacl takes a third of its time on it.
    Both attributes are lies that pyshacl, which wraps every graph in a dataset, insists on.
    """

    context_aware = True
    graph_aware = True

    def __init__(self) -> None:
        super().__init__()
        self.by_subject: _Index = {}
        self._pos: _Index = {}
        self._osp: _Index = {}
        self._size = 0
        self._namespaces: dict[str, rdflib.URIRef] = {}

    def put(self, s: Node, p: Node, o: Node) -> None:
        objects = self.by_subject.setdefault(s, {}).setdefault(p, {})
        if o not in objects:
            objects[o] = None
            self._pos.setdefault(p, {}).setdefault(o, {})[s] = None
            self._osp.setdefault(o, {}).setdefault(s, {})[p] = None
            self._size += 1

    def __len__(self, context: object = None) -> int:
        return self._size

    def triples(
        self,
        triple_pattern: _Pattern,
        context: object = None,  # noqa: ARG002 (rdflib's signature)
    ) -> Iterator[tuple[Any, Iterator[Any]]]:
        s, p, o = triple_pattern
        if s is not None:
            found = self._of_subject(s, p, o)
        elif p is not None:
            by_object = self._pos.get(p, {})
            found = (
                (s_, p, o_)
                for o_ in (by_object if o is None else (o,))
                for s_ in by_object.get(o_, ())
            )
        elif o is not None:
            by_subject = self._osp.get(o, {})
            found = ((s_, p_, o) for s_, predicates in by_subject.items() for p_ in predicates)
        else:
            found = chain.from_iterable(self._of_subject(s_, None, None) for s_ in self.by_subject)
        return ((triple, iter(())) for triple in found)

    def _of_subject(
        self, s: Node, p: Node | None, o: Node | None
    ) -> Iterator[tuple[Node, Node, Node]]:
        by_predicate = self.by_subject.get(s, {})
        for p_ in by_predicate if p is None else (p,):
            objects = by_predicate.get(p_, {})
            for o_ in objects if o is None else (o,) if o in objects else ():
                yield s, p_, o_

    def bind(self, prefix: str, namespace: rdflib.URIRef, override: bool = True) -> None:  # noqa: ARG002, FBT001, FBT002
        self._namespaces[prefix] = namespace

    def namespace(self, prefix: str) -> rdflib.URIRef | None:
        return self._namespaces.get(prefix)

    def prefix(self, namespace: rdflib.URIRef) -> str | None:
        return next((p for p, n in self._namespaces.items() if n == namespace), None)

    def namespaces(self) -> Iterator[tuple[str, rdflib.URIRef]]:
        return iter(self._namespaces.items())


def _memoised() -> Callable[[NamedNode | BlankNode | Literal | Triple], Node]:
    known: dict[NamedNode | BlankNode | Literal | Triple, Node] = {}

    def node(term: NamedNode | BlankNode | Literal | Triple) -> Node:
        if term not in known:
            known[term] = _node(term)
        return known[term]

    return node


def _node(term: NamedNode | BlankNode | Literal | Triple) -> Node:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        # Plain strings stay plain: rdflib tells "a" and "a"^^xsd:string apart.
        string = term.datatype.value == "http://www.w3.org/2001/XMLSchema#string"
        return rdflib.Literal(
            term.value, datatype=None if string else rdflib.URIRef(term.datatype.value)
        )
    raise ValueError(f"rdflib has no term for {term}")
