"""QuickStatements: each importer reads what was meant, and what it cannot have is counted."""

import csv
import io
import itertools
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

import pytest

from claimgraph.curie import shorten
from claimgraph.quickstatements import carried
from claimgraph.quickstatements_csv import FOLDER
from claimgraph.quickstatements_losses import Loss
from claimgraph.quickstatements_mapping import FILE, new_items
from claimgraph.quickstatements_template import TEMPLATE, filled
from claimgraph.quickstatements_values import name
from claimgraph.terms import BASE
from claimgraph.wikibase import (
    CALENDARS,
    Coordinates,
    Item,
    ItemId,
    MonolingualText,
    Quantity,
    Reference,
    Snak,
    Statement,
    Text,
    Time,
    Unknown,
    Value,
)
from tests.golden import PREFIXES
from tests.quickstatements_readers import Edit, Read
from tests.quickstatements_wiki import CLASSIC, IMPORTERS, QS3, RUST, Importer, Stored, Wiki
from tests.wikibase_golden import article
from tests.wikibase_items import (
    DEATHS,
    DISPUTED_BY,
    ITEMS,
    PERPETRATOR,
    STATED_AS,
    STATED_IN,
    statement,
)

READ_BY = {"portable": IMPORTERS, "classic": (CLASSIC,), "rust": (RUST,), "qs3": (QS3,)}
LINES = [(dialect, importer, False) for dialect, some in READ_BY.items() for importer in some]
TABLES = [("portable", importer, True) for importer in (CLASSIC, QS3)]
# These lose a part; whatever has another reason is left out.
ALTERED = {"bounds", "quotation-marks"}


def ways(some: Sequence[tuple[str, Importer, bool]]) -> pytest.MarkDecorator:
    """Return the mark of tests that are run for these: dialect, importer, whether as tables."""
    names = [f"{dialect}-{one.name}{'-tables' * tables}" for dialect, one, tables in some]
    return pytest.mark.parametrize(("dialect", "importer", "tables"), some, ids=names)


# What a wiki is to have --------------------------------------------------------------------------


def meant(value: Value, dialect: str, ids: dict[str, str]) -> Read:
    """Return what an importer is to understand by a value, as far as the dialect carries it."""
    match value:
        case ItemId():
            read = Read("item", (value.qid or ids[name(value)],))
        case Text():
            read = Read("string", (straight(value.text, dialect),))
        case MonolingualText():
            read = Read("monolingual", (value.language, straight(value.text, dialect)))
        case Time():
            julian = value.calendar == CALENDARS["julian"]
            read = Read("time", (value.year, value.month, value.day, value.precision, julian))
        case Quantity():
            unit = value.unit.qid.removeprefix("Q") if value.unit else ""
            read = Read("quantity", (value.amount, *bounds(value, dialect), unit))
        case Coordinates():
            read = Read("point", (value.latitude, value.longitude))
        case Unknown():
            read = Read(value.value, ())
    return read


def straight(text: str, dialect: str) -> str:
    """Return a text with the quotation marks that reach the wiki."""
    return text.replace("“", '"').replace("”", '"') if dialect in ("portable", "qs3") else text


def bounds(quantity: Quantity, dialect: str) -> tuple[Decimal | None, Decimal | None]:
    """Return the bounds that reach the wiki."""
    lower, upper = quantity.lower, quantity.upper
    if lower is None or upper is None or dialect in ("portable", "rust"):
        return None, None
    both = upper - quantity.amount == quantity.amount - lower
    whole = not any(number % 1 for number in (quantity.amount, lower, upper))
    return (lower, upper) if dialect == "qs3" or (both and whole) else (None, None)


def imported(
    files: Mapping[str, bytes], importer: Importer, *, tables: bool = False
) -> tuple[Wiki, dict[str, str]]:
    """Return the wiki after both passes, and the ids of new items, put in between the two."""
    wiki = Wiki(importer)
    read = importer.table if tables else importer.v1
    ending = ".csv" if tables else ".tsv"
    assert read
    for file, content in sorted(files.items()):
        if file.startswith(("quickstatements-1", f"{FOLDER}/1-")) and file.endswith(ending):
            wiki.run(read(content.decode()))
    ids = created(files, wiki, tables=tables)
    for file, content in sorted(files.items()):
        if file.endswith(ending + TEMPLATE):
            wiki.run(read(filled(content.decode(), ids, table=tables)))
    return wiki, ids


