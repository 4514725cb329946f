"""Which of our new items became which item of the wiki: a table that people fill in."""

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from claimgraph.errors import InputError
from claimgraph.quickstatements_template import as_csv
from claimgraph.terms import BASE

__all__ = ["FILE", "NewItem", "mapping", "new_items", "template"]

FILE = "new-items.csv"

_HEAD = ["item", "label", "description", "qid"]
_NONE = "-"
_QID = re.compile(r"(?:https?://\S+/(?:entity|wiki)/)?(Q[1-9][0-9]*)")


@dataclass(frozen=True)
class NewItem:
    """An item that a first batch creates: its CURIE, and what it is called."""

    name: str
    label: str


def template(new: Iterable[Sequence[str]]) -> bytes:
    """Return the table that people fill in: a row for each new item, in the order of creation.

    An item is given as its name, and the label and description that the first batch gives it.
    """
    rows = [[*item, *[""] * (len(_HEAD) - len(item))] for item in new]
    return as_csv([_HEAD, *rows]).encode() if rows else b""


def new_items(text: str) -> list[NewItem]:
    """Return the items of the table that `template` wrote."""
    rows = list(csv.reader(io.StringIO(text, newline="")))
    return [NewItem(row[0], row[1]) for row in rows[1:] if len(row) > 1]


def mapping(
    text: str, new: Sequence[NewItem], needed: Collection[str], path: Path
) -> dict[str, str]:
    """Return the Q ids that a table gives, by name of the item; all that are needed among them.

    The table is CSV or TSV. Its first line names the columns, `qid` and one of `item` and `label`
    among them; without such a line it has two columns, item and id. An item is given by CURIE, IRI
    or label, an id bare or as the item's address; `-` says that there is to be no such item, and
    gives an empty id. A row without either is not filled in. Raises `InputError`, with the line.
    """
    known = _Known(new)
    ids: dict[str, str] = {}
    lines: dict[str, int] = {}
    empty: dict[str, int] = {}
    for line, key, written in _rows(text, path):
        item = known.named(key, path, line)
        if not written:
            empty.setdefault(item, line)
            continue
        id_ = None if written == _NONE else _QID.fullmatch(written)
        if id_ is None and written != _NONE:
            raise InputError(
                f"{written!r} is no Q id",
                expected=f"one such as Q42, or {_NONE} for none",
                path=path,
                line=line,
            )
        for earlier in (item, id_[1]) if id_ else (item,):
            if earlier in lines:
                raise InputError(
                    f"{earlier} is here a second time, after line {lines[earlier]}",
                    expected="each item and each id once",
                    path=path,
                    line=line,
                )
            lines[earlier] = line
        ids[item] = id_[1] if id_ else ""
    missing = sorted(set(needed) - ids.keys(), key=lambda item: (empty.get(item, 0), item))
    if missing:
        raise InputError(
            f"there is no Q id for {missing[0]}"
            + (f" and {len(missing) - 1} more" if len(missing) > 1 else ""),
            expected="an id for each new item that the second batch names",
            remedy=f"{_NONE} leaves an item out, and the statements that name it",
            path=path,
            line=empty.get(missing[0]),
        )
    return ids


class _Known:
    """The new items, by whatever they may be called."""

    def __init__(self, new: Sequence[NewItem]) -> None:
        self.names = {item.name for item in new}
        self.labelled: dict[str, list[str]] = {}
        for item in new:
            if item.label:
                self.labelled.setdefault(item.label, []).append(item.name)

    def named(self, key: str, path: Path, line: int) -> str:
        """Return the name of the item that is meant, or raise `InputError`."""
        bare = key.removeprefix("<").removesuffix(">")
        curie = bare.removeprefix(BASE).replace("/", ":", 1) if bare.startswith(BASE) else bare
        if curie in self.names:
            return curie
        meant = self.labelled.get(key, [])
        if len(meant) == 1:
            return meant[0]
        if meant:
            raise InputError(
                f"{key!r} is the label of {len(meant)} new items",
                expected=f"one of {', '.join(meant)}",
                path=path,
                line=line,
            )
        near = get_close_matches(curie, [*self.names, *self.labelled], n=1)
        raise InputError(
            f"{key!r} is no new item",
            expected=f"an item of {FILE}, by CURIE, IRI or label",
            remedy=f"did you mean {near[0]}?" if near else "",
            path=path,
            line=line,
        )


def _rows(text: str, path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the item and the id of each row that has anything in it."""
    text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")  # as spreadsheets put it first
    head = text.split("\n", 1)[0]
    delimiter = next((sign for sign in "\t;" if sign in head), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: tuple[int, int] | None = None
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if columns is None:
                columns = _columns(cells, path)
                if "qid" in cells:
                    continue
            if len(cells) <= max(columns):
                raise InputError(
                    f"has {len(cells)} cells",
                    expected=f"at least {max(columns) + 1}",
                    path=path,
                    line=reader.line_num,
                )
            yield reader.line_num, cells[columns[0]], cells[columns[1]]
    except csv.Error as error:
        raise InputError(
            f"is no table ({error})", expected="CSV or TSV", path=path, line=reader.line_num
        ) from error


def _columns(first: Sequence[str], path: Path) -> tuple[int, int]:
    """Return the places of item and id in a row, by the first row."""
    if "qid" in first:
        for key in ("item", "label"):
            if key in first:
                return first.index(key), first.index("qid")
    elif len(first) == 2:
        return 0, 1
    raise InputError(
        "has no columns that say what they are",
        expected="a first line with qid and item or label, or two columns, item and id",
        path=path,
        line=1,
    )
