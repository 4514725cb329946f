"""The page of relations is what the ontology and the graph say now."""

from pathlib import Path

from pyoxigraph import RdfFormat, Store

from claimgraph.layout import discover
from claimgraph.read import load, read
from claimgraph.relations_doc import render
from claimgraph.terms import GRAPHS

ROOT = Path(__file__).resolve().parent.parent
LAYOUT = discover(ROOT)

SMALL = """
    PREFIX cg:     <https://w3id.org/claimgraph/ontology#>
    PREFIX family: <https://w3id.org/claimgraph/family/>
    PREFIX rdf:    <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
    PREFIX rdfs:   <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX rel:    <https://w3id.org/claimgraph/relation#>
    PREFIX schema: <https://schema.org/>
    PREFIX skos:   <http://www.w3.org/2004/02/skos/core#>
    PREFIX wd:     <http://www.wikidata.org/entity/>

    family:works rdfs:label "works"@en ; skos:definition "About works."@en .
    family:counts rdfs:label "counts"@en ; skos:definition "Figures."@en .

    rel:quotes cg:family family:works ; skos:definition "What | it quotes."@en ;
        schema:domainIncludes cg:Source ; schema:rangeIncludes cg:Source, cg:Claim ;
        cg:wikidataProperty wd:P1 ; cg:symmetric true .
    rel:drowned cg:family family:counts ; skos:definition "How many drown."@en ;
        schema:domainIncludes cg:Event .

    <urn:x:1> rdf:predicate rel:drowned .
    <urn:x:2> rdf:predicate rel:drowned .
"""


def test_the_page_is_current() -> None:
    """docs/relations.md is what `build.py docs` would write now."""
    page = (ROOT / "docs" / "relations.md").read_text(encoding="utf-8")
    assert page == render(read(LAYOUT).store), "docs/relations.md is out of date: run build.py docs"


def test_a_relation_is_a_row_of_its_family() -> None:
    """Families and relations stand in alphabetical order, and a row holds all that is known."""
    store = Store()
    load(store, LAYOUT.prefixes_file, GRAPHS.ontology)
    store.load(SMALL, RdfFormat.TURTLE, to_graph=GRAPHS.ontology)
    rows = [line for line in render(store).splitlines() if line.startswith(("##", "| `"))]
    link = "[P1](https://www.wikidata.org/wiki/Property:P1)"
    says = "What \\| it quotes. *Both ways.*"
    assert rows == [
        "## Counts",
        "| `rel:drowned` | `cg:Event` → figure | How many drown. |  | 2 |",
        "## Works",
        f"| `rel:quotes` | `cg:Source` → `cg:Claim`, `cg:Source` | {says} | {link} | 0 |",
    ]


def test_an_empty_store_gives_an_empty_page() -> None:
    """Without relations there are no families."""
    assert "\n## " not in render(Store())
