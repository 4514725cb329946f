"""Wikibase JSON: as Wikibase documents it, there and back, and as another client reads it."""

import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from claimgraph.errors import InputError
from claimgraph.terms import BASE
from claimgraph.wikibase import (
    CALENDARS,
    Coordinates,
    Item,
    ItemId,
    MonolingualText,
    Property,
    Quantity,
    Reference,
    Snak,
    Statement,
    Text,
    Time,
    Value,
    properties,
    snaks,
)
from claimgraph.wikibase_ids import Ids, assigned, complete
from claimgraph.wikibase_json import wikibase_json
from claimgraph.wikibase_read import read_items
from tests.wikibase_golden import FOLDER, IDS, article, expected
from tests.wikibase_items import (
    COORDINATES,
    DATE,
    DEATHS,
    DISPUTED_BY,
    FIRE,
    ITEMS,
    METRE,
    NAME,
    PART_OF,
    PERSON,
    STRINGS,
    WIDTH,
    statement,
)

HERE = Path("dump.json")
EMPTY: dict[str, object] = {
    "labels": {},
    "descriptions": {},
    "aliases": {},
    "claims": {},
    "sitelinks": {},
}


def dumped(items: list[Item], ids: Ids) -> bytes:
    """Return the dump of some items."""
    return wikibase_json(items, ids)["wikibase.json"]


def entities(dump: bytes) -> list[dict[str, Any]]:
    """Return the entities of a dump as Python reads them."""
    found: list[dict[str, Any]] = json.loads(dump)
    return found


# As Wikibase documents it -------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(expected()))
def test_golden(name: str) -> None:
    """The awkward items are written as reviewed; `python -m tests.wikibase_golden` writes anew."""
    assert (FOLDER / name).read_bytes() == expected()[name]


def test_the_dump_has_an_entity_a_line() -> None:
    """`[`, one entity a line with commas between, `]`; and each entity is a file of its own."""
    files = wikibase_json(ITEMS, Ids())
    first, *lines, last = files["wikibase.json"].decode().splitlines()
    assert (first, last) == ("[", "]")
    assert [line.endswith(",") for line in lines] == [True] * (len(lines) - 1) + [False]
    written = {name: files[name].decode() for name in files if name.startswith("entities/")}
    assert sorted(written.values()) == sorted(line.removesuffix(",") + "\n" for line in lines)
    assert "entities/local-event-tarnbrook-mill-fire.json" in written
    assert "entities/Q900000001.json" in written
    assert "entities/P248.json" in written
    # An item can be imported only once its properties are there.
    kinds = [json.loads(line.removesuffix(","))["type"] for line in lines]
    assert kinds == sorted(kinds, reverse=True)


def test_properties_have_datatypes() -> None:
    """Each property that is used is there once, with its datatype and label."""
    found = [entity for entity in entities(dumped([*ITEMS], Ids())) if entity["type"] == "property"]
    assert {(e["id"], e["datatype"], e["labels"]["en"]["value"]) for e in found} == {
        (one.pid, one.datatype, one.label) for one in properties(ITEMS)
    }
    assert len(found) == len(properties(ITEMS))


def statements(dump: bytes) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each statement with the id of its item."""
    for entity in entities(dump):
        for group in entity["claims"].values():
            for one in group:
                yield entity["id"], one


def every_snak(one: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the snaks of a statement."""
    yield one["mainsnak"]
    groups = [one.get("qualifiers", {}), *(ref["snaks"] for ref in one.get("references", ()))]
    for group in groups:
        for found in group.values():
            yield from found


@pytest.mark.parametrize("ids", IDS.values(), ids=IDS)
def test_shape(ids: Ids) -> None:
    """What the documentation says of every statement, snak and value."""
    for item, one in statements(dumped([*ITEMS], ids)):
        owner, _, uuid = one["id"].partition("$")
        assert owner == item
        assert re.fullmatch(r"[0-9A-F]{8}-([0-9A-F]{4}-){3}[0-9A-F]{12}", uuid)
        assert (one["type"], one["rank"]) == ("statement", "normal")
        assert one.get("qualifiers-order", []) == list(one.get("qualifiers", {}))
        for reference in one["references"]:
            assert reference["snaks-order"] == list(reference["snaks"])
            assert re.fullmatch("[0-9a-f]{40}", reference["hash"])
        for snak in every_snak(one):
            assert ("datavalue" in snak) == (snak["snaktype"] == "value")
            if snak.get("datavalue", {}).get("type") == "quantity":
                value = snak["datavalue"]["value"]
                assert ("upperBound" in value) == ("lowerBound" in value)
                assert re.fullmatch(r"[+-]\d+(\.\d+)?", value["amount"])
                assert value["unit"] == "1" or value["unit"].startswith((ids.base, BASE))


