"""A data set into a real store: whole, in the place of the old one, and nothing else touched."""

import io
import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from claimgraph.arguments import parser
from claimgraph.bundle import Bundle
from claimgraph.cli import main
from claimgraph.layout import Layout
from claimgraph.load import load
from claimgraph.load_staged import batches
from claimgraph.progress import Progress
from claimgraph.staging import BESIDE, OURS, STAGING
from claimgraph.store_client import Access, Client, connect
from claimgraph.store_command import place
from claimgraph.store_profiles import PROFILES
from claimgraph.terms import GRAPHS
from tests.faults import answer, proxy
from tests.loads import data_set, described, holds
from tests.stores import Server, oxigraph

ROOT = Path(__file__).resolve().parent.parent
FOREIGN = NamedNode("http://elsewhere/graph")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a running Oxigraph."""
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as started:
        yield started


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    """Return a client of an empty store."""
    with connect(server.url, Access(wait=0.01)) as made:
        made.update("DROP ALL")
        yield made


@pytest.fixture
def old(tmp_path: Path) -> Bundle:
    """Return a data set."""
    return data_set(tmp_path / "old", described("1"), "1")


@pytest.fixture
def new(tmp_path: Path) -> Bundle:
    """Return a later version of it."""
    return data_set(tmp_path / "new", described("2"), "2")


@pytest.fixture
def plain(tmp_path: Path) -> tuple[Bundle, Bundle]:
    """Return two versions of a data set that has no blank nodes."""
    return (
        data_set(tmp_path / "plain" / "old", described("1", blank=False), "1"),
        data_set(tmp_path / "plain" / "new", described("2", 301, blank=False), "2"),
    )


def quiet(_name: str, _total: int) -> Callable[[int], None]:
    """Report nothing."""
    return lambda _done: None


def run(*words: str | Path) -> int:
    """Run a command on this checkout."""
    return main(["--root", str(ROOT), *map(str, words)])


def test_load(client: Client, old: Bundle, new: Bundle) -> None:
    """What is loaded is there; loading again changes nothing; another version replaces it."""
    for bundle in (old, old, new, old):
        loaded = load(client, bundle, quiet)
        assert loaded.placed
        assert all(verdict.whole for verdict in loaded.verdicts)
        assert holds(client, bundle)


def test_without_blank_nodes(client: Client, plain: tuple[Bundle, Bundle]) -> None:
    """The first is sent whole, those after it by what differs: the same is there in the end."""
    old, new = plain
    for bundle in (old, old, new, old):
        loaded = load(client, bundle, quiet)
        assert loaded.placed
        assert [verdict.whole for verdict in loaded.verdicts] == [True] * 5
        assert holds(client, bundle)
        assert not any(client.sizes(BESIDE).values())


def test_what_differs(server: Server, client: Client, plain: tuple[Bundle, Bundle]) -> None:
    """Only that is sent, and a graph that is there as built is not touched at all."""
    old, new = plain
    same = data_set(new.path.parent, described("1", 301, blank=False), "1")
    load(client, old, quiet)
    with proxy(int(server.url.rpartition(":")[2])) as between, connect(between.url) as watched:
        assert load(watched, old, quiet).placed
        assert between.seen("POST /store") == 0
        assert between.seen("INSERT") == 0
        assert load(watched, same, quiet).placed
        (sent,) = (asked for asked in between.asked if "/store" in asked.target and asked.body)
        lines = sent.body.decode().splitlines()
        assert sum("/staging/asserted>" in line for line in lines) == 2
        assert sum("/staging/about>" in line for line in lines) == 1
        assert sum("/staging/removed/about>" in line for line in lines) == 1
        assert len(lines) == 4
        assert "graph/derived" not in next(a.text for a in between.asked if "INSERT {" in a.text)
    assert holds(client, same)


def test_an_old_data_set_that_is_not_read_whole(
    server: Server, client: Client, plain: tuple[Bundle, Bundle]
) -> None:
    """What differs from half a graph is not enough; what is there in the end is whole."""
    old, new = plain
    load(client, old, quiet)
    with proxy(int(server.url.rpartition(":")[2])) as between, connect(between.url) as lied_to:
        between.on(r"GET .*graph/asserted", answer(200, "", Content_Type="application/n-triples"))
        loaded = load(lied_to, new, quiet)
        assert loaded.placed
        assert all(verdict.whole for verdict in loaded.verdicts)
        assert between.seen("MOVE GRAPH") == 1
    assert holds(client, new)


def test_blank_nodes_that_came_or_went(
    client: Client, old: Bundle, plain: tuple[Bundle, Bundle]
) -> None:
    """They cannot be named to be removed: the graphs are moved."""
    for bundle in (old, plain[1], old):
        assert load(client, bundle, quiet).placed
        assert holds(client, bundle)


def test_blank_nodes(client: Client, old: Bundle) -> None:
    """A list of the ontology is still one list, and counted as it was."""
    load(client, old, quiet)
    rest = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>*"
    first = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#first>"
    union = "<http://www.w3.org/2002/07/owl#unionOf>"
    query = f"SELECT ?x {{ GRAPH ?g {{ <http://x/c> {union}/{rest}/{first} ?x }} }} ORDER BY ?x"
    assert [str(row["x"]) for row in client.select(query)] == ["<http://x/a>", "<http://x/b>"]


def test_nothing_else_is_touched(client: Client, old: Bundle) -> None:
    """Graphs of others stay, and so does the default graph; unloading leaves them too."""
    client.put(FOREIGN, b"<http://x/a> <http://x/b> <http://x/c> .\n")
    client.update("INSERT DATA { <http://x/a> <http://x/b> <http://x/d> }")
    load(client, old, quiet)
    assert run("unload", client.services.query, "--yes") == 0
    assert client.sizes([FOREIGN]) == {FOREIGN: 1}
    assert client.ask("ASK { <http://x/a> <http://x/b> <http://x/d> }")
    assert not any(client.sizes(OURS).values())


def test_a_graph_that_is_empty_now(client: Client, old: Bundle, tmp_path: Path) -> None:
    """What a new version no longer says is gone."""
    load(client, old, quiet)
    bare = data_set(tmp_path / "bare", described("3") | {"derived": "", "ontology": ""})
    assert load(client, bare, quiet).placed
    assert holds(client, bare)
    assert client.sizes([GRAPHS.derived, GRAPHS.ontology]) == {
        GRAPHS.derived: 0,
        GRAPHS.ontology: 0,
    }


def test_what_an_earlier_load_left(client: Client, new: Bundle) -> None:
    """It goes before anything is sent, also where nothing takes its place."""
    assert new.graphs[GRAPHS.inferred].triples == 0
    for graph in BESIDE:
        client.put(graph, b"<http://x/a> <http://x/b> <http://x/left> .\n")
    assert load(client, new, quiet).placed
    assert holds(client, new)
    assert not any(client.sizes(BESIDE).values())


def test_without_a_graph_store_protocol(server: Server, client: Client, new: Bundle) -> None:
    """A store that has only queries and updates takes it in as well, blank nodes and all."""
    plain = {"query": server.query, "update": server.update}
    with connect(server.query, Access(wait=0.01), store="generic", given=plain) as generic:
        assert generic.services.graphs is None
        assert load(generic, new, quiet).placed
    assert holds(client, new)


@pytest.mark.parametrize("blank", [True, False])
def test_gzip(server: Server, client: Client, tmp_path: Path, blank: bool) -> None:  # noqa: FBT001 (pytest's way)
    """What is sent can be compressed."""
    new = data_set(tmp_path / "new", described("2", blank=blank), "2")
    with (
        proxy(int(server.url.rpartition(":")[2])) as between,
        connect(between.url, Access(gzip=True)) as packed,
    ):
        assert load(packed, new, quiet).placed
        sent = [asked for asked in between.asked if "/store" in asked.target and asked.body]
        assert {asked.headers["Content-Encoding"] for asked in sent} == {"gzip"}
        assert all(asked.body.startswith(b"\x1f\x8b") for asked in sent)
    assert holds(client, new)


@pytest.mark.parametrize("status", [400, 415, 500])
@pytest.mark.parametrize("blank", [True, False])
def test_a_store_that_does_not_understand_gzip(
    server: Server,
    client: Client,
    tmp_path: Path,
    status: int,
    blank: bool,  # noqa: FBT001 (pytest's way)
) -> None:
    """It gets everything as it is, after one try."""
    new = data_set(tmp_path / "new", described("2", blank=blank), "2")
    with (
        proxy(int(server.url.rpartition(":")[2])) as between,
        connect(between.url, Access(gzip=True, wait=0)) as packing,
    ):
        tries = 2 if status == 500 else 1
        between.on("no_transaction", answer(status), tries)
        assert load(packing, new, quiet).placed
        packed = [a for a in between.asked if a.headers.get("Content-Encoding") == "gzip"]
        assert len(packed) == tries
        assert not packing.packer.packs
    assert holds(client, new)


def test_who_wants_gzip_is_told(
    server: Server, client: Client, new: Bundle, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where a store does not understand it."""
    noted = "the store does not understand gzip: it was sent as it is\n"
    for fault, note in ((415, noted), (0, "")):
        client.update("DROP ALL")
        with proxy(int(server.url.rpartition(":")[2])) as between:
            between.on("no_transaction", answer(fault), min(fault, 1))
            assert run("--dist", new.path.parent, "load", between.url, "--gzip") == 0
        assert capsys.readouterr().err == note


