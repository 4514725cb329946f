"""What `derive` does: the rules inside a store, and whether they conclude what the build did."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TextIO

from pyoxigraph import NamedNode

from claimgraph.bundle import Bundle, bundle
from claimgraph.dump import dump
from claimgraph.errors import UsageError
from claimgraph.layout import Layout
from claimgraph.progress import Progress
from claimgraph.remote_derive import derive_there
from claimgraph.said import Said
from claimgraph.store_client import Client
from claimgraph.store_command import place, reached
from claimgraph.terms import GRAPHS
from claimgraph.verify import verify

__all__ = ["answer"]

_SOURCES = (GRAPHS.ontology, GRAPHS.asserted, GRAPHS.inferred)


def answer(
    options: Namespace, layout: Layout, password: Callable[[], str], stream: TextIO
) -> tuple[Said, bool]:
    """Do what the parsed command line says; return what is to be said and whether all is well.

    Raises `StoreError` where the rules cannot be carried out there.
    """
    where = place(options, password)
    progress = Progress(stream)
    notes: list[str] = []
    try:
        with reached(where, progress, notes) as client:
            concluded = derive_there(client, layout.rule_files, progress.step)
            compared, fine = _compared(client, _source(layout, options.dist, notes))
    finally:
        progress.close()
    return Said(_told(concluded) + compared, notes), fine


def _source(layout: Layout, folder: Path | None, notes: list[str]) -> Bundle | None:
    try:
        return bundle(dump(layout, folder))
    except UsageError as error:
        notes.append(f"nothing to compare with: {error}")
        return None


def _compared(client: Client, source: Bundle | None) -> tuple[str, bool]:
    """Return whether the store concluded what the build did, where both started from the same."""
    if source is None:
        return "", True
    sizes: Mapping[NamedNode, int] = client.sizes(_SOURCES)
    if any(sizes[graph] != source.graphs[graph].triples for graph in _SOURCES):
        return "the store holds another data set than the build: not compared\n", True
    (verdict,) = verify(client, source, {GRAPHS.derived: GRAPHS.derived})
    if verdict.whole:
        return "the same as in the build\n", True
    examples = "".join(f"    {example}\n" for example in verdict.examples)
    return f"not the same as in the build\n{examples}", False


def _told(concluded: Mapping[str, int]) -> str:
    rows = "".join(f"{name:<28}{added:>10,} triples\n" for name, added in concluded.items())
    total = sum(concluded.values())
    return f"{rows}graph:derived has {total:,} triples, by {len(concluded)} rules\n"