def datavalue(property_: Property, value: Value) -> dict[str, Any]:
    """Return the value of a statement that says one thing."""
    item = Item(FIRE, statements=(statement(property_, value),))
    ((_, one),) = statements(dumped([item], Ids()))
    found: dict[str, Any] = one["mainsnak"]["datavalue"]["value"]
    return found


@pytest.mark.parametrize(
    ("property_", "value", "parts"),
    [
        (DATE, Time(1992, 2, 26, 11), {"time": "+1992-02-26T00:00:00Z", "precision": 11}),
        (DATE, Time(1992, 2, precision=10), {"time": "+1992-02-00T00:00:00Z", "precision": 10}),
        (DATE, Time(1992), {"time": "+1992-00-00T00:00:00Z", "precision": 9, "timezone": 0}),
        (DATE, Time(-44), {"time": "-0044-00-00T00:00:00Z", "before": 0, "after": 0}),
        (
            DATE,
            Time(988, calendar=CALENDARS["julian"]),
            {"calendarmodel": "http://www.wikidata.org/entity/Q1985786"},
        ),
        (DEATHS, Quantity(Decimal(613)), {"amount": "+613", "unit": "1"}),
        (DEATHS, Quantity(Decimal("-0.0")), {"amount": "+0.0"}),
        (DEATHS, Quantity(Decimal("1E+3")), {"amount": "+1000"}),
        (
            WIDTH,
            Quantity(Decimal("-3.50"), Decimal(-4), Decimal("-3.0"), METRE),
            {
                "amount": "-3.50",
                "lowerBound": "-4",
                "upperBound": "-3.0",
                "unit": "http://www.wikidata.org/entity/Q11573",
            },
        ),
        (
            COORDINATES,
            Coordinates(Decimal("39.90"), Decimal(-46), Decimal("0.000001")),
            {
                "latitude": 39.9,
                "longitude": -46.0,
                "precision": 0.000001,
                "altitude": None,
                "globe": "http://www.wikidata.org/entity/Q2",
            },
        ),
        (NAME, MonolingualText("Xocalı", "az"), {"text": "Xocalı", "language": "az"}),  # noqa: RUF001
        (PART_OF, PERSON, {"entity-type": "item", "numeric-id": 5, "id": "Q5"}),
    ],
)
def test_values(property_: Property, value: Value, parts: dict[str, object]) -> None:
    """Each kind of value in the form that Wikibase takes."""
    found = datavalue(property_, value)
    assert {key: found[key] for key in parts} == parts


def test_placeholders_have_no_number() -> None:
    """An item that is not on Wikidata is not given a number as if it were."""
    assert datavalue(PART_OF, FIRE) == {
        "entity-type": "item",
        "id": "local:event/tarnbrook-mill-fire",
    }


def test_hashes_are_of_the_content() -> None:
    """The same reference has the same hash wherever it stands, and a different one another."""
    hashes: dict[str, str] = {}
    for _, one in statements(dumped([*ITEMS], Ids())):
        for reference in one["references"]:
            content = json.dumps([reference["snaks"], reference["snaks-order"]])
            assert hashes.setdefault(reference["hash"], content) == content
    assert len(set(hashes.values())) == len(hashes) > 3


def test_nothing_is_lost() -> None:
    """Every string, however awkward, is in the JSON as it is in the item."""
    texts = {
        snak["datavalue"]["value"]
        for _, one in statements(dumped([*ITEMS], Ids()))
        for snak in every_snak(one)
        if snak.get("datavalue", {}).get("type") == "string"
    }
    assert texts >= set(STRINGS)


# There and back -----------------------------------------------------------------------------------


def back_and_there(dump: bytes, ids: Ids) -> bytes:
    """Return a dump, read and written again; the ids are what it says."""
    return dumped(read_items(dump, HERE, ids.base), Ids(ids.base))


