"""A built data set as it is sent to a store: each graph's triples, and what the manifest says."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from claimgraph.errors import InputError

__all__ = ["Bundle", "Expected", "bundle"]

_AGAIN = "build it again with build.py"


@dataclass(frozen=True)
class Expected:
    """How many triples a graph has, and the SHA-256 of its sorted N-Quads."""

    triples: int
    sha256: str


@dataclass(frozen=True)
class Bundle:
    """A file of sorted N-Quads, and what its manifest says of it."""

    path: Path
    title: str
    version: str
    sha256: str
    graphs: Mapping[NamedNode, Expected]

    def lines(self, graph: NamedNode) -> Iterator[bytes]:
        """Yield a graph's triples in order, as lines of N-Triples without their ends."""
        ending = f" {graph} .\n".encode()
        with self.path.open("rb") as file:
            for line in file:
                if line.endswith(ending):
                    yield line.removesuffix(ending) + b" ."


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
