"""The grammars of QuickStatements, as its three importers read them.

Written anew from what the importers' documentation, issues and sources say of them:

- classic: https://github.com/magnusmanske/quickstatements
- Rust: https://github.com/magnusmanske/quickstatements_rs
- QuickStatements 3: https://github.com/WikiMovimentoBrasil/quickstatements3

Only what our batches can hold is here: no removals, merges, sitelinks, lexemes or properties.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

__all__ = [
    "Command", "Create", "Edit", "Read", "Refused", "Term", "classic_table", "classic_v1",
    "qs3_table", "qs3_v1", "rust_v1",
]  # fmt: skip


class Refused(Exception):  # noqa: N818 - what an importer says, no fault of the tests
    """What an importer does not take, or takes for nothing."""


class Read(NamedTuple):
    """A value as an importer understands it: what it is, and its parts."""

    kind: str
    parts: tuple[object, ...]


@dataclass(frozen=True)
class Create:
    """CREATE."""

    summary: str = ""


@dataclass(frozen=True)
class Term:
    """A label (L), description (D) or alias (A)."""

    item: str
    kind: str
    language: str
    text: str


@dataclass(frozen=True)
class Edit:
    """A statement, with qualifiers, and references of several snaks."""

    item: str
    property: str
    value: Read
    qualifiers: tuple[tuple[str, Read], ...] = ()
    references: tuple[tuple[tuple[str, Read], ...], ...] = ()
    new: bool = False
    summary: str = ""


Command = Create | Term | Edit

_ID = re.compile(r"[PQLM]\d+|L\d+-[FS]\d+")
_ASCII_SPACE = " \t\n\r\0\x0b"


# Values ------------------------------------------------------------------------------------------


def _unknown(text: str) -> Read | None:
    return Read(text, ()) if text in ("somevalue", "novalue") else None


def _entity(text: str) -> Read | None:
    return Read("item", (text,)) if text == "LAST" or _ID.fullmatch(text) else None


def _time(text: str) -> Read | None:
    found = re.fullmatch(r"([+-]?)(\d+)-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z/?(\d*)(/J)?", text)
    if not found:
        return None
    year = int(found[2]) * (-1 if found[1] == "-" else 1)
    precision = int(found[8] or 9)
    return Read("time", (year, int(found[3]), int(found[4]), precision, bool(found[9])))


def _point(text: str) -> Read | None:
    found = re.fullmatch(r"@\s*([+-]?[0-9.]+)\s*/\s*([+-]?[0-9.]+)", text)
    return Read("point", (Decimal(found[1]), Decimal(found[2]))) if found else None


_NUMBER = r"[+-]?\d+(?:\.\d+)?"


def _quantity(text: str, *, bounds: bool, space: str = "") -> Read | None:
    """Return a quantity; the two with bounds by two numbers are told apart by the importers."""
    if found := re.fullmatch(rf"({_NUMBER})(?:U(\d+))?", text):
        return Read("quantity", (Decimal(found[1]), None, None, found[2] or ""))
    if found := re.fullmatch(rf"({_NUMBER})\s*~\s*({_NUMBER})(?:U(\d+))?", text):
        amount, error = Decimal(found[1]), Decimal(found[2])
        return Read("quantity", (amount, amount - error, amount + error, found[3] or ""))
    found = re.fullmatch(rf"({_NUMBER})\[({_NUMBER}),{space}({_NUMBER})\](?:U(\d+))?", text)
    if found and bounds:
        numbers = Decimal(found[1]), Decimal(found[2]), Decimal(found[3])
        return Read("quantity", (*numbers, found[4] or ""))
    return None


def _string(text: str) -> Read | None:
    found = re.fullmatch(r'"(.*)"', text)
    return Read("string", (found[1],)) if found else None


def _monolingual(text: str, code: str = "[a-z_-]+") -> Read | None:
    found = re.fullmatch(rf'({code}):"(.*)"', text)
    return Read("monolingual", (found[1], found[2])) if found else None


def _classic_value(text: str) -> Read:
    text = text.strip(_ASCII_SPACE)
    read = (
        _unknown(text) or _entity(text) or _string(text) or _monolingual(text) or _time(text)
        or _point(text) or _quantity(text, bounds=False)
    )  # fmt: skip
    if read is None:
        raise Refused(f"Unknown V1 value format: {text}")
    if read.kind in ("string", "monolingual"):
        *code, words = read.parts
        return Read(read.kind, (*code, str(words).strip(_ASCII_SPACE)))
    return read


def _rust_value(text: str) -> Read:
    text = text.strip()
    read = (
        _unknown(text) or _point(text) or _quantity(text, bounds=True) or _time(text)
        or _monolingual(text, "[a-z][a-z0-9_-]*") or _string(text) or _entity(text.upper())
    )  # fmt: skip
    if read is None:
        raise Refused("Cannot parse value")
    if read.kind == "quantity":  # as floating-point numbers; what has bounds is sent without
        amount = Decimal(repr(float(str(read.parts[0]))))
        return Read("quantity", (amount, None, None, read.parts[3]))
    return read


def _qs3_value(text: str) -> Read | None:
    text = text.strip().replace("“", '"').replace("”", '"')
    wrapped = re.fullmatch(r'"""(.*)"""', text)
    read = (
        _unknown(text) or _entity(text) or (wrapped and Read("string", (wrapped[1],)))
        or _monolingual(text) or _string(text) or _time(text) or _point(text)
        or _quantity(text, bounds=True, space=r"\s?")
    )  # fmt: skip
    if read and read.kind in ("string", "monolingual") and not wrapped:
        *code, words = read.parts
        return Read(read.kind, (*code, str(words).strip()))
    return read


# V1 ----------------------------------------------------------------------------------------------


def _paired(cells: list[str]) -> Iterator[tuple[str, str]]:
    if len(cells) % 2:
        raise Refused("Incomplete reference/qualifier list")
    yield from zip(cells[::2], cells[1::2], strict=True)


def classic_v1(text: str) -> Iterator[Command]:
    """Yield the commands of a batch as the classic importer reads it; raises `Refused`."""
    if "\n" not in text:
        text = text.replace("||", "\n")
    if "\t" not in text:
        text = text.replace("|", "\t")
    for line in text.split("\n"):
        row, summary = line.strip(_ASCII_SPACE), ""
        if found := re.fullmatch(r"(.*?) */\* *(.*?) *\*/ *", row):
            row, summary = found[1], found[2]
        if not row:
            continue
        cells = row.split("\t")
        first = cells[0].strip(_ASCII_SPACE).upper()
        known = first == "LAST" or bool(_ID.fullmatch(first))
        statement = re.fullmatch(r"(!?)(P\d+)", cells[1]) if len(cells) > 1 else None
        term = re.fullmatch(r"([LADS])([a-z_-]+)", cells[1], re.IGNORECASE) if cells[1:] else None
        if first == "CREATE":
            yield Create(summary)
        elif known and statement and len(cells) > 2:
            edit = Edit(
                first, statement[2], _classic_value(cells[2]), new=bool(statement[1]),
                summary=summary,
            )  # fmt: skip
            yield _with_pairs(edit, list(_paired(cells[3:])), _classic_value)
        elif known and term and len(cells) == 3:
            value = _classic_value(cells[2])
            if value.kind != "string":
                raise Refused("Broken command")
            yield Term(first, term[1].upper(), term[2].lower(), str(value.parts[0]))
        else:
            raise Refused(f"passed over without a word: {row}")


def _with_pairs(edit: Edit, pairs: list[tuple[str, str]], value: Callable[[str], Read]) -> Edit:
    """Return an edit with its pairs, for importers to which `!S` is but an S."""
    qualifiers: list[tuple[str, Read]] = []
    references: list[tuple[tuple[str, Read], ...]] = []
    previous = ""
    for key, cell in pairs:
        found = re.fullmatch(r"!?([PS])(\d+)", key)
        if not found:
            raise Refused(f"Bad reference/qualifier key: {key}")
        pair = (f"P{found[2]}", value(cell))
        if found[1] == "P":
            qualifiers.append(pair)
        elif previous == "S":
            references[-1] = (*references[-1], pair)
        else:
            references.append((pair,))
        previous = found[1]
    return replace(edit, qualifiers=tuple(qualifiers), references=tuple(references))


def rust_v1(text: str) -> Iterator[Command]:
    """Yield the commands of a batch as Rust's importer reads it; raises `Refused`."""
    for line in text.split("\n"):
        row, summary = line, ""
        if found := re.fullmatch(r"(.*)/\*\s*(.*?)\s*\*/(.*)", line):
            row, summary = found[1] + found[3], found[2]
        row = row.strip()
        if row:
            sign = "||" if "\t" in row or "||" in row else "|"
            yield _rust_command(row.replace(sign, "\t").split("\t"), summary)


