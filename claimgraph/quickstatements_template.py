"""Batches with places for Q ids: what they wait for, filled in, and without some items."""

import csv
import io
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

__all__ = ["TEMPLATE", "as_csv", "filled", "is_table", "places", "without"]

TEMPLATE = ".template"

_PLACE = re.compile(r'(\+?)\{([^{}"\s]+)\}((?: /\*.*\*/)?)')


def places(text: str, *, table: bool) -> set[str]:
    """Return the items that a template has a place for; `table` says that it is a CSV file."""
    found: set[str] = set()

    def noted(place: re.Match[str]) -> str:
        found.add(place[2])
        return place[0]

    _each_place(text, noted, table=table)
    return found


def without(texts: Mapping[str, str], items: Collection[str]) -> tuple[dict[str, str], int]:
    """Return templates without the statements that name some items, and how many those are.

    A statement goes with all its lines, or one that adds a reference would make it anew. A table
    that has nothing left goes too.
    """
    rows = {file: list(_keyed(text, table=is_table(file))) for file, text in texts.items()}
    gone = {
        key
        for some in rows.values()
        for key, row in some
        if any((place := _PLACE.fullmatch(cell)) and place[2] in items for cell in row)
    }
    kept = {file: [row for key, row in some if key not in gone] for file, some in rows.items()}
    left = {
        file: _joined(some, table=is_table(file))
        for file, some in kept.items()
        if len(some) > is_table(file)
    }
    return left, sum(key[1].lstrip("!").startswith("P") for key in gone)


def is_table(file: str) -> bool:
    """Return whether a file is CSV, and not V1."""
    return file.endswith(".csv")


def filled(text: str, ids: Mapping[str, str], *, table: bool) -> str:
    """Return a template with a Q id in every place; raises `KeyError` for one that has none."""
    return _each_place(text, lambda place: f"{place[1]}{ids[place[2]]}{place[3]}", table=table)


def _each_place(text: str, put: Callable[[re.Match[str]], str], *, table: bool) -> str:
    """Return a template with each cell that is a place replaced; texts in it are left alone."""

    def replaced(cell: str) -> str:
        place = _PLACE.fullmatch(cell)
        return put(place) if place else cell

    rows = [[replaced(cell) for cell in row] for row in _cells(text, table=table)]
    return _joined(rows, table=table)


def _cells(text: str, *, table: bool) -> list[list[str]]:
    if table:
        return list(csv.reader(io.StringIO(text, newline="")))
    return [line.split("\t") for line in text.split("\n") if line]


def _keyed(text: str, *, table: bool) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Yield each row with what tells its statement apart: item, property and value."""
    rows = _cells(text, table=table)
    for number, row in enumerate(rows):
        if table and number:
            yield (row[0], rows[0][1], row[1]), row
        else:
            yield tuple(row[:3]), row


def _joined(rows: Sequence[Sequence[str]], *, table: bool) -> str:
    return as_csv(rows) if table else "".join("\t".join(row) + "\n" for row in rows)


def as_csv(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as CSV."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()
