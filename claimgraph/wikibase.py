"""Items, statements and values as Wikibase has them, between the graph and its exporters.

After the Wikibase data model (https://www.mediawiki.org/wiki/Wikibase/DataModel). All values are
frozen, hold no RDF, and say nothing of any format; whoever makes one has checked it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

__all__ = [
    "CALENDARS",
    "Coordinates",
    "Item",
    "ItemId",
    "MonolingualText",
    "Property",
    "Quantity",
    "Reference",
    "Snak",
    "Statement",
    "Text",
    "Time",
    "Unknown",
    "Value",
    "properties",
    "snaks",
    "spoken_of",
]

CALENDARS = {"gregorian": "Q1985727", "julian": "Q1985786"}


@dataclass(frozen=True)
class ItemId:
    """An item, by its id on Wikidata, by our IRI, or by both; one of them is never empty.

    Without `qid` it is an item that a wiki does not have yet, or that nobody has found there.
    """

    iri: str = ""
    qid: str = ""


@dataclass(frozen=True)
class Text:
    """A string, an external identifier, a URL: which of them is the property's datatype to say."""

    text: str


@dataclass(frozen=True)
class MonolingualText:
    """A text and its language, as a lower-case BCP 47 tag."""

    text: str
    language: str


@dataclass(frozen=True)
class Time:
    """A date; the precision (9 year, 10 month, 11 day) says which of month and day are 0."""

    year: int
    month: int = 0
    day: int = 0
    precision: int = 9
    calendar: str = CALENDARS["gregorian"]


@dataclass(frozen=True)
class Quantity:
    """A number; both bounds or neither, and lower <= amount <= upper. A unit of None is 1."""

    amount: Decimal
    lower: Decimal | None = None
    upper: Decimal | None = None
    unit: ItemId | None = None


@dataclass(frozen=True)
class Coordinates:
    """A point on the Earth (WGS 84), all three in degrees."""

    latitude: Decimal
    longitude: Decimal
    precision: Decimal


class Unknown(Enum):
    """What is said to exist and not what it is, and what is said not to exist."""

    SOMEVALUE = "somevalue"
    NOVALUE = "novalue"


Value = ItemId | Text | MonolingualText | Time | Quantity | Coordinates | Unknown


@dataclass(frozen=True)
class Property:
    """A property: its id, English label, and datatype as in Wikibase's JSON (`wikibase-item`)."""

    pid: str
    label: str
    datatype: str


class Snak(NamedTuple):
    """A property and its value."""

    property: Property
    value: Value


@dataclass(frozen=True)
class Reference:
    """On whose word or by which work, and where: snaks in the order in which they are shown."""

    snaks: tuple[Snak, ...]


@dataclass(frozen=True)
class Statement:
    """One statement; its rank is always normal, because nothing here ranks anybody.

    `uuid` is stable from build to build (upper case, as Wikibase writes it). `proposition` and
    `claims` are the IRIs of what it was made from.
    """

    uuid: str
    mainsnak: Snak
    qualifiers: tuple[Snak, ...] = ()
    references: tuple[Reference, ...] = ()
    proposition: str = ""
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """An item with what is said of it; labels and descriptions by language, one each."""

    id: ItemId
    labels: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, Sequence[str]] = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()


def snaks(item: Item) -> Iterator[Snak]:
    """Yield every snak of an item: main snaks, qualifiers, and those of references."""
    for statement in item.statements:
        yield statement.mainsnak
        yield from statement.qualifiers
        for reference in statement.references:
            yield from reference.snaks


def properties(items: Iterable[Item]) -> list[Property]:
    """Return the properties that items use, each once, in the order of their numbers."""
    used = {snak.property for item in items for snak in snaks(item)}
    return sorted(used, key=lambda one: (int(one.pid.lstrip("P") or 0), one.label))


def spoken_of(items: Iterable[Item]) -> Iterator[ItemId]:
    """Yield the items, and whatever else they have as a value or as a unit; some several times."""
    for item in items:
        yield item.id
        for snak in snaks(item):
            if isinstance(snak.value, ItemId):
                yield snak.value
            elif isinstance(snak.value, Quantity) and snak.value.unit:
                yield snak.value.unit
