"""A build as it lies in `dist/`: its data, which data set it is, and the digest that names it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from claimgraph.about import Description, described
from claimgraph.dump import dump, opened, outdated
from claimgraph.layout import Layout
from claimgraph.read import Dataset

__all__ = ["Built", "built"]


@dataclass(frozen=True)
class Built:
    """A data set with all its graphs, its description, and the SHA-256 of its N-Quads.

    `notes` is what whoever uses it should be told, a line each.
    """

    dataset: Dataset
    description: Description
    sha256: str
    notes: Sequence[str] = ()


def built(layout: Layout) -> Built:
    """Return the build; raises `UsageError` where there is none, `InputError` for a damaged one."""
    path = dump(layout)
    notes = outdated(layout, path)
    dataset = Dataset(opened(path))
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return Built(dataset, described(dataset), sha256, notes)
