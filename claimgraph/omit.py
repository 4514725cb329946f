"""Leaving a claim out, and with it all that rests on it, to see what the graph says without."""

from collections.abc import Iterator

from pyoxigraph import NamedNode, Store

from claimgraph.errors import UsageError
from claimgraph.read import Dataset
from claimgraph.terms import CG, GRAPHS, RDF

__all__ = ["without"]

# Propositions that nobody addresses and that are no part of another, and claims that say nothing.
_LEFT_OVER = """
    PREFIX cg:  <https://w3id.org/claimgraph/ontology#>
    PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
    SELECT DISTINCT ?node
    WHERE {
      {
        ?node rdf:predicate ?relation .
        FILTER NOT EXISTS { ?claim a cg:Claim ; ?link ?node }
        FILTER NOT EXISTS { ?other rdf:subject|rdf:object ?node }
      }
      UNION
      {
        ?node a cg:Claim .
        FILTER NOT EXISTS {
          ?node cg:affirms|cg:denies|cg:doubts|cg:entertains|cg:abstainsOn|cg:presupposes|cg:reports
                |cg:supersedes|cg:retracts|cg:disavows|cg:disputes|cg:supports|cg:restates
                |cg:citesAsEvidence ?said
        }
      }
    }
"""


def without(dataset: Dataset, claim: NamedNode) -> Dataset:
    """Return a copy of an asserted dataset without a claim and all that cannot stand without it.

    That is what rests on it (`cg:restsOn`) and what it reports, which would else look like said to
    the document, both transitively; then claims that are left with nothing to say, and propositions
    that nobody addresses any more. Raises `UsageError` where there is no such claim.
    """
    store = Store()
    store.extend(dataset.store)
    if not any(store.quads_for_pattern(claim, RDF.type, CG.Claim, GRAPHS.asserted)):
        raise UsageError(f"{claim} is not a claim", remedy="`find` looks for words in labels")
    smaller = Dataset(store, dict(dataset.places), dict(dataset.files), list(dataset.findings))
    already = _left_over(smaller)
    gone = {claim}
    while gone:
        following = {node for other in gone for node in _dependent(store, other)}
        for node in gone:
            _remove(smaller, node)
        gone = following or _left_over(smaller) - already
    return smaller


def _dependent(store: Store, claim: NamedNode) -> Iterator[NamedNode]:
    for quad in store.quads_for_pattern(None, CG.restsOn, claim, GRAPHS.asserted):
        if isinstance(quad.subject, NamedNode):
            yield quad.subject
    for quad in store.quads_for_pattern(claim, CG.reports, None, GRAPHS.asserted):
        if isinstance(quad.object, NamedNode):
            yield quad.object


def _left_over(dataset: Dataset) -> set[NamedNode]:
    nodes = (row["node"] for row in dataset.select(_LEFT_OVER))
    return {node for node in nodes if isinstance(node, NamedNode)}


def _remove(dataset: Dataset, node: NamedNode) -> None:
    for subject, object_ in ((node, None), (None, node)):
        for quad in list(dataset.store.quads_for_pattern(subject, None, object_, GRAPHS.asserted)):
            dataset.store.remove(quad)
    dataset.places.pop(node.value, None)
