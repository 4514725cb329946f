"""The kept questions as RDF, for the dump: each a `sh:SPARQLExecutable` that can be queried for.

The convention is that of SIB's sparql-examples: the question is `rdfs:comment`, the query
`sh:select`, its tags `schema:keywords`, and `schema:target` where it can be asked.
"""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from claimgraph.question import Question
from claimgraph.terms import BASE, GRAPHS, RDF, RDFS, Namespace

__all__ = ["described"]

_SH = Namespace(
    "http://www.w3.org/ns/shacl#", "SPARQLExecutable SPARQLSelectExecutable prefixes select"
)
_SCHEMA = Namespace("https://schema.org/", "keywords target")
_PREFIXES = NamedNode(f"{BASE}prefixes")
# No endpoint is public yet; the IRI is where it will be once the base is registered.
_ENDPOINT = NamedNode(f"{BASE}sparql")


def described(questions: Iterable[Question]) -> Iterator[Quad]:
    """Yield what there is to say of each question, for `graph:about`."""
    for question in questions:
        iri = NamedNode(f"{BASE}query/{question.name}")
        said: list[tuple[NamedNode, NamedNode | Literal]] = [
            (RDF.type, _SH.SPARQLExecutable),
            (RDF.type, _SH.SPARQLSelectExecutable),
            (RDFS.label, Literal(question.summary, language="en")),
            (RDFS.comment, Literal(question.title, language="en")),
            (_SH.prefixes, _PREFIXES),
            (_SH.select, Literal(question.query)),
            (_SCHEMA.target, _ENDPOINT),
        ]
        said += [(_SCHEMA.keywords, Literal(tag)) for tag in question.tags]
        yield from (Quad(iri, predicate, value, GRAPHS.about) for predicate, value in said)
