"""Items as QuickStatements: the files of one dialect, and what it cannot carry.

The first batch is ready to be imported. What has to wait for the Q ids of new items stands in
templates, in which `{kind:slug}` is the place of an item; `new-items.csv` is to be filled in with
the ids, and `resolve` puts them in. `docs/quickstatements.md` walks through it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from claimgraph.errors import UsageError
from claimgraph.quickstatements_commands import LAST, Creation, Edit, Pair, commands
from claimgraph.quickstatements_csv import tables
from claimgraph.quickstatements_losses import Loss
from claimgraph.quickstatements_mapping import FILE as MAPPING
from claimgraph.quickstatements_mapping import template
from claimgraph.quickstatements_template import TEMPLATE
from claimgraph.quickstatements_values import DIALECTS, Dialect, name
from claimgraph.wikibase import Item, ItemId

__all__ = ["Carried", "carried"]

# The classic importer and QuickStatements 3 read CSV, Rust's does not.
_CSV_DIALECT = "portable"


class Carried(NamedTuple):
    """The files of a dialect by name, none of them empty, and what it cannot carry, in order."""

    files: Mapping[str, bytes]
    losses: list[Loss]


def carried(items: Sequence[Item], dialect: str) -> Carried:
    """Return what a dialect carries of items, and what it does not.

    Raises `InputError` for what no wiki would take, and `UsageError` for an unknown dialect.
    """
    taken = _dialect(dialect)
    made = commands(items, taken)
    created = (line for creation in made.creations for line in _creation(creation, taken))
    files = {
        "quickstatements-1.tsv": _file([*created, *_edited(made.edits, taken)]),
        f"quickstatements-2.tsv{TEMPLATE}": _file(_edited(made.second, taken)),
        MAPPING: template(
            [name(one.item.id), *(term.text for term in one.main_terms)] for one in made.creations
        ),
    }
    losses = made.losses
    if dialect == _CSV_DIALECT:
        in_tables, further = tables(made)
        files |= in_tables
        losses = losses + further
    written = {file: content for file, content in files.items() if content}
    return Carried(written, sorted(losses))


def _dialect(name_: str) -> Dialect:
    try:
        return DIALECTS[name_]
    except KeyError:
        raise UsageError(
            f"there is no dialect {name_}", expected=f"one of {', '.join(DIALECTS)}"
        ) from None


def _file(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _creation(creation: Creation, dialect: Dialect) -> Iterator[str]:
    yield "CREATE"
    for term in creation.terms:
        yield "\t".join([LAST, term.kind + term.language, f'"{term.text}"'])
    yield from _edited(creation.edits, dialect)


def _edited(edits: Iterable[Edit], dialect: Dialect) -> Iterator[str]:
    for edit in edits:
        yield from (_summed_up(line, edit) for line in _lines(edit, dialect))


def _lines(edit: Edit, dialect: Dialect) -> Iterator[str]:
    subject = f"+{edit.subject}" if edit.forced and dialect.forced == "+Q" else edit.subject
    mark = "!" if edit.forced and dialect.forced == "!P" else ""
    statement = [subject, mark + edit.property, edit.value]
    qualified = [*statement, *(cell for pair in edit.qualifiers for cell in pair)]
    first, *others = (list(_source(reference)) for reference in edit.references)
    if dialect.one_line:
        marked = [[f"!{reference[0]}", *reference[1:]] for reference in others]
        yield "\t".join([*qualified, *first, *(cell for reference in marked for cell in reference)])
        return
    yield "\t".join([*qualified, *first])
    # The same value leads to the same statement. Its qualifiers are not repeated: QuickStatements 3
    # and Rust's importer would add them once more.
    for reference in others:
        yield "\t".join([*statement, *reference])


def _source(reference: Sequence[Pair]) -> Iterator[str]:
    for pid, value in reference:
        yield "S" + pid.removeprefix("P")
        yield value


def _summed_up(line: str, edit: Edit) -> str:
    """Return a line with an edit summary, unless a text on it would be taken for one."""
    if not edit.proposition or "/*" in line:
        return line
    # Before a summary there must be no TAB: the classic importer would see one more cell.
    return f"{line} /* claimgraph {name(ItemId(edit.proposition))} */"