def _rust_command(cells: list[str], summary: str) -> Command:
    if cells[0].upper() == "CREATE":
        return Create(summary)
    if len(cells) < 3:
        raise Refused("No valid command")
    first = cells[0].strip().upper()
    if first != "LAST" and not _ID.fullmatch(first):
        raise Refused(f"Not a valid entity ID: {first}")
    value = _rust_value(cells[2])
    if term := re.fullmatch(r" *([LDAS]) *([a-z_-]+) *", cells[1]):
        if value.kind != "string":
            raise Refused("Bad value")
        return Term(first, term[1], term[2], str(value.parts[0]))
    statement = re.fullmatch(r"(!?)([Pp]\d+)", cells[1].strip())
    if not statement:
        raise Refused(f"Cannot parse commands: {cells}")
    if len(cells) % 2 == 0:
        raise Refused("Bad reference/qualifier key")
    edit = Edit(first, statement[2].upper(), value, new=bool(statement[1]), summary=summary)
    edit = _with_pairs(edit, list(_paired(cells[3:])), _rust_value)
    united = tuple(pair for reference in edit.references for pair in reference)
    return replace(edit, references=(united,) if united else ())


def qs3_v1(text: str) -> Iterator[Command]:
    """Yield the commands of a batch as QuickStatements 3 reads it; raises `Refused`."""
    lines = text.replace("||", "\n").replace("|", "\t").split("\n")
    for line in filter(None, (line.strip() for line in lines)):
        row, summary = line, ""
        if found := re.fullmatch(r"(.*?)\s*/\*\s*(.*?)\s*\*/\s*", row):
            row, summary = found[1], found[2]
        cells = [cell.strip() for cell in row.split("\t") if cell.strip()]
        if cells[0].upper() == "CREATE":
            if len(cells) != 1:
                raise Refused("CREATE command can have only 1 column")
            yield Create(summary)
        else:
            yield _qs3_command(cells, summary)


