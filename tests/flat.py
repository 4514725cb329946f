"""The flat tables of the article, and of an invented event with texts that are hard to write."""

from functools import cache

from claimgraph.read import Dataset
from claimgraph.tables import Filled, filled
from tests.datasets import MINI, article, derived

__all__ = ["AWKWARD", "awkward", "flat", "of_article", "of_awkward"]

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


def flat(data: Dataset) -> dict[str, Filled]:
    """Return the tables of a derived dataset by name."""
    tables = filled(data, MINI.table_metadata, MINI.table_files)
    return {one.table.name: one for one in tables}


@cache
def awkward() -> Dataset:
    """Return the invented event with the awkward texts, for tests that leave it as it is."""
    return derived(MINI, more=AWKWARD)


@cache
def of_article() -> dict[str, Filled]:
    """Return the tables of the real graph."""
    return flat(article())


@cache
def of_awkward() -> dict[str, Filled]:
    """Return the tables of the invented event with the awkward texts."""
    return flat(awkward())
