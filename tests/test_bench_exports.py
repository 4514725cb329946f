"""The benchmark of exporting: whole processes, what they wrote, and whether the goal is met."""

import sys

import pytest

from bench.exports import Taken, markdown, taken
from claimgraph.layout import Layout


def test_page_says_whether_the_goal_is_met() -> None:
    """The goal is for all formats together, by the clock."""
    record = {"measured": "today", "command": "x", "about": "y", "runs": 1, "mebibytes": 8.0}
    for clock, met in ((1.99, "all formats: met."), (2.01, "all formats: **missed**.")):
        results = [Taken("`export --all`", clock, 3.0, 5, 2**20), Taken("a", 0.1, 0.1, 1, 0)]
        page = markdown(record, results)
        assert met in page
        assert f"| `export --all` | {clock:.2f} s | 3.00 s | 5 | 1.0 MiB |" in page
        assert "| a | 0.10 s | 0.10 s | 1 | 0.0 MiB |" in page


def test_what_was_written_is_counted(mini: Layout) -> None:
    """A command says which folders it wrote; what is in them is counted."""
    folder = mini.dist / "exports" / "some"
    folder.mkdir(parents=True)
    (folder / "one.txt").write_bytes(b"12345")
    said = [sys.executable, "-c", "print('dist/exports/some/     1 claim')"]
    found = taken(mini, "some", said, 2)
    assert (found.what, found.files, found.bytes) == ("some", 1, 5)
    assert found.processor > 0
    assert 0 < found.clock < 60


def test_a_command_that_fails_is_no_result(mini: Layout) -> None:
    """What the command said is passed on."""
    with pytest.raises(RuntimeError, match="ended with 3:\nno"):
        taken(mini, "x", [sys.executable, "-c", "print('no'); raise SystemExit(3)"], 1)
