"""What `audit` does: how the parties are heard, who is silent on what, what was when."""

from pyoxigraph import NamedNode

from claimgraph import balance, chronology, silence
from claimgraph.built import built
from claimgraph.curie import expand, shorten
from claimgraph.errors import UsageError
from claimgraph.layout import Layout
from claimgraph.read import prefixes
from claimgraph.said import Said

__all__ = ["say"]


def say(layout: Layout, what: str, node: str | None = None) -> Said:
    """Return one of the audits as Markdown; `silence` is about a node.

    Raises `UsageError` for a node that is missing, not in the graph, or of no use, and what
    `built` raises.
    """
    if (what == "silence") != (node is not None):
        raise UsageError(
            f"audit {what} needs {'a node' if node is None else 'no node'}",
            expected="audit silence NODE, audit balance or audit chronology",
        )
    source = built(layout)
    queries = layout.derived_queries
    if what == "balance":
        text = balance.markdown(balance.balance(source.dataset, queries))
    elif what == "chronology":
        text = chronology.markdown(chronology.chronology(source.dataset, queries))
    else:
        registry = prefixes(layout)
        focus = NamedNode(expand(node or "", registry))
        if not any(source.dataset.store.quads_for_pattern(focus, None, None)):
            raise UsageError(
                f"{shorten(focus.value, registry)} is not in the graph",
                remedy="`find` looks for words in labels and slugs",
            )
        text = silence.markdown(silence.positions(source.dataset, queries, focus))
    return Said(text, source.notes)