def test_only_what_nobody_reads_goes_in_without_a_transaction(
    server: Server, client: Client, new: Bundle
) -> None:
    """Where a store is faster so, what is sent goes to staging graphs, and the swap is a whole."""
    with (
        proxy(int(server.url.rpartition(":")[2])) as between,
        connect(between.url, Access()) as hurried,
    ):
        assert load(hurried, new, quiet).placed
        written = [asked for asked in between.asked if "/store" in asked.target and asked.body]
        assert written
        assert all(re.search(r"staging.*&no_transaction", asked.text) for asked in written)
        assert between.seen("MOVE GRAPH") == 1
    assert holds(client, new)


def test_a_store_that_takes_little_at_once(server: Server, client: Client, tmp_path: Path) -> None:
    """Where a request is too large it is tried with smaller ones, and nothing is sent twice."""
    large = data_set(tmp_path / "large", described("4", many=20_000))
    with (
        proxy(int(server.url.rpartition(":")[2])) as between,
        connect(between.url, Access(wait=0.01)) as modest,
    ):
        between.on(r"PUT .*staging/asserted", answer(413))
        assert load(modest, large, quiet).placed
        assert between.seen(r"PUT .*staging/asserted") == 2
        assert between.seen(r"POST .*staging/asserted") >= 1
    assert holds(client, large)


