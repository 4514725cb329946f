"""The page of checks is what the shapes and queries say now."""

import re
from pathlib import Path

from claimgraph.checks_doc import render
from claimgraph.layout import discover

ROOT = Path(__file__).resolve().parent.parent
LAYOUT = discover(ROOT)
PAGE = render(LAYOUT)


def test_the_page_is_current() -> None:
    """docs/checks.md is what `build.py docs` would write now."""
    page = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    assert page == PAGE, "docs/checks.md is out of date: run build.py docs"


def test_every_check_has_a_row() -> None:
    """Each shape that finds something and each quality query has one row with all of its cells."""
    rules = {path.stem for path in LAYOUT.quality_files}
    for path in LAYOUT.shape_files:
        text = path.read_text(encoding="utf-8")
        blocks = re.findall(r"^shape:(\S+)\n((?:    .*\n)+)", text, re.MULTILINE)
        rules |= {rule for rule, block in blocks if "sh:message" in block}
    rows = [line.split(" | ") for line in PAGE.splitlines() if re.match(r"\| `[^.]*` \|", line)]
    assert sorted(rules) == sorted(row[0].strip("| `") for row in rows)
    assert {4} == {len(row) for row in rows}
    assert all(cell.strip(" |.") for row in rows for cell in row)


def test_iris_are_in_code() -> None:
    """A compact IRI is in code, once, and the rest of a message is as it was."""
    row = next(line for line in PAGE.splitlines() if line.startswith("| `Claim-reports-claim`"))
    assert "Point `cg:reports` at a `cg:Claim`, or affirm the proposition." in row
    assert "``" not in PAGE
