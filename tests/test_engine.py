"""The embedded engines: what they refuse, how they complain, and that they agree."""

import socket
from pathlib import Path
from threading import Thread

import pytest
from pyoxigraph import Store

from claimgraph.dump import Opening, opened
from claimgraph.engine import ENGINES, QuerySyntaxError, answer, checked, labels
from claimgraph.errors import InputError, UsageError
from claimgraph.limits import Limits

PREFIXES = {"x": "http://x/", "rdfs": "http://www.w3.org/2000/01/rdf-schema#"}
DATA = """
    PREFIX x: <http://x/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    INSERT DATA {
      GRAPH x:g { x:a x:p 1 ; rdfs:label "A"@en, "Ä"@de . x:b x:p 2 }
      GRAPH x:h { x:c x:p 3 . x:a x:q "1992-02-26Z"^^<http://www.w3.org/2001/XMLSchema#date> }
    }
"""


@pytest.fixture
def store() -> Store:
    """Return a store with two named graphs."""
    store = Store()
    store.update(DATA)
    return store


@pytest.mark.parametrize("engine", ENGINES)
def test_both_see_the_union(store: Store, engine: str) -> None:
    """A query needs no GRAPH, its prefixes are at hand, and values come as they are written."""
    query = checked("SELECT ?s ?o { ?s x:p|x:q ?o } ORDER BY ?s STR(?o)", PREFIXES)
    found = answer(store, query, engine=engine, limits=Limits())
    assert [(str(s), o.value) for s, o in found.rows] == [
        ("<http://x/a>", "1"), ("<http://x/a>", "1992-02-26Z"), ("<http://x/b>", "2"),
        ("<http://x/c>", "3"),
    ]  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
def test_all_forms(store: Store, engine: str) -> None:
    """ASK, CONSTRUCT and DESCRIBE too."""
    assert answer(store, checked("ASK { x:a x:p 1 }", PREFIXES), engine=engine).truth is True
    made = answer(store, checked("CONSTRUCT WHERE { x:b ?p ?o }", PREFIXES), engine=engine)
    assert made.lines == [
        b'<http://x/b> <http://x/p> "2"^^<http://www.w3.org/2001/XMLSchema#integer> .'
    ]
    assert len(answer(store, checked("DESCRIBE x:b", PREFIXES), engine=engine).rows) >= 1


def test_only_what_is_lacking_is_declared() -> None:
    """A query that declares its prefixes itself is not touched."""
    text = "PREFIX x: <http://other/> SELECT ?s { ?s x:p rdfs:label }"
    assert checked(text, PREFIXES) == f"PREFIX rdfs: <{PREFIXES['rdfs']}>\n{text}"
    assert checked("ASK {}", PREFIXES) == "ASK {}"


@pytest.mark.parametrize(
    ("text", "message", "caret"),
    [
        ("SELECT ?s\n{ ?s x:p }", "line 2: this is not SPARQL from here on", (2, 11)),
        (
            "SELEC ?s { ?s x:p 1 }",
            "1: SELEC is no word of SPARQL; did you mean SELECT?",
            (1, 1),
        ),
        ("ASK { ?s y:p 1 }", "the prefix y: is neither declared nor in the registry", (1, 10)),
        ("ASK {\n\t?s rdf:p 1 }", "did you mean rdfs:?", (2, 5)),
        ("ASK { ?s x:p 'a }", "line 1: the string that begins here has no end", (1, 14)),
        ("SELECT ?s (COUNT(?o) AS ?n) { ?s x:p ?o }", "a variable that is unbound", (1, 42)),
        ("ASK { ?s <p> 1 }", "line 1: the IRI <p> is relative; write it in full", (1, 10)),
    ],
)
def test_what_is_not_sparql(text: str, message: str, caret: tuple[int, int]) -> None:
    """The line is shown, with a caret below what is wrong."""
    with pytest.raises(QuerySyntaxError) as raised:
        checked(text, PREFIXES)
    first, line, below = str(raised.value).splitlines()
    assert message in first
    assert line == "  " + text.splitlines()[caret[0] - 1]
    assert below.index("^") == caret[1] + 1


def test_a_file_has_a_place() -> None:
    """The error of a query in a file can be clicked on."""
    with pytest.raises(QuerySyntaxError, match=r"^q\.rq:1: the prefix y: is neither"):
        checked("ASK { ?s y:p 1 }", PREFIXES, path=Path("q.rq"))


@pytest.mark.parametrize("engine", ENGINES)
def test_it_reaches_nowhere(store: Store, engine: str) -> None:
    """SERVICE and updates are refused, and FROM fetches nothing."""
    for text, why in (
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "SERVICE would ask another"),
        ("LOAD <http://127.0.0.1/>", "an update is no question"),
        ("CLEAR ALL", "an update is no question"),
    ):
        with pytest.raises(UsageError, match=why):
            checked(text, PREFIXES)
    with socket.create_server(("127.0.0.1", 0)) as server:
        called = []
        Thread(target=lambda: called.append(server.accept()), daemon=True).start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        query = "SELECT ?s FROM <ADDRESS> { ?s ?p ?o }".replace("ADDRESS", address)
        found = answer(store, checked(query, PREFIXES), engine=engine, limits=Limits(seconds=20))
        assert found.variables == ["s"]
        assert not called
    assert len(store) == 6


def test_too_much_is_stopped(store: Store) -> None:
    """A query has a time and a size."""
    store.update("INSERT { GRAPH <http://x/g> { ?s ?p ?t } } WHERE { ?s ?q ?o . ?u ?p ?t }")
    huge = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?p ?q ?r }"
    with pytest.raises(UsageError, match="larger than"):
        answer(store, huge, limits=Limits(size=10_000))
    with pytest.raises(UsageError, match="no answer within"):
        answer(store, f"{huge} ORDER BY ?a ?d", limits=Limits(seconds=0.3))


def test_what_rdflib_cannot_do(store: Store) -> None:
    """It sees one graph, and says so in a line."""
    query = "SELECT * { GRAPH ?g { ?s ?p ?o } }"
    with pytest.raises(UsageError, match="ask oxigraph about GRAPH"):
        answer(store, query, engine="rdflib", limits=Limits())


def test_labels(store: Store) -> None:
    """The English ones."""
    assert labels(store, ["http://x/a", "http://x/b"]) == {"http://x/a": "A"}


def test_a_damaged_dump(tmp_path: Path) -> None:
    """It is an error that says what to do, whoever reads it."""
    path = tmp_path / "x.nq"
    path.write_text("<http://x/a> <http://x/b> \n")
    for read in (opened, lambda path: Opening(path).store()):
        with pytest.raises(InputError, match=r"the data set is damaged: .*build it again"):
            read(path)
    with pytest.raises((InputError, OSError)):
        Opening(tmp_path / "gone.nq").store()
