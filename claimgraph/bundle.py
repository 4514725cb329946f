"""A built data set as it is sent to a store: each graph's triples, and what the manifest says."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from pyoxigraph import NamedNode

from claimgraph.errors import InputError

__all__ = ["Bundle", "Expected", "bundle", "has_blank"]

_AGAIN = "build it again with build.py"
_BLANK = re.compile(rb"^_:|> _:[^ \"]+(?: <[^<>]*>)? \.$")


@dataclass(frozen=True)
class Expected:
    """How many triples a graph has, and the SHA-256 of its sorted N-Quads."""

    triples: int
    sha256: str


@dataclass(frozen=True)
class Bundle:
    """A file of N-Quads, in order within each graph, and what its manifest says of it."""

    path: Path
    title: str
    version: str
    sha256: str
    graphs: Mapping[NamedNode, Expected]

    @property
    def triples(self) -> int:
        """How many triples all of its graphs have."""
        return sum(expected.triples for expected in self.graphs.values())

    @property
    def has_blanks(self) -> bool:
        """Whether any of its triples has a blank node."""
        with self.path.open("rb") as file:
            return any(has_blank(line) for line in file)

    def only(self, graphs: Iterable[NamedNode]) -> Self:
        """Return the same data set with these of its graphs alone."""
        return replace(self, graphs={graph: self.graphs[graph] for graph in graphs})

    def lines(self, graph: NamedNode) -> Iterator[bytes]:
        """Yield a graph's triples in order, as lines of N-Triples without their ends."""
        ending = f" {graph} .\n".encode()
        with self.path.open("rb") as file:
            for line in file:
                if line.endswith(ending):
                    yield line.removesuffix(ending) + b" ."


def has_blank(line: bytes) -> bool:
    """Return whether a line of N-Triples or N-Quads has a blank node, and not just a look of it."""
    return b"_:" in line and _BLANK.search(line) is not None


def bundle(path: Path) -> Bundle:
    """Return the data set in a file of N-Quads, beside which its `manifest.json` lies.

    Raises `InputError` where the manifest is missing or damaged, or the file is not the one that
    it speaks of.
    """
    beside = path.with_name("manifest.json")
    try:
        manifest = json.loads(beside.read_bytes())
        found = Bundle(
            path=path,
            title=str(manifest["dataset"]["title"]),
            version=str(manifest["dataset"]["version"]),
            sha256=str(manifest["files"][path.name]["sha256"]),
            graphs={
                NamedNode(graph): Expected(int(said["triples"]), str(said["sha256"]))
                for graph, said in manifest["graphs"].items()
            },
        )
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        where = Path(error.filename or beside)
        raise InputError(f"cannot be read ({error.strerror})", remedy=_AGAIN, path=where) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError("the manifest is damaged", remedy=_AGAIN, path=beside) from error
    if sha256 != found.sha256:
        raise InputError(
            f"its SHA-256 is {sha256[:6]}…", expected=f"{found.sha256[:6]}… as its manifest says",
            remedy=_AGAIN, path=path,
        )  # fmt: skip
    return found