def test_batches() -> None:
    """No piece is larger than asked for, none is empty; blank nodes stay together."""
    lines = [b'<http://a> <http://b> "%d"@en .' % n for n in range(1000)]
    lines += [
        b"_:a <http://b> _:b .",
        b"<http://a> <http://b> _:b .",
        b'<http://a> <http://b> "> _:b ." .',
    ]
    pieces = list(batches(lambda: lines, 500))
    assert sorted(b"".join(piece for piece, _ in pieces).splitlines()) == sorted(lines)
    assert all(0 < len(piece) <= 500 for piece, _ in pieces)
    assert [count for _, count in pieces] == [piece.count(b"\n") for piece, _ in pieces]
    assert pieces[0][0].startswith(b"_:a <http://b> _:b .\n<http://a> <http://b> _:b .\n")
    assert next(batches(lambda: [b"<http://a> <http://b> <http://c> ."], 1))[1] == 1
    assert list(batches(list, 500)) == []


def test_the_command(
    server: Server, client: Client, new: Bundle, capsys: pytest.CaptureFixture[str]
) -> None:
    """The whole way: plan, load, look, verify, remove."""
    dist = ("--dist", new.path.parent)
    assert run(*dist, "load", server.url, "--dry-run") == 0
    out, err = capsys.readouterr()
    assert err == "nothing was sent\n"
    assert "graph/asserted            603 triples\n" in out
    assert re.search(r"^1 request of [\d,]+ bytes, by way of staging/asserted$", out, re.MULTILINE)
    assert not any(client.sizes(OURS).values())

    assert run(*dist, "status", server.url) == 1
    assert capsys.readouterr().out.endswith("no data set of ours is there\n")
    assert run(*dist, "load", server.url) == 0
    assert capsys.readouterr().out.endswith(f"Test 2 (sha256 {new.sha256[:6]}…) is there, whole\n")
    assert run(*dist, "status", server.url) == 0
    assert capsys.readouterr().out.endswith(f"Test 2 is there, whole (sha256 {new.sha256[:6]}…)\n")
    assert run(*dist, "load", server.url, "--verify-only") == 0
    assert "graph/asserted            603 triples   whole\n" in capsys.readouterr().out

    client.add(STAGING[GRAPHS.about], b"<http://x/a> <http://x/b> <http://x/c> .\n")
    assert run(*dist, "status", server.url) == 1
    assert "staging/about               1 triples   left of a load" in capsys.readouterr().out
    assert run("unload", server.url, "--yes") == 0
    assert capsys.readouterr().out.endswith("removed 5 graphs of 616 triples\n")
    assert run("unload", server.url, "--yes") == 0
    assert capsys.readouterr().out == "none of our graphs is there\n"


