"""What a Wikibase refuses to store: texts too long, control characters, dates that do not exist.

After the validators that Wikibase runs before it saves, with its default limits. What would be
refused is never written, or an import would stop in the middle.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import assert_never

from pyoxigraph import NamedNode

from claimgraph.errors import InputError
from claimgraph.wikibase import (
    CALENDARS,
    Coordinates,
    Item,
    ItemId,
    MonolingualText,
    Property,
    Quantity,
    Snak,
    Text,
    Time,
    Unknown,
    Value,
    snaks,
)

__all__ = ["DATATYPES", "address", "check", "faults"]

DATATYPES: dict[str, type[Value]] = {
    "external-id": Text,
    "globe-coordinate": Coordinates,
    "monolingualtext": MonolingualText,
    "quantity": Quantity,
    "string": Text,
    "time": Time,
    "url": Text,
    "wikibase-item": ItemId,
}
"""The datatypes of properties that we write, and what a value of each is."""

_STRING, _URL, _TERM, _NUMBER = 400, 500, 250, 127
_PID = re.compile(r"P[1-9][0-9]*")
_QID = re.compile(r"Q[1-9][0-9]*")
_UUID = re.compile(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
_ADDRESS = re.compile(r"(https?|ftp)://\S+")
_NOT_IN_IRI = re.compile(r'[<>"{}|\\^`]')
# Control characters, vertical white space, and halves of characters that are not in UTF-8.
_UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def check(items: Iterable[Item]) -> None:
    """Raise `InputError` for the first thing that a Wikibase would refuse."""
    for fault in faults(items):
        raise InputError(fault, remedy="mend it in the graph, or leave it out of the export")


def faults(items: Iterable[Item]) -> Iterator[str]:
    """Yield what a Wikibase would refuse, each with where it is."""
    items = list(items)
    yield from _clashes(items)
    for item in items:
        name = item.id.qid or item.id.iri
        for fault in (*_identity(item.id), *_terms(item)):
            yield f"{name}: {fault}"
        for statement in item.statements:
            if not _UUID.fullmatch(statement.uuid):
                yield f"{name}: a statement has the UUID {statement.uuid!r}"
            if not all(reference.snaks for reference in statement.references):
                yield f"{name}: {statement.uuid}: a reference says nothing"
        for snak in snaks(item):
            for fault in _snak(snak):
                yield f"{name}: {snak.property.pid}: {fault}"


def address(url: str) -> str:
    """Return a URL as an IRI, in which some characters stand as their numbers."""
    return _NOT_IN_IRI.sub(lambda found: f"%{ord(found[0]):02X}", url)


def _is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def _clashes(items: list[Item]) -> Iterator[str]:
    """Yield what only two things together have wrong."""
    seen: dict[tuple[str, ...], str] = {}
    for item in items:
        name = item.id.qid or item.id.iri
        marks: list[tuple[str, ...]] = [("id", name)]
        marks += [("UUID", statement.uuid) for statement in item.statements]
        marks += [
            ("label and description", language, label, item.descriptions[language])
            for language, label in item.labels.items()
            if language in item.descriptions
        ]
        for mark in marks:
            if mark in seen:
                yield f"{name}: {mark[0]} {mark[-1]!r} is there twice, also in {seen[mark]}"
            seen[mark] = name
    kinds: dict[str, Property] = {}
    for item in items:
        for snak in snaks(item):
            other = kinds.setdefault(snak.property.pid, snak.property)
            if other != snak.property:
                yield f"{snak.property.pid} is used as {other} and as {snak.property}"


def _identity(item: ItemId) -> Iterator[str]:
    if item.qid and not _QID.fullmatch(item.qid):
        yield f"{item.qid!r} is no id of an item"
    if not item.qid and not item.iri:
        yield "an item has neither an id nor an IRI"


def _terms(item: Item) -> Iterator[str]:
    terms = [("label", *term) for term in item.labels.items()]
    terms += [("description", *term) for term in item.descriptions.items()]
    terms += [("alias", language, one) for language, all_ in item.aliases.items() for one in all_]
    for kind, language, text in terms:
        yield from (f"{kind}: {fault}" for fault in _language(language))
        yield from (f"{kind}: {fault}" for fault in _text(text, _TERM))
        if kind == "label" and item.descriptions.get(language) == text:
            yield f"label and description are both {text!r}"
    for language, all_ in item.aliases.items():
        if len(set(all_)) < len(all_):
            yield f"alias: one of those in {language!r} is there twice"


def _snak(snak: Snak) -> Iterator[str]:
    property_, value = snak
    if not _PID.fullmatch(property_.pid):
        yield "no id of a property"
    expected = DATATYPES.get(property_.datatype)
    if expected is None:
        yield f"we write no property of the datatype {property_.datatype!r}"
    elif not isinstance(value, expected | Unknown):
        yield f"{type(value).__name__} is no value of the datatype {property_.datatype!r}"
    elif property_.datatype == "url" and isinstance(value, Text):
        yield from _text(value.text, _URL)
        if not _ADDRESS.fullmatch(value.text) or not _is_iri(address(value.text)):
            yield f"{value.text!r} is no http or ftp address"
    else:
        yield from _value(value)


def _value(value: Value) -> Iterator[str]:
    match value:
        case ItemId():
            yield from _identity(value)
        case Text():
            yield from _text(value.text, _STRING)
        case MonolingualText():
            yield from _language(value.language)
            yield from _text(value.text, _STRING)
        case Time():
            yield from _time(value)
        case Quantity():
            yield from _quantity(value)
        case Coordinates():
            yield from _coordinates(value)
        case Unknown():
            pass
        case _:
            assert_never(value)


def _coordinates(point: Coordinates) -> Iterator[str]:
    if abs(point.latitude) > 90 or abs(point.longitude) > 180:
        yield f"{point.latitude}, {point.longitude} is no place on the Earth"
    if not 0 < point.precision <= 360:
        yield f"coordinates have the precision {point.precision}"
    # JSON and RDF have them as floating-point numbers.
    for number in (point.latitude, point.longitude, point.precision):
        if Decimal(repr(float(number))) != number:
            yield f"{number} has more digits than coordinates keep"


def _text(text: str, limit: int) -> Iterator[str]:
    shown = text if len(text) <= 40 else text[:40] + "…"
    if len(text) > limit:
        yield f"{shown!r} has {len(text)} characters, more than {limit}"
    if not text or text != text.strip():
        yield f"{shown!r} is empty, or has white space at an end"
    if _UNWRITABLE.search(text):
        yield f"{shown!r} has a tab, a line break or another control character"


def _language(language: str) -> Iterator[str]:
    if not _LANGUAGE.fullmatch(language):
        yield f"{language!r} is no language code in lower case"


def _time(time: Time) -> Iterator[str]:
    if time.year == 0 or time.calendar not in CALENDARS.values():
        yield f"{time} has the year 0 or an unknown calendar"
    elif not 0 <= time.precision <= 11:
        yield f"{time} has a precision other than 0 (a billion years) to 11 (a day)"
    elif (time.month > 0, time.day > 0) != (time.precision > 9, time.precision > 10):
        yield f"{time} has a month or day that its precision denies, or lacks one"
    elif not 0 <= time.month <= 12 or not 0 <= time.day <= _days(time):
        yield f"{time} is not in the calendar"


def _days(time: Time) -> int:
    """Return how many days the month has; the year before year 1 is year -1."""
    year = time.year + 1 if time.year < 0 else time.year
    if time.calendar == CALENDARS["julian"]:
        leap = year % 4 == 0
    else:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return monthrange(2000 if leap else 2001, time.month or 1)[1]


def _quantity(quantity: Quantity) -> Iterator[str]:
    bounds = [bound for bound in (quantity.lower, quantity.upper) if bound is not None]
    numbers = [quantity.amount, *bounds]
    if not all(number.is_finite() for number in numbers):
        yield f"{quantity.amount} is no number"
    elif len(bounds) == 1:
        yield f"{quantity.amount} has one bound only; a quantity has both or neither"
    elif bounds and not bounds[0] <= quantity.amount <= bounds[1]:
        yield f"{quantity.amount} is not between its bounds {bounds[0]} and {bounds[1]}"
    elif any(_length(number) > _NUMBER for number in numbers):
        yield f"{quantity.amount} or a bound of it has more than {_NUMBER} characters"
    if quantity.unit:
        yield from _identity(quantity.unit)


def _length(number: Decimal) -> int:
    """Return how many characters it takes without an exponent, sign and point included."""
    exponent = int(number.as_tuple().exponent)
    fraction = max(0, -exponent)
    return 1 + max(1, number.adjusted() + 1) + fraction + bool(fraction)
