"""Questions asked of the Wikibase RDF get the answers that our own queries get of the dump."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import cast

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, RdfFormat, Store

from claimgraph.engine import answer
from claimgraph.query_file import read_query
from claimgraph.terms import BASE
from claimgraph.wikibase import Item, ItemId
from claimgraph.wikibase_ids import Ids
from claimgraph.wikibase_rdf import wikibase_rdf
from tests.golden import LAYOUT, QUESTIONS, built, ready
from tests.wikibase_golden import article
from tests.wikibase_items import ITEMS, TOWN

QUERIES = {path.stem: path for path in LAYOUT.wikidata_files}
EDITORS = f"{BASE}actor/editors"
Row = Mapping[str, str]


@cache
def exported() -> Store:
    """Return the whole graph as Wikibase RDF."""
    return loaded(article())


def loaded(items: Iterable[Item]) -> Store:
    """Return items as Wikibase RDF."""
    store = Store()
    store.load(wikibase_rdf(items, Ids())["wikibase.ttl"], RdfFormat.TURTLE)
    return store


def rows(store: Store, query: str) -> list[Row]:
    """Return the rows of a query, with what is bound to something that has a name or a value."""
    found = cast(QuerySolutions, store.query(query, use_default_graph_as_union=True))
    names = [variable.value for variable in found.variables]
    return [
        {name: term.value for name in names if isinstance(term := row[name], NamedNode | Literal)}
        for row in found
    ]


def theirs(name: str) -> list[Row]:
    """Return what a query of `queries/wikidata/` finds in the export."""
    return rows(exported(), read_query(QUERIES[name]).text)


def ours(number: str) -> list[Row]:
    """Return what one of our questions finds in the dump."""
    (question,) = (one for one in QUESTIONS if one.name.startswith(f"{number}-"))
    found = answer(built(), ready(question))
    return [
        {
            name: term.value
            for name, term in zip(found.variables, row, strict=True)
            if isinstance(term, NamedNode | Literal)
        }
        for row in found.rows
    ]


def asked(query: str) -> list[Row]:
    """Return what a query written here finds in the dump."""
    prefixes = f"""
        PREFIX cg: <{BASE}ontology#>
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        PREFIX standing: <{BASE}standing/>
    """
    return rows(built(), prefixes + query)


@cache
def names() -> Mapping[str, str]:
    """Return the IRI in the export of each entity of ours; for authors, that of what they wrote.

    The voice of an article of Wikipedia is that of Wikipedia.
    """
    ids = Ids()
    known = {item.id.iri: ids.iri(ids.item(item.id)) for item in article() if item.id.iri}
    for row in asked(
        """SELECT ?authors ?document ?project
           WHERE { ?document cg:authors ?authors OPTIONAL { ?document cg:project ?project } }"""
    ):
        project = row.get("project", row["document"])
        known[row["authors"]] = known.get(project, project)
    return known


@cache
def maintained() -> set[str]:
    """Return the claims that nobody has taken back."""
    return {
        row["claim"]
        for row in asked("SELECT ?claim WHERE { ?claim cg:standing standing:maintained }")
    }


def spoken(row: Row) -> bool:
    """Say whether a row is an affirmation that is exported: maintained, and not the editors'."""
    return (
        row["stance"] == f"{BASE}ontology#affirms"
        and row["claimant"] != EDITORS
        and row["claim"] in maintained()
    )


def propositions() -> set[str]:
    """Return the propositions that have a statement."""
    return {said.proposition for item in article() for said in item.statements}


def test_death_tolls() -> None:
    """Every toll of the massacre that somebody maintains, from whom and in which words."""
    event = names()[f"{BASE}event/khojaly-massacre"]
    found = {
        (row.get("party"), row.get("amount"), row.get("wording"))
        for row in theirs("death-tolls")
        if row["event"] == event
    }
    expected = {
        (names()[row["claimant"]], row.get("point", row.get("lower")), row.get("asWritten"))
        for row in ours("q13")
        if spoken(row)
    }
    assert found == expected
    assert len(expected) > 6


