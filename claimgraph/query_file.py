"""Query files: SPARQL under a Markdown comment, which says what for and how grave.

The header is every comment line before the first other line. Its first `# # …` is the title,
`# **Problem:**` and `# **Solution:**` begin paragraphs, `# level: warning` is a setting, and the
lines that begin with `#+` are decorators for grlc.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from claimgraph.decorators import MARK
from claimgraph.errors import InputError
from claimgraph.read import text_of

__all__ = ["QueryFile", "read_query"]

_PARAGRAPH = re.compile(r"\*\*(?P<name>\w[\w ]*):\*\*\s*(?P<text>.*)")
_SETTING = re.compile(r"(?P<name>[a-z]+): (?P<value>\S.*)")


@dataclass(frozen=True)
class QueryFile:
    """A query with its header; `name` is the file's stem, `paragraphs` are keyed in lower case.

    `decorators` are numbered lines, which `claimgraph.decorators` reads for whoever needs them.
    """

    path: Path
    name: str
    title: str
    text: str
    paragraphs: dict[str, str] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    decorators: tuple[tuple[int, str], ...] = ()


def read_query(path: Path) -> QueryFile:
    """Return the query of a file; raises `InputError` where it is not UTF-8 or has no title."""
    text = text_of(path)
    title, current = "", ""
    paragraphs: dict[str, str] = {}
    settings: dict[str, str] = {}
    decorators: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            break
        if line.startswith(MARK):
            decorators.append((number, line))
            continue
        words = line.removeprefix("#").strip()
        if not title and words.startswith("# "):
            title = words.removeprefix("# ").strip()
        elif started := _PARAGRAPH.fullmatch(words):
            current = started["name"].lower()
            paragraphs[current] = started["text"]
        elif setting := _SETTING.fullmatch(words):
            settings[setting["name"]] = setting["value"]
            current = ""
        elif words and current:
            paragraphs[current] += f" {words}"
        else:
            current = ""
    if not title:
        raise InputError("the query has no title", expected="a line `# # Title` on top", path=path)
    return QueryFile(path, path.stem, title, text, paragraphs, settings, tuple(decorators))
