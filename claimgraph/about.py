"""`graph:about`: what the data set consists of, in VoID and DCAT, for whoever finds a dump.

What people say of the data set (title, licence, version) is asserted in `graph/dataset.ttl`; here
stands what can be counted. Sizes are those of the other graphs: this one cannot count itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from claimgraph.errors import InputError
from claimgraph.read import Dataset
from claimgraph.terms import BASE, DCAT, DCTERMS, GRAPHS, RDF, RDFS, VOID, XSD

__all__ = ["Description", "describe", "described"]

_DESCRIPTION = """
    PREFIX dcterms: <http://purl.org/dc/terms/>
    PREFIX owl:     <http://www.w3.org/2002/07/owl#>
    PREFIX void:    <http://rdfs.org/ns/void#>
    SELECT ?dataset ?slug ?title ?version
    WHERE {
      ?dataset a void:Dataset ;
               dcterms:identifier ?slug ;
               dcterms:title ?title ;
               owl:versionInfo ?version .
    }
"""
_CLASSES = f"""
    SELECT ?class (COUNT(DISTINCT ?instance) AS ?count)
    WHERE {{ ?instance a ?class . FILTER(STRSTARTS(STR(?class), "{BASE}")) }}
    GROUP BY ?class
"""


@dataclass(frozen=True)
class Description:
    """What `graph/dataset.ttl` says: the files of a build are named after the slug."""

    iri: NamedNode
    slug: str
    title: str
    version: str


def described(dataset: Dataset) -> Description:
    """Return the description of the one data set; raises `InputError` unless there is just one."""
    rows = list(dataset.select(_DESCRIPTION))
    if len(rows) != 1 or not isinstance(rows[0]["dataset"], NamedNode):
        raise InputError(
            f"{len(rows)} descriptions of the data set",
            expected="one void:Dataset with dcterms:identifier, dcterms:title and owl:versionInfo",
            remedy="see graph/dataset.ttl",
        )
    row = rows[0]
    return Description(row["dataset"], row["slug"].value, row["title"].value, row["version"].value)


def describe(dataset: Dataset, files: Mapping[str, str]) -> Description:
    """Fill `graph:about` with the sizes of the other graphs and `files`, name to media type."""
    description = described(dataset)
    iri = description.iri
    said: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = []
    total = 0
    for graph in GRAPHS:
        if graph == GRAPHS.about:
            continue
        size = dataset.size(graph)
        total += size
        label = Literal(f"{Path(graph.value).name} graph", language="en")
        said += [
            (iri, VOID.subset, graph),
            (graph, RDF.type, VOID.Dataset),
            (graph, RDFS.label, label),
            (graph, VOID.triples, _integer(size)),
        ]
    said.append((iri, VOID.triples, _integer(total)))
    for row in dataset.select(_CLASSES):
        name = row["class"].value.rpartition("#")[2]
        part = NamedNode(f"{iri.value}/class/{name}")
        said += [
            (iri, VOID.classPartition, part),
            (part, RDF.type, VOID.Dataset),
            (part, RDFS.label, Literal(f"instances of {name}", language="en")),
            (part, VOID["class"], row["class"]),
            (part, VOID.entities, Literal(row["count"].value, datatype=XSD.integer)),
        ]
    for name, media_type in files.items():
        distribution = NamedNode(f"{iri.value}/{name}")
        said += [
            (iri, DCAT.distribution, distribution),
            (distribution, RDF.type, DCAT.Distribution),
            (distribution, DCTERMS.title, Literal(name)),
            (distribution, DCAT.mediaType, Literal(media_type)),
        ]
    dataset.store.extend(Quad(*triple, GRAPHS.about) for triple in said)
    return description


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=XSD.integer)
