"""A handful of invented items that hold every value that is awkward to write down somewhere."""

# ruff: noqa: RUF001 -- letters that look like others are the point

from collections.abc import Sequence
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

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

__all__ = ["ITEMS", "LONGEST", "STRINGS", "statement"]

# Known to Wikidata under an id, ours and Wikidata's both, or ours alone.
FIRE = ItemId(BASE + "event/tarnbrook-mill-fire")
ENQUIRY = ItemId(BASE + "event/enquiry-into-the-tarnbrook-mill-fire")
OWNERS = ItemId(BASE + "actor/mill-owners")
REPORT = ItemId(BASE + "source/factory-inspectors-report")
TOWN = ItemId(BASE + "place/tarnbrook", "Q900000001")
ENGLISH_WIKIPEDIA = ItemId(qid="Q328")
PERSON = ItemId(qid="Q5")
METRE = ItemId(qid="Q11573")
PACES = ItemId(BASE + "concept/paces")

PART_OF = Property("P361", "part of", "wikibase-item")
PERPETRATOR = Property("P8031", "perpetrator", "wikibase-item")
DEATHS = Property("P1120", "number of deaths", "quantity")
WIDTH = Property("P2049", "width", "quantity")
DATE = Property("P585", "point in time", "time")
COORDINATES = Property("P625", "coordinate location", "globe-coordinate")
NAME = Property("P2561", "name", "monolingualtext")
STATED_AS = Property("P1932", "object named as", "string")
INVENTORY = Property("P217", "inventory number", "string")
FREEBASE = Property("P646", "Freebase ID", "external-id")
WEBSITE = Property("P856", "official website", "url")
DISPUTED_BY = Property("P1310", "statement disputed by", "wikibase-item")
SUPPORTED_BY = Property("P3680", "statement supported by", "wikibase-item")
STATED_IN = Property("P248", "stated in", "wikibase-item")
IMPORT_URL = Property("P4656", "Wikimedia import URL", "url")
IMPORTED_FROM = Property("P143", "imported from Wikimedia project", "wikibase-item")
QUOTATION = Property("P1683", "quotation", "monolingualtext")
PAGES = Property("P304", "page(s)", "string")

LONGEST = "„" + "ə" * 398 + "“"
STRINGS = (
    'a "quoted" word',
    '"quoted from end to end"',
    "pipe | and || two pipes",
    "ends like a comment */",
    "/* begins like one",
    r"a back\slash, and \n that is no newline",
    "an apostrophe's and ‘single’ and “double” quotation marks",
    "dashes – and — and the minus −",
    "$ € № ½ and 👩‍👩‍👧 outside of the basic plane",
    "<b>&amp;</b> and %20 and {{braces}} and [[brackets]]",
    "-1",
    "Q5",
    "en:somevalue",
    "1992-02-26",
    LONGEST,
)
_SOURCES = (
    Reference((Snak(STATED_IN, REPORT), Snak(PAGES, Text("12–14")), Snak(PAGES, Text("20")))),
    Reference(
        (
            Snak(IMPORTED_FROM, ENGLISH_WIKIPEDIA),
            Snak(
                IMPORT_URL, Text("https://en.wikipedia.org/w/index.php?title=Fire_(1899)&oldid=1")
            ),
        )
    ),
    Reference(
        (
            Snak(STATED_IN, REPORT),
            Snak(DATE, Time(1899, 3, precision=10)),
            Snak(QUOTATION, MonolingualText("«not fewer than three»", "en-gb")),
            Snak(QUOTATION, MonolingualText("«не менее трёх»", "ru")),
        )
    ),
)


def statement(
    property_: Property,
    value: Value,
    qualifiers: Sequence[Snak] = (),
    references: Sequence[Reference] = _SOURCES[:1],
    key: str = "",
) -> Statement:
    """Return a statement with a stable UUID; `key` tells apart two that say the same."""
    name = f"{property_.pid} {value} {tuple(qualifiers)} {key}"
    return Statement(
        str(uuid5(NAMESPACE_URL, name)).upper(),
        Snak(property_, value),
        tuple(qualifiers),
        tuple(references),
    )


def _dates() -> list[Time]:
    """Return a time of each precision, in both calendars, and on the edges of the calendar."""
    julian = CALENDARS["julian"]
    return [
        Time(1899),
        Time(1899, 2, precision=10),
        Time(1899, 2, 26, 11),
        Time(2000, 2, 29, 11),
        Time(1900, 2, 29, 11, julian),
        Time(1582, 10, 4, 11, julian),
        Time(1582, 10, 15, 11),
        Time(1500, 7, precision=10, calendar=julian),
        Time(988, calendar=julian),
        Time(1890, precision=8),
        Time(1900, precision=7),
        Time(2000, precision=6),
        Time(-200),
        Time(-1),
        Time(-44, 3, 15, 11, julian),
        Time(-200, precision=7),
        Time(-13800000000, precision=0),
    ]


