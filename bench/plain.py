"""The plain stack on the same files: rdflib parses, pyshacl checks, owlrl infers.

What claimgraph says in quality queries is said in `sh:sparql` constraints here, as far as SHACL
lets them: those with VALUES, MINUS, GROUP BY or a subquery are run once each by rdflib. Nothing is
derived or written. Run as `plain.py check FOLDER` or `plain.py infer FOLDER`; prints a line a step.
"""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

import owlrl
import pyshacl
import rdflib
from rdflib import RDF, SH, Graph, Literal, URIRef

from claimgraph.layout import Layout, discover

_NOT_IN_SHACL = re.compile(
    r"\b(VALUES|MINUS|SERVICE|GROUP\s+BY)\b|\bSELECT\b.*\bSELECT\b", re.DOTALL
)
_CLASS = re.compile(r"\?focus\s+a\s+([\w-]+:\w+)")
_PREDICATE = re.compile(r"\?focus\s+\^?([\w-]+:\w+)")
_PREFIX = re.compile(r"^PREFIX\s+([\w-]+):\s*<([^>]*)>", re.MULTILINE)


def parsed(paths: Iterable[Path]) -> Graph:
    """Return what the files say, in one graph."""
    graph = Graph(bind_namespaces="none")
    for path in paths:
        graph.parse(path, format="turtle")
    return graph


def constraints(paths: Iterable[Path]) -> tuple[Graph, dict[str, str]]:
    """Return the queries as shapes, and by their names those that cannot be shapes."""
    shapes, queries = Graph(bind_namespaces="none"), {}
    for path in paths:
        lines = path.read_text(encoding="utf-8").splitlines()
        query = "\n".join(line for line in lines if not line.startswith("#"))
        target = None if _NOT_IN_SHACL.search(query) else _target(query)
        if target is None:
            queries[path.stem] = query
            continue
        shape, constraint = (URIRef(f"urn:x-bench:{path.stem}{end}") for end in ("", "-sparql"))
        shapes.add((shape, RDF.type, SH.NodeShape))
        shapes.add((shape, *target))
        shapes.add((shape, SH.sparql, constraint))
        shapes.add((constraint, RDF.type, SH.SPARQLConstraint))
        shapes.add((constraint, SH.message, Literal(path.stem)))
        shapes.add((constraint, SH.select, Literal(query.replace("?focus", "$this"))))
    return shapes, queries


def _target(query: str) -> tuple[URIRef, URIRef] | None:
    namespaces = dict(_PREFIX.findall(query))
    for pattern, kind in ((_CLASS, SH.targetClass), (_PREDICATE, SH.targetSubjectsOf)):
        if found := pattern.search(query):
            prefix, _, local = found[1].partition(":")
            return kind, URIRef(namespaces[prefix] + local)
    return None


def check(layout: Layout) -> None:
    """Check what people wrote, and say when each step is done."""
    data = _read(layout)
    core = parsed(layout.shape_files)
    pyshacl.validate(data, shacl_graph=core, inference="none", inplace=True)
    print("shapes", flush=True)
    shapes, queries = constraints(layout.quality_files)
    for name, query in queries.items():
        list(data.query(query))
        print(f"query {name}", flush=True)
    for shape in sorted(shapes.subjects(SH.sparql), key=str):
        one = Graph(bind_namespaces="none")
        for constraint in (shape, *shapes.objects(shape, SH.sparql)):
            for triple in shapes.triples((constraint, None, None)):
                one.add(triple)
        pyshacl.validate(data, shacl_graph=one, inference="none", inplace=True)
        print(f"constraint {shape}", flush=True)


def infer(layout: Layout) -> None:
    """Infer all that follows, and say when each step is done."""
    data = _read(layout)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(data)
    print(f"infer {len(data)} triples", flush=True)


def _read(layout: Layout) -> Graph:
    print("start", flush=True)
    data = parsed([*layout.ontology_files, *layout.graph_files])
    print(f"parse {len(data)} triples", flush=True)
    return data


if __name__ == "__main__":
    rdflib.NORMALIZE_LITERALS = False
    {"check": check, "infer": infer}[sys.argv[1]](discover(Path(sys.argv[2])))
