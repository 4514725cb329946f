"""The page of questions and their description in RDF are what the queries' headers say now."""

import re
from collections import defaultdict

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from claimgraph.dump import dump, opened
from claimgraph.layout import Layout
from claimgraph.queries_doc import render
from claimgraph.queries_rdf import described
from tests.golden import LAYOUT, QUESTIONS

PAGE = render(LAYOUT)
SH = "http://www.w3.org/ns/shacl#"
SCHEMA = "https://schema.org/"
Said = dict[str, dict[str, list[NamedNode | Literal]]]


def test_the_page_is_current() -> None:
    """docs/queries.md is what `build.py docs` would write now."""
    page = (LAYOUT.root / "docs" / "queries.md").read_text(encoding="utf-8")
    assert page == PAGE, "docs/queries.md is out of date: run build.py docs"


def test_every_question_has_its_place() -> None:
    """Each is in the index and has a section with its query, and the index leads there."""
    links = re.findall(r"^\| \[q\d+\]\(#(\S+)\)", PAGE, re.MULTILINE)
    assert links == re.findall(r"^## (q\d\S*)$", PAGE, re.MULTILINE)
    assert links == [question.name for question in QUESTIONS]
    for question in QUESTIONS:
        assert f"```sparql\n{question.query}```\n" in PAGE


@pytest.fixture(scope="module")
def said() -> Said:
    """Return what is said of each question, by property."""
    found: Said = defaultdict(lambda: defaultdict(list))
    for quad in described(QUESTIONS):
        assert isinstance(quad.subject, NamedNode)
        assert isinstance(quad.object, NamedNode | Literal)
        found[quad.subject.value][quad.predicate.value].append(quad.object)
    return found


def test_they_keep_to_the_convention(said: Said) -> None:
    """What SIB's shapes ask of an example of a query holds of each of ours."""
    assert len(said) == len(QUESTIONS)
    for properties in said.values():
        types = properties["http://www.w3.org/1999/02/22-rdf-syntax-ns#type"]
        assert [str(t) for t in types] == [
            f"<{SH}SPARQLExecutable>",
            f"<{SH}SPARQLSelectExecutable>",
        ]
        assert len(properties[f"{SH}select"]) == 1
        assert len(properties[f"{SH}prefixes"]) == 1
        (comment,) = properties["http://www.w3.org/2000/01/rdf-schema#comment"]
        assert isinstance(comment, Literal)
        assert comment.language == "en"
        assert properties[f"{SCHEMA}target"]
        for keyword in properties[f"{SCHEMA}keywords"]:
            assert re.fullmatch(r"\S.*\S", keyword.value)


def test_the_collection_can_be_queried() -> None:
    """The questions on figures, asked of the dump itself, and one of them asked in turn."""
    store = Store()
    store.extend(described(QUESTIONS))
    rows = store.query(
        f"""
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?question ?query
        WHERE {{ ?x <{SCHEMA}keywords> "figures" ; rdfs:comment ?question ; <{SH}select> ?query }}
        ORDER BY ?question
        """,
        use_default_graph_as_union=True,
    )
    assert isinstance(rows, QuerySolutions)
    found = {row["question"].value: row["query"].value for row in rows}
    assert "How many were killed, according to whom?" in found
    for query in found.values():
        store.query(query)


def test_it_is_part_of_the_dump(in_dist: Layout) -> None:
    """A build says it in the graph about the data set."""
    assert set(described(QUESTIONS)) <= set(opened(dump(in_dist)))
