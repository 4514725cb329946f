"""Nanopublications: each claim as a record of its own, with provenance and a trusty URI.

The assertion is the claim and the propositions it speaks of in n-ary form, as in the dump: it says
that somebody says something, and never the thing itself. It names the level above the claim too, so
that whoever has only this one does not read it flat. It is not signed; signing changes the URI.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, Triple

from claimgraph.about import Description
from claimgraph.read import Dataset
from claimgraph.serialise import as_trig
from claimgraph.terms import BASE, CG, DCTERMS, GRAPHS, NP, NPX, OA, PROV, RDF, RDFS
from claimgraph.trusty import artifact_code, named

__all__ = ["Nanopub", "as_file", "nanopubs"]

# Stands for the code while the digest is taken; no other IRI of ours has it.
_STAND_IN = "RA~"
_THIS = f"{BASE}np/{_STAND_IN}"
_PARTS = ("Head", "assertion", "provenance", "pubinfo")
_ANCHOR = (RDF.type, CG.document, CG.section, OA.start, OA.end, CG.sha256)
_Records = dict[NamedNode, list[Triple]]


@dataclass(frozen=True)
class Nanopub:
    """A nanopublication of one claim, complete, under its trusty URI."""

    iri: NamedNode
    claim: NamedNode
    quads: list[Quad]


def nanopubs(dataset: Dataset, description: Description) -> Iterator[Nanopub]:
    """Yield the nanopublications of all claims of a derived dataset, in order of claim."""
    records = _records(dataset)
    claims = _subjects(dataset, RDF.type, CG.Claim)
    content = _subjects(dataset, RDF.predicate)
    graphs = {part: NamedNode(f"{_THIS}#{part}") for part in _PARTS}
    for claim in sorted(claims, key=lambda node: node.value):
        assertion = set(_assertion(records, content, claim))
        parts = {
            "Head": _head(),
            "assertion": assertion,
            "provenance": _provenance(records, claim, description.iri),
            "pubinfo": [
                *_publication(records, claim, description.iri),
                *_labels(records, assertion),
            ],
        }
        quads = [
            Quad(triple.subject, triple.predicate, triple.object, graphs[part])
            for part, triples in parts.items()
            for triple in sorted(set(triples), key=str)
        ]
        code = artifact_code(quads, _STAND_IN)
        iri = NamedNode(_THIS.replace(_STAND_IN, code))
        yield Nanopub(iri, claim, named(quads, _STAND_IN, code))


def as_file(published: Iterable[Nanopub], prefixes: Mapping[str, str]) -> bytes:
    """Return nanopublications as one TriG file."""
    quads = (quad for nanopub in published for quad in nanopub.quads)
    return as_trig(quads, {**prefixes, "np": NP.iri, "npx": NPX.iri})


def _head() -> Iterator[Triple]:
    this = NamedNode(_THIS)
    yield Triple(this, RDF.type, NP.Nanopublication)
    for link, part in (
        (NP.hasAssertion, "assertion"),
        (NP.hasProvenance, "provenance"),
        (NP.hasPublicationInfo, "pubinfo"),
    ):
        yield Triple(this, link, NamedNode(f"{_THIS}#{part}"))


def _assertion(
    records: _Records, content: Container[NamedNode], claim: NamedNode
) -> Iterator[Triple]:
    """Yield the record of a claim, and of all content that it speaks of."""
    waiting, found = [claim], {claim}
    while waiting:
        for triple in records[waiting.pop()]:
            yield triple
            part = triple.object
            if isinstance(part, NamedNode) and part in content and part not in found:
                found.add(part)
                waiting.append(part)


def _provenance(records: _Records, claim: NamedNode, dataset: NamedNode) -> Iterator[Triple]:
    """Yield where the record comes from: made by the editors, from passages of a document."""
    assertion = NamedNode(f"{_THIS}#assertion")
    for triple in records[dataset]:
        if triple.predicate == DCTERMS.creator:
            yield Triple(assertion, PROV.wasAttributedTo, triple.object)
    for triple in records[claim]:
        if triple.predicate == CG.passage and isinstance(triple.object, NamedNode):
            yield Triple(assertion, PROV.wasDerivedFrom, triple.object)
            yield from (t for t in records.get(triple.object, ()) if t.predicate in _ANCHOR)


def _publication(records: _Records, claim: NamedNode, dataset: NamedNode) -> Iterator[Triple]:
    """Yield what the data set says of itself; a date only if it gives one, and as it gives it."""
    this = NamedNode(_THIS)
    yield Triple(this, NPX.introduces, claim)
    for triple in records[dataset]:
        if triple.predicate in (DCTERMS.creator, DCTERMS.license, DCTERMS.created):
            yield Triple(this, triple.predicate, triple.object)


def _labels(records: _Records, assertion: Iterable[Triple]) -> Iterator[Triple]:
    """Yield the English labels of the entities that the assertion names, to be read by people."""
    named_here = {triple.object for triple in assertion} - {triple.subject for triple in assertion}
    for node in named_here:
        if isinstance(node, NamedNode):
            for triple in records.get(node, ()):
                value = triple.object
                if triple.predicate == RDFS.label and getattr(value, "language", "") == "en":
                    yield triple


def _subjects(
    dataset: Dataset, predicate: NamedNode, object_: NamedNode | None = None
) -> set[NamedNode]:
    """Return the nodes of which something is asserted."""
    quads = dataset.store.quads_for_pattern(None, predicate, object_, GRAPHS.asserted)
    return {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}


def _records(dataset: Dataset) -> _Records:
    """Return what is asserted of each node, and who passes each claim on."""
    records: _Records = {}
    quads = [
        *dataset.quads(GRAPHS.asserted),
        *dataset.quads(GRAPHS.derived, CG.reportedBy),
        *dataset.quads(GRAPHS.derived, CG.depth),
    ]
    for quad in quads:
        if isinstance(quad.subject, NamedNode):
            records.setdefault(quad.subject, []).append(quad.triple)
    return records
