"""SPARQL as written: prefixes, forms, parameters, and values that stay values."""

from typing import cast

import pytest
from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QuerySolution,
    QuerySolutions,
    QueryTriples,
    Store,
)

from claimgraph.sparql_text import (
    bound,
    form,
    lacking,
    odd_word,
    open_quote,
    parameters,
    reaches_out,
)

NASTY = "x\" } UNION { ?s ?p ?o } # \n\\ ' <http://x/> ?_b {"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT ?x { ?x ?y ?z }", "SELECT"),
        ("# ASK\nPREFIX select: <http://x/>\nASK { ?s select:x 'INSERT' }", "ASK"),
        ("BASE <http://x/>\nconstruct { ?s ?p ?o } where { ?s ?p ?o }", "CONSTRUCT"),
        ("DESCRIBE <http://x/>", "DESCRIBE"),
        ("INSERT DATA { <http://x/> a <http://y/> }", "UPDATE"),
        ("PREFIX x: <http://x/> WITH x:g DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "UPDATE"),
        ("LOAD <http://x/>", "UPDATE"),
        ("", ""),
    ],
)
def test_form(text: str, expected: str) -> None:
    """What is asked for is the first word that asks, whatever comments and names contain."""
    assert form(text) == expected


def test_reaching_out() -> None:
    """SERVICE is a word of the query, not of a comment, a string, a name or a variable."""
    assert reaches_out("SELECT * { service silent <http://x/> { ?s ?p ?o } }")
    assert not reaches_out("# SERVICE\nASK { ?service x:SERVICE 'SERVICE', <http://SERVICE/> }")


def test_lacking() -> None:
    """A prefix lacks a declaration only where it is used as one."""
    text = "PREFIX a: <http://a/> SELECT * { a:x b:y 'c:z' . ?d <e:f> :g . _:h b:i 5 } # j:k"
    assert lacking(text) == {"b": text.index("b:y"), "": text.index(":g")}


def test_parameters() -> None:
    """Variables that begin with _ are parameters, each once, in order."""
    assert parameters("SELECT ?_a { ?_b_iri $__c ?d '?_e' # ?_f\n ?_a <?_g> }") == [
        "_a", "_b_iri", "__c",
    ]  # fmt: skip


def test_odd_words_and_quotes() -> None:
    """What is no word of SPARQL is found, and so is a string without an end."""
    assert odd_word("SELECT ?x WHER { ?x a <http://x/> }") == ("WHER", 10)
    assert odd_word("SELECT ?x WHERE { ?x x:y 'WHER'@en }") is None
    assert open_quote("SELECT ?x { ?x ?y 'abc }") == 18
    assert open_quote("SELECT ?x { ?x ?y 'abc' } # '") is None


def rows(store: Store, query: str) -> list[QuerySolution]:
    """Return the rows of a SELECT."""
    return list(cast(QuerySolutions, store.query(query)))


DATA = """
    PREFIX x: <http://x/>
    INSERT DATA {
      x:s1 x:p x:o1 ; x:q "a" ; x:n 1 . x:s2 x:p x:o2 ; x:q "b" ; x:n 2 . x:s3 x:p x:o1 ; x:n 3 .
    }
"""
O1 = NamedNode("http://x/o1")
PREFIX = "PREFIX x: <http://x/> "


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?s { ?s x:p ?_o } ORDER BY ?s", ["s1", "s3"]),
        ("SELECT ?s { ?s x:n ?n FILTER EXISTS { ?s x:p ?_o } } ORDER BY ?s", ["s1", "s3"]),
        ("SELECT ?s { ?s x:n ?n FILTER NOT EXISTS { ?s x:p ?_o } }", ["s2"]),
        ("SELECT ?s { ?s x:n ?n MINUS { ?s x:p ?_o } }", ["s2"]),
        ("SELECT ?s { { ?s x:p ?_o } UNION { ?s x:q 'b' } } ORDER BY ?s", ["s1", "s2", "s3"]),
        ("SELECT ?s { { SELECT ?s { ?s x:p ?o FILTER(?o = ?_o) } } } ORDER BY ?s", ["s1", "s3"]),
        ("SELECT ?s { { SELECT ?s (?_o AS ?o) { ?s x:n 3 } } ?s x:p ?o }", ["s3"]),
        (
            "SELECT ?s { ?s x:n 2 OPTIONAL { ?s x:p ?o FILTER(?o != ?_o) } FILTER(BOUND(?o)) }",
            ["s2"],
        ),
        ("SELECT ?s { ?s x:p ?o FILTER(COALESCE(?o = ?_o, true)) } ORDER BY ?s", ["s1", "s3"]),
        ("SELECT ?s { ?s x:p ?o VALUES ?s { x:s1 x:s2 } FILTER(?o = ?_o) } # end", ["s1"]),
    ],
)
def test_binding_holds_wherever_it_stands(query: str, expected: list[str]) -> None:
    """A parameter has its value in every group that speaks of it."""
    store = Store()
    store.update(DATA)
    found = rows(store, bound(PREFIX + query, {"_o": O1}))
    assert [row["s"].value.removeprefix("http://x/") for row in found] == expected


def test_binding_a_template() -> None:
    """CONSTRUCT has its value in the template too, in the short form as well."""
    store = Store()
    store.update(DATA)
    full = bound(PREFIX + "CONSTRUCT { ?s x:r ?_o } WHERE { ?s x:n 1 }", {"_o": O1})
    triples = cast(QueryTriples, store.query(full))
    assert [str(triple.object) for triple in triples] == ["<http://x/o1>"]
    short = bound(PREFIX + "CONSTRUCT WHERE { ?s x:p ?_o }", {"_o": O1})
    assert len(list(cast(QueryTriples, store.query(short)))) == 2


@pytest.mark.parametrize("value", [NASTY, "", "é 'ə' \t\r", '"""', "\\u0022", "\x00"])
def test_a_value_stays_one_value(value: str) -> None:
    """Whatever is in it, a value is compared and never read as SPARQL."""
    store = Store()
    store.update(DATA)
    query = "SELECT ?s ?_q { ?s <http://x/q> ?_q }"
    asked = bound(query, {"_q": Literal(value)})
    assert rows(store, asked) == []
    store.add(Quad(O1, NamedNode("http://x/q"), Literal(value)))
    assert [(row[0], row[1]) for row in rows(store, asked)] == [(O1, Literal(value))]


def test_what_is_not_asked_about_stays() -> None:
    """Without values a query is as it was."""
    query = "SELECT ?s { ?s ?p ?_o } # ?_o {"
    assert bound(query, {}).strip() == query
    assert bound(query, {"_other": O1}).strip() == query
