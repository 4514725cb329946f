"""The dump in RDF 1.2: a proposition reifies a triple term, which says nothing by itself.

RDF 1.2 Concepts, section 3.2: a triple term that is the object of `rdf:reifies` is not asserted.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from claimgraph.terms import RDF

__all__ = ["PARTS", "reified"]

PARTS = frozenset({RDF.subject, RDF.predicate, RDF.object})
_Statement = TypeVar("_Statement", Quad, Triple)


def reified(said: Iterable[_Statement]) -> list[_Statement]:
    """Return the triples or quads, with subject, predicate and object of a statement as one term.

    The term stands where the subject was; the rest keeps its order. A statement that lacks one of
    the three, as a measurement does its object, stays as it is.
    """
    result = list(said)
    statements: dict[object, dict[NamedNode, int]] = defaultdict(dict)
    for position, one in enumerate(result):
        if (predicate := one.predicate) in PARTS:
            graph = one.graph_name if isinstance(one, Quad) else None
            statements[one.subject, graph][predicate] = position
    gone: set[int] = set()
    for positions in statements.values():
        parts = {predicate: result[position] for predicate, position in positions.items()}
        term = _term(parts)
        if term is not None:
            result[positions[RDF.subject]] = _reifying(parts[RDF.subject], term)
            gone |= {positions[RDF.predicate], positions[RDF.object]}
    return [one for position, one in enumerate(result) if position not in gone]


def _reifying(one: _Statement, term: Triple) -> _Statement:
    if isinstance(one, Quad):
        return Quad(one.subject, RDF.reifies, term, one.graph_name)
    return Triple(one.subject, RDF.reifies, term)


def _term(statement: dict[NamedNode, _Statement]) -> Triple | None:
    if len(statement) < len(PARTS):
        return None
    subject, predicate = statement[RDF.subject].object, statement[RDF.predicate].object
    if isinstance(subject, NamedNode | BlankNode) and isinstance(predicate, NamedNode):
        return Triple(subject, predicate, statement[RDF.object].object)
    return None
