"""What a build writes: the same bytes anywhere, every format readable, whole or not at all."""

import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Dataset as Quads
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from claimgraph.errors import OutputError
from claimgraph.layout import Layout
from claimgraph.pipeline import Options, Step, build
from claimgraph.terms import GRAPHS, RDF
from claimgraph.write import write

ROOT = Path(__file__).resolve().parent.parent
FORMATS = {
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "ttl": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
    "rdf12.ttl": RdfFormat.TURTLE,
}
QUIET = Options()


def quiet(step: Step) -> None:
    """Report nothing."""


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def parsed(layout: Layout, ending: str) -> set[Quad]:
    """Return what a file of the build says."""
    data = (layout.dist / f"tarnbrook.{ending}").read_bytes()
    return set(parse(data, FORMATS[ending]))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """Build the invented event, once."""
    import shutil

    root = tmp_path_factory.mktemp("built")
    shutil.copytree(Path(__file__).parent / "fixtures" / "mini" / "graph", root / "graph")
    layout = Layout(root=root, resources=ROOT)
    assert build(layout, QUIET, quiet).sound
    return layout


def test_files(built: Layout) -> None:
    """A build writes each format, the manifest and the description, and nothing else."""
    names = {f"tarnbrook.{ending}" for ending in FORMATS} | {"manifest.json", "void.ttl"}
    assert set(contents(built.dist)) == names
    assert [path.name for path in built.root.iterdir() if path.name.startswith(".dist")] == []


def test_formats_say_the_same(built: Layout) -> None:
    """Each format holds the quads of the N-Quads, as far as it knows graphs."""
    quads = parsed(built, "nq")
    assert {quad.graph_name for quad in quads} == set(GRAPHS)
    for ending in ("trig", "jsonld"):
        assert _canonical(parsed(built, ending)) == _canonical(quads), ending
    triples = {Quad(q.subject, q.predicate, q.object) for q in quads}
    assert _canonical(parsed(built, "ttl")) == _canonical(triples)
    view = {
        Quad(q.subject, q.predicate, q.object)
        for q in quads
        if q.graph_name in (GRAPHS.asserted, GRAPHS.inferred, GRAPHS.derived)
    }
    assert _canonical(parsed(built, "rdf")) == _canonical(view)


def _canonical(quads: set[Quad]) -> list[str]:
    from pyoxigraph import CanonicalizationAlgorithm

    dataset = Quads(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(str, dataset))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # within rdflib
