"""QuickStatements line by line: how each dialect says a thing, what it loses, what is refused."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from claimgraph.errors import InputError, UsageError
from claimgraph.quickstatements import carried
from claimgraph.quickstatements_losses import as_page, as_rows
from claimgraph.quickstatements_template import TEMPLATE
from claimgraph.quickstatements_values import DIALECTS, REASONS
from claimgraph.terms import BASE
from claimgraph.wikibase import (
    Item,
    ItemId,
    MonolingualText,
    Quantity,
    Reference,
    Snak,
    Statement,
    Text,
    Value,
)
from tests.quickstatements_golden import FOLDER, files
from tests.quickstatements_readers import Edit
from tests.quickstatements_wiki import IMPORTERS
from tests.wikibase_items import (
    ITEMS,
    NAME,
    STATED_AS,
    STATED_IN,
    SUPPORTED_BY,
    WIDTH,
    statement,
)

METRES = Quantity(Decimal(6), unit=ItemId(qid="Q11573"))
# What the awkward items lose nothing by.
CASES = (
    *ITEMS,
    Item(
        ItemId(qid="Q7"),
        statements=(
            statement(NAME, MonolingualText("a", "de-1901")),
            statement(WIDTH, Quantity(Decimal("0.1234567890123456"))),
            statement(STATED_AS, Text('""a""')),
            statement(WIDTH, Quantity(Decimal(1)), [Snak(WIDTH, METRES)]),
        ),
    ),
    Item(ItemId(BASE + "actor/z"), {"en": '"z"', "az-latn": "z"}),
)


def lines(some: Sequence[Item], dialect: str) -> list[str]:
    """Return the lines of both passes."""
    made = carried(some, dialect).files
    named = ("quickstatements-1.tsv", f"quickstatements-2.tsv{TEMPLATE}")
    return [line for one in named for line in made.get(one, b"").decode().splitlines()]


def one_statement(*statements: Statement) -> list[Item]:
    """Return an item that the wiki has, with these statements."""
    return [Item(ItemId(BASE + "event/x", "Q7"), {"en": "x"}, statements=statements)]


def about(value: Value, *qualifiers: Snak, references: int = 1, key: str = "") -> Statement:
    """Return a statement with some references."""
    sources = [Reference((Snak(STATED_IN, ItemId(qid=f"Q{n + 1}")),)) for n in range(references)]
    return statement(WIDTH, value, qualifiers, sources, key)


def test_a_reference_is_a_line_or_a_mark() -> None:
    """Two references are two lines where `!S` is but an S, and the second repeats no qualifier."""
    some = one_statement(about(METRES, Snak(STATED_AS, Text("six")), references=2))
    for dialect in ("portable", "classic", "rust"):
        assert lines(some, dialect) == [
            'Q7\tP2049\t6U11573\tP1932\t"six"\tS248\tQ1',
            "Q7\tP2049\t6U11573\tS248\tQ2",
        ]
    assert lines(some, "qs3") == ['Q7\tP2049\t6U11573\tP1932\t"six"\tS248\tQ1\t!S248\tQ2']


def test_the_same_figure_from_two_sides_is_not_merged() -> None:
    """Where it can be said, the second is a statement of its own, last; else it is a loss."""
    first = about(METRES, Snak(STATED_AS, Text("six")))
    second = about(METRES, Snak(STATED_AS, Text("half a dozen")), references=2)
    some = one_statement(first, second)
    assert lines(some, "classic")[1] == ('Q7\t!P2049\t6U11573\tP1932\t"half a dozen"\tS248\tQ1')
    assert lines(some, "qs3")[1] == (
        '+Q7\tP2049\t6U11573\tP1932\t"half a dozen"\tS248\tQ1\t!S248\tQ2'
    )
    assert [loss.reason for loss in carried(some, "classic").losses] == ["second-reference"]
    assert carried(some, "qs3").losses == []
    for dialect in ("portable", "rust"):
        assert len(lines(some, dialect)) == 1
        assert [(loss.part, loss.reason) for loss in carried(some, dialect).losses] == [
            ("statement", "same-value")
        ]


def test_straightened_quotation_marks_are_counted() -> None:
    """Wherever they stand: nothing is altered without a word."""
    curly = Snak(STATED_AS, Text("“six”"))
    source = Reference((Snak(STATED_IN, ItemId(qid="Q1")), curly))
    some = one_statement(statement(STATED_AS, Text("“6”"), [curly], [source]))
    some.append(Item(ItemId(BASE + "actor/y"), {"en": "a “y”"}, {}, {"en": ["a “z”"]}))
    for dialect in ("portable", "qs3"):
        losses = carried(some, dialect).losses
        assert {loss.reason for loss in losses} == {"quotation-marks"}
        parts = ["alias", "label", "qualifier", "reference", "statement"]
        assert sorted(loss.part for loss in losses) == parts
        assert not any("“" in line for line in lines(some, dialect))
    for dialect in ("classic", "rust"):
        assert carried(some, dialect).losses == []
        assert sum(line.count("“") for line in lines(some, dialect)) == 5


def test_a_statement_that_must_be_new_comes_after_the_first() -> None:
    """Though it names no new item: in the first pass the other would be merged into it."""
    new = Item(ItemId(BASE + "actor/y"), {"en": "y"})
    waits = about(METRES, Snak(SUPPORTED_BY, new.id))
    some = [*one_statement(waits, about(METRES)), new]
    made = carried(some, "qs3").files
    assert b"P2049" not in made["quickstatements-1.tsv"]
    second = made[f"quickstatements-2.tsv{TEMPLATE}"].decode().splitlines()
    assert [line.split("\t")[0] for line in second] == ["Q7", "+Q7"]


def test_no_rank_is_written() -> None:
    """Nobody is ranked, in any dialect: no fourth cell is one, and none begins with R."""
    for dialect in DIALECTS:
        for line in lines(ITEMS, dialect):
            assert not [cell for cell in line.split("\t")[:4] if cell.startswith("R")]


def test_a_batch_names_the_proposition() -> None:
    """The edit summary leads back to the graph, unless a text would be taken for its beginning."""
    plain = replace(about(METRES), proposition=BASE + "proposition/x-width-6")
    assert lines(one_statement(plain), "portable")[0].endswith(
        "\tQ1 /* claimgraph proposition:x-width-6 */"
    )
    for importer in IMPORTERS:
        (edit,) = importer.v1("\n".join([*lines(one_statement(plain), "portable"), ""]))
        assert isinstance(edit, Edit)
        assert edit.summary == "claimgraph proposition:x-width-6"
    opening = replace(about(METRES, Snak(STATED_AS, Text("/* six"))), proposition=BASE + "x")
    assert not any("claimgraph" in line for line in lines(one_statement(opening), "classic"))


def test_what_exists_keeps_its_labels() -> None:
    """Labels, descriptions and aliases are written for new items alone."""
    for dialect in DIALECTS:
        heads = [line.split("\t")[:2] for line in lines(ITEMS, dialect) if line != "CREATE"]
        terms = [subject for subject, column in heads if column[0] in "LDA"]
        assert set(terms) == {"LAST"}
        assert "Q900000001" in {subject for subject, _ in heads}
    assert lines([Item(ItemId(qid="Q7"), {"en": "x"}, {"en": "y"}, {"en": ["z"]})], "qs3") == []


def test_an_item_that_nobody_creates() -> None:
    """A new item that is named and not among the items is our mistake, and said to be one."""
    stray = about(METRES, Snak(SUPPORTED_BY, ItemId(BASE + "actor/nobody")))
    with pytest.raises(InputError, match="event:x names actor:nobody, which is not among"):
        carried(one_statement(stray), "portable")


@pytest.mark.parametrize("text", ["a\tb", "a\nb", " a", "a ", "a" * 401, ""])
def test_a_text_that_no_wiki_takes(text: str) -> None:
    """It never reaches a batch, in any dialect."""
    for dialect in DIALECTS:
        with pytest.raises(InputError):
            carried(one_statement(about(METRES, Snak(STATED_AS, Text(text)))), dialect)


def test_a_dialect_that_is_none() -> None:
    """It is refused, with those that there are."""
    with pytest.raises(UsageError, match="no dialect v2; expected one of portable, classic, rust"):
        carried(ITEMS, "v2")


def test_order_does_not_matter() -> None:
    """The same items in another order are the same files."""
    for dialect in DIALECTS:
        assert carried(ITEMS[::-1], dialect) == carried(ITEMS, dialect)
        losses = carried(CASES, dialect).losses
        assert losses == sorted(losses)


def test_losses_say_why() -> None:
    """Every reason is explained, some case of it is known, and the page has each loss."""
    every = [loss for dialect in DIALECTS for loss in carried(CASES, dialect).losses]
    assert {loss.reason for loss in every} == set(REASONS)
    losses = carried(ITEMS, "portable").losses
    page = as_page(losses, "portable")
    assert f"{len(losses):,} losses" in page
    assert page.count("\n| ") == len({loss.reason for loss in losses}) + 4 + len(losses)
    assert as_page([], "qs3").count("\n| ") == 0
    assert [(row["item"], row["reason"]) for row in as_rows(losses)] == [
        (loss.item, loss.reason) for loss in losses
    ]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_golden_files(dialect: str) -> None:
    """The files of the awkward items are those that people have read."""
    folder = FOLDER / dialect
    kept = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.glob("**/*")
        if path.is_file()
    }
    assert files(dialect) == kept, "python -m tests.quickstatements_golden writes them anew"
