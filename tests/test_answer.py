"""Answers in each format, and tables that fit."""

import json

import pytest
from pyoxigraph import NamedNode

from claimgraph.answer import FORMATS, Answer
from claimgraph.engine import ENGINES
from claimgraph.errors import InputError, UsageError
from claimgraph.query_arguments import QUERY_ENGINES, QUERY_FORMATS
from claimgraph.table import as_markdown, as_table

PREFIXES = {"x": "http://x/", "actor": "http://x/actor/"}
LABELS = {"http://x/actor/the-old-man": "the old man", "http://x/claim": "He says so."}


def rows(*some: dict[str, object]) -> Answer:
    """Return an answer of rows, given as SPARQL results in JSON."""
    names = list(dict.fromkeys(name for row in some for name in row))
    results = {"head": {"vars": names}, "results": {"bindings": some}}
    return Answer(json.dumps(results).encode())


def iri(value: str) -> dict[str, str]:
    """Return an IRI in SPARQL results."""
    return {"type": "uri", "value": value}


def text(value: str, **more: str) -> dict[str, str]:
    """Return a literal in SPARQL results."""
    return {"type": "literal", "value": value, **more}


ANSWER = rows(
    {"who": iri("http://x/actor/the-old-man"), "what": iri("http://x/claim"), "n": text("7")},
    {"who": iri("http://x/actor/the-old-man"), "what": text('Tür, "a"\n|b', **{"xml:lang": "de"})},
)


def test_csv() -> None:
    """Full IRIs, one line each, quoted where it must be; an unbound cell is empty."""
    assert ANSWER.written("csv", prefixes=PREFIXES) == (
        "who,what,n\n"
        "http://x/actor/the-old-man,http://x/claim,7\n"
        'http://x/actor/the-old-man,"Tür, ""a""\n|b",\n'
    )


def test_tsv() -> None:
    """Terms as SPARQL writes them."""
    lines = ANSWER.written("tsv", prefixes=PREFIXES).splitlines()
    assert lines[0] == "?who\t?what\t?n"
    assert lines[2].startswith('<http://x/actor/the-old-man>\t"Tür')


def test_json_and_xml() -> None:
    """Both can be read again."""
    read = json.loads(ANSWER.written("json", prefixes=PREFIXES))
    assert read["results"]["bindings"][1]["what"]["xml:lang"] == "de"
    assert "<uri>http://x/claim</uri>" in ANSWER.written("xml", prefixes=PREFIXES)


def test_a_table() -> None:
    """CURIEs, with a label where that says more, once."""
    assert ANSWER.written("table", prefixes=PREFIXES, labels=LABELS, width=60) == (
        "who                what             n\n"
        "-----------------  ---------------  -\n"
        "actor:the-old-man  x:claim          7\n"
        "                   He says so.\n"
        "\n"
        'actor:the-old-man  Tür, "a" |b @de\n'
    )


def test_a_table_for_a_narrow_terminal() -> None:
    """Columns give way, the widest first; where that is not enough, rows become blocks."""
    labels = {"http://x/claim": "He says so, and goes on saying so."}
    narrow = ANSWER.written("table", prefixes=PREFIXES, labels=labels, width=50)
    assert max(map(len, narrow.splitlines())) <= 50
    assert narrow.splitlines()[0] == "who                what                          n"
    assert narrow.splitlines()[3:5] == [
        " " * 19 + "He says so, and goes on",
        " " * 19 + "saying so.",
    ]
    blocks = ANSWER.written("table", prefixes=PREFIXES, labels=labels, width=30)
    assert max(map(len, blocks.splitlines())) <= 30
    assert blocks.startswith(
        "who   actor:the-old-man\nwhat  x:claim\n      He says so, and goes on\n"
    )
    assert blocks.count("\n\n") == 1


def test_tables_of_any_width() -> None:
    """No line is wider than asked for, unless a word is, and nothing is lost."""
    cells = [[[f"word-{row}-{column} and more"] for column in range(4)] for row in range(3)]
    for width in range(20, 200, 7):
        table = as_table(["a", "b", "c", "d"], cells, width)
        assert max(map(len, table.splitlines())) <= max(width, 20)
        words = "".join(table.split())
        assert "word-2-3" in words or "word-2-3" in words.replace("word-2-word", "word-2-")


def test_markdown() -> None:
    """A line for each row, whatever is in it."""
    assert ANSWER.written("markdown", prefixes=PREFIXES, labels=LABELS).splitlines() == [
        "| who | what | n |",
        "| --- | --- | --- |",
        "| actor:the-old-man | x:claim<br>He says so. | 7 |",
        '| actor:the-old-man | Tür, "a" \\|b @de |  |',
    ]
    assert as_markdown([], []) == "|  |\n|  |\n"


def test_yes_and_no() -> None:
    """ASK has an answer that is not empty."""
    yes = Answer(b'{"head":{},"boolean":true}')
    assert not yes.empty
    assert yes.written("table", prefixes={}) == "yes\n"
    assert yes.written("markdown", prefixes={}) == "yes\n"
    assert yes.written("csv", prefixes={}) == "true\n"
    assert Answer(b'{"head":{},"boolean":false}').written("table", prefixes={}) == "no\n"


def test_triples() -> None:
    """CONSTRUCT gives Turtle, and rows for those who want rows."""
    body = b'<http://x/a> <http://x/b> "c"@en .\n<http://x/a> <http://x/b> <http://x/c> .\n'
    found = Answer(body + body, triples=True)
    assert found.written("turtle", prefixes=PREFIXES) == (
        '@prefix x: <http://x/> .\nx:a x:b "c"@en , x:c .\n'
    )
    assert found.written("csv", prefixes=PREFIXES) == (
        "subject,predicate,object\nhttp://x/a,http://x/b,http://x/c\nhttp://x/a,http://x/b,c\n"
    )
    assert found.iris() == {"http://x/a", "http://x/b", "http://x/c"}
    assert Answer(b"", triples=True).empty


def test_rows_are_no_triples() -> None:
    """Turtle is for triples."""
    with pytest.raises(UsageError, match="turtle writes triples"):
        ANSWER.written("turtle", prefixes=PREFIXES)


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"head":', b"[]"])
def test_a_broken_answer(body: bytes) -> None:
    """What is no answer is an error."""
    with pytest.raises(InputError, match="the answer is broken"):
        Answer(body)


def test_rows_have_their_terms() -> None:
    """An unbound cell is None."""
    assert ANSWER.variables == ["who", "what", "n"]
    assert ANSWER.rows[1][2] is None
    assert ANSWER.rows[0][1] == NamedNode("http://x/claim")


def test_the_command_line_offers_what_there_is() -> None:
    """The formats and engines of `query` are those that there are."""
    assert QUERY_FORMATS == FORMATS
    assert QUERY_ENGINES == ENGINES
