"""A time as Wikibase writes it in RDF: in the Gregorian calendar, where year 0 is 1 BC.

A day in the Julian calendar is converted. A month or a year in it is not: nobody knows how.
"""

from claimgraph.wikibase import CALENDARS, Time

__all__ = ["gregorian"]

_YEAR, _DAY = 9, 11


def gregorian(time: Time) -> str:
    """Return the lexical form of an `xsd:dateTime`; what is not known is the first of its kind."""
    year, month, day = time.year, time.month or 1, time.day or 1
    # 1 BC is -1 in Wikibase, and 0 in XSD 1.1; below a year nobody counts so closely.
    if year < 0 and time.precision >= _YEAR:
        year += 1
    if time.calendar == CALENDARS["julian"] and time.precision >= _DAY:
        year, month, day = _from_day_number(_julian_day_number(year, month, day))
    return f"{'-' * (year < 0)}{abs(year):04d}-{month:02d}-{day:02d}T00:00:00Z"


def _julian_day_number(year: int, month: int, day: int) -> int:
    """Return the day number of a date in the Julian calendar (Richards 2013, table 15.14)."""
    years = year + 4800 - (14 - month) // 12
    months = month + 12 * ((14 - month) // 12) - 3
    return day + (153 * months + 2) // 5 + 365 * years + years // 4 - 32083


def _from_day_number(number: int) -> tuple[int, int, int]:
    """Return the date in the Gregorian calendar (Richards 2013)."""
    shifted = number + 32044
    centuries, rest = divmod(4 * shifted + 3, 146097)
    years, left = divmod(4 * (rest // 4) + 3, 1461)
    months, days = divmod(5 * (left // 4) + 2, 153)
    year = 100 * centuries + years - 4800 + months // 10
    return year, months + 3 - 12 * (months // 10), days // 5 + 1
