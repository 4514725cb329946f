"""Items as QuickStatements commands, in two passes, and what is lost on the way.

The first pass creates the items that the wiki does not have. What needs their Q ids waits for the
second: a statement that names another of them, and one that the importers get wrong while they
create an item (a second reference, an unknown value, a statement that must be new).
"""

import unicodedata
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from claimgraph.errors import InputError
from claimgraph.quickstatements_losses import Loss, because
from claimgraph.quickstatements_values import (
    Cell,
    Dialect,
    Uncarried,
    cell,
    name,
    placed,
    raw,
    sameness,
)
from claimgraph.wikibase import (
    Item,
    ItemId,
    Reference,
    Snak,
    Statement,
    Unknown,
    snaks,
)
from claimgraph.wikibase_limits import check

__all__ = ["LAST", "Commands", "Creation", "Edit", "Pair", "Term", "commands"]

LAST = "LAST"
Pair = tuple[str, str]
"""A property and its value as a cell."""

_Taken = set[tuple[str, str, Hashable]]
"""The items, properties and values that statements have already, as the importers compare them."""


@dataclass(frozen=True)
class Term:
    """Give LAST a label (L), a description (D) or an alias (A)."""

    kind: str
    language: str
    text: str


@dataclass(frozen=True)
class Edit:
    """Add a statement to an item, or qualifiers and references to the one that is there."""

    subject: str
    property: str
    value: str
    qualifiers: tuple[Pair, ...] = ()
    references: tuple[tuple[Pair, ...], ...] = ()
    forced: bool = False
    proposition: str = ""


@dataclass
class Creation:
    """Create an item, and say the rest of it, which calls it LAST."""

    item: Item
    terms: list[Term]
    edits: list[Edit] = field(default_factory=list)

    @property
    def main_terms(self) -> list[Term]:
        """One label, the English one if there is one, and its description."""
        labels = [term.language for term in self.terms if term.kind == "L"]
        language = "en" if "en" in labels else next(iter(labels), None)
        return [term for term in self.terms if term.kind in "LD" and term.language == language]


@dataclass
class Commands:
    """The first pass, with new items and without; the second pass; and what both lose."""

    creations: list[Creation] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    second: list[Edit] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)


def commands(items: Sequence[Item], dialect: Dialect) -> Commands:
    """Return the commands for items, sorted by name.

    Items that exist keep the labels that they have on the wiki. Raises `InputError` for what no
    wiki would take, and for a new item that is named and not among the items.
    """
    made = Commands()
    ordered = sorted(items, key=lambda item: (name(item.id), item.id.qid))
    check(ordered)
    _all_known(ordered)
    taken: _Taken = set()
    for item in ordered:
        edits = made.edits
        if not item.id.qid:
            creation = Creation(item, [*_terms(item, dialect, made.losses)])
            made.creations.append(creation)
            edits = creation.edits
        _statements(item, dialect, taken, made, edits)
    return made


def _all_known(items: Iterable[Item]) -> None:
    known = {item.id for item in items}
    for item in items:
        for used in _unnumbered(item):
            if used not in known:
                raise InputError(
                    f"{name(item.id)} names {name(used)}, which is not among the items",
                    expected="an item for whatever a statement names",
                )


def _terms(item: Item, dialect: Dialect, losses: list[Loss]) -> Iterator[Term]:
    """Yield the labels, then descriptions, then aliases, each by language."""
    for kind, part, texts in (
        ("L", "label", sorted(item.labels.items())),
        ("D", "description", sorted(item.descriptions.items())),
        ("A", "alias", [(c, text) for c, some in sorted(item.aliases.items()) for text in some]),
    ):
        for language, text in texts:
            lost = Loss(name(item.id), part, "", f"{language}: {text}")
            try:
                written = _term(kind, language, text, dialect)
            except Uncarried as loss:
                losses.append(because(lost, loss.reason))
                continue
            losses += [because(lost, reason) for reason in written.reasons]
            yield Term(kind, language, written.text)


