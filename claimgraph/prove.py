"""The proof that nothing contested is said in the graph's own voice, under four regimes."""

from collections.abc import Callable, Mapping

from pyoxigraph import NamedNode, Quad

from claimgraph.infer import infer
from claimgraph.layout import Layout
from claimgraph.query_file import read_query
from claimgraph.rdf12 import PARTS, reified
from claimgraph.read import Dataset, load

__all__ = ["REGIMES", "prove"]

# In the store only while the question is asked.
_ALIGNMENTS = NamedNode("urn:x-claimgraph:alignments")
_CLOSURE = NamedNode("urn:x-claimgraph:closure")
_TERMS = NamedNode("urn:x-claimgraph:terms")


def prove(dataset: Dataset, layout: Layout) -> list[str]:
    """Return the regimes under which the graph says something contested itself: none, that is.

    The dataset must be inferred and derived. Raises `InputError` for a broken query or alignment.
    """
    question = read_query(layout.proof_file).text
    return [name for name, regime in REGIMES.items() if regime(dataset, layout, question)]


def _default_graph(dataset: Dataset, _: Layout, question: str) -> bool:
    """Ask what a store says that keeps named graphs out of its default graph."""
    return bool(dataset.store.query(question))


def _union(dataset: Dataset, _: Layout, question: str) -> bool:
    """Ask what a store says whose default graph is the union of all graphs."""
    return dataset.ask(question)


def _aligned_closure(dataset: Dataset, layout: Layout, question: str) -> bool:
    """Ask the union once the alignments are loaded too, and all that follows is inferred.

    Only here are the alignments' axioms let loose, among them what follows about derived triples.
    """
    store = dataset.store
    try:
        if layout.alignment_file.is_file():
            load(store, layout.alignment_file, _ALIGNMENTS)
        infer(store, layout.entailment_files, into=_CLOSURE)
        return dataset.ask(question)
    finally:
        store.remove_graph(_ALIGNMENTS)
        store.remove_graph(_CLOSURE)


def _rdf12(dataset: Dataset, _: Layout, question: str) -> bool:
    """Ask the union with what it says in RDF 1.2, where a proposition reifies a triple term.

    What stands in both forms is asked once: only the parts of statements are written otherwise.
    """
    store = dataset.store
    parts = [quad for part in PARTS for quad in store.quads_for_pattern(None, part, None)]
    try:
        store.extend(Quad(q.subject, q.predicate, q.object, _TERMS) for q in reified(parts))
        return dataset.ask(question)
    finally:
        store.remove_graph(_TERMS)


REGIMES: Mapping[str, Callable[[Dataset, Layout, str], bool]] = {
    "default graph": _default_graph,
    "union of graphs": _union,
    "closure with alignments": _aligned_closure,
    "RDF 1.2": _rdf12,
}
