"""What a store gives back, held against what was sent: every difference is found, and named."""

import tracemalloc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from claimgraph.bundle import Bundle, has_blank
from claimgraph.differences import HARMLESS, Difference, differences
from claimgraph.sorted_lines import SortedLines
from claimgraph.store_client import Client, connect
from claimgraph.store_profiles import PROFILES
from claimgraph.terms import GRAPHS
from claimgraph.verify import verify
from tests.loads import data_set, described
from tests.stores import Server, oxigraph

XSD = "http://www.w3.org/2001/XMLSchema#"


def triple(value: str, subject: str = "a") -> bytes:
    """Return a triple with this object."""
    return f"<http://x/{subject}> <http://x/p> {value.replace('xsd:', XSD)} .".encode()


def found(sent: list[str], there: list[str], *known: str) -> list[Difference]:
    """Return what differs between two sets of objects of one subject and predicate."""
    one, other = sorted(map(triple, sent)), sorted(map(triple, there))
    return list(differences(one, other, known))


@pytest.mark.parametrize(
    ("sent", "there", "kind", "harmless"),
    [
        ('"1"^^<xsd:integer>', '"01"^^<xsd:integer>', "literal rewritten", "number"),
        ('"1.50"^^<xsd:decimal>', '"1.5"^^<xsd:decimal>', "literal rewritten", "number"),
        ('"true"^^<xsd:boolean>', '"1"^^<xsd:boolean>', "literal rewritten", "boolean"),
        ('"true"^^<xsd:boolean>', '"0"^^<xsd:boolean>', "literal rewritten", ""),
        ('"1"^^<xsd:integer>', '"2"^^<xsd:integer>', "literal rewritten", ""),
        ('"abc"^^<xsd:integer>', '"0"^^<xsd:integer>', "literal rewritten", ""),
        ('"yes"^^<xsd:boolean>', '"no"^^<xsd:boolean>', "literal rewritten", ""),
        ('"1992-02-26"^^<xsd:date>', '"1992-02-26Z"^^<xsd:date>', "literal rewritten", ""),
        ('"é"@en', '"e"@en', "literal rewritten", ""),
        ('"1"^^<xsd:int>', '"1"^^<xsd:integer>', "datatype changed", ""),
        ('"1.0"^^<xsd:decimal>', '"1"^^<xsd:integer>', "datatype changed", ""),
        ('"a"@en', '"a"', "datatype changed", ""),
        ('"a"@en', '"a"@de', "language tag changed", ""),
    ],
)
def test_what_becomes_of_a_literal(sent: str, there: str, kind: str, harmless: str) -> None:
    """It is named, and harmless only where its value is kept and the store is known for it."""
    (difference,) = found([sent], [there], *HARMLESS)
    assert (difference.kind, difference.harmless) == (kind, harmless)
    assert str(difference) == f"{kind}: {triple(sent).decode()}  now {there.replace('xsd:', XSD)} ."
    assert not any(one.harmless for one in found([sent], [there]))


@pytest.mark.parametrize(
    ("sent", "there", "kinds"),
    [
        (["<http://x/o>"], [], {"missing triple": 1}),
        ([], ["<http://x/o>"], {"extra triple": 1}),
        (["<http://x/o>"], ["<http://x/q>"], {"missing triple": 1, "extra triple": 1}),
        (["<http://x/o>"], ['"http://x/o"'], {"missing triple": 1, "extra triple": 1}),
        (['"1"^^<xsd:integer>'], ['"a"@en'], {"missing triple": 1, "extra triple": 1}),
        (['"a"'], ['"a"', '"a"'], {"extra triple": 1}),
        (['"a"', '"b"', '"c"'], ['"a"', '"b"', '"c"'], {}),
        (['"1"^^<xsd:integer>', '"2"^^<xsd:integer>'], ['"02"^^<xsd:integer>'],
         {"missing triple": 1, "number": 1}),
        (['"a"@en', '"b"@en'], ['"a"@de', '"x"@en'],
         {"language tag changed": 1, "literal rewritten": 1}),
    ],
)  # fmt: skip
def test_pairs(sent: list[str], there: list[str], kinds: dict[str, int]) -> None:
    """Nothing is counted twice, and the likeliest pairs are found."""
    told = found(sent, there, *HARMLESS)
    assert Counter(one.harmless or one.kind for one in told) == kinds


def test_only_what_is_about_the_same_is_paired() -> None:
    """A literal elsewhere is another triple."""
    told = list(differences([triple('"a"', "a")], [triple('"b"', "b")]))
    assert sorted(one.kind for one in told) == ["extra triple", "missing triple"]


def test_sorted_lines() -> None:
    """In order, however many runs; as often as wanted."""
    lines = [b"%d" % (n * 7919 % 1009) for n in range(1009)]
    for run in (1, 10, 1000, 1009, 5000):
        with SortedLines(iter(lines), run=run) as ordered:
            assert list(ordered) == sorted(lines)
            assert list(ordered) == sorted(lines)
    with SortedLines([]) as none:
        assert list(none) == []


def test_memory_stays_flat() -> None:
    """Ten times the lines need no more memory."""

    def peak(many: int) -> int:
        tracemalloc.start()
        with SortedLines((b"%0100d" % n for n in range(many)), run=1000) as ordered:
            assert sum(1 for _ in ordered) == many
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    assert peak(40_000) < 2 * peak(4_000)


