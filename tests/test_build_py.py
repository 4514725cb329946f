"""build.py finds its way into .venv, and says what to do where there is none."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HEAD = Path(__file__).resolve().parent.parent


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a folder with build.py and a command line that needs what is never installed."""
    shutil.copy(HEAD / "build.py", tmp_path)
    (tmp_path / "claimgraph").mkdir()
    (tmp_path / "claimgraph" / "cli.py").write_text("import not_there_at_all\n", encoding="utf-8")
    return tmp_path


def run(checkout: Path) -> subprocess.CompletedProcess[str]:
    """Return what came of running build.py."""
    command = [sys.executable, "build.py", "find", "a b"]
    return subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)


def test_nothing_installed(checkout: Path) -> None:
    """Without what we depend on there is one line, and no traceback."""
    done = run(checkout)
    assert done.returncode == 2
    assert done.stderr == "build.py: not_there_at_all is not installed; run make first\n"


def test_fault_of_our_own(checkout: Path) -> None:
    """A module of ours that is missing is not blamed on the installation."""
    (checkout / "claimgraph" / "cli.py").write_text("import claimgraph.nothing\n", encoding="utf-8")
    assert "Traceback" in run(checkout).stderr


def test_runs_in_the_environment(checkout: Path) -> None:
    """Where there is .venv, its Python runs build.py with the same arguments."""
    python = checkout / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\nprintf "%s|" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    assert run(checkout).stdout == "build.py|find|a b|"
