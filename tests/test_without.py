"""Leaving a reading of the editors out of the graph as it stands."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from claimgraph.cli import main
from claimgraph.layout import discover
from claimgraph.omit import without
from claimgraph.read import Dataset, read
from claimgraph.terms import BASE, CG, GRAPHS

ROOT = Path(__file__).resolve().parent.parent
READING = NamedNode(f"{BASE}claim/editors-the-report-in-warnings-is-of-hrw")
RESTING = [
    f"{BASE}claim/report-militia-remained-armed",
    f"{BASE}claim/report-quotes-azerbaijani-woman",
    f"{BASE}claim/azerbaijani-woman-ultimatum",  # reported by the one before
]
GONE_WITH_IT = f"{BASE}proposition/ultimatum-to-alif-gajiev-addressee-alif-gajiev"
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
    """Nothing is left that rests on a claim which is gone."""
    readings = {quad.object for quad in whole.store.quads_for_pattern(None, CG.restsOn, None, None)}
    assert len(readings) > 20
    for reading in sorted(readings, key=str)[::5]:
        assert isinstance(reading, NamedNode)
        smaller = without(whole, reading)
        assert not list(smaller.store.quads_for_pattern(None, CG.restsOn, reading, None))
        assert reading.value not in named(smaller)


def test_the_build_wants_another_folder(capsys: pytest.CaptureFixture[str]) -> None:
    """dist/ holds the whole data set or none, so that nobody mistakes a part for it."""
    code = main(["--root", str(ROOT), "--without", "claim:editors-gajiev-is-hajiyev"])
    assert code == 2
    assert "--dist" in capsys.readouterr().err


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