@pytest.mark.parametrize("ids", IDS.values(), ids=IDS)
def test_round_trip(ids: Ids) -> None:
    """JSON to items to JSON changes no byte."""
    dump = dumped([*ITEMS], ids)
    assert back_and_there(dump, ids) == dump


@pytest.mark.parametrize("own", [False, True])
def test_round_trip_of_the_article(own: bool) -> None:  # noqa: FBT001 (a parameter of pytest's)
    """Nor does it for the whole graph."""
    ids = assigned(article()) if own else Ids()
    dump = dumped(article(), ids)
    assert back_and_there(dump, ids) == dump
    assert len(entities(dump)) > 300


def grouped(item: Item) -> Item:
    """Return an item as JSON has it: by property, by id only, without what it was made from."""

    def plain(value: Value) -> Value:
        if isinstance(value, ItemId) and value.qid:
            return ItemId(qid=value.qid)
        return value

    def together(some: tuple[Snak, ...]) -> tuple[Snak, ...]:
        order = list(dict.fromkeys(snak.property.pid for snak in some))
        ordered = sorted(some, key=lambda snak: order.index(snak.property.pid))
        return tuple(Snak(snak.property, plain(snak.value)) for snak in ordered)

    order = list(dict.fromkeys(one.mainsnak.property.pid for one in item.statements))
    ordered = sorted(item.statements, key=lambda one: order.index(one.mainsnak.property.pid))
    return replace(
        item,
        id=ItemId(qid=item.id.qid) if item.id.qid else item.id,
        statements=tuple(
            Statement(
                one.uuid,
                together((one.mainsnak,))[0],
                together(one.qualifiers),
                tuple(Reference(together(reference.snaks)) for reference in one.references),
            )
            for one in ordered
        ),
    )


def test_the_order_is_the_one_given() -> None:
    """Snaks come in the order given for their properties, whatever that of the JSON's keys."""
    said = statement(DATE, Time(1992), [Snak(DISPUTED_BY, PERSON), Snak(PART_OF, PERSON)])
    dump = dumped([Item(FIRE, statements=(said,))], Ids())
    turned = dump.replace(
        b'"qualifiers-order":["P1310","P361"]', b'"qualifiers-order":["P361","P1310"]'
    )
    assert turned != dump
    item = read_items(turned, HERE)[0]
    assert [snak.property.pid for snak in item.statements[0].qualifiers] == ["P361", "P1310"]


@pytest.mark.parametrize("items", [lambda: [*ITEMS], article], ids=["awkward", "article"])
def test_items_come_back(items: Callable[[], list[Item]]) -> None:
    """What is read is what was written, item by item."""
    found = read_items(dumped(items(), Ids()), HERE)
    assert found == [grouped(item) for item in complete(items(), Ids())]


def shuffled(seed: int) -> list[Item]:
    """Return items made at random of all the awkward parts, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 (not a secret)
    pool = [snak for item in ITEMS for snak in snaks(item)]
    names = [text for item in ITEMS for text in item.labels.values()]

    def some(most: int) -> tuple[Snak, ...]:
        return tuple(chance.choices(pool, k=chance.randint(1, most)))

    return [
        Item(
            ItemId(f"{BASE}event/{number}", chance.choice(["", f"Q{number + 1}"])),
            {language: chance.choice(names) for language in chance.sample(["en", "az", "hy"], 2)},
            aliases={"ru": chance.sample(sorted(set(names)), 2)},
            statements=tuple(
                statement(
                    *chance.choice(pool),
                    some(8) if chance.random() < 0.7 else (),
                    [Reference(some(6)) for _ in range(chance.randint(1, 3))],
                    key=f"{seed} {number} {turn}",
                )
                for turn in range(chance.randint(0, 6))
            ),
        )
        for number in range(chance.randint(1, 5))
    ]


@pytest.mark.parametrize("seed", range(60))
def test_round_trip_of_anything(seed: int) -> None:
    """Nor does it for items put together at random, here and in a wiki of one's own."""
    items = shuffled(seed)
    for ids in (Ids(), assigned(items)):
        dump = dumped(items, ids)
        assert back_and_there(dump, ids) == dump
    assert read_items(dumped(items, Ids()), HERE) == [grouped(i) for i in complete(items, Ids())]


