"""Stores over the network: where their services are, and what they are asked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from claimgraph.bundle import Bundle
from claimgraph.load import load
from claimgraph.staging import STAGING
from claimgraph.store_client import Access, Client, StoreError, connect
from claimgraph.store_profiles import PROFILES, services, told
from claimgraph.verify import verify
from tests.faults import answer, proxy
from tests.loads import data_set, described, holds
from tests.stores import Server, jena, oxigraph, virtuoso

GRAPH = NamedNode("http://x/graph")
SERVER = pytest.mark.server


@pytest.mark.parametrize(
    ("name", "url", "query", "update", "graphs"),
    [
        ("oxigraph", "http://h:7878", "/query", "/update", "/store"),
        ("oxigraph", "http://h:7878/", "/query", "/update", "/store"),
        ("oxigraph", "http://h:7878/update", "/query", "/update", "/store"),
        ("oxigraph", "http://h:7878/a/b/store/", "/a/b/query", "/a/b/update", "/a/b/store"),
        ("fuseki", "http://h:7878/ds", "/ds/query", "/ds/update", "/ds/data"),
        ("fuseki", "http://h:7878/ds/sparql", "/ds/query", "/ds/update", "/ds/data"),
        ("virtuoso", "http://h:7878", "/sparql", "/sparql", "/sparql-graph-crud"),
        ("virtuoso", "http://h:7878/sparql-auth", "/sparql", "/sparql", "/sparql-graph-crud"),
        ("rdf4j", "http://h:7878/rdf4j-server/repositories/x/statements",
         "/rdf4j-server/repositories/x", "/rdf4j-server/repositories/x/statements",
         "/rdf4j-server/repositories/x/rdf-graphs/service"),
        ("graphdb", "http://h:7878/repositories/query", "/repositories/query",
         "/repositories/query/statements", "/repositories/query/rdf-graphs/service"),
        ("generic", "http://h:7878/a/sparql", "/a/sparql", "/a/sparql", None),
    ],
)  # fmt: skip
def test_services(name: str, url: str, query: str, update: str, graphs: str | None) -> None:
    """From the address of a store or of any of its services all the others are known."""
    found = services(url, PROFILES[name], closed=False)
    at = "http://h:7878"
    assert (found.query, found.update) == (at + query, at + update)
    assert found.graphs == (None if graphs is None else at + graphs)


def test_services_for_a_user() -> None:
    """Virtuoso has other addresses for those who have a password; the rest has not."""
    for name, profile in PROFILES.items():
        named = services("http://h/repositories/x", profile, closed=True)
        anonymous = services("http://h/repositories/x", profile, closed=False)
        assert (named != anonymous) is (name == "virtuoso")
    assert services("http://h/sparql", PROFILES["virtuoso"], closed=True).query.endswith("-auth")


@pytest.mark.parametrize(
    ("url", "server", "name"),
    [
        ("http://h/", "Oxigraph/0.5.13", "oxigraph"),
        ("http://h/", "Virtuoso/07.20.3229 (Linux) x86_64-pc-linux-gnu  ", "virtuoso"),
        ("http://h/ds", "Apache Jena Fuseki (4.8.0)", "fuseki"),
        ("http://h/repositories/x", "GraphDB/10.2 RDF4J/4.2", "graphdb"),
        ("http://h/rdf4j-server/repositories/x", "", "rdf4j"),
        ("http://h/rdf4j-server/repositories/x", "Apache", "rdf4j"),
        ("http://h/sparql", "nginx", "generic"),
        ("http://h/repositories/", "", "generic"),
    ],
)
def test_which_store_it_is(url: str, server: str, name: str) -> None:
    """What a server calls itself counts more than its address."""
    assert told(url, {"Server": server}).name == name


def test_a_store_that_does_not_name_itself() -> None:
    """A release of Fuseki sends no `Server`, and a header of its own."""
    assert told("http://h/ds", {"fuseki-request-id": "7"}).name == "fuseki"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return an Oxigraph."""
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture
def client(running: Server) -> Iterator[Client]:
    """Return a client of an empty store."""
    with connect(running.url) as made:
        made.update("DROP ALL")
        yield made


def test_graphs(client: Client) -> None:
    """Each step does what it says."""
    a, b = b'<http://x/a> <http://x/p> "\\n\xc3\xa9" .', b"<http://x/b> <http://x/p> <http://x/c> ."
    client.put(GRAPH, a + b"\n")
    client.add(GRAPH, b + b"\n")
    assert sorted(client.lines(GRAPH)) == [a, b]
    client.put(GRAPH, b + b"\n")
    assert list(client.lines(GRAPH)) == [b]
    other = NamedNode("http://x/other")
    client.put(other, a + b"\n")
    client.move({GRAPH: other}, [NamedNode("http://x/none")])
    assert client.sizes([GRAPH, other]) == {GRAPH: 0, other: 1}
    client.drop([GRAPH, other])
    assert list(client.lines(other)) == []


