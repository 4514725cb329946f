"""The graph with all that follows from it: the real one, the invented event, and variants."""

from functools import cache
from pathlib import Path

from pyoxigraph import RdfFormat

from claimgraph.derive import derive
from claimgraph.infer import infer
from claimgraph.layout import Layout
from claimgraph.read import Dataset, prefixes, read
from claimgraph.terms import GRAPHS

__all__ = ["ARTICLE", "MINI", "ROOT", "article", "derived"]

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = Layout(root=ROOT, resources=ROOT)
MINI = Layout(root=Path(__file__).parent / "fixtures" / "mini", resources=ROOT)


def derived(layout: Layout, *also: Path, more: str = "") -> Dataset:
    """Return a graph with files and Turtle in addition, read, inferred and derived.

    The Turtle has the project's prefixes.
    """
    dataset = read(layout, also)
    dataset.store.load(_head() + more, RdfFormat.TURTLE, to_graph=GRAPHS.asserted)
    infer(dataset.store, layout.entailment_files)
    derive(dataset, layout.rule_files)
    return dataset


@cache
def article() -> Dataset:
    """Return the real graph, for tests that leave it as it is."""
    return derived(ARTICLE)


@cache
def _head() -> str:
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes(ARTICLE).items())