# What cannot be read ------------------------------------------------------------------------------


def altered(way: str, value: object) -> bytes:
    """Return a dump of one item in which what stands at `way` is another value, or is gone."""
    said = [
        statement(DATE, Time(1992), [Snak(DISPUTED_BY, PERSON), Snak(DISPUTED_BY, FIRE)]),
        statement(DEATHS, Quantity(Decimal(5), Decimal(4), Decimal(6))),
        statement(COORDINATES, Coordinates(Decimal(1), Decimal(2), Decimal(1))),
    ]
    found = entities(dumped([Item(FIRE, {"en": "x"}, statements=tuple(said))], Ids()))
    node: Any = found
    *steps, last = [int(step) if step.isdecimal() else step for step in way.split(".")]
    for step in steps:
        node = node[step]
    if value is GONE:
        del node[last]
    else:
        node[last] = value
    return ("[\n" + ",\n".join(map(json.dumps, found)) + "\n]\n").encode()


GONE = object()
P585 = "6.claims.P585.0"
P1120 = "6.claims.P1120.0.mainsnak.datavalue.value"
P625 = "6.claims.P625.0.mainsnak.datavalue.value"

MALFORMED: list[tuple[str, object, str]] = [
    ("6.type", "lexeme", 'type is "lexeme"; expected "item" or "property"'),
    ("6.type", GONE, "the line has no 'type'"),
    ("6", 5, "the line is 5; expected an object"),
    ("6.id", "P5", 'id is "P5"; expected an id such as Q5'),
    ("6.id", "Q7", "expected Q7$ and a UUID"),
    ("6.sitelinks", {"enwiki": {}}, "sitelinks cannot be kept"),
    ("6.redirect", "Q5", "the line has the key 'redirect'; expected one of"),
    ("6.labels.en", "x", 'labels.en is "x"; expected an object'),
    ("6.labels.en.language", "de", 'labels.en.language is "de"; expected "en"'),
    ("6.labels.en.value", None, "labels.en.value is null; expected a string"),
    ("6.claims", 3, "claims is 3; expected an object"),
    ("6.claims.P585", {}, "claims.P585 is {}; expected a list"),
    (f"{P585}.rank", "preferred", 'rank is "preferred"; expected "normal"'),
    (f"{P585}.type", "claim", 'type is "claim"; expected "statement"'),
    (f"{P585}.mainsnak", GONE, "claims.P585[0] has no 'mainsnak'"),
    (f"{P585}.mainsnak.property", "P580", "claims.P585[0] is not of P585"),
    (f"{P585}.mainsnak.datatype", "string", 'is "string"; expected time, as P585 has it'),
    (f"{P585}.mainsnak.snaktype", "maybe", "expected value, somevalue or novalue"),
    (f"{P585}.mainsnak.snaktype", "novalue", "is novalue, and has a value"),
    (f"{P585}.mainsnak.datavalue", GONE, "has no 'datavalue'"),
    (f"{P585}.mainsnak.datavalue.type", "string", 'is "string"; expected "time"'),
    (f"{P585}.mainsnak.datavalue.value.time", "1992-02-26", "expected a date such as +1992"),
    (f"{P585}.mainsnak.datavalue.value.timezone", 60, "timezone is 60; expected 0"),
    (f"{P585}.mainsnak.datavalue.value.timezone", False, "timezone is false; expected 0"),
    (f"{P585}.mainsnak.datavalue.value.before", 1, "before is 1; expected 0"),
    (f"{P585}.mainsnak.datavalue.value.after", 1, "after is 1; expected 0"),
    (f"{P585}.mainsnak.datavalue.value.precision", 9.5, "precision is"),
    (f"{P585}.mainsnak.datavalue.value.precision", "9", "expected a number"),
    (f"{P585}.mainsnak.datavalue.value.calendarmodel", "x", "calendarmodel is"),
    (f"{P585}.qualifiers-order", ["P31"], "qualifiers-order is"),
    (f"{P585}.qualifiers-order", "P1310", "qualifiers-order is"),
    (f"{P585}.qualifiers.P1310", [], "P1310 is []; expected a list of something"),
    ("6.claims.P585", [], "claims.P585 is []; expected a list of something"),
    (f"{P585}.qualifiers.P1310.0.datavalue.value.id", "Q6", "numeric-id is 5; expected 6"),
    (f"{P585}.qualifiers.P1310.1.datavalue.value.numeric-id", 5, "numeric-id is 5; expected null"),
    (f"{P585}.qualifiers.P1310.1.datavalue.value.entity-type", "property", 'expected "item"'),
    (f"{P585}.references.0.snaks-order", GONE, "references[0] has no 'snaks-order'"),
    (f"{P1120}.amount", "five", 'amount is "five"; expected a number such as +613'),
    (f"{P1120}.amount", 5, "amount is 5; expected a string"),
    (f"{P1120}.amount", "+1e999999999", "expected a number such as +613"),
    (f"{P1120}.upperBound", GONE, "has one bound; expected both or neither"),
    (f"{P1120}.unit", "metre", 'unit is "metre"; expected 1, or the IRI of an item'),
    (f"{P1120}.unit", "http://www.wikidata.org/entity/P5", "expected 1, or the IRI of an item"),
    (f"{P625}.globe", "http://www.wikidata.org/entity/Q405", "globe is"),
    (f"{P625}.altitude", 100, "altitude is 100; expected null"),
    (f"{P625}.latitude", True, "latitude is true; expected a number"),
]


