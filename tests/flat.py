"""The flat tables of the article, and of an invented event with texts that are hard to write."""

from functools import cache
from pathlib import Path

from pyoxigraph import RdfFormat

from claimgraph.derive import derive
from claimgraph.infer import infer
from claimgraph.layout import Layout
from claimgraph.read import Dataset, prefixes, read
from claimgraph.tables import Filled, filled
from claimgraph.terms import GRAPHS

ROOT = Path(__file__).resolve().parent.parent
MINI = Layout(root=Path(__file__).parent / "fixtures" / "mini", resources=ROOT)
ARTICLE = Layout(root=ROOT, resources=ROOT)

# Quotes, a line break, a bare carriage return, a formula, a script from right to left, markup.
AWKWARD = """
claim:mill-owners-deaths
    cg:cue "=1+1"@en, "said, \\"more or less\\""@en ;
    cg:quotation "two\\nlines"@en ;
    cg:hedge "a\\rreturn"@en, "  with spaces  "@en ;
    cg:reason "<b> & 'so' on"@en ;
    skos:editorialNote "חוקרים, Խոջալու"@en ;
    cg:statedTo actor:foreman, actor:weavers ;
    cg:restsOn claim:editors-it-is-dockers-union ;
    cg:statedOn "1911-05"^^<http://id.loc.gov/datatypes/edtf> .
claim:dockers-union-deaths-1913 cg:disputes claim:mill-owners-deaths .
place:tarnbrook wgs:lat 53.25 ; wgs:long -2.5 .
link:tarnbrook cg:linkOf place:tarnbrook ; cg:linkTo <https://www.wikidata.org/entity/Q1> .
proposition:tarnbrook-mill-fire-called
    a cg:Proposition ;
    rdfs:label "the fire is called names"@en ;
    rdf:subject event:tarnbrook-mill-fire ;
    rdf:predicate rel:calledBy ;
    rdf:object "@home, \\"the fire\\""@en ;
    cg:degree "-- hardly"@en ;
    cg:approximate true .
"""


def dataset(layout: Layout, more: str = "") -> Dataset:
    """Return a graph with what is said in addition, read, inferred and derived."""
    found = read(layout)
    head = "".join(f"PREFIX {p}: <{n}>\n" for p, n in prefixes(layout).items())
    found.store.load(head + more, RdfFormat.TURTLE, to_graph=GRAPHS.asserted)
    infer(found.store, layout.entailment_files)
    derive(found, layout.rule_files)
    return found


def flat(data: Dataset) -> dict[str, Filled]:
    """Return the tables of a derived dataset by name."""
    tables = filled(data, MINI.table_metadata, MINI.table_files)
    return {one.table.name: one for one in tables}


@cache
def article() -> Dataset:
    """Return the real graph, for tests that leave it as it is."""
    return dataset(ARTICLE)


@cache
def awkward() -> Dataset:
    """Return the invented event with the awkward texts, for tests that leave it as it is."""
    return dataset(MINI, AWKWARD)


@cache
def of_article() -> dict[str, Filled]:
    """Return the tables of the real graph."""
    return flat(article())


@cache
def of_awkward() -> dict[str, Filled]:
    """Return the tables of the invented event with the awkward texts."""
    return flat(awkward())
