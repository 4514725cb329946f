"""What a Wikibase refuses is never written; what it takes is not refused by us."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal

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
    Unknown,
    Value,
)
from claimgraph.wikibase_ids import Ids
from claimgraph.wikibase_json import wikibase_json
from claimgraph.wikibase_limits import check, faults
from claimgraph.wikibase_rdf import wikibase_rdf
from tests.wikibase_golden import article
from tests.wikibase_items import (
    COORDINATES,
    DATE,
    DEATHS,
    FIRE,
    FREEBASE,
    INVENTORY,
    ITEMS,
    NAME,
    PART_OF,
    STATED_IN,
    WEBSITE,
    statement,
)

JULIAN = CALENDARS["julian"]
NOT_A_NUMBER = Decimal("NaN")

REFUSED: list[tuple[Property, Value, str]] = [
    (INVENTORY, Text("x" * 401), "has 401 characters, more than 400"),
    (INVENTORY, Text(""), "is empty, or has white space at an end"),
    (INVENTORY, Text(" x"), "is empty, or has white space at an end"),
    (INVENTORY, Text("x\u00a0"), "is empty, or has white space at an end"),
    (INVENTORY, Text("a\tb"), "a tab, a line break or another control character"),
    (INVENTORY, Text("a\nb"), "a tab, a line break or another control character"),
    (INVENTORY, Text("a\u2028b"), "a tab, a line break or another control character"),
    (INVENTORY, Text("a\x85b"), "a tab, a line break or another control character"),
    (INVENTORY, Text("a\ud800b"), "a tab, a line break or another control character"),
    (FREEBASE, Text("x" * 401), "has 401 characters, more than 400"),
    (WEBSITE, Text("https://example.org/" + "x" * 481), "has 501 characters, more than 500"),
    (WEBSITE, Text("example.org"), "is no http or ftp address"),
    (WEBSITE, Text("javascript:alert(1)"), "is no http or ftp address"),
    (WEBSITE, Text("https://example.org/a b"), "is no http or ftp address"),
    (WEBSITE, Text("https://example.org/100%"), "is no http or ftp address"),
    (WEBSITE, Text("https://[x"), "is no http or ftp address"),
    (NAME, MonolingualText("x" * 401, "az"), "has 401 characters, more than 400"),
    (NAME, MonolingualText("x", "AZ"), "'AZ' is no language code in lower case"),
    (NAME, MonolingualText("x", ""), "'' is no language code in lower case"),
    (DATE, Time(0), "has the year 0 or an unknown calendar"),
    (DATE, Time(1992, calendar="gregorian"), "has the year 0 or an unknown calendar"),
    (DATE, Time(1992, 2, 26, 12), "has a precision other than 0"),
    (DATE, Time(1992, precision=-1), "has a precision other than 0"),
    (DATE, Time(1992, 2), "has a month or day that its precision denies, or lacks one"),
    (DATE, Time(1992, 2, 26), "has a month or day that its precision denies, or lacks one"),
    (DATE, Time(1992, 2, precision=11), "has a month or day that its precision denies, or lacks"),
    (DATE, Time(1992, 0, 26, 11), "has a month or day that its precision denies, or lacks one"),
    (DATE, Time(1992, precision=10), "has a month or day that its precision denies, or lacks one"),
    (DATE, Time(1992, 13, precision=10), "is not in the calendar"),
    (DATE, Time(1992, 2, 30, 11), "is not in the calendar"),
    (DATE, Time(1900, 2, 29, 11), "is not in the calendar"),
    (DATE, Time(1901, 2, 29, 11, JULIAN), "is not in the calendar"),
    (DATE, Time(-2, 2, 29, 11, JULIAN), "is not in the calendar"),
    (DEATHS, Quantity(NOT_A_NUMBER), "NaN is no number"),
    (DEATHS, Quantity(Decimal(5), Decimal("-Infinity"), Decimal(6)), "5 is no number"),
    (DEATHS, Quantity(Decimal(5), Decimal(4)), "has one bound only"),
    (DEATHS, Quantity(Decimal(5), None, Decimal(6)), "has one bound only"),
    (DEATHS, Quantity(Decimal(5), Decimal(6), Decimal(7)), "5 is not between its bounds 6 and 7"),
    (DEATHS, Quantity(Decimal(8), Decimal(6), Decimal(7)), "8 is not between its bounds 6 and 7"),
    (DEATHS, Quantity(Decimal("1E+126")), "has more than 127 characters"),
    (DEATHS, Quantity(Decimal("1E+999999999")), "has more than 127 characters"),
    (DEATHS, Quantity(Decimal("1E-125")), "has more than 127 characters"),
    (DEATHS, Quantity(Decimal(5), unit=ItemId()), "has neither an id nor an IRI"),
    (COORDINATES, Coordinates(Decimal(91), Decimal(0), Decimal(1)), "is no place on the Earth"),
    (COORDINATES, Coordinates(Decimal(0), Decimal(-181), Decimal(1)), "is no place on the Earth"),
    (COORDINATES, Coordinates(Decimal(0), Decimal(0), Decimal(0)), "have the precision 0"),
    (
        COORDINATES,
        Coordinates(Decimal("39.91111111111111111111"), Decimal(0), Decimal(1)),
        "has more digits than coordinates keep",
    ),
    (PART_OF, ItemId(qid="P5"), "'P5' is no id of an item"),
    (PART_OF, ItemId(qid="Q05"), "'Q05' is no id of an item"),
    (PART_OF, Text("Q5"), "Text is no value of the datatype 'wikibase-item'"),
    (DEATHS, Text("5"), "Text is no value of the datatype 'quantity'"),
    (Property("P1", "x", "musical-notation"), Text("x"), "we write no property of the datatype"),
    (Property("1", "x", "string"), Text("x"), "no id of a property"),
]
TAKEN: list[tuple[Property, Value]] = [
    (INVENTORY, Text("x" * 400)),
    (WEBSITE, Text("https://example.org/" + "x" * 480)),
    (DATE, Time(1992, 2, 29, 11)),
    (DATE, Time(2000, 2, 29, 11)),
    (DATE, Time(1900, 2, 29, 11, JULIAN)),
    (DATE, Time(-1, 2, 29, 11, JULIAN)),
    (DEATHS, Quantity(Decimal("1E+125"))),
    (DEATHS, Quantity(Decimal("1E-124"))),
    (DEATHS, Unknown.SOMEVALUE),
]


def only(property_: Property, value: Value) -> Item:
    """Return an item of which one thing is said."""
    return Item(FIRE, statements=(statement(property_, value),))


@pytest.mark.parametrize(("property_", "value", "fault"), REFUSED)
def test_refused(property_: Property, value: Value, fault: str) -> None:
    """Each fault is found once, wherever the snak stands, and neither format writes it."""
    item = only(property_, value)
    assert [fault in found for found in faults([item])] == [True]
    snak = Snak(property_, value)
    for more in ({"qualifiers": (snak,)}, {"references": (Reference((snak,)),)}):
        base = statement(DATE, Time(1992))
        hidden = Item(FIRE, statements=(replace(base, **more),))
        assert [fault in found for found in faults([hidden])] == [True]
        for write in (wikibase_json, wikibase_rdf):
            with pytest.raises(InputError, match="mend it in the graph"):
                write([hidden], Ids())


@pytest.mark.parametrize(("property_", "value"), TAKEN)
def test_taken(property_: Property, value: Value) -> None:
    """What is just within the limits is written."""
    assert list(faults([only(property_, value)])) == []


FIRST = statement(DATE, Time(1992))
OTHER = ItemId(BASE + "event/another")


@pytest.mark.parametrize(
    ("items", "fault"),
    [
        ([Item(FIRE, {"en": "x" * 251})], "label: .* has 251 characters, more than 250"),
        ([Item(FIRE, descriptions={"en": "x" * 251})], "description: .* has 251 characters"),
        ([Item(FIRE, aliases={"en": ["x" * 251]})], "alias: .* has 251 characters"),
        ([Item(FIRE, aliases={"en": ["x", "x"]})], "alias: one of those in 'en' is there twice"),
        ([Item(FIRE, {"English": "x"})], "label: 'English' is no language code"),
        ([Item(FIRE, {"en": "x"}, {"en": "x"})], "label and description are both 'x'"),
        ([Item(FIRE), Item(FIRE)], "id '.*' is there twice"),
        (
            [Item(FIRE, {"en": "x"}, {"en": "y"}), Item(OTHER, {"en": "x"}, {"en": "y"})],
            "label and description 'y' is there twice",
        ),
        ([Item(FIRE, statements=(FIRST, FIRST))], f"UUID '{FIRST.uuid}' is there twice"),
        ([Item(FIRE, statements=(replace(FIRST, uuid="abc"),))], "a statement has the UUID 'abc'"),
        (
            [Item(FIRE, statements=(replace(FIRST, references=(Reference(()),)),))],
            "a reference says nothing",
        ),
        ([Item(ItemId())], "an item has neither an id nor an IRI"),
        (
            [
                Item(
                    FIRE,
                    statements=(FIRST, statement(replace(DATE, label="date"), Time(1993))),
                )
            ],
            "P585 is used as .* and as ",
        ),
    ],
)
def test_refused_items(items: list[Item], fault: str) -> None:
    """Names, ids, and what only two things together have wrong."""
    with pytest.raises(InputError, match=fault):
        check(items)


def test_names_may_be_shared() -> None:
    """A label alone may be that of another item too, and a description likewise."""
    items = [
        Item(FIRE, {"en": "x", "az": "y"}, {"en": "fire"}),
        Item(OTHER, {"en": "x", "az": "y"}, {"en": "war"}),
    ]
    assert list(faults(items)) == []


@pytest.mark.parametrize("items", [lambda: ITEMS, article], ids=["awkward", "article"])
def test_nothing_of_ours_is_refused(items: Callable[[], Iterable[Item]]) -> None:
    """The awkward items and the whole graph are within the limits."""
    assert list(faults(items())) == []


def test_statements_name_where_they_are() -> None:
    """A fault says of which item and property it is."""
    (fault,) = faults([only(STATED_IN, Text("x"))])
    assert fault.startswith(f"{FIRE.iri}: P248: ")
    assert isinstance(FIRST, Statement)