def test_what_is_moved_has_to_be_there(client: Client) -> None:
    """Else a graph would be replaced by nothing."""
    client.put(GRAPH, b"<http://x/a> <http://x/b> <http://x/c> .\n")
    with pytest.raises(StoreError):
        client.move({NamedNode("http://x/none"): GRAPH})
    assert client.sizes([GRAPH]) == {GRAPH: 1}


def test_queries_over_some_graphs(client: Client) -> None:
    """The union of those that are named is asked, and no other."""
    graphs = [NamedNode(f"http://x/{n}") for n in range(3)]
    for n, graph in enumerate(graphs):
        client.put(
            graph, f"<http://x/s{n}> <http://x/p> {n} .\n".replace(f"{n} .", f'"{n}" .').encode()
        )
    rows = client.select("SELECT ?s { ?s ?p ?o } ORDER BY ?s", graphs[:2])
    assert [str(row["s"]) for row in rows] == ["<http://x/s0>", "<http://x/s1>"]
    assert client.ask("ASK { <http://x/s2> ?p ?o }", graphs[2:])
    assert not client.ask("ASK { <http://x/s2> ?p ?o }", graphs[:2])
    client.update("INSERT { GRAPH <http://x/new> { ?s ?p ?o } } WHERE { ?s ?p ?o }", graphs[1:])
    assert client.sizes([NamedNode("http://x/new")]) == {NamedNode("http://x/new"): 2}


def test_services_that_lie_elsewhere(running: Server, client: Client) -> None:
    """What is given counts more than what the profile says."""
    with proxy(int(running.url.rpartition(":")[2])) as between:
        given = {"update": f"{between.url}/update"}
        with connect(running.url, store="oxigraph", given=given) as moved:
            moved.put(GRAPH, b"")
            moved.drop([GRAPH])
    assert [asked.target for asked in between.asked] == ["/update"]
    assert client.sizes([GRAPH]) == {GRAPH: 0}


def test_a_server_that_does_not_tell(running: Server) -> None:
    """A store that hides what it is passes for any, by its queries and updates."""
    with proxy(int(running.url.rpartition(":")[2])) as between:
        between.on("HEAD", answer(405))
        with connect(f"{between.url}/query") as found:
            assert found.profile.name == "generic"


def test_what_is_told_of_a_file_that_is_sent(
    running: Server, client: Client, tmp_path: Path
) -> None:
    """How much has gone, and no more than all of it, also where it has to be sent twice."""
    file = tmp_path / "some.nq"
    file.write_bytes(
        b"".join(b"<http://x/s> <http://x/p> <http://x/%d> .\n" % n for n in range(5000))
    )
    told: list[int] = []
    with (
        proxy(int(running.url.rpartition(":")[2])) as between,
        connect(between.url, Access(wait=0)) as watched,
    ):
        between.on("no_transaction", answer(503))
        watched.load(file, 5000, told.append)
        assert between.seen("no_transaction") == 2
    assert client.ask("ASK { <http://x/s> <http://x/p> <http://x/4999> }")
    assert sum(told) == 5000
    assert -5000 in told
    assert max(told) < 5000, "it is told on the way"
    assert all(0 <= sum(told[:n]) <= 5000 for n in range(len(told)))


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    """Return a data set that takes a capped store several answers to give back."""
    return data_set(tmp_path / "built", described("1", many=1500))


@SERVER
def test_virtuoso(tmp_path: Path, bundle: Bundle) -> None:
    """It is read whole though it cuts its answers short; nothing is altered; it wants a digest."""
    with virtuoso(tmp_path / "virtuoso", rows=1000) as server:
        access = Access(user=server.user, password=server.password, wait=0.01)
        with connect(server.url, access) as client:
            assert client.profile.name == "virtuoso"
            for _ in range(2):
                loaded = load(client, bundle, lambda _name, _total: lambda _done: None)
                assert [verdict for verdict in loaded.verdicts if not verdict.whole] == []
                assert [dict(verdict.harmless) for verdict in loaded.verdicts] == [{}] * 5
            assert holds(client, bundle)
            assert not any(client.sizes(STAGING.values()).values())
        with connect(server.url) as anybody:
            places = {graph: graph for graph in bundle.graphs}
            assert all(verdict.whole for verdict in verify(anybody, bundle, places))
            with pytest.raises(StoreError, match=r"does not let just anybody do this"):
                load(anybody, bundle, lambda _name, _total: lambda _done: None)
        with pytest.raises(StoreError, match=r"does not let us in"):
            connect(server.url, Access(user=server.user, password="not this one"))  # noqa: S106


@SERVER
def test_jena(tmp_path: Path, bundle: Bundle) -> None:
    """Fuseki's paths, on Jena's engine: nothing is altered."""
    with (
        jena(tmp_path / "jena", keep=True) as server,
        connect(server.url, store="fuseki") as client,
    ):
        for _ in range(2):
            loaded = load(client, bundle, lambda _name, _total: lambda _done: None)
            assert [verdict for verdict in loaded.verdicts if not verdict.whole] == []
        assert holds(client, bundle)
        assert not any(client.sizes(STAGING.values()).values())
