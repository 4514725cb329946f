"""The dump in RDF 1.2: a proposition reifies a triple term, which says nothing by itself.

RDF 1.2 Concepts, section 3.2: a triple term that is the object of `rdf:reifies` is not asserted.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from claimgraph.terms import RDF

__all__ = ["reified"]

_PARTS = (RDF.subject, RDF.predicate, RDF.object)


def reified(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield the quads, with subject, predicate and object of a statement as one triple term.

    A statement that lacks one of the three, as a measurement does its object, stays as it is.
    """
    parts: dict[tuple[object, object], dict[NamedNode, Quad]] = defaultdict(dict)
    for quad in quads:
        predicate = quad.predicate
        if predicate in _PARTS:
            parts[quad.subject, quad.graph_name][predicate] = quad
        else:
            yield quad
    for statement in parts.values():
        term = _term(statement)
        if term is None:
            yield from statement.values()
        else:
            quad = statement[RDF.subject]
            yield Quad(quad.subject, RDF.reifies, term, quad.graph_name)


def _term(statement: dict[NamedNode, Quad]) -> Triple | None:
    if len(statement) < len(_PARTS):
        return None
    subject, predicate, object_ = (statement[part].object for part in _PARTS)
    if isinstance(subject, NamedNode | BlankNode) and isinstance(predicate, NamedNode):
        return Triple(subject, predicate, object_)
    return None
