"""The four kinds of check, at the two moments at which a build makes them.

Shapes for what people wrote are run before inference: a range axiom would type a mistake away.
"""

from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

from claimgraph import quality, shapes, vocabulary
from claimgraph.anchors import check_anchors
from claimgraph.copying import check_copying
from claimgraph.edtf import bounds
from claimgraph.errors import InputError
from claimgraph.findings import Finding, Level
from claimgraph.layout import Layout
from claimgraph.read import Dataset
from claimgraph.terms import EDTF, GRAPHS, RDF, RDFS

__all__ = ["asserted", "derived"]

# The one file of shapes whose subject is what a build concludes.
_DERIVED = "derived"
_EDTF_DATES = f"""
    SELECT DISTINCT ?subject ?date WHERE {{ ?subject ?p ?date FILTER(DATATYPE(?date) = {EDTF}) }}
"""


def asserted(
    dataset: Dataset,
    layout: Layout,
    prefixes: Mapping[str, str],
    engine: str = "pyshacl",
    texts: Path | None = None,
) -> list[Finding]:
    """Return what is wrong with what people wrote; anchors are verified where texts are given."""
    files = [path for path in layout.shape_files if path.stem != _DERIVED]
    data = chain(dataset.quads(GRAPHS.ontology), dataset.quads(GRAPHS.asserted))
    return [
        *dataset.findings,
        *vocabulary.check(dataset, layout, prefixes),
        *_dates(dataset),
        *shapes.validate(dataset, data, files, prefixes, engine),
        *((*check_anchors(dataset, texts), *check_copying(dataset, texts)) if texts else ()),
    ]


def derived(
    dataset: Dataset, layout: Layout, prefixes: Mapping[str, str], engine: str = "pyshacl"
) -> list[Finding]:
    """Return what only shows once everything is inferred and derived.

    The shapes see what the rules derived, and all types and classes, which is what those that
    judge the rules need; the rest was judged when it was asserted.
    """
    files = [path for path in layout.shape_files if path.stem == _DERIVED]
    data = chain(
        dataset.quads(GRAPHS.derived),
        *(dataset.quads(graph, RDF.type) for graph in GRAPHS),
        dataset.quads(GRAPHS.ontology, RDFS.subClassOf),
    )
    return [
        *shapes.validate(dataset, data, files, prefixes, engine),
        *quality.check(dataset, layout.quality_files, prefixes),
    ]


def _dates(dataset: Dataset) -> Iterator[Finding]:
    for row in dataset.select(_EDTF_DATES):
        try:
            bounds(row["date"].value)
        except InputError as error:
            yield dataset.finding(row["subject"].value, Level.VIOLATION, "edtf", f"{error}.")
