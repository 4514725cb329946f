"""Commands as the CSV of QuickStatements: dense tables, one for each set of columns.

The classic importer takes an empty cell for a broken value, so a table has only rows that fill all
its columns, and there are many tables. An item is created with one label and its description; the
other labels, and all its statements, are in the second pass.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from claimgraph.quickstatements_commands import Commands, Creation, Edit, Term
from claimgraph.quickstatements_losses import Loss
from claimgraph.quickstatements_template import TEMPLATE, as_csv
from claimgraph.quickstatements_values import name, placed

__all__ = ["FOLDER", "tables"]

FOLDER = "quickstatements-csv"

_Row = tuple[tuple[str, ...], tuple[str, ...]]
"""The columns of a row, and what it has in them."""

# What QuickStatements 3 takes for another value than a text, or strips of its quotation marks.
_VALUE_LIKE = re.compile(
    r'".*"|[a-z_-]+:".*"|[-+\d.,~U\[\] ]+|[+-]?\d+-\d\d-\d\dT.*|@[-+\d./ ]+|[QMPL]\d+(-[FS]\d+)?'
    "|LAST|somevalue|novalue"
)
_CODE = re.compile(r"[a-z]{2}")
_PARTS = {"L": "label", "D": "description", "A": "alias"}


def tables(made: Commands) -> tuple[dict[str, bytes], list[Loss]]:
    """Return the tables of both passes by file name, and what they lose beyond the commands.

    They are made of portable commands; a statement that must be new has no place in CSV.
    """
    first: list[_Row] = []
    second: list[_Row] = []
    losses: list[Loss] = []
    for each in made.creations:
        creation = Creation(each.item, list(_fit_terms(each, losses)), each.edits)
        main = creation.main_terms
        others = [term for term in creation.terms if term not in main]
        first.append((("qid", *map(_column, main)), ("", *(term.text for term in main))))
        subject = placed(creation.item.id)
        second += [(("qid", _column(term)), (subject, term.text)) for term in others]
        edits = [replace(edit, subject=subject) for edit in creation.edits]
        second += _rows(edits, losses)
    first += _rows(made.edits, losses)
    second += _rows(made.second, losses)
    return _files(first, "1", "") | _files(second, "2", TEMPLATE), losses


def _fit_terms(creation: Creation, losses: list[Loss]) -> Iterator[Term]:
    for term in creation.terms:
        if not _CODE.fullmatch(term.language):
            reason = "csv-language"
        elif _VALUE_LIKE.fullmatch(term.text):
            reason = "csv-value"
        elif "\\" in term.text:
            reason = "csv-backslash"
        else:
            yield term
            continue
        detail = f"{term.language}: {term.text}"
        losses.append(Loss(name(creation.item.id), _PARTS[term.kind], reason, detail))


def _rows(edits: Iterable[Edit], losses: list[Loss]) -> Iterator[_Row]:
    """Yield the rows of edits, each reference after the first in one of its own.

    So there are fewer tables; the same value leads to the same statement.
    """
    for edit in edits:
        columns, cells = ["qid", edit.property], [edit.subject, edit.value]
        for pid, value in edit.qualifiers:
            columns.append(f"qal{pid.removeprefix('P')}")
            cells.append(value)
        for number, reference in enumerate(edit.references):
            if number:
                columns, cells = columns[:2], cells[:2]
            for place, (pid, value) in enumerate(reference):
                columns.append(("s" if place else "S") + pid.removeprefix("P"))
                cells.append(value)
            if any("\\" in cell for cell in cells):
                part = "reference" if number else "statement"
                losses.append(Loss(_subject(edit), part, "csv-backslash", " ".join(cells[1:])))
                if not number:
                    break
            else:
                yield tuple(columns), tuple(cells)


def _subject(edit: Edit) -> str:
    return edit.subject.strip("{}")


def _column(term: Term) -> str:
    return term.kind + term.language


def _files(rows: Iterable[_Row], number: str, ending: str) -> dict[str, bytes]:
    """Return a file for each set of columns; rows keep their order."""
    by_columns: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for columns, cells in rows:
        by_columns.setdefault(columns, []).append(cells)
    return {
        f"{FOLDER}/{number}-{table:02}.csv{ending}": as_csv([columns, *filled]).encode()
        for table, (columns, filled) in enumerate(sorted(by_columns.items()), 1)
    }
