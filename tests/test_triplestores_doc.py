"""The page on triplestores is true: what it shows of Oxigraph is what these commands print."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from claimgraph.cli import main
from claimgraph.store_profiles import PROFILES
from tests.golden import QUESTIONS
from tests.stores import Server, jena_commands

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "triplestores.md").read_text("utf-8")
BLOCKS = r"^## %s$.*?```sh\n(.*?)```\n\n```text\n(.*?)```"
NUMBERS = re.compile(r"[\d,]+ triples|sha256 \w+…| +(?=\d)")


def section(title: str) -> tuple[list[str], str]:
    """Return the first commands that the page shows of a store, and what they print."""
    found = re.search(BLOCKS % title, PAGE, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1].splitlines(), found[2]


def masked(text: str) -> str:
    """Return what is printed without the numbers, which change with every claim."""
    return NUMBERS.sub("#", text)


def test_three_commands_from_nothing(
    oxigraph_server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    """Serve, load, ask: the second and third are run, and print what the page says."""
    (serve, load, query), printed = section("Oxigraph")
    assert serve.startswith("oxigraph serve ")
    for line in (load, query):
        words = line.replace("http://127.0.0.1:7878", oxigraph_server.url).split()
        assert words[:2] == ["python3", "build.py"]
        assert main(["--root", str(ROOT), *words[2:]]) == 0
    assert masked(capsys.readouterr().out) == masked(printed)


@pytest.mark.server
def test_jena_without_a_server(tmp_path: Path) -> None:
    """Load, write down the question, ask it: as the page has it, from a shell."""
    commands, printed = section("Jena")
    build = f"{sys.executable} {ROOT / 'build.py'} --root {ROOT}"
    path = f"{jena_commands(tmp_path)}{os.pathsep}{os.environ['PATH']}"
    done = [
        subprocess.run(
            ["/bin/sh", "-ec", line.replace("python3 build.py", build)],
            cwd=tmp_path,
            env={**os.environ, "PATH": path},
            capture_output=True,
            check=True,
            text=True,
        )
        for line in commands
    ]
    out = "".join(one.stdout for one in done).replace("\r\n", "\n")
    assert masked(out) == masked(printed)


def test_it_names_what_there_is() -> None:
    """Each question asked on the page is kept, each profile named on it can be chosen."""
    asked = set(re.findall(r"query (q\d+)", PAGE))
    assert asked <= {question.name.partition("-")[0] for question in QUESTIONS}
    for name in PROFILES:
        assert name in PAGE.lower()
