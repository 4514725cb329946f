"""The flat tables: each filled by its query in `queries/tables/`, and written as CSV.

A query gives several rows for what has several values, one in each; they become one row here. The
cells hold what the graph holds, to the letter: what a spreadsheet makes of a text that begins like
a formula is told to whoever exports it, and not mended in the data.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from claimgraph.csvw import Column, Table, tables
from claimgraph.errors import InputError
from claimgraph.query_file import read_query
from claimgraph.read import Dataset

__all__ = ["FORMULA", "Filled", "Row", "filled", "like_formulas"]

Row = Mapping[str, str]
"""What there is in a row, by column; what may be several is sorted, with the separator between."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins with one of these is a formula to a spreadsheet, whatever its quotes."""


@dataclass(frozen=True)
class Filled:
    """A table with its rows, in order of what tells them apart."""

    table: Table
    rows: Sequence[Row]

    @cached_property
    def csv(self) -> bytes:
        """The table as RFC 4180 has it: one line of names, CRLF, quotes where they are needed."""
        file = io.StringIO(newline="")
        writer = csv.writer(file, lineterminator="\r\n")
        names = [column.name for column in self.table.columns]
        writer.writerow(names)
        writer.writerows([row.get(name, "") for name in names] for row in self.rows)
        return file.getvalue().encode()


def filled(dataset: Dataset, metadata: Path, queries: Iterable[Path]) -> list[Filled]:
    """Return the tables of a derived dataset, in the order of the metadata.

    Raises `InputError` where query and metadata do not have the same columns, and for what a table
    cannot hold: two values where there is room for one, a text that is empty or holds what
    separates texts.
    """
    files = {path.stem: path for path in queries}
    found = []
    for table in tables(metadata):
        if table.name not in files:
            raise InputError(f"no query fills the table {table.name}", path=metadata)
        found.append(Filled(table, _rows(dataset, table, files[table.name])))
    return found


def like_formulas(filled: Filled) -> Iterator[str]:
    """Yield the columns, once for each cell, that hold a text which begins like a formula."""
    texts = {column.name for column in filled.table.columns if column.datatype == "string"}
    for row in filled.rows:
        for name, cell in row.items():
            if cell.startswith(FORMULA) and name in texts:
                yield name


def _rows(dataset: Dataset, table: Table, query: Path) -> list[Row]:
    solutions = dataset.select(read_query(query).text)
    asked = [variable.value for variable in solutions.variables]
    if asked != [column.name for column in table.columns]:
        raise InputError(
            f"the columns are {', '.join(asked)}",
            expected=", ".join(column.name for column in table.columns),
            remedy="make the query and csv-metadata.json agree",
            path=query,
        )
    places = [asked.index(name) for name in table.key]
    merged: dict[tuple[str, ...], dict[str, dict[str, None]]] = {}
    for solution in solutions:
        cells = [
            term and _text(term, column, table)
            for term, column in zip(solution, table.columns, strict=True)
        ]
        row = merged.setdefault(tuple(cells[place] or "" for place in places), {})
        for name, cell in zip(asked, cells, strict=True):
            if cell:
                row.setdefault(name, {})[cell] = None
    return [
        {
            column.name: _cell(sorted(row[column.name]), column, table, key)
            for column in table.columns
            if column.name in row
        }
        for key, row in sorted(merged.items())
    ]


def _text(term: object, column: Column, table: Table) -> str:
    """Return what stands in a cell for a term; raises `InputError` where nothing can."""
    if not isinstance(term, NamedNode | Literal) or not term.value:
        raise InputError(
            f"the table {table.name} cannot hold {str(term)!r} in {column.name}",
            expected="an IRI or a text that is not empty",
        )
    text = term.value
    if column.separator and column.separator in text:
        raise InputError(
            f"{text!r} holds {column.separator!r}, which separates what is in"
            f" {column.name} of the table {table.name}",
            remedy="write it otherwise in graph/, or export without the tables",
        )
    if column.namespace:
        if not text.startswith(column.namespace):
            raise InputError(
                f"{text} stands in {column.name} of the table {table.name}",
                expected=f"one of {column.namespace}",
            )
        return text[len(column.namespace) :]
    return text


def _cell(values: Sequence[str], column: Column, table: Table, key: Sequence[str]) -> str:
    if len(values) > 1 and not column.separator:
        raise InputError(
            f"{' '.join(key)} has {len(values)} values for {column.name} of the table {table.name}"
            f" ({', '.join(values)})",
            expected="one",
        )
    return column.separator.join(values)
