"""A new database by the store's own loader: counted, whole, and in nobody's way."""

import os
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from claimgraph.arguments import parser
from claimgraph.bulk import load_in_bulk
from claimgraph.bulk_loaders import LOADERS
from claimgraph.bundle import Bundle, Expected
from claimgraph.cli import main
from claimgraph.errors import InputError, OutputError, UsageError
from claimgraph.layout import Layout
from claimgraph.store_arguments import BULK
from claimgraph.store_client import Access, connect
from claimgraph.terms import GRAPHS
from tests.loads import data_set, described
from tests.stores import jena_commands, oxigraph, virtuoso

EACH = [
    pytest.param("oxigraph"),
    pytest.param("virtuoso", marks=pytest.mark.server),
    pytest.param("tdb2", marks=pytest.mark.server),
]


@pytest.fixture
def source(tmp_path: Path) -> Bundle:
    """Return a small data set, with blank nodes and a blank graph or two."""
    return data_set(tmp_path / "dist", described("1"))


def held(folder: Path, store: str) -> dict[str, int]:
    """Return how many triples the graphs of a database have, by the store's own account."""
    return dict(LOADERS[store].counts(folder / "data"))


def ready(store: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put what Jena's distribution has, and Debian's package has not, on the path."""
    if store == "virtuoso":
        with virtuoso(folder / "other"):  # skips where there is none
            return
    if store == "tdb2":
        commands = jena_commands(folder)
        monkeypatch.setenv("PATH", f"{commands}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.parametrize("store", EACH)
def test_whole(store: str, source: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All graphs are there with all their triples, and nothing lies beside them."""
    ready(store, tmp_path, monkeypatch)
    folder = tmp_path / "made" / "here"
    sizes = load_in_bulk(source, store, folder)
    expected = {graph.value: said.triples for graph, said in source.graphs.items() if said.triples}
    assert {graph: size for graph, size in sizes.items() if size} == expected
    found = held(folder, store)
    assert {graph: found[graph] for graph in expected} == expected
    assert [path.name for path in folder.parent.iterdir()] == ["here"]


def test_it_can_be_served(source: Bundle, tmp_path: Path) -> None:
    """A server on the new database gives back what was built, triple by triple."""
    load_in_bulk(source, "oxigraph", tmp_path / "served")
    with oxigraph(tmp_path / "served", keep=True) as server:
        client = connect(server.url, Access())
        for graph in (GRAPHS.asserted, GRAPHS.derived):
            assert sorted(client.lines(graph)) == sorted(source.lines(graph))


def test_the_next_replaces_it(source: Bundle, tmp_path: Path) -> None:
    """Loaded again, a folder has just the new data set."""
    folder = tmp_path / "store"
    load_in_bulk(source, "oxigraph", folder)
    later = data_set(tmp_path / "later", described("2", many=7), "2")
    load_in_bulk(later, "oxigraph", folder)
    assert held(folder, "oxigraph")[GRAPHS.asserted.value] == 3 + 2 * 7
    assert b'"version": "2"' in (folder / "manifest.json").read_bytes()
    assert sorted(path.name for path in folder.iterdir()) == ["data", "manifest.json"]


@pytest.mark.parametrize("name", ["precious.txt", "manifest.json"])
def test_what_is_not_ours_stays(source: Bundle, tmp_path: Path, name: str) -> None:
    """A folder with anything else in it is left alone."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / name).write_text("{}", "utf-8")
    with pytest.raises(OutputError, match="something in it that this did not make"):
        load_in_bulk(source, "oxigraph", folder)
    assert [path.read_text("utf-8") for path in folder.iterdir()] == ["{}"]


def test_ours_with_something_added_stays(source: Bundle, tmp_path: Path) -> None:
    """Nor is what somebody has put beside a database thrown away with it."""
    folder = tmp_path / "store"
    load_in_bulk(source, "oxigraph", folder)
    (folder / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(OutputError, match="something in it"):
        load_in_bulk(source, "oxigraph", folder)
    assert (folder / "notes.txt").read_text("utf-8") == "mine"


def test_a_loader_that_fails(source: Bundle, tmp_path: Path) -> None:
    """What it says is passed on in one line, and the database before is as it was."""
    folder = tmp_path / "store"
    load_in_bulk(source, "oxigraph", folder)
    before = held(folder, "oxigraph")
    source.path.write_text("<http://x/a> <http://x/b> nonsense .\n", "utf-8")
    with pytest.raises(UsageError, match=r"^oxigraph ended with 1: ") as error:
        load_in_bulk(source, "oxigraph", folder)
    assert "\n" not in str(error.value)
    assert held(folder, "oxigraph") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dist", "store"]


def test_a_loader_that_loses_something(source: Bundle, tmp_path: Path) -> None:
    """It is counted afterwards: what is not complete does not come into being."""
    more = {**source.graphs, GRAPHS.derived: Expected(99, "")}
    with pytest.raises(OutputError, match=r"oxigraph has 4 triples in <.*derived>; expected 99"):
        load_in_bulk(replace(source, graphs=more), "oxigraph", tmp_path / "store")
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


@pytest.mark.parametrize("store", LOADERS)
def test_no_such_command(
    store: str, source: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The missing program is named."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python3"))
    with pytest.raises(UsageError, match=r"there is no command (oxigraph|virtuoso-t|tdb2.tdbl)"):
        load_in_bulk(source, store, tmp_path / "store")
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


def test_what_tdb2_would_corrupt(source: Bundle, tmp_path: Path) -> None:
    """An integer that its loader turns into another one is found before, with its line."""
    lines = source.path.read_text("utf-8")
    integer = '"123456789012345678901234567890"^^<http://www.w3.org/2001/XMLSchema#integer>'
    source.path.write_text(f"{lines}<http://x/a> <http://x/b> {integer} <http://x/g> .\n", "utf-8")
    with pytest.raises(InputError, match="more than 18 digits") as error:
        load_in_bulk(source, "tdb2", tmp_path / "store")
    assert error.value.line == lines.count("\n") + 1


def test_the_command(mini: Layout, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says what is there, and how to serve it."""
    root = ["--root", str(mini.root)]
    assert main([*root, "build"]) == 0
    capsys.readouterr()
    folder = tmp_path / "a store"
    assert main([*root, "load", "--bulk", "oxigraph", str(folder)]) == 0
    said = capsys.readouterr().out
    assert f"<{GRAPHS.asserted.value}>  " in said
    assert said.endswith(f"serve it with: oxigraph serve --location '{folder}/data'\n")
    changed = mini.graph_files[0]
    later = (mini.dist / "tarnbrook.nq").stat().st_mtime_ns + 1_000_000_000
    os.utime(changed, ns=(later, later))
    assert main([*root, "load", "--bulk", "oxigraph", str(folder)]) == 0
    assert f"{changed} is newer than the build: run build.py\n" in capsys.readouterr().err
    assert main([*root, "load", "--bulk", "oxigraph", str(mini.root)]) == 2
    assert "something in it that this did not make" in capsys.readouterr().err


OPTIONS_OF_A_SERVER = {
    "--store": ["virtuoso"],
    "--user": ["anna"],
    "--ca": ["ca.pem"],
    "--query-url": ["http://h/q"],
    "--update-url": ["http://h/u"],
    "--gsp-url": ["http://h/g"],
    "--gzip": [],
    "--timeout": ["60"],
    "--tries": ["6"],
}


@pytest.mark.parametrize("option", OPTIONS_OF_A_SERVER)
def test_what_is_for_a_server(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    option: str,
) -> None:
    """It is refused, also where it says what would be without it, and nobody is asked anything."""
    monkeypatch.setattr("getpass.getpass", pytest.fail)
    folder = tmp_path / "a store"
    words = ["load", "--bulk", "oxigraph", str(folder), option, *OPTIONS_OF_A_SERVER[option]]
    assert main(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        f"claimgraph: {option} means nothing to --bulk, which asks no server;"
        " expected the URL of a store in place of --bulk\n"
    )
    assert not folder.exists()


def test_all_that_is_for_a_server(capsys: pytest.CaptureFixture[str]) -> None:
    """No option of `load` but its own is for a folder as well."""
    with pytest.raises(SystemExit):
        main(["load", "--help"])
    options = set(re.findall(r"--[a-z-]+", capsys.readouterr().out.partition("options:")[2]))
    own = {"--help", "--verify-only", "--dry-run", "--bulk"}
    assert options - own == set(OPTIONS_OF_A_SERVER)


def test_the_stores_on_the_command_line() -> None:
    """Those that can be named are those that can be loaded."""
    assert list(LOADERS) == BULK
    for store in BULK:
        assert parser("x").parse_args(["load", "--bulk", store, "folder"]).bulk == store
