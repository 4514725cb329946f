"""The `#+` lines of a query, which grlc reads as YAML: the small part of YAML that queries need.

`#+ summary: text`, `#+ tags: [a, b]`, `#+ tags:` over `#+   - a`, and `#+ defaults:` over
`#+   - name: value`. grlc itself takes all of YAML; a test holds the two readings together.
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
        started, item = _KEY.fullmatch(words), _ITEM.fullmatch(words)
        if started:
            key = started["key"]
            value = _value(started["text"] or "")
        elif item and key:
            value = _with(found[key], item["item"])
        else:
            value = None
        if value is None:
            raise InputError(
                f"{line.strip()!r} is no decorator as YAML reads it",
                expected="`#+ key: text` or `#+   - item`, odd texts in quotes",
                path=path,
                line=number,
            )
        found[key] = value
    return found


def _value(text: str) -> Decorator | None:
    inline = _INLINE.fullmatch(text)
    if inline is None:
        return _plain(text)
    items = [_plain(item) for item in inline["items"].split(", ")]
    return None if None in items else [item for item in items if item is not None]


def _with(value: Decorator, item: str) -> Decorator | None:
    pair = _PAIR.fullmatch(item)
    text = _plain(pair["value"] if pair else item)
    if text is None:
        return None
    if pair:
        return {**(value if isinstance(value, dict) else {}), pair["name"]: text}
    return [*(value if isinstance(value, list) else []), text]


def _plain(text: str) -> str | None:
    """Return the text, or nothing where YAML would take it for something else."""
    if quoted := _QUOTED.fullmatch(text):
        return quoted["text"]
    return None if _ODD.match(text) else text
