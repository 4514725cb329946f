"""A plain-text document → its sections and passages, by offset and digest; the text is not kept.

Offsets are 0-based Unicode code points, end exclusive, of the file as decoded from UTF-8: nothing
is normalised, so a byte-order mark counts as one code point and a CRLF as two.
"""

import hashlib
import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from claimgraph.errors import InputError
from claimgraph.sentences import sentence_starts

__all__ = ["Corrections", "Document", "Passage", "Section", "parse", "prose", "sha256"]

BOM = "\ufeff"

_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_HEADING = re.compile(r"\s*(={1,6})\s*([^=\s](?:.*[^=\s])?)\s*\1\s*")
_ITEM = re.compile(r"\s*[-*•]\s+\S")
# Letters that Unicode does not take apart into an ASCII letter and a mark, for slugs.
_LETTERS = str.maketrans(
    {
        "\u0131": "i",
        "ə": "e",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "þ": "th",
    }
)


@dataclass(frozen=True)
class Section:
    """A heading, the lead before the first heading, or an infobox; `parent` is a section's slug."""

    slug: str
    title: str
    level: int
    order: int
    parent: str | None


@dataclass(frozen=True)
class Passage:
    """One sentence, infobox field or list item: `text[start:end]`; `section` is a slug."""

    section: str
    kind: str
    start: int
    end: int
    order: int
    sha256: str


@dataclass(frozen=True)
class Document:
    """What a text consists of, in text order; the title is empty where no line gives one."""

    title: str
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Corrections:
    """A person's word against the sentence splitter's.

    `splits` are offsets at which a sentence starts though the splitter sees none; `joins` those
    at which the splitter starts one that belongs to the sentence before.
    """

    splits: frozenset[int] = frozenset()
    joins: frozenset[int] = frozenset()


def sha256(text: str) -> str:
    """Return the digest, in hexadecimal, of `text` as UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def parse(text: str, *, language: str = "en", corrections: Corrections | None = None) -> Document:
    """Return the sections and passages of `text`, whose sentences are in `language` (ISO 639-1).

    Raises `InputError` where a correction would change nothing.
    """
    corrections = corrections or Corrections()
    reader = _Reader(text)
    passages: list[Passage] = []
    # What the splitter says, block by block; then the corrections, none of which may go unused.
    splits, joins = set(corrections.splits), set(corrections.joins)
    for block in reader.blocks:
        starts = {block.start}
        if block.kind == "sentence":
            sentences = sentence_starts(text[block.start : block.end], language)
            found = {block.start + start for start in sentences}
            inside = {at for at in splits - found if block.start < at < block.end}
            inside = {at for at in inside if not text[at].isspace()}
            wrong = joins & found - starts
            splits -= inside
            joins -= wrong
            starts |= found - wrong | inside
        bounds = [*sorted(starts), block.end]
        for start, limit in itertools.pairwise(bounds):
            end = start + len(text[start:limit].rstrip())
            digest = sha256(text[start:end])
            passages.append(
                Passage(block.section, block.kind, start, end, len(passages) + 1, digest)
            )
    for verb, unused, wanted in (
        ("split", splits, "an offset inside a sentence, where a word starts"),
        ("join", joins, "an offset where a sentence starts that is not its paragraph's first"),
    ):
        if unused:
            raise InputError(
                f"nothing to {verb} at {', '.join(map(str, sorted(unused)))}",
                expected=wanted,
                remedy="correct the offset or leave it out",
            )
    return Document(reader.title, tuple(reader.sections), tuple(passages))


def prose(text: str) -> list[tuple[int, int]]:
    """Return the spans of `text` that passages must cover: all but headings and blank edges."""
    return [(block.start, block.end) for block in _Reader(text).blocks]


@dataclass
class _Block:
    """A paragraph (kind sentence), infobox field or list item, while its lines are collected."""

    section: str
    kind: str
    start: int
    end: int


class _Reader:
    """Reads a text line by line; then it has the title, the sections and the blocks."""

    def __init__(self, text: str) -> None:
        self.title = ""
        self.sections: list[Section] = []
        self.blocks: list[_Block] = []
        self._open: list[Section] = []  # the headings that the line is under, outermost first
        # A heading never takes the lead's slug, so that it keeps its own when a lead is added.
        self._taken = {"lead"}
        self._lead: Section | None = None
        self._infobox: Section | None = None
        self._block: _Block | None = None  # what the next line may continue
        seen = False
        for start, line in _lines(text):
            if not line.strip():
                self._blank()
            elif heading := _HEADING.fullmatch(line):
                self._heading(heading[2], len(heading[1]), is_title=not seen)
            elif line.strip() == "Infobox":
                level = self._open[-1].level + 1 if self._open else 1
                self._infobox = self._section("infobox", "Infobox", level)
                self._block = None
            else:
                self._content(start, line)
            seen = seen or bool(line.strip())

    def _blank(self) -> None:
        if self._block and self._block.kind == "infobox-field":
            self._infobox = None
        self._block = None

    def _heading(self, title: str, level: int, *, is_title: bool) -> None:
        self._block = self._infobox = None
        if is_title and level == 1:
            self.title = title
            return
        while self._open and self._open[-1].level >= level:
            self._open.pop()
        self._open.append(self._section(_slug(title), title, level))

    def _content(self, start: int, line: str) -> None:
        inner, end = start + len(line) - len(line.lstrip()), start + len(line.rstrip())
        item = _ITEM.match(line) is not None
        if self._block and not item and (self._block.kind == "sentence" or inner > start):
            self._block.end = end  # an indented line goes on with the item above
            return
        if self._infobox and not item:
            self._infobox = None
        kind = ("infobox-field" if self._infobox else "list-item") if item else "sentence"
        self._block = _Block(self._here().slug, kind, inner, end)
        self.blocks.append(self._block)

    def _here(self) -> Section:
        if here := self._infobox or (self._open[-1] if self._open else None):
            return here
        self._lead = self._lead or self._add("lead", "Lead", 1)
        return self._lead

    def _section(self, name: str, title: str, level: int) -> Section:
        numbered = (f"{name}-{number}" for number in itertools.count(2))
        free = (slug for slug in itertools.chain([name], numbered) if slug not in self._taken)
        self._taken.add(slug := next(free))
        return self._add(slug, title, level)

    def _add(self, slug: str, title: str, level: int) -> Section:
        parent = self._open[-1].slug if self._open else None
        section = Section(slug, title, level, len(self.sections) + 1, parent)
        self.sections.append(section)
        return section


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line without its end, and where it starts; a byte-order mark is no part of it."""
    for match in _LINE.finditer(text):
        start = len(BOM) if match.start() == 0 and text.startswith(BOM) else match.start()
        yield start, text[start : match.end(1)]


def _slug(title: str) -> str:
    """Return `title` in small ASCII letters, digits and hyphens; a digest where none are left."""
    plain = unicodedata.normalize("NFKD", title.lower()).translate(_LETTERS)
    plain = plain.encode("ascii", "ignore").decode()
    plain = re.sub(r"['\u2019]|(?<=\b[a-z])\.", "", plain)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or f"heading-{sha256(title)[:8]}"