@pytest.mark.parametrize(
    ("ending", "name"),
    [("nq", "nquads"), ("trig", "trig"), ("ttl", "turtle"), ("jsonld", "json-ld"), ("rdf", "xml")],
)
def test_rdflib_reads_it_too(built: Layout, ending: str, name: str) -> None:
    """A second parser finds as many triples."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(built.dist / f"tarnbrook.{ending}", format=name)
    assert len(set(dataset.triples((None, None, None)))) == len(
        {(str(q.subject), str(q.predicate), str(q.object)) for q in parsed(built, ending)}
    )


def test_rdf12(built: Layout) -> None:
    """In RDF 1.2 propositions hold triple terms, and the rest is as in the Turtle."""
    quads = parsed(built, "rdf12.ttl")
    terms = [quad for quad in quads if quad.predicate == RDF.reifies]
    assert terms
    assert all(isinstance(quad.object, Triple) for quad in terms)
    assert len(parsed(built, "ttl")) == len(quads) + 2 * len(terms)


def test_canonical_n_quads(built: Layout) -> None:
    """The N-Quads are sorted, each once, and name no blank node by chance."""
    lines = (built.dist / "tarnbrook.nq").read_bytes().splitlines()
    assert lines == sorted(set(lines))


def test_manifest(built: Layout) -> None:
    """The manifest names each file with size and digest, and each graph with its triples."""
    import hashlib

    manifest = json.loads((built.dist / "manifest.json").read_text("utf-8"))
    files = contents(built.dist)
    for name, said in manifest["files"].items():
        assert said["bytes"] == len(files[name])
        assert said["sha256"] == hashlib.sha256(files[name]).hexdigest()
    assert set(manifest["files"]) == set(files) - {"manifest.json"}
    quads = parsed(built, "nq")
    for graph, said in manifest["graphs"].items():
        assert said["triples"] == sum(q.graph_name == NamedNode(graph) for q in quads)
    assert manifest["quads"] == len(quads)
    assert manifest["dataset"]["version"] == "0.1.0"


def test_about(built: Layout) -> None:
    """The description is Turtle, is the graph `about`, and counts the other graphs."""
    said = set(parse((built.dist / "void.ttl").read_bytes(), RdfFormat.TURTLE))
    quads = parsed(built, "nq")
    assert {q.triple for q in said} == {q.triple for q in quads if q.graph_name == GRAPHS.about}
    counted = {
        q.subject: int(q.object.value)
        for q in said
        if q.predicate == NamedNode("http://rdfs.org/ns/void#triples")
    }
    for graph in (GRAPHS.ontology, GRAPHS.asserted, GRAPHS.inferred, GRAPHS.derived):
        assert counted[graph] == sum(q.graph_name == graph for q in quads)


def test_same_bytes_anywhere(built: Layout, tmp_path: Path) -> None:
    """Neither the hash seed nor the folder shows in what is written."""
    import shutil

    for seed in ("1", "2"):
        root = tmp_path / seed / "deeper" / "down"
        shutil.copytree(built.graph, root / "graph")
        done = subprocess.run(
            [sys.executable, ROOT / "build.py", "--root", root, "build"],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert contents(root / "dist") == contents(built.dist)


# Whole or not at all ----------------------------------------------------------

OLD = {"old.txt": b"still good"}
NEW = {"one.txt": b"1" * 1000, "two.txt": b"2" * 1000}


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """Return a folder from an earlier build."""
    folder = tmp_path / "project" / "dist"
    folder.parent.mkdir()
    write(OLD, folder)
    return folder


def untouched(folder: Path) -> bool:
    """Whether the earlier build is as it was, with nothing left beside it."""
    return contents(folder) == OLD and list(folder.parent.iterdir()) == [folder]


def test_replaced(dist: Path) -> None:
    """A new folder takes the place of the old one, and nothing of either stays behind."""
    write(NEW, dist)
    assert contents(dist) == NEW
    assert list(dist.parent.iterdir()) == [dist]


@pytest.mark.parametrize("fails", ["open", "fsync", "rename"])
def test_disk_full(dist: Path, monkeypatch: pytest.MonkeyPatch, fails: str) -> None:
    """Whichever call the disk fails, the earlier folder stays and the error says so."""

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    if fails == "fsync":
        monkeypatch.setattr(os, "fsync", full)
    else:
        original = getattr(Path, fails)

        def sometimes(path: Path, *rest: object, **more: object) -> object:
            if path.name in ("two.txt", f".dist-{os.getpid()}"):
                full()
            return original(path, *rest, **more)

        monkeypatch.setattr(Path, fails, sometimes)
    with pytest.raises(OutputError, match="No space left on device"):
        write(NEW, dist)
    monkeypatch.undo()
    assert untouched(dist)


KILLED = """
import os, sys
from pathlib import Path
from claimgraph.write import write

calls = 0
def dies(*_):
    global calls
    calls += 1
    if calls == int(sys.argv[2]):
        os.kill(os.getpid(), 9)

original = getattr(os, sys.argv[1])
def then(*arguments, **more):
    dies()
    return original(*arguments, **more)
setattr(os, sys.argv[1], then)
write({"one.txt": b"1" * 1000, "two.txt": b"2" * 1000}, Path(sys.argv[3]))
"""


@pytest.mark.parametrize(
    ("call", "time"), [("fsync", 1), ("fsync", 2), ("fsync", 3), ("rename", 2)]
)
def test_killed(dist: Path, call: str, time: int) -> None:
    """A process that is killed in the middle leaves the earlier folder, for the next to mend."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED, call, str(time), dist],
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    if call == "fsync":
        assert contents(dist) == OLD
    write(OLD, dist)
    assert untouched(dist)


def test_a_running_build_is_left_alone(dist: Path) -> None:
    """The unfinished folder of a process that still runs is not cleared away."""
    running = dist.with_name(f".dist-{os.getppid()}")
    running.mkdir()
    write(NEW, dist)
    assert running.exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_not_allowed(dist: Path) -> None:
    """A folder that may not be written is an error, and stays."""
    dist.parent.chmod(0o500)
    try:
        with pytest.raises(OutputError, match="Permission denied"):
            write(NEW, dist)
    finally:
        dist.parent.chmod(0o700)
    assert untouched(dist)


def test_a_file_in_the_way(tmp_path: Path) -> None:
    """Where a folder cannot be made, the error names it."""
    (tmp_path / "project").write_text("a file")
    with pytest.raises(OutputError, match="cannot be written"):
        write(NEW, tmp_path / "project" / "dist")
