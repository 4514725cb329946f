"""What a wiki has after one of the importers of QuickStatements has run a batch.

As `tests/quickstatements_readers.py`, written from what is known of the importers: what they do
with a value that is there already, and what they get wrong while they create an item.
"""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from tests.quickstatements_readers import (
    Command,
    Create,
    Edit,
    Read,
    Refused,
    Term,
    classic_table,
    classic_v1,
    qs3_table,
    qs3_v1,
    rust_v1,
)

__all__ = ["CLASSIC", "IMPORTERS", "QS3", "RUST", "Importer", "Stored", "Wiki"]


@dataclass(frozen=True)
class Importer:
    """One of the three: how it reads a batch, and what it does then."""

    name: str
    v1: Callable[[str], Iterator[Command]]
    table: Callable[[str], Iterator[Command]] | None
    same: Callable[[Read, Read], bool]
    # While an item is created: does it send unknown values, and does one value make one statement?
    creates_unknown: bool
    creates_merged: bool
    unknown: bool  # outside of that
    units_anywhere: bool = True
    forces: bool = True
    repeats: bool = False  # what is there already is added once more


@dataclass
class Stored:
    """An item of the wiki."""

    terms: list[tuple[str, str, str]] = field(default_factory=list)
    statements: list[Edit] = field(default_factory=list)


class Wiki:
    """A wiki that an importer writes to; whatever has a Q id exists, and is empty at first."""

    def __init__(self, importer: Importer) -> None:
        self.importer = importer
        self.items: dict[str, Stored] = {}
        self.created: list[str] = []

    def run(self, commands: Iterator[Command]) -> None:
        """Do what a batch says, in order; raises `Refused` where the wiki would."""
        creating = False
        for command in commands:
            if isinstance(command, Create):
                self.created.append(f"Q{1_000_000 + len(self.created)}")
                self.items[self.created[-1]] = Stored()
                creating = True
                continue
            creating = creating and command.item == "LAST"
            stored = self.items.setdefault(self._id(command.item), Stored())
            if isinstance(command, Term):
                # A pipe divides the aliases that the wiki's interface is given.
                texts = command.text.split("|") if command.kind == "A" else [command.text]
                stored.terms += [(command.kind, command.language, text) for text in texts]
            else:
                self._add(stored, command, creating=creating)

    def _id(self, item: str) -> str:
        if item == "LAST" and not self.created:
            raise Refused("No last item available")
        return self.created[-1] if item == "LAST" else item

    def _add(self, stored: Stored, edit: Edit, *, creating: bool) -> None:
        importer = self.importer
        parts = [pair for reference in edit.references for pair in reference]
        others = [value for _, value in (*edit.qualifiers, *parts)]
        unknown = importer.creates_unknown if creating else importer.unknown
        if not unknown and any(value.kind.endswith("value") for value in (edit.value, *others)):
            raise Refused("Invalid snak: unknown value")
        if creating and any(value.parts == ("LAST",) for value in (edit.value, *others)):
            raise Refused("LAST is not there yet")
        for value in others:
            if value.kind == "quantity" and value.parts[3] and not importer.units_anywhere:
                raise Refused(f"Invalid unit {value.parts[3]}")
        merges = importer.creates_merged if creating else not (edit.new and importer.forces)
        for at, known in enumerate(stored.statements):
            same = known.property == edit.property and importer.same(known.value, edit.value)
            if same and merges:
                stored.statements[at] = self._merged(known, edit)
                return
        stored.statements.append(replace(edit, item="", new=False, summary=""))

    def _merged(self, known: Edit, edit: Edit) -> Edit:
        once = not self.importer.repeats
        qualifiers = [q for q in edit.qualifiers if not (once and q in known.qualifiers)]
        references = [r for r in edit.references if not (once and r in known.references)]
        return replace(
            known,
            qualifiers=(*known.qualifiers, *qualifiers),
            references=(*known.references, *references),
        )


def _same_in_classic(one: Read, other: Read) -> bool:
    if one.kind == other.kind == "string":
        texts = (unicodedata.normalize("NFD", str(value.parts[0])) for value in (one, other))
        return next(texts) == next(texts)
    return _same_number(one, other)


def _same_number(one: Read, other: Read) -> bool:
    if one.kind == other.kind == "quantity":
        return one.parts[0] == other.parts[0]
    return one == other


def _same_in_rust(one: Read, other: Read) -> bool:
    if one.kind == other.kind == "time":  # whatever the precision
        return one.parts[:3] == other.parts[:3] and one.parts[4] == other.parts[4]
    return _same_number(one, other)


CLASSIC = Importer(
    "classic", classic_v1, classic_table, _same_in_classic,
    creates_unknown=False, creates_merged=False, unknown=True,
)  # fmt: skip
RUST = Importer(
    "rust", rust_v1, None, _same_in_rust,
    creates_unknown=False, creates_merged=True, unknown=False, forces=False,
)  # fmt: skip
QS3 = Importer(
    "qs3", qs3_v1, qs3_table, lambda one, other: one == other,
    creates_unknown=True, creates_merged=True, unknown=True, units_anywhere=False, repeats=True,
)  # fmt: skip
IMPORTERS = (CLASSIC, RUST, QS3)
