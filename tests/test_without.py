"""Leaving a reading of the editors out of the graph as it stands."""

import re
from collections import defaultdict
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from claimgraph.arguments import parser
from claimgraph.cli import main
from claimgraph.curie import expand
from claimgraph.layout import discover
from claimgraph.omit import Ties, without
from claimgraph.read import Dataset, prefixes, read
from claimgraph.terms import BASE, CG, GRAPHS, RDF

ROOT = Path(__file__).resolve().parent.parent
READING = NamedNode(f"{BASE}claim/editors-the-report-in-warnings-is-of-hrw")
RESTING = [
    f"{BASE}claim/report-militia-remained-armed",
    f"{BASE}claim/report-quotes-azerbaijani-woman",
    f"{BASE}claim/azerbaijani-woman-ultimatum",  # reported by the one before
]
GONE_WITH_IT = f"{BASE}proposition/ultimatum-to-alif-gajiev-addressee-alif-gajiev"
EDITORS = NamedNode(f"{BASE}actor/editors")
SPOKEN_OF = NamedNode(f"{BASE}claim/editors-killings-are-the-massacre")
# Its claims of a finding fall with it, and with them what contrasts others with that finding.
SPEAKING_OF_IT = [
    f"pashinyan-{claim}-contrastswith-hrw-findings-on-responsibility"
    for claim in ("carried-out-by-azerbaijanis", "blatant-lie")
]
ALSO_SAID_BY_OTHERS = f"{BASE}proposition/shelling-of-stepanakert-origin-khojaly"


@pytest.fixture(scope="module")
def whole() -> Dataset:
    """Return the graph as it stands."""
    return read(discover(ROOT))


def named(dataset: Dataset) -> set[str]:
    """Return every IRI that the asserted graph speaks of."""
    return {
        term.value
        for quad in dataset.store.quads_for_pattern(None, None, None, GRAPHS.asserted)
        for term in (quad.subject, quad.object)
        if isinstance(term, NamedNode)
    }


def test_what_rests_on_a_reading_goes(whole: Dataset) -> None:
    """Claims that rest on it, what these report, and what only they said; nothing else."""
    before, after = named(whole), named(without(whole, READING))
    for iri in (READING.value, *RESTING, GONE_WITH_IT):
        assert iri in before
        assert iri not in after
    assert ALSO_SAID_BY_OTHERS in after
    assert after < before


def test_every_reading_can_be_left_out(whole: Dataset) -> None:
    """No proposition loses a part, nothing rests on what is gone, and nobody is left silent."""
    asserted = list(whole.quads(GRAPHS.asserted))
    claims = {str(quad.subject) for quad in asserted if quad.predicate == CG.claimant}
    propositions = {str(quad.subject) for quad in asserted if quad.predicate == RDF.predicate}
    nodes = claims | propositions
    needs = []  # who cannot stand without what
    said, heard = defaultdict(set), defaultdict(set)
    for quad in asserted:
        one, other = str(quad.subject), str(quad.object)
        if other not in nodes:
            continue
        if one in propositions or quad.predicate == CG.restsOn:
            needs.append((one, other))
        if quad.predicate == CG.reports:
            needs.append((other, one))
        if one in claims and quad.predicate != CG.restsOn:
            said[one].add(other)
        if other in propositions:
            heard[other].add(one)
    readings = {
        quad.subject for quad in whole.quads(GRAPHS.asserted, CG.claimant) if quad.object == EDITORS
    }
    assert len(readings) > 200
    ties = Ties(whole)
    for reading in readings:
        assert isinstance(reading, NamedNode)
        fallen = {str(node) for node in ties.falling_with(reading)}
        left = nodes - fallen
        assert [one for one, other in needs if one in left and other in fallen] == []
        assert [claim for claim, what in said.items() if claim in left and what <= fallen] == []
        assert [node for node, who in heard.items() if node in left and who <= fallen] == []


def test_what_goes_is_named_nowhere(whole: Dataset) -> None:
    """No triple is left of what falls with a reading, nor does any lead there."""
    fallen = {node.value for node in Ties(whole).falling_with(SPOKEN_OF)}
    assert {f"{BASE}proposition/{slug}" for slug in SPEAKING_OF_IT} < fallen
    smaller = without(whole, SPOKEN_OF)
    assert named(whole) - named(smaller) >= fallen
    assert not named(smaller) & fallen


def test_commands_in_the_docs(whole: Dataset) -> None:
    """Those that leave a claim out name one that there is, and what is to be done."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    found = [
        parser("build.py").parse_args(words.split())
        for page in pages
        for words in re.findall(r"build\.py\s+(--without[^`$]+)", page.read_text("utf-8"))
    ]
    assert len(found) > 1
    for options in found:
        assert options.command == "check" or options.dist is not None
        for claim in options.without:
            assert without(whole, NamedNode(expand(claim, prefixes(discover(ROOT)))))


def test_the_build_wants_another_folder(capsys: pytest.CaptureFixture[str]) -> None:
    """dist/ holds the whole data set or none, so that nobody mistakes a part for it."""
    words = ["--root", str(ROOT), "--without", "claim:editors-gajiev-is-hajiyev"]
    for more in (
        [],
        ["--dist", str(ROOT / "dist")],
        ["--dist", str(ROOT / "docs" / ".." / "dist")],
    ):
        assert main([*words, *more]) == 2
        assert "--dist FOLDER" in capsys.readouterr().err


def test_a_build_without(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says what went, is sound, and is written to the folder that was named."""
    folder = tmp_path / "without"
    code = main(["--root", str(ROOT), "--dist", str(folder), "--without", f"{READING.value}"])
    assert code == 0
    assert "omit     claim:editors-the-report-in-warnings-is-of-hrw" in capsys.readouterr().out
    dump = (folder / "khojaly.nq").read_text("utf-8")
    assert RESTING[0] not in dump
    assert ALSO_SAID_BY_OTHERS in dump


def test_no_such_claim(capsys: pytest.CaptureFixture[str]) -> None:
    """A name that is no claim gives one line."""
    assert main(["--root", str(ROOT), "--without", "claim:editors-none", "check"]) == 2
    assert "is not a claim" in capsys.readouterr().err
