"""A new document's Turtle: the document, its sections and its passages, ready for claims.

The text itself stays out: of a passage no more than three words are shown, in a comment.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from claimgraph.errors import UsageError
from claimgraph.mentions import mentions
from claimgraph.terms import BASE, CG, OA, RDFS
from claimgraph.text import Corrections, Passage, Section, parse, sha256

__all__ = [
    "PREFIXES", "Block", "Description", "assemble", "glimpse", "header", "literal",
    "passage_block", "ruler", "section_block", "skeleton",
]  # fmt: skip

PREFIXES: Mapping[str, str] = {
    "cg": CG.iri,
    "oa": OA.iri,
    "rdfs": RDFS.iri,
    **{kind: f"{BASE}{kind}/" for kind in "actor gap kind passage section source".split()},
}

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\t": r"\t"})
_WORDS_SHOWN = 3
_LETTERS_SHOWN = 20  # of a word: some scripts do not part words
_NUMBERS_PER_LINE = 10


@dataclass(frozen=True)
class Description:
    """What is said of a document beyond its text.

    `label` is the text's title unless given, `kind` the local name of a kind, `language` the
    lower-case tag of the text's language, `revision` empty where it is not known, `authors` the
    local name of the actor who stands for the authors, by default `<slug>-authors`. `stub` says
    whether that actor is described in the same file.
    """

    label: str = ""
    kind: str = "document"
    language: str = "en"
    revision: str = ""
    authors: str = ""
    stub: bool = True


@dataclass(frozen=True)
class Block:
    """A subject, its statements, the lines above it, and lines within that a person wrote."""

    subject: str
    statements: Sequence[str]
    above: Sequence[str] = ()
    kept: Sequence[str] = ()

    def __str__(self) -> str:
        """Return the block as the style wants it, without a line end."""
        written = [f"    {statement} ;" for statement in self.statements]
        return "\n".join([*self.above, self.subject, *written, *self.kept, "."])


def skeleton(
    text: str,
    slug: str,
    description: Description | None = None,
    *,
    corrections: Corrections | None = None,
) -> str:
    """Return the Turtle of a document whose file reads `text`, its passages numbered from s001.

    Raises `UsageError` for a slug that is none, `InputError` for a correction that changes nothing.
    """
    if not _SLUG.fullmatch(slug):
        raise UsageError(
            f'"{slug}" is no slug',
            expected="small ASCII letters and digits, with single hyphens in between",
            remedy="choose another one",
        )
    given = description or Description()
    corrections = corrections or Corrections()
    document = parse(text, language=given.language, corrections=corrections)
    label = given.label or document.title or slug
    authors = given.authors or f"{slug}-authors"
    source = [
        "a cg:Document",
        f"rdfs:label {literal(label, given.language)}",
        f"cg:kind kind:{given.kind}",
        f"cg:authors actor:{authors}",
        f"cg:characters {len(text)}",
        f'cg:sha256 "{sha256(text)}"',
    ]
    if given.revision:
        source.append(f"cg:revision {literal(given.revision)}")
    blocks = [Block(f"source:{slug}", source, [ruler("Document"), ""])]
    for section in document.sections:
        blocks.append(section_block(section, slug, given.language))
        blocks += [
            passage_block(passage, slug, f"{slug}-s{passage.order:03}", text)
            for passage in document.passages
            if passage.section == section.slug
        ]
    if given.stub:
        whose = f'the authors of "{label}"'
        stated = [
            "a cg:Group",
            f"rdfs:label {literal(whose, 'en')}",
            "cg:kind kind:document-authors",
            "cg:unnamed true",
        ]
        blocks.append(Block(f"actor:{authors}", stated, [ruler("Authors"), ""]))
    return assemble(header(slug, corrections), PREFIXES, blocks)


def section_block(section: Section, slug: str, language: str) -> Block:
    """Return the block of a section of the document `slug`."""
    parent = [f"cg:parentSection section:{slug}-{section.parent}"] if section.parent else []
    return Block(
        f"section:{slug}-{section.slug}",
        [
            "a cg:Section",
            f"rdfs:label {literal(section.title, language)}",
            f"cg:document source:{slug}",
            *parent,
            f"cg:level {section.level}",
            f"cg:order {section.order}",
        ],
        [ruler(section.title), ""],
    )


def passage_block(passage: Passage, slug: str, name: str, text: str) -> Block:
    """Return the block of a passage, called `name`, of the document `slug` that reads `text`."""
    return Block(
        f"passage:{name}",
        [
            "a cg:Passage",
            f"cg:document source:{slug}",
            f"cg:section section:{slug}-{passage.section}",
            f"cg:passageKind kind:{passage.kind}",
            f"cg:order {passage.order}",
            f"oa:start {passage.start}",
            f"oa:end {passage.end}",
            f'cg:sha256 "{passage.sha256}"',
        ],
        [f"# {name.removeprefix(f'{slug}-')} {glimpse(text[passage.start : passage.end])}"],
    )


def header(slug: str, corrections: Corrections, retired: Iterable[str] = ()) -> list[str]:
    """Return the comment on top of a document's file; `retired` are numbers given up for good.

    The corrections stand there so that the file can be made again of the text and itself.
    """
    lines = [
        f"# The document {slug}, then its sections in text order, each with its passages.",
        "#",
        "# Offsets count Unicode code points from 0, ends exclusive; the text itself is not here.",
        "# A passage's number is its name and stays; cg:order says where it stands.",
    ]
    for what, entries in (
        ("sentences split at", map(str, sorted(corrections.splits))),
        ("sentences joined at", map(str, sorted(corrections.joins))),
        ("numbers not used again:", sorted(retired)),
    ):
        listed = list(entries)
        for first in range(0, len(listed), _NUMBERS_PER_LINE):
            some = ", ".join(listed[first : first + _NUMBERS_PER_LINE])
            lines.append(f"# {what} {some}")
    return lines


def assemble(top: Iterable[str], namespaces: Mapping[str, str], blocks: Iterable[Block]) -> str:
    """Return a file of these blocks, with those prefixes among `namespaces` it uses."""
    body = "\n\n".join(map(str, blocks))
    declared = [f"PREFIX {prefix}: <{namespaces[prefix]}>" for prefix in namespaces]
    written = (mention.written for mention in mentions("\n".join([*declared, body])))
    used = sorted({name.partition(":")[0] for name in written} & namespaces.keys())
    width = max(map(len, used), default=0) + 1
    lines = [f"PREFIX {f'{prefix}:':{width}} <{namespaces[prefix]}>" for prefix in used]
    return "\n\n".join(["\n".join(top), "\n".join(lines), body]) + "\n"


def ruler(title: str) -> str:
    """Return the line that opens a section of a Turtle file."""
    return f"# {' '.join(title.split())} ".ljust(80, "-").rstrip()


def literal(value: str, language: str = "") -> str:
    """Return `value` as a Turtle literal."""
    return f'"{value.translate(_ESCAPES)}"' + (f"@{language}" if language else "")


def glimpse(text: str) -> str:
    """Return the first words of a passage, by which people find their way."""
    words = [word for word in text.split() if any(map(str.isalnum, word))]
    shown = [
        word if len(word) <= _LETTERS_SHOWN else f"{word[:_LETTERS_SHOWN]}…"
        for word in words[:_WORDS_SHOWN]
    ]
    return " ".join([*shown, "…"] if len(words) > _WORDS_SHOWN else shown)
