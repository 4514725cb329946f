"""The rules inside a store conclude there what they conclude here, or leave it as it was."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from claimgraph.cli import main
from claimgraph.derive import TABLE
from claimgraph.errors import InputError
from claimgraph.layout import Layout
from claimgraph.read import Dataset
from claimgraph.remote_derive import derive_there
from claimgraph.sparql_text import inserting
from claimgraph.staging import STAGING
from claimgraph.store_client import Access, Client, StoreError, connect
from claimgraph.terms import GRAPHS
from tests.stores import Server, jena, oxigraph

SOURCES = (GRAPHS.ontology, GRAPHS.asserted, GRAPHS.inferred)
STALE = b"<http://x/old> <http://x/is> <http://x/there> ."
STORES = [
    pytest.param(oxigraph, id="oxigraph"),
    pytest.param(jena, id="jena", marks=pytest.mark.server),
    pytest.param(lambda folder: jena(folder, keep=True), id="tdb2", marks=pytest.mark.server),
]


def filled(server: Server, dataset: Dataset) -> Client:
    """Return a client for a server that now holds what the rules start from, and an old result."""
    client = connect(server.url, Access(server.user, server.password), store=server.store)
    for graph in SOURCES:
        client.put(graph, b"".join(f"{q.triple} .\n".encode() for q in dataset.quads(graph)))
    client.put(GRAPHS.derived, STALE + b"\n")
    return client


def lines(dataset: Dataset, graph: NamedNode) -> list[bytes]:
    """Return the triples of a graph here, in order."""
    return sorted(f"{quad.triple} .".encode() for quad in dataset.quads(graph))


@pytest.fixture
def client(oxigraph_server: Server, derived: Dataset) -> Client:
    """Return a client for an Oxigraph server with the invented event."""
    return filled(oxigraph_server, derived)


@pytest.mark.parametrize("start", STORES)
def test_the_same_as_here(
    start: Callable[[Path], AbstractContextManager[Server]],
    derived: Dataset,
    mini: Layout,
    tmp_path: Path,
) -> None:
    """Triple by triple, in the place of what was there, and nothing is left beside it."""
    with start(tmp_path / "store") as server:
        client = filled(server, derived)
        begun: list[str] = []
        concluded = derive_there(client, mini.rule_files, lambda name, _: begun.append(name))
        assert sorted(client.lines(GRAPHS.derived)) == lines(derived, GRAPHS.derived)
        left = client.sizes([STAGING[GRAPHS.derived], TABLE])
        assert not any(left.values())
    assert len(begun) == len(mini.rule_files)
    assert sum(concluded.values()) == derived.size(GRAPHS.derived) > 0


def test_again(client: Client, derived: Dataset, mini: Layout) -> None:
    """What a run has concluded is no premise of the next, and what it left behind is cleared."""
    client.put(STAGING[GRAPHS.derived], STALE + b"\n")
    client.put(TABLE, STALE + b"\n")
    for _ in range(2):
        derive_there(client, mini.rule_files, lambda *_: None)
        assert sorted(client.lines(GRAPHS.derived)) == lines(derived, GRAPHS.derived)


def test_nothing_to_conclude(client: Client) -> None:
    """Without rules the graph is empty afterwards, rather than the old one."""
    assert derive_there(client, [], lambda *_: None) == {}
    assert client.sizes([GRAPHS.derived])[GRAPHS.derived] == 0


def test_a_rule_that_fails(client: Client, mini: Layout, tmp_path: Path) -> None:
    """In the middle: one line says after which rule, and the old graph is still there."""
    rule = tmp_path / "zzz.rq"
    rule.write_text("# # A rule\n#\n# stage: 1\nCONSTRUCT { ?a ?b ?c } WHERE { ?a ?b }\n", "utf-8")
    with pytest.raises(StoreError, match=r"answers 400 .*rules were done after reported-by\)") as e:
        derive_there(client, [*mini.rule_files, rule], lambda *_: None)
    assert str(e.value).endswith("graph:derived is as it was")
    assert list(client.lines(GRAPHS.derived)) == [STALE]
    assert not any(client.sizes([STAGING[GRAPHS.derived], TABLE]).values())


def test_a_rule_without_a_stage(client: Client, tmp_path: Path) -> None:
    """A broken header is found before anything is sent."""
    rule = tmp_path / "zzz.rq"
    rule.write_text("# # A rule\nCONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?c }\n", "utf-8")
    with pytest.raises(InputError, match="no stage"):
        derive_there(client, [rule], lambda *_: None)
    assert list(client.lines(GRAPHS.derived)) == [STALE]


def test_without_sources(client: Client, mini: Layout) -> None:
    """A store that lacks what the rules start from is not made to lose what it has."""
    client.drop([GRAPHS.inferred])
    with pytest.raises(StoreError, match="the store has no graph:inferred; load the data set"):
        derive_there(client, mini.rule_files, lambda *_: None)
    assert list(client.lines(GRAPHS.derived)) == [STALE]


@pytest.mark.server
def test_virtuoso_is_not_asked(virtuoso_server: Server, derived: Dataset, mini: Layout) -> None:
    """It cannot carry out the rules; the reason that is given is still the true one."""
    client = filled(virtuoso_server, derived)
    with pytest.raises(StoreError, match=r"Virtuoso cannot carry out the rules: .*build.py derive"):
        derive_there(client, mini.rule_files, lambda *_: None)
    assert list(client.lines(GRAPHS.derived)) == [STALE]
    (chain,) = (path for path in mini.rule_files if path.stem == "chain")
    with pytest.raises(StoreError, match="transitive start not given"):
        client.update(inserting(chain.read_text("utf-8"), TABLE), once=True)


@pytest.fixture
def project(mini: Layout) -> Layout:
    """Return the invented event, built."""
    assert main(["--root", str(mini.root), "build"]) == 0
    return mini


def test_the_command(
    project: Layout, oxigraph_server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says what each rule added, and whether that is what the build has."""
    root = ["--root", str(project.root)]
    assert main([*root, "load", oxigraph_server.url]) == 0
    connect(oxigraph_server.url).put(GRAPHS.derived, STALE)
    capsys.readouterr()
    assert main([*root, "derive", oxigraph_server.url]) == 0
    said = capsys.readouterr().out
    assert "reported-by " in said
    assert said.endswith(f"by {len(project.rule_files)} rules\nthe same as in the build\n")


