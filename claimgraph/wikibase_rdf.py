"""Items as Wikibase has them in RDF, format 1.0.0, without one direct claim.

After https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format. Left out is whatever says a
thing without saying who says so: `wdt:`, what is defined by it, and `wikibase:BestRank`, which
marks what `wdt:` would repeat. Nor are there documents of entities, which hold revisions and dates,
or normalised values. An item without a Q id goes by our IRI.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from claimgraph.serialise import turtle
from claimgraph.terms import OWL, PROV, RDF, RDFS, SKOS, XSD
from claimgraph.wikibase import (
    Coordinates,
    Item,
    ItemId,
    MonolingualText,
    Property,
    Quantity,
    Snak,
    Statement,
    Text,
    Time,
    Unknown,
    properties,
)
from claimgraph.wikibase_ids import ENTITIES, Ids, complete, table
from claimgraph.wikibase_json import digest, reference_hash
from claimgraph.wikibase_json_values import decimal, value_json
from claimgraph.wikibase_limits import address, check
from claimgraph.wikibase_nodes import (
    CC,
    EARTH,
    GEO,
    PROPERTY_TYPES,
    SCHEMA,
    UNITLESS,
    WIKIBASE,
    Wiki,
)
from claimgraph.wikibase_time import gregorian

__all__ = ["wikibase_rdf"]

_OBJECTS = {"url", "wikibase-item"}
"""The datatypes whose values are IRIs; those of all others are literals."""

_ROLES = (
    ("claim", "p", False),
    ("statementProperty", "ps", True),
    ("statementValue", "psv", False),
    ("qualifier", "pq", True),
    ("qualifierValue", "pqv", False),
    ("reference", "pr", True),
    ("referenceValue", "prv", False),
)
"""What a property is where; and whether its objects there are its values, or nodes."""


def wikibase_rdf(items: Iterable[Item], ids: Ids, licence: str = "") -> dict[str, bytes]:
    """Return the dump in Turtle, and the table of the ids in it; `licence` is the IRI of one.

    Raises `InputError` for what a Wikibase would refuse.
    """
    items = list(items)
    check(items)
    items = complete(items, ids)
    writer = _Writer(ids)
    triples = [
        *_header(licence),
        *(triple for property_ in properties(items) for triple in writer.property(property_)),
        *(triple for item in items for triple in writer.item(item)),
        *(triple for node in sorted(writer.nodes) for triple in writer.nodes[node]),
    ]
    return {
        "wikibase.ttl": turtle(dict.fromkeys(triples), _prefixes(writer.wiki)),
        "ids.csv": table(items, ids),
    }


def _header(licence: str) -> Iterator[Triple]:
    dump = WIKIBASE.Dump
    yield Triple(dump, RDF.type, SCHEMA.Dataset)
    yield Triple(dump, RDF.type, OWL.Ontology)
    if licence:
        yield Triple(dump, CC.license, NamedNode(licence))
    yield Triple(dump, SCHEMA.softwareVersion, Literal("1.0.0"))
    yield Triple(dump, OWL.imports, NamedNode("http://wikiba.se/ontology-1.0.owl"))


def _prefixes(wiki: Wiki) -> Mapping[str, str]:
    named = {
        "cc": CC, "geo": GEO, "owl": OWL, "prov": PROV, "rdfs": RDFS, "schema": SCHEMA,
        "skos": SKOS, "wikibase": WIKIBASE, "xsd": XSD,
    }  # fmt: skip
    return wiki.prefixes | {prefix: namespace.iri for prefix, namespace in named.items()}


class _Writer:
    """Yields the triples of things, and keeps the nodes that things share until the end."""

    def __init__(self, ids: Ids) -> None:
        self.ids = ids
        self.wiki = Wiki(ids.base)
        self.nodes: dict[str, list[Triple]] = {}

    def property(self, property_: Property) -> Iterator[Triple]:
        wiki, pid = self.wiki, self.ids.pid(property_)
        node = wiki["wd", pid]
        yield Triple(node, RDF.type, WIKIBASE.Property)
        yield from _labels(node, {"en": property_.label} if property_.label else {})
        yield Triple(node, WIKIBASE.propertyType, PROPERTY_TYPES[property_.datatype])
        for role, prefix, _ in _ROLES:
            yield Triple(node, WIKIBASE[role], wiki[prefix, pid])
        yield Triple(node, WIKIBASE.novalue, wiki["wdno", pid])
        for _, prefix, valued in _ROLES:
            data = valued and property_.datatype not in _OBJECTS
            class_ = OWL.DatatypeProperty if data else OWL.ObjectProperty
            yield Triple(wiki[prefix, pid], RDF.type, class_)
        yield Triple(wiki["wdno", pid], RDF.type, OWL.Class)

    def item(self, item: Item) -> Iterator[Triple]:
        id_ = self.ids.item(item.id)
        node = NamedNode(self.ids.iri(id_))
        yield Triple(node, RDF.type, WIKIBASE.Item)
        yield from _labels(node, item.labels)
        for language, text in item.descriptions.items():
            yield Triple(node, SCHEMA.description, Literal(text, language=language))
        for language, aliases in item.aliases.items():
            for alias in aliases:
                yield Triple(node, SKOS.altLabel, Literal(alias, language=language))
        names = [self.wiki.statement(id_, statement.uuid) for statement in item.statements]
        for name, statement in zip(names, item.statements, strict=True):
            pid = self.ids.pid(statement.mainsnak.property)
            yield Triple(node, self.wiki["p", pid], name)
        for name, statement in zip(names, item.statements, strict=True):
            yield from self.statement(name, statement)

    def statement(self, node: NamedNode, statement: Statement) -> Iterator[Triple]:
        yield Triple(node, RDF.type, WIKIBASE.Statement)
        yield Triple(node, WIKIBASE.rank, WIKIBASE.NormalRank)
        yield from self.snaks(node, [statement.mainsnak], "ps", "psv")
        yield from self.snaks(node, statement.qualifiers, "pq", "pqv")
        for reference in statement.references:
            name = self.wiki["wdref", reference_hash(reference, self.ids)]
            yield Triple(node, PROV.wasDerivedFrom, name)
            if name.value not in self.nodes:
                self.nodes[name.value] = [
                    Triple(name, RDF.type, WIKIBASE.Reference),
                    *self.snaks(name, reference.snaks, "pr", "prv"),
                ]

    def snaks(
        self, node: NamedNode, snaks: Sequence[Snak], prefix: str, value_prefix: str
    ) -> Iterator[Triple]:
        for number, (property_, value) in enumerate(snaks):
            pid = self.ids.pid(property_)
            if value is Unknown.NOVALUE:
                yield Triple(node, RDF.type, self.wiki["wdno", pid])
            elif value is Unknown.SOMEVALUE:
                # Somebody else each time, but always the same name for one.
                blank = BlankNode(digest([node.value, prefix, pid, number]))
                yield Triple(node, self.wiki[prefix, pid], blank)
            else:
                url = property_.datatype == "url"
                yield Triple(node, self.wiki[prefix, pid], self.simple(value, url=url))
                if isinstance(value, Time | Quantity | Coordinates):
                    yield Triple(node, self.wiki[value_prefix, pid], self.full(value))

    def simple(
        self, value: ItemId | Text | MonolingualText | Time | Quantity | Coordinates, *, url: bool
    ) -> NamedNode | Literal:
        """Return a value in one term, as much of it as goes into one."""
        match value:
            case ItemId():
                return NamedNode(self.ids.iri(self.ids.item(value)))
            case Text():
                return NamedNode(address(value.text)) if url else Literal(value.text)
            case MonolingualText():
                return Literal(value.text, language=value.language)
            case Time():
                return Literal(gregorian(value), datatype=XSD.dateTime)
            case Quantity():
                return Literal(decimal(value.amount), datatype=XSD.decimal)
            case Coordinates():
                point = f"Point({value.longitude:f} {value.latitude:f})"
                return Literal(point, datatype=GEO.wktLiteral)

    def full(self, value: Time | Quantity | Coordinates) -> NamedNode:
        """Return the node of a value, which has all of its parts."""
        node = self.wiki["wdv", digest(value_json(value, self.ids))[:32]]
        if node.value not in self.nodes:
            self.nodes[node.value] = [
                Triple(node, predicate, term) for predicate, term in self.parts(value)
            ]
        return node

    def parts(
        self, value: Time | Quantity | Coordinates
    ) -> Iterator[tuple[NamedNode, NamedNode | Literal]]:
        match value:
            case Time():
                yield RDF.type, WIKIBASE.TimeValue
                yield WIKIBASE.timeValue, Literal(gregorian(value), datatype=XSD.dateTime)
                yield WIKIBASE.timePrecision, Literal(value.precision)
                yield WIKIBASE.timeTimezone, Literal(0)
                yield WIKIBASE.timeCalendarModel, NamedNode(ENTITIES + value.calendar)
            case Quantity():
                yield RDF.type, WIKIBASE.QuantityValue
                for predicate, number in (
                    (WIKIBASE.quantityAmount, value.amount),
                    (WIKIBASE.quantityUpperBound, value.upper),
                    (WIKIBASE.quantityLowerBound, value.lower),
                ):
                    if number is not None:
                        yield predicate, Literal(decimal(number), datatype=XSD.decimal)
                unit = value.unit
                iri = NamedNode(self.ids.iri(self.ids.item(unit))) if unit else UNITLESS
                yield WIKIBASE.quantityUnit, iri
            case Coordinates():
                yield RDF.type, WIKIBASE.GlobecoordinateValue
                for predicate, number in (
                    (WIKIBASE.geoLatitude, value.latitude),
                    (WIKIBASE.geoLongitude, value.longitude),
                    (WIKIBASE.geoPrecision, value.precision),
                ):
                    yield predicate, Literal(f"{number:f}", datatype=XSD.double)
                yield WIKIBASE.geoGlobe, EARTH


def _labels(node: NamedNode, labels: Mapping[str, str]) -> Iterator[Triple]:
    for predicate in (RDFS.label, SKOS.prefLabel, SCHEMA.name):
        for language, text in labels.items():
            yield Triple(node, predicate, Literal(text, language=language))
