"""Values as they stand in Wikibase's JSON, there and back."""

import re
from decimal import Decimal
from typing import Any, assert_never

from claimgraph.json_node import Node
from claimgraph.terms import BASE
from claimgraph.wikibase import (
    CALENDARS,
    Coordinates,
    ItemId,
    MonolingualText,
    Quantity,
    Text,
    Time,
    Unknown,
    Value,
)
from claimgraph.wikibase_ids import ENTITIES, Ids

__all__ = ["decimal", "read_id", "read_value", "value_json"]

_EARTH = f"{ENTITIES}Q2"
_UNITLESS = "1"
_AMOUNT = re.compile(r"[+-][0-9]{1,126}(\.[0-9]{1,126})?")
_TIME = re.compile(r"([+-])([0-9]{4,16})-([0-9]{2})-([0-9]{2})T00:00:00Z")

_Json = dict[str, Any]


def decimal(number: Decimal) -> str:
    """Return a number with its sign, and no exponent."""
    return f"{number or abs(number):+f}"  # zero is never negative


def value_json(value: Value, ids: Ids) -> _Json:
    """Return a value with its type; what is not known has none."""
    match value:
        case ItemId():
            return {"type": "wikibase-entityid", "value": _entity(ids.item(value))}
        case Text():
            return {"type": "string", "value": value.text}
        case MonolingualText():
            return {
                "type": "monolingualtext",
                "value": {"text": value.text, "language": value.language},
            }
        case Time():
            return {"type": "time", "value": _time(value)}
        case Quantity():
            return {"type": "quantity", "value": _quantity(value, ids)}
        case Coordinates():
            return {
                "type": "globecoordinate",
                "value": {
                    "latitude": float(value.latitude),
                    "longitude": float(value.longitude),
                    "altitude": None,
                    "precision": float(value.precision),
                    "globe": _EARTH,
                },
            }
        case Unknown():
            raise AssertionError(value)  # has no value
        case _:
            assert_never(value)


def _entity(id_: str) -> _Json:
    number = {"numeric-id": int(id_[1:])} if id_[1:].isdecimal() else {}
    return {"entity-type": "item", **number, "id": id_}


def _time(time: Time) -> _Json:
    sign = "+" if time.year > 0 else "-"
    return {
        "time": f"{sign}{abs(time.year):04d}-{time.month:02d}-{time.day:02d}T00:00:00Z",
        "timezone": 0,
        "before": 0,
        "after": 0,
        "precision": time.precision,
        "calendarmodel": ENTITIES + time.calendar,
    }


def _quantity(quantity: Quantity, ids: Ids) -> _Json:
    unit = ids.iri(ids.item(quantity.unit)) if quantity.unit else _UNITLESS
    json_ = {"amount": decimal(quantity.amount), "unit": unit}
    if quantity.upper is not None and quantity.lower is not None:
        json_ |= {"upperBound": decimal(quantity.upper), "lowerBound": decimal(quantity.lower)}
    return json_


def read_value(node: Node, kind: str, ids: Ids) -> Value:
    """Return the value that stands there, which must be of one type."""
    parts = node.keys("type value")
    parts["type"].must(kind)
    value = parts["value"]
    match kind:
        case "wikibase-entityid":
            entity = value.keys("entity-type id", "numeric-id")
            entity["entity-type"].must("item")
            item = read_id(entity["id"], ids)
            if "numeric-id" in entity:
                entity["numeric-id"].must(int(item.qid[1:]) if item.qid else None)
            return item
        case "string":
            return Text(value.text())
        case "monolingualtext":
            text = value.keys("text language")
            return MonolingualText(text["text"].text(), text["language"].text())
        case "time":
            return _read_time(value)
        case "quantity":
            return _read_quantity(value, ids)
        case _:
            return _read_coordinates(value)


def read_id(node: Node, ids: Ids) -> ItemId:
    """Return the item whose id stands there."""
    return ids.back(node.text()) or node.refuse("an id such as Q5 or local:actor/someone")


def _read_quantity(node: Node, ids: Ids) -> Quantity:
    parts = node.keys("amount unit", "upperBound lowerBound")
    if ("upperBound" in parts) != ("lowerBound" in parts):
        raise node.error(f"{node.way} has one bound", "both or neither")
    unit = parts["unit"].text()
    head = f"{ids.base}entity/"
    if unit == _UNITLESS:
        item = None
    elif unit.startswith(BASE):
        item = ItemId(iri=unit)
    else:
        item = ids.back(unit.removeprefix(head)) if unit.startswith(head) else None
        if item is None:
            parts["unit"].refuse(f"1, or the IRI of an item in {head}")
    amounts = {key: _read_amount(part) for key, part in parts.items() if key != "unit"}
    return Quantity(amounts["amount"], amounts.get("lowerBound"), amounts.get("upperBound"), item)


def _read_amount(node: Node) -> Decimal:
    if not _AMOUNT.fullmatch(node.text()):
        node.refuse("a number such as +613")
    return Decimal(node.text())


def _read_time(node: Node) -> Time:
    parts = node.keys("time timezone before after precision calendarmodel")
    for key in ("timezone", "before", "after"):
        parts[key].must(0)
    found = _TIME.fullmatch(parts["time"].text())
    if found is None:
        parts["time"].refuse("a date such as +1992-02-26T00:00:00Z")
    sign, year, month, day = found.groups()
    calendar = parts["calendarmodel"].text().removeprefix(ENTITIES)
    if calendar not in CALENDARS.values():
        parts["calendarmodel"].refuse(f"{ENTITIES} and one of {', '.join(CALENDARS.values())}")
    precision = parts["precision"].number()
    if precision not in range(12):
        parts["precision"].refuse("a whole number from 0 to 11")
    return Time(int(sign + year), int(month), int(day), int(precision), calendar)


def _read_coordinates(node: Node) -> Coordinates:
    parts = node.keys("latitude longitude precision globe", "altitude")
    parts["globe"].must(_EARTH)
    if "altitude" in parts:
        parts["altitude"].must(None)
    return Coordinates(
        parts["latitude"].number(), parts["longitude"].number(), parts["precision"].number()
    )
