"""Extended Date/Time Format: a written date → the first and the last day that it allows.

Levels 0 and 1 and the parts of level 2 that a historian writes (Library of Congress, 2019). Why
no library does this here: docs/decisions/0003-edtf.md.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from claimgraph.errors import InputError

__all__ = ["Bounds", "bounds"]


class Bounds(NamedTuple):
    """The first and the last day; `None` where the date is open or its end not known."""

    earliest: date | None
    latest: date | None


_OPEN = Bounds(None, None)
_Q = "[?~%]?"  # uncertain, approximate, both: no reason to think of other days than those written
_DATE = re.compile(
    rf"{_Q}(?P<year>[\dX]{{4}}){_Q}"
    rf"(?:-{_Q}(?P<month>[\dX]{{2}}){_Q}(?:-{_Q}(?P<day>[\dX]{{2}}){_Q})?)?"
)
# By the calendar and by the sun, whichever is wider. A winter is named after its December, and a
# season of no hemisphere (21 to 24) may be anywhere in its year.
_SPRING = ("03-01", "06-21")
_SUMMER = ("06-01", "09-23")
_AUTUMN = ("09-01", "12-22")
_WINTER = ("12-01", "03-21")
_YEAR = ("01-01", "12-31")
_QUARTERS = [("01-01", "03-31"), ("04-01", "06-30"), ("07-01", "09-30"), ("10-01", "12-31")]
_NORTH = [_SPRING, _SUMMER, _AUTUMN, _WINTER]
_SOUTH = [_AUTUMN, _WINTER, _SPRING, _SUMMER]
_NOWHERE = [_YEAR, _YEAR, _YEAR, ("06-01", "03-21")]
_SEASONS = dict(enumerate(_NOWHERE + _NORTH + _SOUTH + _QUARTERS, start=21))


def bounds(written: str) -> Bounds:
    """Return the first and the last day that an EDTF date allows.

    `?`, `~` and `%` do not widen the bounds: they are those of the date as written. Raises
    `InputError` for what is not EDTF, not a day of the calendar, or ends before it begins.
    """
    try:
        found = _set(written) if written[:1] in ("[", "{") else _interval(written)
    except ValueError:
        found = None
    if found is None or (found.earliest and found.latest and found.earliest > found.latest):
        raise InputError(
            f'"{written}" is not an EDTF date',
            expected="for instance 1992-02, 1992-02-25, 198X, 1992-02-25/1992-02-26 or ../1992",
        )
    return found


def _set(written: str) -> Bounds | None:
    """`[a,b]` is one of them, `{a,b}` all; either way nothing lies outside."""
    if written[0] + written[-1] not in ("[]", "{}"):
        return None
    members = [
        _between(*member.split("..")) if ".." in member else _date(member)
        for member in written[1:-1].split(",")
    ]
    earliest = [member.earliest for member in members]
    latest = [member.latest for member in members]
    return Bounds(
        None if None in earliest else min(day for day in earliest if day),
        None if None in latest else max(day for day in latest if day),
    )


def _interval(written: str) -> Bounds:
    if "/" not in written:
        return _date(written)
    first, last = written.split("/")
    return _between(first, last)


def _between(first: str, last: str) -> Bounds:
    """Both `..` (open) and nothing (not known) leave that side without a day."""
    if not (first + last).strip("."):
        raise ValueError("an interval without any day")
    opening = _OPEN if first in ("", "..") else _date(first)
    closing = _OPEN if last in ("", "..") else _date(last)
    return Bounds(opening.earliest, closing.latest)


def _date(written: str) -> Bounds:
    parts = _DATE.fullmatch(written)
    if parts is None:
        raise ValueError(written)
    if parts["year"] == "XXXX":
        return _OPEN
    years = _matching(parts["year"], 1, 9999)
    if parts["day"] is None and (season := _SEASONS.get(_number(parts["month"]))):
        first, last = season
        return Bounds(
            date.fromisoformat(f"{years[0]:04}-{first}"),
            date.fromisoformat(f"{years[-1] + (last < first):04}-{last}"),
        )
    months = _matching(parts["month"] or "XX", 1, 12)
    days = _matching(parts["day"] or "XX", 1, 31)
    earliest = next(_days(years, months, days), None)
    if earliest is None:
        raise ValueError(written)
    return Bounds(earliest, next(_days(years[::-1], months[::-1], days[::-1])))


def _number(digits: str | None) -> int:
    return int(digits) if digits and digits.isdecimal() else 0


def _matching(pattern: str, least: int, most: int) -> list[int]:
    if "X" not in pattern:
        return [int(pattern)]
    digits = re.compile(pattern.replace("X", r"\d"))
    return [
        number for number in range(least, most + 1) if digits.fullmatch(f"{number:0{len(pattern)}}")
    ]


def _days(years: list[int], months: list[int], days: list[int]) -> Iterator[date]:
    for year in years:
        for month in months:
            for day in days:
                try:
                    yield date(year, month, day)
                except ValueError:  # the 30th of February
                    continue