def test_unload_asks(
    server: Server,
    client: Client,
    old: Bundle,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Nothing goes before somebody has agreed to just that; who cannot be asked has to say so."""
    load(client, old, quiet)
    assert run("unload", server.url) == 2
    assert "expected --yes" in capsys.readouterr().err
    for said, code in (("", 1), ("n\n", 1), ("oh\n", 1), ("y\n", 0)):
        assert holds(client, old)
        monkeypatch.setattr("sys.stdin", Terminal(said))
        assert run("unload", server.url) == code
        assert "Remove these 4 graphs" in capsys.readouterr().err
    assert not any(client.sizes(OURS).values())


class Terminal:
    """A person who says one thing."""

    def __init__(self, said: str) -> None:
        self.readline = lambda: said

    def isatty(self) -> bool:
        """Return that it is a person."""
        return True


def test_status_of_another_version(
    server: Server, client: Client, old: Bundle, new: Bundle, capsys: pytest.CaptureFixture[str]
) -> None:
    """An older version is named, and held against what it says of itself."""
    load(client, old, quiet)
    dist = ("--dist", new.path.parent)
    assert run(*dist, "status", server.url) == 1
    out = capsys.readouterr().out
    assert out.endswith("Test 1 is there, of sizes as it says itself; it is not this build\n")
    assert "not as built, 603 by its own account" in out
    client.update(f"DELETE DATA {{ GRAPH {GRAPHS.asserted} {{ <http://x/s1> <http://x/p> 1 }} }}")
    assert run(*dist, "status", server.url) == 1
    assert "of sizes not as it says itself" in capsys.readouterr().out


def test_status_without_a_build(
    server: Server, client: Client, old: Bundle, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nothing is built it is still told what is there."""
    load(client, old, quiet)
    (tmp_path / "empty").mkdir()
    assert run("--dist", tmp_path / "empty", "status", server.url) == 0
    out, err = capsys.readouterr()
    assert out.endswith("Test 1 is there, of sizes as it says itself\n")
    assert "nothing to compare with" in err


def test_a_damaged_build(
    server: Server, client: Client, old: Bundle, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is not as its manifest says is not sent."""
    dist = ("--dist", old.path.parent)
    data = old.path.read_bytes()
    old.path.write_bytes(data[:-10])
    assert run(*dist, "load", server.url) == 2
    assert "as its manifest says; build it again" in capsys.readouterr().err
    old.path.write_bytes(data)
    manifest = old.path.with_name("manifest.json")
    for broken in ("{", "[]", json.dumps({"dataset": {}}), '{"dataset": 1}'):
        manifest.write_text(broken, "utf-8")
        assert run(*dist, "load", server.url) == 2
        assert "manifest.json: the manifest is damaged" in capsys.readouterr().err
    manifest.unlink()
    assert run(*dist, "load", server.url) == 2
    assert "manifest.json: cannot be read (No such file" in capsys.readouterr().err
    assert not any(client.sizes(OURS).values())


@pytest.mark.parametrize(
    "url", ["http://anna:secret@127.0.0.1/", "https://x:secret@[::1/", "http://secret@x/"]
)
def test_a_password_in_the_address(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It is refused with advice, and not repeated."""
    assert run("status", url) == 2
    err = capsys.readouterr().err
    assert "secret" not in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "url", ["localhost:7878", "ftp://x/", "http://", "http://x:port/", "http://[x/"]
)
def test_no_address(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What is no address is called that."""
    assert run("status", url) == 2
    assert "is no address of a store; expected http://… or https://…" in capsys.readouterr().err


def test_no_colour_and_no_bar(
    server: Server, client: Client, new: Bundle, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nobody watches, nothing is drawn."""
    assert run("--dist", new.path.parent, "load", server.url) == 0
    assert capsys.readouterr().err == ""
    assert holds(client, new)


def test_names_of_profiles() -> None:
    """Each goes by its own name."""
    assert all(profile.name == name for name, profile in PROFILES.items())


@pytest.mark.parametrize(
    ("option", "value", "kind"),
    [
        ("--tries", "2.5", "whole number"),
        ("--tries", "0", "whole number"),
        ("--timeout", "-1", "number of seconds"),
        ("--timeout", "1e10", "number of seconds"),
    ],
)
def test_numbers_that_are_none(
    option: str, value: str, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Patience is counted."""
    with pytest.raises(SystemExit, match="2"):
        run("status", "http://h/", option, value)
    assert f"'{value}' is no {kind} above 0 and below 1,000,000" in capsys.readouterr().err


def test_patience_unless_told_otherwise() -> None:
    """A command line that says nothing of it has as much as whoever asks without one."""
    options = parser("x").parse_args(["status", "http://h/"])
    assert place(options, str).access == Access()
    options = parser("x").parse_args(["status", "http://h/", "--timeout", "5", "--tries", "2"])
    assert place(options, str).access == Access(timeout=5, tries=2)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["status", "h:7878"], "is no address of a store"),
        (["load", "http://h/", "--update-url", "ftp://h/"], "is no address of a store"),
        (["derive", "https://h/", "--ca", "no-such-file.pem"], "there is no such file"),
    ],
)
def test_no_password_for_what_cannot_be(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    message: str,
) -> None:
    """Nobody types a password to be told that the address was wrong."""
    monkeypatch.setattr("getpass.getpass", pytest.fail)
    monkeypatch.delenv("CLAIMGRAPH_PASSWORD", raising=False)
    assert run(*words, "--user", "anna") == 2
    assert message in capsys.readouterr().err


def test_services_that_lie_elsewhere() -> None:
    """Each address that is given is that of its service."""
    urls = {"query": "http://h/q", "update": "http://h/u", "graphs": "http://h/g"}
    words = [
        f"--{option}-url={url}"
        for option, url in zip(["query", "update", "gsp"], urls.values(), strict=True)
    ]
    options = parser("x").parse_args(["status", "http://h/", *words])
    assert place(options, str).given == urls
    assert place(parser("x").parse_args(["status", "http://h/"]), str).given == {}


def test_a_build_that_is_old(
    server: Server, mini: Layout, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is said where something has changed since, unless another build was named."""
    root = ["--root", str(mini.root)]
    assert main([*root, "build"]) == 0
    changed = mini.graph_files[0]
    later = (mini.dist / "tarnbrook.nq").stat().st_mtime_ns + 1_000_000_000
    os.utime(changed, ns=(later, later))
    note = f"{changed} is newer than the build: run build.py\n"
    assert run(*root, "load", server.url, "--dry-run") == 0
    assert note in capsys.readouterr().err
    assert run(*root, "--dist", mini.dist, "load", server.url, "--dry-run") == 0
    assert note not in capsys.readouterr().err


class Screen(io.StringIO):
    """A terminal that keeps what is drawn."""

    def isatty(self) -> bool:
        """Return that somebody watches."""
        return True


def test_a_bar(client: Client, new: Bundle) -> None:
    """Who watches sees what is done, how much of it, how fast, and why it waits."""
    screen = Screen()
    progress = Progress(screen)
    load(client, new, progress.step)
    drawn = screen.getvalue()
    assert re.search(r"send +: +\d+%\|.*\| [\d.]+/615 \[\d\d:\d\d<\S+, +\S+ triples/s\]", drawn)
    assert re.search(r"verify +: +\d+%", drawn)
    progress.step("send", 616)
    progress.waiting(7, "the store answers 503")
    assert "waits 7 s: the store answers 503" in screen.getvalue()
    progress.close()
    assert screen.getvalue().endswith("\r")
