"""The steps of a build one after the other, in one process, so that each has its own time.

A build itself checks beside the rest, and is quicker than their sum. Run as
`python3 -m bench.steps ENGINE FOLDER`; prints a line when a step is done.
"""

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from claimgraph import check, pipeline
from claimgraph.derive import derive
from claimgraph.infer import infer
from claimgraph.layout import Layout, discover
from claimgraph.prove import prove
from claimgraph.read import prefixes, read
from claimgraph.write import write

__all__ = ["NAMES"]

NAMES = (
    *("read", "check-asserted", "infer", "derive", "check-derived", "prove", "serialise"),
    "write",
)


def steps(engine: str, layout: Layout, dist: Path) -> Iterator[Callable[[], object]]:
    """Yield the steps in the order of `NAMES`."""
    registry = prefixes(layout)
    dataset = read(layout)
    yield lambda: dataset
    yield partial(check.asserted, dataset, layout, registry, engine)
    yield partial(infer, dataset.store, layout.entailment_files)
    yield partial(derive, dataset, layout.rule_files)
    yield partial(check.derived, dataset, layout, registry, engine)
    yield partial(prove, dataset, layout)
    files: dict[str, bytes] = {}
    yield lambda: files.update(pipeline._files(dataset, layout))  # noqa: SLF001 (measured, not used)
    yield partial(write, files, dist)


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        taken = steps(sys.argv[1], discover(Path(sys.argv[2])), Path(folder) / "dist")
        for name, step in zip(NAMES, taken, strict=True):
            step()
            print(name, flush=True)
