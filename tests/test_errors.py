"""How errors read: where, what was found, what was expected, what to do."""

from pathlib import Path

import pytest

from claimgraph.errors import ClaimgraphError, InputError, shown


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (InputError("no text"), "no text"),
        (InputError("x is 2", expected="1"), "x is 2; expected 1"),
        (InputError("x", remedy="drop it", path=Path("a.ttl")), "a.ttl: x; drop it"),
        (
            InputError("x", expected="y", remedy="z", path=Path("a.ttl").absolute(), line=7),
            "a.ttl:7: x; expected y; z",
        ),
    ],
)
def test_rendering(error: ClaimgraphError, text: str) -> None:
    """What is not known is left out; a path below the working directory is relative to it."""
    assert str(error) == text
    assert error.exit_code == 2


def test_path_elsewhere(tmp_path: Path) -> None:
    """A path outside of the working directory is shown as it is."""
    assert shown(tmp_path / "a.ttl") == str(tmp_path / "a.ttl")