def test_disputes() -> None:
    """Who denies what others affirm, wherever that has a place on Wikidata."""
    said = {
        said.proposition: (item.id, said.mainsnak) for item in article() for said in item.statements
    }
    ids = Ids()
    expected = set()
    for row in ours("q22"):
        if row["proposition"] in said:
            item, (property_, value) = said[row["proposition"]]
            assert isinstance(value, ItemId)
            expected.add(
                (
                    ids.iri(ids.item(item)),
                    ids.iri(property_.pid),
                    ids.iri(ids.item(value)),
                    names()[row["denying"]],
                    names()[row["affirming"]],
                )
            )
    columns = ("item", "property", "value", "disputer", "supporter")
    assert {tuple(row[column] for column in columns) for row in theirs("disputes")} == expected
    assert len(expected) > 3


def test_dates_of_events() -> None:
    """Each dated event with the first day that it can have been, and who says so."""
    found = {
        (row["event"], row.get("party"), row.get("start", row.get("earliest", row.get("date", ""))))
        for row in theirs("dates-of-events")
    }
    expected = {
        (names()[row["event"]], names()[row["claimant"]], f"{row['earliest']}T00:00:00Z")
        for row in ours("q01")
        if spoken(row) and row["event"] in names() and "earliest" in row
    }
    assert found >= expected
    # What has no first day has only a last one.
    assert {row[:2] for row in found - expected} == {
        (names()[row["event"]], names()[row["claimant"]])
        for row in ours("q01")
        if spoken(row) and row["event"] in names() and "earliest" not in row and "latest" in row
    }
    assert len(expected) > 20


def test_figures_by_source() -> None:
    """Which figures stand in which work, also where another passes the work on."""
    expected = {
        (names()[row["work"]], names()[row["subject"]], row.get("wording"))
        for row in asked(
            """SELECT ?work ?subject ?wording ?claim ?proposition
               WHERE {
                 ?claim cg:affirms ?proposition ; cg:claimant ?claimant .
                 ?claim cg:statedIn|cg:reportedBy+/cg:statedIn ?work .
                 ?proposition a cg:Measurement ; rdf:subject ?subject .
                 OPTIONAL { ?proposition cg:asWritten ?wording }
               }"""
        )
        if row["proposition"] in propositions() and row["claim"] in maintained()
    }
    assert {
        (row["work"], row["item"], row.get("wording")) for row in theirs("figures-by-source")
    } == expected
    assert len(expected) > 3


def test_nothing_is_unreferenced() -> None:
    """No statement lacks a reference, and one whose reference is taken away is found."""
    assert theirs("unreferenced") == []
    store = loaded(ITEMS)
    said = NamedNode(
        f"http://www.wikidata.org/entity/statement/{TOWN.qid}-{ITEMS[1].statements[0].uuid}"
    )
    derived = NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom")
    for quad in list(store.quads_for_pattern(said, derived, None)):
        store.remove(quad)
    (row,) = rows(store, read_query(QUERIES["unreferenced"]).text)
    assert row["statement"] == said.value


@pytest.mark.parametrize("name", QUERIES)
def test_rdflib_agrees(name: str) -> None:
    """A second engine gives the same answers over the awkward items."""
    import rdflib

    text = read_query(QUERIES[name]).text
    dump = wikibase_rdf(ITEMS[1:], Ids())["wikibase.ttl"]
    graph = rdflib.Graph().parse(data=dump, format="turtle")
    second = sorted(
        tuple("" if cell is None or isinstance(cell, rdflib.BNode) else str(cell) for cell in row)
        for row in graph.query(text)
        if isinstance(row, rdflib.query.ResultRow)
    )
    found = cast(QuerySolutions, loaded(ITEMS[1:]).query(text))
    first = sorted(
        tuple(cell.value if isinstance(cell, NamedNode | Literal) else "" for cell in row)
        for row in found
    )
    one, other = (sorted(tuple(map(_number, row)) for row in rows) for rows in (first, second))
    assert one == other


def _number(text: str) -> str:
    """Return a number in one way of writing it."""
    try:
        return str(Decimal(text).normalize())
    except InvalidOperation:
        return text
