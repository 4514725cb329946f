"""What the commands do with the names and paths that a command line gives."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from pyoxigraph import NamedNode

from claimgraph.curie import expand, shorten
from claimgraph.derive import derive
from claimgraph.errors import shown
from claimgraph.find import find
from claimgraph.layout import Layout
from claimgraph.model import RULES, Model
from claimgraph.read import prefixes, read
from claimgraph.said import Said
from claimgraph.show import show

__all__ = ["named", "outside", "say_found", "say_shown", "within"]


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


def named(layout: Layout, names: Iterable[str]) -> list[NamedNode]:
    """Return the nodes of IRIs or CURIEs; raises `InputError` for what is neither."""
    registry = prefixes(layout)
    return [NamedNode(expand(name, registry)) for name in names]


def within(path: Path | None, wanted: Iterable[Path]) -> bool:
    """Return whether a path is one of those wanted, or lies below one."""
    return path is not None and any(path.resolve().is_relative_to(place) for place in wanted)


def outside(wanted: Iterable[Path], layout: Layout) -> list[Path]:
    """Return the Turtle files that are wanted but no part of the project."""
    return [
        path
        for path in wanted
        if path.suffix == ".ttl" and not path.is_relative_to(layout.resources)
    ]