def created(files: Mapping[str, bytes], wiki: Wiki, *, tables: bool = False) -> dict[str, str]:
    """Return the ids of new items: by order as V1 creates them, by label as tables do."""
    if FILE not in files:
        return {}
    new = new_items(files[FILE].decode())
    assert len(wiki.created) == len(new)
    if not tables:
        return dict(zip((item.name for item in new), wiki.created, strict=True))
    # What an item is called, as far as it could be said; those that are called alike in order.
    rows = csv.reader(io.StringIO(files[FILE].decode(), newline=""))
    told = [([label], [description]) for _, label, description, _ in rows][1:]
    waiting: dict[tuple[str, ...], list[str]] = {}
    for id_ in wiki.created:
        waiting.setdefault(tuple(text for *_, text in wiki.items[id_].terms), []).append(id_)
    ids = {}
    for item, (label, about) in zip(new, told, strict=True):
        key = next(key for key in ((*label, *about), (*label,), ()) if waiting.get(key))
        ids[item.name] = waiting[key].pop(0)
    return ids


# Round trips -------------------------------------------------------------------------------------


def spoken(statement_: Statement, dialect: str, ids: dict[str, str]) -> Edit:
    """Return a statement as a wiki would have it, were nothing of it lost."""

    def pair(snak: Snak) -> tuple[str, Read]:
        return snak.property.pid, meant(snak.value, dialect, ids)

    pid, value = pair(statement_.mainsnak)
    return Edit(
        "",
        pid,
        value,
        tuple(map(pair, statement_.qualifiers)),
        tuple(tuple(map(pair, reference.snaks)) for reference in statement_.references),
    )


def parts(edits: Iterable[Edit]) -> Counter[tuple[object, ...]]:
    """Return each statement without its references, and how often it is there."""
    return Counter((one.property, one.value, one.qualifiers) for one in edits)


def left_out(losses: Iterable[Loss], part: str) -> int:
    """Return how many of a kind are left out, whatever the reason."""
    return sum(loss.part == part and loss.reason not in ALTERED for loss in losses)


def compared(items: Sequence[Item], wiki: Wiki, dialect: str, ids: dict[str, str]) -> int:
    """Hold the wiki against the items; return how many snaks of references it does not have.

    Nothing is in the wiki that is not in the items, each statement with all its qualifiers.
    """
    missing = 0
    for item in items:
        stored = wiki.items.get(ids[name(item.id)], Stored())
        wanted = [spoken(one, dialect, ids) for one in item.statements]
        assert not parts(stored.statements) - parts(wanted)
        for found in stored.statements:
            assert found.references
            source = next(one for one in wanted if _stands_for(found, one))
            wanted.remove(source)
            missing += sum(map(len, source.references)) - sum(map(len, found.references))
    return missing


def _stands_for(found: Edit, source: Edit) -> bool:
    """Return whether a statement is another, but for references or parts of them."""
    left = list(source.references)
    for reference in found.references:
        whole = [one for one in left if set(reference) <= set(one)]
        if not whole:
            return False
        left.remove(whole[0])
    return parts([found]) == parts([source])


def round_trip(items: Sequence[Item], dialect: str, importer: Importer, *, tables: bool) -> None:
    """Import items, and account for all that the wiki does not have."""
    files, every = carried(items, dialect)
    losses = [loss for loss in every if tables or not loss.reason.startswith("csv-")]
    wiki, ids = imported(files, importer, tables=tables)
    ids |= {name(item.id): item.id.qid for item in items if item.id.qid}
    assert compared(items, wiki, dialect, ids) == left_out(losses, "reference")
    count = sum(len(item.statements) for item in items)
    stored = sum(len(one.statements) for one in wiki.items.values())
    assert stored == count - left_out(losses, "statement")
    for item in items:
        found = Counter(wiki.items.get(ids[name(item.id)], Stored()).terms)
        wanted = Counter(() if item.id.qid else terms(item, dialect))
        assert not found - wanted
        gone = [loss for loss in losses if loss.item == name(item.id)]
        expected = sum(left_out(gone, part) for part in ("label", "description", "alias"))
        assert (wanted - found).total() == expected


def terms(item: Item, dialect: str) -> Iterator[tuple[str, str, str]]:
    """Yield the labels, descriptions and aliases of an item."""
    for language, text in item.labels.items():
        yield "L", language, straight(text, dialect)
    for language, text in item.descriptions.items():
        yield "D", language, straight(text, dialect)
    for language, texts in item.aliases.items():
        for text in texts:
            yield "A", language, straight(text, dialect)


