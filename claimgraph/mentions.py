"""Where IRIs are written in the text of Turtle and SPARQL: for whoever needs a line number.

Parsers give no lines for what they accept, and a finding without a line is hard to act on.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

__all__ = ["Mention", "blank_node_line", "declared_prefixes", "iris", "mentions", "subjects"]

_STRINGS = (
    r'"""(?:[^"\\]|\\.|"(?!""))*"""' + r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n]|\\.)*"' + r"|'(?:[^'\\\n]|\\.)*'"
)
_LOCAL = r"(?:[\w:%-]|\\.|\.(?=[\w:%.-]))*"
_PREFIX = r"(?:@prefix|prefix)\s+(?P<declared>[\w-]*):\s*<(?P<namespace>[^>]*)>"
_TOKEN = re.compile(
    rf"(?:{_STRINGS}|\#[^\n]*)|{_PREFIX}"
    r"|<(?P<iri>[^<>\"{}|^`\\\s]*)>"
    r"|(?P<blank>_:|\[|\(|<<)"
    rf"|(?<![\w?$@])(?P<prefix>[A-Za-z][\w-]*)?:(?P<local>{_LOCAL})",
    re.IGNORECASE | re.DOTALL,
)
_DECLARATION = re.compile(rf"^\s*{_PREFIX}", re.IGNORECASE | re.MULTILINE)
_SUBJECT = re.compile(
    rf"^(?:(?P<prefix>[\w-]*):(?P<local>{_LOCAL})|<(?P<iri>[^>\s]+)>)(?=\s)", re.MULTILINE
)


class Mention(NamedTuple):
    """An IRI as it is written: `line` counts from 1."""

    iri: str
    written: str
    line: int


def declared_prefixes(text: str) -> dict[str, str]:
    """Return what the `PREFIX` lines of a Turtle or SPARQL text bind."""
    return {found["declared"]: found["namespace"] for found in _DECLARATION.finditer(text)}


def mentions(text: str) -> Iterator[Mention]:
    """Yield every IRI and prefixed name outside of strings, comments and `PREFIX` lines."""
    prefixes = declared_prefixes(text)
    for line, found in _tokens(text):
        iri = _iri(found, prefixes)
        if iri is not None:
            yield Mention(iri, found[0], line)


def iris(text: str) -> set[str]:
    """Return the IRIs that `mentions` yields, each once, and much faster."""
    prefixes = declared_prefixes(text)
    found = set()
    for _, _, iri, _, prefix, local in set(_TOKEN.findall(text)):
        if iri:
            found.add(iri)
        elif prefix in prefixes:
            found.add(prefixes[prefix] + local.replace("\\", ""))
    return found


def subjects(text: str) -> Iterator[Mention]:
    """Yield the subjects that stand at the start of a line, where the style wants them."""
    prefixes = declared_prefixes(text)
    line, position = 1, 0
    for found in _SUBJECT.finditer(text):
        line += text.count("\n", position, found.start())
        position = found.start()
        iri = _iri(found, prefixes)
        if iri is not None:
            yield Mention(iri, found[0], line)


def blank_node_line(text: str) -> int | None:
    """Return the line of the first blank node, list or triple term of a Turtle text."""
    return next((line for line, found in _tokens(text) if found["blank"]), None)


def _tokens(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    line, position = 1, 0
    for found in _TOKEN.finditer(text):
        if found.lastgroup is not None:
            line += text.count("\n", position, found.start())
            position = found.start()
            yield line, found


def _iri(found: re.Match[str], prefixes: Mapping[str, str]) -> str | None:
    if found["iri"] is not None:
        return found["iri"]
    if found["local"] is None:
        return None
    namespace = prefixes.get(found["prefix"] or "")
    return None if namespace is None else namespace + found["local"].replace("\\", "")
