"""Values as cells of QuickStatements, and what of them a dialect cannot carry.

Three importers read QuickStatements, each a little differently: the classic one in PHP, its batch
runner in Rust, and QuickStatements 3. A dialect is what one of them takes and sends on to the wiki
unaltered; the portable dialect is what all three do. `docs/quickstatements.md` has the table.
"""

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from claimgraph.terms import BASE
from claimgraph.wikibase import (
    CALENDARS,
    Coordinates,
    ItemId,
    MonolingualText,
    Quantity,
    Text,
    Time,
    Unknown,
    Value,
)

__all__ = [
    "DIALECTS", "REASONS", "Cell", "Dialect", "Uncarried", "cell", "name", "placed", "raw",
    "sameness",
]  # fmt: skip

REASONS: Mapping[str, str] = {
    "bounds": "the bounds of a figure do not reach the wiki; the figure itself does",
    "comment-sign": "/* opens an edit summary even inside of a text",
    "csv-backslash": "in CSV only: the classic importer lets a backslash shield a quotation mark",
    "csv-language": "in CSV only: QuickStatements 3 takes two-letter language codes",
    "csv-value": "in CSV only: QuickStatements 3 takes the text for a number, an id or a date",
    "digits": "more digits than a floating-point number keeps",
    "language": "a language code may only have letters and hyphens",
    "outer-quotation-marks": "quotation marks doubled at both ends are taken off",
    "pipe": "a pipe ends a cell or a value even inside of a text",
    "precision": "every point gets a precision of 0.000001 degrees, finer than what is known",
    "quotation-marks": "typographic quotation marks become straight ones",
    "same-value": "it would be merged into another statement with the same main value",
    "second-reference": "a statement that must be new takes one reference only",
    "unit": "the unit of a quantity in a qualifier or reference is not sent as one",
    "unit-without-id": "the unit is an item that has no Q id yet",
    "unknown-value": "that there is a value, or none, is only sent as the main value, and there "
    "without its references",
    "unreferenced": "none of its references can be carried, and without one it is not exported",
}
"""Why something is lost; `bounds` and `quotation-marks` lose a part, the rest is carried."""

_LANGUAGE = re.compile(r"[a-z_-]+")
_OURS = re.compile(re.escape(BASE) + r"([a-z]+)/([\w.-]+)")
_SURE_DIGITS = 15  # what a double keeps of any decimal number
_QUOTES = str.maketrans("“”", '""')
_FINEST = Decimal("0.000001")


@dataclass(frozen=True)
class Dialect:
    """What an importer takes and sends on."""

    name: str
    signs: tuple[str, ...] = ()  # what no text may hold
    typographic: bool = True  # “ ” stay as they are
    unwraps: bool = False  # ""text"" loses its quotation marks
    unknowns: bool = True  # somevalue and novalue
    bounds: Literal["none", "symmetric", "any"] = "none"
    units: bool = True  # of quantities in qualifiers and references
    floats: bool = False  # numbers are kept as floating-point numbers
    forced: Literal["", "!P", "+Q"] = ""  # how to say that a statement is to be new
    one_line: bool = False  # several references in one line


