"""What `find` and `show` do: what is there under some words, and one thing with all about it."""

from collections.abc import Sequence

from claimgraph.curie import expand, shorten
from claimgraph.derive import derive
from claimgraph.errors import shown
from claimgraph.find import find
from claimgraph.layout import Layout
from claimgraph.model import RULES, Model
from claimgraph.read import prefixes, read
from claimgraph.said import Said
from claimgraph.show import show

__all__ = ["say_found", "say_shown"]


def say_found(layout: Layout, words: Sequence[str]) -> Said:
    """Return a line for each thing that is named by all of the words, and how many there are."""
    registry = prefixes(layout)
    hits = find(read(layout), " ".join(words))
    places = (f"{shown(hit.place.path)}:{hit.place.line}" if hit.place else "" for hit in hits)
    lines = (
        f"{shorten(hit.iri, registry)}\t{hit.label}\t{place}\n"
        for hit, place in zip(hits, places, strict=True)
    )
    return Said("".join(lines), [f"{len(hits):,} found"])


def say_shown(layout: Layout, node: str) -> Said:
    """Return one claim, proposition or entity for people; raises `InputError` for another name."""
    registry = prefixes(layout)
    iri = expand(node, registry)
    dataset = read(layout)
    derive(dataset, [path for path in layout.rule_files if path.stem in RULES])
    return Said(f"{show(Model(dataset), iri, registry)}\n")
