"""Where the user's folder and the project's resources are found."""

from pathlib import Path

import pytest

from claimgraph import layout
from claimgraph.errors import UsageError
from claimgraph.layout import Layout, discover

HEAD = Path(__file__).resolve().parent.parent


def folder(root: Path, *files: str) -> Path:
    """Return `root` with empty files in it."""
    for file in files:
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return root


def test_root_is_searched_upwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The root is the nearest folder from here upwards that has graph/."""
    folder(tmp_path, "graph/a.ttl", "notes/deep/x.txt")
    monkeypatch.chdir(tmp_path / "notes" / "deep")
    assert discover().root == tmp_path


def test_no_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without graph/ there is nothing to work on, and the message says where it was sought."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=f"no graph/ in {tmp_path} or in any folder above"):
        discover()


def test_named_root_is_taken_at_its_word(tmp_path: Path) -> None:
    """A root that is named is not searched upwards from."""
    folder(tmp_path, "graph/a.ttl", "notes/x.txt")
    with pytest.raises(UsageError, match="no graph/"):
        discover(tmp_path / "notes")


def test_resources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A root that is a checkout has its own; else they are our checkout's, else the package's."""
    bare = folder(tmp_path / "bare", "graph/a.ttl", "ontology/mine.ttl")
    whole = folder(tmp_path / "whole", "graph/a", "ontology/claimgraph.ttl", "queries/a")
    assert discover(whole).resources == whole
    assert discover(bare).resources == HEAD
    installed = tmp_path / "site-packages" / "claimgraph"
    monkeypatch.setattr(layout, "PACKAGE", installed)
    assert discover(bare).resources == installed / "resources"


def test_files_are_sorted(tmp_path: Path) -> None:
    """Files are listed in order, to any depth in graph/, and the alignments stand apart."""
    names = ["graph/z.ttl", "graph/a/b.ttl", "graph/a.txt", "graph/d.ttl/x"]
    names += [
        "ontology/b.ttl",
        "ontology/a.ttl",
        "ontology/alignments.ttl",
        "ontology/shapes/s.ttl",
    ]
    found = Layout(folder(tmp_path, *names), tmp_path)
    assert [str(path.relative_to(tmp_path)) for path in found.graph_files] == names[1::-1]
    assert [path.name for path in found.ontology_files] == ["a.ttl", "b.ttl"]
    assert [path.name for path in found.shape_files] == ["s.ttl"]
    assert found.rule_files == []


def test_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The texts are beside the project, unless the environment says otherwise."""
    found = Layout(tmp_path / "project", tmp_path)
    monkeypatch.delenv("CLAIMGRAPH_TEXTS", raising=False)
    assert found.texts == tmp_path / "shared" / "documents"
    monkeypatch.setenv("CLAIMGRAPH_TEXTS", "elsewhere")
    assert found.texts == Path("elsewhere")
