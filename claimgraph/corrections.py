"""Corrections of the sentence splitter: added to each other, moved along with a changed text."""

from collections.abc import Iterable
from typing import NamedTuple

from claimgraph.text import Corrections, parse, prose, sha256

__all__ = ["Anchor", "merged", "moved"]


class Anchor(NamedTuple):
    """Where a passage stood in the old text."""

    start: int
    end: int
    sha256: str


def merged(recorded: Corrections, given: Corrections) -> Corrections:
    """Return both together; to split where a join is recorded takes that back, and vice versa."""
    return Corrections(
        recorded.splits - given.joins | given.splits - recorded.joins,
        recorded.joins - given.splits | given.joins - recorded.splits,
    )


def moved(
    old: Corrections, anchors: Iterable[Anchor], text: str, language: str
) -> tuple[Corrections, tuple[int, ...]]:
    """Return the corrections for a text that changed, and the old offsets that found no place.

    `anchors` are the passages of the old text, which is not at hand. A correction goes with the
    passage it stands in, which its digest finds in the new text; where that very passage changed,
    or the splitter does there what the correction wants, the correction is dropped.
    """
    before = list(anchors)
    places = {at: _place(at, before, text) for at in old.splits | old.joins}
    sentences = [p for p in parse(text, language=language).passages if p.kind == "sentence"]
    # Where a paragraph starts there is nothing to join, and within a list item nothing to split.
    joinable = {sentence.start for sentence in sentences} - {start for start, _ in prose(text)}
    inside = {at for sentence in sentences for at in range(sentence.start + 1, sentence.end)}
    splits = {at: place for at in old.splits if (place := places[at]) in inside}
    joins = {at: place for at in old.joins if (place := places[at]) in joinable}
    return (
        Corrections(frozenset(splits.values()), frozenset(joins.values())),
        tuple(sorted(places.keys() - splits.keys() - joins.keys())),
    )


def _place(at: int, anchors: Iterable[Anchor], text: str) -> int | None:
    """Return the offset in `text` of what stood at `at` in the old text, the nearest if several."""
    anchor = next((anchor for anchor in anchors if anchor.start <= at < anchor.end), None)
    if anchor is None:
        return None
    length = anchor.end - anchor.start
    found = (
        start
        for start in range(len(text) - length + 1)
        if sha256(text[start : start + length]) == anchor.sha256
    )
    nearest = min(found, key=lambda start: abs(start - anchor.start), default=None)
    return None if nearest is None else nearest + at - anchor.start
