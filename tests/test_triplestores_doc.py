"""The page on triplestores is true: what it shows of Oxigraph is what these commands print."""

import re
from pathlib import Path

import pytest

from claimgraph.cli import main
from claimgraph.store_profiles import PROFILES
from tests.golden import QUESTIONS
from tests.stores import Server

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "triplestores.md").read_text("utf-8")
BLOCKS = re.compile(
    r"^## Oxigraph$.*?```sh\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL | re.MULTILINE
)
NUMBERS = re.compile(r"[\d,]+ triples|sha256 \w+…| +(?=\d)")


def masked(text: str) -> str:
    """Return what is printed without the numbers, which change with every claim."""
    return NUMBERS.sub("#", text)


def test_three_commands_from_nothing(
    oxigraph_server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    """Serve, load, ask: the second and third are run, and print what the page says."""
    found = BLOCKS.search(PAGE)
    assert found is not None
    serve, load, query = found[1].splitlines()
    assert serve.startswith("oxigraph serve ")
    for line in (load, query):
        words = line.replace("http://127.0.0.1:7878", oxigraph_server.url).split()
        assert words[:2] == ["python3", "build.py"]
        assert main(["--root", str(ROOT), *words[2:]]) == 0
    assert masked(capsys.readouterr().out) == masked(found[2])


def test_it_names_what_there_is() -> None:
    """Each question asked on the page is kept, each profile named on it can be chosen."""
    asked = set(re.findall(r"query (q\d+)", PAGE))
    assert asked <= {question.name.partition("-")[0] for question in QUESTIONS}
    for name in PROFILES:
        assert name in PAGE.lower()
