"""The `#+` lines of a query, which grlc reads as YAML: the small part of YAML that queries need.

`#+ summary: text`, `#+ tags: [a, b]`, `#+ tags:` over `#+   - a`, and `#+ defaults:` over
`#+   - name: value`. grlc itself takes all of YAML; a test holds the two readings against each other.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from claimgraph.errors import InputError

__all__ = ["MARK", "Decorator", "decorators"]

MARK = "#+"

Decorator = str | list[str] | dict[str, str]
"""A text, a list of texts, or what is given by name."""

_KEY = re.compile(r" ?(?P<key>[a-z_]+):(?: (?P<text>.*))?")
_ITEM = re.compile(r" +- (?P<item>.*)")
_PAIR = re.compile(r"(?P<name>[A-Za-z0-9]+): (?P<value>.*)")
_INLINE = re.compile(r"\[(?P<items>.*)\]")
# What YAML would take for something else than the text that it looks like.
_QUOTED = re.compile(r"(['\"])(?P<text>.*)\1")
_ODD = re.compile(r"[&*!|>%@`{#'\"]|.*(?:: | #|:$)")


def decorators(lines: Iterable[tuple[int, str]], path: Path | None = None) -> dict[str, Decorator]:
    """Return the decorators of a header by key; `lines` are numbered and begin with the mark.

    Raises `InputError` for a line that is not of the four forms, and for a text that YAML would
    read as something else unless it is quoted.
    """
    found: dict[str, Decorator] = {}
    key = ""
    for number, line in lines:
        words = line.removeprefix(MARK).rstrip()
        try:
            if started := _KEY.fullmatch(words):
                key = started["key"]
                found[key] = _value(started["text"] or "")
            elif (item := _ITEM.fullmatch(words)) and key:
                found[key] = _with(found[key], item["item"])
            else:
                raise ValueError("neither `key: text` nor an item of a list")
        except ValueError as error:
            raise InputError(
                f"{line.strip()!r} is no decorator: {error}",
                expected="a line such as `#+ summary: text` or `#+   - item`",
                path=path,
                line=number,
            ) from error
    return found


def _value(text: str) -> Decorator:
    if inline := _INLINE.fullmatch(text):
        return [_plain(item) for item in inline["items"].split(", ")]
    return _plain(text)


def _with(value: Decorator, item: str) -> Decorator:
    if pair := _PAIR.fullmatch(item):
        pairs = value if isinstance(value, dict) else {}
        return {**pairs, pair["name"]: _plain(pair["value"])}
    return [*(value if isinstance(value, list) else []), _plain(item)]


def _plain(text: str) -> str:
    if quoted := _QUOTED.fullmatch(text):
        return quoted["text"]
    if _ODD.match(text):
        raise ValueError("YAML would misread it, so put it in quotes")
    return text