def _qs3_command(cells: list[str], summary: str) -> Command:
    if len(cells) < 3:
        raise Refused("STATEMENT must contain at least entity, property and value")
    new, item = cells[0].startswith("+"), cells[0].upper().removeprefix("+")
    if item != "LAST" and not _ID.fullmatch(item):
        raise Refused(f"Invalid entity {item}")
    value = _qs3_value(cells[2])
    if cells[1][0] in "LDA":
        if value is None or value.kind != "string" or len(cells) != 3:
            raise Refused(f"{cells[1]} must be a string instance")
        return Term(item, cells[1][0], cells[1][1:], str(value.parts[0]))
    if not re.fullmatch(r"P\d+", cells[1]):
        raise Refused(f"Invalid property {cells[1]}")
    if len(cells) > 3 and re.fullmatch(r"R(-|0|\+|deprecated|normal|preferred)", cells[3]):
        del cells[3]
    edit = Edit(item, cells[1], _sure(value), new=new, summary=summary)
    return _qs3_pairs(edit, cells[3:])


def _qs3_pairs(edit: Edit, cells: list[str]) -> Edit:
    qualifiers: list[tuple[str, Read]] = []
    references: list[tuple[tuple[str, Read], ...]] = [()]
    for key, cell in zip(cells[::2], cells[1::2], strict=False):  # one too many is passed over
        value = _sure(_qs3_value(cell))
        if re.fullmatch(r"P\d+", key):
            qualifiers.append((key, value))
        elif found := re.fullmatch(r"(!?)S(\d+)", key):
            if found[1]:
                references.append(())
            references[-1] = (*references[-1], (f"P{found[2]}", value))
        else:
            raise Refused(f"Invalid source {key}")
    if len(cells) % 2:
        raise Refused(f"passed over without a word: {cells[-1]}")
    kept = tuple(reference for reference in references if reference)
    return replace(edit, qualifiers=tuple(qualifiers), references=kept)


