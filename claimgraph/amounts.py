"""Amounts on a command line: more than none, and no more than anybody means."""

from argparse import ArgumentTypeError
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

__all__ = ["amount", "seconds"]

_Number = TypeVar("_Number", int, float)
# Eleven days and a half, if seconds; 24 days are the longest that every system can wait.
_BOUND = 1_000_000


def amount(kind: Callable[[str], _Number], what: str) -> Callable[[str], _Number]:
    """Return a reader of amounts, as `argparse` wants it.

    `kind` makes a number of what is written, and raises `ValueError` where that is none; `what`
    names such numbers in the `ArgumentTypeError` that the reader raises for anything else.
    """

    def read(written: str) -> _Number:
        value = None
        with suppress(ValueError):
            value = kind(written)
        if value is None or not 0 < value < _BOUND:
            raise ArgumentTypeError(f"{written!r} is no {what} above 0 and below {_BOUND:,}")
        return value

    return read


seconds = amount(float, "number of seconds")
