"""The closed vocabulary: what is not declared is found, where it is written."""

from pathlib import Path

import pytest

from claimgraph.findings import Finding
from claimgraph.layout import Layout
from claimgraph.read import read
from claimgraph.vocabulary import check


def found(layout: Layout, registry: dict[str, str]) -> list[Finding]:
    """Return what the check finds."""
    return check(read(layout), layout, registry)


def test_all_is_declared(mini: Layout, registry: dict[str, str]) -> None:
    """Ontology, shapes, rules, queries and alignments use nothing that is not declared."""
    assert found(mini, registry) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("a cg:Claim ;", "a cg:Cliam ;", "cg:Cliam is not declared: did you mean cg:Claim?"),
        ("cg:claimant ", "cg:claimnat ", "did you mean cg:claimant?"),
        ("actor:mill-owners", "actor:mill-owner", "did you mean actor:mill-owners?"),
        ("rel:killed", "rel:kiled", "did you mean rel:killed?"),
        ("rdfs:label", "rdfs:lable", "did you mean rdfs:label?"),
        ("actor:mill-owners", "actor:somebody-else", "correct its spelling, or write its block."),
        ("^^loc:edtf", "^^loc:edtff", "did you mean loc:edtf?"),
    ],
)
def test_a_mistyped_term(
    mini: Layout, registry: dict[str, str], old: str, new: str, message: str
) -> None:
    """A term that is spelt wrong is found on its line, with the one that was probably meant."""
    path = mini.graph / "claims" / "deaths.ttl"
    text = path.read_text("utf-8").replace(old, new, 1)
    path.write_text(text, "utf-8")
    (finding,) = found(mini, registry)
    assert message in finding.message
    assert (finding.path, finding.rule) == (path, "undeclared")
    assert finding.line is not None
    assert (
        new.split()[-2 if new.endswith(";") else -1].strip(";^")
        in text.splitlines()[finding.line - 1]
    )


def test_a_block_without_a_type(mini: Layout, registry: dict[str, str]) -> None:
    """No shape sees a node without a type, so this check does."""
    path = mini.graph / "claims" / "deaths.ttl"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace("claim:mill-owners-deaths\n    a cg:Claim ;", "claim:mill-owners-deaths")
    )
    (finding,) = found(mini, registry)
    assert (finding.rule, finding.path) == ("untyped", path)


@pytest.fixture
def project(mini: Layout) -> Layout:
    """Return a project with an ontology of its own to spoil."""
    import shutil

    for name in ("ontology", "queries"):
        shutil.copytree(mini.resources / name, mini.root / name)
    return Layout(root=mini.root, resources=mini.root)


@pytest.mark.parametrize(
    ("name", "line", "message"),
    [
        ("queries/quality/extra.rq", "SELECT ?focus { ?focus cg:claimnat ?x }", "cg:claimant"),
        ("ontology/rules/depth.rq", "# \nASK { ?x a cg:Clam }", "cg:Claim"),
        ("ontology/shapes/extra.ttl", "cg:x sh:propperty cg:Claim .", "sh:property"),
    ],
)
def test_queries_and_shapes_are_read_too(
    project: Layout, registry: dict[str, str], name: str, line: str, message: str
) -> None:
    """A query or shape with a mistyped term would never find anything, and look fine."""
    path = project.root / name
    head = "PREFIX cg: <https://w3id.org/claimgraph/ontology#>\nPREFIX sh: <http://www.w3.org/ns/shacl#>\n"
    path.write_text(head + line + "\n")
    (finding,) = [f for f in found(project, registry) if f.path == path]
    assert message in finding.message
    assert finding.line == 3 + line.count("\n")


def test_prefixes_do_not_drift(project: Layout, registry: dict[str, str]) -> None:
    """A prefix is bound in queries as it is in the registry."""
    path = project.root / "queries" / "quality" / "extra.rq"
    path.write_text("PREFIX cg: <https://example.org/>\nASK { ?x a ?y }\n")
    (finding,) = [f for f in found(project, registry) if f.path == path]
    assert finding.rule == "prefix"


def test_no_file_is_left_out(mini: Layout) -> None:
    """The queries that are checked are all that there are."""
    every = {path for path in Path(mini.resources).glob("*/**/*.rq") if ".venv" not in path.parts}
    assert set(mini.query_files) == {
        path for path in every if path.parts[len(mini.resources.parts)] in ("ontology", "queries")
    }
