"""The report: a page for people, the same in full as Markdown and JSON, each part by one query."""

import json
import re
import shutil
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat

from claimgraph import cli
from claimgraph.about import described
from claimgraph.derive import derive
from claimgraph.errors import OutputError, UsageError
from claimgraph.layout import Layout
from claimgraph.query_file import read_query
from claimgraph.rdflib_graph import to_rdflib
from claimgraph.read import Dataset, read
from claimgraph.report import report
from claimgraph.report_command import say
from claimgraph.terms import GRAPHS

ROOT = Path(__file__).resolve().parent.parent
MINI = Path(__file__).parent / "fixtures" / "mini"
PARTS = sorted((ROOT / "queries" / "report").glob("*.rq"))


# What the invented event has to show: part, number of rows, and one of the rows.
SHOWN = {
    "size": (10, ["claims of depth 2", "2"]),
    "tolls": (
        4,
        [
            "more than 20 weavers died",
            "Dockers' Union",
            "affirms",
            "1911",
            "superseded",
            "Tarnbrook mill fire",
        ],
    ),
    "status": (5, ["contested", "3", "0"]),
    "contested": (3, ["the doors were locked", "as written", "0", "0", "0"]),
    "contradictions": (
        2,
        [
            "The owners said that the doors had not been locked.",
            "The union said that the owners had locked the doors.",
        ],
    ),
    "figures": (3, ["contradictory", "apart", "2"]),
    "taken-back": (
        1,
        [
            "In 1911 the dockers' union put the dead weavers at more than 20.",
            "superseded",
            "In 1913 the dockers' union put the dead weavers at no fewer than 30.",
        ],
    ),
    "disavowals": (0, []),
    "sole-voices": (4, ["the union", "3"]),
    "balance": (0, []),
    "cues": (0, []),
    "circles": (2, ["pairs of claims with one origin", "0"]),
    "chronology": (1, ["Tarnbrook mill fire", "1911-05-03", "1911-05-04", "0"]),
    "coverage": (1, ["Tarnbrook mill fire", "11", "11", "0", "0"]),
}


def test_parts(in_dist: Layout) -> None:
    """Each part finds what the invented event has to show, and JSON gives the nodes too."""
    say(in_dist, 100)
    report = json.loads((in_dist.dist / "report.json").read_bytes())
    found = {part["name"]: part["rows"] for part in report["parts"]}
    assert list(found) == list(SHOWN)
    words = {
        name: [
            [cell["label"] if isinstance(cell, dict) else cell for cell in row.values()]
            for row in rows
        ]
        for name, rows in found.items()
    }
    for name, (number, row) in SHOWN.items():
        assert len(words[name]) == number, words[name]
        assert not row or row in words[name], words[name]
    assert {"label": "the union", "node": "actor:union"} in [
        row["actor"] for row in found["sole-voices"]
    ]


MORE = """
    actor:owners-party a cg:Group ; rdfs:label "the owners' party"@en ; cg:kind kind:party .
    claim:grouping a cg:Claim ; cg:claimant actor:editors ; cg:affirms proposition:grouping .
    proposition:grouping a cg:Proposition ;
        rdf:subject actor:mill-owners ; rdf:predicate rel:memberOf ; rdf:object actor:owners-party .
    claim:mill-owners-deaths cg:speechForm form:direct ; cg:distance "claimed"@en .
    claim:disavowing a cg:Claim ; cg:claimant actor:mill-owners ;
        cg:disavows claim:mill-owners-deaths .
"""


def test_parties_and_disavowals(mini: Layout, registry: dict[str, str]) -> None:
    """Claims are counted by the party that the editors group them with; what is disowned shows."""
    dataset = read(mini)
    head = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in registry.items())
    dataset.store.load(head + MORE, RdfFormat.TURTLE, to_graph=GRAPHS.asserted)
    derive(dataset, mini.rule_files)
    made = report(dataset, mini.report_files, registry, described(dataset), "0" * 64)
    rows = {part.name: [[cell.words for cell in row] for row in part.rows] for part in made.parts}
    assert ["the doors were locked", "as written", "0", "1", "0"] in rows["contested"]
    (balance,) = [part for part in made.parts if part.name == "balance"]
    assert dict(zip(balance.heads, rows["balance"][0], strict=True)) == {
        "party": "the owners' party",
        "claims": "3",
        "denials": "1",
        "quoted": "1",
        "distanced": "1",
        "second hand": "0",
        "deepest": "1",
        "no stance": "0",
    }
    assert rows["cues"] == [["the owners' party", "distance", "claimed", "1"]]
    assert rows["disavowals"] == [
        ["mill owners", "12 weavers died", "not said", "Tarnbrook mill fire"]
    ]