@pytest.mark.parametrize(("way", "value", "message"), MALFORMED)
def test_malformed(way: str, value: object, message: str) -> None:
    """What cannot be kept is refused, with the line and the way to it; nothing is read halfway."""
    dump = altered(way, value)
    with pytest.raises(InputError) as caught:
        read_items(dump, HERE)
    assert message in str(caught.value)
    assert (caught.value.path, caught.value.line) == (HERE, 8)


@pytest.mark.parametrize(
    ("dump", "line", "message"),
    [
        (b"", 1, "is no dump"),
        (b"{}", 1, "is no dump"),
        (b'[\n{"type":"item"', 1, "is no dump"),
        (b"[\nnonsense\n]", 2, "is no JSON (Expecting value"),
        (b'[\n{"type":"item","id":"Q1","claims":{"a":NaN}}\n]', 2, "NaN is no number"),
        (b'[\n{"type":"item","id":"Q1","id":"Q2"}\n]', 2, "the key 'id' is there twice"),
        (b'[\n{"type":"item","id":"Q1"}\n{"type":"item","id":"Q2"}\n]', 2, "a comma is wrong"),
        (b'[\n{"type":"item","id":"Q1"},\n]', 2, "a comma is wrong"),
        (b"[\n" + b"[" * 100_000 + b"\n]", 2, "is no JSON"),
        (b'[\n{"type":"item","id":"\xff"}\n]', 2, "is no UTF-8"),
        (b'[\n{"type":"property","id":"P1"}\n]', 2, "has no 'datatype'"),
    ],
)
def test_no_dump(dump: bytes, line: int, message: str) -> None:
    """What is no dump at all says so, with its line."""
    with pytest.raises(InputError) as caught:
        read_items(dump, HERE)
    assert message in str(caught.value)
    assert (caught.value.path, caught.value.line) == (HERE, line)


def test_an_empty_dump() -> None:
    """No entity is no fault; PHP's empty lists are empty objects."""
    assert read_items(b"[\n]\n", HERE) == []
    line = b'{"type":"item","id":"Q1","labels":[],"aliases":[],"claims":[],"sitelinks":[]}'
    assert read_items(b"[\n" + line + b"\n]\n", HERE) == [Item(ItemId(qid="Q1"))]


@pytest.mark.parametrize("seed", range(200))
def test_spoilt_dumps_are_refused_or_read(seed: int) -> None:
    """Whatever happens to a dump, it is read and can be written again, or an `InputError` says."""
    chance = random.Random(seed)  # noqa: S311 (not a secret)
    found = entities(dumped(shuffled(seed), Ids()))
    for _ in range(chance.randint(1, 3)):
        _spoil(found, chance)
    dump = ("[\n" + ",\n".join(map(json.dumps, found)) + "\n]\n").encode()
    try:
        again = dumped(read_items(dump, HERE), Ids())
    except InputError:
        return
    assert back_and_there(again, Ids()) == again


