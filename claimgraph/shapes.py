"""SHACL: what pyshacl or pyshifty finds, as findings that do not depend on which of them ran.

SHACL core only (W3C Recommendation, 2017). Rule, message and level of a finding come from the
named shape; the engine only says which node broke which shape with which value.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from claimgraph.curie import shorten
from claimgraph.errors import InputError, UsageError
from claimgraph.findings import Finding, Level
from claimgraph.read import Dataset, load
from claimgraph.terms import SH

if TYPE_CHECKING:
    import rdflib

__all__ = ["ENGINES", "ready", "validate"]

# The properties of a sh:ValidationResult, without their namespace.
_Result = Mapping[str, str]

# Not in the dump: the shapes judge the record and are no part of it.
_SHAPES = NamedNode("urn:x-claimgraph:shapes")
_LEVELS = {
    SH.Info.value: Level.INFO,
    SH.Warning.value: Level.WARNING,
    SH.Violation.value: Level.VIOLATION,
}
_ABOUT_SHAPES = """
    PREFIX sh: <http://www.w3.org/ns/shacl#>
    SELECT ?shape (MIN(?text) AS ?message) (MIN(?grade) AS ?severity)
    WHERE { ?shape sh:message ?text ; sh:severity ?grade }
    GROUP BY ?shape
"""


def validate(
    dataset: Dataset,
    data: Iterable[Quad],
    shape_files: Iterable[Path],
    prefixes: Mapping[str, str],
    engine: str = "pyshacl",
) -> list[Finding]:
    """Return what the shapes find in `data`, which is some or all of the dataset.

    Raises `InputError` for shapes that are broken, or that lack the name, message or severity
    that a finding needs, and `UsageError` for an engine that is not installed.
    """
    shapes = Dataset()
    for path in shape_files:
        load(shapes.store, path, _SHAPES)
    if len(shapes.store) == 0:
        return []
    ready(engine)
    results = ENGINES[engine](data, shapes)
    about = {
        row["shape"].value: (row["message"].value, _LEVELS[row["severity"].value])
        for row in shapes.select(_ABOUT_SHAPES)
    }
    return [_finding(result, about, dataset, prefixes) for result in results]


def ready(engine: str) -> None:
    """Import what an engine needs, so that processes forked from this one need not, each anew.

    Raises `UsageError` for an engine that is not installed.
    """
    try:
        if engine == "pyshifty":
            import shifty  # noqa: F401
        else:
            import pyshacl  # noqa: F401

            import claimgraph.rdflib_graph  # noqa: F401
    except ImportError as error:
        raise UsageError(
            f"the engine {engine} is not installed",
            remedy="install claimgraph[fast], or leave --engine away",
        ) from error


def _pyshacl(data: Iterable[Quad], shapes: Dataset) -> Iterable[_Result]:
    import pyshacl
    import rdflib

    from claimgraph.rdflib_graph import to_rdflib

    _, report, _ = pyshacl.validate(
        to_rdflib(data), shacl_graph=to_rdflib(shapes.store), inference="none", inplace=True
    )
    if not isinstance(report, rdflib.Graph):
        raise InputError(f"pyshacl cannot use the shapes: {report!r}")
    return _results(report)


def _pyshifty(data: Iterable[Quad], shapes: Dataset) -> Iterable[_Result]:
    import shifty

    given, wanted = _turtle(data), _turtle(shapes.store)
    # Its defaults mix the shapes into the data and run rules: other findings than SHACL core.
    session = shifty.EvidenceSession(wanted, given, graph_mode="data", infer=False)
    # To report takes three times as long as to see that there is nothing to report.
    if session.validate_conformance().conforms:
        return []
    _, report, _ = shifty.validate(given, wanted, graph_mode="data", infer=False)
    return _results(report)


def _turtle(quads: Iterable[Quad]) -> bytes:
    # N-Triples is Turtle, and the quickest of it to write and to read.
    return cast(bytes, serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES))


ENGINES: Mapping[str, Callable[[Iterable[Quad], Dataset], Iterable[_Result]]] = {
    "pyshacl": _pyshacl,
    "pyshifty": _pyshifty,
}


def _results(report: "rdflib.Graph") -> Iterable[_Result]:
    from rdflib import URIRef

    for result in report.objects(None, URIRef(SH.result.value)):
        yield {
            str(predicate).removeprefix(SH.iri): str(value)
            for predicate, value in report.predicate_objects(result)
        }


def _finding(
    result: _Result,
    about: Mapping[str, tuple[str, Level]],
    dataset: Dataset,
    prefixes: Mapping[str, str],
) -> Finding:
    shape, focus = result["sourceShape"], result["focusNode"]
    if shape not in about:
        raise InputError(
            f"the shape {shorten(shape, prefixes)} found fault with {shorten(focus, prefixes)}",
            expected="a named shape with sh:message and sh:severity",
        )
    message, level = about[shape]
    value = result.get("value", focus)
    if value != focus:
        # A path of several steps is a blank node in the report, and says nothing.
        steps = [
            shorten(step, prefixes) for step in [result.get("resultPath", "")] if "://" in step
        ]
        written = shorten(value, prefixes) if "://" in value else f'"{value}"'
        message += f" It has {' '.join([*steps, written])}."
    return dataset.finding(focus, level, shape.rpartition("/")[2], message)
