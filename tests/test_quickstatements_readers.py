"""The readers that stand for the importers are as lenient and as strict as these."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.quickstatements_readers import Read, Refused
from tests.quickstatements_wiki import CLASSIC, IMPORTERS, QS3, RUST, Importer, Wiki

STRING = Read("string", ("a",))
TAKEN = [
    # a line, and what each importer makes of its main value; None where it refuses the line
    ("Q1\tP1\tQ5", *[Read("item", ("Q5",))] * 3),
    ('Q1\tP1\t"a"', STRING, STRING, STRING),
    ('Q1\tP1\t"a "quoted" word"', *[Read("string", ('a "quoted" word',))] * 3),
    ('Q1\tP1\t" a "', STRING, Read("string", (" a ",)), STRING),
    ("Q1\tP1\t“a”", None, None, STRING),
    ('Q1\tP1\t"""a"""', *[Read("string", ('""a""',))] * 2, STRING),
    ("Q1\tP1\ta", None, None, None),
    ('Q1\tP1\ten:"a"', *[Read("monolingual", ("en", "a"))] * 3),
    ('Q1\tP1\tde-1901:"a"', None, Read("monolingual", ("de-1901", "a")), None),
    ("Q1\tP1\t+1992-02-26T00:00:00Z/11", *[Read("time", (1992, 2, 26, 11, False))] * 3),
    ("Q1\tP1\t+1992-00-00T00:00:00Z", *[Read("time", (1992, 0, 0, 9, False))] * 3),
    ("Q1\tP1\t-0044-03-15T00:00:00Z/11/J", *[Read("time", (-44, 3, 15, 11, True))] * 3),
    ("Q1\tP1\t613", *[Read("quantity", (Decimal(613), None, None, ""))] * 3),
    ("Q1\tP1\t+6.5U11573", *[Read("quantity", (Decimal("6.5"), None, None, "11573"))] * 3),
    (
        "Q1\tP1\t600~400",
        Read("quantity", (Decimal(600), Decimal(200), Decimal(1000), "")),
        Read("quantity", (Decimal(600), None, None, "")),
        Read("quantity", (Decimal(600), Decimal(200), Decimal(1000), "")),
    ),
    (
        "Q1\tP1\t600[200,1000]U5",
        None,
        Read("quantity", (Decimal(600), None, None, "5")),
        Read("quantity", (Decimal(600), Decimal(200), Decimal(1000), "5")),
    ),
    ("Q1\tP1\t600[200, 1000]", None, None, Read("quantity", (*map(Decimal, (600, 200, 1000)), ""))),
    ("Q1\tP1\t200[200,1000]~", None, None, None),
    ("Q1\tP1\t1E+3", None, None, None),
    ("Q1\tP1\t@43.26/10.9", *[Read("point", (Decimal("43.26"), Decimal("10.9")))] * 3),
    ("Q1\tP1\tsomevalue", *[Read("somevalue", ())] * 3),
    ("Q1\tP1\tnovalue", *[Read("novalue", ())] * 3),
    ("Q1\tP1\t{actor:somebody}", None, None, None),
    ("{actor:somebody}\tP1\tQ5", None, None, None),
    ("q1\tP1\tQ5", *[Read("item", ("Q5",))] * 3),
    ("Q1\t!P1\tQ5", *[Read("item", ("Q5",))] * 2, None),
    ("+Q1\tP1\tQ5", None, None, Read("item", ("Q5",))),
    ("Q1\tP1\tQ5\tR0", None, None, Read("item", ("Q5",))),
    ("Q1\tP1\tQ5\tRnormal\tS1\tQ6", None, None, Read("item", ("Q5",))),
    ("Q1\tP1\tQ5\tP2", None, None, None),
    ("Q1\tP1", None, None, None),
    ('Q1\tP1\t"a | b"', Read("string", ("a | b",)), Read("string", ("a | b",)), None),
    ('Q1\tP1\t"a || b"', Read("string", ("a || b",)), None, None),
    ("Q1|P1|Q5", *[Read("item", ("Q5",))] * 3),
    ("Q1\tP1\tQ5 /* why */", *[Read("item", ("Q5",))] * 3),
    ("Q1\tP1\tQ5\t/* why */", None, Read("item", ("Q5",)), Read("item", ("Q5",))),
    ('Q1\tP1\t"a */"', *[Read("string", ("a */",))] * 3),
    (
        'Q1\tP1\t"/* a */ b"',
        Read("string", ("/* a */ b",)),
        Read("string", (" b",)),
        Read("string", ("/* a */ b",)),
    ),
    ('Q1\tP1\t"/* a" /* why */', None, Read("string", ("/* a",)), None),
]  # fmt: skip


def understood(importer: Importer, batch: str) -> Read | None:
    """Return the value of the first statement of a batch; none where the batch is refused."""
    wiki = Wiki(replace(importer, unknown=True))
    try:
        wiki.run(importer.v1(batch))
    except Refused:
        return None
    return wiki.items["Q1"].statements[0].value


@pytest.mark.parametrize(
    ("line", "classic", "rust", "qs3"), TAKEN, ids=[str(row[0]) for row in TAKEN]
)
def test_each_reader_takes_what_is_documented(
    line: str, classic: Read | None, rust: Read | None, qs3: Read | None
) -> None:
    """The readers are as lenient and as strict as what they stand for."""
    for importer, expected in zip(IMPORTERS, (classic, rust, qs3), strict=True):
        # A batch of more than one line, as ours are: a lone pipe is then a sign of a text.
        batch = f"{line}\nQ9\tP9\tQ9" if "\t" in line else line
        assert understood(importer, batch) == expected, importer.name


def test_what_the_importers_do_with_what_is_there() -> None:
    """A value that is there already is one statement or two, as each importer has it."""
    twice = 'CREATE\nLAST\tP1\tQ5\tP2\tQ6\tS1\t"a"\nLAST\tP1\tQ5\tP2\tQ6\tS1\t"b"\n'
    there = twice.replace("CREATE\n", "").replace("LAST", "Q1")
    forced = {CLASSIC: "Q1\t!P1\tQ5\nQ1\t!P1\tQ5\n", QS3: "+Q1\tP1\tQ5\n+Q1\tP1\tQ5\n"}
    number = {CLASSIC: 2, RUST: 1, QS3: 1}
    qualifiers = {CLASSIC: 1, RUST: 1, QS3: 2}
    for importer in IMPORTERS:
        wiki = Wiki(importer)
        wiki.run(importer.v1(twice + there + "Q2\tP1\tsomevalue\n" * importer.unknown))
        assert len(wiki.items["Q1000000"].statements) == number[importer]
        (merged,) = wiki.items["Q1"].statements
        assert len(merged.references) == 2
        assert len(merged.qualifiers) == qualifiers[importer]
        if importer in forced:
            wiki.run(importer.v1(forced[importer]))
            assert len(wiki.items["Q1"].statements) == 3
    with pytest.raises(Refused, match="unknown value"):
        Wiki(CLASSIC).run(CLASSIC.v1("CREATE\nLAST\tP1\tsomevalue"))
    with pytest.raises(Refused, match="Invalid unit"):
        Wiki(QS3).run(QS3.v1("Q1\tP1\tQ5\tP2\t6U5\n"))
