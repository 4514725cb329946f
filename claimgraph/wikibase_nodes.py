"""The names in Wikibase's RDF: its vocabulary, and the IRIs that a wiki makes of ids and hashes."""

import re
from collections.abc import Mapping

from pyoxigraph import NamedNode

from claimgraph.terms import Namespace
from claimgraph.wikibase_ids import ENTITIES

__all__ = ["CC", "EARTH", "GEO", "PROPERTY_TYPES", "SCHEMA", "UNITLESS", "WIKIBASE", "Wiki"]

WIKIBASE = Namespace(
    "http://wikiba.se/ontology#",
    "Dump ExternalId GlobeCoordinate GlobecoordinateValue Item Monolingualtext NormalRank Property"
    " Quantity QuantityValue Reference Statement String Time TimeValue Url WikibaseItem claim"
    " geoGlobe geoLatitude geoLongitude geoPrecision novalue propertyType qualifier qualifierValue"
    " quantityAmount quantityLowerBound quantityUnit quantityUpperBound rank reference"
    " referenceValue statementProperty statementValue timeCalendarModel timePrecision timeTimezone"
    " timeValue",
)
CC = Namespace("http://creativecommons.org/ns#", "license")
GEO = Namespace("http://www.opengis.net/ont/geosparql#", "wktLiteral")
SCHEMA = Namespace("http://schema.org/", "Dataset about description name softwareVersion")

EARTH = NamedNode(f"{ENTITIES}Q2")
UNITLESS = NamedNode(f"{ENTITIES}Q199")

PROPERTY_TYPES: Mapping[str, NamedNode] = {
    "external-id": WIKIBASE.ExternalId,
    "globe-coordinate": WIKIBASE.GlobeCoordinate,
    "monolingualtext": WIKIBASE.Monolingualtext,
    "quantity": WIKIBASE.Quantity,
    "string": WIKIBASE.String,
    "time": WIKIBASE.Time,
    "url": WIKIBASE.Url,
    "wikibase-item": WIKIBASE.WikibaseItem,
}

_PATHS = {
    "p": "prop/",
    "pq": "prop/qualifier/",
    "pqv": "prop/qualifier/value/",
    "pr": "prop/reference/",
    "prv": "prop/reference/value/",
    "ps": "prop/statement/",
    "psv": "prop/statement/value/",
    "wd": "entity/",
    "wdno": "prop/novalue/",
    "wdref": "reference/",
    "wds": "entity/statement/",
    "wdv": "value/",
}


class Wiki:
    """The IRIs of a wiki: `wiki["ps", "P31"]` is the one that Wikidata shortens to `ps:P31`."""

    def __init__(self, base: str) -> None:
        self.prefixes = {prefix: base + path for prefix, path in _PATHS.items()}

    def __getitem__(self, name: tuple[str, str]) -> NamedNode:
        """Return the IRI of a prefix and a local name."""
        prefix, local = name
        return NamedNode(self.prefixes[prefix] + local)

    def statement(self, item: str, uuid: str) -> NamedNode:
        """Return the IRI of a statement, in which all but letters and digits become hyphens."""
        return self["wds", re.sub(r"[^\w-]", "-", f"{item}-{uuid}")]
