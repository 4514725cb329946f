"""EDTF dates → times as Wikibase has them, with what does not fit into one time beside it.

A time of Wikibase is a year, a month or a day. An interval becomes the time that encloses it, with
its start and end; a season, an unspecified digit or one of several days becomes the same with the
earliest and the latest date. Where no year encloses it there is no time, and the bounds alone.
Nothing is made more precise than it was written.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from pyoxigraph import NamedNode

from claimgraph.edtf import bounds
from claimgraph.terms import SLOT
from claimgraph.wikibase import Time

__all__ = ["Dated", "dated"]

_SHARP = re.compile(r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d\d))?)?")
_UNSPECIFIED = re.compile(r"(-XX)+$")
_MARKS = re.compile(r"[?~%]")
_YEAR, _MONTH, _DAY = 9, 10, 11


class Dated(NamedTuple):
    """The time that a date is or lies within, if any; `parts` are the slots that narrow it down.

    `approximate` says whether it was written as such.
    """

    time: Time | None
    parts: Sequence[tuple[NamedNode, Time]] = ()
    approximate: bool = False


def dated(written: str) -> Dated:
    """Return the times that an EDTF date becomes; raises `InputError` for what is not EDTF."""
    bounds(written)
    approximate = "~" in written or "%" in written
    plain = _MARKS.sub("", written)
    return Dated(*_times(_UNSPECIFIED.sub("", plain)), approximate)


def _times(written: str) -> tuple[Time | None, Sequence[tuple[NamedNode, Time]]]:
    if sharp := _sharp(written):
        return sharp, ()
    if "/" in written:
        first, last = written.split("/")
        start, end = _sharp(first), _sharp(last)
        if (start or first in ("", "..")) and (end or last in ("", "..")):
            return _enclosing(written), _filled((SLOT.start, start), (SLOT.end, end))
    if written.startswith("{"):  # all of several dates, and nothing between them
        return _enclosing(written), ()
    earliest, latest = bounds(written)
    precision = _precision(written)
    return _enclosing(written), _filled(
        (SLOT.earliest, _time(earliest, precision) if earliest else None),
        (SLOT.latest, _time(latest, precision) if latest else None),
    )


def _sharp(written: str) -> Time | None:
    found = _SHARP.fullmatch(written)
    if found is None:
        return None
    year, month, day = (int(part or 0) for part in found.groups())
    return Time(year, month, day, _YEAR + bool(month) + bool(day))


def _enclosing(written: str) -> Time | None:
    earliest, latest = bounds(written)
    if earliest is None or latest is None or earliest.year != latest.year:
        return None
    if earliest.month != latest.month:
        return _time(earliest, _YEAR)
    return _time(earliest, _DAY if earliest == latest else _MONTH)


def _precision(written: str) -> int:
    """How precisely the bounds of a date may be said: a season has months, 198X has years."""
    members = [member for member in re.split(r"\.\.|[][,/]", written) if member]
    sharp = [_sharp(member) for member in members]
    if all(sharp):
        return min(time.precision for time in sharp if time)
    return _YEAR if any("X" in member for member in members) else _MONTH


def _time(day: date, precision: int) -> Time:
    month = day.month if precision >= _MONTH else 0
    return Time(day.year, month, day.day if precision == _DAY else 0, precision)


def _filled(*slots: tuple[NamedNode, Time | None]) -> Sequence[tuple[NamedNode, Time]]:
    return [(slot, time) for slot, time in slots if time is not None]
