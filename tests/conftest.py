"""What many tests start from: an invented event, small enough to be read whole."""

import shutil
from pathlib import Path

import pytest

from claimgraph.derive import derive
from claimgraph.infer import infer
from claimgraph.layout import Layout
from claimgraph.read import Dataset, prefixes, read
from tests.stores import jena_server, oxigraph_server, virtuoso_server

__all__ = ["jena_server", "oxigraph_server", "virtuoso_server"]

ROOT = Path(__file__).resolve().parent.parent
MINI = Path(__file__).parent / "fixtures" / "mini"


@pytest.fixture
def mini(tmp_path: Path) -> Layout:
    """Return a copy of the invented event that a test may spoil, with the real ontology."""
    shutil.copytree(MINI / "graph", tmp_path / "graph")
    return Layout(root=tmp_path, resources=ROOT)


@pytest.fixture(scope="session")
def registry() -> dict[str, str]:
    """Return the project's prefixes."""
    return prefixes(Layout(root=MINI, resources=ROOT))


@pytest.fixture
def derived(mini: Layout) -> Dataset:
    """Return the invented event, read, inferred and derived."""
    dataset = read(mini)
    infer(dataset.store, mini.entailment_files)
    derive(dataset, mini.rule_files)
    return dataset
