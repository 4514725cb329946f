"""The documentation is true: generated pages are current, commands print what they are said to."""

from pathlib import Path

import pytest

from claimgraph.cli import main
from claimgraph.console import commands
from claimgraph.docs import in_shell
from claimgraph.errors import InputError

ROOT = Path(__file__).resolve().parent.parent


def test_every_page_is_true(capsys: pytest.CaptureFixture[str]) -> None:
    """`build.py docs` would change no page, README's two commands and examples among them."""
    code = main(["--root", str(ROOT), "docs", "--check"])
    assert (code, capsys.readouterr().out) == (0, ""), "run build.py docs"


def test_the_readme_has_commands() -> None:
    """The page that a newcomer reads first is among those that are kept true."""
    lines = [line for line, _ in commands((ROOT / "README.md").read_text("utf-8"))]
    assert lines[0] == "make"
    assert len(lines) >= 3


def test_a_broken_command_is_no_output() -> None:
    """A command that fails is not written down as if it had said something."""
    with pytest.raises(InputError, match="ended with 2"):
        in_shell(ROOT)("python3 build.py show claim:none:such")
