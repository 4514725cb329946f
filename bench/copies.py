"""Data sets to measure with: copies of one side by side, and another version of it."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from claimgraph.bundle import Bundle, bundle
from claimgraph.terms import GRAPHS

__all__ = ["changed", "copied", "enlarged"]

_IRI = re.compile(rb"<[^<>]*>")


def copied(lines: Sequence[bytes], copies: int) -> Iterator[bytes]:
    """Yield lines of N-Quads as often as that; in each copy but the first, subjects have new names.

    The ontology and what is said about the data set are there once, as in a larger graph.
    """
    once = tuple(f"{graph} .".encode() for graph in (GRAPHS.ontology, GRAPHS.about))
    many = [line for line in lines if not line.endswith(once)]
    own = {line.partition(b" ")[0] for line in many}
    own -= {line.partition(b" ")[0] for line in lines if line.endswith(once)}
    yield from lines
    for copy in range(1, copies):
        ending = f"-copy-{copy}>".encode()

        def renamed(iri: re.Match[bytes], ending: bytes = ending) -> bytes:
            return iri[0][:-1] + ending if iri[0] in own else iri[0]

        for line in many:
            yield _IRI.sub(renamed, line)


def enlarged(source: Bundle, quads: int, folder: Path) -> Bundle:
    """Write a data set of at least so many quads, with its manifest, and return it."""
    lines = source.path.read_bytes().splitlines()
    copies = 1
    every = lines
    while len(every) < quads:
        copies = max(copies + 1, copies * quads // len(every))
        every = sorted(set(copied(lines, copies)))
    return _data_set(source, every, f"{copies} copies of {source.title}", folder)


def changed(source: Bundle, folder: Path) -> Bundle:
    """Write another version of a data set: one subject in a hundred triples has another name."""
    lines = source.path.read_bytes().splitlines()
    lines[::100] = [line.replace(b"> ", b"-changed> ", 1) for line in lines[::100]]
    return _data_set(source, sorted(set(lines)), source.title, folder)


def _data_set(source: Bundle, lines: Sequence[bytes], title: str, folder: Path) -> Bundle:
    """Write sorted lines of N-Quads, and a manifest that is true of them."""
    data = b"\n".join(lines) + b"\n"
    said = {}
    for graph in source.graphs:
        ending = f" {graph} .".encode()
        own = [line for line in lines if line.endswith(ending)]
        digest = hashlib.sha256(b"".join(line + b"\n" for line in own)).hexdigest()
        said[graph.value] = {"triples": len(own), "sha256": digest}
    manifest = {
        "dataset": {"title": title, "version": source.version},
        "graphs": said,
        "files": {source.path.name: {"sha256": hashlib.sha256(data).hexdigest()}},
    }
    folder.mkdir()
    (folder / source.path.name).write_bytes(data)
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return bundle(folder / source.path.name)
