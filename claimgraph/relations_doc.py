"""The page of relations: each by family, what it says, from what to what, and how often it is used.

The page is generated, and kept beside the code, so that it can be read without building anything.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import cast

from pyoxigraph import NamedNode, QuerySolution, QuerySolutions, Store

from claimgraph.curie import shorten
from claimgraph.terms import BASE

__all__ = ["render"]

_HEAD = """\
<!-- Written by `build.py docs` from the ontology and the graph: do not edit. -->

# Relations

What propositions say about the world. A relation is the object of `rdf:predicate` and never the
predicate of a triple: see [two namespaces](decisions/0001-two-namespaces.md). It leads from subject
to object; several classes mean any of them, and an open referent (`cg:Mention`) may stand wherever
an entity may. A measure has no object but a figure. *Both ways* marks relations that hold in either
direction if in one. The Wikidata property is given where it says the same, in italics where that
holds for some kinds of subject or object only ([how](wikidata-mapping.md)). The last column counts
the propositions of this graph.
"""
_WIKIDATA = "https://www.wikidata.org/wiki/Property:"

_PREFIXES = """
    PREFIX sh: <http://www.w3.org/ns/shacl#>
    SELECT ?prefix ?namespace
    WHERE { ?declaration sh:prefix ?prefix ; sh:namespace ?namespace }
"""
_RELATIONS = f"""
    PREFIX cg:   <{BASE}ontology#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    SELECT ?family ?about ?relation ?definition ?symmetric ?property
    WHERE {{
      ?relation cg:family ?group ; skos:definition ?definition .
      ?group rdfs:label ?family ; skos:definition ?about .
      OPTIONAL {{ ?relation cg:symmetric ?symmetric }}
      OPTIONAL {{ ?relation cg:wikidataProperty ?property }}
    }}
    ORDER BY ?family ?relation
"""
_MAPPED = f"""
    PREFIX cg: <{BASE}ontology#>
    SELECT DISTINCT ?relation ?property
    WHERE {{ ?mapping cg:maps ?relation ; cg:mapsTo ?property }}
    ORDER BY ?relation ?property
"""
_ENDS = """
    PREFIX schema: <https://schema.org/>
    SELECT ?relation ?end ?class
    WHERE { ?relation ?end ?class . FILTER(?end IN (schema:domainIncludes, schema:rangeIncludes)) }
"""
_USES = """
    PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
    SELECT ?relation (COUNT(DISTINCT ?proposition) AS ?uses)
    WHERE { ?proposition rdf:predicate ?relation }
    GROUP BY ?relation
"""


def render(store: Store) -> str:
    """Return the page, in Markdown, of the relations of a store that holds ontology and graph."""
    prefixes = {row["prefix"].value: row["namespace"].value for row in _rows(store, _PREFIXES)}
    ends: dict[tuple[str, str], list[str]] = {}
    for row in _rows(store, _ENDS):
        end = row["end"].value.rpartition("/")[2]
        class_ = shorten(row["class"].value, prefixes)
        ends.setdefault((row["relation"].value, end), []).append(class_)
    uses = {row["relation"].value: int(row["uses"].value) for row in _rows(store, _USES)}
    mapped: dict[str, list[str]] = {}
    for row in _rows(store, _MAPPED):
        property_ = f"*{_wikidata(row)}*"
        mapped.setdefault(row["relation"].value, []).append(property_)
    lines = [_HEAD]
    families = groupby(_rows(store, _RELATIONS), key=lambda row: row["family"].value)
    for family, grouped in families:
        rows = list(grouped)
        lines += [f"## {family[0].upper()}{family[1:]}\n", f"{rows[0]['about'].value}\n"]
        lines += ["| relation | from → to | says | Wikidata | used |", "|---|---|---|---|--:|"]
        for row in rows:
            relation = row["relation"].value
            domain, range_ = (
                ", ".join(f"`{name}`" for name in sorted(ends.get((relation, end), [])))
                for end in ("domainIncludes", "rangeIncludes")
            )
            cells = [
                f"`{shorten(relation, prefixes)}`",
                f"{domain} → {range_ or 'figure'}",
                " ".join(_says(row)),
                ", ".join(mapped.get(relation, [_wikidata(row)])),
                f"{uses.get(relation, 0):,}",
            ]
            lines.append(f"| {' | '.join(cells)} |")
        lines.append("")
    return "\n".join(lines)


def _rows(store: Store, query: str) -> Iterator[QuerySolution]:
    yield from cast(QuerySolutions, store.query(query, use_default_graph_as_union=True))


def _says(row: QuerySolution) -> Iterator[str]:
    yield row["definition"].value.replace("|", "\\|")
    if row["symmetric"] is not None:
        yield "*Both ways.*"


def _wikidata(row: QuerySolution) -> str:
    if not isinstance(row["property"], NamedNode):
        return ""
    pid = row["property"].value.rpartition("/")[2]
    return f"[{pid}]({_WIKIDATA}{pid})"
