"""Nanopublications: each claim as a record of its own, with provenance and a trusty URI.

The assertion is the claim and the propositions it speaks of in n-ary form, as in the dump: it says
that somebody says something, and never the thing itself. It names the level above the claim too, so
that whoever has only this one does not read it flat. It is not signed; signing changes the URI.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from claimgraph.about import Description
from claimgraph.read import Dataset
from claimgraph.serialise import as_trig
from claimgraph.terms import BASE, CG, DCTERMS, GRAPHS, NP, NPX, OA, PROV, RDF, RDFS
from claimgraph.trusty import artifact_code

__all__ = ["Nanopub", "as_file", "nanopubs"]

# Stands for the code while the digest is taken; no other IRI or text of ours has it after `<`.
_STAND_IN = "RA~"
_THIS = f"{BASE}np/{_STAND_IN}"
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
    records, labels = _records(dataset), _english(dataset)
    claims = _subjects(dataset, RDF.type, CG.Claim)
    content = _subjects(dataset, RDF.predicate)
    about = records[description.iri]
    for claim in sorted(claims, key=lambda node: node.value):
        assertion = list(_assertion(records, content, claim))
        parts = {
            "Head": _head(),
            "assertion": assertion,
            "provenance": _provenance(records, claim, about),
            "pubinfo": [*_publication(claim, about), *_labels(labels, assertion)],
        }
        text = "".join(
            f"{line} <{_THIS}#{part}> .\n"
            for part, triples in parts.items()
            for line in sorted(set(map(str, triples)))
        )
        iri = _THIS.replace(_STAND_IN, artifact_code(_quads(text), _STAND_IN))
        yield Nanopub(NamedNode(iri), claim, _quads(text.replace(f"<{_THIS}", f"<{iri}")))


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


def _provenance(records: _Records, claim: NamedNode, about: Iterable[Triple]) -> Iterator[Triple]:
    """Yield where the record comes from: made by the editors, from passages of a document."""
    assertion = NamedNode(f"{_THIS}#assertion")
    for triple in about:
        if triple.predicate == DCTERMS.creator:
            yield Triple(assertion, PROV.wasAttributedTo, triple.object)
    for triple in records[claim]:
        if triple.predicate == CG.passage and isinstance(triple.object, NamedNode):
            yield Triple(assertion, PROV.wasDerivedFrom, triple.object)
            yield from (t for t in records.get(triple.object, ()) if t.predicate in _ANCHOR)


def _publication(claim: NamedNode, about: Iterable[Triple]) -> Iterator[Triple]:
    """Yield what the data set says of itself; a date only if it gives one, and as it gives it."""
    this = NamedNode(_THIS)
    yield Triple(this, NPX.introduces, claim)
    for triple in about:
        if triple.predicate in (DCTERMS.creator, DCTERMS.license, DCTERMS.created):
            yield Triple(this, triple.predicate, triple.object)


def _labels(labels: _Records, assertion: Iterable[Triple]) -> Iterator[Triple]:
    """Yield the English labels of the entities that the assertion names, to be read by people."""
    named_here = {triple.object for triple in assertion} - {triple.subject for triple in assertion}
    for node in named_here:
        if isinstance(node, NamedNode):
            yield from labels.get(node, ())


def _quads(text: str) -> list[Quad]:
    return list(parse(text, RdfFormat.N_QUADS, lenient=True))


def _subjects(
    dataset: Dataset, predicate: NamedNode, object_: NamedNode | None = None
) -> set[NamedNode]:
    """Return the nodes of which something is asserted."""
    quads = dataset.store.quads_for_pattern(None, predicate, object_, GRAPHS.asserted)
    return {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}


def _records(dataset: Dataset) -> _Records:
    """Return what is asserted of each node, and who passes each claim on."""
    quads = chain(
        dataset.quads(GRAPHS.asserted),
        dataset.quads(GRAPHS.derived, CG.reportedBy),
        dataset.quads(GRAPHS.derived, CG.depth),
    )
    return _by_subject(quads)


def _english(dataset: Dataset) -> _Records:
    """Return the English labels of each node."""
    labels = dataset.quads(GRAPHS.asserted, RDFS.label)
    return _by_subject(quad for quad in labels if getattr(quad.object, "language", "") == "en")


def _by_subject(quads: Iterable[Quad]) -> _Records:
    records: _Records = {}
    for quad in quads:
        if isinstance(subject := quad.subject, NamedNode):
            records.setdefault(subject, []).append(quad.triple)
    return records
