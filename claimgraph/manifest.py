"""`manifest.json`: what a build wrote, from which versions, with the digests to check it by."""

import hashlib
import json
from collections.abc import Mapping

from claimgraph import __version__
from claimgraph.about import Description
from claimgraph.read import Dataset
from claimgraph.serialise import Sorted
from claimgraph.terms import BASE, GRAPHS

__all__ = ["manifest"]

_ONTOLOGY = f"""
    PREFIX owl: <http://www.w3.org/2002/07/owl#>
    SELECT ?version WHERE {{ <{BASE}ontology> owl:versionInfo ?version }}
"""


def manifest(
    dataset: Dataset, description: Description, triples: Sorted, files: Mapping[str, bytes]
) -> bytes:
    """Return the manifest as JSON, without time or place, so that equal builds are equal."""
    ontology = next(iter(dataset.select(_ONTOLOGY)), None)
    content = {
        "dataset": {
            "iri": description.iri.value,
            "title": description.title,
            "version": description.version,
        },
        "versions": {
            "claimgraph": __version__,
            "ontology": ontology["version"].value if ontology else None,
        },
        "quads": len(triples.quads),
        "graphs": {
            graph.value: {
                "triples": len(triples.graphs[graph]),
                "sha256": triples.digest(graph),
            }
            for graph in GRAPHS
        },
        "files": {
            name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in files.items()
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"
