"""The benchmark of deriving: copies do not touch each other, and the page says how time grows."""

import shutil
from pathlib import Path

from bench.derive import YARDSTICK_ROW, copied, main, markdown
from claimgraph.derive import derive
from claimgraph.layout import Layout

MORE = Path(__file__).parent / "fixtures" / "mutations.ttl"


def test_copies_do_not_touch(mini: Layout) -> None:
    """Three copies have three times as much concluded, rule by rule: nothing joins across them."""
    shutil.copy(MORE, mini.graph / "more.ttl")
    one, three = (derive(copied(mini, n), mini.rule_files) for n in (1, 3))
    assert sum(one.values()) > 200
    assert three == {rule: 3 * concluded for rule, concluded in one.items()}


def test_it_runs(mini: Layout, tmp_path: Path) -> None:
    """A row per rule, for one copy and for two."""
    main(
        ["--copies", "1", "2", "--runs", "1", "--root", str(mini.root), "--results", str(tmp_path)]
    )
    page = (tmp_path / "derive.md").read_text()
    assert "| rule | 1 copy | 2 copies | growth |" in page
    assert page.count("\n| ") == 1 + 3 + len(mini.rule_files)
    assert "| *one lookup a claim* |" in page
    assert (tmp_path / "derive.json").is_file()


def test_growth_is_per_copy() -> None:
    """Ten times the time for ten copies is no growth; a missed goal is said."""
    record = {"measured": "today", "command": "x", "about": "y", "runs": 1}
    yardstick = {YARDSTICK_ROW: 9.0}
    taken = {1: {"slow": 0.4, "quick": 0.2}, 10: {"slow": 4.0, "quick": 20.0}}
    page = markdown(record, {n: {**rules, **yardstick} for n, rules in taken.items()})
    assert "| slow | 0.400 s | 4.00 s | 1.0 |" in page
    assert "| quick | 0.200 s | 20.00 s | 10.0 |" in page
    assert "**missed**" in page
    assert "| **all** | 0.600 s | 24.00 s |" in page
