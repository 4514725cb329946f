"""The cookbook: each task has a command and what it prints, and that is what it prints today.

What stands in its console blocks is held by test_pages.py, with that of all pages.
"""

import re
import shutil
from pathlib import Path

import pytest

from claimgraph.console import commands
from tests.cookbook import PAGE, SERVER, folder, noted, served
from tests.golden import QUESTIONS

TEXT = PAGE.read_text("utf-8")
TASKS = dict(re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL))
_LINK = re.compile(r"\]\(([^)#]*)#?([^)]*)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which the page's commands can be run."""
    return folder(tmp_path_factory.mktemp("cookbook"))


def anchors(markdown: str) -> list[str]:
    """Return what a link may lead to in a page."""
    titles = (re.sub(r"[^\w\s-]", "", title.lower()) for title in _HEADING.findall(markdown))
    return [title.replace(" ", "-") for title in titles]


def test_there_are_enough() -> None:
    """Fifteen tasks or more, and each shows a command, or code, with what it prints."""
    assert len(TASKS) >= 15
    for task, body in TASKS.items():
        shown = body.replace("```shell-session", "```console")
        assert "```python" in body or any(output for _, output in commands(shown)), task


def test_the_index_is_complete() -> None:
    """It leads to every task, in order."""
    index = TEXT[: TEXT.index("\n## ")]
    links = [anchor for page, anchor in _LINK.findall(index) if not page]
    assert links == anchors("".join(f"## {task}\n" for task in TASKS))


def test_links_lead_somewhere() -> None:
    """To a page that is there, and a place in it."""
    for page, anchor in _LINK.findall(TEXT):
        target = PAGE.parent / page if page else PAGE
        assert target.is_file(), page
        assert not anchor or anchor in anchors(target.read_text("utf-8")), anchor


def test_queries_that_are_shown_are_kept() -> None:
    """A query on the page is one of the kept ones to the letter."""
    shown = re.findall(r"^```sparql\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    assert shown
    assert set(shown) <= {question.query for question in QUESTIONS}


def test_the_notebook_prints_what_it_is_said_to(where: Path) -> None:
    """The block for rdflib and pandas is run as it stands."""
    assert noted(TEXT, where) == TEXT, "run `python -m tests.cookbook`"


def test_the_server_answers_what_it_is_said_to(where: Path) -> None:
    """The commands for a served endpoint are run against one, on a port of its own."""
    if not SERVER.exists():
        pytest.skip("the server comes with the development tools: make setup")
    if not shutil.which("curl"):
        pytest.skip("apt-get install curl")
    assert TEXT.count("$ curl ") >= 3
    assert served(TEXT, where) == TEXT, "run `python -m tests.cookbook`"
