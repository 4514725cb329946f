"""The decorators of a query: the part of YAML that they need, read as YAML reads it."""

from pathlib import Path

import pytest

from claimgraph.decorators import MARK, decorators
from claimgraph.errors import InputError
from claimgraph.layout import discover
from claimgraph.query_file import read_query

LAYOUT = discover(Path(__file__).parent.parent)


def read(*lines: str) -> object:
    """Return what lines say, without their mark, numbered from 1."""
    return decorators(enumerate((f"{MARK}{line}" for line in lines), 1), Path("q.rq"))


def test_all_forms() -> None:
    """Texts, lists in line and below, values by name."""
    found = read(
        " summary: What it is, in short", ' title: "Of: all"', " tags: [a, b c]", " more:",
        "   - one", "   - 'it''s'", " defaults:", "   - after: 1992-02-26", "   - word: x",
    )  # fmt: skip
    assert found == {
        "summary": "What it is, in short",
        "title": "Of: all",
        "tags": ["a", "b c"],
        "more": ["one", "it''s"],
        "defaults": {"after": "1992-02-26", "word": "x"},
    }


@pytest.mark.parametrize(
    "line",
    [
        " summary: Of two: the other", " summary: a #comment", " summary: 'open", " - item",
        " summary: @at", " summary", "   - item", " Summary: x", " tags: [a, b: c]",
    ],
)  # fmt: skip
def test_what_yaml_reads_otherwise(line: str) -> None:
    """A line that YAML would misread is an error, with its place."""
    with pytest.raises(InputError, match=r"^q\.rq:1: .* is no decorator"):
        read(line)


@pytest.mark.parametrize("path", LAYOUT.query_files, ids=lambda path: path.stem)
def test_it_is_as_yaml_reads_it(path: Path) -> None:
    """Every query and rule of ours has decorators that YAML reads as we do."""
    yaml = pytest.importorskip("yaml", reason="comes with grlc: make setup")
    lines = read_query(path).decorators
    theirs = yaml.safe_load("\n".join(line.removeprefix(MARK) for _, line in lines))
    ours = decorators(lines, path)
    assert set(ours) == set(theirs)
    for key, value in ours.items():
        if isinstance(value, dict):
            pairs = {name: str(v) for item in theirs[key] for name, v in item.items()}
            assert pairs == value
        else:
            assert theirs[key] == value