def test_page_and_markdown(in_dist: Layout) -> None:
    """The page cuts long tables short and says so; the Markdown has all and says what they mean."""
    page = say(in_dist, 100).answer
    assert page.startswith("Claims about the Tarnbrook mill fire (0.1.0)\nbuild sha256 ")
    assert "\nWords that somebody disowns: none\n" in page
    assert "\nThe mill owners put" not in page  # one line a row
    assert max(map(len, page.splitlines())) <= 100
    assert len(page.splitlines()) < 120
    markdown = (in_dist.dist / "report.md").read_text("utf-8")
    for path in PARTS:
        file = read_query(path)
        assert re.search(rf"^{file.title}(: none$|\n=+$)", page, re.MULTILINE)
        assert f"\n## {file.title}\n\n{file.paragraphs['shows']}\n\n" in markdown
    assert "| superseded |" in markdown


def test_a_page_is_cut_short(in_dist: Layout, tmp_path: Path) -> None:
    """Rows that do not fit on the page are counted on it, and stand in the Markdown."""
    shutil.copytree(in_dist.root, tmp_path / "copy")
    shutil.copytree(ROOT / "ontology", tmp_path / "copy" / "ontology")
    queries = tmp_path / "copy" / "queries"
    shutil.copytree(ROOT / "queries", queries)
    part = queries / "report" / "02-tolls.rq"
    part.write_text(part.read_text("utf-8").replace("# most: 12", "# most: 1"), "utf-8")
    said = say(Layout(root=tmp_path / "copy", resources=tmp_path / "copy"), 100)
    assert "… and 3 more in report.md\n" in said.answer
    assert "about 25 weavers died" not in said.answer
    assert "about 25 weavers died" in (tmp_path / "copy" / "dist" / "report.md").read_text("utf-8")


@pytest.mark.parametrize("path", PARTS, ids=lambda path: path.stem)
def test_engines_agree(derived: Dataset, path: Path) -> None:
    """Each part has the same rows on rdflib."""
    query = read_query(path).text
    solutions = derived.select(query)
    names = [variable.value for variable in solutions.variables]
    ours = [sorted((n, row[n].value) for n in names if row[n] is not None) for row in solutions]
    theirs = to_rdflib(derived.store).query(query)
    rows = [sorted((str(n), str(term)) for n, term in row.items()) for row in theirs.bindings]
    # Where nothing is grouped rdflib has one group, with nothing in it.
    assert sorted(ours) == sorted(row for row in rows if row)


def test_the_same_each_time(in_dist: Layout, capsys: pytest.CaptureFixture[str]) -> None:
    """Two runs write the same bytes, and leave the dump alone."""
    dump = (in_dist.dist / "tarnbrook.nq").read_bytes()
    written = []
    for _ in range(2):
        assert cli.main(["--root", str(in_dist.root), "report"]) == 0
        written.append([(in_dist.dist / f"report.{e}").read_bytes() for e in ("md", "json")])
    assert written[0] == written[1]
    assert (in_dist.dist / "tarnbrook.nq").read_bytes() == dump
    assert "What there is" in capsys.readouterr().out


def test_both_or_neither(in_dist: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk leaves the report that was there, and nothing half written."""
    say(in_dist, 100)
    before = {path.name: path.read_bytes() for path in in_dist.dist.iterdir()}
    write_bytes = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if "report.json" in path.name:
            raise OSError(28, "No space left on device")
        return write_bytes(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OutputError, match="No space left"):
        say(in_dist, 100)
    assert {path.name: path.read_bytes() for path in in_dist.dist.iterdir()} == before


def test_without_a_build(mini: Layout) -> None:
    """The report is made of a build, and says so where there is none."""
    with pytest.raises(UsageError, match="nothing is built yet"):
        say(mini, 100)
