"""Claims, propositions and entities as Python values, for whoever renders them.

Nothing is judged here: a proposition comes with everybody who takes a stance on it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from claimgraph.read import Dataset
from claimgraph.terms import CG, OA, RDF, RDFS

__all__ = [
    "QUALIFIERS", "RULES", "STANCES", "Claim", "Model", "Passage", "Proposition", "Stance",
]  # fmt: skip

# The rules whose conclusions a model reads; who wants one thing shown need not run the others.
RULES = frozenset({"disjoint-measurements", "reported-by"})

# Stances and the words for them, in the order in which they are shown.
STANCES = {
    CG.affirms: "affirmed by",
    CG.denies: "denied by",
    CG.doubts: "doubted by",
    CG.entertains: "entertained by",
    CG.abstainsOn: "left open by",
    CG.presupposes: "presupposed by",
}
# The closed list: whatever has one of these holds only so far.
QUALIFIERS = (
    CG.point, CG.lower, CG.upper, CG.strict, CG.approximate, CG.quantifier, CG.countStatus, CG.unit,
    CG.population, CG.during, CG.at, CG.spatialRelation, CG.inEvent, CG.manner, CG.degree,
    CG.asWritten, CG.timeAsWritten,
)  # fmt: skip

# Groups whose name takes its verb in the singular.
_COLLECTIVE = re.compile(r"an? .*|the (.* )?(article|community|delegation|group|press|public|side)")

Value = NamedNode | Literal


@dataclass(frozen=True)
class Passage:
    """Where a claim is grounded: offsets are Unicode code points, the end exclusive."""

    iri: NamedNode
    document: str
    section: str
    start: str
    end: str


@dataclass(frozen=True)
class Stance:
    """A claim's stance on a proposition; `predicate` is one of `STANCES`."""

    predicate: NamedNode
    claim: NamedNode


@dataclass(frozen=True)
class Claim:
    """One level of somebody saying something.

    `several` says whether the claimant's verb is in the plural, `act` is the slug of its act, and
    `introduced` are the words with which the level above introduces it. `chain` are the claims
    above it from the outermost inwards, and `document` names those whose voice the document is;
    `own_voice` says whether nobody but the document speaks.
    """

    iri: NamedNode
    label: str
    claimant: str
    several: bool
    act: str
    introduced: Sequence[str]
    document: str
    own_voice: bool
    chain: Sequence["Claim"]
    says: Sequence[tuple[NamedNode, NamedNode]]
    passages: Sequence[Passage]


@dataclass(frozen=True)
class Proposition:
    """Content without a speaker, with all that address it, and the figures that exclude it."""

    iri: NamedNode
    label: str
    subject: Value | None
    predicate: Value | None
    object: Value | None
    qualifiers: Sequence[tuple[NamedNode, Value]]
    stances: Sequence[Stance]
    incompatible: Sequence[NamedNode]


class Model:
    """A read and derived dataset, by IRI."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset

    def label(self, iri: NamedNode) -> str:
        """Return the English label of a node, else any, else its IRI."""
        labels = [o for o in self._objects(iri, RDFS.label) if isinstance(o, Literal)]
        labels.sort(key=lambda o: (o.language != "en", o.language or "", o.value))
        return labels[0].value if labels else iri.value

    def types(self, iri: NamedNode) -> list[NamedNode]:
        """Return the classes that a node was given."""
        return [o for o in self._objects(iri, RDF.type) if isinstance(o, NamedNode)]

    def claim(self, iri: NamedNode) -> Claim:
        """Return a claim; what is not written is empty."""
        above = self._nodes(iri, CG.reportedBy)
        reporters = [node for node in above if CG.Claim in self.types(node)]
        outer = self.claim(reporters[0]) if reporters else None
        passages = [self._passage(passage) for passage in self._nodes(iri, CG.passage)]
        documents = [self._voice(passage.iri) for passage in passages]
        claimants = self._nodes(iri, CG.claimant)
        return Claim(
            iri,
            self.label(iri),
            ", ".join(map(self.label, claimants)),
            any(map(self._several, claimants)),
            next((act.value.rpartition("/")[2] for act in self._nodes(iri, CG.act)), ""),
            [o.value for part in (CG.cue, CG.distance) for o in self._objects(iri, part)],
            outer.document if outer else next(iter(documents), ""),
            not above,
            [*outer.chain, outer] if outer else [],
            [
                (predicate, node)
                for predicate in (*STANCES, CG.reports)
                for node in self._nodes(iri, predicate)
            ],
            passages,
        )

    def proposition(self, iri: NamedNode) -> Proposition:
        """Return a proposition; what is not written is empty."""
        subject, predicate, object_ = (
            next(iter(self._objects(iri, part)), None)
            for part in (RDF.subject, RDF.predicate, RDF.object)
        )
        return Proposition(
            iri,
            self.label(iri),
            subject,
            predicate,
            object_,
            [(q, value) for q in QUALIFIERS for value in self._objects(iri, q)],
            [Stance(stance, claim) for stance in STANCES for claim in self._subjects(stance, iri)],
            self._nodes(iri, CG.incompatibleWith),
        )

    def propositions_about(self, entity: NamedNode) -> list[NamedNode]:
        """Return the propositions of which an entity is the subject, object or population."""
        found = {
            proposition
            for part in (RDF.subject, RDF.object, CG.population)
            for proposition in self._subjects(part, entity)
        }
        return sorted(found, key=lambda node: node.value)

    def claims_by(self, actor: NamedNode) -> list[NamedNode]:
        """Return the claims whose claimant an actor is."""
        return self._subjects(CG.claimant, actor)

    def _several(self, actor: NamedNode) -> bool:
        return CG.Group in self.types(actor) and not _COLLECTIVE.fullmatch(self.label(actor))

    def _voice(self, passage: NamedNode) -> str:
        """Return the name of those whose voice a passage's document is, else of the document."""
        documents = self._nodes(passage, CG.document)
        authors = [actor for document in documents for actor in self._nodes(document, CG.authors)]
        return ", ".join(map(self.label, authors or documents))

    def _passage(self, iri: NamedNode) -> Passage:
        document, section = (
            ", ".join(map(self.label, self._nodes(iri, part))) for part in (CG.document, CG.section)
        )
        start, end = (
            next((o.value for o in self._objects(iri, part)), "?") for part in (OA.start, OA.end)
        )
        return Passage(iri, document, section, start, end)

    def _objects(self, subject: NamedNode, predicate: NamedNode) -> list[Value]:
        quads = self.dataset.store.quads_for_pattern(subject, predicate, None)
        found = {quad.object for quad in quads}
        values = [node for node in found if isinstance(node, NamedNode | Literal)]
        return sorted(values, key=str)

    def _nodes(self, subject: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        found: Iterable[Value] = self._objects(subject, predicate)
        return [node for node in found if isinstance(node, NamedNode)]

    def _subjects(self, predicate: NamedNode, object_: NamedNode) -> list[NamedNode]:
        quads = self.dataset.store.quads_for_pattern(None, predicate, object_)
        found = {quad.subject for quad in quads}
        return sorted(
            (node for node in found if isinstance(node, NamedNode)), key=lambda node: node.value
        )