DIALECTS: Mapping[str, Dialect] = {
    dialect.name: dialect
    for dialect in (
        Dialect(
            "portable", signs=("|", "/*"), typographic=False, unwraps=True, unknowns=False,
            units=False, floats=True,
        ),
        Dialect("classic", bounds="symmetric", forced="!P"),
        Dialect("rust", signs=("||", "/*"), unknowns=False, floats=True),
        Dialect(
            "qs3", signs=("|",), typographic=False, unwraps=True, bounds="any", units=False,
            forced="+Q", one_line=True,
        ),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """A value as it is written, and the reasons why that is not all of it."""

    text: str
    reasons: tuple[str, ...] = ()


class Uncarried(Exception):  # noqa: N818 - no error, but a loss
    """Something that a dialect cannot carry, with the reason as a key of `REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def name(item: ItemId) -> str:
    """Return what people call an item: the CURIE of our IRI, another IRI, else the Q id."""
    ours = _OURS.fullmatch(item.iri)
    return f"{ours[1]}:{ours[2]}" if ours else item.iri or item.qid


def placed(item: ItemId) -> str:
    """Return an item's Q id, or a place for it that no importer takes for anything."""
    return item.qid or f"{{{name(item)}}}"


def cell(value: Value, dialect: Dialect, *, main: bool = False) -> Cell:
    """Return a value as a cell of V1; `main` says that it is the value of a statement itself.

    Raises `Uncarried` for what the dialect cannot carry at all.
    """
    written: Cell
    match value:
        case ItemId():
            written = Cell(placed(value))
        case Unknown():
            written = _unknown(value, dialect)
        case Text():
            written = _quoted(value.text, dialect)
        case MonolingualText():
            written = _monolingual(value, dialect)
        case Time():
            written = Cell(_time(value))
        case Quantity():
            written = _quantity(value, dialect, main=main)
        case Coordinates():
            written = _point(value)
    return written


def raw(text: str, dialect: Dialect) -> Cell:
    """Return a text as the dialect has it, without quotation marks; raises `Uncarried`."""
    for sign in dialect.signs:
        if sign in text:
            raise Uncarried("comment-sign" if sign == "/*" else "pipe")
    written = text if dialect.typographic else text.translate(_QUOTES)
    if dialect.unwraps and len(written) > 3 and written[:2] == written[-2:] == '""':
        raise Uncarried("outer-quotation-marks")
    return Cell(written, ("quotation-marks",) if written != text else ())


def sameness(value: Value) -> Hashable:
    """Return what is equal for values that one of the importers takes to be equal."""
    match value:
        case ItemId():
            return placed(value)
        case Quantity():
            return value.amount
        case Time():
            return value.year, value.month, value.day, value.calendar
        case Coordinates():
            return value.latitude, value.longitude
    return value


def _unknown(value: Unknown, dialect: Dialect) -> Cell:
    if not dialect.unknowns:
        raise Uncarried("unknown-value")
    return Cell(value.value)


def _quoted(text: str, dialect: Dialect) -> Cell:
    bare = raw(text, dialect)
    return Cell(f'"{bare.text}"', bare.reasons)


def _monolingual(value: MonolingualText, dialect: Dialect) -> Cell:
    if not _LANGUAGE.fullmatch(value.language):
        raise Uncarried("language")
    text = _quoted(value.text, dialect)
    return Cell(f"{value.language}:{text.text}", text.reasons)


def _point(point: Coordinates) -> Cell:
    if point.precision > _FINEST:
        raise Uncarried("precision")
    return Cell(f"@{point.latitude:f}/{point.longitude:f}")


def _time(time: Time) -> str:
    sign, year = ("-", -time.year) if time.year < 0 else ("+", time.year)
    julian = "/J" if time.calendar == CALENDARS["julian"] else ""
    day = f"{year:04}-{time.month:02}-{time.day:02}"
    return f"{sign}{day}T00:00:00Z/{time.precision}{julian}"


def _quantity(quantity: Quantity, dialect: Dialect, *, main: bool) -> Cell:
    unit = ""
    if quantity.unit is not None:
        if not main and not dialect.units:
            raise Uncarried("unit")
        if not quantity.unit.qid:
            raise Uncarried("unit-without-id")
        unit = f"U{quantity.unit.qid.removeprefix('Q')}"
    if dialect.floats and len(quantity.amount.normalize().as_tuple().digits) > _SURE_DIGITS:
        raise Uncarried("digits")
    bounds, reasons = _bounds(quantity, dialect)
    return Cell(f"{quantity.amount:f}{bounds}{unit}", reasons)


def _bounds(quantity: Quantity, dialect: Dialect) -> tuple[str, tuple[str, ...]]:
    amount, lower, upper = quantity.amount, quantity.lower, quantity.upper
    if lower is None or upper is None:
        return "", ()
    if dialect.bounds == "any":
        return f"[{lower:f},{upper:f}]", ()
    # The classic importer reckons with floating-point numbers: only whole ones come out right.
    whole = all(number == number.to_integral_value() for number in (amount, lower, upper))
    if dialect.bounds == "symmetric" and whole and amount - lower == upper - amount:
        return f"~{upper - amount:f}", ()
    return "", ("bounds",)
