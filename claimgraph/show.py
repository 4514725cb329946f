"""One claim, proposition or entity, as people read it: who says what, on whose word, and where."""

from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode

from claimgraph.attribution import sentence
from claimgraph.curie import shorten
from claimgraph.errors import InputError, shown
from claimgraph.model import STANCES, Claim, Model, Passage, Proposition
from claimgraph.terms import CG

__all__ = ["show"]


def show(model: Model, iri: str, prefixes: Mapping[str, str]) -> str:
    """Return what there is about a node, without a line end.

    Raises `InputError` where nothing is said of it.
    """
    return "\n".join(_Page(model, prefixes).lines(NamedNode(iri)))


class _Page:
    def __init__(self, model: Model, prefixes: Mapping[str, str]) -> None:
        self.model = model
        self.prefixes = prefixes

    def lines(self, node: NamedNode) -> Iterator[str]:
        types = self.model.types(node)
        if not types:
            raise InputError(
                f"nothing is said of {self.short(node)}", remedy="`find` looks for words in labels"
            )
        place = self.model.dataset.places.get(node.value)
        where = f"   {shown(place.path)}:{place.line}" if place else ""
        yield f"{self.short(node)}   {', '.join(map(self.short, types))}{where}"
        yield self.model.label(node)
        if CG.Claim in types:
            yield from self.claim(self.model.claim(node))
        elif CG.Proposition in types or CG.Measurement in types:
            yield from self.proposition(self.model.proposition(node))
        else:
            yield from self.entity(node)

    def claim(self, claim: Claim) -> Iterator[str]:
        yield ""
        yield sentence(claim)
        for passage in claim.passages:
            yield f"    {self.anchor(passage)}"
        heading = ""
        for predicate, node in claim.says:
            if self.short(predicate) != heading:
                heading = self.short(predicate)
                yield ""
                yield heading
            yield f"    {self.named(node)}"

    def proposition(self, proposition: Proposition) -> Iterator[str]:
        parts = (proposition.subject, proposition.predicate, proposition.object)
        yield "    " + "   ".join(self.value(part) for part in parts if part)
        for qualifier, value in proposition.qualifiers:
            yield f"    {self.short(qualifier)} {self.value(value)}"
        heading = ""
        for stance in proposition.stances:
            if STANCES[stance.predicate] != heading:
                heading = STANCES[stance.predicate]
                yield ""
                yield heading
            claim = self.model.claim(stance.claim)
            yield f"    {sentence(claim)}   {self.short(claim.iri)}"
            for passage in claim.passages:
                yield f"        {self.anchor(passage)}"
        if not proposition.stances:
            yield ""
            yield "nobody takes a stance on it: it is part of another proposition"
        if proposition.incompatible:
            yield ""
            yield "incompatible with"
            for other in proposition.incompatible:
                yield f"    {self.named(other)}"

    def entity(self, entity: NamedNode) -> Iterator[str]:
        about = self.model.propositions_about(entity)
        if about:
            yield ""
            yield "propositions about it"
        for node in about:
            stances = self.model.proposition(node).stances
            tally = [
                f"{words} {count}"
                for predicate, words in STANCES.items()
                if (count := sum(stance.predicate == predicate for stance in stances))
            ]
            yield f"    {self.named(node)}   {', '.join(tally) or 'embedded only'}"
        claims = self.model.claims_by(entity)
        if claims:
            yield ""
            yield "claims by it"
        for claim in claims:
            yield f"    {self.named(claim)}"

    def anchor(self, passage: Passage) -> str:
        span = f"{passage.start}-{passage.end}"
        return f"{self.short(passage.iri)}   section {passage.section!r}, characters {span}"

    def named(self, node: NamedNode) -> str:
        return f"{self.model.label(node)}   {self.short(node)}"

    def value(self, value: NamedNode | Literal) -> str:
        return self.short(value) if isinstance(value, NamedNode) else f'"{value.value}"'

    def short(self, node: NamedNode) -> str:
        return shorten(node.value, self.prefixes)