def _spoil(node: Any, chance: random.Random) -> None:  # noqa: ANN401 (JSON is anything)
    """Put something else in some place of the JSON, or take it out."""
    while isinstance(node, dict | list) and node:
        key = chance.choice(list(node)) if isinstance(node, dict) else chance.randrange(len(node))
        if not isinstance(node[key], dict | list) or not node[key] or chance.random() < 0.1:
            if chance.random() < 0.3:
                del node[key]
            else:
                node[key] = chance.choice([None, True, 0, -1.5, "", "Q5", "P1", [], {}, [{}]])
            return
        node = node[key]


# Another client -----------------------------------------------------------------------------------


def without(value: Any, *keys: str) -> Any:  # noqa: ANN401 (JSON is anything)
    """Return JSON without some keys, wherever they stand."""
    if isinstance(value, dict):
        return {key: without(part, *keys) for key, part in value.items() if key not in keys}
    return [without(part, *keys) for part in value] if isinstance(value, list) else value


@pytest.mark.parametrize("items", [lambda: [*ITEMS], article], ids=["awkward", "article"])
def test_another_client_reads_it(items: Callable[[], list[Item]]) -> None:
    """WikibaseIntegrator reads every entity, and writes the same but for its hashes."""
    from wikibaseintegrator.entities import ItemEntity, PropertyEntity

    found = entities(dumped(items(), assigned(items())))
    for entity in found:
        reader = ItemEntity() if entity["type"] == "item" else PropertyEntity()
        read = reader.from_json(entity).get_json()
        assert without(read, "hash") == without(entity, "hash", "lastrevid")


def test_another_client_writes_it() -> None:
    """What WikibaseIntegrator makes of the same values from its own API is what we write."""
    from wikibaseintegrator import datatypes

    made: list[tuple[Property, Value, Any]] = [
        (PART_OF, PERSON, datatypes.Item("Q5", prop_nr="P361")),
        (DEATHS, Quantity(Decimal(613)), datatypes.Quantity(613, prop_nr="P1120")),
        (
            WIDTH,
            Quantity(Decimal(600), Decimal(200), Decimal(1000), METRE),
            datatypes.Quantity(
                600, upper_bound=1000, lower_bound=200, unit="Q11573", prop_nr="P2049"
            ),
        ),
        (
            DATE,
            Time(1992, 2, 26, 11),
            datatypes.Time("+1992-02-26T00:00:00Z", precision=11, prop_nr="P585"),
        ),
        (
            DATE,
            Time(1900, 2, precision=10, calendar=CALENDARS["julian"]),
            datatypes.Time(
                "+1900-02-00T00:00:00Z", precision=10, calendarmodel="Q1985786", prop_nr="P585"
            ),
        ),
        (
            NAME,
            MonolingualText("Խոջալու", "hy"),
            datatypes.MonolingualText("Խոջալու", "hy", prop_nr="P2561"),
        ),
        (
            Property("P217", "inventory number", "string"),
            Text('a "b" | c */'),
            datatypes.String('a "b" | c */', prop_nr="P217"),
        ),
        (
            Property("P646", "Freebase ID", "external-id"),
            Text("/m/0"),
            datatypes.ExternalID("/m/0", prop_nr="P646"),
        ),
        (
            Property("P856", "official website", "url"),
            Text("https://example.org/"),
            datatypes.URL("https://example.org/", prop_nr="P856"),
        ),
        (
            COORDINATES,
            Coordinates(Decimal("39.9111"), Decimal("46.7892"), Decimal("0.0001")),
            datatypes.GlobeCoordinate(39.9111, 46.7892, precision=0.0001, prop_nr="P625"),
        ),
    ]
    for property_, value, theirs in made:
        item = Item(FIRE, statements=(statement(property_, value),))
        ((_, ours),) = statements(dumped([item], Ids()))
        assert ours["mainsnak"] == theirs.get_json()["mainsnak"], property_


def test_a_client_that_wants_q_ids_refuses_placeholders() -> None:
    """They cannot be taken for ids by mistake."""
    from wikibaseintegrator.entities import ItemEntity

    found = entities(dumped([Item(FIRE)], Ids()))
    assert found == [
        {"type": "item", "id": "local:event/tarnbrook-mill-fire", "lastrevid": 0} | EMPTY
    ]
    with pytest.raises(ValueError, match="Invalid item ID"):
        ItemEntity().from_json(found[0])
