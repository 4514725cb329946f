"""A value in a JSON file with its place there, which says what is wrong with it, and where."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import NoReturn

from claimgraph.errors import InputError

__all__ = ["Node", "parsed"]


@dataclass(frozen=True)
class Node:
    """A value, the way to it from the top (`claims.P31[0]`), and the line that it is on."""

    value: object
    way: str
    path: Path
    line: int

    def refuse(self, expected: str) -> NoReturn:
        """Raise `InputError` for what stands here."""
        raise self.error(f"{self.way or 'the line'} is {_shown(self.value)}", expected)

    def error(self, found: str, expected: str = "") -> InputError:
        """Return the error that says what was found here."""
        return InputError(found, expected=expected, path=self.path, line=self.line)

    def keys(self, needs: str, may: str = "") -> Mapping[str, "Node"]:
        """Return the members of an object that has the keys it needs, and no others than it may."""
        members = dict(self.members())
        keys, allowed = set(needs.split()), set(needs.split()) | set(may.split())
        if missing := sorted(keys - members.keys()):
            raise self.error(f"{self.way or 'the line'} has no {missing[0]!r}")
        if strange := sorted(members.keys() - allowed):
            expected = f"one of {', '.join(sorted(allowed))}"
            raise self.error(f"{self.way or 'the line'} has the key {strange[0]!r}", expected)
        return members

    def members(self) -> Iterator[tuple[str, "Node"]]:
        """Yield the members of an object. PHP writes one that is empty as an empty list."""
        if self.value == []:
            return
        if not isinstance(self.value, dict):
            self.refuse("an object")
        for key, value in self.value.items():
            way = f"{self.way}.{key}" if self.way else key
            yield key, Node(value, way, self.path, self.line)

    def elements(self) -> Iterator["Node"]:
        """Yield the elements of a list."""
        if not isinstance(self.value, list):
            self.refuse("a list")
        for number, value in enumerate(self.value):
            yield Node(value, f"{self.way}[{number}]", self.path, self.line)

    def some(self) -> Iterator["Node"]:
        """Yield the elements of a list that has some: of one that has none, nothing is kept."""
        if self.value == []:
            self.refuse("a list of something")
        return self.elements()

    def text(self) -> str:
        """Return a string."""
        return self.value if isinstance(self.value, str) else self.refuse("a string")

    def number(self) -> Decimal:
        """Return a number with all of its digits."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | Decimal):
            self.refuse("a number")
        return Decimal(self.value)

    def must(self, value: object) -> None:
        """Raise `InputError` unless it is this value, the only one that can be kept."""
        if self.value != value or isinstance(self.value, bool):
            self.refuse(_shown(value))


def parsed(text: str, path: Path, line: int) -> Node:
    """Return what a line says. Raises `InputError` where it is no JSON or has a key twice."""
    try:
        value = json.loads(
            text,
            parse_float=Decimal,
            parse_constant=_refused,
            object_pairs_hook=_once,
        )
    except (ValueError, RecursionError) as error:
        raise InputError(f"is no JSON ({error})", path=path, line=line) from error
    return Node(value, "", path, line)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key {next(k for k in keys if keys.count(k) > 1)!r} is there twice")
    return members


def _refused(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:60] + "…"
