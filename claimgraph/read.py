"""Turtle files → a `Dataset`: an Oxigraph store of named graphs, and where subjects are written."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from pyoxigraph import NamedNode, Quad, QuerySolutions, QueryTriples, RdfFormat, Store

from claimgraph.errors import InputError, shown
from claimgraph.findings import Finding, Level
from claimgraph.layout import Layout
from claimgraph.mentions import blank_node_line, subjects
from claimgraph.terms import GRAPHS

__all__ = ["Dataset", "Place", "load", "prefixes", "read", "text_of"]

_PREFIXES = """
    PREFIX sh: <http://www.w3.org/ns/shacl#>
    SELECT ?prefix ?namespace
    WHERE { ?declaration sh:prefix ?prefix ; sh:namespace ?namespace }
    ORDER BY ?prefix
"""
_SIZE = "SELECT (COUNT(*) AS ?size) WHERE { ?s ?p ?o }"
_WITHOUT_IRI = "ASK { ?s ?p ?o . FILTER(isBlank(?s) || isBlank(?o) || isTRIPLE(?o)) }"
_UNDECLARED = re.compile(r"^The prefix (\S*): has not been declared")
_POSITION = re.compile(r"^Parser error at line \d+ (?:between )?columns? [\d and]+: ")


@dataclass(frozen=True)
class Place:
    """Where a subject's block starts; `line` counts from 1."""

    path: Path
    line: int


@dataclass
class Dataset:
    """What was read: one named graph per entry of `terms.GRAPHS`.

    `places` leads from a subject's IRI to its block, `files` counts what was read for each graph,
    and `findings` holds what reading alone can tell.
    """

    store: Store = field(default_factory=Store)
    places: dict[str, Place] = field(default_factory=dict)
    files: dict[NamedNode, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def select(self, query: str) -> QuerySolutions:
        """Return the rows of a SELECT over the union of all graphs."""
        return cast(QuerySolutions, self.store.query(query, use_default_graph_as_union=True))

    def construct(self, query: str) -> QueryTriples:
        """Return the triples of a CONSTRUCT over the union of all graphs."""
        return cast(QueryTriples, self.store.query(query, use_default_graph_as_union=True))

    def ask(self, query: str) -> bool:
        """Return the answer of an ASK over the union of all graphs."""
        return bool(self.store.query(query, use_default_graph_as_union=True))

    def quads(self, graph: NamedNode, predicate: NamedNode | None = None) -> Iterator[Quad]:
        """Return the quads of one graph, all or those of one predicate."""
        return self.store.quads_for_pattern(None, predicate, None, graph)

    def finding(self, focus: str, level: Level, rule: str, message: str) -> Finding:
        """Return a finding about a node, placed where that node's block starts."""
        place = self.places.get(focus)
        if place is None:
            return Finding(None, None, level, rule, message, focus)
        return Finding(place.path, place.line, level, rule, message, focus)

    def size(self, graph: NamedNode) -> int:
        """Return the number of triples in one graph."""
        (row,) = cast(QuerySolutions, self.store.query(_SIZE, default_graph=graph))
        return int(row["size"].value)


def read(layout: Layout, also: Iterable[Path] = ()) -> Dataset:
    """Return the ontology and the asserted graph, with the files of `also` read into the latter.

    Raises `InputError` for a file that is not UTF-8, not Turtle, or holds a blank node in
    `graph/`, and for a folder without any Turtle. Neither RDF list nor triple term may stand in
    `graph/`: what is said there must have an IRI that a link and a diff can hold on to.
    """
    dataset = Dataset()
    for graph, paths, folder in (
        (GRAPHS.ontology, layout.ontology_files, layout.ontology),
        (GRAPHS.asserted, [*layout.graph_files, *also], layout.graph),
    ):
        if not paths:
            raise InputError("no Turtle file here", path=folder, expected="at least one .ttl")
        for path in paths:
            _read_file(dataset, path, graph)
        dataset.files[graph] = len(paths)
    if dataset.store.query(_WITHOUT_IRI, default_graph=GRAPHS.asserted):
        raise _without_iri(paths)
    return dataset


def prefixes(layout: Layout) -> dict[str, str]:
    """Return the registry of `ontology/prefixes.ttl`, prefix to namespace, in order of prefix."""
    registry = Dataset()
    load(registry.store, layout.prefixes_file, GRAPHS.ontology)
    return {row["prefix"].value: row["namespace"].value for row in registry.select(_PREFIXES)}


def text_of(path: Path) -> str:
    """Return the text of a file; raises `InputError`, with the line, where it is not UTF-8."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", path=path) from error
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"byte 0x{data[error.start]:02x} is not UTF-8",
            expected="UTF-8",
            remedy="save the file in that encoding",
            path=path,
            line=line,
        ) from error


def load(store: Store, path: Path, graph: NamedNode) -> str:
    """Parse a Turtle file into a graph of the store, and return its text.

    Raises `InputError` with the line; a file that is broken leaves the store as it was.
    """
    text = text_of(path)
    try:
        store.load(text, RdfFormat.TURTLE, to_graph=graph)
    except SyntaxError as error:
        raise _broken(error, path) from error
    return text


def _read_file(dataset: Dataset, path: Path, graph: NamedNode) -> None:
    text = load(dataset.store, path, graph)
    for subject in subjects(text):
        first = dataset.places.setdefault(subject.iri, Place(path, subject.line))
        if (first.path, first.line) != (path, subject.line):
            dataset.findings.append(
                Finding(
                    path,
                    subject.line,
                    Level.WARNING,
                    "one-block",
                    f"{subject.written} has a block at {shown(first.path)}:{first.line} already:"
                    " write all of a subject in one place.",
                    subject.iri,
                )
            )


def _without_iri(paths: list[Path]) -> InputError:
    places = ((path, blank_node_line(text_of(path))) for path in paths)
    path, line = next((place for place in places if place[1] is not None), (None, None))
    return InputError(
        "a blank node, list or triple term",
        expected="nodes with IRIs only",
        remedy="give it an IRI and a block of its own",
        path=path,
        line=line,
    )


def _broken(error: SyntaxError, path: Path) -> InputError:
    # Oxigraph says the line twice, and never what to do.
    found = _POSITION.sub("", str(error.msg))
    remedy = "look at this line and at the end of the one before"
    if undeclared := _UNDECLARED.search(found):
        found = f"the prefix {undeclared[1]}: is not declared"
        remedy = f"add its line on top, as in ontology/prefixes.ttl: PREFIX {undeclared[1]}: <…>"
    return InputError(
        found[0].lower() + found[1:], expected="Turtle", remedy=remedy, path=path, line=error.lineno
    )
