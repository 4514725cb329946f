"""The report: what the data set knows, on a page for people, and whole as Markdown and JSON.

Each part is a query in `queries/report/`, in the order of their names: its title is the heading,
`**Shows:**` says what the table means and what it does not, and `most:` is how many rows fit on the
page. Nodes are shown by their labels.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from claimgraph.about import Description
from claimgraph.curie import shorten
from claimgraph.model import Model
from claimgraph.query_file import read_query
from claimgraph.read import Dataset
from claimgraph.table import as_markdown, as_table, narrowed

__all__ = ["Part", "Report", "report"]

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True)
class Cell:
    """What a cell holds: the words for people, and the CURIE where it is a node."""

    words: str
    node: str = ""


@dataclass(frozen=True)
class Part:
    """A part of the report: a table under a heading, of which the page shows `most` rows."""

    name: str
    title: str
    shows: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    most: int


@dataclass(frozen=True)
class Report:
    """All parts, and which build of which data set they are about."""

    description: Description
    sha256: str
    parts: Sequence[Part]

    def page(self, width: int) -> str:
        """Return what fits on a page, for a terminal of some width."""
        title = f"{self.description.title} ({self.description.version})"
        blocks = [f"{title}\nbuild sha256 {self.sha256}\n"]
        for part in self.parts:
            if not part.rows:
                blocks.append(f"{part.title}: none\n")
                continue
            rows = _cut(part.heads, part.rows[: part.most], width)
            more = len(part.rows) - part.most
            rest = f"… and {more:,} more in report.md\n" if more > 0 else ""
            table = as_table(part.heads, rows, width)
            blocks.append(f"{part.title}\n{'=' * len(part.title)}\n{table}{rest}")
        return "\n".join(blocks)

    def markdown(self) -> bytes:
        """Return all rows of all parts, with what each part means."""
        blocks = [f"# {self.description.title}\n", self._about()]
        for part in self.parts:
            rows = [[[cell.words] for cell in row] for row in part.rows]
            table = as_markdown(part.heads, rows) if rows else "None.\n"
            blocks.append(f"## {part.title}\n\n{part.shows}\n\n{table}")
        return "\n".join(blocks).encode()

    def json(self) -> bytes:
        """Return the same for machines: a node is given by its label and its CURIE."""
        content = {
            "dataset": self.description.iri.value,
            "version": self.description.version,
            "build": self.sha256,
            "parts": [
                {
                    "name": part.name,
                    "title": part.title,
                    "shows": part.shows,
                    "rows": [
                        {
                            head: {"label": cell.words, "node": cell.node}
                            if cell.node
                            else cell.words
                            for head, cell in zip(part.heads, row, strict=True)
                        }
                        for row in part.rows
                    ],
                }
                for part in self.parts
            ],
        }
        return json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"

    def _about(self) -> str:
        return f"Version {self.description.version}, build sha256 `{self.sha256}`.\n"


def report(
    dataset: Dataset,
    files: Iterable[Path],
    prefixes: Mapping[str, str],
    description: Description,
    sha256: str,
) -> Report:
    """Return the report on a derived dataset; raises what `read_query` raises."""
    model = Model(dataset)
    return Report(description, sha256, [_part(model, path, prefixes) for path in files])


def _cut(heads: Sequence[str], rows: Sequence[Sequence[Cell]], width: int) -> list[list[list[str]]]:
    """Return the words of rows, cut so that each row fits into one line."""
    columns = [[head, *(row[at].words for row in rows)] for at, head in enumerate(heads)]
    natural = [max(map(len, column)) for column in columns]
    widths = narrowed(natural, width - 2 * (len(heads) - 1))
    return [
        [
            [cell.words if len(cell.words) <= wide else cell.words[: wide - 1].rstrip() + "…"]
            for cell, wide in zip(row, widths, strict=True)
        ]
        for row in rows
    ]


def _part(model: Model, path: Path, prefixes: Mapping[str, str]) -> Part:
    file = read_query(path)
    solutions = model.dataset.select(file.text)
    names = [variable.value for variable in solutions.variables]
    return Part(
        name=file.name.partition("-")[2],
        title=file.title,
        shows=file.paragraphs["shows"],
        heads=[_HUMP.sub(" ", name).lower() for name in names],
        rows=[[_cell(row[name], model, prefixes) for name in names] for row in solutions],
        most=int(file.settings["most"]),
    )


def _cell(term: NamedNode | Literal | None, model: Model, prefixes: Mapping[str, str]) -> Cell:
    if isinstance(term, NamedNode):
        return Cell(" ".join(model.label(term).split()), shorten(term.value, prefixes))
    return Cell("" if term is None else term.value)