@pytest.mark.parametrize(
    ("line", "blank"),
    [
        (b"_:a <http://x/p> <http://x/o> .", True),
        (b"<http://x/s> <http://x/p> _:a1 .", True),
        (b'<http://x/s> <http://x/p> "_:a" .', False),
        (b'<http://x/s> <http://x/p> "x> _:a" .', False),
        (b'<http://x/s> <http://x/p> "> _:a ."@en .', False),
        (b"<http://x/_:s> <http://x/p> <http://x/_:o> .", False),
    ],
)
def test_blank_nodes_are_told(line: bytes, blank: bool) -> None:  # noqa: FBT001 (pytest's way)
    """What looks like one in a literal or an IRI is none."""
    assert has_blank(line) is blank


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a running Oxigraph."""
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as started:
        yield started


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    """Return a small data set."""
    return data_set(tmp_path, described("1", many=3))


@pytest.fixture
def filled(server: Server, bundle: Bundle) -> Iterator[Client]:
    """Return a client of a store that holds the data set."""
    with connect(server.url) as client:
        client.update("DROP ALL")
        for graph in GRAPHS:
            client.put(graph, b"".join(line + b"\n" for line in bundle.lines(graph)))
        yield client


def verdicts(client: Client, bundle: Bundle) -> dict[str, str]:
    """Return the names of the graphs that are not whole, and what is the matter."""
    places = {graph: graph for graph in GRAPHS}
    return {
        verdict.graph.value.rpartition("/")[2]: ", ".join(
            f"{n} {kind}" for kind, n in {**verdict.kinds, **verdict.harmless}.items()
        )
        for verdict in verify(client, bundle, places)
        if verdict.found != verdict.expected
    }


def test_whole(filled: Client, bundle: Bundle) -> None:
    """What is as it was, blank nodes under other names, has the digest of the manifest."""
    assert verdicts(filled, bundle) == {}


def rewritten(graph: str, value: str, where: str) -> str:
    """Return an update that replaces some objects of a graph by another value."""
    return (
        f"DELETE {{ GRAPH {graph} {{ ?s ?p ?o }} }} INSERT {{ GRAPH {graph} {{ ?s ?p ?n }} }}"
        f"WHERE {{ GRAPH {graph} {{ ?s ?p ?o BIND({value} AS ?n) FILTER({where}) }} }}"
    )


CHANGES: list[tuple[str, dict[str, str]]] = [
    ("DELETE DATA { GRAPH $ { <http://x/s1> <http://x/p> 1 } }", {"asserted": "1 missing triple"}),
    ("INSERT DATA { GRAPH $ { <http://x/s1> <http://x/p> 7 } }", {"asserted": "1 extra triple"}),
    (
        rewritten("$", "STRLANG(STR(?o), 'de')", "LANG(?o) = 'en'"),
        {"asserted": "3 language tag changed"},
    ),
    (
        rewritten("?g", "STR(?o)", "ISNUMERIC(?o)"),
        {
            "asserted": "3 datatype changed",
            "derived": "1 datatype changed",
            "about": "1 datatype changed",
        },
    ),
    # One more blank node gives all of them other names.
    ("INSERT DATA { GRAPH @ { <http://x/c> <http://x/p> [] } }", {"ontology": "1 extra triple"}),
    (
        "INSERT DATA { GRAPH @ { <http://x/c> <http://www.w3.org/2002/07/owl#unionOf> () } }",
        {"ontology": "1 extra triple"},
    ),
    ("DROP GRAPH $", {"asserted": "9 missing triple"}),
    (
        "DROP ALL",
        {
            "ontology": "6 missing triple",
            "asserted": "9 missing triple",
            "derived": "4 missing triple",
            "about": "2 missing triple",
        },
    ),
]


@pytest.mark.parametrize(("update", "expected"), CHANGES)
def test_what_differs(
    filled: Client, bundle: Bundle, update: str, expected: dict[str, str]
) -> None:
    """Every tampering is found, in the graph where it happened."""
    named = update.replace("$", str(GRAPHS.asserted)).replace("@", str(GRAPHS.ontology))
    filled.update(named)
    assert verdicts(filled, bundle) == expected


def test_a_rewriting_that_is_known(filled: Client, bundle: Bundle) -> None:
    """A store that is known to write a value otherwise is whole; another would not be."""
    # Oxigraph writes all numbers in their canonical form, so it is the build that is altered.
    bundle.path.write_bytes(bundle.path.read_bytes().replace(b'"1.5"', b'"1.50"'))
    places = {GRAPHS.derived: GRAPHS.derived}
    altered = Bundle(bundle.path, "", "", "", dict.fromkeys(GRAPHS, bundle.graphs[GRAPHS.about]))
    (verdict,) = verify(filled, altered, places)
    assert verdict.whole
    assert verdict.harmless == {"number": 1}
    assert verdict.examples == ()
    filled.profile = PROFILES["generic"]
    (verdict,) = verify(filled, altered, places)
    assert not verdict.whole
    assert verdict.kinds == {"literal rewritten": 1}
    assert [one.kind for one in verdict.examples] == ["literal rewritten"]


def test_known_rewritings_have_names() -> None:
    """A profile speaks of no rewriting that cannot be told."""
    assert {name for profile in PROFILES.values() for name in profile.rewrites} <= set(HARMLESS)


def test_a_graph_that_is_elsewhere(filled: Client, bundle: Bundle) -> None:
    """It is verified where it lies, under the name that it is to have."""
    aside = NamedNode("http://elsewhere/")
    filled.move({GRAPHS.ontology: aside})
    (verdict,) = verify(filled, bundle, {GRAPHS.ontology: aside})
    assert verdict.found == verdict.expected
