"""What many tests start from: an invented event, small enough to be read whole."""

import shutil
from pathlib import Path

import pytest

from claimgraph.layout import Layout
from claimgraph.pipeline import Options, build
from claimgraph.read import Dataset, prefixes
from tests import datasets
from tests.stores import jena_server, oxigraph_server, virtuoso_server

__all__ = ["jena_server", "oxigraph_server", "virtuoso_server"]


@pytest.fixture
def mini(tmp_path: Path) -> Layout:
    """Return a copy of the invented event that a test may spoil, with the real ontology."""
    shutil.copytree(datasets.MINI.graph, tmp_path / "graph")
    return Layout(root=tmp_path, resources=datasets.ROOT)


@pytest.fixture(scope="module")
def in_dist(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """Return the invented event, built, for tests that leave it so."""
    root = tmp_path_factory.mktemp("built")
    shutil.copytree(datasets.MINI.graph, root / "graph")
    layout = Layout(root=root, resources=datasets.ROOT)
    assert build(layout, Options(), lambda _: None).sound
    return layout


@pytest.fixture(scope="session")
def registry() -> dict[str, str]:
    """Return the project's prefixes."""
    return prefixes(datasets.MINI)


@pytest.fixture
def derived(mini: Layout) -> Dataset:
    """Return the invented event, read, inferred and derived."""
    return datasets.derived(mini)
