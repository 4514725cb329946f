"""The two SHACL engines: what one finds the other finds, word for word."""

from itertools import chain
from pathlib import Path

import pytest

from claimgraph.errors import InputError
from claimgraph.findings import Finding, Level
from claimgraph.layout import Layout
from claimgraph.read import Dataset, load, read
from claimgraph.shapes import ENGINES, validate
from claimgraph.terms import GRAPHS

FAULTS = Path(__file__).parent / "fixtures" / "invalid.faults.ttl"


def found(
    dataset: Dataset, shapes: list[Path], registry: dict[str, str], engine: str
) -> set[Finding]:
    """Return what an engine finds in what people wrote."""
    data = chain(dataset.quads(GRAPHS.ontology), dataset.quads(GRAPHS.asserted))
    return set(validate(dataset, data, shapes, registry, engine))


def test_the_engines_agree(mini: Layout, registry: dict[str, str]) -> None:
    """Every shape of the project gives the same findings, on a graph full of faults."""
    pytest.importorskip("shifty", reason="needs claimgraph[fast]")
    dataset = read(mini, [FAULTS])
    by_engine = {engine: found(dataset, mini.shape_files, registry, engine) for engine in ENGINES}
    assert by_engine["pyshacl"] == by_engine["pyshifty"]
    rules = {finding.rule for finding in by_engine["pyshacl"] if finding.path == FAULTS}
    assert len(rules) >= 30, sorted(rules)


def test_a_finding(mini: Layout, registry: dict[str, str]) -> None:
    """Rule, level and message come from the shape; place and value from the data."""
    shape = mini.root / "shape.ttl"
    shape.write_text(SHAPE.format(severity="sh:severity sh:Warning ;"))
    (finding,) = found(read(mini), [shape], registry, "pyshacl")
    assert finding.rule == "Test-point"
    assert finding.level is Level.WARNING
    assert finding.path == mini.graph / "claims" / "deaths.ttl"
    assert finding.message == 'No figure may be above 20. It has cg:point "25".'
    assert finding.focus.endswith("/proposition/tarnbrook-mill-fire-killed-about-25-weavers")


def test_no_shapes(mini: Layout, registry: dict[str, str]) -> None:
    """Without shapes there is nothing to find, and no engine is loaded."""
    assert found(read(mini), [], registry, "pyshacl") == set()


def test_a_shape_must_say_how_grave(mini: Layout, registry: dict[str, str]) -> None:
    """A shape without a severity or message of its own cannot give a finding."""
    shape = mini.root / "shape.ttl"
    shape.write_text(SHAPE.format(severity=""))
    with pytest.raises(InputError, match="a named shape with sh:message and sh:severity"):
        found(read(mini), [shape], registry, "pyshacl")


def test_broken_shapes(mini: Layout, registry: dict[str, str]) -> None:
    """Shapes that are no Turtle are an error with a line, as other files are."""
    shape = mini.root / "shape.ttl"
    shape.write_text("# one\n. .\n")
    with pytest.raises(InputError) as caught:
        found(read(mini), [shape], registry, "pyshacl")
    assert (caught.value.path, caught.value.line) == (shape, 2)


def test_the_fixture_is_read() -> None:
    """The faults are Turtle."""
    dataset = Dataset()
    load(dataset.store, FAULTS, GRAPHS.asserted)
    assert len(dataset.store) > 100


SHAPE = """
PREFIX cg:    <https://w3id.org/claimgraph/ontology#>
PREFIX sh:    <http://www.w3.org/ns/shacl#>
PREFIX shape: <https://w3id.org/claimgraph/shape/>

shape:Test-point
    a sh:PropertyShape ;
    sh:targetClass cg:Measurement ;
    sh:path cg:point ;
    sh:maxInclusive 20 ;
    {severity}
    sh:message "No figure may be above 20."@en ;
.
"""
