"""The checks as a build runs them: queries give findings, and each moment sees its graph."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from claimgraph import check, quality
from claimgraph.errors import InputError
from claimgraph.findings import Level
from claimgraph.layout import Layout
from claimgraph.read import Dataset, read
from claimgraph.terms import BASE, GRAPHS, RDF

HEAD = """\
# # A claim must not be
#
# **Problem:** It is.
# **Solution:** Remove
# it.
#
# level: info

"""
PREFIX = "PREFIX cg: <https://w3id.org/claimgraph/ontology#>\n"


@pytest.fixture
def query(tmp_path: Path) -> Path:
    """Return where a test writes its query."""
    return tmp_path / "no-claims.rq"


def test_rows_are_findings(derived: Dataset, query: Path, registry: dict[str, str]) -> None:
    """Each row is a finding of the query's level, at its focus, with title and solution."""
    query.write_text(HEAD + PREFIX + "SELECT ?focus WHERE { ?focus a cg:Claim } ORDER BY ?focus")
    findings = quality.check(derived, [query], registry)
    assert len(findings) > 5
    assert {(f.level, f.rule) for f in findings} == {(Level.INFO, "no-claims")}
    assert findings[0].message == "A claim must not be: Remove it."
    assert findings[0].path is not None
    assert findings[0].path.name == "deaths.ttl"


def test_message_and_value(derived: Dataset, query: Path, registry: dict[str, str]) -> None:
    """A query may say more than its header: a message of its own, and the value that is wrong."""
    query.write_text(
        HEAD + PREFIX + "SELECT ?focus ?value ?message WHERE { ?focus cg:claimant ?value ."
        ' ?focus cg:hedge ?hedge . BIND("Look." AS ?message) } ORDER BY ?focus'
    )
    (finding,) = quality.check(derived, [query], registry)
    assert finding.message == "Look. It has actor:survivor-quoted-by-courier."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (HEAD + "SELECT ?focus WHERE {", "expected SPARQL 1.1"),
        (HEAD + "SELECT ?claim WHERE { ?claim ?p ?o }", r"selects no \?focus"),
        ("# # A title\n\nSELECT ?focus { ?focus ?p ?o }", "the level is ''"),
        ("# level: warning\n\nSELECT ?focus { ?focus ?p ?o }", "the query has no title"),
    ],
)
def test_unusable_queries(
    derived: Dataset, query: Path, registry: dict[str, str], text: str, found: str
) -> None:
    """A query that cannot find anything is an error that names its file."""
    query.write_text(text)
    with pytest.raises(InputError, match=found) as caught:
        quality.check(derived, [query], registry)
    assert caught.value.path == query


def test_expectations(mini: Layout, registry: dict[str, str]) -> None:
    """A count outside of its range is found, with the numbers."""
    path = mini.graph / "dataset.ttl"
    path.write_text(path.read_text("utf-8").replace("cg:atLeast 5 ;", "cg:atLeast 40 ;"), "utf-8")
    query = [path for path in mini.quality_files if path.stem == "expectations"]
    (finding,) = quality.check(read(mini), query, registry)
    assert "The number of claims is 12; expected 40 to 50" in finding.message
    assert finding.path == path


def test_disjoint_classes(derived: Dataset, mini: Layout, registry: dict[str, str]) -> None:
    """What belongs to two classes that exclude each other is found, inferred or not."""
    query = [path for path in mini.quality_files if path.stem == "disjoint-classes"]
    assert quality.check(derived, query, registry) == []
    town = NamedNode(BASE + "place/tarnbrook")
    derived.store.add(Quad(town, RDF.type, NamedNode(BASE + "ontology#Actor"), GRAPHS.inferred))
    (finding,) = quality.check(derived, query, registry)
    assert "Nothing is both Actor and Place" in finding.message


def test_checks_come_before_inference(mini: Layout, registry: dict[str, str]) -> None:
    """A mistake that inference would type away is found, since shapes see what people wrote."""
    path = mini.graph / "claims" / "deaths.ttl"
    text = path.read_text("utf-8")
    path.write_text(text.replace("cg:claimant actor:mill-owners", "cg:claimant place:tarnbrook"))
    rules = {finding.rule for finding in check.asserted(read(mini), mini, registry)}
    assert "Claim-claimant-actor" in rules


def test_dates_are_checked(mini: Layout, registry: dict[str, str]) -> None:
    """A date that is not EDTF is found where its subject is written."""
    path = mini.graph / "claims" / "deaths.ttl"
    path.write_text(path.read_text("utf-8").replace('"1913"^^loc:edtf', '"in 1913"^^loc:edtf'))
    found = [f for f in check.asserted(read(mini), mini, registry) if f.rule == "edtf"]
    assert [(f.path, f.focus) for f in found] == [(path, BASE + "claim/dockers-union-deaths-1913")]