def _sure(value: Read | None) -> Read:
    if value is None:
        raise Refused("a value that is none, which fails when the batch is run")
    return value


# CSV ---------------------------------------------------------------------------------------------


def _php_rows(text: str) -> Iterator[list[str]]:
    """Yield the rows as PHP's fgetcsv has them: a backslash shields a quotation mark."""
    row, cell, quoted, at = [], "", False, 0
    while at < len(text):
        sign = text[at]
        if quoted and sign == "\\" and text[at + 1 : at + 2] == '"':
            cell, at = cell + '\\"', at + 1
        elif quoted and text[at : at + 2] == '""':
            cell, at = cell + '"', at + 1
        elif sign == '"' and (quoted or not cell):
            quoted = not quoted
        elif quoted or sign not in ",\n":
            cell += sign
        else:
            row.append(cell)
            cell = ""
            if sign == "\n":
                yield row
                row = []
        at += 1
    if quoted or cell or row:
        raise Refused("the file ends within a row")


def classic_table(text: str) -> Iterator[Command]:
    """Yield the commands of a table as the classic importer reads it; raises `Refused`."""
    head, *rows = _php_rows(text)
    if head[0] != "qid" or "qid" in head[1:] or head[1:2] == ["#"]:
        raise Refused("no commands, without a word")
    for row in rows:
        if not row[0]:
            yield Create()
        edits: list[Edit] = []
        for column, cell in zip(head[1:], row[1:], strict=True):
            subject = row[0] or "LAST"
            if re.fullmatch(r"P\d+", column):
                edits.append(Edit(subject, column, _classic_value(cell)))
            elif found := re.fullmatch(r"([LDA])(.+)", column):
                yield Term(subject, found[1], found[2], cell)
            elif found := re.fullmatch(r"(qal|S|s)(\d+)", column):
                pair = (f"P{found[2]}", _classic_value(cell))
                edits[-1] = _joined(edits[-1], found[1], pair)
            else:
                raise Refused(f"stops at {column}")
        yield from edits


def _joined(edit: Edit, kind: str, pair: tuple[str, Read]) -> Edit:
    if kind == "qal":
        return replace(edit, qualifiers=(*edit.qualifiers, pair))
    if kind == "S":
        return replace(edit, references=(*edit.references, (pair,)))
    *others, last = edit.references
    return replace(edit, references=(*others, (*last, pair)))


def qs3_table(text: str) -> Iterator[Command]:
    """Yield the commands of a table as QuickStatements 3 reads it; raises `Refused`."""
    rows = csv.reader(io.StringIO(text, newline=""))
    head = next(rows)
    if head[0] != "qid":
        raise Refused("CSV header first element must be qid")
    for row in filter(None, rows):
        if not row[0].strip():
            yield Create()
        edits: list[Edit] = []
        for column, written in zip(head[1:], row[1:], strict=True):
            subject, cell = row[0].strip() or "LAST", written.strip()
            value = _qs3_value(cell) or Read("string", (cell,))
            if not cell:
                continue
            if re.fullmatch(r"P\d+", column):
                edits.append(Edit(subject, column, value))
            elif found := re.fullmatch(r"([LDA])([a-z]{2})", column):
                if value.kind != "string":
                    raise Refused(f"a term that is a {value.kind}")
                yield Term(subject, found[1], found[2], str(value.parts[0]))
            elif found := re.fullmatch(r"(qal|S|s)(\d+)", column):
                edits[-1] = _joined(edits[-1], found[1], (f"P{found[2]}", value))
            else:
                raise Refused(f"passes over {column}")
        yield from edits
