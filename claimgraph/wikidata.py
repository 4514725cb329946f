"""The graph → items as Wikidata has them, by the mapping in `ontology/wikidata.ttl`.

One statement for each proposition that somebody maintains: those who affirm it and those who
dispute it are named in it, none is ranked, and each claim that supports it is a reference. What
has no place there is left out, and the queries in `queries/losses/` say so of each claim.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QuerySolution

from claimgraph.read import Dataset
from claimgraph.terms import EDTF, SLOT
from claimgraph.wikibase import (
    Coordinates,
    Item,
    ItemId,
    MonolingualText,
    Quantity,
    Reference,
    Snak,
    Statement,
    Text,
    Unknown,
    Value,
    spoken_of,
)
from claimgraph.wikidata_dates import dated
from claimgraph.wikidata_mapping import Mapping
from claimgraph.wikidata_terms import terms

__all__ = ["items"]

# Where a document is named; all that the reference for an item's kind says.
_WHERE = {SLOT.document, SLOT.project, SLOT.address}

_Node = NamedNode | Literal
_Filled = list[tuple[NamedNode, Value]]


def items(dataset: Dataset, queries: Path) -> list[Item]:
    """Return the items of a derived dataset, in order of IRI, by the queries in a folder.

    An item is whatever a statement is about or names. Raises what `read_query` raises.
    """
    writer = _Writer(Mapping(dataset, queries))
    said = writer.said()
    claims: dict[str, list[str]] = defaultdict(list)
    for iri, statements in said.items():
        for statement in statements:
            for named in spoken_of([Item(writer.mapping.ids[iri], statements=(statement,))]):
                if named.iri:
                    claims[named.iri] += statement.claims
    called = terms(writer.mapping)
    places = writer.places()
    return [
        Item(
            writer.mapping.ids[iri],
            called[iri].labels,
            called[iri].descriptions,
            called[iri].aliases,
            (
                *writer.kind(iri, dict.fromkeys(claims[iri])),
                *places.get(iri, ()),
                *said.get(iri, ()),
            ),
        )
        for iri in sorted(claims)
    ]


class _Writer:
    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self.slots = mapping.slots
        self.qualifiers = self.grouped("qualifiers", "proposition")
        self.references = self.grouped("references", "claim")
        self.parties: dict[str, _Filled] = defaultdict(list)
        self.claims: dict[str, dict[str, NamedNode]] = defaultdict(dict)
        for row in mapping.ask("stances"):
            iri, slot = row["proposition"].value, row["slot"]
            self.claims[iri].setdefault(row["claim"].value, slot)
            party = (slot, mapping.named(row["party"].value))
            if party not in self.parties[iri]:
                self.parties[iri].append(party)

    def grouped(self, name: str, key: str) -> dict[str, list[tuple[NamedNode, _Node]]]:
        found: dict[str, list[tuple[NamedNode, _Node]]] = defaultdict(list)
        for row in self.mapping.ask(name):
            found[row[key].value].append((row["slot"], row["value"]))
        return found

    def said(self) -> dict[str, list[Statement]]:
        """Return the statements that claims are behind, by the IRI of what they are about."""
        found: dict[str, list[Statement]] = defaultdict(list)
        for row in self.mapping.ask("statements"):
            found[row["subject"].value].append(self.statement(row))
        return found

    def statement(self, row: QuerySolution) -> Statement:
        iri = row["proposition"].value
        value, filled = self.value(row)
        for slot, node in self.qualifiers[iri]:
            filled += self.filled(slot, node)
        claims = self.claims[iri]
        return Statement(
            _uuid(iri),
            Snak(self.mapping.properties[row["property"].value], value),
            self.snaks(filled + self.parties[iri]),
            tuple(
                dict.fromkeys(
                    self.reference(claim)
                    for claim, slot in claims.items()
                    if slot == SLOT.supporter
                )
            ),
            iri,
            tuple(claims),
        )

    def value(self, row: QuerySolution) -> tuple[Value, _Filled]:
        node = row["object"]
        if isinstance(node, Literal):
            date = dated(node.value)
            circa: _Filled = [(SLOT.circa, self.circa)] if date.approximate else []
            return date.time or Unknown.SOMEVALUE, [*date.parts, *circa]
        if node is not None:
            return self.mapping.named(node.value), []
        return self.quantity(row), []

    def quantity(self, row: QuerySolution) -> Value:
        """Return a number that the claimants gave; where they excluded the only one, none."""
        point, lower, upper = (
            Decimal(row[part].value) if row[part] is not None else None
            for part in ("point", "lower", "upper")
        )
        amount = next((number for number in (point, lower, upper) if number is not None), None)
        if amount is None or row["strict"] is not None:
            return Unknown.SOMEVALUE
        unit = self.mapping.named(row["unit"].value) if row["unit"] is not None else None
        of = unit if isinstance(unit, ItemId) else None
        if lower is None or upper is None:
            return Quantity(amount, unit=of)
        return Quantity(amount, lower, upper, of)

    @property
    def circa(self) -> ItemId:
        return ItemId(qid=self.slots[SLOT.circa].item)

    def filled(self, slot: NamedNode, node: _Node) -> _Filled:
        if isinstance(node, NamedNode):
            return [(slot, self.mapping.named(node.value))]
        if node.datatype == EDTF:
            date = dated(node.value)
            exact: _Filled = [(slot, date.time)] if date.time and not date.parts else []
            return [*exact, *date.parts]
        if self.slots[slot].property.datatype == "monolingualtext":
            return [(slot, MonolingualText(node.value, node.language or "und"))]
        return [(slot, Text(node.value))]

    def snaks(self, filled: Iterable[tuple[NamedNode, Value]]) -> tuple[Snak, ...]:
        """Return the snaks in the order of their slots; what fills one is in order already."""
        ordered = sorted(filled, key=lambda one: self.slots[one[0]].order)
        return tuple(Snak(self.slots[slot].property, value) for slot, value in ordered)

    def reference(self, claim: str, only: Iterable[NamedNode] = ()) -> Reference:
        """Return where a claim stands; of its dates those that are one time."""
        filled = [
            one
            for slot, node in self.references[claim]
            if not only or slot in only
            for one in self.filled(slot, node)
            if one[0] == slot
        ]
        return Reference(self.snaks(filled))

    def kind(self, iri: str, claims: Iterable[str]) -> Sequence[Statement]:
        """Return what a new item is an instance of, by the documents that speak of it."""
        if iri not in self.mapping.classes:
            return ()
        references = dict.fromkeys(self.reference(claim, _WHERE) for claim in claims)
        snak = Snak(self.slots[SLOT.kind].property, self.mapping.classes[iri])
        return (Statement(_uuid(f"{iri}#kind"), snak, references=tuple(references)),)

    def places(self) -> dict[str, Sequence[Statement]]:
        """Return where new items lie, by the entry in which that can be looked up."""
        found: dict[str, Sequence[Statement]] = {}
        for row in self.mapping.ask("coordinates"):
            iri = row["entity"].value
            degrees = Decimal(row["latitude"].value), Decimal(row["longitude"].value)
            exponent = min(int(number.as_tuple().exponent) for number in degrees)
            point = Coordinates(*degrees, Decimal(1).scaleb(exponent))
            entry = Snak(self.slots[SLOT.entry].property, Text(row["entry"].value))
            snak = Snak(self.slots[SLOT.coordinates].property, point)
            found[iri] = (
                Statement(_uuid(f"{iri}#coordinates"), snak, references=(Reference((entry,)),)),
            )
        return found


def _uuid(iri: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, iri)).upper()
