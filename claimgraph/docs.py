"""Documentation that is made, not written: generated pages, outputs in console blocks."""

import os
import re
import subprocess
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from claimgraph import checks_doc, console, queries_doc, relations_doc, tables_doc
from claimgraph.errors import InputError
from claimgraph.layout import Layout
from claimgraph.read import read, text_of

__all__ = ["console_pages", "generated", "in_shell"]

_OF_MAKE = re.compile(r"MAKE|MFLAGS|MARKS$")


def generated(layout: Layout) -> dict[Path, str]:
    """Return the pages that are made from ontology, graph, checks and queries, by their path."""
    return {
        layout.docs / "checks.md": checks_doc.render(layout),
        layout.docs / "columns.md": tables_doc.render(layout),
        layout.docs / "queries.md": queries_doc.render(layout),
        layout.docs / "relations.md": relations_doc.render(read(layout).store),
    }


def console_pages(
    paths: Iterable[Path], run: Callable[[str], str]
) -> Mapping[Path, tuple[str, str]]:
    """Return each page that has commands with their outputs: as it stands, and as it should.

    `run` takes a line of shell and returns what it prints; what it raises is passed on.
    """
    pages = {path: text_of(path) for path in paths}
    return {
        path: (text, console.refreshed(text, run))
        for path, text in pages.items()
        if next(console.commands(text), None)
    }


def in_shell(folder: Path) -> Callable[[str], str]:
    """Return a function that runs a line of shell in `folder` and returns what it prints.

    Standard error is left out, since progress goes there. The function raises `InputError` where
    the command is broken (exit code 2 or above).
    """
    # As a reader's shell would have it: a make below another one says where it goes.
    environment = {name: value for name, value in os.environ.items() if not _OF_MAKE.match(name)}
    environment["COLUMNS"] = "100"  # however wide the terminal of who makes the pages

    def run(command: str) -> str:
        done = subprocess.run(  # noqa: S602 (the lines are our own documentation's)
            command, shell=True, cwd=folder, env=environment, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        if done.returncode > 1:
            raise InputError(
                f"`{command}` ended with {done.returncode}: {done.stderr.strip()[-300:]}",
                remedy="mend the command in the page, or what it runs",
            )
        return done.stdout

    return run
