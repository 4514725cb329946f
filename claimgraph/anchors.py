"""The fourth check: whether the passages anchor in the text that they say they are from.

It takes the texts, which are not in the repository, so it is made where somebody has them.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from claimgraph.errors import InputError
from claimgraph.findings import Finding, Level
from claimgraph.read import Dataset, text_of
from claimgraph.terms import BASE, CG, OA
from claimgraph.text import prose, sha256

__all__ = ["check_anchors"]

_DOCUMENTS = f"""
    PREFIX cg: <{CG.iri}>
    SELECT ?document ?sha256 ?characters
    WHERE {{ ?document a cg:Document ; cg:sha256 ?sha256 ; cg:characters ?characters }}
    ORDER BY ?document
"""
# A passage that lacks one of these, or has a word for a number, is the shapes' business.
_PASSAGES = f"""
    PREFIX cg: <{CG.iri}>
    PREFIX oa: <{OA.iri}>
    SELECT ?passage ?document ?start ?end ?order ?sha256 ?known
    WHERE {{
        ?passage a cg:Passage ; cg:document ?document ; cg:section ?section ; cg:order ?order ;
            oa:start ?start ; oa:end ?end ; cg:sha256 ?sha256 .
        FILTER(isNumeric(?start) && isNumeric(?end) && isNumeric(?order))
        BIND(EXISTS {{ ?section a cg:Section ; cg:document ?document }} AS ?known)
    }}
    ORDER BY ?start ?end ?passage
"""
_TAKEN = "\0"
_GAP = re.compile(rf"[^{_TAKEN}\s](?:[^{_TAKEN}]*[^{_TAKEN}\s])?")


class _Passage(NamedTuple):
    iri: str
    start: int
    end: int
    order: int
    sha256: str
    known: bool  # whether its section is one of its document


# What is found before it is known where: rule, message, focus.
_Found = Iterator[tuple[str, str, str]]


def check_anchors(dataset: Dataset, texts: Path) -> list[Finding]:
    """Return where the documents' passages and their texts do not fit.

    The text of `source:<slug>` is `<slug>.txt` in the folder `texts`. A document without one gets
    a finding of level info, since its anchors stay unverified.

    Raises `InputError` where `texts` is no folder, or a text in it is not UTF-8.
    """
    if not texts.is_dir():
        raise InputError(
            "there is no such folder", path=texts, remedy="name the one with the texts"
        )
    passages: dict[str, list[_Passage]] = defaultdict(list)
    for row in dataset.select(_PASSAGES):
        start, end, order = (int(row[name].value) for name in ("start", "end", "order"))
        known = row["known"].value == "true"
        passages[row["document"].value].append(
            _Passage(row["passage"].value, start, end, order, row["sha256"].value, known)
        )
    findings = []
    for row in dataset.select(_DOCUMENTS):
        document = row["document"].value
        path = texts / f"{document.removeprefix(f'{BASE}source/')}.txt"
        level = Level.VIOLATION if path.is_file() else Level.INFO
        for rule, message, focus in _document(
            document, row["sha256"].value, row["characters"].value, path, passages[document]
        ):
            place = dataset.places.get(focus)
            file, line = (place.path, place.line) if place else (None, None)
            findings.append(Finding(file, line, level, rule, message, focus))
    return findings


def _document(
    document: str, digest: str, characters: str, path: Path, passages: Sequence[_Passage]
) -> _Found:
    if not path.is_file():
        message = f"Its passages were not compared with its text: {path.name} is not there."
        yield "Document-text", message, document
        return
    text = text_of(path)
    yield from _among_themselves(passages)
    if sha256(text) == digest:
        if str(len(text)) != characters:
            message = f"The text has {len(text)} characters: correct cg:characters."
            yield "Document-characters", message, document
        yield from _against_text(text, document, passages)
        return
    # Offsets into another text say nothing, so this is the one thing to put right.
    lines = text.replace("\r\n", "\n")
    if digest in map(sha256, (lines, lines.removeprefix("\ufeff"), lines.replace("\n", "\r\n"))):
        reason = "its line ends or byte-order mark were changed: take the file as it was published"
    else:
        reason = (
            "take the text that was modelled, or revise the passages with"
            " `build.py new-document --update`"
        )
    yield "Document-digest", f"{path.name} is not the text of cg:sha256: {reason}.", document


def _among_themselves(passages: Sequence[_Passage]) -> _Found:
    for number, passage in enumerate(passages, 1):
        if not passage.known:
            message = (
                "cg:section must name a section of the passage's document: correct one of them."
            )
            yield "Passage-section", message, passage.iri
        if passage.order != number:
            message = f"cg:order must count the passages by oa:start: it is number {number} here."
            yield "Passage-order", message, passage.iri
    for before, passage in pairwise(passages):
        if passage.start < before.end:
            message = (
                f"The passage starts at {passage.start}, before the last one ends at {before.end}:"
                " move one of the two, for a character belongs to one passage."
            )
            yield "Passage-overlap", message, passage.iri


def _against_text(text: str, document: str, passages: Sequence[_Passage]) -> _Found:
    rest = list(text)
    within = []
    for passage in passages:
        if not 0 <= passage.start < passage.end <= len(text):
            message = (
                f"{passage.start} to {passage.end} is no part of a text of {len(text)} characters:"
                " correct oa:start or oa:end."
            )
            yield "Passage-bounds", message, passage.iri
            continue
        within.append(passage)
        rest[passage.start : passage.end] = _TAKEN * (passage.end - passage.start)
        if sha256(text[passage.start : passage.end]) != passage.sha256:
            message = "The text has other words here: correct oa:start and oa:end, or cg:sha256."
            yield "Passage-digest", message, passage.iri
    left = "".join(rest)
    beyond = set(range(len(text)))
    for start, end in prose(text):
        beyond.difference_update(range(start, end))
        for gap in _GAP.finditer(left, start, end):
            line = text.count("\n", 0, gap.start()) + 1
            message = (
                f"No passage has {gap.start()} to {gap.end()}, line {line} of the text: every word"
                " outside of headings belongs to one. Move a bound or add a passage."
            )
            yield "Passage-gap", message, document
    headings = [at for at in beyond if not text[at].isspace()]
    for passage in within:
        if any(passage.start <= at < passage.end for at in headings):
            message = "A passage must not reach into a heading: correct oa:start or oa:end."
            yield "Passage-heading", message, passage.iri
