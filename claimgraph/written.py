"""A document's Turtle as it stands in its file, line by line, with all that a person added."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from claimgraph.errors import InputError
from claimgraph.text import Corrections

__all__ = ["WrittenBlock", "read_blocks", "read_top"]

_STATEMENT = re.compile(r'    (?P<predicate>\S+) (?P<object>[^\s,;"#]+|"(?:[^"\\]|\\.)*"\S*) ;')
_SUBJECT = re.compile(r"[\w-]*:\S+|<\S+>")
_PREFIX = re.compile(r"PREFIX [\w-]*: +<[^>]*>")
_RECORD = re.compile(
    r"# (sentences split at|sentences joined at|numbers not used again:) (s?\d+(?:, s?\d+)*)"
)


@dataclass
class WrittenBlock:
    """A block as it stands in the file, and the lines between the one before and it."""

    path: Path | None
    line: int
    subject: str
    above: list[str]
    lines: list[str] = field(default_factory=list)

    def value(self, predicate: str) -> str:
        """Return the first object of `predicate` that has a line to itself, or nothing."""
        found = filter(None, map(_STATEMENT.fullmatch, self.lines))
        return next((match["object"] for match in found if match["predicate"] == predicate), "")

    def additions(self, ours: Iterable[str]) -> list[str]:
        """Return the lines of a block but those that make statements like `ours`.

        Raises `InputError` where such a statement shares its line with a comment or another value.
        """
        keys = set(map(_key, ours))
        predicates = {predicate for predicate, _ in keys}
        added = []
        for number, line in enumerate(self.lines, self.line + 1):
            if _STATEMENT.fullmatch(line) is None and _key(line)[0] in predicates:
                raise _unkept(
                    "more than one predicate and one value on this line", self.path, number
                )
            if _key(line) not in keys:
                added.append(line)
        return added


def read_top(turtle: str) -> tuple[list[str], Corrections, set[str]]:
    """Return the comment on top without what the tool records there, and what it records."""
    comments: list[str] = []
    records: dict[str, set[str]] = defaultdict(set)
    for line in itertools.takewhile(_is_comment, turtle.split("\n")):
        if record := _RECORD.fullmatch(line):
            records[record[1]] |= set(record[2].split(", "))
        else:
            comments.append(line)
    splits = frozenset(map(int, records["sentences split at"]))
    joins = frozenset(map(int, records["sentences joined at"]))
    return comments, Corrections(splits, joins), records["numbers not used again:"]


def read_blocks(turtle: str, path: Path | None) -> Iterator[WrittenBlock]:
    """Yield the blocks below the comment on top; raise `InputError` for what is not in any."""
    lines = list(enumerate(turtle.split("\n"), 1))
    above: list[str] = []
    block: WrittenBlock | None = None
    for number, line in itertools.dropwhile(lambda numbered: _is_comment(numbered[1]), lines):
        if block and line == ".":
            yield block
            block = None
        elif block:
            block.lines.append(line)
        elif not line or _is_comment(line):
            above.append(line)
        elif _SUBJECT.fullmatch(line):
            block, above = WrittenBlock(path, number, line, above), []
        elif not _PREFIX.fullmatch(line):
            raise _unkept("neither a prefix nor a subject, alone on its line", path, number)
    if block:
        raise _unkept(f"no . on a line of its own after {block.subject}", path, block.line)
    if any(above):
        raise _unkept("a comment below the last block", path, len(lines))


def _key(statement: str) -> tuple[str, str]:
    """Return the predicate and the language: a name in another language than ours is a person's."""
    predicate, _, value = statement.strip().removesuffix(" ;").partition(" ")
    return predicate, value.rpartition('"@')[2] if '"@' in value else ""


def _is_comment(line: str) -> bool:
    return line.startswith("#")


def _unkept(found: str, path: Path | None, line: int) -> InputError:
    return InputError(
        found,
        expected="what a revision writes anew and what it keeps, on lines of their own",
        remedy="part them, then try again",
        path=path,
        line=line,
    )