def _term(kind: str, language: str, text: str, dialect: Dialect) -> Cell:
    # The wiki's own interface takes a pipe for the end of an alias.
    if kind == "A" and "|" in text:
        raise Uncarried("pipe")
    if not language.isascii() or not language.replace("-", "").isalpha():
        raise Uncarried("language")
    return raw(text, dialect)


class _StatementLost(Exception):  # noqa: N818 - no error, but a loss
    def __init__(self, loss: Loss) -> None:
        super().__init__(loss.reason)
        self.loss = loss


def _statements(
    item: Item, dialect: Dialect, taken: _Taken, made: Commands, first: list[Edit]
) -> None:
    """Add the statements of an item to `first` or to the second pass, and what they lose."""
    for statement in item.statements:
        try:
            edit, losses = _edit(item, statement, dialect, taken)
        except _StatementLost as lost:
            made.losses.append(lost.loss)
            continue
        made.losses += losses
        if _waits(item, statement, edit, dialect):
            made.second.append(edit)
        else:
            first.append(edit if item.id.qid else replace(edit, subject=LAST))


def _edit(
    item: Item, statement: Statement, dialect: Dialect, taken: _Taken
) -> tuple[Edit, list[Loss]]:
    """Return a statement as an edit, with what it loses; raises `_StatementLost`.

    Without one of its qualifiers it would say more than anybody says, so it is lost as a whole;
    without a part of a reference it says the same.
    """
    about = Loss(name(item.id), "statement", "", "", statement.proposition, statement.claims)
    losses: list[Loss] = []

    def needed(snak: Snak, part: str) -> Pair:
        try:
            written = cell(snak.value, dialect, main=part == "statement")
        except Uncarried as loss:
            raise _StatementLost(because(about, loss.reason, "statement", snak)) from loss
        losses.extend(because(about, reason, part, snak) for reason in written.reasons)
        return snak.property.pid, written.text

    pid, value = needed(statement.mainsnak, "statement")
    qualifiers = tuple(needed(snak, "qualifier") for snak in statement.qualifiers)
    # As it is written, too: to the classic importer, composed and decomposed letters are the same.
    alike = (sameness(statement.mainsnak.value), unicodedata.normalize("NFD", value))
    subject = placed(item.id)
    keys = {(subject, pid, key) for key in alike}
    forced = not keys.isdisjoint(taken)
    if forced and not dialect.forced:
        raise _StatementLost(because(about, "same-value", "statement", statement.mainsnak))
    references: list[tuple[Pair, ...]] = []
    for reference in statement.references:
        if references and forced and not dialect.one_line:
            losses += [because(about, "second-reference", "reference", s) for s in reference.snaks]
            continue
        pairs = list(_pairs(reference, dialect, about, losses))
        if pairs:
            references.append(tuple(pairs))
    if not references:
        raise _StatementLost(because(about, "unreferenced", "statement", statement.mainsnak))
    taken |= keys
    return Edit(
        subject, pid, value, qualifiers, tuple(references), forced, statement.proposition
    ), losses


def _pairs(
    reference: Reference, dialect: Dialect, about: Loss, losses: list[Loss]
) -> Iterator[Pair]:
    """Yield what a reference keeps."""
    for snak in reference.snaks:
        try:
            written = cell(snak.value, dialect)
        except Uncarried as loss:
            losses.append(because(about, loss.reason, "reference", snak))
            continue
        losses += [because(about, reason, "reference", snak) for reason in written.reasons]
        yield snak.property.pid, written.text


def _waits(item: Item, statement: Statement, edit: Edit, dialect: Dialect) -> bool:
    """Return whether a statement has to wait for the second pass."""
    alone = replace(item, statements=(statement,))
    if edit.forced or any(_unnumbered(alone)):
        return True
    # While they create an item, the classic importer and Rust's send unknown values as values, and
    # the classic one makes a statement of each line.
    return not item.id.qid and (
        any(isinstance(snak.value, Unknown) for snak in snaks(alone))
        or (len(edit.references) > 1 and not dialect.one_line)
    )


def _unnumbered(item: Item) -> Iterator[ItemId]:
    """Yield the items without a Q id that the statements of an item name."""
    for snak in snaks(item):
        if isinstance(snak.value, ItemId) and not snak.value.qid:
            yield snak.value
