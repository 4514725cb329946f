"""A document's Turtle written anew after its text or its corrections changed, with nothing lost.

Claims point at passages, so a passage that is still there keeps its IRI, wherever it stands now.
What a person added to the file stays; what cannot be kept stops the revision.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from claimgraph.corrections import Anchor, merged, moved
from claimgraph.errors import InputError
from claimgraph.mentions import declared_prefixes
from claimgraph.skeleton import PREFIXES, Block, assemble, header, passage_block, section_block
from claimgraph.text import Corrections, Document, parse, sha256
from claimgraph.written import WrittenBlock, read_blocks, read_top

__all__ = ["Revision", "recorded", "revised"]

_TAG = re.compile(r'"@([\w-]+)$')
_RULER = re.compile(r"# .* -{3,}")


@dataclass(frozen=True)
class Revision:
    """A revised file, and what became of the old one.

    `added` and `removed` are sections and passages, by prefixed name; claims may still point at
    what was removed. `dropped` are the offsets, in the old text, of corrections that have nothing
    to correct in the new one.
    """

    turtle: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    dropped: tuple[int, ...]


def recorded(turtle: str) -> Corrections:
    """Return the corrections that the comment on top of a document's file records."""
    return read_top(turtle)[1]


def revised(
    turtle: str,
    text: str,
    slug: str,
    corrections: Corrections | None = None,
    *,
    path: Path | None = None,
) -> Revision:
    """Return the file of the document `slug`, which reads `turtle`, revised to fit `text`.

    The corrections that it records hold on, at their new offsets. To these come `corrections`, by
    the offsets of `text`; to split where a join is recorded takes that back, and the other way
    round. `path` is only named in errors.

    Raises `InputError` for a file that cannot be revised without losing what a person wrote, and
    for a correction that changes nothing.
    """
    comments, before, retired = read_top(turtle)
    blocks = {block.subject: block for block in read_blocks(turtle, path)}
    if (source := blocks.pop(f"source:{slug}", None)) is None:
        raise InputError(f"there is no block of source:{slug} here", path=path)
    sections = {name: blocks[name] for name in blocks if name.startswith(f"section:{slug}-")}
    passages = {name: blocks[name] for name in blocks if _number(name, slug)}
    others = [blocks[name] for name in blocks if name not in {*sections, *passages}]

    language = tag[1] if (tag := _TAG.search(source.value("rdfs:label"))) else "en"
    held: tuple[Corrections, tuple[int, ...]] = before, ()
    if source.value("cg:sha256") != f'"{sha256(text)}"':
        held = moved(before, _anchors(passages.values()), text, language)
    after = merged(held[0], corrections or Corrections())
    document = parse(text, language=language, corrections=after)
    names = _names(document, slug, passages, retired)

    written = [_renewed(source, text)]
    for section in document.sections:
        block = section_block(section, slug, language)
        written.append(_with_additions(block, sections.get(block.subject)))
        for passage, name in zip(document.passages, names, strict=True):
            if passage.section == section.slug:
                block = passage_block(passage, slug, name.removeprefix("passage:"), text)
                written.append(_with_additions(block, passages.get(name)))
    now = {block.subject for block in written}
    removed = [name for name in [*sections, *passages] if name not in now]
    retired |= {_number(name, slug) for name in removed} - {""}
    written += [Block(old.subject, [], _trimmed(old.above), old.lines) for old in others]

    ours = header(slug, after, retired)
    top = [*ours, *(line for line in comments if line not in ours)]
    return Revision(
        assemble(top, {**declared_prefixes(turtle), **PREFIXES}, written),
        added=tuple(sorted(now - {source.subject, *sections, *passages})),
        removed=tuple(removed),
        dropped=held[1],
    )


def _anchors(passages: Iterable[WrittenBlock]) -> Iterator[Anchor]:
    for passage in passages:
        start, end = passage.value("oa:start"), passage.value("oa:end")
        if start.isdecimal() and end.isdecimal():
            yield Anchor(int(start), int(end), passage.value("cg:sha256").strip('"'))


def _names(
    document: Document, slug: str, old: Mapping[str, WrittenBlock], retired: Iterable[str]
) -> list[str]:
    """Return the passages' names: the old one where its digest is found again, else a new number.

    A passage of the same section comes first, and of several alike each keeps its turn.
    """
    names: dict[int, str] = {}
    left = dict(old)
    for same in (("cg:sha256", "cg:section"), ("cg:sha256",)):
        pools: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for name, block in left.items():
            pools[tuple(map(block.value, same))].append(name)
        for passage in document.passages:
            mine = (f'"{passage.sha256}"', f"section:{slug}-{passage.section}")[: len(same)]
            if passage.order not in names and pools[mine]:
                names[passage.order] = pools[mine].pop(0)
                del left[names[passage.order]]
    numbers = {*retired, *(_number(name, slug) for name in old)}
    fresh = itertools.count(max((int(number[1:]) for number in numbers), default=0) + 1)
    return [
        names.get(passage.order) or f"passage:{slug}-s{next(fresh):03}"
        for passage in document.passages
    ]


def _renewed(written: WrittenBlock, text: str) -> Block:
    """Return the document's block as it stands, but for its length and digest."""
    figures = {"cg:characters": str(len(text)), "cg:sha256": f'"{sha256(text)}"'}
    written.additions(figures)  # for what it raises
    lines = []
    for line in written.lines:
        predicate = line.split()[0] if line.strip() else ""
        lines.append(f"    {predicate} {figures[predicate]} ;" if predicate in figures else line)
    return Block(written.subject, [], _trimmed(written.above), lines)


def _with_additions(block: Block, written: WrittenBlock | None) -> Block:
    """Return `block` with what a person added to it in the file, if it was there."""
    if written is None:
        return block
    # A ruler above a section is ours, and so is the line with a passage's first words; but a
    # person may have put a better one in its place.
    comments = [line for line in written.above if line and line not in block.above]
    above = list(block.above)
    if block.subject.startswith("section:"):
        above += [line for line in comments if not _RULER.fullmatch(line)]
    elif any(line.split()[:2] == above[0].split()[:2] for line in comments):
        above = comments
    else:
        above = [*comments, *above]
    ours = [*block.statements, "cg:parentSection"]
    return replace(block, above=above, kept=written.additions(ours))


def _trimmed(lines: list[str]) -> list[str]:
    """Return `lines` without the blank ones at the beginning."""
    return list(itertools.dropwhile(lambda line: not line, lines))


def _number(name: str, slug: str) -> str:
    """Return the number in a passage's name, such as s012, or nothing."""
    found = re.fullmatch(rf"passage:{re.escape(slug)}-(s\d{{3,}})", name)
    return found[1] if found else ""
