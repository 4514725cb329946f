"""What `load --bulk` does: a new database in a folder, and how it is then started."""

import shlex
from pathlib import Path

from claimgraph.bulk import DATA, load_in_bulk
from claimgraph.bulk_loaders import LOADERS
from claimgraph.bundle import bundle
from claimgraph.dump import dump, outdated
from claimgraph.layout import Layout
from claimgraph.said import Said

__all__ = ["say"]


def say(layout: Layout, store: str, folder: Path, dist: Path | None = None) -> Said:
    """Load the build into a new database of a store, and say what is there and how to serve it.

    Raises what `load_in_bulk` raises, and what `dump` and `bundle` raise.
    """
    path = dump(layout, dist)
    source = bundle(path)
    notes = outdated(layout, path) if dist is None else []
    sizes = load_in_bulk(source, store, folder)
    lines = [f"<{graph}>  {size:,} triples\n" for graph, size in sizes.items()]
    start = LOADERS[store].serve.format(folder=shlex.quote(str(folder / DATA)))
    if store == "virtuoso":
        notes.append("its user dba has the password dba, as in every new Virtuoso: change it")
    return Said("".join(lines) + f"counted as built; serve it with: {start}\n", notes)