def plain() -> list[Item]:
    """Return items whose statements need no other new item, one that is there and one that is not.

    What is said of them is what an importer may still get wrong.
    """
    one, two = (Reference((Snak(STATED_IN, ItemId(qid=f"Q{n}")),)) for n in (1, 2))
    named = Reference((Snak(STATED_IN, ItemId(qid="Q3")), Snak(STATED_AS, Text("three"))))
    said = (
        statement(DEATHS, Quantity(Decimal(3)), [Snak(STATED_AS, Text("3"))], [one, two, named]),
        statement(DEATHS, Quantity(Decimal(4)), [], [named]),
        statement(DEATHS, Quantity(Decimal("0.12345678901234567")), [], [one]),
        statement(DEATHS, Unknown.SOMEVALUE, [Snak(STATED_AS, Text("some"))], [one]),
        statement(PERPETRATOR, ItemId(qid="Q5"), [Snak(DISPUTED_BY, Unknown.SOMEVALUE)], [one]),
        statement(DEATHS, Quantity(Decimal(4), Decimal(3), Decimal(5)), [], [two]),
        statement(STATED_AS, Text("\N{LATIN SMALL LETTER E WITH ACUTE}"), [], [one]),
        statement(STATED_AS, Text("e\N{COMBINING ACUTE ACCENT}"), [], [two]),
    )
    other = [replace(one, uuid=str(uuid5(NAMESPACE_URL, one.uuid)).upper()) for one in said]
    return [
        Item(ItemId(qid="Q7"), statements=said),
        Item(ItemId(BASE + "event/x"), {"en": "a | b"}, {}, {"en": ["a | b", "c"]}, tuple(other)),
    ]


@ways(LINES + TABLES)
def test_plain_items_arrive(dialect: str, importer: Importer, *, tables: bool) -> None:
    """Several references, unknown values and figures alike arrive too, of new items as of old."""
    round_trip(plain(), dialect, importer, tables=tables)


@ways(LINES + TABLES)
def test_awkward_items_arrive(dialect: str, importer: Importer, *, tables: bool) -> None:
    """What each importer reads of a dialect is what was in the items, less the losses."""
    round_trip(ITEMS, dialect, importer, tables=tables)


@ways(LINES + TABLES)
def test_the_whole_graph_arrives(dialect: str, importer: Importer, *, tables: bool) -> None:
    """The same holds for all that the graph exports."""
    round_trip(article(), dialect, importer, tables=tables)


PIECES = (
    "a", '"', '""', "|", "||", "/*", "*/", "\\", " ", "“", "”", "{actor:x}", "\\n", "Q5", "1", ":",
    "Խ", "👩‍👩‍👧", "é", "e\N{COMBINING ACUTE ACCENT}", ",", "\N{NO-BREAK SPACE}", "!", "+",
)  # fmt: skip


def scribbles() -> list[str]:
    """Return texts put together of what is awkward, as far as a wiki takes them."""
    chance = random.Random(1899)  # noqa: S311 - no secret
    rows = [row for n in (1, 2) for row in itertools.product(PIECES, repeat=n)]
    rows += [tuple(chance.choices(PIECES, k=chance.randint(3, 9))) for _ in range(600)]
    texts = dict.fromkeys("".join(row) for row in rows)
    return [text for text in texts if text == text.strip()]


def saying(texts: Sequence[str], key: str) -> list[Item]:
    """Return items that say each text, as a value, as a qualifier, and in a reference."""
    said = [
        replace(
            statement(
                STATED_AS,
                Text(text),
                [Snak(STATED_AS, Text(text))],
                [Reference((Snak(STATED_AS, Text(text)), Snak(STATED_IN, ItemId(qid="Q5"))))],
                key,
            ),
            proposition=BASE + "proposition/x",
        )
        for text in texts
    ]
    return [
        Item(ItemId(qid=f"Q{at + 100}"), statements=tuple(said[at : at + 50]))
        for at in range(0, len(said), 50)
    ]


@ways(LINES)
def test_any_text_arrives_or_is_counted(dialect: str, importer: Importer, *, tables: bool) -> None:
    """Whatever a text is made of, as a value, a qualifier, in a reference, a label and an alias."""
    texts = scribbles()
    assert len(texts) > 1_000
    new = [
        Item(ItemId(f"{BASE}actor/x{n}"), {"en": text}, {}, {"en": [text], "ru": [text]})
        for n, text in enumerate(texts[::20])
    ]
    round_trip([*saying(texts, dialect), *new], dialect, importer, tables=tables)


@ways(TABLES)
def test_any_text_arrives_in_a_table_or_is_counted(
    dialect: str, importer: Importer, *, tables: bool
) -> None:
    """The same holds for tables, whose quotation marks are another matter still."""
    texts = scribbles()
    odd = ["Q5", "-1.5", "+1992-02-26T00:00:00Z/11", "@1/2", 'en:"a"', '"a"', "LAST", "somevalue"]
    new = [
        Item(ItemId(f"{BASE}actor/x{n}"), {"en": f"name {n}", "ru": text}, {"en": text})
        for n, text in enumerate(odd + texts[::20])
    ]
    round_trip([*saying(texts, "tables"), *new], dialect, importer, tables=tables)


def test_names_are_those_of_the_registry() -> None:
    """What an item is called in a batch is its CURIE, as everywhere else."""
    for item in article():
        assert name(item.id) == shorten(item.id.iri, PREFIXES)
