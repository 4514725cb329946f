"""What `audit` does: who is heard how, silent on what, maintains what; what was when; and why."""

from collections.abc import Mapping

from pyoxigraph import NamedNode

from claimgraph import balance, chronology, silence, standing, why
from claimgraph.built import built
from claimgraph.curie import expand, shorten
from claimgraph.errors import UsageError
from claimgraph.layout import Layout
from claimgraph.model import Model
from claimgraph.read import Dataset, prefixes
from claimgraph.said import Said
from claimgraph.view_command import actor, day

__all__ = ["AUDITS", "say"]

# What may follow the name of each audit.
AUDITS = {
    "balance": "",
    "chronology": "",
    "silence": " NODE",
    "standing": " [ACTOR] [--as-of DAY]",
    "why": " NODE",
}


def say(
    layout: Layout,
    what: str,
    node: str | None = None,
    as_of: str | None = None,
    width: int | None = None,
) -> Said:
    """Return one of the audits, as Markdown, or as a table of some width.

    Some are about a node, and one is as of a day.

    Raises `UsageError` for a node or a day that is missing, not there, or of no use, and what
    `built` raises.
    """
    form = AUDITS[what]
    for wrong, needs in (
        (node is None and form == " NODE", "a node"),
        (node is not None and not form, "no node"),
        (as_of is not None and "--as-of" not in form, "no day"),
    ):
        if wrong:
            raise UsageError(
                f"audit {what} needs {needs}",
                expected=" or ".join(f"audit {name}{words}" for name, words in AUDITS.items()),
            )
    on = day(as_of)
    source = built(layout)
    dataset, queries, registry = source.dataset, layout.derived_queries, prefixes(layout)
    if what == "balance":
        table = balance.table(balance.balance(dataset, queries))
    elif what == "chronology":
        table = chronology.table(chronology.chronology(dataset, queries))
    elif what == "standing":
        found = standing.standing(dataset, queries, on)
        who = None if node is None else actor(node, dataset, registry)
        theirs = [one for one in found if one.claimant == who]
        table = standing.of_one(theirs, on) if who else standing.table(found, on)
    elif what == "silence":
        positions = silence.positions(dataset, queries, _focus(node or "", dataset, registry))
        table = silence.table(positions)
    else:
        follows = why.conclusions(dataset, queries, _focus(node or "", dataset, registry))
        table = why.table(follows, Model(dataset), registry)
    return Said(table.markdown() if width is None else table.text(width), source.notes)


def _focus(node: str, dataset: Dataset, registry: Mapping[str, str]) -> NamedNode:
    focus = NamedNode(expand(node, registry))
    if not any(dataset.store.quads_for_pattern(focus, None, None)):
        raise UsageError(
            f"{shorten(focus.value, registry)} is not in the graph",
            remedy="`find` looks for words in labels and slugs",
        )
    return focus