def _quantities() -> list[tuple[Property, Quantity]]:
    return [
        (DEATHS, Quantity(Decimal(0))),
        (DEATHS, Quantity(Decimal(613))),
        (DEATHS, Quantity(Decimal(600), Decimal(200), Decimal(1000))),
        (DEATHS, Quantity(Decimal(300), Decimal(300), Decimal(300))),
        (WIDTH, Quantity(Decimal("-3.50"), unit=METRE)),
        (WIDTH, Quantity(Decimal("0.001"), Decimal("0.0005"), Decimal("0.0015"), METRE)),
        (WIDTH, Quantity(Decimal("1E+3"), unit=PACES)),
    ]


def _fire() -> Item:
    spoken = [
        statement(DEATHS, Quantity(Decimal(3)), [Snak(SUPPORTED_BY, OWNERS)], _SOURCES[:1]),
        # The same number from another side: one statement each, told apart by who gives it.
        statement(DEATHS, Quantity(Decimal(3)), [Snak(SUPPORTED_BY, PERSON)], _SOURCES[1:]),
        statement(
            DEATHS,
            Unknown.SOMEVALUE,
            [
                Snak(STATED_AS, Text('"several" | some */')),
                Snak(DISPUTED_BY, OWNERS),
                Snak(DISPUTED_BY, Unknown.SOMEVALUE),
                Snak(DATE, Unknown.NOVALUE),
                Snak(DATE, Time(-44, 3, 15, 11, CALENDARS["julian"])),
                Snak(WIDTH, Quantity(Decimal(2), Decimal(1), Decimal(3), METRE)),
            ],
            _SOURCES,
        ),
        statement(PERPETRATOR, Unknown.NOVALUE, [Snak(SUPPORTED_BY, OWNERS)]),
        statement(PERPETRATOR, Unknown.SOMEVALUE, [Snak(SUPPORTED_BY, PERSON)], _SOURCES[:2]),
        statement(PERPETRATOR, FIRE, [Snak(DISPUTED_BY, FIRE)]),
        statement(PART_OF, ENQUIRY, references=[Reference((Snak(STATED_IN, Unknown.SOMEVALUE),))]),
    ]
    dates = [statement(DATE, date) for date in _dates()]
    return Item(
        FIRE,
        {"en": 'The "Great" fire | of Tarnbrook', "ru": "Пожар в Тарнбруке", "hy": "Հրդեհ"},
        {"en": "fire in a mill (invented)"},
        {"en": ["Fire */ of 1899", 'so-called "fire"'], "az": ["Tarnbruk yanğını"]},
        (*spoken, *dates),
    )


def _town() -> Item:
    points = [
        Coordinates(Decimal("39.9111"), Decimal("46.7892"), Decimal("0.0001")),
        Coordinates(Decimal("-0.5"), Decimal(-180), Decimal("0.016666666666667")),
        Coordinates(Decimal(0), Decimal("0.00001"), Decimal("0.000001")),
        Coordinates(Decimal(90), Decimal(0), Decimal(1)),
    ]
    names = [
        MonolingualText("Խոջալու", "hy"),
        MonolingualText("Xocalı", "az"),
        MonolingualText("Ходжалы", "ru"),
        MonolingualText('the "town"', "en"),
        MonolingualText("Xocalı", "az-latn"),
        MonolingualText(LONGEST, "az"),
    ]
    return Item(
        TOWN,
        {"en": "Tarnbrook", "az": "Tarnbruk", "hy": "Տարնբրուկ"},
        aliases={"en": ["Tarnbrook-on-the-Water"]},
        statements=(
            *(statement(COORDINATES, point) for point in points),
            *(statement(NAME, name) for name in names),
            *(statement(property_, value) for property_, value in _quantities()),
        ),
    )


def _enquiry() -> Item:
    return Item(
        ENQUIRY,
        {"en": "Enquiry"},
        {"en": "enquiry into a fire"},
        statements=(
            statement(PART_OF, FIRE),
            statement(PART_OF, ENQUIRY, key="itself"),
            # Properties that take turns: each format has its own idea of their order.
            statement(INVENTORY, Text("A 1"), key="first"),
            statement(PART_OF, TOWN),
            statement(INVENTORY, Text("A 1"), key="second"),
        ),
    )


def _report() -> Item:
    strings = [statement(INVENTORY, Text(text)) for text in STRINGS]
    return Item(
        REPORT,
        {"en": "x" * 250},
        statements=(
            *strings,
            statement(FREEBASE, Text("/m/02_x|y")),
            statement(WEBSITE, Text('https://example.org/a%20b?c="d"&e=é#f|g')),
            statement(WEBSITE, Text("https://example.org/<a>{c}\\d^e`f")),
        ),
    )


# The owners and the paces are spoken of, and nothing is said of them.
ITEMS: tuple[Item, ...] = (
    _fire(),
    _town(),
    _enquiry(),
    _report(),
    Item(OWNERS, {"en": "mill owners"}),
    Item(PACES),
)
