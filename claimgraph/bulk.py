"""A data set into a new database, by the store's own bulk loader: whole or not at all.

The folder then holds `data`, which the store is started on, and the build's `manifest.json`, by
which it is known as ours when it is to be replaced.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from claimgraph.bulk_loaders import LOADERS
from claimgraph.bundle import Bundle
from claimgraph.errors import OutputError
from claimgraph.write import replacing

__all__ = ["DATA", "MANIFEST", "load_in_bulk"]

DATA = "data"
MANIFEST = "manifest.json"


def load_in_bulk(source: Bundle, store: str, folder: Path) -> Mapping[str, int]:
    """Put a data set into a new database in `folder`; return how many triples each graph has.

    What is there already is replaced if it is ours, once the new one has been counted. Raises
    `OutputError` where it is not, or cannot be written, and `UsageError` for what the loader says.
    """
    loader = LOADERS[store]
    _may_be_replaced(folder)
    with replacing(folder.absolute()) as fresh:
        data = fresh / DATA
        data.mkdir()
        loader.load(source.path.absolute(), data)
        found = loader.counts(data)
        expected = {graph.value: said.triples for graph, said in source.graphs.items()}
        ours = {graph: found.get(graph, 0) for graph in expected}
        if ours != expected:
            graph = next(graph for graph in expected if ours[graph] != expected[graph])
            raise OutputError(
                f"{store} has {ours[graph]:,} triples in <{graph}>",
                expected=f"{expected[graph]:,}",
                remedy="nothing was changed",
                path=folder,
            )
        (fresh / MANIFEST).write_bytes(source.path.with_name(MANIFEST).read_bytes())
    return ours


def _may_be_replaced(folder: Path) -> None:
    """Raise `OutputError` unless a folder is not there, empty, or made by this."""
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    try:
        ours = "dataset" in json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        ours = False
    if not ours or {path.name for path in folder.iterdir()} != {DATA, MANIFEST}:
        raise OutputError(
            "the folder has something in it that this did not make",
            expected="a new folder, or one of an earlier load --bulk",
            remedy="nothing was changed",
            path=folder,
        )