def test_another_data_set(
    project: Layout, oxigraph_server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the store does not hold what was built, the results are not compared."""
    root = ["--root", str(project.root)]
    assert main([*root, "load", oxigraph_server.url]) == 0
    connect(oxigraph_server.url).add(GRAPHS.asserted, STALE)
    assert main([*root, "derive", oxigraph_server.url]) == 0
    assert "holds another data set than the build: not compared" in capsys.readouterr().out


def test_a_difference_is_found(
    project: Layout, oxigraph_server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where store and build conclude something different from the same, that is exit code 1."""
    root = ["--root", str(project.root)]
    assert main([*root, "load", oxigraph_server.url]) == 0
    client = connect(oxigraph_server.url)
    claim = next(line for line in client.lines(GRAPHS.asserted) if b"#claimant>" in line)
    client.update(f"DELETE DATA {{ GRAPH {GRAPHS.asserted} {{ {claim.decode()} }} }}")
    client.add(GRAPHS.asserted, STALE)
    assert main([*root, "derive", oxigraph_server.url]) == 1
    assert "not the same as in the build" in capsys.readouterr().out


def test_a_rule_as_an_update() -> None:
    """Only the template moves: not the word in a comment, nor a brace in a string."""
    text = '# CONSTRUCT { no }\nCONSTRUCT { ?a ?b "}" } WHERE { ?a ?b ?c }'
    assert inserting(text, NamedNode("http://x/g")) == (
        '# CONSTRUCT { no }\nINSERT { GRAPH <http://x/g> { ?a ?b "}" } } WHERE { ?a ?b ?c }'
    )
