"""The page of checks: each with its rule, how grave it is, what it catches and what to do.

The page is generated from the shapes, the quality queries and the modules that check, and kept
beside the code, so that somebody who meets a finding can look it up.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import NamedNode

from claimgraph.layout import PACKAGE, Layout
from claimgraph.mentions import subjects
from claimgraph.query_file import read_query
from claimgraph.read import Dataset, load, prefixes, text_of

__all__ = ["render"]

_HEAD = """\
<!-- Written by `build.py docs` from the shapes, the queries and the code: do not edit. -->

# Checks

What a build looks for, and what to do about it. A finding names its rule in square brackets, as in
`graph/claims/lead.ttl:17: violation[Claim-claimant] …`, and this page has one row per rule.

| level | means |
|---|---|
| violation | the graph would mislead, or an export break: the build fails |
| warning | honest but incomplete |
| info | worth a look; often there is nothing to mend |

*Contested is not wrong*: two claims that disagree both pass. The checks judge the record of who
says what, and never the content. Each shape and query has a folder of its name in `tests/shapes/`
or `tests/quality/`, with a case that passes and one that does not.
"""
# Which shapes are run when, and on what.
_MOMENTS = {
    "asserted": "What people write: shapes of `ontology/shapes/asserted.ttl`",
    "derived": "What is concluded: shapes of `ontology/shapes/derived.ttl`",
    "ontology": "The ontology itself: shapes of `ontology/shapes/ontology.ttl`",
}
_IN_CODE = ("vocabulary", "edtf", "anchors", "copying", "turtle_style", "prove")
_ABOUT_SHAPES = """
    PREFIX sh: <http://www.w3.org/ns/shacl#>
    SELECT ?shape ?message ?severity
    WHERE { ?shape sh:message ?message ; sh:severity ?severity }
"""
_SHAPES = NamedNode("urn:x-claimgraph:shapes")
_TABLE = "| rule | level | what must hold | what to do |\n|---|---|---|---|"
_SECTION = re.compile(r"^# (?P<title>\S.*?) -{4,}$", re.MULTILINE)


class _Shape(NamedTuple):
    rule: str
    level: str
    message: str
    section: str


def render(layout: Layout) -> str:
    """Return the page, in Markdown, of the checks that the layout's files hold."""
    parts = [*_shapes(layout.shape_files), *_queries(layout), *_modules()]
    return "\n".join([_HEAD, *(_iris_in_code(part, prefixes(layout)) for part in parts)])


def _shapes(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        yield f"## {_MOMENTS[path.stem]}\n"
        for section, shapes in groupby(_shapes_of(path), key=lambda shape: shape.section):
            rows = [_row(shape.rule, shape.level, *_divided(shape.message)) for shape in shapes]
            yield "\n".join([f"### {section}\n", _TABLE, *rows, ""])


def _shapes_of(path: Path) -> list[_Shape]:
    data = Dataset()
    load(data.store, path, _SHAPES)
    about = {
        row["shape"].value: (row["severity"].value, row["message"].value)
        for row in data.select(_ABOUT_SHAPES)
    }
    text = text_of(path)
    sections = [
        (text.count("\n", 0, found.start()) + 1, found["title"])
        for found in _SECTION.finditer(text)
    ]
    shapes = []
    for subject in subjects(text):
        if subject.iri in about:
            severity, message = about[subject.iri]
            section = [title for line, title in sections if line < subject.line][-1]
            level = severity.rpartition("#")[2].lower()
            shapes.append(_Shape(subject.iri.rpartition("/")[2], level, message, section))
    return shapes


def _row(name: str, *cells: str) -> str:
    return " | ".join([f"| `{name}`", *(cell.replace("|", "\\|") for cell in cells)]) + " |"


def _divided(message: str) -> tuple[str, str]:
    """Return what a message says must hold, and what it says to do."""
    rule, _, remedy = message.rpartition(": ")
    if ":" not in remedy.partition(" ")[0]:
        remedy = f"{remedy[:1].upper()}{remedy[1:]}"
    return f"{rule}.", remedy


def _iris_in_code(text: str, names: Iterable[str]) -> str:
    """Return Markdown with its compact IRIs in code."""
    iri = re.compile(rf"(?<![\w\"])(?:{'|'.join(names)}):(?!/)[\w-]*")
    parts = text.split("`")
    # Every other part is in code already.
    parts[::2] = [iri.sub(lambda found: f"`{found[0]}`", part) for part in parts[::2]]
    return "`".join(parts)


def _queries(layout: Layout) -> Iterator[str]:
    yield "## What needs a query: `queries/quality/`\n"
    yield "A query marked *derived* runs once the rules have run; the others could before.\n"
    yield "| rule | level | what is wrong | what to do |\n|---|---|---|---|"
    for query in map(read_query, layout.quality_files):
        level = query.settings["level"]
        if query.settings.get("moment") == "derived":
            level += ", *derived*"
        texts = (query.paragraphs[name] for name in ("problem", "solution"))
        yield _row(query.name, level, *texts)
    yield ""


def _modules() -> Iterator[str]:
    yield "## What is checked in code\n"
    yield "| module | what it sees to |\n|---|---|"
    for name in _IN_CODE:
        module = ast.parse(text_of(PACKAGE / f"{name}.py"))
        first = (ast.get_docstring(module) or "").partition("\n\n")[0].replace("\n", " ")
        yield _row(f"claimgraph.{name}", first)
    yield ""
