"""The benchmark of loading: what it loads, and what its page says."""

from pathlib import Path

from bench.copies import changed, copied, enlarged
from bench.load import Result, main, markdown
from claimgraph.cli import main as build
from claimgraph.layout import Layout
from claimgraph.terms import GRAPHS
from tests.loads import data_set, described


def test_copies_have_names_of_their_own() -> None:
    """A copy is about other things in the same graphs; ontology and description are there once."""
    a, o, g = "<http://x/a>", "<http://x/o>", GRAPHS.asserted
    lines = [
        f"{a} <http://x/p> {a} {g} .",
        f"{a} <http://x/p> {o} {g} .",
        f"{o} <http://x/p> {o} {GRAPHS.ontology} .",
        f"{g} <http://x/p> {a} {GRAPHS.about} .",
    ]
    b = "<http://x/a-copy-1>"
    found = list(copied([line.encode() for line in lines], 2))
    assert [line.decode() for line in found] == [
        *lines,
        f"{b} <http://x/p> {b} {g} .",
        f"{b} <http://x/p> {o} {g} .",
    ]


def test_as_many_as_wanted(tmp_path: Path) -> None:
    """What is made is at least that large, and its manifest is true of it."""
    small = data_set(tmp_path / "small", described("1"))
    large = enlarged(small, 5_000, tmp_path / "large")
    counted = {graph: sum(1 for _ in large.lines(graph)) for graph in large.graphs}
    assert counted == {graph: said.triples for graph, said in large.graphs.items()}
    assert 5_000 <= sum(counted.values()) < 6_000
    assert counted[GRAPHS.ontology] == small.graphs[GRAPHS.ontology].triples


def test_another_version(tmp_path: Path) -> None:
    """One triple in a hundred is another, in as many graphs as before."""
    one = data_set(tmp_path / "one", described("1"))
    other = changed(one, tmp_path / "other")
    before, after = (set(bundle.path.read_bytes().splitlines()) for bundle in (one, other))
    assert len(after - before) == len(before - after) == (len(before) + 99) // 100
    counted = {graph: sum(1 for _ in other.lines(graph)) for graph in other.graphs}
    assert counted == {graph: said.triples for graph, said in one.graphs.items()}


def test_it_runs(mini: Layout, tmp_path: Path) -> None:
    """A row for the graph, by `load` and by the store's own loader."""
    assert build(["--root", str(mini.root)]) == 0
    options = ["--stores", "oxigraph", "--quads", "0", "--runs", "1"]
    main([*options, "--root", str(mini.root), "--results", str(tmp_path)])
    page = (tmp_path / "load.md").read_text("utf-8")
    assert page.count("\n| oxigraph |") == 1
    assert (tmp_path / "load.json").is_file()


def test_the_page() -> None:
    """Speed is the own loader's time over ours; what was stopped is said to have been."""
    record = {"measured": "today", "command": "x", "about": "y"}
    steps = {"send": 4.0, "verify": 3.0, "swap": 2.0, "verify again": 1.0}
    page = markdown(record, [Result("oxigraph", 1000, 10.0, steps, 5.0, 6.0, 90.0, 2.0)])
    row = (
        "| 1,000 | 10.0 s | 4.0 + 3.0 + 2.0 + 1.0 | 5.0 s | 6.0 s | 90 MiB | 2.0 s | 0.50 | 0.20 |"
    )
    assert row in page
    why = ["stopped after 9 s"]
    stopped = Result("oxigraph", 1000, None, {"send": 4.0}, None, None, 90.0, 2.0, why)
    row = (
        "| not done | 4.0 | not done | not done | 90 MiB | 2.0 s | 0.50 |  |\n\n- oxigraph, 1,000 "
    )
    assert f"{row}quads: stopped after 9 s\n" in markdown(record, [stopped])
