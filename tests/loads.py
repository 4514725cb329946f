"""Small data sets as a build writes them, for what is loaded into stores and verified there."""

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from claimgraph.bundle import Bundle, bundle
from claimgraph.serialise import in_order
from claimgraph.store_client import Client
from claimgraph.terms import GRAPHS

__all__ = ["data_set", "described", "holds"]

PREFIXES = """
    @prefix : <http://x/> .
    @prefix dcterms: <http://purl.org/dc/terms/> .
    @prefix owl: <http://www.w3.org/2002/07/owl#> .
    @prefix void: <http://rdfs.org/ns/void#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def described(version: str, many: int = 300, *, blank: bool = True) -> dict[str, str]:
    """Return a data set in Turtle, graph by graph; each version has other triples everywhere.

    `blank` is whether it has blank nodes, by which it can come to be loaded in another way.
    """
    union = "owl:unionOf ( :a :b )" if blank else "owl:unionOf :ab"
    return {
        "ontology": f':c :version "{version}" ; {union} .',
        "asserted": f':d a void:Dataset ; dcterms:title "Test" ; owl:versionInfo "{version}" .'
        + "".join(
            f':s{n} :p "{version}, which is number {n}: «é»"@en, {n} .\n' for n in range(many)
        ),
        "derived": f':s :q true, 1.5, "1992-02-26"^^xsd:date, "{version}\\n\\t\\"\\\\" .',
        "about": f'<{GRAPHS.asserted.value}> void:triples {many * 2 + 3} ; :v "{version}" .',
    }


def data_set(folder: Path, graphs: Mapping[str, str], version: str = "1") -> Bundle:
    """Write a data set as a build does, from the Turtle of each graph; return it as it is sent."""
    store = Store()
    for graph in GRAPHS:
        turtle = PREFIXES + graphs.get(graph.value.rpartition("/")[2], "")
        store.load(turtle, RdfFormat.TURTLE, to_graph=graph)
    triples = in_order(store)
    data = b"".join(line + b"\n" for line in triples.lines)
    said = {
        g.value: {"triples": len(triples.graphs[g]), "sha256": triples.digest(g)} for g in GRAPHS
    }
    manifest = {
        "dataset": {"title": "Test", "version": version},
        "graphs": said,
        "files": {"test.nq": {"sha256": hashlib.sha256(data).hexdigest()}},
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "test.nq").write_bytes(data)
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return bundle(folder / "test.nq")


def holds(client: Client, bundle: Bundle) -> bool:
    """Return whether our graphs in a store are those of a data set, but for blank nodes' names."""
    for graph in GRAPHS:
        if sorted(map(unnamed, client.lines(graph))) != sorted(map(unnamed, bundle.lines(graph))):
            return False
    return True


def unnamed(line: bytes) -> bytes:
    """Return a triple without the names of blank nodes, which are few and at the end."""
    return re.sub(rb"_:\w+", b"_:", line)
